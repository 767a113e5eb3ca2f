"""Weeks are copied and filled, looked at inside, compared, and found in lists that stay fast."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from govportal_wagtail.schedules import editing
from govportal_wagtail.schedules.models import RecurringItem, ScheduleEvent, WeeklySchedulePage
from govportal_wagtail.schedules.panels import WeekComparison
from govportal_wagtail.schedules.vocabulary import ScheduleEventKind
from govportal_wagtail.schedules.weeks import Week
from tests.builders import make_agency
from tests.schedules.builders import (
    MONDAY,
    WEEK,
    change_week,
    item,
    make_clerk,
    make_post,
    make_schedule,
    make_unit_officer,
    make_week,
)

pytestmark = pytest.mark.django_db

LAST = WEEK.shifted(-1)


@pytest.fixture
def clerk(portal, client):
    user = make_clerk(portal)
    client.force_login(user)
    return user


def path_of(schedule, name="copy", week=WEEK):
    return reverse(f"schedules:{name}", args=[schedule.pk, week.code])


def stored(schedule):
    page = editing.page_of(schedule, WEEK)
    assert page is not None
    return list(editing.newest(page).items.all())


def test_last_week_is_copied_by_choice(client, schedule, clerk, portal):
    chief = make_post(portal.agency)
    tuesday = LAST.monday + timedelta(days=1)
    kept = item(LAST.monday, content="Giao ban", chairs=(chief,), internal_note="Nước")
    make_week(
        schedule,
        kept,
        item(tuesday, content="Đã hoãn", status="postponed"),
        item(tuesday, time(9), content="Không chọn"),
        week=LAST,
    )
    response = client.get(path_of(schedule))
    chosen = {each.item.content: each.is_chosen for each in _offered(response)}
    assert chosen == {"Giao ban": True, "Đã hoãn": False, "Không chọn": True}
    data = {"based_on": "", "chosen": [str(kept.uid)]}
    assert client.post(path_of(schedule), data).status_code == 302
    (copied,) = stored(schedule)
    assert (copied.date, copied.content) == (MONDAY, "Giao ban")
    assert copied.internal_note == "Nước"
    assert copied.uid != kept.uid
    assert [row.post_id for row in copied.people.all()] == [chief.pk]
    event = ScheduleEvent.objects.get(kind=ScheduleEventKind.WEEK_COPIED)
    assert event.details == {"from": LAST.code}
    # Sent twice, it is there once.
    assert client.post(path_of(schedule), data).status_code == 409
    assert len(stored(schedule)) == 1


def test_nothing_chosen_is_said_and_begins_no_week(client, schedule, clerk):
    make_week(schedule, item(LAST.monday), week=LAST)
    assert client.post(path_of(schedule), {"based_on": "", "chosen": ["x"]}).status_code == 422
    assert editing.page_of(schedule, WEEK) is None


@pytest.mark.parametrize("code", [WEEK.code, "2026-w99", "x"])
def test_a_week_is_not_copied_from_itself_or_from_no_week(client, schedule, clerk, code):
    assert client.get(path_of(schedule), {"from": code}).status_code == 404


def test_recurring_items_fill_the_week_once(client, schedule, clerk):
    RecurringItem.objects.create(
        schedule=schedule,
        content="Chào cờ",
        session="morning",
        starts_at=time(7, 30),
        weekday=0,
        starts_on=date(2026, 1, 1),
    )
    offered = _offered(client.get(path_of(schedule, "fill")))
    data = {"based_on": "", "chosen": [each.mark for each in offered]}
    assert client.post(path_of(schedule, "fill"), data).status_code == 302
    (found,) = stored(schedule)
    assert (found.date, found.content, found.starts_at) == (MONDAY, "Chào cờ", time(7, 30))
    assert ScheduleEvent.objects.filter(kind=ScheduleEventKind.WEEK_FILLED).count() == 1
    (again,) = _offered(client.get(path_of(schedule, "fill")))
    assert not again.is_chosen


def test_the_internal_view_shows_drafts_to_those_who_write_alone(client, schedule, clerk, portal):
    page = make_week(schedule, item(content="Họp kín", visibility="internal", vehicle="Xe 01"))
    change_week(page, item(content="Bản nháp mới"), publish=False)
    assert "Bản nháp mới" in client.get(path_of(schedule, "internal")).content.decode()
    client.force_login(make_unit_officer(make_agency("so-y-te"), portal))
    html = client.get(path_of(schedule, "internal")).content.decode()
    assert "Họp kín" in html
    assert "Xe 01" in html
    assert "Bản nháp mới" not in html


def test_the_editor_of_the_page_shows_the_items_and_keeps_them(client, schedule, clerk, portal):
    chief = make_post(portal.agency)
    page = make_week(schedule, item(content="Giao ban", chairs=(chief,)), publish=False)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = client.get(address).content.decode()
    assert "Giao ban" in html
    assert path_of(schedule, "desk") in html
    data = {
        "title": page.title,
        "slug": page.slug,
        "monday": MONDAY.isoformat(),
        "note": "Lịch có thể thay đổi",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }
    response = client.post(address, data)
    assert response.status_code == 302, response.context["form"].errors
    version = editing.newest(WeeklySchedulePage.objects.get(pk=page.pk))
    assert version.note == "Lịch có thể thay đổi"
    (kept,) = version.items.all()
    assert [row.post_id for row in kept.people.all()] == [chief.pk]


def test_versions_are_compared_item_by_item(client, schedule, clerk):
    first = item(content="Giao ban <b>tuần</b>")
    page = make_week(schedule, first, publish=False)
    older = page.get_latest_revision().as_object()
    changed = item(content="Giao ban <b>tháng</b>", uid=first.uid)
    page = change_week(page, changed, item(content="Mới"), publish=False)
    found = WeekComparison(older, editing.newest(page))
    assert found.has_changed()
    html = found.htmldiff()
    assert "<b>" not in html
    assert "Mới" in html
    assert not WeekComparison(older, older).has_changed()
    one, two = page.revisions.order_by("pk").values_list("pk", flat=True)
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, one, two])
    assert "Mới" in client.get(address).content.decode()


def test_lists_take_as_many_queries_for_many_rows(
    client, schedule, clerk, portal, django_assert_max_num_queries
):
    def queries(path):
        client.get(path)
        with django_assert_max_num_queries(200) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    weeks = reverse("schedules:weeks", args=[schedule.pk])
    index = reverse("schedules:index")
    this = Week.of(timezone.localdate())
    make_week(schedule, week=this)
    before = queries(weeks), queries(index)
    for number in range(1, 6):
        make_week(schedule, week=this.shifted(number))
        make_week(make_schedule(portal, slug=f"lich-{number}"), week=this)
    assert (queries(weeks), queries(index)) == before


def test_copying_takes_as_many_queries_for_many_items(
    client, schedule, clerk, portal, django_assert_max_num_queries
):
    chief = make_post(portal.agency)

    def queries(count):
        week = WEEK.shifted(count)
        rows = [
            item(week.monday, time(7, each), f"Việc {each}", chairs=(chief,))
            for each in range(count)
        ]
        make_week(schedule, *rows, week=week)
        path = f"{path_of(schedule)}?from={week.code}"
        client.get(path)
        with django_assert_max_num_queries(200) as captured:
            assert len(_offered(client.get(path))) == count
        return len(captured)

    assert queries(2) == queries(12)


def _offered(response):
    return [each for _day, found in response.context["days"] for each in found]
