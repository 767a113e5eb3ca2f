"""What is wrong in a table is said with row, column and text, and nothing of the row is written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from govportal_wagtail.core.importing.errors import UnusableInput
from govportal_wagtail.core.importing.registers import RawRow, Register
from govportal_wagtail.investment.importing.cell_values import CellReader, Context
from govportal_wagtail.investment.importing.feature import PROJECTS
from govportal_wagtail.investment.importing.styles import tell_styles
from govportal_wagtail.investment.models import InvestmentProjectPage
from govportal_wagtail.investment.money import MoneyUnit, format_number, from_dong
from tests import builders
from tests.investment.builders import decision, make_investor, make_project
from tests.investment.import_helpers import (
    as_csv,
    as_xlsx,
    codes,
    everything,
    messages,
    outcomes,
    project,
    run_import,
    sheet_row,
)


@pytest.fixture
def _records(db: Any, sources: Any, communes: Any) -> None:
    builders.make_field("giao-thong", name="Giao thông")
    make_investor()


@pytest.mark.usefixtures("_records")
@pytest.mark.parametrize(
    ("cells", "code", "told"),
    [
        ({"code": ""}, "no_identity", "mã"),
        ({"code": "---"}, "bad_code", "Mã dự án"),
        ({"code": "x" * 61}, "too_long", "Mã dự án"),
        ({"name": ""}, "missing", "Tên dự án"),
        ({"name": "x" * 256}, "too_long", "256"),
        ({"total": "-5"}, "negative", "-5"),
        ({"total": "(5)"}, "negative", "(5)"),
        ({"total": "abc"}, "bad_number", "abc"),
        ({"total": "1,2,3"}, "bad_number", "TMĐT (triệu đồng)"),
        ({"total": "0,0000001"}, "bad_number", "TMĐT (triệu đồng)"),
        ({"total": "9" * 18}, "bad_number", "TMĐT (triệu đồng)"),
        ({"total": "1.23E+11"}, "bad_number", "1.23E+11"),
        ({"total": "=HYPERLINK(1)"}, "formula", "=HYPERLINK(1)"),
        ({"name": "=1+1"}, "formula", "Tên dự án"),
        ({"Tiến độ (%)": "103"}, "invalid", "100"),
        ({"Tiến độ (%)": "-1"}, "invalid", "100"),
        ({"Tiến độ (%)": "1,234"}, "bad_number", "Tiến độ (%)"),
        ({"start": "hôm qua"}, "bad_date", "hôm qua"),
        ({"start": "31/02/2025"}, "bad_date", "Khởi công"),
        ({"start": "2028"}, "invalid", ""),
        ({"group": "Nhóm Z"}, "unknown_value", "Nhóm Z"),
        ({"status": "Không rõ"}, "unknown_value", "Tình trạng"),
        ({"source": ""}, "no_source", "Nguồn vốn"),
        ({"source": "Quỹ đen"}, "unknown_source", "Quỹ đen"),
        ({"Vĩ độ": "95", "Kinh độ": "105"}, "invalid", ""),
        ({"Vĩ độ": "18,5", "Kinh độ": ""}, "invalid", ""),
        ({"KH 2035 (triệu đồng)": "5"}, "invalid_row", "KH 2035 (triệu đồng)"),
        ({"GN 2190 (triệu đồng)": "5"}, "future", "GN 2190 (triệu đồng)"),
    ],
)
def test_a_row_with_a_mistake_is_refused(register, cells, code, told):
    good = sheet_row(code="7900009") | {
        name: "" for name in cells if name not in {"code", "name"} and name not in _SHORT
    }
    bad = sheet_row(**cells)
    before = everything()
    run = run_import(register, as_csv(bad), dry_run=False)
    assert outcomes(run) == ["refused"], messages(run)
    assert code in codes(run)[0], codes(run)
    assert told in messages(run)
    assert everything() == before
    # The rows beside it come in.
    assert "created" in outcomes(run_import(register, as_csv(good, bad)))


_SHORT = frozenset(
    {*("code", "name", "total", "planned", "start", "group", "status", "source", "disbursed")}
)


@pytest.mark.usefixtures("_records")
def test_a_code_that_stands_twice_in_the_file_is_imported_once(register):
    run = run_import(register, as_csv(sheet_row(), sheet_row(code="79 00001", name="Khác")))
    assert outcomes(run) == ["created", "duplicate"]
    assert project().title == "Cầu Hòa Ninh"


@pytest.mark.usefixtures("_records")
def test_a_column_tells_how_it_writes_decimals_and_a_cell_that_differs_is_refused(register):
    rows = [
        sheet_row(code="1a", total="1.234,5"),
        sheet_row(code="2a", total="1.500"),
        sheet_row(code="3a", total="1,234.5"),
    ]
    run = run_import(register, as_csv(rows[0], rows[1]))
    assert outcomes(run) == ["created", "created"]
    assert project("1a").total_investment == 1_234_500_000
    assert project("2a").total_investment == 1_500_000_000
    InvestmentProjectPage.objects.all().delete()
    # Where the column contradicts itself, a number that can be read in two ways stays unread.
    run = run_import(register, as_csv(*rows))
    assert outcomes(run) == ["created", "refused", "refused"]
    assert "1.500" in messages(run) and "1,234.5" in messages(run)


@pytest.mark.usefixtures("_records")
@pytest.mark.parametrize(("style", "dong"), [("vi", 1_500_000_000), ("en", 1_500_000)])
def test_a_mapping_states_how_decimals_are_written(register, style, dong):
    text = PROJECTS.mappings.load("standard_sheet").text
    text = text.replace("[options]", f'[options]\nnumber_style = "{style}"')
    row = sheet_row(total="1.500", planned="", disbursed="")
    run = run_import(register, as_csv(row), text=text)
    assert outcomes(run) == ["created"], messages(run)
    assert project().total_investment == dong


@pytest.mark.usefixtures("_records")
def test_formulas_of_a_workbook_are_refused_whatever_value_they_have(register):
    row = sheet_row(total=5, planned=3, disbursed="=A1*2")
    run = run_import(register, as_xlsx(row))
    assert (outcomes(run), "formula" in codes(run)[0]) == (["refused"], True)
    assert "GN 2025 (triệu đồng)" in messages(run)


@pytest.mark.usefixtures("_records")
def test_numbers_of_a_workbook_are_read_as_they_are(register):
    row = sheet_row(total=1234.5, planned=30000, disbursed=0.1)
    assert outcomes(run_import(register, as_xlsx(row))) == ["created"]
    assert project().total_investment == 1_234_500_000
    (capital,) = project().capital.all()
    assert (capital.planned, capital.disbursed) == (30_000_000_000, 100_000)


@pytest.mark.usefixtures("_records")
def test_decisions_that_adjust_one_another_in_a_circle_are_refused(register):
    text = """
    [money]
    unit = "dong"
    [columns]
    code = "ma"
    title = "ten"
    [[decisions]]
    symbol = "qd"
    adjusts = "dc"
    """
    make_project(
        register,
        code="1a",
        decisions=[decision("1/QĐ-UBND"), decision("2/QĐ-UBND", adjusts="1/QĐ-UBND")],
    )
    row = {"ma": "1a", "ten": "Cầu", "qd": "1/QĐ-UBND", "dc": "2/QĐ-UBND"}
    before = everything()
    run = run_import(register, [row], text=text)
    assert (outcomes(run), "invalid_row" in codes(run)[0]) == (["refused"], True)
    assert "1/QĐ-UBND" in messages(run)
    assert everything() == before
    run = run_import(register, [row | {"qd": "3/QĐ-UBND", "dc": "3/QĐ-UBND"}], text=text)
    assert outcomes(run) == ["refused"]


@pytest.mark.usefixtures("_records")
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("TMĐT (triệu đồng)", "TMĐT", "TMĐT"),
        ("TMĐT (triệu đồng)", "TMĐT (nghìn tỷ đồng)", "nghìn tỷ"),
        ("TMĐT (triệu đồng)", "TMĐT (USD)", "USD"),
        ("KH 2025 (triệu đồng)", "KH 2025", "KH 2025"),
        ("Tên dự án", "Tên", "Tên dự án"),
    ],
)
def test_a_file_whose_amounts_have_no_certain_unit_is_refused(register, old, new, told):
    row = {(new if name == old else name): cell for name, cell in sheet_row().items()}
    with pytest.raises(UnusableInput, match="") as problem:
        run_import(register, as_csv(row))
    assert told in str(problem.value)
    assert not InvestmentProjectPage.objects.exists()


@pytest.mark.usefixtures("_records")
def test_two_columns_that_say_the_same_are_refused(register):
    row = sheet_row() | {"TMĐT (tỷ đồng)": "5"}
    with pytest.raises(UnusableInput, match="tỷ đồng"):
        run_import(register, as_csv(row))


@pytest.mark.usefixtures("_records")
def test_a_heading_and_a_mapping_that_contradict_each_other_are_refused(register):
    text = PROJECTS.mappings.load("standard_sheet").text + '\n[money]\nunit = "tỷ đồng"\n'
    with pytest.raises(UnusableInput, match="TMĐT"):
        run_import(register, as_csv(sheet_row()), text=text)


@pytest.mark.usefixtures("_records")
def test_capital_of_rows_needs_a_project_a_year_and_an_amount(register):
    make_project(register, code="1a")
    row = {
        "project_code": "1a",
        "year": "2025",
        "source_code": "provincial-budget",
        "planned": "5",
        "allocated": "",
        "disbursed": "",
    }
    bad = [
        row | {"project_code": "9z"},
        row | {"project_code": ""},
        row | {"year": ""},
        row | {"year": "25"},
        row | {"year": "2099"},
        row | {"planned": ""},
        row | {"planned": "-1"},
        row | {"planned": "1.234,5"},
        row | {"source_code": "quy-den"},
    ]
    before = everything()
    run = run_import(register, as_csv(*bad), "open_data_capital")
    assert outcomes(run) == ["refused"] * len(bad)
    assert everything() == before
    run = run_import(register, as_csv(row, row), "open_data_capital")
    assert outcomes(run) == ["updated", "duplicate"]
    assert [each.planned for each in project("1a").capital.all()] == [5]


def test_a_row_that_fails_leaves_nothing_half_written(_records, register, monkeypatch):
    """The page is there when the rows of the run are noted; if that fails, it goes again."""

    def broken(self, parent, page):
        original(self, parent, page)
        message = "broken"
        raise RuntimeError(message)

    from govportal_wagtail.investment.importing.writer import Writer

    original = Writer.create
    before = everything()
    monkeypatch.setattr(Writer, "create", broken)
    run = run_import(register, as_csv(sheet_row()))
    assert outcomes(run) == ["failed"]
    assert everything() == before
    monkeypatch.undo()
    assert outcomes(run_import(register, as_csv(sheet_row()))) == ["created"]


def test_a_large_workbook_without_a_heading_is_refused(db, register):
    book = Workbook()
    book.worksheets[0].append(["a", "b"])
    with pytest.raises(UnusableInput):
        run_import(register, b"a;b\n" + b"1;2\n" * 2_500_000, None)


@given(
    dong=st.integers(0, 4 * 10**18),
    unit=st.sampled_from(MoneyUnit),
    language=st.sampled_from(["vi", "en"]),
)
def test_an_amount_that_an_office_writes_comes_back_to_the_last_dong(dong, unit, language):
    text = format_number(from_dong(dong, unit), language)
    mapping = PROJECTS.mappings.parse(
        f"""
        [options]
        number_style = "{language}"
        [money]
        unit = "{unit.value}"
        [columns]
        code = "ma"
        title = "ten"
        total_investment = "von"
        """
    ).found_in(("ma", "ten", "von"))
    row = RawRow(2, {"ma": "1", "ten": "a", "von": text})
    styles = tell_styles(mapping, Register("csv", ("ma", "ten", "von"), (row,)).rows)
    reader = CellReader(row, Context(styles, directory=None))  # type: ignore[arg-type]
    assert reader.amount("total_investment") == dong
    assert not reader.findings
