"""What staff do for an asker who called, wrote or came; and erasing personal data on a decision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from govportal_wagtail.editorial.models import Message
from govportal_wagtail.questions import events, intake, retention, rights, timing
from govportal_wagtail.questions.errors import QuestionError
from govportal_wagtail.questions.models import Asker, Question, QuestionContent, QuestionEvent
from govportal_wagtail.questions.rights import Can
from govportal_wagtail.questions.vocabulary import Outcome, QuestionEventKind, QuestionState
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.editorial.item_builders import browse
from tests.questions.builders import ASKER, TEXT, make_answering_agency, make_question
from tests.questions.staff_builders import detail, do, make_desk, make_person

pytestmark = pytest.mark.django_db

HOW = {"channel": "phone", "reason": "Gọi từ số đã đăng ký, đọc đúng mã theo dõi."}
MISSING = "Thửa 12, tờ bản đồ số 7."
SURE = {"reason": "Quyết định số 5 của Ban Biên tập", "is_sure": "on"}
OPEN = [state for state in QuestionState if state != QuestionState.CLOSED]


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def stranger(desk):
    """The officer of another agency."""
    other = make_answering_agency("so-y-te", "Sở Y tế")
    return make_person(desk.place, RoleCode.FOCAL_OFFICER, agency=other)


def asked(desk, state, **fields):
    """A question in the state; with the agency as soon as it is out of the intake's hands."""
    agency = None if state == QuestionState.RECEIVED else desk.agency
    return make_question(desk.portal_site, state=state, agency=agency, **fields)


def fresh(question) -> Question:
    return Question.objects.get(pk=question.pk)


def last(question) -> QuestionEvent:
    return QuestionEvent.objects.filter(question_id=question.pk).order_by("pk").last()


def log(question) -> list[int]:
    rows = QuestionEvent.objects.filter(question_id=question.pk).order_by("pk")
    return list(rows.values_list("pk", flat=True))


class WithdrawTests:
    @pytest.mark.parametrize("state", OPEN)
    def test_the_intake_and_the_agency_withdraw_an_open_question(self, desk, state):
        for user in (desk.secretary, desk.officer, desk.head):
            question = asked(desk, state)
            if not rights.may_see(user, question):
                assert state == QuestionState.RECEIVED
                continue
            assert do(user, question, "withdraw", **HOW).status_code == 302
            question = fresh(question)
            assert (question.state, question.outcome) == ("closed", Outcome.WITHDRAWN)
            assert not [
                each for each in timing.explanation(question) if each.deadline.state == "open"
            ]
            noted = last(question)
            assert (noted.kind, noted.by_id) == (QuestionEventKind.WITHDRAWN, user.pk)
            assert noted.reason == HOW["reason"]
            assert noted.details["channel"] == "phone"

    @pytest.mark.parametrize("state", QuestionState)
    def test_nobody_else_does(self, desk, stranger, state):
        outcome = Outcome.OUT_OF_SCOPE if state == QuestionState.CLOSED else ""
        question = asked(desk, state, outcome=outcome, asker={"agrees_to_publish": True})
        before = log(question)
        people = [
            stranger,
            desk.place.user(RoleCode.OPERATOR),
            desk.place.user(RoleCode.CONTRIBUTOR),
            desk.place.user(RoleCode.SITE_ADMIN),
        ]
        # Nothing is to be taken back of one that was closed without an answer.
        people += [desk.secretary, desk.officer] if state == QuestionState.CLOSED else []
        for user in people:
            assert do(user, question, "withdraw", **HOW).status_code in (302, 403, 404)
            with pytest.raises(PermissionDenied):
                intake.withdraw(question, user=user, **HOW)
        assert (fresh(question).state, fresh(question).outcome) == (state, outcome)
        assert log(question) == before

    @pytest.mark.parametrize("field", ["channel", "reason"])
    def test_how_it_came_in_must_be_said(self, desk, field):
        question = asked(desk, QuestionState.ASSIGNED)
        answer = do(desk.officer, question, "withdraw", **{**HOW, field: " "})
        assert answer.status_code == 422
        with pytest.raises(QuestionError) as caught:
            intake.withdraw(question, user=desk.officer, **{**HOW, field: ""})
        assert list(caught.value.message_dict) == [field]
        assert fresh(question).is_open

    def test_the_form_on_the_portal_is_no_way_to_reach_the_staff(self, desk):
        question = asked(desk, QuestionState.ASSIGNED)
        answer = do(desk.officer, question, "withdraw", **{**HOW, "channel": "form"})
        assert answer.status_code == 422
        assert fresh(question).is_open

    def test_of_an_answered_one_the_consents_are_taken_back_once(self, desk):
        question = asked(desk, QuestionState.CLOSED, asker={"agrees_to_name": True})
        shown = browse(desk.secretary).get(detail(question)).content.decode()
        assert 'id="do-withdraw"' in shown
        assert do(desk.secretary, question, "withdraw", **HOW).status_code == 302
        assert fresh(question).outcome == Outcome.ANSWERED
        consents = Asker.objects.values_list("agreed_to_publish_at", "agreed_to_name_at").get()
        assert consents == (None, None)
        assert Can.WITHDRAW not in rights.can(desk.secretary, fresh(question))
        before = log(question)
        assert do(desk.secretary, question, "withdraw", **HOW).status_code in (302, 403)
        assert log(question) == before

    def test_the_asker_is_told_that_staff_did_it(self, desk, django_capture_on_commit_callbacks):
        question = asked(desk, QuestionState.ASSIGNED)
        with django_capture_on_commit_callbacks(execute=True):
            intake.withdraw(question, user=desk.secretary, **HOW)
        told = Message.objects.get(kind="question_withdrawn")
        assert told.address == ASKER["email"]
        for secret in (ASKER["name"], TEXT, HOW["reason"], desk.secretary.last_name):
            assert secret not in told.subject + told.body
        with translation.override("en"):
            step = events.public_steps(question)[-1]
        assert step.sentence == "Your question was withdrawn for you, as you told us."
        assert step.reason == ""

    def test_whoever_does_it_alone_gets_no_mail(self, desk, django_capture_on_commit_callbacks):
        question = asked(desk, QuestionState.ASSIGNED)
        with django_capture_on_commit_callbacks(execute=True):
            intake.withdraw(question)
        assert Message.objects.filter(kind="staff_withdrawn").exists()
        assert not Message.objects.filter(kind="question_withdrawn").exists()

    def test_the_history_says_by_which_channel(self, desk):
        question = asked(desk, QuestionState.ASSIGNED)
        intake.withdraw(question, user=desk.secretary, **HOW)
        with translation.override("en"):
            line = events.history(question)[-1]
        assert line.channel == "telephone"
        assert desk.secretary.last_name in line.by
        shown = browse(desk.secretary).get(detail(question)).content.decode()
        assert events.history(question)[-1].channel in shown.split('class="gpe-history"')[1]


