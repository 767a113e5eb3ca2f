"""Schedules in the daily reminder: weeks that are not posted, registrations that wait."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.core.models import SiteState
from govportal_wagtail.editorial import reminders
from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.schedules import due, reminding
from govportal_wagtail.schedules.models import ScheduleIndexPage, ScheduleRequest, Weekday
from govportal_wagtail.schedules.vocabulary import RequestState
from govportal_wagtail.schedules.weeks import Week
from tests.core.portal_builders import make_component, make_officer
from tests.schedules.builders import item, make_clerk, make_schedule, make_week
from tests.schedules.request_builders import make_office

pytestmark = pytest.mark.django_db

#: Week 10 of 2026, due on the Friday before at 16:00.
WEEK = Week(date(2026, 3, 2))
FRIDAY = date(2026, 2, 27)
OLD = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def office():
    made = make_office(due_weekday=Weekday.FRIDAY, due_time=time(16))
    _age(made.schedule)
    # This week was posted, so that only the next one counts.
    make_week(made.schedule, item(WEEK.monday - timedelta(days=7)), week=WEEK.shifted(-1))
    return made


@pytest.fixture
def board_head(office):
    return make_officer("truong-ban", office.portal_site, RoleCode.BOARD_HEAD.value)


def _age(schedule):
    ScheduleIndexPage.objects.filter(pk=schedule.pk).update(first_published_at=OLD)
    schedule.refresh_from_db()


def request_of(office, day=WEEK.monday, state=RequestState.REGISTERED, **fields):
    """A registration for a day of the past, which no form would take any more."""
    values = {"content": "Họp", "session": "morning", "entered_by": office.officer} | fields
    return ScheduleRequest.objects.create(
        schedule=office.schedule, agency=office.agency, date=day, state=state, **values
    )


def reminded(user, on=FRIDAY):
    """What the user is reminded of, by the part of the mail."""
    agenda = reminders.agendas(on).get(user.pk)
    parts = agenda.parts(on) if agenda else {}
    return {
        name: sorted(str(row.key).rsplit(":", 2)[0] for row in part.rows)
        for name, part in parts.items()
        if part
    }


WEEK_KEY, WAITING_KEY = "schedules:week", "schedules:waiting"


class WeekTests:
    def test_the_office_on_the_day(self, office, board_head):
        assert reminded(office.clerk) == {"today": [WEEK_KEY]}
        assert reminded(board_head) == {}
        assert reminded(office.officer) == {}

    def test_the_heads_once_it_is_late(self, office, board_head):
        saturday = FRIDAY + timedelta(days=1)
        assert reminded(office.clerk, saturday) == {"late": [WEEK_KEY]}
        assert reminded(board_head, saturday) == {"escalated": [WEEK_KEY]}

    def test_also_in_the_week_itself_and_not_after_it(self, office):
        assert reminded(office.clerk, WEEK.monday) == {"late": [WEEK_KEY]}
        ScheduleIndexPage.objects.update(due_weekday=Weekday.SUNDAY)
        assert reminded(office.clerk, WEEK.sunday + timedelta(days=1)) == {"late": [WEEK_KEY]}

    def test_nobody_once_it_is_posted(self, office, board_head):
        make_week(office.schedule, item(WEEK.monday), week=WEEK)
        for day in (FRIDAY, WEEK.monday):
            assert reminded(office.clerk, day) == {}
            assert reminded(board_head, day) == {}

    def test_a_draft_is_not_posted(self, office):
        make_week(office.schedule, item(WEEK.monday), week=WEEK, publish=False)
        assert reminded(office.clerk) == {"today": [WEEK_KEY]}

    def test_nobody_where_the_schedule_states_no_day(self, office):
        ScheduleIndexPage.objects.update(due_weekday=None, due_time=None)
        assert reminded(office.clerk) == {}

    def test_nobody_for_a_schedule_that_is_not_public_or_of_a_closed_site(self, office):
        office.schedule.unpublish()
        assert reminded(office.clerk) == {}
        office.schedule.refresh_from_db()
        office.schedule.save_revision().publish()
        assert "today" in reminded(office.clerk)
        type(office.portal_site).objects.filter(pk=office.portal_site.pk).update(
            state=SiteState.CLOSED
        )
        assert reminded(office.clerk) == {}

    def test_a_schedule_owes_no_week_of_the_time_before_it(self, office):
        begun = datetime(2026, 2, 28, tzinfo=UTC)
        ScheduleIndexPage.objects.update(first_published_at=begun)
        assert reminded(office.clerk, WEEK.monday) == {}

    def test_each_office_for_its_own_schedule(self, office, board_head):
        component = make_component()
        there = make_schedule(component, due_weekday=Weekday.FRIDAY)
        _age(there)
        editor = make_clerk(component, "van-thu-xa")
        lines = {each.key: each for each in reminding.lines(FRIDAY, FRIDAY)}
        line = lines[f"schedules:week:{there.pk}:{WEEK.code}"]
        assert line.holders == {editor.pk}
        assert line.portal_site == component
        # The commune has no head of a board: the portal's are told.
        assert line.heads == {board_head.pk}


class RequestTests:
    def test_one_line_for_all_that_wait_for_a_week(self, office):
        for number in range(3):
            request_of(office, content=f"Việc {number}")
        assert reminded(office.clerk) == {"today": [WAITING_KEY, WEEK_KEY]}
        (line,) = [each for each in reminding.lines(FRIDAY, FRIDAY) if "waiting" in each.key]
        assert "3" in str(line.state)
        assert office.schedule.title in str(line.title)
        assert "Việc" not in f"{line.title} {line.state}"

    def test_without_a_day_they_are_due_before_the_week(self, office):
        ScheduleIndexPage.objects.update(due_weekday=None, due_time=None)
        request_of(office)
        sunday = WEEK.monday - timedelta(days=1)
        assert reminded(office.clerk, sunday) == {"today": [WAITING_KEY]}

    @pytest.mark.parametrize(
        "state", [RequestState.ACCEPTED, RequestState.REFUSED, RequestState.WITHDRAWN]
    )
    def test_what_is_decided_waits_for_nobody(self, office, state):
        request_of(office, state=state)
        assert reminded(office.clerk) == {"today": [WEEK_KEY]}
        assert reminded(office.officer) == {}

    def test_what_was_returned_waits_for_who_registered_it(self, office):
        request_of(office, state=RequestState.RETURNED)
        assert reminded(office.clerk) == {"today": [WEEK_KEY]}
        assert list(reminded(office.officer)) == ["today"]

    def test_what_was_to_take_place_before_waits_for_nobody(self, office):
        request_of(office, day=FRIDAY - timedelta(days=1))
        assert reminded(office.clerk) == {"today": [WEEK_KEY]}


class DueTests:
    def test_the_moment_of_the_page(self, office):
        moment = due.due_at(office.schedule, WEEK)
        assert moment.isoformat() == "2026-02-27T16:00:00+07:00"

    def test_a_day_without_a_time_means_its_end(self, office):
        office.schedule.due_time = None
        moment = due.due_at(office.schedule, WEEK)
        assert moment.isoformat() == "2026-02-27T23:59:59+07:00"

    def test_late_is_after_the_moment_and_not_at_it(self, office):
        (week,) = due.unposted([office.schedule], FRIDAY)
        assert not week.is_late(week.due_at)
        assert week.is_late(week.due_at + timedelta(seconds=1))

    @given(
        day=st.dates(date(2020, 1, 1), date(2100, 1, 1)),
        weekday=st.sampled_from(Weekday.values),
    )
    def test_a_week_is_due_in_the_week_before_it(self, day, weekday):
        week = Week.of(day)
        schedule = ScheduleIndexPage(due_weekday=weekday, due_time=time(16))
        moment = due.due_at(schedule, week)
        assert Week.of(moment.date()) == week.shifted(-1)
        assert moment.weekday() == weekday


def test_the_number_of_queries_does_not_depend_on_schedules(office, board_head):
    def grow(first, count):
        for number in range(first, first + count):
            schedule = make_schedule(
                office.portal_site,
                title=f"Lịch {number}",
                slug=f"lich-{number}",
                due_weekday=Weekday.FRIDAY,
            )
            _age(schedule)
            for state in (RequestState.REGISTERED, RequestState.RETURNED):
                request_of(office, state=state, content=f"Việc {number}")
                ScheduleRequest.objects.create(
                    schedule=schedule,
                    agency=office.agency,
                    date=WEEK.monday,
                    state=state,
                    content=f"Việc {number}",
                    session="morning",
                    entered_by=office.officer,
                )

    grow(0, 1)
    with CaptureQueriesContext(connection) as few:
        lines = list(reminding.lines(FRIDAY, FRIDAY))
    grow(1, 6)
    with CaptureQueriesContext(connection) as many:
        more = list(reminding.lines(FRIDAY, FRIDAY))
    assert len(more) > len(lines)
    assert len(many) == len(few)
