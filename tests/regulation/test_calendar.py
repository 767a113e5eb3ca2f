"""Which days are working days, why, and how sure that is."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.regulation import calendar_seed
from govportal_wagtail.regulation.calendar import (
    FIRST_DAY,
    LAST_DAY,
    CalendarRangeError,
    DayKind,
    ExceptionalDay,
    WorkingCalendar,
    current_calendar,
    provisional_years_ahead,
)
from govportal_wagtail.regulation.models import CalendarOverride, CalendarYear

DAYS = st.dates(date(2010, 1, 1), date(2035, 12, 31))
EXCEPTIONS = st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.booleans())


def naive_nth(calendar: WorkingCalendar, after: date, n: int) -> date:
    """Walk one day at a time."""
    step = timedelta(days=1 if n > 0 else -1)
    day = after
    for _ in range(abs(n)):
        day += step
        while not calendar.is_working(day):
            day += step
    return day


class ShippedDaysTests:
    @pytest.mark.parametrize(
        ("day", "kind"),
        [
            ("2026-01-02", DayKind.SWAP_OFF),
            ("2026-08-31", DayKind.SWAP_OFF),
            ("2025-05-02", DayKind.SWAP_OFF),
            ("2024-04-29", DayKind.SWAP_OFF),
            ("2018-12-31", DayKind.SWAP_OFF),
            ("2015-01-02", DayKind.SWAP_OFF),
            ("2026-02-17", DayKind.HOLIDAY),
            ("2026-11-24", DayKind.HOLIDAY),
            ("2026-04-27", DayKind.OBSERVED),
            ("2026-03-07", DayKind.WEEKEND),
        ],
    )
    def test_day_off(self, day, kind):
        fact = WorkingCalendar().fact(date.fromisoformat(day))
        assert (fact.is_working, fact.kind) == (False, kind)
        assert fact.reason

    @pytest.mark.parametrize(
        "day",
        [
            *("2026-01-10", "2026-08-22", "2025-04-26", "2024-05-04", "2019-05-04"),
            *("2019-01-05", "2015-02-14", "2015-04-25", "2014-12-27"),
        ],
    )
    def test_saturday_worked_in_exchange_is_a_working_day(self, day):
        fact = WorkingCalendar().fact(date.fromisoformat(day))
        assert (fact.is_working, fact.kind) == (True, DayKind.SWAP_WORKED)
        assert "hoán đổi" in fact.label

    def test_corrected_days_name_their_legal_document(self):
        calendar = WorkingCalendar()
        for day in (date(2026, 1, 2), date(2026, 1, 10)):
            assert "12729/VPCP-KGVX" in calendar.fact(day).basis

    @pytest.mark.parametrize("year", [2029, 2030, 2035])
    def test_culture_day_on_a_weekend_is_not_made_up(self, year):
        calendar = WorkingCalendar()
        assert date(year, 11, 24).weekday() >= 5
        assert calendar.fact(date(year, 11, 24)).kind == DayKind.HOLIDAY
        library = holidays.Vietnam(years=[year], language="vi")
        made_up = [day for day in library if day.month == 11 and day.day != 24]
        assert made_up, "the package adds a day here; otherwise this test proves nothing"
        assert all(calendar.is_working(day) for day in made_up)

    def test_swaps_are_known_whichever_year_is_asked_first(self):
        calendar = WorkingCalendar()
        assert calendar.is_working(date(2030, 1, 2))
        assert calendar.is_working(date(2019, 1, 5))
        assert calendar.is_working(date(2014, 12, 27))

    def test_holidays_name_the_law_of_their_time(self):
        calendar = WorkingCalendar()
        assert "Điều 112" in calendar.fact(date(2026, 9, 2)).basis
        assert "Điều 115" in calendar.fact(date(2019, 9, 2)).basis
        assert "Điều 111" in calendar.fact(date(2026, 3, 7)).basis


class ExceptionTests:
    def test_what_was_entered_comes_before_what_is_shipped(self):
        days = [
            ExceptionalDay(date(2026, 1, 2), True, "Làm việc"),
            ExceptionalDay(date(2026, 11, 23), False, "Nghỉ bão", "01/QĐ-UBND"),
            ExceptionalDay(date(2026, 11, 21), True, "Làm bù"),
        ]
        calendar = WorkingCalendar(days)
        assert calendar.is_working(date(2026, 1, 2))
        fact = calendar.fact(date(2026, 11, 23))
        assert (fact.kind, fact.label, fact.basis) == (
            DayKind.EXCEPTION_OFF,
            "Nghỉ bão",
            "01/QĐ-UBND",
        )
        assert calendar.fact(date(2026, 11, 21)).kind == DayKind.EXCEPTION_WORKED
        assert calendar.nth_working_day(date(2026, 11, 20), 2) == date(2026, 11, 25)

    def test_one_calendar_does_not_change_another(self):
        before = WorkingCalendar()
        WorkingCalendar([ExceptionalDay(date(2026, 3, 4), False)])
        assert before.is_working(date(2026, 3, 4))
        assert WorkingCalendar().nth_working_day(date(2026, 3, 3), 1) == date(2026, 3, 4)

    @given(exceptions=EXCEPTIONS, after=st.dates(date(2025, 11, 1), date(2028, 1, 31)))
    def test_nth_working_day_is_what_walking_day_by_day_finds(self, exceptions, after):
        calendar = WorkingCalendar([ExceptionalDay(*item) for item in exceptions.items()])
        for n in (-11, -2, -1, 1, 2, 15):
            assert calendar.nth_working_day(after, n) == naive_nth(calendar, after, n)


class CountingTests:
    @given(day=DAYS, n=st.integers(1, 60))
    def test_before_and_after_are_inverse(self, day, n):
        calendar = WorkingCalendar()
        later = calendar.nth_working_day(day, n)
        assert calendar.is_working(later)
        assert calendar.nth_working_day(later, -n) == calendar.nth_working_day(
            calendar.nth_working_day(day, 1), -1
        ) or calendar.is_working(day)
        if calendar.is_working(day):
            assert calendar.nth_working_day(later, -n) == day
        assert calendar.working_days_between(day, later) == n

    @given(day=DAYS)
    def test_with_zero_the_day_itself_or_the_next_working_day(self, day):
        calendar = WorkingCalendar()
        found = calendar.nth_working_day(day, 0)
        assert found == (day if calendar.is_working(day) else naive_nth(calendar, day, 1))

    @pytest.mark.parametrize("day", [date.min, date(1900, 12, 31), date(2101, 1, 1), date.max])
    def test_days_of_which_nothing_is_known_are_refused(self, day):
        calendar = WorkingCalendar()
        for question in (calendar.is_working, calendar.fact):
            with pytest.raises(CalendarRangeError, match="1901"):
                question(day)
        for n in (-1, 0, 1):
            with pytest.raises(CalendarRangeError):
                calendar.nth_working_day(day, n)

    def test_counting_beyond_the_known_days_is_refused(self):
        calendar = WorkingCalendar()
        with pytest.raises(CalendarRangeError):
            calendar.nth_working_day(LAST_DAY, 1)
        with pytest.raises(CalendarRangeError):
            calendar.nth_working_day(FIRST_DAY, -1)
        with pytest.raises(CalendarRangeError):
            calendar.nth_working_day(date(2026, 1, 1), 100_000)


class ProvisionalYearTests:
    def test_years_without_notice_are_provisional(self):
        calendar = WorkingCalendar()
        assert [year for year in range(2013, 2029) if not calendar.is_provisional(year)] == list(
            range(2015, 2027)
        )

    def test_what_was_entered_decides(self):
        calendar = WorkingCalendar(years={2026: False, 2027: True})
        assert calendar.is_provisional(2026)
        assert not calendar.is_provisional(2027)

    def test_next_year_is_missed_from_november_on(self):
        calendar = WorkingCalendar()
        assert provisional_years_ahead(date(2026, 10, 31), calendar) == []
        assert provisional_years_ahead(date(2026, 11, 1), calendar) == [2027]
        assert provisional_years_ahead(date(2027, 3, 1), calendar) == [2027]
        known = WorkingCalendar(years={2027: True})
        assert provisional_years_ahead(date(2026, 12, 1), known) == []


@pytest.mark.django_db
class StoredCalendarTests:
    def test_current_calendar_has_days_and_years_in_two_queries(self, django_assert_num_queries):
        CalendarOverride.objects.create(date=date(2026, 12, 1), label="Nghỉ bão")
        CalendarYear.objects.create(year=2027, is_official=True)
        with django_assert_num_queries(2):
            calendar = current_calendar()
            assert not calendar.is_working(date(2026, 12, 1))
            assert not calendar.is_provisional(2027)

    def test_seed_creates_rows_once(self):
        lines: list[str] = []
        assert calendar_seed.seed(lines.append) == 14
        assert len(lines) == 1
        assert calendar_seed.seed(lines.append) == 0
        assert len(lines) == 1
        assert CalendarOverride.objects.get(date=date(2026, 1, 10)).is_working
        year = CalendarYear.objects.get(year=2025)
        assert (year.is_official, year.basis) == (True, "Thông báo 6150/TB-BLĐTBXH")

    def test_seed_leaves_an_edited_row_alone(self):
        CalendarOverride.objects.create(date=date(2026, 1, 2), is_working=True, label="Của tỉnh")
        CalendarYear.objects.create(year=2026, is_official=False, basis="chờ")
        calendar_seed.seed()
        assert CalendarOverride.objects.get(date=date(2026, 1, 2)).label == "Của tỉnh"
        assert not CalendarYear.objects.get(year=2026).is_official
        assert current_calendar().is_working(date(2026, 1, 2))
