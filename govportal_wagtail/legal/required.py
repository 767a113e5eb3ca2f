"""The library that every site of the portal must have."""

from __future__ import annotations

from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from .models import LegalDocumentIndexPage


def ensure_library(site: Site, root: Page) -> Page | None:
    """Create a document library below the home page of a site that has none.

    Returns None where one exists or the home page does not take one.
    """
    if LegalDocumentIndexPage.objects.descendant_of(root).exists():
        return None
    root = root.specific
    if not LegalDocumentIndexPage.can_create_at(root):
        return None
    library = LegalDocumentIndexPage(
        title=_("Legal documents"), slug="van-ban", show_in_menus=True, locale=root.locale
    )
    root.add_child(instance=library)
    return library


def find_library(site: Site, root: Page) -> Page | None:
    """The first library of a site."""
    libraries = LegalDocumentIndexPage.objects.filter(path__startswith=root.path)
    found: Page | None = libraries.order_by("depth", "path").first()
    return found
