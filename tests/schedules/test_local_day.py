"""Today is the day in Viet Nam, also between midnight there and midnight in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from govportal_wagtail.core.models import SiteState
from govportal_wagtail.schedules import due, requests
from govportal_wagtail.schedules.errors import ScheduleError
from govportal_wagtail.schedules.models import Weekday
from govportal_wagtail.schedules.weeks import Week
from tests.core.portal_builders import make_portal
from tests.schedules.builders import item, make_schedule, make_week
from tests.schedules.request_builders import make_office

pytestmark = pytest.mark.django_db

SUNDAY = date(2026, 11, 22)
#: Half past midnight of Monday in Viet Nam; Sunday afternoon in UTC.
NIGHT = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
EVENING = NIGHT - timedelta(hours=1)
OLD, NEW = Week.of(SUNDAY), Week.of(SUNDAY).shifted(1)


@pytest.fixture
def clock(monkeypatch):
    def put(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return put


@pytest.fixture
def schedule():
    portal = make_portal()
    type(portal).objects.filter(pk=portal.pk).update(state=SiteState.LIVE)
    made = make_schedule(portal)
    make_week(made, item(OLD.sunday, content="Việc chủ nhật"), week=OLD)
    make_week(made, item(NEW.monday, content="Việc thứ hai"), week=NEW)
    return made


def address(schedule) -> str:
    return f"/{schedule.slug}/"


def test_the_new_week_begins_at_midnight_although_pages_are_kept(schedule, client, clock, settings):
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 3600
    clock(EVENING)
    before = client.get(address(schedule))
    assert before.context["week"] == OLD
    assert client.get(address(schedule))["X-Portal-Cache"] == "hit"
    clock(NIGHT)
    after = client.get(address(schedule))
    assert after["X-Portal-Cache"] == "miss"
    assert after.context["week"] == NEW
    assert [day.date for day in after.context["days"] if day.is_today] == [NEW.monday]


@pytest.mark.parametrize(("moment", "today"), [(EVENING, OLD.sunday), (NIGHT, NEW.monday)])
def test_today_in_a_month_and_in_a_week(schedule, client, clock, moment, today):
    clock(moment)
    month = client.get(address(schedule), {"month": f"{today:%Y-%m}"})
    days = [day for week in month.context["month_weeks"] for day in week.days]
    assert [day.date for day in days if day.is_today] == [today]


def test_calendars_reach_back_from_the_local_day(schedule, client, clock):
    def events() -> int:
        return client.get(f"/lich/{schedule.pk}.ics").content.count(b"BEGIN:VEVENT")

    # Sixty days after a Sunday and after the Monday that follows it.
    clock(EVENING + timedelta(days=60))
    assert events() == 2
    clock(NIGHT + timedelta(days=60))
    assert events() == 1


def test_a_unit_registers_nothing_for_yesterday(clock):
    office = make_office()
    clock(NIGHT)
    data = requests.RequestData(date=SUNDAY, content="Họp", starts_at=time(8))
    with pytest.raises(ScheduleError):
        requests.register(office.schedule, office.officer, data)


def test_a_week_is_late_from_the_local_midnight(schedule):
    schedule.due_weekday = Weekday.SUNDAY
    moment = due.due_at(schedule, NEW)
    assert moment is not None
    late = due.Unposted(schedule, NEW, moment)
    assert (late.due_on, late.is_late(EVENING), late.is_late(NIGHT)) == (SUNDAY, False, True)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 12, 28), "2026-w53"),
        (date(2027, 1, 3), "2026-w53"),
        (date(2027, 1, 4), "2027-w01"),
        (date(2024, 12, 30), "2025-w01"),
    ],
)
def test_a_week_of_two_years_is_found_in_its_archive_and_both_months(
    schedule, client, clock, day, code
):
    clock(datetime.combine(day, time(5), tzinfo=UTC))
    week = Week.of(day)
    page = make_week(schedule, item(day, content="Giao thừa"), week=week)
    assert (page.slug, client.get(address(schedule)).context["week"]) == (code, week)
    archive = client.get(address(schedule), {"archive": str(week.year)})
    assert page.pk in [each.pk for each in archive.context["weeks"]]
    month = client.get(address(schedule), {"month": f"{day:%Y-%m}"})
    named = [each for row in month.context["month_weeks"] for each in row.days if each.named]
    assert [each.date for each in named] == [day]
