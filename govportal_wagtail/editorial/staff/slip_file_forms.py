"""The rows of files and photos in the form of a slip.

A file that passed its check is stored at once and remembered in the form by a signed number, so
that an error elsewhere in the form does not make anybody choose it again.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from .. import holding
from ..models import SupplySlip
from ..slip_files import AttachmentLine, PhotoLine

_SALT: Final = "govportal.editorial.slip_file"
#: Rows of one form; more files come in a second turn.
MAX_ROWS: Final = 30


class FileRow(forms.Form):
    """One file: stored before, kept from an earlier turn, or chosen just now."""

    use_required_attribute = False
    kind = "document"

    row = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(label=pgettext_lazy("slip", "File"), required=False, max_length=255)

    def __init__(
        self, *args: Any, known: dict[int, Any], portal_site: Any, user: Any, **kwargs: Any
    ) -> None:
        """``known`` has the stored files of the slip by the number of their rows."""
        self.known = known
        self.portal_site = portal_site
        self.user = user
        #: The stored document or image that the row stands for.
        self.stored: Any = None
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.stored = known.get(self.initial.get("row") or 0) or self.initial.get("stored")
            if self.initial.get("stored"):
                self.initial["kept"] = self._token(self.initial["stored"])

    @property
    def name(self) -> str:
        """What the stored file is called, for who sees the form again."""
        return str(getattr(self.stored, "filename", "") or "")

    def clean_file(self) -> Any:
        """Check what was chosen, and store it.

        Raises:
            ValidationError: with what is wrong with the file.
        """
        upload = self.cleaned_data.get("file")
        if upload:
            title = str(self.data.get(self.add_prefix("title"), ""))
            self.stored = self.keep(upload, title)
            self._remember(self._token(self.stored))
        return upload

    def clean(self) -> dict[str, Any]:
        """Find the stored file of the row; a row without one may not describe anything."""
        data: dict[str, Any] = super().clean() or {}
        if self.stored is None:
            self.stored = self.known.get(data.get("row") or 0) or self._from_token(data.get("kept"))
        described = any(data.get(name) for name in self.describing)
        if self.stored is None and described and "file" not in self.errors:
            self.add_error("file", _("Choose the file."))
        return data

    #: The fields that describe the file.
    describing: tuple[str, ...] = ()

    def keep(self, upload: Any, title: str) -> Any:
        """Check and store the upload."""
        return holding.keep_document(self.portal_site, upload, title=title, user=self.user)

    def model(self) -> Any:
        """The model of what is stored."""
        return get_document_model()

    def _token(self, stored: Any) -> str:
        return signing.dumps([self.kind, stored.pk, self.user.pk], salt=_SALT)

    def _from_token(self, token: str | None) -> Any:
        if not token:
            return None
        try:
            kind, pk, user = signing.loads(token, salt=_SALT, max_age=24 * 3600)
        except (signing.BadSignature, ValueError):
            return None
        if (kind, user) != (self.kind, self.user.pk):
            return None
        return self.model().objects.filter(pk=pk).first()

    def _remember(self, token: str) -> None:
        data: Any = self.data
        data = data.copy()
        data[self.add_prefix("kept")] = token
        self.data = data


class AttachmentRow(FileRow):
    """A document, table or archive that belongs to the slip."""

    title = forms.CharField(
        label=pgettext_lazy("slip", "Title of the file"), required=False, max_length=255
    )
    describing = ("title",)

    def line(self) -> AttachmentLine:
        """What the row says."""
        data = self.cleaned_data
        return AttachmentLine(self.stored, data.get("title", ""), data.get("row"))


class PhotoRow(FileRow):
    """A photo with caption, author and text alternative."""

    kind = "image"

    caption = forms.CharField(label=gettext_lazy("Caption"), required=False, max_length=500)
    photographer = forms.CharField(
        label=pgettext_lazy("slip", "Photographer"), required=False, max_length=255
    )
    alt = forms.CharField(
        label=gettext_lazy("Text alternative"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("What the picture shows, for readers who cannot see it."),
    )
    describing = ("caption", "photographer", "alt")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The browser offers pictures only."""
        super().__init__(*args, **kwargs)
        self.fields["file"].label = pgettext_lazy("slip", "Picture file")
        self.fields["file"].widget.attrs["accept"] = "image/*"

    def keep(self, upload: Any, title: str) -> Any:
        """Check and store the picture."""
        return holding.keep_image(self.portal_site, upload, user=self.user)

    def model(self) -> Any:
        """The model of what is stored."""
        return get_image_model()

    def line(self) -> PhotoLine:
        """What the row says."""
        data = self.cleaned_data
        return PhotoLine(
            self.stored,
            data.get("caption", ""),
            data.get("photographer", ""),
            data.get("alt", ""),
            data.get("row"),
        )


class FileRows(forms.BaseFormSet[FileRow]):
    """The rows of a slip in their order."""

    def lines(self) -> list[Any]:
        """What the rows say that hold a file and were not taken out."""
        kept = [
            form
            for form in self.forms
            if form.stored is not None and not form.cleaned_data.get("DELETE")
        ]
        return [form.line() for form in kept]  # type: ignore[attr-defined]


def _rows(row: type[FileRow]) -> Any:
    return forms.formset_factory(
        row,
        formset=FileRows,
        extra=1,
        can_delete=True,
        max_num=MAX_ROWS,
        absolute_max=MAX_ROWS,
        validate_max=True,
    )


def attachment_rows(
    data: Any, files: Any, *, slip: SupplySlip | None, portal_site: Any, user: Any, new: Any = ()
) -> FileRows:
    """The rows of the attachments; ``new`` are documents stored a moment ago, from a message."""
    rows = slip.attachments.select_related("document") if slip else ()
    initial = [{"row": row.pk, "title": row.title} for row in rows]
    initial += [{"stored": each, "title": each.title} for each in new]
    known = {row.pk: row.document for row in rows}
    return _bound(AttachmentRow, "attachments", data, files, initial, known, portal_site, user)


def photo_rows(
    data: Any, files: Any, *, slip: SupplySlip | None, portal_site: Any, user: Any, new: Any = ()
) -> FileRows:
    """The rows of the photos; ``new`` are images stored a moment ago, from a message."""
    rows = slip.photos.select_related("image") if slip else ()
    initial = [
        {
            "row": row.pk,
            "caption": row.caption,
            "photographer": row.photographer,
            "alt": row.alt,
        }
        for row in rows
    ]
    initial += [{"stored": each} for each in new]
    known = {row.pk: row.image for row in rows}
    return _bound(PhotoRow, "photos", data, files, initial, known, portal_site, user)


def with_another_row(data: Any) -> Any:
    """What was sent, with one row more where the button of the form without script asks for it."""
    name = f"{data.get('more', '')}-TOTAL_FORMS"
    if not str(data.get(name, "")).isdigit():
        return data
    longer = data.copy()
    longer[name] = str(min(int(data[name]) + 1, MAX_ROWS))
    return longer


def _bound(
    row: type[FileRow],
    prefix: str,
    data: Any,
    files: Any,
    initial: list[dict[str, Any]],
    known: dict[int, Any],
    portal_site: Any,
    user: Any,
) -> FileRows:
    formset: FileRows = _rows(row)(
        data=data,
        files=files,
        initial=None if data is not None else initial,
        prefix=prefix,
        form_kwargs={"known": known, "portal_site": portal_site, "user": user},
    )
    return formset
