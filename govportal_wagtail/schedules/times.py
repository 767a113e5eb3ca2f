"""When an item takes place: parts of the day, spans of time, which of them overlap.

Schedules are kept in the local time of Viet Nam, which has no daylight saving: a day and a time of
day are all there is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Protocol, TypeVar

from .vocabulary import Session

#: How long an item occupies people at least whose end nobody stated.
UNKNOWN_LENGTH: Final = timedelta(minutes=30)
_NOON: Final = time(12)
_EVENING: Final = time(18)
_SPANS: Final = {
    Session.ALL_DAY: (time(7), time(17)),
    Session.MORNING: (time(7), time(11, 30)),
    Session.AFTERNOON: (time(13), time(17)),
    Session.EVENING: (time(18), time(21)),
}
#: Before everything else of the part of the day.
_BEGINNINGS: Final = {
    Session.ALL_DAY: time(0),
    Session.MORNING: time(0),
    Session.AFTERNOON: _NOON,
    Session.EVENING: _EVENING,
}
_ORDER: Final = (Session.ALL_DAY, Session.MORNING, Session.AFTERNOON, Session.EVENING)


class Timed(Protocol):
    """What has a day, a part of it, and perhaps times."""

    date: date
    session: str
    starts_at: time | None
    ends_at: time | None


TimedT = TypeVar("TimedT", bound=Timed)


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when somebody is occupied; ``is_exact`` if both times were given."""

    start: datetime
    end: datetime
    is_exact: bool

    def overlaps(self, other: Span) -> bool:
        """Whether both have a moment in common."""
        return self.start < other.end and other.start < self.end


def session_of(starts_at: time) -> Session:
    """The part of the day in which something begins."""
    if starts_at < _NOON:
        return Session.MORNING
    return Session.AFTERNOON if starts_at < _EVENING else Session.EVENING


def span_of(item: Timed) -> Span:
    """From when to when an item occupies people.

    Without a time, its part of the day; without an end, half an hour, or until the end of the day
    for what is said to last all day.
    """
    session = Session(item.session)
    first, last = _SPANS[session]
    start = datetime.combine(item.date, item.starts_at or first)
    if item.starts_at is None:
        return Span(start, datetime.combine(item.date, last), is_exact=False)
    if item.ends_at is not None:
        return Span(start, datetime.combine(item.date, item.ends_at), is_exact=True)
    end = start + UNKNOWN_LENGTH
    if session == Session.ALL_DAY:
        end = max(end, datetime.combine(item.date, last))
    return Span(start, end, is_exact=False)


def in_order(items: Iterable[TimedT]) -> list[TimedT]:
    """The items by day and time; what lasts a part of the day stands before its times.

    What begins at the same moment keeps the order in which it was given.
    """
    return sorted(items, key=_place)


def _place(item: Timed) -> tuple[date, time, int]:
    session = Session(item.session)
    return (item.date, item.starts_at or _BEGINNINGS[session], _ORDER.index(session))
