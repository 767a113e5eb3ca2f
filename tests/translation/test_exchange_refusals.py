"""A file that cannot be taken is refused in words; nothing in a file breaks the reader."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from govportal_wagtail.translation.exchange import po, xliff
from govportal_wagtail.translation.exchange.reading import FileRefused, Reading, Severity, read
from tests.translation.texts import BUNDLE_ID, bundle, by_id, unit

BEFORE = bundle(unit("Xem <b>tin</b> ngày 15/8/2025", id="body.1"), unit("Tin tức"))
AFTER = bundle(
    unit("Xem <b>tin</b> ngày 15/8/2025", "See <b>news</b> of 15 August 2025", id="body.1"),
    unit("Tin tức", "News"),
)
XLIFF = xliff.write([AFTER])
PO = po.write([AFTER])
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>'


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Remarks are read in the language in which they are written here."""
    with translation.override("en"):
        yield


def refusal(data: bytes, *bundles, **options) -> str:
    """The message with which the file is refused."""
    with pytest.raises(FileRefused) as caught:
        read(data, by_id(*(bundles or (BEFORE,))), **options)
    return str(caught.value)


def with_doctype(doctype: str, text: str) -> bytes:
    """The exported file with a document type declaration and `text` in a translation."""
    data = XLIFF.replace(DECLARATION, DECLARATION + doctype.encode())
    return data.replace(b">News<", f">{text}<".encode())


class FormatTests:
    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "neither XLIFF nor PO"),
            (b"\x00" * 40, "neither XLIFF nor PO"),
            (b"id;source;target\n", "neither XLIFF nor PO"),
            (b"%PDF-1.7 msg", "neither XLIFF nor PO"),
            (b"PK\x03\x04....msgid", "archive"),
            (b"<xliff", "not well-formed"),
            (b"<a><b></a>", "not well-formed"),
            (b'<?xml version="1.0" encoding="no-such"?><xliff/>', "not well-formed"),
            (b'<?xml version="1.0" encoding="shift_jis"?><xliff/>', "not well-formed"),
            (b"\xff\xfe<\x00a\x00", "not well-formed"),
            (b"<html><body>msgid</body></html>", "not XLIFF"),
            (b"<xliff/>", "not XLIFF"),
            (b'<xliff version="3.0"/>', "not XLIFF"),
            (b'<tmx version="1.4"/>', "not XLIFF"),
            (b'<xliff version="1.2"/>', "No text of this file"),
            (b'msgid "Tin', "error in line 1"),
            (b'msgid "a\nb"', "error in line 1"),
            (b'msgstr[x] "a"\nmsgid "b"', "error in line 1"),
            (b'msgid "a"\nmsgid_plural "b"\nmsgctxt "c"', "error in line 3"),
            (b'msgid "\xff"', "not in UTF-8"),
            (b"\xff\xfem\x00s\x00g\x00i\x00d\x00\x00\xd8", "not in UTF-8"),
            (b'msgid "a"\nmsgstr "b"\n', "No text of this file"),
        ],
    )
    def test_what_is_not_a_file_of_ours(self, data, words):
        assert words in refusal(data)

    def test_where_it_is_broken_is_said_in_the_language_of_the_reader(self):
        cut = XLIFF[: XLIFF.rindex(b"</trans-unit>")]
        lines = cut.decode().split("\n")
        said = refusal(cut)
        assert f"line {len(lines)}, column {len(lines[-1]) + 1}" in said
        assert "no element found" not in said

    @pytest.mark.parametrize("encoding", ["no-such", "shift_jis"])
    def test_an_encoding_that_is_not_read_is_said(self, encoding):
        said = refusal(f'<?xml version="1.0" encoding="{encoding}"?><xliff/>'.encode())
        assert "UTF-8" in said

    def test_a_string_in_very_many_lines(self):
        lines = b'"a"\n' * 20_000

        assert "line 10003" in refusal(b'msgid ""\nmsgstr ""\n' + lines)

    def test_too_large(self):
        assert "at most" in refusal(XLIFF, max_bytes=len(XLIFF) - 1)
        assert read(XLIFF, by_id(BEFORE), max_bytes=len(XLIFF)).accepted

    def test_the_message_does_not_tell_where_the_server_keeps_files(self):
        assert "/" not in refusal(b'msgid "a"\nmsgid_plural "b"\nmsgctxt "c"')

    def test_a_po_that_names_a_file_of_the_server_does_not_open_it(self, tmp_path):
        secret = tmp_path / "msgid.po"
        secret.write_bytes(PO)

        assert "error in line 1" in refusal(str(secret).encode())


