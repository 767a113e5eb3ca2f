"""Who is written to about registrations, in which words, once each, also after a crash."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command
from wagtail.models import GroupPagePermission
from wagtail.users.models import UserProfile

from govportal_wagtail.editorial import messaging
from govportal_wagtail.editorial.models import Message
from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.schedules import mails, recipients, requests
from govportal_wagtail.schedules.models import ScheduleEvent, ScheduleRequest
from govportal_wagtail.schedules.vocabulary import Visibility
from tests.builders import make_agency
from tests.core.portal_builders import make_component, make_officer
from tests.schedules.builders import make_schedule, make_unit_officer
from tests.schedules.request_builders import data, make_office, make_request, next_week

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Run what happens after a commit, as each step would."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def unit_head(office):
    role = RoleCode.UNIT_HEAD.value
    return make_officer("giam-doc", office.portal_site, role, agency=office.agency)


def told(kind=None):
    """Whom messages went to."""
    rows = Message.objects.exclude(kind=messaging.OUTBOX)
    rows = rows.filter(kind=kind) if kind else rows
    return sorted(each.recipient.username for each in rows)


@pytest.fixture
def entry(office, committed):
    with committed():
        made = make_request(office)
    Message.objects.all().delete()
    mail.outbox.clear()
    return made


class WhoTests:
    def test_the_office_of_a_new_one(self, office, unit_head, committed):
        make_officer("thu-ky", office.portal_site, RoleCode.BOARD_SECRETARY.value)
        make_officer("truong-ban", office.portal_site, RoleCode.BOARD_HEAD.value)
        component = make_component()
        make_officer("bien-tap-xa", component, RoleCode.FULL_TIME_EDITOR.value)
        with committed():
            make_request(office)
        assert told("request_registered") == ["thu-ky", "van-thu"]
        assert told() == ["thu-ky", "van-thu"]

    @pytest.fixture
    def clerks(self, office):
        """A group that was given the page itself."""
        group = Group.objects.create(name="Phòng Tổng hợp")
        permission = Permission.objects.get(codename="change_page")
        GroupPagePermission.objects.create(group=group, page=office.schedule, permission=permission)
        return group

    def test_the_clerks_to_whom_the_page_was_given_instead_of_the_newsroom(
        self, office, clerks, committed
    ):
        clerk = make_officer("tong-hop", office.portal_site, RoleCode.CONTRIBUTOR.value)
        clerk.groups.add(clerks)
        with committed():
            make_request(office)
        assert told() == ["tong-hop"]

    def test_nobody_who_works_on_another_site(self, office, clerks, committed):
        stranger = make_officer("xa", make_component(), RoleCode.FULL_TIME_EDITOR.value)
        stranger.groups.add(clerks)
        with committed():
            make_request(office)
        assert told() == ["van-thu"]

    @pytest.mark.parametrize(
        ("step", "kind"),
        [
            (lambda entry, user: requests.accept(entry, user), "request_accepted"),
            (lambda entry, user: requests.return_(entry, user, "Thiếu"), "request_returned"),
            (lambda entry, user: requests.refuse(entry, user, "Trùng"), "request_refused"),
        ],
    )
    def test_who_registered_of_the_decision_and_not_the_head(
        self, office, entry, unit_head, committed, step, kind
    ):
        make_unit_officer(office.agency, office.portal_site, "don-vi-2")
        with committed():
            step(entry, office.clerk)
        assert told(kind) == ["don-vi"]
        assert told() == ["don-vi"]

    def test_the_focal_officers_where_who_registered_is_gone(
        self, office, entry, unit_head, committed
    ):
        make_unit_officer(office.agency, office.portal_site, "don-vi-2")
        make_unit_officer(make_agency("so-khac"), office.portal_site, "so-khac")
        account = office.officer.govportal_account
        account.agency = make_agency("so-moi")
        account.save()
        with committed():
            requests.refuse(entry, office.clerk, "Trùng")
        assert told() == ["don-vi-2"]

    def test_the_office_of_what_it_had_returned_and_no_other_change(self, office, entry, committed):
        with committed():
            requests.change(entry, office.officer, data("Họp khác"))
        assert told() == []
        requests.return_(entry, office.clerk, "Thiếu")
        with committed():
            requests.change(entry, office.officer, data("Họp khác nữa"))
        assert told("request_completed") == ["van-thu"]

    def test_nobody_of_a_withdrawal(self, office, entry, committed):
        with committed():
            requests.withdraw(entry, office.officer)
        assert told() == []

    def test_each_unit_once_where_several_are_taken_in(self, office, entry, committed):
        other = make_unit_officer(make_agency("so-khac"), office.portal_site, "so-khac")
        second = requests.register(office.schedule, other, data("Việc khác"))
        given = [(each, requests.stamp(each)) for each in (entry, second)]
        with committed():
            requests.accept_several(given, office.clerk)
        assert told("request_accepted") == ["don-vi", "so-khac"]

    def test_a_component_without_an_office_is_not_written_for_by_the_portal(self, office):
        component = make_component()
        assert recipients.office(make_schedule(component)) == []


class WordsTests:
    def test_day_unit_schedule_content_and_the_way_there(self, office, committed):
        UserProfile.objects.create(user=office.clerk, preferred_language="en")
        with committed():
            entry = make_request(office)
        (message,) = [each for each in mail.outbox if each.to == ["van-thu@example.com"]]
        day = f"{next_week().monday:%d/%m/%Y}"
        assert message.subject.endswith(f"Registered for {day} by Sở Y tế")
        for words in (
            f"Day: {day}, 08:00 (week {next_week().number})",
            "Registered by: Sở Y tế",
            "Content: Họp phòng, chống dịch",
            f"/schedules/requests/{entry.pk}/",
        ):
            assert words in message.body

    @pytest.mark.parametrize("visibility", [Visibility.INTERNAL, Visibility.BUSY])
    def test_what_is_not_public_stands_in_no_mail(self, office, committed, visibility):
        with committed():
            make_request(
                office,
                visibility=visibility,
                internal_note="Dấu ghi chú",
                vehicle="Dấu xe",
                online_link="https://dau.example/",
            )
        (message,) = mail.outbox
        for words in ("Họp phòng", "Dấu", "dau.example"):
            assert words not in message.body + message.subject

    def test_the_reason_of_a_return(self, office, entry, committed):
        with committed():
            requests.return_(entry, office.clerk, "Thiếu địa điểm")
        (message,) = mail.outbox
        assert "Thiếu địa điểm" in message.body

    def test_the_time_is_written_as_in_the_language_of_who_reads(self, office, committed):
        with committed():
            make_request(office)
        assert "08h00" in mail.outbox[0].body

    def test_no_markup_is_made_of_what_was_typed(self, office, committed):
        UserProfile.objects.create(user=office.clerk, preferred_language="en")
        with committed():
            make_request(office, "Họp <b>A & B</b>")
        assert "Content: Họp <b>A & B</b>" in mail.outbox[0].body


class OnceTests:
    def test_a_line_stays_until_it_is_told(self, office, monkeypatch, committed):
        def down(*args, **kwargs):
            raise RuntimeError("down")

        with monkeypatch.context() as broken:
            broken.setattr(recipients, "office", down)
            with committed():
                make_request(office)
        assert told() == []
        assert ScheduleRequest.objects.count() == 1
        call_command("govportal_deadlines", "mail")
        call_command("govportal_deadlines", "mail")
        assert told() == ["van-thu"]

    def test_what_is_gone_is_told_to_nobody(self, office, entry):
        event = ScheduleEvent.objects.get()
        ScheduleRequest.objects.all().delete()
        assert mails.tell_of(str(event.pk)) == []
        assert mails.tell_of("999999") == []
