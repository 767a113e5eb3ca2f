"""Anchors of units: the one rule shared by the structure of a text and by citations of it.

An anchor is made of labels only (`dieu-5-khoan-2-diem-d`), so that a change in one article never
moves the anchor of another and a link in an old article keeps its target.
"""

from __future__ import annotations

import re
from typing import Final

from govportal_wagtail.core.vietnamese import fold

__all__ = [
    "annex_anchor",
    "label_slug",
    "number_slug",
    "roman_value",
    "slug",
    "unit_anchor",
]

# Letters that are points of their own in Vietnamese lists. Each needs a spelling that no other
# letter has: "điểm đ" must not share the anchor of "điểm d".
_LETTERS: Final = str.maketrans(
    {"đ": "dd", "ê": "ee", "ô": "oo", "ă": "aw", "â": "aa", "ơ": "ow", "ư": "uw"}
)
_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_FORM = re.compile(r"(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ORDINALS: Final = {
    "nhất": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def roman_value(text: str) -> int:
    """Return the value of a Roman numeral in either case, or 0 when `text` is not one."""
    text = text.lower()
    if not text or not _ROMAN_FORM.fullmatch(text):
        return 0
    total = 0
    for index, letter in enumerate(text):
        value = _ROMAN[letter]
        following = _ROMAN[text[index + 1]] if index + 1 < len(text) else 0
        total += -value if value < following else value
    return total


def slug(text: str) -> str:
    """Return `text` as an anchor part: ASCII lower case and hyphens ("Quy chế" -> "quy-che")."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")


def label_slug(label: str) -> str:
    """Return a point's or clause's label as an anchor part ("đ" -> "dd", "5a" -> "5a")."""
    return _NOT_SLUG.sub("-", label.strip().lower().translate(_LETTERS)).strip("-")


def number_slug(label: str) -> str:
    """Return a chapter's, section's or annex's label with its number in Arabic figures.

    "II" -> "2", "I.2" -> "1-2", "thứ nhất" -> "1", "Ia" -> "1a"; any other text by its slug.
    """
    parts = []
    for piece in re.split(r"[.\s/-]+", label.strip()):
        word = piece.lower()
        if not word or word == "thứ":
            continue
        if word in _ORDINALS:
            parts.append(str(_ORDINALS[word]))
        elif value := roman_value(word):
            parts.append(str(value))
        elif (value := roman_value(word[:-1])) and piece[:-1].isupper():
            parts.append(f"{value}{label_slug(word[-1])}")
        else:
            parts.append(label_slug(word.lstrip("0") or word))
    return "-".join(part for part in parts if part)


def unit_anchor(*, article: str = "", clause: str = "", point: str = "", part: str = "") -> str:
    """Return the anchor of an article, clause or point from its labels; "" when all are empty."""
    pieces = []
    for name, label in (("dieu", article), ("khoan", clause), ("diem", point)):
        if label:
            pieces.append(f"{name}-{label_slug(label)}")
    if not pieces:
        return ""
    return "-".join([part, *pieces] if part else pieces)


def annex_anchor(name: str, label: str, within: str = "") -> str:
    """Return the anchor of an annex: its name and number, inside `within` when nested."""
    own = "-".join(piece for piece in (slug(name), number_slug(label)) if piece)
    return f"{within}-{own}" if within else own
