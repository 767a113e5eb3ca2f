"""Know a document again: which page of a library a row is about.

A number is unique within issuer, type and year (Decree 30/2020/NĐ-CP, Article 15), and normative
documents are counted apart from administrative ones; the comparison key of the symbol carries
number, type and form. The type itself decides only where the symbol does not name it, as in
symbols of laws.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from wagtail.models import Page

from ...core.vietnamese import fold
from ..models import LegalDocumentPage
from ..symbols import parse_symbol
from .rows import DocumentData


class Key(NamedTuple):
    """What makes a document the same document."""

    issuer: str
    doc_type: str
    symbol_key: str
    year: int | None
    other: str = ""


def key_of(data: DocumentData) -> Key | None:
    """The key of a row; None where nothing in it identifies a document."""
    if data.symbol_key:
        return _symbol_key(data.issuer, data.doc_type, data.symbol, data.symbol_key, data.year)
    if other := data.text("national_id") or data.text("source_url"):
        return Key(data.issuer, "", "", None, other)
    return _text_key(
        data.issuer, data.doc_type, data.text("abstract"), data.values.get("issued_on")
    )


class Index:
    """The documents of one library by their keys."""

    def __init__(self, library: Page) -> None:
        self._by_key: dict[Key, int] = {}
        self._by_national_id: dict[str, int] = {}
        self._by_source: dict[tuple[str, str], int] = {}
        self.slugs: set[str] = set(library.get_children().values_list("slug", flat=True))
        pages = LegalDocumentPage.objects.child_of(library).values_list(
            "pk",
            "issuer__code",
            "doc_type__code",
            "symbol",
            "symbol_key",
            "year",
            "national_id",
            "source_url",
            "issued_on",
            "abstract",
        )
        for pk, issuer, kind, *rest in pages.iterator():
            symbol, symbol_key, year, national, source, issued, text = rest
            key = (
                _symbol_key(issuer, kind, symbol, symbol_key, year)
                if symbol_key
                else _text_key(issuer, kind, text, issued)
            )
            self._remember(pk, key, national, source, symbol_key)

    def find(self, data: DocumentData, key: Key | None) -> int | None:
        """Primary key of the page of a row, or None for a document that is not here.

        A number in the national database, or a source address together with the symbol, names a
        document even where its issuer or year was corrected since.
        """
        if key is not None and (found := self._by_key.get(key)):
            return found
        if (national := data.text("national_id")) and (found := self._by_national_id.get(national)):
            return found
        return self._by_source.get((data.text("source_url"), data.symbol_key))

    def add(self, pk: int, data: DocumentData, key: Key | None) -> None:
        """Remember a page that was written."""
        national, source = data.text("national_id"), data.text("source_url")
        self._remember(pk, key, national, source, data.symbol_key)

    def _remember(
        self, pk: int, key: Key | None, national: str, source: str, symbol_key: str
    ) -> None:
        if key is not None:
            self._by_key.setdefault(key, pk)
        if national:
            self._by_national_id.setdefault(national, pk)
        if source:
            self._by_source.setdefault((source, symbol_key), pk)


def _symbol_key(issuer: str, kind: str, symbol: str, symbol_key: str, year: int | None) -> Key:
    return Key(issuer, "" if parse_symbol(symbol).type_code else kind, symbol_key, year)


def _text_key(issuer: str, kind: str, abstract: str, issued_on: date | None) -> Key | None:
    if not abstract:
        return None
    return Key(issuer, kind, "", issued_on.year if issued_on else None, fold(abstract))
