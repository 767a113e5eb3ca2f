"""The recogniser of the structure of a Vietnamese legal text: from a string to units."""

from __future__ import annotations

from collections.abc import Sequence

from . import heads, markers
from .anchors import annex_anchor, number_slug, slug, unit_anchor
from .body import Marked, parse_body
from .draft import Draft, Draftsman
from .lines import Cleaned, Line, clean, join_lines
from .quotes import find_notes, find_quotes
from .scan import Event, Scanned, scan
from .units import PART_ROOT_ANCHOR, Structure, Unit, UnitKind, WarningCode

__all__ = ["parse"]

_GROUPS = {
    UnitKind.PART: (0, "phan"),
    UnitKind.CHAPTER: (1, "chuong"),
    UnitKind.SECTION: (2, "muc"),
    UnitKind.SUBSECTION: (3, "tieu-muc"),
}
_NAMELESS = "van-ban-kem-theo"


def parse(text: str) -> Structure:
    """Return the units of a legal text and what the recogniser was not sure of.

    Never raises on any string and takes time in proportion to its length. The words of all units
    and of `Structure.removed` together are the words of the text.
    """
    cleaned = clean(text)
    notes = find_notes(cleaned.lines)
    quoted = find_quotes(cleaned.lines, notes, cleaned.width)
    skipped = [note or block >= 0 for note, block in zip(notes, quoted.block, strict=True)]
    found = scan(cleaned, skipped)
    marked = Marked(cleaned.lines, quoted.block, notes, cleaned.width)
    builder = _Builder(marked, found)
    builder.build()
    units = builder.draftsman.units()
    _warn(builder.draftsman, units, cleaned, found, quoted.unclosed, builder.starts)
    return Structure(units, tuple(builder.draftsman.warnings), cleaned.removed)


def _warn(
    draftsman: Draftsman,
    units: Sequence[Unit],
    cleaned: Cleaned,
    found: Scanned,
    unclosed: Sequence[int],
    starts: dict[int, int],
) -> None:
    for code, index in found.doubts:
        anchor = units[starts[index]].anchor if index in starts else ""
        draftsman.warn(code, anchor, cleaned.lines[index].text)
    for index in unclosed:
        draftsman.warn(WarningCode.UNCLOSED_QUOTE, "", cleaned.lines[index].text)
    if units and not any(unit.kind is UnitKind.ARTICLE for unit in units):
        draftsman.warn(WarningCode.NO_ARTICLES, "", "")


