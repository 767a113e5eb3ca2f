"""Read single cells of a row of projects: amounts, numbers, years, partial dates, words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from ...core.findings import Finding
from ...core.importing import cells
from ...core.importing import findings as row_findings
from ...core.importing.registers import RawRow
from ...core.importing.row_reading import DataT, RowReader, RowReading
from ...core.spreadsheets import unguarded
from ..money import MoneyUnit, NumberError, number_of_cell, parse_percent, to_dong
from ..partial_dates import FIRST_YEAR, LAST_YEAR, parse
from . import findings
from .lookups import Directory
from .mapping import Mapping
from .specs import Column
from .styles import Styles

#: What stands in a cell of numbers that says nothing.
_NOTHING: Final = frozenset({"", "-", "–", "—"})
_YEAR: Final = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Context:
    """What the reading of every row of a file needs; text of tables carries the guard of ours."""

    styles: Styles
    directory: Directory
    is_table: bool = True


class CellReader(RowReader[Mapping]):
    """Reads the cells of one row. A cell with a formula is refused and read as empty.

    JSON has no formulas: what looks like one is a text there.
    """

    def __init__(self, row: RawRow, context: Context) -> None:
        super().__init__(row, context.styles.mapping)
        self.context = context
        self._formulas: set[str] = set()
        for target in self.mapping.columns if context.is_table else ():
            if formula := self.formula(target):
                self._formulas.add(target)
                self.findings.append(row_findings.formula(target, formula))

    def raw(self, target: str) -> Any:
        """The cell of a target, without the mark by which our own tables guard it."""
        if target in self._formulas:
            return None
        value = super().raw(target)
        return unguarded(value) if isinstance(value, str) and self.context.is_table else value

    def reading(self, data: DataT) -> RowReading[DataT]:
        """The result: findings name the heading of their column in the file."""
        self.findings = [self._with_heading(each) for each in self.findings]
        return super().reading(data)

    def amount(self, target: str) -> int | None:
        """An amount in whole đồng; None for an empty cell and for one that is refused."""
        number = self.number(target)
        if number is None:
            return None
        if number < 0:
            self.findings.append(findings.negative(target, self._shown(target)))
            return None
        try:
            return to_dong(number, MoneyUnit(self._column(target).unit))
        except NumberError as error:
            self.findings.append(findings.not_a_number(target, str(error)))
            return None

    def percentage(self, target: str) -> Decimal | None:
        """A number of per cent, with or without its sign."""
        number = self.number(target)
        if number is not None and 0 < number < 1:
            self.findings.append(findings.small_percentage(target, self._shown(target)))
        return number

    def number(self, target: str) -> Decimal | None:
        """A number; None for an empty cell and for one that is refused."""
        raw = self.raw(target)
        if isinstance(raw, str):
            raw = cells.one_line(cells.clean(raw).text)
        if raw is None or raw in _NOTHING:
            return None
        if (self.row.number, target) in self.context.styles.contradicting:
            self.findings.append(findings.other_style(target, str(raw)))
            return None
        style = self._column(target).style
        try:
            if isinstance(raw, str) and target == "progress":
                return parse_percent(raw, style)
            return number_of_cell(raw, style)
        except NumberError as error:
            self.findings.append(findings.not_a_number(target, str(error)))
            return None

    def year(self, target: str) -> int | None:
        """A year of capital; a cell that is none is refused, and so is an empty one."""
        text = cells.one_line(self.cell(target).text)
        if not text:
            self.findings.append(row_findings.missing(target))
            return None
        if not _YEAR.fullmatch(text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
            self.findings.append(findings.not_a_year(target, text))
            return None
        return int(text)

    def part_date(self, target: str) -> str:
        """A day, month or year in the stored form; "" for an empty cell."""
        raw = self.raw(target)
        if isinstance(raw, datetime | date):
            return raw.isoformat()[:10]
        text = cells.one_line(self.cell(target).text)
        try:
            return parse(text)
        except ValueError:
            # A day with a time, in words, in a format of the mapping, or as a number of Excel.
            day = self.day(target)
            return day.isoformat() if day else ""

    def choice(self, target: str) -> str:
        """The code of a word of a fixed list; "" for an empty cell and for an unknown word."""
        text = cells.one_line(self.cell(target).text)
        if not text:
            return ""
        known = self.context.directory.choice(target, text)
        code = self.value(target, text, known)
        if not code:
            self.findings.append(findings.unknown_choice(target, text))
        return code

    def heading(self, *targets: str) -> str:
        """The heading of the first of the targets that has a column."""
        found = (self.mapping.columns.get(target) for target in targets)
        return next((column.column for column in found if column and column.column), "")

    def _column(self, target: str) -> Column:
        return self.mapping.columns.get(target) or Column()

    def _shown(self, target: str) -> str:
        return cells.one_line(cells.cell_text(self.raw(target)))

    def _with_heading(self, finding: Finding) -> Finding:
        heading = self.heading(finding.field)
        field = finding.field.partition(".")[0]
        if not heading:
            return replace(finding, field=field)
        message = _("Column “%(column)s”: %(message)s")
        values = {"column": row_findings.shortened(heading), "message": finding.message}
        return replace(finding, field=field, message=message % values)
