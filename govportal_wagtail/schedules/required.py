"""The schedule of the leaders that the regulation of a site may ask for.

Bắc Kạn, Article 3.3, and Lạng Sơn 40/2024, Article 7, list it with direction and administration.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import pgettext
from wagtail.models import Page, Site

from ..core.models import PortalSite
from ..core.sites.part_pages import find_page, free_slug, page_above
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
    parent = page_above(site, root, _ABOVE)
    if not ScheduleIndexPage.can_create_at(parent.specific):
        return None
    page = ScheduleIndexPage(
        title=pgettext("page of a site", "Schedules of the leaders"),
        slug=free_slug(parent, SLUG),
        agency_id=portal_site.agency_id,
        show_in_menus=True,
        locale_id=parent.locale_id,
    )
    parent.add_child(instance=page)
    return page


def find_schedule(site: Site, root: Page) -> Page | None:
    """The page that already is the schedule: of our kind, or called like it; also a draft."""
    title = pgettext("page of a site", "Schedules of the leaders")
    return find_page(root, model=ScheduleIndexPage, slug=SLUG, title=title)
