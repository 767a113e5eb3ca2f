"""What becomes of registrations: each step once, by who may, with a line in the log."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from govportal_wagtail.editorial.roles import forget
from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.schedules import editing, requests
from govportal_wagtail.schedules.errors import ScheduleError
from govportal_wagtail.schedules.models import ScheduleEvent, ScheduleItem, ScheduleRequest
from govportal_wagtail.schedules.vocabulary import (
    PersonRole,
    RequestState,
    ScheduleEventKind,
    Visibility,
)
from tests.builders import make_agency
from tests.core.portal_builders import make_component, make_officer
from tests.schedules.builders import item, make_schedule, make_unit_officer
from tests.schedules.request_builders import data, make_office, make_request, next_week

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


def state_of(entry):
    return ScheduleRequest.objects.get(pk=entry.pk).state


def kinds(entry):
    events = ScheduleEvent.objects.filter(request_id=entry.pk).order_by("pk")
    return list(events.values_list("kind", flat=True))


def drafted(office):
    page = editing.page_of(office.schedule, next_week())
    return list(editing.newest(page).items.all()) if page else []


class RegisterTests:
    def test_it_waits_for_the_office_with_its_people(self, office):
        entry = make_request(office, chairs=(office.chair,), content="Họp\u00a0 giao ban ")
        assert (entry.state, entry.agency, entry.entered_by, entry.session, entry.content) == (
            RequestState.REGISTERED,
            office.agency,
            office.officer,
            "morning",
            "Họp  giao ban",
        )
        assert entry.preparing_agency == office.agency
        (row,) = entry.people.all()
        assert (row.post, row.role, row.label) == (
            office.chair,
            PersonRole.CHAIR,
            "Nguyễn Văn An, Chủ tịch",
        )
        (event,) = ScheduleEvent.objects.filter(request_id=entry.pk)
        assert (event.kind, event.agency_name, event.monday, event.portal_site_id) == (
            ScheduleEventKind.REGISTERED,
            "Sở Y tế",
            next_week().monday,
            office.portal_site.pk,
        )

    def test_nothing_of_it_is_in_the_week(self, office):
        make_request(office)
        assert drafted(office) == []
        assert not ScheduleItem.objects.exists()

    @pytest.mark.parametrize(
        ("fields", "name"),
        [
            ({"starts_at": None}, "session"),
            ({"content": " \u200b "}, "content"),
            ({"starts_at": None, "ends_at": time(9), "session": "morning"}, "ends_at"),
            ({"ends_at": time(7)}, "ends_at"),
            ({"visibility": "secret"}, "visibility"),
            ({"online_link": "javascript:alert(1)"}, "online_link"),
            ({"place": "x" * 501}, "place"),
        ],
    )
    def test_what_is_wrong_is_told_by_field_and_nothing_is_stored(self, office, fields, name):
        with pytest.raises(ScheduleError) as refused:
            requests.register(office.schedule, office.officer, data(**fields))
        assert name in refused.value.message_dict
        assert not ScheduleRequest.objects.exists()
        assert not ScheduleEvent.objects.exists()

    @pytest.mark.parametrize("days", [-1, 367])
    def test_neither_for_past_days_nor_by_a_slip_of_the_year(self, office, days):
        day = timezone.localdate() + timedelta(days=days)
        with pytest.raises(ScheduleError) as refused:
            make_request(office, day=day)
        assert "date" in refused.value.message_dict

    @pytest.mark.parametrize("days", [0, 366])
    def test_today_and_in_a_year(self, office, days):
        day = timezone.localdate() + timedelta(days=days)
        assert make_request(office, day=day).date == day

    def test_the_same_form_sent_twice_is_one_registration(self, office):
        make_request(office)
        with pytest.raises(ScheduleError) as refused:
            make_request(office)
        assert "content" in refused.value.message_dict
        make_request(office, starts_at=time(9))
        assert ScheduleRequest.objects.count() == 2

    def test_what_was_withdrawn_may_be_registered_again(self, office):
        entry = make_request(office)
        requests.withdraw(entry, office.officer)
        assert make_request(office).pk != entry.pk


class WhoTests:
    def test_the_office_does_not_register_for_units(self, office):
        with pytest.raises(PermissionDenied):
            requests.register(office.schedule, office.clerk, data())

    def test_a_unit_of_another_site_does_not(self, office):
        component = make_component()
        stranger = make_unit_officer(component.agency, component, "xa")
        with pytest.raises(PermissionDenied):
            requests.register(office.schedule, stranger, data())
        there = make_schedule(component)
        with pytest.raises(PermissionDenied):
            requests.register(there, office.officer, data())

    def test_nobody_registers_for_a_schedule_that_is_not_public(self, office):
        office.schedule.unpublish()
        office.schedule.refresh_from_db()
        with pytest.raises(PermissionDenied):
            make_request(office)

    @pytest.mark.parametrize("step", ["change", "withdraw"])
    def test_another_unit_touches_nothing(self, office, step):
        entry = make_request(office)
        other = make_unit_officer(make_agency("so-tai-chinh"), office.portal_site, "tai-chinh")
        for user in (other, office.clerk):
            with pytest.raises(PermissionDenied):
                if step == "change":
                    requests.change(entry, user, data("Khác"))
                else:
                    requests.withdraw(entry, user)
        assert state_of(entry) == RequestState.REGISTERED
        assert kinds(entry) == ["registered"]

    @pytest.mark.parametrize("step", ["accept", "return_", "refuse"])
    def test_units_and_other_sites_decide_nothing(self, office, step):
        entry = make_request(office)
        component = make_component()
        editor = make_officer("bien-tap-xa", component, RoleCode.FULL_TIME_EDITOR.value)
        head = make_officer("lanh-dao-so", office.portal_site, RoleCode.UNIT_HEAD.value)
        more = () if step == "accept" else ("Lý do",)
        for user in (office.officer, head, editor):
            with pytest.raises(PermissionDenied):
                getattr(requests, step)(entry, user, *more)
        assert state_of(entry) == RequestState.REGISTERED
        assert drafted(office) == []

    def test_whoever_lost_the_role_changes_nothing(self, office):
        entry = make_request(office)
        office.officer.groups.clear()
        forget(office.officer)
        with pytest.raises(PermissionDenied):
            requests.withdraw(entry, office.officer)


class ChangeTests:
    def test_everything_may_change_and_what_changed_is_logged(self, office):
        entry = make_request(office, chairs=(office.chair,))
        requests.change(entry, office.officer, data("Họp khác", place="Hội trường"))
        entry.refresh_from_db()
        assert (entry.content, entry.place, entry.people.count()) == ("Họp khác", "Hội trường", 0)
        event = ScheduleEvent.objects.get(request_id=entry.pk, kind="changed")
        assert event.details["changed"] == ["content", "place", "people"]
        assert event.details["was_returned"] is False

    def test_a_returned_one_waits_for_the_office_again(self, office):
        entry = make_request(office)
        requests.return_(entry, office.clerk, "Thiếu địa điểm")
        requests.change(entry, office.officer, data(place="Hội trường"))
        assert state_of(entry) == RequestState.REGISTERED
        assert ScheduleEvent.objects.get(kind="changed").details["was_returned"] is True

    def test_nothing_is_changed_that_the_office_has_decided(self, office):
        entry = make_request(office)
        requests.accept(entry, office.clerk)
        for step in (
            lambda: requests.change(entry, office.officer, data("Khác")),
            lambda: requests.withdraw(entry, office.officer),
        ):
            with pytest.raises(ScheduleError) as refused:
                step()
            assert refused.value.is_moved
        assert kinds(entry) == ["registered", "accepted"]

    def test_whoever_looked_at_an_older_state_is_told(self, office):
        entry = make_request(office)
        seen = requests.stamp(entry)
        requests.change(entry, office.officer, data("Họp khác"), seen=seen)
        with pytest.raises(ScheduleError) as refused:
            requests.change(entry, office.officer, data("Họp thứ ba"), seen=seen)
        assert refused.value.is_moved
        entry.refresh_from_db()
        assert entry.content == "Họp khác"

    def test_a_person_keeps_what_they_were_called(self, office):
        entry = make_request(office, chairs=(office.chair,))
        type(office.chair).objects.filter(pk=office.chair.pk).update(title="Bí thư")
        office.chair.refresh_from_db()
        requests.change(entry, office.officer, data("Họp khác", chairs=(office.chair,)))
        assert [row.label for row in entry.people.all()] == ["Nguyễn Văn An, Chủ tịch"]


class AcceptTests:
    def test_it_becomes_an_item_of_the_draft(self, office):
        entry = make_request(office, chairs=(office.chair,), visibility=Visibility.INTERNAL)
        made = requests.accept(entry, office.clerk)
        (found,) = drafted(office)
        entry.refresh_from_db()
        assert found.uid == made.uid == entry.item_uid
        assert (found.content, found.place, found.starts_at, found.visibility) == (
            entry.content,
            entry.place,
            entry.starts_at,
            Visibility.INTERNAL,
        )
        assert found.requester == "Sở Y tế"
        assert found.preparing_agency == office.agency
        assert [row.post_id for row in found.people.all()] == [office.chair.pk]
        assert (entry.state, entry.decided_by) == (RequestState.ACCEPTED, office.clerk)
        assert kinds(entry) == ["registered", "accepted"]

    def test_nothing_is_public_by_it(self, office):
        requests.accept(make_request(office), office.clerk)
        page = editing.page_of(office.schedule, next_week())
        assert not page.live
        assert not ScheduleItem.objects.filter(page__live=True).exists()

    def test_what_the_clerk_wrote_stays(self, office):
        page = editing.begin(office.schedule, next_week(), office.clerk)
        own = item(next_week().monday, time(7), "Chào cờ")
        editing.save(page, [own], office.clerk, based_on=page.latest_revision_id)
        requests.accept(make_request(office), office.clerk)
        assert [each.content for each in drafted(office)] == ["Chào cờ", "Họp phòng, chống dịch"]

    def test_once_only(self, office):
        entry = make_request(office)
        requests.accept(entry, office.clerk)
        with pytest.raises(ScheduleError) as refused:
            requests.accept(entry, office.clerk)
        assert refused.value.is_moved
        assert len(drafted(office)) == 1

    def test_not_what_the_unit_changed_meanwhile(self, office):
        entry = make_request(office)
        seen = requests.stamp(entry)
        requests.change(entry, office.officer, data("Họp khác"))
        with pytest.raises(ScheduleError) as refused:
            requests.accept(entry, office.clerk, seen=seen)
        assert refused.value.is_moved
        assert drafted(office) == []

    def test_while_the_week_is_with_the_board_it_waits(self, office):
        page = editing.begin(office.schedule, next_week(), office.clerk)
        own = item(next_week().monday, time(7), "Chào cờ")
        editing.save(page, [own], office.clerk, based_on=page.latest_revision_id)
        page.refresh_from_db()
        editing.hand_in(page, office.clerk)
        entry = make_request(office)
        with pytest.raises(ScheduleError):
            requests.accept(entry, office.clerk)
        assert state_of(entry) == RequestState.REGISTERED
        assert kinds(entry) == ["registered"]


class SeveralTests:
    def test_one_version_for_each_week(self, office):
        later = next_week().shifted(1)
        entries = [
            make_request(office, "Việc một"),
            make_request(office, "Việc hai"),
            make_request(office, "Việc ba", day=later.monday),
        ]
        page = editing.begin(office.schedule, next_week(), office.clerk)
        versions = page.revisions.count()
        given = [(each, requests.stamp(each)) for each in entries]
        done = requests.accept_several(given, office.clerk)
        assert (len(done.items), done.problems) == (3, [])
        assert [each.content for each in drafted(office)] == ["Việc một", "Việc hai"]
        assert page.revisions.count() == versions + 1
        assert {state_of(each) for each in entries} == {RequestState.ACCEPTED}

    def test_of_a_week_all_or_none_and_the_other_weeks_go_on(self, office):
        later = next_week().shifted(1)
        stale = make_request(office, "Việc một")
        same_week = make_request(office, "Việc hai")
        other_week = make_request(office, "Việc ba", day=later.monday)
        given = [(each, requests.stamp(each)) for each in (stale, same_week, other_week)]
        requests.change(stale, office.officer, data("Việc khác"))
        done = requests.accept_several(given, office.clerk)
        assert [each.content for each in done.items] == ["Việc ba"]
        assert len(done.problems) == 1
        assert str(next_week().number) in done.problems[0]
        assert {state_of(stale), state_of(same_week)} == {RequestState.REGISTERED}
        assert drafted(office) == []

    def test_one_of_a_foreign_schedule_stops_all(self, office):
        component = make_component()
        there = make_schedule(component)
        stranger = make_unit_officer(component.agency, component, "xa")
        foreign = requests.register(there, stranger, data())
        own = make_request(office)
        with pytest.raises(PermissionDenied):
            requests.accept_several([(own, None), (foreign, None)], office.clerk)
        assert state_of(own) == state_of(foreign) == RequestState.REGISTERED


class DecideTests:
    @pytest.mark.parametrize(
        ("name", "state"),
        [("return_", RequestState.RETURNED), ("refuse", RequestState.REFUSED)],
    )
    def test_with_a_reason_that_is_kept(self, office, name, state):
        entry = make_request(office)
        getattr(requests, name)(entry, office.clerk, " Trùng\u00a0lịch ")
        entry.refresh_from_db()
        assert (entry.state, entry.reason, entry.decided_by) == (
            state,
            "Trùng lịch",
            office.clerk,
        )
        event = ScheduleEvent.objects.filter(request_id=entry.pk).latest("pk")
        assert (event.kind, event.reason) == (state.value, "Trùng lịch")

    @pytest.mark.parametrize("name", ["return_", "refuse"])
    @pytest.mark.parametrize("reason", ["", " \u200b\n"])
    def test_not_without_one(self, office, name, reason):
        entry = make_request(office)
        with pytest.raises(ScheduleError) as refused:
            getattr(requests, name)(entry, office.clerk, reason)
        assert "reason" in refused.value.message_dict
        assert state_of(entry) == RequestState.REGISTERED
