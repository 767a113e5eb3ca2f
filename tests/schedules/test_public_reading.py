"""What the public reads of items, and what it never does."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.utils import translation

from govportal_wagtail.schedules import editing
from govportal_wagtail.schedules.models import ScheduleItem
from govportal_wagtail.schedules.public import reading
from govportal_wagtail.schedules.public.days import by_day, by_leader
from govportal_wagtail.schedules.vocabulary import ItemStatus, Session, Visibility
from tests.builders import make_agency
from tests.schedules.builders import (
    MONDAY,
    WEEK,
    change_week,
    item,
    make_post,
    make_week,
)

pytestmark = pytest.mark.django_db

SECRETS = {
    "vehicle": "Xe 23A-001.23",
    "internal_note": "Chuẩn bị tài liệu mật",
    "online_link": "https://hop.example.vn/phong-9",
}


@pytest.fixture
def post(portal):
    return make_post(portal.agency)


def test_a_public_item_is_read_whole_but_for_what_is_internal(schedule, post):
    unit = make_agency("van-phong", name="Văn phòng")
    page = make_week(
        schedule,
        item(
            chairs=(post,),
            place="Phòng họp A",
            participants_text="Các Sở",
            preparing_agency=unit,
            preparing_text="Sở Y tế",
            requester="Sở Nội vụ",
            **SECRETS,
        ),
    )
    (shown,) = reading.items_of(page)
    assert (shown.content, shown.place) == ("Họp giao ban", "Phòng họp A")
    assert shown.preparing == "Văn phòng, Sở Y tế"
    assert (shown.participants_text, shown.requester) == ("Các Sở", "Sở Nội vụ")
    (chair,) = shown.chairs
    assert (chair.name, chair.title) == ("Nguyễn Văn An", "Chủ tịch")
    assert chair.person_id == post.person_id
    assert not any(secret in repr(shown) for secret in SECRETS.values())


def test_of_a_busy_item_only_time_and_people_are_read(schedule, post):
    page = make_week(
        schedule,
        item(
            content="Thanh tra đột xuất",
            chairs=(post,),
            visibility=Visibility.BUSY,
            place="Nơi kín",
            requester="Ban kín",
            chairs_text="Khách kín",
            participants_text="Đoàn kín",
            preparing_text="Phòng kín",
            **SECRETS,
        ),
    )
    (shown,) = reading.items_of(page)
    assert shown.is_busy
    assert shown.starts_at == time(8)
    assert [each.name for each in shown.people] == ["Nguyễn Văn An"]
    assert "kín" not in repr(shown)
    assert "Thanh tra" not in repr(shown)
    assert not any(secret in repr(shown) for secret in SECRETS.values())


def test_the_reason_of_a_busy_item_is_not_read(schedule):
    busy = item(
        visibility=Visibility.BUSY, status=ItemStatus.CANCELLED, change_reason="Hoãn thanh tra"
    )
    (shown,) = reading.items_of(make_week(schedule, busy))
    assert (shown.status, shown.reason) == (ItemStatus.CANCELLED, "")


def test_an_internal_item_is_left_out_but_for_staff(schedule):
    page = make_week(
        schedule, item(), item(content="Họp kín", visibility=Visibility.INTERNAL, **SECRETS)
    )
    assert [each.content for each in reading.items_of(page)] == ["Họp giao ban"]
    inside = {each.content: each for each in reading.internal_items_of(page)}
    assert inside["Họp kín"].visibility == Visibility.INTERNAL
    assert {name: getattr(inside["Họp kín"], name) for name in SECRETS} == SECRETS


def test_staff_read_what_the_public_knows_as_working(schedule):
    page = make_week(schedule, item(content="Thanh tra", visibility=Visibility.BUSY))
    (inside,) = reading.internal_items_of(page)
    assert (inside.content, inside.is_busy) == ("Thanh tra", True)


def test_people_keep_what_they_were_called(schedule, post):
    page = make_week(schedule, item(chairs=(post,)))
    post.title = "Bí thư"
    post.save()
    (shown,) = reading.items_of(page)
    assert shown.chairs[0].label == "Nguyễn Văn An, Chủ tịch"
    post.delete()
    (shown,) = reading.items_of(page)
    assert (shown.chairs[0].label, shown.chairs[0].person_id) == ("Nguyễn Văn An, Chủ tịch", None)


def test_posts_are_read_in_the_language_of_the_reader(schedule, portal):
    post = make_post(portal.agency, title_en="Chairperson")
    page = make_week(schedule, item(chairs=(post,)))
    with translation.override("en"):
        (shown,) = reading.items_of(page)
    assert shown.chairs[0].label == "Nguyễn Văn An, Chairperson"


def test_a_draft_is_read_as_it_stands(schedule, post):
    page = make_week(schedule, item())
    page = change_week(page, item(content="Dự thảo", chairs=(post,)), publish=False)
    assert [each.content for each in reading.items_of(page)] == ["Họp giao ban"]
    version = editing.newest(page)
    (draft,) = reading.items_of(version)
    assert (draft.content, draft.chairs[0].person_id) == ("Dự thảo", post.person_id)


@pytest.mark.parametrize("count", [1, 12])
def test_the_number_of_queries_does_not_follow_the_items(
    schedule, portal, django_assert_num_queries, count
):
    posts = [make_post(portal.agency, f"Trần Văn {each}", rank=each) for each in range(count)]
    unit = make_agency("van-phong")
    rows = [
        item(content=f"Họp {each.pk}", chairs=(each,), participants=tuple(posts[:2]))
        for each in posts
    ]
    for row in rows:
        row.preparing_agency = unit
    page = make_week(schedule, *rows)
    # Items, people, posts with persons, units, changes.
    with django_assert_num_queries(5):
        found = reading.items_of(page, schedule)
    assert len(found) == count


def test_days_without_items_are_there_and_empty(schedule):
    wednesday = MONDAY + timedelta(days=2)
    page = make_week(
        schedule,
        item(wednesday, time(14), "Chiều"),
        item(wednesday, time(9), "Sáng"),
        item(wednesday, None, "Cả ngày", session=Session.ALL_DAY),
    )
    days = by_day(reading.items_of(page), WEEK.days, today=wednesday)
    assert [day.date for day in days] == list(WEEK.days)
    assert [len(day.items) for day in days] == [0, 0, 3, 0, 0, 0, 0]
    assert [day.is_today for day in days].index(True) == 2
    assert [session.session for session in days[2].sessions] == [
        Session.ALL_DAY,
        Session.MORNING,
        Session.AFTERNOON,
    ]


def test_a_leader_has_the_items_they_take_part_in(schedule, portal, post):
    other = make_post(portal.agency, "Lê Thị Bình", "Phó Chủ tịch", rank=2)
    page = make_week(
        schedule,
        item(content="Một", chairs=(post,), participants=(other,)),
        item(content="Hai", starts_at=time(10), chairs=(other,)),
    )
    items = reading.items_of(page)
    leaders = items[0].people
    grouped = by_leader(items, leaders, WEEK.days, today=MONDAY)
    assert [[each.content for each in one.days[0].items] for one in grouped] == [
        ["Một"],
        ["Một", "Hai"],
    ]


def test_rows_of_a_posted_week_are_not_changed_by_reading(schedule, post):
    page = make_week(schedule, item(chairs=(post,)))
    before = list(ScheduleItem.objects.values())
    reading.items_of(page)
    assert list(ScheduleItem.objects.values()) == before
