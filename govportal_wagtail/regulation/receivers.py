"""Every change of a day or a year reaches the running deadlines, whoever makes it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from .calendar_changes import days_changed
from .models import CalendarOverride, CalendarYear


@receiver([post_save, post_delete], sender=CalendarOverride)
def override_changed(instance: CalendarOverride, **kwargs: Any) -> None:
    """The day as it is now, and the day as it was before it was moved."""
    # A day that was assigned as text is still text here.
    day = CalendarOverride._meta.get_field("date").to_python(instance.date)
    days = {day, instance.stored_date or day}
    instance.stored_date = day
    reason = f"{instance.label} ({instance.basis})" if instance.basis else instance.label
    days_changed(days, user=_who(instance, kwargs), reason=reason)


@receiver([post_save, post_delete], sender=CalendarYear)
def year_changed(instance: CalendarYear, **kwargs: Any) -> None:
    """No date moves when a year becomes official, but the explanations say it."""
    try:
        first = date(int(instance.year), 1, 1)
    except ValueError:
        return
    days = (first + timedelta(days=n) for n in range(366))
    days_changed(
        (day for day in days if day.year == first.year),
        user=_who(instance, kwargs),
        reason=instance.basis,
    )


def _who(instance: CalendarOverride | CalendarYear, sent: dict[str, Any]) -> Any:
    """Who saved the record; a deletion outside ``calendar_edit`` does not say whose it was."""
    return instance.entered_by if "created" in sent else None
