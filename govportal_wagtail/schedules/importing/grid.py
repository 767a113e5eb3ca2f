"""A table as it was read, of whatever program: lines of cells, with merged cells known as such."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from ...core.legacy_encoding import convert, detect
from ...core.vietnamese import normalise
from .errors import UnusableTable

#: A week of a large body has some two hundred rows; anything beyond is another kind of table.
MAX_ROWS: Final = 2_000
MAX_COLUMNS: Final = 60
MAX_CHARACTERS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A text; ``width`` columns wide; ``is_continued`` where it is merged with the cell above.

    ``struck`` is what is struck through in it: no part of the text, unless it is all of it.
    """

    text: str = ""
    width: int = 1
    is_continued: bool = False
    struck: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row with its number in the file; ``table`` counts the tables of a document from 1.

    A paragraph between the tables of a document is a line of ``table`` 0 with one cell.
    """

    number: int
    cells: tuple[Cell, ...]
    table: int = 1

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of the cells."""
        return tuple(cell.text for cell in self.cells)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.texts)

    @property
    def whole(self) -> str:
        """All its own text, for people."""
        return " | ".join(c.text for c in self.cells if c.text and not c.is_continued)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet, a document or a pasted text; ``is_prose`` for lines of text without columns."""

    lines: tuple[Line, ...]
    name: str = ""
    is_prose: bool = False


def clean(text: str) -> str:
    """The text of a cell in its stored form: no blanks at the ends of lines, no empty lines."""
    lines = (" ".join(line.split()) for line in normalise(text).split("\n"))
    return "\n".join(line for line in lines if line)


def make_grid(lines: Iterable[Line], *, name: str = "", is_prose: bool = False) -> Grid:
    """A grid of clean text: old Vietnamese encodings converted, empty columns at the end gone.

    Raises:
        UnusableTable: for more text than a week can have.
    """
    kept: list[Line] = []
    characters = 0
    for line in lines:
        characters += sum(map(len, line.texts))
        if len(kept) >= MAX_ROWS or characters > MAX_CHARACTERS:
            message = _("The table is too long for a week: more than %(rows)s rows.")
            raise UnusableTable(message % {"rows": MAX_ROWS})
        kept.append(line)
    change = _conversion(kept)
    cleaned = [
        replace(line, cells=_trimmed(_cleaned(cell, change) for cell in line.cells))
        for line in kept
    ]
    return Grid(tuple(cleaned), name, is_prose)


def _conversion(lines: Sequence[Line]) -> Callable[[str], str]:
    """How texts become Unicode: a document written in an old font has the letters of another."""
    legacy = detect("\n".join(text for line in lines for text in line.texts))
    return (lambda text: convert(text, legacy)) if legacy else (lambda text: text)


def _cleaned(cell: Cell, change: Callable[[str], str]) -> Cell:
    return replace(cell, text=clean(change(cell.text)), struck=clean(change(cell.struck)))


def _trimmed(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    found = list(cells)
    while found and not found[-1].text and not found[-1].is_continued:
        found.pop()
    return tuple(found)
