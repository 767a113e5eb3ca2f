"""Times and days as offices write them are read; what is none is told, never guessed away."""

from __future__ import annotations

import unicodedata
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.schedules.importing.days_text import parse_days, week_stated
from govportal_wagtail.schedules.importing.moments import read_moment
from govportal_wagtail.schedules.importing.times_text import (
    in_session,
    lasts_all_day,
    parse_when,
    session_word,
)
from govportal_wagtail.schedules.times import session_of
from govportal_wagtail.schedules.vocabulary import Session
from govportal_wagtail.schedules.weeks import Week

WEEK = Week(date(2025, 7, 14))
MORNING, AFTERNOON = Session.MORNING, Session.AFTERNOON
EVENING, ALL_DAY = Session.EVENING, Session.ALL_DAY
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
CLOCK_FORMS = (
    *("{h}h{m:02}", "{h:02}h{m:02}", "{h}g{m:02}", "{h:02}G{m:02}", "{h}H{m:02}", "{h:02}:{m:02}"),
    *("{h} giờ {m:02} phút", "{h} giờ {m:02}", "{h:02}h{m:02}'", "{h:02}h{m:02}’", "{h}h {m:02}"),
    *(
        "{h:02}:{m:02}:00",
        "lúc {h}h{m:02}",
        "Từ {h}h{m:02}",
        "- {h:02}h{m:02}",
        "{h}\xa0h\xa0{m:02}",
    ),
)


def said(text):
    when = parse_when(text)
    return (when.session, when.starts_at, when.ends_at, when.rest)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7h", (MORNING, time(7), None, "")),
        ("7g30", (MORNING, time(7, 30), None, "")),
        ("07:30:00", (MORNING, time(7, 30), None, "")),
        ("8 giờ rưỡi", (MORNING, time(8, 30), None, "")),
        ("8h kém 15", (MORNING, time(7, 45), None, "")),
        ("7h30-9h00", (MORNING, time(7, 30), time(9), "")),
        ("7-9h", (MORNING, time(7), time(9), "")),
        ("7h-9", (MORNING, time(7), time(9), "")),
        ("từ 8h đến 10h", (MORNING, time(8), time(10), "")),
        ("13h30 – 15h30: Họp", (AFTERNOON, time(13, 30), time(15, 30), "Họp")),
        ("8h sáng đến 5h chiều", (MORNING, time(8), time(17), "")),
        ("2h chiều", (AFTERNOON, time(14), None, "")),
        ("2h-4h chiều", (AFTERNOON, time(14), time(16), "")),
        ("9h-2h chiều", (MORNING, time(9), time(14), "")),
        ("Chiều 2h30: Họp", (AFTERNOON, time(14, 30), None, "Họp")),
        ("Tối 7h", (EVENING, time(19), None, "")),
        ("02:00 CH", (AFTERNOON, time(14), None, "")),
        ("08:00 SA", (MORNING, time(8), None, "")),
        ("Sáng (từ 8h00 đến 10h00): Họp", (MORNING, time(8), time(10), "Họp")),
        ("Sáng", (MORNING, None, None, "")),
        ("Buổi chiều", (AFTERNOON, None, None, "")),
        ("cả ngày", (ALL_DAY, None, None, "")),
        ("Cả ngày: Đi cơ sở", (ALL_DAY, None, None, "Đi cơ sở")),
        ("8h00 (cả ngày) Tập huấn", (ALL_DAY, time(8), None, "Tập huấn")),
        ("0.3125", (MORNING, time(7, 30), None, "")),
        ("0,5", (AFTERNOON, time(12), None, "")),
        ("8.30", (MORNING, time(8, 30), None, "")),
        ("0730", (MORNING, time(7, 30), None, "")),
        ("8h00 - 10 người họp", (MORNING, time(8), None, "10 người họp")),
        ("14g00: Dự hội ý (14g30 nghe)", (AFTERNOON, time(14), None, "Dự hội ý (14g30 nghe)")),
    ],
)
def test_a_time_stands_at_the_beginning(text, expected):
    assert said(text) == expected
    assert said(unicodedata.normalize("NFD", text)) == expected
    assert not parse_when(text).problem


