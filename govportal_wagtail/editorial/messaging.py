"""Messages to people: stored with the step that they tell of, mailed after it is committed.

A step writes one line into the outbox, in its own transaction, so that no message is lost and no
step fails because of one. What is written and to whom is decided after the commit, when the item
stands where the step left it; what could not be done then, ``govportal_deadlines mail`` does.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import Page

from ..core.models import PortalSite
from ..core.page_hosts import full_address
from ..regulation import catalogue
from . import history, mail_tasks, tracking
from .models import (
    EditorialEvent,
    EditorialItem,
    MailState,
    Message,
    MessagePreference,
    PageReport,
    SupplySlip,
)
from .recipients import Recipient, for_event, last_answer, open_verification, site_of
from .registries import outbox_sources
from .vocabulary import EventKind

logger = logging.getLogger(__name__)

#: The kind of a line of the outbox; it has no recipient and is nobody's message.
OUTBOX: Final = "outbox"
#: So often an event is tried to be told of.
MOST_ATTEMPTS: Final = 8
#: Where the templates lie.
FOLDER: Final = "govportal/editorial/mail"
_SUBJECT_LENGTH: Final = 255
_LINK_LENGTH: Final = 500


def put_into_outbox(event: EditorialEvent) -> None:
    """Remember inside the transaction of a step that people are to be told of it."""
    _put(link=str(event.pk), label=event.label)


def put_into_outbox_of(source: str, key: str, *, label: str, about: str = "") -> None:
    """The same for a feature of its own: the ``OutboxSource`` of this code is given the key.

    ``label`` is for who looks into the outbox; neither it nor the key holds personal data.
    """
    _put(link=f"{source}:{key}", label=label, about=about)


def take_out(line: int) -> list[Message]:
    """Tell of what a line of the outbox stands for; once, whoever else tries at the same time.

    A failure is logged and noted, and the line stays for the next attempt.
    """
    try:
        with transaction.atomic():
            row = Message.objects.filter(pk=line, kind=OUTBOX).first()
            # Of two who delete the same row, the database lets one find it.
            if row is None or not Message.objects.filter(pk=line).delete()[0]:
                return []
            return _told_of(row.link)
    except Exception:  # The step is done; what goes wrong here must not reach it.
        logger.exception("Nobody could be told of line %s of the outbox.", line)
        Message.objects.filter(pk=line).update(mail_attempts=F("mail_attempts") + 1)
        return []


def empty_outbox() -> int:
    """Tell of what was left in the outbox; returns how many messages that made."""
    lines = Message.objects.filter(kind=OUTBOX, mail_attempts__lt=MOST_ATTEMPTS)
    return sum(len(take_out(line)) for line in lines.order_by("pk").values_list("pk", flat=True))


def tell_of(event: EditorialEvent) -> list[Message]:
    """Write to everybody who is to know of the event."""
    items = EditorialItem.objects.select_related(
        "portal_site__site__root_page__locale", "portal_site__portal", "claimed_by", "created_by"
    )
    item = items.filter(pk=event.item_id or 0).first()
    notices = for_event(event, item)
    if not notices:
        return []
    context = _context(event, item)
    return [
        message
        for notice in notices
        for message in tell(notice.kind, notice.recipients, item=item, context=context)
    ]


def tell(
    kind: str,
    recipients: Iterable[Recipient],
    *,
    item: EditorialItem | None = None,
    link: str = "",
    context: dict[str, Any] | None = None,
    folder: str = FOLDER,
    about: str = "",
) -> list[Message]:
    """Store one message for each recipient, as ``store`` does, and mail it after the commit."""
    messages = store(
        kind, recipients, item=item, link=link, context=context, folder=folder, about=about
    )
    waiting = [each.pk for each in messages if each.mail_state == MailState.WAITING]
    if waiting:
        # A queue that is down must not turn a successful step into an error page.
        transaction.on_commit(partial(mail_tasks.send_messages.enqueue, waiting), robust=True)
    return messages


def store(
    kind: str,
    recipients: Iterable[Recipient],
    *,
    item: EditorialItem | None = None,
    link: str = "",
    context: dict[str, Any] | None = None,
    is_digested: bool = True,
    folder: str = FOLDER,
    about: str = "",
) -> list[Message]:
    """Write one message to each recipient, in their language; the command or a task mails it.

    ``kind`` names the templates ``<kind>_subject.txt`` and ``<kind>.txt`` in ``folder``. Without
    ``link`` it is the address of the item: in the admin, or for people outside the page to follow
    it. With ``is_digested`` it waits for the daily mail of those who want one. ``about`` names a
    record of another app, such as ``questions:123``.
    """
    given = list(recipients)
    if kind == "waiting" and item is not None:
        given = _not_told_yet(item, given)
    wants_digest = _wanting_digest(given) if is_digested else set()
    texts: dict[tuple[str, bool], dict[str, str]] = {}
    messages = []
    for recipient in given:
        key = (recipient.language, recipient.user is None)
        if key not in texts:
            address = link or _link(kind, item, context or {}, is_outside=recipient.user is None)
            texts[key] = _written(f"{folder}/{kind}", recipient.language, item, address, context)
        row = Message(kind=kind, item=item, about=about, **texts[key])
        row.recipient, row.address = recipient.user, recipient.address
        row.mail_state = _state(recipient, wants_digest)
        messages.append(row)
    return Message.objects.bulk_create(messages)


def address_in_admin(name: str, *args: Any) -> str:
    """The absolute address of a page of the admin; empty where there is none of the name."""
    try:
        return f"{(get_admin_base_url() or '').rstrip('/')}{reverse(name, args=args)}"
    except NoReverseMatch:
        return ""


def _put(*, link: str, label: str, about: str = "") -> None:
    line = Message.objects.create(
        kind=OUTBOX, subject=label, link=link, about=about, mail_state=MailState.NONE
    )
    transaction.on_commit(partial(take_out, line.pk), robust=True)


def _told_of(link: str) -> list[Message]:
    """Tell of the event that a line stands for: of the editorial flow, or of another feature."""
    code, _separator, key = link.rpartition(":")
    if code:
        source = outbox_sources.get(code)
        return source.tell(key) if source else []
    event = EditorialEvent.objects.filter(pk=int(key)).first()
    return tell_of(event) if event else []


def _written(
    template: str,
    language: str,
    item: EditorialItem | None,
    link: str,
    context: dict[str, Any] | None,
) -> dict[str, str]:
    """Subject, text and link of a message in the language, by field."""
    site = item.portal_site if item else None
    values = {"item": item, "site": site, **(context or {}), "link": link}
    with translation.override(language):
        subject = render_to_string(f"{template}_subject.txt", values)
        body = render_to_string(f"{template}.txt", values)
    lines = [line.rstrip() for line in body.strip().splitlines()]
    # Parts that do not apply leave more than one empty line behind.
    kept = [line for number, line in enumerate(lines) if line or lines[number - 1]]
    return {
        "subject": " ".join(subject.split())[:_SUBJECT_LENGTH],
        "body": "\n".join(kept) + "\n",
        "link": link[:_LINK_LENGTH],
    }


def _context(event: EditorialEvent, item: EditorialItem | None) -> dict[str, Any]:
    details = event.details if isinstance(event.details, dict) else {}
    site = item.portal_site if item else site_of(event)
    slip = SupplySlip.objects.filter(item=item).first() if item else None
    report = PageReport.objects.filter(pk=details.get("report") or 0).first()
    page = Page.objects.filter(pk=event.page_id or 0).first()
    return {
        "event": event,
        "site": site,
        "slip": slip,
        "code": tracking.readable(slip.tracking_code) if slip else "",
        "report": report,
        "report_code": tracking.readable(report.tracking_code) if report else "",
        "page_address": full_address(page) if page and page.live else "",
        "ground": history.ground_of(event),
        "reasons": _reasons(event, details),
        "verification": open_verification(item) if item else None,
        "answered": last_answer(item) if item else None,
        "actor": event.by_name,
    }


def _reasons(event: EditorialEvent, details: dict[str, Any]) -> list[str]:
    """The wordings of the reasons of a return, as they were then; else those of the regulation."""
    if isinstance(written := details.get("wordings"), list):
        return [str(each) for each in written]
    profile = catalogue.profiles().get(event.profile)
    codes = details.get("reasons")
    if profile is None or not isinstance(codes, list):
        return []
    found = [profile.return_reasons.get(str(code)) for code in codes]
    return [rule.wording or rule.note for rule in found if rule]


def _link(
    kind: str, item: EditorialItem | None, context: dict[str, Any], *, is_outside: bool
) -> str:
    """Where to go on reading; empty where no such page exists."""
    if is_outside:
        site = context.get("site") or (item.portal_site if item else None)
        return _public_link(site) if site and item else ""
    if item is not None:
        return address_in_admin("editorial_items:detail", item.pk)
    if kind == EventKind.REPORTED and context.get("report"):
        return address_in_admin("editorial_after:report", context["report"].pk)
    return str(context.get("page_address", ""))


def _public_link(site: PortalSite) -> str:
    try:
        return f"{site.site.root_url}{reverse('govportal_editorial:tracking')}"
    except NoReverseMatch:
        return ""


def _not_told_yet(item: EditorialItem, recipients: list[Recipient]) -> list[Recipient]:
    """Without those who know already that the item waits at this very step.

    One step may leave several lines in the log.
    """
    told = set(
        Message.objects.filter(
            item=item, kind="waiting", created_at__gte=item.moved_at
        ).values_list("recipient", flat=True)
    )
    return [each for each in recipients if each.user is None or each.user.pk not in told]


def _wanting_digest(recipients: list[Recipient]) -> set[int]:
    users = [each.user.pk for each in recipients if each.user]
    wanting = MessagePreference.objects.filter(user__in=users, wants_digest=True)
    return set(wanting.values_list("user", flat=True))


def _state(recipient: Recipient, wants_digest: set[int]) -> str:
    if recipient.user is None:
        return MailState.WAITING
    if not mail_tasks.address_of(recipient.user):
        return MailState.NONE
    return MailState.DIGEST if recipient.user.pk in wants_digest else MailState.WAITING
