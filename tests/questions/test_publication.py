"""An answered question becomes a page: redacted, approved, nothing personal in it."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import Page, PageLogEntry, Revision

from govportal_wagtail.core.models import SearchUnit, SiteState
from govportal_wagtail.editorial import holding, requirements
from govportal_wagtail.editorial.models import EditorialEvent, EditorialItem
from govportal_wagtail.questions import intake, publication
from govportal_wagtail.questions.errors import QuestionError
from govportal_wagtail.questions.models import (
    Question,
    QuestionEvent,
    QuestionIndexPage,
    QuestionPage,
    ReplyFile,
)
from govportal_wagtail.questions.redaction import PersonalKind, fingerprint
from govportal_wagtail.questions.staff.redaction_forms import RedactionForm
from govportal_wagtail.questions.vocabulary import Publishing, QuestionEventKind, QuestionState
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.builders import make_article, make_section
from tests.core.portal_builders import make_department, make_officer, make_portal
from tests.questions.builders import make_addition, make_question, make_topic, upload

pytestmark = pytest.mark.django_db

CLEAN = ("Cấp đổi giấy chứng nhận", "Khi nào có kết quả hồ sơ?", "<p>Trong tuần này.</p>")
OFFICE = "0290 3831 234"


@pytest.fixture
def portal():
    return make_portal("langson-2024")


@pytest.fixture
def agency():
    return make_department()


@pytest.fixture
def officer(portal, agency):
    return make_officer("dau-moi", portal, RoleCode.FOCAL_OFFICER, agency)


def answered(portal, agency, **fields):
    """A question that is to be published."""
    fields.setdefault("publishing", Publishing.REQUIRED)
    return make_question(portal, agency=agency, state=QuestionState.CLOSED, **fields)


def prepare(question, user, texts=CLEAN, **fields):
    return publication.prepare(question, user, *texts, **fields)


def attach(question, name="bang-gia.txt", content=b"Bang gia"):
    reply = question.replies.get()
    row = ReplyFile(reply=reply, name=name, size=len(content))
    row.file.save(name, ContentFile(content), save=False)
    row.save()
    return row


def fields_of(error):
    return set(error.value.message_dict)


class PreparedTests:
    def test_draft_goes_into_the_workflow_and_is_not_public(self, portal, agency, officer):
        question = answered(portal, agency)
        topic = make_topic()
        cited = make_article(make_section(portal.site.root_page))
        page = prepare(question, officer, topic=topic, citations=[cited])
        page = QuestionPage.objects.get(pk=page.pk)
        assert not page.live
        assert page.workflow_in_progress
        assert page.get_parent().specific == publication.index_page_for(portal)
        newest = page.get_latest_revision_as_object()
        assert (newest.title, newest.question) == CLEAN[:2]
        assert "Trong tuần này" in newest.answer
        assert newest.agency == agency
        assert newest.topic == topic
        assert newest.asked_on == question.received_on
        assert newest.answered_on == timezone.localdate()
        assert [row.cited_id for row in newest.citations.all()] == [cited.pk]
        assert page.latest_revision.user == officer
        question.refresh_from_db()
        assert question.page_id == page.pk
        assert EditorialItem.objects.get(page=page.pk).is_open

    def test_it_is_logged_without_words(self, portal, agency, officer):
        question = answered(portal, agency)
        texts = (CLEAN[0], CLEAN[1], f"<p>Gọi {OFFICE}.</p>")
        kept = [fingerprint(PersonalKind.PHONE, OFFICE)]
        prepare(question, officer, texts, kept=[*kept, "anything-else"])
        event = QuestionEvent.objects.get(kind=QuestionEventKind.REDACTED)
        assert event.details["kept"] == kept
        assert event.details["stayed"] == {"phone": 1}
        assert "3831" not in json.dumps(event.details)

    def test_who_wrote_the_page_cannot_approve_it(self, portal, agency):
        head = make_officer("truong-ban", portal, RoleCode.BOARD_HEAD)
        question = answered(portal, agency)
        page = prepare(question, head)
        page.refresh_from_db()
        with pytest.raises(PermissionDenied):
            _publish_as(page, head)
        assert not QuestionPage.objects.get(pk=page.pk).live

    def test_page_in_the_workflow_is_not_written_over(self, portal, agency, officer):
        question = answered(portal, agency)
        prepare(question, officer)
        with pytest.raises(QuestionError):
            prepare(Question.objects.get(pk=question.pk), officer)
        assert QuestionPage.objects.filter(title=CLEAN[0]).count() == 1

    def test_returned_page_gets_a_new_version(self, portal, agency, officer):
        question = answered(portal, agency)
        page = prepare(question, officer)
        QuestionPage.objects.get(pk=page.pk).current_workflow_state.cancel(user=officer)
        again = prepare(Question.objects.get(pk=question.pk), officer, ("Tên khác", *CLEAN[1:]))
        assert again.pk == page.pk
        newest = QuestionPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        assert newest.title == "Tên khác"
        assert newest.workflow_in_progress

    def test_deleted_page_breaks_nothing(self, portal, agency, officer):
        question = answered(portal, agency)
        first = prepare(question, officer)
        Page.objects.get(pk=first.pk).delete()
        question.refresh_from_db()
        assert question.page_id is None
        second = prepare(question, officer)
        assert second.pk != first.pk

    def test_site_without_a_section_is_told(self, portal, agency, officer):
        question = answered(portal, agency)
        for page in QuestionIndexPage.objects.all():
            page.delete()
        with pytest.raises(QuestionError):
            prepare(question, officer)

    @pytest.mark.parametrize("publishing", [Publishing.NONE, Publishing.UNDECIDED])
    def test_only_what_is_to_be_published(self, portal, agency, officer, publishing):
        question = answered(portal, agency, publishing=publishing)
        with pytest.raises(PermissionDenied):
            prepare(question, officer)

    def test_stranger_prepares_nothing(self, portal, agency):
        question = answered(portal, agency)
        other = make_officer(
            "nguoi-khac", portal, RoleCode.FOCAL_OFFICER, make_department("Sở Y tế", "so-yt")
        )
        with pytest.raises(PermissionDenied):
            prepare(question, other)


class PersonalTests:
    @pytest.mark.parametrize(("place", "name"), [(0, "title"), (1, "question_text"), (2, "answer")])
    @pytest.mark.parametrize(
        "mark", ["Nguyễn Thị Mận", "NGUYEN THI MAN", "man@example.com", "0912.345.678"]
    )
    def test_askers_own_is_refused_even_when_confirmed(
        self, portal, agency, officer, place, name, mark
    ):
        question = answered(portal, agency)
        texts = list(CLEAN)
        texts[place] = f"{texts[place]} {mark}"
        kept = [fingerprint(kind, mark) for kind in PersonalKind]
        with pytest.raises(QuestionError) as error:
            prepare(question, officer, texts, kept=kept)
        assert fields_of(error) == {name}
        assert not QuestionPage.objects.filter(title__startswith=CLEAN[0]).exists()

    def test_what_is_not_confirmed_is_refused(self, portal, agency, officer):
        question = answered(portal, agency)
        texts = (CLEAN[0], CLEAN[1], f"<p>Gọi {OFFICE}.</p>")
        with pytest.raises(QuestionError) as error:
            prepare(question, officer, texts)
        assert fields_of(error) == {"answer"}

    def test_address_of_a_link_is_looked_at(self, portal, agency, officer):
        question = answered(portal, agency)
        answer = '<p><a href="mailto:man@example.com">Thư</a></p>'
        with pytest.raises(QuestionError) as error:
            prepare(question, officer, (*CLEAN[:2], answer))
        assert fields_of(error) == {"answer"}

    def test_page_that_changes_later_is_not_posted_with_it(self, portal, agency, officer):
        question = answered(portal, agency)
        page = prepare(question, officer)
        page = QuestionPage.objects.get(pk=page.pk)
        assert [each.code for each in requirements.shortfalls(page)] == []
        page.question += " Tôi là Nguyễn Thị Mận, gọi 0977 123 456."
        said = requirements.shortfalls(page)
        assert [(each.field, each.code) for each in said] == [("question", "personal")] * 2

    def test_confirmed_finding_stands_on_the_page(self, portal, agency, officer):
        question = answered(portal, agency)
        texts = (CLEAN[0], CLEAN[1], f"<p>Gọi {OFFICE}.</p>")
        page = prepare(question, officer, texts, kept=[fingerprint(PersonalKind.PHONE, OFFICE)])
        assert requirements.shortfalls(QuestionPage.objects.get(pk=page.pk)) == []

    def test_answer_without_a_question_of_ours_may_name_an_office(self, portal):
        section = publication.index_page_for(portal)
        page = QuestionPage(
            title="Hỏi",
            question="Hỏi?",
            answer=f"<p>Gọi {OFFICE}.</p>",
            source="Báo",
            answered_on=timezone.localdate(),
        )
        section.add_child(instance=page)
        assert requirements.shortfalls(page) == []
        page.answer = "<p>CCCD 096080001234</p>"
        assert [each.field for each in requirements.shortfalls(page)] == ["answer"]


class RequirementTests:
    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"question": " "}, "no_question"),
            ({"answer": "<p> </p>"}, "no_answer"),
            ({"agency": None}, "no_agency"),
            ({"answered_on": None}, "no_date"),
        ],
    )
    def test_what_is_missing_is_said(self, portal, agency, officer, change, code):
        page = QuestionPage.objects.get(pk=prepare(answered(portal, agency), officer).pk)
        for name, value in change.items():
            setattr(page, name, value)
        assert code in {each.code for each in requirements.shortfalls(page)}

    def test_cited_page_has_to_be_public(self, portal, agency, officer):
        hidden = make_article(make_section(portal.site.root_page), publish=False)
        page = prepare(answered(portal, agency), officer, citations=[hidden])
        page = QuestionPage.objects.get(pk=page.pk)
        assert [each.field for each in requirements.shortfalls(page)] == ["citations"]


class FileTests:
    def test_file_is_private_until_the_page_is_posted(self, portal, agency, officer):
        question = answered(portal, agency)
        row = attach(question, "Bảng giá.txt")
        page = prepare(question, officer, files=[row])
        document = page.attachments.get().document
        assert document.collection == holding.collection_for(portal)
        assert document.title == "Bảng giá"
        with document.file.open("rb") as copy:
            assert copy.read() == b"Bang gia"
        holding.release(QuestionPage.objects.get(pk=page.pk))
        document.refresh_from_db()
        assert document.collection == portal.collection

    def test_no_file_is_published_unless_chosen(self, portal, agency, officer):
        question = answered(portal, agency)
        attach(question)
        assert prepare(question, officer).attachments.count() == 0

    def test_file_that_names_the_asker_is_refused(self, portal, agency, officer):
        question = answered(portal, agency)
        row = attach(question, content="Kính gửi bà Nguyễn Thị Mận".encode())
        with pytest.raises(QuestionError) as error:
            prepare(question, officer, files=[row])
        assert fields_of(error) == {"files"}

    def test_name_of_the_file_loses_the_asker(self, portal, agency, officer):
        question = answered(portal, agency)
        row = attach(question, "Trả lời_Nguyễn Thị Mận.txt")
        document = prepare(question, officer, files=[row]).attachments.get().document
        assert "Mận" not in document.title
        assert "man" not in document.filename

    def test_file_of_another_question_is_refused(self, portal, agency, officer):
        row = attach(answered(portal, agency))
        with pytest.raises(QuestionError):
            prepare(answered(portal, agency), officer, files=[row])


class NameTests:
    def test_name_is_read_while_the_asker_agrees(self, portal, agency, officer):
        question = answered(portal, agency)
        page = prepare(question, officer)
        assert publication.named_asker(page) == ""
        intake.set_consents(question, True, True)
        assert publication.named_asker(page) == "Nguyễn Thị Mận"
        intake.set_consents(question, True, False)
        assert publication.named_asker(page) == ""

    def test_page_without_a_question_names_nobody(self, portal):
        assert publication.named_asker(QuestionPage(title="Hỏi")) == ""

    def test_cached_page_forgets_the_name(
        self, portal, agency, officer, settings, django_capture_on_commit_callbacks
    ):
        settings.GOVPORTAL_PAGE_CACHE_SECONDS = 300
        portal.state = SiteState.LIVE
        portal.save()
        question = answered(portal, agency)
        with django_capture_on_commit_callbacks(execute=True):
            intake.set_consents(question, True, True)
            page = prepare(question, officer)
            QuestionPage.objects.get(pk=page.pk).get_latest_revision().publish()
        url = QuestionPage.objects.get(pk=page.pk).url
        assert "Nguyễn Thị Mận" in Client().get(url).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            intake.set_consents(question, True, False)
        assert "Nguyễn Thị Mận" not in Client().get(url).content.decode()


MARKS = {
    "name": "Khổng Dấu Một",
    "email": "dauhai@example.vn",
    "phone": "0967 333 444",
    "address": "99 Hẻm Dấu Bốn, xã Song Phú",
    "organisation": "Hợp tác xã Dấu Năm",
}
TEXT_MARKS = ("096099001234", "thửa đất số 98765", "0978 555 666", "bà Sùng Thị Dấu Sáu")
WORDS = (
    *MARKS.values(),
    *("096099001234", "98765", "0978 555 666", "Dấu Sáu", "Dấu Bảy", "Dấu Tám", "Dấu Chín"),
)


class MarkedTests:
    """Marks in every field and file; the screen's own proposals hide them all."""

    @pytest.fixture
    def question(self, portal, agency):
        text = "Tôi là {name}, {organisation}, ở {address}, {phone}, thư {email}. ".format(**MARKS)
        text += f"CCCD {TEXT_MARKS[0]}, {TEXT_MARKS[1]}; hỏi giúp {TEXT_MARKS[3]}, {TEXT_MARKS[2]}."
        question = answered(
            portal,
            agency,
            title=f"Hỏi của {MARKS['name']}",
            text=text,
            asker=MARKS | {"commune": "Song Phú"},
            files=[upload("Dấu Bảy.txt", "Dấu Tám".encode())],
        )
        make_addition(question, text=f"Dấu Chín {MARKS['phone']}", answered_at=timezone.now())
        reply = question.replies.get()
        reply.body = f"<p>Kính gửi ông <b>Khổng</b> Dấu Một, {MARKS['phone']}: mai có.</p>"
        reply.save()
        return question

    def test_no_mark_is_left_anywhere(self, portal, question, officer, client):
        client.force_login(officer)
        url = reverse("question_replies:publish", args=[question.pk])
        shown = client.get(url)
        initial = shown.context["form"].initial
        sent = {
            "title": initial["title"],
            "question_text": initial["question_text"],
            "answer": _contentstate(initial["answer"]),
            "hide": [each.key for each in shown.context["findings"]],
            "declares": "on",
            "send": "1",
        }
        response = client.post(url, sent)
        assert response.status_code == 302, response.context["form"].errors
        page = QuestionPage.objects.get(govportal_question=question.pk)
        portal.state = SiteState.LIVE
        portal.save()
        page.get_latest_revision().publish()
        page = QuestionPage.objects.get(pk=page.pk)
        assert page.live
        stored = [
            *(str(row) for row in QuestionPage.objects.filter(pk=page.pk).values()),
            *(json.dumps(row.content, ensure_ascii=False) for row in Revision.objects.all()),
            *(str(row) for row in PageLogEntry.objects.values()),
            *(str(row) for row in SearchUnit.objects.values()),
            *(str(row) for row in EditorialItem.objects.values()),
            *(str(row) for row in EditorialEvent.objects.values()),
            *(str(row) for row in QuestionEvent.objects.values()),
            Client().get(page.url).content.decode(),
            Client().get(page.get_parent().url).content.decode(),
        ]
        for word in WORDS:
            assert not [text for text in stored if word in text], word
        assert "K.D.M" in page.title


def _contentstate(html):
    return RedactionForm.base_fields["answer"].widget.format_value(html)


def _publish_as(page, user):
    with LogContext(user=user):
        page.get_latest_revision().publish(user=user)
