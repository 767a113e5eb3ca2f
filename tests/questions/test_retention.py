"""Personal data go when their time is over, and when the person wants it; the statistics stay."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from govportal_wagtail.core import caching
from govportal_wagtail.editorial.models import Message
from govportal_wagtail.questions import codes, events, retention
from govportal_wagtail.questions.errors import QuestionError
from govportal_wagtail.questions.mails import about
from govportal_wagtail.questions.models import (
    Addition,
    Asker,
    Question,
    QuestionContent,
    QuestionEvent,
    QuestionFile,
    QuestionPage,
    QuestionSettings,
    Reply,
    ReplyFile,
)
from govportal_wagtail.questions.redaction_kinds import HIDDEN
from govportal_wagtail.questions.vocabulary import (
    Outcome,
    QuestionEventKind,
    QuestionState,
)
from govportal_wagtail.regulation.vocabulary import BodyKind, RoleCode
from tests.builders import make_user
from tests.editorial.item_builders import browse
from tests.isolation.world import make_place
from tests.questions.builders import (
    ASKER,
    make_addition,
    make_answering_agency,
    make_component_portal,
    make_question,
    make_question_portal,
    make_receipt,
    upload,
)
from tests.questions.privacy_builders import publish_page
from tests.questions.staff_builders import make_desk, make_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture
def portal():
    return make_question_portal()


@pytest.fixture
def clerk():
    return make_user("quan-tri")


def closed(portal, day=None, **fields):
    """A question that was answered and closed on the day."""
    question = make_question(
        portal, agency=make_answering_agency(), state=QuestionState.CLOSED, **fields
    )
    if day:
        moment = datetime(day.year, day.month, day.day, 16, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
        Question.objects.filter(pk=question.pk).update(closed_at=moment)
        question.refresh_from_db()
    return question


def events_of(question, kind):
    return QuestionEvent.objects.filter(question_id=question.pk, kind=kind)


def run(*options):
    output = io.StringIO()
    call_command("govportal_questions", *options, stdout=output, stderr=output)
    return output.getvalue()


class AnonymiseTests:
    def test_the_person_goes_and_the_statistics_stay(
        self, portal, django_capture_on_commit_callbacks
    ):
        question = closed(portal, files=[upload()], rating=4)
        addition = make_addition(question, text="Thửa 12")
        stored = QuestionFile.objects.get().file
        assert stored.storage.exists(stored.name)
        with django_capture_on_commit_callbacks(execute=True):
            retention.anonymise(question, reason="hết hạn")
        assert not stored.storage.exists(stored.name)
        for model in (Asker, QuestionContent, QuestionFile):
            assert not model.objects.exists()
        assert not Addition.objects.filter(pk=addition.pk).exists()
        question.refresh_from_db()
        assert question.anonymised_at
        assert (question.outcome, question.rating) == (Outcome.ANSWERED, 4)
        assert events_of(question, QuestionEventKind.ANONYMISED).get().reason == "hết hạn"
        assert events.public_steps(question)

    def test_mails_to_the_asker_go_and_those_to_staff_stay(self, portal):
        question = closed(portal)
        staff = Message.objects.create(
            kind="x", subject="s", about=about(question), recipient=make_user("x")
        )
        other = Message.objects.create(
            kind="x", subject="s", about="questions:99999", address="a@b.vn"
        )
        Message.objects.create(kind="x", subject="s", about=about(question), address="a@b.vn")
        retention.anonymise(question)
        left = Message.objects.exclude(kind="outbox")
        assert set(left) == {staff, other}

    def test_the_agency_names_nobody_any_more(self, portal):
        question = closed(portal)
        reply = question.replies.get()
        reply.body = "<p>Kính gửi bà nguyễn  thị mận (man@example.com), bà Mận Hồng hỏi</p>"
        reply.save()
        retention.anonymise(question)
        body = Reply.objects.get(pk=reply.pk).body
        assert "mận (" not in body
        assert "man@example.com" not in body
        assert f"Kính gửi bà {HIDDEN}" in body
        assert "bà Mận Hồng hỏi" in body
        assert not ReplyFile.objects.exists()

    def test_nobody_opens_it_by_its_secret(self, portal):
        receipt = make_receipt(portal)
        question = receipt.question
        assert codes.find(question.code, receipt.secret) == question
        Question.objects.filter(pk=question.pk).update(
            state=QuestionState.CLOSED, outcome=Outcome.WITHDRAWN
        )
        retention.anonymise(question)
        assert codes.find(question.code, receipt.secret) is None

    def test_an_open_question_is_withdrawn_before(self, portal):
        question = make_question(portal)
        with pytest.raises(QuestionError):
            retention.anonymise(question)
        assert Asker.objects.exists()

    def test_not_twice(self, portal):
        question = closed(portal)
        retention.anonymise(question)
        with pytest.raises(QuestionError):
            retention.anonymise(question)
        assert events_of(question, QuestionEventKind.ANONYMISED).count() == 1

    def test_the_published_page_stays_and_the_cached_name_goes(
        self, portal, django_capture_on_commit_callbacks
    ):
        question = closed(portal, asker={"agrees_to_name": True})
        page = publish_page(question)
        before = caching.generation(portal.site_id)
        with django_capture_on_commit_callbacks(execute=True):
            retention.anonymise(question)
        assert caching.generation(portal.site_id) != before
        assert QuestionPage.objects.get(pk=page.pk).live


class DueTests:
    def test_as_many_months_as_the_site_wants(self, portal):
        QuestionSettings.objects.create(site=portal.site, keep_months=3)
        due = closed(portal, date(2026, 8, 20))
        closed(portal, date(2026, 8, 21))
        make_question(portal)
        assert list(retention.due_for_anonymising(TODAY)) == [due]
        assert retention.due_day(due, 3) == TODAY

    def test_two_years_where_the_site_says_nothing(self, portal):
        due = closed(portal, date(2024, 11, 20))
        closed(portal, date(2024, 11, 21))
        assert list(retention.due_for_anonymising(TODAY)) == [due]

    def test_months_of_different_length(self, portal):
        QuestionSettings.objects.create(site=portal.site, keep_months=6)
        due = closed(portal, date(2026, 8, 31))
        assert retention.due_day(due, 6) == date(2027, 2, 28)
        assert not retention.due_for_anonymising(date(2027, 2, 27)).exists()
        assert retention.due_for_anonymising(date(2027, 2, 28)).exists()

    def test_the_command(self, portal):
        old = closed(portal, timezone.localdate() - timedelta(days=800))
        new = closed(portal, timezone.localdate() - timedelta(days=20))
        said = run("anonymise", "--dry-run")
        assert old.number in said
        assert new.number not in said
        assert Asker.objects.count() == 2
        run("anonymise")
        run("anonymise")
        assert [each.question for each in Asker.objects.all()] == [new]
        assert events_of(old, QuestionEventKind.ANONYMISED).count() == 1


class ExportTests:
    def test_everything_of_one_person(self, portal, clerk, tmp_path):
        mine = make_receipt(portal, files=[upload("Đơn xin.txt", b"noi dung")]).question
        closed(portal)
        other = make_receipt(portal, asker={"email": "khac@example.com"}).question
        target = tmp_path / "ra.zip"
        said = run(
            "export", "--email", "MAN@example.com", "--by", "quan-tri", "--output", str(target)
        )
        assert str(target) in said
        with zipfile.ZipFile(target) as archive:
            told = json.loads(archive.read("questions.json"))
            [path] = [name for name in archive.namelist() if name.startswith("files/")]
            assert archive.read(path) == b"noi dung"
        assert len(told) == 2
        assert told[0]["asker"]["name"] == ASKER["name"]
        assert told[0]["content"]["text"]
        assert told[1]["replies"][0]["text"]
        assert "khac@example.com" not in json.dumps(told)
        logged = events_of(mine, QuestionEventKind.EXPORTED).get()
        assert logged.by_id == clerk.pk
        assert not events_of(other, QuestionEventKind.EXPORTED).exists()
        assert target.stat().st_mode & 0o077 == 0

    def test_by_telephone_however_it_is_written(self, portal, clerk):
        mine = make_receipt(portal, asker={"phone": "+84 912.345.678"}).question
        make_receipt(portal, asker={"phone": "0912 345 679"})
        assert list(retention.questions_of(phone="0912345678")) == [mine]
        assert list(retention.questions_of(phone="--")) == []

    def test_nothing_is_kept(self, clerk, tmp_path):
        target = tmp_path / "ra.zip"
        said = run("export", "--email", "x@y.vn", "--by", "quan-tri", "--output", str(target))
        assert said
        assert not target.exists()

    def test_nothing_is_written_over(self, portal, clerk, tmp_path):
        make_receipt(portal)
        target = tmp_path / "ra.zip"
        target.write_text("x")
        with pytest.raises(CommandError):
            run("export", "--email", ASKER["email"], "--by", "quan-tri", "--output", str(target))
        assert target.read_text() == "x"
        assert not QuestionEvent.objects.filter(kind=QuestionEventKind.EXPORTED).exists()

    def test_names_of_files_cannot_leave_the_folder(self, portal, clerk):
        make_receipt(portal, files=[upload("../../etc/passwd")])
        packed = retention.export_person(clerk, email=ASKER["email"])
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            [path] = [name for name in archive.namelist() if name.startswith("files/")]
        assert path.count("/") == 2
        assert "\\" not in path

    @pytest.mark.parametrize("action", ["export", "erase"])
    def test_somebody_must_answer_for_it(self, portal, action):
        make_receipt(portal)
        with pytest.raises(CommandError):
            run(action, "--email", ASKER["email"])
        with pytest.raises(CommandError):
            run(action, "--email", ASKER["email"], "--by", "khong-co")
        assert Asker.objects.exists()


class EraseTests:
    def test_open_questions_are_withdrawn_and_all_are_forgotten(self, portal, clerk):
        open_one = make_receipt(portal).question
        closed_one = closed(portal)
        other = make_receipt(portal, asker={"email": "khac@example.com"}).question
        said = run("erase", "--email", ASKER["email"], "--by", "quan-tri", "--reason", "Đơn số 3")
        assert open_one.number in said
        assert closed_one.number in said
        assert [each.question for each in Asker.objects.all()] == [other]
        open_one.refresh_from_db()
        assert open_one.outcome == Outcome.WITHDRAWN
        assert open_one.due_on is None
        logged = events_of(open_one, QuestionEventKind.ANONYMISED).get()
        assert (logged.by_id, logged.reason) == (clerk.pk, "Đơn số 3")

    def test_a_dry_run_changes_nothing(self, portal, clerk):
        question = make_receipt(portal).question
        said = run("erase", "--email", ASKER["email"], "--by", "quan-tri", "--dry-run")
        assert question.number in said
        assert Asker.objects.count() == 1


class ScreenTests:
    @pytest.fixture
    def desk(self):
        return make_desk()

    @pytest.fixture
    def admin(self, desk):
        return make_person(desk.place, RoleCode.SITE_ADMIN)

    def test_access_is_shown_to_administrators_of_the_site(self, desk, admin):
        question = closed(desk.portal_site)
        other = closed(make_component_portal(desk.portal_site))
        for each in (question, other):
            events.record(QuestionEventKind.PERSON_SEEN, each, user=desk.officer)
        address = reverse("govportal_question_access")
        text = browse(admin).get(address).content.decode()
        assert question.number in text
        assert desk.officer.last_name in text
        exported = browse(admin).get(f"{address}?export=csv")
        assert question.number in exported.getvalue().decode()
        other_admin = make_person(desk.place, RoleCode.FULL_TIME_EDITOR)
        for user in (desk.officer, desk.secretary, other_admin):
            assert browse(user).get(address).status_code in (302, 403)

    def test_not_that_of_other_sites(self, desk):
        place = make_place("Xã", portal=desk.place, body=BodyKind.COMMUNE, host="xa.localhost")
        question = closed(desk.portal_site)
        events.record(QuestionEventKind.PERSON_SEEN, question, user=desk.officer)
        admin = make_person(place, RoleCode.SITE_ADMIN)
        text = browse(admin).get(reverse("govportal_question_access")).content.decode()
        assert question.number not in text

    def test_what_is_erased_next(self, desk, admin):
        due = closed(desk.portal_site, timezone.localdate() - timedelta(days=720))
        later = closed(desk.portal_site, timezone.localdate() - timedelta(days=100))
        address = reverse("govportal_question_retention")
        text = browse(admin).get(address).content.decode()
        assert due.number in text
        assert later.number not in text
        assert ASKER["name"] not in text
        assert browse(desk.officer).get(address).status_code in (302, 403)
