"""Tables copied from a web page: a browser breaks a row wherever a cell holds a paragraph.

What it copies has no quotation marks, so that only the tabs tell which lines are one row.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

#: A row of more lines than this is no row.
_LONGEST: Final = 40


def with_whole_rows(text: str) -> str:
    """The text with the lines of a broken row on one line, their breaks as spaces.

    Lines are one row where their tabs together are those of a whole row, and each break stands
    beside a tab or a line without tabs: rows that are merely shorter stay as they are.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    tabs = [line.count("\t") for line in lines]
    widths = Counter(count for count in tabs if count > 1)
    if '"' in text or not widths:
        return text
    whole = max(widths)
    found: list[str] = []
    at = 0
    while at < len(lines):
        end = _row_end(lines, tabs, at, whole)
        found.append(" ".join(line.strip(" ") for line in lines[at:end]))
        at = end
    return "\n".join(found)


def _row_end(lines: list[str], tabs: list[int], at: int, whole: int) -> int:
    """Behind the last line of the row that begins here: the next line, unless it is broken."""
    total = tabs[at]
    beside_tab = False
    for end in range(at + 1, min(at + _LONGEST, len(lines))):
        before, after = lines[end - 1], lines[end]
        is_beside = before.endswith("\t") or after.startswith("\t")
        is_break = is_beside or not tabs[end - 1] or not tabs[end]
        total += tabs[end]
        if tabs[end - 1] >= whole or total > whole or not is_break or not after.strip(" "):
            break
        beside_tab = beside_tab or is_beside
        if total == whole and beside_tab and tabs[end] < whole:
            return end + 1
    return at + 1
