"""What the public was told of a week, and how a new version of it differs.

The rows written here know nothing of drafts: they change when a version becomes public, when a
week is taken down, moved or deleted. Calendars, feeds and the list of changes are read from them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, prefetch_related_objects
from django.utils import timezone

from ..core.models import Agency
from ..editorial.ledger import name_of
from .changelog import OF_BUSY
from .models import (
    PublishedItem,
    ScheduleChange,
    ScheduleIndexPage,
    ScheduleItem,
    WeeklySchedulePage,
)
from .signals import schedule_changed
from .vocabulary import ChangeKind, ItemStatus, PersonRole, Visibility

#: What each kind of change compares. People are told apart by what they are called: a post that is
#: taken out of the register later is no news.
_COMPARED: Final = {
    ChangeKind.TIME: ("date", "session", "starts_at", "ends_at"),
    ChangeKind.PLACE: ("place",),
    ChangeKind.CONTENT: ("content", "preparing_agency", "preparing_text", "requester", "is_busy"),
    ChangeKind.PEOPLE: ("chairs", "participants", "chairs_text", "participants_text"),
}
_STANDING: Final = {
    ItemStatus.POSTPONED: ChangeKind.POSTPONED,
    ItemStatus.CANCELLED: ChangeKind.CANCELLED,
    ItemStatus.PLANNED: ChangeKind.RESTORED,
}
#: What a row keeps beside what is shown: why it is off, and who took part and does not any more.
_BESIDE: Final = ("reason", "left")
_CHANGING: Final = ("shown", "monday", "sequence", "changed_at", "withdrawn_at")


@dataclass(frozen=True, slots=True)
class PendingChange:
    """How one item of a draft differs from what the public reads now."""

    uid: uuid.UUID
    kinds: tuple[ChangeKind, ...]
    #: A reason is due and not given; that of an earlier change does not count.
    needs_reason: bool
    #: It was published and is missing from the draft, which is not allowed.
    is_removed: bool
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def snapshot(item: ScheduleItem) -> dict[str, Any]:
    """What the public sees of an item, in a form that JSON holds; empty for an internal one.

    Of an item that is shown as "working": when, who, and whether it still takes place. Load
    ``people__post`` before for many items.
    """
    if item.visibility == Visibility.INTERNAL:
        return {}
    is_busy = item.visibility == Visibility.BUSY
    rows = sorted(item.people.all(), key=lambda row: row.sort_order or 0)
    shown: dict[str, Any] = {
        "uid": str(item.uid),
        "date": item.date.isoformat(),
        "session": str(item.session),
        "starts_at": item.starts_at.isoformat("minutes") if item.starts_at else None,
        "ends_at": item.ends_at.isoformat("minutes") if item.ends_at else None,
        "status": str(item.status),
        "is_busy": is_busy,
        "chairs": _people(rows, PersonRole.CHAIR),
        "participants": _people(rows, PersonRole.PARTICIPANT),
    }
    for name in ("content", "place", "chairs_text", "participants_text", "preparing_text"):
        shown[name] = "" if is_busy else str(getattr(item, name))
    shown["requester"] = "" if is_busy else str(item.requester)
    shown["preparing_agency"] = None if is_busy else item.preparing_agency_id
    return shown


def kinds_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[ChangeKind, ...]:
    """What changed from one snapshot to another; whether it takes place at all comes first."""
    if not before or not after:
        if not before and not after:
            return ()
        return (ChangeKind.WITHDRAWN,) if before else (ChangeKind.ADDED,)
    kinds = []
    if before["status"] != after["status"]:
        kinds.append(_STANDING[ItemStatus(after["status"])])
    turned = before["is_busy"] != after["is_busy"]
    for kind, names in _COMPARED.items():
        # That the rest is hidden, or shown at last, is one change and not three.
        seen = [name for name in names if not turned or name in OF_BUSY]
        if any(_said(before.get(name)) != _said(after.get(name)) for name in seen):
            kinds.append(kind)
    return tuple(kinds)


def pending(version: WeeklySchedulePage) -> list[PendingChange]:
    """How a draft differs from what is published, by item in the order of the draft.

    Items that were removed come last. Nothing for a week that is not public: its first
    publication explains nothing.
    """
    if not version.live or version.pk is None:
        return []
    schedule = ScheduleIndexPage.objects.parent_of(version).first()
    if schedule is None:
        return []
    items = loaded(version.items.all())
    rows = _rows(schedule, version, [item.uid for item in items])
    public = {uid: row for uid, row in rows.items() if row.withdrawn_at is None}
    used = _reasons_told(schedule, rows.values())
    found = []
    for item in items:
        row = rows.get(str(item.uid))
        before = _shown(public.get(str(item.uid)))
        after, reason = snapshot(item), item.change_reason.strip()
        kinds = _kinds_from(row, after, reason)
        if kinds:
            given = bool(reason) and (item.uid, reason) not in used
            found.append(PendingChange(item.uid, kinds, not given, False, before, after))
    there = {str(item.uid) for item in items}
    for uid, row in public.items():
        if uid not in there:
            withdrawn = (ChangeKind.WITHDRAWN,)
            found.append(PendingChange(uuid.UUID(uid), withdrawn, False, True, _shown(row), {}))
    return found


def record(
    page: WeeklySchedulePage, user: Any = None, *, is_first: bool | None = None
) -> list[ScheduleChange]:
    """Write down what the public reads of a week from now on; returns what is told of it.

    A week that was never public before has no changes, only items; ``is_first`` says so where the
    page itself cannot know. ``user`` is who published, None for the system.
    """
    with transaction.atomic():
        # Whoever publishes the same week at the same moment waits here.
        stored = WeeklySchedulePage.objects.select_for_update().get(pk=page.pk)
        schedule = ScheduleIndexPage.objects.parent_of(stored).first()
        if schedule is None:
            return []
        items = loaded(ScheduleItem.objects.filter(page=stored.pk)) if stored.live else []
        after = {str(item.uid): snapshot(item) for item in items}
        reasons = {str(item.uid): item.change_reason.strip() for item in items}
        rows = _rows(schedule, stored, [item.uid for item in items])
        if is_first is None:
            is_first = stored.first_published_at == stored.last_published_at
        step = _Step(schedule, stored.monday, user, timezone.now(), bool(is_first and not rows))
        changes = step.apply(rows, after, reasons)
        if changes:
            schedule_changed.send(ScheduleChange, changes=changes, page=stored)
    return changes


def take_down(page: WeeklySchedulePage, user: Any = None) -> None:
    """Withdraw a week that is not live any more; not one that was posted again meanwhile.

    Wagtail also says so of a page that it is about to delete, for which ``withdraw`` is called.
    """
    with transaction.atomic():
        ended = WeeklySchedulePage.objects.select_for_update().filter(pk=page.pk, live=False)
        stored = ended.first()
        schedule = ScheduleIndexPage.objects.parent_of(stored).first() if stored else None
        if stored is not None and schedule is not None:
            withdraw(stored, schedule, user)


def withdraw(
    page: WeeklySchedulePage, schedule: ScheduleIndexPage, user: Any = None
) -> list[ScheduleChange]:
    """Write down that a week is not public any more: taken down, moved away or about to go."""
    with transaction.atomic():
        found = PublishedItem.objects.select_for_update().filter(
            schedule=schedule.pk, monday=page.monday, withdrawn_at=None
        )
        rows = {str(row.uid): row for row in found}
        step = _Step(schedule, page.monday, user, timezone.now(), is_first=False)
        changes = step.apply(rows, {}, {})
        if changes:
            schedule_changed.send(ScheduleChange, changes=changes, page=page)
    return changes


def loaded(items: Iterable[ScheduleItem]) -> list[ScheduleItem]:
    """The items with people and posts, of a draft as well as of the database; two queries."""
    found = list(items)
    stored = [each for each in found if not _brings_people(each)]
    if stored:
        prefetch_related_objects(stored, "people")
    people = [row for each in found for row in each.people.all()]
    prefetch_related_objects([row for row in people if row.post_id], "post")
    return found


@dataclass(frozen=True, slots=True)
class _Step:
    """One moment at which what the public reads of a week changes."""

    schedule: ScheduleIndexPage
    monday: date
    user: Any
    at: datetime
    is_first: bool

    def apply(
        self,
        rows: Mapping[str, PublishedItem],
        after: Mapping[str, dict[str, Any]],
        reasons: Mapping[str, str],
    ) -> list[ScheduleChange]:
        """Bring the rows to what is shown; returns the changes, written already."""
        changes: list[ScheduleChange] = []
        old = []
        new: dict[str, PublishedItem] = {}
        for uid in [*after, *(each for each in rows if each not in after)]:
            row, shown, reason = rows.get(uid), after.get(uid) or {}, reasons.get(uid, "")
            kinds = _kinds_from(row, shown, reason)
            if row is None and shown:
                # Nothing changed yet; only what is off from the beginning says why.
                is_told = not self.is_first or shown["status"] != ItemStatus.PLANNED
                new[uid] = self._first(uid, shown, reason if is_told else "")
            elif row is not None:
                old.append(row)
            # What it said before it was hidden stays hidden when it comes back.
            before = _shown(row) if row is not None and row.withdrawn_at is None else {}
            if not self.is_first:
                changes += [self._change(uid, kind, before, shown, reason) for kind in kinds]
            if row is not None:
                self._update(row, shown, reason, kinds)
        PublishedItem.objects.bulk_create(new.values())
        PublishedItem.objects.bulk_update(old, _CHANGING)
        return ScheduleChange.objects.bulk_create(changes)

    def _first(self, uid: str, shown: dict[str, Any], reason: str) -> PublishedItem:
        return PublishedItem(
            uid=uuid.UUID(uid),
            schedule=self.schedule,
            monday=self.monday,
            shown=shown | {"reason": reason},
            first_published_at=self.at,
            changed_at=self.at,
        )

    def _update(
        self, row: PublishedItem, shown: dict[str, Any], reason: str, kinds: Sequence[ChangeKind]
    ) -> None:
        told = reason if kinds else row.shown.get("reason", "")
        if kinds:
            row.sequence += 1
            row.changed_at = self.at
        if shown:
            beside = {"reason": told, "left": _left(row, shown)}
            row.shown, row.monday, row.withdrawn_at = shown | beside, self.monday, None
        elif row.withdrawn_at is None:
            row.shown, row.withdrawn_at = row.shown | {"reason": told}, self.at

    def _change(
        self, uid: str, kind: ChangeKind, before: Any, after: Any, reason: str
    ) -> ScheduleChange:
        return ScheduleChange(
            schedule_id=self.schedule.pk,
            monday=self.monday,
            uid=uuid.UUID(uid),
            kind=kind,
            before=before,
            after=after,
            reason=reason,
            at=self.at,
            by_id=self.user.pk if self.user is not None else None,
            by_name=name_of(self.user),
        )


def _kinds_from(
    row: PublishedItem | None, shown: Mapping[str, Any], reason: str
) -> tuple[ChangeKind, ...]:
    if row is None or row.withdrawn_at is None:
        kinds = kinds_of(_shown(row), shown)
        is_off = bool(shown) and shown["status"] != ItemStatus.PLANNED and not shown["is_busy"]
        if row is not None and not kinds and is_off and reason != row.shown.get("reason", ""):
            # The public reads beside it why it is off; another reason is told as such.
            return (_STANDING[ItemStatus(shown["status"])],)
        return kinds
    # Comes back: readers and calendars had been told that it is gone.
    return (_STANDING[ItemStatus(shown["status"])],) if shown else ()


def _rows(
    schedule: ScheduleIndexPage, page: WeeklySchedulePage, uids: Sequence[uuid.UUID]
) -> dict[str, PublishedItem]:
    """The rows of a week by the uid of their item, also those of items that came to it."""
    found = PublishedItem.objects.filter(schedule=schedule.pk)
    rows = list(found.filter(Q(monday=page.monday) | Q(uid__in=uids)).order_by("pk"))
    _forget_units(rows)
    return {str(row.uid): row for row in rows}


def _forget_units(rows: Sequence[PublishedItem]) -> None:
    """Take out of the rows the units that are not in the register any more, which is no news."""
    told = {row.shown.get("preparing_agency") for row in rows} - {None}
    gone = told - set(Agency.objects.filter(pk__in=told).values_list("pk", flat=True))
    for row in rows:
        if row.shown.get("preparing_agency") in gone:
            row.shown["preparing_agency"] = None


def _reasons_told(
    schedule: ScheduleIndexPage, rows: Iterable[PublishedItem]
) -> set[tuple[uuid.UUID, str]]:
    """The reasons of earlier changes; a version that is brought back brings its own along."""
    found = list(rows)
    changes = ScheduleChange.objects.filter(
        schedule_id=schedule.pk, uid__in=[row.uid for row in found]
    )
    told = {(row.uid, row.shown.get("reason", "")) for row in found}
    return told.union(changes.values_list("uid", "reason"))


def _people(rows: Iterable[Any], role: PersonRole) -> list[dict[str, Any]]:
    return [
        {
            "label": row.label,
            "person": row.post.person_id if row.post_id and row.post else None,
            "post": row.post_id,
        }
        for row in rows
        if row.role == role
    ]


def _said(value: Any) -> Any:
    if isinstance(value, list):
        return [each["label"] for each in value]
    return value


def _shown(row: PublishedItem | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {name: value for name, value in row.shown.items() if name not in _BESIDE}


def _left(row: PublishedItem, shown: Mapping[str, Any]) -> list[int]:
    """Keys of people who took part as it was told and do not now; their calendars drop it."""
    told = _keys_of(row.shown) | set(row.shown.get("left", ()))
    return sorted(told - _keys_of(shown))


def _keys_of(shown: Mapping[str, Any]) -> set[int]:
    everybody = [*shown["chairs"], *shown["participants"]]
    return {each["person"] for each in everybody if each["person"]}


def _brings_people(item: ScheduleItem) -> bool:
    """Whether the people came with a draft and are not to be read from the database."""
    return "people" in (getattr(item, "_cluster_related_objects", None) or {})
