"""Tell what happened to every row, as a workbook for people or as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Font

from ...core.spreadsheets import plain_cell
from ..models import ImportRow, ImportRun, LegalDocumentPage
from .errors import UnusableInput
from .importer import Outcome, counts_in_order

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


def check_name(path: Path) -> None:
    """Refuse a report name of another kind before the import begins.

    Raises:
        UnusableInput: naming the kinds there are.
    """
    if path.suffix.lower() not in _FORMATS:
        message = _("The report must end in one of: %(names)s")
        raise UnusableInput(message % {"names": ", ".join(_FORMATS)})


def write_report(run: ImportRun, stream: IO[bytes], suffix: str) -> None:
    """Write the report of a run as ``.xlsx`` or ``.json``."""
    if suffix.lower() == ".json":
        stream.write(json.dumps(as_data(run), ensure_ascii=False, indent=1).encode())
    else:
        _write_workbook(run, stream)


def as_data(run: ImportRun) -> dict[str, Any]:
    """The report as plain data; codes, field names and keys do not depend on the language."""
    return {
        "file": run.file_name,
        "sha256": run.sha256,
        "library": run.library.title,
        "dry_run": run.dry_run,
        "state": run.state,
        "counts": {str(outcome): count for outcome, count in counts_in_order(run)},
        "rows": [
            {
                "row": row.number,
                "outcome": row.outcome,
                "symbol": row.symbol,
                "page": row.page_id,
                "messages": row.messages,
            }
            for row in _rows(run)
        ],
    }


def describe(message: dict[str, str]) -> str:
    """One message of a row in one line: field, then remark."""
    label = field_label(message.get("field", ""))
    if message.get("code") == "changed":
        return _("Changed: %(field)s") % {"field": label}
    return f"{label}: {message.get('message', '')}" if label else message.get("message", "")


def field_label(name: str) -> str:
    """The name that editors know a field by; "" for the row as a whole."""
    own = {
        "row": "",
        "file": _("File"),
        "files": _("Files"),
        "fields": _("fields of administration"),
        "status": _("validity"),
    }
    if name in own:
        return str(own[name])
    known = {field.name: field for field in LegalDocumentPage._meta.get_fields()}
    return str(getattr(known.get(name), "verbose_name", name))


def outcome_label(outcome: str) -> str:
    """The name of an outcome in the active language."""
    return str(OUTCOME_LABELS.get(Outcome(outcome), outcome)) if outcome in _KNOWN else outcome


_KNOWN: Final = frozenset(map(str, Outcome))


def _rows(run: ImportRun) -> Iterator[ImportRow]:
    return run.rows.order_by("number").iterator(chunk_size=1000)


def _write_workbook(run: ImportRun, stream: IO[bytes]) -> None:
    book = Workbook(write_only=True)
    summary = book.create_sheet(str(_("Summary"))[:31])
    summary.column_dimensions["A"].width = 30
    summary.column_dimensions["B"].width = 60
    for label, value in _summary(run):
        summary.append([_bold(summary, str(label)), safe_cell(value)])
    sheet = book.create_sheet(str(_("Rows"))[:31])
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDE", (8, 18, 26, 60, 60), strict=True):
        sheet.column_dimensions[column].width = width
    names = [_("Row"), _("Outcome"), _("Number and symbol"), _("Errors"), _("Remarks")]
    sheet.append([_bold(sheet, str(name)) for name in names])
    for row in _rows(run):
        errors = [describe(each) for each in row.messages if each.get("level") == "error"]
        others = [describe(each) for each in row.messages if each.get("level") != "error"]
        values = [outcome_label(row.outcome), row.symbol, "\n".join(errors), "\n".join(others)]
        sheet.append([row.number, *map(safe_cell, values)])
    book.save(stream)


def _summary(run: ImportRun) -> Iterator[tuple[str, Any]]:
    yield _("File"), run.file_name
    yield _("Library"), run.library.title
    yield _("Trial run"), _("yes") if run.dry_run else _("no")
    yield _("Started at"), timezone.localtime(run.created_at).strftime("%d/%m/%Y %H:%M")
    for outcome, count in counts_in_order(run):
        yield str(OUTCOME_LABELS[outcome]), count


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=safe_cell(text))
    cell.font = Font(bold=True)
    return cell


def safe_cell(value: Any) -> Any:
    """`value` as a cell that no spreadsheet program runs as a formula or fails to open."""
    if not isinstance(value, str):
        return value
    return plain_cell(ILLEGAL_CHARACTERS_RE.sub("", value)[:_CELL_LENGTH])
