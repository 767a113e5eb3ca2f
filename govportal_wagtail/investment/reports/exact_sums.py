"""Sums of amounts made by the database, exact to a đồng whatever their size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Count, F, Q, Sum

from ..sums import Disbursement, Sums, Total

__all__ = ["capital_of", "capital_parts", "total_of", "total_parts"]

#: An amount is summed as its billions and what is left of it, since a few of the largest amounts
#: that a project may state are more than a whole number of 64 bits holds.
_BILLION: Final = 10**9
_COLUMNS: Final = ("planned", "allocated", "disbursed")
_BOTH: Final = Q(planned__isnull=False, disbursed__isnull=False)


def total_parts(name: str, column: str, where: Q | None = None) -> dict[str, Any]:
    """Aggregates from which ``total_of`` makes the sum of a column of amounts."""
    return {
        f"{name}_stated": Count(column, filter=where),
        f"{name}_billions": Sum(F(column) / _BILLION, filter=where),
        f"{name}_rest": Sum(F(column) % _BILLION, filter=where),
    }


def total_of(found: Mapping[str, Any], name: str) -> Total:
    """The sum that ``total_parts`` of this name found."""
    stated = found[f"{name}_stated"]
    if not stated:
        return Total()
    billions, rest = found[f"{name}_billions"], found[f"{name}_rest"]
    return Total(int(billions) * _BILLION + int(rest), stated)


def capital_parts() -> dict[str, Any]:
    """Aggregates over rows of ``ProjectMoney`` from which ``capital_of`` makes their sums."""
    parts: dict[str, Any] = {"money_rows": Count("pk")}
    for column in _COLUMNS:
        parts |= total_parts(f"of_{column}", column)
    for column in ("planned", "disbursed"):
        parts |= total_parts(f"both_{column}", column, _BOTH)
    return parts


def capital_of(found: Mapping[str, Any]) -> Sums:
    """The sums that ``capital_parts`` found; ``rows`` are years and sources of projects."""
    planned, allocated, disbursed = (total_of(found, f"of_{name}") for name in _COLUMNS)
    both = total_of(found, "both_planned")
    paid = total_of(found, "both_disbursed")
    disbursement = Disbursement(both.amount or 0, paid.amount or 0, both.stated)
    return Sums(found["money_rows"], planned, allocated, disbursed, disbursement)
