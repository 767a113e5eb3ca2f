"""Vietnamese text: one stored form, one folded form, words, alphabetical order, slugs.

The stored form is Unicode NFC, as TCVN 6909:2001 requires.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from .text_issues import TextIssue, diagnose

__all__ = [
    "TextIssue",
    "diagnose",
    "fold",
    "normalise",
    "slugify",
    "sort_key",
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
