"""A week to read, with everything in it: on the internal view and in the editor of its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from .. import publishing
from ..models import WeeklySchedulePage
from ..public import reading
from ..public.reading import ShownItem


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A day with its items."""

    date: date
    items: tuple[ShownItem, ...]


def days_of(version: WeeklySchedulePage) -> list[ShownDay]:
    """All items of a version, by day; every day of the week stands there.

    For those alone of whom ``rights.sees_internal`` is true.
    """
    items = reading.internal_items_of(version)
    days = sorted({*version.week.days, *(item.date for item in items)})
    return [ShownDay(day, tuple(each for each in items if each.date == day)) for day in days]


def panel_context(version: WeeklySchedulePage) -> dict[str, Any]:
    """What the editor of the page shows of the items: what is there, what is not published yet.

    For those who may edit the week.
    """
    by_uid = {item.uid: item for item in version.items.all()}
    parent = version.get_parent()
    return {
        "days": days_of(version),
        "changes": [(by_uid.get(each.uid), each) for each in publishing.pending(version)],
        "desk_url": reverse("schedules:desk", args=[parent.pk, version.week.code]),
    }
