"""Asking, completing, withdrawing, agreeing and rating."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from govportal_wagtail.questions import intake, numbers, timing
from govportal_wagtail.questions.errors import QuestionError
from govportal_wagtail.questions.models import (
    Asker,
    Question,
    QuestionContent,
    QuestionCounter,
    QuestionEvent,
    QuestionFile,
)
from govportal_wagtail.questions.signals import question_event
from govportal_wagtail.questions.storage import private_storage
from tests.questions.builders import (
    TEXT,
    make_answering_agency,
    make_component_portal,
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


def kinds(question):
    rows = QuestionEvent.objects.filter(question_id=question.pk)
    return list(rows.values_list("kind", flat=True))


def stored_files():
    """Names of all files in the private storage."""
    storage = private_storage()
    found, folders = [], [""]
    while folders:
        folder = folders.pop()
        try:
            below, files = storage.listdir(folder)
        except FileNotFoundError:
            continue
        found += [f"{folder}/{name}".lstrip("/") for name in files]
        folders += [f"{folder}/{name}".lstrip("/") for name in below]
    return set(found)


class ReceiveTests:
    def test_what_was_asked_is_kept_word_for_word_in_tables_of_its_own(self, portal):
        topic, agency = make_topic(), make_answering_agency()
        receipt = make_receipt(portal, topic=topic, asked_agency=agency, language="en")
        question = Question.objects.get()
        assert question == receipt.question
        assert (question.topic, question.asked_agency, question.agency) == (topic, agency, None)
        assert (question.state, question.outcome, question.language) == ("received", "", "en")
        assert question.profile == "camau-2026"
        assert question.content.text == TEXT
        assert question.asker.name == "Nguyễn Thị Mận"
        assert question.asker.agreed_at is not None
        assert question.asker.agreed_to_publish_at is None
        assert kinds(question) == ["asked"]

    def test_numbers_follow_one_another_on_each_site(self, portal):
        year = timezone.localdate().year
        component = make_component_portal(portal)
        questions = [make_question(site) for site in (portal, component, portal)]
        assert [each.number for each in questions] == [
            f"H{year}/000001",
            f"H{year}/000001-{component.pk}",
            f"H{year}/000002",
        ]

    def test_each_year_begins_anew_and_a_failure_gives_its_number_back(self, portal):
        assert numbers.next_number(portal, on=date(2025, 12, 31)) == "H2025/000001"
        assert numbers.next_number(portal, on=date(2026, 1, 1)) == "H2026/000001"
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            numbers.next_number(portal, on=date(2026, 1, 1))
            1 / 0  # noqa: B018
        assert numbers.next_number(portal, on=date(2026, 1, 1)) == "H2026/000002"

    @pytest.mark.parametrize(
        ("fields", "wrong"),
        [
            ({"title": " "}, "title"),
            ({"text": "\n"}, "text"),
            ({"asker": {"name": ""}}, "name"),
            ({"asker": {"email": "", "phone": ""}}, "email"),
            ({"asker": {"email": "không phải"}}, "email"),
            ({"asker": {"agrees": False}}, "agrees"),
            ({"title": "x" * 256}, "title"),
            ({"channel": "pigeon"}, "channel"),
        ],
    )
    def test_what_cannot_be_taken_is_said_by_field_and_leaves_nothing(self, portal, fields, wrong):
        before = stored_files()
        with pytest.raises(QuestionError) as error:
            make_receipt(portal, files=[upload()], **fields)
        assert wrong in error.value.message_dict
        assert not Question.objects.exists()
        assert not QuestionCounter.objects.exists()
        assert stored_files() == before

    def test_a_consent_to_the_name_is_one_to_publish(self, portal):
        asker = make_question(portal, asker={"agrees_to_name": True}).asker
        assert asker.agreed_to_name_at == asker.agreed_to_publish_at is not None

    def test_who_called_is_entered_by_staff_with_the_day_of_the_call(self, portal):
        secretary = make_secretary(portal)
        yesterday = timezone.localdate() - timedelta(days=1)
        question = make_question(
            portal,
            user=secretary,
            channel="phone",
            received_on=yesterday,
            asker={"agrees": False, "email": "", "phone": ""},
        )
        assert question.entered_by == secretary
        assert question.received_on == yesterday
        assert question.asker.agreed_at is None
        assert kinds(question) == ["entered"]

    def test_nobody_enters_for_tomorrow_or_for_another_site(self, portal):
        secretary = make_secretary(portal)
        tomorrow = timezone.localdate() + timedelta(days=1)
        with pytest.raises(QuestionError) as error:
            make_receipt(portal, user=secretary, channel="post", received_on=tomorrow)
        assert "received_on" in error.value.message_dict
        stranger = make_secretary(make_component_portal(portal), "thu-ky-xa")
        with pytest.raises(PermissionDenied):
            make_receipt(portal, user=stranger, channel="post")

    def test_the_counter_of_an_agency_enters_what_came_there(self, portal):
        officer = make_officer_of(make_answering_agency(), portal)
        assert make_question(portal, user=officer, channel="counter").entered_by == officer


class FileTests:
    def test_files_lie_in_order_under_names_that_say_nothing(self, portal):
        question = make_question(portal, files=[upload("đơn của Mận.pdf"), upload("ảnh.png")])
        first, second = question.files.all()
        assert (first.name, second.name) == ("đơn của Mận.pdf", "ảnh.png")
        assert first.size == len(b"Noi dung")
        assert "M" not in first.file.name.rsplit("/", 1)[1]
        assert "." not in first.file.name.rsplit("/", 1)[1]
        assert {first.file.name, second.file.name} <= stored_files()

    def test_a_failure_on_the_way_leaves_no_file(self, portal, monkeypatch):
        before = stored_files()
        monkeypatch.setattr(timing, "start", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            make_receipt(portal, files=[upload(), upload("hai.txt")])
        assert stored_files() == before
        assert not QuestionFile.objects.exists()

    def test_a_failure_after_the_commit_takes_no_file_away(
        self, portal, django_capture_on_commit_callbacks
    ):
        """What goes wrong while others are told must not cost the asker's files."""

        def break_later(**kwargs):
            transaction.on_commit(lambda: 1 / 0)

        question_event.connect(break_later)
        try:
            with (
                pytest.raises(ZeroDivisionError),
                django_capture_on_commit_callbacks(execute=True),
            ):
                make_receipt(portal, files=[upload()])
        finally:
            question_event.disconnect(break_later)
        assert QuestionFile.objects.get().file.name in stored_files()

    def test_a_step_that_fails_after_its_files_were_stored_leaves_none(self, portal, monkeypatch):
        question = make_question(portal, state="waiting")
        before = stored_files()
        monkeypatch.setattr(timing, "resume", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            intake.add_information(question, "Thêm", [upload(), upload("hai.txt")])
        assert stored_files() == before
        question.refresh_from_db()
        assert question.state == "waiting"

    def test_files_go_with_their_rows_once_that_is_certain(
        self, portal, django_capture_on_commit_callbacks
    ):
        question = make_question(portal, files=[upload()])
        name = question.files.get().file.name
        with django_capture_on_commit_callbacks() as after:
            question.delete()
        assert name in stored_files()
        for each in after:
            each()
        assert name not in stored_files()


class CompleteTests:
    def test_the_completion_goes_back_to_the_agency_with_its_clock(self, portal):
        question = make_question(portal, state="waiting")
        assert question.due_on is None
        addition = intake.add_information(question, "Thửa 12.", [upload("sổ.txt")])
        question.refresh_from_db()
        assert question.state == "assigned"
        assert question.due_on is not None
        assert (addition.text, addition.files.get().name) == ("Thửa 12.", "sổ.txt")
        assert addition.answered_at is not None
        assert kinds(question)[-1] == "information_given"

    def test_one_that_no_agency_has_goes_back_to_the_intake(self, portal):
        question = make_question(portal, state="waiting")
        Question.objects.update(agency=None)
        question.refresh_from_db()
        intake.add_information(question, "Thửa 12.")
        assert question.state == "received"

    def test_nothing_is_completed_that_was_not_asked(self, portal):
        with pytest.raises(QuestionError):
            intake.add_information(make_question(portal), "Thêm")
        with pytest.raises(QuestionError) as error:
            intake.add_information(make_question(portal, state="waiting"), " ")
        assert "text" in error.value.message_dict

    def test_the_second_completion_is_refused_and_its_file_removed(self, portal):
        question = make_question(portal, state="waiting")
        intake.add_information(question, "Thửa 12.")
        before = stored_files()
        with pytest.raises(QuestionError):
            intake.add_information(question, "Lại", [upload()])
        assert stored_files() == before


class WithdrawTests:
    def test_an_open_question_is_closed_and_its_clock_ends(self, portal):
        question = make_question(portal, asker={"agrees_to_name": True})
        intake.withdraw(question)
        question.refresh_from_db()
        assert (question.state, question.outcome, question.due_on) == ("closed", "withdrawn", None)
        assert question.closed_at is not None
        assert not [each for each in timing.explanation(question) if each.deadline.state == "open"]
        assert question.asker.agreed_to_publish_at is None
        assert kinds(question)[-1] == "withdrawn"

    def test_of_an_answered_one_the_consents_are_gone(self, portal):
        question = make_question(portal, state="closed", asker={"agrees_to_publish": True})
        intake.withdraw(question)
        question.refresh_from_db()
        assert question.outcome == "answered"
        assert question.asker.agreed_to_publish_at is None
        with pytest.raises(QuestionError):
            intake.withdraw(question)

    def test_staff_note_it_for_the_asker_where_they_handle_the_question(self, portal):
        secretary = make_secretary(portal)
        question = make_question(portal)
        stranger = make_officer_of(make_answering_agency("so-khac", "Sở khác"), portal)
        how = {"channel": "phone", "reason": "Đọc đúng mã theo dõi."}
        with pytest.raises(PermissionDenied):
            intake.withdraw(question, user=stranger, **how)
        intake.withdraw(question, user=secretary, **how)
        assert question.outcome == "withdrawn"


class ConsentTests:
    def test_consents_come_and_go_and_keep_their_moment(self, portal):
        question = make_question(portal)
        assert intake.set_consents(question, publish=True, name=False)
        first = Asker.objects.get().agreed_to_publish_at
        assert first is not None
        assert intake.set_consents(question, publish=True, name=True)
        asker = Asker.objects.get()
        assert asker.agreed_to_publish_at == first
        assert asker.agreed_to_name_at is not None
        assert not intake.set_consents(question, publish=True, name=True)
        assert intake.set_consents(question, publish=False, name=False)
        asker = Asker.objects.get()
        assert (asker.agreed_to_publish_at, asker.agreed_to_name_at) == (None, None)
        assert asker.agreed_at is not None
        assert kinds(question).count("consent") == 3

    def test_the_name_without_the_text_is_not_agreed_to(self, portal):
        question = make_question(portal)
        intake.set_consents(question, publish=False, name=True)
        assert Asker.objects.get().agreed_to_publish_at is not None

    def test_where_the_data_were_erased_nothing_is_agreed_to(self, portal):
        question = make_question(portal)
        Asker.objects.all().delete()
        with pytest.raises(QuestionError):
            intake.set_consents(question, publish=True, name=False)


class RateTests:
    def test_an_answer_is_rated_once(self, portal):
        question = make_question(portal, state="closed")
        intake.rate(question, 4, "Trả lời rõ")
        question.refresh_from_db()
        assert (question.rating, question.rated_at is not None) == (4, True)
        assert QuestionContent.objects.get().rating_comment == "Trả lời rõ"
        [event] = QuestionEvent.objects.filter(kind="rated")
        assert event.details == {"stars": 4}
        with pytest.raises(QuestionError):
            intake.rate(question, 1)

    @pytest.mark.parametrize("stars", [0, 6, -1])
    def test_other_numbers_are_refused(self, portal, stars):
        with pytest.raises(QuestionError):
            intake.rate(make_question(portal, state="closed"), stars)

    def test_what_was_not_answered_is_not_rated(self, portal):
        for fields in ({}, {"state": "closed", "outcome": "withdrawn"}):
            with pytest.raises(QuestionError):
                intake.rate(make_question(portal, **fields), 5)


def test_only_the_tables_of_the_personal_hold_what_is_personal(portal):
    """Every other table of the database is searched for marks after all steps of an asker."""
    mark = "XQZMARK"
    question = make_question(
        portal,
        state="waiting",
        title=f"{mark} tiêu đề",
        text=f"{mark} nội dung",
        asker={
            "name": f"{mark} tên",
            "email": f"{mark}@example.com",
            "phone": f"09 {mark}",
            "address": f"{mark} nhà",
            "organisation": f"{mark} tổ chức",
            "commune": f"{mark} xã",
        },
        files=[upload(f"{mark}.txt")],
    )
    intake.add_information(question, f"{mark} thêm", [upload(f"{mark}2.txt")])
    intake.set_consents(question, publish=True, name=True)
    intake.withdraw(question)
    marked = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            if mark.casefold() in repr(cursor.fetchall()).casefold():
                marked.add(table)
    # Mail to the asker goes to an address; what else holds one is named here.
    marked.discard("govportal_editorial_message")
    assert marked == {
        "govportal_questions_asker",
        "govportal_questions_questioncontent",
        "govportal_questions_addition",
        "govportal_questions_questionfile",
    }
