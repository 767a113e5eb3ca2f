"""The section of questions and answers that every site of the portal has."""

from __future__ import annotations

from django.utils.translation import pgettext
from wagtail.models import Page, Site

from ..core.sites.part_pages import free_slug
from .models import QuestionIndexPage

__all__ = ["SLUG", "ensure_section", "find_section"]

SLUG = "hoi-dap"


def ensure_section(site: Site, root: Page) -> Page | None:
    """Create a section of questions and answers below the home page of a site that has none.

    It is public at once: readers find in it the way to ask. Returns None where one exists or the
    home page does not take one.
    """
    root = root.specific
    if find_section(site, root) is not None or not QuestionIndexPage.can_create_at(root):
        return None
    section = QuestionIndexPage(
        title=pgettext("page of a site", "Questions and answers"),
        slug=free_slug(root, SLUG),
        show_in_menus=True,
        locale=root.locale,
    )
    root.add_child(instance=section)
    return section


def find_section(site: Site, root: Page) -> Page | None:
    """The first section of questions and answers of a site, also a draft."""
    sections = QuestionIndexPage.objects.filter(path__startswith=root.path)
    found: Page | None = sections.order_by("depth", "path").first()
    return found
