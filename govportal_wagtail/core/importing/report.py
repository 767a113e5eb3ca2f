"""Tell what happened to every row, as a workbook for people or as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Font

from ..models import AbstractImportRun
from ..spreadsheets import plain_cell
from . import findings
from .errors import UnusableInput
from .running import Outcome, counts_in_order

OUTCOME_LABELS: Final = {
    Outcome.CREATED: pgettext_lazy("import", "created"),
    Outcome.UPDATED: gettext_lazy("updated"),
    Outcome.UNCHANGED: gettext_lazy("unchanged"),
    Outcome.DUPLICATE: gettext_lazy("twice in the file"),
    Outcome.REFUSED: gettext_lazy("refused"),
    Outcome.FAILED: gettext_lazy("failed"),
}
_FORMATS: Final = (".xlsx", ".json")
_CELL_LENGTH: Final = 32_000
_KNOWN: Final = frozenset(map(str, Outcome))


@dataclass(frozen=True, slots=True)
class RunReport:
    """The report on the runs of one importer.

    `page_model` gives its fields their names, `field_labels` those of targets that are no field.
    `target_label` names the page below which is imported, `row_label` what each row is known by.
    """

    page_model: type[models.Model]
    target_label: str | Promise
    row_label: str | Promise
    field_labels: Mapping[str, str | Promise] = field(default_factory=dict)

    def write(self, run: AbstractImportRun, stream: IO[bytes], suffix: str) -> None:
        """Write the report of a run as ``.xlsx`` or ``.json``."""
        if suffix.lower() == ".json":
            stream.write(json.dumps(self.as_data(run), ensure_ascii=False, indent=1).encode())
        else:
            self._write_workbook(run, stream)

    def as_data(self, run: AbstractImportRun) -> dict[str, Any]:
        """The report as plain data; codes, field names and keys do not depend on the language."""
        label = run.rows.model.label_field
        return {
            "file": run.file_name,
            "sha256": run.sha256,
            run.target_field: run.target.title,
            "dry_run": run.dry_run,
            "state": run.state,
            "counts": {str(outcome): count for outcome, count in counts_in_order(run)},
            "rows": [
                {
                    "row": row.number,
                    "outcome": row.outcome,
                    label: row.label,
                    "page": row.page_id,
                    "messages": row.messages,
                }
                for row in _rows(run)
            ],
        }

    def describe(self, message: dict[str, str]) -> str:
        """One message of a row in one line: field, then remark."""
        label = self.field_label(message.get("field", ""))
        if message.get("code") == "changed":
            return _("Changed: %(field)s") % {"field": label}
        return f"{label}: {message.get('message', '')}" if label else message.get("message", "")

    def field_label(self, name: str) -> str:
        """The name that editors know a field by; "" for the row as a whole."""
        if name in {findings.ROW, ""}:
            return ""
        if name in self.field_labels:
            return str(self.field_labels[name])
        known = {each.name: each for each in self.page_model._meta.get_fields()}
        return str(getattr(known.get(name), "verbose_name", name))

    def _write_workbook(self, run: AbstractImportRun, stream: IO[bytes]) -> None:
        book = Workbook(write_only=True)
        summary = book.create_sheet(str(_("Summary"))[:31])
        summary.column_dimensions["A"].width = 30
        summary.column_dimensions["B"].width = 60
        for label, value in self._summary(run):
            summary.append([_bold(summary, label), safe_cell(value)])
        sheet = book.create_sheet(str(_("Rows"))[:31])
        sheet.freeze_panes = "A2"
        for column, width in zip("ABCDE", (8, 18, 26, 60, 60), strict=True):
            sheet.column_dimensions[column].width = width
        names = [_("Row"), _("Outcome"), str(self.row_label), _("Errors"), _("Remarks")]
        sheet.append([_bold(sheet, name) for name in names])
        for row in _rows(run):
            errors = [self.describe(each) for each in row.messages if each.get("level") == "error"]
            others = [self.describe(each) for each in row.messages if each.get("level") != "error"]
            values = [outcome_label(row.outcome), row.label, "\n".join(errors), "\n".join(others)]
            sheet.append([row.number, *map(safe_cell, values)])
        book.save(stream)

    def _summary(self, run: AbstractImportRun) -> Iterator[tuple[str, Any]]:
        yield _("File"), run.file_name
        yield str(self.target_label), run.target.title
        yield _("Trial run"), _("yes") if run.dry_run else _("no")
        yield _("Started at"), timezone.localtime(run.created_at).strftime("%d/%m/%Y %H:%M")
        for outcome, count in counts_in_order(run):
            yield str(OUTCOME_LABELS[outcome]), count


def check_name(path: Path) -> None:
    """Refuse a report name of another kind before the import begins.

    Raises:
        UnusableInput: naming the kinds there are.
    """
    if path.suffix.lower() not in _FORMATS:
        message = _("The report must end in one of: %(names)s")
        raise UnusableInput(message % {"names": ", ".join(_FORMATS)})


def outcome_label(outcome: str) -> str:
    """The name of an outcome in the active language."""
    return str(OUTCOME_LABELS.get(Outcome(outcome), outcome)) if outcome in _KNOWN else outcome


def safe_cell(value: Any) -> Any:
    """`value` as a cell that no spreadsheet program runs as a formula or fails to open."""
    if not isinstance(value, str):
        return value
    return plain_cell(ILLEGAL_CHARACTERS_RE.sub("", value)[:_CELL_LENGTH])


def _rows(run: AbstractImportRun) -> Iterator[Any]:
    return iter(run.rows.order_by("number").iterator(chunk_size=1000))


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=safe_cell(text))
    cell.font = Font(bold=True)
    return cell
