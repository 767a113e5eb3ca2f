"""What each role may do in the admin, and the groups through which Wagtail lets them.

Wagtail asks groups for everything: pages, collections, settings of a site, records. Each role on
each site has one group. What a role gives is written down with the site, so that a later version
of the package or another regulation takes away what it gave and never what an administrator added.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Page, Site

from ...regulation.models import RegulationSettings
from ...regulation.schema import Profile
from ...regulation.vocabulary import RoleCode
from ..models import PortalSettings, PortalSite, SiteRoleGroup
from ..registries import role_additions
from . import grants
from .grants import Grant

_GROUP_NAME_LENGTH: Final = 150


@dataclass(frozen=True, kw_only=True)
class RolePermissions:
    """What a role gives on its site."""

    #: Wagtail's actions on the home page of the site and all below it.
    pages: frozenset[str] = frozenset({"add"})
    #: Whether also on its home pages in other languages.
    in_all_languages: bool = True
    #: Actions on images and files of the site's collection.
    files: frozenset[str] = frozenset({"choose", "add"})
    changes_settings: bool = False
    #: Model permissions as ``action_model`` of the core app, or with the label of another app.
    records: frozenset[str] = frozenset()
    #: The same, only for the role on the provincial portal.
    records_on_portal: frozenset[str] = frozenset()
    #: On the provincial portal: the same page permissions on the components, and choosing there.
    oversees: bool = False


def _records(*models: str, actions: Iterable[str] = ("view", "add", "change")) -> frozenset[str]:
    return frozenset(f"{action}_{model}" for model in models for action in actions)


_SUPPLIES: Final = RolePermissions(in_all_languages=False)
_EDITING: Final = frozenset({"add", "change", "lock"})
_DECIDING: Final = _EDITING | {"publish", "unlock"}
_PEOPLE: Final = _records("person", "editorialboard", "account") | _records(
    "domainname", actions=("view", "add")
)
_PEOPLE_OF_SITE: Final = _PEOPLE | {"view_portalsite"}
_SITES: Final = _records("portalsite") | {"change_domainname"}
#: Registers that all sites share, and the calendar by which all of them count.
_SHARED: Final = _records("agency", "administrativefield") | frozenset(
    f"{RegulationSettings._meta.app_label}.{codename}"
    for codename in (
        *_records("calendaroverride", actions=("view", "add", "change", "delete")),
        *_records("calendaryear"),
        "view_deadline",
    )
)
_FILES: Final = frozenset({"choose", "add", "change"})
#: The head of a board and the deputy who stands in.
_LEADS: Final = RolePermissions(
    pages=_DECIDING,
    files=_FILES,
    changes_settings=True,
    records=_PEOPLE_OF_SITE,
    records_on_portal=_SITES,
    oversees=True,
)

ROLE_PERMISSIONS: Final[dict[RoleCode, RolePermissions]] = {
    RoleCode.CONTRIBUTOR: _SUPPLIES,
    RoleCode.FOCAL_OFFICER: _SUPPLIES,
    RoleCode.UNIT_HEAD: _SUPPLIES,
    RoleCode.FULL_TIME_EDITOR: RolePermissions(pages=_EDITING, files=_FILES),
    RoleCode.BOARD_SECRETARY: RolePermissions(pages=_EDITING, files=_FILES),
    RoleCode.BOARD_MEMBER: RolePermissions(pages=_DECIDING, files=_FILES, oversees=True),
    RoleCode.BOARD_DEPUTY: _LEADS,
    RoleCode.BOARD_HEAD: _LEADS,
    # Cà Mau 68/2026, Article 27.3: who operates the portal posts what was approved.
    RoleCode.OPERATOR: RolePermissions(
        pages=frozenset({"add", "change", "publish"}), files=_FILES, oversees=True
    ),
    # Whoever may change a page may delete its draft and set it back by Wagtail's own ways.
    # Translators write on screens of their own, where each text has its unit.
    RoleCode.TRANSLATOR: RolePermissions(pages=frozenset(), files=frozenset()),
    RoleCode.SITE_ADMIN: RolePermissions(
        pages=_DECIDING - {"publish"},
        files=_FILES,
        changes_settings=True,
        records=_PEOPLE_OF_SITE,
        records_on_portal=_SITES | _SHARED,
        oversees=True,
    ),
}

#: Wagtail asks for permissions on its own models, whatever models a project uses.
_FILE_MODELS: Final = (("wagtailimages", "image"), ("wagtaildocs", "document"))


@dataclass(slots=True)
class _Places:
    """The objects of one site that permissions are given on."""

    own_homes: list[int] = field(default_factory=list)
    foreign_homes: list[int] = field(default_factory=list)
    collection: int | None = None
    sites: list[int] = field(default_factory=list)

    def homes(self, *, in_all_languages: bool) -> list[int]:
        return [*self.own_homes, *(self.foreign_homes if in_all_languages else ())]


def ensure_role_groups(portal_site: PortalSite, profile: Profile) -> dict[str, Group]:
    """Make sure of a group per role with the permissions of the role; returns them by role.

    Safe to repeat. A group keeps its members and is renamed when the regulation calls the role
    otherwise. Permissions that the role gave before and gives no longer are taken away.
    """
    with transaction.atomic():
        groups = {role.value: _group(portal_site, role, profile) for role in RoleCode}
        places = _places(portal_site)
        overseen = [_places(each) for each in _components(portal_site)]
        wanted = {
            role.value: set(_grants(ROLE_PERMISSIONS[role], portal_site, places, overseen))
            for role in RoleCode
        }
        given = {role: set(found) for role, found in portal_site.role_grants.items()}
        grants.apply(groups, given=given, wanted=wanted)
        portal_site.role_grants = {role: sorted(found) for role, found in wanted.items()}
        portal_site.save(update_fields=["role_grants"])
    return groups


def _components(portal_site: PortalSite) -> list[PortalSite]:
    if not portal_site.is_portal:
        return []
    return list(portal_site.components.select_related("site__root_page"))


def _group(portal_site: PortalSite, role: RoleCode, profile: Profile) -> Group:
    found = SiteRoleGroup.objects.filter(portal_site=portal_site, role=role)
    link = found.select_related("group").first()
    name = _free_name(portal_site, profile.role_title(role), link.group_id if link else None)
    if link is None:
        group = Group.objects.create(name=name)
        SiteRoleGroup.objects.create(portal_site=portal_site, role=role, group=group)
        return group
    if link.group.name != name:
        link.group.name = name
        link.group.save(update_fields=["name"])
    return link.group


def _free_name(portal_site: PortalSite, title: str, own: int | None) -> str:
    """``<site>: <title>``; with the host where two sites, or two roles, are called the same."""
    label = str(portal_site)[: _GROUP_NAME_LENGTH // 2]
    host = portal_site.site.hostname
    name, number = f"{label}: {title}"[:_GROUP_NAME_LENGTH], 1
    while Group.objects.filter(name=name).exclude(pk=own or 0).exists():
        number += 1
        ending = f" ({host})" if number == 2 else f" ({host} {number})"
        name = f"{label}: {title}"[: _GROUP_NAME_LENGTH - len(ending)] + ending
    return name


def _places(portal_site: PortalSite) -> _Places:
    home = portal_site.site.root_page
    homes = home.get_translations(inclusive=True).values_list("pk", flat=True)
    sites = Site.objects.filter(root_page__in=homes).values_list("pk", flat=True)
    return _Places(
        own_homes=[home.pk],
        foreign_homes=[pk for pk in homes if pk != home.pk],
        collection=portal_site.collection_id,
        sites=sorted(sites),
    )


def _grants(
    role: RolePermissions, portal_site: PortalSite, places: _Places, overseen: list[_Places]
) -> list[Grant]:
    found = ["record/0/wagtailadmin.access_admin"]
    found += _page_grants(role, places)
    found += _file_grants(role.files, places)
    records = role.records | (role.records_on_portal if portal_site.is_portal else frozenset())
    core = PortalSite._meta.app_label
    found += [f"record/0/{name if '.' in name else f'{core}.{name}'}" for name in records]
    found += _added_grants(role, portal_site, places)
    if role.changes_settings:
        # A component follows the regulation of the portal: the choice is made there.
        models: list[Any] = [PortalSettings]
        if portal_site.is_portal:
            models.append(RegulationSettings)
        found += [
            f"site/{site}/{model._meta.app_label}.change_{model._meta.model_name}"
            for site in places.sites
            for model in models
        ]
    if role.oversees:
        for each in overseen:
            found += _page_grants(role, each)
            found += _file_grants(role.files & {"choose"}, each)
    return found


def _added_grants(role: RolePermissions, portal_site: PortalSite, places: _Places) -> list[Grant]:
    """What later layers give to who changes the settings of the site."""
    if not role.changes_settings:
        return []
    found = []
    for addition in role_additions:
        names = sorted(addition.settings)
        found += [f"site/{site}/{name}" for site in places.sites for name in names]
        if portal_site.is_portal:
            found += [f"record/0/{name}" for name in sorted(addition.records_on_portal)]
    return found


def _page_grants(role: RolePermissions, places: _Places) -> list[Grant]:
    meta = Page._meta
    return [
        f"page/{home}/{meta.app_label}.{action}_{meta.model_name}"
        for home in places.homes(in_all_languages=role.in_all_languages)
        for action in role.pages
    ]


def _file_grants(actions: Iterable[str], places: _Places) -> list[Grant]:
    if places.collection is None:
        return []
    return [
        f"collection/{places.collection}/{app_label}.{action}_{name}"
        for app_label, name in _FILE_MODELS
        for action in actions
    ]


__all__ = ["ROLE_PERMISSIONS", "RolePermissions", "ensure_role_groups"]
