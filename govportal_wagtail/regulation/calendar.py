"""The working days of Viet Nam: which days count, why, and how sure that is.

Three sources, the last word first: days that were entered in the portal, the corrections that are
shipped with their legal documents, and the public holidays everybody knows. A Saturday that is
worked in exchange for another day is a working day.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

from django.utils.translation import gettext as _

from .calendar_data import (
    FIRST_DAY,
    LAST_DAY,
    DayFact,
    DayKind,
    corrections,
    ordinary,
    shipped_days,
)
from .models import CalendarOverride, CalendarYear

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "CalendarRangeError",
    "DayFact",
    "DayKind",
    "ExceptionalDay",
    "WorkingCalendar",
    "current_calendar",
    "provisional_years_ahead",
]

_FIRST = FIRST_DAY.toordinal()
_LAST = LAST_DAY.toordinal()
#: Saturday, where Monday is 0.
_REST_FROM = 5
#: The first month in which a missing notice for the next year is worth a warning.
_WARNING_MONTH = 11


class CalendarRangeError(ValueError):
    """A day, or the end of a time limit, for which no holidays are known."""

    def __init__(self) -> None:
        """Say in the current language which years are known."""
        super().__init__(
            _("Days can be counted from %(first)s to %(last)s only.")
            % {"first": f"{FIRST_DAY:%d/%m/%Y}", "last": f"{LAST_DAY:%d/%m/%Y}"}
        )


class Override(Protocol):
    """A day that differs by a decision of its own; rows of the calendar are such."""

    date: date
    is_working: bool
    label: str
    basis: str


@dataclass(frozen=True, slots=True)
class ExceptionalDay:
    """A day that differs by a decision of its own, outside the database."""

    date: date
    is_working: bool
    label: str = ""
    basis: str = ""


class WorkingCalendar:
    """Answers from memory; make one, use it for many questions, and throw it away.

    A calendar does not see what is entered after it was made.
    """

    def __init__(
        self, overrides: Iterable[Override] = (), years: Mapping[int, bool] | None = None
    ) -> None:
        """Lay exceptional days over the shipped ones; ``years`` says which are official."""
        base = _shipped_working_days()
        self._years = {**dict.fromkeys(corrections().years, True), **(years or {})}
        self._facts: dict[date, DayFact] = {}
        self._working: list[int] = base
        for each in overrides:
            if not FIRST_DAY <= each.date <= LAST_DAY:
                continue
            if self._working is base:
                self._working = base.copy()
            self._lay_over(each)

    def _lay_over(self, each: Override) -> None:
        kind = DayKind.EXCEPTION_WORKED if each.is_working else DayKind.EXCEPTION_OFF
        self._facts[each.date] = DayFact(each.date, each.is_working, kind, each.label, each.basis)
        number = each.date.toordinal()
        place = bisect_left(self._working, number)
        was_working = place < len(self._working) and self._working[place] == number
        if each.is_working and not was_working:
            insort(self._working, number)
        elif was_working and not each.is_working:
            del self._working[place]

    def fact(self, day: date) -> DayFact:
        """What is known of the day.

        Raises:
            CalendarRangeError: for a day of which nothing is known.
        """
        found = self._facts.get(day)
        if found is None:
            if not FIRST_DAY <= day <= LAST_DAY:
                raise CalendarRangeError
            found = shipped_days().get(day) or ordinary(day)
            self._facts[day] = found
        return found

    def is_working(self, day: date) -> bool:
        """Whether the day is a working day.

        Raises:
            CalendarRangeError: for a day of which nothing is known.
        """
        return self.fact(day).is_working

    def facts(self, first: date, last: date) -> Iterator[DayFact]:
        """The days from the first to the last, both included; none where last is before first.

        Raises:
            CalendarRangeError: for days of which nothing is known.
        """
        for number in range(first.toordinal(), last.toordinal() + 1):
            yield self.fact(date.fromordinal(number))

    def nth_working_day(self, after: date, n: int) -> date:
        """The n-th working day after the day, which is not counted itself; negative n: before it.

        With n = 0 the day itself, or the next working day if it is none.

        Raises:
            CalendarRangeError: where that day, or the given one, lies outside the known years.
        """
        number = after.toordinal()
        if not _FIRST <= number <= _LAST:
            raise CalendarRangeError
        if n > 0:
            place = bisect_right(self._working, number) + n - 1
        else:
            place = bisect_left(self._working, number) + n
        if not 0 <= place < len(self._working):
            raise CalendarRangeError
        return date.fromordinal(self._working[place])

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days lie after the first day, up to and including the second."""
        upper = bisect_right(self._working, until.toordinal())
        return max(0, upper - bisect_right(self._working, after.toordinal()))

    def is_provisional(self, year: int) -> bool:
        """Whether the days off of the year rest on no official notice yet."""
        return not self._years.get(year, False)


@lru_cache(maxsize=1)
def _shipped_working_days() -> list[int]:
    special = {day.toordinal(): fact.is_working for day, fact in shipped_days().items()}
    # Day 1 of the calendar of Python is a Monday.
    numbers = range(_FIRST, _LAST + 1)
    return [number for number in numbers if special.get(number, (number - 1) % 7 < _REST_FROM)]


def current_calendar() -> WorkingCalendar:
    """The calendar with the days and years entered in the portal; two queries."""
    years = dict(CalendarYear.objects.values_list("year", "is_official"))
    return WorkingCalendar(CalendarOverride.objects.all(), years)


def provisional_years_ahead(today: date, calendar: WorkingCalendar | None = None) -> list[int]:
    """Years about which administrators must be warned: no official notice of their days off.

    This year, and from 1 November on the next one.
    """
    calendar = calendar or current_calendar()
    years = [today.year] + ([today.year + 1] if today.month >= _WARNING_MONTH else [])
    return [year for year in years if calendar.is_provisional(year)]
