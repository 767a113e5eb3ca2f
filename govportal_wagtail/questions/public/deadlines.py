"""The last days of a question as its asker sees them."""

from __future__ import annotations

from dataclasses import dataclass

from ...editorial.timing import ItemDeadline
from ...regulation.models import DeadlineState
from .. import timing
from ..models import Question


@dataclass(frozen=True, slots=True)
class ShownDeadlines:
    """Those that have a day and were not given up, with how they were counted."""

    days: list[ItemDeadline]
    #: Whether the clock of the answer stands while the asker completes the question.
    stands_still: bool
    #: Whether the regulation sets no time limit for the answer.
    is_silent: bool


def shown_deadlines(question: Question) -> ShownDeadlines:
    """What the asker is told of time limits; nothing that is not so is said of the regulation."""
    rows = timing.explanation(question)
    running = [each for each in rows if each.deadline.state != DeadlineState.CANCELLED]
    return ShownDeadlines(
        days=[each for each in running if each.deadline.due_on is not None],
        stands_still=any(each.deadline.state == DeadlineState.PAUSED for each in running),
        is_silent=not any(each.deadline.category == timing.ANSWER for each in rows)
        and timing.rule(question, timing.ANSWER) is None,
    )
