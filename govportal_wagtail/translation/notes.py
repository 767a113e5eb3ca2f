"""What a page in a foreign language says of itself: from which text, and what that is worth.

One query for a page in a foreign language, none for the others.
"""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page

from ..core.navigation import known_language_links
from ..core.registries import PageNote, translation_fields
from .models import PageTranslation


def translated(page: Page, request: HttpRequest) -> dict[str, Any] | None:
    """Since when its source reads as it was translated, and whether it does still.

    A preview shows what is not posted yet, of which there is no such day.
    """
    if not getattr(page, "is_foreign", False):
        return None
    is_preview = bool(getattr(request, "is_preview", False))
    row = None if is_preview else PageTranslation.objects.filter(target=page.pk or 0).first()
    values = {
        "is_legal_text": _is_legal_text(page),
        "day": row.published_source_at if row else None,
        "outdated_since": row.outdated_since if row and row.is_outdated else None,
        "original": _original(page, request),
    }
    return values if any(values.values()) else None


def _original(page: Page, request: HttpRequest) -> str:
    """The address of the Vietnamese page; empty where nobody may read it."""
    links = known_language_links(request, page) if page.pk else []
    for link in links:
        if link["code"] == settings.LANGUAGE_CODE and not link["instead"]:
            return link["url"]
    return ""


def _is_legal_text(page: Page) -> bool:
    return any(each.is_legal_text and isinstance(page, each.model()) for each in translation_fields)


TRANSLATED: Final = PageNote("translation", "govportal/translation/note.html", translated, order=30)
