"""The database's own full-text index asked directly, with its own ranking: what search is held to.

The index is the one that search uses, and the words are put to it in the same form.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.db import connection

from govportal_wagtail.core.models import SearchTerm, SearchText, SearchUnit
from govportal_wagtail.core.search.tokens import folded, symbol_of, written_words
from govportal_wagtail.core.search_keys import FTS_TABLE, vector

_LIMIT: Final = 20
_TABLE: Final = SearchText._meta.db_table
_UNITS: Final = SearchUnit._meta.db_table
_FACETS: Final = ("category", "agency", "year")
_NARROWED: Final = " AND u.category = %s AND u.agency_id = %s AND u.year = %s"
_OWN_TABLES: Final = (_TABLE, _UNITS, SearchTerm._meta.db_table)


class RawIndex:
    """Each method takes a query, reads the first 20 rows and counts all, and returns the number."""

    def __init__(self, filters: dict[str, str]) -> None:
        """``filters`` are the category, agency and year of `narrowed`."""
        self.filters = filters

    def all_of(self, query: str) -> int:
        """Rows with all words."""
        return _ask(_joined(map(folded, written_words(query)), "AND"))

    def any_of(self, query: str) -> int:
        """Rows with any of the words."""
        return _ask(_joined(map(folded, written_words(query)), "OR"))

    def symbol(self, query: str) -> int:
        """Rows with a number and symbol."""
        return _ask(_joined([symbol_of(query)], "AND"))

    def narrowed(self, query: str) -> int:
        """Rows with all words, and of the category, agency and year."""
        values = [self.filters[name] for name in _FACETS]
        return _ask(_joined(map(folded, written_words(query)), "AND"), values)


def index_bytes() -> int:
    """Return the bytes of the tables of the search and of their indexes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sizes = " + ".join(f"pg_total_relation_size('{table}')" for table in _OWN_TABLES)
            cursor.execute(f"SELECT {sizes}")
        else:
            cursor.execute(
                "SELECT SUM(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_master "
                "WHERE tbl_name LIKE 'govportal_core_search%')"
            )
        (size,) = cursor.fetchone()
    return int(size)


def _joined(keys: Iterable[str], operator: str) -> str:
    if connection.vendor == "sqlite":
        return f" {operator} ".join(f'"{key}"' for key in keys)
    sign = "&" if operator == "AND" else "|"
    return f" {sign} ".join(f"'{key}'" for key in keys)


def _ask(words: str, facets: Sequence[str] = ()) -> int:
    if connection.vendor == "sqlite":
        key, condition, rank = "rowid", f"{FTS_TABLE} MATCH %s", f"bm25({FTS_TABLE})"
        table, ranked = FTS_TABLE, []
    else:
        keys = vector(f"{_TABLE}.keys")
        key, condition = "unit_id", f"{keys} @@ %s::tsquery"
        table, ranked, rank = _TABLE, [words], f"ts_rank({keys}, %s::tsquery) DESC"
    join = f" JOIN {_UNITS} u ON u.id = {table}.{key}" if facets else ""
    rows = f"FROM {table}{join} WHERE {condition}{_NARROWED if facets else ''}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {table}.{key} {rows} ORDER BY {rank} LIMIT {_LIMIT}",
            [words, *facets, *ranked],
        )
        cursor.fetchall()
        cursor.execute(f"SELECT COUNT(*) {rows}", [words, *facets])
        (count,) = cursor.fetchone()
    return int(count)
