"""Answers to the question by when something must be posted, with all that they rest on.

Where the regulation gives a rhythm or a rule of conduct instead of a time limit, or says nothing,
the answer says so: a date is never invented and never borrowed from another province.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from . import legal_basis
from .calendar import WorkingCalendar
from .deadlines import (
    ComputedDeadline,
    Status,
    counting_of,
    due_by_event,
    explanation,
    rule_for,
    rules_by_role,
)
from .schema import DeadlineRule, Profile, Rule

#: Every kind of information about which some regulation says when it must be posted.
CATEGORIES = (
    "direction",
    "news",
    "propaganda",
    "legal_doc",
    "consultation",
    "strategy",
    "project",
    "science",
    "statistics",
    "procedure",
    "qa_triage",
    "qa_out_of_scope",
    "qa_answer",
    "foreign",
    "other",
    "change",
    "takedown",
    "frequency",
    "frequency_agency",
    "complaints",
)
_POLICIES = ("complaints",)


def categories(profile: Profile) -> list[str]:
    """The codes one may ask for: the common ones and those of the profile."""
    own = [rule.category for rule in profile.deadlines.values()]
    covered = [each for rule in profile.deadlines.values() for each in rule.covers]
    return list(dict.fromkeys([*CATEGORIES, *own, *covered, *profile.rhythm]))


def events_of(profile: Profile, category: str, role: str = "") -> list[str]:
    """The codes of the events from which the category is counted.

    Raises:
        UnknownRole: where the regulation has time limits for other roles only.
    """
    rule = rule_for(profile, category, role)
    return [event.value for event in rule.anchors] if rule else []


def answer(
    profile: Profile,
    category: str,
    events: Mapping[str, date | None],
    calendar: WorkingCalendar,
    *,
    role: str = "",
) -> dict[str, Any]:
    """The earliest last day of the category, as plain JSON; ``deadlines`` has one per event.

    ``due`` is an ISO date, or None where there is none; ``status`` says why. The time limits of
    other roles are under ``alternatives``.

    Raises:
        UnknownRole: where the regulation has time limits for other roles only.
        CalendarRangeError: where days would have to be counted of which nothing is known.
    """
    rule = rule_for(profile, category, role)
    if rule is None:
        return _without_time_limit(profile, category, role, events)
    by_role = rules_by_role(profile, category)
    found = _answers(profile, category, rule, events, calendar)
    # Those without a date come last.
    first = min(found, key=lambda each: (each["due"] is None, each["due"] or ""))
    others = [
        each
        for other in by_role.values()
        if other is not rule
        for each in _answers(profile, category, other, events, calendar)
    ]
    return {**first, "deadlines": found, "alternatives": others}


def _answers(
    profile: Profile,
    category: str,
    rule: DeadlineRule,
    events: Mapping[str, date | None],
    calendar: WorkingCalendar,
) -> list[dict[str, Any]]:
    found = due_by_event(rule, events, calendar, counting_of(profile))
    return [_counted(profile, category, computed) for computed in found]


def _counted(profile: Profile, category: str, computed: ComputedDeadline) -> dict[str, Any]:
    rule = computed.rule
    return {
        **_head(profile, category, rule.role, rule, on=computed.anchor),
        **explanation(computed),
        "anchors": [event.value for event in rule.anchors],
        "is_minimum": rule.is_minimum,
        "or_progress_notice": rule.or_progress_notice,
    }


def _without_time_limit(
    profile: Profile, category: str, role: str, events: Mapping[str, date | None]
) -> dict[str, Any]:
    """A rhythm, a rule of conduct, or nothing."""
    rule: Rule | None = None
    status = Status.SILENT
    details: dict[str, Any] = {}
    if category in profile.rhythm:
        rhythm = rule = profile.rhythm[category]
        details = {"times": rhythm.times, "per": rhythm.per.value, "hours": list(rhythm.hours)}
        status = Status.RHYTHM
    elif category in _POLICIES and category in profile.policies:
        policy = rule = profile.policies[category]
        details, status = {"policy": policy.value}, Status.POLICY
    event, anchor = next(iter(events.items()), ("", None))
    return {
        **_head(profile, category, role, rule, on=anchor),
        "status": status.value,
        "event": event,
        "anchor": anchor.isoformat() if anchor else None,
        "due": None,
        "unit": None,
        "days": None,
        "counted": [],
        "skipped": [],
        "provisional_years": [],
        **details,
        "deadlines": [],
        "alternatives": [],
    }


def _head(
    profile: Profile, category: str, role: str, rule: Rule | None, *, on: date | None
) -> dict[str, Any]:
    instrument = profile.instrument
    return {
        "profile": profile.code,
        "instrument": instrument.symbol,
        "is_draft": instrument.is_draft,
        "in_force": instrument.in_force(on=on or timezone.localdate()),
        "in_force_on": (on or timezone.localdate()).isoformat(),
        "category": category,
        "role": role,
        "article": rule.article if rule else "",
        "note": rule.note if rule else "",
        "evidence": rule.evidence.value if rule else "",
        "silent": list(rule.silent) if rule else [],
        "legal_basis": [_basis(each, on) for each in rule.cites] if rule else [],
    }


def _basis(symbol: str, on: date | None) -> dict[str, Any]:
    """A cited instrument, what came after it, and what applies on the day."""
    chain = legal_basis.chain(symbol)
    day = on or timezone.localdate()
    return {
        "cited": symbol,
        "title": chain[0].title if chain else "",
        "replaced_by": [each.symbol for each in chain[1:]],
        "applicable": [each.symbol for each in legal_basis.applicable(symbol, on=day)],
    }
