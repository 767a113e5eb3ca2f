"""When items take place: parts of the day, order, overlaps found as by comparing each with each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.schedules.findings import overlapping
from govportal_wagtail.schedules.times import (
    UNKNOWN_LENGTH,
    Span,
    in_order,
    session_of,
    span_of,
)
from govportal_wagtail.schedules.vocabulary import Session

DAY = date(2026, 11, 16)
MINUTES = st.integers(0, 24 * 60 - 1).map(lambda each: time(each // 60, each % 60))


@dataclass
class Item:
    date: date
    session: str
    starts_at: time | None = None
    ends_at: time | None = None


@st.composite
def items(draw):
    day = DAY + timedelta(days=draw(st.integers(0, 6)))
    session = draw(st.sampled_from(Session.values))
    starts = draw(st.none() | MINUTES)
    if starts is None:
        return Item(day, session)
    later = st.integers(starts.hour * 60 + starts.minute + 1, 24 * 60 - 1)
    is_open = starts >= time(23, 59) or draw(st.booleans())
    ends = None if is_open else draw(later.map(lambda each: time(each // 60, each % 60)))
    if session != Session.ALL_DAY:
        session = session_of(starts).value
    return Item(day, session, starts, ends)


@given(items())
def test_everything_takes_some_time_and_begins_on_its_day(item):
    span = span_of(item)
    assert span.start < span.end
    assert span.start.date() == item.date
    assert span.is_exact == (item.ends_at is not None)
    assert span.overlaps(span)


@given(items())
def test_a_stated_time_is_kept_to_the_minute(item):
    span = span_of(item)
    if item.starts_at is not None:
        assert span.start == datetime.combine(item.date, item.starts_at)
    if item.ends_at is not None:
        assert span.end == datetime.combine(item.date, item.ends_at)
    elif item.starts_at is not None:
        assert span.end - span.start >= UNKNOWN_LENGTH


@given(items(), items())
def test_two_overlap_where_some_minute_belongs_to_both(one, other):
    first, second = span_of(one), span_of(other)

    def minutes(span: Span) -> set[datetime]:
        length = (span.end - span.start) // timedelta(minutes=1)
        return {span.start + timedelta(minutes=number) for number in range(length)}

    assert first.overlaps(second) == bool(minutes(first) & minutes(second))
    assert first.overlaps(second) == second.overlaps(first)


@given(st.lists(items(), max_size=25))
def test_overlaps_are_those_found_by_comparing_each_with_each(given_items):
    spans = [span_of(item) for item in given_items]
    expected = {
        (first, second)
        for first, second in combinations(range(len(spans)), 2)
        if spans[first].overlaps(spans[second])
    }
    found = [tuple(sorted(pair)) for pair in overlapping(spans)]
    assert len(found) == len(set(found))
    assert set(found) == expected


@given(st.lists(items(), max_size=25))
def test_order_keeps_all_and_goes_by_day_and_time(given_items):
    ordered = in_order(given_items)
    assert sorted(map(id, ordered)) == sorted(map(id, given_items))
    assert in_order(ordered) == ordered
    for first, second in pairwise(ordered):
        assert first.date <= second.date
        if first.date == second.date and first.starts_at and second.starts_at:
            assert first.starts_at <= second.starts_at


@given(st.permutations([Item(DAY, "morning", time(8)), Item(DAY, "morning", time(8))]))
def test_what_begins_together_keeps_its_order(pair):
    assert [id(item) for item in in_order(pair)] == [id(item) for item in pair]


def test_parts_of_a_day_stand_before_their_times():
    lines = [
        Item(DAY, "evening"),
        Item(DAY, "afternoon", time(13, 30)),
        Item(DAY, "afternoon"),
        Item(DAY, "morning", time(7, 30)),
        Item(DAY, "morning"),
        Item(DAY, "all_day"),
        Item(DAY - timedelta(days=1), "evening", time(19)),
    ]
    assert in_order(lines) == lines[::-1]


@pytest.mark.parametrize(
    ("at", "session"),
    [
        (time(0), "morning"),
        (time(11, 59), "morning"),
        (time(12), "afternoon"),
        (time(17, 59), "afternoon"),
        (time(18), "evening"),
        (time(23, 59), "evening"),
    ],
)
def test_the_part_of_the_day_follows_the_time(at, session):
    assert session_of(at) == session


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # One ends when the other begins.
        (Item(DAY, "morning", time(8), time(9)), Item(DAY, "morning", time(9)), False),
        (Item(DAY, "morning", time(8)), Item(DAY, "morning", time(8, 29)), True),
        (Item(DAY, "morning", time(8)), Item(DAY, "morning", time(8, 30)), False),
        (Item(DAY, "morning"), Item(DAY, "afternoon"), False),
        (Item(DAY, "all_day"), Item(DAY, "afternoon", time(16)), True),
        (Item(DAY, "all_day"), Item(DAY, "evening"), False),
        (Item(DAY, "all_day", time(8)), Item(DAY, "afternoon", time(15)), True),
        (Item(DAY, "all_day"), Item(DAY + timedelta(days=1), "all_day"), False),
        (
            Item(DAY, "evening", time(23, 50)),
            Item(DAY + timedelta(days=1), "morning", time(0, 5)),
            True,
        ),
    ],
)
def test_known_overlaps(one, other, expected):
    assert span_of(one).overlaps(span_of(other)) is expected
