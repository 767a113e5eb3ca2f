"""Fills entries with what the cells of their row say, and brings together what is one item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from ...core.vietnamese import fold
from .columns import Column, Meaning
from .entries import Entry
from .grid import Cell, Line
from .people_text import chairs_within

#: The cells of a row by what they mean, and by the group of their column.
CellsByMeaning = dict[tuple[Meaning, int], list[tuple[Column, Cell]]]

FIELDS: Final = {
    Meaning.PLACE: "place",
    Meaning.CHAIRS: "chairs",
    Meaning.PARTICIPANTS: "participants",
    Meaning.PREPARING: "preparing",
    Meaning.REQUESTER: "requester",
    Meaning.VEHICLE: "vehicle",
    Meaning.LINK: "link",
    Meaning.NOTE: "note",
}
_WHAT: Final = (Meaning.CONTENT, Meaning.ITEMS)


def mark_doubles(entries: Sequence[Entry]) -> None:
    """Leave out what stands in the table already, and say so."""
    first: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        if entry.kind != "item" or not entry.content:
            continue
        there = first.setdefault(entry.key, entry)
        if there is not entry:
            entry.skip = True
            if _take_people(there, entry):
                there.remark(_("Row %(row)s was added to it.") % {"row": entry.number})
            message = _("The same as row %(row)s; left out unless you take it in.")
            entry.remark(message % {"row": there.number})


def _take_people(there: Entry, entry: Entry) -> bool:
    """Give the first of two the people of whom only the second speaks; whether there are any."""
    before = (there.chairs, there.participants)
    for name in ("chairs", "participants"):
        for line in getattr(entry, name).split("\n"):
            there.append(name, line)
    return before != (there.chairs, there.participants)


def add_notes(entries: Sequence[Entry], notes: Sequence[tuple[str, str]]) -> None:
    """Keep what could not be understood beside a day or a time."""
    for entry in entries:
        for name, text in notes:
            entry.append(name, text)
            if name == "note":
                entry.remark(_("Kept as a note: “%(text)s”.") % {"text": text})


def without_items(line: Line, cells: CellsByMeaning, groups: Sequence[int]) -> list[Entry]:
    """What stands in a group of columns that has no content in this row."""
    with_items = {group for meaning, group in cells if meaning in _WHAT}
    left = [
        headed(column, cell)
        for (_meaning, group), found in cells.items()
        for column, cell in found
        if group and group in groups and group not in with_items and not cell.is_continued
    ]
    return [Entry("aside", line.number, " | ".join(left))] if left else []


def join(made: list[Entry], more: Sequence[Entry]) -> None:
    """Add the entries of another column; what two leaders do together is one item."""
    for entry in more:
        same = next((each for each in made if each.content and each.key == entry.key), None)
        if same is None:
            made.append(entry)
            continue
        for name in ("chairs", "participants"):
            for line in getattr(entry, name).split("\n"):
                same.append(name, line)


def add_text(entry: Entry, meaning: Meaning, text: str) -> None:
    """Add what a cell says; participants of whom it says that they chair are chairs."""
    if meaning == Meaning.PARTICIPANTS:
        chairs, others = chairs_within(text)
        entry.append("chairs", chairs)
        entry.append("participants", others)
    elif meaning == Meaning.NOTE and fold(text).rstrip(" .").endswith("chuan bi"):
        entry.append("preparing", text)
    else:
        entry.append(FIELDS[meaning], text)


def headed(column: Column, cell: Cell) -> str:
    """The text of a cell behind the heading of its column."""
    return f"{column.heading}: {cell.text}" if column.heading else cell.text
