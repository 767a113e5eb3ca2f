"""What the index keeps of a text: words in their order, and the set of keys they are found by.

A word is kept as ``folded_marks``: its letters without diacritics, and what was taken off, so that
the folded word is read from it without a table ("quyết" -> "quyet_des", "theo" -> "theo_"). Where
a tone stands does not matter (hoà, hòa), nor i or y at the end (kỷ, kỉ).

Keys are lowercase and hold no character on which a database would break them:

====================  =========================================
``dat``               a word, folded
``dat_adbes``         the same as it was written
``dat__dai``          two adjacent words, folded
``_dat``              a word of the title or heading
``1582025ndcp``       adjacent parts of a number and symbol, joined
====================  =========================================
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from ..vietnamese import fold, words

__all__ = [
    "TOKENS_VERSION",
    "as_written",
    "folded",
    "heading_key",
    "index_keys",
    "is_marked",
    "pair_key",
    "symbol_keys",
    "symbol_of",
    "written_words",
]

#: Raised when the keys of a text change: an index of another version is stale as a whole.
TOKENS_VERSION: Final = 1

_TONES: Final = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_SHAPES: Final = {"\u0302": "e", "\u0306": "w", "\u031b": "w"}
_FINAL_Y = re.compile(r"(?:(?<=[bdghklmnprstvx])|(?<=qu))y$")
_LONGEST_WORD: Final = 60

# Coarse on purpose: a document symbol, or anything written like one. Joined parts of something
# that is not a symbol cost a key and harm nothing.
_SEPARATOR = r"(?:\s?/\s?|[ ]?-\s{0,4}(?=[^\W\d_])|-|\.(?=\d)|&)"
_SYMBOL = re.compile(
    rf"(?<![^\W_])\d{{1,6}}[^\W\d_]?(?:{_SEPARATOR}[^\W_]+(?:(?<=TT|CT|VP) (?:HĐND|UBND)(?!\w))?)+"
)
_SYMBOL_TAIL = re.compile(r"[^\W\d_]{1,6}(?:[-/][^\W_]{1,12})+")
_MAX_PARTS: Final = 8
#: A symbol is shorter; PostgreSQL takes no key of more than 2,046 bytes.
_LONGEST_KEY: Final = 120


@lru_cache(maxsize=50_000)
def as_written(word: str) -> str:
    """Return one word as the index keeps it: folded letters, ``_``, the marks taken off.

    Marks stand with the place of their letter ("b" + "e": a circumflex on the second), the tone
    last and without place.
    """
    letters: list[str] = []
    shapes: list[str] = []
    tone = ""
    for character in unicodedata.normalize("NFD", word.casefold()):
        place = chr(ord("a") + min(len(letters), 25))
        if character in _TONES:
            tone += _TONES[character]
        elif character in _SHAPES:
            shapes.append(chr(ord("a") + min(len(letters) - 1, 25)) + _SHAPES[character])
        elif character == "đ":
            shapes.append(f"{place}d")
            letters.append("d")
        elif not unicodedata.combining(character):
            letters.append(character)
    plain = _FINAL_Y.sub("i", "".join(letters))[:_LONGEST_WORD]
    return f"{plain}_{''.join(shapes)}{tone}"


def written_words(text: str) -> list[str]:
    """Return the words of a text as the index keeps them, in their order."""
    return [as_written(word) for word in words(text)]


def folded(written: str) -> str:
    """Return the folded word of a kept one."""
    return written.partition("_")[0]


def is_marked(written: str) -> bool:
    """Return whether a kept word was written with diacritics."""
    return not written.endswith("_")


def pair_key(first: str, second: str) -> str:
    """Return the key of two adjacent folded words."""
    return f"{first}__{second}"


def heading_key(word: str) -> str:
    """Return the key of a folded word in a heading."""
    return f"_{word}"


def symbol_keys(text: str) -> Iterator[str]:
    """Yield the joined adjacent parts of everything in a text that is written like a symbol."""
    for match in _SYMBOL.finditer(text):
        parts = _symbol_parts(match[0])
        size = len(parts)
        for start in range(size):
            for end in range(start + 2, size + 1):
                key = "".join(parts[start:end])
                if len(key) <= _LONGEST_KEY:
                    yield key


def symbol_of(query: str) -> str:
    """Return the one key of a query that is a symbol or part of one as a whole, else ""."""
    text = query.strip()
    if _SYMBOL.fullmatch(text) or _SYMBOL_TAIL.fullmatch(text):
        return "".join(_symbol_parts(text))
    return ""


def index_keys(
    lines: Iterable[Sequence[str]],
    *,
    heading: Sequence[str] = (),
    loose: Iterable[str] = (),
    symbols: Iterable[str] = (),
) -> str:
    """Return the keys of a row, each once, sorted, parted by blanks.

    ``lines`` are stretches of kept words whose adjacency counts, ``heading`` the one that names the
    row. Of ``loose`` words only the words themselves are kept. ``symbols`` are keys already.
    """
    keys: set[str] = {*symbols, *loose}
    keys.update(folded(word) for word in tuple(keys) if "_" in word)
    for line in lines:
        plain = [folded(word) for word in line]
        keys.update(line, plain, (pair_key(*pair) for pair in pairwise(plain)))
    keys.update(heading_key(folded(word)) for word in heading)
    keys -= {"", "_"}
    return " ".join(sorted(keys))


def _symbol_parts(text: str) -> list[str]:
    parts = [fold(part) for part in words(text)]
    parts[:1] = [parts[0].lstrip("0") or "0"]
    return parts[:_MAX_PARTS]
