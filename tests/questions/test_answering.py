"""Replies are drafted, signed, approved and sent; nothing goes out that nobody approved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from govportal_wagtail.core.models import Person, Post
from govportal_wagtail.questions import answering, delivery, intake, timing
from govportal_wagtail.questions.errors import QuestionError
from govportal_wagtail.questions.models import Addition, QuestionEvent, QuestionSettings, Reply
from govportal_wagtail.questions.vocabulary import (
    Outcome,
    QuestionState,
    ReplyKind,
    ReplyState,
)
from govportal_wagtail.regulation.models import DeadlineState
from tests.builders import make_user
from tests.questions.builders import (
    make_answering_agency,
    make_board_head,
    make_head_of,
    make_officer_of,
    make_question,
    make_question_portal,
    make_secretary,
)

pytestmark = pytest.mark.django_db

BODY = "<p>Hồ sơ có kết quả trong tuần này.</p>"


@pytest.fixture
def portal():
    return make_question_portal()


@pytest.fixture
def agency():
    return make_answering_agency()


@pytest.fixture
def officer(agency, portal):
    return make_officer_of(agency, portal)


@pytest.fixture
def head(agency, portal):
    return make_head_of(agency, portal)


@pytest.fixture
def board(portal):
    return make_board_head(portal)


@pytest.fixture
def question(portal, agency, officer, head):
    """With its agency, which has an officer and a head."""
    return make_question(portal, agency=agency, state=QuestionState.ASSIGNED)


@pytest.fixture
def to_sign(question, officer):
    write(question, officer)
    answering.submit(question, officer)
    return question


@pytest.fixture
def to_approve(question, portal, officer, head):
    let_board_approve(portal)
    write(question, officer)
    answering.submit(question, officer)
    answering.sign(question, head)
    return question


def let_board_approve(portal):
    own = QuestionSettings.for_site(portal.site)
    own.board_approves = True
    own.save()


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def write(question, user, body=BODY, kind=ReplyKind.ANSWER, promised_on=None):
    return answering.draft(question, user, kind=kind, body=body, promised_on=promised_on)


def kinds(question):
    found = QuestionEvent.objects.filter(question_id=question.pk).order_by("pk")
    return list(found.values_list("kind", flat=True))


class DraftTests:
    def test_one_reply_is_under_way_and_is_written_on(self, question, officer, head):
        first = write(question, officer)
        second = write(question, head, "<p>Sửa lại.</p>")
        assert first.pk == second.pk
        assert (second.body, second.written_by) == ("<p>Sửa lại.</p>", head)
        assert Reply.objects.count() == 1
        assert kinds(question) == ["asked", "drafted", "drafted"]

    def test_who_saves_without_a_change_is_not_the_writer(self, question, officer, head):
        write(question, officer)
        assert write(question, head).written_by == officer
        answering.submit(question, officer)
        assert answering.sign(question, head).state == ReplyState.SENT

    def test_the_same_writer_is_logged_once(self, question, officer):
        write(question, officer)
        write(question, officer, "<p>Hai</p>")
        assert kinds(question).count("drafted") == 1

    def test_a_kind_that_is_none_is_refused(self, question, officer):
        with pytest.raises(QuestionError) as raised:
            write(question, officer, kind="khac")
        assert "kind" in raised.value.message_dict

    def test_another_agency_does_not_write(self, question, portal):
        other = make_answering_agency("so-y-te", "Sở Y tế")
        with pytest.raises(PermissionDenied):
            write(question, make_officer_of(other, portal, "nguoi-khac"))

    def test_before_it_is_assigned_nobody_writes(self, portal):
        fresh = make_question(portal)
        with pytest.raises(QuestionError):
            write(fresh, make_secretary(portal))

    def test_where_the_agency_has_nobody_the_intake_writes_for_it(self, portal):
        alone = make_answering_agency("xa-xa", "Ủy ban nhân dân xã Xa")
        question = make_question(portal, agency=alone, state=QuestionState.ASSIGNED)
        assert write(question, make_secretary(portal)).agency == alone

    def test_the_text_of_the_reply_is_not_in_the_log(self, question, officer):
        write(question, officer, "<p>Dấu riêng</p>")
        assert "Dấu riêng" not in str(list(QuestionEvent.objects.values()))


class SubmitTests:
    @pytest.mark.parametrize("body", ["", "<p></p>", "<p>&nbsp; \xa0</p>"])
    def test_an_empty_text_is_not_handed_over(self, question, officer, body):
        write(question, officer, body)
        with pytest.raises(QuestionError) as raised:
            answering.submit(question, officer)
        assert "body" in raised.value.message_dict

    def test_without_a_draft_there_is_nothing_to_hand_over(self, question, officer):
        with pytest.raises((QuestionError, PermissionDenied)):
            answering.submit(question, officer)

    @pytest.mark.parametrize("days", [None, -1, 0, 400])
    def test_a_notice_of_progress_promises_a_day_to_come(self, question, officer, days):
        day = None if days is None else in_days(days)
        write(question, officer, kind=ReplyKind.PROGRESS, promised_on=day)
        with pytest.raises(QuestionError) as raised:
            answering.submit(question, officer)
        assert "promised_on" in raised.value.message_dict

    def test_it_waits_for_the_head_and_is_not_written_on(self, to_sign, officer):
        assert to_sign.state == QuestionState.TO_SIGN
        with pytest.raises(QuestionError):
            write(to_sign, officer, "<p>Khác</p>")
        assert Reply.objects.get().body == BODY


class SignTests:
    def test_the_answer_goes_out_and_closes_the_question(self, to_sign, head):
        reply = answering.sign(to_sign, head)
        to_sign.refresh_from_db()
        assert reply.state == ReplyState.SENT
        assert reply.sent_at is not None
        assert (to_sign.state, to_sign.outcome) == ("closed", Outcome.ANSWERED)
        assert to_sign.replied_on == timezone.localdate()
        assert timing.answer_deadline(to_sign).state == DeadlineState.MET
        assert kinds(to_sign)[-2:] == ["signed", "answered"]

    def test_name_and_post_stay_as_they_were(self, to_sign, head, agency):
        person = Person.objects.create(name="Trần Văn Bình", agency=agency)
        Post.objects.create(person=person, agency=agency, title="Giám đốc")
        head.govportal_account.person = person
        head.govportal_account.save()
        reply = answering.sign(to_sign, head)
        person.delete()
        reply.refresh_from_db()
        assert reply.signatory == "thu-truong, Giám đốc"

    def test_an_officer_does_not_sign(self, to_sign, portal, agency):
        with pytest.raises(PermissionDenied):
            answering.sign(to_sign, make_officer_of(agency, portal, "dau-moi-2"))
        assert to_sign.replies.get().state == ReplyState.TO_SIGN

    def test_who_wrote_it_does_not_sign_and_another_head_does(self, question, head, portal, agency):
        write(question, head)
        answering.submit(question, head)
        with pytest.raises(QuestionError):
            answering.sign(question, head)
        assert answering.sign(question, make_head_of(agency, portal, "pho")).signed_by != head

    def test_nor_does_a_superuser_what_they_wrote(self, question):
        root = make_user("goc", superuser=True)
        write(question, root)
        answering.submit(question, root)
        with pytest.raises(QuestionError):
            answering.sign(question, root)

    def test_the_regulation_may_waive_the_second_person(self, question, head, monkeypatch):
        profile = timing.profile_of(question)
        asked = type(profile).policy
        monkeypatch.setattr(
            type(profile),
            "policy",
            lambda self, key, default="": (
                "no" if key == "approver_must_differ" else asked(self, key, default)
            ),
        )
        write(question, head)
        answering.submit(question, head)
        assert answering.sign(question, head).state == ReplyState.SENT

    def test_a_promise_that_has_passed_meanwhile_is_not_signed(self, question, officer, head):
        reply = write(question, officer, kind=ReplyKind.PROGRESS, promised_on=in_days(5))
        answering.submit(question, officer)
        Reply.objects.filter(pk=reply.pk).update(promised_on=in_days(-1))
        with pytest.raises(QuestionError):
            answering.sign(question, head)

    def test_the_second_click_sends_nothing_twice(self, to_sign, head):
        again = type(to_sign).objects.get(pk=to_sign.pk)
        answering.sign(to_sign, head)
        with pytest.raises(QuestionError):
            answering.sign(again, head)
        assert kinds(to_sign).count("answered") == 1


class ApproveTests:
    def test_the_board_approves_where_the_site_wants_it(self, to_approve, board):
        assert to_approve.state == QuestionState.TO_APPROVE
        assert not delivery.readable_replies(to_approve).exists()
        reply = answering.approve(to_approve, board)
        assert (reply.state, reply.approved_by) == (ReplyState.SENT, board)
        assert to_approve.outcome == Outcome.ANSWERED

    def test_it_does_where_the_regulation_asks_for_it(self, to_sign, head, monkeypatch):
        profile = timing.profile_of(to_sign)
        assert not answering.needs_board(to_sign)
        asked = type(profile).policy
        monkeypatch.setattr(
            type(profile),
            "policy",
            lambda self, key, default="": (
                "board" if key == "answer_approval" else asked(self, key, default)
            ),
        )
        answering.sign(to_sign, head)
        assert to_sign.state == QuestionState.TO_APPROVE
        assert "answered" not in kinds(to_sign)

    def test_the_head_of_the_agency_does_not_approve_for_the_board(self, to_approve, head):
        with pytest.raises((QuestionError, PermissionDenied)):
            answering.approve(to_approve, head)
        assert to_approve.replies.get().state == ReplyState.TO_APPROVE

    def test_who_signed_does_not_approve(self, question, portal, officer):
        let_board_approve(portal)
        root = make_user("goc", superuser=True)
        write(question, officer)
        answering.submit(question, officer)
        answering.sign(question, root)
        with pytest.raises(QuestionError):
            answering.approve(question, root)

    def test_who_wrote_does_not_approve(self, question, portal, head):
        let_board_approve(portal)
        root = make_user("goc", superuser=True)
        write(question, root)
        answering.submit(question, root)
        answering.sign(question, head)
        with pytest.raises(QuestionError):
            answering.approve(question, root)


class ReturnTests:
    def test_it_goes_back_with_the_reason_and_the_signature_is_gone(
        self, to_approve, board, officer, head
    ):
        answering.return_reply(to_approve, board, "thiếu căn cứ")
        reply = to_approve.replies.get()
        assert (reply.state, reply.return_reason) == (ReplyState.RETURNED, "thiếu căn cứ")
        assert (reply.signed_by, reply.signatory, reply.signed_at) == (None, "", None)
        assert to_approve.state == QuestionState.ASSIGNED
        write(to_approve, officer, "<p>Bổ sung căn cứ.</p>")
        answering.submit(to_approve, officer)
        answering.sign(to_approve, head)
        answering.approve(to_approve, board)
        assert kinds(to_approve)[-1] == "answered"

    def test_a_reason_is_needed(self, to_sign, head):
        with pytest.raises(QuestionError):
            answering.return_reply(to_sign, head, " ")
        assert to_sign.replies.get().state == ReplyState.TO_SIGN

    def test_what_does_not_wait_is_not_returned(self, question, officer, head):
        write(question, officer)
        with pytest.raises(QuestionError):
            answering.return_reply(question, head, "thiếu")


class ProgressTests:
    def test_after_it_the_agency_writes_the_answer(self, question, officer, head):
        write(question, officer, kind=ReplyKind.PROGRESS, promised_on=in_days(30))
        answering.submit(question, officer)
        notice = answering.sign(question, head)
        assert (notice.state, question.state) == (ReplyState.SENT, QuestionState.ASSIGNED)
        assert question.promised_on == in_days(30)
        later = write(question, officer)
        assert later.pk != notice.pk
        answering.submit(question, officer)
        answering.sign(question, head)
        assert list(delivery.readable_replies(question)) == [notice, later]

    def test_an_answer_promises_nothing(self, question, officer):
        assert write(question, officer, promised_on=in_days(3)).promised_on is None


class InformationTests:
    def test_the_clock_stands_while_the_asker_completes(self, question, officer):
        addition = answering.ask_information(question, officer, " Xin cho biết số thửa ", 10)
        question.refresh_from_db()
        assert (question.state, question.due_on) == (QuestionState.WAITING, None)
        assert (addition.request, addition.reply_until) == ("Xin cho biết số thửa", in_days(10))
        assert timing.answer_deadline(question).state == DeadlineState.PAUSED
        intake.add_information(question, "Thửa 12")
        assert question.state == QuestionState.ASSIGNED
        assert timing.answer_deadline(question).state == DeadlineState.OPEN

    def test_without_days_it_is_what_the_site_grants(self, question, officer):
        assert answering.ask_information(question, officer, "Gì?").reply_until == in_days(30)

    def test_what_is_asked_stands_not_in_the_log(self, question, officer):
        answering.ask_information(question, officer, "Ông có phải là chủ thửa 77 không?")
        assert "thửa 77" not in str(list(QuestionEvent.objects.values()))

    @pytest.mark.parametrize(("request_", "days"), [(" ", 5), ("Gì?", 0), ("Gì?", 366)])
    def test_what_makes_no_sense_changes_nothing(self, question, officer, request_, days):
        with pytest.raises(QuestionError):
            answering.ask_information(question, officer, request_, days)
        question.refresh_from_db()
        assert question.state == QuestionState.ASSIGNED
        assert not Addition.objects.exists()

    def test_a_question_is_closed_only_after_the_last_day(self, question, officer):
        addition = answering.ask_information(question, officer, "Gì?", 5)
        with pytest.raises((QuestionError, PermissionDenied)):
            answering.close_without_reply(question, officer, "không bổ sung")
        with pytest.raises(QuestionError):
            answering.close_without_reply(question, None, "không bổ sung")
        Addition.objects.filter(pk=addition.pk).update(reply_until=in_days(-1))
        answering.close_without_reply(question, None, "không bổ sung")
        question.refresh_from_db()
        assert question.outcome == Outcome.NO_REPLY
        assert timing.answer_deadline(question).state == DeadlineState.CANCELLED
        assert kinds(question)[-1] == "no_reply"


class ExtendTests:
    def test_the_head_grants_days_with_a_reason(self, question, head):
        before = question.answer_due_on
        answering.extend(question, head, 5, "phải xác minh thực địa")
        question.refresh_from_db()
        assert question.answer_due_on > before
        assert question.extensions == 1
        event = QuestionEvent.objects.filter(question_id=question.pk).latest("pk")
        assert (event.kind, event.article) == ("extended", "13.1.ê")
        assert event.details == {"days": 5, "due": str(question.answer_due_on)}

    @pytest.mark.parametrize(("days", "reason"), [(5, ""), (0, "x"), (-3, "x")])
    def test_not_without_days_and_reason(self, question, head, days, reason):
        before = question.answer_due_on
        with pytest.raises(QuestionError):
            answering.extend(question, head, days, reason)
        question.refresh_from_db()
        assert (question.answer_due_on, question.extensions) == (before, 0)

    def test_who_owes_the_answer_does_not_grant_the_days(self, question, officer):
        with pytest.raises(PermissionDenied):
            answering.extend(question, officer, 5, "bận")
