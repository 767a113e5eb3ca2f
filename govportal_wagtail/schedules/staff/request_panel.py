"""Schedules on the first page of the admin: what waits, and which week is not posted yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from ...editorial.access import agency_of
from .. import due, rights
from ..models import ScheduleIndexPage, ScheduleRequest
from ..vocabulary import RequestState
from ..wording import week_of
from . import access, request_access

#: Weeks that are due within so many days are named.
_AHEAD: Final = timedelta(days=2)


class SchedulesPanel(Component):  # type: ignore[misc]
    """For the office what waits and what is late; for a unit what was returned to it."""

    name = "govportal_schedules"
    template_name = "govportal/schedules/staff/panel.html"
    order = 96

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The counts, the weeks, and the way to each."""
        user: Any = parent_context["request"].user if parent_context else None
        schedules = list(rights.schedules_of(user))
        writes = access.writes_here(user)
        arranged = [each for each in schedules if writes and rights.arranges(user, each)]
        today = timezone.localdate()
        weeks = due.unposted(arranged, today, today + _AHEAD)
        return {
            "weeks": [
                {
                    "words": week_of(each.schedule, each.week),
                    "due_at": each.due_at,
                    "is_late": each.is_late(),
                    "schedule": each.schedule.pk,
                    "code": each.week.code,
                }
                for each in weeks
            ],
            "arranges": bool(arranged),
            "registers": request_access.registers_somewhere(user),
            "requests": reverse("schedules:requests"),
            **_counts(user, schedules, arranged),
        }


def _counts(
    user: Any, schedules: list[ScheduleIndexPage], arranged: list[ScheduleIndexPage]
) -> dict[str, Any]:
    """How many wait for the office, the first of them; how many were returned to the unit."""
    agency = agency_of(user)
    waiting = Q(state=RequestState.REGISTERED, schedule__in=arranged)
    own = Q(agency=agency.pk) if agency else Q(pk__in=[])
    coming = ScheduleRequest.objects.filter(
        schedule__in=schedules, date__gte=timezone.localdate()
    ).order_by()
    found: dict[str, Any] = coming.aggregate(
        waiting=Count("pk", filter=waiting),
        next_day=Min("date", filter=waiting),
        returned=Count("pk", filter=own & Q(state=RequestState.RETURNED)),
        sent=Count("pk", filter=own & Q(state=RequestState.REGISTERED)),
    )
    return found
