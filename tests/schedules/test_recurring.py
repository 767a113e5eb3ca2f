"""Recurring items fall on the days that dateutil finds; a week is filled once."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from hypothesis import given, settings
from hypothesis import strategies as st

from govportal_wagtail.schedules import recurring
from govportal_wagtail.schedules.models import RecurringItem, RecurringPerson
from govportal_wagtail.schedules.vocabulary import Frequency, PersonRole, Session
from govportal_wagtail.schedules.weeks import Week
from tests.core.portal_builders import make_portal
from tests.schedules.builders import MONDAY, WEEK, make_post, make_schedule

FIRST, YEARS = date(2026, 1, 1), 5
LAST = date(FIRST.year + YEARS, 12, 31)
STARTS = st.dates(FIRST, date(2027, 12, 31))
ENDS = st.none() | st.dates(date(2027, 6, 1), LAST)


def days_of(item: RecurringItem) -> list[date]:
    """Every day from the beginning to the end of the years looked at."""
    week, found = Week.of(FIRST), []
    while week.monday <= LAST:
        found += recurring.occurrences(item, week)
        week = week.shifted(1)
    return [day for day in found if day <= LAST]


def expected(item: RecurringItem, **rule) -> list[date]:
    until = min(item.ends_on or LAST, LAST)
    found = rrule(interval=item.interval, dtstart=item.starts_on, until=until, wkst=0, **rule)
    return [each.date() for each in found]


@settings(max_examples=60)
@given(STARTS, ENDS, st.integers(1, 52), st.integers(0, 6))
def test_weekly_items(starts_on, ends_on, interval, day):
    item = RecurringItem(
        frequency=Frequency.WEEKLY,
        interval=interval,
        weekday=day,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    assert days_of(item) == expected(item, freq=WEEKLY, byweekday=day)


@settings(max_examples=60)
@given(STARTS, ENDS, st.integers(1, 12), st.integers(1, 31))
def test_items_on_a_day_of_the_month(starts_on, ends_on, interval, day):
    item = RecurringItem(
        frequency=Frequency.MONTHLY_BY_DAY,
        interval=interval,
        day_of_month=day,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    # The last of these days that the month has.
    rule = {"bymonthday": range(28, day + 1), "bysetpos": -1} if day > 28 else {"bymonthday": day}
    found = expected(item, freq=MONTHLY, **rule)
    # dateutil never sees the days before the beginning, so that it may choose too early a one.
    assert days_of(item) == [each for each in found if each.day == min(day, _length(each))]


def _length(day: date) -> int:
    after = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (after - timedelta(days=1)).day


@settings(max_examples=60)
@given(STARTS, ENDS, st.integers(1, 12), st.integers(0, 6), st.sampled_from([1, 2, 3, 4, -1]))
def test_items_on_a_weekday_of_the_month(starts_on, ends_on, interval, day, which):
    item = RecurringItem(
        frequency=Frequency.MONTHLY_BY_WEEKDAY,
        interval=interval,
        weekday=day,
        week_of_month=which,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    assert days_of(item) == expected(item, freq=MONTHLY, byweekday=weekday(day, which))


def test_the_31st_of_a_short_month_is_its_last_day():
    item = RecurringItem(
        frequency=Frequency.MONTHLY_BY_DAY, day_of_month=31, starts_on=date(2028, 1, 1)
    )
    found = [day for day in days_of(item) if day.year == 2028]
    assert [f"{day:%d/%m}" for day in found[:4]] == ["31/01", "29/02", "31/03", "30/04"]
    assert len(found) == 12


def test_an_item_ends_with_its_last_day():
    item = RecurringItem(weekday=0, starts_on=MONDAY, ends_on=MONDAY + timedelta(days=7))
    assert days_of(item) == [MONDAY, MONDAY + timedelta(days=7)]


def test_what_was_not_filled_in_falls_on_no_day():
    for frequency in Frequency.values:
        item = RecurringItem(frequency=frequency, starts_on=FIRST)
        assert days_of(item) == []


@pytest.fixture
def schedule():
    return make_schedule(make_portal())


def recur(schedule, content="Giao ban đầu tuần", **fields) -> RecurringItem:
    values = {
        "weekday": 0,
        "starts_on": FIRST,
        "session": Session.MORNING,
        "starts_at": time(8),
    } | fields
    item = RecurringItem(schedule=schedule, content=content, **values)
    item.full_clean()
    item.save()
    return item


@pytest.mark.django_db
def test_a_week_gets_new_items_with_their_people(schedule):
    post = make_post(schedule.agency)
    item = recur(schedule, place="Phòng họp số 1", internal_note="Mang tài liệu")
    RecurringPerson.objects.create(item=item, post=post, role=PersonRole.CHAIR, label="Chủ tịch")
    recur(schedule, "Chào cờ", starts_at=time(7, 15))
    found = recurring.items_for(schedule, WEEK)
    assert [(each.content, each.date, each.starts_at) for each in found] == [
        ("Chào cờ", MONDAY, time(7, 15)),
        ("Giao ban đầu tuần", MONDAY, time(8)),
    ]
    meeting = found[1]
    assert (meeting.place, meeting.internal_note) == ("Phòng họp số 1", "Mang tài liệu")
    assert [(row.post_id, row.label) for row in meeting.people.all()] == [(post.pk, "Chủ tịch")]
    assert meeting.uid != found[0].uid


@pytest.mark.django_db
def test_what_stands_there_is_not_added_again(schedule):
    recur(schedule)
    first = recurring.items_for(schedule, WEEK)
    assert recurring.items_for(schedule, WEEK, first) == []
    first[0].starts_at = time(9)
    assert len(recurring.items_for(schedule, WEEK, first)) == 1


@pytest.mark.django_db
def test_the_items_of_another_schedule_stay_there(schedule):
    other = make_schedule(schedule_site(schedule), title="Lịch khác", slug="lich-khac")
    recur(other)
    assert recurring.items_for(schedule, WEEK) == []


def schedule_site(schedule):
    from govportal_wagtail.schedules import rights

    return rights.site_of(schedule)


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_items(schedule, django_assert_num_queries):
    post = make_post(schedule.agency)
    for number in range(3):
        item = recur(schedule, f"Họp {number}")
        RecurringPerson.objects.create(item=item, post=post)
    with django_assert_num_queries(2):
        assert len(recurring.items_for(schedule, WEEK)) == 3
    for number in range(3, 12):
        item = recur(schedule, f"Họp {number}")
        RecurringPerson.objects.create(item=item, post=post)
    with django_assert_num_queries(2):
        assert len(recurring.items_for(schedule, WEEK)) == 12
