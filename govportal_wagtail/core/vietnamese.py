"""Vietnamese text: one stored form, one folded form, search tokens, alphabetical order, slugs.

The stored form is Unicode NFC, as TCVN 6909:2001 requires. Search does its linguistics here and
hands the database lowercase ASCII tokens only, so PostgreSQL and SQLite give the same answers.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from .text_issues import TextIssue, diagnose

__all__ = [
    "QueryTerms",
    "TextIssue",
    "diagnose",
    "fold",
    "normalise",
    "query_terms",
    "search_tokens",
    "slugify",
    "sort_key",
    "syllable_pairs",
    "words",
]

_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Invisible: soft hyphen, zero-width characters, bidirectional marks, byte order mark, interlinear
# marks, and every control character other than tab and line feed.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# A tone typed before the vowel's own mark ("a" + acute + circumflex) is the same letter (ấ), but
# Unicode keeps the order because both marks have the same combining class.
_MARKS = re.compile("[\u0300-\u036f]")
_TONE_BEFORE_SHAPE = re.compile("([aeoAEO])([\u0300\u0301\u0303\u0309])([\u0302\u0306])")

# Symbol-font glyphs that old word processors leave in the private use area. Only those with one
# meaning in Vietnamese official documents are here: bullets, ticks and the boxes of forms.
_GLYPHS: Final = {
    "\uf06f": "\u25a1",  # Wingdings: white square (form box)
    "\uf071": "\u25a1",
    "\uf0a7": "\u25aa",  # Wingdings: small black square (bullet)
    "\uf0a8": "\u25a1",
    "\uf0b7": "\u2022",  # Symbol: bullet
    "\uf0d8": "\u27a2",  # Wingdings: arrowhead (bullet)
    "\uf0fc": "\u2713",  # Wingdings: tick
    "\uf0fd": "\u2612",  # Wingdings: crossed box
    "\uf0fe": "\u2611",  # Wingdings: ticked box
}
_GLYPH = re.compile("[" + "".join(_GLYPHS) + "]")
# U+F0A3 is an empty box in Wingdings 2 and "less than or equal" in Symbol: it is read as a box
# only where a box stands, at the start of a line or after a space, with words, not figures, after.
_BOX = re.compile("(?<![^\\s\uf0a3\u2610])\uf0a3(?=[ \t]*(?:[^\\W\\d]|[\n\uf0a3\u2610]|$))")

_LETTERS = re.compile(r"[^\W\d_]+")
_ETH = re.compile("[Ðð]")
_ICELANDIC = frozenset("þÞæÆöÖ")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_CYRILLIC_TWINS = str.maketrans("АВЕКМНОРСТУХІЈЅаеорсухіјѕ", "ABEKMHOPCTYXIJSaeopcyxijs")


def normalise(text: str) -> str:
    """Return `text` in the form in which the portal stores it; never raises, idempotent.

    NFC (TCVN 6909:2001); line breaks as LF; invisible characters removed; every kind of blank a
    plain space; Ð/ð (eth) as Đ/đ; Cyrillic twins of Latin letters inside a Latin word as Latin;
    symbol-font glyphs of certain meaning as Unicode. What is not certain is left as it is and
    reported by `diagnose`.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_BREAKS.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = _SPACES.sub(" ", text)
    # A lone surrogate cannot be encoded: left in place it would break the database write.
    text = _SURROGATES.sub("\ufffd", text)
    text = _compose(text)
    text = _BOX.sub("\u2610", text)
    text = _GLYPH.sub(lambda match: _GLYPHS[match[0]], text)
    # Whole words are matched, then looked into: a pattern that looks for the letter from every
    # position would take quadratic time on one very long word.
    if _CYRILLIC.search(text):
        text = _LETTERS.sub(_latin_twins, text)
    if _ETH.search(text):
        text = _LETTERS.sub(_eth_to_d, text)
    return _compose(text)


