"""Where the portal has the decisions on a project, found by number and symbol."""

from __future__ import annotations

from collections.abc import Sequence

from wagtail.models import Page

from ...core.registries import document_lookups

__all__ = ["urls_of_symbols"]


def urls_of_symbols(symbols: Sequence[str], page: Page) -> dict[str, str]:
    """The addresses of the documents of these symbols; those that the portal lacks are left out."""
    wanted = [symbol for symbol in dict.fromkeys(symbols) if symbol]
    found: dict[str, str] = {}
    if not wanted or not page.pk:
        return found
    for lookup in document_lookups:
        for symbol, link in lookup.find(wanted, page).items():
            found.setdefault(symbol, link.url)
    return found
