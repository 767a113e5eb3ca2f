"""The shipped days and years as rows that administrators see and may change."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from .calendar_changes import calendar_edit
from .calendar_data import corrections
from .models import CalendarOverride, CalendarYear


def seed(report: Callable[[str], object] = lambda line: None) -> int:
    """Create what is missing and report it; returns how many rows were created.

    A row that exists stays as it is, whatever it says: an administrator may know better.
    """
    known = corrections()
    created = 0
    with calendar_edit(user=None, reason=_("Days shipped with the portal")):
        for day in known.days:
            values = {"is_working": day.is_working, "label": day.label, "basis": day.basis}
            _row, is_new = CalendarOverride.objects.get_or_create(date=day.date, defaults=values)
            created += is_new
        for year, basis in known.years.items():
            _year, is_new = CalendarYear.objects.get_or_create(
                year=year, defaults={"is_official": True, "basis": basis}
            )
            created += is_new
    if created:
        report(_("Calendar: %(count)s days and years") % {"count": created})
    return created
