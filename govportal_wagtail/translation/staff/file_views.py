"""Texts as files: out for a program or by e-mail, and back in."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache

from .. import files, flow
from ..errors import TranslationError
from ..exchange.reading import MAX_BYTES
from ..exchange.units import FileRefused
from . import access
from .screens import ForStaffMixin, TranslationScreen

_MOST_REMARKS: Final = 200


class UploadForm(forms.Form):
    """One file from a translator."""

    file = forms.FileField(
        label=_("File with translations (XLIFF or PO)"),
        help_text=_("It was downloaded here, for one page or for several."),
        widget=forms.FileInput(attrs={"accept": ".xlf,.xliff,.po"}),
    )

    use_required_attribute = False

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            message = _t("The file is larger than %(size)d MB; send it in parts.")
            raise forms.ValidationError(message % {"size": MAX_BYTES // 1024 // 1024})
        return file


@method_decorator(never_cache, name="dispatch")
class DownloadView(ForStaffMixin, View):
    """The texts of one translation as a file."""

    def get(self, request: HttpRequest, pk: int, form: str) -> HttpResponse:
        """The file.

        Raises:
            Http404: for a translation that the user may not see, and for no known kind of file.
            PermissionDenied: for who does not write it now.
        """
        row = access.translation_for(request.user, pk)
        if form not in files.FORMATS:
            raise Http404
        flow.require_writable(row, request.user)
        return _answer([row], form, f"{row.pk}-{row.locale.language_code}")


@method_decorator(never_cache, name="dispatch")
class BatchView(ForStaffMixin, View):
    """The texts of all translations into a language on which the user works, as one file."""

    def get(self, request: HttpRequest, language: str, form: str) -> HttpResponse:
        """The file.

        Raises:
            Http404: where nothing waits in this language, and for no known kind of file.
        """
        rows = [row for row in files.writable(request.user) if row.locale.language_code == language]
        if form not in files.FORMATS or not rows:
            raise Http404
        try:
            return _answer(rows, form, language)
        except TranslationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("govportal_translation:files")


@method_decorator(never_cache, name="dispatch")
class FilesView(TranslationScreen):
    """Files out by language, and one file back in."""

    page_title = _("Translate by file")
    template_name = "govportal/translation/staff/files.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Languages in which something waits, the form, what came of the last file."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        waiting: dict[str, Any] = {}
        for row in files.writable(self.request.user):
            code = row.locale.language_code
            found = waiting.setdefault(
                code, {"language": row.language_name, "pages": 0, "words": 0}
            )
            found["pages"] += 1
            found["words"] += row.words
        context.setdefault("form", UploadForm())
        return context | {"waiting": waiting, "most": files.MOST_PAGES}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the file in and say text by text what was wrong."""
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._again(form)
        data = form.cleaned_data["file"].read()
        try:
            outcome = files.take_in(files.writable(request.user), request.user, data)
        except FileRefused as error:
            form.add_error("file", str(error))
            return self._again(form)
        shown = outcome.problems[:_MOST_REMARKS]
        context = self.get_context_data(outcome=outcome, shown=shown, form=UploadForm())
        is_wrong = any(each.is_error for each in outcome.problems)
        return self.render_to_response(context, status=422 if is_wrong else 200)

    def _again(self, form: UploadForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _answer(rows: list[Any], form: str, name: str) -> HttpResponse:
    kind = files.FORMATS[form]
    answer = HttpResponse(files.write(rows, form), content_type=kind.CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="translation-{name}{kind.EXTENSION}"'
    return answer
