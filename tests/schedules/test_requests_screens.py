"""The screens of registrations: who sees which, what is typed, what is refused and how."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from govportal_wagtail.core.models import Post
from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.schedules import editing, requests
from govportal_wagtail.schedules.models import ScheduleRequest
from govportal_wagtail.schedules.vocabulary import RequestState
from tests.builders import make_agency
from tests.core.portal_builders import make_component, make_officer
from tests.editorial.item_builders import browse
from tests.schedules.builders import item as make_item
from tests.schedules.builders import make_post, make_schedule, make_unit_officer, make_week
from tests.schedules.request_builders import (
    data,
    make_office,
    make_request,
    next_week,
    step,
    typed,
)

pytestmark = pytest.mark.django_db

LIST = "schedules:requests"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def other_unit(office):
    return make_unit_officer(make_agency("so-tai-chinh"), office.portal_site, "tai-chinh")


@pytest.fixture
def other_site():
    """An editor and a unit of a commune with a schedule of its own."""
    component = make_component()
    make_schedule(component)
    return [
        make_officer("bien-tap-xa", component, RoleCode.FULL_TIME_EDITOR.value),
        make_unit_officer(component.agency, component, "xa"),
    ]


def page_of(user, entry):
    return browse(user).get(reverse("schedules:request", args=[entry.pk]))


def shown(user, **query):
    response = browse(user).get(reverse(LIST), query)
    assert response.status_code == 200
    return list(response.context["object_list"])


def send(user, values, **query):
    address = reverse("schedules:request_new", query=query)
    return browse(user).post(address, values)


class SeeingTests:
    def test_a_unit_sees_its_own_and_the_office_all_for_its_schedule(self, office, other_unit):
        own = make_request(office)
        others = requests.register(office.schedule, other_unit, data("Việc khác"))
        assert shown(office.officer) == [own]
        assert shown(other_unit) == [others]
        assert shown(office.clerk) == [own, others]

    def test_another_site_sees_nothing_of_it(self, office, other_site):
        entry = make_request(office)
        for user in other_site:
            assert shown(user, queue="all") == []
            assert page_of(user, entry).status_code == 404

    def test_another_unit_sees_no_page_of_it(self, office, other_unit):
        entry = make_request(office)
        assert page_of(other_unit, entry).status_code == 404
        for user in (office.officer, office.clerk):
            assert page_of(user, entry).status_code == 200

    @pytest.mark.parametrize("role", [RoleCode.TRANSLATOR])
    def test_a_role_that_does_neither_has_no_list(self, office, role):
        user = make_officer("nguoi-khac", office.portal_site, role.value)
        assert browse(user).get(reverse(LIST)).status_code == 302
        assert reverse(LIST) not in browse(user).get(reverse("wagtailadmin_home")).content.decode()

    def test_a_visitor_is_asked_to_log_in(self, office):
        entry = make_request(office)
        for name, args in (
            (LIST, []),
            ("schedules:requests_results", []),
            ("schedules:request_new", []),
            ("schedules:request", [entry.pk]),
            ("schedules:request_change", [entry.pk]),
            ("schedules:request_step", [entry.pk, "accept"]),
            ("schedules:requests_accept", []),
        ):
            address = reverse(name, args=args)
            for response in (Client().get(address), Client().post(address, typed(office))):
                assert response.status_code == 302
                assert reverse("wagtailadmin_login") in response["Location"]
        assert ScheduleRequest.objects.get().state == RequestState.REGISTERED

    def test_it_is_in_the_menu(self, office):
        for user, registers in ((office.officer, True), (office.clerk, False)):
            home = browse(user).get(reverse("wagtailadmin_home")).content.decode()
            assert reverse(LIST) in home
            assert (reverse("schedules:request_new") in home) is registers

    def test_nothing_of_the_list_is_cached(self, office):
        response = browse(office.clerk).get(reverse(LIST))
        assert "no-store" in response["Cache-Control"]


class NewTests:
    def test_what_is_typed_is_registered(self, office):
        response = send(office.officer, typed(office, starts_at="7g30", ends_at="9h"))
        entry = ScheduleRequest.objects.get()
        assert response["Location"] == reverse("schedules:request", args=[entry.pk])
        assert (entry.starts_at, entry.ends_at, entry.agency) == (
            time(7, 30),
            time(9),
            office.agency,
        )
        assert [row.post for row in entry.people.all()] == [office.chair]

    @pytest.mark.parametrize(
        ("fields", "name"),
        [
            ({"date": "31/02/2027"}, "date"),
            ({"date": ""}, "date"),
            ({"date": "2001-01-01"}, "date"),
            ({"starts_at": "25h"}, "starts_at"),
            ({"starts_at": "sáng"}, "starts_at"),
            ({"starts_at": "", "session": ""}, "session"),
            ({"session": "night"}, "session"),
            ({"ends_at": "7h"}, "ends_at"),
            ({"content": "   "}, "content"),
            ({"content": "x" * 2001}, "content"),
            ({"visibility": "secret"}, "visibility"),
            ({"chairs": ["999999"]}, "chairs"),
            ({"chairs": ["x'--"]}, "chairs"),
            ({"online_link": "javascript:alert(1)"}, "online_link"),
            ({"place": "x" * 501}, "place"),
        ],
    )
    def test_what_is_wrong_stands_next_to_its_field(self, office, fields, name):
        response = send(office.officer, typed(office) | fields)
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [name]
        assert not ScheduleRequest.objects.exists()
        if name != "place":
            assert "Phòng họp số 2" in response.content.decode()

    def test_nobody_in_another_office_is_asked(self, office):
        stranger = make_post(make_agency("so-khac"), "Trần Văn Lạ")
        response = send(office.officer, typed(office, chairs=[str(stranger.pk)]))
        assert response.status_code == 422
        form = browse(office.officer).get(reverse("schedules:request_new")).content.decode()
        assert "Nguyễn Văn An, Chủ tịch" in form
        assert "Trần Văn Lạ" not in form

    def test_a_post_that_is_not_public_is_not_offered(self, office):
        Post.objects.filter(pk=office.chair.pk).update(is_public=False)
        form = browse(office.officer).get(reverse("schedules:request_new")).content.decode()
        assert "Nguyễn Văn An" not in form

    def test_the_office_and_other_sites_cannot_send_it(self, office, other_site):
        for user in (office.clerk, *other_site):
            send(user, typed(office), schedule=office.schedule.pk)
        assert not ScheduleRequest.objects.filter(schedule=office.schedule).exists()

    def test_a_schedule_is_chosen_where_there_are_several(self, office):
        second = make_schedule(office.portal_site, title="Lịch HĐND", slug="lich-hdnd")
        chooser = browse(office.officer).get(reverse("schedules:request_new"))
        assert f"?schedule={second.pk}" in chooser.content.decode()
        assert "form" not in chooser.context
        send(office.officer, typed(office, chairs=[]), schedule=second.pk)
        assert ScheduleRequest.objects.get().schedule == second

    @pytest.mark.parametrize("query", [{"schedule": "x"}, {"copy": "²"}, {"week": "2026-w99"}])
    def test_an_address_that_was_tampered_with_is_no_error(self, office, query):
        address = reverse("schedules:request_new", query=query)
        assert browse(office.officer).get(address).status_code == 200

    def test_the_week_of_the_address_is_where_the_form_begins(self, office):
        later = next_week().shifted(2)
        address = reverse("schedules:request_new", query={"week": later.code})
        form = browse(office.officer).get(address).context["form"]
        assert form.initial["date"] == later.monday


class CopyTests:
    def test_everything_again_a_week_later(self, office):
        entry = make_request(office, chairs=(office.chair,), internal_note="Ghi chú")
        address = reverse("schedules:request_new", query={"copy": entry.pk})
        values = browse(office.officer).get(address).context["form"].initial
        assert values["date"] == entry.date + timedelta(weeks=1)
        assert (values["content"], values["chairs"], values["internal_note"]) == (
            entry.content,
            [str(office.chair.pk)],
            "Ghi chú",
        )

    def test_a_long_past_one_next_week(self, office):
        entry = make_request(office)
        past = timezone.localdate() - timedelta(weeks=10)
        ScheduleRequest.objects.filter(pk=entry.pk).update(date=past)
        address = reverse("schedules:request_new", query={"copy": entry.pk})
        day = browse(office.officer).get(address).context["form"].initial["date"]
        assert day in next_week()
        assert day.weekday() == past.weekday()

    def test_nothing_of_another_unit(self, office, other_unit):
        entry = make_request(office, "Việc riêng của sở")
        address = reverse("schedules:request_new", query={"copy": entry.pk})
        assert "Việc riêng của sở" not in browse(other_unit).get(address).content.decode()


class ChangeTests:
    def test_the_unit_changes_what_is_registered(self, office):
        entry = make_request(office)
        address = reverse("schedules:request_change", args=[entry.pk])
        seen = browse(office.officer).get(address).context["form"].initial["seen"]
        values = typed(office, content="Họp khác", seen=seen)
        response = browse(office.officer).post(address, values)
        assert response.status_code == 302
        entry.refresh_from_db()
        assert entry.content == "Họp khác"

    def test_the_part_of_the_day_follows_another_time(self, office):
        entry = make_request(office)
        address = reverse("schedules:request_change", args=[entry.pk])
        shown = browse(office.officer).get(address).context["form"].initial
        values = typed(office, starts_at="14h", session=shown["session"], seen=shown["seen"])
        assert browse(office.officer).post(address, values).status_code == 302
        entry.refresh_from_db()
        assert (entry.starts_at, entry.session) == (time(14), "afternoon")

    @pytest.mark.parametrize("seen", ["", "2020-01-01T00:00:00+00:00"])
    def test_an_older_state_keeps_what_was_typed(self, office, seen):
        entry = make_request(office)
        address = reverse("schedules:request_change", args=[entry.pk])
        values = typed(office, content="Họp khác", seen=seen)
        response = browse(office.officer).post(address, values)
        assert response.status_code == 409
        assert "Họp khác" in response.content.decode()
        entry.refresh_from_db()
        assert entry.content == "Họp phòng, chống dịch"

    def test_nobody_else_and_nothing_that_is_decided(self, office, other_unit, other_site):
        entry = make_request(office)
        address = reverse("schedules:request_change", args=[entry.pk])
        values = typed(office, content="Họp khác", seen=requests.stamp(entry))
        for user in (office.clerk, other_unit, *other_site):
            assert browse(user).get(address).status_code in (302, 404)
            assert browse(user).post(address, values).status_code in (302, 404)
        requests.refuse(entry, office.clerk, "Lý do")
        assert browse(office.officer).get(address).status_code == 302
        entry.refresh_from_db()
        assert entry.content == "Họp phòng, chống dịch"

    def test_who_left_the_register_stays_chosen(self, office):
        entry = make_request(office, chairs=(office.chair,))
        Post.objects.filter(pk=office.chair.pk).update(is_public=False)
        address = reverse("schedules:request_change", args=[entry.pk])
        values = typed(office, seen=requests.stamp(entry))
        assert browse(office.officer).post(address, values).status_code == 302
        assert entry.people.count() == 1


class StepTests:
    @pytest.mark.parametrize(
        ("code", "state"),
        [
            ("accept", RequestState.ACCEPTED),
            ("return", RequestState.RETURNED),
            ("refuse", RequestState.REFUSED),
        ],
    )
    def test_the_office_decides(self, office, code, state):
        entry = make_request(office)
        assert step(office.clerk, entry, code, reason="Trùng lịch").status_code == 302
        entry.refresh_from_db()
        assert entry.state == state

    def test_the_unit_withdraws(self, office):
        entry = make_request(office)
        assert step(office.officer, entry, "withdraw").status_code == 302
        entry.refresh_from_db()
        assert entry.state == RequestState.WITHDRAWN

    @pytest.mark.parametrize("code", ["accept", "return", "refuse", "withdraw"])
    @pytest.mark.parametrize("fields", [{"reason": "X"}, {"reason": ""}])
    def test_nobody_else_does(self, office, other_unit, other_site, code, fields):
        entry = make_request(office)
        own = office.clerk if code == "withdraw" else office.officer
        for user in (own, other_unit, *other_site):
            assert step(user, entry, code, **fields).status_code in (302, 404)
        entry.refresh_from_db()
        assert entry.state == RequestState.REGISTERED

    @pytest.mark.parametrize("code", ["return", "refuse"])
    def test_a_missing_reason_is_told_at_its_field(self, office, code):
        entry = make_request(office)
        response = step(office.clerk, entry, code)
        assert response.status_code == 422
        assert list(response.context["forms"][code].errors) == ["reason"]

    def test_what_the_unit_changed_meanwhile_is_shown_again(self, office):
        entry = make_request(office)
        requests.change(entry, office.officer, data("Họp khác hẳn"))
        response = step(office.clerk, entry, "accept")
        assert response.status_code == 409
        assert "Họp khác hẳn" in response.content.decode()
        assert editing.page_of(office.schedule, next_week()) is None

    def test_an_unknown_step_is_not_there_and_looking_does_nothing(self, office):
        entry = make_request(office)
        assert step(office.clerk, entry, "destroy").status_code == 404
        address = reverse("schedules:request_step", args=[entry.pk, "accept"])
        assert browse(office.clerk).get(address).status_code == 302
        entry.refresh_from_db()
        assert entry.state == RequestState.REGISTERED

    def test_markup_is_shown_as_text(self, office):
        entry = make_request(office, "<script>alert(1)</script>")
        for response in (page_of(office.clerk, entry), browse(office.clerk).get(reverse(LIST))):
            assert "<script>alert(1)" not in response.content.decode()
            assert "&lt;script&gt;alert(1)" in response.content.decode()


class SeveralTests:
    def post(self, user, *entries, **fields):
        chosen = [f"{each.pk}@{requests.stamp(each)}" for each in entries]
        return browse(user).post(reverse("schedules:requests_accept"), {"chosen": chosen} | fields)

    def test_the_chosen_are_taken_in_and_the_filters_stay(self, office):
        first, second = make_request(office, "Một"), make_request(office, "Hai")
        third = make_request(office, "Ba")
        query = f"queue=registered&week={next_week().code}&next=//evil.example"
        response = self.post(office.clerk, first, second, query=query)
        assert response["Location"] == reverse(LIST) + (
            f"?queue=registered&week={next_week().code}"
        )
        states = dict(ScheduleRequest.objects.values_list("pk", "state"))
        assert states == {first.pk: "accepted", second.pk: "accepted", third.pk: "registered"}

    def test_boxes_are_there_for_who_decides(self, office):
        make_request(office)
        assert 'name="chosen"' in browse(office.clerk).get(reverse(LIST)).content.decode()
        assert 'name="chosen"' not in browse(office.officer).get(reverse(LIST)).content.decode()

    def test_nobody_else_takes_in(self, office, other_unit, other_site):
        entry = make_request(office)
        for user in (office.officer, other_unit, *other_site):
            assert self.post(user, entry).status_code in (302, 404)
        entry.refresh_from_db()
        assert entry.state == RequestState.REGISTERED

    @pytest.mark.parametrize("chosen", ["", "x", "²", "-1", "9" * 30, "999999@x"])
    def test_what_is_no_box_of_the_list_is_not_there(self, office, chosen):
        address = reverse("schedules:requests_accept")
        assert browse(office.clerk).post(address, {"chosen": chosen}).status_code == 404

    def test_nothing_chosen_does_nothing(self, office):
        assert self.post(office.clerk).status_code == 302
        assert browse(office.clerk).get(reverse("schedules:requests_accept")).status_code == 405


class FilterTests:
    def test_by_state_week_and_words(self, office):
        later = next_week().shifted(1)
        first = make_request(office, "Họp giao ban")
        second = make_request(office, "Kiểm tra tiến độ", day=later.monday)
        third = make_request(office, "Tiếp dân")
        requests.refuse(third, office.clerk, "Trùng")
        user = office.clerk
        assert shown(user) == [first, second]
        assert shown(user, queue="refused") == [third]
        assert set(shown(user, queue="all")) == {first, second, third}
        assert shown(user, week=later.code) == [second]
        assert shown(user, q="giao ban") == [first]

    def test_past_days_are_a_choice(self, office):
        entry = make_request(office)
        past = timezone.localdate() - timedelta(days=1)
        ScheduleRequest.objects.filter(pk=entry.pk).update(date=past)
        assert shown(office.clerk) == []
        assert shown(office.clerk, queue="all") == [entry]

    @pytest.mark.parametrize("query", [{"week": "2026-w99"}, {"queue": "x"}, {"agency": "x"}])
    def test_nonsense_is_no_error(self, office, query):
        assert browse(office.clerk).get(reverse(LIST), query).status_code == 200

    def test_units_of_others_are_no_choice(self, office, other_site):
        make_request(office)
        assert "Sở Y tế" not in browse(other_site[0]).get(reverse(LIST)).content.decode()


class PageTests:
    def test_it_says_what_became_of_it(self, office):
        entry = make_request(office)
        made = requests.accept(entry, office.clerk)
        assert page_of(office.officer, entry).context["in_schedule"].item.uid == made.uid
        version = editing.newest(editing.page_of(office.schedule, next_week()))
        with_it = list(version.items.all())
        page = version.get_parent().get_children().get().specific
        editing.save(page, [], office.clerk, based_on=page.latest_revision_id)
        assert page_of(office.officer, entry).context["in_schedule"].item is None
        page.refresh_from_db()
        editing.save(page, with_it, office.clerk, based_on=page.latest_revision_id)
        page.refresh_from_db()
        page.get_latest_revision().publish()
        assert page_of(office.officer, entry).context["in_schedule"].is_public

    def test_the_steps_are_offered_to_who_may(self, office):
        entry = make_request(office)
        steps = {
            code: reverse("schedules:request_step", args=[entry.pk, code])
            for code in ("accept", "return", "refuse", "withdraw")
        }
        office_page = page_of(office.clerk, entry).content.decode()
        unit_page = page_of(office.officer, entry).content.decode()
        for code, address in steps.items():
            assert (address in office_page) is (code != "withdraw")
            assert (address in unit_page) is (code == "withdraw")


class PanelTests:
    def home(self, user):
        return browse(user).get(reverse("wagtailadmin_home")).content.decode()

    def test_the_office_reads_what_waits_and_the_unit_what_came_back(self, office):
        entry = make_request(office)
        assert f"{reverse(LIST)}?queue=registered" in self.home(office.clerk)
        assert f"{reverse(LIST)}?queue=returned" not in self.home(office.officer)
        requests.return_(entry, office.clerk, "Thiếu")
        assert f"{reverse(LIST)}?queue=returned" in self.home(office.officer)

    def test_a_week_that_is_late_is_named_to_the_office_alone(self, office):
        schedule = office.schedule
        # Every week was due on the Monday before it.
        schedule.due_weekday = 0
        schedule.save()
        type(schedule).objects.filter(pk=schedule.pk).update(
            first_published_at=timezone.now() - timedelta(weeks=8)
        )
        desk = reverse("schedules:desk", args=[schedule.pk, next_week().code])
        assert desk in self.home(office.clerk)
        assert desk not in self.home(office.officer)
        make_week(schedule, make_item(next_week().monday), week=next_week())
        assert desk not in self.home(office.clerk)


class CostTests:
    def queries(self, user, address):
        client = browse(user)
        cache.clear()
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    def test_forty_rows_cost_what_three_cost(self, office):
        addresses = [reverse(LIST, query={"queue": "all"}), reverse("wagtailadmin_home")]

        def grow(first, count):
            for number in range(first, first + count):
                entry = make_request(office, f"Việc {number}", chairs=(office.chair,))
                if number % 3 == 0:
                    requests.refuse(entry, office.clerk, "Trùng")

        def cost():
            return [
                self.queries(user, address)
                for user in (office.clerk, office.officer)
                for address in addresses
            ]

        grow(0, 3)
        few = cost()
        grow(3, 37)
        assert cost() == few

    def test_fifty_to_a_page(self, office):
        entry = make_request(office)
        rows = []
        for number in range(50):
            row = ScheduleRequest.objects.get(pk=entry.pk)
            row.pk, row.content = None, f"Việc {number}"
            rows.append(row)
        ScheduleRequest.objects.bulk_create(rows)
        assert len(shown(office.clerk)) == 50
        assert len(shown(office.clerk, p=2)) == 1
