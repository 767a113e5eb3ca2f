"""Filters for templates that show schedules: ``{% load govportal_schedules %}``."""

from __future__ import annotations

from datetime import date

from django import template

from ...core.dates import written
from ..changelog import PublicChange
from ..models import Weekday
from ..public.leaders import Asked
from ..vocabulary import ChangeKind
from ..wording import clock, when_told

register = template.Library()
register.filter("clock", clock)


@register.filter
def weekday(value: date | None) -> str:
    """The name of the day of the week; nothing where there is no day."""
    return str(Weekday(value.weekday()).label) if isinstance(value, date) else ""


@register.filter
def for_leader(asked: Asked, leader: int) -> str:
    """The end of an address that shows one leader and keeps the rest of what is asked."""
    return asked.of_leader(leader).query()


@register.filter
def earlier(change: PublicChange) -> str:
    """What a time or a place was before a change; nothing for other changes."""
    before = change.before
    if change.kind == ChangeKind.PLACE:
        return str(before.get("place") or "")
    if change.kind != ChangeKind.TIME or not before.get("date"):
        return ""
    return f"{when_told(before)}, {written(date.fromisoformat(before['date']), 'd/m')}"
