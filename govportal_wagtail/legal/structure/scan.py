"""The walk over the lines that finds the large units: parts, annexes, chapters and articles.

It keeps the state that a pattern cannot have: whether the body of the document has ended, which
article number comes next, and whether a number is still to come further on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from . import markers
from .anchors import number_slug
from .lines import Cleaned, ends_sentence
from .markers import Key, Marker
from .survey import BLANKS, Survey, line_is_upper
from .units import UnitKind, WarningCode

__all__ = ["Event", "Scanned", "scan"]

_NOTE_LOOK: Final = 10
_FIRST_ARTICLE_LOOK: Final = 25
_SIGNATURE_LINES: Final = 30
_TITLE_BACK: Final = 8
_SIGNATURE_BACK: Final = 3
_COVERED_NAME = re.compile(
    r"kèm theo (?:Quyết định|Nghị quyết|Thông tư|Nghị định|Lệnh) này\s+(?:bản\s+)?"
    r"(?P<name>Quy chế|Quy định|Điều lệ|Nội quy|Quy trình|Quy chuẩn|Đề án|Chương trình|Kế hoạch|"
    r"Chiến lược|Hướng dẫn|Phương án)"
)
_GROUPINGS: Final = (
    (UnitKind.PART, markers.part),
    (UnitKind.CHAPTER, markers.chapter),
    (UnitKind.SECTION, markers.section),
    (UnitKind.SUBSECTION, markers.subsection),
)


class _State(Enum):
    BODY = auto()
    SIGNED = auto()
    ANNEX = auto()


@dataclass(frozen=True, slots=True)
class Event:
    """A unit that begins at line `index`. `name` is an instrument's or an annex's name."""

    index: int
    kind: UnitKind
    marker: Marker
    name: str = ""


@dataclass(slots=True)
class Scanned:
    """The large units in order, and doubts as (code, line index)."""

    events: list[Event] = field(default_factory=list)
    doubts: list[tuple[WarningCode, int]] = field(default_factory=list)


def scan(cleaned: Cleaned, skipped: Sequence[bool]) -> Scanned:
    """Return the large units of the lines; `skipped` marks quoted lines and footnotes."""
    walk = _Walk(cleaned, skipped)
    for index in range(len(cleaned.lines)):
        if not skipped[index]:
            walk.step(index)
    return walk.found


class _Walk:
    def __init__(self, cleaned: Cleaned, skipped: Sequence[bool]) -> None:
        self.lines = cleaned.lines
        self.skipped = skipped
        self.survey = Survey(cleaned, skipped)
        self.found = Scanned()
        self.state = _State.BODY
        self.last: Key | None = None
        self.began = False
        self.signed_at = 0
        self.group: dict[UnitKind, int] = {}
        self.covered = ""

    def step(self, index: int) -> None:
        line = self.lines[index]
        if index < self.survey.contents_until:
            return
        if self.began and self._instrument(index):
            return
        if self._annex(index):
            return
        if self.state is _State.BODY:
            closing = self.survey.closed_before(index)
            if self.began and markers.is_signature(line.text, closing=closing):
                self.state, self.signed_at = _State.SIGNED, index
                self._emit(self._signature_start(index), UnitKind.SIGNATURE, Marker("", "", ""))
            elif not self._article(index):
                self._grouping(index)
        elif self.state is _State.SIGNED and line.page and self._signature_over(index):
            self.state = _State.ANNEX
            self._emit(index, UnitKind.ANNEX, Marker("", "", line.text), "")

    def _emit(self, index: int, kind: UnitKind, marker: Marker, name: str = "") -> None:
        self.found.events.append(Event(index, kind, marker, name))

    def _signature_start(self, index: int) -> int:
        """Return the line of the issuing body's name, which may stand above the signature."""
        start = index
        while start and index - start < _SIGNATURE_BACK:
            before = start - 1
            if self.found.events and before <= self.found.events[-1].index:
                break
            if self.skipped[before] or not line_is_upper(self.lines[before].text):
                break
            start = before
        return start

    def _signature_over(self, index: int) -> bool:
        """Tell whether an annex without a number begins at this first line of a page."""
        if index - self.signed_at > _SIGNATURE_LINES:
            return True
        text = self.lines[index].text
        return line_is_upper(text) and not markers.is_signature(text, closing=True)

    def _instrument(self, index: int) -> bool:
        """Begin an attached instrument ("QUY CHẾ ... (Ban hành kèm theo Quyết định ...)")."""
        text = self.lines[index].text
        name = markers.instrument(text)
        note = markers.ANNEX_NOTE.match(text)
        if name:
            noted = self._note_after(index)
            if noted is None:
                return False
            first = self._first_unit_after(noted)
            if not first and (self.state is _State.ANNEX or self.state is _State.BODY):
                return False
            start = index
        elif note and self.state is not _State.ANNEX and not BLANKS.search(text):
            if not self._first_unit_after(index):
                return False
            start = self._title_start(index)
        else:
            return False
        self.state, self.last, self.began = _State.BODY, None, False
        self.group.clear()
        events = self.found.events
        while events and events[-1].index > start:
            events.pop()
        self._emit(start, UnitKind.DOCUMENT, Marker("", "", text), name or self.covered)
        return True

    def _note_after(self, index: int) -> int | None:
        for at in range(index, min(index + _NOTE_LOOK, len(self.lines))):
            text = self.lines[at].text
            if markers.ANNEX_NOTE.match(text):
                around = " ".join(line.text for line in self.lines[at : at + 2])
                return None if BLANKS.search(around) else at
            if at > index and (markers.article(text) or markers.annex(text)):
                return None
        return None

    def _first_unit_after(self, index: int) -> bool:
        for line in self.lines[index + 1 : index + _FIRST_ARTICLE_LOOK]:
            found = markers.article(line.text)
            if found:
                return found.key == (1, "")
            grouping = markers.chapter(line.text) or markers.part(line.text)
            if grouping and number_slug(grouping.label) == "1":
                return True
            if markers.annex(line.text) or markers.is_signature(line.text, closing=False):
                return False
        return False

    def _title_start(self, index: int) -> int:
        """Return the first line of the title that stands above a "(Ban hành kèm theo" note."""
        start = index
        while start and index - start < _TITLE_BACK:
            text = self.lines[start - 1].text
            if self.skipped[start - 1] or text.startswith("-") or ends_sentence(text):
                break
            if markers.is_signature(text, closing=False) or not line_is_upper(text):
                break
            start -= 1
        return start

    def _annex(self, index: int) -> bool:
        named = self.survey.annexes.get(index)
        if named is None or not (self.began or self.state is not _State.BODY):
            return False
        name, marker = named
        if self.state is _State.ANNEX:
            # The appendix of a form and the title of an annex: neither is an annex of its own.
            unnumbered = name == "Phụ lục" and not marker.label
            if name == "Danh mục" or (unnumbered and not self.survey.note_below(index)):
                return False
        if self.state is _State.BODY:
            noted = self.survey.note_below(index)
            closed = self.survey.closed_before(index)
            if not (name == "Phụ lục" and (noted or (closed and marker.printed.isupper()))):
                return False
            if not noted and self._goes_on(index):
                return False
        self.state = _State.ANNEX
        self._emit(index, UnitKind.ANNEX, marker, name)
        return True

    def _goes_on(self, index: int) -> bool:
        """Tell whether the next article of the body still comes, before any signature."""
        if self.last is None:
            return False
        following = self.survey.next_after((self.last[0] + 1, ""), index)
        return following is not None and following < self.survey.body_end(index + 1)

    def _article(self, index: int) -> bool:
        marker = markers.article(self.lines[index].text)
        if marker is None:
            return False
        at = self.survey.articles.get(marker.key, [])
        position = bisect_right(at, index) - 1
        known = position >= 0 and at[position] == index
        if not known or not self._accepts(index, marker):
            if marker.sure and not self.survey.cites(index):
                self.found.doubts.append((WarningCode.ARTICLE_REJECTED, index))
            return False
        if not marker.sure and marker.printed[-1:] in ".:":
            self.found.doubts.append((WarningCode.DAMAGED_HEADING, index))
        if not markers.is_successor(marker.key, self.last):
            self.found.doubts.append((WarningCode.ARTICLE_GAP, index))
        if covered := _COVERED_NAME.search(self.survey.window(index)):
            self.covered = covered["name"]
        self.last, self.began = marker.key, True
        self._emit(index, UnitKind.ARTICLE, marker)
        return True

    def _accepts(self, index: int, marker: Marker) -> bool:
        if markers.is_successor(marker.key, self.last):
            return marker.sure or self.survey.stands_alone(index)
        if not marker.sure or not markers.follows(marker.key, self.last):
            return False
        # A gap: believe it only when the missing number does not come later in the body.
        expected = (self.last[0] + 1 if self.last else 1, "")
        later = self.survey.next_after(expected, index)
        return later is None or later > self.survey.body_end(index)

    def _grouping(self, index: int) -> bool:
        text = self.lines[index].text
        for kind, recognise in _GROUPINGS:
            marker = recognise(text)
            if marker is None:
                continue
            if self.survey.cites(index) or not self.survey.stands_alone(index):
                return False
            number = number_slug(marker.label)
            if not self._expected(kind, number):
                if not (kind is UnitKind.CHAPTER and self._titled_in_capitals(index, marker)):
                    return False
                self.found.doubts.append((WarningCode.GROUP_OUT_OF_SEQUENCE, index))
            self._emit(index, kind, marker)
            return True
        return False

    def _expected(self, kind: UnitKind, number: str) -> bool:
        """Tell whether a chapter or section of this number may come now; it then counts it."""
        digits = re.match(r"\d+", number)
        value = int(digits[0]) if digits else 0
        last = self.group.get(kind, 0)
        order = [grouping for grouping, _ in _GROUPINGS]
        restart = value == 1 and last == 0
        letter = value == last and not number.isdigit()
        if not (restart or last < value <= last + 2 or letter) or not value:
            return False
        self.group[kind] = value
        for inner in order[order.index(kind) + 1 :]:
            # Chapters run through the parts of a code or restart in each: both are accepted.
            if inner is not UnitKind.CHAPTER:
                self.group.pop(inner, None)
        return True

    def _titled_in_capitals(self, index: int, marker: Marker) -> bool:
        if marker.rest or index + 1 >= len(self.lines):
            return line_is_upper(marker.rest)
        return line_is_upper(self.lines[index + 1].text)
