"""On which days recurring items fall, and what of them a week does not have yet."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from typing import Any

from ..core.vietnamese import fold
from . import editing
from .models import RecurringItem, ScheduleIndexPage, ScheduleItem
from .times import in_order
from .vocabulary import Frequency
from .weeks import Week

_DAYS_OF_WEEK = 7


def occurrences(recurring: RecurringItem, week: Week) -> list[date]:
    """The days of the week on which the item falls, in their order; mostly one or none.

    Every second week counts from the week of the first day, every third month from its month. In a
    month that is too short, the last day stands for the 29th, 30th or 31st. Days of rest are not
    left out: the office is asked about them (``findings``).
    """
    return [day for day in week.days if _falls_on(recurring, day)]


def items_for(
    schedule: ScheduleIndexPage, week: Week, there: Iterable[ScheduleItem] = ()
) -> list[ScheduleItem]:
    """New items for what recurs in that week, by day and time, with their people.

    What stands ``there`` already, on the same day with the same beginning and content, is left out.
    """
    taken = {_key(item, item.date) for item in there}
    found: list[ScheduleItem] = []
    for recurring in schedule.recurring_items.prefetch_related("people").order_by("pk"):
        for day in occurrences(recurring, week):
            if _key(recurring, day) not in taken:
                found.append(editing.copy_of(recurring, day))
    return in_order(found)


def _falls_on(recurring: RecurringItem, day: date) -> bool:
    first, last = recurring.starts_on, recurring.ends_on
    if day < first or (last is not None and day > last):
        return False
    if recurring.frequency == Frequency.WEEKLY:
        weeks = (Week.of(day).monday - Week.of(first).monday).days // _DAYS_OF_WEEK
        return weeks % recurring.interval == 0 and day.weekday() == recurring.weekday
    months = (day.year - first.year) * 12 + day.month - first.month
    if months % recurring.interval:
        return False
    length = calendar.monthrange(day.year, day.month)[1]
    if recurring.frequency == Frequency.MONTHLY_BY_DAY:
        return recurring.day_of_month is not None and day.day == min(recurring.day_of_month, length)
    if day.weekday() != recurring.weekday:
        return False
    if recurring.week_of_month == -1:
        return day.day + _DAYS_OF_WEEK > length
    return recurring.week_of_month == (day.day - 1) // _DAYS_OF_WEEK + 1


def _key(item: Any, day: date) -> tuple[object, ...]:
    return (day, item.session, item.starts_at, fold(item.content))