def fold(text: str) -> str:
    """Return `text` in lower case without diacritics and with đ as d ("Đất đai" -> "dat dai").

    Spaces and punctuation stay. Letters that have no base letter stay as they are.
    """
    text = normalise(text)
    if text.isascii():
        return text.lower()
    return _strip_marks(text.casefold()).replace("đ", "d")


_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Return the runs of letters and digits of `text`, normalised, in their own case and order."""
    return _WORD.findall(normalise(text))


def search_tokens(text: str) -> list[str]:
    """Return what the search index stores for `text`: lowercase tokens in three groups.

    First each word folded, in order, so that a phrase of folded words stays adjacent; then the
    exact form of each word that has diacritics; then the joined parts of each symbol.
    """
    text = normalise(text)
    found = _WORD.findall(text)
    tokens = [_folded_token(word) for word in found]
    tokens.extend(exact for word in found if (exact := _exact_token(word)))
    for match in _SYMBOL_TEXT.finditer(text):
        tokens.extend(_symbol_grams(_symbol_parts(match[0])))
    return tokens


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """What a search query asks of the index.

    `folded` must all match; documents that also match `exact` come first (`exact` holds the exact
    form where the searcher typed diacritics, else nothing). `pairs` are adjacent folded words for
    ranking. `symbol` is the single token of a whole or partial document symbol, an alternative to
    all the rest, or "" when the query is not written like one.
    """

    folded: tuple[str, ...]
    exact: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    symbol: str


def query_terms(query: str) -> QueryTerms:
    """Return the tokens by which `query` is looked up; quotes and operators have no effect."""
    text = normalise(query).strip()
    found = _WORD.findall(text)
    folded = tuple(_folded_token(word) for word in found)
    exact = tuple(token for word in found if (token := _exact_token(word)))
    symbol = ""
    if _SYMBOL_TEXT.fullmatch(text) or _SYMBOL_TAIL.fullmatch(text):
        symbol = "".join(_symbol_parts(text))
    return QueryTerms(folded, exact, tuple(syllable_pairs(folded)), symbol)


def syllable_pairs(tokens: tuple[str, ...] | list[str]) -> list[tuple[str, str]]:
    """Return each two adjacent tokens: most Vietnamese words are written as two syllables."""
    return list(pairwise(tokens))


def sort_key(text: str) -> str:
    """Return a key that sorts in Vietnamese alphabetical order: a ă â b c d đ e ê ... ư v x y.

    Letters decide first, tones (level, grave, hook, tilde, acute, dot) only between equal letters;
    case and punctuation never. The key is ASCII, two characters per unit, so that it also sorts
    rightly in a database column of any collation.
    """
    primary: list[str] = []
    tones: list[str] = []
    for position, word in enumerate(_WORD.findall(normalise(text).casefold())):
        if position:
            primary.append(_WORD_BREAK)
        letters, tone = _letters_and_tone(word)
        primary.extend(_letter_weight(letter) for letter in letters)
        tones.append(tone)
    return "".join(primary) + _LEVEL_BREAK + "".join(tones)


def slugify(text: str) -> str:
    """Return an ASCII slug of `text` ("Quyết định số 68" -> "quyet-dinh-so-68"); "" if none."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))


