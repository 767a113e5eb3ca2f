"""The one exception of the importer: input that cannot be used at all."""

from __future__ import annotations


class UnusableInput(Exception):
    """A file, mapping or library that cannot be used; the message is for the person importing."""
