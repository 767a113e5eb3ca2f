"""A mapping is refused with the key that is wrong; the shipped ones are valid."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.core.importing.errors import UnusableInput
from govportal_wagtail.legal.importing.mapping_parser import DOCUMENT_MAPPINGS

PLAIN_TEXT = DOCUMENT_MAPPINGS.plain_text
shipped_names = DOCUMENT_MAPPINGS.names
load_shipped = DOCUMENT_MAPPINGS.load
mapping_for = DOCUMENT_MAPPINGS.fitting
parse_mapping = DOCUMENT_MAPPINGS.parse

BASE = 'name = "x"\n[columns]\nsymbol = "so"\nabstract = "trich yeu"\n'


def test_the_shipped_mappings_are_valid() -> None:
    assert shipped_names() == ["cong-bao", "son-la"]
    for name in shipped_names():
        mapping = load_shipped(name)
        assert mapping.name == name
        assert mapping.files is not None


def test_the_plain_mapping_takes_columns_named_like_fields() -> None:
    mapping = parse_mapping(PLAIN_TEXT)
    assert mapping.missing_columns(()) == []
    assert mapping.columns["issuer"].column == "issuer"


def test_a_file_finds_its_mapping_by_its_columns() -> None:
    columns = tuple(
        column.column for column in load_shipped("son-la").columns.values() if column.column
    )
    assert mapping_for(columns).name == "son-la"
    assert mapping_for(("symbol", "abstract")).name == "plain"
    with pytest.raises(UnusableInput, match="cột 1"):
        mapping_for(("cột 1", "cột 2"))


def test_missing_columns_are_named_unless_optional() -> None:
    mapping = parse_mapping(BASE + 'signer = {column = "nguoi ky", optional = true}\n')
    assert mapping.missing_columns(("so",)) == ["trich yeu"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("name = ", "TOML"),
        ("", "columns.abstract"),
        ("columns = 3", "columns"),
        ('[columns]\nabstract = "a"', "columns.symbol"),
        (BASE + 'so = "x"', "columns.so"),
        (BASE + "signer = 5", "columns.signer"),
        (BASE + "signer = {}", "columns.signer"),
        (BASE + 'signer = {column = "a", splt = true}', "columns.signer.splt"),
        (BASE + 'signer = {column = "a", split = "yes"}', "columns.signer.split"),
        (BASE + 'issued_on = {column = "a", formats = ["dd/mm"]}', "columns.issued_on.formats"),
        (BASE + 'doc_type = {column = "a", values = {"QĐ" = "nope"}}', "nope"),
        (BASE + 'doc_type = {column = "a", from_symbol = "x"}', "columns.doc_type.from_symbol"),
        (BASE + 'status = {column = "a", values = {"Còn" = "alive"}}', "alive"),
        (BASE + 'issuer = {column = "a", values = {"UBND" = "Có dấu"}}', "Có dấu"),
        (BASE + '[agencies.x]\nkind = "other"', "agencies.x.name"),
        (BASE + '[agencies.x]\nname = "X"\nkind = "king"', "agencies.x.kind"),
        (BASE + '[options]\nrelations = "all"', "options.relations"),
        (BASE + '[options]\ntitle = "{symbl}"', "options.title"),
        (BASE + '[options]\ntitle = "{symbol"', "options.title"),
        (BASE + '[options]\ntitle = "{symbol.__class__}"', "options.title"),
        (BASE + '[files]\nrole = "signed"', "files"),
        (BASE + '[files]\npatterns = ["{a!r}"]', "files.patterns"),
        (BASE + "[source]\nheader_row = -1", "source.header_row"),
        ("x = 1\n" + BASE, "x"),
    ],
)
def test_an_error_names_the_key(text: str, key: str) -> None:
    with pytest.raises(UnusableInput, match=key.replace(".", r"\.")):
        parse_mapping(text)


@given(st.text(max_size=200))
def test_no_text_breaks_the_parser(text: str) -> None:
    with contextlib.suppress(UnusableInput):
        parse_mapping(text)
