"""Read bytes of unknown origin as Vietnamese text: Unicode, Windows code pages, TCVN3, VNI.

Files of 1993-2010 are often in TCVN3 (ABC) or VNI, which no library of Python's knows; newer ones
come from spreadsheets as Windows-1258 or UTF-16. What is not text is refused with a clear reason.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from .legacy_tables import is_syllable
from .legacy_text import LegacyEncoding, convert, detect
from .text_issues import TextIssue, diagnose

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = [
    "DecodedText",
    "LegacyEncoding",
    "UndecodableText",
    "convert",
    "decode_bytes",
    "detect",
]


class UndecodableText(ValueError):
    """The bytes are not text that can be read with certainty; `message` says why, translated."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.message: StrOrPromise = _REASONS[code]
        super().__init__(code)

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text of some bytes, the encoding they were in, and what was wrong with them.

    `encoding` is utf-8, utf-8-sig, utf-16, windows-1258, windows-1252, tcvn3 or vni. Text in TCVN3
    or VNI is converted, wherever it was found; `issues` describe the text before conversion.
    """

    text: str
    encoding: str
    issues: tuple[TextIssue, ...]


def decode_bytes(data: bytes) -> DecodedText:
    """Return the text of `data`; raise UndecodableText for binary files and unknown encodings.

    Text is decoded, not cleaned: `normalise` is still to be called.
    """
    if data.startswith(_BINARY_SIGNATURES):
        raise UndecodableText("binary")
    decoded = _decode_unicode(data)
    if decoded is None:
        if b"\0" in data or _CONTROL_BYTES.search(data):
            raise UndecodableText("binary")
        return _decode_code_page(data)
    text, encoding = decoded
    legacy = detect(text)
    issues = tuple(diagnose(text))
    return DecodedText(convert(text, legacy) if legacy else text, legacy or encoding, issues)


_REASONS: Final = {
    "binary": _("This is not a text file."),
    "unknown": _("The encoding of this text cannot be recognised. Save it as UTF-8 and try again."),
}
# PDF, ZIP (docx, xlsx, odt), OLE (doc, xls), RTF, gzip, PNG, JPEG, GIF.
_BINARY_SIGNATURES: Final = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{\\rtf",
    b"\x1f\x8b\x08",
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF8",
)
_CONTROL_BYTES = re.compile(b"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_MIN_READABLE: Final = 0.8
_CP1258_WORD = re.compile(r"[^\W_]+")


def _decode_unicode(data: bytes) -> tuple[str, str] | None:
    """Return text and encoding if `data` is Unicode; None if not; refuse damaged UTF-16."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_utf16(data, "utf-16")
    if data.startswith(codecs.BOM_UTF8):
        try:
            return data.decode("utf-8-sig"), "utf-8-sig"
        except UnicodeDecodeError:
            raise UndecodableText("unknown") from None
    if codec := _utf16_without_mark(data):
        return _decode_utf16(data, codec)
    zeros = data.count(0)
    if zeros * 10 > len(data) or (zeros and _CONTROL_BYTES.search(data)):
        raise UndecodableText("binary")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return None


def _decode_utf16(data: bytes, codec: str) -> tuple[str, str]:
    try:
        return data.decode(codec), "utf-16"
    except UnicodeDecodeError:
        raise UndecodableText("unknown") from None


def _utf16_without_mark(data: bytes) -> str:
    """Vietnamese UTF-16 has a zero byte in most pairs, always on the same side."""
    sample = data[:4096]
    pairs = len(sample) // 2
    if len(data) % 2 or pairs < 2:
        return ""
    low_zeros, high_zeros = sample[0::2].count(0), sample[1::2].count(0)
    if high_zeros > pairs // 2 and not low_zeros:
        return "utf-16-le"
    return "utf-16-be" if low_zeros > pairs // 2 and not high_zeros else ""


def _decode_code_page(data: bytes) -> DecodedText:
    """Choose between the eight-bit encodings by what makes Vietnamese, then Western, words."""
    western = _decode_strict(data, "cp1252") or data.decode("latin-1")
    if legacy := detect(western):
        return DecodedText(convert(western, legacy), legacy, tuple(diagnose(western)))
    vietnamese = _decode_strict(data, "cp1258")
    if vietnamese and _share_of_syllables(vietnamese) >= _MIN_READABLE:
        return DecodedText(vietnamese, "windows-1258", tuple(diagnose(vietnamese)))
    if _is_western(western):
        return DecodedText(western, "windows-1252", tuple(diagnose(western)))
    raise UndecodableText("unknown")


def _decode_strict(data: bytes, encoding: str) -> str:
    try:
        return unicodedata.normalize("NFC", data.decode(encoding))
    except UnicodeDecodeError:
        return ""


def _share_of_syllables(text: str) -> float:
    found = [word for word in _CP1258_WORD.findall(text) if not word.isascii()]
    return sum(map(is_syllable, found)) / len(found) if found else 0.0


def _is_western(text: str) -> bool:
    """Return whether characters beyond ASCII are few and letters, as in French or Spanish."""
    foreign = [character for character in text if ord(character) > 0x7F]
    letters = sum(character.isalpha() or character in "«»“”‘’–—…€°\xa0" for character in foreign)
    return letters >= _MIN_READABLE * len(foreign) and len(foreign) * 3 < len(text)
