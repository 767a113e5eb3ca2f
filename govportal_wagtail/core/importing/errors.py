"""What stops an import as a whole; what is wrong with one row is a finding."""

from __future__ import annotations


class UnusableInput(Exception):
    """A file, mapping or place that cannot be used; the message is for the person importing."""


class TakenOver(Exception):
    """Another process is working on the same run."""
