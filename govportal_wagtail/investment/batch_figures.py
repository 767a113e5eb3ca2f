"""The published capital of projects, as sheets of figures compare it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from ..core.batches import batched
from .models import FigureRow, ProjectCapital

#: The figures of a year and source, in the order of the columns of a sheet.
FIGURES: Final = ("planned", "allocated", "disbursed")


class Amounts(NamedTuple):
    """Three figures in whole đồng; None where one is not stated."""

    planned: int | None = None
    allocated: int | None = None
    disbursed: int | None = None


#: Year and source.
Key = tuple[int, int]


def published(page_ids: Iterable[int]) -> dict[int, dict[Key, Amounts]]:
    """What the rows of live projects state, by project, year and source.

    Rows in the database are those of the live version; drafts lie in revisions.
    """
    found: dict[int, dict[Key, Amounts]] = {}
    for part in batched(sorted(set(page_ids))):
        rows = ProjectCapital.objects.filter(page__in=part, page__live=True)
        for page, year, source, *figures in rows.order_by("pk").values_list(
            "page_id", "year", "source_id", *FIGURES
        ):
            found.setdefault(page, {})[year, source] = Amounts(*figures)
    return found


def before(row: FigureRow) -> Amounts:
    """What the public saw when the sheet was entered."""
    return Amounts(row.planned_before, row.allocated_before, row.disbursed_before)


def after(row: FigureRow) -> Amounts:
    """What the sheet says."""
    return Amounts(row.planned, row.allocated, row.disbursed)


def is_overspent(amounts: Amounts) -> bool:
    """Whether more is disbursed than planned, or than allocated where no plan is stated."""
    limit = amounts.planned if amounts.planned is not None else amounts.allocated
    return amounts.disbursed is not None and limit is not None and amounts.disbursed > limit


def changed_figures(row: FigureRow) -> list[str]:
    """The names of the figures that the sheet changes."""
    pairs = zip(FIGURES, before(row), after(row), strict=True)
    return [name for name, old, new in pairs if old != new]


def apply(project: Any, rows: Iterable[FigureRow]) -> None:
    """Put the changed figures of a sheet into an instance of a project, live or draft.

    What the sheet leaves alone stays as the instance has it; a row without a figure goes.
    """
    capital = sorted(project.capital.all(), key=lambda each: each.sort_order or 0)
    known = {(each.year, each.source_id): each for each in capital}
    for row in rows:
        current = known.get((row.year, row.source_id))
        if current is None:
            current = ProjectCapital(year=row.year, source_id=row.source_id)
            capital.append(current)
            names: Iterable[str] = FIGURES
        else:
            names = changed_figures(row)
        for name in names:
            setattr(current, name, getattr(row, name))
    kept = [each for each in capital if any(getattr(each, name) is not None for name in FIGURES)]
    for position, each in enumerate(kept):
        each.sort_order = position
    project.capital.set(kept)
