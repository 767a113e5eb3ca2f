"""What of investment projects is translated: texts, never codes, dates, money or places."""

from __future__ import annotations

from typing import Final

from ..core.registries import TranslationFields
from .models import (
    BiddingPackage,
    InvestmentProjectPage,
    ProjectCapital,
    ProjectDecision,
    ProjectFile,
    ProjectIndexPage,
    ProjectPhoto,
    ProjectState,
    ProjectUpdate,
)

_PAGES: Final = (
    TranslationFields.of_page(
        "project_register",
        lambda: ProjectIndexPage,
        translated=("lead", "licence"),
        synchronised=("reach",),
    ),
    TranslationFields.of_page(
        "project",
        lambda: InvestmentProjectPage,
        translated=(
            *("objective", "investor_name", "board_name", "place", "scale", "donor"),
            *("status_note", "land_use", "incentives", "call_terms", "contact_unit"),
            *("decisions", "packages", "states", "updates", "photos", "files"),
        ),
        synchronised=(
            *("code", "other_codes", "field", "kind", "group", "investor", "communes"),
            *("latitude", "longitude", "area", "total_investment", "funding", "capital"),
            *("planned_start", "planned_end", "actual_start", "actual_end"),
            *("status", "status_since", "progress", "progress_on", "land_area", "call_until"),
            *("contact_phone", "contact_email", "source_url"),
        ),
    ),
)

_ROWS: Final = (
    TranslationFields(
        "project_capital",
        lambda: ProjectCapital,
        synchronised=("year", "source", "planned", "allocated", "disbursed"),
    ),
    TranslationFields(
        "project_decision",
        lambda: ProjectDecision,
        translated=("issuer", "abstract"),
        synchronised=("kind", "symbol", "issued_on", "adjusts"),
    ),
    TranslationFields(
        "bidding_package",
        lambda: BiddingPackage,
        translated=("name", "contractor", "duration"),
        synchronised=(
            *("code", "selection", "state", "planned_for", "price", "notice", "notice_url"),
            *("result", "decision", "signed_on"),
        ),
    ),
    TranslationFields(
        "project_state",
        lambda: ProjectState,
        translated=("note",),
        synchronised=("status", "since"),
    ),
    TranslationFields(
        "project_update",
        lambda: ProjectUpdate,
        translated=("title", "text"),
        synchronised=("date",),
    ),
    TranslationFields(
        "project_photo",
        lambda: ProjectPhoto,
        translated=("alt_text", "caption"),
        synchronised=("taken_on",),
        overridable=("image",),
    ),
    TranslationFields(
        "project_file",
        lambda: ProjectFile,
        translated=("title",),
        overridable=("document",),
    ),
)

FIELDS: Final = (*_PAGES, *_ROWS)
