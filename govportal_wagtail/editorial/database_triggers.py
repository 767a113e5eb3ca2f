"""Triggers of the database that keep the editorial log as it was written.

The application refuses changes by itself; these refuse them to whoever writes past it. SQLite
copies a table to alter it and loses its triggers with the old one: a migration that alters the
log installs them again.
"""

from __future__ import annotations

from typing import Any, Final

TABLE: Final = "govportal_editorial_editorialevent"
_MESSAGE: Final = "The editorial log is append-only"
#: Name of a trigger by the operation that it refuses.
_NAMES: Final = {
    "UPDATE": "govportal_event_no_update",
    "DELETE": "govportal_event_no_delete",
}
_FUNCTION: Final = "govportal_refuse_event_change"


def install(connection: Any) -> None:
    """Refuse UPDATE and DELETE on the log; on other databases than these two nothing happens."""
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for operation, name in _NAMES.items():
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {operation} ON {TABLE} "
                    f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
                )
        elif connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = '23514'; END $$"
            )
            for operation, name in _NAMES.items():
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {operation} ON {TABLE} "
                    f"FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()"
                )


def remove(connection: Any, *operations: str) -> None:
    """Take the triggers away, or only those of some operations (``UPDATE``, ``DELETE``)."""
    wanted = operations or tuple(_NAMES)
    with connection.cursor() as cursor:
        for operation in wanted:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {_NAMES[operation]}")
            elif connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {_NAMES[operation]} ON {TABLE}")
        if connection.vendor == "postgresql" and set(wanted) == set(_NAMES):
            cursor.execute(f"DROP FUNCTION IF EXISTS {_FUNCTION}()")
