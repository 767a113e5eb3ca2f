"""Who is written to about a question, in which words, once each, also after a crash."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from govportal_wagtail.editorial import mail_tasks, messaging
from govportal_wagtail.editorial.models import MailState, Message
from govportal_wagtail.questions import answering, codes, events, intake, mails, triage
from govportal_wagtail.questions.models import Question, QuestionSettings
from govportal_wagtail.questions.vocabulary import QuestionEventKind as Kind
from govportal_wagtail.questions.vocabulary import QuestionState, ReplyKind, ReplyState
from tests.editorial.test_messaging import AWAY, AwayBackend
from tests.questions.builders import (
    ASKER,
    TEXT,
    TITLE,
    make_answering_agency,
    make_board_head,
    make_head_of,
    make_officer_of,
    make_question,
    make_question_portal,
    make_receipt,
    make_reply,
    make_secretary,
    make_topic,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Run what happens after a commit, as each step would."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def portal():
    return make_question_portal()


@pytest.fixture
def agency():
    return make_answering_agency()


@pytest.fixture
def officer(portal, agency):
    return make_officer_of(agency, portal)


@pytest.fixture
def unit_head(portal, agency):
    return make_head_of(agency, portal)


@pytest.fixture
def secretary(portal):
    return make_secretary(portal)


@pytest.fixture
def board_head(portal):
    return make_board_head(portal)


def told(kind=None):
    """Whom messages went to, by kind."""
    rows = Message.objects.exclude(kind=messaging.OUTBOX)
    rows = rows.filter(kind=kind) if kind else rows
    return sorted(
        (row.kind, row.recipient.username if row.recipient else row.address) for row in rows
    )


def body_of(kind):
    return Message.objects.get(kind=kind).body


class ConfirmationTests:
    def test_number_code_secret_and_last_day(self, portal, committed):
        with committed():
            receipt = make_receipt(portal)
        [sent] = mail.outbox
        question = receipt.question
        question.refresh_from_db()
        assert sent.to == [ASKER["email"]]
        for part in (
            question.number,
            codes.readable(question.code),
            codes.readable(receipt.secret),
            f"{question.answer_due_on:%d/%m/%Y}",
            "/hoi-dap/theo-doi/",
        ):
            assert part in sent.body
        assert question.code not in sent.body.split("/hoi-dap/theo-doi/")[1]

    def test_neither_name_nor_words_of_the_asker(self, portal, committed):
        with committed():
            make_receipt(portal)
        [sent] = mail.outbox
        for value in (ASKER["name"], ASKER["phone"], TITLE, TEXT):
            assert value not in sent.body + sent.subject

    def test_the_secret_is_forgotten_once_it_is_sent(self, portal, committed):
        with committed():
            receipt = make_receipt(portal)
        row = Message.objects.get(kind=mails.RECEIVED)
        assert row.mail_state == MailState.SENT
        assert row.body == ""
        assert not Message.objects.filter(body__contains=codes.readable(receipt.secret)).exists()

    def test_it_is_kept_while_the_server_is_away_and_sent_once(self, portal, committed, settings):
        AwayBackend.is_away = True
        settings.EMAIL_BACKEND = AWAY
        with committed():
            receipt = make_receipt(portal)
        assert codes.readable(receipt.secret) in body_of(mails.RECEIVED)
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        Message.objects.update(mail_after=timezone.now() - timedelta(seconds=1))
        call_command("govportal_deadlines", "mail")
        call_command("govportal_deadlines", "mail")
        assert [each.to for each in mail.outbox] == [[ASKER["email"]]]
        assert body_of(mails.RECEIVED) == ""

    def test_nothing_without_an_address(self, portal, committed):
        with committed():
            make_receipt(portal, asker={"email": ""})
        assert mail.outbox == []
        assert told() == []

    def test_in_the_language_of_the_asker(self, portal, committed):
        with committed():
            make_receipt(portal, language="en")
        assert "The portal has received your question." in mail.outbox[0].body

    def test_where_there_is_no_time_limit_none_is_invented(self, committed):
        portal = make_question_portal("khanhhoa-2018-draft")
        with committed():
            make_receipt(portal, language="en")
        body = mail.outbox[0].body
        assert "sets no last day" in body
        assert not re.search(r"\d\d/\d\d/\d{4}", body)


class StaffTests:
    def test_a_new_question_to_the_intake(self, portal, secretary, board_head, committed):
        with committed():
            make_receipt(portal)
        assert told("staff_new") == [("staff_new", "thu-ky")]

    def test_of_a_component_without_people_to_the_portal(self, portal, secretary, committed):
        from tests.questions.builders import make_component_portal

        component = make_component_portal(portal)
        with committed():
            make_receipt(component)
        assert told("staff_new") == [("staff_new", "thu-ky")]

    def test_not_to_who_entered_it(self, portal, secretary, committed):
        with committed():
            make_receipt(portal, user=secretary, channel="phone")
        assert told("staff_new") == []

    def test_given_to_an_agency(self, portal, agency, officer, unit_head, secretary, committed):
        question = make_question(portal)
        make_officer_of(make_answering_agency("so-y-te", "Sở Y tế"), portal, "nguoi-khac")
        with committed():
            triage.assign(question, secretary, agency)
        assert told("staff_assigned") == [
            ("staff_assigned", "dau-moi"),
            ("staff_assigned", "thu-truong"),
        ]
        assert told("question_assigned") == [("question_assigned", ASKER["email"])]

    def test_an_agency_without_people_to_the_intake(self, portal, agency, secretary, committed):
        question = make_question(portal)
        board_head = make_board_head(portal)
        with committed():
            triage.assign(question, board_head, agency)
        assert told("staff_assigned") == [("staff_assigned", "thu-ky")]

    def test_nothing_personal_and_no_words_of_the_asker(
        self, portal, agency, officer, unit_head, secretary, committed
    ):
        with committed():
            question = make_question(portal, topic=make_topic())
        with committed():
            triage.assign(question, secretary, agency)
        rows = Message.objects.filter(recipient__isnull=False)
        assert {row.kind for row in rows} == {"staff_new", "staff_assigned"}
        for row in rows:
            text = f"{row.subject} {row.body} {row.link}"
            assert question.number in text
            assert "Đất đai" in row.body
            assert f"/questions/{question.pk}/" in row.link
            for value in (*ASKER.values(), TITLE, TEXT, question.code):
                assert value not in text

    def test_the_way_of_an_answer(self, portal, agency, officer, unit_head, board_head, committed):
        QuestionSettings.objects.update_or_create(
            site=portal.site, defaults={"board_approves": True}
        )
        question = make_question(portal, agency=agency, state=QuestionState.ASSIGNED)
        Message.objects.all().delete()
        with committed():
            answering.draft(question, officer, kind=ReplyKind.ANSWER, body="<p>Trong tuần.</p>")
            answering.submit(question, officer)
        assert told() == [("staff_to_sign", "thu-truong")]
        with committed():
            answering.return_reply(question, unit_head, "Nêu rõ ngày.")
        assert told("staff_returned") == [("staff_returned", "dau-moi")]
        with committed():
            answering.submit(question, officer)
        with committed():
            answering.sign(question, unit_head)
        assert told("staff_to_approve") == [("staff_to_approve", "truong-ban")]
        assert told("question_answered") == []
        with committed():
            answering.approve(question, board_head)
        assert told("question_answered") == [("question_answered", ASKER["email"])]

    def test_what_was_completed_goes_to_who_works_on_it(
        self, portal, agency, officer, unit_head, committed
    ):
        question = make_question(portal, agency=agency, state=QuestionState.ASSIGNED)
        with committed():
            answering.ask_information(question, officer, "Số thửa đất?")
        assert "Số thửa đất" not in body_of("question_information")
        with committed():
            intake.add_information(question, "Thửa 12")
        assert told("staff_information") == [
            ("staff_information", "dau-moi"),
            ("staff_information", "thu-truong"),
        ]

    def test_withdrawn(self, portal, agency, officer, committed):
        question = make_question(portal, agency=agency, state=QuestionState.ASSIGNED)
        with committed():
            intake.withdraw(question)
        assert told("staff_withdrawn") == [("staff_withdrawn", "dau-moi")]


class AskerTests:
    def test_the_answer_as_plain_text(self, portal, agency, committed):
        question = make_question(portal, agency=agency, state=QuestionState.ASSIGNED)
        reply = make_reply(
            question,
            state=ReplyState.SENT,
            body='<p>Thưa ông &amp; bà,</p><ul><li>xem <a href="https://dvc.gov.vn/a?b=1">'
            'dịch vụ công</a></li><li><a href="/van-ban/">văn bản</a></li></ul>',
            signatory="Trần Văn Ba, Giám đốc",
        )
        with committed():
            events.record(Kind.ANSWERED, question, agency=agency, reply=reply.pk)
        body = body_of("question_answered")
        assert "Thưa ông & bà," in body
        assert "- xem dịch vụ công (https://dvc.gov.vn/a?b=1)" in body
        assert "- văn bản (http://localhost/van-ban/)" in body
        assert "Trần Văn Ba, Giám đốc" in body
        assert "<" not in body

    def test_progress_with_the_promised_day(self, portal, agency, committed):
        question = make_question(portal, agency=agency, state=QuestionState.ASSIGNED, language="en")
        day = date(2027, 1, 8)
        reply = make_reply(
            question,
            state=ReplyState.SENT,
            kind=ReplyKind.PROGRESS,
            promised_on=day,
            body="<p>Đang xác minh tại xã.</p>",
        )
        with committed():
            events.record(Kind.PROGRESS, question, agency=agency, reply=reply.pk)
        body = body_of("question_progress")
        assert "Đang xác minh tại xã." in body
        assert "08/01/2027" in body

    def test_extended_with_reason_and_day(self, portal, agency, unit_head, committed):
        question = make_question(portal, agency=agency, state=QuestionState.ASSIGNED)
        before = question.answer_due_on
        with committed():
            answering.extend(question, unit_head, 2, "Hồ sơ ở ba xã.")
        question.refresh_from_db()
        assert question.answer_due_on > before
        body = body_of("question_extended")
        assert "Hồ sơ ở ba xã." in body
        assert f"{question.answer_due_on:%d/%m/%Y}" in body

    def test_out_of_scope_with_where_to_go(self, portal, secretary, committed):
        question = make_question(portal)
        with committed():
            triage.out_of_scope(question, secretary, "Không thuộc thẩm quyền.", "Tòa án tỉnh")
        body = body_of("question_out_of_scope")
        assert "Không thuộc thẩm quyền." in body
        assert "Tòa án tỉnh" in body

    def test_a_refused_complaint_quotes_the_article(self, committed):
        portal = make_question_portal("langson-2024")
        QuestionSettings.objects.update_or_create(
            site=portal.site, defaults={"complaints_to": "Ban Tiếp công dân tỉnh"}
        )
        question = make_question(portal)
        with committed():
            triage.refuse(question, make_secretary(portal), "")
        body = body_of("question_refused")
        event = question_event(question, Kind.REFUSED)
        assert event.details["wording"] in body
        assert "Điều 9" in body
        assert "Ban Tiếp công dân tỉnh" in body

    def test_forwarded_names_the_authority(self, committed):
        portal = make_question_portal("khanhhoa-2018-draft")
        question = make_question(portal)
        with committed():
            triage.forward(question, make_secretary(portal), "Thanh tra tỉnh", "Là tố cáo.")
        assert "Thanh tra tỉnh" in body_of("question_forwarded")

    def test_published_for_the_first_time(self, portal, committed):
        from tests.questions.privacy_builders import publish_page

        question = make_question(portal, state=QuestionState.CLOSED)
        with committed():
            page = publish_page(question)
        assert page.full_url in body_of("question_published")
        with committed():
            page.save_revision().publish()
        assert len(told("question_published")) == 1

    def test_who_was_erased_is_written_to_no_more(self, portal, agency, secretary, committed):
        question = make_question(portal)
        question.asker.delete()
        with committed():
            triage.assign(Question.objects.get(pk=question.pk), secretary, agency)
        assert told("question_assigned") == []


def question_event(question, kind):
    from govportal_wagtail.questions.models import QuestionEvent

    return QuestionEvent.objects.get(question_id=question.pk, kind=kind)


class OnceTests:
    def test_a_step_that_is_undone_tells_nobody(self, portal, agency, secretary):
        question = make_question(portal)
        Message.objects.all().delete()
        with pytest.raises(RuntimeError), transaction.atomic():
            triage.assign(question, secretary, agency)
            raise RuntimeError
        assert not Message.objects.exists()

    def test_what_a_crash_left_is_told_once(self, portal, agency, officer, secretary, committed):
        question = make_question(portal)
        Message.objects.all().delete()
        triage.assign(question, secretary, agency)
        # The process ends before what it was to do after the commit.
        [line] = Message.objects.all()
        assert line.kind == messaging.OUTBOX
        assert line.about == mails.about(question)
        with committed():
            call_command("govportal_deadlines", "mail")
        call_command("govportal_deadlines", "mail")
        assert sorted(each.to[0] for each in mail.outbox) == [
            "dau-moi@example.com",
            ASKER["email"],
        ]
        assert not Message.objects.filter(kind=messaging.OUTBOX).exists()

    def test_an_error_while_telling_leaves_the_line(self, portal, monkeypatch, committed):
        monkeypatch.setattr(mails.recipients, "intake", lambda site: 1 / 0)
        with committed():
            make_receipt(portal, asker={"email": ""})
        [line] = Message.objects.filter(kind=messaging.OUTBOX)
        assert line.mail_attempts == 1
        monkeypatch.undo()
        make_secretary(portal)
        assert messaging.empty_outbox() == 1
        assert told() == [("staff_new", "thu-ky")]

    def test_a_feature_that_is_gone_blocks_nothing(self, portal):
        with transaction.atomic():
            messaging.put_into_outbox_of("gone", "12", label="x")
        assert messaging.empty_outbox() == 0
        assert not Message.objects.exists()


class HousekeepingTests:
    def sent(self, days, **values):
        moment = timezone.now() - timedelta(days=days)
        values = {"address": "a@example.vn", "mail_state": MailState.SENT, **values}
        values = {"mailed_at": moment, **values}
        row = Message.objects.create(kind="x", subject="s", **values)
        Message.objects.filter(pk=row.pk).update(created_at=moment)
        return row.pk

    def test_old_mails_to_people_outside_go(self, portal, settings):
        user = make_secretary(portal)
        kept = {
            self.sent(29),
            self.sent(100, address="", recipient=user),
            self.sent(100, mail_state=MailState.WAITING, mailed_at=None),
        }
        self.sent(31)
        self.sent(31, mail_state=MailState.FAILED)
        assert mail_tasks.forget_outside() == 2
        assert set(Message.objects.values_list("pk", flat=True)) == kept
        settings.GOVPORTAL_OUTSIDE_MAIL_DAYS = 0
        call_command("govportal_deadlines", "mail")
        assert not Message.objects.filter(address="a@example.vn", mail_state="sent").exists()
