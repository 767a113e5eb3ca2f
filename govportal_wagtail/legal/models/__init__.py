"""Legal documents, their relations, files and parts, and the register behind the lists."""

from __future__ import annotations

from .choices import (
    PASSIVE_LABELS,
    FileRole,
    Normativity,
    RelationKind,
    RelationScope,
    SigningCapacity,
    Validity,
)
from .document import (
    DocumentFile,
    DocumentRelation,
    LegalDocumentIndexMixin,
    LegalDocumentIndexPage,
    LegalDocumentMixin,
    LegalDocumentPage,
)
from .imports import ImportRow, ImportRun
from .register import RegisterEntry
from .taxonomy import DocumentType
from .units import DocumentUnit

__all__ = [
    "PASSIVE_LABELS",
    "DocumentFile",
    "DocumentRelation",
    "DocumentType",
    "DocumentUnit",
    "FileRole",
    "ImportRow",
    "ImportRun",
    "LegalDocumentIndexMixin",
    "LegalDocumentIndexPage",
    "LegalDocumentMixin",
    "LegalDocumentPage",
    "Normativity",
    "RegisterEntry",
    "RelationKind",
    "RelationScope",
    "SigningCapacity",
    "Validity",
]
