"""What askers do with their questions: ask, complete, withdraw, agree, rate.

All of it is one transaction with its line in the log. What is personal goes into the tables of
its own and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..core.models import Agency, PortalSite
from ..core.vietnamese import normalise
from ..regulation.adoption import profile_for
from . import codes, delivery, events, numbers, rights, timing
from .errors import QuestionError
from .models import (
    Addition,
    Asker,
    Question,
    QuestionContent,
    QuestionFile,
    QuestionTopic,
)
from .rights import Can
from .standing import close, lock, move
from .vocabulary import BY_STAFF, Outcome, QuestionChannel, QuestionEventKind, QuestionState

#: A name and a file that Django can store; what is in it was checked before.
Upload = tuple[str, "File[Any]"]
MOST_STARS: Final = 5
_LONGEST_NAME: Final = 255


@dataclass(frozen=True, slots=True)
class AskerData:
    """Who asks, and to what they agree."""

    name: str
    email: str = ""
    phone: str = ""
    organisation: str = ""
    address: str = ""
    commune: str = ""
    #: To be answered: without it the portal has no ground to keep the data (Law 91/2025/QH15).
    agrees: bool = False
    agrees_to_publish: bool = False
    agrees_to_name: bool = False
    #: The version of the notice that was shown.
    notice: str = ""


@dataclass(frozen=True, slots=True)
class ContentData:
    """What is asked, and whom, as far as the asker knows."""

    title: str
    text: str
    topic: QuestionTopic | None = None
    agency: Agency | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A question that was taken; the secret can be told now and never again."""

    question: Question
    secret: str


def receive(
    portal_site: PortalSite,
    content: ContentData,
    asker: AskerData,
    *,
    files: Iterable[Upload] = (),
    channel: str = QuestionChannel.FORM,
    language: str = "vi",
    user: Any = None,
    received_on: date | None = None,
) -> Receipt:
    """Take a question: number, code, secret, and the clocks of its regulation.

    ``user`` enters it for an asker who called, wrote or came; ``received_on`` is the day on which
    that was (today).

    Raises:
        QuestionError: with the messages by field, for what is missing or cannot be.
        PermissionDenied: for a user who does not receive questions on the site.
    """
    if user is not None and not rights.may_enter(user, portal_site):
        raise PermissionDenied(_("You do not receive questions on this site."))
    _check(content, asker, channel, received_on)
    secret = codes.new_secret()
    with _storing(files) as stored:
        question = _new_question(portal_site, content, secret, received_on)
        question.channel = QuestionChannel(channel)
        question.language, question.entered_by = language, user
        question.save()
        _write_personal(question, content, asker)
        _attach(stored, question)
        timing.start(question, user)
        kind = QuestionEventKind.ENTERED if user else QuestionEventKind.ASKED
        events.record(kind, question, user=user, secret=secret, channel=str(channel))
    return Receipt(question, secret)


def store_file(
    question: Question, upload: Upload, addition: Addition | None = None
) -> QuestionFile:
    """Store a checked file of the asker under a name that says nothing; returns its row."""
    with _storing([upload]) as stored:
        _attach(stored, question, addition)
    return stored[0]


def add_information(
    question: Question,
    text: str,
    files: Iterable[Upload] = (),
    *,
    user: Any = None,
    channel: str = "",
    reason: str = "",
) -> Addition:
    """Complete a question that waits for it; the clocks go on from today. Returns what was added.

    ``user`` enters it for an asker who called, wrote or came: by which channel, and how one knows
    that it was the asker, stands in the log.

    Raises:
        QuestionError: for an empty completion, or where nothing was asked; for a user who does
            not say how it came.
        PermissionDenied: for a user who neither receives nor handles the question.
    """
    text = normalise(text).strip()
    with _storing(files) as stored:
        lock(question, QuestionState.WAITING)
        noted = _noted(question, user, Can.COMPLETE, channel, reason)
        addition = question.additions.filter(answered_at=None).order_by("asked_at").last()
        if addition is None:
            raise QuestionError(_("Nothing was asked of you."))
        if not text and not stored:
            raise QuestionError({"text": _("Write what was asked for, or add a file.")})
        addition.text, addition.answered_at = text, timezone.now()
        addition.save(update_fields=["text", "answered_at"])
        _attach(stored, question, addition)
        has_agency = question.agency_id is not None
        move(question, QuestionState.ASSIGNED if has_agency else QuestionState.RECEIVED)
        timing.resume(question, user, "")
        events.record(
            QuestionEventKind.INFORMATION_GIVEN, question, user=user, files=len(stored), **noted
        )
    return addition


