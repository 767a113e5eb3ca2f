"""Builders that do their work once: what one wrote is written again for the next test, row by row.

A portal takes a second to set up and hundreds of tests begin with one. ``@replayed`` runs the
builder for the first of them, compares all tables before and after, and keeps the difference. Where
the same builder is called with the same arguments, under the same settings, upon a database that
holds exactly the same rows, the difference is written and the builder does not run. Any other state
of the database is a first time again; a test that commits always builds.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import get_language

from govportal_wagtail.core.registries import reference_data, required_parts
from govportal_wagtail.core.search_keys import FTS_TABLE

P = ParamSpec("P")
R = TypeVar("R")
Row = tuple[Any, ...]
State = dict[str, dict[Any, Row]]

#: Settings that differ from test to test and that no such builder looks at.
_OF_THE_TEST = frozenset({"MEDIA_ROOT"})
#: A call that so often in a row met a state it had not met before is left alone from then on.
_PATIENCE = 6


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of a model: its name, its columns, and where among them the key stands."""

    name: str
    columns: tuple[str, ...]
    key: int

    @property
    def select(self) -> str:
        quote = connection.ops.quote_name
        # The sign keeps SQLite's driver from reading a date for a text that is declared as one.
        sign = "+" if connection.vendor == "sqlite" else ""
        columns = ", ".join(sign + quote(each) for each in self.columns)
        return f"SELECT {columns} FROM {quote(self.name)}"  # noqa: S608


@dataclass(frozen=True, slots=True)
class _Change:
    """What a builder did to one table."""

    table: _Table
    added: tuple[Row, ...]
    changed: tuple[Row, ...]
    gone: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Recording:
    """What a builder did: rows, work put off until the commit, and what it returned."""

    changes: tuple[_Change, ...]
    put_off: tuple[tuple[Callable[[], Any], bool], ...]
    returned: Any


@dataclass(slots=True)
class _Tape:
    """The recordings of one call, by the state that it met."""

    recordings: dict[int, _Recording] = field(default_factory=dict)
    strangers: int = 0


@dataclass(frozen=True, slots=True)
class _Reference:
    """An instance, as what to read it by."""

    model: type[models.Model]
    key: Any


_tapes: dict[Any, _Tape] = {}


def forget() -> None:
    """Let every builder run anew."""
    _tapes.clear()


def replayed(build: Callable[P, R]) -> Callable[P, R]:
    """The builder, running once for each state of the database that it meets.

    A replay returns instances read anew, also those in dictionaries, sequences and dataclasses. The
    builder must depend on nothing but its arguments, the settings, the registries, the language,
    the day and the database, and must write no files.
    """

    @functools.wraps(build)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        if not connection.in_atomic_block:
            return build(*args, **kwargs)
        tape = _tapes.setdefault((build, repr(_packed([args, kwargs])), _surroundings()), _Tape())
        if tape.strangers > _PATIENCE:
            return build(*args, **kwargs)
        before = all_rows()
        mark = _digest(before)
        if mark in tape.recordings:
            tape.strangers = 0
            return _replay(tape.recordings[mark])
        tape.strangers += 1
        start = len(connection.run_on_commit)
        returned = build(*args, **kwargs)
        put_off = tuple((func, robust) for _ids, func, robust in connection.run_on_commit[start:])
        changes = tuple(_difference(before, all_rows()))
        tape.recordings[mark] = _Recording(changes, put_off, _packed(returned))
        return returned

    return wrapper


def _replay(recording: _Recording) -> Any:
    """Write what the builder wrote; returns what it returned."""
    with connection.cursor() as cursor:
        for change in recording.changes:
            _write(cursor, change)
    # The signals that empty the caches after a change are not sent.
    cache.clear()
    for func, robust in recording.put_off:
        transaction.on_commit(func, robust=robust)
    return _unpacked(recording.returned)


def _write(cursor: Any, change: _Change) -> None:
    # All names of tables and columns are those of models.
    quote = connection.ops.quote_name
    table = quote(change.table.name)
    key = quote(change.table.columns[change.table.key])
    if change.gone:
        keys = [(each,) for each in change.gone]
        cursor.executemany(f"DELETE FROM {table} WHERE {key} = %s", keys)  # noqa: S608
    if change.changed:
        sets = ", ".join(f"{quote(column)} = %s" for column in change.table.columns)
        rows = [(*row, row[change.table.key]) for row in change.changed]
        cursor.executemany(f"UPDATE {table} SET {sets} WHERE {key} = %s", rows)  # noqa: S608
    if change.added:
        columns = ", ".join(quote(column) for column in change.table.columns)
        values = ", ".join(["%s"] * len(change.table.columns))
        insert = f"INSERT INTO {table} ({columns}) VALUES ({values})"  # noqa: S608
        cursor.executemany(insert, change.added)


def _surroundings() -> Any:
    """What a builder depends on besides its arguments and the database."""
    names = [name for name in dir(settings) if name.isupper() and name not in _OF_THE_TEST]
    return (
        tuple(repr(getattr(settings, name)) for name in names),
        tuple(part.code for part in required_parts),
        tuple(data.label for data in reference_data),
        get_language(),
        timezone.localdate(),
    )


@functools.cache
def _tables() -> tuple[_Table, ...]:
    """The tables of all models, and of full text that no trigger fills again."""
    existing = set(connection.introspection.table_names()) - _virtual_tables()
    found = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.proxy or not meta.managed or meta.db_table not in existing or meta.swapped:
            continue
        fields = [each for each in meta.local_concrete_fields if not each.generated]
        columns = tuple(each.column for each in fields)
        found[meta.db_table] = _Table(meta.db_table, columns, columns.index(meta.pk.column))
    if connection.vendor == "sqlite":
        found[FTS_TABLE] = _Table(FTS_TABLE, ("rowid", "keys"), 0)
    return tuple(found.values())


def _virtual_tables() -> set[str]:
    """The full-text tables of SQLite."""
    if connection.vendor != "sqlite":
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%%'", [])
        return {name for (name,) in cursor.fetchall()}


def all_rows() -> State:
    """All rows of all tables, by their keys."""
    state = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(table.select)
            rows = cursor.fetchall()
            if rows:
                state[table.name] = {row[table.key]: row for row in rows}
    return state


def _digest(state: State) -> int:
    return hash(frozenset((name, frozenset(rows.values())) for name, rows in state.items()))


def _difference(before: State, after: State) -> Iterator[_Change]:
    for table in _tables():
        old, new = before.get(table.name, {}), after.get(table.name, {})
        if old == new:
            continue
        yield _Change(
            table,
            added=tuple(row for key, row in new.items() if key not in old),
            changed=tuple(row for key, row in new.items() if key in old and old[key] != row),
            gone=tuple(key for key in old if key not in new),
        )


def _packed(value: Any) -> Any:
    """The value with references in place of the instances in it."""
    if isinstance(value, models.Model):
        return _Reference(type(value), value.pk)
    if isinstance(value, dict):
        return {key: _packed(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_packed(each) for each in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, (type, _Reference)):
        fields = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
        return functools.partial(type(value), **_packed(fields))
    return value


def _unpacked(value: Any) -> Any:
    """The value with instances read anew."""
    if isinstance(value, _Reference):
        return value.model._base_manager.get(pk=value.key)
    if isinstance(value, dict):
        return {key: _unpacked(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_unpacked(each) for each in value)
    if isinstance(value, functools.partial):
        return value.func(**_unpacked(value.keywords))
    return value
