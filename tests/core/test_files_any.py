"""Whatever is uploaded under whatever name is reported or refused, and nothing else happens."""

from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from govportal_wagtail.core.files import (
    DEFAULT,
    EXTENSIONS,
    Limits,
    RefusedFile,
    extract_text,
    inspect,
)
from tests.core import file_samples as samples
from tests.core.file_checks import ANY_NAME, LEGAL_NUMBERING
from tests.core.file_samples import paragraph as P

OPENINGS = [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"PK\x05\x06", b"{\\rtf", b"<", b"<!--", b"ID3"]
OPENINGS += [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xff\xfb", b"MZ", b"RIFF"]
NAMES = st.one_of(st.text(), st.sampled_from(sorted(EXTENSIONS)).map("a.{}".format))
LIMITS = st.sampled_from([DEFAULT, ANY_NAME])


def _is_answered(data: bytes, name: str, limits: Limits) -> None:
    stream = io.BytesIO(data)
    for function in (inspect, extract_text):
        try:
            function(stream, name, limits=limits)
        except RefusedFile as refusal:
            assert refusal.code
            assert refusal.text
        assert stream.tell() == 0


@given(opening=st.sampled_from(OPENINGS), rest=st.binary(), name=NAMES, limits=LIMITS)
@settings(max_examples=400, deadline=None)
def test_anything_is_reported_or_refused(
    opening: bytes, rest: bytes, name: str, limits: Limits
) -> None:
    _is_answered(opening + rest, name, limits)


VICTIMS = [
    ("a.pdf", samples.pdf_with_text(["Some text"], ["More text"])),
    ("a.pdf", samples.pdf_signed()),
    ("a.pdf", samples.pdf_encrypted(b"")),
    (
        "a.docx",
        samples.zip_of(samples.docx_parts(P("x", numbered=(1, 0)), numbering=LEGAL_NUMBERING)),
    ),
    ("a.odt", samples.odt()),
    ("a.doc", samples.ole("WordDocument", "Data", "1Table", "ObjectPool", nested="Workbook")),
]


@given(
    victim=st.sampled_from(VICTIMS),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=8))),
    cut=st.floats(0.3, 1),
)
@settings(max_examples=400, deadline=None)
def test_damaged_files_are_reported_or_refused(
    victim: tuple[str, bytes], changes: list[tuple[float, bytes]], cut: float
) -> None:
    name, data = victim
    damaged = bytearray(data)
    for place, new in changes:
        at = int(place * len(damaged))
        damaged[at : at + len(new)] = new
    _is_answered(bytes(damaged[: int(cut * len(damaged))]), name, DEFAULT)
