"""The time limits of questions: the dates that the regulations give, kept in step."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govportal_wagtail.questions import receivers, timing
from govportal_wagtail.questions.errors import QuestionError
from govportal_wagtail.questions.models import Question, QuestionEvent
from govportal_wagtail.regulation import catalogue, clock
from govportal_wagtail.regulation.calendar import current_calendar
from govportal_wagtail.regulation.calendar_changes import save_override
from govportal_wagtail.regulation.deadline_answers import answer
from govportal_wagtail.regulation.models import CalendarOverride, Deadline
from govportal_wagtail.regulation.schema import Profile
from tests.questions.builders import (
    PROFILES,
    WITH_ANSWER,
    make_answering_agency,
    make_question,
    make_question_portal,
    make_secretary,
)

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
#: Two working days, and fifteen, after that Monday.
TRIAGE_DUE, ANSWER_DUE = date(2026, 3, 4), date(2026, 3, 23)


@pytest.fixture
def at(monkeypatch):
    """Makes it noon of a day."""

    def move(day):
        moment = timezone.make_aware(datetime(day.year, day.month, day.day, 12))
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return move


@pytest.fixture
def question(at):
    """Received on that Monday in Cà Mau."""
    at(MONDAY)
    return make_question(make_question_portal())


def running(question):
    return {
        each.deadline.category: each.deadline
        for each in timing.explanation(question)
        if each.deadline.state in ("open", "paused")
    }


def told_by_command(profile, category, day):
    """What ``govportal_deadline`` prints."""
    out = StringIO()
    call_command(
        "govportal_deadline",
        profile=profile,
        category=category,
        event=[f"question_received={day.isoformat()}"],
        json=True,
        stdout=out,
    )
    return json.loads(out.getvalue())


@pytest.mark.parametrize("code", [*PROFILES, "vn-national"])
def test_the_dates_are_those_of_the_command_for_every_regulation(code, at):
    at(MONDAY)
    question = make_question(make_question_portal(code))
    assert question.profile == code
    found = {}
    for category in (timing.TRIAGE, timing.ANSWER):
        if timing.rule(question, category):
            found[category] = told_by_command(code, category, MONDAY)["due"]
    dates = {category: each.due_on.isoformat() for category, each in running(question).items()}
    assert dates == found
    assert (timing.ANSWER in dates) is (code in WITH_ANSWER)
    assert (timing.TRIAGE in dates) is (code == "camau-2026")


@pytest.mark.parametrize("code", ["khanhhoa-2018-draft", "vn-national"])
def test_a_regulation_without_a_time_limit_gives_no_date(code, at):
    at(MONDAY)
    question = make_question(make_question_portal(code))
    assert (question.due_on, question.answer_due_on) == (None, None)
    assert timing.explanation(question) == []
    assert timing.answer_deadline(question) is None
    with pytest.raises(QuestionError):
        timing.extend(question, None, 3, "thêm")


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.sampled_from(WITH_ANSWER), day=st.dates(date(2024, 1, 1), date(2026, 11, 1)))
def test_any_day_gives_the_date_that_the_regulation_gives(code, day, question):
    Question.objects.filter(pk=question.pk).update(profile=code, received_on=day)
    Deadline.objects.all().delete()
    question.refresh_from_db()
    timing.start(question, None)
    events = {"question_received": day}
    told = answer(catalogue.get(code), timing.ANSWER, events, current_calendar())
    assert question.answer_due_on.isoformat() == told["due"]


class StartTests:
    def test_the_earliest_of_both_is_the_last_day(self, question):
        assert (question.due_on, question.answer_due_on) == (TRIAGE_DUE, ANSWER_DUE)

    def test_sorted_it_is_due_for_the_answer(self, question):
        timing.triaged(question, None)
        timing.triaged(question, None)
        assert (question.due_on, question.answer_due_on) == (ANSWER_DUE, ANSWER_DUE)
        assert Deadline.objects.get(category=timing.TRIAGE).finished_on == MONDAY

    def test_called_twice_it_starts_nothing_twice(self, question):
        assert timing.start(question, None) == []
        assert Deadline.objects.count() == 2

    def test_the_register_knows_the_number_and_nothing_else(self, question):
        labels = set(Deadline.objects.values_list("subject_label", flat=True))
        assert labels == {question.number}

    def test_a_letter_counts_from_the_day_it_came(self, at):
        at(date(2026, 3, 5))
        portal = make_question_portal()
        question = make_question(
            portal, user=make_secretary(portal), channel="post", received_on=MONDAY
        )
        assert question.answer_due_on == ANSWER_DUE

    def test_a_part_runs_like_the_question_that_it_was_part_of(self, question, at):
        timing.triaged(question, None)
        at(date(2026, 3, 4))
        timing.pause(question, None, "chờ")
        at(date(2026, 3, 9))
        timing.resume(question, None, "đã bổ sung")
        timing.extend(question, None, 5, "phức tạp")
        part = make_question(question.portal_site)
        Deadline.objects.filter(object_id=str(part.pk)).delete()
        Question.objects.filter(pk=part.pk).update(received_on=MONDAY)
        part.refresh_from_db()
        timing.start(part, None, like=question)
        assert part.answer_due_on == question.answer_due_on
        assert running(part)[timing.ANSWER].pauses == [["2026-03-04", "2026-03-09"]]


class PauseTests:
    def test_days_on_which_the_asker_was_awaited_do_not_count(self, question, at):
        timing.triaged(question, None)
        at(date(2026, 3, 4))
        timing.pause(question, None, "xin số thửa")
        assert (question.due_on, question.answer_due_on) == (None, None)
        at(date(2026, 3, 9))
        timing.resume(question, None, "đã bổ sung")
        # Wednesday to Friday stood: three working days more.
        assert question.due_on == date(2026, 3, 26)

    def test_both_clocks_stand_before_it_is_sorted(self, question):
        assert len(timing.pause(question, None, "")) == 2
        assert question.due_on is None
        assert len(timing.resume(question, None, "")) == 2

    def test_asking_back_does_not_make_a_late_question_punctual(self, question, at):
        timing.triaged(question, None)
        at(ANSWER_DUE + timedelta(days=1))
        assert timing.pause(question, None, "hỏi thêm") == []
        assert question.due_on == ANSWER_DUE


class ExtendTests:
    def test_days_are_granted_counted_and_told(self, question):
        timing.triaged(question, None)
        timing.extend(question, None, 5, "phải xác minh")
        timing.extend(question, None, 1, "thêm một ngày")
        assert (question.due_on, question.extensions) == (date(2026, 3, 31), 2)
        first, _second = QuestionEvent.objects.filter(kind="extended")
        assert (first.reason, first.article) == ("phải xác minh", "13.1.ê")
        assert first.details == {"days": 5, "due": "2026-03-30"}

    def test_without_reason_or_days_nothing_is_granted(self, question):
        for days, reason in ((0, "vì"), (3, " ")):
            with pytest.raises(QuestionError):
                timing.extend(question, None, days, reason)
        question.refresh_from_db()
        assert (question.extensions, question.answer_due_on) == (0, ANSWER_DUE)


class TransferTests:
    def test_where_the_regulation_is_silent_the_clock_runs_on(self, question, at):
        timing.triaged(question, None)
        at(date(2026, 3, 9))
        timing.transferred(question, None, "đúng lĩnh vực")
        assert question.due_on == ANSWER_DUE
        details = timing.answer_deadline(question).events.get(kind="restarted").details
        assert (details["due_if_kept"], details["due_if_restarted"]) == ("2026-03-23", "2026-03-30")
        assert details["policy"] == "keep_original"

    def test_where_it_says_so_the_clock_begins_anew(self, question, at, monkeypatch):
        timing.triaged(question, None)
        policy = Profile.policy
        monkeypatch.setattr(
            Profile,
            "policy",
            lambda self, key, default="": (
                "restart" if key == timing.TRANSFER_POLICY else policy(self, key, default)
            ),
        )
        at(date(2026, 3, 9))
        timing.transferred(question, None, "đúng lĩnh vực")
        assert question.due_on == question.answer_due_on == date(2026, 3, 30)


class ReplyTests:
    def test_an_answer_ends_all_clocks(self, question, at):
        at(date(2026, 3, 10))
        timing.replied(question, None)
        assert running(question) == {}
        assert (question.due_on, question.answer_due_on) == (None, ANSWER_DUE)
        assert question.replied_on == date(2026, 3, 10)
        at(date(2026, 3, 12))
        timing.replied(question, None)
        assert question.replied_on == date(2026, 3, 10)

    def test_late_stays_marked(self, question, at):
        at(ANSWER_DUE + timedelta(days=1))
        timing.replied(question, None)
        [found] = [
            each for each in timing.explanation(question) if each.deadline.category == timing.ANSWER
        ]
        assert found.is_late
        assert found.answer is not None
        assert len(found.answer.computed.counted) == 15

    @pytest.mark.parametrize(
        ("code", "counts"),
        [
            ("vinhlong-2021", True),
            ("backan-2018", True),
            ("langson-2024", True),
            ("camau-2026", False),
            ("khanhhoa-2018-draft", False),
        ],
    )
    def test_whether_a_progress_notice_is_enough_is_the_regulations(self, code, counts, at):
        at(MONDAY)
        question = make_question(make_question_portal(code))
        assert timing.counts_progress(question) is counts

    def test_a_promise_is_due_once_the_time_limit_is_met(self, at):
        at(MONDAY)
        question = make_question(make_question_portal("langson-2024"))
        timing.replied(question, None)
        timing.promise(question, None, date(2026, 5, 4))
        assert question.due_on == question.promised_on == date(2026, 5, 4)
        assert question.answer_due_on == ANSWER_DUE

    def test_where_it_does_not_count_the_time_limit_stays(self, question):
        timing.triaged(question, None)
        timing.promise(question, None, date(2026, 5, 4))
        assert (question.due_on, question.promised_on) == (ANSWER_DUE, date(2026, 5, 4))

    def test_nobody_promises_yesterday(self, question):
        with pytest.raises(QuestionError):
            timing.promise(question, None, MONDAY - timedelta(days=1))

    def test_a_closed_question_is_due_no_more(self, at):
        at(MONDAY)
        question = make_question(make_question_portal("langson-2024"))
        timing.replied(question, None)
        timing.promise(question, None, date(2026, 5, 4))
        question.state = "closed"
        question.save(update_fields=["state"])
        assert question.due_on is None
        question.refresh_from_db()
        assert question.due_on is None
        assert not Question.objects.late(on=date(2027, 1, 1)).exists()


class EndTests:
    def test_cancelled_it_keeps_the_day_that_it_had(self, question):
        timing.cancel(question, None, "Rút câu hỏi. " * 80)
        assert running(question) == {}
        assert (question.due_on, question.answer_due_on) == (None, ANSWER_DUE)

    def test_a_deleted_question_leaves_nothing_in_the_register(self, question):
        question.delete()
        assert not Deadline.objects.exists()


class CalendarTests:
    def test_a_new_day_off_moves_open_questions_and_not_answered_ones(
        self, question, django_capture_on_commit_callbacks
    ):
        user = make_secretary(question.portal_site)
        done = make_question(question.portal_site, state="closed", agency=make_answering_agency())
        timing.triaged(question, None)
        with django_capture_on_commit_callbacks(execute=True):
            save_override(day=date(2026, 3, 10), is_working=False, label="Nghỉ bù", user=user)
        for each in (question, done):
            each.refresh_from_db()
        assert (question.due_on, question.answer_due_on) == (date(2026, 3, 24), date(2026, 3, 24))
        assert (done.due_on, done.answer_due_on) == (None, ANSWER_DUE)

    def test_a_signal_that_was_lost_is_made_up_for(self, question):
        timing.triaged(question, None)
        CalendarOverride.objects.create(date=date(2026, 3, 10), is_working=False, label="Nghỉ bù")
        clock.recompute([date(2026, 3, 10)])
        question.refresh_from_db()
        assert question.due_on == ANSWER_DUE
        assert receivers.synchronise() == 1
        question.refresh_from_db()
        assert question.due_on == question.answer_due_on == date(2026, 3, 24)
        assert receivers.synchronise() == 0

    def test_a_worked_saturday_brings_it_forward(
        self, question, django_capture_on_commit_callbacks
    ):
        timing.triaged(question, None)
        user = make_secretary(question.portal_site)
        with django_capture_on_commit_callbacks(execute=True):
            save_override(day=date(2026, 3, 7), is_working=True, label="Làm bù", user=user)
        question.refresh_from_db()
        assert question.due_on == date(2026, 3, 20)
