"""The board's day: what came in, what was decided, what waits, what is late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from govportal_wagtail.editorial import ledger
from govportal_wagtail.editorial.vocabulary import EventKind, ItemState, Origin
from govportal_wagtail.regulation.vocabulary import BodyKind, RoleCode
from tests.builders import make_agency
from tests.editorial.item_builders import browse, in_days, put_item
from tests.isolation.world import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    return make_place("Portal", body=BodyKind.PORTAL, host="localhost")


@pytest.fixture
def commune(portal):
    return make_place("Commune", portal=portal)


def day(user, **query):
    answer = browse(user).get(reverse("editorial_items:day"), query)
    assert answer.status_code == 200
    return answer.context


def counts(figures) -> dict[str, int]:
    return {each.label: each.count for each in figures}


class WhoTests:
    @pytest.mark.parametrize(
        "role", [RoleCode.BOARD_HEAD, RoleCode.BOARD_DEPUTY, RoleCode.BOARD_SECRETARY]
    )
    def test_heads_deputies_and_secretaries(self, commune, role):
        answer = browse(commune.user(role)).get(reverse("editorial_items:day"))
        assert answer.status_code == 200

    def test_overseers_of_the_portal_but_not_the_same_role_on_a_component(self, portal, commune):
        address = reverse("editorial_items:day")
        assert browse(portal.user(RoleCode.OPERATOR)).get(address).status_code == 200
        assert browse(commune.user(RoleCode.OPERATOR)).get(address).status_code == 302

    @pytest.mark.parametrize("role", [RoleCode.CONTRIBUTOR, RoleCode.FULL_TIME_EDITOR])
    def test_nobody_else(self, portal, role):
        answer = browse(portal.user(role)).get(reverse("editorial_items:day"))
        assert answer.status_code == 302
        page = browse(portal.user(role)).get(reverse("wagtailadmin_home"))
        assert reverse("editorial_items:day") not in page.content.decode()


class FormTests:
    def test_the_page_brings_the_calendar_of_its_date_field(self, portal):
        user = portal.user(RoleCode.BOARD_HEAD)
        answer = browse(user).get(reverse("editorial_items:day"))
        assert answer.content.decode().count("date-time-chooser.js") == 1


class FiguresTests:
    def test_what_came_in_on_the_day(self, portal):
        put_item(portal, "Today")
        put_item(portal, "Change", origin=Origin.CHANGE)
        put_item(portal, "Before", submitted_at=timezone.now() - timedelta(days=1))
        put_item(portal, "Draft", submitted_at=None, state=ItemState.DRAFT)
        head = portal.user(RoleCode.BOARD_HEAD)
        came = day(head)["came"]
        assert came["total"] == 2
        assert {item.title for item in came["items"]} == {"Today", "Change"}
        yesterday = f"{in_days(-1):%Y-%m-%d}"
        assert [item.title for item in day(head, day=yesterday)["came"]["items"]] == ["Before"]

    def test_the_day_is_that_of_the_portals_clock(self, portal):
        start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        put_item(portal, "First moment", submitted_at=start)
        put_item(portal, "Last of yesterday", submitted_at=start - timedelta(seconds=1))
        came = day(portal.user(RoleCode.BOARD_HEAD))["came"]
        assert [item.title for item in came["items"]] == ["First moment"]

    def test_what_was_decided(self, portal):
        item = put_item(portal)
        for kind in (EventKind.APPROVED, EventKind.APPROVED, EventKind.REFUSED, EventKind.CLAIMED):
            ledger.record(kind, item=item)
        found = day(portal.user(RoleCode.BOARD_HEAD))["decided"]
        assert counts(found["figures"]) == {
            str(EventKind.APPROVED.label): 2,
            str(EventKind.REFUSED.label): 1,
        }
        assert found["total"] == 3

    def test_the_numbers_lead_to_just_these(self, portal):
        health = make_agency("so-y-te", name="Sở Y tế")
        put_item(portal, "Late here", due_on=in_days(-2), agency=health)
        put_item(portal, "Late there", due_on=in_days(-1), state="approving", step="approve")
        put_item(portal, "In time", due_on=in_days(4))
        put_item(portal, "Done late", due_on=in_days(-4), state="published")
        head = portal.user(RoleCode.BOARD_HEAD)
        found = day(head)
        assert found["total"] == 3
        assert found["late_total"] == 2
        figures = [*found["waiting"], *found["late_steps"], *found["late_agencies"]]
        assert len(figures) >= 5
        for figure in figures:
            listed = browse(head).get(figure.url).context["object_list"]
            assert len(listed) == figure.count, figure

    def test_the_latest_first(self, portal):
        put_item(portal, "One day", due_on=in_days(-1))
        put_item(portal, "Nine days", due_on=in_days(-9))
        rows = day(portal.user(RoleCode.BOARD_HEAD))["late_rows"]
        assert [row["item"].title for row in rows] == ["Nine days", "One day"]


class SitesTests:
    def test_a_board_sees_its_own_site_and_the_portal_all(self, portal, commune):
        put_item(commune)
        put_item(portal)
        assert day(commune.user(RoleCode.BOARD_HEAD))["total"] == 1
        assert day(portal.user(RoleCode.BOARD_HEAD))["total"] == 2

    def test_one_site_may_be_chosen_of_those_in_reach(self, portal, commune):
        put_item(commune)
        head = portal.user(RoleCode.BOARD_HEAD)
        assert day(head, site=commune.portal_site.pk)["total"] == 1
        assert day(head, site=portal.portal_site.pk)["total"] == 0
        stranger = commune.user(RoleCode.BOARD_HEAD)
        put_item(portal)
        assert day(stranger, site=portal.portal_site.pk)["total"] == 1

    def test_a_wrong_date_is_no_error(self, portal):
        head = portal.user(RoleCode.BOARD_HEAD)
        assert day(head, day="31/31/2026")["is_today"]


def test_queries_do_not_grow_with_items_and_agencies(portal):
    client = browse(portal.user(RoleCode.BOARD_HEAD))

    def cost() -> int:
        client.get(reverse("editorial_items:day"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("editorial_items:day"))
        return len(captured)

    def grow(start: int, number: int) -> None:
        for index in range(start, start + number):
            agency = make_agency(f"agency-x{index}", name=f"Sở {index}")
            item = put_item(portal, f"{index}", agency=agency, due_on=in_days(-index))
            ledger.record(EventKind.APPROVED, item=item)

    grow(1, 2)
    few = cost()
    grow(10, 30)
    assert cost() == few
