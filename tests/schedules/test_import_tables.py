"""Tables of weeks in every shape are understood row by row; nothing is lost."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from datetime import date, datetime, time

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from govportal_wagtail.core.vietnamese import normalise
from govportal_wagtail.schedules.importing.errors import UnusableTable
from govportal_wagtail.schedules.importing.reading import read_bytes, read_text
from govportal_wagtail.schedules.weeks import Week
from tests.schedules.import_builders import brief, document, items, understood, workbook

WEEK = Week(date(2025, 7, 14))
HEAD = "Thứ, ngày;Giờ;Nội dung;Địa điểm;Thành phần"


# --- the real week ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(shared):
    return (shared / "data/schedule/week_2025-07-14_ward.csv").read_bytes()


def test_every_row_of_a_real_week_arrives(sample):
    found = understood(sample)
    assert found.week == WEEK
    entries = [each for each in found.entries if each.kind == "item"]
    written = [
        (number, row)
        for number, row in enumerate(
            csv.reader(io.StringIO(sample.decode("utf-8-sig"), newline=""), delimiter=";"), 1
        )
        if number > 1 and row[2].strip()
    ]
    assert [each.number for each in entries] == [number for number, _row in written]
    for entry, (_number, row) in zip(entries, written, strict=True):
        assert entry.state == "ok"
        assert entry.date
        assert entry.session
        clock = re.match(r"(\d\d)g(\d\d): ", row[2])
        assert entry.starts_at == f"{clock[1]}:{clock[2]}"
        assert entry.content == " ".join(normalise(row[2][clock.end() :]).split())
        assert entry.place == " ".join(normalise(row[3]).split())
        assert entry.participants or entry.chairs
    assert {each.date for each in entries} == {f"2025-07-{day}" for day in range(14, 20)}


@pytest.mark.parametrize("near", [date(2025, 1, 2), date(2026, 11, 22), date(2027, 7, 14)])
def test_the_weekdays_tell_the_year_of_a_real_week(sample, near):
    found = understood(sample, near=near)
    assert found.week == WEEK
    assert {each.state for each in found.entries if each.kind == "item"} == {"ok"}


def test_what_a_real_week_says_in_passing(sample):
    entries = {each.number: each for each in items(sample)}
    assert entries[3].session == "all_day"
    assert entries[28].chairs == "Đ/c Đỗ Hữu Hùng - Phó phòng"
    assert entries[24].preparing == "Phòng Văn hóa - Xã hội chuẩn bị"
    assert entries[14].note == "Thảo + Điệp"
    assert entries[8].participants.split("\n")[0] == "Các ông, bà đại biểu HĐND lâm thời phường"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-8-sig"])
def test_a_real_week_in_other_encodings_and_forms(sample, encoding):
    text = sample.decode("utf-8-sig")
    expected = brief(items(sample))
    assert brief(items(text.encode(encoding))) == expected
    assert brief(items(unicodedata.normalize("NFD", text).encode(encoding))) == expected
    assert brief(items(text.replace(" ", "\xa0").encode(encoding))) == expected


def test_a_week_in_tcvn3():
    # "Thứ 2 (14/7);7h30;Họp giao ban;Phòng họp;Chủ tịch" in the letters of an old font.
    data = (
        "Ngµy;Giê;Néi dung;§Þa ®iÓm;Chñ tr×\n"
        "Thø 2 (14/7);7h30;Häp giao ban ñy ban nh©n d©n;Phßng häp;Chñ tÞch\n"
    ).encode("cp1252")
    (entry,) = items(data)
    assert (entry.date, entry.starts_at) == ("2025-07-14", "07:30")
    assert entry.content == "Họp giao ban ủy ban nhân dân"
    assert (entry.place, entry.chairs) == ("Phòng họp", "Chủ tịch")


# --- shapes of tables ------------------------------------------------------------------------

OFFICIAL = [
    ["UBND PHƯỜNG X", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["LỊCH CÔNG TÁC TUẦN 29"],
    ["(Từ ngày 14/7/2025 đến 20/7/2025)"],
    [],
    ["Thứ, ngày", "Buổi", "Giờ", "Nội dung", "Địa điểm", "Chủ trì", "Thành phần", "Ghi chú", "Xe"],
    ["Thứ Hai\n14/7", "Sáng", time(7, 30), "Chào cờ", "Sân", "Chủ tịch", "CBCC", "", "51A-1"],
    [None, None, 0.375, "Họp giao ban", "P. họp 1", "PCT", "nt", None, None],
    [None, "Chiều", time(14, 0), "Tiếp công dân", "như trên", "Chủ tịch", None, None, None],
    ["Thứ Ba\n15/7", "Cả ngày", None, "Đi cơ sở", "Ấp 1", "Chủ tịch"],
    [datetime(2025, 7, 16), "Chiều", "2h", "Họp sở", "Sở"],
    ["Nơi nhận: như trên"],
    [None, None, None, None, None, "CHÁNH VĂN PHÒNG"],
]


def test_an_official_sheet_with_merged_cells():
    data = workbook(OFFICIAL, ["A6:A8", "B6:B7", "A2:I2", "E1:I1"])
    found = understood(data)
    entries = [each for each in found.entries if each.kind == "item"]
    assert brief(entries) == [
        ("14", "07:30", "Chào cờ"),
        ("14", "09:00", "Họp giao ban"),
        ("14", "14:00", "Tiếp công dân"),
        ("15", "all_day", "Đi cơ sở"),
        ("16", "14:00", "Họp sở"),
    ]
    assert (entries[0].vehicle, entries[1].participants) == ("51A-1", "CBCC")
    assert entries[2].place == "P. họp 1"
    asides = " ".join(each.text for each in found.entries if each.kind == "aside")
    assert "Nơi nhận" in asides
    assert "CHÁNH VĂN PHÒNG" in asides


def test_a_word_table_with_spanned_rows():
    rows = [
        ["Ngày", "Buổi", "Thời gian", "Nội dung", "Địa điểm", "Chủ trì"],
        ["Thứ 2\n(14/7)", "Sáng", "7g30", "Chào cờ", "Sân", "Chủ tịch"],
        ["", "", "9h00-10h30", "Họp", "Phòng 1", "PCT"],
        ["", "Chiều", "14h", "Tiếp dân", "", "Chủ tịch"],
        ["THỨ BA (15/7)", "", "", "", "", ""],
        ["", "Sáng", "8 giờ 15 phút", "Đi cơ sở", "", ""],
    ]
    data = document(
        rows,
        [(1, 0, 3, 0), (1, 1, 2, 1), (2, 4, 3, 4), (4, 0, 4, 5)],
        above=["ỦY BAN NHÂN DÂN", "Từ ngày 14 đến ngày 20 tháng 7 năm 2025"],
        below=["CHÁNH VĂN PHÒNG"],
    )
    found = understood(data)
    entries = [each for each in found.entries if each.kind == "item"]
    assert found.week == WEEK
    assert brief(entries) == [
        ("14", "07:30", "Chào cờ"),
        ("14", "09:00", "Họp"),
        ("14", "14:00", "Tiếp dân"),
        ("15", "08:15", "Đi cơ sở"),
    ]
    assert entries[1].ends_at == "10:30"
    assert entries[2].place == "Phòng 1"
    assert "CHÁNH VĂN PHÒNG" in [each.text for each in found.entries if each.kind == "aside"]


def test_a_column_for_each_part_of_the_day_with_items_in_cells():
    text = (
        "Ngày\tSáng\tChiều\n"
        'Thứ 2 (14/7)\t"- 7h30: Chào cờ. Địa điểm: Sân UBND; Thành phần: CBCC\n'
        '- 9h00: Họp UBND\nChủ trì: Chủ tịch"\t2h00 Tiếp dân\n'
        'Thứ 3 (15/7)\tLàm việc tại trụ sở\t"- Họp A\n- Họp B"\n'
    )
    entries = items(text)
    assert brief(entries) == [
        ("14", "07:30", "Chào cờ."),
        ("14", "09:00", "Họp UBND"),
        ("14", "14:00", "Tiếp dân"),
        ("15", "morning", "Làm việc tại trụ sở"),
        ("15", "afternoon", "Họp A"),
        ("15", "afternoon", "Họp B"),
    ]
    assert (entries[0].place, entries[0].participants) == ("Sân UBND", "CBCC")
    assert entries[1].chairs == "Chủ tịch"


def test_a_column_for_each_leader():
    text = (
        "Thời gian\tChủ tịch Nguyễn Văn A\tPhó Chủ tịch Trần Thị B\n"
        "Sáng thứ 2 (14/7)\t8h00: Dự họp tỉnh\t8h00: Họp xã\n"
        "Chiều thứ 2\t14h00: Làm việc\t14h00: Làm việc\n"
    )
    entries = items(text)
    assert brief(entries) == [
        ("14", "08:00", "Dự họp tỉnh"),
        ("14", "08:00", "Họp xã"),
        ("14", "14:00", "Làm việc"),
    ]
    assert entries[0].participants == "Chủ tịch Nguyễn Văn A"
    assert entries[2].chairs == "Chủ tịch Nguyễn Văn A\nPhó Chủ tịch Trần Thị B"


def test_a_column_for_each_day():
    text = (
        "Buổi\tThứ 2 (14/7)\tThứ 3 (15/7)\tThứ 4 (16/7)\n"
        'Sáng\t8h00 Họp\t"7h30 Chào cờ\n9h00 Họp B"\t\n'
        "Chiều\t\t\tCả ngày: Đi cơ sở\n"
    )
    assert brief(items(text)) == [
        ("14", "08:00", "Họp"),
        ("15", "07:30", "Chào cờ"),
        ("15", "09:00", "Họp B"),
        ("16", "all_day", "Đi cơ sở"),
    ]


def test_a_heading_of_two_lines():
    rows = [
        ["TT", "Ngày", "Sáng", None, "Chiều", None],
        [None, None, "Nội dung", "Địa điểm", "Nội dung", "Địa điểm"],
        [1, "Thứ 2 (14/7)", "7h30: Chào cờ", "Sân", "14h: Họp", "P1"],
        [2, "Thứ 3 (15/7)", "8h: Họp", "nt", "", "P9"],
    ]
    found = understood(workbook(rows, ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]))
    entries = [each for each in found.entries if each.kind == "item"]
    assert [(each.content, each.place) for each in entries] == [
        ("Chào cờ", "Sân"),
        ("Họp", "P1"),
        ("Họp", "Sân"),
    ]
    assert any("P9" in each.text for each in found.entries if each.kind == "aside")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_columns_in_another_order_with_empty_ones_behind(separator):
    rows = [
        ["Địa điểm", "Nội dung công việc", "Giờ", "Thứ", "Lãnh đạo", "Đơn vị chuẩn bị", "Tên lạ"],
        ["Phòng 1", "Họp", "07:30", "2", "Đ/c A", "Văn phòng", "điều lạ"],
        ["Phòng 2", "Họp tiếp", "8 giờ 30 phút", "", "Đ/c B", "", ""],
    ]
    text = "\n".join(separator.join([*row, "", "", ""]) for row in rows)
    entries = items(text, week=WEEK)
    assert brief(entries) == [("14", "07:30", "Họp"), ("14", "08:30", "Họp tiếp")]
    assert (entries[0].chairs, entries[0].preparing) == ("Đ/c A", "Văn phòng")
    assert entries[0].note == "Tên lạ: điều lạ"


def test_a_table_without_headings():
    text = "Thứ 2 (14/7);8h00;Họp giao ban đầu tuần;Phòng 1\n;9h00;Tiếp công dân;Phòng 2\n"
    with translation.override("en"):
        found = understood(text)
    entries = [each for each in found.entries if each.kind == "item"]
    assert brief(entries) == [
        ("14", "08:00", "Họp giao ban đầu tuần"),
        ("14", "09:00", "Tiếp công dân"),
    ]
    assert entries[1].place == "Phòng 2"
    assert any("no headings" in each.text for each in found.entries if each.kind == "notice")


def test_plain_lines():
    text = (
        "LỊCH CÔNG TÁC TUẦN 29\n(Từ ngày 14/7/2025 đến ngày 20/7/2025)\n"
        "Thứ Hai, ngày 14/7/2025\nSáng:\n- 8h00: Họp. Địa điểm: Phòng 1\nChủ trì: Đ/c A\n"
        "- 9h30: Tiếp khách\nChiều:\n- 2h00: Họp với sở\nThứ Ba (15/7): Đi cơ sở cả ngày\n"
    )
    entries = items(text)
    assert brief(entries) == [
        ("14", "08:00", "Họp."),
        ("14", "09:30", "Tiếp khách"),
        ("14", "14:00", "Họp với sở"),
        ("15", "all_day", "Đi cơ sở cả ngày"),
    ]
    assert (entries[0].place, entries[0].chairs) == ("Phòng 1", "Đ/c A")


def test_the_sheet_of_the_week_is_read_and_the_others_named():
    book = Workbook()
    for number, first in enumerate((7, 14)):
        sheet = book.active if not number else book.create_sheet(f"Tuần {28 + number}")
        sheet.append([f"Từ ngày {first}/7/2025 đến {first + 6}/7/2025"])
        sheet.append(["Ngày", "Giờ", "Nội dung"])
        sheet.append([f"Thứ 2 ({first}/7)", "8h", f"Họp {first}"])
    stream = io.BytesIO()
    book.save(stream)
    found = understood(stream.getvalue(), week=WEEK)
    assert [each.content for each in found.entries if each.kind == "item"] == ["Họp 14"]
    assert any("Sheet" in each.text for each in found.entries if each.kind == "notice")


# --- what is wrong ---------------------------------------------------------------------------


def of(*rows, week=WEEK):
    return items("\n".join([HEAD, *rows]), week=week)


def test_unsorted_times_keep_their_rows():
    found = of("Thứ 2 (14/7);10h00;A;;", ";09h00;B;;", ";7g30;C;;")
    assert [each.starts_at for each in found] == ["10:00", "09:00", "07:30"]
    assert [each.state for each in found] == ["ok"] * 3


def test_several_times_in_one_cell():
    one, two, wrong = of(
        '14/7;"8h00\n14h00";"- Họp A\n- Họp B";P;', "15/7;10h00/09h00/7g30;Họp C;;"
    )
    assert brief([one, two]) == [("14", "08:00", "Họp A"), ("14", "14:00", "Họp B")]
    assert "when" in wrong.errors


@pytest.mark.parametrize(
    ("day", "time", "field"),
    [
        ("31/02", "8h", "date"),
        ("Thứ 2 (15/7)", "8h", "date"),
        ("21/7", "8h", "date"),
        ("hôm nào đó", "8h", "date"),
        ("14/7", "25h", "when"),
        ("14/7", "10h-9h", "when"),
        ("14/7", "", "when"),
    ],
)
def test_what_cannot_be_right_is_told_by_row(day, time, field):
    (entry,) = of(f"{day};{time};Họp;P1;")
    assert entry.state == "error"
    assert list(entry.errors) == [field]
    assert entry.number == 2


def test_rows_below_a_wrong_day_do_not_take_the_day_before():
    right, wrong, below, after = of("14/7;8h;A;;", "32/7;8h;B;;", ";9h;C;;", "16/7;8h;D;;")
    assert (right.state, after.state) == ("ok", "ok")
    assert "date" in wrong.errors
    assert "date" in below.errors


def test_a_wrong_year_is_told_and_put_right():
    (entry,) = of("14/7/2024;8h;Họp;;")
    assert (entry.date, entry.state) == ("2025-07-14", "warning")


def test_the_table_of_another_week_is_told():
    text = "LỊCH TUẦN (từ 07/7/2025 đến 13/7/2025)\n" + HEAD + "\nThứ 2 (7/7);8h;Họp;;"
    found = understood(text, week=WEEK)
    assert any("07/07/2025" in each.text for each in found.entries if each.kind == "notice")
    assert [each.state for each in found.entries if each.kind == "item"] == ["error"]
    assert understood(text).week == WEEK.shifted(-1)


def test_a_row_written_twice_is_left_out_and_told():
    first, again = of("14/7;8h;Họp;P1;", "14/7;8h;HỌP ;P1;")
    assert (first.state, again.state) == ("ok", "skipped")
    assert "2" in again.remarks[0]


def test_a_row_that_completes_the_one_before():
    (entry,) = of("14/7;8h;Họp;P1;Đ/c A", ";;;;Đ/c B")
    assert entry.participants == "Đ/c A\nĐ/c B"
    assert entry.state == "warning"


def test_a_time_without_content_is_told():
    (entry,) = of("14/7;8h;;P1;")
    assert list(entry.errors) == ["content"]


def test_what_stands_beside_a_time_is_kept():
    (entry,) = of("14/7;8h00 (dự kiến);Họp;;")
    assert entry.starts_at == "08:00"
    assert entry.note == "(dự kiến)"
    assert entry.state == "warning"


def test_the_programme_of_an_item_is_no_item():
    (entry,) = of('14/7;8h00;"Hội nghị\n8h00: Đón khách\n9h00: Khai mạc";;')
    assert entry.content == "Hội nghị\n8h00: Đón khách\n9h00: Khai mạc"


def test_a_whole_week_is_five_days():
    found = of("Cả tuần;cả ngày;Tập huấn;;")
    assert [each.date[8:] for each in found] == ["14", "15", "16", "17", "18"]
    assert {each.state for each in found} == {"warning"}


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xx", b"PK\x03\x04 broken", b"%PDF-1.7",
     workbook([]), b"abc\x00\x01\x02\x03\xff"],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_words(data):
    with pytest.raises(UnusableTable) as refused:
        understood(data)
    assert str(refused.value)


def test_a_table_that_says_no_week_asks_for_it():
    with translation.override("en"), pytest.raises(UnusableTable, match="Choose the week"):
        understood("Thứ;Giờ;Nội dung\nThứ 2;8h;Họp\n")


def test_too_many_rows_are_refused():
    with pytest.raises(UnusableTable):
        read_text(HEAD + "\n14/7;8h;Họp;;" * 2_001)


def test_a_sheet_of_huge_merged_cells_is_read_quickly():
    data = workbook([["Ngày", "Giờ", "Nội dung"], ["14/7/2025", "8h", "Họp"]], ["D5:D6"])
    huge = _replaced(data, b"D5:D6", b"D5:XFD1048576")
    assert len(items(huge)) == 1


def _replaced(data, old, new):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old, new))
    return out.getvalue()


# --- nothing is lost -------------------------------------------------------------------------

CELLS = st.sampled_from(
    ["", "Thứ 2 (14/7)", "15/7", "31/02", "Sáng", "Chiều", "8h", "7g30-9h", "25h", "nt", "Họp A1",
     "- Đ/c B2\n- Đ/c C3", "Phòng D4", "14h00: Họp E5\n16h00: Họp F6", "G7; H8", "Nơi nhận: I9"]
)  # fmt: skip
HEADINGS = st.permutations(["Ngày", "Buổi", "Giờ", "Nội dung", "Địa điểm", "Thành phần", "Lạ"])


@settings(max_examples=150, deadline=None)
@given(HEADINGS, st.lists(st.lists(CELLS, min_size=7, max_size=7), min_size=1, max_size=6))
def test_every_word_of_every_row_is_shown_somewhere(headings, rows):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(headings)
    writer.writerows(rows)
    try:
        found = understood(out.getvalue(), week=WEEK)
    except UnusableTable:
        # Refused as a whole, with words.
        return
    everything = ""
    for entry in found.entries:
        fields = entry.as_json()
        if entry.kind == "item":
            # The row as it stood does not count: its words must have arrived in a field.
            fields.pop("text")
        everything += "|".join(str(value) for value in fields.values())
    for row in rows:
        for word in re.findall(r"[A-I]\d", " ".join(row)):
            assert word in everything


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    try:
        read_bytes(data)
    except UnusableTable as refused:
        assert str(refused)
