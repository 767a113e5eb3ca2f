"""Everything the page of a legal document shows, in a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents import get_document_model
from wagtail.models import Page

from ...core import network
from ...core.models import FileFacts, InspectionState
from ...core.vietnamese import slugify
from .. import effects
from ..connections import relations_of
from ..models import (
    DocumentFile,
    DocumentUnit,
    FileRole,
    LegalDocumentPage,
    Normativity,
    RegisterEntry,
    SigningCapacity,
)
from ..structure import parse
from ..units_store import text_of
from ..validation import check_document
from ..validity import ValidityResult, findings, timeline, validity_on
from . import summaries
from .rendering import UnitLike, render_units, table_of_contents

__all__ = ["detail_context"]

_SIMILAR: Final = 5
_NOT_TRANSLATED: Final = gettext_lazy("The text has not been translated; it is in Vietnamese.")
_Row = tuple[str | Promise, Any, str]


@dataclass(frozen=True, slots=True)
class _File:
    """One file of the document with what is known of it; ``facts`` may not be there yet."""

    row: DocumentFile
    document: Any
    facts: FileFacts | None

    @property
    def kind(self) -> str:
        known = self.facts.kind if self.facts else ""
        return known or str(self.document.file_extension).lower()


def detail_context(page: LegalDocumentPage, request: HttpRequest) -> dict[str, Any]:
    """Return the context of a document's page; see the template for the meaning of each name.

    A preview shows the text and relations as typed, with remarks for the editor; nothing is stored.
    """
    is_preview = bool(getattr(request, "is_preview", False))
    dossier = effects.load([page], request=request, links=True)[page.pk]
    today = timezone.localdate()
    result = validity_on(dossier.facts, dossier.incoming, today)
    groups = relations_of(page, request)
    files = _files(page)
    warnings: list[str] = []
    units: Sequence[UnitLike]
    if is_preview:
        structure = parse(text_of(page).text)
        units = structure.units
        warnings = _warnings(page, structure.warnings, dossier)
    else:
        units = _units(page)
    original = network.original_of(page)
    borrowed = _units(original) if original and not units else []
    units = units or borrowed
    text_note = _text_note(page, files, has_text=bool(units))
    library = _library_of(page)
    library_url = (library.get_url(request) or "") if library else ""
    return {
        "status": _status(page, result),
        "facts": _facts(page, library_url),
        "summary_sentences": summaries.summary_sentences(groups),
        "timeline": _timeline(dossier, today),
        "toc": table_of_contents(units),
        "units": render_units(page, units, request),
        "relation_groups": groups,
        "files": [_file_context(file) for file in files],
        "similar": _similar(page, library, library_url, request),
        "warnings": warnings,
        "text_note": _NOT_TRANSLATED if borrowed else text_note,
        "text_language": original.locale.language_code if original and borrowed else "",
    }


def _units(page: Page) -> list[DocumentUnit]:
    return list(DocumentUnit.objects.filter(page_id=page.pk).order_by("order"))


def _library_of(page: LegalDocumentPage) -> Page | None:
    return page.get_parent() if page.path and page.depth and page.depth > 1 else None


def _status(page: LegalDocumentPage, result: ValidityResult) -> dict[str, Any]:
    return {
        "code": str(result.code),
        "label": result.code.label,
        "since": result.since,
        "explanation": summaries.explanation(result, page.effective_on),
        "overridden": result.is_override,
        "reason": page.status_override_reason if result.is_override else "",
    }


def _timeline(dossier: effects.Dossier, today: date) -> list[dict[str, Any]]:
    return [
        {
            "date": event.on,
            "label": summaries.event_label(event),
            "url": event.relation.by.url if event.relation else "",
            "code": event.code,
            "is_past": event.on <= today,
        }
        for event in timeline(dossier.facts, dossier.incoming)
    ]


def _facts(page: LegalDocumentPage, library_url: str) -> list[_Row]:
    """Return the rows of the attribute table that are not empty."""
    linked = partial(_filtered, library_url)
    field_names = ", ".join(each.localized_name for each in page.administrative_fields.all())
    capacity = SigningCapacity(page.signing_capacity).label if page.signing_capacity else ""
    gazette = ", ".join(filter(None, (page.gazette_number, _day(page.gazette_date))))
    rows: list[_Row] = [
        (_("Number and symbol"), page.symbol, ""),
        (_("Document type"), page.doc_type.localized_name, linked("type", page.doc_type.code)),
        (
            _("Kind of document"),
            str(Normativity(page.normativity).label),
            linked("normativity", page.normativity),
        ),
        (_("Issuing body"), page.issuer.localized_name, linked("issuer", page.issuer.code)),
        (_("Signed by"), page.signer, linked("signer", slugify(page.signer))),
        (_("Position"), page.position, ""),
        (_("Signing capacity"), capacity, ""),
        (_("Fields of administration"), field_names, ""),
        (_("Issued on"), _day(page.issued_on), ""),
        (_("In force from"), _day(page.effective_on), ""),
        (_("Expires on"), _day(page.expires_on), ""),
        (_("Summary procedure"), _("yes") if page.summary_procedure else "", ""),
        (_("Gazette"), gazette, ""),
        (_("National database"), page.national_id, ""),
        (_("Source"), page.source_url, page.source_url),
    ]
    return [row for row in rows if row[1]]


def _day(day: date | None) -> str:
    return summaries.printed_day(day) if day else ""


def _files(page: LegalDocumentPage) -> list[_File]:
    rows = list(page.files.all())
    ids = [row.document_id for row in rows]
    documents = get_document_model().objects.in_bulk(ids) if ids else {}
    known = {each.document_id: each for each in FileFacts.objects.filter(document_id__in=ids)}
    return [
        _File(row, documents[row.document_id], known.get(row.document_id))
        for row in rows
        if row.document_id in documents
    ]


def _file_context(file: _File) -> dict[str, Any]:
    facts, document = file.facts, file.document
    url = document.url
    return {
        "title": file.row.title or document.title,
        "url": url,
        "view_url": url if file.kind == "pdf" else "",
        "kind": file.kind,
        "size": (facts.size if facts else 0) or document.file_size or 0,
        "page_count": facts.page_count if facts else None,
        "sha256": facts.sha256 if facts else "",
        "is_signed": facts.is_signed if facts else None,
        "has_text_layer": facts.has_text_layer if facts else None,
        "role_label": FileRole(file.row.role).label,
    }


def _text_note(page: LegalDocumentPage, files: Sequence[_File], *, has_text: bool) -> str:
    """Return what a reader should know about the text shown, or about its absence."""
    if page.full_text.strip():
        return ""
    if has_text:
        truncated = any(file.facts and file.facts.text_truncated for file in files)
        if truncated:
            return _("The text was taken from the file and is not complete; see the file.")
        return _("The text was taken from the file; the file is authoritative.")
    states = {file.facts.state if file.facts else InspectionState.PENDING for file in files}
    if any(file.facts and file.facts.has_text_layer is False for file in files):
        return _("The file is a scan without text; it can only be viewed or downloaded.")
    if InspectionState.PENDING in states:
        return _("The text of the file has not been read yet; see the file.")
    return ""


def _similar(
    page: LegalDocumentPage, library: Page | None, library_url: str, request: HttpRequest
) -> dict[str, dict[str, Any]]:
    """Return the newest other documents of the same body, field and signer, from the register."""
    fields = list(page.administrative_fields.all())
    field = fields[0] if fields else None
    signer_key = slugify(page.signer)
    others = RegisterEntry.objects.none()
    if library is not None:
        others = (
            RegisterEntry.objects.public()
            .filter(library_id=library.pk, issued_on__isnull=False)
            .exclude(page_id=page.pk)
            .for_lists()
            .order_by("-issued_on", "-page_id")
        )

    def group(label: str, name: str, value: str, column: str, wanted: object) -> dict[str, Any]:
        items = others.filter(**{column: wanted})[:_SIMILAR] if wanted else []
        shown = network.address(items, request)
        return {"label": label, "url": _filtered(library_url, name, value), "items": shown}

    return {
        "issuer": group(
            page.issuer.localized_name, "issuer", page.issuer.code, "issuer_id", page.issuer_id
        ),
        "field": group(
            field.localized_name if field else "",
            "field",
            field.code if field else "",
            "administrative_fields",
            field.pk if field else None,
        ),
        "signer": group(page.signer, "signer", signer_key, "signer_key", signer_key),
    }


def _filtered(library_url: str, name: str, value: object) -> str:
    """Return the address of the library's list narrowed to one value; "" without either."""
    return f"{library_url}?{urlencode({name: value})}" if library_url and value else ""


def _warnings(
    page: LegalDocumentPage, structure_warnings: Sequence[Any], dossier: effects.Dossier
) -> list[str]:
    """Return remarks for the editor who looks at a preview."""
    remarks = [str(finding.message) for finding in check_document(page)]
    for warning in structure_warnings:
        remarks.append(_("Check the text at “{excerpt}”.").format(excerpt=warning.excerpt))
    texts = {
        "circular": _("{document} and this document end each other; the later one is believed."),
        "undated": _("What {document} does to this document has no date and is not counted."),
        "void": _("{document} ended before it could affect this document."),
    }
    for finding in findings(dossier.facts, dossier.incoming):
        by = finding.relation.by
        name = summaries.reference(by.type_name, by.symbol, by.title)
        remarks.append(texts[finding.code].format(document=name or _("A document")))
    return list(dict.fromkeys(remarks))
