"""Bring units of a file into the register of agencies; safe to repeat.

What the file states is written; what is only recognised from a name fills new records and never
changes one that is there. An empty cell erases nothing. Unless rows with errors are to be left
out, one error leaves the register as it was.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models import Agency, AgencyLevel
from .duplicates import DuplicateGroup, find_duplicates
from .matching import AgencyIndex, Ambiguous
from .recognition import Recognised, name_key, recognise
from .rows import TEXT_FIELDS, Row, label_of


class Outcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    #: The same unit stands in an earlier row.
    REPEATED = "repeated"
    #: Deeper than the import was to go.
    LEFT_OUT = "left_out"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is brought in."""

    #: Where the topmost units of the file belong.
    parent: Agency | None = None
    #: The level of units whose name and parent do not tell it.
    level: AgencyLevel = AgencyLevel.PROVINCE
    #: How many levels of a tree are brought in; None for all.
    depth: int | None = None
    #: Write the other rows although some have errors.
    skip_errors: bool = False


@dataclass(slots=True)
class Result:
    """What became of one row, with remarks for the person who imports."""

    row: Row
    outcome: Outcome
    agency: Agency | None = None
    messages: list[str] = field(default_factory=list)
    #: Names of the fields that were changed.
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The results in the order of the file."""

    results: tuple[Result, ...]
    duplicates: tuple[DuplicateGroup, ...]
    #: Whether the register was changed.
    is_written: bool

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many rows came out how; every outcome is there."""
        counted = Counter(result.outcome for result in self.results)
        return {outcome: counted[outcome] for outcome in Outcome}

    @property
    def has_errors(self) -> bool:
        """Whether some row could not be brought in."""
        return any(result.outcome == Outcome.ERROR for result in self.results)

    @property
    def fingerprint(self) -> str:
        """The same for two runs over the same file that come to the same results."""
        plan = [
            (
                result.row.number,
                str(result.outcome),
                result.agency.code if result.agency else "",
                result.changes,
            )
            for result in self.results
        ]
        return hashlib.sha256(json.dumps(plan).encode()).hexdigest()


class _Undone(Exception):
    """Leaves the transaction without a trace."""


def import_rows(
    rows: list[Row],
    options: Options,
    *,
    user: Any = None,
    source: str = "",
    dry_run: bool = False,
) -> Report:
    """Bring the rows into the register and return what became of each.

    With ``dry_run``, and where a row has an error and ``options.skip_errors`` is not set, nothing
    is written; the report then says what would have happened. Each agency that is created or
    changed is logged for ``user`` with the name of the file in ``source``.
    """
    run = _Run(options, user=user, source=source)
    is_written = False
    try:
        with transaction.atomic():
            report = run.perform(rows)
            if dry_run or (report.has_errors and not options.skip_errors):
                raise _Undone
            is_written = True
    except _Undone:
        pass
    return Report(report.results, report.duplicates, is_written)


_BROUGHT_IN: Final = frozenset({Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED})
_ACTIONS: Final = {Outcome.CREATED: "wagtail.create", Outcome.UPDATED: "wagtail.edit"}


