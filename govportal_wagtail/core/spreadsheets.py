"""Text that leaves the portal in a table, so that no spreadsheet program runs it.

A mark is put before it, and taken off again where such a table is read back.
"""

from __future__ import annotations

import re
from typing import Any, Final

__all__ = ["plain_cell", "unguarded"]

#: What a spreadsheet would run as a formula if a cell began with it, also behind blanks, which
#: programs drop; with the wide signs of East Asian keyboards, which programs take for the narrow
#: ones. Apostrophes before it count, so that a mark can be told from what was there before.
_RUNS: Final = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
_MARK: Final = "'"


def plain_cell(value: Any) -> Any:
    """Return the value; text that looks like a formula is marked as text by an apostrophe."""
    if isinstance(value, str) and _RUNS.match(value):
        return f"{_MARK}{value}"
    return value


def unguarded(text: str) -> str:
    """Return text of a table without the mark of `plain_cell`; all other text stays as it is."""
    bare = text.removeprefix(_MARK)
    return bare if bare != text and _RUNS.match(bare) else text
