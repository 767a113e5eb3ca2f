"""The time limits of a question: started, stopped, extended, met, as its regulation says.

``due_on`` and ``answer_due_on`` of the question are kept by the receivers of the deadlines. A
regulation without a time limit for answers gives none, and none is invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..editorial.timing import ItemDeadline, explained, fitting
from ..regulation import adoption, catalogue, clock
from ..regulation.calendar import CalendarRangeError
from ..regulation.clock import ClockError
from ..regulation.deadlines import rule_for
from ..regulation.models import Deadline, DeadlineState
from ..regulation.schema import DeadlineRule, Profile
from ..regulation.vocabulary import Event, ReturnPolicy
from . import events, receivers
from .errors import QuestionError
from .models import Question
from .standing import lock
from .vocabulary import Outcome, QuestionEventKind

#: To sort a question and pass it on (Cà Mau 68/2026, Article 13.1.ê).
TRIAGE: Final = "qa_triage"
#: To tell that it is asked in the wrong place (Lạng Sơn 40/2024, Article 9.6.a).
OUT_OF_SCOPE: Final = "qa_out_of_scope"
#: To answer.
ANSWER: Final = "qa_answer"
#: What a transfer does to the clock, where the regulation says nothing: it runs on.
TRANSFER_POLICY: Final = "question_transfer"
_RESTART: Final = "restart"
_STARTED: Final = (TRIAGE, ANSWER)
_KEPT: Final = ["due_on", "answer_due_on"]


def profile_of(question: Question) -> Profile:
    """The regulation by which the question is handled; that of its site where none is known."""
    known = catalogue.profiles().get(question.profile)
    return known or adoption.profile_for(question.portal_site.site)


def rule(question: Question, category: str) -> DeadlineRule | None:
    """The time limit of ``TRIAGE``, ``OUT_OF_SCOPE`` or ``ANSWER``; None where it is silent."""
    return rule_for(profile_of(question), category)


def start(question: Question, user: Any, *, like: Question | None = None) -> list[Deadline]:
    """Start what runs from the receipt: to sort it, and to answer. Returns what was started.

    Empty where the regulation is silent, and for what runs already. A part of a question that was
    divided runs ``like`` that one: with its extension and with the days on which its clock stood.

    Raises:
        QuestionError: for a day about which the calendar knows nothing.
    """
    with _changing(question):
        profile = profile_of(question)
        have = set(_deadlines(question).values_list("category", flat=True))
        started = []
        for category in _STARTED:
            if category not in have:
                started += clock.start(
                    question,
                    label=question.number,
                    profile=profile,
                    category=category,
                    events={Event.QUESTION_RECEIVED.value: question.received_on},
                    user=user,
                )
        original = answer_deadline(like) if like else None
        if original is not None:
            for each in started:
                if each.category == ANSWER:
                    _imitate(each, original, user)
        return started


def explanation(question: Question) -> list[ItemDeadline]:
    """How the last days of the question came about, those that run first; for all readers."""
    return explained(_deadlines(question))


def answer_deadline(question: Question) -> Deadline | None:
    """The time limit of the answer, whether it runs or is over; None where there is none."""
    return _deadlines(question).filter(category=ANSWER).order_by("-pk").first()


def counts_progress(question: Question) -> bool:
    """Whether a progress notice with a promised day keeps the time limit (Lạng Sơn, 9.6.b).

    By the rule as it was when the clock started, else by the regulation.
    """
    running = answer_deadline(question)
    if running is not None:
        return bool(running.rule.get("or_progress_notice"))
    found = rule(question, ANSWER)
    return bool(found and found.or_progress_notice)


def triaged(question: Question, user: Any) -> None:
    """The question was sorted: passed on, or ended. Nothing happens the second time."""
    with _changing(question):
        for each in _unfinished(question).filter(category=TRIAGE):
            clock.meet(each, user=user)


def pause(question: Question, user: Any, reason: str) -> list[Deadline]:
    """Stop the clocks while the asker completes the question; returns what was stopped.

    What is late already is not stopped: a question to the asker does not make it punctual.
    """
    today = timezone.localdate()
    with _changing(question):
        running = _unfinished(question).filter(state=DeadlineState.OPEN, due_on__gte=today)
        said = _said(reason, gettext_lazy("The asker completes the question."))
        return [clock.pause(each, user=user, reason=said) for each in running]


def resume(question: Question, user: Any, reason: str) -> list[Deadline]:
    """Let the clocks that stand go on from today; returns them."""
    with _changing(question):
        standing = _unfinished(question).filter(state=DeadlineState.PAUSED)
        said = _said(reason, gettext_lazy("The question was completed."))
        return [clock.resume(each, user=user, reason=said) for each in standing]


def extend(question: Question, user: Any, days: int, reason: str) -> Deadline:
    """Grant more days for the answer, in the unit of the rule; counted, and written into the log.

    Raises:
        QuestionError: where no time limit for the answer runs, without a reason, or for more days
            than the regulation allows.
    """
    with _changing(question):
        running = _unfinished(question).filter(category=ANSWER).first()
        if running is None:
            raise QuestionError(_("No time limit for the answer runs that could be extended."))
        clock.extend(running, days, user=user, reason=fitting(reason))
        question.extensions += 1
        question.save(update_fields=["extensions"])
        last_day = running.due_on.isoformat() if running.due_on else None
        events.record(
            QuestionEventKind.EXTENDED,
            question,
            user=user,
            reason=reason,
            article=running.article,
            days=days,
            due=last_day,
        )
        return running


def transferred(question: Question, user: Any, reason: str) -> None:
    """Another agency has the question: the answer's clock runs on, or begins anew today.

    Which of the two is the policy ``question_transfer`` of the regulation; both last days are
    written into the history of the deadline.
    """
    anew = profile_of(question).policy(TRANSFER_POLICY) == _RESTART
    policy = ReturnPolicy.RESTART_ON_RESUBMISSION if anew else ReturnPolicy.KEEP_ORIGINAL
    with _changing(question):
        said = _said(reason, gettext_lazy("Handed over to another agency."))
        for each in _unfinished(question).filter(category=ANSWER):
            clock.restart(each, user=user, reason=said, policy=policy.value)


def replied(question: Question, user: Any, on: date | None = None) -> None:
    """Answer, or progress notice that counts, went out on the day (today).

    It ends what runs and is the ``replied_on`` of the question if it is the first one.
    """
    day = on or timezone.localdate()
    with _changing(question):
        for each in _unfinished(question):
            clock.meet(each, user=user, day=day)
        if question.replied_on is None:
            question.replied_on = day
            question.save(update_fields=["replied_on"])


def promise(question: Question, user: Any, day: date) -> None:
    """A progress notice promised the answer for the day.

    It is the last day of the question once the time limit is met; where a progress notice does not
    count, the time limit of the regulation stays the last day.

    Raises:
        QuestionError: for a day that is past.
    """
    if day < timezone.localdate():
        raise QuestionError({"promised_on": _("This day is past.")})
    with _changing(question):
        question.promised_on = day
        question.save(update_fields=["promised_on"])
        receivers.keep_last_days([question.pk])


def cancel(question: Question, user: Any, reason: str) -> None:
    """End the time limits of a question that will not be answered."""
    with _changing(question):
        outcome = Outcome(question.outcome).label if question.outcome else ""
        said = _said(reason, outcome or gettext_lazy("The question is closed."))
        for each in _unfinished(question):
            clock.cancel(each, user=user, reason=said)


@contextmanager
def _changing(question: Question) -> Iterator[None]:
    """Lock the question before its deadlines; afterwards the instance knows its last days."""
    try:
        with transaction.atomic():
            lock(question)
            yield
            question.refresh_from_db(fields=_KEPT)
    except (ClockError, CalendarRangeError) as error:
        raise QuestionError(str(error)) from error


def _said(reason: str, otherwise: str | Promise) -> str:
    """A reason for the history, in the language of the portal, also where the asker reads another.

    What somebody wrote stays as it is.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return fitting(reason, str(otherwise))


def _deadlines(question: Question) -> QuerySet[Deadline]:
    content_type = ContentType.objects.get_for_model(Question)
    return Deadline.objects.filter(content_type=content_type, object_id=str(question.pk))


def _unfinished(question: Question) -> QuerySet[Deadline]:
    open_states = (DeadlineState.OPEN, DeadlineState.PAUSED)
    return _deadlines(question).filter(state__in=open_states).order_by("pk")


def _imitate(deadline: Deadline, original: Deadline, user: Any) -> None:
    """Give a new time limit the extension and the pauses of another one."""
    said = _said("", gettext_lazy("As for the question that it was part of."))
    if original.extra_days:
        clock.extend(deadline, original.extra_days, user=user, reason=said)
    for begin, end in original.pauses:
        clock.pause(deadline, user=user, reason=said, day=date.fromisoformat(begin))
        if end:
            clock.resume(deadline, user=user, reason=said, day=date.fromisoformat(end))
