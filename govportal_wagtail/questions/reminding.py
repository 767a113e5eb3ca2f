"""What the daily reminder says of questions: whose turn it is, and to whom it is escalated.

One mail for each person and day holds everything, see ``editorial.reminders``. Askers are not
reminded of anything here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import pgettext_lazy

from ..core.models import RoleAssignment
from ..editorial import messaging
from ..editorial.recipients import OF_AGENCY
from ..editorial.registries import AgendaLine, AgendaSource, agenda_sources
from ..editorial.reminders import HEADS, by_site, first_holders
from ..regulation.vocabulary import RoleCode
from . import receivers
from .models import Addition, Question
from .recipients import INTAKE_ORDER
from .vocabulary import QuestionState

_CODE: Final = "questions"
_WAITED: Final = pgettext_lazy("question", "the asker has not replied; go on or close it")


@dataclass(frozen=True, slots=True)
class _People:
    """Who works where, read once for all questions."""

    #: By agency and role.
    of_agency: Mapping[tuple[int, str], frozenset[int]]
    #: By site and role.
    of_site: dict[tuple[int, str], list[int]]

    def agency(self, question: Question, roles: Iterable[str]) -> frozenset[int]:
        """People of the answering agency; intake where it has none."""
        key = question.agency_id or 0
        found: frozenset[int] = frozenset().union(
            *(self.of_agency.get((key, role), frozenset()) for role in roles)
        )
        return found or self.intake(question)

    def intake(self, question: Question) -> frozenset[int]:
        """Who classifies questions of the site; of the portal where there is nobody."""
        return frozenset(first_holders(self.of_site, question.portal_site, INTAKE_ORDER))

    def board(self, question: Question) -> frozenset[int]:
        """The head of the board, else the deputies."""
        order = [[role] for role in HEADS]
        return frozenset(first_holders(self.of_site, question.portal_site, order))


def lines(on: date, until: date) -> Iterator[AgendaLine]:
    """Open questions that are due until the day or late, and those that wait in vain."""
    found = Question.objects.select_related("portal_site__site", "topic")
    due = list(
        found.open()
        .filter(due_on__lte=until)
        .exclude(state=QuestionState.WAITING)
        .order_by("due_on", "pk")
    )
    silent = _without_reply(on)
    waited = list(found.filter(pk__in=silent, state=QuestionState.WAITING).order_by("pk"))
    if not due and not waited:
        return
    people = _people([*due, *waited])
    for question in due:
        yield _line(question, question.due_on or on, question.state, people)
    for question in waited:
        yield _line(question, silent[question.pk], question.state, people)


def _line(question: Question, day: date, state: str, people: _People) -> AgendaLine:
    is_waiting = state == QuestionState.WAITING
    return AgendaLine(
        key=f"questions:{question.pk}",
        title=_Title(question),
        due_on=day,
        state=_WAITED if is_waiting else QuestionState(state).label,
        portal_site=question.portal_site,
        link=messaging.address_in_admin("questions:detail", question.pk),
        holders=_holders(question, people),
        # The asker's silence is nobody's delay.
        heads=frozenset() if is_waiting else _heads(question, people),
    )


class _Title:
    """Number and topic in the language of the mail; nothing of the question itself."""

    def __init__(self, question: Question) -> None:
        self._question = question

    def __str__(self) -> str:
        topic = self._question.topic
        return f"{self._question.number} - {topic}" if topic else self._question.number


def _holders(question: Question, people: _People) -> frozenset[int]:
    """Whose turn it is, as the mails of the single steps find them."""
    if question.state == QuestionState.RECEIVED:
        return people.intake(question)
    if question.state == QuestionState.TO_SIGN:
        return people.agency(question, [RoleCode.UNIT_HEAD])
    if question.state == QuestionState.TO_APPROVE:
        return people.board(question)
    if question.claimed_by_id:
        return frozenset({question.claimed_by_id})
    return people.agency(question, OF_AGENCY)


def _heads(question: Question, people: _People) -> frozenset[int]:
    """Who is told that it is late: the head of the agency, and of the board."""
    board = people.board(question)
    if question.agency_id is None:
        return board
    return board | people.of_agency.get((question.agency_id, RoleCode.UNIT_HEAD.value), frozenset())


def _without_reply(on: date) -> dict[int, date]:
    """Until when askers had to complete their question who did not; by question."""
    rows = Addition.objects.filter(
        question__state=QuestionState.WAITING, answered_at=None, reply_until__lt=on
    )
    found = rows.order_by("reply_until").values_list("question_id", "reply_until")
    return {question: day for question, day in found if day is not None}


def _people(questions: Iterable[Question]) -> _People:
    agencies = {each.agency_id for each in questions if each.agency_id}
    rows = RoleAssignment.objects.filter(
        account__agency__in=agencies,
        account__locked_on=None,
        account__user__is_active=True,
        role__in=list(OF_AGENCY),
        ended_at=None,
    )
    of_agency: dict[tuple[int, str], set[int]] = defaultdict(set)
    for agency, role, user in rows.order_by().values_list(
        "account__agency", "role", "account__user"
    ):
        of_agency[agency, role].add(user)
    frozen = {key: frozenset(users) for key, users in of_agency.items()}
    return _People(frozen, by_site({*HEADS, *(role for roles in INTAKE_ORDER for role in roles)}))


agenda_sources.register(_CODE, AgendaSource(_CODE, lines, receivers.synchronise))
