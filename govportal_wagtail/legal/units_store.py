"""The parts of a published document's text as rows, for links, citations and search.

The text is the one an editor entered or, where there is none, that of the document's first file
that could be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from wagtail.models import Page

from ..core import network
from ..core.models import FileFacts
from ..core.vietnamese import normalise
from .models import DocumentFile, DocumentUnit, FileRole, LegalDocumentPage
from .structure import Structure, Unit, parse

__all__ = ["DocumentText", "remove_units", "store_units", "text_of"]

_BATCH: Final = 500
#: Which file is read first: the text as typed beats the text layer of a scan.
_ROLES: Final = {FileRole.EDITABLE: 0, FileRole.SIGNED: 1, FileRole.SCAN: 2}
_COMPARED: Final = (
    "kind",
    "label",
    "marker",
    "heading",
    "text",
    "anchor",
    "part",
    "level",
)
_LIMITS: Final = {
    field.name: field.max_length
    for field in DocumentUnit._meta.concrete_fields
    if field.name in _COMPARED and field.max_length
}


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The text of a document and where it comes from: ``editor``, ``file`` or nowhere ("")."""

    text: str
    source: str = ""
    is_truncated: bool = False


def text_of(page: LegalDocumentPage) -> DocumentText:
    """Return the text by which a document is divided; a few queries.

    That of a translation is its own: not that of a file which is the original's as well.
    """
    if page.full_text.strip():
        return DocumentText(page.full_text, "editor")
    taken = _files_of(network.original_of(page))
    files = sorted(
        (
            file
            for file in page.files.all()
            if file.role in _ROLES and file.document_id not in taken
        ),
        key=lambda file: _ROLES[FileRole(file.role)],
    )
    known = {
        facts.document_id: facts
        for facts in FileFacts.objects.filter(document_id__in=[file.document_id for file in files])
    }
    for file in files:
        facts = known.get(file.document_id)
        if facts and facts.text.strip():
            return DocumentText(normalise(facts.text), "file", facts.text_truncated)
    return DocumentText("")


def store_units(page: LegalDocumentPage) -> Structure:
    """Divide the text of a document and store its parts; unchanged parts are left alone.

    The old parts are replaced in one transaction, so that no reader meets half a document.
    """
    structure = parse(text_of(page).text)
    wanted = [_row(page, unit) for unit in structure.units]
    with transaction.atomic():
        stored = list(DocumentUnit.objects.filter(page_id=page.pk).order_by("order"))
        if _differ(stored, wanted, structure.units):
            # By page, not row by row: parents and children go in one statement.
            DocumentUnit.objects.filter(page_id=page.pk)._raw_delete(  # type: ignore[attr-defined]
                DocumentUnit.objects.db
            )
            _insert(wanted, structure.units)
    return structure


def remove_units(page_id: int) -> None:
    """Forget the parts of a document."""
    DocumentUnit.objects.filter(page_id=page_id).delete()


def _files_of(page: Page | None) -> set[int]:
    if page is None:
        return set()
    return set(DocumentFile.objects.filter(page=page.pk).values_list("document_id", flat=True))


def _row(page: LegalDocumentPage, unit: Unit) -> DocumentUnit:
    values = {name: str(getattr(unit, name)) for name in _COMPARED if name != "level"}
    for name, limit in _LIMITS.items():
        values[name] = values[name][:limit]
    return DocumentUnit(page_id=page.pk, order=unit.order, level=unit.level, **values)


def _differ(
    stored: Sequence[DocumentUnit], wanted: Sequence[DocumentUnit], units: Sequence[Unit]
) -> bool:
    if len(stored) != len(wanted):
        return True
    orders = {row.pk: row.order for row in stored}
    return any(
        old.order != new.order
        or orders.get(old.parent_id or 0) != unit.parent
        or any(getattr(old, name) != getattr(new, name) for name in _COMPARED)
        for old, new, unit in zip(stored, wanted, units, strict=True)
    )


def _insert(rows: Iterable[DocumentUnit], units: Sequence[Unit]) -> None:
    rows = DocumentUnit.objects.bulk_create(rows, batch_size=_BATCH)
    ids = {row.order: row.pk for row in rows}
    children = []
    for row, unit in zip(rows, units, strict=True):
        if unit.parent is not None:
            row.parent_id = ids[unit.parent]
            children.append(row)
    DocumentUnit.objects.bulk_update(children, ["parent"], batch_size=_BATCH)
