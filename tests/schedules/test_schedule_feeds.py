"""The Atom feed of a schedule, and the open data of its weeks."""

from __future__ import annotations

import csv
import io
from datetime import time, timedelta
from xml.etree import ElementTree  # only what the portal itself wrote is read

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from govportal_wagtail import conf
from govportal_wagtail.schedules import editing
from govportal_wagtail.schedules.vocabulary import ItemStatus, Visibility
from tests import builders
from tests.schedules.builders import (
    MONDAY,
    WEEK,
    again,
    change_week,
    item,
    make_post,
    make_schedule,
    make_week,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    """Each answer is made anew, so that its queries can be counted."""
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


@pytest.fixture
def schedule(portal):
    return make_schedule(portal, lead="Của Thường trực Ủy ban")


def feed(client, schedule):
    response = client.get(f"/du-lieu/lich/{schedule.pk}.atom")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)  # noqa: S314


def entries(client, schedule):
    return [
        (entry.find(f"{ATOM}title").text, entry.find(f"{ATOM}summary").text)
        for entry in feed(client, schedule).findall(f"{ATOM}entry")
    ]


def test_posted_weeks_and_their_changes_newest_first(client, schedule):
    first, second = item(content="Họp ban"), item(content="Tiếp dân", place="Trụ sở")
    page = make_week(schedule, first, second)
    change_week(
        page,
        again(first, starts_at=time(9), reason="Bay muộn"),
        again(second, status=ItemStatus.POSTPONED, reason="Mưa bão"),
    )
    root = feed(client, schedule)
    assert root.find(f"{ATOM}subtitle").text == "Của Thường trực Ủy ban"
    (title, text), (posted, _note) = entries(client, schedule)
    assert page.title in posted
    assert "47/2026" in title
    assert "16/11/2026 08h00 → 16/11/2026 09h00, Họp ban" in text
    assert "(Bay muộn)" in text
    assert "Trụ sở (Mưa bão)" in text
    nodes = root.findall(f"{ATOM}entry")
    assert len({node.find(f"{ATOM}id").text for node in nodes}) == 2
    for node in nodes:
        assert f"/lich-cong-tac/{page.slug}/" in node.find(f"{ATOM}link").get("href")


def test_the_feed_tells_nothing_that_is_hidden(client, schedule):
    first, busy = item(content="Chuyên án X"), item(content="Việc kín", visibility=Visibility.BUSY)
    page = make_week(schedule, first, busy)
    change_week(page, again(first, place="Nhà A", reason="Lộ"), again(busy, starts_at=time(9)))
    change_week(
        page,
        again(first, visibility=Visibility.INTERNAL, reason="Không công khai"),
        again(busy, starts_at=time(9), reason=""),
    )
    text = str(entries(client, schedule))
    for hidden in ("Chuyên án", "Nhà A", "Lộ", "Việc kín"):
        assert hidden not in text
    assert "Không công khai" in text
    page.refresh_from_db()
    page.unpublish()
    assert entries(client, schedule) == []


def test_drafts_are_not_told(client, schedule):
    make_week(schedule, item(), publish=False)
    assert entries(client, schedule) == []


def test_what_is_not_public_has_no_feed(client, schedule, portal):
    draft = make_schedule(portal, slug="nhap")
    draft.unpublish()
    builders.make_site("so.example.vn")
    url = f"/du-lieu/lich/{schedule.pk}.atom"
    assert client.get(f"/du-lieu/lich/{draft.pk}.atom").status_code == 404
    assert client.get("/du-lieu/lich/999999999.atom").status_code == 404
    assert client.get(url, HTTP_HOST="so.example.vn").status_code == 404
    assert client.post(url).status_code == 405
    PageViewRestriction.objects.create(page=schedule, restriction_type="login")
    assert client.get(url).status_code == 404


