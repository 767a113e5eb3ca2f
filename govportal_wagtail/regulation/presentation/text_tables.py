"""Tables in a terminal: cells are wrapped so that a row fits its width."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence

_GAP = 2


def terminal_width() -> int:
    """Columns of the terminal; 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns


def text_table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, width: int | None = None
) -> str:
    """The rows under their headings; long cells run over several lines."""
    table = [list(headings), *[[str(cell) for cell in row] for row in rows]]
    widths = column_widths(table, width or terminal_width())
    lines = [_line(table[0], widths), "  ".join("-" * each for each in widths)]
    lines.extend(_line(row, widths) for row in table[1:])
    return "\n".join(lines)


def column_widths(table: Sequence[Sequence[str]], width: int) -> list[int]:
    """Widths that fit into the line: the widest columns give way first.

    No word is broken, because codes and symbols are copied from the table; where the words alone do
    not fit, the line is longer.
    """
    widths = [
        max(1, *(len(line) for row in table for line in row[column].split("\n")))
        for column in range(len(table[0]))
    ]
    words = [
        max((len(word) for row in table for word in row[column].split()), default=1)
        for column in range(len(table[0]))
    ]
    room = width - _GAP * (len(widths) - 1)
    while sum(widths) > room:
        yielding = [column for column, word in enumerate(words) if widths[column] > word]
        if not yielding:
            break
        widths[max(yielding, key=widths.__getitem__)] -= 1
    return widths


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    height = max(len(cell) for cell in cells)
    lines = []
    for number in range(height):
        parts = [
            (cell[number] if number < len(cell) else "").ljust(width)
            for cell, width in zip(cells, widths, strict=True)
        ]
        lines.append((" " * _GAP).join(parts).rstrip())
    return "\n".join(lines)


def _wrapped(cell: str, width: int) -> list[str]:
    lines: list[str] = []
    for line in cell.split("\n"):
        lines.extend(
            textwrap.wrap(line, width, break_on_hyphens=False, break_long_words=False) or [""]
        )
    return lines
