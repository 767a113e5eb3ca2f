"""One day of an imported calendar, and how dates in such files are written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from .calendar import FIRST_DAY, LAST_DAY

LONGEST_TEXT = 255
_DATES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"),
)
#: Words in tables, without marks and in lower case, for a day that is worked or is not.
WORKED = frozenset({"1", "true", "yes", "y", "x", "co", "lam viec", "di lam", "working", "work"})
DAY_OFF = frozenset({"0", "false", "no", "n", "khong", "nghi", "off", "holiday", "day off"})


class UnreadableCalendar(ValueError):
    """The file as a whole cannot be used; the text is for the user."""


@dataclass(frozen=True, slots=True)
class ImportedDay:
    """One day of a file. With an ``error`` the other fields hold what could be read."""

    #: The line of a table, or the number of the event in a calendar file, from 1.
    row: int
    day: date | None
    is_working: bool
    label: str
    basis: str
    error: str = ""


def judged(day: ImportedDay) -> ImportedDay:
    """The day with the error that its day or its texts have, if any."""
    error = ""
    if day.day and not FIRST_DAY <= day.day <= LAST_DAY:
        error = _("The year must lie between %(first)s and %(last)s.") % {
            "first": FIRST_DAY.year,
            "last": LAST_DAY.year,
        }
    elif not day.label:
        error = _("The reason is missing.")
    elif len(day.label) > LONGEST_TEXT or len(day.basis) > LONGEST_TEXT:
        error = _("A text has more than %(count)s characters.") % {"count": LONGEST_TEXT}
    return replace(day, error=error)


def parse_day(text: str) -> date | None:
    """The day written as 2026-01-31, 31/01/2026, 31.1.2026 or 31-01-2026, else None."""
    for pattern in _DATES:
        found = pattern.fullmatch(text.strip())
        if found:
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None
