"""The form that takes the table of a week: a file, or what was copied from one."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ...core.uploads import checked_upload
from ..importing.errors import UnusableTable
from ..importing.grid import MAX_CHARACTERS, Grid
from ..importing.reading import EXTENSIONS, MAX_BYTES, read_bytes, read_text
from ..weeks import Week

#: Weeks that are offered: those lately past are corrected, those ahead are planned.
_BEFORE: Final = 4
_AHEAD: Final = 6


def _accept() -> str:
    return ",".join(f".{name}" for name in EXTENSIONS)


class ImportForm(forms.Form):
    """Reads the table while it validates, and keeps what it read."""

    use_required_attribute = False

    week = forms.ChoiceField(label=pgettext_lazy("schedule", "Week"), required=False)
    file = forms.FileField(
        label=gettext_lazy("File of the week"),
        required=False,
        help_text=gettext_lazy("Excel (.xlsx), Word (.docx) or CSV."),
        widget=forms.FileInput(attrs={"accept": lazy(_accept, str)()}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste the table"),
        required=False,
        max_length=MAX_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=gettext_lazy("Copied from Excel, Word, or as plain lines of text."),
    )

    def __init__(self, *args: Any, chosen: Week | None = None, **kwargs: Any) -> None:
        """``chosen`` is the week from which the user came."""
        super().__init__(*args, **kwargs)
        self.grids: list[Grid] = []
        this = Week.of(timezone.localdate())
        weeks = {this.shifted(each) for each in range(-_BEFORE, _AHEAD + 1)}
        weeks |= {chosen} if chosen else set()
        self._weeks = {week.code: week for week in sorted(weeks, reverse=True)}
        field: Any = self.fields["week"]
        field.choices = [
            ("", _("As the table says")),
            *((code, _label(week)) for code, week in self._weeks.items()),
        ]
        self.initial.setdefault("week", chosen.code if chosen else "")

    @property
    def chosen_week(self) -> Week | None:
        """The chosen week; None for that of the table."""
        return self._weeks.get(self.cleaned_data.get("week", ""))

    @property
    def file_name(self) -> str:
        """The name of the file; empty for pasted text."""
        file = self.cleaned_data.get("file")
        return str(file.name) if file else ""

    def clean_file(self) -> UploadedFile[Any] | None:
        """Refuse a file of another kind or size, by its content.

        Raises:
            ValidationError: with the reason.
        """
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        return checked_upload(file, EXTENSIONS, MAX_BYTES) if file else None

    def clean(self) -> dict[str, Any]:
        """Read the table.

        Raises:
            ValidationError: next to the field that cannot be read.
        """
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("text", "")
        if self.errors:
            return cleaned
        if bool(file) == bool(text.strip()):
            message = _("Choose a file or paste the table; one of both.")
            raise ValidationError({"file": message})
        try:
            self.grids = read_bytes(file.read()) if file else [read_text(text)]
        except UnusableTable as problem:
            raise ValidationError({"file" if file else "text": str(problem)}) from problem
        return cleaned


def _label(week: Week) -> str:
    values = {
        "number": week.number,
        "first": f"{week.monday:%d/%m}",
        "last": f"{week.sunday:%d/%m/%Y}",
    }
    return _("Week %(number)s (%(first)s to %(last)s)") % values
