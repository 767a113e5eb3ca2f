"""What a column of the open data is: its names, what its cells hold, the law that asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...core.registries import Label

__all__ = ["CONTENTS", "FIELDS_LAW", "RESULTS_LAW", "Column", "Kind"]

#: What the cells of a column hold; amounts are whole đồng in plain digits.
Kind = Literal["text", "code", "url", "list", "amount", "number", "date", "part_date", "moment"]

#: What is said of each kind in the data dictionary.
CONTENTS: Final[dict[Kind, Label]] = {
    "text": pgettext_lazy("open data", "Text"),
    "code": pgettext_lazy("open data", "Code"),
    "url": _("Web address"),
    "list": _("Several values, separated by semicolons"),
    "amount": _("Whole number of đồng in digits, without marks between them"),
    "number": _("Number with a decimal point"),
    "date": _("Day: 2026-11-22"),
    "part_date": _("Day, month or year: 2026-11-22, 2026-11 or 2026"),
    "moment": _("Day and time"),
}
#: The least that is published of a project, and the results besides.
FIELDS_LAW: Final = _("Decree 43/2011/NĐ-CP, Article 10.1.h")
RESULTS_LAW: Final = _("Decision 40/2024/QĐ-UBND of Lạng Sơn, Article 5.1.đ")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its code, heading, kind of content, unit, meaning and source of law."""

    code: str
    heading: Label
    kind: Kind
    description: Label
    unit: Label = ""
    basis: Label = ""
    #: The field of the project into which an import reads it; empty for what follows from others.
    imports: str = ""
    #: In letters, for spreadsheets.
    width: int = 18
