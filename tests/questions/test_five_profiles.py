"""The same question under the five regulations: each does what its text says, and no more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from govportal_wagtail.questions import answering, timing, triage
from govportal_wagtail.questions.complaint_signs import complaint_signs
from govportal_wagtail.questions.errors import QuestionError
from govportal_wagtail.questions.models import QuestionEvent, QuestionSettings
from govportal_wagtail.questions.vocabulary import Outcome, Publishing, QuestionState, ReplyKind
from govportal_wagtail.regulation import catalogue
from govportal_wagtail.regulation.calendar import current_calendar
from govportal_wagtail.regulation.deadline_answers import answer
from govportal_wagtail.regulation.models import DeadlineState
from tests.questions.builders import (
    PROFILES,
    make_answering_agency,
    make_head_of,
    make_officer_of,
    make_question,
    make_question_portal,
    make_receipt,
    make_secretary,
)

pytestmark = pytest.mark.django_db

DENUNCIATION = "Tôi tố cáo ông Nguyễn Văn A, cán bộ địa chính, nhận tiền của gia đình tôi."
NOT_TAKEN = "không tiếp nhận, giải quyết, trả lời các đơn thư khiếu nại, tố cáo về các vụ việc"
MONDAY = date(2026, 3, 2)
#: Complaints, article; what happens where the regulation is silent stands without one.
COMPLAINTS = {
    "camau-2026": (Outcome.FORWARDED, ""),
    "vinhlong-2021": (Outcome.FORWARDED, ""),
    "backan-2018": (Outcome.FORWARDED, ""),
    "langson-2024": (Outcome.REFUSED, "9.6.c"),
    "khanhhoa-2018-draft": (Outcome.FORWARDED, "5.2.i"),
}
#: At once, article.
OUT_OF_SCOPE = {
    "camau-2026": (False, ""),
    "vinhlong-2021": (True, "18.1.đ"),
    "backan-2018": (False, "7.1.f"),
    "langson-2024": (True, "9.6.a"),
    "khanhhoa-2018-draft": (False, ""),
}
PUBLISHING = {
    "camau-2026": None,
    "vinhlong-2021": ("common_interest", "18.1.đ"),
    "backan-2018": ("socio_economic", "7.1.f"),
    "langson-2024": ("common_interest", "9.6.b"),
    "khanhhoa-2018-draft": None,
}
#: Does a notice of progress with a promised day meet the time limit?
PROGRESS = {
    "camau-2026": False,
    "vinhlong-2021": True,
    "backan-2018": True,
    "langson-2024": True,
}


def last_event(question):
    return QuestionEvent.objects.filter(question_id=question.pk).latest("pk")


@pytest.mark.parametrize("code", PROFILES)
class SameDenunciationTests:
    def test_it_looks_like_one_and_a_person_decides(self, code):
        portal = make_question_portal(code)
        question = make_receipt(portal, title="Đơn", text=DENUNCIATION).question
        assert complaint_signs(DENUNCIATION)
        assert (question.is_complaint, question.state) == (False, QuestionState.RECEIVED)

    def test_it_is_refused_or_forwarded_as_the_regulation_has_it(self, code):
        outcome, article = COMPLAINTS[code]
        portal = make_question_portal(code)
        secretary = make_secretary(portal)
        question = make_receipt(portal, title="Đơn", text=DENUNCIATION).question
        triage.classify(question, secretary, topic=None, is_complaint=True)
        if outcome == Outcome.REFUSED:
            with pytest.raises((QuestionError, PermissionDenied)):
                triage.forward(question, secretary, "Thanh tra tỉnh", "thuộc thẩm quyền")
            triage.refuse(question, secretary)
        else:
            with pytest.raises((QuestionError, PermissionDenied)):
                triage.refuse(question, secretary, "không tiếp nhận")
            triage.forward(question, secretary, "Thanh tra tỉnh", "thuộc thẩm quyền")
        question.refresh_from_db()
        event = last_event(question)
        assert (question.outcome, event.article) == (outcome, article)
        assert question.due_on is None
        if outcome == Outcome.FORWARDED:
            assert question.referred_to == "Thanh tra tỉnh"

    def test_no_agency_gets_it_until_a_person_says_that_it_is_none(self, code):
        portal = make_question_portal(code)
        secretary, agency = make_secretary(portal), make_answering_agency()
        question = make_receipt(portal, title="Đơn", text=DENUNCIATION).question
        triage.classify(question, secretary, topic=None, is_complaint=True)
        with pytest.raises(QuestionError):
            triage.assign(question, secretary, agency)
        triage.classify(question, secretary, topic=None, is_complaint=False)
        triage.assign(question, secretary, agency)
        assert question.state == QuestionState.ASSIGNED


def test_lang_son_quotes_its_words_and_tells_where_to_go():
    portal = make_question_portal("langson-2024")
    own = QuestionSettings.for_site(portal.site)
    own.complaints_to = "Ban Tiếp công dân tỉnh, số 2 đường Hùng Vương"
    own.save()
    question = make_receipt(portal, title="Đơn", text=DENUNCIATION).question
    triage.refuse(question, make_secretary(portal))
    question.refresh_from_db()
    assert question.is_complaint
    assert question.referred_to == "Ban Tiếp công dân tỉnh, số 2 đường Hùng Vương"
    event = last_event(question)
    assert (event.article, event.reason) == ("9.6.c", NOT_TAKEN)
    assert event.details["wording"] == NOT_TAKEN


def test_where_complaints_are_taken_an_agency_handles_them(monkeypatch):
    portal = make_question_portal("camau-2026")
    secretary, agency = make_secretary(portal), make_answering_agency()
    question = make_receipt(portal, title="Đơn", text=DENUNCIATION).question
    profile = timing.profile_of(question)
    asked = type(profile).policy
    monkeypatch.setattr(
        type(profile),
        "policy",
        lambda self, key, default="": (
            "accept" if key == "complaints" else asked(self, key, default)
        ),
    )
    triage.classify(question, secretary, topic=None, is_complaint=True)
    triage.assign(question, secretary, agency)
    assert question.agency == agency


@pytest.mark.parametrize("code", PROFILES)
def test_who_asks_out_of_scope_is_told_with_the_article(code):
    at_once, article = OUT_OF_SCOPE[code]
    portal = make_question_portal(code)
    question = make_receipt(portal).question
    triage.out_of_scope(question, make_secretary(portal), "Thuộc ngành điện", "Điện lực")
    event = last_event(question)
    assert (event.details["at_once"], event.article) == (at_once, article)


@pytest.mark.parametrize("code", PROFILES)
@pytest.mark.parametrize("offset", [0, 4, 51, 180])
def test_the_last_days_are_those_of_the_regulation(code, offset):
    day = MONDAY + timedelta(days=offset)
    question = make_receipt(make_question_portal(code), received_on=day).question
    profile, calendar = catalogue.get(code), current_calendar()
    told = answer(profile, timing.ANSWER, {"question_received": day}, calendar)["due"]
    assert (question.answer_due_on.isoformat() if question.answer_due_on else None) == told
    triage_due = answer(profile, timing.TRIAGE, {"question_received": day}, calendar)["due"]
    known = [each for each in (told, triage_due) if each]
    assert (question.due_on.isoformat() if question.due_on else None) == min(known, default=None)


@pytest.mark.parametrize("code", PROFILES)
def test_the_days_in_plain_numbers(code):
    """Monday 2 March 2026: fifteen working days end on the 23rd, two on the 4th."""
    question = make_receipt(make_question_portal(code), received_on=MONDAY).question
    answer_due = date(2026, 3, 23) if code in PROGRESS else None
    first = date(2026, 3, 4) if code == "camau-2026" else answer_due
    assert (question.answer_due_on, question.due_on) == (answer_due, first)


@pytest.mark.parametrize("code", PROFILES)
def test_a_notice_of_progress_keeps_the_time_limit_only_where_it_is_written(code):
    portal = make_question_portal(code)
    agency = make_answering_agency()
    officer, head = make_officer_of(agency, portal), make_head_of(agency, portal)
    question = make_question(portal, agency=agency, state=QuestionState.ASSIGNED)
    due = question.answer_due_on
    day = timezone.localdate() + timedelta(days=60)
    answering.draft(
        question, officer, kind=ReplyKind.PROGRESS, body="<p>Đang xác minh.</p>", promised_on=day
    )
    answering.submit(question, officer)
    answering.sign(question, head)
    question.refresh_from_db()
    assert (question.state, question.promised_on) == (QuestionState.ASSIGNED, day)
    running = timing.answer_deadline(question)
    if code not in PROGRESS:
        assert (running, question.due_on) == (None, day)
    elif PROGRESS[code]:
        assert (running.state, question.due_on) == (DeadlineState.MET, day)
        assert question.replied_on == timezone.localdate()
    else:
        assert (running.state, question.due_on) == (DeadlineState.OPEN, due)
        assert question.replied_on is None


@pytest.mark.parametrize("code", PROFILES)
def test_what_must_be_published_is_the_word_of_the_regulation(code):
    portal = make_question_portal(code)
    secretary = make_secretary(portal)
    question = make_receipt(portal).question
    rule = triage.publishing_rule(question)
    assert (rule and (rule.value, rule.article)) == PUBLISHING[code]
    if PUBLISHING[code] is None:
        with pytest.raises(QuestionError):
            triage.decide_publishing(question, secretary, Publishing.REQUIRED)
        triage.decide_publishing(question, secretary, Publishing.NONE)
        assert last_event(question).article == ""
        return
    # Without personal data, so that it needs no consent.
    triage.decide_publishing(question, secretary, Publishing.REQUIRED)
    assert (question.publishing, last_event(question).article) == ("required", rule.article)
    with pytest.raises(QuestionError):
        triage.decide_publishing(question, secretary, Publishing.NONE, " ")
    triage.decide_publishing(question, secretary, Publishing.NONE, "chỉ liên quan một hộ")
    assert question.publishing == "none"


@pytest.mark.parametrize("code", PROFILES)
def test_no_board_and_no_new_clock_unless_somebody_asks_for_it(code):
    portal = make_question_portal(code)
    agency, other = make_answering_agency(), make_answering_agency("so-y-te", "Sở Y tế")
    officer = make_officer_of(agency, portal)
    received = timezone.localdate() - timedelta(days=6)
    question = make_question(
        portal, agency=agency, state=QuestionState.ASSIGNED, received_on=received
    )
    due = question.due_on
    assert not answering.needs_board(question)
    triage.transfer(question, officer, other, "thuộc ngành y tế")
    assert question.due_on == due
