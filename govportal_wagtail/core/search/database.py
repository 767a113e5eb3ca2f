"""The index of keys, as each database has it: made by a migration, derived from the units.

PostgreSQL: an inverted index (GIN) over the keys in the table of units. Its function is declared as
costly as it is: with the cost of a built-in one the planner would rather make the keys of every
row anew than read the index. A common word names half of all rows, and each must be visited: keys
are therefore held beside the rows, which stay narrow. SQLite: a full-text table (FTS5) that holds
the keys itself; rows are put there with their unit, and a trigger takes them away with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from ..search_keys import FTS_TABLE, UNIT_TABLE, VECTOR_FUNCTION, vector

_INDEX: Final = "govportal_search_keys"
_TRIGGER: Final = "govportal_search_take"
#: PostgreSQL holds a value beside its row only where the row would be longer than 2,032 bytes.
_BESIDE: Final = 2_100
#: What stays in the row, however long it is.
_IN_ROW: Final = ("fragment", "source", "path", "url_path", "category", "cell")
# A function in SQL would be written into the query, and its cost forgotten.
_FUNCTION: Final = f"""
CREATE OR REPLACE FUNCTION {VECTOR_FUNCTION}(keys text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
BEGIN
    RETURN pg_catalog.array_to_tsvector(
        pg_catalog.string_to_array(pg_catalog.rtrim(keys, ' '), ' ')
    );
END $$
"""


def install(connection: Any) -> None:
    """Make the index; does nothing on a database that the search does not know."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
            stays = ", ".join(f"ALTER COLUMN {name} SET STORAGE MAIN" for name in _IN_ROW)
            cursor.execute(f"ALTER TABLE {UNIT_TABLE} {stays}, SET (toast_tuple_target = 128)")
            cursor.execute(
                f"CREATE INDEX {_INDEX} ON {UNIT_TABLE} USING gin ({vector('keys')}) "
                # A list of what is not yet in the index would be read by every search.
                "WITH (fastupdate = off)"
            )
        elif connection.vendor == "sqlite":
            # Positions are not kept: pairs of words are keys of their own.
            cursor.execute(
                f"CREATE VIRTUAL TABLE {FTS_TABLE} USING fts5(keys, detail='none', "
                """tokenize="unicode61 remove_diacritics 0 tokenchars '_'")"""
            )
            taken = f"DELETE FROM {FTS_TABLE} WHERE rowid = old.id"  # noqa: S608
            cursor.execute(
                f"CREATE TRIGGER {_TRIGGER} AFTER DELETE ON {UNIT_TABLE} BEGIN {taken}; END"
            )


def in_row(keys: str, connection: Any) -> str:
    """Return what the row of a unit holds of its keys."""
    # Blanks take no room beside the row: PostgreSQL compresses what it holds there.
    return "" if connection.vendor == "sqlite" else keys.ljust(_BESIDE)


def put(rows: Iterable[tuple[int, str]], connection: Any) -> None:
    """Put the keys of new units, by the keys of these, where their rows do not hold them."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {FTS_TABLE}(rowid, keys) VALUES (%s, %s)",  # noqa: S608
                list(rows),
            )


def analyse(connection: Any) -> None:
    """Have the database look at the rows, so that it plans by what is there."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {UNIT_TABLE}")


def remove(connection: Any) -> None:
    """Take the index away."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP INDEX IF EXISTS {_INDEX}")
            cursor.execute(f"DROP FUNCTION IF EXISTS {VECTOR_FUNCTION}(text)")
        elif connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER IF EXISTS {_TRIGGER}")
            cursor.execute(f"DROP TABLE IF EXISTS {FTS_TABLE}")
