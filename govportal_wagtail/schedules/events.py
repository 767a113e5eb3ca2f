"""Writes the log of schedules: who did what with registrations and weeks, when and why."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from ..editorial.access import agency_of
from ..editorial.ledger import name_of
from ..editorial.roles import role_of
from . import rights
from .models import ScheduleEvent, ScheduleIndexPage, ScheduleRequest
from .signals import schedule_event
from .vocabulary import ScheduleEventKind


def record(
    kind: ScheduleEventKind,
    schedule: ScheduleIndexPage,
    *,
    user: Any,
    monday: date | None = None,
    request: ScheduleRequest | None = None,
    reason: str = "",
    **details: Any,
) -> ScheduleEvent:
    """Write one line; call it in the transaction of the step.

    ``schedule_event`` is sent, whose receivers tell people after the commit.
    """
    portal_site = rights.site_of(schedule)
    agency = agency_of(user) if user is not None else None
    event = ScheduleEvent(
        kind=kind,
        schedule_id=schedule.pk,
        portal_site_id=portal_site.pk if portal_site else 0,
        request_id=request.pk if request else None,
        monday=monday,
        at=timezone.now(),
        by_id=user.pk if user is not None else None,
        by_name=name_of(user) if user is not None else "",
        agency_id=agency.pk if agency else None,
        agency_name=agency.name if agency else "",
        role=role_of(user, portal_site) if user is not None else "",
        reason=reason,
        details=details,
    )
    event.save()
    schedule_event.send(ScheduleEvent, event=event, request=request, user=user)
    return event
