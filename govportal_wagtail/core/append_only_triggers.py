"""Triggers of the database that keep a log as it was written.

The application refuses changes by itself; these refuse them to whoever writes past it. SQLite
copies a table to alter it and loses its triggers with the old one: a migration that alters a log
installs them again.
"""

from __future__ import annotations

from typing import Any, Final

_MESSAGE: Final = "This log is append-only"
_OPERATIONS: Final = ("UPDATE", "DELETE")
_FUNCTION: Final = "govportal_refuse_log_change"


def install(connection: Any, table: str) -> None:
    """Refuse UPDATE and DELETE on a log; on other databases than these two nothing happens."""
    remove(connection, table)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for operation in _OPERATIONS:
                cursor.execute(
                    f"CREATE TRIGGER {name_of(table, operation)} BEFORE {operation} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
                )
        elif connection.vendor == "postgresql":
            # All logs share the function; it stays when one of them goes.
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = '23514'; END $$"
            )
            for operation in _OPERATIONS:
                cursor.execute(
                    f"CREATE TRIGGER {name_of(table, operation)} BEFORE {operation} ON {table} "
                    f"FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()"
                )


def remove(connection: Any, table: str, *operations: str) -> None:
    """Take the triggers away, or only those of some operations (``UPDATE``, ``DELETE``)."""
    with connection.cursor() as cursor:
        for operation in operations or _OPERATIONS:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name_of(table, operation)}")
            elif connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name_of(table, operation)} ON {table}")


def name_of(table: str, operation: str) -> str:
    """The name of a trigger."""
    return f"{table}_no_{operation.lower()}"
