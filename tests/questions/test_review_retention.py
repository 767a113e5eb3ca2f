"""What is erased is erased however the agency wrote it."""

from __future__ import annotations

import pytest

from govportal_wagtail.questions import retention
from govportal_wagtail.questions.vocabulary import QuestionState
from tests.questions.builders import make_question

pytestmark = pytest.mark.django_db
BODY = (
    "<p>Kính gửi bà <b>Nguyễn Thị</b> Mận (NGUYEN THI MAN), điện thoại 0912.345.678, "
    '<a href="mailto:man@example.com">thư điện tử</a>:</p>'
    '<p>Theo <a id="3" linktype="page">quyết định</a>, kết quả có trong tuần này.</p>'
)


class WordsOfTheAgencyTests:
    def test_every_way_of_writing_who_asked_is_taken_out(self):
        question = make_question(state=QuestionState.CLOSED)
        question.replies.update(body=BODY, return_reason="Viết lại cho bà nguyễn thị  mận")
        retention.anonymise(question)
        reply = question.replies.get()
        for mark in ("Mận", "MAN", "mận", "345", "man@example.com", "Nguyễn"):
            assert mark not in reply.body + reply.return_reason
        assert 'linktype="page"' in reply.body
        assert "kết quả có trong tuần này" in reply.body

    def test_words_that_name_nobody_stay_as_they_are(self):
        question = make_question(state=QuestionState.CLOSED)
        question.replies.update(body="<p>Trong tuần<br/>này.</p>")
        retention.anonymise(question)
        assert question.replies.get().body == "<p>Trong tuần<br/>này.</p>"
