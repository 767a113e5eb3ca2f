"""The table behind the chart of money: exact figures, totals and disbursement rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import pgettext

from ..money import format_number, format_rate
from ..sums import Sums, sum_by, sum_up
from .chart_figures import Figures, named, stated

#: With more rows than this the table is folded on a screen.
LONGEST_OPEN: Final = 24


@dataclass(frozen=True, slots=True)
class Cell:
    """An exact amount under its heading, without its unit; ``text`` is empty if not stated."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """The amounts of one row; ``rate`` is empty where it cannot be computed."""

    label: str
    cells: tuple[Cell, ...]
    rate: str


@dataclass(frozen=True, slots=True)
class YearRows:
    """The sources of a year; ``total`` is None for a single source, whose row says it all."""

    year: str
    rows: tuple[MoneyRow, ...]
    total: MoneyRow | None

    @property
    def height(self) -> int:
        """How many rows the year takes."""
        return len(self.rows) + (self.total is not None)


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """The exact figures by year and source, in đồng.

    Measures that nobody states have no column. ``sources`` are totals of each source over all
    years, empty if they would repeat other rows. ``has_gaps`` tells that a figure is missing in one
    of the columns.
    """

    headings: tuple[str, ...]
    years: tuple[YearRows, ...]
    sources: tuple[MoneyRow, ...]
    total: MoneyRow
    has_rates: bool
    has_gaps: bool

    @property
    def is_single(self) -> bool:
        """Whether the total would repeat the only row."""
        return len(self.years) == 1 and self.years[0].height == 1

    @property
    def is_long(self) -> bool:
        """Whether the table is folded on a screen."""
        return sum(len(year.rows) for year in self.years) > LONGEST_OPEN


def money_table(rows: Sequence[Figures], language: str) -> MoneyTable:
    """The table of the figures: years in order, sources as given, equal ones added up."""
    return _Writer(rows, language).table()


class _Writer:
    """What all rows of one table have in common: its columns and its language."""

    def __init__(self, rows: Sequence[Figures], language: str) -> None:
        self.rows = rows
        self.language = language
        self.sums = sum_up(row.money for row in rows)
        self.measures = stated(self.sums)

    def table(self) -> MoneyTable:
        """The whole table."""
        years = tuple(
            self._year(year, [row for row in self.rows if row.year == year])
            for year in sorted({row.year for row in self.rows})
        )
        sources = self._by_source(self.rows)
        repeats = len(years) < 2 or len(sources) < 2
        return MoneyTable(
            headings=tuple(measure.label for measure in self.measures),
            years=years,
            sources=() if repeats else sources,
            total=self._row(pgettext("capital", "Total"), self.sums),
            has_rates=self.sums.disbursement.rate is not None,
            has_gaps=any(
                measure.of(sum_up([row.money])) is None
                for row in self.rows
                for measure in self.measures
            ),
        )

    def _year(self, year: int, rows: Sequence[Figures]) -> YearRows:
        sources = self._by_source(rows)
        label = pgettext("capital", "Total of %(year)s") % {"year": year}
        total = self._row(label, sum_up(row.money for row in rows))
        return YearRows(str(year), sources, total if len(sources) > 1 else None)

    def _by_source(self, rows: Sequence[Figures]) -> tuple[MoneyRow, ...]:
        groups = sum_by(rows, lambda row: row.source, lambda row: row.money)
        return tuple(self._row(named(source), sums) for source, sums in groups.items())

    def _row(self, label: str, sums: Sums) -> MoneyRow:
        amounts = [(measure.label, measure.of(sums)) for measure in self.measures]
        return MoneyRow(
            label=label,
            cells=tuple(
                Cell(heading, "" if dong is None else format_number(dong, self.language))
                for heading, dong in amounts
            ),
            rate=format_rate(sums.disbursement.rate, self.language),
        )
