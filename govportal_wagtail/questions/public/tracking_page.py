"""What the page shows to whoever has code and secret of a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from ...core.page_hosts import full_address
from ...regulation.presentation import articles
from .. import codes, delivery, events, timing
from ..models import Question, QuestionEvent, QuestionSettings, Reply
from ..vocabulary import Outcome, QuestionEventKind, QuestionState
from .deadlines import shown_deadlines
from .tracking_forms import ConsentsForm, RatingForm

#: One sentence per state for people outside: what the agencies do among themselves is one thing.
STATES: Final[dict[str, str | Promise]] = {
    QuestionState.RECEIVED: pgettext_lazy(
        "question", "Your question has arrived and is being passed to the agency that answers."
    ),
    QuestionState.ASSIGNED: pgettext_lazy(
        "question", "Your question is with the agency that answers."
    ),
    QuestionState.WAITING: pgettext_lazy(
        "question", "Something is missing. Please complete your question."
    ),
    QuestionState.TO_SIGN: pgettext_lazy("question", "The answer is written and is being checked."),
    QuestionState.TO_APPROVE: pgettext_lazy(
        "question", "The answer is written and is being checked."
    ),
}
#: One sentence per end.
OUTCOMES: Final[dict[str, str | Promise]] = {
    Outcome.ANSWERED: pgettext_lazy("question", "Your question is answered."),
    Outcome.OUT_OF_SCOPE: pgettext_lazy(
        "question", "Your question is not among those that are answered here."
    ),
    Outcome.REFUSED: pgettext_lazy(
        "question", "This is a complaint or denunciation, which is not taken here."
    ),
    Outcome.FORWARDED: pgettext_lazy(
        "question", "Your letter was forwarded to the authority that is competent."
    ),
    Outcome.WITHDRAWN: pgettext_lazy("question", "You have withdrawn this question."),
    Outcome.MERGED: pgettext_lazy(
        "question",
        "Others have asked the same; your question was joined with theirs. The answer is shown "
        "here as soon as it is given.",
    ),
    Outcome.SPLIT: pgettext_lazy(
        "question", "You have asked several things; each became a question of its own."
    ),
    Outcome.NO_REPLY: pgettext_lazy(
        "question", "The question was closed because what was missing did not come in time."
    ),
}
#: The events with which a question ended for a reason that is told.
_ENDED: Final = (
    QuestionEventKind.OUT_OF_SCOPE,
    QuestionEventKind.REFUSED,
    QuestionEventKind.FORWARDED,
)
_LIKE: Final[dict[str, str]] = {
    Outcome.ANSWERED: "published",
    Outcome.REFUSED: "refused",
    Outcome.OUT_OF_SCOPE: "refused",
    Outcome.NO_REPLY: "refused",
}


@dataclass(frozen=True, slots=True)
class Word:
    """Why a question ended without an answer, and where to go."""

    reason: str
    #: The article in words, with the symbol of the regulation.
    ground: str
    referred_to: str
    elsewhere: str


@dataclass(frozen=True, slots=True)
class Promised:
    """A new last day, and why."""

    day: date
    reason: str


def sentence(question: Question) -> str:
    """Where the question stands, in plain words."""
    if question.outcome:
        return str(OUTCOMES[question.outcome])
    return str(STATES[question.state])


def look(question: Question) -> str:
    """The end of the class by which the sentence is coloured."""
    if question.state == QuestionState.WAITING:
        return "returned"
    return _LIKE.get(question.outcome, "open")


def sent_replies(question: Question) -> QuerySet[Reply]:
    """What was sent to the asker: of a joined question also what went out on the one it joined."""
    found = delivery.readable_replies(question)
    return found.select_related("agency").prefetch_related("files")


def relatives(question: Question) -> QuerySet[Question]:
    """The other parts of what the asker sent: they may look at each that was not erased."""
    found = Question.objects.filter(anonymised_at=None)
    if question.part_of_id:
        return found.filter(pk=question.part_of_id)
    return found.filter(part_of=question.pk).select_related("agency").order_by("pk")


def context_of(question: Question, **forms: Any) -> dict[str, Any]:
    """Everything for the template; ``forms`` take the place of those that are empty."""
    asker = getattr(question, "asker", None)
    can_rate = question.outcome == Outcome.ANSWERED and question.rating is None
    return {
        "question": question,
        "content": getattr(question, "content", None),
        "files": question.files.filter(addition=None),
        "additions": question.additions.prefetch_related("files"),
        "pending": pending_addition(question),
        "code": codes.readable(question.code),
        "sentence": sentence(question),
        "look": look(question),
        "word": _word(question),
        "promised": _promised(question),
        "deadlines": shown_deadlines(question),
        "profile": timing.profile_of(question),
        "replies": sent_replies(question),
        "steps": events.public_steps(question),
        "relatives": [(each, sentence(each)) for each in relatives(question)],
        "published": _published(question),
        "consents_form": _consents(question, asker) if asker else None,
        "rating_form": RatingForm() if can_rate and asker else None,
        "can_withdraw": question.is_open,
        **forms,
    }


def pending_addition(question: Question) -> Any:
    """What the asker is to complete now; None where nothing is asked."""
    if question.state != QuestionState.WAITING:
        return None
    return question.additions.filter(answered_at=None).order_by("asked_at", "pk").last()


def _consents(question: Question, asker: Any) -> ConsentsForm | None:
    """None where nothing can be published, nor was agreed to."""
    has_agreed = asker.agreed_to_publish_at is not None
    if not (question.is_open or question.outcome == Outcome.ANSWERED or has_agreed):
        return None
    return ConsentsForm(
        initial={
            "publish": has_agreed,
            "name": asker.agreed_to_name_at is not None,
        }
    )


def _word(question: Question) -> Word | None:
    """Why it ended without an answer, in the words that were written to the asker."""
    kinds = [kind for kind in _ENDED if kind.value == question.outcome]
    logged = QuestionEvent.objects.filter(question_id=question.pk, kind__in=kinds)
    event = logged.order_by("-at", "-pk").first() if kinds else None
    if event is None:
        return None
    profile = timing.profile_of(question)
    place = articles.label(event.article) if event.article else ""
    own = QuestionSettings.of(question)
    is_complaint = question.outcome in (Outcome.REFUSED, Outcome.FORWARDED)
    elsewhere = own.complaints_to if is_complaint else own.where_else
    # Who decided mostly leaves what the site says; once is enough.
    if " ".join(elsewhere.split()) == question.referred_to:
        elsewhere = ""
    return Word(
        reason=event.reason,
        ground=f"{place}, {profile.instrument.symbol}" if place else "",
        referred_to=question.referred_to,
        elsewhere=elsewhere,
    )


def _promised(question: Question) -> Promised | None:
    """The day that was promised and still holds, with the reason of the extension."""
    if not question.is_open:
        return None
    extended = QuestionEvent.objects.filter(
        question_id=question.pk, kind=QuestionEventKind.EXTENDED
    )
    event = extended.order_by("-at", "-pk").first()
    day = question.promised_on or (question.answer_due_on if event else None)
    return Promised(day, event.reason if event else "") if day else None


def _published(question: Question) -> str:
    """Where question and answer are published, while they are."""
    page = question.page
    if page is None or not page.live or page.get_view_restrictions().exists():
        return ""
    return full_address(page)
