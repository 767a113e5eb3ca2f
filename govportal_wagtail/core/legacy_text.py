"""Recognise and convert text typed for TCVN3 (ABC) or VNI fonts."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final, Literal

from .legacy_tables import TCVN3, VNI, VNI_STACKED_MARKS, is_syllable

LegacyEncoding = Literal["tcvn3", "vni"]


def detect(text: str) -> LegacyEncoding | None:
    """Return the old encoding in which `text` is written, or None when that is not certain.

    Certain means: nearly all words with characters beyond ASCII become Vietnamese syllables when
    converted, at least two different ones do, and as they stand nearly none is one.
    """
    unicode_letters = len(_UNICODE_ONLY.findall(text))
    if unicode_letters * 4 >= len(_EIGHT_BIT.findall(text)):
        return None
    scores = {encoding: _score(text, encoding) for encoding in _ENCODINGS}
    best = max(_ENCODINGS, key=lambda encoding: scores[encoding])
    return best if scores[best] > 0 else None


def convert(text: str, encoding: LegacyEncoding) -> str:
    """Return `text`, typed for fonts of `encoding`, as Unicode NFC.

    TCVN3 fonts have no capitals with tones (capital fonts show the small ones as capitals): such a
    letter becomes a capital where its word, or a line of several words, is otherwise in capitals.
    """
    if encoding == "tcvn3":
        return "\n".join(_tcvn3_line(line) for line in text.split("\n"))
    return unicodedata.normalize("NFC", _VNI_LETTER.sub(_vni_letter, text))


# Letters and tone marks that exist in Unicode only: the quick proof that a text is not legacy.
_UNICODE_ONLY = re.compile("[\u0102\u0103\u0110\u0111\u01a0-\u01b0\u1ea0-\u1ef9\u0300-\u0323]")
_EIGHT_BIT = re.compile("[\xa1-\xff]")
_ENCODINGS: Final[tuple[LegacyEncoding, ...]] = ("tcvn3", "vni")
_MIN_WORDS: Final = 2
_MIN_VALID: Final = 0.8
_MAX_VALID_AS_IS: Final = 0.5
_WORD_CAPITALS: Final = 2
_LINE_CAPITALS: Final = 4

_TCVN3_TABLE: Final = str.maketrans(TCVN3)
_TCVN3_LETTER = re.compile("[" + re.escape("".join(TCVN3)) + r"]|[^\W\d_]")
_TOKENS: Final = {
    "tcvn3": re.compile(f"(?:{_TCVN3_LETTER.pattern})+"),
    "vni": re.compile(r"[^\W\d_]+"),
}
_LOWER_EVIDENCE = re.compile("[a-zăâêôơưđ]")
_UPPER_EVIDENCE = re.compile("[A-ZĂÂÊÔƠƯĐ]")
_WORD = re.compile(r"[^\W\d_]+")
_ABBREVIATION = re.compile("[A-ZĂÂÊÔƠƯĐ]+")

_VNI_LETTER = re.compile(
    "|".join(sorted(map(re.escape, VNI), key=len, reverse=True)).join(("(?P<letter>", ")"))
    + f"(?P<stacked>[{''.join(VNI_STACKED_MARKS)}]?)"
)


def _score(text: str, encoding: LegacyEncoding) -> float:
    """Return the share of non-ASCII words that `encoding` explains; 0 when it is not certain."""
    counts = Counter(
        token
        for token in _TOKENS[encoding].findall(unicodedata.normalize("NFC", text))
        if not token.isascii()
    )
    total = valid = valid_as_is = 0
    explained: set[str] = set()
    for token, count in counts.items():
        converted = convert(token, encoding)
        if _ABBREVIATION.fullmatch(converted):
            continue
        total += count
        is_valid, is_valid_as_is = is_syllable(converted), is_syllable(token)
        valid += count * is_valid
        valid_as_is += count * is_valid_as_is
        if is_valid and not is_valid_as_is:
            explained.add(converted.lower())
    if len(explained) < _MIN_WORDS or valid_as_is > _MAX_VALID_AS_IS * total:
        return 0.0
    return valid / total if valid >= _MIN_VALID * total else 0.0


def _tcvn3_line(line: str) -> str:
    if line.isascii():
        return line
    converted = line.translate(_TCVN3_TABLE)
    capitals = len(_UPPER_EVIDENCE.findall(converted))
    if capitals >= _LINE_CAPITALS and not _LOWER_EVIDENCE.search(converted):
        return converted.upper()
    return _WORD.sub(_capitalise, converted)


def _capitalise(match: re.Match[str]) -> str:
    word = match[0]
    if len(_UPPER_EVIDENCE.findall(word)) < _WORD_CAPITALS or _LOWER_EVIDENCE.search(word):
        return word
    return word.upper()


def _vni_letter(match: re.Match[str]) -> str:
    return VNI[match["letter"]] + VNI_STACKED_MARKS.get(match["stacked"], "")
