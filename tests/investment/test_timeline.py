"""The course of a project: order of events, planned and actual period in words and as bars."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from govportal_wagtail.investment.public.timeline import (
    Event,
    EventKind,
    Period,
    build_timeline,
    whole_months,
)

TODAY = date(2025, 8, 20)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
partial = st.one_of(
    st.none(),
    st.just(""),
    days,
    days.map(lambda day: f"{day:%Y-%m}"),
    days.map(lambda day: f"{day:%Y}"),
)
periods = st.builds(Period, partial, partial, partial, partial)


def compared(period: Period, today: date | None = TODAY) -> list[tuple[str, bool]]:
    """The differences in English, each with whether it is late."""
    with translation.override("en"):
        timeline = build_timeline([], period, today=today)
    return [(row.difference, row.is_late) for row in timeline.comparisons]


# --- events ----------------------------------------------------------------------------------


def test_events_are_in_order_and_those_without_date_come_last():
    events = [
        Event(None, EventKind.DECISION, "no date"),
        Event("2023", EventKind.STATUS, "year"),
        Event(date(2023, 2, 1), EventKind.UPDATE, "day"),
        Event("2023-01", EventKind.STATUS, "month"),
        Event(date(2020, 12, 8), EventKind.DECISION, "first"),
    ]
    shown = build_timeline(events, Period(), today=TODAY).events
    assert [event.title for event in shown] == ["first", "year", "month", "day", "no date"]
    assert [event.datetime for event in shown] == [
        "2020-12-08",
        "2023",
        "2023-01",
        "2023-02-01",
        "",
    ]
    assert [event.written for event in shown][:4] == ["08/12/2020", "2023", "01/2023", "01/02/2023"]


def test_what_is_still_to_come_is_told_apart():
    events = [
        Event(TODAY, EventKind.UPDATE, "today"),
        Event(TODAY + timedelta(days=1), EventKind.UPDATE, "tomorrow"),
    ]
    shown = build_timeline(events, Period(), today=TODAY).events
    assert [event.is_future for event in shown] == [False, True]


def test_a_text_that_is_no_date_is_refused():
    with pytest.raises(ValueError, match="no date"):
        build_timeline([Event("soon", EventKind.UPDATE, "x")], Period(), today=TODAY)


# --- comparison ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("planned", "actual", "words"),
    [
        (date(2021, 3, 1), date(2021, 3, 1), ("on the planned day", False)),
        (date(2021, 3, 1), date(2021, 3, 2), ("1 day late", True)),
        (date(2021, 3, 1), date(2021, 2, 20), ("9 days early", False)),
        (date(2021, 1, 31), date(2021, 2, 28), ("1 month late", True)),
        (date(2024, 12, 31), date(2026, 2, 28), ("14 months late", True)),
        (date(2024, 12, 31), date(2024, 6, 30), ("6 months early", False)),
        ("2021-03", date(2021, 3, 31), ("in the planned month", False)),
        ("2021-03", date(2021, 6, 1), ("3 months late", True)),
        (date(2021, 3, 31), "2021-02", ("1 month early", False)),
        ("2021", date(2021, 12, 31), ("in the planned year", False)),
        ("2021", "2023-01", ("2 years late", True)),
        ("2025", "2024", ("1 year early", False)),
    ],
)
def test_planned_and_actual_dates_differ_as_finely_as_both_are_known(planned, actual, words):
    assert compared(Period(planned_end=planned, actual_end=actual)) == [words]


@pytest.mark.parametrize(
    ("planned", "today", "words"),
    [
        ("2024", date(2024, 12, 31), ("", False)),
        ("2024", date(2025, 1, 1), ("1 day overdue", True)),
        (date(2024, 12, 31), TODAY, ("7 months overdue", True)),
        (date(2024, 12, 31), None, ("", False)),
    ],
)
def test_a_missed_end_is_overdue_unless_nothing_is_expected(planned, today, words):
    assert compared(Period(planned_end=planned), today) == [words]


def test_only_what_is_known_is_compared():
    assert compared(Period()) == []
    assert compared(Period(actual_start="2021")) == [("", False)]


@given(days, days)
def test_whole_months_are_counted_like_a_calendar(one, other):
    earlier, later = sorted((one, other))
    months = whole_months(earlier, later)
    assert (later - earlier).days >= months * 28
    assert (later - earlier).days < (months + 1) * 31 + 1
    with pytest.raises(ValueError, match="before"):
        whole_months(later + timedelta(days=1), later)


# --- bars ------------------------------------------------------------------------------------


@given(periods, st.one_of(st.none(), days))
def test_bars_stay_on_the_axis(period, today):
    chart = build_timeline([], period, today=today).chart
    if chart is None:
        return
    assert 1 <= len(chart.bars) <= 2
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.end <= 100
        assert bar.width >= 0
        assert bar.y + bar.height <= chart.plot_height < chart.height
    assert 2 <= len(chart.ticks) <= 7
    places = [tick.x for tick in chart.ticks]
    assert places == sorted(set(places))
    assert places[-1] <= 100


def test_bars_share_an_axis_of_whole_years():
    chart = build_timeline([], Period("2021", "2024", "2022", "2024"), today=TODAY).chart
    planned, actual = chart.bars
    assert [tick.year for tick in chart.ticks] == ["2021", "2022", "2023", "2024", "2025"]
    assert planned.x == 0
    assert actual.x == chart.ticks[1].x
    assert planned.end == actual.end > chart.ticks[3].x
    assert not actual.is_open


def test_a_project_that_goes_on_runs_until_today():
    (bar,) = build_timeline([], Period(actual_start="2025"), today=date(2025, 7, 2)).chart.bars
    assert bar.is_open
    assert 49 < bar.width < 51
    (stopped,) = build_timeline([], Period(actual_start="2025"), today=None).chart.bars
    assert not stopped.is_open
    assert stopped.width == 0


def test_an_end_before_the_start_has_no_bar():
    assert build_timeline([], Period("2024", "2021"), today=TODAY).chart is None


# --- the markup ------------------------------------------------------------------------------


def rendered(events, period):
    timeline = build_timeline(events, period, today=TODAY)
    text = render_to_string("govportal/investment/parts/timeline.html", {"timeline": timeline})
    return text, html.fromstring(f"<div>{text}</div>")


def test_markup_is_an_ordered_list_with_dates_for_machines():
    events = [
        Event("2021-06", EventKind.STATUS, "Đang thực hiện", "Dòng một.\n\nDòng hai."),
        Event(date(2021, 3, 29), EventKind.DECISION, "567/QĐ-UBND", url="/van-ban/567/"),
        Event(None, EventKind.UPDATE, "<b>Tin</b>"),
    ]
    _text, tree = rendered(events, Period("2021", "2024", "2021-06-10", None))
    assert tree.xpath("//ol/li//time/@datetime") == ["2021-03-29", "2021-06"]
    assert len(tree.xpath("//ol/li")) == 3
    assert tree.xpath("//ol/li[1]//a/@href") == ["/van-ban/567/"]
    assert not tree.xpath("//ol//b")
    assert not tree.xpath("//@style | //style | //script")
    assert tree.xpath('string(//svg[@role="img"]/title)')
    assert [len(row.xpath("th | td")) for row in tree.xpath("//table//tr")] == [4, 4, 4]
    for value in tree.xpath("//svg//@x | //svg//@width | //svg//@x1"):
        assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?%?", value)


def test_without_anything_known_nothing_is_rendered():
    assert rendered([], Period())[0].strip() == ""


def test_what_has_begun_on_a_day_nobody_states_is_not_overdue():
    period = Period("2025", "2026", has_started=True)
    begun, ended = build_timeline([], period, today=date(2027, 6, 1)).comparisons
    assert (begun.difference, begun.is_late) == ("", False)
    assert ended.is_late
