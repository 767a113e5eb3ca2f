"""What home pages and the pages of leaders and agencies show of schedules; the required part."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from govportal_wagtail.core.models import SiteState
from govportal_wagtail.core.registries import agency_parts, home_sections, person_parts
from govportal_wagtail.core.sites.parts import page_of
from govportal_wagtail.schedules import required
from govportal_wagtail.schedules.home_sections import schedule_section
from govportal_wagtail.schedules.models import ScheduleIndexPage
from govportal_wagtail.schedules.public.related import agency_context, person_context
from govportal_wagtail.schedules.vocabulary import Visibility
from govportal_wagtail.schedules.weeks import Week
from tests.builders import make_agency, make_section, make_site
from tests.core.portal_builders import make_component, make_portal
from tests.schedules.builders import item, make_post, make_schedule, make_week

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def request_(rf):
    return rf.get("/")


def post_items(schedule, *items):
    """Post each item in its own week."""
    by_week = {}
    for each in items:
        by_week.setdefault(Week.of(each.date), []).append(each)
    for week, rows in by_week.items():
        make_week(schedule, *rows, week=week)


def render_part(part, context, page, request):
    return render_to_string(part.template, {"page": page, "label": part.label, **context}, request)


def test_the_home_page_shows_today_and_tomorrow(schedule, portal, request_):
    post_items(
        schedule,
        item(TODAY - timedelta(days=1), content="Hôm qua"),
        item(TODAY, content="Hôm nay"),
        item(TOMORROW, content="Ngày mai"),
        item(TODAY + timedelta(days=2), content="Ngày kia"),
        item(TODAY, content="Họp kín", visibility=Visibility.INTERNAL),
    )
    context = schedule_section(request_, portal.site, {"source": None, "count": 6})
    assert [each.content for each in context["items"]] == ["Hôm nay", "Ngày mai"]
    section = home_sections.get("schedule")
    text = render_to_string(section.template, {"section": context}, request_)
    assert "Hôm nay" in text
    assert "Ngày mai" in text
    assert context["more_url"] == schedule.get_url()


def test_the_home_page_hides_the_section_without_items(schedule, portal, request_):
    assert not schedule_section(request_, portal.site, {"source": None, "count": 6})["items"]


def test_the_home_page_takes_the_schedule_that_was_chosen(portal, schedule, request_):
    other = make_schedule(portal, make_agency("hdnd"), title="Lịch HĐND", slug="lich-hdnd")
    post_items(schedule, item(TODAY, content="Của UBND"))
    post_items(other, item(TODAY, content="Của HĐND"))
    options = {"source": other.page_ptr, "count": 6}
    context = schedule_section(request_, portal.site, options)
    assert [each.content for each in context["items"]] == ["Của HĐND"]


def test_the_home_page_shows_nothing_of_a_restricted_schedule(schedule, portal, request_):
    post_items(schedule, item(TODAY))
    PageViewRestriction.objects.create(page=schedule, restriction_type="login")
    assert not schedule_section(request_, portal.site, {"source": None, "count": 6})["items"]


def test_a_leader_has_the_next_two_weeks(schedule, portal, request_):
    post, other = make_post(portal.agency), make_post(portal.agency, "Lê Thị Bình")
    post_items(
        schedule,
        item(TODAY - timedelta(days=1), content="Đã qua", chairs=(post,)),
        item(TODAY, content="Chủ trì", chairs=(post,), participants=(post,)),
        item(TODAY + timedelta(days=13), content="Dự họp", participants=(post,)),
        item(TODAY + timedelta(days=14), content="Còn xa", chairs=(post,)),
        item(TODAY, content="Người khác", chairs=(other,)),
        item(TODAY, content="Họp kín", chairs=(post,), visibility=Visibility.INTERNAL),
        item(TODAY, content="Thanh tra", chairs=(post,), visibility=Visibility.BUSY),
    )
    context = person_context(post.person, schedule, request_)
    shown = [each.content for day in context["days"] for each in day.items]
    assert {"Chủ trì", "Dự họp"} <= set(shown)
    assert len(shown) == 3
    assert "Thanh tra" not in shown
    text = render_part(person_parts.get("schedule"), context, schedule, request_)
    assert f"?leader={post.person_id}" in text
    assert f"/lanh-dao/{post.person_id}.ics" in text


def test_somebody_of_whom_no_schedule_speaks_has_no_part(schedule, portal, request_):
    post = make_post(portal.agency)
    assert person_context(post.person, schedule, request_) is None
    kept = item(TODAY, chairs=(post,), visibility=Visibility.INTERNAL)
    post_items(schedule, kept)
    assert person_context(post.person, schedule, request_) is None


def test_a_leader_without_coming_items_is_told_so(schedule, portal, request_):
    post = make_post(portal.agency)
    post_items(schedule, item(TODAY - timedelta(days=40), chairs=(post,)))
    context = person_context(post.person, schedule, request_)
    assert context["days"] == []
    assert "14" in render_part(person_parts.get("schedule"), context, schedule, request_)


def test_an_agency_has_its_schedule(schedule, portal, request_):
    post_items(schedule, item(TODAY, content="Họp cơ quan", chairs_text="Khách"))
    context = agency_context(portal.agency, schedule, request_)
    text = render_part(agency_parts.get("schedule"), context, schedule, request_)
    assert "Họp cơ quan" in text
    assert agency_context(make_agency("khac"), schedule, request_) is None


def test_the_schedule_of_a_site_in_preparation_is_not_shown_elsewhere(portal, schedule, request_):
    component = make_component()
    theirs = make_schedule(component)
    today = timezone.localdate()
    post_items(theirs, item(today, content="Họp xã"))
    assert agency_context(component.agency, schedule, request_) is None
    assert agency_context(component.agency, theirs, request_) is not None
    component.state = SiteState.LIVE
    component.save()
    assert agency_context(component.agency, schedule, request_)["schedule"] == theirs


def test_a_restricted_schedule_is_no_part_of_a_page(schedule, portal, request_):
    post = make_post(portal.agency)
    post_items(schedule, item(TODAY, chairs=(post,)))
    PageViewRestriction.objects.create(page=schedule, restriction_type="login")
    assert agency_context(portal.agency, schedule, request_) is None
    assert person_context(post.person, schedule, request_) is None


def test_queries_of_the_parts_do_not_follow_the_items(schedule, portal, request_):
    post = make_post(portal.agency)
    counts = []
    for number in (1, 9):
        schedule.get_children().delete()
        post_items(
            schedule,
            *[
                item(
                    TODAY + timedelta(days=each % 2),
                    content=f"Họp {number} {each}",
                    chairs=(post, make_post(portal.agency, f"Người {number} {each}")),
                )
                for each in range(number)
            ],
        )
        # What is kept of sites is read before.
        person_context(post.person, schedule, request_)
        with CaptureQueriesContext(connection) as captured:
            person_context(post.person, schedule, request_)
            agency_context(portal.agency, schedule, request_)
            schedule_section(request_, portal.site, {"source": None, "count": 6})
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_site_whose_regulation_asks_for_it_gets_a_schedule_below_direction():
    portal = make_portal("langson-2024")
    page = page_of(portal, required.CODE)
    assert page.specific_class is ScheduleIndexPage
    assert page.specific.agency == portal.agency
    direction = page_of(portal, "direction")
    assert page.get_parent().pk == direction.pk


@pytest.mark.parametrize(
    "fields", [{"slug": "lich-lam-viec", "title": "Lịch"}, {"title": "Schedules of the leaders"}]
)
def test_a_section_of_older_days_is_kept(portal, fields):
    home = portal.site.root_page
    with translation.override("en"):
        old = make_section(parent=home, **fields)
        found = required.find_schedule(portal.site, home)
    assert found.pk == old.pk
    assert not ScheduleIndexPage.objects.exists()


def test_the_schedule_that_is_there_counts(portal, schedule):
    assert required.find_schedule(portal.site, portal.site.root_page).pk == schedule.pk


def test_a_component_gets_the_schedule_of_its_own_agency():
    make_portal("camau-2026")
    component = make_component()
    root = component.site.root_page
    assert required.find_schedule(component.site, root) is None
    made = required.ensure_schedule(component.site, root)
    assert made.agency == component.agency
    assert required.find_schedule(component.site, root).pk == made.pk


def test_a_site_of_which_nobody_knows_the_agency_gets_none():
    site = make_site()
    assert required.ensure_schedule(site, site.root_page) is None
