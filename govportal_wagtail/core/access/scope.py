"""On which portal sites, and for which agencies, a user works.

A role on a site reaches that site. A role that oversees (the board, the operator, the site
administrator) on the provincial portal reaches the portal and its component sites. The answers
are read once for each user object, that is once for each request.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from ...regulation.vocabulary import BodyKind, RoleCode
from ..models import Agency, PortalSite, RoleAssignment, SiteRoleGroup
from ..organisation.tree import subtree_ids
from .roles import ROLE_PERMISSIONS

#: Roles that, held on the provincial portal, reach its component sites.
OVERSEEING_ROLES: Final = frozenset(
    role for role, permissions in ROLE_PERMISSIONS.items() if permissions.oversees
)
#: Roles that answer for the accounts of a site.
ADMINISTERING_ROLES: Final = frozenset(
    {RoleCode.SITE_ADMIN, RoleCode.BOARD_HEAD, RoleCode.BOARD_DEPUTY}
)
_CACHE: Final = "_govportal_scope"


@dataclass(frozen=True, slots=True)
class _HeldRole:
    portal_site: int
    role: str
    #: Whether the role is held on the provincial portal.
    on_portal: bool

    @property
    def oversees(self) -> bool:
        return self.on_portal and self.role in OVERSEEING_ROLES


@dataclass(slots=True)
class _Scope:
    """What was read for one user; filled as far as it was asked for."""

    roles: tuple[_HeldRole, ...] = ()
    #: Sites by permission, for the roles; None until somebody asks.
    permissions: dict[str, set[_HeldRole]] | None = None
    #: Permissions that do not come from a role on a site.
    plain: frozenset[str] = frozenset()
    agencies: dict[frozenset[int], frozenset[int]] = field(default_factory=dict)


def managed_portal_sites(user: Any) -> QuerySet[PortalSite]:
    """The sites on which the user holds a role.

    All for a superuser; the portal and its components for a role that oversees them.
    """
    if _is_superuser(user):
        return PortalSite.objects.all()
    return _reached(_scope_of(user).roles)


def administered_portal_sites(user: Any) -> QuerySet[PortalSite]:
    """The sites whose accounts the user answers for, as administrator or head of the board."""
    if _is_superuser(user):
        return PortalSite.objects.all()
    return _reached(each for each in _scope_of(user).roles if each.role in ADMINISTERING_ROLES)


def has_permission(user: Any, permission: str) -> bool:
    """Whether one of the user's roles gives the permission ("app.codename") on some site."""
    return _is_superuser(user) or bool(_roles_with(user, permission))


def administers(user: Any) -> bool:
    """Whether the user answers for the accounts of some site."""
    return _is_superuser(user) or any(
        each.role in ADMINISTERING_ROLES for each in _scope_of(user).roles
    )


def administered_agencies(user: Any) -> QuerySet[Agency]:
    """The agencies for which the user may create accounts: those of the sites they administer."""
    if _is_superuser(user):
        return Agency.objects.all()
    roles = [each for each in _scope_of(user).roles if each.role in ADMINISTERING_ROLES]
    if any(each.oversees for each in roles):
        return Agency.objects.all()
    return agencies_of(user, {each.portal_site for each in roles})


def portal_sites_with_permission(user: Any, permission: str) -> QuerySet[PortalSite]:
    """The sites on which one of the user's roles there gives a permission ("app.codename").

    A permission that the user has on one site does not follow them to another one where their
    role does not give it. One that comes from an ordinary group holds on all their sites.
    """
    if _is_superuser(user):
        return PortalSite.objects.all()
    return _reached(_roles_with(user, permission))


def agencies_with_permission(user: Any, permission: str) -> QuerySet[Agency]:
    """The agencies of the sites on which a role of the user gives the permission, and below."""
    if _is_superuser(user):
        return Agency.objects.all()
    roles = _roles_with(user, permission)
    if any(each.oversees for each in roles):
        return Agency.objects.all()
    return agencies_of(user, {each.portal_site for each in roles})


def user_can_administer(user: Any, portal_site: PortalSite) -> bool:
    """Whether the user answers for the accounts of the site."""
    if _is_superuser(user):
        return True
    return any(
        each.role in ADMINISTERING_ROLES
        and (
            each.portal_site == portal_site.pk
            or (each.oversees and each.portal_site == portal_site.portal_id)
        )
        for each in _scope_of(user).roles
    )


