"""Who keeps which response templates.

Those who lead or administer a site keep its templates, on the portal also those for all; who
answers for an agency keeps those of the agency.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

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


class TemplatePolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Roles decide, not permissions of groups."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the user keeps templates of some site or of their agency."""
        if not user.is_active:
            return False
        return bool(user.is_superuser or kept_agency(user) is not None or kept_sites(user).exists())

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """The same: who keeps templates does everything with them."""
        return any(self.user_has_permission(user, action) for action in actions)

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        """The templates that the user keeps."""
        found: QuerySet[Any] = ResponseTemplate.objects.all()
        if not user.is_active:
            return found.none()
        if user.is_superuser:
            return found
        wanted = Q(portal_site__in=kept_sites(user).order_by().values("pk"))
        if agency := kept_agency(user):
            wanted |= Q(agency=agency.pk)
        if keeps_all(user):
            wanted |= Q(portal_site=None)
        return found.filter(wanted)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the user keeps this template, as it is stored."""
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        """The same for several actions."""
        if instance.pk is None:
            return self.user_has_any_permission(user, actions)
        kept = self.instances_user_has_any_permission_for(user, actions)
        return bool(kept.filter(pk=instance.pk).exists())

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """Users who keep templates somewhere."""
        people: QuerySet[Any] = get_user_model()._default_manager.filter(is_active=True)
        roles = access.KEEPING | rights.ANSWERING
        return people.filter(
            Q(is_superuser=True) | Q(groups__govportal_role__role__in=list(roles))
        ).distinct()
