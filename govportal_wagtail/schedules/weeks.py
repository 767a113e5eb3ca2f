"""Weeks as ISO 8601 counts them: from Monday to Sunday, numbered within their year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_CODE: Final = re.compile(r"([0-9]{4})-w([0-9]{2})")
_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2199


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One week, told by its Monday."""

    monday: date

    @classmethod
    def of(cls, day: date) -> Week:
        """The week in which a day lies."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def from_code(cls, code: str) -> Week:
        """The week with a code such as ``2026-w47``.

        Raises:
            ValueError: for another text, and for a week that its year does not have.
        """
        found = _CODE.fullmatch(code)
        if found is None or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
            message = f"{code!r} is not the code of a week."
            raise ValueError(message)
        return cls(date.fromisocalendar(int(found[1]), int(found[2]), 1))

    @property
    def code(self) -> str:
        """The code, as in addresses: ``2026-w47``."""
        return f"{self.year}-w{self.number:02}"

    @property
    def year(self) -> int:
        """The year to which the week is counted; not always that of its Monday."""
        return self.monday.isocalendar().year

    @property
    def number(self) -> int:
        """The number of the week in its year."""
        return self.monday.isocalendar().week

    @property
    def sunday(self) -> date:
        """The last day."""
        return self.monday + timedelta(days=6)

    @property
    def days(self) -> tuple[date, ...]:
        """The seven days in their order."""
        return tuple(self.monday + timedelta(days=each) for each in range(7))

    def __contains__(self, day: date) -> bool:
        return self.monday <= day <= self.sunday

    def shifted(self, weeks: int) -> Week:
        """The week so many weeks later, or earlier for a negative number."""
        return Week(self.monday + timedelta(weeks=weeks))


def weeks_of_month(year: int, month: int) -> Iterator[Week]:
    """The weeks that have a day in the month, in their order.

    Raises:
        ValueError: for a month that does not exist.
    """
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    week = Week.of(first)
    while week.monday < after:
        yield week
        week = week.shifted(1)