class CompleteTests:
    def send(self, user, question, **data):
        return do(user, question, "complete", **{"text": MISSING, **HOW, **data})

    def test_the_intake_and_the_agency_enter_it_and_the_clock_runs_again(self, desk):
        for user in (desk.secretary, desk.officer, desk.head):
            question = asked(desk, QuestionState.WAITING)
            paused = timing.answer_deadline(question).state
            assert self.send(user, question).status_code == 302
            assert fresh(question).state == QuestionState.ASSIGNED
            addition = question.additions.get()
            assert (addition.text, addition.answered_at is None) == (MISSING, False)
            assert timing.answer_deadline(fresh(question)).state != paused
            noted = last(question)
            assert (noted.kind, noted.by_id) == (QuestionEventKind.INFORMATION_GIVEN, user.pk)
            assert (noted.reason, noted.details["channel"]) == (HOW["reason"], "phone")
            assert MISSING not in f"{noted.reason}{noted.details}"

    def test_also_after_the_last_day(self, desk):
        question = asked(desk, QuestionState.WAITING)
        question.additions.update(reply_until=timezone.localdate() - timedelta(days=3))
        assert self.send(desk.secretary, question).status_code == 302

    def test_without_an_agency_it_goes_back_to_the_intake(self, desk):
        question = asked(desk, QuestionState.WAITING)
        Question.objects.filter(pk=question.pk).update(agency=None)
        assert self.send(desk.secretary, question).status_code == 302
        assert fresh(question).state == QuestionState.RECEIVED

    def test_nobody_else_does(self, desk, stranger):
        question = asked(desk, QuestionState.WAITING)
        before = log(question)
        for user in (stranger, *map(desk.place.user, (RoleCode.OPERATOR, RoleCode.SITE_ADMIN))):
            assert self.send(user, question).status_code in (302, 403, 404)
            with pytest.raises(PermissionDenied):
                intake.add_information(question, MISSING, user=user, **HOW)
        assert fresh(question).state == QuestionState.WAITING
        assert log(question) == before

    @pytest.mark.parametrize("state", [each for each in QuestionState if each != "waiting"])
    def test_only_what_was_asked_is_completed(self, desk, state):
        question = asked(desk, state)
        before = log(question)
        assert self.send(desk.secretary, question).status_code in (302, 403)
        with pytest.raises(QuestionError):
            intake.add_information(question, MISSING, user=desk.secretary, **HOW)
        assert fresh(question).state == state
        assert log(question) == before

    @pytest.mark.parametrize("field", ["text", "channel", "reason"])
    def test_what_is_missing_is_told_and_the_words_stay(self, desk, field):
        question = asked(desk, QuestionState.WAITING)
        answer = self.send(desk.officer, question, **{field: ""})
        assert answer.status_code == 422
        kept = HOW["reason"] if field == "text" else MISSING
        assert kept in answer.content.decode()
        with pytest.raises(QuestionError) as caught:
            intake.add_information(
                question, **{"text": MISSING, "user": desk.officer, **HOW, field: ""}
            )
        assert list(caught.value.message_dict) == [field]
        assert fresh(question).state == QuestionState.WAITING

    def test_the_asker_reads_that_it_was_entered_for_them(self, desk):
        question = asked(desk, QuestionState.WAITING)
        self.send(desk.officer, question)
        with translation.override("en"):
            step = events.public_steps(question)[-1]
        assert step.sentence == "What you told us to complete your question was entered for you."
        assert step.reason == ""

    def test_who_comes_second_is_told_so(self, desk):
        question = asked(desk, QuestionState.WAITING)
        seen = log(question)[-1]
        intake.add_information(question, "Thửa 3.")
        answer = self.send(desk.officer, question, seen=seen)
        assert answer.status_code == 409
        assert question.additions.get().text == "Thửa 3."


