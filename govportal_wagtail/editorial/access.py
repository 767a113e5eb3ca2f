"""Which items a user sees, and which wait for them.

An agency sees what it supplied, a newsroom what is on its site, the newsroom of the portal also
what is on the component sites; a contributor what is theirs.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from ..core.access import scope
from ..core.models import Agency
from ..regulation.vocabulary import RoleCode
from .models import EditorialItem
from .roles import NEWSROOM, roles_by_site


def agency_of(user: Any) -> Agency | None:
    """The agency for which a user works; None without an account on a portal site."""
    account = getattr(user, "govportal_account", None)
    return account.agency if account else None


def visible_items(user: Any) -> QuerySet[EditorialItem]:
    """The items that the user may look at."""
    items = EditorialItem.objects.all()
    if not user.is_active:
        return items.none()
    if user.is_superuser:
        return items
    roles = roles_by_site(user)
    newsroom = [site for site, held in roles.items() if held & NEWSROOM]
    wanted = Q(created_by=user.pk) | Q(slip__sender__user=user.pk)
    if newsroom:
        wanted |= Q(portal_site__in=newsroom)
        overseen = scope.managed_portal_sites(user).filter(portal__in=newsroom)
        wanted |= Q(portal_site__in=overseen.values("pk"))
    agency = agency_of(user)
    held_anywhere = frozenset().union(*roles.values()) if roles else frozenset()
    if agency is not None and held_anywhere & {RoleCode.UNIT_HEAD, RoleCode.FOCAL_OFFICER}:
        wanted |= Q(agency=agency.pk)
        wanted |= Q(waiting_agency=agency.pk) | Q(verifications__agency=agency.pk)
        return items.filter(pk__in=items.filter(wanted).order_by().values("pk"))
    return items.filter(wanted)


def may_see(user: Any, item: EditorialItem) -> bool:
    """Whether the user may look at the item."""
    return visible_items(user).filter(pk=item.pk).exists()


def waiting_for(user: Any) -> QuerySet[EditorialItem]:
    """Open items at which the user may act now, and that nobody else has claimed.

    Drafts and returned items wait for whoever wrote them, and for their agency's focal officer.
    """
    agency = agency_of(user)
    groups = user.groups.values("pk")
    mine = Q(waiting_groups__in=groups) & (
        Q(waiting_agency__isnull=True) | Q(waiting_agency=agency.pk if agency else None)
    )
    mine &= Q(claimed_by__isnull=True) | Q(claimed_by=user.pk)
    own = Q(created_by=user.pk, state__in=("draft", "returned"))
    found = EditorialItem.objects.open().filter(mine | own)
    # A second look by number: a join on the groups would show an item once for each group.
    return EditorialItem.objects.filter(pk__in=found.order_by().values("pk"))
