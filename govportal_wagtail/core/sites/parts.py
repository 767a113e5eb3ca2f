"""The pages that a site's regulation requires, found again wherever editors moved them."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Site

from ...regulation.schema import Profile
from ...regulation.schema.rules import ContentGroup
from ...regulation.vocabulary import BodyKind
from ..models import PortalSite, SiteState
from ..models.portal_sites import SitePart
from ..publication_context import trusted
from ..registries import ReadyPart, required_parts

PART_MADE: Final = "govportal_core.site_part"
#: A service unit or organisation for which a regulation lists nothing of its own.
_LIKE = {
    BodyKind.PUBLIC_SERVICE_UNIT: BodyKind.AGENCY,
    BodyKind.ORGANISATION: BodyKind.AGENCY,
    BodyKind.DISTRICT: BodyKind.COMMUNE,
}


#: Parts that every site has at an address of its own.
_WITHOUT_PAGE = frozenset({"sitemap"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of making sure of the required parts of a site."""

    created: tuple[Page, ...] = ()
    #: Codes that no installed app offers.
    unknown: tuple[str, ...] = ()
    #: Codes for which the site's home page takes no page.
    refused: tuple[str, ...] = ()


def groups_for(profile: Profile, body: BodyKind) -> list[ContentGroup]:
    """The groups of information that a kind of body must carry under a regulation.

    A body without groups of its own takes those of the kind nearest to it.
    """
    found = [group for group in profile.content.values() if body in group.bodies]
    if not found and body in _LIKE:
        return groups_for(profile, _LIKE[body])
    return found


def codes_for(profile: Profile, body: BodyKind) -> list[str]:
    """The codes of the parts that the groups name, each once, in their order."""
    codes = [code for group in groups_for(profile, body) for code in group.parts]
    return [code for code in dict.fromkeys(codes) if code not in _WITHOUT_PAGE]


def page_of(portal_site: PortalSite, code: str) -> Page | None:
    """The page that is a part of a site; None where it was never made or was deleted."""
    part = portal_site.parts.filter(code=code).select_related("page").first()
    return part.page if part else None


def page_at(site: Site, code: str) -> Page | None:
    """The same for a Wagtail site, which may have no record as a portal site."""
    part = SitePart.objects.filter(portal_site__site=site, code=code).select_related("page").first()
    return part.page if part else None


def ensure(portal_site: PortalSite, profile: Profile) -> Outcome:
    """Create the required pages that are missing; nothing is renamed, moved or deleted.

    On a live site what is new stays a draft, so that readers meet no empty page.
    """
    created: list[Page] = []
    unknown: list[str] = []
    refused: list[str] = []
    offered = [(code, required_parts.get(code)) for code in codes_for(profile, _body(portal_site))]
    unknown += [code for code, part in offered if part is None]
    ready = sorted((part for _code, part in offered if part), key=attrgetter("order"))
    is_read = _is_read(portal_site)
    for part in ready:
        if page_of(portal_site, part.code) is not None:
            continue
        page, is_new = _make(part, portal_site, is_read=is_read)
        if page is None:
            refused.append(part.code)
        elif is_new:
            created.append(page)
    return Outcome(tuple(created), tuple(unknown), tuple(refused))


def make(portal_site: PortalSite, code: str, user: Any) -> Page:
    """Create one required page that a site lacks, or take the page that already is it.

    Raises:
        ValidationError: where no installed app offers the part, or the home page takes no page.
    """
    part = required_parts.get(code)
    with transaction.atomic():
        locked = PortalSite.objects.select_for_update(of=("self",)).select_related("site")
        current = locked.get(pk=portal_site.pk)
        known = page_of(current, code)
        if known is not None:
            return known
        page, _is_new = _make(part, current, is_read=_is_read(current)) if part else (None, False)
        if page is None:
            raise ValidationError(_("The page cannot be made on this site."))
        log(instance=current, action=PART_MADE, user=user, data={"code": code, "note": page.title})
    return page


def ensure_basics(site: Site) -> list[tuple[ReadyPart, Page]]:
    """Create what every Wagtail site has, whether it is a portal site or not; returns what is new.

    Raises:
        ImproperlyConfigured: from an app whose part cannot be created.
    """
    created = []
    for part in sorted(required_parts, key=attrgetter("order")):
        if part.is_optional:
            continue
        # A home page that was created takes the place of the root.
        site.refresh_from_db()
        page = part.ensure(site, site.root_page)
        if page is not None:
            created.append((part, page))
    site.refresh_from_db()
    return created


def _is_read(portal_site: PortalSite) -> bool:
    home = portal_site.site.root_page
    return portal_site.state == SiteState.LIVE and _has_content(home)


def _make(part: ReadyPart, portal_site: PortalSite, *, is_read: bool) -> tuple[Page | None, bool]:
    """The page that is the part, now on record, and whether it is new."""
    with trusted("site creation"):
        page, is_new = _page_for(part, portal_site.site)
    if page is None:
        return None, False
    SitePart.objects.create(portal_site=portal_site, code=part.code, page=page)
    if is_new and is_read and page.live:
        page.unpublish(log_action=None)
    return page, is_new


def _page_for(part: ReadyPart, site: Site) -> tuple[Page | None, bool]:
    # The root is read anew: a child added through another instance is not known to an older one.
    root = Page.objects.get(pk=site.root_page_id)
    found = part.find(site, root) if part.find else None
    return (found, False) if found else (part.ensure(site, root), True)


def _has_content(home: Page) -> bool:
    """Whether there is more than the sections that a site begins with."""
    below = Page.objects.filter(path__startswith=home.path, depth__gt=home.depth + 1)
    return bool(below.filter(live=True).exists())


def _body(portal_site: PortalSite) -> BodyKind:
    return BodyKind(portal_site.body)
