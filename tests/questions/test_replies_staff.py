"""Replies on the screens: written, submitted, signed, approved, returned; cleaned; their files."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from govportal_wagtail.questions import rights
from govportal_wagtail.questions.answer_html import clean_answer
from govportal_wagtail.questions.models import QuestionSettings, Reply, ResponseTemplate
from govportal_wagtail.questions.staff import reply_panel
from govportal_wagtail.questions.staff.reply_forms import ReplyForm
from govportal_wagtail.questions.vocabulary import (
    Outcome,
    Publishing,
    QuestionState,
    ReplyKind,
    ReplyState,
)
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.questions.builders import (
    make_answering_agency,
    make_question,
    make_reply,
    make_topic,
)
from tests.questions.staff_builders import make_desk, make_person

pytestmark = pytest.mark.django_db

BODY = "<p>Hồ sơ sẽ có kết quả trong tuần này.</p>"


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def portal(desk):
    return desk.portal_site


@pytest.fixture
def agency(desk):
    return desk.agency


@pytest.fixture
def officer(desk):
    return desk.officer


@pytest.fixture
def head(desk):
    return desk.head


@pytest.fixture
def stranger(desk):
    other = make_answering_agency("so-yt", "Sở Y tế")
    return make_person(desk.place, RoleCode.FOCAL_OFFICER, agency=other)


@pytest.fixture
def question(portal, agency):
    return make_question(portal, agency=agency, state=QuestionState.ASSIGNED)


def browse(user):
    client = Client()
    client.force_login(user)
    return client


def write(user, question, body=BODY, **fields):
    data = {"kind": ReplyKind.ANSWER, "body": contentstate(body), "save": "1", **fields}
    data = {name: value for name, value in data.items() if value is not None}
    return browse(user).post(reverse("question_replies:write", args=[question.pk]), data)


def step(user, question, code, **data):
    return browse(user).post(reverse("question_replies:step", args=[question.pk, code]), data)


def contentstate(html):
    return ReplyForm.base_fields["body"].widget.format_value(html)


def detail(user, question):
    return browse(user).get(reverse("questions:detail", args=[question.pk])).content.decode()


class WritingTests:
    def test_reply_is_saved_and_nobody_is_sent_anything(self, question, officer):
        response = write(officer, question)
        assert response.url == reverse("questions:detail", args=[question.pk])
        reply = Reply.objects.get()
        assert (reply.state, reply.written_by) == (ReplyState.DRAFT, officer)
        assert "trong tuần này" in reply.body
        question.refresh_from_db()
        assert question.state == QuestionState.ASSIGNED

    def test_reply_is_submitted_at_once(self, question, officer):
        write(officer, question, save=None, submit="1")
        question.refresh_from_db()
        assert question.state == QuestionState.TO_SIGN

    def test_empty_reply_is_not_submitted_and_nothing_is_saved(self, question, officer):
        response = write(officer, question, "", save=None, submit="1")
        assert response.status_code == 422
        assert "body" in response.context["form"].errors
        assert not Reply.objects.exists()

    def test_progress_notice_needs_its_day(self, question, officer):
        response = write(officer, question, kind=ReplyKind.PROGRESS, save=None, submit="1")
        assert "promised_on" in response.context["form"].errors
        day = timezone.localdate() + timedelta(days=5)
        write(officer, question, kind=ReplyKind.PROGRESS, promised_on=day, save=None, submit="1")
        assert Reply.objects.get().promised_on == day

    def test_what_was_typed_is_still_there(self, question, officer):
        response = write(officer, question, kind="nonsense")
        assert response.status_code == 422
        assert "trong tuần này" in response.context["form"]["body"].value()

    def test_form_of_another_agency_is_closed(self, stranger, question):
        assert write(stranger, question).status_code == 404
        assert not Reply.objects.exists()

    def test_form_is_closed_while_the_head_decides(self, question, officer):
        write(officer, question, save=None, submit="1")
        write(officer, question, "<p>Khác</p>")
        assert "Khác" not in Reply.objects.get().body

    def test_without_script_plain_text_is_kept(self, question, officer):
        url = reverse("question_replies:write", args=[question.pk])
        browse(officer).post(
            url, {"kind": ReplyKind.ANSWER, "body": "Dòng một\n\nDòng <b>hai", "save": "1"}
        )
        body = Reply.objects.get().body
        assert "Dòng một" in body
        assert "&lt;b&gt;hai" in body

    def test_media_of_the_editor_is_loaded(self, question, officer):
        page = browse(officer).get(reverse("question_replies:write", args=[question.pk]))
        assert "draftail" in page.content.decode()
        assert page.headers["Cache-Control"].find("no-store") >= 0


class TemplateTests:
    def test_template_is_loaded_by_the_address(self, portal, agency, question, officer):
        fitting = ResponseTemplate.objects.create(title="Chung", body="<p>Kính gửi</p>")
        url = reverse("question_replies:write", args=[question.pk])
        page = browse(officer).get(url, {"template": fitting.pk, "kind": "progress"})
        assert page.context["form"].initial["body"] == "<p>Kính gửi</p>"
        assert page.context["form"].initial["kind"] == "progress"
        assert not Reply.objects.exists()

    def test_templates_of_others_are_not_offered(self, question, officer):
        foreign = ResponseTemplate.objects.create(
            title="Y tế", body="<p>Y</p>", agency=make_answering_agency("so-yt", "Sở Y tế")
        )
        ResponseTemplate.objects.create(title="Đất", body="<p>Đ</p>", topic=make_topic("dat-dai"))
        url = reverse("question_replies:write", args=[question.pk])
        page = browse(officer).get(url, {"template": foreign.pk})
        assert page.context["form"].initial["body"] == ""
        assert not page.context["has_templates"]

    @pytest.mark.parametrize("wanted", ["x", "-1", "9" * 30, "²"])
    def test_absurd_number_is_ignored(self, question, officer, wanted):
        url = reverse("question_replies:write", args=[question.pk])
        assert browse(officer).get(url, {"template": wanted}).status_code == 200


class CleaningTests:
    @pytest.mark.parametrize(
        "hostile",
        [
            "<script>alert(1)</script>",
            '<img src="x" onerror="alert(1)">',
            '<a href="javascript:alert(1)">x</a>',
            '<p onclick="alert(1)" style="color:red">x</p>',
            "<iframe src='//x'></iframe>",
            "<h2>Tiêu đề</h2>",
            "<svg onload=alert(1)>",
        ],
    )
    def test_only_the_markup_of_an_answer_is_left(self, hostile):
        shown = clean_answer(f"<p>Chào</p>{hostile}")
        for forbidden in ("script", "onerror", "onclick", "style", "<iframe", "<img", "<h2", "svg"):
            assert forbidden not in shown
        assert "Chào" in shown

    def test_links_of_the_portal_and_lists_stay(self):
        html = (
            '<p>Xem <a linktype="page" id="2">văn bản</a>, '
            '<a href="https://example.vn/a">trang</a></p><ul><li><b>một</b></li></ul>'
        )
        shown = clean_answer(html)
        assert 'linktype="page"' in shown
        assert 'href="https://example.vn/a"' in shown
        assert "<ul>" in shown
        assert "<b>một</b>" in shown
        assert clean_answer(shown) == shown

    def test_hostile_text_never_reaches_the_reply(self, question, officer):
        write(officer, question, '<p>Chào <a href="javascript:alert(1)">x</a></p>')
        assert "javascript" not in Reply.objects.get().body


class FilesTests:
    def upload(self, name="bang-gia.txt", content=b"Bang gia"):
        return SimpleUploadedFile(name, content)

    def test_files_are_kept_and_taken_out(self, question, officer):
        write(officer, question, files=[self.upload(), self.upload("hai.txt", b"Hai")])
        rows = list(Reply.objects.get().files.all())
        assert [row.name for row in rows] == ["bang-gia.txt", "hai.txt"]
        assert rows[0].file.read() == b"Bang gia"
        assert "bang-gia" not in rows[0].file.name
        write(officer, question, removed=[str(rows[0].pk)])
        assert [row.name for row in Reply.objects.get().files.all()] == ["hai.txt"]

    def test_file_is_judged_by_its_content(self, question, officer):
        response = write(officer, question, files=[self.upload("anh.pdf", b"MZ\x90\x00 exe")])
        assert response.status_code == 422
        assert "files" in response.context["form"].errors
        assert not Reply.objects.exists()

    def test_who_adds_a_file_is_no_second_person(self, portal, question, officer, head):
        write(officer, question)
        write(head, question, Reply.objects.get().body, files=[self.upload()])
        assert Reply.objects.get().written_by == head
        step(head, question, "submit")
        step(head, question, "sign")
        assert Reply.objects.get().state == ReplyState.TO_SIGN

    def test_file_is_saved_and_never_shown(self, stranger, question, officer):
        write(officer, question, files=[self.upload("trang.html.txt")])
        row = Reply.objects.get().files.get()
        url = reverse("question_replies:file", args=[row.pk])
        response = browse(officer).get(url)
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert browse(stranger).get(url).status_code == 404

    def test_missing_file_is_not_found(self, question, officer):
        write(officer, question, files=[self.upload()])
        row = Reply.objects.get().files.get()
        row.file.storage.delete(row.file.name)
        url = reverse("question_replies:file", args=[row.pk])
        assert browse(officer).get(url).status_code == 404


class StepTests:
    def test_head_signs_and_the_answer_is_sent(self, question, officer, head):
        write(officer, question, save=None, submit="1")
        step(head, question, "sign")
        question.refresh_from_db()
        assert (question.state, question.outcome) == (QuestionState.CLOSED, Outcome.ANSWERED)
        assert "trong tuần này" in detail(head, question)

    def test_board_approves_where_the_site_wants_it(self, desk, portal, question, officer, head):
        QuestionSettings.objects.create(site=portal.site, board_approves=True)
        write(officer, question, save=None, submit="1")
        step(head, question, "sign")
        question.refresh_from_db()
        assert question.state == QuestionState.TO_APPROVE
        step(desk.board_head, question, "approve")
        assert Reply.objects.get().state == ReplyState.SENT

    def test_return_needs_a_reason_and_shows_it(self, question, officer, head):
        write(officer, question, save=None, submit="1")
        step(head, question, "return", reason=" ")
        assert Reply.objects.get().state == ReplyState.TO_SIGN
        step(head, question, "return", reason="Thiếu căn cứ")
        assert Reply.objects.get().state == ReplyState.RETURNED
        assert "Thiếu căn cứ" in detail(officer, question)

    def test_writer_may_not_sign(self, question, head):
        write(head, question, save=None, submit="1")
        shown = browse(head).get(reverse("questions:detail", args=[question.pk]))
        assert shown.context["reply_blocked"]
        step(head, question, "sign")
        assert Reply.objects.get().state == ReplyState.TO_SIGN

    def test_steps_are_posted(self, question, officer):
        write(officer, question)
        url = reverse("question_replies:step", args=[question.pk, "submit"])
        assert browse(officer).get(url).status_code == 405
        assert step(officer, question, "nothing").status_code == 404

    def test_second_click_says_that_it_happened(self, question, officer):
        write(officer, question, save=None, submit="1")
        assert step(officer, question, "submit").status_code == 302
        assert Reply.objects.get().state == ReplyState.TO_SIGN


class PanelTests:
    def test_buttons_are_those_of_the_rights(self, rf, question, officer, head):
        assert self.context(rf, question, officer)["may_write_reply"]
        reply = make_reply(question, officer)
        assert self.context(rf, question, officer)["may_submit_reply"]
        reply.state = ReplyState.TO_SIGN
        reply.save()
        question.state = QuestionState.TO_SIGN
        question.save()
        shown = self.context(rf, question, head)
        assert shown["may_sign_reply"]
        assert shown["may_return_reply"]
        assert not shown["may_write_reply"]

    def test_sent_reply_shows_its_signatory(self, portal, agency, officer):
        question = make_question(portal, agency=agency, state=QuestionState.CLOSED)
        question.replies.update(signatory="Lê Văn Cam, Giám đốc")
        shown = detail(officer, question)
        assert "Lê Văn Cam, Giám đốc" in shown
        assert "trong tuần này" in shown

    def test_publication_names_the_missing_consent(self, rf, portal, agency, officer):
        question = make_question(
            portal, agency=agency, state=QuestionState.CLOSED, publishing=Publishing.WANTED
        )
        shown = self.context(rf, question, officer)["publication"]
        assert shown.may_prepare
        assert shown.lacks_consent
        assert reverse("question_replies:publish", args=[question.pk]) in detail(officer, question)

    def test_question_without_publication_shows_none(self, rf, portal, agency, officer):
        question = make_question(portal, agency=agency, state=QuestionState.CLOSED)
        assert self.context(rf, question, officer)["publication"] is None

    def context(self, rf, question, user):
        request = rf.get("/")
        request.user = user
        question.refresh_from_db()
        return reply_panel.context(request, question, rights.can(user, question))


class RedactionScreenTests:
    @pytest.fixture
    def closed(self, portal, agency):
        return make_question(
            portal,
            agency=agency,
            state=QuestionState.CLOSED,
            publishing=Publishing.REQUIRED,
            text="Tôi là Nguyễn Thị Mận, gọi 0912 345 678 hoặc Sở 0977 111 222.",
        )

    def url(self, question):
        return reverse("question_replies:publish", args=[question.pk])

    def test_everything_is_proposed_with_its_place(self, closed, officer):
        page = browse(officer).get(self.url(closed))
        found = {(each.kind, each.text) for each in page.context["findings"]}
        assert ("name", "Nguyễn Thị Mận") in found
        assert ("phone", "0977 111 222") in found
        for each in page.context["findings"]:
            assert f'value="{each.key}"' in page.content.decode()
        assert "Tôi là N.T.M" in page.context["form"].initial["question_text"]
        assert page.headers["Cache-Control"].find("no-store") >= 0

    def test_preview_leaves_what_is_public_and_hides_further_words(self, closed, officer):
        client = browse(officer)
        findings = client.get(self.url(closed)).context["findings"]
        public = next(each for each in findings if "0977" in each.text)
        hide = [each.key for each in findings if each is not public]
        page = client.post(self.url(closed), {"preview": "1", "hide": hide, "further": "hoặc Sở"})
        assert page.status_code == 200
        text = page.context["form"].initial["question_text"]
        assert text == "Tôi là N.T.M, gọi [đã ẩn] [đã ẩn] 0977 111 222."
        assert not page.context["form"].is_bound

    def test_unticking_the_askers_own_does_not_show_it(self, closed, officer):
        page = browse(officer).post(self.url(closed), {"preview": "1"})
        text = page.context["form"].initial["question_text"]
        assert "Mận" not in text
        assert "0912" not in text

    def test_what_still_looks_personal_is_asked_about(self, closed, officer):
        client = browse(officer)
        data = {
            "title": "Hỏi",
            "question_text": "Gọi 0988 777 666?",
            "answer": contentstate(BODY),
            "declares": "on",
            "send": "1",
        }
        page = client.post(self.url(closed), data)
        assert page.status_code == 422
        assert [each.text for each in page.context["remaining"]] == ["0988 777 666"]
        assert "0988 777 666" in page.content.decode()

    def test_declaration_is_needed(self, closed, officer):
        data = {"title": "Hỏi", "question_text": "Hỏi?", "answer": contentstate(BODY)}
        page = browse(officer).post(self.url(closed), data)
        assert "declares" in page.context["form"].errors

    def test_stranger_does_not_see_it(self, stranger, closed):
        assert browse(stranger).get(self.url(closed)).status_code == 404

    def test_open_question_has_no_such_screen(self, question, officer):
        assert browse(officer).get(self.url(question)).status_code == 302
