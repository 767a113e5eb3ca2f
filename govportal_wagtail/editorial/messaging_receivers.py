"""Tells people what happened to an item."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from . import messaging
from .models import EditorialEvent
from .recipients import is_told
from .signals import event_recorded


@receiver(event_recorded, dispatch_uid="govportal_editorial.messages")
def remember_to_tell(event: EditorialEvent, **kwargs: Any) -> None:
    """Inside the transaction of the step; the messages are written when it is committed."""
    if is_told(event.kind):
        messaging.put_into_outbox(event)
