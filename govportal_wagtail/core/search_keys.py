"""Conditions on the keys of a row, and how each database is asked for the rows that fulfil them.

A column holds the keys of a row parted by blanks. PostgreSQL finds them through an inverted index
over the column, SQLite through a full-text table beside it; ``search/database.py`` makes both. No
database breaks, folds or stems anything here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import NotSupportedError, connections
from django.db.models.expressions import RawSQL

TEXT_TABLE: Final = "govportal_core_searchtext"
#: The full-text table that SQLite has beside the table of texts.
FTS_TABLE: Final = "govportal_core_searchtext_keys"
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


def found_by(condition: Condition, vendor: str) -> RawSQL:
    """Return the keys of the units that fulfil a condition, as a subquery.

    It reads the index alone: the wide rows of texts need not be visited for it.

    Raises:
        NotSupportedError: for a database that has no index of keys.
    """
    sql, parameters = _question(condition, vendor)
    return RawSQL(sql, parameters)  # noqa: S611


def unit_ids(condition: Condition, alias: str) -> list[int]:
    """Return the keys of all units that fulfil a condition, whoever may read them."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        cursor.execute(*_question(condition, connection.vendor))
        return [row[0] for row in cursor.fetchall()]


def _question(condition: Condition, vendor: str) -> tuple[str, tuple[str]]:
    syntax = _SYNTAX.get(vendor)
    if syntax is None:
        raise NotSupportedError(f"The search knows no index of keys on {vendor}.")
    return syntax.found, (_written(condition, syntax),)


def vector(column: str) -> str:
    """The expression over the column of keys that PostgreSQL indexes."""
    return f"{VECTOR_FUNCTION}({column})"


@dataclass(frozen=True, slots=True)
class _Syntax:
    found: str
    key: str
    prefix: str
    conjunction: str
    disjunction: str


_POSTGRESQL: Final = _Syntax(
    f"SELECT unit_id FROM {TEXT_TABLE} WHERE {vector('keys')} @@ %s::tsquery",  # noqa: S608
    key="'{}'",
    prefix="'{}':*",
    conjunction=" & ",
    disjunction=" | ",
)
_SQLITE: Final = _Syntax(
    f"SELECT rowid FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH %s",  # noqa: S608
    key='"{}"',
    prefix='"{}" *',
    conjunction=" AND ",
    disjunction=" OR ",
)


_SYNTAX: Final = {"postgresql": _POSTGRESQL, "sqlite": _SQLITE}


def _written(condition: Condition, syntax: _Syntax) -> str:
    if isinstance(condition, Key):
        # Keys are made of letters, digits and "_"; a stray quote must not end the text.
        text = "".join(c for c in condition.text if c.isalnum() or c == "_")
        return (syntax.prefix if condition.is_prefix else syntax.key).format(text)
    joint = syntax.conjunction if isinstance(condition, AllOf) else syntax.disjunction
    return "(" + joint.join(_written(each, syntax) for each in condition.conditions) + ")"
