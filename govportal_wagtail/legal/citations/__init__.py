"""Citations of legal documents in a text, and the relations that a text declares."""

from __future__ import annotations

from .references import Citation, Scope, anchor_for, find_citations
from .relations import FoundRelation, RelationKind, find_relations

__all__ = [
    "Citation",
    "FoundRelation",
    "RelationKind",
    "Scope",
    "anchor_for",
    "find_citations",
    "find_relations",
]
