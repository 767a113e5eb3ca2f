"""Which lines are quoted from another text, and which are footnotes of a consolidated text.

An amending document prints whole articles of another document between quotation marks, and a
consolidated text prints them in footnotes. Neither belongs to the document's own articles. Marks
are often lost in print, so an open quotation also ends where the numbering of the document itself
goes on and no closing mark is left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from . import markers
from .lines import Line, ends_sentence, flows_into
from .markers import Key

__all__ = ["Quoted", "find_notes", "find_quotes"]

_OPENING: Final = "“«"
_CLOSING: Final = "”»"
_LEADING = re.compile(r"[*\s]*([“”«\"]|‘‘|'')")
_CLOSED_END = re.compile(r"[”»\"][\s.;,:)*]*(?:\[?\d{1,3}\]?)?\s*$")
_PREFIX_LOOK: Final = 6

_NOTE = re.compile(
    r"\[?(?P<no>\d{1,4})\]?\s+(?P<body>(?:(?:Khoản|Điểm|Điều|Cụm từ|Từ|Chương|Mục|Phụ lục|Đoạn|Tên|"
    r"Tiêu đề|Mẫu|Nội dung|Phần|Dấu)\b.*(?:\bnày\b|[“\"]).*|"
    r"(?:Luật|Bộ luật|Nghị định|Thông tư|Quyết định|Nghị quyết|Điều \d+|Khoản \d+|Mẫu)\b.*))"
)
_NOTE_VERB = re.compile(
    r"được (?:sửa đổi|bổ sung|bãi bỏ|thay thế|thay|đính chính)|sửa đổi, bổ sung|"
    r"có hiệu lực|quy định như sau"
)
_NOTE_SURE = re.compile(
    r"\[?\d{1,4}\]?\s+(?:Khoản|Điểm|Điều|Cụm từ|Chương|Mục|Phụ lục|Đoạn|Tên|Mẫu)\s.{0,40}?"
    r"(?:này\s)?được (?:sửa đổi|bổ sung|bãi bỏ|thay)"
)
_BRACKET_NOTE = re.compile(r"\[\d{1,4}\]\s+\S")
_NOTE_LOOK: Final = 8


@dataclass(slots=True)
class Quoted:
    """Per line: the number of the quotation it stands in, or -1; and where marks were missing."""

    block: list[int]
    unclosed: list[int] = field(default_factory=list)


def find_notes(lines: Sequence[Line]) -> list[bool]:
    """Return per line whether it belongs to a footnote of a consolidated text.

    A footnote runs to the end of its page, or to the end of the text when the notes stand there.
    """
    found = [False] * len(lines)
    if not _consolidated(lines):
        return found
    bracketed = any(_BRACKET_NOTE.match(line.text) for line in lines)
    inside = False
    for index, line in enumerate(lines):
        if _starts_note(lines, index):
            inside = True
        elif line.page and not bracketed:
            inside = False
        found[index] = inside
    return found


def _consolidated(lines: Sequence[Line]) -> bool:
    return any(_NOTE_SURE.match(line.text) for line in lines) or any(
        "VĂN BẢN HỢP NHẤT" in line.text for line in lines
    )


def _starts_note(lines: Sequence[Line], index: int) -> bool:
    match = _NOTE.fullmatch(lines[index].text)
    if not match:
        return False
    window = " ".join(line.text for line in lines[index : index + _NOTE_LOOK])
    return bool(_NOTE_VERB.search(window))


@dataclass(slots=True)
class _Scan:
    """The state of the walk: the open quotation and the two number sequences."""

    depth: int = 0
    block: int = -1
    straight: bool = False
    outer: Key | None = None
    inner: Key | None = None
    blocks: int = 0


def find_quotes(lines: Sequence[Line], notes: Sequence[bool], width: int) -> Quoted:
    """Return which lines stand in a quotation that is printed as paragraphs of its own."""
    result = Quoted([-1] * len(lines))
    last_close = _close_ahead(lines, notes)
    state = _Scan()
    for index, line in enumerate(lines):
        if notes[index]:
            continue
        if state.depth:
            _leave_unclosed(lines, index, state, result, closes=last_close[index])
        if not state.depth and _opens(lines, index, width):
            _open(state, line.text)
        elif state.depth:
            _advance(state, line.text)
        else:
            _count_outer(state, line.text)
            continue
        result.block[index] = state.block
        _count_inner(state, line.text)
        if state.depth <= 0:
            state.depth = 0
            if not _is_block(line.text) and result.block[max(0, index - 1)] != state.block:
                # A quoted word at the start of a sentence, not a quoted paragraph.
                result.block[index] = -1
    return result


def _balance(text: str) -> int:
    opened = sum(text.count(mark) for mark in _OPENING)
    return opened - sum(text.count(mark) for mark in _CLOSING)


def _close_ahead(lines: Sequence[Line], notes: Sequence[bool]) -> list[bool]:
    """Per line: does a closing mark without partner come at or after it, before another opening?"""
    ahead = [False] * len(lines)
    closing = False
    for index in range(len(lines) - 1, -1, -1):
        text = lines[index].text
        if not notes[index]:
            balance = _balance(text)
            if balance < 0 or (text.count('"') % 2 and _CLOSED_END.search(text[-20:])):
                closing = True
            elif balance > 0 or (text.count('"') % 2 and text.startswith('"')):
                closing = False
        ahead[index] = closing
    return ahead


def _opens(lines: Sequence[Line], index: int, width: int) -> bool:
    if not _LEADING.match(lines[index].text):
        return False
    if index == 0:
        return True
    before = lines[index - 1]
    return before.text.endswith(":") or not flows_into(before, lines[index], width)


def _open(state: _Scan, text: str) -> None:
    leading = _LEADING.match(text)
    mark = leading[1] if leading else ""
    state.blocks += 1
    state.block = state.blocks - 1
    state.inner = None
    state.straight = mark == '"'
    body = text[leading.end() :] if leading else text
    state.depth = 1
    _advance(state, body)


def _advance(state: _Scan, text: str) -> None:
    """Move the depth over one line of an open quotation."""
    if state.straight:
        if text.count('"') % 2 and _CLOSED_END.search(text[-20:]):
            state.depth = 0
        return
    balance = _balance(text)
    if balance > 0 and state.depth and _LEADING.match(text):
        # Some texts repeat the opening mark at each paragraph and close once.
        balance -= 1
    state.depth += balance
    if state.depth == 1 and balance == 0 and text.count('"') % 2 and _CLOSED_END.search(text[-20:]):
        state.depth = 0


def _is_block(text: str) -> bool:
    return bool(_CLOSED_END.search(text[-20:]))


def _count_outer(state: _Scan, text: str) -> None:
    found = markers.article(text)
    if found and (state.outer is None or markers.is_successor(found.key, state.outer)):
        state.outer = found.key


def _count_inner(state: _Scan, text: str) -> None:
    found = markers.article(_LEADING.sub("", text, count=1))
    if found and (state.inner is None or markers.follows(found.key, state.inner)):
        state.inner = found.key


def _leave_unclosed(
    lines: Sequence[Line], index: int, state: _Scan, result: Quoted, *, closes: bool
) -> None:
    """End an open quotation that was never closed, where the document itself goes on."""
    text = lines[index].text
    if _LEADING.match(text) and lines[index - 1].text.endswith(":"):
        # "... như sau:" and a new opening mark: the instruction before it is the document's own.
        for back in range(index - 1, max(-1, index - 1 - _PREFIX_LOOK), -1):
            if result.block[back] != state.block:
                return
            if markers.INSTRUCTION.match(lines[back].text):
                for own in range(back, index):
                    result.block[own] = -1
                    _count_outer(state, lines[own].text)
                _close(state, result, back)
                return
        return
    if closes:
        return
    found = markers.article(text)
    outer_goes_on = (
        found is not None
        and markers.is_successor(found.key, state.outer)
        and (state.inner is None or state.outer is not None)
    )
    ends_body = ends_sentence(lines[index - 1].text) and markers.is_signature(text, closing=True)
    instruction = bool(markers.INSTRUCTION.match(text))
    if outer_goes_on or ends_body or instruction:
        _close(state, result, index)


def _close(state: _Scan, result: Quoted, index: int) -> None:
    state.depth = 0
    state.block = -1
    result.unclosed.append(index)
