"""What is written about registrations, and to whom: the office of new ones, the unit of decisions.

The line of the outbox is stored with the step (``editorial.messaging``), so that everybody is told
once, also after a crash. What is not for the public stands in no e-mail.
"""

from __future__ import annotations

from typing import Any, Final

from django.dispatch import receiver

from ..editorial import messaging
from ..editorial.models import Message
from ..editorial.recipients import Recipient
from ..editorial.registries import OutboxSource, outbox_sources
from . import recipients, rights
from .models import ScheduleEvent, ScheduleRequest
from .signals import schedule_event
from .vocabulary import ScheduleEventKind as Kind
from .vocabulary import Visibility
from .weeks import Week
from .wording import when

FOLDER: Final = "govportal/schedules/mail"
_SOURCE: Final = "schedules"
_TO_OFFICE: Final[dict[str, str]] = {
    Kind.REGISTERED: "request_registered",
    Kind.CHANGED: "request_completed",
}
_TO_UNIT: Final[dict[str, str]] = {
    Kind.ACCEPTED: "request_accepted",
    Kind.RETURNED: "request_returned",
    Kind.REFUSED: "request_refused",
}


def about(request: ScheduleRequest) -> str:
    """How messages name the registration they are about."""
    return f"schedules:{request.pk}"


@receiver(schedule_event, dispatch_uid="govportal_schedules.mails")
def remember_to_tell(event: ScheduleEvent, request: ScheduleRequest | None, **kwargs: Any) -> None:
    """Inside the transaction of the step; the messages are written when it is committed."""
    if request is not None and _kind(event):
        label = f"{request.date:%d/%m/%Y}"
        messaging.put_into_outbox_of(_SOURCE, str(event.pk), label=label, about=about(request))


def tell_of(key: str) -> list[Message]:
    """Write to everybody who is to know of the event with this key; nobody of their own step."""
    event = ScheduleEvent.objects.filter(pk=int(key)).first()
    rows = ScheduleRequest.objects.select_related("schedule", "agency", "entered_by")
    request = rows.filter(pk=event.request_id or 0).first() if event else None
    kind = _kind(event) if event else ""
    if event is None or request is None or not kind:
        return []
    return messaging.tell(
        kind,
        [each for each in _told(event, request) if each.user.pk != event.by_id],
        link=messaging.address_in_admin("schedules:request", request.pk),
        context=_context(event, request),
        folder=FOLDER,
        about=about(request),
    )


def _kind(event: ScheduleEvent) -> str:
    """Of changes the office is told where it had returned the registration."""
    if event.kind == Kind.CHANGED and not event.details.get("was_returned"):
        return ""
    return _TO_OFFICE.get(event.kind) or _TO_UNIT.get(event.kind) or ""


def _told(event: ScheduleEvent, request: ScheduleRequest) -> list[Recipient]:
    if event.kind in _TO_OFFICE:
        return recipients.office(request.schedule)
    return recipients.unit(request)


def _context(event: ScheduleEvent, request: ScheduleRequest) -> dict[str, Any]:
    is_public = request.visibility == Visibility.PUBLIC
    return {
        "entry": request,
        "schedule": request.schedule,
        "site": rights.site_of(request.schedule),
        "week": Week.of(request.date),
        "when": _When(request),
        "content": request.content if is_public else "",
        "reason": event.reason,
    }


class _When:
    """The time in the language in which the mail is written."""

    def __init__(self, request: ScheduleRequest) -> None:
        self._request = request

    def __str__(self) -> str:
        return when(self._request)


outbox_sources.register(_SOURCE, OutboxSource(_SOURCE, tell_of))
