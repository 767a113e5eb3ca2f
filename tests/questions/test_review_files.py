"""Files of askers are for those who handle the question, and every look at them is logged."""

from __future__ import annotations

import pytest
from django.urls import reverse

from govportal_wagtail.questions import intake
from govportal_wagtail.questions.models import QuestionEvent
from govportal_wagtail.questions.vocabulary import QuestionEventKind, QuestionState
from tests.editorial.item_builders import browse
from tests.questions.builders import make_question, upload
from tests.questions.staff_builders import detail, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def assigned(desk):
    return make_question(desk.portal_site, agency=desk.agency, state=QuestionState.ASSIGNED)


def address(question, stored):
    return reverse("questions:file", args=[question.pk, stored.pk])


def looks(question):
    kind = QuestionEventKind.PERSON_SEEN
    return QuestionEvent.objects.filter(question_id=question.pk, kind=kind)


class AskersFileTests:
    def test_only_who_handles_the_question_opens_them(self, desk, assigned):
        stored = intake.store_file(assigned, upload())
        for user in (desk.secretary, desk.board_head):
            assert browse(user).get(detail(assigned)).status_code == 200
            assert browse(user).get(address(assigned, stored)).status_code == 302
        assert browse(desk.officer).get(address(assigned, stored)).status_code == 200

    def test_who_cannot_open_them_is_offered_no_link(self, desk, assigned):
        stored = intake.store_file(assigned, upload())
        page = browse(desk.secretary).get(detail(assigned)).content.decode()
        assert "don.txt" in page
        assert address(assigned, stored) not in page

    def test_every_look_is_logged(self, desk, assigned):
        stored = intake.store_file(assigned, upload())
        assert not looks(assigned).exists()
        browse(desk.officer).get(address(assigned, stored))
        assert [each.by_id for each in looks(assigned)] == [desk.officer.pk]
