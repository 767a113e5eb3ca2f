"""The form of an uploaded file, for WAGTAILDOCS_DOCUMENT_FORM_BASE.

Wagtail uses it for a single upload, for many at once, and for an upload inside a chooser.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.documents.forms import BaseDocumentForm

from . import file_inspection, file_wording
from .models import FileFacts

_TITLES_SHOWN = 3
_TITLE_LENGTH = 80
# A form knows no request, and messages need one; the views of the upload say whose turn it is.
_request: ContextVar[HttpRequest | None] = ContextVar("govportal_upload_request", default=None)


@contextmanager
def messages_go_to(request: HttpRequest) -> Iterator[None]:
    """Show what forms have to remark inside this block to the user of ``request``."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


class CheckedDocumentForm(BaseDocumentForm):
    """Accepts a file only if it is what its name says and may be published.

    The message stands next to the file, everything else that was typed is kept. A file that is in
    the library already is accepted with a remark.
    """

    class Meta(BaseDocumentForm.Meta):
        """Wagtail's own widgets."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show what is known of a stored file as help text of the empty form."""
        self._user = kwargs.get("user")
        self._remark = ""
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound:
            self._show_facts()

    def clean_file(self) -> Any:
        """Inspect a new upload; a file that was stored before is left alone.

        Raises:
            RefusedFile: a ``ValidationError`` that says what is wrong with the file.
        """
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            report = file_inspection.inspect_file(file, file.name or "")
            file_inspection.remember(self.instance, report)
            self._remark = self._duplicates(report.sha256)
        return file

    def save(self, commit: bool = True) -> Any:
        """Save as Wagtail does; tell the user of a request about files with the same content."""
        document = super().save(commit=commit)
        request = _request.get()
        if request is not None and self._remark:
            messages.warning(request, self._remark)
        return document

    def _show_facts(self) -> None:
        facts = FileFacts.objects.filter(document=self.instance).defer("text").first()
        # The form of the multiple upload has no file field, only what describes the file.
        name = "file" if "file" in self.fields else "title"
        if facts is None or name not in self.fields:
            return
        field = self.fields[name]
        parts = (field.help_text, file_wording.summary(facts), self._duplicates(facts.sha256))
        field.help_text = " ".join(str(part) for part in parts if part)

    def _duplicates(self, sha256: str) -> str:
        """A remark on other files with this content, as far as the user may know of them."""
        ids = file_inspection.same_content(sha256).exclude(document_id=self.instance.pk)
        if self._user is None:
            return ""
        visible = self.permission_policy.instances_user_has_any_permission_for(
            self._user, ["change", "delete", "choose"]
        )
        titles = visible.filter(pk__in=ids.values("document_id")).values_list("title", flat=True)
        shown = list(titles.order_by("title")[: _TITLES_SHOWN + 1])
        if not shown:
            return ""
        quoted = [f"“{Truncator(title).chars(_TITLE_LENGTH)}”" for title in shown[:_TITLES_SHOWN]]
        more = " …" if len(shown) > _TITLES_SHOWN else ""
        return _("The library already has a file with the same content: %(titles)s.") % {
            "titles": ", ".join(quoted) + more
        }
