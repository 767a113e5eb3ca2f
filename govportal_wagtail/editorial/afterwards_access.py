"""Who works with what follows publication: corrections, takedowns, readers' reports, reviews."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q, QuerySet
from wagtail.models import Page

from ..core.access import scope
from ..core.models import PortalSite
from ..regulation.vocabulary import RoleCode
from .publication import portal_site_of
from .roles import LEADING, NEWSROOM, roles_by_site

__all__ = [
    "TAKING_DOWN",
    "is_home",
    "is_of_newsroom",
    "may_take_down",
    "newsroom_sites",
    "portal_site_of",
    "works_in_newsroom",
]

#: Who takes a page off the public sites: the board, and who operates the portal.
TAKING_DOWN: Final = LEADING | {RoleCode.BOARD_MEMBER, RoleCode.OPERATOR}


def newsroom_sites(user: Any) -> QuerySet[PortalSite]:
    """The sites in whose newsroom the user works; the newsroom of the portal reaches below it."""
    if not user.is_active:
        return PortalSite.objects.none()
    if user.is_superuser:
        return PortalSite.objects.all()
    own = [site for site, held in roles_by_site(user).items() if held & NEWSROOM]
    if not own:
        return PortalSite.objects.none()
    overseen = scope.managed_portal_sites(user).filter(portal__in=own)
    return PortalSite.objects.filter(Q(pk__in=own) | Q(pk__in=overseen.values("pk")))


def works_in_newsroom(user: Any) -> bool:
    """Whether the user works in the newsroom of some site."""
    if not user.is_active:
        return False
    return bool(user.is_superuser or any(held & NEWSROOM for held in roles_by_site(user).values()))


def is_of_newsroom(user: Any, portal_site: PortalSite | None) -> bool:
    """Whether the user works in the newsroom of this site, or of the portal that oversees it."""
    if portal_site is None:
        return bool(user.is_active and user.is_superuser)
    return newsroom_sites(user).filter(pk=portal_site.pk).exists()


def may_take_down(user: Any, portal_site: PortalSite | None) -> bool:
    """Whether the user may take pages of the site down, and bring them back.

    The board and the operator, of the site or of the portal that oversees it (Cà Mau 68/2026,
    Articles 25.1.ê and 29.2.d; Lạng Sơn 40/2024, Article 8.2.b).
    """
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    if portal_site is None:
        return False
    held = roles_by_site(user)
    own = held.get(portal_site.pk, frozenset())
    above = held.get(portal_site.portal_id, frozenset()) if portal_site.portal_id else frozenset()
    return bool((own | above) & TAKING_DOWN)


def is_home(page: Page, portal_site: PortalSite) -> bool:
    """Whether the page is the home page of the site in some language."""
    return bool(page.translation_key == portal_site.site.root_page.translation_key)
