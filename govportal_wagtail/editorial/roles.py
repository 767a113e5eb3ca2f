"""In which role somebody acts on a portal site."""

from __future__ import annotations

from typing import Any, Final

from ..core.models import PortalSite, SiteRoleGroup
from ..regulation.vocabulary import RoleCode

#: The role that is written into the log for a superuser who holds no role on the site.
SUPERUSER: Final = "superuser"
#: Who holds several roles acts in the first of these.
_ORDER: Final = (
    RoleCode.BOARD_HEAD,
    RoleCode.BOARD_DEPUTY,
    RoleCode.BOARD_MEMBER,
    RoleCode.BOARD_SECRETARY,
    RoleCode.FULL_TIME_EDITOR,
    RoleCode.OPERATOR,
    RoleCode.SITE_ADMIN,
    RoleCode.UNIT_HEAD,
    RoleCode.FOCAL_OFFICER,
    RoleCode.TRANSLATOR,
    RoleCode.CONTRIBUTOR,
)
#: Roles of those who work on what others supplied; they see every item of their site.
NEWSROOM: Final = frozenset(
    {
        RoleCode.BOARD_HEAD,
        RoleCode.BOARD_DEPUTY,
        RoleCode.BOARD_MEMBER,
        RoleCode.BOARD_SECRETARY,
        RoleCode.FULL_TIME_EDITOR,
        RoleCode.OPERATOR,
        RoleCode.SITE_ADMIN,
    }
)
#: Who assigns items to others and may take over a claim.
LEADING: Final = frozenset({RoleCode.BOARD_HEAD, RoleCode.BOARD_DEPUTY})
#: Roles of those who supply for an agency.
SUPPLYING: Final = frozenset({RoleCode.UNIT_HEAD, RoleCode.FOCAL_OFFICER, RoleCode.CONTRIBUTOR})
_CACHE: Final = "_govportal_site_roles"


def roles_by_site(user: Any) -> dict[int, frozenset[str]]:
    """The roles of a user by number of portal site; read once for each user object."""
    if not getattr(user, "pk", None) or not user.is_active:
        return {}
    found: dict[int, frozenset[str]] | None = getattr(user, _CACHE, None)
    if found is None:
        rows = SiteRoleGroup.objects.filter(group__user=user.pk)
        collected: dict[int, set[str]] = {}
        for site, role in rows.order_by().values_list("portal_site_id", "role"):
            collected.setdefault(site, set()).add(role)
        found = {site: frozenset(roles) for site, roles in collected.items()}
        setattr(user, _CACHE, found)
    return found


def roles_on(user: Any, portal_site: PortalSite | None) -> frozenset[str]:
    """The roles that the user holds on this site itself."""
    if portal_site is None:
        return frozenset()
    return roles_by_site(user).get(portal_site.pk, frozenset())


def role_of(user: Any, portal_site: PortalSite | None) -> str:
    """The code of the role in which the user acts on the site; empty for nobody and no role.

    On a component site also a role on the portal that oversees it.
    """
    if not getattr(user, "pk", None):
        return ""
    sites = [portal_site.pk, portal_site.portal_id] if portal_site else []
    for site in sites:
        held = roles_by_site(user).get(site, frozenset()) if site else frozenset()
        for role in _ORDER:
            if role in held:
                return str(role.value)
    return SUPERUSER if user.is_superuser else ""


def forget(user: Any) -> None:
    """Drop what was read for this user object, after its roles changed."""
    if hasattr(user, _CACHE):
        delattr(user, _CACHE)
