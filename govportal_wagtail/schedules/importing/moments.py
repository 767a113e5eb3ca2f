"""Day, part of the day and time of an item, put together from wherever a table writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time
from typing import Final, Literal

from django.utils.translation import gettext as _

from ...core.vietnamese import fold
from ..times import session_of
from ..vocabulary import Session
from ..weeks import Week
from .days_text import Days, parse_days
from .entries import Entry
from .times_text import When, in_session, lasts_all_day, parse_when, session_word

_DITTO: Final = re.compile(
    r"[-–(]?\s*(?:n\.?\s?/?t\.?|nhu tren|nhu hang tren|ditto)\s*[-–)]?|[\"”“″〃]|''|’’"
)

_ABOUT: Final = re.compile(r"(?:dau|giua|cuoi) (?:gio |buoi )?(?:buoi )?(sang|chieu|toi)")
_NO_DAYS: Final = Days()
_NO_TIME: Final = When()


@dataclass(frozen=True, slots=True)
class Moment:
    """What a cell says of day and time, and what else stands in it."""

    days: Days = _NO_DAYS
    when: When = _NO_TIME
    left: str = ""
    #: The times of a cell that lists several.
    several: tuple[When, ...] = ()

    @property
    def is_said(self) -> bool:
        """Whether it speaks of a day, a part of it, or a time."""
        return self.days.is_said or self.when.is_known or bool(self.when.problem)

    @property
    def session(self) -> Session | None:
        """The part of the day that is named; that of a time does not count for other rows."""
        return self.days.session or (self.when.session if self.when.starts_at is None else None)


def is_ditto(text: str) -> bool:
    """Whether a cell says that it repeats the one above: ``nt``, ``như trên``, a ditto mark."""
    return _DITTO.fullmatch(fold(text).strip(" .")) is not None


def read_moment(
    text: str, week: Week, *, first: Literal["day", "time"], bare: Literal["day", "weekday"] = "day"
) -> Moment:
    """Read day and time in either order: ``Sáng thứ 2 (14/7)``, ``8h00 ngày 14/7``.

    ``first`` says what stands in the column in the first place, which decides what ``14.07`` is.
    """
    days, when, left = Days(), When(), text.strip()
    session = session_word(left)
    if session is not None and first == "time":
        return Moment(when=When(session))
    if about := _ABOUT.fullmatch(fold(left)):
        return Moment(when=When(session_word(about[1])), left=left)
    if first == "time" and (several := _several(left)):
        return Moment(when=several[0], several=several)
    for turn in range(4):
        if not left:
            break
        wants_day = (turn % 2 == 0) == (first == "day")
        if wants_day and not days.is_said:
            found = parse_days(left, week, bare=bare)
            if found.is_said:
                days, left = found, found.rest
        elif not wants_day and when.starts_at is None and not when.problem:
            read = parse_when(left)
            if read.is_known:
                known = read.session if read.starts_at else when.session or read.session
                when, left = replace(read, session=known), read.rest
            elif read.problem:
                when = read
    return Moment(days, when, left)


def place_in_day(entry: Entry, when: When, session: Session | None) -> None:
    """Write time and part of the day into an entry; ``session`` is that of its column or row."""
    if when.problem:
        entry.errors["when"] = when.problem
    start, end = when.starts_at, when.ends_at
    if start is not None and session is not None:
        moved = in_session(start, session)
        if moved is None:
            message = _("It stands under “%(part)s”, which does not fit its time; the time counts.")
            entry.remark(message % {"part": session.label})
            session = None
        elif moved != start:
            message = _("%(written)s in that part of the day: taken as %(meant)s.")
            entry.remark(message % {"written": f"{start:%H:%M}", "meant": f"{moved:%H:%M}"})
            start, end = moved, (in_session(end, session) or end) if end else None
    chosen = _part_of_day(start, when.session, session)
    is_early = start is None or session_of(start) == Session.MORNING
    if chosen in (None, Session.MORNING) and is_early and lasts_all_day(entry.content):
        chosen = Session.ALL_DAY
    entry.session = chosen.value if chosen else ""
    entry.starts_at = f"{start:%H:%M}" if start else ""
    entry.ends_at = f"{end:%H:%M}" if end else ""
    if end is not None and start is not None and end <= start:
        entry.errors["when"] = _("It ends before it begins.")
        entry.ends_at = ""
    if not entry.session and "when" not in entry.errors:
        entry.errors["when"] = _("It has neither a time nor a part of the day.")


def _part_of_day(start: time | None, own: Session | None, of_row: Session | None) -> Session | None:
    """What is named; that of the time where the named one cannot be."""
    if start is None:
        return own or of_row
    by_time = session_of(start)
    if Session.ALL_DAY in (own, of_row):
        return Session.ALL_DAY if by_time == Session.MORNING else by_time
    return of_row or own or by_time


def _several(text: str) -> tuple[When, ...]:
    """The times of a cell that holds nothing but times: a line each, or divided by marks."""
    found = [parse_when(part) for part in re.split(r"[\n;/,]", text) if part.strip()]
    is_list = len(found) > 1 and all(each.starts_at and not each.rest for each in found)
    return tuple(found) if is_list else ()