def _compose(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    if _MARKS.search(text):
        decomposed = _TONE_BEFORE_SHAPE.sub(r"\1\3\2", unicodedata.normalize("NFD", text))
        text = unicodedata.normalize("NFC", decomposed)
    return text


def _strip_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _latin_twins(match: re.Match[str]) -> str:
    word = match[0]
    if not _CYRILLIC.search(word):
        return word
    converted = word.translate(_CYRILLIC_TWINS)
    is_latin = any("LATIN" in unicodedata.name(c, "") for c in set(word))
    return converted if is_latin and not _CYRILLIC.search(converted) else word


def _eth_to_d(match: re.Match[str]) -> str:
    """Eth in a Vietnamese portal is a font's picture of đ; an Icelandic name keeps its eth.

    Vietnamese đ only begins a syllable, so ð inside a lower-case word ("Sigurðsson") stays.
    """
    word = match[0]
    if _ICELANDIC.intersection(word):
        return word
    word = word.replace("Ð", "Đ")
    return "đ" + word[1:] if word.startswith("ð") else word


# --- search tokens ---------------------------------------------------------------------------

_TELEX_SHAPES: Final = {"\u0302": "", "\u0306": "w", "\u031b": "w"}
_TELEX_TONES: Final = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_FINAL_Y = re.compile(r"(?:(?<=[bdghklmnprstvx])|(?<=qu))y$")

# Coarse on purpose: a document symbol, or anything written like one. Joined parts of something
# that is not a symbol cost a token and harm nothing.
_SEPARATOR = r"(?:\s?/\s?|[ ]?-\s{0,4}(?=[^\W\d_])|-|\.(?=\d)|&)"
_SYMBOL_TEXT = re.compile(
    rf"(?<![^\W_])\d{{1,6}}[^\W\d_]?(?:{_SEPARATOR}[^\W_]+(?:(?<=TT|CT|VP) (?:HĐND|UBND)(?!\w))?)+"
)
_SYMBOL_TAIL = re.compile(r"[^\W\d_]{1,6}(?:[-/][^\W_]{1,12})+")
_MAX_PARTS = 8


@lru_cache(maxsize=20_000)
def _folded_token(word: str) -> str:
    token = _strip_marks(word.casefold()).replace("đ", "d")
    return _FINAL_Y.sub("i", token)


@lru_cache(maxsize=20_000)
def _exact_token(word: str) -> str:
    """Return the lossless ASCII form of a word with diacritics ("quyết" -> "quyeet0s"), else "".

    Letters as in Telex typing; the tone after "0", wherever it was placed: hoà and hòa are one
    word, and so are sỹ and sĩ. "1" parts letters that would read as a Telex pair ("goòng").
    """
    if word.isascii():
        return ""
    letters: list[str] = []
    tone = ""
    for character in unicodedata.normalize("NFD", word.casefold()):
        if character in _TELEX_TONES:
            tone += _TELEX_TONES[character]
        elif character in _TELEX_SHAPES:
            letters[-1:] = [letters[-1] + (_TELEX_SHAPES[character] or letters[-1])]
        elif character == "đ":
            letters.append("dd")
        elif not unicodedata.combining(character):
            if letters and (character == letters[-1] or character == "w"):
                letters.append("1")
            letters.append(character)
    return _FINAL_Y.sub("i", "".join(letters)) + "0" + tone


def _symbol_parts(text: str) -> list[str]:
    parts = [fold(part) for part in _WORD.findall(text)]
    parts[:1] = [parts[0].lstrip("0") or "0"]
    return parts[:_MAX_PARTS]


def _symbol_grams(parts: list[str]) -> list[str]:
    size = len(parts)
    return ["".join(parts[i:j]) for i in range(size) for j in range(i + 2, size + 1)]


# --- alphabetical order ----------------------------------------------------------------------

_LEVEL_BREAK: Final = "00"
_WORD_BREAK: Final = "01"
_TONE_ORDER: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPED: Final = {"ă": "a1", "â": "a2", "đ": "d1", "ê": "e1", "ô": "o1", "ơ": "o2", "ư": "u1"}


def _letters_and_tone(word: str) -> tuple[str, str]:
    """Return the letters of a syllable without its tone, and the tone's rank."""
    tone = "0"
    letters: list[str] = []
    for character in unicodedata.normalize("NFD", word):
        if character in _TONE_ORDER:
            tone = max(tone, _TONE_ORDER[character])
        else:
            letters.append(character)
    return unicodedata.normalize("NFC", "".join(letters)), tone


def _letter_weight(letter: str) -> str:
    if letter in _SHAPED:
        return _SHAPED[letter]
    base = _strip_marks(letter)
    if base.isascii() and base.isalpha():
        return "".join(f"{c}0" for c in base)
    if base.isascii() and base.isdigit():
        return f"1{base}"
    return f"z9{ord(letter):06x}"
