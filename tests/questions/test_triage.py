"""Questions are classified, passed on, divided, joined, or not taken; each step once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govportal_wagtail.questions import (
    answering,
    codes,
    delivery,
    events,
    intake,
    timing,
    triage,
)
from govportal_wagtail.questions.errors import QuestionError
from govportal_wagtail.questions.intake import ContentData
from govportal_wagtail.questions.models import Question, QuestionEvent, QuestionSettings
from govportal_wagtail.questions.signals import question_event
from govportal_wagtail.questions.vocabulary import (
    Outcome,
    Publishing,
    QuestionState,
    ReplyKind,
)
from govportal_wagtail.regulation.models import DeadlineState
from tests.builders import make_agency
from tests.questions.builders import (
    ASKER,
    make_answering_agency,
    make_component_portal,
    make_head_of,
    make_officer_of,
    make_question,
    make_question_portal,
    make_receipt,
    make_secretary,
    make_topic,
    upload,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    return make_question_portal()


@pytest.fixture
def secretary(portal):
    return make_secretary(portal)


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
def other():
    return make_answering_agency("so-y-te", "Sở Y tế")


def ask(portal, **fields):
    return make_receipt(portal, **fields).question


def given_to(portal, agency, **fields):
    return make_question(portal, agency=agency, state=QuestionState.ASSIGNED, **fields)


def kinds(question):
    found = QuestionEvent.objects.filter(question_id=question.pk).order_by("pk")
    return list(found.values_list("kind", flat=True))


def last_event(question):
    return QuestionEvent.objects.filter(question_id=question.pk).latest("pk")


def days_of(question):
    return {
        each.category: (each.state, each.due_on)
        for each in timing._deadlines(question).order_by("pk")
    }


def answer(question, writer, head, *, body="<p>Xin trả lời.</p>", **fields):
    """The whole way of a reply, up to its sending."""
    fields.setdefault("kind", ReplyKind.ANSWER)
    answering.draft(question, writer, body=body, **fields)
    answering.submit(question, writer)
    return answering.sign(question, head)


class ClassifyTests:
    def test_topic_and_kind_are_kept_and_logged_without_the_text(self, portal, secretary):
        question = ask(portal)
        topic = make_topic()
        triage.classify(question, secretary, topic=topic, is_complaint=True)
        question.refresh_from_db()
        assert (question.topic, question.is_complaint) == (topic, True)
        assert last_event(question).details == {"topic": "dat-dai", "is_complaint": True}

    def test_who_does_not_receive_questions_does_not_classify(self, portal, officer):
        with pytest.raises(PermissionDenied):
            triage.classify(ask(portal), officer, topic=None, is_complaint=True)

    def test_a_closed_question_stays_as_it_is(self, portal, secretary):
        question = make_question(portal, state=QuestionState.CLOSED, outcome=Outcome.WITHDRAWN)
        with pytest.raises(QuestionError):
            triage.classify(question, secretary, topic=None, is_complaint=True)


class AssignTests:
    def test_the_agency_has_it_and_the_time_limit_for_sorting_is_met(
        self, portal, secretary, agency
    ):
        question = ask(portal)
        triage.assign(question, secretary, agency, "thuộc lĩnh vực đất đai")
        question.refresh_from_db()
        assert (question.state, question.agency) == (QuestionState.ASSIGNED, agency)
        states = {category: state for category, (state, _due) in days_of(question).items()}
        assert states == {"qa_triage": DeadlineState.MET, "qa_answer": DeadlineState.OPEN}
        assert question.due_on == question.answer_due_on
        event = last_event(question)
        assert (event.kind, event.agency_name) == ("assigned", agency.name)
        assert event.reason == "thuộc lĩnh vực đất đai"

    def test_the_second_of_two_is_told_what_happened(self, portal, secretary, agency, other):
        question = ask(portal)
        again = Question.objects.get(pk=question.pk)
        triage.assign(question, secretary, agency)
        with pytest.raises(QuestionError) as raised:
            triage.assign(again, secretary, other)
        assert raised.value.code == "moved"
        assert kinds(question) == ["asked", "assigned"]

    def test_an_agency_of_the_past_gets_none(self, portal, secretary):
        gone = make_agency("so-cu", name="Sở cũ", valid_to=date(2025, 2, 28))
        question = ask(portal)
        with pytest.raises(QuestionError) as raised:
            triage.assign(question, secretary, gone)
        assert "agency" in raised.value.message_dict
        question.refresh_from_db()
        assert question.state == QuestionState.RECEIVED

    def test_an_agency_takes_none_for_itself(self, portal, officer, agency):
        with pytest.raises(PermissionDenied):
            triage.assign(ask(portal), officer, agency)

    def test_a_claim_ends_with_the_assignment(self, portal, secretary, agency):
        question = ask(portal)
        triage.claim(question, secretary)
        triage.assign(question, secretary, agency)
        assert question.claimed_by is None


class TransferTests:
    def test_the_clock_runs_on_where_the_regulation_says_nothing(
        self, portal, officer, agency, other
    ):
        question = given_to(portal, agency, received_on=timezone.localdate() - timedelta(days=3))
        due = question.due_on
        triage.transfer(question, officer, other, "thuộc Sở Y tế")
        question.refresh_from_db()
        assert (question.agency, question.due_on) == (other, due)
        event = last_event(question)
        assert (event.reason, event.agency_name) == ("thuộc Sở Y tế", other.name)
        assert event.details["from_name"] == agency.name

    def test_it_begins_anew_where_the_regulation_says_so(
        self, portal, officer, agency, other, monkeypatch
    ):
        question = given_to(portal, agency, received_on=timezone.localdate() - timedelta(days=7))
        due = question.due_on
        profile = timing.profile_of(question)
        asked = type(profile).policy
        monkeypatch.setattr(
            type(profile),
            "policy",
            lambda self, key, default="": (
                "restart" if key == "question_transfer" else asked(self, key, default)
            ),
        )
        triage.transfer(question, officer, other, "thuộc Sở Y tế")
        question.refresh_from_db()
        assert question.due_on > due

    @pytest.mark.parametrize("reason", ["", "   "])
    def test_a_reason_is_needed(self, portal, officer, agency, other, reason):
        question = given_to(portal, agency)
        with pytest.raises(QuestionError):
            triage.transfer(question, officer, other, reason)
        question.refresh_from_db()
        assert question.agency == agency

    def test_to_the_same_agency_it_does_not_go(self, portal, officer, agency):
        with pytest.raises(QuestionError):
            triage.transfer(given_to(portal, agency), officer, agency, "nhầm")

    def test_another_agency_cannot_take_it(self, portal, agency, other):
        stranger = make_officer_of(other, portal, "nguoi-khac")
        with pytest.raises(PermissionDenied):
            triage.transfer(given_to(portal, agency), stranger, other, "của chúng tôi")

    def test_the_new_agency_goes_on_with_the_draft_and_the_old_one_does_not(
        self, portal, officer, agency, other
    ):
        question = given_to(portal, agency)
        answering.draft(question, officer, kind="answer", body="<p>Nháp</p>")
        triage.transfer(question, officer, other, "thuộc Sở Y tế")
        with pytest.raises(PermissionDenied):
            answering.draft(question, officer, kind="answer", body="<p>Khác</p>")
        colleague = make_officer_of(other, portal, "can-bo-y-te")
        answering.submit(question, colleague)
        assert question.replies.get().agency == other


class ClaimTests:
    def test_one_at_a_time(self, portal, secretary):
        question = ask(portal)
        triage.claim(question, secretary)
        triage.claim(question, secretary)
        colleague = make_secretary(portal, "thu-ky-2")
        with pytest.raises(QuestionError, match="thu-ky"):
            triage.claim(question, colleague)
        triage.release(question, secretary)
        triage.claim(question, colleague)
        assert question.claimed_by == colleague
        assert kinds(question) == ["asked", "claimed", "released", "claimed"]

    def test_nothing_to_release(self, portal, secretary):
        with pytest.raises(QuestionError):
            triage.release(ask(portal), secretary)


class EndTests:
    def test_out_of_scope_tells_the_reason_and_where_to_go(self, portal, secretary):
        question = ask(portal)
        triage.out_of_scope(question, secretary, "Thuộc ngành điện lực", "Công ty Điện lực")
        question.refresh_from_db()
        assert (question.state, question.outcome) == ("closed", Outcome.OUT_OF_SCOPE)
        assert (question.referred_to, question.due_on) == ("Công ty Điện lực", None)
        assert events.public_steps(question)[-1].reason == "Thuộc ngành điện lực"

    def test_without_a_place_it_is_what_the_site_says(self, portal, secretary):
        own = QuestionSettings.for_site(portal.site)
        own.where_else = "Tổng đài\n1022"
        own.save()
        question = ask(portal)
        triage.out_of_scope(question, secretary, "Ngoài phạm vi")
        assert question.referred_to == "Tổng đài 1022"

    def test_sorting_was_in_time_and_no_answer_is_owed(self, portal, secretary):
        question = ask(portal)
        triage.out_of_scope(question, secretary, "Ngoài phạm vi")
        states = {category: state for category, (state, _due) in days_of(question).items()}
        assert states == {"qa_triage": DeadlineState.MET, "qa_answer": DeadlineState.CANCELLED}

    @pytest.mark.parametrize("step", ["out_of_scope", "forward"])
    def test_nothing_ends_without_a_reason(self, portal, secretary, step):
        question = ask(portal)
        named = {"to": "Thanh tra tỉnh"} if step == "forward" else {}
        with pytest.raises(QuestionError):
            getattr(triage, step)(question, secretary, reason=" ", **named)
        question.refresh_from_db()
        assert question.is_open

    def test_forwarding_names_the_authority(self, portal, secretary):
        question = ask(portal)
        with pytest.raises(QuestionError):
            triage.forward(question, secretary, " ", "thẩm quyền")
        triage.forward(question, secretary, "Thanh tra  tỉnh", "thẩm quyền")
        assert (question.outcome, question.referred_to) == ("forwarded", "Thanh tra tỉnh")

    def test_ended_is_ended(self, portal, secretary, agency):
        question = ask(portal)
        triage.out_of_scope(question, secretary, "Ngoài phạm vi")
        with pytest.raises(QuestionError):
            triage.assign(question, secretary, agency)
        with pytest.raises(QuestionError):
            triage.forward(question, secretary, "Thanh tra tỉnh", "thẩm quyền")

    def test_a_very_long_place_is_cut_and_not_an_error(self, portal, secretary):
        question = ask(portal)
        triage.out_of_scope(question, secretary, "Ngoài phạm vi", "Nơi " * 200)
        assert len(question.referred_to) <= 255


PARTS = [
    ContentData("Cấp sổ đỏ", "Hồ sơ gồm những gì?"),
    ContentData("Thẻ bảo hiểm y tế", "Khi nào được cấp lại?"),
]


class SplitTests:
    def test_each_part_keeps_asker_day_of_receipt_and_last_day(self, portal, secretary, other):
        day = timezone.localdate() - timedelta(days=5)
        question = ask(portal, received_on=day, asker={"agrees_to_publish": True}, channel="email")
        due = question.answer_due_on
        parts = [PARTS[0], ContentData("Y tế", "Hỏi thẻ", make_topic("y-te"), other)]
        made = triage.split(question, secretary, parts)
        question.refresh_from_db()
        assert (question.state, question.outcome) == ("closed", Outcome.SPLIT)
        for part in made:
            part.refresh_from_db()
            assert (part.received_on, part.answer_due_on) == (day, due)
            assert (part.received_at, part.part_of) == (question.received_at, question)
            assert part.asker.name == ASKER["name"]
            assert part.asker.agreed_to_publish_at == question.asker.agreed_to_publish_at
            assert (part.state, part.channel) == ("received", "email")
        assert made[1].asked_agency == other
        assert [part.content.text for part in made] == ["Hồ sơ gồm những gì?", "Hỏi thẻ"]
        assert len({question.number, *(part.number for part in made)}) == 3
        assert len({question.code, *(part.code for part in made)}) == 3

    def test_each_part_has_a_secret_that_only_the_receivers_learn(self, portal, secretary):
        question = ask(portal)
        told = []

        def listen(question, secret="", **kwargs):
            if secret:
                told.append((question.pk, secret))

        question_event.connect(listen)
        try:
            made = triage.split(question, secretary, PARTS)
        finally:
            question_event.disconnect(listen)
        assert [pk for pk, _secret in told] == [part.pk for part in made]
        for part, (_pk, secret) in zip(made, told, strict=True):
            assert codes.find(part.code, secret) == part
            assert secret not in str(list(QuestionEvent.objects.values()))

    def test_the_files_go_to_every_part_or_where_they_belong(self, portal, secretary):
        question = ask(portal, files=[upload("a.txt", b"A"), upload("b.txt", b"B")])
        first, second = question.files.all()
        everywhere = triage.split(question, secretary, PARTS)
        assert [part.files.count() for part in everywhere] == [2, 2]
        again = triage.split(
            everywhere[0], secretary, PARTS, files=[[everywhere[0].files.first().pk], []]
        )
        assert [[each.name for each in part.files.all()] for part in again] == [["a.txt"], []]
        copy = everywhere[1].files.last()
        assert copy.file.name not in (first.file.name, second.file.name)
        with copy.file.open() as content:
            assert content.read() == b"B"

    def test_an_extension_and_a_pause_go_with_every_part(
        self, portal, secretary, agency, officer, head
    ):
        question = given_to(portal, agency)
        answering.extend(question, head, 3, "cần xác minh")
        answering.ask_information(question, officer, "Xin cho biết số thửa")
        intake.add_information(question, "Thửa 12")
        question.refresh_from_db()
        made = triage.split(question, secretary, PARTS)
        for part in made:
            part.refresh_from_db()
            assert part.answer_due_on == question.answer_due_on

    @pytest.mark.parametrize(
        "parts", [[], PARTS[:1], [PARTS[0], ContentData(" ", "x")], [PARTS[0]] * 21]
    )
    def test_what_makes_no_parts_changes_nothing(self, portal, secretary, parts):
        question = ask(portal)
        with pytest.raises(QuestionError):
            triage.split(question, secretary, parts)
        assert Question.objects.count() == 1
        assert kinds(question) == ["asked"]

    def test_a_part_never_goes_back_into_what_it_came_from(self, portal, secretary):
        question = ask(portal)
        part, other_part = triage.split(question, secretary, PARTS)
        with pytest.raises(QuestionError):
            triage.merge(part, secretary, question, "trùng")
        triage.merge(other_part, secretary, part, "trùng")
        with pytest.raises(QuestionError):
            triage.split(part, secretary, PARTS)

    def test_the_log_has_numbers_and_no_words_of_the_parts(self, portal, secretary):
        question = ask(portal)
        made = triage.split(question, secretary, PARTS)
        assert last_event(question).details == {"parts": [part.number for part in made]}
        for event in QuestionEvent.objects.all():
            assert "sổ đỏ" not in f"{event.reason} {event.details}"

    def test_what_others_were_joined_with_stays_whole(self, portal, secretary):
        main, second = ask(portal), ask(portal)
        triage.merge(second, secretary, main, "trùng")
        with pytest.raises(QuestionError):
            triage.split(main, secretary, PARTS)

    def test_files_are_named_for_each_part_or_for_none(self, portal, secretary):
        with pytest.raises(ValueError, match="each part"):
            triage.split(ask(portal), secretary, PARTS, files=[[]])

    def test_no_file_stays_behind_where_dividing_fails(self, portal, secretary, monkeypatch):
        question = ask(portal, files=[upload()])
        storage = question.files.get().file.storage
        before = _stored(storage)

        def fail(*args, **kwargs):
            raise QuestionError("Hỏng")

        monkeypatch.setattr(timing, "cancel", fail)
        with pytest.raises(QuestionError):
            triage.split(question, secretary, PARTS)
        assert _stored(storage) == before
        assert Question.objects.count() == 1

    def test_an_agency_does_not_divide(self, portal, agency, officer):
        with pytest.raises(PermissionDenied):
            triage.split(given_to(portal, agency), officer, PARTS)


def _stored(storage, folder=""):
    folders, files = storage.listdir(folder) if storage.exists(folder) else ((), ())
    below = [found for name in folders for found in _stored(storage, f"{folder}{name}/")]
    return sorted([*(f"{folder}{name}" for name in files), *below])


class MergeTests:
    def test_the_answer_reaches_every_asker_once(self, portal, secretary, agency, officer, head):
        main = given_to(portal, agency)
        second, third = ask(portal), ask(portal)
        triage.merge(second, secretary, main, "trùng nội dung")
        triage.merge(third, secretary, main, "trùng nội dung")
        reply = answer(main, officer, head)
        for question in (main, second, third):
            assert kinds(question).count("answered") == 1
            assert last_event(question).details["reply"] == reply.pk
            assert list(delivery.readable_replies(question)) == [reply]
            question.refresh_from_db()
            assert question.replied_on == timezone.localdate()
            assert question.due_on is None
            assert days_of(question)["qa_answer"][0] == DeadlineState.MET

    def test_a_notice_of_progress_reaches_them_too_and_the_answer_follows(
        self, portal, secretary, agency, officer, head
    ):
        main, second = given_to(portal, agency), ask(portal)
        triage.merge(second, secretary, main, "trùng")
        day = timezone.localdate() + timedelta(days=30)
        notice = answer(main, officer, head, kind=ReplyKind.PROGRESS, promised_on=day)
        reply = answer(main, officer, head)
        assert kinds(second)[-2:] == ["progress", "answered"]
        second.refresh_from_db()
        assert list(delivery.readable_replies(second)) == [notice, reply]
        assert second.promised_on == day

    def test_what_the_other_asker_was_told_before_is_not_shown(
        self, portal, secretary, agency, officer, head
    ):
        main, second = given_to(portal, agency), ask(portal)
        day = timezone.localdate() + timedelta(days=30)
        answer(main, officer, head, kind=ReplyKind.PROGRESS, promised_on=day)
        triage.merge(second, secretary, main, "trùng")
        second.refresh_from_db()
        assert not delivery.readable_replies(second).exists()
        reply = answer(main, officer, head)
        assert list(delivery.readable_replies(second)) == [reply]

    def test_joined_with_an_answered_one_it_is_answered_at_once(
        self, portal, secretary, agency, officer, head
    ):
        main = given_to(portal, agency)
        reply = answer(main, officer, head)
        late = ask(portal)
        triage.merge(late, secretary, main, "đã trả lời")
        assert kinds(late)[-2:] == ["merged", "answered"]
        assert list(delivery.readable_replies(late)) == [reply]
        assert kinds(main).count("answered") == 1

    def test_who_was_joined_before_goes_along_and_is_answered_once(
        self, portal, secretary, agency, officer, head
    ):
        main, second, third = given_to(portal, agency), ask(portal), ask(portal)
        triage.merge(third, secretary, second, "trùng")
        triage.merge(second, secretary, main, "trùng")
        third.refresh_from_db()
        assert third.same_as == main
        answer(main, officer, head)
        assert [kinds(each).count("answered") for each in (main, second, third)] == [1, 1, 1]

    def test_a_ring_cannot_come_about(self, portal, secretary):
        first, second = ask(portal), ask(portal)
        triage.merge(second, secretary, first, "trùng")
        for question, into in ((first, second), (first, first), (second, first)):
            with pytest.raises(QuestionError):
                triage.merge(question, secretary, into, "trùng")
        first.refresh_from_db()
        assert (first.same_as, first.is_open) == (None, True)

    def test_nothing_leaves_its_site(self, portal, secretary):
        component = make_component_portal(portal)
        elsewhere = ask(component)
        here = ask(portal)
        with pytest.raises(QuestionError):
            triage.merge(here, secretary, elsewhere, "trùng")
        with pytest.raises((QuestionError, PermissionDenied)):
            triage.merge(elsewhere, secretary, here, "trùng")
        assert not Question.objects.exclude(same_as=None).exists()

    def test_a_later_question_joins_an_earlier_one(self, portal, secretary):
        first = ask(portal, received_on=timezone.localdate() - timedelta(days=4))
        second = ask(portal)
        with pytest.raises(QuestionError):
            triage.merge(first, secretary, second, "trùng")
        triage.merge(second, secretary, first, "trùng")

    @pytest.mark.parametrize("outcome", [Outcome.WITHDRAWN, Outcome.FORWARDED, Outcome.SPLIT])
    def test_what_ended_without_an_answer_takes_none_in(self, portal, secretary, outcome):
        ended = make_question(portal, state=QuestionState.CLOSED, outcome=outcome)
        with pytest.raises(QuestionError):
            triage.merge(ask(portal), secretary, ended, "trùng")

    def test_an_agency_joins_only_what_is_its_own(self, portal, agency, officer, other):
        mine, foreign = given_to(portal, agency), given_to(portal, other)
        Question.objects.filter(pk=foreign.pk).update(received_on=date(2026, 1, 5))
        with pytest.raises(QuestionError):
            triage.merge(mine, officer, foreign, "trùng")

    def test_what_the_main_one_is_not_taken_for_the_others_are_told_as_well(
        self, portal, secretary
    ):
        main, second = ask(portal), ask(portal)
        triage.merge(second, secretary, main, "trùng")
        triage.out_of_scope(main, secretary, "Ngoài phạm vi", "Công ty Điện lực")
        second.refresh_from_db()
        assert kinds(second)[-1] == "out_of_scope"
        assert second.referred_to == "Công ty Điện lực"
        assert days_of(second)["qa_answer"][0] == DeadlineState.CANCELLED

    def test_where_the_first_asker_takes_it_back_the_next_goes_on(
        self, portal, secretary, agency, officer, head
    ):
        main, second, third = given_to(portal, agency), ask(portal), ask(portal)
        triage.merge(second, secretary, main, "trùng")
        triage.merge(third, secretary, main, "trùng")
        intake.withdraw(main)
        for each in (second, third):
            each.refresh_from_db()
        assert (second.state, second.outcome, second.agency) == ("assigned", "", agency)
        assert second.due_on == second.answer_due_on is not None
        assert (third.same_as, third.state) == (second, "closed")
        answer(second, officer, head)
        assert [kinds(each).count("answered") for each in (main, second, third)] == [0, 1, 1]

    def test_where_nobody_had_it_the_next_one_waits_to_be_classified(self, portal, secretary):
        main, second = ask(portal), ask(portal)
        triage.merge(second, secretary, main, "trùng")
        intake.withdraw(main)
        second.refresh_from_db()
        assert (second.state, second.outcome, second.same_as) == ("received", "", None)
        assert second.closed_at is None

    def test_silence_of_the_first_asker_does_not_silence_the_others(
        self, portal, secretary, agency, officer
    ):
        main, second = given_to(portal, agency), ask(portal)
        triage.merge(second, secretary, main, "trùng")
        asked = answering.ask_information(main, officer, "Số thửa?")
        type(asked).objects.update(reply_until=timezone.localdate() - timedelta(days=1))
        answering.close_without_reply(main, None, "không bổ sung")
        second.refresh_from_db()
        assert (second.state, second.agency) == ("assigned", agency)

    def test_an_extension_is_told_to_everybody_who_waits(
        self, portal, secretary, agency, officer, head
    ):
        main, second = given_to(portal, agency), ask(portal)
        triage.merge(second, secretary, main, "trùng")
        answering.extend(main, head, 4, "xác minh")
        second.refresh_from_db()
        main.refresh_from_db()
        assert second.answer_due_on == main.answer_due_on
        assert kinds(second)[-1] == kinds(main)[-1] == "extended"

    def test_its_own_time_limit_runs_until_the_answer_comes(self, portal, secretary, agency):
        main, second = given_to(portal, agency), ask(portal)
        triage.merge(second, secretary, main, "trùng")
        second.refresh_from_db()
        assert days_of(second)["qa_answer"][0] == DeadlineState.OPEN
        assert second.due_on is None

    @settings(
        max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    @given(pairs=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
    def test_whatever_is_joined_each_has_one_open_question_to_wait_for(
        self, pairs, portal, secretary
    ):
        Question.objects.update(same_as=None)
        asked = [ask(portal) for _number in range(5)]
        for one, into in pairs:
            try:
                triage.merge(asked[one], secretary, asked[into], "trùng")
            except QuestionError:
                continue
        for question in Question.objects.filter(pk__in=[each.pk for each in asked]):
            if question.same_as is None:
                assert question.is_open
            else:
                assert question.same_as.is_open
                assert question.same_as.same_as is None


class PublishingTests:
    def test_the_board_wants_only_what_the_asker_agreed_to(self, portal, secretary):
        question = ask(portal)
        with pytest.raises(QuestionError):
            triage.decide_publishing(question, secretary, Publishing.WANTED)
        intake.set_consents(question, publish=True, name=False)
        triage.decide_publishing(question, secretary, Publishing.WANTED)
        question.refresh_from_db()
        assert question.publishing == Publishing.WANTED
        assert last_event(question).details == {"publishing": "wanted"}

    @pytest.mark.parametrize("publishing", ["", "undecided", "khac"])
    def test_a_decision_is_one_of_three(self, portal, secretary, publishing):
        with pytest.raises(QuestionError):
            triage.decide_publishing(ask(portal), secretary, publishing)

    def test_what_was_not_answered_is_not_published(self, portal, secretary):
        question = ask(portal, asker={"agrees_to_publish": True})
        triage.out_of_scope(question, secretary, "Ngoài phạm vi")
        with pytest.raises((QuestionError, PermissionDenied)):
            triage.decide_publishing(question, secretary, Publishing.WANTED)

    def test_the_agency_does_not_decide(self, portal, agency, officer):
        with pytest.raises(PermissionDenied):
            triage.decide_publishing(given_to(portal, agency), officer, Publishing.NONE)
