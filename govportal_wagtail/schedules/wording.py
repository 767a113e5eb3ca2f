"""How times and weeks are written for people, in the language of the moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any, Final

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from ..core.dates import written
from .models import ScheduleIndexPage
from .times import Timed, session_of
from .vocabulary import Session
from .weeks import Week

# In the words that ``parse_when`` reads; they are data like the times beside them.
_TYPED: Final = {
    Session.ALL_DAY.value: "cả ngày",
    Session.MORNING.value: "sáng",
    Session.AFTERNOON.value: "chiều",
    Session.EVENING.value: "tối",
}


def clock(value: time | None) -> str:
    """A time of day as it is written: ``07h30`` in Vietnamese, else ``07:30``; nothing for none."""
    if not isinstance(value, time):
        return ""
    sign = "h" if (get_language() or "vi").split("-")[0] == "vi" else ":"
    return f"{value.hour:02d}{sign}{value.minute:02d}"


def when(item: Timed) -> str:
    """The time of an item, from and until; the part of the day where it has none."""
    return _between(item.session, item.starts_at, item.ends_at)


def when_told(shown: Mapping[str, Any]) -> str:
    """The same for what the public was told of an item, as ``publishing.snapshot`` keeps it."""
    return _between(shown["session"], _time(shown.get("starts_at")), _time(shown.get("ends_at")))


def typed_when(session: str, starts_at: time | None, ends_at: time | None) -> str:
    """The time as a clerk types it and ``parse_when`` reads it: ``07h30-09h00``, ``sáng``.

    The part of the day stands beside a time only where it is not the one of the time.
    """
    words = _TYPED.get(session, "")
    if starts_at is None:
        return words
    times = "-".join(f"{each:%Hh%M}" for each in (starts_at, ends_at) if each is not None)
    is_usual = session == session_of(starts_at)
    return times if is_usual else f"{words} {times}".strip()


def week_of(schedule: ScheduleIndexPage, week: Week) -> str:
    """A week of a schedule in words: whose, which number, from when to when."""
    return _("%(schedule)s: week %(number)s (%(first)s to %(last)s)") % {
        "schedule": f"{schedule.title} – {schedule.agency}",
        "number": week.number,
        "first": written(week.monday, "d/m"),
        "last": written(week.sunday),
    }


def _between(session: str, starts_at: time | None, ends_at: time | None) -> str:
    if starts_at is None:
        return str(Session(session).label)
    if ends_at is not None:
        return f"{clock(starts_at)} – {clock(ends_at)}"
    if session == Session.ALL_DAY:
        return pgettext("time of day", "from %(time)s, all day") % {"time": clock(starts_at)}
    return clock(starts_at)


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
