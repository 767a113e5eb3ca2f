"""Inside an article: clauses, points, quotations and footnotes.

The numbering is the witness here too: "2. ..." at the start of a line is a clause only when clause
1 came before it in the same article.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from . import markers
from .anchors import label_slug, number_slug
from .draft import Draft, Draftsman
from .lines import Line, ends_sentence, flows_into
from .markers import Key, Marker
from .units import UnitKind, WarningCode

__all__ = ["Marked", "parse_body"]

_MAX_GAP: Final = 5


@dataclass(frozen=True, slots=True)
class Marked:
    """The lines of the text with the marks that the earlier passes left on them."""

    lines: Sequence[Line]
    quote: Sequence[int]
    note: Sequence[bool]
    width: int


def parse_body(
    draftsman: Draftsman,
    marked: Marked,
    owner: int,
    lines: Sequence[int],
    *,
    opening: Line | None = None,
) -> None:
    """Add the units found in `lines` (indexes into `marked.lines`) inside unit `owner`.

    Text before the first clause or point goes to the owner itself. `opening` stands for the first
    line, of which a part ("Điều 2.") has been read already.
    """
    body = _Body(draftsman, marked, owner, lines, opening)
    for position, index in enumerate(lines):
        body.take(position, index)


class _Body:
    def __init__(
        self,
        draftsman: Draftsman,
        marked: Marked,
        owner: int,
        lines: Sequence[int],
        opening: Line | None,
    ) -> None:
        self.opening = opening
        self.draftsman = draftsman
        self.marked = marked
        self.owner = owner
        self.order = lines
        self.section: int | None = None
        self.clause: int | None = None
        self.point: int | None = None
        self.paragraph: int | None = None
        self.roman = 0
        self.last_clause: Key | None = None
        self.last_point = ""
        self.quoting = -1
        self.quote_unit = -1
        self.noting = -1
        self.later = self._clause_lines()

    def _clause_lines(self) -> dict[Key, list[int]]:
        found: dict[Key, list[int]] = {}
        for position, index in enumerate(self.order):
            if self._plain(index) and (marker := markers.clause(self._line(position).text)):
                found.setdefault(marker.key, []).append(position)
        return found

    def _line(self, position: int) -> Line:
        if position == 0 and self.opening is not None:
            return self.opening
        return self.marked.lines[self.order[position]]

    def _plain(self, index: int) -> bool:
        return self.marked.quote[index] < 0 and not self.marked.note[index]

    def take(self, position: int, index: int) -> None:
        """Give one line to the unit it belongs to."""
        line = self._line(position)
        if self.marked.note[index]:
            self._note(line)
            return
        if self.marked.quote[index] >= 0:
            self._quote(self.marked.quote[index], line)
            return
        self.noting = -1
        fresh = self._fresh(position)
        if fresh and self._roman(line):
            return
        if fresh and self._clause(position, line):
            return
        if fresh and self._point(position, line):
            return
        self._plain_text(line)

    # Where the text goes ---------------------------------------------------------------------

    def _current(self) -> int:
        for unit in (self.point, self.clause, self.section):
            if unit is not None:
                return unit
        return self.owner

    def _plain_text(self, line: Line) -> None:
        if self.quoting >= 0:
            # Text after a quotation would otherwise be read before it.
            self.paragraph = self._child(UnitKind.PARAGRAPH, "doan")
            self.quoting = -1
        target = self._current() if self.paragraph is None else self.paragraph
        self.draftsman.drafts[target].lines.append(line)

    def _quote(self, block: int, line: Line) -> None:
        if block != self.quoting:
            self.quoting = block
            self.paragraph = None
            self.quote_unit = self._child(UnitKind.QUOTE, "trich")
        self.draftsman.drafts[self.quote_unit].lines.append(line)

    def _note(self, line: Line) -> None:
        if self.noting < 0:
            self.noting = self._child(UnitKind.FOOTNOTE, "chu-thich", parent=self.owner)
        self.draftsman.drafts[self.noting].lines.append(line)

    def _child(self, kind: UnitKind, name: str, *, parent: int | None = None) -> int:
        parent = self._current() if parent is None else parent
        holder = self.draftsman.drafts[parent]
        return self.draftsman.add(Draft(kind, "", f"{holder.anchor}-{name}", parent, holder.part))

    # What begins here ------------------------------------------------------------------------

    def _fresh(self, position: int) -> bool:
        """Tell whether the line begins a sentence of its own."""
        if position == 0 or not self._plain(self.order[position - 1]):
            return True
        before, line = self._line(position - 1), self._line(position)
        return not flows_into(before, line, self.marked.width)

    def _begin(self, kind: UnitKind, parent: int, name: str, marker: Marker, line: Line) -> int:
        holder = self.draftsman.drafts[parent]
        base = holder.anchor
        if holder.kind is UnitKind.DOCUMENT:
            base = holder.part
        label = number_slug(marker.label) if kind is UnitKind.SECTION else label_slug(marker.label)
        anchor = "-".join(piece for piece in (base, name, label) if piece)
        draft = Draft(kind, marker.label, anchor, parent, holder.part, marker.printed)
        if marker.rest:
            draft.lines.append(Line(marker.rest, line.gap, line.page))
        self.paragraph, self.quoting = None, -1
        return self.draftsman.add(draft)

    def _roman(self, line: Line) -> bool:
        marker = markers.roman(line.text)
        if marker is None or int(number_slug(marker.label) or 0) != self.roman + 1:
            return False
        self.roman += 1
        self.clause = self.point = self.last_clause = None
        self.last_point = ""
        self.section = self._begin(UnitKind.SECTION, self.owner, "muc", marker, line)
        return True

    def _clause(self, position: int, line: Line) -> bool:
        marker = markers.clause(line.text)
        if marker is None:
            return False
        key = marker.key
        gap = not markers.is_successor(key, self.last_clause)
        if gap and not self._believable_gap(position, key):
            return False
        parent = self.owner if self.section is None else self.section
        self.point, self.last_point = None, ""
        self.clause = self._begin(UnitKind.CLAUSE, parent, "khoan", marker, line)
        if gap:
            anchor = self.draftsman.drafts[self.clause].anchor
            self.draftsman.warn(WarningCode.CLAUSE_GAP, anchor, line.text)
        self.last_clause = key
        return True

    def _believable_gap(self, position: int, key: Key) -> bool:
        last = self.last_clause
        if last is None or not last[0] < key[0] <= last[0] + _MAX_GAP or key[1]:
            return False
        at = self.later.get((last[0] + 1, ""), [])
        return bisect_right(at, position) == len(at) and self._sentence_over(position)

    def _sentence_over(self, position: int) -> bool:
        if position == 0:
            return True
        return ends_sentence(self._line(position - 1).text)

    def _point(self, position: int, line: Line) -> bool:
        marker = markers.point(line.text)
        if marker is None:
            return False
        step = markers.point_step(marker.label, self.last_point)
        if step < 0 or (step > 0 and not (step <= 2 and self._sentence_over(position))):
            return False
        parent = next(u for u in (self.clause, self.section, self.owner) if u is not None)
        self.point = self._begin(UnitKind.POINT, parent, "diem", marker, line)
        if step:
            anchor = self.draftsman.drafts[self.point].anchor
            self.draftsman.warn(WarningCode.POINT_GAP, anchor, line.text)
        self.last_point = marker.label
        return True
