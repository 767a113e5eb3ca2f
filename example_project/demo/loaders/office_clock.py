"""The office hours of the demo: what happened "three days ago" is stored with that day.

A history in which everything happened in one minute shows nothing. While a moment is set, the
clock of Django stands at it; only the loader of the demo does this, in a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from govportal_wagtail.regulation.calendar import current_calendar

_MORNING = time(8, 10)
_LAST_HOUR = 16
_A_STEP_TAKES = timedelta(minutes=85)


class OfficeClock:
    """Goes from step to step in working hours, and never beyond the present."""

    def __init__(self, day: date) -> None:
        self.present = timezone.now()
        self.moment = min(_at(day, _MORNING), self.present - timedelta(hours=1))

    def go_on(self) -> datetime:
        """The moment of the next step."""
        later = self.moment + _A_STEP_TAKES
        if timezone.localtime(later).hour > _LAST_HOUR:
            day = current_calendar().nth_working_day(timezone.localdate(later), 1)
            later = _at(day, _MORNING)
        if later >= self.present:
            left = self.present - self.moment
            later = self.moment + left / 2
        self.moment = later
        return later

    def rest(self, days: int) -> None:
        """Let so many working days pass; the last of them is not later than today."""
        day = current_calendar().nth_working_day(timezone.localdate(self.moment), days)
        self.moment = max(self.moment, min(_at(day, _MORNING), self.present - timedelta(hours=1)))


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at the moment inside the block."""
    known = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = known


def working_days_ago(count: int) -> date:
    """The working day so many working days before today."""
    return current_calendar().nth_working_day(timezone.localdate(), -count)


def received_to_be_due_next(working_days: int) -> date:
    """The day of receipt after which so many working days end today, or on the next working day."""
    calendar, today = current_calendar(), timezone.localdate()
    day = today
    while calendar.nth_working_day(day - timedelta(days=1), working_days) >= today:
        day -= timedelta(days=1)
    return day


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
