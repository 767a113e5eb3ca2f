"""The public list of changes of a schedule: what it says, and what it does not say any more."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q

from .models import PublishedItem, ScheduleChange, ScheduleIndexPage
from .vocabulary import ChangeKind

#: What the public may know of an item that it only knows as "working", or not any more.
OF_BUSY: Final = frozenset(
    {*("uid", "date", "session", "starts_at", "ends_at", "status", "is_busy"), "chairs"}
    | {"participants"}
)
_OF_WITHDRAWN: Final = frozenset({"uid", "date", "session", "starts_at", "ends_at"})
#: When something of an item was hidden, and by which kind of change.
_HidingStep = tuple[datetime, str]


@dataclass(frozen=True, slots=True)
class PublicChange:
    """One line of the public list of changes; nothing that has been hidden since."""

    uid: uuid.UUID
    kind: ChangeKind
    at: datetime
    reason: str
    #: As ``snapshot`` makes it, without what is not public any more; empty for added items.
    before: Mapping[str, Any]
    #: The same; empty for withdrawn items.
    after: Mapping[str, Any]

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(self.kind.label)


def changes_of(schedule: ScheduleIndexPage, monday: date) -> list[PublicChange]:
    """The changes of a published week in the order in which they were made; three queries.

    What an item said before it was hidden is not told again.
    """
    changes = ScheduleChange.objects.filter(schedule_id=schedule.pk, monday=monday)
    return public_changes(schedule, changes.order_by("at", "pk"))


def public_changes(
    schedule: ScheduleIndexPage, changes: Iterable[ScheduleChange]
) -> list[PublicChange]:
    """Changes of a schedule as the public may read them today, in the given order; two queries."""
    found = list(changes)
    mondays = {each.monday for each in found}
    rows = PublishedItem.objects.filter(schedule=schedule.pk, monday__in=mondays)
    public = {row.uid: row.shown for row in rows if row.withdrawn_at is None}
    steps = _hiding_steps(schedule, {each.uid for each in found})
    return [_public_change(each, public.get(each.uid), steps[each.uid]) for each in found]


def _public_change(
    change: ScheduleChange, now: Mapping[str, Any] | None, steps: Iterable[_HidingStep]
) -> PublicChange:
    """The change without what was hidden with it or after it, also where it came back since."""
    before, after, reason = change.before, change.after, change.reason
    hidden_by = {kind for at, kind in steps if at >= change.at}
    if now is None or ChangeKind.WITHDRAWN in hidden_by:
        before, after = _kept(before, _OF_WITHDRAWN), _kept(after, _OF_WITHDRAWN)
        # Earlier reasons speak of what is not shown any more.
        reason = reason if change.kind == ChangeKind.WITHDRAWN else ""
    elif now["is_busy"] or hidden_by:
        reason = reason if after.get("is_busy") else ""
        before, after = _kept(before, OF_BUSY), _kept(after, OF_BUSY)
    return PublicChange(change.uid, ChangeKind(change.kind), change.at, reason, before, after)


def _hiding_steps(
    schedule: ScheduleIndexPage, uids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, list[_HidingStep]]:
    """When items were taken away from readers or began to be shown as "working"; one query."""
    found: dict[uuid.UUID, list[_HidingStep]] = defaultdict(list)
    if uids:
        is_hiding = Q(kind=ChangeKind.WITHDRAWN) | Q(after__is_busy=True)
        changes = ScheduleChange.objects.filter(is_hiding, schedule_id=schedule.pk, uid__in=uids)
        for uid, at, kind in changes.values_list("uid", "at", "kind"):
            found[uid].append((at, kind))
    return found


def _kept(shown: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if name in names}
