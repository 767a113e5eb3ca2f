"""The one public document that a number and symbol can mean, for whoever names it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from wagtail.models import Page

from ..core.registries import DocumentLink, DocumentLookup
from . import effects
from .models import RegisterEntry
from .symbols import symbol_key

__all__ = ["LEGAL_DOCUMENTS", "documents_of", "links_of"]


def documents_of(page: Page, keys: Iterable[str]) -> dict[str, RegisterEntry]:
    """Return the one public document that each key can mean; ambiguous keys are left out.

    Of its copies and translations the one nearest to the page that names it. One query.
    """
    wanted = set(keys) - {""}
    if not wanted:
        return {}
    entries: dict[str, dict[str, RegisterEntry]] = defaultdict(dict)
    rows = RegisterEntry.objects.public().filter(symbol_key__in=wanted, is_draft=False)
    for entry in rows.select_related("page").order_by("page_id"):
        identity = effects.identity_of(
            entry.page.translation_key, entry.symbol_key, entry.issuer_id, entry.issued_on
        ).key
        known = entries[entry.symbol_key].get(identity)
        if known is None or _nearness(page, entry) > _nearness(page, known):
            entries[entry.symbol_key][identity] = entry
    return {key: next(iter(found.values())) for key, found in entries.items() if len(found) == 1}


def links_of(symbols: Sequence[str], page: Page) -> Mapping[str, DocumentLink]:
    """Return links to the documents of these symbols, as they are written; one query.

    Addresses on the site of the page are relative, others have their host. Left out is what the
    portal does not have, what is not public, and a symbol that several documents have.
    """
    keys = {symbol: symbol_key(symbol) for symbol in symbols}
    found = documents_of(page, keys.values())
    links = {}
    for symbol, key in keys.items():
        entry = found.get(key)
        url = _url(entry, page) if entry is not None else ""
        if entry is not None and url:
            links[symbol] = DocumentLink(entry.title, url)
    return links


def _nearness(page: Page, entry: RegisterEntry) -> tuple[bool, bool]:
    """Prefer the reader's language, then the reader's site (paths share their first two steps)."""
    branch = 2 * page.steplen
    return (entry.locale_id == page.locale_id, entry.path[:branch] == page.path[:branch])


def _url(entry: RegisterEntry, page: Page) -> str:
    parts = Page(pk=entry.page_id, url_path=entry.url_path).get_url_parts()
    own = page.get_url_parts()
    if parts is None or parts[2] is None:
        return ""
    is_same_site = own is not None and own[0] == parts[0]
    return str(parts[2]) if is_same_site else f"{parts[1]}{parts[2]}"


LEGAL_DOCUMENTS: Final = DocumentLookup("legal_documents", links_of)
