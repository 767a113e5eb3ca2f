"""The log of questions: written once, without what is personal, told to receivers."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from govportal_wagtail.core import append_only_triggers
from govportal_wagtail.core.append_only import AppendOnlyError
from govportal_wagtail.questions import events, intake
from govportal_wagtail.questions.models import QuestionEvent
from govportal_wagtail.questions.signals import question_event
from govportal_wagtail.questions.vocabulary import Outcome, QuestionEventKind
from govportal_wagtail.regulation.models import Deadline
from tests.questions.builders import (
    ASKER,
    TEXT,
    TITLE,
    make_answering_agency,
    make_officer_of,
    make_question,
    make_question_portal,
    make_receipt,
    make_secretary,
)

TABLE = QuestionEvent._meta.db_table
pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    return make_question_portal()


@pytest.fixture
def question(portal):
    return make_question(portal)


@pytest.fixture
def triggers():
    append_only_triggers.install(connection, TABLE)


@pytest.fixture
def heard():
    found = []

    def listen(event, question, user, secret, **kwargs):
        found.append((event, question, user, secret))

    question_event.connect(listen)
    yield found
    question_event.disconnect(listen)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE govportal_questions_questionevent SET reason = 'khác'",
        "DELETE FROM govportal_questions_questionevent",
    ],
)
def test_the_database_refuses_a_change(question, triggers, statement):
    refused = pytest.raises(DatabaseError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert QuestionEvent.objects.get().reason == ""


def test_the_tables_of_a_new_site_come_with_the_trigger(pytestconfig):
    if pytestconfig.getoption("nomigrations"):
        pytest.skip("The tables were made without migrations.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger"
        )
        names = {row[0] for row in cursor.fetchall()}
    assert append_only_triggers.name_of(TABLE, "UPDATE") in names


def test_the_application_refuses_a_change(question):
    event = QuestionEvent.objects.get()
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        event.delete()
    with pytest.raises(AppendOnlyError):
        QuestionEvent.objects.all().delete()
    with pytest.raises(AppendOnlyError):
        QuestionEvent.objects.update(reason="khác")


def test_the_log_outlives_the_question(question):
    pk = question.pk
    question.delete()
    assert QuestionEvent.objects.get(question_id=pk).kind == "asked"


def test_a_line_says_who_for_which_agency_in_which_role(portal):
    agency = make_answering_agency()
    officer = make_officer_of(agency, portal)
    question = make_question(portal, agency=agency, state="assigned")
    event = events.record(
        QuestionEventKind.CLAIMED, question, user=officer, reason="tôi làm", article="13.1.ê", n=1
    )
    event.refresh_from_db()
    assert (event.by_id, event.by_name) == (officer.pk, "dau-moi")
    assert (event.agency_id, event.agency_name) == (agency.pk, str(agency))
    assert (event.role, event.profile) == ("focal_officer", "camau-2026")
    assert (event.label, event.details) == (question.number, {"n": 1})


def test_who_passes_it_on_is_not_the_agency_that_the_line_names(portal):
    agency = make_answering_agency()
    question = make_question(portal, agency=agency, state="assigned")
    event = events.record(QuestionEventKind.ASSIGNED, question, user=make_secretary(portal))
    assert event.agency_id == agency.pk


def test_receivers_hear_of_the_step_and_once_of_the_secret(portal, heard):
    receipt = make_receipt(portal)
    [(event, question, user, secret)] = heard
    assert (event.kind, question, user, secret) == ("asked", receipt.question, None, receipt.secret)
    events.record(QuestionEventKind.CLASSIFIED, question, user=make_secretary(portal))
    assert heard[1][3] == ""


def test_nothing_personal_and_no_secret_stands_in_the_log(portal):
    receipt = make_receipt(portal)
    [row] = QuestionEvent.objects.values()
    text = repr(row)
    for word in (*ASKER.values(), TITLE, TEXT, receipt.secret, receipt.question.code):
        assert word not in text


def test_the_asker_reads_steps_without_names_of_staff_and_internal_reasons(portal):
    agency = make_answering_agency()
    secretary = make_secretary(portal)
    question = make_question(portal, agency=agency, state="assigned")
    record = events.record
    record(QuestionEventKind.CLASSIFIED, question, user=secretary, reason="nội bộ")
    record(QuestionEventKind.ASSIGNED, question, user=secretary, reason="giao việc nội bộ")
    record(QuestionEventKind.TRANSFERRED, question, user=secretary, reason="đúng lĩnh vực")
    record(QuestionEventKind.PERSON_SEEN, question, user=secretary)
    record(QuestionEventKind.RETURNED, question, user=secretary, reason="sai chính tả")
    steps = events.public_steps(question)
    assert [step.reason for step in steps] == ["", "", "đúng lĩnh vực"]
    assert str(agency) in steps[1].sentence
    text = " ".join(step.sentence + step.reason for step in steps)
    assert "thu-ky" not in text
    assert "nội bộ" not in text


def test_names_are_kept_in_the_language_of_the_portal_and_read_in_that_of_the_reader(portal):
    agency = make_answering_agency("so-y-te", "Sở Y tế")
    type(agency).objects.update(name_en="Department of Health")
    agency.refresh_from_db()
    with translation.override("en"):
        question = make_question(portal, agency=agency, state="assigned")
        event = events.record(QuestionEventKind.ASSIGNED, question)
        intake.withdraw(question)
        assert event.agency_name == "Sở Y tế"
        assert "Department of Health" in events.public_steps(question)[1].sentence
    ended = Deadline.objects.get(category="qa_answer").events.get(kind="cancelled")
    with translation.override("vi"):
        assert ended.reason == str(Outcome.WITHDRAWN.label)


def test_every_kind_of_event_can_be_shown(portal):
    question = make_question(portal)
    for kind in QuestionEventKind:
        events.record(kind, question, reason="lý do")
    assert len(events.history(question)) == len(QuestionEventKind) + 1
    shown = events.public_steps(question)
    assert len(shown) == 1 + len(events._TOLD)
    assert not [step for step in shown if "%(" in step.sentence]


def test_staff_read_who_did_it_and_the_article(portal):
    secretary = make_secretary(portal)
    question = make_question(portal)
    events.record(QuestionEventKind.REFUSED, question, user=secretary, article="9.6.c")
    asked, refused = events.history(question)
    assert asked.by == str(events._ASKER)
    assert refused.by == "thu-ky"
    assert "9" in refused.place
    assert refused.role
