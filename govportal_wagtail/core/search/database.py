"""The index of keys, as each database has it: made by a migration, kept by the database itself.

PostgreSQL: an inverted index (GIN) over the keys of the text table. Its function is declared as
costly as it is: with the cost of a built-in one the planner would rather make the keys of every
row anew than read the index. SQLite: a full-text table (FTS5) that takes its rows from the text
table through triggers, so that a row cannot change without it, whoever changes it.
"""

from __future__ import annotations

from typing import Any, Final

from ..search_keys import FTS_TABLE, TEXT_TABLE, VECTOR_FUNCTION, vector

_UNIT_TABLE: Final = "govportal_core_searchunit"
_INDEX: Final = "govportal_search_keys"
# A function in SQL would be written into the query, and its cost forgotten.
_FUNCTION: Final = f"""
CREATE OR REPLACE FUNCTION {VECTOR_FUNCTION}(keys text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
BEGIN
    RETURN pg_catalog.array_to_tsvector(pg_catalog.string_to_array(keys, ' '));
END $$
"""
_ADD: Final = "INSERT INTO {fts}(rowid, keys) VALUES (new.unit_id, new.keys);"
_TAKE: Final = "INSERT INTO {fts}({fts}, rowid, keys) VALUES ('delete', old.unit_id, old.keys);"
_TRIGGERS: Final = {
    "govportal_search_add": ("AFTER INSERT", (_ADD,)),
    "govportal_search_take": ("AFTER DELETE", (_TAKE,)),
    "govportal_search_change": ("AFTER UPDATE OF keys, unit_id", (_TAKE, _ADD)),
}


def install(connection: Any) -> None:
    """Make the index; does nothing on a database that the search does not know."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
            cursor.execute(
                f"CREATE INDEX {_INDEX} ON {TEXT_TABLE} USING gin ({vector('keys')}) "
                # A list of what is not yet in the index would be read by every search.
                "WITH (fastupdate = off)"
            )
        elif connection.vendor == "sqlite":
            # Positions are not kept: pairs of words are keys of their own.
            cursor.execute(
                f"CREATE VIRTUAL TABLE {FTS_TABLE} USING fts5(keys, content='{TEXT_TABLE}', "
                "content_rowid='unit_id', detail='none', "
                """tokenize="unicode61 remove_diacritics 0 tokenchars '_'")"""
            )
            for name, (moment, statements) in _TRIGGERS.items():
                body = " ".join(statements).format(fts=FTS_TABLE)
                cursor.execute(f"CREATE TRIGGER {name} {moment} ON {TEXT_TABLE} BEGIN {body} END")


def analyse(connection: Any) -> None:
    """Have the database look at the rows, so that it plans by what is there."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {_UNIT_TABLE}")
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {TEXT_TABLE}")


def remove(connection: Any) -> None:
    """Take the index away."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP INDEX IF EXISTS {_INDEX}")
            cursor.execute(f"DROP FUNCTION IF EXISTS {VECTOR_FUNCTION}(text)")
        elif connection.vendor == "sqlite":
            for name in _TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"DROP TABLE IF EXISTS {FTS_TABLE}")
