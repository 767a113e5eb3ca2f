"""Weeks run from Monday to Sunday and count as ISO 8601 says, also where years meet."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.schedules.weeks import Week, weeks_of_month

# The days of the weeks that have a code: 2200-w01 begins on Monday, 30 December 2199.
DAYS = st.dates(date(2000, 1, 3), date(2199, 12, 29))


@given(DAYS)
def test_a_day_lies_in_its_week_and_in_no_other(day):
    week = Week.of(day)
    assert (week.monday.weekday(), week.sunday.weekday()) == (0, 6)
    assert day in week
    assert day not in week.shifted(1)
    assert day not in week.shifted(-1)
    assert [each for each in week.days if each == day] == [day]
    assert all(Week.of(each) == week for each in week.days)


@given(DAYS)
def test_numbers_are_those_of_strftime(day):
    week = Week.of(day)
    assert f"{week.year:04}-W{week.number:02}" == day.strftime("%G-W%V")


@given(DAYS)
def test_a_code_leads_back_to_its_week(day):
    assert Week.from_code(Week.of(day).code) == Week.of(day)


@given(DAYS, st.integers(-520, 520))
def test_weeks_are_counted_in_steps_of_seven_days(day, weeks):
    shifted = Week.of(day).shifted(weeks)
    assert shifted == Week.of(day + timedelta(days=7 * weeks))
    assert shifted.shifted(-weeks) == Week.of(day)
    assert (shifted > Week.of(day)) == (weeks > 0)


@given(st.lists(DAYS))
def test_days_grouped_by_week_are_all_there_once(days):
    groups: dict[Week, list[date]] = {}
    for day in days:
        groups.setdefault(Week.of(day), []).append(day)
    assert sorted(day for group in groups.values() for day in group) == sorted(days)
    ordered = sorted(groups)
    assert all(max(groups[first]) < min(groups[second]) for first, second in pairwise(ordered))


@given(st.integers(2000, 2198), st.integers(1, 12))
def test_the_weeks_of_a_month_have_all_its_days(year, month):
    weeks = list(weeks_of_month(year, month))
    days = [day for week in weeks for day in week.days]
    assert weeks == sorted(set(weeks))
    assert {day for day in days if (day.year, day.month) == (year, month)} == {
        date(year, month, 1) + timedelta(days=number)
        for number in range(31)
        if (date(year, month, 1) + timedelta(days=number)).month == month
    }
    assert all(any(day.month == month for day in week.days) for week in weeks)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 11, 18), "2026-w47"),
        (date(2027, 1, 1), "2026-w53"),
        (date(2024, 12, 30), "2025-w01"),
        (date(2021, 1, 3), "2020-w53"),
        (date(2023, 1, 1), "2022-w52"),
    ],
)
def test_weeks_where_years_meet(day, code):
    assert Week.of(day).code == code


@pytest.mark.parametrize(
    "code",
    [
        *("", "2026", "2026-w54", "2025-w53", "2026-w00", "2026-W47", "2026-w7", "1999-w01"),
        *("2026-w471", "2200-w01", " 2026-w47", "2026-w47\n", "٢٠٢٦-w47"),
    ],
)
def test_what_is_no_week_is_refused(code):
    with pytest.raises(ValueError):
        Week.from_code(code)


@pytest.mark.parametrize("month", [0, 13, -1])
def test_months_that_do_not_exist(month):
    with pytest.raises(ValueError):
        list(weeks_of_month(2026, month))
