"""Days off and worked days from an iCalendar file.

Only all-day events say something of whole days. Their last day is excluded, as RFC 5545 writes it.
A day is worked where the property ``X-WORKING-DAY``, else the categories, else the summary says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
from django.utils.translation import gettext as _

from .calendar_rows import (
    DAY_OFF,
    WORKED,
    ImportedDay,
    UnreadableCalendar,
    judged,
)
from .folding import folded

#: An event longer than this is no holiday but a mistake.
_LONGEST = 60
_PROPERTIES = ("X-WORKING-DAY", "X-GOVPORTAL-WORKING-DAY")
_BASIS = ("X-LEGAL-BASIS", "X-BASIS")
_SAYS_WORKED = re.compile(
    r"\b(?:lam bu|lam viec bu|di lam|ngay lam viec|working day|workday|worked)\b"
)
_SAYS_OFF = re.compile(r"\b(?:nghi|le|tet|day off|holiday)\b")


def read_ical(text: str) -> Iterator[ImportedDay]:
    """The days of all all-day events; an event that cannot be used is one row with an error.

    Raises:
        UnreadableCalendar: where the text is no iCalendar file.
    """
    try:
        calendar = icalendar.Calendar.from_ical(text)
        events = list(calendar.walk("VEVENT"))
    # The library lets errors of many kinds out of broken files.
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise UnreadableCalendar(_("The file is not a readable iCalendar file.")) from error
    for number, event in enumerate(events, start=1):
        if str(event.get("STATUS", "")).upper() != "CANCELLED":
            yield from _days(number, event)


def _days(number: int, event: Any) -> Iterator[ImportedDay]:
    label = str(event.get("SUMMARY", "")).strip()
    basis = next((str(event[name]).strip() for name in _BASIS if name in event), "")
    row = ImportedDay(number, None, False, label, basis)
    try:
        first, after = _span(event)
        row = replace(row, day=first)
        is_working = _is_working(event, label)
    except ValueError as error:
        yield replace(row, error=str(error))
        return
    for offset in range((after - first).days):
        yield judged(replace(row, day=first + timedelta(days=offset), is_working=is_working))


def _span(event: Any) -> tuple[date, date]:
    """First day and the day after the last.

    Raises:
        ValueError: with a text for the user.
    """
    first = _property(event, "DTSTART")
    if not isinstance(first, date) or isinstance(first, datetime):
        raise ValueError(_("This is not an event of whole days."))
    if "RRULE" in event or "RDATE" in event:
        raise ValueError(_("Repeating events cannot be read; give each day of its own."))
    after = _property(event, "DTEND")
    duration = _property(event, "DURATION")
    try:
        if after is None:
            after = first + (duration if isinstance(duration, timedelta) else timedelta(days=1))
    except OverflowError as error:
        raise ValueError(_("The event does not end after it begins.")) from error
    if isinstance(after, datetime) or not isinstance(after, date):
        raise ValueError(_("This is not an event of whole days."))
    days = (after - first).days
    if days < 1:
        raise ValueError(_("The event does not end after it begins."))
    if days > _LONGEST:
        raise ValueError(_("The event is longer than %(days)s days.") % {"days": _LONGEST})
    return first, after


def _property(event: Any, name: str) -> Any:
    value = event.get(name)
    return getattr(value, "dt", None)


def _is_working(event: Any, label: str) -> bool:
    """Whether the day is worked.

    Raises:
        ValueError: with a text for the user, where the event says both or something else.
    """
    for name in _PROPERTIES:
        if name in event:
            said = folded(str(event[name]))
            if said not in WORKED | DAY_OFF:
                message = _("“%(text)s” does not say whether the day is worked; write 1 or 0.")
                raise ValueError(message % {"text": said[:40]})
            return said in WORKED
    categories = " ; ".join(folded(each) for each in _categories(event))
    for text in (categories, folded(label)):
        worked, off = _SAYS_WORKED.search(text), _SAYS_OFF.search(text)
        if worked and off:
            raise ValueError(
                _("It is not clear whether the day is worked; add X-WORKING-DAY:1 or 0.")
            )
        if worked or off:
            return bool(worked)
    return False


def _categories(event: Any) -> list[str]:
    value = event.get("CATEGORIES", [])
    values = value if isinstance(value, list) else [value]
    return [str(each) for item in values for each in getattr(item, "cats", [item])]