class AnonymiseTests:
    def test_the_board_erases_a_closed_question_for_good(self, desk):
        question = asked(desk, QuestionState.CLOSED)
        assert do(desk.board_head, question, "anonymise", **SURE).status_code == 302
        assert fresh(question).anonymised_at is not None
        assert not Asker.objects.filter(question=question).exists()
        assert not QuestionContent.objects.filter(question=question).exists()
        noted = last(question)
        assert (noted.kind, noted.by_id) == (QuestionEventKind.ANONYMISED, desk.board_head.pk)
        assert noted.reason == SURE["reason"]
        shown = browse(desk.board_head).get(detail(question))
        assert shown.status_code == 200
        assert 'id="do-anonymise"' not in shown.content.decode()
        assert TEXT not in shown.content.decode()

    @pytest.mark.parametrize("field", ["reason", "is_sure"])
    def test_it_is_confirmed_with_a_reason(self, desk, field):
        question = asked(desk, QuestionState.CLOSED)
        data = {name: value for name, value in SURE.items() if name != field}
        assert do(desk.board_head, question, "anonymise", **data).status_code == 422
        assert Asker.objects.filter(question=question).exists()
        assert fresh(question).anonymised_at is None

    def test_nobody_below_the_board_does(self, desk, stranger):
        question = asked(desk, QuestionState.CLOSED)
        before = log(question)
        people = [desk.secretary, desk.officer, desk.head, stranger]
        people += map(desk.place.user, (RoleCode.OPERATOR, RoleCode.SITE_ADMIN))
        for user in people:
            assert do(user, question, "anonymise", **SURE).status_code in (302, 403, 404)
            with pytest.raises(PermissionDenied):
                retention.anonymise_early(question, user, SURE["reason"])
        assert Asker.objects.filter(question=question).exists()
        assert log(question) == before

    @pytest.mark.parametrize("state", OPEN)
    def test_an_open_question_is_withdrawn_before(self, desk, state):
        question = asked(desk, state)
        assert do(desk.board_head, question, "anonymise", **SURE).status_code in (302, 403)
        with pytest.raises(QuestionError):
            retention.anonymise_early(question, desk.board_head, SURE["reason"])
        assert Asker.objects.filter(question=question).exists()

    def test_not_twice_and_not_without_a_reason(self, desk):
        question = asked(desk, QuestionState.CLOSED)
        with pytest.raises(QuestionError):
            retention.anonymise_early(question, desk.board_head, "  ")
        retention.anonymise_early(question, desk.board_head, SURE["reason"])
        with pytest.raises(QuestionError):
            retention.anonymise_early(question, desk.board_head, SURE["reason"])
