"""The upload form of an importer: the register, where it goes, what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..uploads import checked_upload
from .errors import UnusableInput
from .feature import ImportFeature
from .mappings import SheetMapping
from .registers import Register, read_register
from .toml_tables import MAX_CHARACTERS

EXTENSIONS: Final = ("json", "jsonl", "csv", "tsv", "txt", "xlsx")
_OWN: Final = "own"


def _accept() -> str:
    return ",".join(f".{name}" for name in EXTENSIONS)


class UploadForm(forms.Form):
    """Reads the register while it validates, and keeps what it read.

    The field for the page below which is imported has the name that the runs give it.
    """

    feature: ClassVar[ImportFeature[Any, Any]]
    target_label: ClassVar[str | Promise]
    #: The largest file in bytes; None leaves it to the limit of the project.
    max_bytes: ClassVar[int | None] = None

    file = forms.FileField(
        label=_("Register file"),
        help_text=_("JSON, JSON lines, CSV or Excel (.xlsx)."),
        widget=forms.FileInput(attrs={"accept": lazy(_accept, str)()}),
    )
    mapping = forms.ChoiceField(
        label=_("Mapping"),
        required=False,
        help_text=_("What the columns of the file mean."),
    )
    mapping_file = forms.FileField(
        label=_("Own mapping (TOML file)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".toml"}),
    )

    def __init__(self, *args: Any, targets: Sequence[Page], user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.data_bytes = b""
        self.chosen_mapping: SheetMapping | None = None
        self.register: Register | None = None
        self._targets = {str(page.pk): page for page in targets}
        self._target_field = self.feature.run_model.target_field
        self.fields[self._target_field] = forms.ChoiceField(
            label=cast("Any", self.target_label),
            choices=[(pk, page.get_admin_display_title()) for pk, page in self._targets.items()],
        )
        self.order_fields([self._target_field])
        self.fields["mapping"].choices = [  # type: ignore[attr-defined]
            ("", _("The one that fits the columns")),
            *((name, name) for name in self.feature.mappings.names()),
            (_OWN, _("Own mapping, from the file below")),
        ]

    @property
    def chosen_target(self) -> Page:
        """The chosen page."""
        return self._targets[self.cleaned_data[self._target_field]]

    def check_mapping(self, mapping: Any) -> None:
        """What a part of the portal has against a mapping in the hands of this user.

        Raises:
            ValidationError: with the reason, next to its field.
        """
        return

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse a file of another kind or size, by its content.

        Raises:
            ValidationError: with the reason.
        """
        file = checked_upload(self.cleaned_data["file"], EXTENSIONS, self.max_bytes)
        self.data_bytes = file.read()
        return file

    def clean(self) -> dict[str, Any]:
        """Read the mapping and the register.

        Raises:
            ValidationError: next to the file that cannot be used.
        """
        cleaned = super().clean() or {}
        try:
            mapping = self._mapping(cleaned)
        except UnusableInput as problem:
            raise ValidationError({"mapping_file": str(problem)}) from problem
        if not self.data_bytes:
            return cleaned
        try:
            self.register = read_register(self.data_bytes, mapping.source if mapping else None)
            mapping = mapping or self.feature.mappings.fitting(self.register.columns)
        except UnusableInput as problem:
            raise ValidationError({"file": str(problem)}) from problem
        self.check_mapping(mapping)
        try:
            mapping.check_columns(self.register.columns)
        except UnusableInput as problem:
            raise ValidationError({"file": str(problem)}) from problem
        self.chosen_mapping = mapping
        return cleaned

    def _mapping(self, cleaned: dict[str, Any]) -> SheetMapping | None:
        choice = cleaned.get("mapping", "")
        upload: UploadedFile[Any] | None = cleaned.get("mapping_file")
        mappings = self.feature.mappings
        if choice and choice != _OWN:
            found: SheetMapping = mappings.load(choice)
            return found
        if upload is None:
            if choice == _OWN:
                raise UnusableInput(gettext("Choose the file of your mapping."))
            return None
        if (upload.size or 0) > MAX_CHARACTERS:
            raise UnusableInput(gettext("The mapping is too long."))
        try:
            text = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UnusableInput(gettext("The mapping is not a text in UTF-8.")) from error
        own: SheetMapping = mappings.parse(text)
        return own
