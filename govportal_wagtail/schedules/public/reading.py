"""What of a week is shown, and to whom: the one place that decides what the public reads.

Pages, calendars, feeds, open data and the search all read items from here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language, pgettext

from ...core.models import Agency, Post
from ...core.models.names import Untranslated
from .. import changelog
from ..changelog import PublicChange
from ..models import ScheduleIndexPage, ScheduleItem, WeeklySchedulePage
from ..times import in_order
from ..vocabulary import ItemStatus, PersonRole, Session, Visibility

#: What the public reads something of.
SHOWN: Final = (Visibility.PUBLIC, Visibility.BUSY)
_PUBLIC: Final = ("content", "place", "chairs_text", "participants_text", "requester")
_INTERNAL: Final = ("vehicle", "internal_note", "online_link")


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """Somebody in office who takes part, as they were called when the week was written.

    ``person_id`` is None where their post is not in the register any more; ``rank`` is their place
    in the order of protocol.
    """

    label: str
    name: str
    title: str
    person_id: int | None
    rank: tuple[bool, int, int] = (True, 1000, 0)


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item of a schedule as somebody reads it.

    Of what is shown as "working" the content says only that. What is internal is empty unless
    ``internal_items_of`` made it.
    """

    uid: UUID
    date: date
    session: str
    starts_at: time | None
    ends_at: time | None
    content: str
    place: str = ""
    chairs: tuple[ShownPerson, ...] = ()
    chairs_text: str = ""
    participants: tuple[ShownPerson, ...] = ()
    participants_text: str = ""
    preparing: str = ""
    requester: str = ""
    status: str = ItemStatus.PLANNED.value
    #: Why it was postponed or cancelled.
    reason: str = ""
    is_busy: bool = False
    changes: tuple[PublicChange, ...] = ()
    visibility: str = Visibility.PUBLIC.value
    vehicle: str = ""
    internal_note: str = ""
    online_link: str = ""

    @property
    def people(self) -> tuple[ShownPerson, ...]:
        """Everybody in office who takes part, those who chair first."""
        return self.chairs + self.participants

    @property
    def takes_place(self) -> bool:
        """Whether it is neither postponed nor cancelled."""
        return self.status == ItemStatus.PLANNED

    @property
    def is_told_off(self) -> bool:
        """Whether a change says already that it was postponed or cancelled."""
        return any(change.kind.value == self.status for change in self.changes)

    @property
    def status_label(self) -> str:
        """The state in words."""
        return str(ItemStatus(self.status).label)

    @property
    def session_label(self) -> str:
        """The part of the day in words."""
        return str(Session(self.session).label)

    def concerns(self, person_id: int) -> bool:
        """Whether a person takes part."""
        return any(each.person_id == person_id for each in self.people)


def items_of(
    page: WeeklySchedulePage, schedule: ScheduleIndexPage | None = None
) -> list[ShownItem]:
    """What the public reads of a week, by day and time; as many queries for one item as for many.

    The rows are those of ``page``: what is public for a stored page, a draft for a preview. Whether
    the public may read the page at all is for the caller to ask.
    """
    return shown(page.items.all(), changes=changes_of(page, schedule))


def internal_items_of(
    page: WeeklySchedulePage, schedule: ScheduleIndexPage | None = None
) -> list[ShownItem]:
    """Everything in a week, for those of whom ``rights.sees_internal`` is true."""
    return shown(page.items.all(), changes=changes_of(page, schedule), internal=True)


def changes_of(
    page: WeeklySchedulePage, schedule: ScheduleIndexPage | None = None
) -> list[PublicChange]:
    """The public changes of a week, oldest first; none for a page that was never saved."""
    if schedule is None and page.depth:
        schedule = ScheduleIndexPage.objects.parent_of(page).first()
    return changelog.changes_of(schedule, page.monday) if schedule and schedule.pk else []


def shown(
    rows: Iterable[ScheduleItem],
    *,
    changes: Iterable[PublicChange] = (),
    internal: bool = False,
) -> list[ShownItem]:
    """The items as they are read, by day and time, in the active language.

    Without ``internal``, what is internal is left out and what is shown as "working" says only
    that. The people and units of all rows are read with three queries.
    """
    items = [row for row in rows if internal or row.visibility in SHOWN]
    stored = [row for row in items if "people" not in _children(row)]
    prefetch_related_objects(stored, "people")
    people = {row.pk or id(row): list(row.people.all()) for row in items}
    posts = Post.objects.select_related("person").in_bulk(
        {each.post_id for rows_ in people.values() for each in rows_ if each.post_id}
    )
    units = Agency.objects.in_bulk({row.preparing_agency_id for row in items} - {None})
    told: dict[UUID, list[PublicChange]] = defaultdict(list)
    for change in changes:
        told[change.uid].append(change)
    found = []
    for row in in_order(items):
        persons = [
            (each.role, _person(each, posts.get(each.post_id)))
            for each in people[row.pk or id(row)]
        ]
        values = _everybodys(row, persons, told.get(row.uid, ()))
        if internal or row.visibility == Visibility.PUBLIC:
            values |= _content(row, units.get(row.preparing_agency_id))
        if internal:
            values |= {name: getattr(row, name) for name in _INTERNAL}
        found.append(ShownItem(**values))
    return found


def _everybodys(
    row: ScheduleItem,
    persons: Sequence[tuple[str, ShownPerson]],
    changes: Sequence[PublicChange],
) -> dict[str, Any]:
    """What is read of an item whoever may read it: when, who, whether it takes place."""
    chairs = [person for role, person in persons if role == PersonRole.CHAIR]
    others = [person for role, person in persons if role != PersonRole.CHAIR]
    return {
        **{name: getattr(row, name) for name in ("uid", "date", "session", "starts_at", "ends_at")},
        "content": pgettext("schedule", "Working"),
        "chairs": tuple(chairs),
        "participants": tuple(others),
        "status": row.status,
        "is_busy": row.visibility == Visibility.BUSY,
        "visibility": row.visibility,
        "changes": tuple(changes),
    }


def _content(row: ScheduleItem, unit: Agency | None) -> dict[str, Any]:
    units = [str(unit) if unit else "", row.preparing_text]
    return {
        **{name: getattr(row, name) for name in _PUBLIC},
        "preparing": ", ".join(each for each in units if each),
        "reason": "" if row.status == ItemStatus.PLANNED else row.change_reason,
    }


def _person(row: Any, post: Post | None) -> ShownPerson:
    name, _comma, called = row.label.partition(",")
    language = (get_language() or "vi").split("-")[0]
    translated = getattr(post, f"title_{language}", "") if post else ""
    label, title = row.label, called.strip()
    if translated:
        label, title = f"{name}, {translated}", translated
    elif language != "vi":
        title = Untranslated(title)
    if post is None:
        return ShownPerson(label, name.strip(), title, None)
    rank = (not post.is_head, post.rank, post.sort_order or 0)
    return ShownPerson(label, name.strip(), title, post.person_id, rank)


def _children(row: ScheduleItem) -> Mapping[str, Any]:
    """The child rows that a version brought along and the database does not know."""
    found: Mapping[str, Any] = getattr(row, "_cluster_related_objects", None) or {}
    return found
