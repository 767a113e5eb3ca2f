"""What of legal documents is translated: what they say, never what they are known by."""

from __future__ import annotations

from typing import Final

from ..core.registries import TranslationFields
from .models import DocumentFile, DocumentRelation, LegalDocumentIndexPage, LegalDocumentPage

FIELDS: Final = (
    TranslationFields.of_page(
        "document_library",
        lambda: LegalDocumentIndexPage,
        translated=("lead",),
        synchronised=("scope", "reach"),
    ),
    TranslationFields.of_page(
        "legal_document",
        lambda: LegalDocumentPage,
        translated=(
            *("abstract", "position", "full_text", "status_override_reason"),
            *("files", "relations"),
        ),
        # Where only what a document is about is translated, readers see its text in Vietnamese.
        optional=("full_text",),
        synchronised=(
            *("symbol", "doc_type", "normativity", "issuer", "signer", "signing_capacity"),
            *("administrative_fields", "issued_on", "effective_on", "expires_on"),
            *("gazette_number", "gazette_date", "summary_procedure", "is_draft", "source_url"),
            *("national_id", "status_override"),
        ),
        is_legal_text=True,
    ),
    TranslationFields(
        "document_file",
        lambda: DocumentFile,
        translated=("title",),
        synchronised=("role",),
        overridable=("document",),
    ),
    TranslationFields(
        "document_relation",
        lambda: DocumentRelation,
        translated=("target_title", "articles", "note"),
        synchronised=("kind", "target", "target_symbol", "scope", "effective_on", "last_day"),
        filled_in={"target": "target_symbol"},
    ),
)
