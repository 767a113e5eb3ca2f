"""What can be known about the lines before the walk: possible articles, annexes, ends of the body.

The walk asks here whether the number it misses is still to come, which no single line can tell.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from . import markers
from .anchors import number_slug
from .lines import Cleaned, ends_sentence, flows_into
from .markers import Key, Marker

__all__ = ["BLANKS", "Survey", "line_is_upper"]

_HEADING_LOOK: Final = 9
BLANKS: Final = re.compile(r"…|\.{3,}|_{2,}")
_LIST_ENTRY = re.compile(r"(?:\.{4,}|…{2,}|\s{2,}|\t)\s*\d{1,4}$")
_CONTENTS = re.compile(r"[*\s]*MỤC LỤC[*\s]*")
_CITING = re.compile(
    r"(?:,|\b(?:và|hoặc|tại|theo|của|từ|đến|với|các|[Đđ]iều|quy định|số)|"
    r"\b(?:khoản|điểm|Khoản|Điểm)\s+[\da-zđê]{1,3}[,;]?)$"
)


class Survey:
    """The lines of a text with the places where large units may begin."""

    def __init__(self, cleaned: Cleaned, skipped: Sequence[bool]) -> None:
        self.lines = cleaned.lines
        self.width = cleaned.width
        self.skipped = skipped
        self.contents_until = self._contents()
        self.articles = self._candidates()
        self.annexes = self._annex_starts()
        self.ends = self._body_ends()

    def _candidates(self) -> dict[Key, list[int]]:
        found: dict[Key, list[int]] = {}
        for index, line in enumerate(self.lines):
            if self.skipped[index] or index < self.contents_until:
                continue
            marker = markers.article(line.text)
            if marker and not self.cites(index) and not _LIST_ENTRY.search(line.text[-40:]):
                found.setdefault(marker.key, []).append(index)
        return found

    def _contents(self) -> int:
        """Return the line at which a printed table of contents ends; 0 when there is none."""
        start = next((i for i, x in enumerate(self.lines) if _CONTENTS.fullmatch(x.text)), None)
        if start is None:
            return 0
        firsts = [
            index
            for index in range(start, len(self.lines))
            if not self.skipped[index]
            and (found := markers.article(self.lines[index].text))
            and found.key == (1, "")
        ]
        before = any(markers.article(line.text) for line in self.lines[:start])
        if len(firsts) < 2 or before:
            return 0
        for index in range(firsts[1], start, -1):
            marker = markers.chapter(self.lines[index].text)
            if marker and number_slug(marker.label) == "1":
                return index
            if self.lines[index].text.startswith("Căn cứ"):
                return index
        return firsts[1]

    def _body_ends(self) -> list[int]:
        return [
            index
            for index, line in enumerate(self.lines)
            if not self.skipped[index]
            and (
                markers.is_signature(line.text, closing=self.closed_before(index))
                or index in self.annexes
            )
        ]

    def _annex_starts(self) -> dict[int, tuple[str, Marker]]:
        """Return the lines that may begin an annex; of equal names the surest line wins."""
        best: dict[tuple[int, str, str], tuple[int, int]] = {}
        holder = 0
        for index, line in enumerate(self.lines):
            if self.skipped[index]:
                continue
            named = markers.annex(line.text)
            if named is None:
                continue
            name, marker = named
            strength = self._annex_strength(index, name, marker)
            if not strength:
                continue
            if name == "Phụ lục" and marker.label:
                holder = index if strength > 1 else holder
                key = (0, name, number_slug(marker.label))
            elif marker.label:
                key = (holder, name, number_slug(marker.label))
            else:
                key = (index, name, "")
            known = best.get(key)
            if known is None or strength > known[1]:
                best[key] = (index, strength)
        starts = {}
        for index, _strength in best.values():
            named = markers.annex(self.lines[index].text)
            if named:
                starts[index] = named
        return starts

    def _annex_strength(self, index: int, name: str, marker: Marker) -> int:
        """Return 0 for a line that only cites or lists an annex, else how sure its heading is."""
        rest = marker.rest.strip("*~ ")
        upper = marker.printed.isupper()
        if rest and not markers.is_heading_text(rest):
            return 0
        # Capitals are a heading even after a line that seems to go on: a signer may be called Mẫu.
        if not upper and (self.cites(index) or not self.stands_alone(index)):
            return 0
        if not marker.label and name not in {"Phụ lục", "Danh mục"}:
            return 0
        noted = self.note_below(index)
        if noted and BLANKS.search(noted):
            # A form's own appendix: "(Kèm theo Quyết định số ...)".
            return 0
        bare = not rest or rest.isdigit()
        if name == "Danh mục":
            return int(bool(noted) and line_is_upper(self.lines[index].text))
        if name != "Phụ lục":
            near = (at for at in (index - 1, index + 1) if 0 <= at < len(self.lines))
            listed = any(markers.annex(self.lines[at].text) for at in near)
            return 2 if bare else int(not listed)
        if not (bare or upper or noted):
            return 0
        return 1 + bool(noted) + (upper or (bare and bool(marker.label)))

    def note_below(self, index: int) -> str:
        """Return the "(Ban hành kèm theo ...)" note that stands below a heading, or ""."""
        for at in range(index + 1, min(index + _HEADING_LOOK, len(self.lines))):
            if markers.ANNEX_NOTE.match(self.lines[at].text):
                return " ".join(line.text for line in self.lines[at : at + 2])
        return ""

    def stands_alone(self, index: int) -> bool:
        if index == 0:
            return True
        before = self.lines[index - 1]
        return not flows_into(before, self.lines[index], self.width)

    def cites(self, index: int) -> bool:
        """Tell whether the line before ends in the middle of a citation ("... khoản 2")."""
        if index == 0:
            return False
        before, line = self.lines[index - 1], self.lines[index]
        if line.gap and not line.page:
            return False
        return bool(_CITING.search(before.text[-40:]))

    def closed_before(self, index: int) -> bool:
        return index > 0 and ends_sentence(self.lines[index - 1].text)

    def window(self, index: int) -> str:
        return " ".join(line.text for line in self.lines[index : index + 3])

    def next_after(self, key: Key, index: int) -> int | None:
        at = self.articles.get(key, [])
        position = bisect_right(at, index)
        return at[position] if position < len(at) else None

    def body_end(self, index: int) -> int:
        position = bisect_right(self.ends, index - 1)
        return self.ends[position] if position < len(self.ends) else len(self.lines)


def line_is_upper(text: str) -> bool:
    """Tell whether `text` is set in capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) * 10 >= len(letters) * 8
