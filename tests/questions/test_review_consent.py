"""What the board merely wanted is not published without the asker's consent as it stands now."""

from __future__ import annotations

import pytest

from govportal_wagtail.editorial import requirements
from govportal_wagtail.editorial.models import Message
from govportal_wagtail.questions import intake, publication
from govportal_wagtail.questions.errors import QuestionError
from govportal_wagtail.questions.vocabulary import Publishing, QuestionState
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.core.portal_builders import make_department, make_officer, make_portal
from tests.questions.builders import ASKER, make_question, make_secretary, open_to_readers
from tests.questions.privacy_builders import publish_page

pytestmark = pytest.mark.django_db
CLEAN = ("Cấp đổi giấy chứng nhận", "Khi nào có kết quả hồ sơ?", "<p>Trong tuần này.</p>")


@pytest.fixture
def portal():
    return make_portal("langson-2024")


@pytest.fixture
def agency():
    return make_department()


@pytest.fixture
def officer(portal, agency):
    return make_officer("dau-moi", portal, RoleCode.FOCAL_OFFICER, agency)


def answered(portal, agency, publishing, **asker):
    return make_question(
        portal, agency=agency, state=QuestionState.CLOSED, publishing=publishing, asker=asker
    )


class ConsentTakenBackTests:
    def test_it_is_not_prepared_any_more(self, portal, agency, officer):
        question = answered(portal, agency, Publishing.WANTED, agrees_to_publish=True)
        intake.set_consents(question, False, False)
        with pytest.raises(QuestionError):
            publication.prepare(question, officer, *CLEAN)

    def test_what_was_prepared_is_not_posted(self, portal, agency, officer):
        question = answered(portal, agency, Publishing.WANTED, agrees_to_publish=True)
        page = publication.prepare(question, officer, *CLEAN)
        assert "no_consent" not in {each.code for each in requirements.shortfalls(page)}
        intake.set_consents(question, False, False)
        assert "no_consent" in {each.code for each in requirements.shortfalls(page)}

    def test_what_the_regulation_requires_needs_no_consent(self, portal, agency, officer):
        question = answered(portal, agency, Publishing.REQUIRED)
        assert publication.prepare(question, officer, *CLEAN).pk


class PostedPageTests:
    """A page does not go by itself: those who can take it down are told."""

    @pytest.fixture
    def posted(self, portal, agency):
        make_secretary(portal)
        question = answered(portal, agency, Publishing.WANTED, agrees_to_publish=True)
        publish_page(question)
        question.refresh_from_db()
        return question

    def told(self):
        return list(
            Message.objects.filter(kind__startswith="staff_").values_list("kind", flat=True)
        )

    @pytest.mark.parametrize(
        "step", [lambda question: intake.set_consents(question, False, False), intake.withdraw]
    )
    def test_the_intake_is_told(self, posted, step, django_capture_on_commit_callbacks):
        Message.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            step(posted)
        assert self.told() == ["staff_consent"]

    def test_nothing_is_told_of_the_name_alone(self, posted, django_capture_on_commit_callbacks):
        Message.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            intake.set_consents(posted, True, True)
            intake.set_consents(posted, True, False)
        assert self.told() == []

    def test_a_page_with_a_name_is_kept_by_no_cache_on_the_way(self, posted, client):
        open_to_readers(posted.portal_site)
        intake.set_consents(posted, True, True)
        answer = client.get(posted.page.get_url(), headers={"host": "localhost"})
        assert ASKER["name"] in answer.content.decode()
        assert {"private", "no-store"} & set(answer["Cache-Control"].split(", "))
