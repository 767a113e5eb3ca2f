"""Running time limits follow a change of the calendar, with a log of what moved.

Deadlines that share rule, event and pauses share their computation and their update, so that the
work grows with the number of deadlines and the number of queries hardly does.
"""

from __future__ import annotations

import json
import logging
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from . import notification
from .calendar import CalendarRangeError, WorkingCalendar, current_calendar
from .deadlines import ComputedDeadline
from .models import Deadline, DeadlineEvent, DeadlineEventKind
from .signals import deadlines_recalculated
from .stored_rules import computed_from, stored_explanation
from .vocabulary import LONGEST_REASON

logger = logging.getLogger(__name__)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Moved:
    """One deadline whose last day changed."""

    deadline_id: int
    old: date
    new: date


class _Shared(NamedTuple):
    """What decides a date; rules and pauses as the JSON text of the database."""

    rule: str
    event: str
    anchor: date
    extra_days: int
    pauses: str
    due: date


def recompute(
    days: Iterable[date], *, user: AbstractBaseUser | None = None, reason: str = ""
) -> list[Moved]:
    """Compute anew the running deadlines that a change of the days can touch.

    Those that moved are logged with both dates, and after the commit each of their owners gets one
    message. A deadline that is done, cancelled or paused stays as it is.
    """
    touched = sorted(set(days))
    if not touched:
        return []
    moved: list[Moved] = []
    with transaction.atomic():
        groups = _candidates(touched)
        calendar = current_calendar() if groups else WorkingCalendar()
        for shared, keys in groups.items():
            try:
                computed = _computed(shared, calendar)
            except CalendarRangeError as error:
                logger.warning("Deadlines counted from %s were left: %s", shared.anchor, error)
                continue
            _store(shared, computed, keys)
            if computed.due and computed.due != shared.due:
                moved += _log(shared, computed.due, keys, touched, user, reason)
        if moved:
            recipients = _owners(moved)
            transaction.on_commit(partial(_announce, moved, recipients, touched, user, reason))
    return moved


def _candidates(touched: list[date]) -> dict[_Shared, list[int]]:
    """The running deadlines whose span holds one of the days, locked, by what decides them."""
    first, last = touched[0], touched[-1]
    rows = (
        Deadline.objects.unfinished()
        .filter(
            # Those that end before their event have their last day first.
            Q(anchor_date__lte=last, due_on__gte=first)
            | Q(due_on__lte=last, anchor_date__gte=first)
        )
        .annotate(rule_text=Cast("rule", TextField()), pauses_text=Cast("pauses", TextField()))
        .order_by("pk")
        .select_for_update()
        .values_list(
            "pk",
            "rule_text",
            "anchor_event",
            "anchor_date",
            "extra_days",
            "pauses_text",
            "due_on",
        )
    )
    groups: dict[_Shared, list[int]] = defaultdict(list)
    for key, *values in rows.iterator(chunk_size=5000):
        shared = _Shared(*values)
        if _within(shared, touched):
            groups[shared].append(key)
    return groups


def _within(shared: _Shared, touched: list[date]) -> list[date]:
    """The days of the change that lie in the span from the event to the last day."""
    first, last = sorted((shared.anchor, shared.due))
    return touched[bisect_left(touched, first) : bisect_right(touched, last)]


def _computed(shared: _Shared, calendar: WorkingCalendar) -> ComputedDeadline:
    return computed_from(
        json.loads(shared.rule),
        shared.event,
        shared.anchor,
        calendar,
        pauses=json.loads(shared.pauses),
        extra_days=shared.extra_days,
    )


def _store(shared: _Shared, computed: ComputedDeadline, keys: list[int]) -> None:
    """Write the date, and the reasons even where the date is the same."""
    values: dict[str, Any] = {"explanation": stored_explanation(computed)}
    if computed.due:
        values["due_on"] = computed.due
    for batch in _batches(keys):
        Deadline.objects.filter(pk__in=batch).update(**values)


def _log(
    shared: _Shared,
    new: date,
    keys: list[int],
    touched: list[date],
    user: AbstractBaseUser | None,
    reason: str,
) -> list[Moved]:
    details = {
        "cause": "calendar",
        "days": [day.isoformat() for day in _span(shared, new, touched)],
    }
    events = (
        DeadlineEvent(
            deadline_id=key,
            kind=DeadlineEventKind.RECALCULATED,
            by=user,  # type: ignore[misc]
            reason=reason[:LONGEST_REASON],
            old_due_on=shared.due,
            new_due_on=new,
            details=details,
        )
        for key in keys
    )
    while batch := list(islice(events, _BATCH)):
        DeadlineEvent.objects.bulk_create(batch)
    return [Moved(key, shared.due, new) for key in keys]


def _span(shared: _Shared, new: date, touched: list[date]) -> list[date]:
    first, last = min(shared.anchor, shared.due, new), max(shared.anchor, shared.due, new)
    return touched[bisect_left(touched, first) : bisect_right(touched, last)]


def _owners(moved: list[Moved]) -> dict[int, list[notification.MovedItem]]:
    """What moved, by the key of the person who is told."""
    by_key = {each.deadline_id: each for each in moved}
    through = Deadline.owners.through.objects
    found: dict[int, list[notification.MovedItem]] = defaultdict(list)
    for batch in _batches(list(by_key)):
        rows = through.filter(deadline_id__in=batch).values_list(
            "deadline_id", Deadline.owners.field.m2m_reverse_field_name(), "deadline__subject_label"
        )
        for key, person, label in rows:
            item = notification.MovedItem(label, by_key[key].old, by_key[key].new)
            found[person].append(item)
    return found


def _batches(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]


def _announce(
    moved: list[Moved],
    recipients: dict[int, list[notification.MovedItem]],
    days: list[date],
    user: AbstractBaseUser | None,
    reason: str,
) -> None:
    notification.tell_owners(recipients, reason=reason)
    deadlines_recalculated.send_robust(
        sender=Deadline, moved=moved, days=days, user=user, reason=reason
    )