@pytest.mark.parametrize(
    "text",
    ["Sáng tạo", "Tối ưu hoá", "Dự họp 8h00", "8 hộ dân", "14/7", "", "Chiều dài 3 km", "2025"],
)
def test_a_text_without_a_time_is_handed_back(text):
    assert said(text) == (None, None, None, text)
    assert not parse_when(text).problem


@pytest.mark.parametrize(
    "text",
    ["25h00", "7h75", "7h3", "10h-9h", "đến 10h", "14h00 sáng", "24h00", "8h30 và 14h00",
     "10h00/09h00/7g30"],
)  # fmt: skip
def test_a_wrong_time_is_told_and_the_text_kept(text):
    when = parse_when(text)
    assert when.problem
    assert not when.is_known
    assert when.rest == text


@given(clocks, st.sampled_from(CLOCK_FORMS), st.sampled_from(["", ": Họp", " Họp", ", họp"]))
def test_every_way_of_writing_a_time_means_it(clock, form, after):
    when = parse_when(form.format(h=clock.hour, m=clock.minute) + after)
    assert (when.starts_at, when.ends_at, when.problem) == (clock, None, "")
    assert when.session == session_of(clock)
    assert when.rest == after.strip(" :,")


@given(clocks, clocks, st.sampled_from(["-", " - ", " – ", " đến ", "→", " tới "]))
def test_a_span_is_read_or_refused(start, end, between):
    when = parse_when(f"{start:%Hh%M}{between}{end:%H:%M}")
    if start < end:
        assert (when.starts_at, when.ends_at) == (start, end)
    else:
        assert when.problem


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text):
    when = parse_when(text)
    assert when.is_known or when.rest is not None
    parse_days(text, WEEK)
    read_moment(text, WEEK, first="day")
    read_moment(text, WEEK, first="time")
    week_stated([text], WEEK.monday)


@given(clocks, st.sampled_from([MORNING, AFTERNOON, EVENING]))
def test_the_part_of_the_day_moves_a_time_by_half_a_day_or_not_at_all(clock, session):
    meant = in_session(clock, session)
    if meant is not None:
        assert meant.minute == clock.minute
        assert meant.hour - clock.hour in (0, 12)
        assert in_session(meant, session) == meant


def test_parts_of_the_day_in_one_word():
    assert [session_word(each) for each in ("Sáng", "C", "buổi tối", "Cả ngày", "Họp")] == [
        MORNING,
        AFTERNOON,
        EVENING,
        ALL_DAY,
        None,
    ]
    assert lasts_all_day("Tập huấn (cả ngày)")
    assert lasts_all_day("Đi cơ sở cả ngày")
    assert not lasts_all_day("Cả ngày mai nghỉ học để chống bão")


# --- days ------------------------------------------------------------------------------------

DAY_FORMS = (
    *("{name} ({d}/{m})", "{name} ngày {d}/{m}/{y}", "{name}, ngày {d:02}/{m:02}", "{d}-{m}"),
    *("{d:02}/{m:02}/{y}", "{name}\n{d}/{m}", "Ngày {d} tháng {m} năm {y}", "{y}-{m:02}-{d:02}"),
    *(
        "{name}",
        "{d}.{m}.{y}",
        "{d}/{m} ({name})",
        "{name} ({d:02}-{m:02})",
        "{NAME}",
        "{name} {d}/{m}",
    ),
)
NAMES = (
    *("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"),
    *("Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "CN"),
)


@given(
    st.dates(date(2020, 1, 1), date(2040, 12, 31)),
    st.sampled_from(DAY_FORMS),
    st.booleans(),
    st.booleans(),
)
def test_every_way_of_writing_a_day_means_it(day, form, in_digits, is_decomposed):
    name = NAMES[day.weekday() + 7 * in_digits]
    text = form.format(name=name, NAME=name.upper(), d=day.day, m=day.month, y=day.year)
    if is_decomposed:
        text = unicodedata.normalize("NFD", text)
    days = parse_days(text, Week.of(day))
    assert (days.days, days.problem, days.remark, days.rest) == ((day,), "", "", "")


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(8, 300))
def test_a_day_of_another_week_is_never_moved_into_this_one(day, later):
    week = Week.of(day + timedelta(days=later))
    days = parse_days(f"{day:%d/%m/%Y}", week)
    same = [each for each in week.days if (each.day, each.month) == (day.day, day.month)]
    assert days.problem or (days.days == tuple(same) and days.remark)


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("31/02", ()),
        ("Thứ 2 (31/02)", (date(2025, 7, 14),)),
        ("15/13", ()),
        ("21/7", ()),
        ("Thứ 2 (15/7)", (date(2025, 7, 15),)),
    ],
)
def test_a_wrong_day_is_told(text, guess):
    days = parse_days(text, WEEK)
    assert days.is_said
    assert days.problem
    assert days.days == guess


