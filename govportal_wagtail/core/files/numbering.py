"""Automatic numbers of Word paragraphs ("Điều 1.", "a)"), which the paragraphs do not contain.

Word stores a number as a pattern and a counter (ISO/IEC 29500-1, 17.9). Without it an article of a
legal document would lose the very thing it is cited by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_LARGEST_ROMAN = 3999
_LARGEST_LETTERS = 26 * 20
_OFF = frozenset({"0", "false", "off"})


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    number_format: str
    pattern: str
    is_legal: bool
    restarts: bool
    style: str


@dataclass(slots=True)
class _List:
    """One ``w:num``: an abstract list, with its own starts and levels where it overrides them."""

    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)
    is_used: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: str
    list_id: str
    level: int | None


class Numbering:
    """Counts through a document: ask for the label of each paragraph in order, once."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        """Take the root elements of the numbering and the styles part, where there are any."""
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, _Style] = {}
        self._default_style = ""
        self._counters: dict[str, dict[int, int]] = {}
        if numbering is not None:
            self._read_numbering(numbering)
        if styles is not None:
            self._read_styles(styles)

    def label(self, paragraph: Any) -> str:
        """Return the number of a ``w:p``, as "1.2." or "Điều 3.", or an empty string."""
        list_id, index = self._place(paragraph)
        numbered = self._lists.get(list_id)
        if numbered is None or not 0 <= index < _LEVELS:
            return ""
        level = self._level(numbered, index)
        if level is None:
            return ""
        counters = self._count(numbered, index, level)
        if level.number_format == "bullet":
            return level.pattern
        if level.number_format == "none":
            return _PLACEHOLDER.sub("", level.pattern).strip()

        def value(match: re.Match[str]) -> str:
            wanted = int(match[1]) - 1
            other = self._level(numbered, wanted)
            if other is None:
                return ""
            number = counters.get(wanted, other.start)
            return _written(number, "decimal" if level.is_legal else other.number_format)

        return _PLACEHOLDER.sub(value, level.pattern).strip()

    def _place(self, paragraph: Any) -> tuple[str, int]:
        properties = paragraph.find(qn("w:pPr"))
        style_id, list_id, index = self._default_style, "", None
        if properties is not None:
            style_id = _value(properties.find(qn("w:pStyle")), style_id)
            list_id, index = _list_reference(properties)
        if not list_id:
            list_id, styled_index, owner = self._from_style(style_id)
            if index is None:
                index = styled_index
            if index is None:
                index = self._level_of_style(list_id, owner)
        return list_id, index or 0

    def _from_style(self, style_id: str) -> tuple[str, int | None, str]:
        visited: set[str] = set()
        while style_id and style_id not in visited:
            visited.add(style_id)
            style = self._styles.get(style_id)
            if style is None:
                break
            if style.list_id:
                return style.list_id, style.level, style_id
            style_id = style.based_on
        return "", None, ""

    def _level_of_style(self, list_id: str, style_id: str) -> int:
        numbered = self._lists.get(list_id)
        if numbered is not None:
            for index, level in self._abstract.get(numbered.abstract, {}).items():
                if level.style == style_id:
                    return index
        return 0

    def _level(self, numbered: _List, index: int) -> _Level | None:
        return numbered.levels.get(index) or self._abstract.get(numbered.abstract, {}).get(index)

    def _count(self, numbered: _List, index: int, level: _Level) -> dict[int, int]:
        counters = self._counters.setdefault(numbered.abstract, {})
        if not numbered.is_used:
            # Lists of one abstract definition go on counting, unless this one starts anew.
            numbered.is_used = True
            for overridden, start in numbered.starts.items():
                counters[overridden] = start - 1
        counters[index] = counters.get(index, level.start - 1) + 1
        for deeper in [each for each in counters if each > index]:
            lower = self._level(numbered, deeper)
            if lower is None or lower.restarts:
                del counters[deeper]
        return counters

    def _read_numbering(self, root: Any) -> None:
        links: dict[str, str] = {}
        definitions: dict[str, str] = {}
        for element in root.findall(qn("w:abstractNum")):
            key = element.get(qn("w:abstractNumId"), "")
            self._abstract[key] = dict(map(_read_level, element.findall(qn("w:lvl"))))
            if linked := _value(element.find(qn("w:numStyleLink"))):
                links[key] = linked
            if defined := _value(element.find(qn("w:styleLink"))):
                definitions[defined] = key
        for key, style in links.items():
            # A list style is defined once and only named by the lists that use it.
            if style in definitions:
                self._abstract[key] = self._abstract[definitions[style]]
        for element in root.findall(qn("w:num")):
            numbered = _List(_value(element.find(qn("w:abstractNumId"))))
            for override in element.findall(qn("w:lvlOverride")):
                index = _integer(override.get(qn("w:ilvl")), 0)
                start = override.find(qn("w:startOverride"))
                if start is not None:
                    numbered.starts[index] = _integer(_value(start), 1)
                for level in override.findall(qn("w:lvl")):
                    numbered.levels[index] = _read_level(level)[1]
            self._lists[element.get(qn("w:numId"), "")] = numbered

    def _read_styles(self, root: Any) -> None:
        for element in root.findall(qn("w:style")):
            if element.get(qn("w:type")) != "paragraph":
                continue
            style_id = element.get(qn("w:styleId"), "")
            properties = element.find(qn("w:pPr"))
            list_id, level = ("", None) if properties is None else _list_reference(properties)
            based_on = _value(element.find(qn("w:basedOn")))
            self._styles[style_id] = _Style(based_on, list_id, level)
            if element.get(qn("w:default"), "0") not in _OFF:
                self._default_style = style_id


def _read_level(element: Any) -> tuple[int, _Level]:
    legal = element.find(qn("w:isLgl"))
    level = _Level(
        start=_integer(_value(element.find(qn("w:start"))), 1),
        number_format=_value(element.find(qn("w:numFmt")), "decimal"),
        pattern=_value(element.find(qn("w:lvlText"))),
        is_legal=legal is not None and legal.get(qn("w:val"), "1") not in _OFF,
        restarts=_value(element.find(qn("w:lvlRestart")), "1") != "0",
        style=_value(element.find(qn("w:pStyle"))),
    )
    return _integer(element.get(qn("w:ilvl")), 0), level


def _list_reference(properties: Any) -> tuple[str, int | None]:
    reference = properties.find(qn("w:numPr"))
    if reference is None:
        return "", None
    level = _value(reference.find(qn("w:ilvl")))
    return _value(reference.find(qn("w:numId"))), _integer(level, 0) if level else None


def _value(element: Any | None, default: str = "") -> str:
    return default if element is None else str(element.get(qn("w:val"), default))


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return default


def _written(number: int, number_format: str) -> str:
    """Write a counter in Word's format; formats of other scripts are written as figures."""
    if number_format in ("lowerLetter", "upperLetter") and 0 < number <= _LARGEST_LETTERS:
        # Word's own rule: a to z of the Latin alphabet, then aa, bb; it knows no "đ".
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if number_format == "upperLetter" else letters
    if number_format in ("lowerRoman", "upperRoman") and 0 < number <= _LARGEST_ROMAN:
        roman = ""
        for step, sign in _ROMAN:
            count, number = divmod(number, step)
            roman += sign * count
        return roman.upper() if number_format == "upperRoman" else roman
    if number_format == "decimalZero":
        return f"{number:02d}"
    return str(number)