class _Run:
    def __init__(self, options: Options, *, user: Any, source: str) -> None:
        self._options = options
        self._user = user
        self._source = source
        self._today = timezone.localdate()
        self._index = AgencyIndex(on=self._today)
        self._results: dict[int, Result] = {}
        self._rows_by_code: dict[str, Row] = {}
        #: The first row of each agency, so that a second one is noticed.
        self._taken: dict[int, int] = {}

    def perform(self, rows: list[Row]) -> Report:
        self._rows_by_code = {row.code: row for row in rows if row.code}
        for row in rows:
            self._once(row, ())
        for row in rows:
            self._succeed(row)
        for result in self._results.values():
            if action := _ACTIONS.get(result.outcome):
                data = {"import": self._source, "row": result.row.number}
                log(result.agency, action, user=self._user, data=data)
        results = tuple(self._results[row.number] for row in rows)
        touched = {
            result.agency.pk
            for result in results
            if result.agency and result.outcome in _ACTIONS and result.agency.pk
        }
        duplicates = tuple(find_duplicates(on=self._today, among=touched)) if touched else ()
        return Report(results, duplicates, is_written=False)

    def _once(self, row: Row, path: tuple[int, ...]) -> Result:
        """Bring in a row after the one it belongs to, wherever that stands in the file."""
        if row.number not in self._results:
            above = self._rows_by_code.get(row.values.get("parent_code", ""))
            if above and above.number in (*path, row.number):
                message = _("The agency would lie below itself.")
                self._results[row.number] = Result(row, Outcome.ERROR, messages=[message])
            else:
                if above:
                    self._once(above, (*path, row.number))
                self._results.setdefault(row.number, self._bring(row))
        return self._results[row.number]

    def _bring(self, row: Row) -> Result:
        if self._options.depth is not None and row.depth > self._options.depth:
            return Result(row, Outcome.LEFT_OUT)
        errors = list(row.errors)
        if not row.name:
            errors.insert(0, _("The unit has no name."))
        try:
            parent = self._parent(row)
            if errors:
                return Result(row, Outcome.ERROR, messages=errors)
            return self._write(row, parent)
        except (_Unusable, Ambiguous) as problem:
            return Result(row, Outcome.ERROR, messages=[*errors, str(problem)])
        except ValidationError as problem:
            return Result(row, Outcome.ERROR, messages=[*errors, *_explained(problem)])

    def _parent(self, row: Row) -> Agency | None:
        if row.parent_row is not None:
            above = self._results[row.parent_row]
            if above.agency is None or above.outcome == Outcome.ERROR:
                message = _("The unit above it, in row %(number)s, was not brought in.")
                raise _Unusable(message % {"number": row.parent_row})
            return above.agency
        if code := row.values.get("parent_code", ""):
            return self._agency(code)
        return self._options.parent

    def _agency(self, code: str) -> Agency:
        found = self._index.by_code.get(code)
        if found is None:
            raise _Unusable(_("There is no agency with the code %(code)s.") % {"code": code})
        return found

    def _write(self, row: Row, parent: Agency | None) -> Result:
        guess = recognise(
            row.name,
            parent_kind=parent.kind if parent else "",
            parent_level=parent.level if parent else "",
            default=self._options.level,
        )
        kind = row.values.get("kind", str(guess.kind))
        anywhere = parent is None and not row.code
        agency = self._index.find(row, kind=kind, parent=parent, anywhere=anywhere)
        if agency is None:
            return self._create(row, parent, guess)
        if agency.pk in self._taken:
            message = _("The same unit as in row %(number)s.") % {"number": self._taken[agency.pk]}
            return Result(row, Outcome.REPEATED, agency, [message])
        self._taken[agency.pk] = row.number
        return self._update(row, agency, parent)

    def _create(self, row: Row, parent: Agency | None, guess: Recognised) -> Result:
        kind = row.values.get("kind", str(guess.kind))
        level = row.values.get("level", str(guess.level))
        code = row.code or self._index.new_code(row, kind=kind, level=level, parent=parent)
        agency = Agency(
            code=code,
            name=row.name,
            national_code=row.national_code,
            kind=kind,
            level=level,
            parent=parent,
        )
        for name, value in _stated(row).items():
            setattr(agency, name, value)
        agency.full_clean()
        agency.save()
        self._index.add(agency)
        self._taken[agency.pk] = row.number
        result = Result(row, Outcome.CREATED, agency)
        if "kind" not in row.values and not guess.is_certain:
            message = _("Not sure what kind of body this is; entered as: %(kind)s.")
            result.messages.append(message % {"kind": agency.get_kind_display()})
        return result

    def _update(self, row: Row, agency: Agency, parent: Agency | None) -> Result:
        wanted = {**_stated(row), **_choices(row)}
        if name_key(row.name) != name_key(agency.name) or row.code:
            wanted["name"] = row.name
        if row.national_code and not (row.is_borrowed_id and agency.national_code):
            wanted["national_code"] = row.national_code
        if parent is not None:
            wanted["parent_id"] = parent.pk
        changed = [name for name, value in wanted.items() if getattr(agency, name) != value]
        if not changed:
            return Result(row, Outcome.UNCHANGED, agency)
        before = {name: getattr(agency, name) for name in changed}
        for name in changed:
            setattr(agency, name, wanted[name])
        try:
            agency.full_clean()
        except ValidationError:
            for name, value in before.items():
                setattr(agency, name, value)
            raise
        agency.save()
        self._index.add(agency)
        names = tuple(name.removesuffix("_id") for name in changed)
        labels = ", ".join(label_of(name) for name in names)
        message = _("Changed: %(fields)s.") % {"fields": labels}
        return Result(row, Outcome.UPDATED, agency, [message], names)

    def _succeed(self, row: Row) -> None:
        """Name the successors, after every agency of the file is there."""
        result = self._results[row.number]
        codes = [row.values.get("successor_code", "")]
        codes += row.values.get("further_successor_codes", "").replace(",", " ").split()
        if result.agency is None or result.outcome not in _BROUGHT_IN or not any(codes):
            return
        try:
            changed = self._name_successors(result.agency, codes)
        except (_Unusable, ValidationError) as problem:
            messages = (
                _explained(problem) if isinstance(problem, ValidationError) else [str(problem)]
            )
            result.outcome, result.messages = Outcome.ERROR, [*result.messages, *messages]
            return
        if changed:
            result.changes = (*result.changes, *changed)
            if result.outcome == Outcome.UNCHANGED:
                result.outcome = Outcome.UPDATED

    def _name_successors(self, agency: Agency, codes: list[str]) -> tuple[str, ...]:
        first, *further = [self._agency(code) if code else None for code in codes]
        changed: list[str] = []
        if first and agency.successor_id != first.pk:
            previous = agency.successor
            agency.successor = first
            try:
                agency.full_clean()
            except ValidationError:
                agency.successor = previous
                raise
            agency.save()
            changed.append("successor")
        if further:
            known = set(agency.further_successors.values_list("pk", flat=True))
            wanted = {each.pk for each in further if each}
            if known != wanted:
                agency.further_successors.set(wanted)
                changed.append("further_successors")
        return tuple(changed)


class _Unusable(Exception):
    """Why a row cannot be brought in."""


def _stated(row: Row) -> dict[str, Any]:
    """What the file says of texts and days, as the fields hold it."""
    stated: dict[str, Any] = {name: row.values[name] for name in TEXT_FIELDS if name in row.values}
    for name in ("valid_from", "valid_to"):
        if name in row.values:
            stated[name] = date.fromisoformat(row.values[name])
    return stated


def _choices(row: Row) -> dict[str, Any]:
    return {name: row.values[name] for name in ("kind", "level") if name in row.values}


def _explained(problem: ValidationError) -> list[str]:
    """The messages, each with the field it is about."""
    if not hasattr(problem, "error_dict"):
        return list(problem.messages)
    explained = []
    for name, messages in problem.message_dict.items():
        label = "" if name == "__all__" else label_of(name)
        prefix = f"{capfirst(label)}: " if label else ""
        explained += [f"{prefix}{message}" for message in messages]
    return explained
