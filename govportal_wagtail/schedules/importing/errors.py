"""Why a table cannot be read at all; what is wrong with its rows is told by row."""

from __future__ import annotations


class UnusableTable(ValueError):
    """A file or text that is no table of a week; the message is for the user, translated."""
