"""Weeks as other offices publish them: what is understood of each, and what is told about it."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from datetime import date, datetime, time, timedelta

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook
from openpyxl.styles import Font

from govportal_wagtail.schedules.importing.errors import UnusableTable
from govportal_wagtail.schedules.vocabulary import Session
from tests.schedules import import_builders
from tests.schedules.import_builders import brief, document, items, understood, workbook

#: A Friday; the week before it began on 16 November.
NEAR = date(2026, 11, 20)
MONDAY = date(2026, 11, 16)


def read(source, **options):
    """The items of a table that was handed in on that Friday."""
    return items(source, near=NEAR, **options)


def whole(source, **options):
    """Everything that was understood of it."""
    return understood(source, near=NEAR, **options)


def texts(source, kind):
    """The notices or the lines aside."""
    return [each.text for each in whole(source).entries if each.kind == kind]


def states(entries):
    """Content and state of each."""
    return [(each.content.split("\n")[0], each.state) for each in entries]


def lines_of_week(*lines):
    """A pasted table below the heading of the week."""
    return "\n".join(("Lịch tuần từ 16/11/2026 đến 20/11/2026", *lines))


# --- the forms that offices publish ----------------------------------------------------------


def province():
    made = docx.Document(
        io.BytesIO(
            document(
                [
                    ["THỨ/NGÀY", "BUỔI", "NỘI DUNG CÔNG VIỆC", "CHỦ TRÌ", "ĐỊA ĐIỂM", "THÀNH PHẦN"],
                    [
                        "THỨ HAI\n16/11",
                        "Sáng",
                        "7h30': Giao ban",
                        "Đ/c Chủ tịch",
                        "PH 1",
                        "Các PCT",
                    ],
                    ["", "Chiều", "14h00’: Làm việc với Bộ Nội vụ", "Đ/c PCT TT", "PH 2", "Sở NV"],
                    ["", "", "16h30 phút: Tiếp Tổng Lãnh sự", "Đ/c Chủ tịch", "PH 3", ""],
                    ["THỨ BA\n17/11", "Sáng", "Cả ngày: Dự Hội nghị", "Đ/c Chủ tịch", "Hà Nội", ""],
                    ["", "Chiều", "", "", "", ""],
                    ["THỨ BẢY\n21/11", "", "Nghỉ", "", "", ""],
                    ["CHỦ NHẬT\n22/11", "", "Nghỉ", "", "", ""],
                ],
                merged=[(1, 0, 3, 0), (2, 1, 3, 1), (4, 0, 5, 0)],
                above=[
                    "LỊCH CÔNG TÁC TUẦN 47",
                    "Của Chủ tịch, các Phó Chủ tịch",
                    "(Từ ngày 16/11/2026 đến ngày 22/11/2026)",
                ],
                below=["Ghi chú: Lịch này thay cho Giấy mời."],
            )
        )
    )
    foot = made.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- TT Tỉnh ủy (b/c);\n- Lưu: VT, TH."
    foot.cell(0, 1).text = "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\n\nNguyễn Văn Hùng"
    return saved(made)


def saved(made):
    """The bytes of a document or workbook."""
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_province_with_merged_days_and_a_signature():
    found = read(province())
    assert brief(found) == [
        ("16", "07:30", "Giao ban"),
        ("16", "14:00", "Làm việc với Bộ Nội vụ"),
        ("16", "16:30", "Tiếp Tổng Lãnh sự"),
        ("17", "all_day", "Dự Hội nghị"),
        ("21", "all_day", "Nghỉ"),
        ("22", "all_day", "Nghỉ"),
    ]
    assert [each.state for each in found] == ["ok"] * 4 + ["skipped"] * 2
    assert found[0].chairs == "Đ/c Chủ tịch"
    aside = "\n".join(texts(province(), "aside"))
    for words in ("LỊCH CÔNG TÁC TUẦN 47", "thay cho Giấy mời", "Nơi nhận:", "Nguyễn Văn Hùng"):
        assert words in aside


def test_leaders_in_columns_below_a_title_with_dates_as_numbers():
    rows = [
        ["SỞ TÀI CHÍNH"],
        ["LỊCH LÀM VIỆC CỦA LÃNH ĐẠO SỞ (từ 16/11/2026 đến 20/11/2026)"],
        [],
        ["Ngày", "Buổi", "GĐ Nguyễn Văn An", "PGĐ Trần Thị Bình", "Ghi chú"],
        [datetime(2026, 11, 16), "Sáng", "7h30' Giao ban tại PH1", "7h30' Giao ban tại PH1", ""],
        [None, "Chiều", "14h Họp HĐND tỉnh", "Làm việc tại cơ quan", ""],
        [],
        ["Người lập", "", "", "GIÁM ĐỐC"],
        ["(đã ký)", "", "", "Nguyễn Văn An"],
    ]
    source = workbook(rows, merged=["A5:A6"])
    found = read(source)
    assert [(each.starts_at, each.content, each.chairs) for each in found] == [
        ("07:30", "Giao ban tại PH1", "GĐ Nguyễn Văn An\nPGĐ Trần Thị Bình"),
        ("14:00", "Họp HĐND tỉnh", "GĐ Nguyễn Văn An"),
        ("", "Làm việc tại cơ quan", "PGĐ Trần Thị Bình"),
    ]
    assert {each.state for each in found} == {"ok"}
    assert texts(source, "aside")[-2:] == ["Người lập | GIÁM ĐỐC", "(đã ký) | Nguyễn Văn An"]


COMMUNE = (
    "TT;Thứ, ngày;Thời gian;Nội dung;Địa điểm;Lãnh đạo chủ trì;Thành phần tham dự\r\n"
    "1;Hai 16/11/2026;07h30;Chào cờ đầu tuần;Sân UBND;CT UBND xã;Toàn thể CBCC\r\n"
    '2;;08h00;"Họp giao ban; triển khai tuần";Phòng họp;CT UBND xã;"- Các PCT;\r\n- Các phòng"\r\n'
    "3;Ba 17/11/2026;8 giờ;Kiểm tra rừng;Thôn 3;PCT Lò Văn Cương;\r\n"
    "4;;13h30-16h;Hoãn: Họp Hội đồng NVQS;Phòng họp;CT UBND xã;\r\n"
    "5;Tư 18/11/2026;;Trực cơ quan;;PCT Lò Văn Cương;\r\n"
    ";;;;;;\r\n;;;;;TM. UBND XÃ;\r\n;;;;;CHỦ TỊCH;\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_commune_with_short_weekdays_a_meeting_put_off_and_a_signature(encoding):
    found = read(COMMUNE.encode(encoding))
    assert brief(found) == [
        ("16", "07:30", "Chào cờ đầu tuần"),
        ("16", "08:00", "Họp giao ban; triển khai tuần"),
        ("17", "08:00", "Kiểm tra rừng"),
        ("17", "13:30", "Hoãn: Họp Hội đồng NVQS"),
        ("18", "", "Trực cơ quan"),
    ]
    assert [each.state for each in found] == ["ok", "ok", "ok", "warning", "error"]
    assert set(found[4].errors) == {"when"}
    assert texts(COMMUNE, "aside") == ["TM. UBND XÃ", "CHỦ TỊCH"]


def test_a_table_copied_from_a_web_page_with_broken_rows():
    text = (
        "Lịch làm việc của lãnh đạo UBND tỉnh\nTuần 47 (16/11/2026 - 22/11/2026)\n"
        "Thứ\tThời gian\tNội dung\tĐịa điểm\tThành phần\n"
        "Thứ 2\n16/11/2026\t\n07:30\n\tHọp giao ban\tPhòng họp A\tLãnh đạo VP\n"
        "\t14:00\tTiếp dân\tTrụ sở\tÔng Nguyễn Văn An\n"
        "Thứ 3\n17/11/2026\t08:00\tHội nghị sơ kết\tHội trường\tTheo giấy mời\n"
    )
    found = read(text)
    assert brief(found) == [
        ("16", "07:30", "Họp giao ban"),
        ("16", "14:00", "Tiếp dân"),
        ("17", "08:00", "Hội nghị sơ kết"),
    ]
    assert (found[0].place, found[0].participants) == ("Phòng họp A", "Lãnh đạo VP")


def test_shorter_rows_are_not_taken_for_broken_ones():
    text = lines_of_week(
        "Thứ\tBuổi\tGiờ\tNội dung\tĐịa điểm",
        "Thứ 2\tSáng\t8h\tHọp A\tP1",
        "Thứ 3",
        "Sáng\t8h\tHọp B",
        "Chiều\t14h\tHọp C",
    )
    shown = " ".join(each.text for each in whole(text).entries)
    numbers = {each.number for each in whole(text).entries if each.kind != "notice"}
    assert "Họp B" in shown and "Họp C" in shown
    assert {5, 6} <= numbers


def test_days_between_the_rows_of_a_table_without_headings():
    text = (
        "Thứ 2 - 16/11/2026\n"
        "Sáng\t07:30\tHọp giao ban\tPhòng họp A\tChủ tịch Nguyễn Văn An\n"
        "\t09:00\tLàm việc với Sở Y tế\tPhòng họp B\tPCT Trần Thị Bình\n"
        "Thứ 3 - 17/11/2026\n"
        "Sáng\t08:00\tHội nghị\tHội trường\t\n"
    )
    assert whole(text).week.monday == MONDAY
    found = read(text)
    assert [(each.date[8:], each.content, each.place, each.participants) for each in found] == [
        ("16", "Họp giao ban", "Phòng họp A", "Chủ tịch Nguyễn Văn An"),
        ("16", "Làm việc với Sở Y tế", "Phòng họp B", "PCT Trần Thị Bình"),
        ("17", "Hội nghị", "Hội trường", ""),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Tuần 47 - 16/11/2026 đến 22/11/2026",
        "Thứ 2 - 16/11/2026 đến Chủ nhật - 22/11/2026",
        "Tuần thứ 47, từ 2026-11-16",
    ],
)
def test_the_number_before_the_dates_is_none_of_them(heading):
    text = f"{heading}\nNgày;Giờ;Nội dung\n16/11;8h;Họp A\n17/11;8h;Họp B\n"
    assert whole(text).week.monday == MONDAY


PARTY = """TỈNH ỦY
LỊCH LÀM VIỆC CỦA THƯỜNG TRỰC TỈNH ỦY
(Tuần 47, từ ngày 16 đến ngày 20 tháng 11 năm 2026)
Lãnh đạo trực: Đ/c Trần Thị Bình, Phó Bí thư

