"""The rule of a running time limit, kept as it was when the clock started."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation

from .calendar import WorkingCalendar
from .deadlines import ComputedDeadline, Counting, counting_of, due, explanation
from .schema import DeadlineRule, Profile
from .vocabulary import RECEIPT_EVENTS, ReturnPolicy

_FIELDS = (
    "key",
    "category",
    "role",
    "article",
    "unit",
    "days",
    "anchors",
    "direction",
    "is_minimum",
    "or_progress_notice",
    "extendable_days",
)


def rule_data(rule: DeadlineRule, profile: Profile) -> dict[str, Any]:
    """What decides the date, as plain JSON."""
    counting = counting_of(profile)
    data = {name: getattr(rule, name) for name in _FIELDS}
    return {
        **data,
        "unit": rule.unit.value,
        "anchors": [event.value for event in rule.anchors],
        "direction": rule.direction.value,
        "on_return": return_policy(rule, profile).value,
        "include_event_day": counting.include_event_day,
        "roll_forward": counting.roll_forward,
    }


def return_policy(rule: DeadlineRule, profile: Profile) -> ReturnPolicy:
    """What a return does to the clock: as the rule says, else the profile, else by its event.

    A profile's general answer restarts only what is counted from receipt: a document that comes
    again was not issued, approved or published again.
    """
    if rule.return_policy:
        return rule.return_policy
    general = profile.policy("return_clock")
    from_receipt = bool(rule.anchors) and set(rule.anchors) <= RECEIPT_EVENTS
    if general and (from_receipt or general == ReturnPolicy.KEEP_ORIGINAL):
        return ReturnPolicy(general)
    return rule.on_return


def computed_from(
    data: Mapping[str, Any],
    event: str,
    anchor: date | None,
    calendar: WorkingCalendar,
    *,
    pauses: Sequence[Sequence[str | None]] = (),
    extra_days: int = 0,
) -> ComputedDeadline:
    """The last day by a stored rule.

    Raises:
        CalendarRangeError: where days would have to be counted of which nothing is known.
    """
    values = {name: data[name] for name in _FIELDS if name in data}
    counting = Counting(data.get("include_event_day", False), data.get("roll_forward", True))
    return due(
        DeadlineRule(**values),
        anchor,
        calendar,
        event=event,
        pauses=[(date.fromisoformat(str(start)), _day(end)) for start, end in pauses],
        extra_days=extra_days,
        counting=counting,
    )


def stored_explanation(computed: ComputedDeadline) -> dict[str, Any]:
    """The explanation in the language of the portal, whoever made the change."""
    with translation.override(settings.LANGUAGE_CODE):
        return explanation(computed)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
