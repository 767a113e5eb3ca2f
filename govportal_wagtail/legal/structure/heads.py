"""The head of a unit: the title of a document, of an attached instrument, a chapter or article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from . import markers
from .body import Marked
from .lines import Line, ends_sentence, flows_into, join_lines
from .survey import line_is_upper

__all__ = [
    "article_head",
    "document_head",
    "group_head",
    "instrument_head",
    "preamble_start",
    "recipients",
]

_TYPES: Final = frozenset(
    {
        "HIẾN PHÁP", "LUẬT", "BỘ LUẬT", "PHÁP LỆNH", "LỆNH", "NGHỊ QUYẾT", "NGHỊ QUYẾT LIÊN TỊCH",
        "NGHỊ ĐỊNH", "QUYẾT ĐỊNH", "CHỈ THỊ", "THÔNG TƯ", "THÔNG TƯ LIÊN TỊCH", "QUY CHẾ",
        "QUY ĐỊNH", "THÔNG BÁO", "KẾ HOẠCH", "HƯỚNG DẪN", "BÁO CÁO", "TỜ TRÌNH", "CÔNG ĐIỆN",
        "CHƯƠNG TRÌNH", "ĐỀ ÁN", "PHƯƠNG ÁN",
    }
)  # fmt: skip
_PREAMBLE = re.compile(r"[*\s]*(?:Căn cứ|C n c|Theo đề nghị|Xét (?:đề nghị|tờ trình|Tờ trình))\b")
_AUTHORITY = re.compile(
    r"[*\s]*(?:CHÍNH PHỦ|ỦY BAN|UỶ BAN|QUỐC HỘI|BỘ TRƯỞNG|CHỦ TỊCH|HỘI ĐỒNG|THỦ TƯỚNG|THỐNG ĐỐC|"
    r"TỔNG |CHÁNH ÁN|VIỆN TRƯỞNG|GIÁM ĐỐC)"
)
_NAMED = re.compile(
    r"(?:Luật|Bộ luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định)\b.*\b(?:số|ngày)\s*\d"
)
_TITLE_LINES: Final = 12
_HEADING_CHARS: Final = 600


def document_head(marked: Marked, lines: Sequence[int]) -> tuple[str, list[int]]:
    """Return the type of the document as printed and the lines of its title; ("", []) if none."""
    for position, index in enumerate(lines):
        text = marked.lines[index].text.strip("* ")
        if text not in _TYPES:
            continue
        title: list[int] = []
        for at in lines[position + 1 : position + 1 + _TITLE_LINES]:
            line = marked.lines[at]
            if (title and line.gap) or _PREAMBLE.match(line.text) or marked.note[at]:
                break
            if _AUTHORITY.match(line.text) and (title or line.text.isupper()):
                break
            if (
                title
                and _NAMED.match(line.text)
                and not flows_into(marked.lines[title[-1]], line, 0)
            ):
                # A consolidated text names the original below the title.
                break
            title.append(at)
        return text, title
    return "", []


def preamble_start(marked: Marked, lines: Sequence[int]) -> int | None:
    """Return the position in `lines` at which the legal grounds begin ("Căn cứ ..."), or None."""
    for position, index in enumerate(lines):
        if not marked.note[index] and _PREAMBLE.match(marked.lines[index].text):
            return position
    return None


def instrument_head(marked: Marked, lines: Sequence[int]) -> int:
    """Return how many of `lines` are the title of an attached instrument (before the note)."""
    for position, index in enumerate(lines[:_TITLE_LINES]):
        if markers.ANNEX_NOTE.match(marked.lines[index].text):
            return position
    return min(1, len(lines))


def recipients(marked: Marked, lines: Sequence[int]) -> tuple[int, int]:
    """Return where in `lines` the list of recipients begins and ends; equal when there is none."""
    texts = [marked.lines[index].text for index in lines]
    first = next((at for at, text in enumerate(texts) if markers.is_recipients(text)), None)
    if first is None:
        return 0, 0
    for at in range(first + 1, len(texts)):
        text = texts[at]
        # A post such as "GIÁM ĐỐC SỞ" is no opening of a signature elsewhere, but here it is.
        if markers.is_signature(text, closing=True) or (text.isupper() and " " in text):
            return first, at
    return first, len(texts)


def group_head(marked: Marked, lines: Sequence[int]) -> int:
    """Return how many of `lines` are the title below "Chương II" or "Mục 1"."""
    if not lines:
        return 0
    if line_is_upper(marked.lines[lines[0]].text):
        count = 1
        while (
            count < len(lines)
            and not marked.note[lines[count]]
            and line_is_upper(marked.lines[lines[count]].text)
        ):
            count += 1
        return count
    if marked.note[lines[0]]:
        return 0
    count = _running(marked, lines)
    last = marked.lines[lines[count - 1]].text
    return 0 if last.endswith((".", ";", ":")) else count


def article_head(marked: Marked, rest: Line, lines: Sequence[int]) -> tuple[str, int]:
    """Return the title of an article and how many of `lines` it takes after its first line.

    ("", 0) when the article has no title: then what follows "Điều 2." is already its text.
    """
    if not rest.text or markers.clause(rest.text):
        return "", 0
    count, before = 0, rest
    for index in lines:
        line = marked.lines[index]
        if marked.note[index] or marked.quote[index] >= 0 or markers.clause(line.text):
            break
        if markers.point(line.text) or not flows_into(before, line, marked.width):
            break
        count, before = count + 1, line
    taken = [rest, *(marked.lines[index] for index in lines[:count])]
    while len(title := join_lines(taken, marked.width)) > 1:
        # What does not join the line before it is a paragraph of its own and no part of the title.
        taken.pop()
    count, before = len(taken) - 1, taken[-1]
    if ends_sentence(before.text) or len(title[0]) > _HEADING_CHARS or count == len(lines):
        # Without anything below it, a line is the content and not its title.
        return "", 0
    return title[0], count


def _running(marked: Marked, lines: Sequence[int]) -> int:
    count = 1
    while count < len(lines) and flows_into(
        marked.lines[lines[count - 1]], marked.lines[lines[count]], marked.width
    ):
        count += 1
    return count
