"""What goes out to askers: to who asked, and to everybody whose question was joined with theirs.

The asker of a joined question waits for the same answer: their time limit runs on until it comes,
and they are told what becomes of the question that is being answered. Where its own asker takes
it back, the earliest of the others takes its place.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from . import events, receivers, redaction_known, timing
from .errors import QuestionError
from .models import Asker, Question, QuestionEvent, Reply
from .redaction_html import words_of
from .standing import close, move
from .vocabulary import Outcome, QuestionEventKind, QuestionState, ReplyKind, ReplyState


def send(reply: Reply, user: Any) -> None:
    """Send what has its last approval; call it inside the transaction of the approval.

    An answer closes the question. A progress notice promises a day and gives the question back to
    its agency; it meets the time limit where the regulation takes it for an answer.
    """
    question = reply.question
    reply.state, reply.sent_at = ReplyState.SENT, timezone.now()
    reply.save(update_fields=["state", "sent_at"])
    _reach(reply, question, user)
    if reply.kind == ReplyKind.ANSWER:
        close(question, Outcome.ANSWERED)
    else:
        move(question, QuestionState.ASSIGNED)
    _tell(reply, question, user)
    for each in joined(question):
        pass_on(reply, each, user)


def pass_on(reply: Reply, duplicate: Question, user: Any) -> None:
    """Give a sent reply to the asker of a question that was joined with the one it answers.

    Raises:
        QuestionError: for a reply that tells this asker who the other one is.
    """
    _check_nameless(reply, duplicate)
    _reach(reply, duplicate, user)
    _tell(reply, duplicate, user)


def joined(question: Question) -> list[Question]:
    """The questions that were joined with this one, locked, in their order.

    Nobody waits any more for the answer to one whose asker was erased.
    """
    found = Question.objects.select_for_update().filter(same_as=question, anonymised_at=None)
    return list(found.order_by("received_on", "pk"))


def tell_of_end(
    question: Question, kind: QuestionEventKind, user: Any, reason: str, **told: Any
) -> None:
    """Log that the question ended without an answer, for its asker and for those joined with it.

    ``told`` is what the log keeps of it.
    """
    events.record(kind, question, user=user, reason=reason, **told)
    for each in joined(question):
        each.referred_to = question.referred_to
        each.save(update_fields=["referred_to"])
        timing.cancel(each, user, reason)
        events.record(kind, each, user=user, reason=reason, main=question.number, **told)


def set_free(question: Question, user: Any = None) -> Question | None:
    """Go on with the questions that were joined with one whose asker took it back or fell silent.

    The earliest is opened again where the other one was; the rest are joined with it. Returns it,
    or None where there are none. Call it after the question was closed, in the same transaction.
    """
    waiting = joined(question)
    if not waiting:
        return None
    first, *others = waiting
    is_assigned = question.agency_id is not None
    move(
        first,
        QuestionState.ASSIGNED if is_assigned else QuestionState.RECEIVED,
        agency=question.agency,
        outcome="",
        closed_at=None,
        same_as=None,
    )
    receivers.keep_last_days([first.pk])
    for each in others:
        each.same_as = first
        each.save(update_fields=["same_as"])
    events.record(
        QuestionEventKind.ASSIGNED if is_assigned else QuestionEventKind.ENTERED,
        first,
        user=user,
        agency=question.agency,
        reason=_("Question %(number)s, with which it was joined, is closed.")
        % {"number": question.number},
        freed_from=question.number,
    )
    return first


def last_answer(question: Question) -> Reply | None:
    """The answer that was sent."""
    return question.replies.filter(state=ReplyState.SENT, kind=ReplyKind.ANSWER).last()


def readable_replies(question: Question) -> QuerySet[Reply]:
    """The sent replies that the asker may read, oldest first.

    Their own; of the question with which theirs was joined the answer, and the notices of progress
    that they were told of. What its asker was told before is between that one and the agency.
    """
    to_read = Q(question=question.pk)
    if question.same_as_id is not None:
        told = QuestionEvent.objects.filter(
            question_id=question.pk, kind=QuestionEventKind.PROGRESS
        ).values_list("details", flat=True)
        keys = [details.get("reply") for details in told]
        to_read |= Q(question=question.same_as_id) & (Q(kind=ReplyKind.ANSWER) | Q(pk__in=keys))
    return Reply.objects.filter(to_read, state=ReplyState.SENT).order_by("sent_at", "pk")


def _check_nameless(reply: Reply, duplicate: Question) -> None:
    """Nobody learns from an answer who else asked (Law 91/2025/QH15, Article 9)."""
    askers = Asker.objects.in_bulk([reply.question_id, duplicate.pk], field_name="question_id")
    own = "\n".join(each.text for each in redaction_known.of_asker(askers.get(duplicate.pk)))
    words = words_of(reply.body)
    # The same person may well have asked twice.
    if any(
        any(redaction_known.occurrences(words, [each]))
        and not any(redaction_known.occurrences(own, [each]))
        for each in redaction_known.of_asker(askers.get(reply.question_id))
    ):
        values = {"number": reply.question.number, "other": duplicate.number}
        raise QuestionError(
            _(
                "The reply to question %(number)s tells who asked it. As it is, it cannot go to "
                "the asker of question %(other)s as well."
            )
            % values
        )


def _reach(reply: Reply, question: Question, user: Any) -> None:
    """Meet the time limit of the question where the reply does, or promise a day."""
    is_answer = reply.kind == ReplyKind.ANSWER
    if is_answer or timing.counts_progress(question):
        timing.replied(question, user)
    if not is_answer and reply.promised_on:
        timing.promise(question, user, reply.promised_on)


def _tell(reply: Reply, question: Question, user: Any) -> None:
    """One line for each asker: what writes to people writes once for each line."""
    is_answer = reply.kind == ReplyKind.ANSWER
    main = {} if question.pk == reply.question_id else {"main": reply.question.number}
    promised = {} if is_answer else {"promised": str(reply.promised_on)}
    events.record(
        QuestionEventKind.ANSWERED if is_answer else QuestionEventKind.PROGRESS,
        question,
        user=user,
        agency=reply.agency,
        reply=reply.pk,
        **promised,
        **main,
    )
