"""Finds in a text what the asker said about themselves, however it is written there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from .redaction_kinds import Known, PersonalKind, Span
from .redaction_patterns import national_number

if TYPE_CHECKING:
    from .models import Asker

_SHORTEST: Final = 4
_ONE_LETTER_PARTS: Final = re.compile(r"\W*(?:\w\W*\.\W*)*\w?\W*")
_COMMUNE_FIRST: Final = re.compile(
    r"(?i:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tp\.?|tỉnh|p\.|q\.|đặc khu)\b"
)


def of_asker(asker: Asker | None) -> tuple[Known, ...]:
    """What is known of the asker; nothing where they were anonymised."""
    if asker is None:
        return ()
    found = [
        Known(PersonalKind.NAME, asker.name),
        Known(PersonalKind.ORGANISATION, asker.organisation),
        Known(PersonalKind.EMAIL, asker.email),
        Known(PersonalKind.PHONE, asker.phone),
    ]
    found += [Known(PersonalKind.ADDRESS, part) for part in _parts(asker.address)]
    return tuple(each for each in found if each.text.strip())


def occurrences(text: str, known: Iterable[Known], *, is_askers: bool = True) -> Iterator[Span]:
    """Where the words stand in the text: whatever the case, the tone marks or the spaces."""
    folded, places = _folded(text)
    for each in known:
        pattern = _pattern(each)
        if pattern is None:
            continue
        for match in pattern.finditer(folded):
            start, end = places[match.start()], places[match.end()]
            yield Span(start, end, each.kind, text[start:end], is_askers)


def _parts(address: str) -> list[str]:
    """The address and those of its parts that say where in the commune somebody lives."""
    parts = [part.strip() for part in re.split(r"[,;\n]", address)]
    numbered = [part for part in parts if re.search(r"\d", part) and re.search(r"[^\W\d_]", part)]
    telling = [part for part in numbered if not _COMMUNE_FIRST.match(part)]
    return list(dict.fromkeys([address.strip(), *telling]))


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without case and marks, with the place of each character in the original."""
    letters: list[str] = []
    places: list[int] = []
    for index, character in enumerate(text):
        for base in _fold(character):
            letters.append(base)
            places.append(index)
    places.append(len(text))
    # A combining mark after a letter belongs to it.
    return "".join(letters), places


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(each for each in plain if not unicodedata.combining(each)).replace("đ", "d")


def _pattern(known: Known) -> re.Pattern[str] | None:
    if known.kind == PersonalKind.PHONE and (number := national_number(known.text)):
        digits = r"[\s.\-()]{0,2}".join(number)
        return re.compile(rf"(?<!\d)\(?(?:\+?\s?84|0084|0)?[\s.\-()]{{0,3}}{digits}(?!\d)")
    words = _fold(known.text).split()
    joined = " ".join(words)
    if len(joined) < _SHORTEST or _ONE_LETTER_PARTS.fullmatch(joined):
        return None
    if known.kind == PersonalKind.NAME and len(words) < 2:
        return None
    gap = r"[\s,]{1,3}" if known.kind == PersonalKind.ADDRESS else r"\s{1,3}"
    body = gap.join(re.escape(word.strip(",")) for word in words)
    if not body:
        return None
    return re.compile(rf"(?<!\w){body}(?!\w)")
