"""Replies on their way: drafted, submitted, signed, approved, sent.

Each step locks the question, looks at its state and the user's right again, acts and is logged,
all in one transaction; whoever comes second gets a ``QuestionError``. Nothing reaches the asker
that the head of the agency has not signed, and the board approved where regulation or site ask
for it. Nobody decides on what they wrote, nor on what they have signed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from ..core.vietnamese import normalise
from ..editorial import second_person, slip_signing
from . import delivery, events, rights, timing
from .answer_html import clean_answer
from .errors import QuestionError
from .models import Addition, Question, QuestionSettings, Reply
from .rights import Can
from .standing import close, lock, move, needed
from .vocabulary import (
    REPLY_UNDER_WAY,
    Outcome,
    QuestionEventKind,
    QuestionState,
    ReplyKind,
    ReplyState,
)

#: The longest time, in days, that an asker is given to complete a question.
_LONGEST_WAIT = 365
#: A promise far in the future is no promise; a mistyped year is refused.
_LONGEST_PROMISE = 366


def draft(
    question: Question,
    user: Any,
    *,
    kind: str,
    body: str,
    promised_on: date | None = None,
) -> Reply:
    """Write the reply that is under way, or begin one; it may be incomplete until it is submitted.

    Who saves without changing anything does not become its writer.

    Raises:
        QuestionError: where the question is not with its agency, or for a kind that is none.
        PermissionDenied: for a user who may not write for the agency.
    """
    if kind not in ReplyKind.values:
        raise QuestionError({"kind": _("Choose answer or progress notice.")})
    text = clean_answer(body)
    promised_on = promised_on if kind == ReplyKind.PROGRESS else None
    with transaction.atomic():
        lock(question, QuestionState.ASSIGNED)
        rights.require(user, question, Can.DRAFT)
        reply = under_way(question) or Reply(question=question, state=ReplyState.DRAFT)
        written = (reply.kind, reply.body, reply.promised_on)
        if reply.pk and written == (kind, text, promised_on):
            return reply
        is_new_writer = reply.written_by_id != user.pk
        reply.kind, reply.body, reply.promised_on = ReplyKind(kind), text, promised_on
        reply.agency = question.agency
        reply.written_by, reply.written_at = user, timezone.now()
        reply.save()
        if is_new_writer:
            events.record(
                QuestionEventKind.DRAFTED, question, user=user, agency=question.agency, reply=kind
            )
    return reply


def under_way(question: Question) -> Reply | None:
    """The reply that was not sent yet; one at most."""
    return question.replies.filter(state__in=REPLY_UNDER_WAY).first()


def submit(question: Question, user: Any) -> Reply:
    """Hand the draft to the head of the agency.

    Raises:
        QuestionError: without a complete draft, or where the question is not with its agency.
        PermissionDenied: for a user who may not write for the agency.
    """
    with transaction.atomic():
        lock(question, QuestionState.ASSIGNED)
        rights.require(user, question, Can.SUBMIT)
        reply = _reply(question, ReplyState.DRAFT, ReplyState.RETURNED)
        _check_complete(reply)
        reply.state, reply.agency = ReplyState.TO_SIGN, question.agency
        reply.save(update_fields=["state", "agency"])
        move(question, QuestionState.TO_SIGN)
        _log(QuestionEventKind.SUBMITTED, reply, user)
    return reply


def sign(question: Question, user: Any) -> Reply:
    """Sign for the agency; the reply goes to the board where it must, and to the asker else.

    Raises:
        QuestionError: for who wrote it, or where it does not wait to be signed.
        PermissionDenied: for who is not the head of the agency.
    """
    with transaction.atomic():
        lock(question, QuestionState.TO_SIGN)
        reply = _reply(question, ReplyState.TO_SIGN)
        _check_second_person(reply, user)
        rights.require(user, question, Can.SIGN)
        _check_promise(reply)
        reply.signed_by, reply.signed_at = user, timezone.now()
        reply.signatory = slip_signing.signature_of(user)
        reply.save(update_fields=["signed_by", "signed_at", "signatory"])
        goes_to_board = needs_board(question)
        _log(QuestionEventKind.SIGNED, reply, user)
        if goes_to_board:
            reply.state = ReplyState.TO_APPROVE
            reply.save(update_fields=["state"])
            move(question, QuestionState.TO_APPROVE)
        else:
            delivery.send(reply, user)
    return reply


def approve(question: Question, user: Any) -> Reply:
    """Approve for the board; the reply is sent at once.

    Raises:
        QuestionError: for who wrote or signed it, or where it does not wait for the board.
        PermissionDenied: for who does not decide for the board.
    """
    with transaction.atomic():
        lock(question, QuestionState.TO_APPROVE)
        reply = _reply(question, ReplyState.TO_APPROVE)
        _check_second_person(reply, user)
        rights.require(user, question, Can.APPROVE)
        _check_promise(reply)
        reply.approved_by, reply.approved_at = user, timezone.now()
        reply.save(update_fields=["approved_by", "approved_at"])
        delivery.send(reply, user)
    return reply


def return_reply(question: Question, user: Any, reason: str) -> Reply:
    """Give the reply back to its writers; what was signed of it counts no more.

    Raises:
        QuestionError: without a reason, or where nothing waits for a decision.
        PermissionDenied: for who may not decide on it.
    """
    reason = needed(reason)
    with transaction.atomic():
        lock(question, QuestionState.TO_SIGN, QuestionState.TO_APPROVE)
        rights.require(user, question, Can.RETURN)
        reply = _reply(question, ReplyState.TO_SIGN, ReplyState.TO_APPROVE)
        reply.state, reply.return_reason = ReplyState.RETURNED, reason
        reply.signed_by, reply.signatory, reply.signed_at = None, "", None
        fields = ["state", "return_reason", "signed_by", "signatory", "signed_at"]
        reply.save(update_fields=fields)
        move(question, QuestionState.ASSIGNED)
        _log(QuestionEventKind.RETURNED, reply, user, reason)
    return reply


def ask_information(
    question: Question, user: Any, request: str, days: int | None = None
) -> Addition:
    """Ask the asker to complete the question; the clock stands until they do.

    ``days`` are calendar days to reply; without them, those of the settings of the site. What is
    asked stands with the question's own text and not in the log.

    Raises:
        QuestionError: without a request, or where the question is not being handled.
        PermissionDenied: for who does not handle the question.
    """
    request = normalise(request).strip()
    if not request:
        raise QuestionError({"request": _("Write what the asker is to complete.")})
    with transaction.atomic():
        lock(question, QuestionState.RECEIVED, QuestionState.ASSIGNED)
        rights.require(user, question, Can.ASK_INFORMATION)
        days = QuestionSettings.of(question).reply_days if days is None else days
        if not 1 <= days <= _LONGEST_WAIT:
            message = _("Give the asker between 1 and %(days)s days.") % {"days": _LONGEST_WAIT}
            raise QuestionError({"days": message})
        now = timezone.now()
        until = timezone.localdate(now) + timedelta(days=days)
        addition = Addition.objects.create(
            question=question, asked_at=now, request=request, reply_until=until
        )
        timing.pause(question, user, _("The asker is asked to complete the question."))
        move(question, QuestionState.WAITING)
        events.record(
            QuestionEventKind.INFORMATION_ASKED,
            question,
            user=user,
            agency=question.agency,
            until=until.isoformat(),
        )
    return addition


def close_without_reply(question: Question, user: Any, reason: str) -> Question:
    """Close a question that the asker did not complete in time; ``user`` is None for the system.

    Raises:
        QuestionError: without a reason, or while the asker may still reply.
        PermissionDenied: for who does not handle the question.
    """
    reason = needed(reason)
    with transaction.atomic():
        lock(question, QuestionState.WAITING)
        if user is not None:
            rights.require(user, question, Can.CLOSE_WITHOUT_REPLY)
        asked = question.additions.filter(answered_at=None).last()
        if asked and asked.reply_until and asked.reply_until >= timezone.localdate():
            raise QuestionError(
                _("The asker may reply until %(day)s.") % {"day": f"{asked.reply_until:%d/%m/%Y}"}
            )
        timing.cancel(question, user, reason)
        close(question, Outcome.NO_REPLY)
        events.record(
            QuestionEventKind.NO_REPLY,
            question,
            user=user,
            agency=question.agency,
            reason=reason,
        )
        delivery.set_free(question, user)
    return question


def extend(question: Question, user: Any, days: int, reason: str) -> Question:
    """Grant the agency more days for its answer, in the unit of the regulation.

    Raises:
        QuestionError: without a reason, where no time limit runs, or for more days than the
            regulation allows.
        PermissionDenied: for who may not grant it.
    """
    reason = needed(reason)
    with transaction.atomic():
        lock(question, QuestionState.ASSIGNED, QuestionState.TO_SIGN, QuestionState.TO_APPROVE)
        rights.require(user, question, Can.EXTEND)
        # The line of the log is written with the clock.
        timing.extend(question, user, days, reason)
        # Who asked the same waits for the same answer.
        for each in delivery.joined(question):
            waiting = timing.answer_deadline(each)
            if waiting is not None and waiting.finished_on is None:
                timing.extend(each, user, days, reason)
    return question


def needs_board(question: Question) -> bool:
    """Whether the board approves replies: by the regulation, or because the site wants it."""
    by_regulation = timing.profile_of(question).policy("answer_approval", "unit_head")
    return by_regulation == "board" or QuestionSettings.of(question).board_approves


def _reply(question: Question, *states: ReplyState) -> Reply:
    reply = question.replies.select_for_update().filter(state__in=states).first()
    if reply is None:
        raise QuestionError(_("There is no reply that waits for this."))
    return reply


def _check_complete(reply: Reply) -> None:
    if not strip_tags(reply.body).replace("\xa0", " ").replace("&nbsp;", " ").strip():
        raise QuestionError({"body": _("Write the text of the reply.")})
    _check_promise(reply)


def _check_promise(reply: Reply) -> None:
    """Vĩnh Long 18.1.đ: a notice of progress names the time limit of the answer."""
    if reply.kind != ReplyKind.PROGRESS:
        return
    if reply.promised_on is None:
        raise QuestionError({"promised_on": _("Name the day until which the answer is promised.")})
    today = timezone.localdate()
    if reply.promised_on <= today:
        raise QuestionError({"promised_on": _("The promised day lies in the past or is today.")})
    if reply.promised_on > today + timedelta(days=_LONGEST_PROMISE):
        raise QuestionError({"promised_on": _("The promised day is more than a year away.")})


def _check_second_person(reply: Reply, user: Any) -> None:
    """It holds for superusers too; a profile may waive it."""
    profile = timing.profile_of(reply.question)
    if profile.policy(second_person.POLICY, "yes") == "no":
        return
    if reply.written_by_id == user.pk:
        raise QuestionError(
            _("You wrote the newest version of the text; another person decides on it.")
        )
    if reply.signed_by_id == user.pk:
        raise QuestionError(_("You took the step before this one; another person takes this one."))


def _log(kind: QuestionEventKind, reply: Reply, user: Any, reason: str = "") -> None:
    events.record(
        kind,
        reply.question,
        user=user,
        agency=reply.agency,
        reason=reason,
        reply=reply.pk,
        reply_kind=str(reply.kind),
    )
