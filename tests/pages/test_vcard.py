"""Business cards against a reader that knows nothing of the writer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.pages.organisation.vcard import Holding, card, content_line, names_of

#: Text with the signs that a vCard gives a meaning, letters of two to four octets, line breaks.
TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from(";,\\:\"'^=.\n nNvễĐ😀"), st.characters(exclude_categories=["Cs", "Cc"])
    ),
    max_size=200,
)
LINE_SEPARATORS = "\x85\u2028\u2029"


def unfolded(data: bytes) -> list[str]:
    """The logical lines; every physical one is ended by CRLF and at most 75 octets long."""
    assert data.endswith(b"\r\n")
    physical = data[:-2].split(b"\r\n")
    for line in physical:
        assert b"\r" not in line and b"\n" not in line
        assert len(line) <= 75
        # No character is torn apart.
        line.decode("utf-8")
    logical: list[bytes] = []
    for line in physical:
        if line.startswith(b" "):
            logical[-1] += line[1:]
        else:
            logical.append(line)
    return [line.decode("utf-8") for line in logical]


def components(value: str) -> list[str]:
    """The components of a value, split at semicolons that are not escaped."""
    found, current, signs = [], "", iter(value)
    for sign in signs:
        if sign == "\\":
            following = next(signs)
            assert following in "\\,;nN", f"\\{following} means nothing"
            current += "\n" if following in "nN" else following
        elif sign == ";":
            found.append(current)
            current = ""
        else:
            assert sign != ",", "a comma ends a value of a list"
            current += sign
    return [*found, current]


def properties(data: bytes) -> list[tuple[str, str, list[str]]]:
    """Group, name with parameters, components."""
    found = []
    for line in unfolded(data):
        head, _colon, value = line.partition(":")
        group, _dot, name = head.rpartition(".")
        found.append((group, name, components(value)))
    return found


def as_written(text: str) -> str:
    """What a reader gets back: kinds of line breaks are one."""
    for separator in LINE_SEPARATORS:
        text = text.replace(separator, "\n")
    return text


@given(st.lists(TEXTS, min_size=1, max_size=7))
def test_every_component_comes_back_as_it_was(values):
    ((group, name, found),) = properties(content_line("post1.ADR;TYPE=work", *values).encode())
    assert (group, name) == ("post1", "ADR;TYPE=work")
    assert found == [as_written(value) for value in values]


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_no_text_adds_a_property(name, title, organisation, address):
    holding = Holding(title, organisation, phone="0290", address=address or "x")
    data = card(name, [holding], uid="urn:uuid:0").encode()
    found = [each for _group, each, _value in properties(data)]
    assert found == [
        *("BEGIN", "VERSION", "KIND", "UID", "FN", "N"),
        *("ORG", "TITLE", "TEL;TYPE=work,voice", "ADR;TYPE=work", "END"),
    ]


@given(st.text(max_size=300))
def test_signs_that_no_reader_may_meet_are_left_out(text):
    data = content_line("NOTE", text).encode("utf-8")
    assert len(unfolded(data)) == 1
    assert not any(ord(sign) < 32 and sign != "\t" for sign in unfolded(data)[0])


@pytest.mark.parametrize("octets", range(70, 80))
def test_a_line_is_folded_where_it_has_to_be(octets):
    data = content_line("NOTE", "a" * (octets - len("NOTE:"))).encode()
    assert data.count(b"\r\n ") == (octets > 75)
    assert unfolded(data) == ["NOTE:" + "a" * (octets - 5)]


def test_a_letter_of_three_octets_is_not_torn_apart():
    for before in range(60, 76):
        text = "a" * before + "ễễễ"
        assert properties(content_line("FN", text).encode()) == [("", "FN", [text])]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Nguyễn Văn An", ["Nguyễn", "An", "Văn", "", ""]),
        ("Lê An", ["Lê", "An", "", "", ""]),
        ("Nguyễn Thị Minh Khai", ["Nguyễn", "Khai", "Thị Minh", "", ""]),
        ("Páo", ["", "Páo", "", "", ""]),
        ("", ["", "", "", "", ""]),
    ],
)
def test_family_name_stands_first(name, parts):
    assert list(names_of(name)) == parts


def test_a_card_has_each_post_as_a_group():
    holdings = [
        Holding("Chủ tịch", "UBND tỉnh; khối VX", "0290 3831111", "0290 3831112", "ct@example.vn"),
        Holding("Trưởng ban", "Ban Chỉ đạo, chuyển đổi số", address="Số 1, đường A"),
    ]
    url = "https://example.vn/" + "a" * 100
    data = card("Nguyễn Văn An", holdings, uid="urn:uuid:1", url=url).encode()
    assert properties(data) == [
        ("", "BEGIN", ["VCARD"]),
        ("", "VERSION", ["4.0"]),
        ("", "KIND", ["individual"]),
        ("", "UID", ["urn:uuid:1"]),
        ("", "FN", ["Nguyễn Văn An"]),
        ("", "N", ["Nguyễn", "An", "Văn", "", ""]),
        ("post1", "ORG", ["UBND tỉnh; khối VX"]),
        ("post1", "TITLE", ["Chủ tịch"]),
        ("post1", "TEL;TYPE=work,voice", ["0290 3831111"]),
        ("post1", "TEL;TYPE=work,fax", ["0290 3831112"]),
        ("post1", "EMAIL;TYPE=work", ["ct@example.vn"]),
        ("post2", "ORG", ["Ban Chỉ đạo, chuyển đổi số"]),
        ("post2", "TITLE", ["Trưởng ban"]),
        ("post2", "ADR;TYPE=work", ["", "", "Số 1, đường A", "", "", "", ""]),
        ("", "URL", [url]),
        ("", "END", ["VCARD"]),
    ]
