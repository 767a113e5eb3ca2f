"""Sums over all projects that a list finds and what they rest on; one query, exact to a đồng."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, Sum

from ..models.register import ProjectEntryQuerySet
from ..money import is_rounded
from ..sums import Disbursement, Sums, Total

__all__ = ["ProjectTotals", "totals_of"]

_AMOUNTS: Final = ("total_investment", "planned", "allocated", "disbursed")
_BOTH: Final = ("rate_planned", "rate_disbursed")
#: Amounts are summed in two parts: a database that adds whole numbers of 64 bits would refuse the
#: sum of a few of the largest amounts that a project may state.
_PART: Final = 10**9


@dataclass(frozen=True, slots=True)
class ProjectTotals:
    """Total investment and capital of projects; ``capital.rows`` is the number of projects.

    Capital is that of all years and sources. The rate rests on the years and sources of which both
    plan and disbursement are stated; ``capital.disbursement.rows`` counts the projects with such.
    """

    investment: Total
    capital: Sums

    @property
    def is_rounded(self) -> bool:
        """Whether one of the amounts is shown shorter than it is."""
        amounts = [
            self.investment.amount,
            self.capital.planned.amount,
            self.capital.allocated.amount,
            self.capital.disbursed.amount,
        ]
        return any(amount is not None and is_rounded(amount) for amount in amounts)


def totals_of(entries: ProjectEntryQuerySet) -> ProjectTotals:
    """The totals of the entries."""
    wanted: dict[str, Any] = {"rows": Count("page_id")}
    for name in (*_AMOUNTS, *_BOTH):
        wanted |= {
            f"{name}_stated": Count(name),
            f"{name}_high": Sum(F(name) / _PART),
            f"{name}_low": Sum(F(name) % _PART),
        }
    found = entries.order_by().aggregate(**wanted)
    investment, planned, allocated, disbursed = (_total(found, name) for name in _AMOUNTS)
    both = [_total(found, name) for name in _BOTH]
    disbursement = Disbursement(both[0].amount or 0, both[1].amount or 0, both[0].stated)
    return ProjectTotals(
        investment, Sums(found["rows"], planned, allocated, disbursed, disbursement)
    )


def _total(found: dict[str, Any], name: str) -> Total:
    stated = found[f"{name}_stated"]
    if not stated:
        return Total()
    return Total(int(found[f"{name}_high"]) * _PART + int(found[f"{name}_low"]), stated)
