"""What the public was told of items, as calendars, feeds and open data repeat it.

All of them read the rows that publication writes, never drafts; a week that is not open to
everybody is left out as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import get_language, pgettext
from wagtail.models import Site

from ...core.models import Agency, Post
from ...core.placeholders import without_placeholders
from ..models import PublishedItem, ScheduleIndexPage, WeeklySchedulePage
from ..times import in_order
from ..vocabulary import ItemStatus
from . import posted

_ROLES: Final = ("chairs", "participants")


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """Somebody in office as they are called in the active language."""

    label: str
    #: Key of the ``Person``; None where the register did not know them.
    person_id: int | None


@dataclass(slots=True)
class Told:
    """An item in the words of its last publication.

    Of what is shown as "working" there is only when and who; of what is not shown any more, when.
    """

    uid: UUID
    #: An item is told of once in each language's schedule.
    schedule_id: int
    monday: date
    date: date
    session: str
    starts_at: time | None
    ends_at: time | None
    status: str
    is_busy: bool
    is_withdrawn: bool
    content: str
    place: str
    chairs: tuple[ToldPerson, ...]
    participants: tuple[ToldPerson, ...]
    chairs_text: str
    participants_text: str
    preparing: str
    requester: str
    #: Why it is postponed or cancelled.
    reason: str
    sequence: int
    created_at: datetime
    changed_at: datetime

    @property
    def chaired_by(self) -> str:
        """Who chairs, in one line."""
        return _line(self.chairs, self.chairs_text)

    @property
    def attended_by(self) -> str:
        """Who takes part, in one line."""
        return _line(self.participants, self.participants_text)


def schedule_of(request: HttpRequest, page_id: str) -> ScheduleIndexPage:
    """The schedule with a key, for everybody who asks on its own site.

    Raises:
        Http404: where it is missing, not public or of another site.
    """
    found = without_placeholders(ScheduleIndexPage.objects.live().public()).filter(pk=page_id)
    schedule: ScheduleIndexPage | None = found.select_related("locale", "agency").first()
    if schedule is None or not is_here(schedule, request):
        raise Http404
    return schedule


def is_here(page: Any, request: HttpRequest) -> bool:
    """Whether a page stands on the site that is asked, in whatever language."""
    site = Site.find_for_request(request)
    parts = page.get_url_parts(request)
    return bool(site is not None and parts is not None and parts[0] == site.pk)


def open_weeks(schedule: ScheduleIndexPage, **mondays: Any) -> dict[date, WeeklySchedulePage]:
    """The posted weeks of a schedule that everybody may read, by their Mondays.

    ``mondays`` narrows them as a query does: ``monday__gte``, ``monday__in``.
    """
    weeks = posted.weeks_of(schedule).filter(**mondays)
    return {week.monday: week for week in weeks}


def names(row: PublishedItem, person_id: int) -> bool:
    """Whether somebody takes part in what was told."""
    return any(each["person"] == person_id for role in _ROLES for each in row.shown[role])


def left(row: PublishedItem, person_id: int) -> bool:
    """Whether somebody was told of as taking part, and does not any more."""
    return person_id in row.shown.get("left", ())


def told_of(rows: Iterable[PublishedItem]) -> list[Told]:
    """The rows as they are read in the active language, by day and time.

    One query for the units and, in other languages than Vietnamese, one for the posts.
    """
    found = list(rows)
    units = Agency.objects.in_bulk({row.shown.get("preparing_agency") for row in found} - {None})
    posts = _posts(found)
    return in_order(_told(row, units, posts) for row in found)


def for_person(item: Told, person_id: int) -> Told:
    """The item as somebody's own calendar has it: gone where they take no part."""
    if any(each.person_id == person_id for each in (*item.chairs, *item.participants)):
        return item
    return replace(
        item, is_withdrawn=True, status=ItemStatus.CANCELLED.value, content="", place="", reason=""
    )


def as_data(item: Told) -> dict[str, Any]:
    """The item as open data gives it; texts that are not public are empty."""
    return {
        "uid": str(item.uid),
        "date": item.date.isoformat(),
        "session": item.session,
        "starts_at": minutes(item.starts_at),
        "ends_at": minutes(item.ends_at),
        "content": item.content,
        "place": item.place,
        "chairs": [_person_data(each) for each in item.chairs],
        "chairs_text": item.chairs_text,
        "participants": [_person_data(each) for each in item.participants],
        "participants_text": item.participants_text,
        "preparing": item.preparing,
        "requester": item.requester,
        "status": item.status,
        "is_busy": item.is_busy,
        "reason": item.reason,
        "changed_at": item.changed_at.isoformat(timespec="seconds"),
    }


def minutes(value: time | None) -> str | None:
    """A time of day as data holds it: ``07:30``."""
    return value.isoformat("minutes") if value else None


def _told(row: PublishedItem, units: Mapping[int, Agency], posts: Mapping[int, Post]) -> Told:
    shown: Mapping[str, Any] = row.shown
    is_withdrawn = row.withdrawn_at is not None
    is_open = not shown["is_busy"] and not is_withdrawn
    unit = units.get(shown["preparing_agency"]) if is_open else None
    preparing = (unit.localized_name if unit else "", shown["preparing_text"] if is_open else "")
    off = shown["status"] != ItemStatus.PLANNED
    content = shown["content"]
    if shown["is_busy"]:
        content = pgettext("schedule", "Working")
    return Told(
        uid=row.uid,
        schedule_id=row.schedule_id,
        monday=row.monday,
        date=date.fromisoformat(shown["date"]),
        session=shown["session"],
        starts_at=_time(shown["starts_at"]),
        ends_at=_time(shown["ends_at"]),
        status=ItemStatus.CANCELLED.value if is_withdrawn else shown["status"],
        is_busy=shown["is_busy"],
        is_withdrawn=is_withdrawn,
        content="" if is_withdrawn else content,
        place=shown["place"] if is_open else "",
        chairs=_people(shown["chairs"], posts),
        participants=_people(shown["participants"], posts),
        chairs_text=shown["chairs_text"] if is_open else "",
        participants_text=shown["participants_text"] if is_open else "",
        preparing=", ".join(each for each in preparing if each),
        requester=shown["requester"] if is_open else "",
        reason=shown.get("reason", "") if is_open and off else "",
        sequence=row.sequence,
        created_at=row.first_published_at,
        changed_at=row.changed_at,
    )


def _people(
    people: Iterable[Mapping[str, Any]], posts: Mapping[int, Post]
) -> tuple[ToldPerson, ...]:
    return tuple(
        ToldPerson(_label(each["label"], posts.get(each["post"])), each["person"])
        for each in people
    )


def _posts(rows: Iterable[PublishedItem]) -> dict[int, Post]:
    """The posts whose titles are translated; none for Vietnamese, in which labels are written."""
    if _language() == "vi":
        return {}
    keys = {
        each["post"] for row in rows for name in _ROLES for each in row.shown[name] if each["post"]
    }
    return Post.objects.in_bulk(keys)


def _label(label: str, post: Post | None) -> str:
    title = getattr(post, f"title_{_language()}", "") if post is not None else ""
    return f"{label.partition(',')[0]}, {title}" if title else label


def _language() -> str:
    return (get_language() or "vi").split("-")[0]


def _line(people: Iterable[ToldPerson], text: str) -> str:
    return "; ".join(each for each in (*(person.label for person in people), text) if each)


def _person_data(person: ToldPerson) -> dict[str, Any]:
    return {"name": person.label, "person": person.person_id}


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
