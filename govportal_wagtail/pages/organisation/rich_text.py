"""The words of formatted texts on people and agencies."""

from __future__ import annotations

from wagtail.rich_text import get_text_for_indexing

__all__ = ["plain_text"]


def plain_text(value: str | None) -> str:
    """Return the words of a formatted text on one line; empty for one without any."""
    return " ".join(get_text_for_indexing(value or "").split())
