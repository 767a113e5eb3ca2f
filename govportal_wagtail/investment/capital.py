"""The rows of capital of one project, as the public sees them: one for each year and source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .sums import Money, sum_up

__all__ = ["by_year_and_source"]


def by_year_and_source(rows: Iterable[Any]) -> dict[tuple[int, int], Money]:
    """What rows of capital state in đồng, by year and key of the source, in this order.

    The form refuses a year and source that stand there twice; where code wrote them all the same,
    they are summed, so that no money is lost. Rows without year or source are left out.
    """
    found: dict[tuple[int, int], list[Money]] = {}
    for row in rows:
        if row.year is not None and row.source_id is not None:
            money = Money(row.planned, row.allocated, row.disbursed)
            found.setdefault((row.year, row.source_id), []).append(money)
    return {key: _merged(found[key]) for key in sorted(found)}


def _merged(rows: list[Money]) -> Money:
    sums = sum_up(rows)
    return Money(sums.planned.amount, sums.allocated.amount, sums.disbursed.amount)
