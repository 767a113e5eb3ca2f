"""Where a question stands: looked at under its lock, moved on, closed."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from .errors import QuestionError
from .models import Question
from .vocabulary import Outcome, QuestionState


def lock(question: Question, *states: QuestionState) -> Question:
    """Bring the instance up to date and hold its row until the transaction ends; returns it.

    Raises:
        QuestionError: where it is in none of the states, because somebody was quicker.
    """
    return lock_all(question, states=states)[0]


def lock_all(*questions: Question, states: tuple[QuestionState, ...] = ()) -> list[Question]:
    """Lock several questions; the first one must be in one of the states.

    Raises:
        QuestionError: where it is in none of them.
    """
    # Two steps that take the same two questions take them in the same order.
    for each in sorted(questions, key=lambda each: each.pk):
        each.refresh_from_db(from_queryset=Question.objects.select_for_update())
    first = questions[0]
    if states and first.state not in states:
        raise QuestionError(
            _("This has happened meanwhile: the question is now “%(state)s”.")
            % {"state": first.get_state_display()},
            code="moved",
        )
    return list(questions)


def move(question: Question, state: QuestionState, **fields: Any) -> None:
    """Put the question into the state, with other fields; nobody has claimed it there yet."""
    fields = {"claimed_by": None, **fields, "state": state, "moved_at": timezone.now()}
    for name, value in fields.items():
        setattr(question, name, value)
    question.save(update_fields=list(fields))


def close(question: Question, outcome: Outcome, **fields: Any) -> None:
    """End the question; who worked on it stays written in the log."""
    fields = {"closed_at": timezone.now(), **fields, "outcome": outcome}
    move(question, QuestionState.CLOSED, **fields)


def needed(text: str, field: str = "reason") -> str:
    """The words without blanks at their ends.

    Raises:
        QuestionError: for the field, where there are none.
    """
    if text := text.strip():
        return text
    raise QuestionError({field: _("Give a reason.")})
