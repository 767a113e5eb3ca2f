"""Units under construction: own lines collected, then paragraphs joined and anchors made unique."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from .lines import Line, join_lines
from .units import StructureWarning, Unit, UnitKind, WarningCode

__all__ = ["Draft", "Draftsman"]

_AS_SET: Final = frozenset({UnitKind.DOCUMENT, UnitKind.RECIPIENTS, UnitKind.SIGNATURE})


@dataclass(slots=True)
class Draft:
    """A unit whose text is not complete yet."""

    kind: UnitKind
    label: str
    anchor: str
    parent: int | None
    part: str
    marker: str = ""
    heading: str = ""
    lines: list[Line] = field(default_factory=list)


class Draftsman:
    """Collects drafts in reading order and turns them into units."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.drafts: list[Draft] = []
        self.warnings: list[StructureWarning] = []
        self._anchors: dict[str, int] = {}

    def add(self, draft: Draft) -> int:
        """Append `draft`, with an anchor that no other has, and return its index."""
        count = self._anchors.get(draft.anchor, 0) + 1
        self._anchors[draft.anchor] = count
        if count > 1:
            wanted = draft.anchor
            while f"{wanted}-{count}" in self._anchors:
                count += 1
            draft.anchor = f"{wanted}-{count}"
            self._anchors[draft.anchor] = 1
            self._anchors[wanted] = count
            if draft.label:
                self.warn(WarningCode.DUPLICATE_LABEL, draft.anchor, draft.marker)
        self.drafts.append(draft)
        return len(self.drafts) - 1

    def warn(self, code: WarningCode, anchor: str, excerpt: str) -> None:
        """Note a doubt about the unit at `anchor`."""
        self.warnings.append(StructureWarning(code, anchor, excerpt[:120]))

    def units(self) -> tuple[Unit, ...]:
        """Return the finished units in order."""
        finished: list[Unit] = []
        for order, draft in enumerate(self.drafts):
            level = 0 if draft.parent is None else finished[draft.parent].level + 1
            lines = join_lines(draft.lines, self.width, as_set=draft.kind in _AS_SET)
            finished.append(
                Unit(
                    order=order,
                    kind=draft.kind,
                    label=draft.label,
                    heading=draft.heading,
                    text="\n".join(lines),
                    anchor=draft.anchor,
                    level=level,
                    parent=draft.parent,
                    part=draft.part,
                    marker=draft.marker,
                )
            )
        return tuple(finished)
