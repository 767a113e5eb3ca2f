"""By when something must be done: computed from a rule, a day and a calendar, and explained.

Everything here is a pure computation: no query, no clock, no setting. The day of the event is not
counted, and a period that ends on a day off ends on the next working day (Articles 147 and 148 of
the Civil Code), unless the profile says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .calendar import CalendarRangeError, DayFact, DayKind, WorkingCalendar
from .schema import DeadlineRule, Profile
from .vocabulary import Direction, Unit

#: A closed or open interval in which the clock stood; its last day counts again.
Pause = tuple[date, date | None]
#: The role for which a time limit is given first where the regulation has several.
MAIN_ROLE = "issuer"


class Status(models.TextChoices):
    """What became of the question by when something must be done."""

    COMPUTED = "computed", _("a last day was computed")
    IMMEDIATE = "immediate", pgettext_lazy("deadline status", "at once")
    CONTINUOUS = "continuous", pgettext_lazy("deadline status", "continuously, without a last day")
    AS_REQUIRED = "as_required", _("as the competent authority requires, without a last day")
    NOT_COMPUTABLE = "not_computable", _("not computable: the day of the event is not known")
    PAUSED = "paused", _("the clock stands")
    SILENT = "silent", _("the regulation says nothing")
    RHYTHM = "rhythm", _("a rhythm of posting, not a last day")
    POLICY = "policy", _("a rule of conduct, not a last day")


_WITHOUT_DATE = {Unit.CONTINUOUS: Status.CONTINUOUS, Unit.AS_REQUIRED: Status.AS_REQUIRED}


@dataclass(frozen=True, slots=True)
class Counting:
    """How a province counts, where it differs from the Civil Code."""

    include_event_day: bool = False
    roll_forward: bool = True


@dataclass(frozen=True, slots=True)
class ComputedDeadline:
    """One answer with all that it rests on."""

    rule: DeadlineRule
    event: str
    anchor: date | None
    due: date | None
    status: Status
    #: The days that were counted, in the order of counting.
    counted: tuple[DayFact, ...] = ()
    #: The days between the event and the last day that were not counted, in the same order.
    skipped: tuple[DayFact, ...] = ()
    #: Days that were not counted because the clock stood.
    paused: tuple[date, ...] = ()
    #: The day off on which a period in calendar days would have ended.
    rolled_from: date | None = None
    #: Years without official notice whose days off decided the date.
    provisional_years: tuple[int, ...] = ()

    @property
    def worked_days_off(self) -> tuple[DayFact, ...]:
        """Counted days that are worked although they fall on a weekend or holiday."""
        return tuple(fact for fact in self.counted if fact.kind != DayKind.WORKING)


class UnknownRole(LookupError):
    """The regulation has time limits for other roles only."""

    def __init__(self, role: str, known: Sequence[str]) -> None:
        """Keep the roles that there are."""
        self.known = tuple(known)
        super().__init__(f"'{role}' is not one of: {', '.join(known)}")


def due(
    rule: DeadlineRule,
    anchor: date | None,
    calendar: WorkingCalendar,
    *,
    event: str = "",
    pauses: Sequence[Pause] = (),
    extra_days: int = 0,
    counting: Counting = Counting(),
) -> ComputedDeadline:
    """The last day of a time limit whose event was on ``anchor``; None for a day nobody knows.

    ``extra_days`` are granted on top, in the unit of the rule. In a pause from Monday to Wednesday,
    Monday and Tuesday do not count. Both concern time limits that run after their event.

    Raises:
        CalendarRangeError: where days would have to be counted of which nothing is known.
        ValueError: for a negative number of extra days.
    """
    if extra_days < 0:
        raise ValueError("extra_days cannot be negative")
    event = event or (rule.anchors[0].value if len(rule.anchors) == 1 else "")
    if rule.unit in _WITHOUT_DATE:
        return ComputedDeadline(rule, event, anchor, None, _WITHOUT_DATE[rule.unit])
    if anchor is None:
        known = rule.unit == Unit.IMMEDIATE and not rule.anchors
        status = Status.IMMEDIATE if known else Status.NOT_COMPUTABLE
        return ComputedDeadline(rule, event, None, None, status)
    if rule.unit == Unit.IMMEDIATE:
        return ComputedDeadline(rule, event, anchor, anchor, Status.IMMEDIATE)
    if rule.direction == Direction.BEFORE:
        return _before(rule, event, anchor, calendar, counting)
    if any(end is None for _start, end in pauses):
        return ComputedDeadline(rule, event, anchor, None, Status.PAUSED)
    stood = _paused_days(pauses, anchor if counting.include_event_day else _plus(anchor, 1))
    days = (rule.days or 0) + extra_days
    if rule.unit == Unit.WORKING_DAY:
        return _working_days(rule, event, anchor, calendar, counting, days, stood)
    return _calendar_days(rule, event, anchor, calendar, counting, days, stood)


def _working_days(
    rule: DeadlineRule,
    event: str,
    anchor: date,
    calendar: WorkingCalendar,
    counting: Counting,
    days: int,
    stood: list[date],
) -> ComputedDeadline:
    first = anchor if counting.include_event_day else _plus(anchor, 1)
    # Each paused working day up to the end moves the end by one, which may take in more of them.
    previous, end = None, calendar.nth_working_day(_plus(first, -1), days)
    while stood and end != previous:
        needed = days + _working_until(stood, end, calendar)
        previous, end = end, calendar.nth_working_day(_plus(first, -1), needed)
    held = {day for day in stood if day <= end}
    facts = tuple(calendar.facts(first, end))
    counted = tuple(fact for fact in facts if fact.is_working and fact.day not in held)
    skipped = tuple(fact for fact in facts if not fact.is_working)
    return ComputedDeadline(
        rule,
        event,
        anchor,
        end,
        Status.COMPUTED,
        counted=counted,
        skipped=skipped,
        paused=tuple(fact.day for fact in facts if fact.is_working and fact.day in held),
        provisional_years=_provisional(calendar, first, end),
    )


def _calendar_days(
    rule: DeadlineRule,
    event: str,
    anchor: date,
    calendar: WorkingCalendar,
    counting: Counting,
    days: int,
    stood: list[date],
) -> ComputedDeadline:
    first = anchor if counting.include_event_day else _plus(anchor, 1)
    end = _plus(first, days - 1)
    # In order: a paused day up to the end moves the end, which may take in the next one.
    held = []
    for day in stood:
        if first <= day <= end:
            held.append(day)
            end = _plus(end, 1)
    last = end
    # A shortest period is not prolonged: days off are not deducted from it.
    if counting.roll_forward and not rule.is_minimum:
        last = calendar.nth_working_day(end, 0)
    without = frozenset(held)
    counted = tuple(fact for fact in calendar.facts(first, end) if fact.day not in without)
    return ComputedDeadline(
        rule,
        event,
        anchor,
        last,
        Status.COMPUTED,
        counted=counted,
        skipped=tuple(calendar.facts(end, _plus(last, -1))),
        paused=tuple(held),
        rolled_from=end if last != end else None,
        provisional_years=() if rule.is_minimum else _provisional(calendar, end, last),
    )


def _before(
    rule: DeadlineRule, event: str, anchor: date, calendar: WorkingCalendar, counting: Counting
) -> ComputedDeadline:
    """The latest day that is early enough; it is counted itself, the event is not."""
    days = rule.days or 0
    last = anchor if counting.include_event_day else _plus(anchor, -1)
    rolled_from = None
    if rule.unit == Unit.WORKING_DAY:
        start = calendar.nth_working_day(_plus(last, 1), -days)
        facts = tuple(calendar.facts(start, last))[::-1]
        counted = tuple(fact for fact in facts if fact.is_working)
        skipped = tuple(fact for fact in facts if not fact.is_working)
    else:
        end = start = _plus(last, 1 - days)
        # Never forward: the period before the event would become too short.
        if counting.roll_forward and not rule.is_minimum and not calendar.is_working(end):
            start, rolled_from = calendar.nth_working_day(end, -1), end
        counted = tuple(calendar.facts(end, last))[::-1]
        skipped = tuple(calendar.facts(_plus(start, 1), end))[::-1] if rolled_from else ()
    return ComputedDeadline(
        rule,
        event,
        anchor,
        start,
        Status.COMPUTED,
        counted=counted,
        skipped=skipped,
        rolled_from=rolled_from,
        provisional_years=_provisional(calendar, start, last),
    )


def _paused_days(pauses: Sequence[Pause], first: date) -> list[date]:
    """The days from the first countable one on which the clock stood, each once, in order."""
    days: set[date] = set()
    for start, end in pauses:
        begin = max(start, first)
        if end is not None:
            days.update(begin + timedelta(days=n) for n in range((end - begin).days))
    return sorted(days)


def _working_until(days: list[date], end: date, calendar: WorkingCalendar) -> int:
    return sum(1 for day in days if day <= end and calendar.is_working(day))


def _provisional(calendar: WorkingCalendar, first: date, last: date) -> tuple[int, ...]:
    years = range(first.year, last.year + 1)
    return tuple(year for year in years if calendar.is_provisional(year))


def _plus(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise CalendarRangeError from error


def rules_by_role(profile: Profile, category: str) -> dict[str, DeadlineRule]:
    """The time limits of a category by role, the one that applies unless told otherwise first."""
    found = {rule.role: rule for rule in profile.deadlines_for(category)}
    first = next((role for role in ("", MAIN_ROLE) if role in found), next(iter(found), ""))
    return {role: found[role] for role in sorted(found, key=lambda role: role != first)}


def rule_for(profile: Profile, category: str, role: str = "") -> DeadlineRule | None:
    """The time limit of a category for a role; None where the regulation is silent.

    Without a role it is the one for everybody, else the issuer's, else the first.

    Raises:
        UnknownRole: where the regulation has time limits for other roles only.
    """
    found = rules_by_role(profile, category)
    if not found:
        return None
    if not role:
        return next(iter(found.values()))
    if role in found:
        return found[role]
    if "" in found:
        return found[""]
    raise UnknownRole(role, list(found))


def counting_of(profile: Profile) -> Counting:
    """How the profile counts."""
    return Counting(
        include_event_day=profile.policy("event_day", "excluded") == "included",
        roll_forward=profile.policy("roll_forward", "next_working_day") != "none",
    )


def due_dates(
    profile: Profile,
    category: str,
    role: str,
    events: Mapping[str, date | None],
    calendar: WorkingCalendar,
) -> list[ComputedDeadline]:
    """One deadline for each known event of the rule; one not computable where none is known.

    Empty where the regulation is silent.

    Raises:
        UnknownRole: where the regulation has time limits for other roles only.
        CalendarRangeError: where days would have to be counted of which nothing is known.
    """
    rule = rule_for(profile, category, role)
    return [] if rule is None else due_by_event(rule, events, calendar, counting_of(profile))


def due_by_event(
    rule: DeadlineRule,
    events: Mapping[str, date | None],
    calendar: WorkingCalendar,
    counting: Counting = Counting(),
) -> list[ComputedDeadline]:
    """As ``due_dates``, for a rule that was found already."""
    names = [event.value for event in rule.anchors] or list(events)
    known = [(name, day) for name in names if (day := events.get(name)) is not None]
    if not rule.anchors:
        # The text names no event: the first thing that happened is one.
        known = sorted(known, key=lambda item: item[1])[:1]
    if not known or rule.unit in _WITHOUT_DATE:
        return [due(rule, None, calendar, counting=counting)]
    return [due(rule, day, calendar, event=name, counting=counting) for name, day in known]


def explanation(computed: ComputedDeadline) -> dict[str, Any]:
    """How the date came about, as plain JSON, with reasons in the current language."""
    rule = computed.rule
    return {
        "status": computed.status.value,
        "event": computed.event,
        "anchor": _iso(computed.anchor),
        "due": _iso(computed.due),
        "unit": rule.unit.value,
        "days": rule.days,
        "direction": rule.direction.value,
        "article": rule.article,
        "counted": [_iso(fact.day) for fact in computed.counted],
        "skipped": [_fact(fact) for fact in computed.skipped],
        "worked": [_fact(fact) for fact in computed.worked_days_off]
        if rule.unit == Unit.WORKING_DAY
        else [],
        "paused": [_iso(day) for day in computed.paused],
        "rolled_from": _iso(computed.rolled_from),
        "provisional_years": list(computed.provisional_years),
    }


def _fact(fact: DayFact) -> dict[str, str | None]:
    return {
        "date": _iso(fact.day),
        "reason": fact.reason,
        "kind": fact.kind.value,
        "basis": fact.basis,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