Thứ Hai, ngày 16/11:
- 7 giờ 30: Hội ý Thường trực Tỉnh ủy.
- 8 giờ 30: Họp Ban Thường vụ.
+ Thành phần: Các đ/c UVBTV.
+ Địa điểm: Phòng họp tầng 2.
- Đ/c Phó Bí thư làm việc tại trụ sở.
Thứ Ba, ngày 17/11:
- Chiều: Tiếp công dân.
Thứ Năm, ngày 19/11:
- 8 giờ 00 đến 11 giờ: Họp.
Nơi nhận:
- Thường trực Tỉnh ủy;
T/L THƯỜNG TRỰC
CHÁNH VĂN PHÒNG
"""


def test_a_committee_in_lines_with_who_receives_it_below():
    found = read(PARTY)
    assert brief(found) == [
        ("16", "07:30", "Hội ý Thường trực Tỉnh ủy."),
        ("16", "08:30", "Họp Ban Thường vụ."),
        ("16", "", "Đ/c Phó Bí thư làm việc tại trụ sở."),
        ("17", "afternoon", "Tiếp công dân."),
        ("19", "08:00", "Họp."),
    ]
    assert (found[1].place, found[1].participants) == ("Phòng họp tầng 2.", "Các đ/c UVBTV.")
    assert found[2].state == "error"
    assert found[4].ends_at == "11:00"
    aside = texts(PARTY, "aside")
    assert aside[-4:] == [
        "Nơi nhận:",
        "- Thường trực Tỉnh ủy;",
        "T/L THƯỜNG TRỰC",
        "CHÁNH VĂN PHÒNG",
    ]
    assert "Lãnh đạo trực: Đ/c Trần Thị Bình, Phó Bí thư" in aside


def test_a_school_in_lines_without_a_table():
    text = (
        "TRƯỜNG TIỂU HỌC GIA ĐỊNH\nLỊCH CÔNG TÁC TUẦN 12 (Từ 16/11 đến 21/11/2026)\n"
        "* Thứ hai 16/11/2026\n- Sáng: 7h00 chào cờ.\n- Chiều: Dạy học bình thường.\n"
        "* Thứ ba 17/11/2026\n- Dự giờ cô Lan lớp 3A (tiết 2).\n- 15h30: Họp tổ khối 4.\n"
        "* Thứ sáu 20/11/2026: Kỷ niệm ngày Nhà giáo Việt Nam (7h30).\n"
    )
    found = read(text)
    assert brief(found) == [
        ("16", "07:00", "chào cờ."),
        ("16", "afternoon", "Dạy học bình thường."),
        ("17", "", "Dự giờ cô Lan lớp 3A (tiết 2)."),
        ("17", "15:30", "Họp tổ khối 4."),
        ("20", "", "Kỷ niệm ngày Nhà giáo Việt Nam (7h30)."),
    ]
    assert [each.state for each in found] == ["ok", "ok", "error", "ok", "error"]


def test_leaders_in_rows_and_days_in_columns():
    rows = [
        ["LỊCH CÔNG TÁC TUẦN 47/2026"],
        ["Họ và tên", "Thứ 2\n16/11", "Thứ 3\n17/11", "Thứ 4\n18/11"],
        ["Nguyễn Văn An", "S: Họp giao ban\nC: 14h Tiếp dân", "Họp HĐND (cả ngày)", "Nghỉ phép"],
        ["Trần Thị Bình", "S: Họp giao ban", "C: 13h30 họp Sở Y tế", ""],
    ]
    found = read(workbook(rows))
    assert brief(found) == [
        ("16", "morning", "Họp giao ban"),
        ("16", "14:00", "Tiếp dân"),
        ("17", "all_day", "Họp HĐND (cả ngày)"),
        ("18", "all_day", "Nghỉ phép"),
        ("16", "morning", "Họp giao ban"),
        ("17", "13:30", "họp Sở Y tế"),
    ]
    # Both hold the same meeting; nobody of them is lost with the second row.
    assert found[0].chairs == "Nguyễn Văn An\nTrần Thị Bình"
    assert [each.state for each in found[:5]] == ["warning", "ok", "ok", "warning", "skipped"]


def test_a_column_for_each_part_of_the_day_with_lists():
    rows = [
        ["Ngày", "Sáng", "Chiều"],
        ["Thứ 2\n(16/11)", "- 7h30: Giao ban\n- 9h00: Họp", "- 14h: Họp chi bộ\n- PGĐ: làm việc"],
        ["Thứ 5\n(19/11)", "Nghỉ", "Nghỉ"],
        ["Lưu ý: Lịch có thể thay đổi", "", ""],
    ]
    found = read(document(rows, [(3, 0, 3, 2)], above=["LỊCH TUẦN (16/11/2026 – 20/11/2026)"]))
    assert brief(found) == [
        ("16", "07:30", "Giao ban"),
        ("16", "09:00", "Họp"),
        ("16", "14:00", "Họp chi bộ"),
        ("16", "afternoon", "PGĐ: làm việc"),
        ("19", "morning", "Nghỉ"),
        ("19", "afternoon", "Nghỉ"),
    ]
    assert [each.state for each in found[4:]] == ["skipped", "skipped"]


def test_sections_by_day_in_merged_rows():
    rows = [
        ["STT", "Thời gian", "Nội dung công việc", "Chủ trì", "Địa điểm"],
        ["Thứ Hai, ngày 16 tháng 11 năm 2026", "", "", "", ""],
        ["1", "7h30-8h30", "Giao ban", "Chủ tịch", "P1"],
        ["BUỔI CHIỀU", "", "", "", ""],
        ["2", "14h00'", "Họp thẩm định", "", "P2"],
        ["3", "Cuối giờ chiều", "Ký văn bản", "", "P2"],
        ["Thứ Ba, ngày 17 tháng 11 năm 2026", "", "", "", ""],
        ["1", "8h", "Tiếp dân", "", "TCD"],
    ]
    found = read(document(rows, [(1, 0, 1, 4), (3, 0, 3, 4), (6, 0, 6, 4)]))
    assert brief(found) == [
        ("16", "07:30", "Giao ban"),
        ("16", "14:00", "Họp thẩm định"),
        ("16", "afternoon", "Ký văn bản"),
        ("17", "08:00", "Tiếp dân"),
    ]
    assert (found[2].state, found[2].note) == ("warning", "Cuối giờ chiều")


# --- more than one week ----------------------------------------------------------------------


def test_two_weeks_one_below_the_other_are_not_mixed():
    text = (
        "LỊCH CÔNG TÁC TUẦN 47 (16/11/2026 - 22/11/2026)\nNgày\tGiờ\tNội dung\n"
        "Thứ 2 (16/11)\t8h\tHọp A\nThứ 3 (17/11)\t8h\tHọp B\n"
        "LỊCH CÔNG TÁC TUẦN 48 (23/11/2026 - 29/11/2026)\nNgày\tGiờ\tNội dung\n"
        "Thứ 2 (23/11)\t8h\tHọp C\nThứ 3 (24/11)\t8h\tHọp D\n"
    )
    found = read(text)
    assert states(found) == [
        ("Họp A", "ok"),
        ("Họp B", "ok"),
        ("Họp C", "skipped"),
        ("Họp D", "skipped"),
    ]
    assert [each.date for each in found[2:]] == ["", ""]
    assert any("23/11" in notice for notice in texts(text, "notice"))


def month():
    rows = ["LỊCH CÔNG TÁC THÁNG 11/2026;;", "Ngày;Giờ;Nội dung"]
    days = [date(2026, 11, 2) + timedelta(days=n) for n in range(28)]
    rows += [f"{day:%d/%m/%Y};8h00;Việc ngày {day.day}" for day in days if day.weekday() < 5]
    return "\n".join(rows)


def test_of_a_month_one_week_is_read_and_the_others_named():
    assert whole(month()).week.monday == MONDAY
    found = [each for each in read(month()) if not each.skip]
    assert [each.content for each in found] == [f"Việc ngày {n}" for n in range(16, 21)]
    assert len([each for each in read(month()) if each.skip]) == 15
    assert sum("/2026" in notice for notice in texts(month(), "notice")) == 3


def test_a_single_day_of_another_week_is_asked():
    text = lines_of_week("Ngày;Giờ;Nội dung", "16/11;8h;Họp A", "26/11;8h;Họp B", "26/11;9h;Họp C")
    assert states(read(text)) == [("Họp A", "ok"), ("Họp B", "error"), ("Họp C", "error")]


# --- rows that are no items, or none any more ------------------------------------------------


def test_rows_that_are_put_off_or_moved_are_asked_about():
    text = lines_of_week(
        "Ngày;Giờ;Nội dung;Ghi chú",
        "16/11;8h;Làm việc với Sở Y tế (Đã chuyển sang thứ 5);",
        "16/11;9h;HOÃN: Họp Hội đồng;",
        "16/11;10h;Họp Ban Chỉ đạo;(hủy)",
        "16/11;14h;Nghe báo cáo về hoàn thiện hồ sơ;",
        "16/11;15h;Giám sát tiêu hủy gia cầm;",
        "16/11;16h;Họp về chuyển sang chính quyền hai cấp;",
    )
    assert [each.state for each in read(text)] == ["warning"] * 3 + ["ok"] * 3


def test_what_is_struck_through_is_told_and_left_out():
    made = docx.Document()
    made.add_paragraph("Tuần từ 16/11/2026 đến 22/11/2026")
    table = made.add_table(rows=4, cols=3)
    for row, values in enumerate([("Ngày", "Giờ", "Nội dung"), ("16/11", "8h"), ("", "9h")]):
        for column, text in enumerate(values):
            table.cell(row, column).text = text
    table.cell(3, 0).text, table.cell(3, 1).text = "17/11", "8h"
    table.cell(1, 2).paragraphs[0].add_run("Họp bị bỏ").font.strike = True
    partly = table.cell(2, 2).paragraphs[0]
    partly.add_run("Họp cũ ").font.strike = True
    partly.add_run("Họp mới")
    table.cell(3, 2).paragraphs[0].add_run("Họp thường").font.strike = False
    found = read(saved(made))
    assert states(found) == [
        ("Họp bị bỏ", "skipped"),
        ("Họp mới", "warning"),
        ("Họp thường", "ok"),
    ]
    assert "Họp cũ" in found[1].remarks[0]


def test_words_deleted_while_changes_are_tracked_are_gone():
    made = docx.Document()
    table = made.add_table(rows=2, cols=3)
    for row, values in enumerate([("Ngày", "Giờ", "Nội dung"), ("16/11/2026", "8h", "Họp ")]):
        for column, text in enumerate(values):
            table.cell(row, column).text = text
    paragraph = table.cell(1, 2).paragraphs[0]._p
    for name, tag, text in (("w:del", "w:delText", "kín"), ("w:ins", "w:t", "mở rộng")):
        change, run, words = OxmlElement(name), OxmlElement("w:r"), OxmlElement(tag)
        change.set(qn("w:id"), "1")
        words.text = text
        run.append(words)
        change.append(run)
        paragraph.append(change)
    assert [each.content for each in read(saved(made))] == ["Họp mở rộng"]


def test_a_cell_of_a_spreadsheet_that_is_struck_through():
    book = Workbook()
    sheet = book.active
    sheet.append(["Ngày", "Giờ", "Nội dung"])
    sheet.append([date(2026, 11, 16), "8h", "Họp bị bỏ"])
    sheet.append([None, time(9, 0), "Họp còn"])
    sheet["C2"].font = Font(strike=True)
    assert states(read(saved(book))) == [("Họp bị bỏ", "skipped"), ("Họp còn", "ok")]


def test_sums_and_what_stands_below_a_sheet():
    rows = [
        ["Lịch làm việc tuần thứ 47 năm 2026"],
        ["Thứ ngày", "Giờ", "Nội dung", "Địa điểm"],
        ["Thứ 2 16/11", time(7, 30), "Chào cờ", "Sân"],
        ["Thứ 3 17/11", "Sáng", "Tiếp dân", "TCD"],
        ["", "", "Tổng cộng: 2 nội dung", ""],
        ["Trên đây là lịch làm việc tuần 47, đề nghị các đơn vị thực hiện./."],
        ["Nơi nhận:", None, None, "TL. CHỦ TỊCH"],
        ["- Lưu: VT.", None, "CHÁNH VĂN PHÒNG", "(Đã ký)"],
        [None, None, "Lê Văn Hùng"],
    ]
    source = workbook(rows, merged=["A1:D1", "A6:D6"])
    assert states(read(source)) == [
        ("Chào cờ", "ok"),
        ("Tiếp dân", "ok"),
        ("Tổng cộng: 2 nội dung", "skipped"),
    ]
    assert len(texts(source, "aside")) == 5


def test_a_line_that_names_who_is_on_duty_names_the_day_of_the_rows_below():
    text = lines_of_week(
        "Ngày;Giờ;Nội dung",
        "Thứ 2 16/11;8h;Họp A",
        "Thứ 3 17/11: Lãnh đạo trực Đ/c An;;",
        ";8h;Họp B",
    )
    assert brief(read(text)) == [("16", "08:00", "Họp A"), ("17", "08:00", "Họp B")]
    assert "Thứ 3 17/11: Lãnh đạo trực Đ/c An" in texts(text, "aside")


def test_a_row_with_two_dates_is_no_heading():
    text = lines_of_week(
        "Ngày;Giờ;Nội dung",
        "16/11/2026;8h;Họp A",
        "17/11/2026;18/11/2026;Tập huấn",
        "20/11/2026;24/24;Trực ban",
    )
    assert [each.content for each in read(text)] == ["Họp A", "Tập huấn", "Trực ban"]


def test_several_days_without_a_time_are_whole_days():
    text = (
        "Thời gian\tNội dung\tĐịa điểm\n"
        "Từ ngày 16/11 đến 18/11/2026\tĐoàn công tác đi Nhật Bản\tTokyo\n"
        "8h00 ngày 19/11/2026\tHọp báo\tHT\n"
    )
    found = read(text)
    assert brief(found)[:3] == [
        (day, "all_day", "Đoàn công tác đi Nhật Bản") for day in ("16", "17", "18")
    ]
    assert [each.state for each in found] == ["warning"] * 3 + ["ok"]


# --- damaged, wrong, strange -----------------------------------------------------------------


def test_wrong_days_and_times_each_in_its_row():
    text = (
        "Ngày;Giờ;Nội dung\n"
        "Thứ 2 (16/11/2025);8h;Sai năm\n31/02;8h;Không có ngày\nThứ 3 (18/11/2026);9h;Trái thứ\n"
        "Thứ 5 (19/11/2026);25h00;Sai giờ\n;10h00;Mười\n;09h00;Chín\n;7g30;Bảy\n;7g30;Bảy\n"
        "Thứ 6 (20/11/2026);15h-13h;Ngược\n;8h00 – 8h75;Sai phút\n"
    )
    assert states(read(text)) == [
        ("Sai năm", "warning"),
        ("Không có ngày", "error"),
        ("Trái thứ", "error"),
        ("Sai giờ", "error"),
        ("Mười", "ok"),
        ("Chín", "ok"),
        ("Bảy", "ok"),
        ("Bảy", "skipped"),
        ("Ngược", "error"),
        ("Sai phút", "error"),
    ]


def test_decomposed_letters_and_blanks_that_do_not_break():
    text = (
        "Thứ/ngày\tGiờ\tNội\u00a0dung\tĐịa\u00a0điểm\tThành phần\n"
        "Thứ\u00a02\u00a0(16/11/2026)\t7h\u00a030\tHọp\u00a0giao ban\tP1\u200b\tĐ/c\u00a0An\n"
    )
    (found,) = read("\ufeff" + unicodedata.normalize("NFD", text))
    assert (found.starts_at, found.content, found.place) == ("07:30", "Họp giao ban", "P1")


def test_dates_of_a_machine():
    text = "date,time,content\n2026-11-16,07:30,Họp A\n2026-11-17 08:00:00,,Họp B\n"
    assert brief(read(text)) == [("16", "07:30", "Họp A"), ("17", "08:00", "Họp B")]


def test_formulas_without_results_are_told():
    rows = [
        ["Ngày", "Giờ", "Nội dung", "Địa điểm"],
        [date(2026, 11, 16), time(7, 30), "Họp A", "P1"],
        ["=A2+1", "=B2", "=C2", "P1"],
        [date(2026, 11, 18), 1 / 3, '=HYPERLINK("http://x","Họp B")', "P1"],
    ]
    found = read(workbook(rows))
    assert [each.state for each in found] == ["ok", "error", "error"]
    assert set(found[1].errors) == {"date", "when", "content"}
    assert set(found[2].errors) == {"content"}
    assert found[2].starts_at == "08:00"


def changed_package(data, name, change):
    """The same package with one of its parts changed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            part = old.read(each)
            new.writestr(each, change(part) if each == name else part)
    return stream.getvalue()


