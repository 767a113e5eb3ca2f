"""Work through a register: every row by itself, safe to repeat, safe to interrupt.

A row is one transaction that also notes how far the run has come, so a run that was stopped goes on
after the last row that is really there. A row that fails changes nothing and stops nothing.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Final, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.functional import Promise
from wagtail.models import Page

from ..findings import Finding
from ..models import AbstractImportRun, ImportState
from . import findings
from .errors import TakenOver, UnusableInput
from .mappings import MappingT
from .registers import RawRow, Register
from .row_reading import DataT, RowReading

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
RunT = TypeVar("RunT", bound=AbstractImportRun)


class Outcome(StrEnum):
    """What happened to a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    FAILED = "failed"


# After these what the row tells of is there; a later row about it is a duplicate.
_HELD: Final = frozenset({Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED})


@dataclass(slots=True)
class RowResult:
    """The outcome of one row, with its findings and the names of the fields it changed.

    `label` is the name by which the reader knows the row.
    """

    number: int
    outcome: Outcome
    label: str
    findings: list[Finding]
    page_id: int | None = None
    changed: list[str] = field(default_factory=list)

    def messages(self) -> list[dict[str, str]]:
        """The findings as they are stored with the run; changed fields come last."""
        found = [
            {
                "level": finding.level,
                "field": finding.field,
                "code": finding.code,
                "message": str(finding.message),
            }
            for finding in self.findings
        ]
        return found + [
            {"level": "info", "field": name, "code": "changed", "message": ""}
            for name in self.changed
        ]


