"""Who is told of what, in which language, and what becomes of the e-mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from govportal_wagtail.editorial import mail_tasks, messaging, reminders
from govportal_wagtail.editorial.models import (
    MailState,
    Message,
    MessagePreference,
    PageReport,
    PageReporter,
    Verification,
)
from govportal_wagtail.editorial.vocabulary import EventKind, ItemState, Origin
from govportal_wagtail.regulation.vocabulary import BodyKind
from tests.builders import make_agency, make_user
from tests.editorial.message_builders import (
    group_of,
    happen,
    make_item,
    make_slip,
    make_worker,
    plain_portal,
    wait_for,
)

pytestmark = pytest.mark.django_db


class AwayBackend(EmailBackend):
    """A mail server that cannot be reached, as long as it is told to."""

    is_away = True
    tried = 0

    def open(self):
        type(self).tried += 1
        if type(self).is_away:
            raise ConnectionRefusedError("no mail server")
        return True


class PickyBackend(EmailBackend):
    """Refuses one address."""

    def send_messages(self, messages):
        if any("xau@" in address for each in messages for address in each.to):
            raise ValueError("refused")
        return super().send_messages(messages)


AWAY = f"{__name__}.AwayBackend"
PICKY = f"{__name__}.PickyBackend"


@pytest.fixture(autouse=True)
def _server_there():
    AwayBackend.is_away, AwayBackend.tried = True, 0


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Run what happens after a commit, as each step of the flow would."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def portal():
    return plain_portal()


@pytest.fixture
def agency():
    return make_agency("so-khcn", name="Sở Khoa học và Công nghệ")


@pytest.fixture
def head(portal):
    return make_worker("truong", portal, "board_head")


@pytest.fixture
def deputy(portal):
    return make_worker("pho", portal, "board_deputy")


@pytest.fixture
def officer(portal, agency):
    return make_worker("dau-moi", portal, "focal_officer", agency=agency)


@pytest.fixture
def item(portal, agency):
    return make_item(portal, agency=agency, origin=Origin.SLIP)


def told(kind=None):
    """Whom the messages went to, by kind."""
    rows = Message.objects.exclude(kind=messaging.OUTBOX)
    rows = rows.filter(kind=kind) if kind else rows
    return sorted(
        (row.kind, row.recipient.username if row.recipient else row.address) for row in rows
    )


class WhoIsToldTests:
    def test_those_of_the_next_step(self, item, portal, head, deputy, officer, committed):
        with committed():
            wait_for(item, group_of(portal, "board_head"), group_of(portal, "board_deputy"))
            happen(EventKind.PASSED, item, officer)
        assert told() == [("waiting", "pho"), ("waiting", "truong")]

    def test_nobody_of_their_own_act(self, item, portal, head, deputy, committed):
        with committed():
            wait_for(item, group_of(portal, "board_head"), group_of(portal, "board_deputy"))
            happen(EventKind.PASSED, item, head)
        assert told() == [("waiting", "pho")]

    def test_nobody_twice_for_two_roles(self, item, portal, officer, committed):
        make_worker("hai-vai", portal, "board_head", "board_deputy")
        with committed():
            wait_for(item, group_of(portal, "board_head"), group_of(portal, "board_deputy"))
            happen(EventKind.PASSED, item, officer)
        assert told() == [("waiting", "hai-vai")]

    def test_nobody_twice_for_two_lines_of_one_step(self, item, portal, head, officer, committed):
        with committed():
            wait_for(item, group_of(portal, "board_head"))
            happen(EventKind.RESUBMITTED, item, officer)
            happen(EventKind.PASSED, item, officer)
        assert told() == [("waiting", "truong")]

    def test_the_next_step_is_told_anew_to_the_same_people(
        self, item, portal, head, officer, committed
    ):
        for _step in range(2):
            with committed():
                wait_for(item, group_of(portal, "board_head"))
                happen(EventKind.PASSED, item, officer)
        assert told() == [("waiting", "truong"), ("waiting", "truong")]

    def test_what_is_placed_after_its_line_in_the_log(self, item, portal, head, officer, committed):
        with committed():
            happen(EventKind.PASSED, item, officer)
            wait_for(item, group_of(portal, "board_head"))
        assert told() == [("waiting", "truong")]

    def test_a_closed_account_is_told_nothing(self, item, portal, head, officer, committed):
        head.is_active = False
        head.save()
        with committed():
            wait_for(item, group_of(portal, "board_head"))
            happen(EventKind.PASSED, item, officer)
        assert told() == []

    def test_the_head_of_exactly_this_unit_to_sign(self, item, portal, agency, officer, committed):
        make_worker("thu-truong", portal, "unit_head", agency=agency)
        make_worker("noi-khac", portal, "unit_head", agency=make_agency("so-khac"))
        item.state = ItemState.TO_SIGN
        with committed():
            wait_for(item, group_of(portal, "unit_head"), agency=agency)
            happen(EventKind.SUBMITTED, item, officer)
        assert told() == [("waiting", "thu-truong")]

    @pytest.mark.parametrize(
        ("kind", "state"),
        [
            (EventKind.RECEIVED, ItemState.CHECKING),
            (EventKind.RETURNED, ItemState.RETURNED),
            (EventKind.REFUSED, ItemState.REFUSED),
            (EventKind.PUBLISHED, ItemState.PUBLISHED),
            (EventKind.SIGNATURE_DECLINED, ItemState.RETURNED),
            (EventKind.WITHDRAWN, ItemState.WITHDRAWN),
        ],
    )
    def test_the_supplier(self, item, portal, head, officer, committed, kind, state):
        make_slip(item, user=officer)
        item.state = state
        item.save()
        with committed():
            happen(kind, item, head)
        assert told() == [(kind, "dau-moi")]

    def test_a_supplier_without_an_account_gets_the_receipt_with_both_numbers(
        self, item, committed
    ):
        make_slip(item, email="an@nguoidan.vn", tracking_code="7KQM2RXAVW94", number="2026/000007")
        item.state = ItemState.SUBMITTED
        item.save()
        with committed():
            happen(EventKind.SUBMITTED, item)
        [sent] = mail.outbox
        assert sent.to == ["an@nguoidan.vn"]
        assert "7KQM-2RXA-VW94" in sent.body
        assert "2026/000007" in sent.body
        assert "/admin/" not in sent.body

    def test_who_entered_a_paper_slip_where_the_sender_has_no_address(
        self, item, head, officer, committed
    ):
        make_slip(item)
        item.created_by = officer
        item.state = ItemState.RETURNED
        item.save()
        with committed():
            happen(EventKind.RETURNED, item, head, reason="Thiếu văn bản kèm theo")
        assert told() == [("returned", "dau-moi")]

    def test_a_returned_item_is_told_of_once(self, item, portal, head, officer, committed):
        make_slip(item, user=officer)
        item.state = ItemState.RETURNED
        with committed():
            wait_for(item, group_of(portal, "focal_officer"), agency=item.agency)
            happen(EventKind.RETURNED, item, head)
        assert told() == [("returned", "dau-moi")]

    def test_whoever_an_item_is_assigned_to(self, item, head, deputy, committed):
        item.claimed_by = deputy
        item.save()
        with committed():
            happen(EventKind.REASSIGNED, item, head)
        assert told() == [("assigned", "pho")]

    def test_only_who_has_claimed_an_urgent_item(self, item, portal, head, deputy, committed):
        wait_for(item, group_of(portal, "board_head"), group_of(portal, "board_deputy"))
        item.claimed_by, item.is_urgent = deputy, True
        item.save()
        with committed():
            happen(EventKind.URGENT, item, head)
        assert told() == [("urgent", "pho")]

    def test_the_unit_that_verifies_and_then_who_asked(self, item, portal, head, committed):
        unit = make_agency("so-y-te", name="Sở Y tế")
        answering = make_worker("y-te", portal, "unit_head", agency=unit)
        make_worker("nguoi-khac", portal, "contributor", agency=unit)
        asked = Verification.objects.create(
            item=item, agency=unit, question="Số liệu đúng không?", asked_by=head, step="check"
        )
        item.state = ItemState.VERIFYING
        with committed():
            wait_for(item, group_of(portal, "unit_head"), agency=unit)
            happen(EventKind.VERIFICATION_ASKED, item, head)
        assert told() == [("verification_asked", "y-te")]
        assert "Số liệu đúng không?" in mail.outbox[-1].body
        asked.outcome, asked.answer = "confirmed", "Số liệu đúng."
        asked.answered_by, asked.answered_at = answering, timezone.now()
        asked.save()
        item.state = ItemState.CHECKING
        with committed():
            wait_for(item, group_of(portal, "board_head"))
            happen(EventKind.VERIFICATION_GIVEN, item, answering)
        assert told("verification_given") == [("verification_given", "truong")]
        assert told("waiting") == []
        assert "Số liệu đúng." in mail.outbox[-1].body

    def test_the_head_of_the_board_of_what_was_posted_without_approval(
        self, item, head, deputy, officer, committed
    ):
        with committed():
            happen(EventKind.DELEGATED, item, officer)
        assert told() == [("without_approval", "truong")]

    def test_the_board_of_the_portal_where_a_component_has_none(
        self, portal, head, officer, committed
    ):
        component = plain_portal("xa.localhost", portal=portal, body=BodyKind.COMMUNE)
        with committed():
            happen(EventKind.EMERGENCY, make_item(component), officer)
        assert told() == [("without_approval", "truong")]

    def test_the_newsroom_of_a_report_and_its_reader_of_the_answer(self, portal, head, committed):
        report = PageReport.objects.create(
            portal_site=portal,
            title="Giờ làm việc",
            kind="error",
            text="Sai giờ",
            tracking_code="BCDF2345GHJK",
        )
        PageReporter.objects.create(report=report, email="doc-gia@nguoidan.vn")
        with committed():
            happen(EventKind.REPORTED, None, portal_site=portal, report=report.pk)
        assert told() == [("reported", "truong")]
        report.state, report.answer = "upheld", "Đã sửa giờ làm việc."
        report.save()
        with committed():
            happen(EventKind.REPORT_CLOSED, None, head, portal_site=portal, report=report.pk)
        assert mail.outbox[-1].to == ["doc-gia@nguoidan.vn"]
        assert "BCDF-2345-GHJK" in mail.outbox[-1].subject
        assert "Đã sửa giờ làm việc." in mail.outbox[-1].body

    def test_a_step_that_is_rolled_back_tells_nobody(self, item, portal, head, committed):
        wait_for(item, group_of(portal, "board_head"))
        with committed(), pytest.raises(RuntimeError), transaction.atomic():
            happen(EventKind.PASSED, item)
            raise RuntimeError
        assert Message.objects.count() == 0
        assert mail.outbox == []

    @pytest.mark.parametrize(
        "kind", [kind for kind in EventKind if kind != EventKind.ATTEMPT_REFUSED]
    )
    def test_every_event_can_be_told_of(self, item, portal, head, deputy, officer, committed, kind):
        make_slip(item, user=officer)
        with committed():
            wait_for(item, group_of(portal, "board_head"))
            happen(kind, item, deputy, reason="vì lý do", delegate=officer.pk)
        assert not Message.objects.filter(kind=messaging.OUTBOX).exists()
        for row in Message.objects.all():
            assert row.subject.strip() and row.body.strip()
            assert "{{" not in row.body and "None" not in row.body
            assert "\n\n\n" not in row.body


class WordingTests:
    def test_in_the_language_of_the_person(self, item, portal, head, deputy, officer, committed):
        UserProfile.objects.create(user=head, preferred_language="en")
        UserProfile.objects.create(user=deputy, preferred_language="vi")
        with committed():
            wait_for(item, group_of(portal, "board_head"), group_of(portal, "board_deputy"))
            happen(EventKind.PASSED, item, officer)
        english = Message.objects.get(recipient=head)
        assert english.subject == "Waiting for you: Quyết định 12/QĐ-UBND"
        assert "Dear Sir or Madam," in english.body

    def test_ground_and_reason_of_a_refusal(self, item, head, committed):
        make_slip(item, email="an@nguoidan.vn")
        item.state = ItemState.REFUSED
        item.save()
        with committed():
            happen(
                EventKind.REFUSED,
                item,
                head,
                reason="Không thuộc lĩnh vực của đơn vị & trùng tin",
                ground_letter="ê",
                ground_text="Không đúng lĩnh vực",
                article="14.4.ê",
            )
        [sent] = mail.outbox
        assert "ê) Không đúng lĩnh vực" in sent.body
        assert "Không thuộc lĩnh vực của đơn vị & trùng tin" in sent.body
        assert "truong" not in sent.body

    def test_reasons_of_a_return_in_the_words_of_the_regulation(self, item, head, committed):
        make_slip(item, email="an@nguoidan.vn")
        item.state = ItemState.RETURNED
        item.save()
        with committed():
            happen(EventKind.RETURNED, item, head, reasons=["incomplete", "unclear"])
        assert "- chưa đầy đủ\n- không rõ ràng" in mail.outbox[0].body

    def test_reasons_of_a_return_as_they_were_then(self, item, head, committed):
        make_slip(item, email="an@nguoidan.vn")
        with committed():
            happen(
                EventKind.RETURNED,
                item,
                head,
                reasons=["incomplete"],
                wordings=["chưa đầy đủ (cũ)"],
            )
        assert "- chưa đầy đủ (cũ)" in mail.outbox[0].body

    def test_a_title_cannot_forge_a_header(self, item, portal, head, committed):
        item.title = "Tin\nBcc: ai-do@example.com"
        with committed():
            wait_for(item, group_of(portal, "board_head"))
            happen(EventKind.PASSED, item)
        [sent] = mail.outbox
        assert "\n" not in sent.subject
        assert sent.bcc == [] and sent.to == ["truong@example.com"]

    def test_the_link_is_absolute(self, item, portal, head, committed, settings):
        settings.WAGTAILADMIN_BASE_URL = "https://quantri.example.vn/"
        address = messaging.address_in_admin("editorial_messages:index")
        assert address == "https://quantri.example.vn/admin/govportal-messages/"
        assert messaging.address_in_admin("no-such-name") == ""


class MailTests:
    def test_a_server_that_is_away_stops_no_step_and_loses_nothing(
        self, item, portal, head, deputy, committed, settings
    ):
        settings.EMAIL_BACKEND = AWAY
        with committed():
            wait_for(item, group_of(portal, "board_head"), group_of(portal, "board_deputy"))
            happen(EventKind.PASSED, item)
        assert told() == [("waiting", "pho"), ("waiting", "truong")]
        # Both are tried over one connection: nobody waits for a dead server twice.
        assert AwayBackend.tried == 1
        for row in Message.objects.all():
            assert (row.mail_state, row.mail_attempts) == (MailState.WAITING, 1)
            assert row.mail_after > timezone.now()
        AwayBackend.is_away = False
        call_command("govportal_deadlines", "mail")
        assert mail.outbox == []
        Message.objects.update(mail_after=timezone.now() - timedelta(seconds=1))
        call_command("govportal_deadlines", "mail")
        call_command("govportal_deadlines", "mail")
        assert sorted(each.to[0] for each in mail.outbox) == [
            "pho@example.com",
            "truong@example.com",
        ]
        assert set(Message.objects.values_list("mail_state", flat=True)) == {MailState.SENT}

    def test_given_up_after_eight_attempts_and_taken_up_again_by_hand(self, head, settings):
        settings.EMAIL_BACKEND = AWAY
        row = Message.objects.create(recipient=head, kind="waiting", subject="s", body="b")
        for attempt in range(1, 9):
            assert row.mail_state == MailState.WAITING
            mail_tasks.send_waiting()
            row.refresh_from_db()
            assert row.mail_attempts == attempt
            Message.objects.update(mail_after=None)
        assert row.mail_state == MailState.FAILED
        AwayBackend.is_away = False
        call_command("govportal_deadlines", "mail")
        assert mail.outbox == []
        call_command("govportal_deadlines", "mail", "--again")
        row.refresh_from_db()
        assert (len(mail.outbox), row.mail_state) == (1, MailState.SENT)

    def test_each_attempt_waits_longer(self):
        delays = [mail_tasks.delay(number) for number in range(1, 8)]
        assert delays == sorted(set(delays))
        assert delays[0] == timedelta(minutes=5)
        assert timedelta(days=3) < sum(delays, timedelta()) < timedelta(days=5)

    def test_one_bad_address_does_not_hold_up_the_others(self, portal, settings):
        settings.EMAIL_BACKEND = PICKY
        rows = [
            Message.objects.create(address=address, kind="submitted", subject="s", body="b")
            for address in ("tot1@a.vn", "xau@a.vn", "tot2@a.vn")
        ]
        assert mail_tasks.deliver([row.pk for row in rows]) == (2, 1)
        assert [each.to[0] for each in mail.outbox] == ["tot1@a.vn", "tot2@a.vn"]

    def test_a_message_is_taken_by_one_attempt_only(self, head):
        row = Message.objects.create(recipient=head, kind="waiting", subject="s", body="b")
        assert mail_tasks.deliver([row.pk, row.pk]) == (1, 0)
        assert mail_tasks.deliver([row.pk]) == (0, 0)
        assert len(mail.outbox) == 1

    def test_an_account_without_an_address_is_told_in_the_admin_alone(
        self, item, portal, head, committed
    ):
        head.email = ""
        head.save()
        with committed():
            wait_for(item, group_of(portal, "board_head"))
            happen(EventKind.PASSED, item)
        assert Message.objects.get().mail_state == MailState.NONE
        assert mail.outbox == []

    def test_what_could_not_be_written_is_written_later(
        self, item, portal, head, committed, monkeypatch
    ):
        def broken(event):
            raise RuntimeError("template")

        with monkeypatch.context() as patched:
            patched.setattr(messaging, "tell_of", broken)
            with committed():
                wait_for(item, group_of(portal, "board_head"))
                happen(EventKind.PASSED, item)
        assert told() == []
        call_command("govportal_deadlines", "mail")
        call_command("govportal_deadlines", "mail")
        assert told() == [("waiting", "truong")]
        assert len(mail.outbox) == 1

    def test_the_number_of_queries_hardly_grows_with_the_number_of_people(
        self, portal, item, officer, django_assert_max_num_queries
    ):
        for number in range(30):
            make_worker(f"uy-vien-{number}", portal, "board_member")
        wait_for(item, group_of(portal, "board_member"))
        event = happen(EventKind.PASSED, item, officer)
        with django_assert_max_num_queries(20):
            assert len(messaging.tell_of(event)) == 30


class DigestTests:
    def test_one_mail_a_day_for_those_who_want_it(self, portal, head, deputy, committed):
        MessagePreference.objects.create(user=head, wants_digest=True)
        items = [make_item(portal, title=f"Tin {number}") for number in range(3)]
        for item in items:
            with committed():
                wait_for(item, group_of(portal, "board_head"), group_of(portal, "board_deputy"))
                happen(EventKind.PASSED, item)
        assert {each.to[0] for each in mail.outbox} == {"pho@example.com"}
        mail.outbox.clear()
        call_command("govportal_deadlines", "mail", "--digest")
        [digest] = mail.outbox
        assert digest.to == ["truong@example.com"]
        assert all(item.title in digest.body for item in items)
        call_command("govportal_deadlines", "mail", "--digest")
        assert len(mail.outbox) == 1

    def test_what_comes_later_on_the_day_waits_for_the_next(self, portal, head):
        MessagePreference.objects.create(user=head, wants_digest=True)
        for _number in range(2):
            Message.objects.create(
                recipient=head, kind="waiting", subject="s", body="b", mail_state=MailState.DIGEST
            )
            reminders.collect_digests()
        assert Message.objects.filter(mail_state=MailState.DIGEST).count() == 1
        Message.objects.filter(kind=reminders.DIGEST).update(
            created_at=timezone.now() - timedelta(days=1)
        )
        assert reminders.collect_digests() == 1


class AdminTests:
    @pytest.fixture
    def reader(self, client):
        user = make_user("doc", superuser=True)
        client.force_login(user)
        return user

    def message(self, user, **fields):
        fields = {"kind": "waiting", "subject": "Chờ xử lý", "body": "Nội dung", **fields}
        return Message.objects.create(recipient=user, **fields)

    def test_the_unread_ones_come_first(self, client, reader):
        self.message(reader, subject="Đã đọc", read_at=timezone.now())
        self.message(reader, subject="Chưa đọc")
        Message.objects.filter(subject="Chưa đọc").update(
            created_at=timezone.now() - timedelta(days=9)
        )
        page = client.get(reverse("editorial_messages:index")).content.decode()
        assert page.index("Chưa đọc</h2>") < page.index("Đã đọc</h2>")

    def test_nobody_sees_or_marks_the_messages_of_others(self, client, reader, head):
        other = self.message(head, subject="Của người khác")
        page = client.get(reverse("editorial_messages:index")).content.decode()
        assert "Của người khác" not in page
        for name in ("read", "open"):
            found = client.post(reverse(f"editorial_messages:{name}", args=[other.pk]))
            assert found.status_code == 404
        client.post(reverse("editorial_messages:read_all"), {"until": other.pk + 10})
        other.refresh_from_db()
        assert other.read_at is None

    def test_looking_marks_nothing_and_marking_needs_a_post(self, client, reader):
        row = self.message(reader)
        client.get(reverse("editorial_messages:index"))
        for address in ("read", "open"):
            assert (
                client.get(reverse(f"editorial_messages:{address}", args=[row.pk])).status_code
                == 405
            )
        assert client.get(reverse("editorial_messages:read_all")).status_code == 405
        row.refresh_from_db()
        assert row.read_at is None

    def test_opening_marks_as_read_and_stays_on_this_host(self, client, reader, settings):
        settings.WAGTAILADMIN_BASE_URL = "https://quantri.example.vn"
        row = self.message(reader, link="https://quantri.example.vn/admin/pages/")
        answer = client.post(reverse("editorial_messages:open", args=[row.pk]))
        assert answer.url == "/admin/pages/"
        row.refresh_from_db()
        assert row.read_at is not None

    def test_all_are_marked_up_to_what_was_seen(self, client, reader):
        seen, later = self.message(reader), self.message(reader)
        client.post(reverse("editorial_messages:read_all"), {"until": seen.pk})
        seen.refresh_from_db()
        later.refresh_from_db()
        assert seen.read_at is not None
        assert later.read_at is None
        client.post(reverse("editorial_messages:read_all"), {"until": "9" * 40})
        later.refresh_from_db()
        assert later.read_at is not None

    def test_pages_and_a_number_beyond_them(self, client, reader):
        for number in range(35):
            self.message(reader, subject=f"Thư {number}")
        for page in ("2", "99", "khong"):
            answer = client.get(reverse("editorial_messages:index"), {"p": page})
            assert answer.status_code == 200

    def test_text_is_shown_as_text(self, client, reader):
        self.message(reader, subject="<b>x</b>", body="<script>alert(1)</script>")
        page = client.get(reverse("editorial_messages:index")).content.decode()
        assert "<script>alert(1)" not in page
        assert "<b>x</b>" not in page

    def test_the_menu_says_how_many_are_unread(self, client, reader):
        self.message(reader)
        self.message(reader)
        page = client.get(reverse("wagtailadmin_home")).content.decode()
        assert "(2)" in page

    def test_the_number_of_queries_does_not_grow(
        self, client, reader, django_assert_max_num_queries
    ):
        self.message(reader)
        client.get(reverse("editorial_messages:index"))
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as few:
            client.get(reverse("editorial_messages:index"))
        for _number in range(25):
            self.message(reader)
        with django_assert_max_num_queries(len(few)):
            client.get(reverse("editorial_messages:index"))

    def test_the_preference_is_kept_in_the_settings_of_the_account(self, client, reader):
        page = client.get(reverse("wagtailadmin_account"))
        fields = page.content.decode()
        assert "govportal_messages-wants_digest" in fields
        data = {
            "name_email-first_name": "Đọc",
            "name_email-last_name": "Giả",
            "name_email-email": "doc@example.com",
            "notifications-submitted_notifications": "",
            "locale-preferred_language": "vi",
            "locale-current_time_zone": "Asia/Ho_Chi_Minh",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "theme-keyboard_shortcuts": "on",
            "govportal_messages-wants_digest": "on",
        }
        answer = client.post(reverse("wagtailadmin_account"), data)
        assert answer.status_code == 302, answer.context["panels_by_tab"]
        assert MessagePreference.objects.get(user=reader).wants_digest
        data.pop("govportal_messages-wants_digest")
        client.post(reverse("wagtailadmin_account"), data)
        assert not MessagePreference.objects.get(user=reader).wants_digest
