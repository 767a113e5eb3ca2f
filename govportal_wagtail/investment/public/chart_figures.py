"""Yearly figures of capital as the chart and its table take them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import pgettext

from ..sums import Money, Sums


class Measure(StrEnum):
    """What a figure counts."""

    PLANNED = "planned"
    ALLOCATED = "allocated"
    DISBURSED = "disbursed"

    @property
    def label(self) -> str:
        """The measure as a short heading."""
        labels = {
            Measure.PLANNED: pgettext("capital", "Plan"),
            Measure.ALLOCATED: pgettext("capital", "Allocated"),
            Measure.DISBURSED: pgettext("capital", "Disbursed"),
        }
        return labels[self]

    def of(self, sums: Sums) -> int | None:
        """The sum of the measure in whole đồng; None where no row states it."""
        totals = {
            Measure.PLANNED: sums.planned,
            Measure.ALLOCATED: sums.allocated,
            Measure.DISBURSED: sums.disbursed,
        }
        return totals[self].amount


#: All measures in the order in which money passes through them.
MEASURES: Final = tuple(Measure)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one year from one source, in whole đồng; None where one is not stated."""

    year: int
    source: str
    planned: int | None = None
    allocated: int | None = None
    disbursed: int | None = None

    @property
    def money(self) -> Money:
        """The figures as sums take them."""
        return Money(self.planned, self.allocated, self.disbursed)


def stated(sums: Sums) -> tuple[Measure, ...]:
    """The measures that at least one row states."""
    return tuple(measure for measure in MEASURES if measure.of(sums) is not None)


def named(source: str) -> str:
    """The label of a source in words, also where it is empty."""
    return source or pgettext("capital", "Source not stated")
