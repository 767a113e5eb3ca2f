"""Reminders: who is reminded of what, once a day; escalation; the list of what is due."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.users.models import UserProfile

from govportal_wagtail.editorial import reminders
from govportal_wagtail.editorial.models import Message, MessagePreference, PageReview, Reminder
from govportal_wagtail.editorial.vocabulary import ItemState
from govportal_wagtail.regulation.models import Deadline
from govportal_wagtail.regulation.vocabulary import BodyKind
from tests.builders import make_agency, make_article
from tests.editorial.message_builders import (
    group_of,
    make_item,
    make_slip,
    make_worker,
    plain_portal,
    wait_for,
)

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
FRIDAY = date(2026, 3, 6)


@pytest.fixture
def portal():
    return plain_portal()


@pytest.fixture
def editor(portal):
    return make_worker("bien-tap-vien", portal, "full_time_editor")


@pytest.fixture
def head(portal):
    return make_worker("truong", portal, "board_head")


def due_item(portal, due_on, *roles, agency=None, **fields):
    """An item with a running time limit that waits for the roles."""
    item = make_item(portal, **fields)
    from django.contrib.contenttypes.models import ContentType

    if due_on:
        Deadline.objects.create(
            content_type=ContentType.objects.get_for_model(item),
            object_id=str(item.pk),
            subject_label=item.title,
            profile="camau-2026",
            category="legal_doc",
            due_on=due_on,
        )
    item.refresh_from_db()
    return wait_for(item, *(group_of(portal, role) for role in roles), agency=agency)


def run(*options):
    output = StringIO()
    call_command("govportal_deadlines", *options, stdout=output, stderr=output)
    return output.getvalue()


def titles(user, on):
    """What the user is reminded of, by the part of the mail."""
    agenda = reminders.agendas(on).get(user.pk)
    parts = agenda.parts(on) if agenda else {}
    return {
        name: [str(getattr(row, "title", row)) for row in part.rows]
        for name, part in parts.items()
        if part
    }


class WhatTests:
    def test_one_working_day_ahead_the_day_itself_and_late(self, portal, editor):
        role = "full_time_editor"
        due_item(portal, MONDAY - timedelta(days=3), role, title="trễ")
        due_item(portal, MONDAY, role, title="hôm nay")
        due_item(portal, MONDAY + timedelta(days=1), role, title="ngày mai")
        due_item(portal, MONDAY + timedelta(days=2), role, title="ngày kia")
        due_item(portal, None, role, title="không hạn")
        assert titles(editor, MONDAY) == {
            "late": ["trễ"],
            "today": ["hôm nay"],
            "soon": ["ngày mai"],
        }

    def test_days_off_are_not_counted_ahead(self, portal, editor):
        due_item(portal, date(2026, 3, 9), "full_time_editor", title="thứ hai tới")
        assert titles(editor, FRIDAY) == {"soon": ["thứ hai tới"]}

    def test_how_many_days_ahead_is_a_setting(self, portal, editor, settings):
        due_item(portal, MONDAY + timedelta(days=2), "full_time_editor", title="ngày kia")
        due_item(portal, MONDAY + timedelta(days=1), "full_time_editor", title="ngày mai")
        settings.GOVPORTAL_REMIND_DAYS = 2
        assert titles(editor, MONDAY) == {"soon": ["ngày mai", "ngày kia"]}
        settings.GOVPORTAL_REMIND_DAYS = 0
        assert titles(editor, MONDAY) == {}

    def test_closed_items_are_left(self, portal, editor):
        due_item(portal, MONDAY, "full_time_editor", state=ItemState.REFUSED)
        assert titles(editor, MONDAY) == {}

    def test_pages_that_are_to_be_reviewed(self, portal, editor, head):
        page = make_article(portal.site.root_page, title="Thủ tục cấp phép")
        PageReview.objects.update_or_create(
            page=page, defaults={"portal_site": portal, "next_on": MONDAY}
        )
        assert titles(editor, MONDAY) == {"reviews": ["Thủ tục cấp phép"]}
        assert titles(head, MONDAY) == {}
        assert titles(editor, MONDAY - timedelta(days=1)) == {}


class WhoTests:
    def test_only_who_has_claimed_it(self, portal, editor):
        other = make_worker("khac", portal, "full_time_editor")
        item = due_item(portal, MONDAY, "full_time_editor", title="đã nhận")
        item.claimed_by = other
        item.save()
        assert titles(editor, MONDAY) == {}
        assert titles(other, MONDAY) == {"today": ["đã nhận"]}

    def test_only_people_of_the_agency_that_it_waits_for(self, portal):
        agency = make_agency("so-khcn", name="Sở KHCN")
        own = make_worker("cua-so", portal, "unit_head", agency=agency)
        other = make_worker("so-khac", portal, "unit_head", agency=make_agency("so-y-te"))
        due_item(portal, MONDAY, "unit_head", agency=agency, state=ItemState.TO_SIGN)
        assert "today" in titles(own, MONDAY)
        assert titles(other, MONDAY) == {}

    def test_who_wrote_what_was_returned(self, portal, editor):
        sender = make_worker("nguoi-gui", portal, "contributor")
        item = due_item(portal, MONDAY, state=ItemState.RETURNED, created_by=editor)
        make_slip(item, user=sender)
        assert "today" in titles(editor, MONDAY)
        assert "today" in titles(sender, MONDAY)

    def test_what_is_late_is_escalated_to_the_head_of_the_board(self, portal, editor, head):
        due_item(portal, MONDAY - timedelta(days=3), "full_time_editor", title="trễ")
        due_item(portal, MONDAY, "full_time_editor", title="hôm nay")
        assert titles(head, MONDAY) == {"escalated": ["trễ"]}

    def test_what_is_late_with_the_head_stands_there_once(self, portal, head):
        due_item(portal, MONDAY - timedelta(days=3), "board_head", title="trễ")
        assert titles(head, MONDAY) == {"late": ["trễ"]}

    def test_a_component_without_a_head_is_escalated_to_the_portal(self, portal, head):
        component = plain_portal("xa.localhost", portal=portal, body=BodyKind.COMMUNE)
        item = due_item(component, MONDAY - timedelta(days=3), "full_time_editor", title="xã")
        assert titles(head, MONDAY) == {"escalated": [item.title]}
        own = make_worker("truong-xa", component, "board_head")
        assert titles(head, MONDAY) == {}
        assert titles(own, MONDAY) == {"escalated": [item.title]}

    def test_a_closed_account_is_reminded_of_nothing(self, portal, editor):
        due_item(portal, MONDAY, "full_time_editor")
        editor.is_active = False
        editor.save()
        assert reminders.remind(MONDAY) == []


class OnceTests:
    def test_two_runs_make_one_mail(self, portal, editor):
        due_item(portal, MONDAY, "full_time_editor", title="hôm nay")
        run("remind", "--on", "2026-03-02")
        run("remind", "--on", "02/03/2026")
        assert [each.to for each in mail.outbox] == [["bien-tap-vien@example.com"]]
        assert Reminder.objects.get().items == 1

    def test_each_day_has_its_own_mail(self, portal, editor):
        due_item(portal, MONDAY, "full_time_editor")
        run("remind", "--on", "2026-03-02")
        run("remind", "--on", "2026-03-03")
        assert len(mail.outbox) == 2

    def test_everything_is_in_the_one_mail(self, portal, editor, head):
        role = "full_time_editor"
        due_item(portal, MONDAY - timedelta(days=3), role, title="Tin trễ & gấp")
        due_item(portal, MONDAY, role, title="Tin hôm nay")
        UserProfile.objects.create(user=editor, preferred_language="en")
        run("remind", "--on", "2026-03-02")
        assert len(mail.outbox) == 2
        body = next(each for each in mail.outbox if "bien-tap-vien" in each.to[0]).body
        assert "Late:\n- 27/02/2026: Tin trễ & gấp (" in body
        assert "Due today:\n- 02/03/2026: Tin hôm nay (" in body
        assert "\n\n\n" not in body

    def test_a_dry_run_writes_and_sends_nothing(self, portal, editor):
        due_item(portal, MONDAY, "full_time_editor")
        assert "bien-tap-vien: 1" in run("remind", "--on", "2026-03-02", "--dry-run")
        assert mail.outbox == []
        assert not Reminder.objects.exists()
        assert not Message.objects.exists()

    def test_it_does_not_wait_for_the_daily_mail(self, portal, editor):
        MessagePreference.objects.create(user=editor, wants_digest=True)
        due_item(portal, MONDAY, "full_time_editor")
        run("remind", "--on", "2026-03-02")
        assert len(mail.outbox) == 1

    def test_who_has_no_address_finds_it_in_the_admin(self, portal, editor):
        editor.email = ""
        editor.save()
        due_item(portal, MONDAY, "full_time_editor")
        run("remind", "--on", "2026-03-02")
        assert mail.outbox == []
        assert Message.objects.get(recipient=editor).kind == "reminder"

    def test_a_long_list_is_cut_and_counted(self, portal, editor):
        for number in range(reminders.LISTED + 7):
            due_item(portal, MONDAY, "full_time_editor", title=f"Tin {number:03}")
        UserProfile.objects.create(user=editor, preferred_language="en")
        run("remind", "--on", "2026-03-02")
        assert "and 7 more" in mail.outbox[0].body
        assert f"{reminders.LISTED + 7} items" in mail.outbox[0].subject

    def test_a_mail_server_that_is_away_is_no_reason_to_remind_twice(
        self, portal, editor, settings
    ):
        due_item(portal, MONDAY, "full_time_editor")
        settings.EMAIL_BACKEND = "tests.editorial.test_messaging.AwayBackend"
        run("remind", "--on", "2026-03-02")
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        Message.objects.update(mail_after=timezone.now() - timedelta(seconds=1))
        run("remind", "--on", "2026-03-02")
        run("mail")
        assert len(mail.outbox) == 1


def test_the_number_of_queries_does_not_depend_on_items_and_people(portal, editor, head):
    def grow(first, count):
        for number in range(first, first + count):
            make_worker(f"nguoi-{number}", portal, "full_time_editor")
            due_item(portal, MONDAY - timedelta(days=number % 3), "full_time_editor")

    grow(0, 2)
    with CaptureQueriesContext(connection) as few:
        reminders.agendas(MONDAY)
    grow(2, 20)
    with CaptureQueriesContext(connection) as many:
        reminders.agendas(MONDAY)
    assert len(many) == len(few)


class ListTests:
    def test_next_last_day_first_and_what_is_late_marked(self, portal):
        due_item(portal, date(2026, 3, 3), title="sau")
        due_item(portal, date(2026, 2, 27), title="trước")
        due_item(portal, None, title="không hạn")
        due_item(portal, MONDAY, title="xong", state=ItemState.PUBLISHED)
        lines = run("list", "--on", "2026-03-02").splitlines()
        assert ["trước" in lines[0], "sau" in lines[1], "không hạn" in lines[2]] == [True] * 3
        assert lines[0].startswith("27/02/2026")
        assert len(lines) == 4
        assert len(run("list", "--on", "2026-03-02", "--late").splitlines()) == 2

    def test_of_one_site(self, portal):
        component = plain_portal("xa.localhost", portal=portal, body=BodyKind.COMMUNE)
        due_item(portal, MONDAY, title="của tỉnh")
        due_item(component, MONDAY, title="của xã")
        found = run("list", "--site", "xa.localhost")
        assert "của xã" in found
        assert "của tỉnh" not in found
        with pytest.raises(CommandError, match=r"khong-co\.localhost"):
            run("list", "--site", "khong-co.localhost")

    def test_a_day_that_is_none_is_refused(self, portal):
        with pytest.raises(CommandError, match="2026-02-30"):
            run("remind", "--on", "2026-02-30")
