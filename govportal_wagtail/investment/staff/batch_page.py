"""What the page of a sheet of figures shows: old beside new, and the sums of both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .. import batch_figures, money
from ..batch_figures import FIGURES, Amounts
from ..models import Figure, FigureBatch, FigureRow
from ..sums import Money, Sums, sum_up

#: So many rows of a report are shown; the rest is counted.
MOST_PROBLEMS: Final = 200
MOST_WARNINGS: Final = 10


@dataclass(frozen=True, slots=True)
class Change:
    """One figure, old and new, in words."""

    label: str
    old: str
    new: str

    @property
    def is_changed(self) -> bool:
        """Whether the figure becomes another one."""
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the sheet with its figures in words."""

    row: FigureRow
    changes: list[Change]
    #: More would be disbursed than was planned or allocated, which is allowed and looked at.
    is_over: bool


@dataclass(frozen=True, slots=True)
class ShownSums:
    """The sums of a sheet, figure by figure; and of how many rows each is."""

    changes: list[Change]
    rows: int


def shown(row: FigureRow) -> ShownRow:
    """A row as it is shown."""
    new = batch_figures.after(row)
    return ShownRow(row, _changes(batch_figures.before(row), new), batch_figures.is_overspent(new))


def sums_of(batch: FigureBatch) -> ShownSums:
    """The sums over all rows of the sheet, as they were and as they would be."""
    rows = list(batch.rows.all())
    old = _sums(batch_figures.before(row) for row in rows)
    new = _sums(batch_figures.after(row) for row in rows)
    return ShownSums(_changes(_totals(old), _totals(new)), len(rows))


def amount(value: int | None) -> str:
    """An amount to the last đồng, or that it is not stated."""
    return _("not stated") if value is None else money.format_exact(value, get_language() or "vi")


def _sums(rows: Iterable[Amounts]) -> Sums:
    return sum_up(Money(*each) for each in rows)


def _totals(sums: Sums) -> Amounts:
    return Amounts(sums.planned.amount, sums.allocated.amount, sums.disbursed.amount)


def _changes(old: Amounts, new: Amounts) -> list[Change]:
    pairs: Any = zip(FIGURES, old, new, strict=True)
    return [
        Change(str(Figure(name).label), amount(before), amount(after))
        for name, before, after in pairs
    ]
