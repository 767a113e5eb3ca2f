"""Who keeps which response templates.

Those who lead or administer a site keep its templates, on the portal also those for all; who
answers for an agency keeps those of the agency.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from ...core.access.kept_records import KeptRecordsPolicy
from ...core.models import Agency, PortalSite
from ...editorial.access import agency_of
from ...editorial.roles import roles_by_site
from .. import rights
from ..models import ResponseTemplate
from . import access


def kept_sites(user: Any) -> QuerySet[PortalSite]:
    """The sites whose templates the user keeps."""
    found = PortalSite.objects.select_related("site", "agency").order_by("portal_id", "pk")
    if user.is_superuser:
        return found
    held = [site for site, roles in roles_by_site(user).items() if roles & access.KEEPING]
    return found.filter(Q(pk__in=held) | Q(portal__in=held))


def kept_agency(user: Any) -> Agency | None:
    """The agency whose templates the user keeps, for which they answer."""
    roles: frozenset[str] = frozenset().union(*roles_by_site(user).values())
    return agency_of(user) if roles & rights.ANSWERING else None


def keeps_all(user: Any) -> bool:
    """Whether the user keeps the templates that are for all sites."""
    if user.is_superuser:
        return True
    return kept_sites(user).filter(portal=None).exists()


class TemplatePolicy(KeptRecordsPolicy):
    """The response templates of the user's sites and of their agency."""

    def keeps_any(self, user: Any) -> bool:
        """Whether the user keeps templates of some site or of their agency."""
        return bool(kept_agency(user) is not None or kept_sites(user).exists())

    def kept(self, user: Any) -> QuerySet[ResponseTemplate]:
        """The templates that the user keeps."""
        wanted = Q(portal_site__in=kept_sites(user).order_by().values("pk"))
        if agency := kept_agency(user):
            wanted |= Q(agency=agency.pk)
        if keeps_all(user):
            wanted |= Q(portal_site=None)
        return ResponseTemplate.objects.filter(wanted)

    def keeping_roles(self) -> frozenset[str]:
        """Those who lead or administer a site, and those who answer for an agency."""
        return access.KEEPING | rights.ANSWERING
