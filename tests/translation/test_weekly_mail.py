"""The weekly mail and the daily reminder: who is told of which translations, and how often."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.users.models import UserProfile

from govportal_wagtail.editorial import publication, reminders
from govportal_wagtail.editorial.models import Message
from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.translation import flow, weekly
from govportal_wagtail.translation.models import PageTranslation
from tests.builders import publish_page
from tests.core.portal_builders import make_department, make_officer, make_portal, publish_parts
from tests.editorial.flow_builders import make_newsroom
from tests.translation.builders import english, make_source, publish_translation

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


@pytest.fixture
def source(portal):
    return make_source(portal)


@pytest.fixture
def board(people):
    return people["truong-ban"]


def run(on=None, **options):
    """The mails of one run by the address of whoever got them."""
    known = set(Message.objects.values_list("pk", flat=True))
    weekly.send(on or timezone.localdate(), **options)
    rows = Message.objects.filter(kind=weekly.KIND).exclude(pk__in=known)
    return {row.address or row.recipient.email: row for row in rows.select_related("recipient")}


def select(source, board, **options):
    return flow.select(source, english(), board, **options)[-1]


def correct(source, title):
    page = type(source).objects.get(pk=source.pk)
    page.title = title
    with publication.authorised("test"):
        publish_page(page)


class WeeklyMailTests:
    def test_nothing_is_sent_where_there_is_nothing_to_say(self, db):
        # Its regulation names nothing that must exist in other languages.
        make_newsroom(make_portal("camau-2026"))
        assert run() == {}

    def test_the_unit_is_told_of_what_waits_with_the_last_day(self, source, board, unit):
        row = select(source, board, unit=unit, due_on=date(2030, 5, 17))
        told = run()["bien-dich@example.com"]
        assert row.title in told.body
        assert "17/05/2030" in told.body

    def test_what_is_overdue_stands_first(self, portal, board, unit):
        today = timezone.localdate()
        later = make_source(portal, "Còn hạn")
        late = make_source(portal, "Quá hạn")
        select(later, board, unit=unit, due_on=today + timedelta(days=5))
        select(late, board, unit=unit, due_on=today - timedelta(days=1))
        body = run()["bien-dich@example.com"].body
        assert body.index("Quá hạn (") < body.index("Còn hạn (")

    def test_outdated_ones_say_what_changed(self, source, board, people, unit):
        rows = flow.select(source, english(), board, unit=unit)
        for row in rows:
            publish_translation(row, people)
        correct(source, "Khánh thành cầu mới")
        PageTranslation.objects.filter(pk=rows[-1].pk).update(
            outdated_since=timezone.now() - timedelta(days=12)
        )
        body = run()["bien-dich@example.com"].body
        assert "(12 " in body
        assert "tiêu đề" in body.lower()

    def test_a_unit_is_not_told_of_what_is_anothers(self, portal, source, board, people, unit):
        other = make_department("Sở Khác", "so-khac")
        make_officer("nguoi-khac", portal, RoleCode.TRANSLATOR, other)
        select(source, board, unit=unit)
        told = run()
        assert "bien-dich@example.com" in told
        assert "nguoi-khac@example.com" not in told

    def test_what_is_with_the_board_is_told_to_the_board_alone(self, source, people, unit):
        row = select(source, people["truong-ban"], unit=unit)
        PageTranslation.objects.filter(pk=row.pk).update(state="translated")
        PageTranslation.objects.exclude(pk=row.pk).update(state="removed")
        told = run()
        assert row.title in told["truong-ban@example.com"].body
        assert "bien-dich@example.com" not in told

    def test_the_board_alone_is_told_of_what_is_missing(self, portal, source, board, unit):
        with publication.authorised("test"):
            publish_parts(portal)
        select(source, board, unit=unit)
        title = portal.parts.get(code="organisation").page.title
        told = run()
        assert f"{title} (" in told["truong-ban@example.com"].body
        assert f"{title} (" not in told["bien-dich@example.com"].body

    def test_a_unit_without_accounts_gets_it_at_its_address(self, portal, source, board):
        other = make_department("Sở Khác", "so-khac", email="sokhac@example.com")
        row = select(source, board, unit=other)
        told = run()["sokhac@example.com"]
        assert row.title in told.body
        assert "http" not in told.body

    def test_nobody_is_told_twice_in_a_week(self, source, board, unit):
        select(source, board, unit=unit)
        assert run(MONDAY)
        assert run(MONDAY + timedelta(days=6)) == {}
        assert run(MONDAY + timedelta(days=7))

    def test_a_dry_run_writes_nothing(self, source, board, unit):
        select(source, board, unit=unit)
        assert run(dry_run=True) == {}
        assert run()

    def test_it_is_written_in_the_language_of_the_reader(self, source, board, people, unit):
        profile = UserProfile.get_for_user(people["bien-dich"])
        profile.preferred_language = "en"
        profile.save()
        select(source, board, unit=unit)
        assert "To be translated" in run()["bien-dich@example.com"].body

    def test_it_asks_as_often_for_many(self, portal, source, board, people, unit):
        def asked():
            with CaptureQueriesContext(connection) as queries:
                weekly.digests()
            return len(queries)

        select(source, board, unit=unit)
        few = asked()
        for number in range(4):
            select(make_source(portal, f"Tin {number}"), board, unit=unit)
        assert asked() <= few

    def test_the_command_sends_it(self, source, board, unit):
        select(source, board, unit=unit)
        mail.outbox.clear()
        call_command("govportal_translations", "weekly", verbosity=0)
        assert "bien-dich@example.com" in {each.to[0] for each in mail.outbox}

    def test_the_command_refuses_what_is_no_day(self, db):
        with pytest.raises(CommandError):
            call_command("govportal_translations", "weekly", "--on", "hôm nay")


class ReminderTests:
    def agenda(self, user, on):
        return [str(each.title) for each in reminders.agendas(on)[user.pk].own.values()]

    def test_the_unit_is_reminded_before_the_day_and_when_it_is_late(self, source, board, people):
        unit = people["bien-dich"].govportal_account.agency
        row = select(source, board, unit=unit, due_on=date(2030, 5, 17))
        wanted = f"{row.title} (Tiếng Anh)"
        assert wanted not in self.agenda(people["bien-dich"], date(2030, 5, 10))
        assert wanted in self.agenda(people["bien-dich"], date(2030, 5, 16))
        assert wanted in self.agenda(people["bien-dich"], date(2030, 5, 20))

    def test_the_head_of_the_board_is_told_when_it_is_late(self, source, board, people, unit):
        row = select(source, board, unit=unit, due_on=date(2030, 5, 17))
        key = f"translation:{row.pk}"
        assert key not in reminders.agendas(date(2030, 5, 17))[board.pk].escalated
        assert key in reminders.agendas(date(2030, 5, 18))[board.pk].escalated

    def test_what_the_board_has_is_not_reminded_of_here(self, source, board, people, unit):
        row = select(source, board, unit=unit, due_on=date(2030, 5, 17))
        PageTranslation.objects.filter(pk=row.pk).update(state="translated")
        found = reminders.agendas(date(2030, 5, 18)).values()
        assert not any(f"translation:{row.pk}" in each.own for each in found)
