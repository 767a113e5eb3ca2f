"""Who may see, make, launch and close sites, and who asks for and decides on host names."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from ...access import scope
from ...models import Agency, DomainName, PortalSite
from ..resolution import provincial_portal


def is_portal_administrator(user: Any) -> bool:
    """Whether the user decides on sites and host names: at the provincial portal, not below it."""
    if user.is_active and user.is_superuser:
        return True
    portal = provincial_portal()
    return portal is not None and scope.user_can_administer(user, portal)


def visible_sites(user: Any) -> QuerySet[PortalSite]:
    """The sites that a user sees in the list: those on which they have a role."""
    return scope.managed_portal_sites(user)


def visible_domains(user: Any) -> QuerySet[DomainName]:
    """The host names that a user may know of: all, or those of the sites they administer."""
    if is_portal_administrator(user):
        return DomainName.objects.all()
    return DomainName.objects.filter(
        Q(portal_site__in=scope.administered_portal_sites(user))
        | Q(agency__in=requesting_agencies(user))
    )


def requesting_agencies(user: Any) -> QuerySet[Agency]:
    """The agencies for which the user may ask for a host name."""
    if is_portal_administrator(user):
        return Agency.objects.all()
    administered = scope.administered_portal_sites(user).values_list("pk", flat=True)
    return scope.agencies_of(user, administered)


def works_with_domains(user: Any) -> bool:
    """Whether the register of host names is of any use to the user."""
    return is_portal_administrator(user) or scope.administered_portal_sites(user).exists()


def require(allowed: bool) -> None:
    """Let pass, or refuse.

    Raises:
        PermissionDenied: unless allowed.
    """
    if not allowed:
        raise PermissionDenied