def withdraw(
    question: Question, *, user: Any = None, channel: str = "", reason: str = ""
) -> Question:
    """Take a question back: an open one is closed; of any, the consents to publish are gone.

    ``user`` notes it for an asker who called, wrote or came: by which channel, and how one knows
    that it was the asker, stands in the log.

    Raises:
        QuestionError: for a closed question of which nothing was to be published; for a user who
            does not say how it came.
        PermissionDenied: for a user who neither receives nor handles the question.
    """
    with transaction.atomic():
        lock(question)
        was_open = question.is_open
        noted = _noted(question, user, Can.WITHDRAW, channel, reason)
        changed = _agree(question, publish=False, name=False)
        if not was_open and not changed:
            raise QuestionError(_("The question is closed; there is nothing to take back."))
        if was_open:
            close(question, Outcome.WITHDRAWN)
            timing.cancel(question, user, "")
        events.record(QuestionEventKind.WITHDRAWN, question, user=user, was_open=was_open, **noted)
        if was_open:
            delivery.set_free(question, user)
    return question


def set_consents(question: Question, publish: bool, name: bool) -> bool:
    """Give or take back the consents to publish; one to the name is one to publish.

    Returns whether anything changed. The moment of a consent that stands is kept.

    Raises:
        QuestionError: where the personal data were erased.
    """
    with transaction.atomic():
        lock(question)
        if not Asker.objects.filter(question=question).exists():
            raise QuestionError(_("The personal data of this question were erased."))
        changed = _agree(question, publish=publish or name, name=name)
        if changed:
            events.record(QuestionEventKind.CONSENT, question, publish=publish or name, name=name)
    return changed


def rate(question: Question, stars: int, comment: str = "") -> Question:
    """Note what the asker thinks of the answer, 1 (bad) to 5 (good); once.

    Raises:
        QuestionError: for other numbers, for a question without an answer, and the second time.
    """
    if not 1 <= stars <= MOST_STARS:
        raise QuestionError({"stars": _("Choose one to five stars.")})
    with transaction.atomic():
        lock(question)
        if question.outcome != Outcome.ANSWERED:
            raise QuestionError(_("There is no answer to rate yet."))
        if question.rating is not None:
            raise QuestionError(_("You have rated the answer already."))
        question.rating, question.rated_at = stars, timezone.now()
        question.save(update_fields=["rating", "rated_at"])
        if comment := normalise(comment).strip():
            QuestionContent.objects.filter(question=question).update(rating_comment=comment)
        events.record(QuestionEventKind.RATED, question, stars=stars)
    return question


def _noted(question: Question, user: Any, action: Can, channel: str, reason: str) -> dict[str, Any]:
    """What the log keeps of a step that the user takes for the asker; nothing of the asker's own.

    Raises:
        QuestionError: by field, where it is not said how the asker told it.
        PermissionDenied: for a user who may not take the step.
    """
    if user is None:
        return {}
    rights.require(user, question, action)
    wrong = {}
    if channel not in BY_STAFF:
        wrong["channel"] = _("Choose how the asker told it.")
    if not reason.strip():
        wrong["reason"] = _("Say how you know that it comes from the asker.")
    if wrong:
        raise QuestionError(wrong)
    return {"channel": str(channel), "reason": reason.strip()}


