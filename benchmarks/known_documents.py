"""Imports real registers and asks for each document by number and by the start of its abstract."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from wagtail.models import Site

from govportal_wagtail.core import setup
from govportal_wagtail.core.models import SearchUnit
from govportal_wagtail.core.search import search
from govportal_wagtail.core.vietnamese import fold
from govportal_wagtail.legal.models import LegalDocumentIndexPage, RegisterEntry

_SYLLABLES: Final = 10
_PLACES: Final = 20


@dataclass(frozen=True, slots=True)
class Item:
    """What one knows of a document."""

    page_id: int
    symbol: str
    key: str
    number: int | None
    year: int | None
    type_name: str
    abbreviation: str
    abstract: str

    @property
    def tail(self) -> str:
        """The type and issuer at the end of the symbol."""
        return self.symbol.rpartition("/")[2]

    @property
    def beginning(self) -> str:
        """The first syllables of the abstract."""
        return " ".join(self.abstract.split()[:_SYLLABLES])


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to ask, and what it says of a document; nothing where it cannot be asked so."""

    name: str
    write: Callable[[Item], str]
    says: Callable[[Item], Hashable]
    is_number: bool = True


def _numbered(*values: Any) -> Hashable:
    return values if all(values) else None


SPELLINGS: Final = (
    Spelling("number as printed", lambda it: it.symbol, lambda it: it.key),
    Spelling("small letters, no diacritics", lambda it: fold(it.symbol), lambda it: it.key),
    Spelling("without separators", lambda it: it.key, lambda it: it.key),
    Spelling(
        "number and year",
        lambda it: f"{it.number} {it.year}",
        lambda it: _numbered(it.number, it.year),
    ),
    Spelling(
        "type and number",
        lambda it: f"{it.type_name.lower()} {it.number}",
        lambda it: _numbered(it.type_name, it.number),
    ),
    Spelling(
        "abbreviated type, number, year",
        lambda it: f"{fold(it.abbreviation).upper()} {it.number}/{it.year}",
        lambda it: _numbered(it.abbreviation, it.number, it.year),
    ),
    Spelling(
        "number without the year",
        lambda it: f"{it.number}/{it.tail}",
        lambda it: _numbered(it.number, fold(it.tail)),
    ),
    Spelling(
        f"first {_SYLLABLES} syllables of the abstract",
        lambda it: it.beginning,
        lambda it: fold(it.beginning),
        is_number=False,
    ),
    Spelling(
        "the same without diacritics",
        lambda it: fold(it.beginning),
        lambda it: fold(it.beginning),
        is_number=False,
    ),
)


def measure(registers: Iterable[Path]) -> dict[str, Any]:
    """Return how often each way to ask finds its document first, in a database made for it."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        setup.run()
        for path in registers:
            _tell(f"Importing {path.name} ...")
            _import(path)
        items = _items()
        result = _ask(items)
        facts = {"documents": len(items), "units": SearchUnit.objects.count()}
        return {"engine": connection.display_name, **facts, **result}
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _import(path: Path) -> None:
    library = LegalDocumentIndexPage.objects.get()
    options = {"library": str(library.pk), "verbosity": 0}
    call_command("govportal_import_documents", path, **options)


def _items() -> list[Item]:
    entries = RegisterEntry.objects.exclude(symbol_key="").for_lists()
    return [
        Item(
            entry.pk,
            entry.symbol,
            entry.symbol_key,
            entry.number,
            entry.year,
            entry.doc_type.name,
            entry.doc_type.abbreviation,
            entry.abstract,
        )
        for entry in entries.order_by("pk")
    ]


def _ask(items: Sequence[Item]) -> dict[str, Any]:
    site = Site.objects.get(is_default_site=True)
    locale = site.root_page.locale
    measures: dict[str, dict[str, Any]] = {}
    misses: list[dict[str, Any]] = []
    for spelling in SPELLINGS:
        _tell(f"Asking by {spelling.name} ...")
        said = Counter(spelling.says(item) for item in items)
        asked = [item for item in items if spelling.says(item) and said[spelling.says(item)] == 1]
        first = 0
        for item in asked:
            query = spelling.write(item)
            hits = search(query, site=site, locale=locale, limit=_PLACES).hits
            ids = [hit.page_id for hit in hits]
            if ids[:1] == [item.page_id]:
                first += 1
                continue
            place = ids.index(item.page_id) + 1 if item.page_id in ids else "no place"
            miss = {"spelling": spelling.name, "query": query, "symbol": item.symbol}
            before = hits[0].number or hits[0].title if hits else ""
            misses.append(miss | {"place": place, "first": before})
        measures[spelling.name] = {
            "asked": len(asked),
            "first": first,
            "r1": first / max(len(asked), 1),
            "example": spelling.write(asked[0]) if asked else "",
        }
    numbers = [measures[spelling.name] for spelling in SPELLINGS if spelling.is_number]
    total = sum(row["asked"] for row in numbers)
    r1 = sum(row["first"] for row in numbers) / max(total, 1)
    return {"measures": measures, "numbers_r1": r1, "misses": misses}
