"""What is wrong with the particulars of a project, its figures and its decisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import geometry
from .amounts import LARGEST
from .codes import code_key
from .partial_dates import first_day, last_day

Message = str | Promise

#: Years before and after the period of a project in which its capital may still be paid.
_YEARS_AROUND: Final = 3


@dataclass(frozen=True, slots=True)
class PartError:
    """A mistake in one row of a project: which rows, the position among them, and its field."""

    relation: str
    position: int
    field: str
    message: Message


def errors_of(project: Any) -> dict[str, list[Message]]:
    """Mistakes by field of the page itself, in the form a ValidationError takes.

    The database is asked only whether the register has the code already.
    """
    errors: dict[str, list[Message]] = {}
    for field, message in (*_periods(project), *_place(project), *_identity(project)):
        errors.setdefault(field, []).append(message)
    return errors


def part_errors_of(project: Any) -> list[PartError]:
    """Mistakes in the rows that belong to the project; the database is not asked."""
    return [*capital_errors(project, list(project.capital.all())), *_decision_errors(project)]


def capital_errors(project: Any, rows: Sequence[Any]) -> Iterator[PartError]:
    """Mistakes in rows of capital: one twice, a year far outside the period, too large a sum."""
    bounds = _year_bounds(project)
    seen: set[tuple[int, int]] = set()
    for position, row in enumerate(rows):
        if row.year is None:
            continue
        if row.source_id and (row.year, row.source_id) in seen:
            message = _("This year and source of capital stand here twice.")
            yield PartError("capital", position, "year", message)
        seen.add((row.year, row.source_id))
        if bounds and not bounds[0] <= row.year <= bounds[1]:
            message = _("The year lies outside the time of the project.")
            yield PartError("capital", position, "year", message)
    yield from _too_much(rows)


def _too_much(rows: Sequence[Any]) -> Iterator[PartError]:
    """Sums that no column of the register can hold; the last row with a figure is named."""
    for name in ("planned", "allocated", "disbursed"):
        stated = [(position, getattr(row, name)) for position, row in enumerate(rows)]
        stated = [(position, amount) for position, amount in stated if amount is not None]
        if sum(amount for _position, amount in stated) > LARGEST:
            message = _("The sum of all years is too large; check the unit.")
            yield PartError("capital", stated[-1][0], name, message)


def _periods(project: Any) -> Iterator[tuple[str, Message]]:
    for kind in ("planned", "actual"):
        start, end = getattr(project, f"{kind}_start"), getattr(project, f"{kind}_end")
        if start and end and last_day(end) < first_day(start):
            yield f"{kind}_end", _("The end lies before the start.")
    today = timezone.localdate()
    for name in ("actual_start", "actual_end", "status_since"):
        value = getattr(project, name)
        if value and first_day(value) > today:
            yield name, _("This day is still to come.")
    if project.progress_on and project.progress_on > today:
        yield "progress_on", _("This day is still to come.")


def _place(project: Any) -> Iterator[tuple[str, Message]]:
    if (project.latitude is None) != (project.longitude is None):
        missing = "latitude" if project.latitude is None else "longitude"
        yield missing, _("Enter latitude and longitude together.")
    elif project.latitude is not None:
        try:
            geometry.check_point(project.latitude, project.longitude)
        except ValidationError as error:
            yield from (("latitude", each) for each in error.messages)
    if project.area:
        try:
            geometry.check(project.area)
        except ValidationError as error:
            yield from (("area", each) for each in error.messages)


def _identity(project: Any) -> Iterator[tuple[str, Message]]:
    if project.code and not project.code_key:
        yield "code", _("Write the code in letters or digits.")
    elif project.code_key and _is_taken(project):
        yield "code", _("The register has a project of this code already.")


def _is_taken(project: Any) -> bool:
    parent = project.get_parent() if project.depth else getattr(project, "_govportal_parent", None)
    if parent is None:
        return False
    same = type(project)._default_manager.child_of(parent).filter(code_key=project.code_key)
    return bool(same.exclude(pk=project.pk).exists())


def _year_bounds(project: Any) -> tuple[int, int] | None:
    """The years in which capital may be stated; None where the period is open at one end."""
    starts = [
        first_day(each).year for each in (project.planned_start, project.actual_start) if each
    ]
    ends = [last_day(each).year for each in (project.planned_end, project.actual_end) if each]
    if not starts or not ends:
        return None
    return min(starts) - _YEARS_AROUND, max(ends) + _YEARS_AROUND


def _decision_errors(project: Any) -> Iterator[PartError]:
    """Decisions that adjust one another in a circle, or stand there twice."""
    rows = list(project.decisions.all())
    adjusts = {code_key(row.symbol): code_key(row.adjusts) for row in rows if row.adjusts}
    seen: set[str] = set()
    for position, row in enumerate(rows):
        key = code_key(row.symbol)
        if key in seen:
            message = _("This decision stands here twice.")
            yield PartError("decisions", position, "symbol", message)
        seen.add(key)
        if _leads_back(key, adjusts):
            message = _("These decisions adjust one another in a circle.")
            yield PartError("decisions", position, "adjusts", message)


def _leads_back(start: str, adjusts: dict[str, str]) -> bool:
    current, passed = adjusts.get(start), set()
    while current and current not in passed:
        if current == start:
            return True
        passed.add(current)
        current = adjusts.get(current)
    return False
