"""Remembers refused attempts to publish until they can be written down.

A refusal ends the transaction in which it happened, and with it every line written there. The
attempt is therefore kept for the request and written after it; the program's own log gets it at
once.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import DatabaseError, connections
from django.dispatch import receiver
from wagtail.models import Page

from . import ledger, publication
from .vocabulary import EventKind

logger = logging.getLogger("govportal.editorial")


@dataclass(frozen=True, slots=True)
class _Attempt:
    user: Any
    page: int | None
    title: str
    message: str


_pending: ContextVar[list[_Attempt] | None] = ContextVar("govportal_attempts", default=None)


def note(user: Any, page: Any, message: str) -> None:
    """Take down that the user was refused something on the page."""
    title = str(getattr(page, "title", ""))
    logger.warning("Refused: user %s, page %s: %s", user.pk, getattr(page, "pk", None), message)
    pending = _pending.get()
    if pending is not None:
        pending.append(_Attempt(user, getattr(page, "pk", None), title, message))


@receiver(request_started, dispatch_uid="govportal_editorial.attempts_begin")
def begin(**kwargs: Any) -> None:
    """Nothing was refused in this request yet."""
    _pending.set([])


@receiver(request_finished, dispatch_uid="govportal_editorial.attempts_write")
def write(**kwargs: Any) -> None:
    """Write what was refused; a database that fails now leaves the line of the program's log."""
    pending = _pending.get()
    _pending.set(None)
    if not pending:
        return
    for attempt in pending:
        try:
            _write(attempt)
        except DatabaseError:
            logger.exception("A refused attempt was not written into the editorial log.")
    # Django has closed what this request used; what was opened since is closed as well, unless
    # whoever sent the request holds a transaction open on it.
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def _write(attempt: _Attempt) -> None:
    page = Page.objects.filter(pk=attempt.page).first() if attempt.page else None
    ledger.record(
        EventKind.ATTEMPT_REFUSED,
        user=attempt.user,
        page=page,
        portal_site=publication.portal_site_of(page) if page else None,
        reason=attempt.message,
        title=attempt.title,
    )
