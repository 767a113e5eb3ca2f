"""The rows of the public slip form for files and photos; they work without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images.fields import WagtailImageField

from ... import conf
from ...core import file_inspection
from ...core.models import PortalSite
from ...core.vietnamese import normalise
from .. import holding, spam_rates
from ..models import SlipAttachment, SlipPhoto, SupplySlip
from . import slip_keeping
from .slip_keeping import KeptFile

MAX_FILES: Final = 5
MAX_PHOTOS: Final = 4
#: How many files of one range of addresses may wait at a time.
KEPT_RATE: Final = (100, 3600)


class FileRow(forms.Form):
    """One file: chosen now, or chosen before and kept, which may be taken out again."""

    file = forms.FileField(label=gettext_lazy("File"), required=False)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    drop = forms.BooleanField(label=gettext_lazy("Take this file out"), required=False)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        """``request`` tells whose files are counted."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs["class"] = "gp-field__input"
        self.request = request
        #: What a file of this row is called in the form that is shown again.
        self.kept_file: KeptFile | None = None
        self.is_new = False

    def clean_file(self) -> UploadedFile[Any] | None:
        """The upload, if it is what its name says and may be published.

        Raises:
            ValidationError: with what is wrong with it.
        """
        upload: UploadedFile[Any] | None = self.cleaned_data.get("file")
        if not upload:
            return None
        limit = conf.FORM_UPLOAD_MAX_BYTES
        if (upload.size or 0) > limit:
            raise ValidationError(
                _("The file is larger than %(limit)s.") % {"limit": filesizeformat(limit)},
                code="too_large",
            )
        self.inspect(upload)
        return upload

    def inspect(self, upload: UploadedFile[Any]) -> None:
        """Refuse what is not what its name says.

        Raises:
            ValidationError: with what is wrong with it.
        """
        file_inspection.inspect_file(upload, upload.name or "")

    def clean(self) -> dict[str, Any]:
        """A new file takes the place of the one that was kept; a dropped one is deleted."""
        cleaned = super().clean() or self.cleaned_data
        before = slip_keeping.find(cleaned.get("kept") or "")
        upload = cleaned.get("file")
        if before and (upload or cleaned.get("drop")):
            slip_keeping.forget(before)
            before = None
        self.kept_file = before
        if upload and self._may_keep():
            self.kept_file = slip_keeping.keep(upload)
            self.is_new = True
        elif upload:
            self.add_error("file", _("Too many files came from your network. Try again later."))
        elif cleaned.get("kept") and not before and not cleaned.get("drop"):
            self.add_error("file", _("This file was kept for a day only. Please choose it again."))
        return cleaned

    def leave_unread(self) -> None:
        """Take nothing and complain of nothing."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}

    def _may_keep(self) -> bool:
        sender = spam_rates.sender_key(self.request)
        try:
            return not sender or spam_rates.add(f"kept:{sender}", KEPT_RATE) <= KEPT_RATE[0]
        except spam_rates.CacheDownError:
            return True

    @property
    def token(self) -> str:
        """What the form that is shown again carries instead of the file."""
        return self.kept_file.token if self.kept_file else ""


class PhotoRow(FileRow):
    """One photo with what is told of it."""

    file = forms.FileField(label=gettext_lazy("Photo"), required=False)
    caption = forms.CharField(label=gettext_lazy("Caption"), max_length=500, required=False)
    photographer = forms.CharField(
        label=gettext_lazy("Who took the photo"), max_length=255, required=False
    )
    alt = forms.CharField(
        label=gettext_lazy("What the photo shows"),
        help_text=gettext_lazy("In one sentence, for readers who cannot see it."),
        max_length=255,
        required=False,
    )

    def inspect(self, upload: UploadedFile[Any]) -> None:
        """Also refuse what is no picture.

        Raises:
            ValidationError: with what is wrong with it.
        """
        super().inspect(upload)
        upload.seek(0)
        WagtailImageField().clean(upload)
        upload.seek(0)

    def clean(self) -> dict[str, Any]:
        """A photo needs words for those who cannot see it.

        Raises:
            ValidationError: never; errors stand at their fields.
        """
        cleaned = super().clean()
        for name in ("caption", "photographer", "alt"):
            cleaned[name] = normalise(cleaned.get(name) or "").strip()
        if self.kept_file and not cleaned["alt"]:
            self.add_error("alt", _("Say in one sentence what the photo shows."))
        return cleaned


class Rows:
    """All rows of one form."""

    def __init__(self, request: HttpRequest, *, files: int = MAX_FILES) -> None:
        """Bound to what was posted, empty otherwise; ``files`` is how many may still be added."""
        data = (request.POST, request.FILES) if request.method == "POST" else ()
        self.files = [
            FileRow(*data, prefix=f"file-{number}", request=request) for number in range(files)
        ]
        self.photos = [
            PhotoRow(*data, prefix=f"photo-{number}", request=request)
            for number in range(MAX_PHOTOS)
        ]

    @property
    def max_size(self) -> str:
        """The largest file, in words."""
        return filesizeformat(min(conf.FORM_UPLOAD_MAX_BYTES, conf.UPLOAD_MAX_BYTES))

    @property
    def extensions(self) -> str:
        """The endings that are accepted."""
        return ", ".join(conf.UPLOAD_EXTENSIONS)

    def is_valid(self) -> bool:
        """Check every row, so that all mistakes are told at once and all good files are kept."""
        for row in (*self.files, *self.photos):
            row.full_clean()
        return not any(row.errors for row in (*self.files, *self.photos))

    def leave_unread(self) -> None:
        """Show the rows again without looking into any new file."""
        for row in (*self.files, *self.photos):
            row.leave_unread()
            row.kept_file = slip_keeping.find(row.data.get(row.add_prefix("kept"), ""))

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Each message with the identifier of the field at which it stands."""
        rows = [row for row in (*self.files, *self.photos) if row.is_bound]
        return [
            (row[name].id_for_label, str(message))
            for row in rows
            for name, messages in row.errors.items()
            if name in row.fields
            for message in messages
        ]

    @property
    def has_more_photos(self) -> bool:
        """Whether something is in a row of photos below the first."""
        return any(row.kept_file or (row.is_bound and row.errors) for row in self.photos[1:])

    def store(self, slip: SupplySlip, portal_site: PortalSite) -> list[KeptFile]:
        """Add the files to a slip; the caller deletes those returned when that is committed.

        Raises:
            ValidationError: if a file is gone, or is refused after all.
        """
        used: list[KeptFile] = []
        for order, row in enumerate(self.files):
            if row.kept_file:
                with opened(row.kept_file) as upload:
                    document = holding.keep_document(portal_site, upload)
                SlipAttachment.objects.create(slip=slip, document=document, sort_order=order)
                used.append(row.kept_file)
        for order, photo in enumerate(self.photos):
            if photo.kept_file:
                texts = {name: photo.cleaned_data[name] for name in ("caption", "alt")}
                with opened(photo.kept_file) as upload:
                    image = holding.keep_image(portal_site, upload)
                SlipPhoto.objects.create(
                    slip=slip,
                    image=image,
                    photographer=photo.cleaned_data["photographer"],
                    sort_order=order,
                    **texts,
                )
                used.append(photo.kept_file)
        return used


@contextmanager
def opened(kept: KeptFile) -> Iterator[Any]:
    """The kept file as an upload, for what stores it.

    Raises:
        ValidationError: if it is gone.
    """
    try:
        stream = kept.open()
    except OSError as error:
        message = _("A file was lost on the way. Please choose it again.")
        raise ValidationError(message) from error
    with stream:
        # What stores files asks an upload for its name and size, nothing else.
        yield UploadedFile(file=stream, name=kept.name, size=kept.size)
