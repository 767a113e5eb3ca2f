"""The months and the archive of a schedule."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govportal_wagtail.schedules.vocabulary import Visibility
from govportal_wagtail.schedules.weeks import Week
from tests.core.portal_builders import make_portal
from tests.schedules.builders import MONDAY, WEEK, item, make_post, make_schedule, make_week

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


@pytest.fixture
def schedule():
    return make_schedule(make_portal())


def read(client, schedule, query):
    response = client.get(schedule.get_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_month_shows_its_weeks_and_leads_to_the_days(client, schedule):
    page = make_week(schedule, item(content="Họp tháng 11"))
    text = read(client, schedule, "?month=2026-11")
    assert "Họp tháng 11" in text
    assert f'href="{page.get_url()}#d-2026-11-16"' in text
    assert text.count('gp-sched-month__week"') == 6
    # Five of its six weeks are not posted.
    assert text.count("gp-sched-month__missing") == 5


def test_a_month_names_the_first_items_of_a_day_and_counts_the_rest(client, schedule):
    make_week(schedule, *[item(content=f"Việc số {each}.") for each in range(7)])
    text = read(client, schedule, "?month=2026-11")
    assert len(re.findall(r"Việc số \d\.", text)) == 4
    assert "gp-sched-month__more" in text


def test_a_week_of_two_months_stands_in_both_with_its_own_days(client, schedule):
    week = Week.of(date(2026, 10, 31))
    make_week(
        schedule,
        item(date(2026, 10, 31), content="Cuối tháng mười"),
        item(date(2026, 11, 1), content="Đầu tháng mười một"),
        week=week,
    )
    october, november = (read(client, schedule, f"?month=2026-{each}") for each in (10, 11))
    assert "Cuối tháng mười<" in october
    assert "Đầu tháng mười một" not in october
    assert "Đầu tháng mười một" in november
    assert "Cuối tháng mười<" not in november


def test_a_month_keeps_the_leader(client, schedule):
    post = make_post(schedule.agency)
    make_week(schedule, item(content="Của ông An", chairs=(post,)), item(content="Việc khác"))
    make_week(schedule, item(date(2026, 12, 7)), week=Week.of(date(2026, 12, 7)))
    text = read(client, schedule, f"?month=2026-11&leader={post.person_id}")
    assert "Của ông An" in text
    assert "Việc khác" not in text
    assert f"?leader={post.person_id}&amp;month=2026-12" in text


def test_a_month_hides_what_is_internal(client, schedule):
    make_week(
        schedule,
        item(content="Họp kín", visibility=Visibility.INTERNAL),
        item(content="Thanh tra kín", visibility=Visibility.BUSY),
    )
    assert "kín" not in read(client, schedule, "?month=2026-11")


def test_nobody_is_led_beyond_the_posted_weeks(client, schedule):
    make_week(schedule, item())
    text = read(client, schedule, "?month=2026-11")
    assert 'rel="prev"' not in text
    assert 'rel="next"' not in text
    empty = read(client, schedule, "?month=2030-05")
    assert "noindex" in empty
    assert 'rel="prev"' in empty


@pytest.mark.parametrize(
    "month",
    ["", "2026", "2026-13", "2026-00", "2026-1", "26-11", "2026-11-01", "١٢٣٤-١١", "9999-12"],
)
def test_a_month_that_does_not_exist_is_not_found(client, schedule, month):
    assert client.get(schedule.get_url(), {"month": month}).status_code == 404


@pytest.mark.parametrize("month", ["2000-01", "2199-12"])
def test_the_ends_of_time_are_no_errors(client, schedule, month):
    read(client, schedule, f"?month={month}")


def test_the_archive_lists_the_weeks_of_an_iso_year(client, schedule):
    last_of_2026 = Week.from_code("2026-w53")
    first_of_2026 = Week.from_code("2026-w01")
    for week in (first_of_2026, last_of_2026, last_of_2026.shifted(1)):
        make_week(schedule, item(week.monday), week=week)
    text = read(client, schedule, "?archive=2026")
    listed = re.findall(r'gp-sched-weeks__link" href="[^"]*/(2\d{3}-w\d\d)/"', text)
    # 29 December 2025 begins the first week of 2026.
    assert listed == ["2026-w53", "2026-w01"]
    assert "?archive=2027" in text


def test_the_archive_counts_what_the_public_sees(client, schedule):
    make_week(
        schedule,
        item(),
        item(visibility=Visibility.BUSY),
        item(content="Họp kín", visibility=Visibility.INTERNAL),
    )
    text = read(client, schedule, "?archive=2026")
    count = re.search(r'gp-sched-weeks__count">(\d+)', text)
    assert count is not None
    assert count[1] == "2"


def test_drafts_are_in_no_list(client, schedule):
    make_week(schedule, item(), publish=False)
    assert client.get(schedule.get_url(), {"archive": "2025"}).status_code == 404
    assert "2026-w47/" not in read(client, schedule, "?archive=2026")
    assert "2026-w47/" not in read(client, schedule, "?month=2026-11")


@pytest.mark.parametrize("year", ["", "26", "1999", "2400", "20260", "abcd", "2024"])
def test_a_year_without_weeks_is_not_found(client, schedule, year):
    make_week(schedule, item())
    assert client.get(schedule.get_url(), {"archive": year}).status_code == 404


def test_the_archive_is_paginated_and_its_queries_stay(client, schedule, settings):
    settings.GOVPORTAL_PAGE_SIZE = 4
    counts = []
    for number in (2, 7):
        for each in range(number):
            week = WEEK.shifted(-each)
            if not schedule.get_children().filter(slug=week.code).exists():
                make_week(schedule, item(week.monday), week=week)
        read(client, schedule, "?archive=2026")
        with CaptureQueriesContext(connection) as captured:
            text = read(client, schedule, "?archive=2026")
        counts.append(len(captured))
    assert text.count("gp-sched-weeks__link") == 4
    assert "?archive=2026&amp;page=2" in text
    assert read(client, schedule, "?archive=2026&page=2").count("gp-sched-weeks__link") == 3
    assert client.get(schedule.get_url() + "?archive=2026&page=3").status_code == 404
    assert counts[0] == counts[1]


def test_the_queries_of_a_month_stay(client, schedule):
    counts = []
    for number in (1, 4):
        for each in range(number):
            week = Week(MONDAY - timedelta(weeks=each))
            if schedule.get_children().filter(slug=week.code).exists():
                continue
            posts = [make_post(schedule.agency, f"Người {each} {one}") for one in range(number * 3)]
            make_week(
                schedule,
                *[item(week.monday, content=f"Họp {one.pk}", chairs=(one,)) for one in posts],
                week=week,
            )
        read(client, schedule, "?month=2026-11")
        with CaptureQueriesContext(connection) as captured:
            read(client, schedule, "?month=2026-11")
        counts.append(len(captured))
    assert counts[0] == counts[1]
