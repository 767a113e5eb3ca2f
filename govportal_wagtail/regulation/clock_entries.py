"""How a change of a running time limit is written: row, last day, explanation, history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from .calendar import WorkingCalendar, current_calendar
from .clock_checks import ClockError
from .deadlines import ComputedDeadline
from .models import Deadline, DeadlineEvent, DeadlineEventKind
from .stored_rules import computed_from, stored_explanation


@contextmanager
def locked(deadline: Deadline) -> Iterator[None]:
    """Lock the row and bring the instance up to date, in a transaction."""
    with transaction.atomic():
        deadline.refresh_from_db(from_queryset=Deadline.objects.select_for_update())
        yield


def start_one(
    deadline: Deadline,
    computed: ComputedDeadline,
    owners: Iterable[AbstractBaseUser],
    user: AbstractBaseUser | None,
    reason: str,
) -> Deadline:
    """Store a new deadline with its first date, its owners and its first event."""
    deadline.anchor_event, deadline.anchor_date = computed.event, computed.anchor
    take(deadline, computed)
    details = {"event": computed.event, "status": computed.status.value}
    save(deadline, DeadlineEventKind.STARTED, user, reason, old=None, **details)
    deadline.owners.set(owners)  # type: ignore[arg-type]
    return deadline


def recount(deadline: Deadline, calendar: WorkingCalendar | None = None) -> None:
    """Give the deadline the last day that follows from what it holds."""
    computed = computed_from(
        deadline.rule,
        deadline.anchor_event,
        deadline.anchor_date,
        calendar or current_calendar(),
        pauses=deadline.pauses,
        extra_days=deadline.extra_days,
    )
    take(deadline, computed)


def date_if_resumed(deadline: Deadline, calendar: WorkingCalendar) -> date | None:
    """The last day of a paused deadline as far as it is known: as if it went on unpaused."""
    closed = [pause for pause in deadline.pauses if pause[1]]
    computed = computed_from(
        deadline.rule,
        deadline.anchor_event,
        deadline.anchor_date,
        calendar,
        pauses=closed,
        extra_days=deadline.extra_days,
    )
    return computed.due


def take(deadline: Deadline, computed: ComputedDeadline) -> None:
    """Give the deadline a computed last day and its explanation."""
    deadline.due_on = computed.due
    deadline.first_due_on = deadline.first_due_on or computed.due
    deadline.explanation = stored_explanation(computed)


def save(
    deadline: Deadline,
    kind: DeadlineEventKind,
    user: AbstractBaseUser | None,
    reason: str,
    *,
    old: date | None,
    **details: Any,
) -> None:
    """Save the deadline and write the line of its history."""
    deadline.save()
    DeadlineEvent.objects.create(
        deadline=deadline,
        kind=kind,
        by=user,  # type: ignore[misc]
        reason=reason,
        old_due_on=old,
        new_due_on=deadline.due_on,
        details=details,
    )


def end_pause(deadline: Deadline, day: date) -> None:
    """Close the open pause on the day, which counts again.

    Raises:
        ClockError: for a day before the clock was stopped.
    """
    began = deadline.pauses[-1][0]
    if day < date.fromisoformat(began):
        raise ClockError(_("The clock was stopped after that day."))
    deadline.pauses = [*deadline.pauses[:-1], [began, day.isoformat()]]


def iso(day: date | None) -> str | None:
    """The day as text, or None."""
    return day.isoformat() if day else None
