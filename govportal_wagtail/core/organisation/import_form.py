"""The upload form of the importer of agencies."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.widgets import AdminSnippetChooser

from ..models import Agency, AgencyLevel
from ..uploads import checked_upload
from . import reading
from .importing import Options
from .rows import Row, UnusableFile

EXTENSIONS: Final = ("json", "csv", "txt")
#: The list of all provinces and communes has 1.5 MB.
MAX_BYTES: Final = 5 * 1024 * 1024


class AgencyImportForm(forms.Form):
    """Reads the file while it validates, and keeps the rows."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An organisation tree or the national list of communes (JSON), or a CSV file."),
        widget=forms.FileInput(attrs={"accept": ".json,.csv,.txt"}),
    )
    province = forms.CharField(
        label=_("Province"),
        required=False,
        max_length=60,
        help_text=_("Only for the national list: the code or the name of the province."),
    )
    parent = forms.ModelChoiceField(
        Agency.objects.all(),
        label=_("Parent agency"),
        required=False,
        help_text=_("Where the topmost units of the file belong."),
    )
    level = forms.ChoiceField(
        label=_("Level"),
        choices=AgencyLevel.choices,
        initial=AgencyLevel.PROVINCE,
        help_text=_("Of units whose name does not tell it."),
    )
    depth = forms.IntegerField(
        label=_("Levels of the tree"),
        required=False,
        min_value=1,
        max_value=30,
        help_text=_("How many levels are brought in; empty for all."),
    )
    skip_errors = forms.BooleanField(
        label=_("Leave out rows with errors"),
        required=False,
        help_text=_("Otherwise one error stops the whole import."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not at class level: the chooser has no address before the admin is set up.
        self.fields["parent"].widget = AdminSnippetChooser(model=Agency)
        self.rows: list[Row] = []

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse a file of another kind or size, by its content.

        Raises:
            ValidationError: with the reason.
        """
        return checked_upload(self.cleaned_data["file"], EXTENSIONS, MAX_BYTES)

    def clean(self) -> dict[str, Any]:
        """Read the file as the other fields say."""
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file is None or self.errors:
            return cleaned
        try:
            self.rows = reading.read(
                file.read(),
                province=cleaned.get("province", ""),
                communes_only=cleaned.get("parent") is not None,
            )
        except reading.UnknownProvince as problem:
            self.add_error("province", str(problem))
        except UnusableFile as problem:
            self.add_error("file", str(problem))
        return cleaned

    def options(self) -> Options:
        """How the file is brought in; to be asked of a valid form."""
        return Options(
            parent=self.cleaned_data["parent"],
            level=AgencyLevel(self.cleaned_data["level"]),
            depth=self.cleaned_data["depth"],
            skip_errors=self.cleaned_data["skip_errors"],
        )
