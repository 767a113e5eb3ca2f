"""Tables that leave the portal: exact, and run by no program."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from govportal_wagtail.core import downloads
from govportal_wagtail.core.downloads import Sheet, csv_pieces, json_pieces, xlsx_pieces
from govportal_wagtail.core.spreadsheets import plain_cell, unguarded
from govportal_wagtail.core.vietnamese import normalise

#: Any text, and more often than chance has it such as looks like a formula or like a mark.
TEXTS = st.one_of(
    st.text(),
    st.text(alphabet="'=+-@＝＋－＠ \t\r\n1a"),
    st.builds(lambda start, rest: start + rest, st.sampled_from("='+-@"), st.text()),
)
#: What a spreadsheet takes for the beginning of a formula.
RUN = tuple("=+-@\t\r＝＋－＠")


def from_csv(pieces):
    text = b"".join(pieces).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def from_xlsx(pieces):
    return load_workbook(io.BytesIO(b"".join(pieces)))


@given(TEXTS)
def test_the_guard_comes_off_as_it_went_on(text):
    assert unguarded(plain_cell(text)) == text


@given(TEXTS)
def test_no_guarded_text_begins_a_formula(text):
    assert not plain_cell(text).startswith(RUN)
    assert not plain_cell(text).lstrip().startswith(RUN)


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=5))
def test_csv_gives_back_every_text(rows):
    head, *found = from_csv(csv_pieces(["một", "=hai"], rows))
    assert head == ["một", "'=hai"]
    assert not [cell for row in found for cell in row if cell.startswith(RUN)]
    expected = [[normalise(cell).translate(NO_SIGNS) for cell in row] for row in rows]
    assert [[unguarded(cell) for cell in row] for row in found] == expected


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=3))
def test_xlsx_gives_back_every_text(rows):
    sheet = from_xlsx(xlsx_pieces(Sheet("Bảng", ["một", "=hai"], rows))).active
    cells = [list(row) for row in sheet.iter_rows(min_row=2)]
    kinds = {cell.data_type for row in cells for cell in row if cell.value is not None}
    assert kinds <= {"s", "inlineStr"}
    expected = [[normalise(cell).translate(NO_SIGNS) for cell in row] for row in rows]
    found = [[unguarded(cell.value or "") for cell in row] for row in cells]
    assert found == expected or not any(map(any, expected))


NO_SIGNS = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}


def test_an_apostrophe_of_the_text_itself_stays():
    assert plain_cell("'Nhà máy") == "'Nhà máy"
    assert unguarded("'Nhà máy") == "'Nhà máy"
    assert unguarded("'") == "'"
    assert plain_cell("'=1") == "''=1"
    assert unguarded("''=1") == "'=1"


@pytest.mark.parametrize(
    "text",
    ['=HYPERLINK("http://x";"y")', "+84 290", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1"],
)
def test_what_begins_like_a_formula_is_marked(text):
    assert plain_cell(text) == f"'{text}"


@given(st.integers(), st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_numbers_stay_numbers_in_csv(number, decimal):
    (row,) = from_csv(csv_pieces([number, decimal], []))
    assert int(row[0]) == number
    assert Decimal(row[1]) == decimal
    assert "e" not in row[1].lower()


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_whole_numbers_are_exact_numbers_in_xlsx(number):
    sheet = from_xlsx(xlsx_pieces(Sheet("Bảng", ["a"], [[number]]))).active
    assert sheet["A2"].data_type == "n"
    assert sheet["A2"].value == number


def test_a_number_that_the_format_cannot_hold_is_text():
    most = 1_234_567_890_123_456
    sheet = from_xlsx(xlsx_pieces(Sheet("Bảng", ["a"], [[most], [float("nan")]]))).active
    assert [sheet["A2"].value, sheet["A3"].value] == [str(most), "nan"]


def test_each_kind_of_value_in_csv():
    moment = datetime(2026, 1, 31, 20, 5, 7, 9, tzinfo=UTC)
    values = [None, True, date(2026, 1, 2), moment, Decimal("1E+3"), ["a", "b"], -5]
    (row,) = from_csv(csv_pieces(values, []))
    expected = ["", "true", "2026-01-02", "2026-02-01 03:05:07", "1000", "a; b", "-5"]
    assert row == expected


def test_each_kind_of_value_in_xlsx():
    moment = datetime(2026, 1, 31, 20, 5, 7, 9, tzinfo=UTC)
    values = [None, True, date(2026, 1, 2), moment, Decimal("12.5"), date(1890, 1, 2), "#N/A"]
    book = from_xlsx(xlsx_pieces(Sheet("Bảng", ["a"] * 7, [values])))
    found = [cell.value for cell in book.active[2]]
    assert found[:2] == [None, True]
    assert found[2] == datetime(2026, 1, 2)
    assert found[3] == datetime(2026, 2, 1, 3, 5, 7)
    assert found[4:] == [12.5, "1890-01-02", "#N/A"]
    assert book.active["C2"].number_format == "dd/mm/yyyy"
    assert book.active["G2"].data_type != "e"


def test_money_is_shown_in_groups_and_a_year_is_not():
    sheet = from_xlsx(xlsx_pieces(Sheet("Bảng", ["a", "b"], [[1_234_500_000, 2026]]))).active
    assert sheet["A2"].number_format == "#,##0"
    assert sheet["B2"].number_format == "General"


def test_a_workbook_has_every_sheet_under_a_name_that_programs_accept():
    second = Sheet("Từ điển [dữ liệu]: " + "x" * 40, ["tên"], [["mã"]], widths=[50])
    book = from_xlsx(xlsx_pieces(Sheet("Dự án", ["mã"], []), second))
    assert book.sheetnames[0] == "Dự án"
    assert len(book.sheetnames[1]) <= 31
    assert not set(book.sheetnames[1]) & set("[]:*?/\\")
    assert book.worksheets[1].column_dimensions["A"].width == 50
    assert book.worksheets[1].freeze_panes == "A2"


def test_a_text_that_is_too_long_for_a_cell_is_seen_to_be_cut():
    sheet = from_xlsx(xlsx_pieces(Sheet("Bảng", ["a"], [["x" * 40_000]]))).active
    assert len(sheet["A2"].value) == 32_767
    assert sheet["A2"].value.endswith("x…")


def test_a_long_table_is_sent_in_pieces():
    pieces = list(csv_pieces(["a"], ([f"{number} {'đ' * 100}"] for number in range(2_000))))
    assert len(pieces) > 3
    assert len(from_csv(pieces)) == 2_001
    assert pieces[0].startswith(b"\xef\xbb\xbf")
    assert not pieces[1].startswith(b"\xef\xbb\xbf")


@given(st.lists(st.fixed_dictionaries({"name": TEXTS, "amount": st.integers()}), max_size=4))
def test_json_has_head_and_items(items):
    # A lone surrogate is no text: nothing in the portal holds one.
    items = [{**item, "name": normalise(item["name"])} for item in items]
    data = json.loads(b"".join(json_pieces({"licence": "x"}, "projects", items)))
    assert data == {"licence": "x", "projects": items}


def test_json_without_a_head():
    assert json.loads(b"".join(json_pieces({}, "projects", []))) == {"projects": []}


def test_a_download_speaks_the_language_of_its_view():
    with translation.override("en"):
        rows = ([gettext_lazy("Monday")] for _number in range(1))
        response = downloads.download(csv_pieces(["Đầu"], rows), "dự án.csv")
    with translation.override("vi"):
        assert "Monday" in response.getvalue().decode()
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''d%E1%BB%B1")


def test_an_unknown_ending_needs_a_type():
    with pytest.raises(KeyError):
        downloads.download([b""], "x.vcf")
    assert downloads.download([b"a"], "x.vcf", "text/vcard")["Content-Type"] == "text/vcard"
