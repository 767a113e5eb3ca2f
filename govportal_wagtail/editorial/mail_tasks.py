"""Sends the e-mail of messages in the background; what fails is tried again, later and later."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.mail import EmailMessage, get_connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_tasks import task

from .. import conf
from .models import MailState, Message
from .registries import fleeting_mails

logger = logging.getLogger(__name__)

#: With these delays a mail server may be away for more than three days.
MOST_ATTEMPTS: Final = 8
_FIRST_DELAY: Final = timedelta(minutes=5)
_FACTOR: Final = 3
#: A mail server that does not answer holds up one request no longer than this, in seconds.
_PATIENCE: Final = 10
_BATCH: Final = 100


@task()
def send_messages(messages: list[int]) -> int:
    """Send the e-mail of these messages that are due; returns how many went out."""
    return deliver(messages)[0]


def send_waiting(*, again: bool = False) -> tuple[int, int]:
    """Send everything that waits and is due; returns how many went out, and how many did not.

    ``again`` takes up what was given up.
    """
    if again:
        Message.objects.filter(mail_state=MailState.FAILED).update(
            mail_state=MailState.WAITING, mail_attempts=0, mail_after=None
        )
    waiting = list(_due(timezone.now()).order_by("pk").values_list("pk", flat=True))
    sent = failed = 0
    for start in range(0, len(waiting), _BATCH):
        out, left = deliver(waiting[start : start + _BATCH])
        sent, failed = sent + out, failed + left
        if left and not out:
            # The server is away: what has not been tried keeps its turn.
            break
    return sent, failed


def deliver(messages: Sequence[int]) -> tuple[int, int]:
    """Send these messages over one connection; returns how many went out, and how many did not.

    Each is taken by one process only. No row is locked while the mail server is spoken to, so that
    a slow one holds up nobody; a process that dies meanwhile leaves the message for the next turn.
    """
    now = timezone.now()
    taken = [key for key in messages if _take(key, now)]
    rows = list(Message.objects.filter(pk__in=taken).select_related("recipient").order_by("pk"))
    if not rows:
        return 0, 0
    connection = _connected()
    if connection is None:
        _not_sent(rows)
        return 0, len(rows)
    try:
        sent = [row for row in rows if _send(row, connection)]
    finally:
        _close(connection)
    return len(sent), len(rows) - len(sent)


def forget_outside(now: datetime | None = None) -> int:
    """Delete e-mails to people without an account, so many days after they went out.

    The number of days is ``GOVPORTAL_OUTSIDE_MAIL_DAYS``; what was given up goes after the same
    time. Returns how many were deleted.
    """
    before = (now or timezone.now()) - timedelta(days=conf.OUTSIDE_MAIL_DAYS)
    sent = Q(mail_state=MailState.SENT, mailed_at__lte=before)
    given_up = Q(mail_state__in=(MailState.FAILED, MailState.NONE), created_at__lte=before)
    outside = Message.objects.filter(recipient=None).exclude(address="")
    return int(outside.filter(sent | given_up).delete()[0])


def address_of(user: Any) -> str:
    """The address of a user; empty for none."""
    return str(getattr(user, user.get_email_field_name(), "") or "")


def delay(attempts: int) -> timedelta:
    """How long after so many attempts the next one is made: 5, 15, 45 minutes and so on."""
    power = max(0, min(attempts, MOST_ATTEMPTS) - 1)
    return _FIRST_DELAY * int(_FACTOR**power)


def _due(now: datetime) -> QuerySet[Message]:
    ready = Q(mail_after__isnull=True) | Q(mail_after__lte=now)
    return Message.objects.filter(ready, mail_state=MailState.WAITING)


def _take(key: int, now: datetime) -> bool:
    """Take the message for this attempt; of several processes one alone changes the row."""
    attempts = Message.objects.filter(pk=key).values_list("mail_attempts", flat=True).first()
    if attempts is None:
        return False
    taken = _due(now).filter(pk=key, mail_attempts=attempts)
    return bool(
        taken.update(mail_attempts=F("mail_attempts") + 1, mail_after=now + delay(attempts + 1))
    )


def _connected() -> Any:
    """An open connection, or None: then nobody waits once more for each single message."""
    try:
        connection = get_connection()
        if getattr(connection, "timeout", 0) is None:
            connection.timeout = _PATIENCE  # type: ignore[attr-defined]
        connection.open()
    except Exception:  # Each backend has errors of its own, and none may get out.
        logger.exception("The mail server could not be reached.")
        return None
    return connection


def _send(row: Message, connection: Any) -> bool:
    recipient = row.recipient
    address = row.address
    if recipient is not None:
        address = address_of(recipient) if recipient.is_active else ""
    if not address:
        Message.objects.filter(pk=row.pk).update(mail_state=MailState.NONE, mail_after=None)
        return True
    mail = EmailMessage(
        row.subject,
        row.body,
        to=[address],
        connection=connection,
        # Nobody's notice of absence is to come back.
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except Exception:
        logger.exception("Message %s was not sent.", row.pk)
        _not_sent([row])
        return False
    forgotten = {"body": ""} if fleeting_mails.get(row.kind) else {}
    Message.objects.filter(pk=row.pk).update(
        mail_state=MailState.SENT, mailed_at=timezone.now(), mail_after=None, **forgotten
    )
    return True


def _not_sent(rows: Iterable[Message]) -> None:
    """After the last attempt it is given up; the message itself stays in the admin."""
    done = [row.pk for row in rows if row.mail_attempts >= MOST_ATTEMPTS]
    if done:
        Message.objects.filter(pk__in=done).update(mail_state=MailState.FAILED, mail_after=None)


def _close(connection: Any) -> None:
    try:
        connection.close()
    except Exception:  # The messages are out.
        logger.warning("The connection to the mail server was not closed.", exc_info=True)