def test_a_wrong_year_is_put_right_and_told():
    days = parse_days("Thứ 2 (14/7/2024)", WEEK)
    assert days.days == (date(2025, 7, 14),)
    assert "2024" in days.remark


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Cả tuần", [14, 15, 16, 17, 18]),
        ("(cả tuần)", [14, 15, 16, 17, 18]),
        ("Từ 14/7 đến 16/7", [14, 15, 16]),
        ("14-16/7", [14, 15, 16]),
        ("Thứ 2 - Thứ 4", [14, 15, 16]),
        ("Thứ 2, 4, 6", [14, 16, 18]),
        ("Thứ 2 (14/7) - Thứ 3 (15/7)", [14, 15]),
        ("45852", [14]),
        ("Tư", [16]),
    ],
)
def test_several_days(text, numbers):
    assert [day.day for day in parse_days(text, WEEK).days] == numbers


@pytest.mark.parametrize("text", ["Nơi nhận: 14", "Kỳ họp thứ Hai", "8h00", "", "Họp"])
def test_what_is_no_day_is_handed_back(text):
    days = parse_days(text, WEEK)
    assert not days.is_said
    assert days.rest == text


@pytest.mark.parametrize(
    "text",
    [
        "LỊCH CÔNG TÁC TUẦN 29\nTừ ngày 14/7/2025 đến 20/7/2025",
        "(Từ ngày 14/7 đến ngày 20/7/2025)",
        "Tuần lễ từ ngày 14 đến ngày 20 tháng 7 năm 2025",
        "Từ ngày 14 tháng 7 năm 2025 đến ngày 20 tháng 7 năm 2025",
        "14-20/7/2025",
        "TUẦN 29/2025",
        "Thứ Hai, 14/7/2025 - Chủ nhật, 20/7/2025",
    ],
)
def test_the_week_of_a_heading(text):
    assert week_stated([text], date(2026, 3, 1)) == WEEK


def test_a_week_over_the_turn_of_the_year():
    week = week_stated(["từ 28/12 đến 03/01/2027"], date(2026, 11, 1))
    assert week == Week(date(2026, 12, 28))
    assert parse_days("Thứ Sáu (01/01)", week).days == (date(2027, 1, 1),)


@pytest.mark.parametrize(
    ("text", "first", "expected"),
    [
        ("Sáng thứ 2 (14/7)", "day", (14, MORNING, None)),
        ("8h00 ngày 15/7", "time", (15, None, time(8))),
        ("14/7/2025 14:00", "time", (14, None, time(14))),
        ("7h30-9h00, thứ 5", "time", (17, None, time(7, 30))),
        ("Thứ 3\n15/7\nChiều", "day", (15, AFTERNOON, None)),
    ],
)
def test_day_and_time_in_one_cell(text, first, expected):
    moment = read_moment(text, WEEK, first=first)
    assert (moment.days.days[0].day, moment.session, moment.when.starts_at) == expected
    assert not moment.left
