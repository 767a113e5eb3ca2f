"""The database's own full-text index asked directly, with its own ranking: what search is held to.

The index is the one that search uses, and the words are put to it in the same form.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.db import connection

from govportal_wagtail.core.models import SearchTerm, SearchText
from govportal_wagtail.core.search.tokens import folded, symbol_of, written_words
from govportal_wagtail.core.search_keys import FTS_TABLE, UNIT_TABLE, vector

_LIMIT: Final = 20
_FACETS: Final = ("category", "agency", "year")
_NARROWED: Final = " AND u.category = %s AND u.agency_id = %s AND u.year = %s"
_OWN_TABLES: Final = (SearchText._meta.db_table, UNIT_TABLE, SearchTerm._meta.db_table)


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
        join = f" JOIN {UNIT_TABLE} u ON u.id = {table}.rowid" if facets else ""
    else:
        key, condition = "id", f"{vector('u.keys')} @@ %s::tsquery"
        table, ranked, rank = "u", [words], f"ts_rank({vector('u.keys')}, %s::tsquery) DESC"
        join = ""
    source = f"{UNIT_TABLE} u" if table == "u" else f"{table}{join}"
    rows = f"FROM {source} WHERE {condition}{_NARROWED if facets else ''}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {table}.{key} {rows} ORDER BY {rank} LIMIT {_LIMIT}",
            [words, *facets, *ranked],
        )
        cursor.fetchall()
        cursor.execute(f"SELECT COUNT(*) {rows}", [words, *facets])
        (count,) = cursor.fetchone()
    return int(count)
