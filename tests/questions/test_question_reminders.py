"""Questions in the daily reminder: whose turn it is, to whom it is escalated, one mail a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.users.models import UserProfile

from govportal_wagtail.editorial import reminders
from govportal_wagtail.questions.models import Addition, Question
from govportal_wagtail.questions.vocabulary import QuestionState
from tests.editorial.message_builders import make_worker
from tests.editorial.test_reminders import due_item
from tests.questions.builders import (
    ASKER,
    TEXT,
    TITLE,
    make_answering_agency,
    make_board_head,
    make_component_portal,
    make_head_of,
    make_officer_of,
    make_question,
    make_question_portal,
    make_secretary,
    make_topic,
)

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
FRIDAY = date(2026, 2, 27)


@pytest.fixture
def portal():
    return make_question_portal()


@pytest.fixture
def agency():
    return make_answering_agency()


@pytest.fixture
def officer(portal, agency):
    return make_officer_of(agency, portal)


@pytest.fixture
def unit_head(portal, agency):
    return make_head_of(agency, portal)


@pytest.fixture
def secretary(portal):
    return make_secretary(portal)


@pytest.fixture
def board_head(portal):
    return make_board_head(portal)


def due_question(portal, day, **fields):
    """A question whose last day was set to the day."""
    question = make_question(portal, **fields)
    Question.objects.filter(pk=question.pk).update(due_on=day)
    question.refresh_from_db()
    return question


def reminded(user, on=MONDAY):
    """What the user is reminded of, by the part of the mail."""
    agenda = reminders.agendas(on).get(user.pk)
    parts = agenda.parts(on) if agenda else {}
    return {name: [str(row.title) for row in part.rows] for name, part in parts.items() if part}


class WhoseTurnTests:
    def test_the_intake_while_it_is_not_sorted(self, portal, secretary, board_head, officer):
        question = due_question(portal, MONDAY)
        assert reminded(secretary) == {"today": [question.number]}
        assert reminded(board_head) == {}
        assert reminded(officer) == {}

    def test_the_agency_that_has_it(self, portal, agency, officer, unit_head, secretary):
        other = make_officer_of(make_answering_agency("so-y-te", "Sở Y tế"), portal, "y-te")
        due_question(portal, MONDAY, agency=agency, state=QuestionState.ASSIGNED)
        assert "today" in reminded(officer)
        assert "today" in reminded(unit_head)
        assert reminded(other) == {}
        assert reminded(secretary) == {}

    def test_only_who_claimed_it(self, portal, agency, officer, unit_head):
        due_question(
            portal, MONDAY, agency=agency, state=QuestionState.ASSIGNED, claimed_by=officer
        )
        assert "today" in reminded(officer)
        assert reminded(unit_head) == {}

    def test_the_intake_where_the_agency_has_nobody(self, portal, agency, secretary):
        due_question(portal, MONDAY, agency=agency, state=QuestionState.ASSIGNED)
        assert "today" in reminded(secretary)

    def test_the_head_who_signs(self, portal, agency, officer, unit_head):
        due_question(portal, MONDAY, agency=agency, state=QuestionState.TO_SIGN)
        assert "today" in reminded(unit_head)
        assert reminded(officer) == {}

    def test_the_board_that_approves(self, portal, agency, officer, unit_head, board_head):
        due_question(portal, MONDAY, agency=agency, state=QuestionState.TO_APPROVE)
        assert "today" in reminded(board_head)
        assert reminded(unit_head) == {}

    def test_nobody_while_the_asker_completes_it(self, portal, agency, officer, board_head):
        question = due_question(portal, FRIDAY, agency=agency, state=QuestionState.WAITING)
        Addition.objects.filter(question=question).update(reply_until=MONDAY)
        assert reminded(officer) == {}
        assert reminded(board_head) == {}

    def test_the_agency_when_the_asker_did_not_reply(self, portal, agency, officer, board_head):
        question = due_question(portal, None, agency=agency, state=QuestionState.WAITING)
        Addition.objects.filter(question=question).update(reply_until=FRIDAY)
        assert reminded(officer) == {"late": [question.number]}
        assert reminded(board_head) == {}

    def test_closed_questions_are_left(self, portal, agency, officer):
        due_question(portal, MONDAY, agency=agency, state=QuestionState.CLOSED)
        assert reminded(officer) == {}

    def test_a_locked_account_is_left(self, portal, agency, officer, unit_head):
        officer.govportal_account.locked_on = MONDAY
        officer.govportal_account.save()
        due_question(portal, MONDAY, agency=agency, state=QuestionState.ASSIGNED)
        assert reminded(officer) == {}
        assert "today" in reminded(unit_head)


class EscalationTests:
    def test_late_ones_to_the_heads_of_agency_and_board(
        self, portal, agency, officer, unit_head, board_head
    ):
        question = due_question(
            portal, FRIDAY, agency=agency, state=QuestionState.ASSIGNED, claimed_by=officer
        )
        assert reminded(officer) == {"late": [question.number]}
        assert reminded(unit_head) == {"escalated": [question.number]}
        assert reminded(board_head) == {"escalated": [question.number]}

    def test_what_is_not_late_is_not_escalated(self, portal, agency, officer, board_head):
        due_question(portal, MONDAY, agency=agency, state=QuestionState.ASSIGNED)
        assert reminded(board_head) == {}

    def test_of_a_component_without_a_board_to_the_portal(self, portal, board_head):
        component = make_component_portal(portal)
        question = due_question(component, FRIDAY)
        assert reminded(board_head)["late"] == [question.number]


class MailTests:
    def test_one_mail_with_items_and_questions_by_last_day(self, portal, secretary):
        today = timezone.localdate()
        make_worker("bien-tap", portal, "full_time_editor")
        due_item(portal, today, "board_secretary", title="Tin bài")
        question = make_question(portal, topic=make_topic(), received_on=today - timedelta(days=30))
        mail.outbox.clear()
        UserProfile.objects.create(user=secretary, preferred_language="en")
        call_command("govportal_deadlines", "remind")
        call_command("govportal_deadlines", "remind")
        mails = [each for each in mail.outbox if each.to == ["thu-ky@example.com"]]
        assert len(mails) == 1
        assert "Tin bài" in mails[0].body
        assert f"{question.number} - Đất đai (to be classified;" in mails[0].body
        assert f"/questions/{question.pk}/" in mails[0].body
        for value in (*ASKER.values(), TITLE, TEXT):
            assert value not in mails[0].body + mails[0].subject

    def test_last_days_are_mended_before(self, portal, secretary):
        question = make_question(portal, received_on=timezone.localdate() - timedelta(days=30))
        right = question.due_on
        Question.objects.filter(pk=question.pk).update(due_on=None)
        call_command("govportal_deadlines", "remind")
        question.refresh_from_db()
        assert question.due_on == right
        assert any(question.number in each.body for each in mail.outbox)


def test_the_number_of_queries_does_not_depend_on_questions(portal, agency, officer, board_head):
    def grow(first, count):
        for number in range(first, first + count):
            place = make_answering_agency(f"so-{number}", f"Sở {number}")
            make_officer_of(place, portal, f"nguoi-{number}")
            due_question(portal, FRIDAY, agency=place, state=QuestionState.ASSIGNED)
            due_question(portal, MONDAY)

    grow(0, 1)
    with CaptureQueriesContext(connection) as few:
        reminders.agendas(MONDAY)
    grow(1, 6)
    with CaptureQueriesContext(connection) as many:
        reminders.agendas(MONDAY)
    assert len(many) == len(few)
