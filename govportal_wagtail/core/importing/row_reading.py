"""Turn one row of a register into data, and say what was odd about it: what all importers share.

Nothing here asks the database.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from ..findings import Finding
from ..legacy_text import LegacyEncoding
from . import cells, findings
from .mappings import MappingT
from .registers import OVERFLOW, RawRow
from .toml_tables import cell_key

DataT = TypeVar("DataT")


@dataclass(slots=True)
class RowReading(Generic[DataT]):
    """What was read from a row; the row is refused if a finding is an error."""

    number: int
    data: DataT
    findings: list[Finding]

    @property
    def is_refused(self) -> bool:
        """Whether the row cannot be imported."""
        return any(finding.level == "error" for finding in self.findings)


class RowReader(Generic[MappingT]):
    """The reading of one row by a mapping, with the findings made on the way.

    A target is the name of a field in the mapping.
    """

    def __init__(self, row: RawRow, mapping: MappingT) -> None:
        self.row = row
        self.mapping = mapping
        self.findings: list[Finding] = []
        texts = [value for value in row.values.values() if isinstance(value, str)]
        self.encoding: LegacyEncoding | None = cells.row_encoding(texts)
        if extra := row.values.get(OVERFLOW):
            self.findings.append(findings.overflow(len(extra)))

    def reading(self, data: DataT) -> RowReading[DataT]:
        """The result: `data` with the findings so far, errors first."""
        order = sorted(self.findings, key=lambda finding: finding.level != "error")
        return RowReading(self.row.number, data, order)

    def raw(self, target: str) -> Any:
        """The cell of a target as the file holds it; None where it has no column."""
        column = self.mapping.columns.get(target)
        return self.row.values.get(column.column) if column and column.column else None

    def cell(self, target: str) -> cells.Cleaned:
        """The cleaned text of a cell, or the default that the mapping gives."""
        cleaned = cells.clean(cells.cell_text(self.raw(target)), self.encoding)
        column = self.mapping.columns.get(target)
        if not cleaned.text and column and column.default:
            return cells.Cleaned(column.default)
        return cleaned

    def formula(self, target: str) -> str:
        """The formula in the cell of a target, beginning with ``=``; "" where there is none."""
        column = self.mapping.columns.get(target)
        return self.row.formula(column.column) if column and column.column else ""

    def value(self, target: str, text: str, otherwise: str) -> str:
        """What the table of values of a target makes of a text; `otherwise` if it is not there."""
        column = self.mapping.columns.get(target)
        return str(column.values.get(cell_key(text), otherwise)) if column else otherwise

    def text(self, target: str, limit: int | None = None, *, keeps_lines: bool = False) -> str:
        """A text, cleaned and measured; "" where the cell is empty or longer than `limit`."""
        cleaned = self.cell(target)
        text = cleaned.text if keeps_lines else cells.one_line(cleaned.text)
        self.findings += findings.of_text(target, cleaned.issues)
        if limit is not None and len(text) > limit:
            self.findings.append(findings.too_long(target, limit, len(text)))
            return ""
        return text

    def texts(
        self, limits: MappingType[str, int | None], with_lines: Collection[str] = ()
    ) -> dict[str, str]:
        """Several texts by target, only those the row gives; `with_lines` keep line breaks."""
        found = {
            target: self.text(target, limit, keeps_lines=target in with_lines)
            for target, limit in limits.items()
        }
        return {target: text for target, text in found.items() if text}

    def answer(self, target: str) -> bool | None:
        """Yes or no; None where the cell is empty or is neither."""
        text = self.cell(target).text
        if not text:
            return None
        answer = self.value(target, text, cells.yes_or_no(text))
        if not answer:
            self.findings.append(findings.unknown_value(target, text))
            return None
        return answer == "yes"

    def day(self, target: str) -> date | None:
        """A day; None where the cell is empty. A cell that is no day makes the row refused."""
        column = self.mapping.columns.get(target)
        if column is None:
            return None
        raw = self.raw(target)
        raw = column.default if raw in (None, "") else raw
        try:
            return cells.read_date(raw, column.formats or self.mapping.date_formats)
        except cells.UnreadableDate:
            self.findings.append(findings.bad_date(target, cells.cell_text(raw)))
            return None