def is_portal_overseer(user: Any) -> bool:
    """Whether the user may look at all component sites, as superuser or by a portal role."""
    return _is_superuser(user) or any(each.oversees for each in _scope_of(user).roles)


def has_role(user: Any) -> bool:
    """Whether the user holds a role on some portal site."""
    return bool(_scope_of(user).roles)


def agencies_in_scope(user: Any) -> QuerySet[Agency]:
    """The governing agencies of the user's sites and all agencies below them.

    All agencies for superusers and those who oversee the portal.
    """
    if is_portal_overseer(user):
        return Agency.objects.all()
    return agencies_of(user, {each.portal_site for each in _scope_of(user).roles})


def agencies_of(user: Any, portal_sites: Iterable[int]) -> QuerySet[Agency]:
    """The governing agencies of these sites and all agencies below them; read once per user."""
    wanted = frozenset(portal_sites)
    if not wanted:
        return Agency.objects.none()
    known = _scope_of(user).agencies
    if wanted not in known:
        governing = PortalSite.objects.filter(pk__in=wanted).values_list("agency_id", flat=True)
        known[wanted] = frozenset(subtree_ids(governing))
    return Agency.objects.filter(pk__in=known[wanted])


def forget(user: Any) -> None:
    """Drop what was read for this user object, after its roles changed."""
    if hasattr(user, _CACHE):
        delattr(user, _CACHE)


def _is_superuser(user: Any) -> bool:
    return bool(user.is_active and user.is_superuser)


def _roles_with(user: Any, permission: str) -> Iterable[_HeldRole]:
    scope = _scope_of(user)
    if scope.permissions is None:
        scope.permissions, scope.plain = _read_permissions(user, scope.roles)
    if permission in scope.plain:
        return scope.roles
    return scope.permissions.get(permission, ())


def _reached(roles: Iterable[_HeldRole]) -> QuerySet[PortalSite]:
    held = list(roles)
    if not held:
        return PortalSite.objects.none()
    wanted = Q(pk__in={each.portal_site for each in held})
    portals = {each.portal_site for each in held if each.oversees}
    if portals:
        wanted |= Q(portal__in=portals)
    return PortalSite.objects.filter(wanted)


def _scope_of(user: Any) -> _Scope:
    # Through the attribute, because the user of a request is a wrapper around the real one.
    known: _Scope | None = getattr(user, _CACHE, None)
    if known is None:
        known = _Scope(roles=tuple(_held_roles(user)))
        setattr(user, _CACHE, known)
    return known


def _held_roles(user: Any) -> list[_HeldRole]:
    if not user.is_active or user.is_anonymous:
        return []
    rows = RoleAssignment.objects.filter(
        account__user=user.pk, account__locked_on__isnull=True, ended_at__isnull=True
    ).values_list("portal_site_id", "role", "portal_site__portal_id", "portal_site__body")
    return [
        _HeldRole(site, role, on_portal=portal is None and body == BodyKind.PORTAL)
        for site, role, portal, body in rows.order_by("pk")
    ]


def _read_permissions(
    user: Any, held: Iterable[_HeldRole]
) -> tuple[dict[str, set[_HeldRole]], frozenset[str]]:
    """Which of the user's roles give which permission, and what their other groups give."""
    roles = {(each.portal_site, each.role): each for each in held}
    found: dict[str, set[_HeldRole]] = defaultdict(set)
    rows = SiteRoleGroup.objects.filter(group__user=user.pk).values_list(
        "portal_site_id",
        "role",
        "group__permissions__content_type__app_label",
        "group__permissions__codename",
    )
    for site, role, app_label, codename in rows:
        if (site, role) in roles:
            found[f"{app_label}.{codename}"].add(roles[site, role])
    plain = Permission.objects.filter(
        Q(user=user.pk) | Q(group__user=user.pk, group__govportal_role__isnull=True)
    )
    names = plain.order_by().values_list("content_type__app_label", "codename")
    return dict(found), frozenset(f"{app_label}.{codename}" for app_label, codename in names)