class Importer(ABC, Generic[RunT, MappingT, DataT]):
    """One run over one register.

    A part of the portal says how a row is read, by what it is known again, what is done with it.
    """

    #: What the page below which is imported must be an instance of.
    target_type: ClassVar[type[Any]]
    #: What is said of another page, with ``%(title)s``.
    wrong_target: ClassVar[str | Promise]

    def __init__(
        self, run: RunT, register: Register, mapping: MappingT, *, progress: Progress | None = None
    ) -> None:
        """Prepare the run.

        Raises:
            UnusableInput: if the page or the columns of the file are not what is needed.
        """
        self.run = run
        self.register = register
        self.mapping = mapping
        self.target = self.target_of(run)
        mapping.check_columns(register.columns)
        self._seen: dict[Hashable, int] = {}
        self._progress = progress or (lambda done, total: None)

    # What a part of the portal defines.

    @abstractmethod
    def read(self, row: RawRow) -> RowReading[DataT]:
        """Read a row; never raises for anything a file may hold."""

    @abstractmethod
    def label_of(self, data: DataT) -> str:
        """The name by which a reader knows the row."""

    @abstractmethod
    def key_of(self, data: DataT) -> Hashable | None:
        """By what the row is known again; None where nothing in it identifies anything."""

    @abstractmethod
    def apply(
        self, row: RawRow, reading: RowReading[DataT], key: Hashable, *, write: bool
    ) -> RowResult:
        """Bring in a row that nothing speaks against, or only say what that would do.

        Raises:
            ValidationError: if it is refused after all; what was written is undone.
        """

    @abstractmethod
    def no_identity(self) -> Finding:
        """What is said of a row without a key."""

    @abstractmethod
    def duplicate(self, number: int) -> Finding:
        """What is said of a row whose key row `number` has already."""

    def objections(self, data: DataT) -> list[Finding]:
        """What else speaks against a row that reads well; it is refused if there is anything."""
        return []

    def row_is_done(self) -> None:
        """Called after a row was written and noted."""
        return

    def row_is_undone(self, reading: RowReading[DataT]) -> None:
        """Called after a row was rolled back: forget what it left in memory and in storage."""
        return

    def run_is_stopping(self) -> None:
        """Called before a run stops because of the database: remove what the last row stored."""
        return

    def rows_are_done(self) -> None:
        """Called after the last row."""
        return

    # What all importers do.

    @classmethod
    def target_of(cls, run: RunT) -> Page:
        """The page of a run, as its own type.

        Raises:
            UnusableInput: if it is no page of the right kind.
        """
        target = run.target.specific
        if not isinstance(target, cls.target_type):
            raise UnusableInput(str(cls.wrong_target) % {"title": target.title})
        return target

    def preview(self, count: int) -> list[RowResult]:
        """What would happen to the first rows; nothing is written."""
        rows = self.register.rows[:count]
        return [self._import(row, self.read(row), write=False) for row in rows]

    def execute(self) -> None:
        """Work through the rows that are not done yet.

        Raises:
            TakenOver: if another process continued the same run meanwhile.
        """
        self.run.state, self.run.message = ImportState.RUNNING, ""
        self.run.save(update_fields=["state", "message"])
        total = len(self.register)
        done = self.run.rows.filter(outcome__in=_HELD).values_list("number", flat=True)
        held = frozenset(done) if self.run.position else frozenset()
        for position, row in enumerate(self.register.rows):
            reading = self.read(row)
            if position < self.run.position:
                if reading.number in held and (key := self.key_of(reading.data)):
                    self._seen.setdefault(key, reading.number)
                continue
            self._one(row, reading)
            self._progress(position + 1, total)
        self.rows_are_done()
        self.run.state, self.run.finished_at = ImportState.DONE, timezone.now()
        self.run.save(update_fields=["state", "finished_at"])

    def result(
        self,
        reading: RowReading[DataT],
        outcome: Outcome,
        more: list[Finding] | None = None,
        *,
        page_id: int | None = None,
        changed: list[str] | None = None,
    ) -> RowResult:
        """The result of a row: its findings and `more`, each of them once."""
        found = [*reading.findings, *(more or [])]
        unique = {(each.field, each.code, str(each.message)): each for each in found}
        label = self.label_of(reading.data)
        return RowResult(
            reading.number, outcome, label, list(unique.values()), page_id, changed or []
        )

    def _one(self, row: RawRow, reading: RowReading[DataT]) -> None:
        """Import a row in a transaction of its own and note the outcome with it."""
        try:
            with transaction.atomic():
                self._note(self._import(row, reading, write=not self.run.dry_run))
        except (TakenOver, OperationalError, InterfaceError):
            # Nothing is wrong with the row: the run stops here and can be continued.
            self.run_is_stopping()
            raise
        except ValidationError as error:
            self._undo(reading)
            self._note(self.result(reading, Outcome.REFUSED, findings.of_validation(error)))
        except Exception:
            logger.exception("Row %s of import %s failed.", row.number, self.run.pk)
            self._undo(reading)
            self._note(self.result(reading, Outcome.FAILED, [findings.failed()]))
        else:
            self.row_is_done()

    def _undo(self, reading: RowReading[DataT]) -> None:
        self.row_is_undone(reading)
        if (key := self.key_of(reading.data)) and self._seen.get(key) == reading.number:
            del self._seen[key]

    def _note(self, result: RowResult) -> None:
        """Store the outcome of a row; it moves the run on by one row, or finds it moved."""
        counts = dict(self.run.counts or {})
        counts[result.outcome] = counts.get(result.outcome, 0) + 1
        runs, rows = type(self.run)._default_manager, self.run.rows
        label = rows.model._meta.get_field(rows.model.label_field)
        with transaction.atomic():
            moved = runs.filter(pk=self.run.pk, position=self.run.position).update(
                position=self.run.position + 1, counts=counts
            )
            if not moved:
                raise TakenOver
            rows.create(
                number=result.number,
                outcome=result.outcome,
                page_id=result.page_id,
                messages=result.messages(),
                **{label.name: result.label[: label.max_length]},
            )
        self.run.position += 1
        self.run.counts = counts

    def _import(self, row: RawRow, reading: RowReading[DataT], *, write: bool) -> RowResult:
        """Bring in a row, or only say what that would do."""
        key = self.key_of(reading.data)
        if reading.is_refused:
            return self.result(reading, Outcome.REFUSED)
        if key is None:
            return self.result(reading, Outcome.REFUSED, [self.no_identity()])
        if objections := self.objections(reading.data):
            return self.result(reading, Outcome.REFUSED, objections)
        if (first := self._seen.get(key)) is not None:
            return self.result(reading, Outcome.DUPLICATE, [self.duplicate(first)])
        result = self.apply(row, reading, key, write=write)
        if result.outcome in _HELD:
            self._seen[key] = reading.number
        return result


def counts_in_order(run: AbstractImportRun) -> Iterator[tuple[Outcome, int]]:
    """How often each outcome occurred, in a fixed order, zero included."""
    for outcome in Outcome:
        yield outcome, int((run.counts or {}).get(outcome, 0))
