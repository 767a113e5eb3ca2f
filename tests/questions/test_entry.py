"""Questions that came by telephone, letter, e-mail or at the counter, entered by staff."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from govportal_wagtail.questions import codes
from govportal_wagtail.questions.models import Question, QuestionEvent
from govportal_wagtail.questions.vocabulary import QuestionChannel
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.editorial.item_builders import browse
from tests.isolation.world import make_place
from tests.questions.builders import make_topic
from tests.questions.staff_builders import make_desk

pytestmark = pytest.mark.django_db

ENTER = "questions:enter"


@pytest.fixture
def desk():
    return make_desk()


def written(**changes):
    """What somebody at the counter types."""
    return {
        "channel": "counter",
        "received_on": timezone.localdate().isoformat(),
        "language": "vi",
        "name": "Nguyễn Thị Mận",
        "title": "Cấp đổi giấy chứng nhận",
        "text": "Khi nào có kết quả?",
        "agrees": "on",
        "mark": "mot-bieu-mau",
        **changes,
    }


def enter(user, **changes):
    return browse(user).post(reverse(ENTER), written(**changes))


class WhoTests:
    @pytest.mark.parametrize("who", ["secretary", "board_head", "officer", "head"])
    def test_who_receives_questions_and_who_answers_them(self, desk, who):
        user = getattr(desk, who)
        assert browse(user).get(reverse(ENTER)).status_code == 200
        assert enter(user).status_code == 200
        assert Question.objects.get().entered_by == user

    @pytest.mark.parametrize(
        "role",
        [RoleCode.CONTRIBUTOR, RoleCode.OPERATOR, RoleCode.TRANSLATOR, RoleCode.SITE_ADMIN],
    )
    def test_nobody_else(self, desk, role):
        user = desk.place.user(role)
        assert browse(user).get(reverse(ENTER)).status_code in (302, 403)
        assert enter(user).status_code in (302, 403)
        assert not Question.objects.exists()

    def test_for_no_site_of_others(self, desk):
        commune = make_place("Commune", portal=desk.place)
        url = f"{reverse(ENTER)}?site={desk.portal_site.pk}"
        browse(commune.user(RoleCode.BOARD_SECRETARY)).post(url, written())
        assert Question.objects.get().portal_site == commune.portal_site

    def test_the_portal_enters_for_a_commune_with_nobody_and_chooses_the_site(self, desk):
        commune = make_place("Commune", portal=desk.place)
        client = browse(desk.secretary)
        choice = client.get(reverse(ENTER))
        assert f"?site={commune.portal_site.pk}" in choice.content.decode()
        assert client.post(reverse(ENTER), written()).status_code in (302, 403)
        client.post(f"{reverse(ENTER)}?site={commune.portal_site.pk}", written())
        assert Question.objects.get().portal_site == commune.portal_site
        commune.user(RoleCode.BOARD_SECRETARY)
        assert "?site=" not in client.get(reverse(ENTER)).content.decode()


class EnteredTests:
    def test_it_is_a_question_with_consents_channel_and_day(self, desk):
        day = timezone.localdate() - timedelta(days=3)
        topic = make_topic()
        enter(
            desk.secretary,
            channel="post",
            received_on=day.isoformat(),
            topic=topic.pk,
            agency=desk.agency.pk,
            agrees_to_publish="on",
            phone="0912 345 678",
        )
        question = Question.objects.get()
        assert question.channel == QuestionChannel.POST
        assert question.received_on == day
        assert (question.topic, question.asked_agency) == (topic, desk.agency)
        assert question.asker.phone == "0912 345 678"
        assert question.asker.agreed_at and question.asker.agreed_to_publish_at
        assert question.asker.agreed_to_name_at is None
        (event,) = QuestionEvent.objects.filter(question_id=question.pk)
        assert (event.kind, event.by_id) == ("entered", desk.secretary.pk)

    def test_the_time_limit_runs_from_the_day_it_came(self, desk):
        early = (timezone.localdate() - timedelta(days=14)).isoformat()
        enter(desk.secretary, received_on=early, mark="a")
        enter(desk.secretary, mark="b")
        first, second = Question.objects.order_by("pk")
        assert first.answer_due_on < second.answer_due_on

    def test_no_consent_is_ticked_beforehand(self, desk):
        form = browse(desk.secretary).get(reverse(ENTER)).context["form"]
        consents = ("agrees", "agrees_to_publish", "agrees_to_name")
        assert not any(form[name].value() for name in consents)

    def test_code_and_secret_are_shown_once_and_open_the_question(self, desk):
        client = browse(desk.secretary)
        answer = client.post(reverse(ENTER), written())
        text, question = answer.content.decode(), Question.objects.get()
        secret = answer.context["secret"]
        assert codes.readable(question.code) in text
        assert secret in text
        assert codes.matches(question, secret)
        assert "no-store" in answer["Cache-Control"]
        assert (
            secret
            not in client.get(reverse("questions:detail", args=[question.pk])).content.decode()
        )
        assert secret not in str(dict(client.session))

    def test_a_form_sent_twice_makes_one_question(self, desk):
        client = browse(desk.secretary)
        client.post(reverse(ENTER), written())
        again = client.post(reverse(ENTER), written())
        question = Question.objects.get()
        assert again["Location"] == reverse("questions:detail", args=[question.pk])
        client.post(reverse(ENTER), written(mark="another"))
        assert Question.objects.count() == 2

    def test_markup_stays_text(self, desk):
        answer = enter(
            desk.secretary, name="<script>1</script>", title="<script>2</script>", text=""
        )
        assert "<script>1" not in answer.content.decode()
        assert "<script>2" not in answer.content.decode()


class MistakeTests:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"received_on": "2999-01-01"}, "received_on"),
            ({"received_on": "2001-01-01"}, "received_on"),
            ({"channel": "form"}, "channel"),
            ({"name": " "}, "name"),
            ({"text": ""}, "text"),
            ({"agrees_to_name": "on"}, "agrees_to_name"),
            ({"email": "khong phai"}, "email"),
        ],
    )
    def test_it_stands_at_its_field_and_what_was_typed_stays(self, desk, changes, field):
        answer = enter(desk.secretary, organisation="Hợp tác xã Bình Minh", **changes)
        assert answer.status_code == 422
        assert answer.context["form"].errors[field]
        assert "Hợp tác xã Bình Minh" in answer.content.decode()
        assert not Question.objects.exists()

    def test_today_is_no_future_day(self, desk):
        assert enter(desk.secretary).status_code == 200
        assert Question.objects.exists()


class FileTests:
    def test_a_file_is_taken_over(self, desk):
        file = SimpleUploadedFile("don.txt", "Kính gửi".encode())
        enter(desk.secretary, **{"file-0-file": file})
        (stored,) = Question.objects.get().files.all()
        assert stored.name == "don.txt"
        with stored.file.open("rb") as stream:
            assert stream.read().decode() == "Kính gửi"

    def test_a_file_that_is_not_what_its_name_says_is_refused(self, desk):
        file = SimpleUploadedFile("anh.png", b"MZ\x90\x00 program")
        answer = enter(desk.secretary, **{"file-0-file": file})
        assert answer.status_code == 422
        assert not Question.objects.exists()

    def test_a_good_file_is_not_lost_by_another_mistake(self, desk):
        client = browse(desk.secretary)
        file = SimpleUploadedFile("don.txt", b"Kinh gui")
        answer = client.post(reverse(ENTER), written(name="", **{"file-0-file": file}))
        assert answer.status_code == 422
        token = answer.context["rows"].files[0].token
        client.post(reverse(ENTER), written(**{"file-0-kept": token}))
        assert Question.objects.get().files.get().name == "don.txt"