def _check(content: ContentData, asker: AskerData, channel: str, received_on: date | None) -> None:
    """What no door may let in; the forms say the same before, field by field."""
    missing = {
        "title": not content.title.strip(),
        "text": not content.text.strip(),
        "name": not asker.name.strip(),
    }
    wrong = {field: _("This field is required.") for field, is_empty in missing.items() if is_empty}
    if channel == QuestionChannel.FORM:
        if not (asker.email or asker.phone):
            wrong["email"] = _("Give an e-mail address or a telephone number.")
        if not asker.agrees:
            wrong["agrees"] = _("Without your consent the question cannot be taken.")
    if channel not in QuestionChannel.values:
        wrong["channel"] = _("Choose how the question came in.")
    if received_on and received_on > timezone.localdate():
        wrong["received_on"] = _("This day has not come yet.")
    if wrong:
        raise QuestionError(wrong)


def _new_question(
    portal_site: PortalSite, content: ContentData, secret: str, received_on: date | None
) -> Question:
    """A question with number, code and regulation, not saved yet."""
    now = timezone.now()
    today = timezone.localdate(now)
    day = received_on or today
    return Question(
        portal_site=portal_site,
        number=numbers.next_number(portal_site, on=today),
        code=codes.new_code(),
        secret_hash=codes.hash_secret(secret),
        topic=content.topic,
        asked_agency=content.agency,
        profile=profile_for(portal_site.site, on=day).code,
        received_at=now,
        received_on=day,
        moved_at=now,
    )


def _write_personal(question: Question, content: ContentData, asker: AskerData) -> None:
    now = question.received_at
    rows = (
        QuestionContent(
            question=question,
            title=normalise(content.title).strip(),
            text=normalise(content.text).strip(),
        ),
        Asker(
            question=question,
            name=normalise(asker.name).strip(),
            organisation=normalise(asker.organisation).strip(),
            email=asker.email.strip(),
            phone=asker.phone.strip(),
            address=normalise(asker.address).strip(),
            commune=normalise(asker.commune).strip(),
            agreed_at=now if asker.agrees else None,
            agreed_to_publish_at=now if asker.agrees_to_publish or asker.agrees_to_name else None,
            agreed_to_name_at=now if asker.agrees_to_name else None,
            notice=asker.notice[:_LONGEST_NAME],
        ),
    )
    for row in rows:
        try:
            row.full_clean(exclude=["question"])
        except ValidationError as error:
            raise QuestionError(error.message_dict) from error
        row.save()


def _agree(question: Question, *, publish: bool, name: bool) -> bool:
    """Write the consents; whether that changed anything."""
    asker = Asker.objects.filter(question=question).first()
    if asker is None:
        return False
    now = timezone.now()
    before = (asker.agreed_to_publish_at, asker.agreed_to_name_at)
    asker.agreed_to_publish_at = (before[0] or now) if publish else None
    asker.agreed_to_name_at = (before[1] or now) if name else None
    if before == (asker.agreed_to_publish_at, asker.agreed_to_name_at):
        return False
    asker.save(update_fields=["agreed_to_publish_at", "agreed_to_name_at"])
    return True


@contextmanager
def _storing(files: Iterable[Upload]) -> Iterator[list[QuestionFile]]:
    """A transaction for a step with these files; their rows are not saved yet.

    They are written before it: nobody waits for a number while a large file comes in. Where the
    step fails they are taken away, because nobody could find them to erase them.
    """
    stored: list[QuestionFile] = []
    is_done = False
    try:
        for name, file in files:
            row = QuestionFile(name=name[-_LONGEST_NAME:], size=file.size)
            row.file.save(name, file, save=False)
            stored.append(row)
        with transaction.atomic():
            yield stored
            is_done = True
    finally:
        if not is_done:
            for row in stored:
                row.file.storage.delete(row.file.name or "")


def _attach(
    stored: Iterable[QuestionFile], question: Question, addition: Addition | None = None
) -> None:
    """Save the rows of stored files, after those that the question has."""
    before = question.files.count()
    for order, row in enumerate(stored, start=before):
        row.question, row.addition, row.sort_order = question, addition, order
        row.save()
