"""Conditions on the keys of a row, and how each database is asked for the rows that fulfil them.

PostgreSQL holds the keys of a unit, parted by blanks, in a column of its row and finds them through
an inverted index over it. SQLite holds them in a full-text table beside the units.
``search/database.py`` makes both. No database breaks, folds or stems anything here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import NotSupportedError, connections
from django.db.models import BooleanField, Func

UNIT_TABLE: Final = "govportal_core_searchunit"
#: The full-text table that SQLite has beside the table of units.
FTS_TABLE: Final = "govportal_core_searchunit_keys"
#: The function of PostgreSQL that makes the keys of a row out of their column.
VECTOR_FUNCTION: Final = "govportal_search_keys_of"


@dataclass(frozen=True, slots=True)
class Key:
    """Rows that have a key, or one that begins so."""

    text: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Rows for which at least one condition holds."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Rows for which every condition holds."""

    conditions: tuple[Condition, ...]


Condition = Key | AnyOf | AllOf


def any_of(conditions: Iterable[Condition]) -> Condition:
    """Return the one condition, or that at least one of them holds."""
    found = tuple(dict.fromkeys(conditions))
    return found[0] if len(found) == 1 else AnyOf(found)


def all_of(conditions: Iterable[Condition]) -> Condition:
    """Return the one condition, or that all of them hold."""
    found = tuple(dict.fromkeys(conditions))
    return found[0] if len(found) == 1 else AllOf(found)


class Fulfils(Func):
    """Whether a unit fulfils a condition, for a filter.

    Raises:
        NotSupportedError: when asked of a database that has no index of keys.
    """

    output_field = BooleanField()

    def __init__(self, condition: Condition) -> None:
        """The condition is put to the unit that is filtered."""
        super().__init__("pk", "keys")
        self.condition = condition

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **extra_context: Any
    ) -> tuple[str, list[str]]:
        """As the database has it: by its full-text table, or by its index on the keys."""
        parameters = [written(self.condition, connection.vendor)]
        if connection.vendor == "sqlite":
            pk, _nothing = compiler.compile(self.get_source_expressions()[0])
            return f"{pk} IN ({_FOUND['sqlite']})", parameters
        keys, _nothing = compiler.compile(self.get_source_expressions()[1])
        return f"{vector(keys)} @@ %s::tsquery", parameters


def unit_ids(condition: Condition, alias: str) -> list[int]:
    """Return the keys of all units that fulfil a condition, whoever may read them."""
    connection = connections[alias]
    parameters = [written(condition, connection.vendor)]
    with connection.cursor() as cursor:
        cursor.execute(_FOUND[connection.vendor], parameters)
        return [row[0] for row in cursor.fetchall()]


def keys_of(unit_ids: Collection[int], alias: str) -> dict[int, set[str]]:
    """Return the keys by which each of these units is found."""
    if not unit_ids:
        return {}
    connection = connections[alias]
    key, table = ("rowid", FTS_TABLE) if connection.vendor == "sqlite" else ("id", UNIT_TABLE)
    marks = ", ".join(["%s"] * len(unit_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, keys FROM {table} WHERE {key} IN ({marks})",  # noqa: S608
            list(unit_ids),
        )
        return {pk: set(keys.split()) for pk, keys in cursor.fetchall()}


def is_fulfilled(condition: Condition, keys: Collection[str]) -> bool:
    """Return whether a condition holds for a unit that has these keys."""
    if isinstance(condition, Key):
        text = _plain(condition.text)
        if condition.is_prefix:
            return any(key.startswith(text) for key in keys)
        return text in keys
    found = (is_fulfilled(each, keys) for each in condition.conditions)
    return all(found) if isinstance(condition, AllOf) else any(found)


def written(condition: Condition, vendor: str) -> str:
    """Return a condition as a database reads it.

    Raises:
        NotSupportedError: for a database that has no index of keys.
    """
    syntax = _SYNTAX.get(vendor)
    if syntax is None:
        raise NotSupportedError(f"The search knows no index of keys on {vendor}.")
    return _written(condition, syntax)


def vector(column: str) -> str:
    """The expression over the column of keys that PostgreSQL indexes."""
    return f"{VECTOR_FUNCTION}({column})"


_FOUND: Final = {
    "postgresql": f"SELECT id FROM {UNIT_TABLE} WHERE {vector('keys')} @@ %s::tsquery",  # noqa: S608
    "sqlite": f"SELECT rowid FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH %s",  # noqa: S608
}


@dataclass(frozen=True, slots=True)
class _Syntax:
    key: str
    prefix: str
    conjunction: str
    disjunction: str


_SYNTAX: Final = {
    "postgresql": _Syntax("'{}'", prefix="'{}':*", conjunction=" & ", disjunction=" | "),
    "sqlite": _Syntax('"{}"', prefix='"{}" *', conjunction=" AND ", disjunction=" OR "),
}


def _plain(text: str) -> str:
    """Keys are made of letters, digits and "_"; a stray quote must not end the text."""
    return "".join(c for c in text if c.isalnum() or c == "_")


def _written(condition: Condition, syntax: _Syntax) -> str:
    if isinstance(condition, Key):
        pattern = syntax.prefix if condition.is_prefix else syntax.key
        return pattern.format(_plain(condition.text))
    joint = syntax.conjunction if isinstance(condition, AllOf) else syntax.disjunction
    return "(" + joint.join(_written(each, syntax) for each in condition.conditions) + ")"
