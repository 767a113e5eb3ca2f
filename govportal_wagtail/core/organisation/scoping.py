"""Which agencies and people a user may name in the records of their own sites."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_permission_codename
from django.db.models import Model, QuerySet

from ..access import scope
from ..access.policies import policy_for
from ..models import Agency, Person, PortalSite, Post
from .tree import subtree_ids

_CHANGING = ("add", "change")


def own_agencies(user: Any, model: type[Model]) -> QuerySet[Agency]:
    """Return the agencies for which the user may enter records of the model.

    Those of the sites on which a role allows it, and all below; for somebody who works for no
    portal site, the agencies that belong to none.
    """
    if user.is_active and user.is_superuser:
        return Agency.objects.all()
    if not scope.has_role(user):
        governing = PortalSite.objects.values_list("agency_id", flat=True)
        return Agency.objects.exclude(pk__in=subtree_ids(governing))
    allowed = Agency.objects.none()
    for permission in _permissions(model):
        allowed = allowed | scope.agencies_with_permission(user, permission)
    return allowed


def people_in_public_posts(user: Any) -> QuerySet[Person]:
    """Return the people with a public post, now or earlier, in an agency of the user's sites.

    For somebody who works for no portal site, in the agencies that belong to none.
    """
    agencies: QuerySet[Agency] = Agency.objects.all()
    if not (user.is_active and user.is_superuser):
        agencies = scope.agencies_in_scope(user)
        if not scope.has_role(user):
            governing = PortalSite.objects.values_list("agency_id", flat=True)
            agencies = Agency.objects.exclude(pk__in=subtree_ids(governing))
    public = Post.objects.filter(is_public=True, agency__in=agencies.order_by().values("pk"))
    found: QuerySet[Person] = Person.objects.filter(pk__in=public.order_by().values("person"))
    return found


def own_sites(user: Any, model: type[Model]) -> QuerySet[PortalSite]:
    """Return the portal sites for which the user may enter records of the model."""
    if user.is_active and user.is_superuser:
        return PortalSite.objects.all()
    allowed = PortalSite.objects.none()
    for permission in _permissions(model):
        allowed = allowed | scope.portal_sites_with_permission(user, permission)
    return allowed


def own_records(user: Any, model: type[Model]) -> QuerySet[Any]:
    """Return the records of the model with which the user may do something."""
    found: QuerySet[Any] = policy_for(model).instances_user_has_any_permission_for(
        user, ("change", "delete", "view")
    )
    return found


def _permissions(model: type[Model]) -> list[str]:
    options = model._meta
    return [
        f"{options.app_label}.{get_permission_codename(action, options)}" for action in _CHANGING
    ]
