"""Calendars: read back by the library and by a reader of our own."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from govportal_wagtail.core.models import Person
from govportal_wagtail.schedules import editing
from govportal_wagtail.schedules.public import ical
from govportal_wagtail.schedules.public.told import Told
from govportal_wagtail.schedules.times import session_of
from govportal_wagtail.schedules.vocabulary import ItemStatus, Session, Visibility
from govportal_wagtail.schedules.weeks import Week
from tests import builders
from tests.schedules.builders import again, change_week, item, make_post, make_schedule, make_week
from tests.schedules.ical_reader import read

pytestmark = pytest.mark.django_db
THIS = Week.of(timezone.localdate())
DAY = THIS.monday


@pytest.fixture
def schedule(portal):
    return make_schedule(portal, title="Lịch công tác; tuần, và hơn nữa")


def fetch(client, url):
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    icalendar.Calendar.from_ical(response.content)
    return read(response.content)


def events(client, schedule, more=""):
    return fetch(client, f"/lich/{schedule.pk}{more}.ics").named("VEVENT")


def test_an_item_is_an_event_in_local_time(client, schedule, portal):
    post = make_post(portal.agency)
    long = "Họp nghe báo cáo; gồm: kinh tế, xã hội\\an ninh\nvà những việc khác " * 4
    made = item(
        DAY,
        time(7, 30),
        long,
        ends_at=time(9),
        place="Phòng họp 1, trụ sở UBND",
        chairs=(post,),
        participants_text="Báo chí",
    )
    week = make_week(schedule, made, week=THIS)
    calendar = fetch(client, f"/lich/{schedule.pk}.ics")
    assert calendar.text("X-WR-CALNAME") == schedule.title
    assert calendar.one("VERSION") == "2.0"
    (event,) = calendar.named("VEVENT")
    assert event.one("UID") == f"{made.uid}-{schedule.pk}"
    assert (event.one("DTSTART"), event.parameters("DTSTART")["TZID"]) == (
        f"{DAY:%Y%m%d}T073000",
        "Asia/Ho_Chi_Minh",
    )
    assert event.one("DTEND") == f"{DAY:%Y%m%d}T090000"
    assert event.text("SUMMARY") == " ".join(long.split())
    assert event.text("LOCATION") == "Phòng họp 1, trụ sở UBND"
    assert "Nguyễn Văn An, Chủ tịch" in event.text("DESCRIPTION")
    assert "Báo chí" in event.text("DESCRIPTION")
    assert (event.one("STATUS"), event.one("SEQUENCE")) == ("CONFIRMED", "0")
    assert event.one("URL").endswith(f"/lich-cong-tac/{week.slug}/")
    (zone,) = calendar.named("VTIMEZONE")
    assert zone.one("TZID") == "Asia/Ho_Chi_Minh"
    (standard,) = zone.parts
    assert (standard.one("TZOFFSETFROM"), standard.one("TZOFFSETTO")) == ("+0700", "+0700")


def test_the_moment_is_the_same_as_in_utc(client, schedule):
    make_week(schedule, item(DAY, time(7, 30)), week=THIS)
    content = client.get(f"/lich/{schedule.pk}.ics").content
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert event.decoded("DTSTART").astimezone(UTC) == datetime.combine(
        DAY, time(0, 30), tzinfo=UTC
    )


def test_unknown_ends_parts_of_the_day_and_whole_days(client, schedule):
    make_week(
        schedule,
        item(DAY, time(8), "Không rõ kết thúc"),
        item(DAY + timedelta(days=1), None, "Buổi chiều", session=Session.AFTERNOON),
        item(DAY + timedelta(days=6), None, "Cả ngày", session=Session.ALL_DAY),
        week=THIS,
    )
    unknown, afternoon, whole = events(client, schedule)
    assert unknown.one("DTEND") == f"{DAY:%Y%m%d}T083000"
    assert unknown.text("DESCRIPTION")
    assert afternoon.one("DTSTART").endswith("T130000")
    assert str(Session.AFTERNOON.label) in afternoon.text("DESCRIPTION")
    assert whole.parameters("DTSTART") == {"VALUE": "DATE"}
    sunday, after = DAY + timedelta(days=6), DAY + timedelta(days=7)
    assert (whole.one("DTSTART"), whole.one("DTEND")) == (f"{sunday:%Y%m%d}", f"{after:%Y%m%d}")


def test_changes_raise_the_sequence_under_the_same_uid(client, schedule):
    first = item(DAY, content="Họp ban")
    page = make_week(schedule, first, week=THIS)
    (before,) = events(client, schedule)
    change_week(page, again(first, status=ItemStatus.POSTPONED, reason="Mưa bão"))
    (postponed,) = events(client, schedule)
    change_week(page, again(first, status=ItemStatus.CANCELLED, reason="Hủy hẳn"))
    (cancelled,) = events(client, schedule)
    found = [before, postponed, cancelled]
    assert len({event.one("UID") for event in found}) == 1
    assert [event.one("SEQUENCE") for event in found] == ["0", "1", "2"]
    assert [event.one("STATUS") for event in found] == ["CONFIRMED", "TENTATIVE", "CANCELLED"]
    assert "Mưa bão" in postponed.text("DESCRIPTION")
    assert cancelled.text("SUMMARY").endswith("Họp ban")
    assert before.one("LAST-MODIFIED") <= cancelled.one("LAST-MODIFIED")


def test_what_is_hidden_is_cancelled_without_a_word_of_it(client, schedule, portal):
    post = make_post(portal.agency)
    first = item(DAY, content="Chuyên án X", place="Nhà A", chairs=(post,))
    page = make_week(schedule, first, item(DAY, time(9), "Khác"), week=THIS)
    other = again(editing.newest(page).items.all()[1], reason="")
    change_week(page, again(first, visibility=Visibility.INTERNAL), other)
    url = f"/lich/{schedule.pk}.ics"
    content = client.get(url).content.decode()
    for hidden in ("Chuyên án", "Nhà A", "Nguyễn"):
        assert hidden not in content
    gone = events(client, schedule)[0]
    assert (gone.one("STATUS"), gone.one("SEQUENCE")) == ("CANCELLED", "1")


def test_busy_and_internal_items(client, schedule, portal):
    post = make_post(portal.agency)
    make_week(
        schedule,
        item(DAY, content="Kín", visibility=Visibility.INTERNAL, chairs=(post,)),
        item(DAY, content="Bận", visibility=Visibility.BUSY, chairs=(post,), place="Nơi kín"),
        item(DAY, content="Ghi chú", internal_note="Mật", vehicle="65A", chairs=(post,)),
        week=THIS,
    )
    for more in ("", f"/lanh-dao/{post.person_id}"):
        content = client.get(f"/lich/{schedule.pk}{more}.ics").content.decode()
        for hidden in ("Kín", "Bận", "Nơi kín", "Mật", "65A"):
            assert hidden not in content
        assert len(events(client, schedule, more)) == 2


def test_the_calendar_of_a_leader(client, schedule, portal):
    chair, guest = make_post(portal.agency), make_post(portal.agency, "Trần Thị Bình", "Phó CT")
    make_week(
        schedule,
        item(DAY, content="Chủ trì", chairs=(chair,)),
        item(DAY, content="Dự họp", chairs=(guest,), participants=(chair,)),
        item(DAY, content="Không dự", chairs=(guest,)),
        week=THIS,
    )
    calendar = fetch(client, f"/lich/{schedule.pk}/lanh-dao/{chair.person_id}.ics")
    assert {event.text("SUMMARY") for event in calendar.named("VEVENT")} == {"Chủ trì", "Dự họp"}
    assert calendar.text("X-WR-CALNAME").endswith("Nguyễn Văn An, Chủ tịch")


def test_who_is_taken_off_an_item_is_told_so(client, schedule, portal):
    chair, guest = make_post(portal.agency), make_post(portal.agency, "Trần Thị Bình", "Phó CT")
    first = item(DAY, content="Họp kín", place="Phòng 2", chairs=(chair,), participants=(guest,))
    page = make_week(schedule, first, week=THIS)
    of_guest, of_chair = (f"/lanh-dao/{post.person_id}" for post in (guest, chair))
    (before,) = events(client, schedule, of_guest)

    def put(*participants):
        return again(
            item(
                DAY, content="Họp kín", place="Phòng 2", chairs=(chair,), participants=participants
            ),
            uid=first.uid,
        )

    change_week(page, put())
    (gone,) = events(client, schedule, of_guest)
    assert gone.one("UID") == before.one("UID")
    assert (gone.one("STATUS"), gone.one("SEQUENCE")) == ("CANCELLED", "1")
    content = client.get(f"/lich/{schedule.pk}{of_guest}.ics").content.decode()
    assert "Họp kín" not in content
    assert "Phòng 2" not in content
    assert [each.one("STATUS") for each in events(client, schedule, of_chair)] == ["CONFIRMED"]
    change_week(page, again(put(), place="Phòng 3"))
    (still,) = events(client, schedule, of_guest)
    assert (still.one("STATUS"), still.one("SEQUENCE")) == ("CANCELLED", "2")
    change_week(page, put(guest))
    (back,) = events(client, schedule, of_guest)
    assert (back.one("STATUS"), back.text("SUMMARY")) == ("CONFIRMED", "Họp kín")
    assert back.one("SEQUENCE") == "3"


def test_leaders_without_items_and_people_who_are_not_public(client, schedule, portal):
    post = make_post(portal.agency)
    hidden = make_post(portal.agency, "Người Kín", "Trợ lý", is_public=False)
    private = Person.objects.create(name="Không Chức Vụ", agency=portal.agency)
    assert events(client, schedule, f"/lanh-dao/{post.person_id}") == []
    for key in (hidden.person_id, private.pk, 999_999_999):
        assert client.get(f"/lich/{schedule.pk}/lanh-dao/{key}.ics").status_code == 404


def test_the_calendar_of_one_item_whenever_it_was(client, schedule):
    old = Week(DAY - timedelta(weeks=60))
    first, secret = (
        item(old.monday, content="Năm ngoái"),
        item(old.monday, content="Kín", visibility=Visibility.INTERNAL),
    )
    page = make_week(schedule, first, secret, week=old)
    (event,) = events(client, schedule, f"/muc/{first.uid}")
    assert event.text("SUMMARY") == "Năm ngoái"
    for uid in (secret.uid, uuid.uuid4()):
        assert client.get(f"/lich/{schedule.pk}/muc/{uid}.ics").status_code == 404
    page.unpublish()
    (event,) = events(client, schedule, f"/muc/{first.uid}")
    assert event.one("STATUS") == "CANCELLED"


def test_calendars_reach_sixty_days_back_and_far_ahead(client, schedule):
    for weeks, content in ((-10, "Lâu rồi"), (-8, "Gần đây"), (30, "Còn xa")):
        week = THIS.shifted(weeks)
        make_week(schedule, item(week.monday, content=content), week=week)
    assert {event.text("SUMMARY") for event in events(client, schedule)} == {"Gần đây", "Còn xa"}


def test_what_is_not_public_has_no_calendar(client, schedule, portal):
    page = make_week(schedule, item(DAY), week=THIS)
    elsewhere = make_schedule(portal, slug="nhap")
    elsewhere.unpublish()
    other = builders.make_site("so.example.vn")
    standard = builders.make_standard(portal.site.root_page)
    for key in (elsewhere.pk, other.root_page.pk, standard.pk, page.pk, 999_999_999):
        assert client.get(f"/lich/{key}.ics").status_code == 404
    assert client.get(f"/lich/{'9' * 30}.ics").status_code == 404
    assert client.get(f"/lich/{schedule.pk}.ics", HTTP_HOST="so.example.vn").status_code == 404
    assert client.post(f"/lich/{schedule.pk}.ics").status_code == 405
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert events(client, schedule) == []
    restriction.delete()
    PageViewRestriction.objects.create(page=schedule, restriction_type="login")
    assert client.get(f"/lich/{schedule.pk}.ics").status_code == 404


def test_a_calendar_that_did_not_change_is_not_sent_again(client, schedule):
    first = item(DAY)
    page = make_week(schedule, first, week=THIS)
    url = f"/lich/{schedule.pk}.ics"
    tag = client.get(url)["ETag"]
    assert client.get(url, HTTP_IF_NONE_MATCH=tag).status_code == 304
    change_week(page, again(first, place="Nơi khác"))
    assert client.get(url, HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_an_english_schedule_speaks_english(client, schedule, portal, settings):
    settings.WAGTAIL_I18N_ENABLED = True
    post = make_post(portal.agency, title_en="Chairman")
    busy = item(DAY, visibility=Visibility.BUSY, chairs=(post,))
    make_week(schedule, busy, week=THIS)
    english = builders.make_locale("en")
    home = portal.site.root_page.specific.copy_for_translation(english)
    builders.publish_page(home)
    twin = schedule.copy_for_translation(english)
    builders.publish_page(twin)
    make_week(twin, again(busy, reason=""), week=THIS)
    (event,) = events(client, twin)
    assert event.text("SUMMARY") == "Working"
    assert "Nguyễn Văn An, Chairman" in event.text("DESCRIPTION")
    (own,) = events(client, schedule)
    assert own.one("UID") != event.one("UID")


def test_queries_do_not_grow_with_items_and_weeks(client, schedule, portal):
    post = make_post(portal.agency)

    def fill(weeks):
        for number in weeks:
            week = THIS.shifted(number)
            made = [item(week.monday, content=f"Họp {n}", chairs=(post,)) for n in range(5)]
            make_week(schedule, *made, week=week)

    def counted(url):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    urls = [f"/lich/{schedule.pk}.ics", f"/lich/{schedule.pk}/lanh-dao/{post.person_id}.ics"]
    fill([0])
    few = [(counted(url), counted(url))[1] for url in urls]
    fill(range(1, 7))
    assert [counted(url) for url in urls] == few


@given(
    content=st.text(st.characters(exclude_categories=["Cs"]), max_size=300),
    starts=st.none() | st.times(),
    day=st.dates(date(2020, 1, 1), date(2060, 12, 31)),
    status=st.sampled_from(list(ItemStatus.values)),
    is_withdrawn=st.booleans(),
)
def test_whatever_stands_in_an_item_the_file_is_a_calendar(
    content, starts, day, status, is_withdrawn
):
    starts = starts.replace(second=0, microsecond=0) if starts else None
    now = datetime(2026, 11, 16, tzinfo=UTC)
    told = Told(
        uid=uuid.uuid4(),
        schedule_id=1,
        monday=Week.of(day).monday,
        date=day,
        session=session_of(starts) if starts else Session.ALL_DAY,
        starts_at=starts,
        ends_at=None,
        status=status,
        is_busy=False,
        is_withdrawn=is_withdrawn,
        content=content,
        place=content,
        chairs=(),
        participants=(),
        chairs_text=content,
        participants_text="",
        preparing="",
        requester="",
        reason=content,
        sequence=3,
        created_at=now,
        changed_at=now,
    )
    file = ical.document(content, [told])
    (event,) = read(file).named("VEVENT")
    (parsed,) = icalendar.Calendar.from_ical(file).walk("VEVENT")
    assert event.one("UID") == f"{told.uid}-1"
    assert parsed.decoded("DTSTART") <= parsed.decoded("DTEND")
    if not is_withdrawn and "\n" not in content and content.isprintable():
        assert event.text("LOCATION" if content else "SUMMARY").endswith(content)
