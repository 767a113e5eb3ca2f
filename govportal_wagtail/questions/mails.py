"""What is written to askers and staff about a question, and when.

The line of the outbox is stored with the step (``editorial.messaging``), so that everybody is told
once, also after a crash or while the mail server is away. No message names the asker or repeats
the question. Staff read a number and a topic and open the question in the admin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.dispatch import receiver
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from wagtail.models import Page
from wagtail.rich_text import expand_db_html
from wagtail.signals import page_published

from ..core.models import PortalSite
from ..editorial import mail_html, messaging
from ..editorial.models import Message
from ..editorial.recipients import Recipient
from ..editorial.registries import FleetingMail, OutboxSource, fleeting_mails, outbox_sources
from ..regulation import catalogue
from ..regulation.presentation import articles
from . import codes, recipients, timing
from .models import Question, QuestionEvent, QuestionSettings, Reply
from .publication import lacks_consent
from .signals import question_event
from .vocabulary import QuestionEventKind as Kind
from .vocabulary import QuestionState

FOLDER: Final = "govportal/questions/mail"
#: The only mail with a secret; its text is forgotten once it is sent.
RECEIVED: Final = "question_received"
_SOURCE: Final = "questions"
_PAGES: Final = "question_pages"
_ANSWER: Final = "qa_answer"
_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)

_TO_ASKER: Final[dict[str, str]] = {
    Kind.ASSIGNED: "question_assigned",
    Kind.TRANSFERRED: "question_transferred",
    Kind.INFORMATION_ASKED: "question_information",
    Kind.PROGRESS: "question_progress",
    Kind.EXTENDED: "question_extended",
    Kind.ANSWERED: "question_answered",
    Kind.OUT_OF_SCOPE: "question_out_of_scope",
    Kind.REFUSED: "question_refused",
    Kind.FORWARDED: "question_forwarded",
    Kind.DIVIDED: "question_divided",
    Kind.MERGED: "question_merged",
    Kind.NO_REPLY: "question_no_reply",
    #: Only where staff did it: askers know what they did themselves.
    Kind.WITHDRAWN: "question_withdrawn",
}
_TO_STAFF: Final = frozenset(
    {
        Kind.ASKED,
        Kind.ENTERED,
        Kind.ASSIGNED,
        Kind.TRANSFERRED,
        Kind.INFORMATION_GIVEN,
        Kind.SUBMITTED,
        Kind.SIGNED,
        Kind.RETURNED,
        Kind.WITHDRAWN,
        Kind.CONSENT,
    }
)


def about(question: Question) -> str:
    """How messages name the question they are about."""
    return f"questions:{question.pk}"


def confirm(question: Question, secret: str) -> list[Message]:
    """Write number, code and secret to the asker; call it in the transaction that stores them.

    The secret is known at this moment only. Whoever left no e-mail address is shown it instead.
    """
    found = recipients.asker(question)
    if not found:
        return []
    return messaging.tell(
        RECEIVED,
        found,
        link=tracking_address(question.portal_site),
        context={**_context(question), **_due(question), "secret": codes.readable(secret)},
        folder=FOLDER,
        about=about(question),
    )


def tracking_address(portal_site: PortalSite) -> str:
    """Where askers follow their questions; empty where the project leaves the pages out."""
    try:
        return f"{portal_site.site.root_url}{reverse('govportal_questions:tracking')}"
    except NoReverseMatch:
        return ""


def plain_answer(reply: Reply | None, root_url: str = "") -> str:
    """The text of a reply without HTML; the address of a link stands behind its words."""
    if reply is None:
        return ""
    return mail_html.text_of(_LINK.sub(lambda link: _written_out(link, root_url), _html(reply)))


@receiver(question_event, dispatch_uid="govportal_questions.mails")
def remember_to_tell(
    event: QuestionEvent, question: Question, secret: str = "", **kwargs: Any
) -> None:
    """Inside the transaction of the step; the messages are written when it is committed.

    Only what holds a secret is written at once: nobody knows it later.
    """
    if secret:
        confirm(question, secret)
    if event.kind in _TO_STAFF or event.kind in _TO_ASKER:
        messaging.put_into_outbox_of(
            _SOURCE, str(event.pk), label=question.number, about=about(question)
        )


@receiver(page_published, dispatch_uid="govportal_questions.mails")
def remember_publication(instance: Page, **kwargs: Any) -> None:
    """The first publication of question and answer; changes of the page are not told."""
    if instance.first_published_at != instance.last_published_at:
        return
    question = Question.objects.filter(page=instance.pk).first()
    if question is not None:
        messaging.put_into_outbox_of(
            _PAGES, str(question.pk), label=question.number, about=about(question)
        )


def tell_of(key: str) -> list[Message]:
    """Write to everybody who is to know of the event with this key."""
    event = QuestionEvent.objects.filter(pk=int(key)).first()
    question = _questions().filter(pk=event.question_id).first() if event else None
    if event is None or question is None:
        return []
    return [*_tell_asker(event, question), *_tell_staff(event, question)]


def tell_of_page(key: str) -> list[Message]:
    """Tell the asker where their question was published."""
    question = _questions().filter(pk=int(key)).first()
    if question is None or question.page is None or not question.page.live:
        return []
    return messaging.tell(
        "question_published",
        recipients.asker(question),
        link=tracking_address(question.portal_site),
        context={**_context(question), "page_address": question.page.full_url or ""},
        folder=FOLDER,
        about=about(question),
    )


def _questions() -> Any:
    return Question.objects.select_related(
        "portal_site__site__root_page__locale", "portal_site__portal", "topic", "agency", "page"
    )


def _tell_asker(event: QuestionEvent, question: Question) -> list[Message]:
    kind = _TO_ASKER.get(event.kind)
    if event.kind == Kind.WITHDRAWN and (
        event.by_id is None or not _details(event).get("was_open")
    ):
        kind = None
    found = recipients.asker(question) if kind else []
    if kind is None or not found:
        return []
    reply = _reply(event, question)
    context = {
        **_context(question, event),
        **_due(question),
        **_told_by(event, question),
        "reply": reply,
        "answer": plain_answer(reply, question.portal_site.site.root_url),
        "has_files": reply is not None and reply.files.exists(),
        "promised_on": reply.promised_on if reply else question.promised_on,
    }
    return messaging.tell(
        kind,
        found,
        link=tracking_address(question.portal_site),
        context=context,
        folder=FOLDER,
        about=about(question),
    )


def _tell_staff(event: QuestionEvent, question: Question) -> list[Message]:
    """Nobody is told twice of the same step, and nobody of their own."""
    told = {event.by_id}
    messages = []
    for kind, find in _staff(event, question):
        new = [each for each in find() if each.user.pk not in told]
        told |= {each.user.pk for each in new}
        messages += messaging.tell(
            kind,
            new,
            link=messaging.address_in_admin("questions:detail", question.pk),
            context=_context(question, event),
            folder=FOLDER,
            about=about(question),
        )
    return messages


def _staff(
    event: QuestionEvent, question: Question
) -> Iterator[tuple[str, Callable[[], list[Recipient]]]]:
    """Kinds of messages to staff, with who gets them as things stand now."""
    kind = Kind(event.kind)
    if kind in (Kind.ASKED, Kind.ENTERED):
        yield "staff_new", lambda: recipients.intake(question.portal_site)
    elif kind in (Kind.ASSIGNED, Kind.TRANSFERRED):
        yield "staff_assigned", lambda: recipients.of_the_agency(question)
    elif kind == Kind.INFORMATION_GIVEN:
        yield "staff_information", lambda: recipients.handling(question)
    elif kind == Kind.RETURNED:
        reply = _reply(event, question)
        yield "staff_returned", lambda: recipients.writer(reply, question)
    elif kind == Kind.WITHDRAWN and _details(event).get("was_open"):
        if question.agency:
            yield "staff_withdrawn", lambda: recipients.of_the_agency(question)
    elif kind in (Kind.CONSENT, Kind.WITHDRAWN):
        # A page is taken down by people, who see what else it serves.
        if question.page and question.page.live and lacks_consent(question):
            yield "staff_consent", lambda: recipients.intake(question.portal_site)
    elif kind in (Kind.SUBMITTED, Kind.SIGNED):
        if question.state == QuestionState.TO_SIGN:
            yield "staff_to_sign", lambda: recipients.signing(question)
        elif question.state == QuestionState.TO_APPROVE:
            yield "staff_to_approve", lambda: recipients.approving(question)


def _context(question: Question, event: QuestionEvent | None = None) -> dict[str, Any]:
    return {
        "question": question,
        "number": question.number,
        "code": codes.readable(question.code),
        "site": question.portal_site,
        "agency": question.agency,
        "event": event,
        "place": _Place(event) if event and event.article else "",
    }


class _Place:
    """An article in the language in which the mail is written."""

    def __init__(self, event: QuestionEvent) -> None:
        self._event = event

    def __str__(self) -> str:
        profile = catalogue.profiles().get(self._event.profile)
        place = articles.label(self._event.article)
        return f"{place}, {profile.title}" if profile else place


def _due(question: Question) -> dict[str, Any]:
    """The last day for the answer and how it is counted, in one sentence."""
    found = [each for each in timing.explanation(question) if each.deadline.category == _ANSWER]
    if not found:
        return {"due_on": question.promised_on, "counted": ""}
    last = max(found, key=lambda each: each.deadline.pk)
    counted = ""
    if last.answer is not None and not question.promised_on:
        with translation.override(question.language):
            counted = f"{last.answer.summary} ({last.place}, {last.answer.profile.title})"
    return {"due_on": question.promised_on or last.deadline.due_on, "counted": counted}


def _told_by(event: QuestionEvent, question: Question) -> dict[str, Any]:
    """What only some kinds of messages say."""
    values: dict[str, Any] = {}
    if event.kind == Kind.INFORMATION_ASKED:
        asked = question.additions.filter(answered_at=None).last()
        values["reply_until"] = asked.reply_until if asked else None
    elif event.kind == Kind.DIVIDED:
        values["parts"] = list(question.parts.select_related("topic").order_by("pk"))
    elif event.kind == Kind.REFUSED:
        settings = QuestionSettings.of(question)
        values["complaints_to"] = settings.complaints_to
    wording = _details(event).get("wording")
    return {**values, "wording": wording if wording != event.reason else ""}


def _reply(event: QuestionEvent, question: Question) -> Reply | None:
    """The reply that the event is about."""
    key = _details(event).get("reply")
    return Reply.objects.filter(pk=key).first() if isinstance(key, int) else None


def _details(event: QuestionEvent) -> dict[str, Any]:
    return event.details if isinstance(event.details, dict) else {}


def _html(reply: Reply) -> str:
    return str(expand_db_html(reply.body))


def _written_out(link: re.Match[str], root_url: str) -> str:
    address, words = link.group(1), link.group(2)
    if address.startswith("/"):
        address = f"{root_url}{address}"
    address = address.removeprefix("mailto:").removeprefix("tel:")
    return words if not address or address in words else f"{words} ({address})"


outbox_sources.register(_SOURCE, OutboxSource(_SOURCE, tell_of))
outbox_sources.register(_PAGES, OutboxSource(_PAGES, tell_of_page))
fleeting_mails.register(RECEIVED, FleetingMail(RECEIVED))
