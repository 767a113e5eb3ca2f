"""Months as rows of weeks, Monday first, each day with what is known of it."""

from __future__ import annotations

import calendar as python_calendar
from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import pgettext_lazy

from ..calendar import FIRST_DAY, LAST_DAY, WorkingCalendar
from ..calendar_data import DayFact, DayKind

_ENTERED = {DayKind.EXCEPTION_OFF, DayKind.EXCEPTION_WORKED}
#: Django's own short names are too long for a narrow column in Vietnamese.
_SHORT = (
    pgettext_lazy("weekday in a calendar", "Mo"),
    pgettext_lazy("weekday in a calendar", "Tu"),
    pgettext_lazy("weekday in a calendar", "We"),
    pgettext_lazy("weekday in a calendar", "Th"),
    pgettext_lazy("weekday in a calendar", "Fr"),
    pgettext_lazy("weekday in a calendar", "Sa"),
    pgettext_lazy("weekday in a calendar", "Su"),
)
_ORDINARY = {DayKind.WORKING, DayKind.WEEKEND}


@dataclass(frozen=True, slots=True)
class Cell:
    """One day in a month."""

    fact: DayFact
    is_today: bool = False

    @property
    def day(self) -> date:
        """The day itself."""
        return self.fact.day

    @property
    def is_special(self) -> bool:
        """The day is not what its weekday says, and has a reason that is worth reading."""
        return self.fact.kind not in _ORDINARY

    @property
    def is_entered(self) -> bool:
        """Somebody entered the day in the portal."""
        return self.fact.kind in _ENTERED

    @property
    def code(self) -> str:
        """How the day is marked: ``working``, ``weekend``, ``off`` or ``worked``."""
        if self.is_special:
            return "worked" if self.fact.is_working else "off"
        return "working" if self.fact.is_working else "weekend"


@dataclass(frozen=True, slots=True)
class Month:
    """One month; a week has seven places, None outside the month."""

    year: int
    number: int
    weeks: tuple[tuple[Cell | None, ...], ...]

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    @property
    def label(self) -> str:
        """The name of the month without the year."""
        return str(MONTHS[self.number])

    @property
    def special(self) -> list[Cell]:
        """The days that are not what their weekday says."""
        return [cell for week in self.weeks for cell in week if cell and cell.is_special]

    @property
    def working_days(self) -> int:
        """How many working days the month has."""
        return sum(1 for week in self.weeks for cell in week if cell and cell.fact.is_working)


def month(year: int, number: int, calendar: WorkingCalendar, *, today: date) -> Month:
    """A month of a year from 1901 to 2100."""
    weeks = python_calendar.Calendar(firstweekday=0).monthdayscalendar(year, number)
    rows = tuple(
        tuple(_cell(date(year, number, day), calendar, today) if day else None for day in week)
        for week in weeks
    )
    return Month(year, number, rows)


def year_months(year: int, calendar: WorkingCalendar, *, today: date) -> list[Month]:
    """The twelve months of a year."""
    return [month(year, number, calendar, today=today) for number in range(1, 13)]


def weekday_labels() -> list[tuple[str, str]]:
    """Short and full names of the days of the week, Monday first."""
    return [(str(_SHORT[number]), str(WEEKDAYS[number])) for number in range(7)]


def known_year(text: str, *, default: int) -> int:
    """The year in a text where days of it are known; else the default."""
    if text.isascii() and text.isdigit() and len(text) == 4:
        year = int(text)
        if FIRST_DAY.year <= year <= LAST_DAY.year:
            return year
    return default


def _cell(day: date, calendar: WorkingCalendar, today: date) -> Cell:
    return Cell(calendar.fact(day), is_today=day == today)