class _Builder:
    """Gives every line to a unit, event by event."""

    def __init__(self, marked: Marked, found: Scanned) -> None:
        self.marked = marked
        self.events = found.events
        self.draftsman = Draftsman(marked.width)
        self.starts: dict[int, int] = {}
        self.part = ""
        self.root = 0
        self.groups: list[tuple[int, int]] = []
        self.annex: int | None = None
        self.parts: dict[str, int] = {}

    def build(self) -> None:
        total = len(self.marked.lines)
        first = self.events[0].index if self.events else total
        if total:
            self._main(list(range(first)))
        for number, event in enumerate(self.events):
            end = self.events[number + 1].index if number + 1 < len(self.events) else total
            self.starts[event.index] = len(self.draftsman.drafts)
            self._event(event, list(range(event.index + 1, end)))

    def _event(self, event: Event, lines: list[int]) -> None:
        if event.kind is UnitKind.ARTICLE:
            self._article(event, lines)
        elif event.kind in _GROUPS:
            self._group(event, lines)
        elif event.kind is UnitKind.DOCUMENT:
            self._instrument(event, lines)
        elif event.kind is UnitKind.ANNEX:
            self._annex(event, lines)
        else:
            self._closing([event.index, *lines])

    def _add(self, draft: Draft) -> int:
        return self.draftsman.add(draft)

    def _text(self, unit: int, lines: Sequence[int]) -> None:
        self.draftsman.drafts[unit].lines.extend(self.marked.lines[index] for index in lines)

    # The parts of a document -----------------------------------------------------------------

    def _main(self, lines: list[int]) -> None:
        """Add the root of the main text: letterhead, title and legal grounds."""
        label, title = heads.document_head(self.marked, lines)
        root = Draft(UnitKind.DOCUMENT, label, PART_ROOT_ANCHOR, None, "")
        root.heading = " ".join(self.marked.lines[index].text for index in title)
        self.root = self._add(root)
        used = set(title)
        type_line = title[0] - 1 if title else -1
        head = [index for index in lines if index not in used]
        if label and title and self.marked.lines[type_line].text.strip("* ") == label:
            root.marker = self.marked.lines[type_line].text
            head.remove(type_line)
        else:
            root.label = root.marker = ""
            if not title and label:
                root.label = label
        body_from = next((i for i, at in enumerate(head) if title and at > title[-1]), 0)
        start = heads.preamble_start(self.marked, head[body_from:])
        has_units = any(e.kind is UnitKind.ARTICLE or e.kind in _GROUPS for e in self.events[:3])
        if start is None:
            if has_units:
                self._text(self.root, head)
            else:
                self._text(self.root, head[:body_from])
                parse_body(self.draftsman, self.marked, self.root, head[body_from:])
            return
        start += body_from
        self._text(self.root, head[:start])
        end = len(head) if has_units else self._grounds_end(head, start)
        preamble = self._add(Draft(UnitKind.PREAMBLE, "", "can-cu", self.root, ""))
        self._text(preamble, head[start:end])
        if end < len(head):
            parse_body(self.draftsman, self.marked, self.root, head[end:])

    def _grounds_end(self, lines: Sequence[int], start: int) -> int:
        """Return where the numbered text begins in a document without articles."""
        for position in range(start, len(lines)):
            text = self.marked.lines[lines[position]].text
            number = markers.clause(text) or markers.roman(text)
            if number and number_slug(number.label) == "1":
                return position
        return len(lines)

    def _instrument(self, event: Event, lines: list[int]) -> None:
        """Add the root of an attached instrument; its articles number from 1 again."""
        name = slug(event.name) or _NAMELESS
        self.parts[name] = self.parts.get(name, 0) + 1
        self.part = name if self.parts[name] == 1 else f"{name}-{self.parts[name]}"
        self.groups.clear()
        self.annex = None
        draft = Draft(UnitKind.DOCUMENT, event.name, self.part, None, self.part)
        self.root = self._add(draft)
        every = [event.index, *lines]
        count = heads.instrument_head(self.marked, every)
        title = [self.marked.lines[index].text for index in every[:count]]
        if len(title) > 1 and title[0].strip("* ").casefold() == event.name.casefold():
            # Set on a line of its own, as the type of the main text is.
            draft.marker = title.pop(0)
        draft.heading = " ".join(title)
        parse_body(self.draftsman, self.marked, self.root, every[count:])

    def _closing(self, lines: list[int]) -> None:
        """Add what stands below the last article: the recipients and the signature."""
        first, last = heads.recipients(self.marked, lines)
        for kind, name, indexes in (
            (UnitKind.SIGNATURE, "chu-ky", lines[:first]),
            (UnitKind.RECIPIENTS, "noi-nhan", lines[first:last]),
            (UnitKind.SIGNATURE, "chu-ky", lines[last:]),
        ):
            if indexes:
                anchor = "-".join(piece for piece in (self.part, name) if piece)
                self._text(self._add(Draft(kind, "", anchor, self.root, self.part)), indexes)

    def _group(self, event: Event, lines: list[int]) -> None:
        rank, name = _GROUPS[event.kind]
        while self.groups and self.groups[-1][0] >= rank:
            self.groups.pop()
        parent = self.groups[-1][1] if self.groups else self.root
        base = self.draftsman.drafts[parent].anchor if self.groups else self.part
        number = number_slug(event.marker.label)
        anchor = "-".join(piece for piece in (base, name, number) if piece)
        draft = Draft(event.kind, event.marker.label, anchor, parent, self.part)
        draft.marker = event.marker.printed
        unit = self._add(draft)
        self.groups.append((rank, unit))
        titled = event.marker.rest if not event.marker.rest.strip("[]").isdigit() else ""
        count = heads.group_head(self.marked, lines)
        if titled and not self._continues(event.index, lines):
            count = 0
        title = [self.marked.lines[index].text for index in lines[:count]]
        draft.heading = " ".join(piece for piece in (event.marker.rest, *title) if piece)
        parse_body(self.draftsman, self.marked, unit, lines[count:])

    def _continues(self, index: int, lines: Sequence[int]) -> bool:
        if not lines:
            return False
        first, second = self.marked.lines[index].text, self.marked.lines[lines[0]].text
        return first.isupper() == second.isupper() and not self.marked.lines[lines[0]].gap

    def _article(self, event: Event, lines: list[int]) -> None:
        marker = event.marker
        parent = self.groups[-1][1] if self.groups else self.root
        anchor = unit_anchor(article=marker.label, part=self.part)
        draft = Draft(UnitKind.ARTICLE, marker.label, anchor, parent, self.part, marker.printed)
        unit = self._add(draft)
        first = self.marked.lines[event.index]
        rest = Line(marker.rest, first.gap, first.page)
        draft.heading, count = heads.article_head(self.marked, rest, lines)
        if not draft.heading and rest.text:
            # An article without a title: its first words follow the number.
            parse_body(self.draftsman, self.marked, unit, [event.index, *lines], opening=rest)
            return
        parse_body(self.draftsman, self.marked, unit, lines[count:])

    def _annex(self, event: Event, lines: list[int]) -> None:
        label = event.marker.label
        top = self.annex is None or event.name in {"Phụ lục", ""}
        holder = None if top else self.annex
        within = self.part if holder is None else self.draftsman.drafts[holder].anchor
        anchor = annex_anchor(event.name or _NAMELESS, label, within)
        draft = Draft(
            UnitKind.ANNEX, label, anchor, self.root if holder is None else holder, self.part
        )
        unit = self._add(draft)
        if top:
            self.annex = unit if event.name == "Phụ lục" else None
        if not event.name:
            self._text(unit, [event.index, *lines])
            return
        draft.marker = event.marker.printed
        count = 0
        if not event.marker.rest and event.name == "Phụ lục":
            count = self._annex_title(lines)
        title = [Line(event.marker.rest, gap=False, page=False)] if event.marker.rest else []
        title += [self.marked.lines[index] for index in lines[:count]]
        draft.heading = " ".join(join_lines(title, self.marked.width))
        self._text(unit, lines[count:])

    def _annex_title(self, lines: Sequence[int]) -> int:
        """Return how many lines of capitals follow the annex's number."""
        count = 0
        for index in lines[:8]:
            text = self.marked.lines[index].text.strip("* ")
            if not text.isupper() or text.startswith("CỘNG H"):
                break
            count += 1
        return count
