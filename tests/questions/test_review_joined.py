"""An asker whose question was joined learns the answer, and nothing of who asked the other one."""

from __future__ import annotations

import pytest

from govportal_wagtail.questions import answering, delivery, intake, retention, timing, triage
from govportal_wagtail.questions.errors import QuestionError
from govportal_wagtail.questions.intake import ContentData
from govportal_wagtail.questions.models import Question
from govportal_wagtail.questions.vocabulary import Outcome, QuestionState
from tests.questions.builders import (
    make_answering_agency,
    make_head_of,
    make_question,
    make_question_portal,
    make_secretary,
)

pytestmark = pytest.mark.django_db
NAMED = "<p>Kính gửi bà Nguyễn Thị Mận: hồ sơ sẽ có kết quả trong tuần này.</p>"
OTHER = {"name": "Trần Văn Tám", "email": "tam@example.com", "phone": "0987 654 321"}


@pytest.fixture
def portal():
    return make_question_portal()


@pytest.fixture
def agency():
    return make_answering_agency()


@pytest.fixture
def secretary(portal):
    return make_secretary(portal)


def join(later, earlier, secretary):
    return triage.merge(later, secretary, earlier, "Cùng nội dung")


class NamedAnswerTests:
    def test_an_answer_that_names_its_asker_is_not_passed_on(self, portal, agency, secretary):
        first = make_question(portal, agency=agency, state=QuestionState.CLOSED)
        first.replies.update(body=NAMED)
        second = make_question(portal, asker=OTHER)
        with pytest.raises(QuestionError):
            join(second, first, secretary)
        second.refresh_from_db()
        assert second.state == QuestionState.RECEIVED

    def test_nor_is_it_sent_while_others_wait_for_it(self, portal, agency, secretary):
        head = make_head_of(agency, portal)
        first = make_question(portal, agency=agency, state=QuestionState.TO_SIGN)
        first.replies.update(body=NAMED)
        second = make_question(portal, asker=OTHER)
        join(second, first, secretary)
        with pytest.raises(QuestionError):
            answering.sign(first, head)
        first.refresh_from_db()
        assert first.state == QuestionState.TO_SIGN
        first.replies.update(body="<p>Hồ sơ sẽ có kết quả trong tuần này.</p>")
        answering.sign(first, head)
        assert delivery.readable_replies(Question.objects.get(pk=second.pk)).count() == 1

    def test_alone_an_asker_may_be_named(self, portal, agency):
        head = make_head_of(agency, portal)
        first = make_question(portal, agency=agency, state=QuestionState.TO_SIGN)
        first.replies.update(body=NAMED)
        answering.sign(first, head)
        assert first.outcome == Outcome.ANSWERED


class ErasedWhileJoinedTests:
    def erased(self, portal, agency, secretary):
        first = make_question(portal, agency=agency, state=QuestionState.ASSIGNED)
        second = make_question(portal, asker=OTHER)
        join(second, first, secretary)
        retention.erase_person(secretary, "Theo yêu cầu", email=OTHER["email"])
        return first, second

    def test_its_clock_ends(self, portal, agency, secretary):
        _first, second = self.erased(portal, agency, secretary)
        assert timing.answer_deadline(second).state == "cancelled"

    def test_it_is_never_opened_again(self, portal, agency, secretary):
        first, second = self.erased(portal, agency, secretary)
        intake.withdraw(first)
        second.refresh_from_db()
        assert second.state == QuestionState.CLOSED
        assert second.anonymised_at is not None


class DividedAfterCompletionTests:
    def test_each_part_keeps_what_was_completed(self, portal, secretary):
        question = make_question(portal)
        answering.ask_information(question, secretary, "Số thửa đất?")
        intake.add_information(question, "Thửa 12, tờ 5")
        contents = [ContentData(title=f"Phần {number}", text="Nội dung") for number in (1, 2)]
        for part in triage.split(question, secretary, contents):
            assert [each.text for each in part.additions.all()] == ["Thửa 12, tờ 5"]
        assert question.additions.count() == 1
