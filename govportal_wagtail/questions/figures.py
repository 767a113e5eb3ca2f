"""How many questions came, were answered, and in what time: by agency, by topic, for a period.

Read from the narrow table of questions, which holds nothing personal, with a number of queries that
does not grow with it. What could be traced to one person is left out: an agency or a topic with few
questions has no rate and no satisfaction, and satisfaction needs several raters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, median
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import pgettext

from ..core.models import Agency
from ..regulation.calendar import FIRST_DAY, WorkingCalendar, current_calendar
from .models import Question, QuestionTopic
from .vocabulary import Outcome, QuestionState

__all__ = ["FEWEST_RATINGS", "Figures", "Report", "Row", "report", "years_of"]

#: With fewer, a mean would tell what one person thought.
FEWEST_RATINGS: Final = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some questions.

    ``on_time`` and ``late`` count those with a last day for the answer: replied to until it, or
    not. ``median_days`` are working days from receipt to the first reply that counts. None stands
    for what is not told.
    """

    received: int = 0
    answered: int = 0
    open: int = 0
    #: Closed without an answer: out of scope, not taken, forwarded, withdrawn, joined.
    otherwise: int = 0
    on_time: int | None = None
    late: int | None = None
    median_days: float | None = None
    #: Mean of the marks from 1 to 5.
    rating: float | None = None
    ratings: int | None = None

    @property
    def percent_on_time(self) -> int | None:
        """Whole percents of what was answered in time; None where nothing had a last day."""
        if self.on_time is None or self.late is None or not self.on_time + self.late:
            return None
        return round(100 * self.on_time / (self.on_time + self.late))


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one agency or one topic."""

    key: int | None
    label: str
    figures: Figures
    #: Whether there are enough questions for a rate.
    is_compared: bool


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a period: of everything, by agency, by topic."""

    total: Figures
    agencies: Sequence[Row]
    topics: Sequence[Row]


class _Fact(NamedTuple):
    agency_id: int | None
    topic_id: int | None
    state: str
    outcome: str
    received_on: date
    replied_on: date | None
    answer_due_on: date | None
    rating: int | None


def report(
    questions: QuerySet[Question], first: date, last: date, *, today: date, minimum: int
) -> Report:
    """Return the figures of the questions received from the first to the last day; five queries.

    A mail that was divided is counted by its parts. Agencies and topics with fewer questions than
    ``minimum`` have no rate.
    """
    rows = questions.filter(received_on__range=(first, last)).exclude(outcome=Outcome.SPLIT)
    facts = [_Fact(*row) for row in rows.order_by().values_list(*_Fact._fields)]
    calendar = current_calendar()
    total = _figures(facts, calendar, today, is_compared=len(facts) >= minimum)
    agencies = Agency.objects.in_bulk({fact.agency_id for fact in facts} - {None})
    topics = QuestionTopic.objects.in_bulk({fact.topic_id for fact in facts} - {None})

    def rows_by(name: str, records: dict[int, Any], nothing: str) -> list[Row]:
        groups: dict[int | None, list[_Fact]] = defaultdict(list)
        for fact in facts:
            groups[getattr(fact, name)].append(fact)
        found = []
        for key, group in groups.items():
            record = records.get(key) if key is not None else None
            label = record.localized_name if record else nothing
            is_compared = len(group) >= minimum
            figures = _figures(group, calendar, today, is_compared=is_compared, is_row=True)
            found.append(Row(key, label, figures, is_compared))
        return sorted(found, key=_place)

    return Report(
        total,
        rows_by("agency_id", agencies, pgettext("question", "Not given to an agency yet")),
        rows_by("topic_id", topics, pgettext("question", "Without a topic")),
    )


def years_of(questions: QuerySet[Question], *, today: date) -> list[int]:
    """Return the years in which questions were received, this one included, the newest first."""
    days = questions.order_by().dates("received_on", "year")
    return sorted({today.year, *(day.year for day in days)}, reverse=True)


def _figures(
    facts: Sequence[_Fact],
    calendar: WorkingCalendar,
    today: date,
    *,
    is_compared: bool,
    is_row: bool = False,
) -> Figures:
    answered = sum(fact.outcome == Outcome.ANSWERED for fact in facts)
    still_open = sum(fact.state != QuestionState.CLOSED for fact in facts)
    counted = {
        "received": len(facts),
        "answered": answered,
        "open": still_open,
        "otherwise": len(facts) - answered - still_open,
    }
    if not is_compared:
        return Figures(**counted)
    standings = [_in_time(fact, today) for fact in facts]
    days = list(_days(facts, calendar))
    marks = [fact.rating for fact in facts if fact.rating is not None]
    is_rated = len(marks) >= FEWEST_RATINGS
    return Figures(
        **counted,
        on_time=standings.count(True),
        late=standings.count(False),
        median_days=float(median(days)) if days else None,
        rating=round(fmean(marks), 1) if is_rated else None,
        # From the number of raters of all rows but one the rest could be computed.
        ratings=len(marks) if is_rated and not is_row else None,
    )


def _in_time(fact: _Fact, today: date) -> bool | None:
    """Whether the reply came until its last day; None where there is nothing to say yet."""
    if fact.answer_due_on is None:
        return None
    if fact.replied_on is not None:
        return fact.replied_on <= fact.answer_due_on
    # While the asker completes the question, the clock stands.
    waits = fact.state in (QuestionState.CLOSED, QuestionState.WAITING)
    return False if fact.answer_due_on < today and not waits else None


def _days(facts: Iterable[_Fact], calendar: WorkingCalendar) -> Iterable[int]:
    for fact in facts:
        if fact.replied_on is not None and fact.received_on >= FIRST_DAY:
            yield calendar.working_days_between(fact.received_on, fact.replied_on)


def _place(row: Row) -> tuple[bool, int, str]:
    """Most questions first; what belongs to nobody last."""
    return (row.key is None, -row.figures.received, row.label)