def test_entities_of_a_document_are_not_expanded():
    plain = document([["Ngày", "Giờ", "Nội dung"], ["16/11/2026", "8h", "MARK"]])
    declared = b'<!DOCTYPE x [<!ENTITY a "lollollol"><!ENTITY f SYSTEM "file:///etc/hostname">]>'

    def change(part):
        at = part.index(b"<w:document")
        return part[:at] + declared + part[at:].replace(b"MARK", b"&a;&f;")

    try:
        found = read(changed_package(plain, "word/document.xml", change))
    except UnusableTable:
        return
    assert all("lol" not in each.text for each in found)


def test_a_workbook_with_macros_is_read_without_them():
    plain = workbook([["Ngày", "Giờ", "Nội dung"], ["16/11/2026", "8h", "Họp"]])
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macros = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    changed = changed_package(plain, "[Content_Types].xml", lambda part: part.replace(kind, macros))
    assert brief(read(changed)) == [("16", "08:00", "Họp")]


def bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 30_000_000)
    return stream.getvalue()


PAGE = "<html><body><table><tr><td>Ngày</td><td>16/11/2026</td></tr></table></body></html>"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"  \n\n ", id="blank"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), id="image"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), id="old Excel"),
        pytest.param(PAGE.encode(), id="web page"),
        pytest.param(b"\n".join(b"16/11/2026;8h;Hop" for _ in range(5000)), id="5000 rows"),
    ],
)
def test_what_cannot_be_a_week_is_refused_with_words(source):
    with pytest.raises(UnusableTable) as refused:
        read(source)
    assert len(str(refused.value)) > 10


def test_a_file_that_unpacks_to_much_more_is_refused():
    with pytest.raises(UnusableTable):
        import_builders.read_bytes(bomb())


def test_an_item_of_the_morning_stays_one_below_a_short_name():
    """``S:`` and ``C:`` are parts of the day; a capital letter elsewhere is none."""
    text = lines_of_week("Ngày;Nội dung", "16/11;C: Họp A", "17/11;Sở KH: Họp B")
    found = read(text)
    assert found[0].session == Session.AFTERNOON
    assert found[1].content == "Sở KH: Họp B"
