"""Days off from a table or a calendar file: what is read, what is refused, what is saved."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from govportal_wagtail.regulation import clock, receivers
from govportal_wagtail.regulation.calendar_import import (
    MAX_BYTES,
    MAX_ROWS,
    FaultyRows,
    UnreadableCalendar,
    read_calendar,
    save_days,
    with_basis,
)
from govportal_wagtail.regulation.models import CalendarOverride, CalendarYear

from .deadline_rules import profile, rule

assert receivers

TABLE = """\
date;working;label;basis
2027-02-04;0;Nghỉ Tết;TB 1/TB-BNV
05/02/2027;không;Nghỉ Tết;
2027-02-13;1;Làm bù;TB 1/TB-BNV
"""


def ical(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\nUID:{n}\n{each}\nEND:VEVENT\n" for n, each in enumerate(events))
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x\n{body}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def event(*lines: str) -> bytes:
    return ical("\n".join(("DTSTART;VALUE=DATE:20270204", *lines)))


class TableTests:
    def test_rows(self):
        days = read_calendar(TABLE.encode(), "2027.csv")
        assert [(day.row, day.day, day.is_working) for day in days] == [
            (2, date(2027, 2, 4), False),
            (3, date(2027, 2, 5), False),
            (4, date(2027, 2, 13), True),
        ]
        assert [day.label for day in days] == ["Nghỉ Tết", "Nghỉ Tết", "Làm bù"]
        assert [day.basis for day in days] == ["TB 1/TB-BNV", "", "TB 1/TB-BNV"]
        assert not any(day.error for day in days)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    @pytest.mark.parametrize("delimiter", [";", ",", "\t"])
    @pytest.mark.parametrize("ending", ["\n", "\r\n"])
    def test_encodings_delimiters_and_line_ends(self, encoding, delimiter, ending):
        text = TABLE.replace(";", delimiter).replace("\n", ending)
        assert read_calendar(text.encode(encoding), "x") == read_calendar(TABLE.encode(), "x")

    @pytest.mark.parametrize(
        "text",
        [
            "2027-02-04;0;Nghỉ Tết\n",
            "Ngày;Làm việc;Lý do;Căn cứ\n4/2/2027;không;Nghỉ Tết;\n",
            "label,date\nNghỉ Tết,04.02.2027\n",
            '\n\ndate,label,working\n\n2027-02-04,"Nghỉ Tết",no\n\n',
        ],
    )
    def test_headings_are_optional_in_any_order_and_in_vietnamese(self, text):
        [day] = read_calendar(text.encode(), "x")
        assert (day.day, day.is_working, day.label, day.error) == (
            date(2027, 2, 4),
            False,
            "Nghỉ Tết",
            "",
        )

    @pytest.mark.parametrize(
        "row",
        [
            "2027-02-30;0;x",
            "31/02/2027;0;x",
            "hôm qua;0;x",
            ";0;x",
            "2027-02-04;có lẽ;x",
            "2027-02-04;;x",
            "2027-02-04;0;",
            "1899-02-04;0;x",
            "2101-02-04;0;x",
            "2027-02-04;0;" + "x" * 256,
            "2027-02-04;0;x;" + "x" * 256,
            "2027-03-01;0;hai lần",
        ],
    )
    def test_each_faulty_row_has_an_error_and_the_others_none(self, row):
        text = f"date;working;label;basis\n2027-03-01;0;Nghỉ\n{row}\n2027-03-03;0;Nghỉ\n"
        days = read_calendar(text.encode(), "x")
        assert [bool(day.error) for day in days] == [False, True, False]
        assert days[1].row == 3

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\n\n",
            b"date;working;label\n",
            b"PK\x03\x04\x00\x00\xff\xff",
            "2027-02-04;0;Nghỉ Tết".encode("utf-16-le"),
            "2027-02-04;0;Nghỉ Tết".encode("cp1258", errors="replace") + b"\xd5",
            b"x" * (MAX_BYTES + 1),
            b"working;label\n0;x\n",
            b"hello\n",
            b"\xff\xfe\x00",
        ],
    )
    def test_unusable_files_are_refused(self, content):
        with pytest.raises(UnreadableCalendar):
            read_calendar(content, "lịch.csv")

    def test_too_many_days_are_refused(self):
        rows = "\n".join(["2027-02-04;0;x"] * (MAX_ROWS + 1))
        with pytest.raises(UnreadableCalendar, match=str(MAX_ROWS)):
            read_calendar(rows.encode(), "x")

    @given(content=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
    def test_whatever_comes_is_read_or_refused(self, content):
        for text in (content, TABLE.encode() + content, ical("SUMMARY:x\n")[:40] + content):
            try:
                days = read_calendar(text, "x")
            except UnreadableCalendar:
                continue
            assert all(day.error or day.day for day in days)


class CalendarFileTests:
    def test_last_day_of_an_event_is_excluded(self):
        days = read_calendar(event("DTEND;VALUE=DATE:20270207", "SUMMARY:Nghỉ Tết"), "x.ics")
        assert [day.day for day in days] == [date(2027, 2, n) for n in (4, 5, 6)]
        assert {(day.row, day.is_working, day.label) for day in days} == {(1, False, "Nghỉ Tết")}

    @pytest.mark.parametrize("lines", [[], ["DURATION:P1D"], ["DTEND;VALUE=DATE:20270205"]])
    def test_one_day(self, lines):
        [day] = read_calendar(event("SUMMARY:Nghỉ", *lines), "x")
        assert day.day == date(2027, 2, 4)

    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            (["SUMMARY:Nghỉ bù"], False),
            (["SUMMARY:Giỗ Tổ"], False),
            (["SUMMARY:Làm bù thứ bảy"], True),
            (["SUMMARY:Ngày làm việc"], True),
            (["SUMMARY:Working day"], True),
            (["SUMMARY:Thứ bảy", "CATEGORIES:Làm việc bù"], True),
            (["SUMMARY:Ngày làm việc bù cho ngày nghỉ", "X-WORKING-DAY:1"], True),
            (["SUMMARY:Làm bù", "X-WORKING-DAY:FALSE"], False),
            (["SUMMARY:Làm bù", "CATEGORIES:HOLIDAY"], False),
        ],
    )
    def test_worked_or_not(self, lines, expected):
        [day] = read_calendar(event(*lines), "x")
        assert (day.is_working, day.error) == (expected, "")

    @pytest.mark.parametrize(
        "lines",
        [
            ["DTSTART:20270204T080000"],
            ["SUMMARY:Nghỉ"],
            ["DTSTART;VALUE=DATE:20270204"],
            ["DTSTART;VALUE=DATE:20270204", "SUMMARY:x", "RRULE:FREQ=YEARLY"],
            ["DTSTART;VALUE=DATE:20270204", "SUMMARY:x", "DTEND;VALUE=DATE:20270204"],
            ["DTSTART;VALUE=DATE:20270204", "SUMMARY:x", "DTEND;VALUE=DATE:20280204"],
            ["DTSTART;VALUE=DATE:20270204", "SUMMARY:x", "DTEND:20270205T080000"],
            ["DTSTART;VALUE=DATE:20270204", "SUMMARY:Làm việc bù cho ngày nghỉ"],
            ["DTSTART;VALUE=DATE:20270204", "SUMMARY:x", "X-WORKING-DAY:maybe"],
            ["DTSTART;VALUE=DATE:18000204", "SUMMARY:x"],
            ["DTSTART;VALUE=DATE:not-a-date", "SUMMARY:x"],
        ],
    )
    def test_an_event_that_cannot_be_used_is_a_row_with_an_error(self, lines):
        good = "DTSTART;VALUE=DATE:20270301\nSUMMARY:Nghỉ"
        days = read_calendar(ical("\n".join(lines), good), "x")
        assert [bool(day.error) for day in days] == [True, False]

    def test_cancelled_events_are_left_out(self):
        content = ical(
            "DTSTART;VALUE=DATE:20270204\nSUMMARY:x\nSTATUS:CANCELLED",
            "DTSTART;VALUE=DATE:20270301\nSUMMARY:Nghỉ\nX-LEGAL-BASIS:TB 1/TB-BNV",
        )
        [day] = read_calendar(content, "x")
        assert (day.row, day.basis) == (2, "TB 1/TB-BNV")

    @pytest.mark.parametrize(
        "content", [b"BEGIN:VCALENDAR", b"BEGIN:VCALENDAR\r\nnonsense\r\nEND:VEVENT\r\n", ical()]
    )
    def test_broken_files_are_refused(self, content):
        with pytest.raises(UnreadableCalendar):
            read_calendar(content, "x.ics")


@pytest.mark.django_db
class SavingTests:
    @pytest.fixture
    def user(self):
        return get_user_model().objects.create_user("lan", "lan@example.vn", "x")

    def days(self, text=TABLE):
        return with_basis(read_calendar(text.encode(), "x"), "TB 9/TB-BNV")

    def test_all_days_with_user_and_log(self, user):
        assert save_days(self.days(), user, "TB 1/TB-BNV", official_years=[2027]) == 3
        row = CalendarOverride.objects.get(date=date(2027, 2, 5))
        assert (row.is_working, row.basis, row.entered_by) == (False, "TB 9/TB-BNV", user)
        year = CalendarYear.objects.get(year=2027)
        assert (year.is_official, year.basis) == (True, "TB 1/TB-BNV")
        assert ModelLogEntry.objects.filter(action="wagtail.create", user=user).count() == 3

    def test_again_changes_nothing(self, user):
        save_days(self.days(), user, "TB 1/TB-BNV")
        assert save_days(self.days(), user, "TB 1/TB-BNV") == 0
        changed = self.days(TABLE.replace("Làm bù", "Làm việc bù"))
        assert save_days(changed, user, "TB 1/TB-BNV") == 1
        assert CalendarOverride.objects.count() == 3

    def test_one_faulty_row_and_nothing_is_saved(self, user):
        with pytest.raises(FaultyRows, match="5"):
            save_days(self.days(TABLE + "khi nào;0;x\n"), user, "TB", official_years=[2027])
        assert not CalendarOverride.objects.exists()
        assert not CalendarYear.objects.exists()

    def test_running_deadlines_move_once(self, user):
        [deadline] = clock.start(
            user,
            label="Văn bản",
            profile=profile(rule(2)),
            category="legal_doc",
            events={"received": date(2027, 3, 1)},
        )
        text = "2027-03-02;0;Bão\n2027-03-03;0;Bão\n2027-03-06;1;Làm bù\n"
        save_days(self.days(text), user, "1/QĐ-UBND")
        deadline.refresh_from_db()
        assert deadline.due_on == date(2027, 3, 5)
        event = deadline.events.get(kind="recalculated")
        assert (event.by, event.reason) == (user, "1/QĐ-UBND")


@pytest.mark.django_db
class CommandTests:
    @pytest.fixture
    def file(self, tmp_path):
        path = tmp_path / "2027.csv"
        path.write_text(TABLE, encoding="utf-8")
        return path

    def run(self, *args, **options):
        out = StringIO()
        call_command("govportal_calendar", *map(str, args), stdout=out, **options)
        return out.getvalue()

    def test_dry_run_shows_and_saves_nothing(self, file):
        out = self.run("import", file, "--basis", "TB 1/TB-BNV", "--dry-run")
        assert "04/02/2027" in out
        assert not CalendarOverride.objects.exists()

    def test_import(self, file):
        self.run("import", file, "--basis", "TB 1/TB-BNV", "--official", "2027")
        assert CalendarOverride.objects.count() == 3
        assert CalendarYear.objects.get().is_official

    def test_days_without_a_legal_document_are_refused(self, file):
        with pytest.raises(CommandError, match="--basis"):
            self.run("import", file)
        assert not CalendarOverride.objects.exists()

    @pytest.mark.parametrize("text", ["", "2027-02-30;0;x;b\n", None])
    def test_unusable_files_are_command_errors(self, tmp_path, text):
        path = tmp_path / "x.csv"
        if text is not None:
            path.write_text(text)
        with pytest.raises(CommandError):
            self.run("import", path, "--basis", "TB")

    def test_unknown_user(self, file):
        with pytest.raises(CommandError, match="nobody"):
            self.run("import", file, "--basis", "TB", "--user", "nobody")
        assert not CalendarOverride.objects.exists()

    def test_show(self):
        assert "12729/VPCP-KGVX" in self.run("show", "2026")
        assert '"is_provisional": true' in self.run("show", "2027", "--json")
        for year in ("0", "2200", "99999"):
            with pytest.raises(CommandError):
                self.run("show", year)
