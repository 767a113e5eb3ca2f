"""Pages, calendars and feeds of a schedule cost the same with many weeks as with few."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from govportal_wagtail.core.models import PortalSite
from govportal_wagtail.pages.models import LeaderPage, LeadersPage
from govportal_wagtail.schedules.models import ScheduleItem, WeeklySchedulePage
from govportal_wagtail.schedules.weeks import Week
from tests.builders import add_page
from tests.core.portal_builders import make_portal
from tests.schedules.builders import make_schedule

pytestmark = pytest.mark.django_db

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
FEW, MANY = (4, 20), (12, 60)
#: Far above what a page costs today and far below what one query per row would.
CEILING = 60


@pytest.fixture
def rows(monkeypatch):
    """The module of the benchmarks that fills schedules."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield __import__("schedule_rows")
    sys.modules.pop("schedule_rows", None)


@pytest.fixture
def portal(settings) -> PortalSite:
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0
    return make_portal()


@pytest.fixture
def schedule(portal):
    return make_schedule(portal)


def queries(client, address: str) -> int:
    def get() -> None:
        response = client.get(address)
        assert response.status_code == 200, address
        if response.streaming:
            assert response.getvalue()

    get()
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        get()
    return len(captured)


def addresses(schedule: Any, leader: LeaderPage) -> dict[str, str]:
    """Every public way to read a schedule, by a name for it."""
    today = timezone.localdate()
    week = WeeklySchedulePage.objects.child_of(schedule).get(monday=Week.of(today).monday)
    index, person = schedule.get_url(), leader.person_id
    item = ScheduleItem.objects.filter(page=week, visibility="public").first()
    assert item is not None

    def named(name: str, *args: Any) -> str:
        return reverse(f"govportal_schedules:{name}", args=args)

    return {
        "this week": index,
        "by leader": f"{index}?view=leaders",
        "one leader": f"{index}?leader={person}",
        "month": f"{index}?month={today:%Y-%m}",
        "archive": f"{index}?archive={week.week.year}",
        "week": week.get_url(),
        "week of a leader": f"{week.get_url()}?leader={person}",
        "page of the leader": leader.get_url(),
        "home": "/",
        "calendar": named("calendar", schedule.pk),
        "calendar of a leader": named("leader_calendar", schedule.pk, person),
        "calendar of an item": named("item_calendar", schedule.pk, item.uid),
        "feed": named("feed", schedule.pk),
        "JSON": named("week_data", week.pk, "json"),
        "CSV": named("week_data", week.pk, "csv"),
        "API": "/api/v2/schedules/",
        "search": "/tim-kiem/?query=giao+ban",
    }


def leader_page(portal, schedule, post) -> LeaderPage:
    above = add_page(
        portal.site.root_page,
        LeadersPage(title="Lãnh đạo tỉnh", slug="lanh-dao-tinh", agency=schedule.agency),
    )
    page = LeaderPage(
        title=post.person.name,
        slug="lanh-dao-1",
        person=post.person,
        biography="<p>Sinh năm 1970.</p>",
        duties="<p>Lãnh đạo chung.</p>",
    )
    found: LeaderPage = add_page(above, page)
    return found


def test_pages_calendars_and_feeds(client, portal, schedule, rows):
    posts = rows.leaders(schedule.agency)
    leader = leader_page(portal, schedule, posts[0])
    last = Week.of(timezone.localdate()).shifted(1)
    # Taken back, not deleted: that would be told to the public as a change.
    with transaction.atomic():
        rows.add_weeks(schedule, posts, last=last, weeks=FEW[0], per_week=FEW[1])
        few = {name: queries(client, url) for name, url in addresses(schedule, leader).items()}
        transaction.set_rollback(True)
    rows.add_weeks(schedule, posts, last=last, weeks=MANY[0], per_week=MANY[1])
    many = {name: queries(client, url) for name, url in addresses(schedule, leader).items()}
    assert {name: (few[name], many[name]) for name in many if many[name] != few[name]} == {}
    assert max(many.values()) <= CEILING
