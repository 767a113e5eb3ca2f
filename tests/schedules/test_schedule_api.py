"""The read API of posted weeks: rows, one week, filters, limits, description."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from govportal_wagtail import conf
from govportal_wagtail.schedules.vocabulary import Visibility
from tests import builders
from tests.core.portal_builders import make_department
from tests.schedules.builders import WEEK, item, make_post, make_schedule, make_week

pytestmark = pytest.mark.django_db
BASE = "/api/v2/schedules/"


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    """Each answer is made anew, so that its queries can be counted."""
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


def weeks(client, **query) -> list[str]:
    response = client.get(BASE, query)
    assert response.status_code == 200, response.content
    return [each["week"] for each in response.json()["items"]]


def test_rows_are_posted_weeks_of_the_site_newest_first(client, portal, schedule):
    make_week(schedule, item())
    make_week(schedule, item(WEEK.shifted(1).monday), week=WEEK.shifted(1))
    make_week(schedule, item(WEEK.shifted(2).monday), week=WEEK.shifted(2), publish=False)
    closed = make_schedule(portal, slug="noi-bo")
    make_week(closed, item())
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    data = client.get(BASE).json()
    assert [each["week"] for each in data["items"]] == ["2026-w48", "2026-w47"]
    first = data["items"][0]
    assert first["monday"] == "2026-11-23"
    assert first["schedule"] == {
        "id": schedule.pk,
        "title": "Lịch công tác",
        "agency": {"code": portal.agency.code, "name": portal.agency.name},
    }
    assert data["meta"]["licence"] == conf.API_LICENCE
    assert data["meta"]["total_count"] == 2


def test_one_week_has_its_public_items(client, portal, schedule):
    post = make_post(portal.agency)
    page = make_week(
        schedule,
        item(chairs=(post,), place="Phòng họp", internal_note="Mật", vehicle="65A"),
        item(content="Kín", visibility=Visibility.INTERNAL),
        item(content="Bận kín", place="Nơi kín", visibility=Visibility.BUSY),
    )
    response = client.get(f"{BASE}{page.pk}/")
    shown, busy = response.json()["items"]
    assert (shown["content"], shown["place"]) == ("Họp giao ban", "Phòng họp")
    assert shown["chairs"] == [{"name": "Nguyễn Văn An, Chủ tịch", "person": post.person_id}]
    assert (busy["is_busy"], busy["place"]) == (True, "")
    for hidden in ("Mật", "65A", "Kín", "kín"):
        assert hidden not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"from": "2026-11-22"}, ["2026-w48", "2026-w47"]),
        ({"from": "2026-11-23"}, ["2026-w48"]),
        ({"until": "2026-11-22"}, ["2026-w47"]),
        ({"until": "2026-11-23"}, ["2026-w48", "2026-w47"]),
        ({"from": "2026-11-30"}, []),
        ({"limit": "1", "offset": "1"}, ["2026-w47"]),
        ({"order": "monday"}, ["2026-w47", "2026-w48"]),
    ],
)
def test_filters_by_day(client, schedule, query, found):
    make_week(schedule, item())
    make_week(schedule, item(WEEK.shifted(1).monday), week=WEEK.shifted(1))
    assert weeks(client, **query) == found


def test_the_filter_by_agency(client, portal, schedule):
    department = make_department()
    other = make_schedule(portal, department, slug="lich-so")
    make_week(schedule, item())
    make_week(other, item(WEEK.shifted(1).monday), week=WEEK.shifted(1))
    assert weeks(client, agency=department.pk) == ["2026-w48"]
    assert weeks(client, agency=999_999) == []


@pytest.mark.parametrize(
    "query",
    [
        {"from": "hom-nay"},
        {"from": "20261116"},
        {"from": "2026-W47-1"},
        {"from": "0001-01-01"},
        {"until": "31/12/2026"},
        {"agency": "mot"},
        {"agency": "9" * 20},
        {"offset": "99999999999"},
        {"from": "\x00"},
        {"khongco": "1"},
    ],
)
def test_what_is_not_understood_is_refused(client, schedule, query):
    assert client.get(BASE, query).status_code == 400


def test_a_week_that_is_not_public_is_not_there(client, schedule):
    draft = make_week(schedule, item(), publish=False)
    assert client.get(f"{BASE}{draft.pk}/").status_code == 404
    assert client.get(f"{BASE}99999999999/").status_code == 404
    assert client.get(f"{BASE}{schedule.pk}/").status_code == 404


def test_calls_are_limited(client, schedule, settings):
    settings.GOVPORTAL_API_THROTTLE_RATE = "2/min"
    assert [client.get(BASE).status_code for _ in range(3)] == [200, 200, 429]


def test_queries_do_not_grow_with_rows(client, portal, schedule):
    post = make_post(portal.agency)
    other = make_schedule(portal, make_department(), slug="lich-so")

    def fill(numbers) -> None:
        for number in numbers:
            week = WEEK.shifted(number)
            made = [item(week.monday, chairs=(post,), preparing_agency=portal.agency)] * 1
            made.append(item(week.monday, content="Khác", preparing_agency=portal.agency))
            make_week(schedule if number % 2 else other, *made, week=week)

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(BASE, {"fields": "*", "limit": "20"})
            assert response.status_code == 200
            assert all(each["items"] for each in response.json()["items"])
        return len(captured)

    fill([0, 1])
    client.get(BASE)
    few = counted()
    fill(range(2, 9))
    assert counted() == few


def test_the_description_names_the_addresses_and_every_field(client, schedule):
    page = make_week(schedule, item())
    described = client.get("/api/v2/openapi.json").json()
    assert {BASE, f"{BASE}{{id}}/"} <= set(described["paths"])
    names = {each["name"] for each in described["paths"][BASE]["get"]["parameters"]}
    assert {"from", "until", "agency", "limit", "offset"} <= names
    shown = client.get(f"{BASE}{page.pk}/").json()
    schemas = described["components"]["schemas"]
    assert set(shown) - {"meta"} == set(schemas["ScheduleWeek"]["properties"])
    assert set(shown["items"][0]) == set(schemas["ScheduleItem"]["properties"])


def test_other_sites_do_not_show_it(client, schedule):
    make_week(schedule, item())
    builders.make_site("so.example.vn")
    data = client.get(BASE, HTTP_HOST="so.example.vn").json()
    assert data["items"] == []
