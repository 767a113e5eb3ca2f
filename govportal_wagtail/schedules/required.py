"""The schedule of the leaders that the regulation of a site may ask for.

Bắc Kạn, Article 3.3, and Lạng Sơn 40/2024, Article 7, list it with direction and administration.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import pgettext
from wagtail.models import Page, Site

from ..core.models import PortalSite
from ..core.registries import required_parts
from ..core.sites.parts import page_at
from ..core.vietnamese import fold
from .models import ScheduleIndexPage

CODE: Final = "schedules"
#: After the part it lies below.
ORDER: Final = 1100
SLUG: Final = "lich-lam-viec"
_ABOVE: Final = "direction"


def ensure_schedule(site: Site, root: Page) -> Page | None:
    """Create the schedule of the site's own agency below "direction", or below the home page.

    It is public at once and says that no week has been posted yet. Returns None for a site of
    which nobody knows the agency, and where no such page may stand.
    """
    portal_site = PortalSite.objects.filter(site=site).first()
    if portal_site is None:
        return None
    parent = _parent(site, root)
    if not ScheduleIndexPage.can_create_at(parent.specific):
        return None
    page = ScheduleIndexPage(
        title=pgettext("page of a site", "Schedules of the leaders"),
        slug=_free_slug(parent),
        agency_id=portal_site.agency_id,
        show_in_menus=True,
        locale_id=parent.locale_id,
    )
    parent.add_child(instance=page)
    return page


def find_schedule(site: Site, root: Page) -> Page | None:
    """The page that already is the schedule: of our kind, or called like it; also a draft."""
    pages = Page.objects.filter(path__startswith=root.path, depth__gt=root.depth)
    ours = ScheduleIndexPage.objects.filter(path__startswith=root.path)
    found: Page | None = ours.order_by("depth", "path").first()
    # A section of older days counts; nothing is renamed or made twice.
    found = found or pages.filter(slug=SLUG).order_by("depth", "path").first()
    if found is not None:
        return found
    wanted = fold(pgettext("page of a site", "Schedules of the leaders"))
    near = pages.filter(depth__lte=root.depth + 2).order_by("depth", "path")
    return next((page for page in near if fold(page.title) == wanted and _is_section(page)), None)


def _parent(site: Site, root: Page) -> Page:
    above = page_at(site, _ABOVE)
    part = required_parts.get(_ABOVE)
    if above is None and part is not None:
        above = part.find(site, root) if part.find else None
        above = above or part.ensure(site, root)
    # Read anew: a child added through another instance is not known to an older one.
    return Page.objects.get(pk=above.pk if above is not None else root.pk)


def _is_section(page: Page) -> bool:
    """Not an article that is called like it: something that takes pages below it."""
    model = page.specific_class
    return model is not None and bool(model.allowed_subpage_models())


def _free_slug(parent: Page) -> str:
    taken = set(parent.get_children().values_list("slug", flat=True))
    slug, number = SLUG, 1
    while slug in taken:
        number += 1
        slug = f"{SLUG}-{number}"
    return slug
