"""Running time limits: started, paused, extended, met. Every change is logged in its transaction.

A deadline keeps the rule by which it was started. All functions lock the row, bring the given
instance up to date and return it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from itertools import groupby

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .calendar import WorkingCalendar, current_calendar
from .clock_checks import (
    ClockError,
    check_counted,
    check_length,
    check_open,
    check_reason,
    check_unfinished,
)
from .clock_entries import (
    date_if_resumed,
    end_pause,
    iso,
    locked,
    recount,
    save,
    start_one,
    take,
)
from .deadlines import counting_of, due_by_event, rule_for
from .models import Deadline, DeadlineEventKind, DeadlineState
from .recalculation import Moved, recompute
from .schema import Profile
from .stored_rules import computed_from, rule_data
from .vocabulary import RECEIPT_EVENTS, ReturnPolicy

__all__ = [
    "ClockError",
    "Moved",
    "cancel",
    "extend",
    "meet",
    "pause",
    "recompute",
    "restart",
    "resume",
    "set_event",
    "start",
]

_LONGEST_EXTENSION = 3650


def start(
    subject: models.Model,
    *,
    label: str,
    profile: Profile,
    category: str,
    role: str = "",
    events: Mapping[str, date | None],
    owners: Collection[AbstractBaseUser] = (),
    user: AbstractBaseUser | None = None,
    reason: str = "",
) -> list[Deadline]:
    """Start the time limits of an item: one for each event of the rule that is known.

    Where none is known yet it is one without a date, which ``set_event`` completes. Empty where the
    regulation is silent.

    Raises:
        UnknownRole: where the regulation has time limits for other roles only.
        CalendarRangeError: where days would have to be counted of which nothing is known.
        ClockError: for a reason that is too long.
    """
    check_length(reason)
    rule = rule_for(profile, category, role)
    if rule is None:
        return []
    values = {
        "content_type": ContentType.objects.get_for_model(subject),
        "object_id": str(subject.pk),
        "subject_label": label[:255],
        "profile": profile.code,
        "instrument": profile.instrument.symbol,
        "category": category,
        "role": rule.role or role,
        "article": rule.article,
        "rule": rule_data(rule, profile),
    }
    with transaction.atomic():
        found = due_by_event(rule, events, current_calendar(), counting_of(profile))
        return [start_one(Deadline(**values), each, owners, user, reason) for each in found]


def set_event(
    subject: models.Model,
    event: str,
    day: date,
    *,
    user: AbstractBaseUser | None,
    reason: str = "",
) -> list[Deadline]:
    """Enter or correct the day of an event in all time limits of an item that are counted from it.

    A deadline that waited for the day gets its date; where another event started one already, this
    event starts one of its own. What is done or cancelled stays. Returns what was changed or
    started.

    Raises:
        CalendarRangeError: where days would have to be counted of which nothing is known.
        ClockError: for a reason that is too long.
    """
    check_length(reason)
    with transaction.atomic():
        rows = (
            Deadline.objects.select_for_update()
            .filter(
                content_type=ContentType.objects.get_for_model(subject), object_id=str(subject.pk)
            )
            .exclude(state=DeadlineState.CANCELLED)
            .order_by("profile", "category", "role", "pk")
        )
        calendar = current_calendar()
        changed = []
        for _key, group in groupby(rows, key=lambda row: (row.profile, row.category, row.role)):
            deadline = _set_in_group(list(group), event, day, calendar, user, reason)
            if deadline:
                changed.append(deadline)
        return changed


def restart(
    deadline: Deadline,
    *,
    user: AbstractBaseUser | None,
    reason: str,
    day: date | None = None,
    policy: str = "",
) -> Deadline:
    """An item that was sent back comes again on ``day`` (today): start anew, or run on.

    Which of the two is the policy of the rule and the profile, unless ``policy`` decides. Both last
    days are logged. A new start forgets pauses and extensions of the first run.

    Raises:
        ClockError: without a reason, or for a deadline that is finished.
        CalendarRangeError: where days would have to be counted of which nothing is known.
    """
    check_reason(reason)
    with locked(deadline):
        check_unfinished(deadline)
        day = day or timezone.localdate()
        calendar = current_calendar()
        old = deadline.due_on or date_if_resumed(deadline, calendar)
        anew = computed_from(deadline.rule, _receipt_event(deadline), day, calendar)
        details = {
            "policy": policy or deadline.rule.get("on_return", ReturnPolicy.KEEP_ORIGINAL.value),
            "came_again": day.isoformat(),
            "first_came": iso(deadline.anchor_date),
            "due_if_kept": iso(old),
            "due_if_restarted": iso(anew.due),
            "extra_days_before": deadline.extra_days,
            "pauses_before": deadline.pauses,
        }
        if details["policy"] == ReturnPolicy.RESTART_ON_RESUBMISSION:
            deadline.anchor_date, deadline.anchor_event = day, anew.event
            deadline.pauses, deadline.extra_days = [], 0
            deadline.state = DeadlineState.OPEN
            take(deadline, anew)
        save(deadline, DeadlineEventKind.RESTARTED, user, reason, old=old, **details)
    return deadline


def pause(
    deadline: Deadline,
    *,
    user: AbstractBaseUser | None,
    reason: str,
    day: date | None = None,
) -> Deadline:
    """Stop the clock from ``day`` (today) on; that day does not count any more.

    Raises:
        ClockError: without a reason, or where no clock runs on that day.
    """
    check_reason(reason)
    with locked(deadline):
        day = day or timezone.localdate()
        check_open(deadline)
        check_counted(deadline)
        if day > (deadline.due_on or day):
            raise ClockError(_("The time limit has ended; it cannot be paused any more."))
        if day < (deadline.anchor_date or day):
            raise ClockError(_("The time limit has not begun on that day."))
        if deadline.pauses and day < date.fromisoformat(deadline.pauses[-1][1]):
            raise ClockError(_("The clock stood on that day already."))
        old = deadline.due_on
        deadline.pauses = [*deadline.pauses, [day.isoformat(), None]]
        deadline.state = DeadlineState.PAUSED
        recount(deadline)
        save(deadline, DeadlineEventKind.PAUSED, user, reason, old=old, day=day.isoformat())
    return deadline


def resume(
    deadline: Deadline,
    *,
    user: AbstractBaseUser | None,
    reason: str,
    day: date | None = None,
) -> Deadline:
    """Let the clock go on from ``day`` (today), which counts again.

    Raises:
        ClockError: without a reason, where no clock stands, or for a day before it stopped.
        CalendarRangeError: where days would have to be counted of which nothing is known.
    """
    check_reason(reason)
    with locked(deadline):
        if deadline.state != DeadlineState.PAUSED:
            raise ClockError(_("The clock does not stand."))
        day = day or timezone.localdate()
        end_pause(deadline, day)
        deadline.state = DeadlineState.OPEN
        recount(deadline)
        save(deadline, DeadlineEventKind.RESUMED, user, reason, old=None, day=day.isoformat())
    return deadline


def extend(
    deadline: Deadline, days: int, *, user: AbstractBaseUser | None, reason: str
) -> Deadline:
    """Grant more days, in the unit of the rule.

    Raises:
        ClockError: without a reason, where no clock runs, or for more days than the rule allows.
        CalendarRangeError: where days would have to be counted of which nothing is known.
    """
    check_reason(reason)
    with locked(deadline):
        check_unfinished(deadline)
        check_counted(deadline)
        if days < 1:
            raise ClockError(_("An extension has one day or more."))
        granted = deadline.extra_days + days
        most = deadline.rule.get("extendable_days") or _LONGEST_EXTENSION
        if granted > most:
            raise ClockError(
                _("The time limit may be extended by %(days)s days at most.") % {"days": most}
            )
        old = deadline.due_on
        deadline.extra_days = granted
        recount(deadline)
        save(deadline, DeadlineEventKind.EXTENDED, user, reason, old=old, days=days)
    return deadline


def meet(
    deadline: Deadline,
    *,
    user: AbstractBaseUser | None,
    reason: str = "",
    day: date | None = None,
) -> Deadline:
    """Note that what was owed was done on ``day`` (today).

    Raises:
        ClockError: for a deadline that is finished, or a day before its clock was stopped.
    """
    check_length(reason)
    with locked(deadline):
        check_unfinished(deadline)
        old = deadline.due_on
        deadline.finished_on = day or timezone.localdate()
        if deadline.state == DeadlineState.PAUSED:
            # Whether it was in time can be told only by a date.
            end_pause(deadline, deadline.finished_on)
            recount(deadline)
        deadline.state = DeadlineState.MET
        done = deadline.finished_on.isoformat()
        save(deadline, DeadlineEventKind.MET, user, reason, old=old, day=done)
    return deadline


def cancel(deadline: Deadline, *, user: AbstractBaseUser | None, reason: str) -> Deadline:
    """End a time limit that does not matter any more.

    Raises:
        ClockError: without a reason, or for a deadline that is finished.
    """
    check_reason(reason)
    with locked(deadline):
        check_unfinished(deadline)
        deadline.state = DeadlineState.CANCELLED
        deadline.finished_on = timezone.localdate()
        save(deadline, DeadlineEventKind.CANCELLED, user, reason, old=deadline.due_on)
    return deadline


def _set_in_group(
    group: list[Deadline],
    event: str,
    day: date,
    calendar: WorkingCalendar,
    user: AbstractBaseUser | None,
    reason: str,
) -> Deadline | None:
    """One item's deadlines by one rule; the one that changed or was started."""
    if event not in group[0].rule.get("anchors", ()):
        return None
    same = next((row for row in group if row.anchor_event == event and row.anchor_date), None)
    waiting = next((row for row in group if row.anchor_date is None), None)
    deadline = same or waiting
    if deadline is None:
        first = group[0]
        deadline = Deadline(
            **{
                name: getattr(first, name)
                for name in ("content_type", "object_id", "subject_label", "profile", "instrument")
            },
            **{name: getattr(first, name) for name in ("category", "role", "article", "rule")},
        )
        computed = computed_from(first.rule, event, day, calendar)
        return start_one(deadline, computed, first.owners.all(), user, reason)
    unfinished = deadline.state in (DeadlineState.OPEN, DeadlineState.PAUSED)
    if not unfinished or deadline.anchor_date == day:
        return None
    details = {"cause": "event", "event": event, "old_anchor": iso(deadline.anchor_date)}
    old = deadline.due_on
    deadline.anchor_event, deadline.anchor_date = event, day
    recount(deadline, calendar)
    details["new_anchor"] = day.isoformat()
    save(deadline, DeadlineEventKind.RECALCULATED, user, reason, old=old, **details)
    return deadline


def _receipt_event(deadline: Deadline) -> str:
    """The event that a resubmission is: the one it was counted from, else the first receipt."""
    anchors = deadline.rule.get("anchors", [])
    receipts = [event for event in anchors if event in RECEIPT_EVENTS]
    return deadline.anchor_event or next(iter([*receipts, *anchors]), "")
