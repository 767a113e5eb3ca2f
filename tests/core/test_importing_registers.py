"""Formulas in the cells of a register are seen, and a mapping is found where it lies."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from govportal_wagtail.core.importing.errors import UnusableInput
from govportal_wagtail.core.importing.mappings import (
    MappingFormat,
    SheetColumn,
    SheetMapping,
    source_of,
)
from govportal_wagtail.core.importing.registers import Source, read_register
from govportal_wagtail.core.importing.row_reading import RowReader
from govportal_wagtail.core.importing.shipped import Shipped
from govportal_wagtail.core.importing.toml_tables import Table, one_heading

LINK = '=HYPERLINK("https://example.com","xem")'


def build(table: Table, text: str) -> SheetMapping:
    columns = {
        name: SheetColumn(column=one_heading(str(value)))
        for name, value in table.table("columns").items()
    }
    mapping = SheetMapping(
        name=table.text("name"),
        text=text,
        columns=columns,
        source=source_of(table.table("source")),
    )
    table.finish()
    return mapping


FORMAT = MappingFormat(
    build=build, targets=("code", "total"), shipped=Shipped("govportal_wagtail.legal")
)


def workbook(*lines: list[object]) -> bytes:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_results(data: bytes, formula: bytes, result: bytes) -> bytes:
    """The workbook as a spreadsheet program saves it: with the last result of a formula."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(
                b"<f>" + formula + b"</f><v></v>", b"<f>" + formula + b"</f><v>" + result + b"</v>"
            )
            content = content.replace(
                b"<f>" + formula + b"</f><v />", b"<f>" + formula + b"</f><v>" + result + b"</v>"
            )
            new.writestr(name, content)
    return stream.getvalue()


class FormulaTests:
    def test_a_formula_is_seen_beside_the_result_that_was_stored(self) -> None:
        plain = workbook(["mã", "", "vốn"], ["DA-1", None, "=1+2"], ["DA-2", None, 7])
        (first, second) = read_register(with_results(plain, b"1+2", b"3")).rows
        assert (first.values["vốn"], first.formula("vốn")) == (3, "=1+2")
        assert (second.values["vốn"], second.formula("vốn")) == (7, "")
        assert first.formula("mã") == first.formula("khác") == ""

    def test_rows_before_the_heading_and_blank_rows_keep_formulas_in_their_place(self) -> None:
        data = workbook(["=NOW()"], [], ["mã", "vốn"], ["DA-1", 1], [], ["DA-2", "=A4"])
        rows = read_register(data, Source(header_row=3)).rows
        assert [(row.number, row.formula("vốn")) for row in rows] == [(4, ""), (6, "=A4")]

    def test_a_formula_over_several_cells_is_a_formula(self) -> None:
        data = workbook(["mã", "vốn"], ["DA-1", ArrayFormula("B2", "=SUM(A1:A2)")])
        assert read_register(data).rows[0].formula("vốn") == "=SUM(A1:A2)"

    def test_a_text_that_only_looks_like_one_is_told_in_every_kind_of_file(self) -> None:
        quoted = LINK.replace('"', '""')
        for data in (
            f'mã,vốn\nDA-1,"{quoted}"\n'.encode(),
            b'[{"m\xc3\xa3": "DA-1", "v\xe1\xbb\x91n": " =1+1"}]',
        ):
            assert read_register(data).rows[0].formula("vốn").startswith("=")

    def test_the_reader_of_a_row_asks_by_the_field(self) -> None:
        mapping = FORMAT.parse('[columns]\ncode = "mã"\ntotal = "vốn"\n')
        (row,) = read_register(workbook(["mã", "vốn"], ["DA-1", LINK])).rows
        reader = RowReader(row, mapping)
        assert (reader.formula("total"), reader.formula("code")) == (LINK, "")
        assert reader.formula("absent") == ""


class MappingFormatTests:
    def test_a_mapping_is_named_or_lies_in_a_file(self, tmp_path: Path) -> None:
        path = tmp_path / "own.toml"
        path.write_text('\ufeffname = "own"\n[columns]\ncode = "mã  số"\n', encoding="utf-8")
        mapping = FORMAT.open(str(path))
        assert (mapping.name, mapping.columns["code"].column) == ("own", "mã số")
        with pytest.raises(UnusableInput, match="son-la"):
            FORMAT.open(str(tmp_path / "absent.toml"))

    def test_a_file_without_a_needed_column_is_refused_by_name(self) -> None:
        mapping = FORMAT.parse('[columns]\ncode = "mã"\ntotal = "vốn"\n')
        mapping.check_columns(("mã", "vốn", "khác"))
        with pytest.raises(UnusableInput, match="vốn"):
            mapping.check_columns(("mã",))

    def test_the_plain_mapping_names_every_field(self) -> None:
        text = FORMAT.plain_text
        assert all(f'column = "{name}"' in text for name in FORMAT.targets)

    def test_shipped_files_are_read_by_name_only(self) -> None:
        shipped = Shipped("govportal_wagtail.legal")
        assert "son-la" in shipped.names()
        assert "[columns" in shipped.text("son-la")
        with pytest.raises(KeyError):
            shipped.text("../mappings/son-la")
