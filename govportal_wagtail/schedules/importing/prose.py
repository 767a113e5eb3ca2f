"""A week written as text without columns, as it is copied from a page or a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..vocabulary import Session
from ..weeks import Week
from .cell_items import pieces
from .closing import is_end
from .days_text import Days, parse_days
from .entries import Entry
from .grid import Line
from .making import entries_of
from .people_text import chairs_within


def read_prose(lines: Sequence[Line], week: Week) -> list[Entry]:
    """The entries of lines of text: days and parts of the day are lines of their own or begin one.

    What stands before the first day is kept aside.
    """
    reader = _Prose(week)
    for line in lines:
        text = " ".join(line.texts).strip()
        if all(cell.struck == cell.text for cell in line.cells):
            reader.entries.append(Entry("aside", line.number, text))
        else:
            reader.take(line.number, text)
    reader.close()
    return reader.entries


class _Prose:
    def __init__(self, week: Week) -> None:
        self.week = week
        self.entries: list[Entry] = []
        self.days = Days()
        self.session: Session | None = None
        self.block: list[tuple[int, str]] = []

    def take(self, number: int, text: str) -> None:
        if is_end(text):
            self.close()
            self.days, self.session = Days(), None
        days = parse_days(text.lstrip("-–•*+ "), self.week)
        if days.is_said and not _is_period(days, text):
            self.close()
            self.days, self.session = replace(days, rest="", session=None), days.session
            if days.rest:
                self.block.append((number, days.rest))
        elif not self.days.is_said:
            self.entries.append(Entry("aside", number, text))
        else:
            self.block.append((number, text))

    def close(self) -> None:
        """Turn the lines of the day so far into entries."""
        text = "\n".join(line for _number, line in self.block)
        at = 0
        for piece in pieces(text, by_bullets=True) if text else ():
            number = self._number(at, piece.text)
            at = number
            made = entries_of(piece, number, piece.text, self.days, self.session)
            for entry in made:
                chairs, others = chairs_within(entry.participants)
                entry.append("chairs", chairs)
                entry.participants = others
            self.entries += made
        self.block = []

    def _number(self, after: int, text: str) -> int:
        """The number of the line on which an item begins."""
        first = text.split("\n", 1)[0]
        for number, line in self.block:
            if number > after and first and first in line:
                return number
        return next((number for number, _line in self.block if number > after), after)


def _is_period(days: Days, text: str) -> bool:
    """Whether a line is the heading of the week: "Từ ngày 14/7 đến ngày 20/7/2025"."""
    return len(days.days) > 5 or (len(days.days) > 1 and not days.rest and "/20" in text)
