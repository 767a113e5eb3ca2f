"""Disbursement against the plan of one year, project by project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, FloatField, Q, QuerySet, Sum, When
from django.db.models.functions import Cast

from ..models import ProjectEntry, ProjectMoney
from ..models.register import ProjectEntryQuerySet
from ..sums import Money, Sums, sum_by

__all__ = ["ProjectYear", "in_order", "of_projects"]


@dataclass(frozen=True, slots=True)
class ProjectYear:
    """A project and the sums of its sources in one year, in đồng."""

    entry: ProjectEntry
    capital: Sums

    @property
    def pk(self) -> int:
        """The key of the page."""
        key: int = self.entry.page_id
        return key


def in_order(
    entries: ProjectEntryQuerySet, year: int, *, is_descending: bool = False
) -> QuerySet[Any, int]:
    """Keys of the projects with capital of the year, those with the lowest rate first.

    Without a rate, because plan or disbursement is not stated or nothing was planned, they stand
    last either way.
    """
    rows = ProjectMoney.objects.filter(year=year, entry__in=entries.order_by().values("pk"))
    both = Q(planned__isnull=False, disbursed__isnull=False)
    # The order may be rounded; what is shown is summed from whole đồng.
    sums = {
        f"of_{name}": Sum(Cast(name, FloatField()), filter=both)
        for name in ("planned", "disbursed")
    }
    rate = Case(When(of_planned__gt=0, then=F("of_disbursed") / F("of_planned")))
    found = rows.order_by().values("entry").annotate(**sums).annotate(rate=rate)
    order = F("rate").desc(nulls_last=True) if is_descending else F("rate").asc(nulls_last=True)
    return found.order_by(order, "entry__title_key", "entry").values_list("entry", flat=True)


def of_projects(keys: Sequence[int], year: int) -> list[ProjectYear]:
    """The projects with these keys in the same order, with their capital of the year.

    Two queries.
    """
    known = ProjectEntry.objects.select_related("investor").in_bulk(keys)
    rows = ProjectMoney.objects.filter(year=year, entry__in=keys).order_by("pk")
    sums = sum_by(
        rows.values_list("entry_id", "planned", "allocated", "disbursed"),
        key=lambda row: row[0],
        money=lambda row: Money(*row[1:]),
    )
    return [ProjectYear(known[key], sums[key]) for key in keys if key in known and key in sums]