def test_the_queries_of_the_feed_do_not_grow(client, schedule):
    def fill(weeks, count):
        for number in weeks:
            week = WEEK.shifted(-number)
            made = [item(week.monday, content=f"Họp {n}") for n in range(count)]
            page = make_week(schedule, *made, week=week)
            change_week(page, *(again(each, place="Nơi khác") for each in made))

    def counted():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/du-lieu/lich/{schedule.pk}.atom").status_code == 200
        return len(captured)

    fill([0], 1)
    counted()
    few = counted()
    fill(range(1, 5), 6)
    assert counted() == few


def test_a_week_as_json(client, schedule, portal):
    post = make_post(portal.agency)
    first = item(chairs=(post,), ends_at=time(9), place="Phòng họp", internal_note="Mật")
    page = make_week(schedule, first, item(content="Kín", visibility=Visibility.INTERNAL))
    secret = editing.newest(page).items.all()[1]
    change_week(page, again(first, place="Hội trường"), again(secret, reason=""))
    data = client.get(f"/du-lieu/lich/{page.pk}.json").json()
    assert data["licence"] == conf.API_LICENCE
    assert (data["week"], data["monday"], data["sunday"]) == (
        "2026-w47",
        "2026-11-16",
        "2026-11-22",
    )
    assert data["agency"]["code"] == portal.agency.code
    (shown,) = data["items"]
    assert shown["uid"] == str(first.uid)
    assert (shown["date"], shown["starts_at"], shown["ends_at"]) == ("2026-11-16", "08:00", "09:00")
    assert shown["chairs"] == [{"name": "Nguyễn Văn An, Chủ tịch", "person": post.person_id}]
    (change,) = data["changes"]
    assert (change["kind"], change["reason"]) == ("place", "Theo chỉ đạo")
    assert (change["before"]["place"], change["after"]["place"]) == ("Phòng họp", "Hội trường")
    assert "Mật" not in str(data)
    assert "post" not in str(change["before"]["chairs"])


def test_a_week_as_csv_runs_nothing(client, schedule):
    page = make_week(
        schedule,
        item(content="=HYPERLINK(1)", place="Xã; ấp\nB"),
        item(MONDAY + timedelta(days=1), content="Việc kín", visibility=Visibility.BUSY),
    )
    response = client.get(f"/du-lieu/lich/{page.pk}.csv")
    assert response["Content-Disposition"] == 'attachment; filename="lich-2026-w47.csv"'
    text = response.content.decode()
    assert text.startswith("\ufeff")
    header, first, busy = csv.reader(io.StringIO(text[1:]))
    assert len(header) == len(first) == len(busy)
    assert first[:5] == ["2026-11-16", first[1], "08:00", "", "'=HYPERLINK(1)"]
    assert "Xã; ấp B" in first
    assert "kín" not in ",".join(busy)


def test_data_of_a_week_that_is_not_public(client, schedule):
    draft = make_week(schedule, item(), publish=False)
    page = make_week(schedule, item(), week=WEEK.shifted(1))
    builders.make_site("so.example.vn")
    for extension in ("json", "csv"):
        url = f"/du-lieu/lich/{page.pk}.{extension}"
        assert client.get(url).status_code == 200
        assert client.get(url, HTTP_HOST="so.example.vn").status_code == 404
        assert client.get(f"/du-lieu/lich/{draft.pk}.{extension}").status_code == 404
        assert client.get(f"/du-lieu/lich/{schedule.pk}.{extension}").status_code == 404
        assert client.post(url).status_code == 405
    assert client.get(f"/du-lieu/lich/{page.pk}.xml").status_code == 404
    PageViewRestriction.objects.create(page=schedule, restriction_type="login")
    assert client.get(f"/du-lieu/lich/{page.pk}.json").status_code == 404


def test_a_week_below_a_schedule_that_was_taken_down(client, schedule):
    page = make_week(schedule, item())
    schedule.refresh_from_db()
    schedule.unpublish()
    assert client.get(f"/du-lieu/lich/{page.pk}.json").status_code == 404
