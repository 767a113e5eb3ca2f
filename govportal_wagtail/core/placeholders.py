"""Placeholders: aliases that hold, in one language, the place of a page written in another.

wagtail-localize makes them for pages that are not translated yet. What they say is in the language
of their source, so that no list, feed, menu or search of their own language shows them. An alias
within one language is a page like any other.
"""

from __future__ import annotations

from typing import Any, Final, TypeVar

from django.db.models import F, Q, QuerySet
from wagtail.models import Page

__all__ = ["OWN_WORDS", "is_placeholder", "without_placeholders"]

PagesT = TypeVar("PagesT", bound=QuerySet[Any])

#: Pages that speak the language of their tree.
OWN_WORDS: Final = Q(alias_of=None) | Q(alias_of__locale=F("locale"))


def without_placeholders(pages: PagesT) -> PagesT:
    """Return the pages that speak the language of their tree."""
    return pages.filter(OWN_WORDS)


def is_placeholder(page: Page) -> bool:
    """Whether the page shows the text of another language; a query for aliases only."""
    return bool(page.alias_of_id and page.alias_of.locale_id != page.locale_id)
