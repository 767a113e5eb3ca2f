"""The page of a schedule and of a week, as readers meet them."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from govportal_wagtail.schedules.models import WeeklySchedulePage
from govportal_wagtail.schedules.templatetags.govportal_schedules import clock, weekday
from govportal_wagtail.schedules.vocabulary import ItemStatus, Visibility
from govportal_wagtail.schedules.weeks import Week
from tests.builders import make_agency
from tests.schedules.builders import (
    MONDAY,
    WEEK,
    change_week,
    item,
    make_post,
    make_schedule,
    make_week,
)

pytestmark = pytest.mark.django_db

THIS = Week.of(timezone.localdate())


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


@pytest.fixture
def post(portal):
    return make_post(portal.agency)


def read(client, page, query=""):
    response = client.get(page.get_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def test_this_week_stands_on_the_page_of_the_schedule(client, schedule):
    today = timezone.localdate()
    make_week(schedule, item(today, content="Họp hôm nay"), week=THIS)
    text = read(client, schedule)
    assert "Họp hôm nay" in text
    assert text.count("gp-badge--today") == 1
    assert f'id="d-{today:%Y-%m-%d}"' in text
    assert f"{THIS.monday:%d/%m/%Y}" in text


def test_a_week_that_is_not_posted_is_told_and_the_newest_is_shown(client, schedule):
    earlier = THIS.shifted(-2)
    make_week(schedule, item(earlier.monday, content="Họp cũ"), week=earlier)
    make_week(schedule, item(THIS.monday, content="Họp nháp"), week=THIS, publish=False)
    text = read(client, schedule)
    assert "gp-alert" in text
    assert f"{THIS.monday:%d/%m/%Y}" in text
    assert "Họp cũ" in text
    assert "Họp nháp" not in text


def test_a_schedule_without_weeks_says_so(client, schedule):
    text = read(client, schedule)
    assert "gp-alert" in text
    assert "<table" not in text


def test_every_day_of_the_week_is_there_also_without_items(client, schedule):
    page = make_week(schedule, item(MONDAY))
    text = read(client, page)
    assert all(f'id="d-{day:%Y-%m-%d}"' in text for day in WEEK.days)
    assert text.count("gp-sched__item--none") == 6


def test_nothing_internal_reaches_the_page(client, schedule, post):
    page = make_week(
        schedule,
        item(
            chairs=(post,),
            vehicle="Xe 23A",
            internal_note="ghi chú kín",
            online_link="https://hop.example.vn/9",
        ),
        item(content="Họp kín", visibility=Visibility.INTERNAL),
        item(content="Thanh tra kín", visibility=Visibility.BUSY, chairs=(post,), place="kín"),
    )
    for query in ("", "?view=leaders", f"?leader={post.person_id}"):
        text = read(client, page, query)
        assert "kín" not in text
        assert "Xe 23A" not in text
        assert "hop.example.vn" not in text
        assert "gp-sched__words--busy" in text


def test_a_draft_of_a_posted_week_is_not_shown(client, schedule):
    page = make_week(schedule, item())
    change_week(page, item(content="Sửa đổi nháp"), publish=False)
    assert "Sửa đổi nháp" not in read(client, page)


def test_text_of_an_item_is_never_markup(client, schedule):
    page = make_week(schedule, item(content="<script>alert(1)</script>", place="<b>A</b>"))
    text = read(client, page)
    assert "<script>alert(1)" not in text
    assert "<b>A</b>" not in text


def test_the_filter_shows_one_leader_and_every_link_keeps_it(client, schedule, portal, post):
    other = make_post(portal.agency, "Lê Thị Bình", "Phó Chủ tịch", rank=2)
    before, after = WEEK.shifted(-1), WEEK.shifted(1)
    make_week(schedule, item(before.monday), week=before)
    make_week(schedule, item(after.monday), week=after)
    page = make_week(
        schedule,
        item(content="Của Chủ tịch", chairs=(post,)),
        item(content="Của Phó Chủ tịch", starts_at=time(10), chairs=(other,)),
    )
    text = read(client, page, f"?leader={other.person_id}")
    assert "Của Phó Chủ tịch" in text
    assert "Của Chủ tịch" not in text
    kept = f"leader={other.person_id}"
    for week in (before, after):
        assert re.search(rf'href="[^"]*{week.code}/\?{kept}"', text)
    assert f"?view=leaders&amp;{kept}" in text
    assert f"{kept}&amp;month=2026-11" in text
    assert f'value="{other.person_id}" selected' in text
    assert f"/lanh-dao/{other.person_id}.ics" in text


def test_a_leader_without_items_in_a_week_is_no_error(client, schedule, post):
    page = make_week(schedule, item())
    text = read(client, page, f"?leader={post.person_id}")
    assert text.count("gp-sched__item--none") == 7
    assert "Nguyễn Văn An" in text


@pytest.mark.parametrize("leader", ["abc", "-1", "1;2", "99999999", "9" * 30, "١"])
def test_a_leader_whom_nobody_knows_is_not_found(client, schedule, leader):
    page = make_week(schedule, item())
    assert client.get(page.get_url(), {"leader": leader}).status_code == 404
    assert client.get(schedule.get_url(), {"leader": leader}).status_code == 404
    month = {"leader": leader, "month": "2026-11"}
    assert client.get(schedule.get_url(), month).status_code == 404


def test_a_person_without_a_public_post_is_not_named(client, schedule, portal):
    hidden = make_post(portal.agency, "Người Kín", is_public=False)
    page = make_week(schedule, item())
    response = client.get(page.get_url(), {"leader": hidden.person_id})
    assert response.status_code == 404
    assert "Người Kín" not in read(client, page, "?view=leaders")


def test_by_leader_shows_everybody_in_office_by_protocol(client, schedule, portal):
    second = make_post(portal.agency, "Lê Thị Bình", "Phó Chủ tịch", rank=2)
    first = make_post(portal.agency, "Nguyễn Văn An", "Chủ tịch", is_head=True)
    gone = make_post(portal.agency, "Trần Văn Cũ", "Phó Chủ tịch", ends_on=date(2026, 1, 1))
    guest = make_post(make_agency("so-y-te"), "Phạm Thị Dung", "Giám đốc")
    page = make_week(
        schedule,
        item(content="Họp chung", chairs=(second,), participants=(guest,)),
        item(content="Việc khác", starts_at=time(15), chairs_text="Khách"),
    )
    text = read(client, page, "?view=leaders")
    named = re.findall(r'id="ld-(\w+)"', text)
    keys = [first.person_id, second.person_id, guest.person_id]
    assert named == [*map(str, keys), "khac"]
    assert str(gone.person_id) not in named
    assert "Việc khác" in text


def test_an_unknown_view_is_the_usual_one(client, schedule):
    page = make_week(schedule, item())
    assert 'class="gp-sched"' in read(client, page, "?view=%3Cx%3E")


def test_what_does_not_take_place_says_so_with_its_reason(client, schedule):
    page = make_week(
        schedule,
        item(status=ItemStatus.POSTPONED, change_reason="Do mưa bão"),
        item(content="Bỏ", status=ItemStatus.CANCELLED, starts_at=time(9)),
    )
    text = read(client, page)
    assert "gp-badge--postponed" in text
    assert "gp-badge--cancelled" in text
    assert "Do mưa bão" in text
    # What is off is not offered to calendars.
    assert "/muc/" not in text


def test_a_change_after_posting_is_told_with_time_and_reason(client, schedule):
    row = item()
    page = make_week(schedule, row)
    moved = item(starts_at=time(9), change_reason="Lãnh đạo họp Trung ương")
    moved.uid = row.uid
    added = item(content="Họp thêm", starts_at=time(15), change_reason="Phát sinh")
    page = change_week(page, moved, added)
    text = read(client, page)
    assert text.count("Lãnh đạo họp Trung ương") == 2
    assert "Phát sinh" in text
    assert 'id="gp-sched-changes"' in text
    assert "08h00, 16/11" in text


def test_a_day_is_linked_to_the_items_that_changed(client, schedule):
    row = item()
    page = change_week(make_week(schedule, row), row, item(content="Thêm", starts_at=time(9)))
    text = read(client, page)
    for anchor in re.findall(r'href="#(muc-[0-9a-f-]+)"', text):
        assert f'id="{anchor}"' in text
    assert text.count('id="muc-') == 2


def test_the_printed_form_has_the_official_head_and_signature(client, portal):
    portal.agency.parent = make_agency("cap-tren", name="Cơ quan cấp trên")
    portal.agency.save()
    schedule = make_schedule(
        portal,
        place_of_issue="Cà Mau",
        signature_title="TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG",
        signature_name="Trần Thị Hoa",
    )
    text = read(client, make_week(schedule, item()))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert "Cơ quan cấp trên" in text
    assert str(portal.agency) in text
    assert "TL. CHỦ TỊCH<br>CHÁNH VĂN PHÒNG" in text
    assert "Trần Thị Hoa" in text
    assert "Cà Mau, " in text


def test_ways_to_calendars_are_only_where_everybody_reads(client, schedule, django_user_model):
    page = make_week(schedule, item())
    assert ".ics" in read(client, page)
    assert ".atom" in read(client, page)
    PageViewRestriction.objects.create(page=schedule, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(page.get_url()).status_code == 302
    client.force_login(django_user_model.objects.create_superuser("nguoi-doc", password="x"))
    text = read(client, page)
    assert "Họp giao ban" in text
    assert ".ics" not in text
    # Behind the restriction the weeks are still there, but for one with a restriction of its own.
    assert "Họp giao ban" in read(client, schedule)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert "Họp giao ban" not in read(client, schedule)


def test_a_preview_shows_the_draft(schedule, post):
    page = make_week(schedule, publish=False)
    change_week(page, item(content="Xem trước", chairs=(post,)), publish=False)
    version = WeeklySchedulePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    response = version.make_preview_request(preview_mode="")
    assert response.status_code == 200
    assert "Xem trước" in response.render().content.decode()


@pytest.mark.parametrize(("language", "text"), [("vi", "07h05"), ("en", "07:05"), ("ru", "07:05")])
def test_a_time_is_written_as_the_language_does(language, text):
    with translation.override(language):
        assert clock(time(7, 5)) == text
    assert clock(None) == ""


def test_every_weekday_has_a_name():
    names = [weekday(MONDAY + timedelta(days=each)) for each in range(7)]
    assert len(set(names)) == 7
    assert weekday(None) == ""


@pytest.mark.parametrize("view", ["", "?view=leaders"])
def test_queries_do_not_follow_the_items(client, portal, schedule, view):
    counts = []
    for week, number in ((WEEK, 1), (WEEK.shifted(1), 15)):
        posts = [make_post(portal.agency, f"Người {week.code} {each}") for each in range(number)]
        unit = make_agency(f"don-vi-{number}")
        page = make_week(
            schedule,
            *[
                item(
                    week.monday,
                    content=f"Họp {each.pk}",
                    chairs=(each,),
                    participants=tuple(posts[:2]),
                    preparing_agency=unit,
                )
                for each in posts
            ],
            week=week,
        )
        client.get(page.get_url() + view)
        with CaptureQueriesContext(connection) as captured:
            read(client, page, view)
        counts.append(len(captured))
    assert counts[0] == counts[1]
