"""The glossary as a table: out for a unit that works with a program of its own, and in."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from wagtail.models import Locale

from ...core.downloads import csv_pieces, download
from ...core.importing.errors import UnusableInput
from ...core.models import PortalSite
from ...core.uploads import checked_upload
from ...regulation.presentation.language_names import language_name
from .. import glossary_files, rights
from ..terms import terms_of
from .glossary_viewset import foreign_locales, glossary_terms, keeps_all
from .language_fields import LanguageField
from .screens import ForNewsroomMixin, ForStaffMixin, TranslationScreen

_SHOWN: Final = 200


class TermsForm(forms.Form):
    """A table of terms, for which language and which site."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Excel (.xlsx) or CSV. The first row names the columns; the file that is downloaded "
            "below has them."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    locale = LanguageField(
        label=capfirst(_("language")), queryset=Locale.objects.none(), empty_label=None
    )
    portal_site = forms.ModelChoiceField(
        label=capfirst(_("portal site")), queryset=PortalSite.objects.none()
    )
    is_trial = forms.BooleanField(
        label=_("Only look at what would change"), required=False, initial=True
    )

    use_required_attribute = False

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        """Offer the languages of translations, and the sites whose terms the user keeps."""
        super().__init__(*args, **kwargs)
        locale, site = self.fields["locale"], self.fields["portal_site"]
        sites = rights.reported_sites(user).select_related("site", "agency")
        locale.queryset = foreign_locales(user)  # type: ignore[attr-defined]
        site.queryset = sites  # type: ignore[attr-defined]
        if keeps_all(user):
            site.required = False
            site.empty_label = pgettext_lazy("glossary", "All sites")  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse a file of another kind or size, by its content.

        Raises:
            ValidationError: with the reason.
        """
        return checked_upload(
            self.cleaned_data["file"], glossary_files.EXTENSIONS, glossary_files.MAX_BYTES
        )


@method_decorator(never_cache, name="dispatch")
class GlossaryView(ForStaffMixin, View):
    """All terms of a language on the sites for which the user works."""

    def get(self, request: HttpRequest, language: str) -> StreamingHttpResponse:
        """The table, one row for each term with its translation.

        Raises:
            Http404: for a language that the portal does not have.
        """
        locale = Locale.objects.filter(language_code=language).first()
        if locale is None:
            raise Http404
        sites = rights.glossary_sites(request.user)
        rows = (
            (each.source, each.targets[0], "; ".join(each.targets[1:]), each.kind, each.note)
            for each in terms_of(sites, locale)
        )
        return download(csv_pieces(glossary_files.headings(), rows), f"glossary-{language}.csv")


@method_decorator(never_cache, name="dispatch")
class GlossaryIntakeView(ForNewsroomMixin, TranslationScreen):
    """Take a table of terms in: look at what would change, then write it."""

    page_title = _("Take terms in from a file")
    header_icon = "upload"
    template_name = "govportal/translation/staff/glossary_intake.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, the columns of the table, the glossary as it is."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.setdefault("form", TermsForm(user=self.request.user))
        return context | {
            "columns": glossary_files.headings(),
            "most": glossary_files.MAX_TERMS,
            "languages": [
                (each.language_code, language_name(each.language_code))
                for each in foreign_locales(self.request.user)
            ],
            "terms_url": reverse(glossary_terms.get_url_name("list")),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say row by row what is wrong, or what was added and changed."""
        form = TermsForm(request.POST, request.FILES, user=request.user)
        if not form.is_valid():
            return self._answer(422, form=form)
        given = form.cleaned_data
        try:
            outcome = glossary_files.take_in(
                given["file"].read(),
                portal_site=given["portal_site"],
                locale=given["locale"],
                user=request.user,
                source=str(given["file"].name)[:120],
                is_trial=given["is_trial"],
            )
        except UnusableInput as error:
            form.add_error("file", str(error))
            return self._answer(422, form=form)
        # A browser does not send a file twice by itself; all else stays as it was chosen.
        is_trial = given["is_trial"] and bool(outcome.problems)
        again = TermsForm(user=request.user, initial={**given, "file": None, "is_trial": is_trial})
        return self._answer(422 if outcome.problems else 200, form=again, outcome=outcome)

    def _answer(self, status: int, **context: Any) -> HttpResponse:
        outcome = context.get("outcome")
        if outcome is not None:
            context |= {
                "problems": outcome.problems[:_SHOWN],
                "changes": [*outcome.changed, *outcome.added][:_SHOWN],
            }
        return self.render_to_response(self.get_context_data(**context), status=status)
