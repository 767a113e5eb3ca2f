"""From the raw text to clean lines: page furniture out, broken lines joined again.

Text taken from a printed gazette carries running heads, page numbers and signature stamps in the
middle of sentences. They are removed here, and returned, so that nothing disappears unseen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from govportal_wagtail.core.vietnamese import normalise

__all__ = ["Cleaned", "Line", "clean", "ends_sentence", "flows_into", "full_width", "join_lines"]

_RUNNING_HEAD = re.compile(
    r"(?:\d{1,4}\s+)?CÔNG BÁO[^/]{0,60}/\s*Số\b[^/]{1,40}/\s*Ngày\s*[\d\-. ]{4,12}(?:\s\d{1,4})?"
)
_PAGE_NUMBER = re.compile(r"[-–—]?\s?(\d{1,4})\s?[-–—]?|[Tt]rang\s+(\d{1,4})\s*/\s*\d{1,4}")
_STAMP_START = re.compile(r"(?:Ký bởi|Người ký)\s*:")
_STAMP_PART = re.compile(r"(?:Email|Cơ quan|Tổ chức|Chức vụ|Ngày ký|Thời gian ký)\s*:")
_STAMP_TIME = re.compile(r"(?:Ngày ký|Thời gian ký)\s*:\s*\d")
# Drawn with characters under the names in a letterhead, or above footnotes.
_RULE = re.compile(r"[-_=*–—]{3,}|[-_=*–—](?: [-_=*–—]){2,}")
_STAMP_MAX_LINES: Final = 6
# Two blank lines or more separate the pages of a text that was taken from a printed page.
_PAGE_GAP: Final = 2

_SENTENCE_END = re.compile(r"[.:;?!…/][\"”’»)*\s]*$")
_BULLET = re.compile(r"[-+*•▪➢–—]\s")
_CONNECTOR = re.compile(
    r"(?:,|\b(?:và|hoặc|của|số|tại|theo|Điều|điều|khoản|Khoản|điểm|Điểm|Mục|mục|Chương|ngày|tháng|"
    r"năm|với|cho|về|các|từ|đến|là|do|bởi|bằng|Luật|Nghị|Thông|Quyết|Phụ|Mẫu|Bộ)|"
    r"(?:khoản|điểm|Khoản|Điểm)\s+[\da-zđê]{1,3}|-)$"
)
_SYMBOL_BREAK = re.compile(r"/[^\s/]*-$")
# No line of a letterhead or of a signature is this long.
_LONGEST_SET_LINE: Final = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its normalised text, and what stood before it.

    `gap`: a blank line or a page break. `page`: a page break, across which a sentence may run on.
    """

    text: str
    gap: bool
    page: bool


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The lines with text, the lines removed as page furniture, and the usual full line width."""

    lines: tuple[Line, ...]
    removed: tuple[str, ...]
    width: int


def clean(text: str) -> Cleaned:
    """Return the lines of `text` without page furniture; never raises, linear time."""
    raw, breaks = _split(text)
    furniture = _furniture(raw, breaks)
    lines: list[Line] = []
    removed: list[str] = []
    blanks = 0
    page = False
    for index, line in enumerate(raw):
        page = page or index in breaks
        if not line:
            blanks += 1
        elif index in furniture:
            removed.append(line)
            # A rule under the letterhead is no page break; the other furniture stands at one.
            page = page or not _RULE.fullmatch(line)
            blanks += 1
        else:
            page = page or blanks >= _PAGE_GAP
            lines.append(Line(line, gap=blanks > 0 or page, page=page))
            blanks, page = 0, False
    return Cleaned(tuple(lines), tuple(removed), full_width([line.text for line in lines]))


def _split(text: str) -> tuple[list[str], set[int]]:
    """Return the stripped lines and the indexes at which a form feed starts a page."""
    raw: list[str] = []
    breaks: set[int] = set()
    # U+FFFE is how a PDF reader marks a hyphen at the end of a line.
    for number, page in enumerate(text.replace("\ufffe", "-").split("\f")):
        if number:
            breaks.add(len(raw))
        raw.extend(line.strip() for line in normalise(page).split("\n"))
    return raw, breaks


def _furniture(raw: Sequence[str], breaks: set[int]) -> set[int]:
    found: set[int] = set()
    heads: set[int] = set()
    numbers: list[tuple[int, int]] = []
    before = -1
    for index, line in enumerate(raw):
        if not line:
            continue
        if _RUNNING_HEAD.fullmatch(line):
            found.add(index)
            heads.add(index)
        elif _RULE.fullmatch(line):
            found.add(index)
        elif _STAMP_START.match(line):
            found.update(_stamp(raw, index))
        elif match := _PAGE_NUMBER.fullmatch(line):
            near_head = before in heads or _next_is_head(raw, index)
            alone = index - before > _PAGE_GAP or index in breaks or before < 0
            if near_head:
                found.add(index)
            elif alone:
                numbers.append((index, int(match[1] or match[2])))
        before = index
    found.update(_page_numbers(numbers))
    return found


def _next_is_head(raw: Sequence[str], index: int) -> bool:
    return index + 1 < len(raw) and bool(_RUNNING_HEAD.fullmatch(raw[index + 1]))


def _page_numbers(numbers: Sequence[tuple[int, int]]) -> set[int]:
    """Keep the lone numbers that count pages.

    A lone number may also be a cell of a table, so it needs a neighbour that counts on from it.
    """
    found: set[int] = set()
    for position, (index, value) in enumerate(numbers):
        later = numbers[position + 1 : position + 4]
        earlier = numbers[max(0, position - 3) : position]
        if any(0 < other - value <= 2 for _, other in later) or any(
            0 < value - other <= 2 for _, other in earlier
        ):
            found.add(index)
    return found


def _stamp(raw: Sequence[str], start: int) -> set[int]:
    """Return the lines of a digital signature stamp that begins at `start`; empty if it is none."""
    block = {start}
    for index in range(start + 1, min(start + _STAMP_MAX_LINES, len(raw))):
        line = raw[index]
        if not line:
            continue
        if not _STAMP_PART.match(line):
            break
        block.add(index)
        if _STAMP_TIME.match(line):
            return block
    return set()


def full_width(lines: Sequence[str]) -> int:
    """Return the usual length of a full line, in characters; 0 when lines are whole paragraphs."""
    wrapped = sorted(
        len(line)
        for line, following in pairwise(lines)
        if following[:1].islower() and not ends_sentence(line)
    )
    if len(wrapped) < 5 or len(wrapped) * 12 < len(lines):
        return 0
    width = wrapped[len(wrapped) * 3 // 4]
    return width if width <= 160 else 0


def ends_sentence(line: str) -> bool:
    """Tell whether `line` ends with a mark that may close a sentence, a list item or a lead-in."""
    return bool(_SENTENCE_END.search(line[-12:]))


def flows_into(line: Line, following: Line, width: int, *, running: bool = False) -> bool:
    """Tell whether `following` continues the sentence of `line` on a new printed line.

    `running`: both are known to be running text, where a long line that ends no sentence was broken
    even if the next word, a capitalised one, might have fitted.
    """
    if ends_sentence(line.text) or _BULLET.match(following.text):
        return False
    if following.text[:1].islower() or following.text[:1] in ",;)%":
        return not following.gap or following.page or bool(_CONNECTOR.search(line.text))
    if following.gap and not following.page:
        return False
    if _CONNECTOR.search(line.text):
        return True
    # The line was broken because the next word no longer fitted.
    if running:
        return bool(width) and len(line.text) * 5 >= width * 4
    first_word = following.text.split(" ", 1)[0]
    return bool(width) and len(line.text) + 1 + len(first_word) >= width


def join_lines(lines: Sequence[Line], width: int, *, as_set: bool = False) -> list[str]:
    """Return the paragraphs of `lines`, broken lines joined.

    `as_set`: a letterhead, a list of recipients or a signature, whose lines end where they were
    set to end; only what is plainly a broken sentence is joined.
    """
    paragraphs: list[list[str]] = []
    previous: Line | None = None
    for line in lines:
        if previous is not None and _belongs(previous, line, width, as_set=as_set):
            glue = "" if _SYMBOL_BREAK.search(previous.text[-40:]) else " "
            paragraphs[-1].append(glue + line.text)
        else:
            paragraphs.append([line.text])
        previous = line
    return ["".join(pieces) for pieces in paragraphs]


def _belongs(line: Line, following: Line, width: int, *, as_set: bool) -> bool:
    if not as_set:
        return flows_into(line, following, width, running=True)
    if line.text.isupper() or following.text.isupper():
        # A long name of an agency may be broken behind a hyphen.
        return line.text.isupper() and following.text.isupper() and line.text.endswith(" -")
    is_long = len(line.text) >= _LONGEST_SET_LINE
    return flows_into(line, following, width if is_long else 0, running=is_long)
