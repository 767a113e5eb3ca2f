"""What an administrative map needs to be posted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ...editorial.registries import PublishRequirement, Shortfall
from .models import AdministrativeMapPageMixin
from .rich_text import plain_text

__all__ = ["MAP_REQUIREMENTS", "is_map"]


def is_map(page: Page) -> bool:
    """Whether the page is a map, also one of a province's own kind."""
    return isinstance(page, AdministrativeMapPageMixin)


def check_map(page: Any) -> Iterator[Shortfall]:
    """There is a map to look at (Decree 224/2026/NĐ-CP, Article 9.1.c)."""
    if not (page.image_id or page.document_id):
        yield Shortfall("image", _("Choose the map as a picture or as a file."), "", "no_map")


def check_words(page: Any) -> Iterator[Shortfall]:
    """Readers who cannot see the map learn what it shows."""
    if not plain_text(page.description):
        message = _("Describe in words what the map shows, for readers who cannot see it.")
        yield Shortfall("description", message, "", "no_description")


MAP_REQUIREMENTS: Final = (
    PublishRequirement("map_picture", _("The map"), is_map, check_map, 10),
    PublishRequirement("map_words", _("The map in words"), is_map, check_words, 20),
)
