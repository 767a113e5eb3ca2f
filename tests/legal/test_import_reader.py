"""Registers of every kind and encoding are read alike; what is no register is refused in words."""

from __future__ import annotations

import io
import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from govportal_wagtail.core.importing.errors import UnusableInput
from govportal_wagtail.core.importing.registers import OVERFLOW, Source, read_register

HEADING = ["số hiệu", "trích yếu"]
ROW = ["12/2026/QĐ-UBND", "Quy định về đất đai, nhà ở"]


def workbook(*lines: list[object], title: str = "Sheet") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for line in lines:
        sheet.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv_text(delimiter: str) -> str:
    return "\r\n".join([delimiter.join(HEADING), delimiter.join(f'"{cell}"' for cell in ROW)])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_with_every_separator_and_encoding(delimiter: str, encoding: str) -> None:
    register = read_register(csv_text(delimiter).encode(encoding))
    assert register.columns == tuple(HEADING)
    assert list(register.rows[0].values.values()) == ROW
    assert register.rows[0].number == 2


def test_a_cell_may_hold_line_breaks_and_long_text() -> None:
    text = 'số;văn bản\n1;"Điều 1.\nĐiều 2.' + "x" * 200_000 + '"\n'
    register = read_register(text.encode())
    assert str(register.rows[0].values["văn bản"]).startswith("Điều 1.\nĐiều 2.")


def test_a_heading_in_decomposed_unicode_is_the_same_heading() -> None:
    register = read_register("so\u0302\u0301 hie\u0323\u0302u;x\n1;2\n".encode())
    assert register.columns[0] == "số hiệu"


def test_cells_beyond_the_heading_are_kept_apart() -> None:
    register = read_register(b"a;b\n1;2;3\n")
    assert register.rows[0].values[OVERFLOW] == ["3"]


def test_json_list_lines_and_object_are_read_alike() -> None:
    items = [{"a": 1}, {"a": 2, "b": None}]
    as_list = json.dumps(items)
    as_lines = "\n".join(map(json.dumps, items))
    as_object = json.dumps({"total": 2, "items": items})
    for text in (as_list, as_lines, as_object):
        register = read_register(text.encode())
        assert register.columns == ("a", "b")
        assert [row.number for row in register.rows] == [1, 2]
    named = json.dumps({"x": [{"a": 9}], "items": items})
    assert len(read_register(named.encode(), Source(list_key="items"))) == 2


def test_excel_keeps_real_dates_and_row_numbers() -> None:
    day = datetime(2026, 5, 20)
    data = workbook(["DANH MỤC"], [], ["số", "ngày"], [None, None], ["1/QĐ", day])
    register = read_register(data, Source(header_row=3))
    assert register.columns == ("số", "ngày")
    assert register.rows[0].number == 5
    assert register.rows[0].values["ngày"] == day


def test_the_sheet_is_chosen_by_name() -> None:
    data = workbook(["a"], ["1"], title="Văn bản")
    assert len(read_register(data, Source(sheet="Văn bản"))) == 1
    with pytest.raises(UnusableInput, match="Văn bản"):
        read_register(data, Source(sheet="Khác"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n",
        b"a;b\n",
        b"[]",
        b"{",
        b"[1, 2]",
        b'[{"a": 1}, "x"]',
        b'{"a": 1}\n{"a": \n',
        b"[" * 100_000,
        b"a;a\n1;2\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"PK\x03\x04 not a workbook",
        b"%PDF-1.7\n\x00\x01\x02",
        b"\x00" * 50,
    ],
)
def test_what_is_no_register_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableInput):
        read_register(data)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        register = read_register(data)
    except UnusableInput:
        return
    assert len(register) > 0


@given(
    st.lists(
        st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=20), min_size=1),
        min_size=1,
        max_size=5,
    )
)
def test_every_json_list_of_objects_is_read_whole(items: list[dict[str, str]]) -> None:
    assert len(read_register(json.dumps(items).encode())) == len(items)