class SafetyTests:
    @pytest.mark.parametrize(
        ("doctype", "text"),
        [
            ("<!DOCTYPE xliff>", "News"),
            ('<!DOCTYPE xliff SYSTEM "http://127.0.0.1/x.dtd">', "News"),
            ('<!DOCTYPE xliff [<!ENTITY a "x">]>', "&a;"),
            ('<!DOCTYPE xliff [<!ENTITY a SYSTEM "file:///etc/hostname">]>', "&a;"),
            ('<!DOCTYPE xliff [<!ENTITY % a SYSTEM "http://127.0.0.1/"> %a;]>', "News"),
            (
                '<!DOCTYPE xliff [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
                '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>',
                "&d;",
            ),
        ],
    )
    def test_a_document_type_declaration(self, doctype, text):
        assert "DTD" in refusal(with_doctype(doctype, text))

    def test_the_same_in_utf_16(self):
        data = with_doctype("<!DOCTYPE xliff>", "x").decode().replace("UTF-8", "UTF-16")

        assert "DTD" in refusal(data.encode("utf-16"))

    def test_nesting_without_end(self):
        deep = b"<g id='1'>" * 20_000 + b"News" + b"</g>" * 20_000
        reading = read(XLIFF.replace(b">News<", b">" + deep + b"<"), by_id(BEFORE))

        assert [problem.unit_id for problem in reading.errors] == ["title"]


class OwnershipTests:
    def test_a_bundle_of_somebody_else(self):
        other = bundle(unit("Mật"), id="0b54b1c5-55f0-4c0a-8f07-4c54ab0cf3a0")

        assert "No text of this file" in refusal(XLIFF, other)

    def test_one_unknown_bundle_does_not_keep_out_the_rest(self):
        other = bundle(unit("Khác", "Other"), id="0b54b1c5-55f0-4c0a-8f07-4c54ab0cf3a0")

        reading = read(xliff.write([other, AFTER]), by_id(BEFORE))

        assert {text.bundle_id for text in reading.accepted} == {BUNDLE_ID}
        (problem,) = reading.problems
        assert (problem.bundle_id, problem.unit_id) == (other.id, "")
        assert problem.severity == Severity.ERROR

    @pytest.mark.parametrize("write", [xliff.write, po.write])
    @pytest.mark.parametrize("languages", [("vi", "ru"), ("en", "vi"), ("en", "en")])
    def test_another_language(self, write, languages):
        source, target = languages
        data = write([bundle(unit("A", "B"), source_language=source, target_language=target)])

        assert "another language" in refusal(data)


class AnyBytesTests:
    @given(st.binary(max_size=300))
    @example(b"\xef\xbb\xbf<")
    @example(b"msgid")
    def test_random_bytes(self, data):
        with pytest.raises(FileRefused):
            read(data, by_id(BEFORE))

    @given(st.text(alphabet='msgidctxtr[]0"\\ \n#,|~:%', max_size=200).map(lambda t: "msgid " + t))
    def test_random_po(self, text):
        with pytest.raises(FileRefused):
            read(text.encode(), by_id(BEFORE))

    @settings(max_examples=300)
    @given(st.sampled_from([XLIFF, PO]), st.data())
    def test_a_file_damaged_anywhere(self, original, data):
        start = data.draw(st.integers(0, len(original)))
        length = data.draw(st.integers(0, 30))
        damaged = original[:start] + data.draw(st.binary(max_size=8)) + original[start + length :]

        try:
            reading = read(damaged, by_id(BEFORE))
        except FileRefused as refused:
            assert str(refused)
        else:
            assert isinstance(reading, Reading)
            json.dumps([text.target for text in reading.accepted])

    @given(st.recursive(st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)), st.data())
    def test_elements_where_none_belong(self, content, data):
        names = [
            "g",
            "x",
            "bpt",
            "ept",
            "bx",
            "ex",
            "ph",
            "it",
            "mrk",
            "sub",
            "cp",
            "pc",
            "sc",
            "ec",
        ]

        def build(node) -> str:
            if isinstance(node, str):
                return "".join(c for c in node if c.isalnum())
            name = data.draw(st.sampled_from(names))
            number = data.draw(st.sampled_from(["", "1", "9", "x"]))
            return f'<{name} id="{number}">{"".join(map(build, node))}</{name}>'

        edited = XLIFF.replace(b"See ", build(content).encode())

        reading = read(edited, by_id(BEFORE))

        assert [text.unit_id for text in reading.accepted][-1] == "title"
