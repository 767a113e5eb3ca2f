"""What the public doors let out: erased parts, forms in reports of errors, odd input."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.views.debug import SafeExceptionReporterFilter

from govportal_wagtail.editorial import spam
from govportal_wagtail.questions import codes, intake, retention, triage
from govportal_wagtail.questions.answer_html import clean_answer
from govportal_wagtail.questions.intake import ContentData
from govportal_wagtail.questions.models import Question
from govportal_wagtail.questions.public import (
    ask_views,
    similar_views,
    tracking_steps,
    tracking_views,
)
from tests.editorial.public_builders import SENDER_ADDRESS, stamp
from tests.questions.builders import (
    make_question,
    make_question_portal,
    make_receipt,
    make_secretary,
    open_to_readers,
)

pytestmark = pytest.mark.django_db
TRACKING = "/hoi-dap/theo-doi/"


@pytest.fixture
def portal():
    return open_to_readers(make_question_portal())


@pytest.fixture
def client(portal):
    return Client(headers={"host": "localhost"})


def follow(client, receipt):
    data = {
        "code": receipt.question.code,
        "secret": receipt.secret,
        spam.STAMP: stamp("question-tracking", seconds_ago=0),
    }
    response = client.post(TRACKING, data, REMOTE_ADDR=SENDER_ADDRESS)
    assert response.status_code == 303
    return response


class ErasedPartTests:
    def test_it_is_not_opened_from_the_others(self, client, portal):
        receipt = make_receipt(portal)
        parts = [ContentData(title=f"Phần {number}", text="Nội dung") for number in (1, 2)]
        first, second = triage.split(receipt.question, make_secretary(portal), parts)
        intake.withdraw(first)
        retention.anonymise(first)
        follow(client, receipt)
        assert client.post(f"{TRACKING}phan/", {"part": second.pk}).status_code == 303
        follow(client, receipt)
        assert client.post(f"{TRACKING}phan/", {"part": first.pk}).status_code == 404


class ErrorReportTests:
    """What is posted must not stand in the mail that Django writes when something breaks."""

    @pytest.mark.parametrize(
        "view",
        [
            ask_views.ask,
            similar_views.similar,
            tracking_views.tracking,
            tracking_steps.add,
            tracking_steps.rate,
        ],
    )
    def test_it_hides_what_was_posted(self, rf, settings, portal, view):
        settings.DEBUG = False
        request = rf.post("/", {"name": "Nguyễn Thị Mận", "code": "7KQM2RXA"})
        request._dont_enforce_csrf_checks = True
        view(request)
        shown = SafeExceptionReporterFilter().get_post_parameters(request)
        assert "Mận" not in str(shown)
        assert "7KQM2RXA" not in str(shown)


class OddInputTests:
    @pytest.mark.parametrize("key", ["9" * 400, "-1", "0x1", "١", "\x00", ""])
    def test_a_part_that_is_no_number(self, client, portal, key):
        follow(client, make_receipt(portal))
        assert client.post(f"{TRACKING}phan/", {"part": key}).status_code == 404

    @pytest.mark.parametrize("kind", ["cau-hoi", "tra-loi", "khac"])
    def test_a_file_with_a_huge_number(self, client, portal, kind):
        follow(client, make_receipt(portal))
        assert client.get(f"{TRACKING}tep/{kind}/{'9' * 40}/").status_code == 404

    @pytest.mark.parametrize("code", ["\x00" * 8, "9" * 5000, "ＡＢＣＤ2345", "7KQM2RX\x00"])
    def test_a_code_that_is_none(self, client, portal, code):
        assert client.post(TRACKING, {"code": code, "secret": code}).status_code == 422

    @pytest.mark.parametrize("text", ["a\x00b c\x00d", "\x00", "đất " * 5000, "%' OR 1=1 --"])
    def test_similar_questions_for_anything(self, client, portal, text):
        response = client.post(reverse("govportal_questions:similar"), {"text": text})
        assert response.status_code == 200

    def test_stars_that_are_none(self, client, portal):
        question = make_question(portal, state="closed")
        secret = codes.new_secret()
        Question.objects.filter(pk=question.pk).update(secret_hash=codes.hash_secret(secret))
        follow(client, intake.Receipt(question, secret))
        for stars in ("6", "0", "-1", "9" * 400, "\x00"):
            answer = client.post(f"{TRACKING}danh-gia/", {"stars": stars})
            assert answer.status_code == 422


class MarkupTests:
    @pytest.mark.parametrize(
        "html",
        [
            '<p><a href="javascript:alert(1)">xem</a></p>',
            '<p><a href=" jAvAsCrIpT:alert(1)">xem</a></p>',
            '<p><a href="data:text/html,x">xem</a></p>',
            '<p onclick="x()">xem<img src=x onerror=alert(1)></p>',
            '<p><svg onload="x()">xem</svg>đây</p>',
        ],
    )
    def test_an_answer_runs_nothing(self, html):
        stored = clean_answer(html).lower()
        for bad in ("javascript", "data:", "onclick", "onerror", "onload", "<svg", "<img"):
            assert bad not in stored
