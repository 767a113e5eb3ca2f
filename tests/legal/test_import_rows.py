"""One row becomes data and remarks, whatever is in its cells."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.core.importing.cells import UnreadableDate, clean, read_date
from govportal_wagtail.core.importing.mappings import DEFAULT_DATE_FORMATS
from govportal_wagtail.core.importing.registers import OVERFLOW, RawRow
from govportal_wagtail.core.importing.row_reading import RowReading
from govportal_wagtail.legal.importing.mapping_parser import DOCUMENT_MAPPINGS
from govportal_wagtail.legal.importing.printed_days import date_printed
from govportal_wagtail.legal.importing.rows import read_row
from govportal_wagtail.legal.importing.signers import split_signer

parse_mapping = DOCUMENT_MAPPINGS.parse

MAPPING = """
[options]
date_formats = ["%d/%m/%Y", "%Y-%m-%d"]
[columns]
symbol = "so"
abstract = "ty"
full_text = {column = "text", optional = true}
issued_on = {column = "ngay", optional = true, from_text = true}
effective_on = {column = "hl", optional = true}
signer = {column = "ky", optional = true, split = true}
source_url = {column = "url", optional = true}
fields = {column = "lv", optional = true, separator = ";"}
doc_type = {column = "loai", optional = true}
[columns.status]
column = "tt"
optional = true
use = "override"
values = {"Hết" = "expired", "Còn" = "in_force"}
[columns.issuer]
column = "cq"
optional = true
values = {"UBND Tỉnh" = "ubnd"}
symbols = {"HĐND" = "hdnd"}
"""


class Known:
    """A catalogue of two agencies and a field."""

    def agency_for_name(self, name: str) -> str:
        return {"Sở Tư pháp": "so-tu-phap"}.get(name, "")

    def agency_for_symbol(self, code: str) -> str:
        return ""

    def new_agency(self, name: str) -> str:
        return "moi"

    def field_for_name(self, name: str) -> str:
        return {"Đất đai": "dat-dai"}.get(name, "")


def read(mapping: str = MAPPING, **cells: Any) -> RowReading:
    values = {"so": "12/2026/QĐ-UBND", "ty": "Quy định", "cq": "UBND Tỉnh", "ngay": "20/05/2026"}
    return read_row(RawRow(7, values | cells), parse_mapping(mapping), Known())


def codes(reading: RowReading, level: str = "") -> set[str]:
    return {each.code for each in reading.findings if level in {"", each.level}}


def test_a_plain_row_is_read_without_a_remark() -> None:
    reading = read()
    data = reading.data
    assert not reading.findings
    assert (data.symbol, data.doc_type, data.issuer, data.year) == (
        "12/2026/QĐ-UBND",
        "quyet-dinh",
        "ubnd",
        2026,
    )
    assert data.values["issued_on"] == date(2026, 5, 20)
    assert data.values["normativity"] == "normative"


def test_a_symbol_without_year_is_administrative() -> None:
    assert read(so="12/QĐ-UBND").data.values["normativity"] == "administrative"


def test_decomposed_text_and_eth_are_repaired_and_reported() -> None:
    reading = read(ty="Quy đi\u0323nh", so="12/2026/QÐ-UBND")
    assert reading.data.text("abstract") == "Quy định"
    assert reading.data.symbol == "12/2026/QĐ-UBND"
    assert codes(reading) == {"not_nfc", "eth"}


def test_a_row_in_tcvn3_is_converted_with_its_short_cells() -> None:
    reading = read(
        ty="ñy ban nh©n d©n tØnh ban hµnh quy ®Þnh vÒ qu¶n lý ®Êt ®ai",
        cq="Së T\xad ph¸p",
        so="12/2026/Q§-UBND",
    )
    assert reading.data.text("abstract") == (
        "ủy ban nhân dân tỉnh ban hành quy định về quản lý đất đai"
    )
    assert reading.data.symbol == "12/2026/QĐ-UBND"
    assert reading.data.issuer == "so-tu-phap"
    assert "tcvn3" in codes(reading)


def test_markup_becomes_text_and_scripts_vanish() -> None:
    reading = read(ty="<p>Quy &amp; định<script>alert(1)</script></p><br>mới")
    assert reading.data.text("abstract") == "Quy & định mới"
    assert codes(reading) == {"html"}


def test_less_than_signs_are_no_markup() -> None:
    assert clean("a < b và c > d").text == "a < b và c > d"


def test_nul_is_removed() -> None:
    assert read(ty="Quy\x00 định").data.text("abstract") == "Quy định"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("20/05/2026", date(2026, 5, 20)),
        ("2026-05-20", date(2026, 5, 20)),
        ("2026-05-20T08:30:00+07:00", date(2026, 5, 20)),
        ("20/05/2026 00:00:00", date(2026, 5, 20)),
        ("20/5/2026 12:00 AM", date(2026, 5, 20)),
        ("ngày 20 tháng 5 năm 2026", date(2026, 5, 20)),
        (datetime(2026, 5, 20, 7), date(2026, 5, 20)),
        (date(2026, 5, 20), date(2026, 5, 20)),
        (46162, date(2026, 5, 20)),
        (46162.5, date(2026, 5, 20)),
        ("46162", date(2026, 5, 20)),
        ("", None),
        ("-", None),
        (None, None),
    ],
)
def test_dates_are_read_however_they_were_typed(value: Any, expected: date | None) -> None:
    assert read_date(value, DEFAULT_DATE_FORMATS) == expected


@pytest.mark.parametrize(
    "value", ["31/02/2026", "05/13/2026", "mai", "20/05/0026", 3, 10**9, "ngày 40 tháng 1 năm 2026"]
)
def test_what_is_no_day_is_refused(value: Any) -> None:
    with pytest.raises(UnreadableDate):
        read_date(value, DEFAULT_DATE_FORMATS)
    assert read(ngay=value).is_refused


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none()))
def test_no_value_breaks_the_date_reader(value: Any) -> None:
    try:
        found = read_date(value, DEFAULT_DATE_FORMATS)
    except UnreadableDate:
        return
    assert found is None or 1900 <= found.year <= 2200


def test_the_printed_day_beats_the_list() -> None:
    reading = read(text="Số: 12\nSơn La, ngày 19 tháng 5 năm 2026\nQUYẾT ĐỊNH")
    assert reading.data.values["issued_on"] == date(2026, 5, 19)
    assert codes(reading) == {"day_differs"}
    assert date_printed("không có ngày") is None


@pytest.mark.parametrize(
    ("text", "position", "name"),
    [
        ("Phó Chủ tịch UBND Đặng Ngọc Hậu", "Phó Chủ tịch UBND", "Đặng Ngọc Hậu"),
        ("Chủ tịch UBND tỉnh Hà Trung Chiến", "Chủ tịch UBND tỉnh", "Hà Trung Chiến"),
        ("Giám đốc - Nguyễn Văn A", "Giám đốc", "Nguyễn Văn A"),
        ("Nguyễn Thị Hải Yến", "", "Nguyễn Thị Hải Yến"),
        ("Giám đốc Sở Tư Pháp", "", "Giám đốc Sở Tư Pháp"),
        ("N.V.A", "", "N.V.A"),
        ("", "", ""),
    ],
)
def test_post_and_name_are_parted(text: str, position: str, name: str) -> None:
    signature = split_signer(text)
    assert (signature.position, signature.name) == (position, name)


def test_the_capacity_before_the_post_is_taken() -> None:
    signature = split_signer("KT. Chủ tịch Đặng Ngọc Hậu")
    assert (signature.capacity, signature.position) == ("KT.", "Chủ tịch")


def test_a_known_post_wins_over_capital_letters() -> None:
    signature = split_signer("Giám đốc Sở Tư Pháp Lê Văn B", ("Giám đốc Sở Tư Pháp",))
    assert signature.name == "Lê Văn B"


@given(st.text(max_size=60))
def test_no_signer_is_lost(text: str) -> None:
    signature = split_signer(text)
    kept = f"{signature.capacity}{signature.position}{signature.name}".casefold()
    for word in text.split():
        letters = "".join(c for c in word.casefold() if c.isalnum())
        assert letters in "".join(c for c in kept if c.isalnum())


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"ty": ""}, "missing"),
        ({"ty": None}, "missing"),
        ({"cq": "Sở Lạ"}, "unknown_issuer"),
        ({"so": "12", "loai": "Lạ"}, "unknown_type"),
        ({"so": "1" * 121}, "too_long"),
        ({"url": "https://example.com/" + "x" * 500}, "too_long"),
        ({OVERFLOW: ["x"]}, "overflow"),
    ],
)
def test_a_row_that_cannot_be_imported_says_why(cells: dict[str, Any], code: str) -> None:
    reading = read(**cells)
    assert reading.is_refused
    assert code in codes(reading, "error")


def test_the_issuer_comes_from_the_symbol_where_the_cell_is_empty() -> None:
    assert read(cq="", so="5/NQ-HĐND").data.issuer == "hdnd"


def test_an_unknown_issuer_is_created_only_if_the_mapping_says_so() -> None:
    switched = MAPPING.replace("[options]", "[options]\ncreate_missing_agencies = true")
    assert read(switched, cq="Sở Lạ").data.issuer == "moi"


def test_fields_are_parted_and_unknown_ones_reported() -> None:
    reading = read(lv="Đất đai; Lạ")
    assert reading.data.fields == ("dat-dai",)
    assert codes(reading) == {"unknown_field"}
    assert read().data.fields is None


def test_a_status_that_time_brings_is_not_stored() -> None:
    assert "status_override" not in read(tt="Còn").data.values
    stored = read(tt="Hết").data.values
    assert stored["status_override"] == "expired"
    assert "Hết" in stored["status_override_reason"]


def test_an_empty_cell_gives_no_value() -> None:
    assert "signer" not in read(ky=" ").data.values


cell = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=40), st.lists(st.text())
)


@given(so=cell, ty=cell, cq=cell, ngay=cell, ky=cell, lv=cell, tt=cell, text=cell)
def test_no_cell_breaks_the_reading(**cells: Any) -> None:
    reading = read(**cells)
    assert reading.number == 7
