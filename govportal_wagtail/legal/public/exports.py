"""Open data of the register: the filtered list as CSV or JSON, with its licence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from ... import conf
from ...core.downloads import csv_pieces, json_pieces
from ..models import RegisterEntry

CHUNK = 500


def rows(entries: QuerySet[RegisterEntry], request: HttpRequest) -> Iterator[dict[str, Any]]:
    """Each document as plain values; a bounded number of queries per chunk."""
    entries = entries.select_related("doc_type", "issuer")
    entries = entries.prefetch_related("administrative_fields")[: conf.EXPORT_MAX_ROWS]
    for entry in entries.iterator(chunk_size=CHUNK):
        yield {
            "id": entry.pk,
            "symbol": entry.symbol,
            "type": entry.doc_type.localized_name,
            "normativity": entry.normativity,
            "issuer": entry.issuer.localized_name,
            "abstract": entry.abstract,
            "signer": entry.signer,
            "issued_on": entry.issued_on,
            "effective_on": entry.effective_on,
            "ended_on": entry.ended_on,
            "status": entry.status,  # type: ignore[attr-defined]
            "fields": [field.localized_name for field in entry.administrative_fields.all()],
            "url": request.build_absolute_uri(entry.get_url()),
        }


def as_csv(entries: QuerySet[RegisterEntry], request: HttpRequest) -> Iterator[bytes]:
    """Pieces of a CSV file that spreadsheets open with Vietnamese letters intact."""
    headings = {
        "id": "id",
        "symbol": _("Number and symbol"),
        "type": _("Document type"),
        "normativity": _("Kind of document"),
        "issuer": _("Issuing body"),
        "abstract": _("Abstract"),
        "signer": _("Signed by"),
        "issued_on": _("Issued on"),
        "effective_on": _("In force from"),
        "ended_on": _("Expired on"),
        "status": _("Validity"),
        "fields": _("Fields of administration"),
        "url": _("Address"),
    }
    found = ([row[name] for name in headings] for row in rows(entries, request))
    return csv_pieces(list(headings.values()), found)


def as_json(entries: QuerySet[RegisterEntry], request: HttpRequest) -> Iterator[bytes]:
    """Pieces of one JSON object: licence, moment of the export, documents."""
    head = {
        "licence": conf.API_LICENCE,
        "generated_at": timezone.now(),
        "source": request.get_host(),
    }
    return json_pieces(head, "documents", rows(entries, request))
