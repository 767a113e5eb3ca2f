"""How a legal document appears in the read API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from wagtail.api import APIField

from ...core.api_fields import RecordField


class AdministrativeFieldsField(serializers.Field[Any, Any, Any, Any]):
    """Fields of administration, read from the register so that lists need no query per row."""

    def get_attribute(self, instance: Any) -> Any:
        """The published fields of a document."""
        entry = getattr(instance, "govportal_register_entry", None)
        return entry.administrative_fields.all() if entry else []

    def to_representation(self, value: Any) -> list[dict[str, str]]:
        """Code and name of each field."""
        return [{"code": field.code, "name": field.localized_name} for field in value]


class StatusField(serializers.Field[Any, Any, Any, Any]):
    """Validity on the day of the request."""

    def get_attribute(self, instance: Any) -> str:
        """The code that the query computed."""
        return getattr(instance, "api_status", None) or "unknown"

    def to_representation(self, value: str) -> str:
        """The code itself."""
        return value


class FilesField(serializers.Field[Any, Any, Any, Any]):
    """Files with what is known of their content."""

    def get_attribute(self, instance: Any) -> Any:
        """The published files in order."""
        return instance.files.all()

    def to_representation(self, value: Any) -> list[dict[str, Any]]:
        """Address, role and facts of each file."""
        request = self.context["request"]
        files = []
        for row in value:
            facts = getattr(row.document, "govportal_facts", None)
            files.append(
                {
                    "title": row.title or row.document.title,
                    "role": row.role,
                    "url": request.build_absolute_uri(row.document.url),
                    "kind": facts.kind if facts else "",
                    "size": facts.size if facts else None,
                    "pages": facts.page_count if facts else None,
                    "sha256": facts.sha256 if facts else "",
                    "signed": facts.is_signed if facts else None,
                }
            )
        return files


_PLAIN = [
    "symbol",
    "number",
    "year",
    "normativity",
    "abstract",
    "signer",
    "position",
    "signing_capacity",
    "issued_on",
    "effective_on",
    "expires_on",
    "gazette_number",
    "gazette_date",
    "summary_procedure",
    "is_draft",
    "source_url",
    "national_id",
    "full_text",
]

LEGAL_DOCUMENT = [
    *(APIField(name) for name in _PLAIN),
    APIField("doc_type", serializer=RecordField()),
    APIField("issuer", serializer=RecordField()),
    APIField("administrative_fields", serializer=AdministrativeFieldsField()),
    APIField("status", serializer=StatusField()),
    APIField("files", serializer=FilesField()),
]

#: What a list shows of each document unless the caller asks for other fields.
LISTED = [
    "symbol",
    "doc_type",
    "normativity",
    "issuer",
    "abstract",
    "issued_on",
    "effective_on",
    "expires_on",
    "status",
]
