"""Who sees which of the item screens, and whose items they show."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import Http404

from ...core.access import scope
from ...core.models import PortalSite
from ...regulation.vocabulary import RoleCode
from .. import access
from ..models import EditorialItem
from ..roles import NEWSROOM, roles_by_site

#: Who looks after the day of a board; whoever oversees the portal does as well.
DAY_ROLES: Final = frozenset({RoleCode.BOARD_HEAD, RoleCode.BOARD_DEPUTY, RoleCode.BOARD_SECRETARY})
#: Who answers for what the whole agency supplies, and so sees all of it as their own.
_FOR_AGENCY: Final = frozenset({RoleCode.UNIT_HEAD, RoleCode.FOCAL_OFFICER})


def works_here(user: Any) -> bool:
    """Whether the user has anything to do with items: a role on some site, or all rights."""
    return bool(user.is_active and (user.is_superuser or roles_by_site(user)))


def in_newsroom(user: Any) -> bool:
    """Whether the user works on what others supply."""
    return bool(user.is_superuser or any(held & NEWSROOM for held in roles_by_site(user).values()))


def newsroom_sites(user: Any) -> QuerySet[PortalSite]:
    """The sites in whose newsroom the user works, and those that these oversee."""
    sites = PortalSite.objects.select_related("site").order_by("portal_id", "pk")
    if user.is_superuser:
        return sites
    held = [site for site, roles in roles_by_site(user).items() if roles & NEWSROOM]
    overseen = scope.managed_portal_sites(user).filter(portal__in=held).order_by()
    return sites.filter(Q(pk__in=held) | Q(pk__in=overseen.values("pk")))


def day_sites(user: Any) -> QuerySet[PortalSite]:
    """The sites whose day of the board the user looks after."""
    sites = newsroom_sites(user)
    if scope.is_portal_overseer(user):
        return sites
    held = [site for site, roles in roles_by_site(user).items() if roles & DAY_ROLES]
    return sites.filter(pk__in=held)


def sees_day(user: Any) -> bool:
    """Whether there is a board's day for the user; asked for the menu, so without a query."""
    if not works_here(user):
        return False
    return scope.is_portal_overseer(user) or any(
        held & DAY_ROLES for held in roles_by_site(user).values()
    )


def own_items(user: Any) -> QuerySet[EditorialItem]:
    """What the user supplied, or whose agency did; and what that agency is asked to verify."""
    wanted = Q(created_by=user.pk) | Q(slip__sender__user=user.pk)
    agency = access.agency_of(user)
    held = frozenset().union(*roles_by_site(user).values()) if roles_by_site(user) else frozenset()
    if agency is not None and held & _FOR_AGENCY:
        wanted |= Q(agency=agency.pk) | Q(waiting_agency=agency.pk)
    return EditorialItem.objects.filter(wanted)


def supplies(user: Any) -> bool:
    """Whether the list of own items is of use: the user supplies for an agency."""
    return works_here(user) and not user.is_superuser


def item_for(user: Any, pk: int) -> EditorialItem:
    """One item with all that its page names.

    Raises:
        Http404: where there is none that the user may see.
    """
    found = (
        access.visible_items(user)
        .filter(pk=pk)
        .select_related(
            *("portal_site__site", "agency", "waiting_agency", "claimed_by", "created_by"),
            *("page__latest_revision", "page__content_type", "workflow_state", "slip__sender"),
            *("slip__section", "slip__signed_by"),
        )
        .first()
    )
    if found is None:
        raise Http404
    return found
