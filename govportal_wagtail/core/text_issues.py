"""What is wrong with a Vietnamese text before it is stored: found, named and shown in place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from .legacy_tables import is_syllable
from .legacy_text import detect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class TextIssue:
    """One kind of fault in a text: where it first occurs (character offset), how often, a sample.

    `message` is translated when shown. What `normalise` cannot put right is what `diagnose` still
    finds in its result.
    """

    code: str
    message: StrOrPromise
    position: int
    sample: str
    count: int = 1


def diagnose(text: str) -> list[TextIssue]:
    """Return the faults of `text`, one issue per kind, in order of first occurrence; never raises.

    Codes: not_nfc, eth, private_use, invisible, replacement, mojibake, tcvn3, vni.
    """
    issues = [_first(code, matches) for code, matches in _matches(text)]
    return sorted((issue for issue in issues if issue), key=lambda issue: issue.position)


_MESSAGES: Final = {
    "not_nfc": _("The text is not in Unicode composed form (NFC)."),
    "eth": _("The letter eth (Ð) is used in place of Đ."),
    "private_use": _("The text contains symbol-font characters that other devices cannot show."),
    "invisible": _("The text contains invisible or control characters."),
    "replacement": _("Some characters were lost in an earlier conversion."),
    "mojibake": _("The text was read in the wrong encoding and is garbled."),
    "tcvn3": _("The text is written in the old TCVN3 (ABC) encoding."),
    "vni": _("The text is written in the old VNI encoding."),
}
_CONTEXT = 20

_ETH = re.compile("[Ðð]")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_LOST = re.compile("[\ufffd\ud800-\udfff]")
_DECOMPOSED = re.compile("[^\\W\\d_]?[\u0300-\u0323\u0340\u0341]+")
# UTF-8 bytes of letters with diacritics, shown as Windows-1252: a lead byte (Ã Ä Å Æ á) and what
# cp1252 or Latin-1 makes of the bytes 80-BF.
_CONTINUATION = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_GARBLED = re.compile(f"(?:[ÃÄÅÆ][{_CONTINUATION}]|á[{_CONTINUATION}]{{2}})+")


def _matches(text: str) -> Iterator[tuple[str, Iterator[re.Match[str]]]]:
    if text.isascii():
        yield "invisible", _INVISIBLE.finditer(text)
        return
    legacy = detect(text)
    if legacy:
        yield legacy, _whole(text)
    if not unicodedata.is_normalized("NFC", text):
        # Rarely the fault is a compatibility letter, not a loose mark: then no place is known.
        yield "not_nfc", _DECOMPOSED.finditer(text) if _DECOMPOSED.search(text) else _whole(text)
    garbled = [match for match in _GARBLED.finditer(text) if _is_garbled(match[0])]
    if garbled:
        yield "mojibake", iter(garbled)
    yield "private_use", _PRIVATE_USE.finditer(text)
    yield "replacement", _LOST.finditer(text)
    if not legacy and not garbled:
        # In legacy and garbled text these code points are letters, not faults of their own.
        yield "eth", _ETH.finditer(text)
        yield "invisible", _INVISIBLE.finditer(text)


def _whole(text: str) -> Iterator[re.Match[str]]:
    return re.finditer("[^\x00-\x7f]", text)


def _first(code: str, matches: Iterator[re.Match[str]]) -> TextIssue | None:
    first = next(matches, None)
    if first is None:
        return None
    text = first.string
    start = first.start()
    sample = text[max(0, start - _CONTEXT) : first.end() + _CONTEXT].strip()
    count = 1 + sum(1 for _match in matches)
    return TextIssue(code, _MESSAGES[code], start, sample, count)


def _is_garbled(run: str) -> bool:
    """Return whether `run` decodes from UTF-8 into letters of the Vietnamese alphabet."""
    try:
        data = b"".join(_as_byte(character) for character in run)
        letters = data.decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return False
    return all(is_syllable(letter) or letter in "đĐ" for letter in letters)


def _as_byte(character: str) -> bytes:
    if ord(character) < 0x100:
        return bytes([ord(character)])
    return character.encode("cp1252")
