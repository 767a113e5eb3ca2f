"""The register of projects that the regulation of a site may ask for.

Cà Mau 68/2026, Article 10.1.c; Vĩnh Long 2021, Article 18.1.d; Bắc Kạn, Article 3.3.i; Lạng Sơn
40/2024, Article 5.1.đ: projects, investment items, bidding, public procurement, and their results.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import pgettext, pgettext_lazy
from wagtail.models import Page, Site

from ..core.models import PortalSite
from ..core.registries import ReadyPart
from ..core.sites.part_pages import find_page, find_pages, free_slug, page_above
from .models import ProjectIndexPage

__all__ = ["PART", "ensure_register", "find_register"]

CODE: Final = "projects"
#: After the part it lies below.
_ORDER: Final = 1100
_SLUG: Final = "du-an-dau-thau"
_ABOVE: Final = "disclosure"


def ensure_register(site: Site, root: Page) -> Page | None:
    """Create the register of projects below "public information", or below the home page.

    It is public at once and says that it has no project yet. Returns None for a site that is no
    portal site, and where no such page may stand.
    """
    if not PortalSite.objects.filter(site=site).exists():
        return None
    parent = page_above(site, root, _ABOVE)
    if not ProjectIndexPage.can_create_at(parent.specific):
        return None
    page = ProjectIndexPage(
        title=pgettext("page of a site", "Projects and procurement"),
        slug=free_slug(parent, _SLUG),
        show_in_menus=True,
        locale_id=parent.locale_id,
    )
    parent.add_child(instance=page)
    return page


def find_register(site: Site, root: Page) -> Page | None:
    """The page that already is the register: of our kind, or a section of older days."""
    title = pgettext("page of a site", "Projects and procurement")
    return find_page(root, model=ProjectIndexPage, slug=_SLUG, title=title)


def find_registers(roots: Sequence[Page]) -> Mapping[int, Page]:
    """The same below many home pages, by their keys; three queries."""
    title = pgettext("page of a site", "Projects and procurement")
    return find_pages(roots, model=ProjectIndexPage, slug=_SLUG, title=title)


PART: Final = ReadyPart(
    CODE,
    pgettext_lazy("page of a site", "Projects and procurement"),
    ensure_register,
    order=_ORDER,
    is_optional=True,
    find=find_register,
    find_in=find_registers,
)
