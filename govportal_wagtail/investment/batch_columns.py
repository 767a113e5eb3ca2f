"""Tell the columns of a sheet of figures by their headings, and the unit of each one of money."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from ..core.vietnamese import fold
from . import money
from .batch_figures import FIGURES
from .money import MoneyUnit

CODE: Final = "code"
YEAR: Final = "year"
SOURCE: Final = "source"
SOURCE_NAME: Final = "source_name"

_NAMES: Final[Mapping[str, frozenset[str]]] = {
    CODE: frozenset(("ma du an", "ma so du an", "ma cong trinh", "project code")),
    YEAR: frozenset(("nam", "nam ke hoach", "nam ngan sach", "year")),
    SOURCE: frozenset(("ma nguon von", "ma nguon", "code of the source", "source code")),
    SOURCE_NAME: frozenset(("nguon von", "nguon", "ten nguon von", "source of capital")),
    "planned": frozenset(
        (
            *("ke hoach", "ke hoach von", "von ke hoach", "ke hoach von giao"),
            *("planned capital", "planned", "plan"),
        )
    ),
    "allocated": frozenset(
        (
            *("von phan bo", "phan bo", "da phan bo", "von da phan bo", "phan bo von"),
            *("allocated capital", "allocated"),
        )
    ),
    "disbursed": frozenset(
        (
            *("von giai ngan", "giai ngan", "da giai ngan", "von da giai ngan"),
            *("gia tri giai ngan", "disbursed capital", "disbursed"),
        )
    ),
}
#: Where the name of a column ends and its unit or its year begins.
_END: Final = re.compile(r"[(\[,:;–—]| - |\bdvt\b|\bdon vi\b|\bnam \d{4}\b")


@dataclass(slots=True)
class Columns:
    """The names of the columns as they stand in the file, by what they hold."""

    names: dict[str, str] = field(default_factory=dict)
    units: dict[str, MoneyUnit] = field(default_factory=dict)
    #: Headings that mean nothing here; their columns are not read.
    ignored: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def money(self) -> list[str]:
        """The figures that the file has columns for, in their order."""
        return [name for name in FIGURES if name in self.names]


def find_columns(headings: Iterable[str]) -> Columns:
    """The columns of a file; what is missing or not certain is among the problems."""
    found = Columns()
    for heading in headings:
        name = _name_of(heading)
        if not name:
            found.ignored.append(heading)
        elif name in found.names:
            message = _("The columns “%(first)s” and “%(second)s” say the same; delete one.")
            found.problems.append(message % {"first": found.names[name], "second": heading})
        else:
            found.names[name] = heading
    for name in found.money:
        _read_unit(found, name)
    _look_for_missing(found)
    return found


def _name_of(heading: str) -> str:
    folded = fold(heading)
    if "%" in heading:
        return ""
    plain = " ".join(_END.split(folded, maxsplit=1)[0].split())
    return next((name for name, known in _NAMES.items() if plain in known), "")


def _read_unit(found: Columns, name: str) -> None:
    heading = found.names[name]
    try:
        unit = money.unit_in_header(heading)
    except money.UnitError as error:
        found.problems.append(str(error))
        return
    if unit is None:
        message = _(
            "The heading “%(heading)s” does not name the unit of money; add “(đồng)”, "
            "“(triệu đồng)” or “(tỷ đồng)” to it."
        )
        found.problems.append(message % {"heading": heading})
    else:
        found.units[name] = unit


def _look_for_missing(found: Columns) -> None:
    if CODE not in found.names:
        found.problems.append(_("There is no column “Mã dự án” (project code)."))
    if YEAR not in found.names:
        found.problems.append(_("There is no column “Năm” (year)."))
    if SOURCE not in found.names and SOURCE_NAME not in found.names:
        found.problems.append(_("There is no column “Mã nguồn vốn” (code of the source)."))
    if not found.money:
        found.problems.append(
            _("There is no column of money, such as “Vốn giải ngân (triệu đồng)”.")
        )
