"""Forms of sheets of figures: the template to download, the file that is handed over, a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...core.importing.errors import UnusableInput
from ...core.uploads import checked_upload
from ..batch_reading import ReadSheet, read_sheet
from ..batches import Sheet
from ..models import ProjectIndexPage
from ..money import MoneyUnit, NumberStyle

EXTENSIONS: Final = ("xlsx", "csv")
#: A sheet of the figures of a year is far smaller; larger ones only cost time.
MOST_BYTES: Final = 10 * 1024 * 1024
_STYLES: Final = [
    (NumberStyle.UNKNOWN.value, _("as the file itself shows; what is not certain is refused")),
    (NumberStyle.VIETNAMESE.value, _("1.234,5 (comma before decimals)")),
    (NumberStyle.ENGLISH.value, _("1,234.5 (point before decimals)")),
]


class RegisterField(forms.ChoiceField):
    """A choice among registers that are known already."""

    def __init__(self, registers: Sequence[ProjectIndexPage], **kwargs: Any) -> None:
        """Offer these and no other."""
        self.registers = {str(each.pk): each for each in registers}
        choices = [(pk, each.get_admin_display_title()) for pk, each in self.registers.items()]
        super().__init__(choices=choices, label=_("Register of projects"), **kwargs)

    def clean(self, value: Any) -> Any:
        """The register that was chosen.

        Raises:
            ValidationError: for another one.
        """
        return self.registers[super().clean(value)]


class TemplateForm(forms.Form):
    """Which workbook is wanted."""

    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100)
    unit = forms.ChoiceField(
        label=_("Unit of money"), choices=MoneyUnit.choices, initial=MoneyUnit.MILLION
    )
    all_sources = forms.BooleanField(
        label=_("Also rows for the sources that a project has not had so far"), required=False
    )

    def __init__(self, *args: Any, registers: Sequence[ProjectIndexPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = timezone.localdate().year
        register = RegisterField(registers, initial=str(registers[0].pk) if registers else None)
        self.fields = {"register": register, **self.fields}


class SheetForm(forms.Form):
    """The file and what it rests on. Reads the file while it validates, and keeps what it read."""

    title = forms.CharField(
        label=pgettext_lazy("sheet of figures", "Title"),
        max_length=255,
        help_text=_("For example: Disbursement of the first nine months of 2026"),
    )
    basis = forms.CharField(
        label=pgettext_lazy("sheet of figures", "Basis"),
        max_length=255,
        help_text=_("The report or document that the figures come from; it is published."),
    )
    file = forms.FileField(
        label=pgettext_lazy("sheet of figures", "Sheet"),
        help_text=_("Excel (.xlsx) or CSV, at most 10 MB; with the unit of money in the headings."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    style = forms.ChoiceField(
        label=_("How the file writes decimals"), choices=_STYLES, required=False
    )

    def __init__(self, *args: Any, registers: Sequence[ProjectIndexPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.data_bytes = b""
        self.sheet: ReadSheet | None = None
        register = RegisterField(registers, initial=str(registers[0].pk) if registers else None)
        self.fields = {"register": register, **self.fields}

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse a file of another kind or size, by its content.

        Raises:
            ValidationError: with the reason.
        """
        file = checked_upload(self.cleaned_data["file"], EXTENSIONS, MOST_BYTES)
        self.data_bytes = file.read()
        return file

    def clean(self) -> dict[str, Any]:
        """Read the sheet against its register.

        Raises:
            ValidationError: next to a file that cannot be used; the report names its rows.
        """
        cleaned = super().clean() or {}
        register = cleaned.get("register")
        if not self.data_bytes or register is None:
            return cleaned
        style = NumberStyle(cleaned.get("style") or "")
        try:
            self.sheet = read_sheet(self.data_bytes, register, style)
        except UnusableInput as problem:
            raise ValidationError({"file": str(problem)}) from problem
        if self.sheet.problems:
            message = _("The file was not taken: see below what is wrong with its rows.")
            raise ValidationError({"file": message})
        return cleaned

    def handed_over(self) -> Sheet:
        """What the form was given; after it was found to be valid."""
        cleaned = self.cleaned_data
        rows = self.sheet.rows if self.sheet else []
        return Sheet(
            cleaned["title"], cleaned["basis"], cleaned["file"].name, self.data_bytes, rows
        )


class ReasonForm(forms.Form):
    """Why a sheet is returned or withdrawn."""

    reason = forms.CharField(
        label=pgettext_lazy("sheet of figures", "Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
