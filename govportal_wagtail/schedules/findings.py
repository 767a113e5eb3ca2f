"""What the office is asked about before a week is posted; nothing of it is forbidden.

Somebody or a room taken twice, somebody outside their term of office, a day of rest, nobody in the
chair, the same line twice. Whoever knows that it is right says so: the code of a finding goes into
``ScheduleItem.accepted``. A code names what it is about, so that a new reason is asked about again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from ..core.models import Person, Post
from ..regulation.calendar import CalendarRangeError, current_calendar
from . import elsewhere
from .elsewhere import folded_words
from .models import ScheduleItem, WeeklySchedulePage
from .publishing import loaded
from .times import Span, in_order, span_of
from .vocabulary import ItemStatus, PersonRole, Visibility

#: Words for a room, folded. "Trụ sở UBND tỉnh" holds many meetings at once and is none.
_ROOM: Final = re.compile(
    r"\b(phong (hop|tiep|khach|giao ban|truc tuyen|lam viec|so|[0-9]+)|hoi truong|nha van hoa"
    r"|trung tam hoi nghi|room|hall|ph|ht|p [0-9]+)\b"
)
_EXCERPT: Final = 80


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at, told of one item of the week.

    ``other_uid`` is the item with which it clashes, where there is one. ``is_accepted`` says that
    somebody has looked at it already.
    """

    code: str
    uid: UUID
    message: str
    other_uid: UUID | None = None
    is_accepted: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """An item of the week as the checks see it."""

    item: ScheduleItem
    span: Span
    posts: tuple[Post, ...]
    has_chair: bool
    words: str
    #: The words of the place, where it is a room.
    room: str

    @property
    def people(self) -> dict[int, Person]:
        """Those in office who take part, by key."""
        return {post.person_id: post.person for post in self.posts}

    def finding(self, code: str, message: str, other: _Line | None = None) -> Finding:
        """One told of this item; accepted where its code is."""
        uid = other.item.uid if other else None
        return Finding(code, self.item.uid, message, uid, code in (self.item.accepted or ()))


def find(items: Iterable[ScheduleItem], page: WeeklySchedulePage | None) -> list[Finding]:
    """What to ask about these items of a week, by day and time; accepted ones are marked.

    What is postponed or cancelled occupies nobody. People are also looked for in what other
    schedules of the portal have posted; of items that are not public there, only the schedule is
    told. ``page`` is the week, whose posted rows are left out; None where nobody has begun it. The
    number of queries does not depend on the number of items.
    """
    planned = [item for item in in_order(items) if item.status == ItemStatus.PLANNED]
    if not planned:
        return []
    lines = _lines(planned)
    order = {line.item.uid: number for number, line in enumerate(lines)}
    found = [*_days_off(lines), *_alone(lines), *_pairs(lines), *_elsewhere(lines, page)]
    return sorted(found, key=lambda finding: order[finding.uid])


def open_findings(items: Iterable[ScheduleItem], page: WeeklySchedulePage | None) -> list[Finding]:
    """Those that nobody has accepted yet."""
    return [finding for finding in find(items, page) if not finding.is_accepted]


