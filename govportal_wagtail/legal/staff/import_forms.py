"""The upload form of the importer: the register, where it goes, what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ...core.models import Agency
from ...core.uploads import checked_upload
from ..importing.errors import UnusableInput
from ..importing.mapping import Mapping, shipped_names
from ..importing.mapping_parser import MAX_CHARACTERS, load_shipped, mapping_for, parse_mapping
from ..importing.reader import Register, read_register

EXTENSIONS: Final = ("json", "jsonl", "csv", "tsv", "txt", "xlsx")
_OWN: Final = "own"


def _accept() -> str:
    return ",".join(f".{name}" for name in EXTENSIONS)


def adds_agencies(mapping: Mapping) -> bool:
    """Whether an import with this mapping can add agencies to the register."""
    known = Agency.objects.filter(code__in=mapping.agencies).count()
    return mapping.create_missing_agencies or known < len(mapping.agencies)


class ImportForm(forms.Form):
    """Reads the register while it validates, and keeps what it read."""

    library = forms.ChoiceField(label=_("Library"))
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

    def __init__(
        self, *args: Any, libraries: Sequence[Page], may_add_agencies: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._may_add_agencies = may_add_agencies
        self._libraries = {str(page.pk): page for page in libraries}
        self.data_bytes = b""
        self.chosen_mapping: Mapping | None = None
        self.register: Register | None = None
        self.fields["library"].choices = [  # type: ignore[attr-defined]
            (pk, page.get_admin_display_title()) for pk, page in self._libraries.items()
        ]
        self.fields["mapping"].choices = [  # type: ignore[attr-defined]
            ("", _("The one that fits the columns")),
            *((name, name) for name in shipped_names()),
            (_OWN, _("Own mapping, from the file below")),
        ]

    @property
    def chosen_library(self) -> Page:
        """The chosen library."""
        return self._libraries[self.cleaned_data["library"]]

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse a file of another kind or size, by its content.

        Raises:
            ValidationError: with the reason.
        """
        file = checked_upload(self.cleaned_data["file"], EXTENSIONS)
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
            self.chosen_mapping = mapping or mapping_for(self.register.columns)
            missing = self.chosen_mapping.missing_columns(self.register.columns)
        except UnusableInput as problem:
            raise ValidationError({"file": str(problem)}) from problem
        if not self._may_add_agencies and adds_agencies(self.chosen_mapping):
            message = gettext("This mapping adds agencies, which your account may not do.")
            raise ValidationError({"mapping": message})
        if missing:
            message = gettext("The file has no column %(name)s. Its columns are: %(columns)s")
            columns = ", ".join(self.register.columns)
            values = {"name": ", ".join(missing), "columns": columns}
            raise ValidationError({"file": message % values})
        return cleaned

    def _mapping(self, cleaned: dict[str, Any]) -> Mapping | None:
        choice = cleaned.get("mapping", "")
        upload: UploadedFile[Any] | None = cleaned.get("mapping_file")
        if choice and choice != _OWN:
            return load_shipped(choice)
        if upload is None:
            if choice == _OWN:
                raise UnusableInput(gettext("Choose the file of your mapping."))
            return None
        if (upload.size or 0) > MAX_CHARACTERS:
            raise UnusableInput(gettext("The mapping is too long."))
        try:
            return parse_mapping(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise UnusableInput(gettext("The mapping is not a text in UTF-8.")) from error
