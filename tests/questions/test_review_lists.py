"""Lists and the page of a question: bounded, and honest about who is told."""

from __future__ import annotations

import pytest
from django.urls import reverse

from govportal_wagtail.questions.vocabulary import QuestionState
from tests.editorial.item_builders import browse
from tests.questions.builders import make_question
from tests.questions.staff_builders import detail, do, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


class ExportTests:
    def test_no_more_rows_than_the_setting_allows(self, desk, settings):
        settings.GOVPORTAL_EXPORT_MAX_ROWS = 2
        for _number in range(3):
            make_question(desk.portal_site)
        answer = browse(desk.secretary).get(reverse("questions:index"), {"export": "csv"})
        assert len(answer.getvalue().decode().strip().splitlines()) == 1 + 2


class WithoutMailTests:
    def test_staff_are_told_that_no_message_reaches_the_asker(self, desk):
        silent = make_question(
            desk.portal_site,
            agency=desk.agency,
            state=QuestionState.ASSIGNED,
            asker={"email": ""},
        )
        answer = browse(desk.officer).get(detail(silent))
        assert answer.context["has_no_mail"]

    def test_nothing_is_said_where_messages_arrive(self, desk):
        question = make_question(desk.portal_site, agency=desk.agency, state=QuestionState.ASSIGNED)
        assert not browse(desk.officer).get(detail(question)).context["has_no_mail"]


class OddInputTests:
    @pytest.mark.parametrize("seen", ["9" * 30, "-1", "9" * 5000, "\x00", "x"])
    def test_an_action_with_a_mark_that_is_none(self, desk, seen):
        question = make_question(desk.portal_site)
        answer = do(desk.secretary, question, "out_of_scope", seen=seen, reason="")
        assert answer.status_code == 422

    @pytest.mark.parametrize(
        "query",
        [{"q": "\x00"}, {"q": "x" * 5000}, {"agency": "9" * 40}, {"ordering": "asker__name"}],
    )
    def test_the_inbox_with_anything(self, desk, query):
        assert browse(desk.secretary).get(reverse("questions:index"), query).status_code == 200
