"""By when something must be done: the date, what was counted, what was not and why."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.regulation.calendar import (
    CalendarRangeError,
    ExceptionalDay,
    WorkingCalendar,
)
from govportal_wagtail.regulation.deadlines import (
    Counting,
    Status,
    UnknownRole,
    due,
    due_dates,
    explanation,
    rule_for,
    rules_by_role,
)

from .deadline_rules import profile, rule

CALENDAR = WorkingCalendar()
DAYS = st.dates(date(2014, 1, 1), date(2035, 12, 31))
LENGTHS = st.integers(1, 60)
UNITS = st.sampled_from(["working_day", "calendar_day"])


@st.composite
def pauses(draw):
    """Closed intervals from 2026, in order and apart."""
    found, day = [], date(2026, 1, 1)
    for _ in range(draw(st.integers(0, 4))):
        start = day + timedelta(days=draw(st.integers(0, 30)))
        day = start + timedelta(days=draw(st.integers(0, 20)))
        found.append((start, day))
    return found


@pytest.mark.parametrize(
    ("event", "days", "expected"),
    [
        ("2025-12-31", 2, "2026-01-06"),
        ("2026-01-08", 2, "2026-01-10"),
        ("2026-02-10", 2, "2026-02-12"),
        ("2026-02-10", 15, "2026-03-10"),
        ("2026-02-13", 3, "2026-02-25"),
        ("2026-04-23", 3, "2026-04-29"),
        ("2026-04-29", 10, "2026-05-15"),
        ("2026-08-20", 2, "2026-08-22"),
        ("2026-08-28", 2, "2026-09-04"),
        ("2026-11-20", 2, "2026-11-25"),
        ("2026-11-23", 15, "2026-12-15"),
        ("2025-04-24", 3, "2025-04-28"),
        ("2025-04-29", 2, "2025-05-06"),
        ("2024-04-26", 10, "2024-05-14"),
        ("2024-05-02", 2, "2024-05-04"),
        ("2018-12-28", 2, "2019-01-03"),
        ("2019-01-03", 2, "2019-01-05"),
    ],
)
def test_known_dates(event, days, expected):
    found = due(rule(days), date.fromisoformat(event), CALENDAR)
    assert (found.due, found.status) == (date.fromisoformat(expected), Status.COMPUTED)
    assert len(found.counted) == days


class WorkingDayTests:
    @given(anchor=DAYS, n=LENGTHS)
    def test_event_day_is_not_counted_and_the_last_day_is_a_working_day(self, anchor, n):
        found = due(rule(n), anchor, CALENDAR)
        assert found.due > anchor
        assert CALENDAR.is_working(found.due)
        assert [fact.day for fact in found.counted][-1] == found.due
        assert anchor not in {fact.day for fact in (*found.counted, *found.skipped)}
        assert len(found.counted) == n

    @given(anchor=DAYS, n=LENGTHS)
    def test_a_later_event_or_a_longer_limit_never_ends_earlier(self, anchor, n):
        found = due(rule(n), anchor, CALENDAR).due
        assert due(rule(n), anchor + timedelta(days=1), CALENDAR).due >= found
        assert due(rule(n + 1), anchor, CALENDAR).due > found
        assert due(rule(n), anchor, CALENDAR, extra_days=1).due > found

    @given(anchor=DAYS, n=LENGTHS)
    def test_every_day_up_to_the_last_is_counted_or_explained(self, anchor, n):
        found = due(rule(n), anchor, CALENDAR)
        days = sorted(fact.day for fact in (*found.counted, *found.skipped))
        span = (found.due - anchor).days
        assert days == [anchor + timedelta(days=k) for k in range(1, span + 1)]
        assert all(fact.reason for fact in found.skipped)

    def test_worked_saturday_is_named(self):
        found = due(rule(2), date(2026, 8, 20), CALENDAR)
        assert [fact.day for fact in found.worked_days_off] == [date(2026, 8, 22)]
        worked = explanation(found)["worked"]
        assert [row["date"] for row in worked] == ["2026-08-22"]
        assert "9441/TB-BNV" in worked[0]["basis"]

    def test_skipped_days_have_reason_and_basis(self):
        found = explanation(due(rule(3), date(2026, 2, 13), CALENDAR))
        skipped = {row["date"]: row for row in found["skipped"]}
        assert len(skipped) == 9
        assert skipped["2026-02-17"]["reason"] == "Tết Nguyên Đán"
        assert "Điều 112" in skipped["2026-02-17"]["basis"]
        assert skipped["2026-02-14"]["kind"] == "weekend"

    def test_event_day_counts_where_the_province_says_so(self):
        counting = Counting(include_event_day=True)
        assert due(rule(2), date(2026, 2, 10), CALENDAR, counting=counting).due == date(2026, 2, 11)


class CalendarDayTests:
    @pytest.mark.parametrize(
        ("anchor", "days", "expected", "rolled_from"),
        [
            (date(2026, 3, 2), 3, date(2026, 3, 5), None),
            (date(2026, 3, 3), 4, date(2026, 3, 9), date(2026, 3, 7)),
            (date(2026, 2, 12), 3, date(2026, 2, 23), date(2026, 2, 15)),
            (date(2026, 8, 19), 3, date(2026, 8, 22), None),
        ],
    )
    def test_ends_on_the_next_working_day(self, anchor, days, expected, rolled_from):
        found = due(rule(days, "calendar_day"), anchor, CALENDAR)
        assert (found.due, found.rolled_from) == (expected, rolled_from)
        assert len(found.counted) == days
        if rolled_from:
            assert found.skipped[0].day == rolled_from
            assert found.skipped[-1].day < expected

    def test_shortest_period_is_not_prolonged_by_days_off(self):
        window = rule(20, "calendar_day", is_minimum=True)
        found = due(window, date(2026, 2, 2), CALENDAR)
        assert (found.due, found.rolled_from) == (date(2026, 2, 22), None)
        assert not CALENDAR.is_working(found.due)

    def test_nothing_rolls_where_the_province_says_so(self):
        counting = Counting(roll_forward=False)
        found = due(rule(4, "calendar_day"), date(2026, 3, 3), CALENDAR, counting=counting)
        assert found.due == date(2026, 3, 7)

    @given(anchor=DAYS, n=LENGTHS)
    def test_never_a_day_off_and_never_before_its_time(self, anchor, n):
        found = due(rule(n, "calendar_day"), anchor, CALENDAR)
        assert CALENDAR.is_working(found.due)
        assert found.due >= anchor + timedelta(days=n)
        assert due(rule(n, "calendar_day"), anchor + timedelta(days=1), CALENDAR).due >= found.due


class BackwardTests:
    def test_latest_day_that_leaves_the_working_days_before_the_event(self):
        notice = rule(7, direction="before", anchors=("suspension_starts",), is_minimum=True)
        found = due(notice, date(2026, 6, 15), CALENDAR)
        assert found.due == date(2026, 6, 4)
        assert len(found.counted) == 7
        assert date(2026, 6, 15) not in {fact.day for fact in found.counted}

    @given(event=DAYS, n=LENGTHS)
    def test_as_many_working_days_as_needed_and_no_later_day_has_them(self, event, n):
        found = due(rule(n, direction="before"), event, CALENDAR)
        assert found.due < event
        assert CALENDAR.is_working(found.due)
        eve = event - timedelta(days=1)
        before = found.due - timedelta(days=1)
        assert CALENDAR.working_days_between(before, eve) == n
        assert CALENDAR.working_days_between(found.due, eve) == n - 1

    @given(event=DAYS, n=LENGTHS)
    def test_before_undoes_after(self, event, n):
        start = CALENDAR.nth_working_day(event, 0)
        later = due(rule(n), start, CALENDAR).due
        assert due(rule(n, direction="before"), later, CALENDAR).due == start

    @given(event=DAYS, n=LENGTHS)
    def test_calendar_days_roll_to_an_earlier_day(self, event, n):
        found = due(rule(n, "calendar_day", direction="before"), event, CALENDAR)
        assert found.due <= event - timedelta(days=n)
        assert CALENDAR.is_working(found.due)


class WithoutDateTests:
    @pytest.mark.parametrize("unit", ["continuous", "as_required"])
    def test_nothing_is_counted(self, unit):
        found = due(rule(None, unit), date(2026, 3, 2), CALENDAR)
        assert (found.due, found.status) == (None, Status(unit))

    @pytest.mark.parametrize("unit", UNITS.elements)
    def test_unknown_event_is_not_counted_from_today(self, unit):
        found = due(rule(2, unit), None, CALENDAR)
        assert (found.due, found.status, found.event) == (
            None,
            Status.NOT_COMPUTABLE,
            "received",
        )

    def test_at_once_is_the_day_of_the_event_even_on_a_day_off(self):
        at_once = rule(None, "immediate", anchors=("notified",))
        found = due(at_once, date(2026, 3, 8), CALENDAR)
        assert (found.due, found.status) == (date(2026, 3, 8), Status.IMMEDIATE)
        assert due(at_once, None, CALENDAR).status == Status.NOT_COMPUTABLE
        assert due(rule(None, "immediate"), None, CALENDAR).status == Status.IMMEDIATE

    def test_open_pause_has_no_last_day(self):
        found = due(rule(2), date(2026, 3, 2), CALENDAR, pauses=[(date(2026, 3, 3), None)])
        assert (found.due, found.status) == (None, Status.PAUSED)


class PauseTests:
    def test_days_from_the_stop_up_to_the_day_before_it_goes_on_do_not_count(self):
        stood = [(date(2026, 3, 4), date(2026, 3, 9))]
        found = due(rule(3), date(2026, 3, 2), CALENDAR, pauses=stood)
        assert [fact.day.day for fact in found.counted] == [3, 9, 10]
        assert [day.day for day in found.paused] == [4, 5, 6]

    def test_calendar_days(self):
        stood = [(date(2026, 3, 4), date(2026, 3, 6)), (date(2026, 3, 9), date(2026, 3, 10))]
        found = due(rule(5, "calendar_day"), date(2026, 3, 2), CALENDAR, pauses=stood)
        assert found.due == date(2026, 3, 10)
        assert [day.day for day in found.paused] == [4, 5, 9]

    @given(
        unit=UNITS, n=LENGTHS, held=pauses(), anchor=st.dates(date(2025, 12, 1), date(2026, 4, 1))
    )
    def test_a_pause_never_shortens(self, unit, n, held, anchor):
        plain = due(rule(n, unit), anchor, CALENDAR)
        found = due(rule(n, unit), anchor, CALENDAR, pauses=held)
        assert found.due >= plain.due
        assert len(found.counted) == n

    @given(n=LENGTHS, held=pauses(), anchor=st.dates(date(2025, 12, 1), date(2026, 4, 1)))
    def test_same_as_walking_day_by_day(self, n, held, anchor):
        day, left = anchor, n
        while left:
            day += timedelta(days=1)
            stands = any(start <= day < end for start, end in held)
            left -= CALENDAR.is_working(day) and not stands
        assert due(rule(n), anchor, CALENDAR, pauses=held).due == day

    def test_overlapping_pauses_count_once(self):
        stood = [(date(2026, 3, 4), date(2026, 3, 6)), (date(2026, 3, 5), date(2026, 3, 6))]
        assert due(rule(3), date(2026, 3, 2), CALENDAR, pauses=stood).due == date(2026, 3, 9)


class RangeTests:
    @pytest.mark.parametrize("unit", UNITS.elements)
    @pytest.mark.parametrize("anchor", [date.min, date(1900, 1, 1), date(2100, 12, 31), date.max])
    @pytest.mark.parametrize("direction", ["after", "before"])
    def test_beyond_the_known_years_is_a_clear_error(self, unit, anchor, direction):
        if anchor == date(2100, 12, 31) and direction == "before":
            anchor = date(1901, 1, 1)
        with pytest.raises(CalendarRangeError, match="2100"):
            due(rule(2, unit, direction=direction), anchor, CALENDAR)

    def test_endless_limit_is_a_clear_error(self):
        with pytest.raises(CalendarRangeError):
            due(rule(10**9, "calendar_day"), date(2026, 1, 1), CALENDAR)
        with pytest.raises(CalendarRangeError):
            due(rule(10**9), date(2026, 1, 1), CALENDAR)

    def test_negative_extension_is_refused(self):
        with pytest.raises(ValueError, match="negative"):
            due(rule(2), date(2026, 1, 5), CALENDAR, extra_days=-1)


class ProvisionalYearTests:
    def test_years_whose_days_off_decided_the_date(self):
        assert due(rule(2), date(2026, 12, 30), CALENDAR).provisional_years == (2027,)
        assert due(rule(1), date(2026, 12, 30), CALENDAR).provisional_years == ()
        assert due(rule(1), date(2027, 12, 30), CALENDAR).provisional_years == (2027,)
        window = rule(20, "calendar_day", is_minimum=True)
        assert due(window, date(2026, 12, 30), CALENDAR).provisional_years == ()


class RoleTests:
    SPLIT = (
        rule(10, key="legal_doc_affected", category="legal_doc", role="affected"),
        rule(2, key="legal_doc_issuer", category="legal_doc", role="issuer"),
    )

    def test_the_issuer_comes_first_where_roles_differ(self):
        found = rules_by_role(profile(*self.SPLIT), "legal_doc")
        assert list(found) == ["issuer", "affected"]
        assert rule_for(profile(*self.SPLIT), "legal_doc").days == 2
        assert rule_for(profile(*self.SPLIT), "legal_doc", "affected").days == 10

    def test_a_role_that_the_regulation_does_not_know_is_an_error(self):
        with pytest.raises(UnknownRole) as caught:
            rule_for(profile(*self.SPLIT), "legal_doc", "reader")
        assert caught.value.known == ("issuer", "affected")

    def test_a_rule_for_everybody_holds_for_every_role(self):
        assert rule_for(profile(rule(2)), "legal_doc", "affected").days == 2

    def test_silence_stays_silence(self):
        assert rule_for(profile(rule(2)), "science") is None
        assert due_dates(profile(rule(2)), "science", "", {}, CALENDAR) == []


class EventTests:
    SCIENCE = rule(20, key="science", anchors=("approved", "accepted"))

    def test_each_known_event_has_a_deadline_of_its_own(self):
        events = {"approved": date(2026, 3, 2), "accepted": date(2026, 6, 1)}
        found = due_dates(profile(self.SCIENCE), "science", "", events, CALENDAR)
        assert [(each.event, each.due) for each in found] == [
            ("approved", date(2026, 3, 30)),
            ("accepted", date(2026, 6, 29)),
        ]

    def test_without_any_event_one_that_is_not_computable(self):
        events = {"approved": None, "received": date(2026, 3, 2)}
        found = due_dates(profile(self.SCIENCE), "science", "", events, CALENDAR)
        assert [(each.event, each.due, each.status) for each in found] == [
            ("", None, Status.NOT_COMPUTABLE)
        ]

    def test_where_no_event_is_named_the_first_one_starts_it(self):
        at_once = profile(rule(None, "immediate", key="news"))
        events = {"issued": date(2026, 3, 5), "received": date(2026, 3, 3)}
        [found] = due_dates(at_once, "news", "", events, CALENDAR)
        assert (found.event, found.due) == ("received", date(2026, 3, 3))

    def test_counting_follows_the_profile(self):
        included = profile(rule(2), policies={"event_day": "included"})
        found = due_dates(included, "legal_doc", "", {"received": date(2026, 3, 2)}, CALENDAR)
        assert found[0].due == date(2026, 3, 3)


def test_explanation_is_plain_json():
    held = [(date(2026, 2, 13), date(2026, 2, 14))]
    calendar = WorkingCalendar([ExceptionalDay(date(2026, 2, 25), False, "Nghỉ bão", "01/QĐ")])
    data = explanation(due(rule(3), date(2026, 2, 12), calendar, pauses=held))
    assert json.loads(json.dumps(data)) == data
    assert data["due"] == "2026-02-26"
    assert data["counted"] == ["2026-02-23", "2026-02-24", "2026-02-26"]
    assert data["paused"] == ["2026-02-13"]
    assert {
        "date": "2026-02-25",
        "reason": "Nghỉ bão",
        "kind": "exception_off",
        "basis": "01/QĐ",
    } in (data["skipped"])
