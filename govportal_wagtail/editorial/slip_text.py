"""Brings what is typed into a slip into the form in which it is stored."""

from __future__ import annotations

from typing import Any, Final

from django.utils.html import strip_tags
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from ..core.vietnamese import normalise
from .models import SLIP_FEATURES, SupplySlip

#: Fields of plain text; the rest is chosen, not typed.
PLAIN_FIELDS: Final = (
    "title",
    "lead",
    "author",
    "source",
    "responsible_person",
    "place",
    "note",
    "signatory",
)


def clean_body(html: str) -> str:
    """The text with no other markup than a slip may have, in precomposed Unicode.

    It comes from forms that anybody may send, and templates show it as it is stored.
    """
    if not strip_tags(html or "").replace("\xa0", " ").strip():
        return ""
    converter = ContentstateConverter(features=SLIP_FEATURES)
    stored: str = converter.to_database_format(converter.from_database_format(normalise(html)))
    return stored


def clean_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """The same fields with their texts as they are stored."""
    cleaned = dict(fields)
    for name in PLAIN_FIELDS:
        if isinstance(cleaned.get(name), str):
            cleaned[name] = normalise(cleaned[name]).strip()
    if "body" in cleaned:
        cleaned["body"] = clean_body(cleaned["body"])
    return cleaned


def has_text(slip: SupplySlip) -> bool:
    """Whether there is something to read in the content itself."""
    return bool(strip_tags(slip.body).replace("\xa0", " ").strip())
