"""The structure of Vietnamese legal texts: articles, clauses, points and their anchors.

>>> parse("Điều 1. Phạm vi\\n1. Một.\\n2. Hai.").by_anchor("dieu-1-khoan-2").text
'Hai.'
"""

from __future__ import annotations

from .anchors import annex_anchor, label_slug, number_slug, unit_anchor
from .parser import parse
from .units import (
    PART_ROOT_ANCHOR,
    Structure,
    StructureWarning,
    Unit,
    UnitKind,
    WarningCode,
)

__all__ = [
    "PART_ROOT_ANCHOR",
    "Structure",
    "StructureWarning",
    "Unit",
    "UnitKind",
    "WarningCode",
    "annex_anchor",
    "label_slug",
    "number_slug",
    "parse",
    "unit_anchor",
]
