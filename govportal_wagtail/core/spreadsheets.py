"""Text that leaves the portal in a table, so that no spreadsheet program runs it."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["plain_cell"]

#: What a spreadsheet would run as a formula if a cell began with it.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(value: Any) -> Any:
    """Return the value; text that looks like a formula is marked as text."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value
