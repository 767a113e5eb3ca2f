"""What the recogniser returns: units of a legal text in reading order, and warnings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

__all__ = [
    "PART_ROOT_ANCHOR",
    "Structure",
    "StructureWarning",
    "Unit",
    "UnitKind",
    "WarningCode",
]

PART_ROOT_ANCHOR: Final = "van-ban"


class UnitKind(StrEnum):
    """The kinds of unit of a legal text (Law 64/2025/QH15 on normative documents, NĐ 78/2025)."""

    DOCUMENT = "document"
    PREAMBLE = "preamble"
    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    SUBSECTION = "subsection"
    ARTICLE = "article"
    CLAUSE = "clause"
    POINT = "point"
    PARAGRAPH = "paragraph"
    RECIPIENTS = "recipients"
    SIGNATURE = "signature"
    ANNEX = "annex"
    QUOTE = "quote"
    FOOTNOTE = "footnote"


class WarningCode(StrEnum):
    """What the recogniser was not sure of; an editor should look at the named unit."""

    ARTICLE_GAP = "article_gap"
    ARTICLE_REJECTED = "article_rejected"
    GROUP_OUT_OF_SEQUENCE = "group_out_of_sequence"
    CLAUSE_GAP = "clause_gap"
    POINT_GAP = "point_gap"
    DAMAGED_HEADING = "damaged_heading"
    UNCLOSED_QUOTE = "unclosed_quote"
    DUPLICATE_LABEL = "duplicate_label"
    NO_ARTICLES = "no_articles"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a legal text.

    `order` is its index in `Structure.units`; `parent` the index of the unit that holds it.
    `label` is the number or letter alone ("5", "I", "đ", "5a"), `marker` the same as printed
    ("Điều 5.", "đ)"). `heading` is the title that follows the marker. `text` is the unit's own
    text, paragraphs joined by a line feed, without its children. `anchor` is unique in the
    structure and made of labels only. `part` is "" in the main text, else the slug of the
    attached instrument ("quy-che").
    """

    order: int
    kind: UnitKind
    label: str
    heading: str
    text: str
    anchor: str
    level: int
    parent: int | None
    part: str
    marker: str = ""


@dataclass(frozen=True, slots=True)
class StructureWarning:
    """One doubt: its code, the anchor of the unit concerned ("" if none) and the line's text."""

    code: WarningCode
    anchor: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Structure:
    """The recognised units in reading order, the doubts, and the lines left out as page furniture.

    `removed` holds running heads, page numbers and signature stamps: the words of `units` and of
    `removed` together are the words of the text.
    """

    units: tuple[Unit, ...]
    warnings: tuple[StructureWarning, ...]
    removed: tuple[str, ...] = ()

    def articles(self, part: str = "") -> tuple[Unit, ...]:
        """Return the articles of one part ("" is the main text) in order."""
        return tuple(u for u in self.units if u.kind is UnitKind.ARTICLE and u.part == part)

    def children(self, unit: Unit) -> tuple[Unit, ...]:
        """Return the units directly inside `unit`, in order."""
        return tuple(u for u in self.units if u.parent == unit.order)

    def by_anchor(self, anchor: str) -> Unit | None:
        """Return the unit with this anchor, or None."""
        return next((u for u in self.units if u.anchor == anchor), None)

    def ancestors(self, unit: Unit) -> Iterator[Unit]:
        """Yield the units that hold `unit`, nearest first."""
        while unit.parent is not None:
            unit = self.units[unit.parent]
            yield unit