def overlapping(spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The positions of those that have a moment in common; what begins first stands first."""
    order = sorted(range(len(spans)), key=lambda number: (spans[number].start, number))
    for place, first in enumerate(order):
        for second in order[place + 1 :]:
            if spans[second].start >= spans[first].end:
                break
            yield first, second


def _lines(items: Sequence[ScheduleItem]) -> list[_Line]:
    rows = {item.uid: list(item.people.all()) for item in loaded(items)}
    people = [row for each in rows.values() for row in each if row.post_id]
    prefetch_related_objects(people, "post__person")
    return [
        _Line(
            item=item,
            span=span_of(item),
            posts=tuple(row.post for row in rows[item.uid] if row.post_id and row.post),
            has_chair=bool(item.chairs_text)
            or any(row.role == PersonRole.CHAIR for row in rows[item.uid]),
            words=folded_words(item.content),
            room=_room(item.place),
        )
        for item in items
    ]


def _room(place: str) -> str:
    found = folded_words(place)
    return found if _ROOM.search(found) else ""


def _days_off(lines: Sequence[_Line]) -> Iterator[Finding]:
    calendar = current_calendar()
    for line in lines:
        try:
            fact = calendar.fact(line.item.date)
        except CalendarRangeError:
            continue
        if not fact.is_working:
            message = _("Not a working day: %(reason)s.") % {"reason": fact.reason}
            yield line.finding(f"day_off:{line.item.date}", message)


def _alone(lines: Sequence[_Line]) -> Iterator[Finding]:
    """What an item says without looking at others."""
    for line in lines:
        if not line.has_chair and line.item.visibility != Visibility.INTERNAL:
            yield line.finding("chair", _("Nobody is named who chairs it."))
        for post in line.posts:
            if not post.holds(on=line.item.date):
                message = _("%(name)s does not hold the post “%(post)s” on that day.") % {
                    "name": post.person.name,
                    "post": post.title,
                }
                yield line.finding(f"term:{post.pk}", message)


def _pairs(lines: Sequence[_Line]) -> Iterator[Finding]:
    """What clashes within the week, told of the later one; accepted at either one."""
    for first, second in overlapping([line.span for line in lines]):
        earlier, later = lines[min(first, second)], lines[max(first, second)]
        for name, message in _clashes(earlier, later):
            kind, _colon, rest = name.partition(":")
            mirrored = f"{kind}:{later.item.uid}{rest and ':'}{rest}"
            code = f"{kind}:{earlier.item.uid}{rest and ':'}{rest}"
            if mirrored in (earlier.item.accepted or ()):
                yield Finding(code, later.item.uid, message, earlier.item.uid, is_accepted=True)
            else:
                yield later.finding(code, message, earlier)


def _clashes(earlier: _Line, later: _Line) -> Iterator[tuple[str, str]]:
    """Kind, what else the code names, and the message."""
    about = {"other": _excerpt(earlier.item.content)}
    both = {key: earlier.people[key] for key in earlier.people.keys() & later.people.keys()}
    # "Working at the office" stands there for each leader.
    are_others = bool(earlier.people and later.people and not both)
    if earlier.words == later.words and not are_others:
        yield "same", _("The same content stands there at that time already.")
        return
    if both:
        message = _("%(people)s: also taking part in “%(other)s” at that time.")
        yield f"double:{_keys(both)}", message % (about | {"people": _names(both.values())})
    if earlier.room and earlier.room == later.room:
        message = _("The place is also taken by “%(other)s” at that time.")
        yield "place", message % about


def _elsewhere(lines: Sequence[_Line], page: WeeklySchedulePage | None) -> Iterator[Finding]:
    """Who is also needed by what other schedules have posted."""
    people = {key for line in lines for key in line.people}
    days = {line.item.date for line in lines}
    uids = {line.item.uid for line in lines}
    for other in elsewhere.occupied(people, days, uids, page):
        for line in lines:
            both = {key: line.people[key] for key in line.people.keys() & other.people}
            if not both or not line.span.overlaps(other.span):
                continue
            if other.is_same_event(line.item, line.words, folded_words(line.item.place)):
                continue
            about = {"people": _names(both.values()), "schedule": other.schedule}
            if other.content:
                message = _(
                    "%(people)s: also taking part in “%(other)s” (%(schedule)s) at that time."
                ) % (about | {"other": _excerpt(other.content)})
            else:
                message = _("%(people)s: already occupied at that time (%(schedule)s).") % about
            found = line.finding(f"double:{other.uid}:{_keys(both)}", message)
            yield Finding(found.code, found.uid, message, other.uid, found.is_accepted)


def _keys(people: Iterable[int]) -> str:
    return ",".join(map(str, sorted(people)))


def _names(people: Iterable[Person]) -> str:
    return ", ".join(sorted(person.name for person in people))


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else f"{line[: _EXCERPT - 1].rstrip()}…"
