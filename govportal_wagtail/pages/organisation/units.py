"""Units of an agency as readers see them: who heads them, and where more is said of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from ...core import caching
from ...core.models import Agency, AgencyKind, PortalSite, Post, SiteState
from ...core.placeholders import without_placeholders
from ...core.vietnamese import sort_key
from .leader_pages import addresses, leading, pages_on_site
from .models import AgencyPage

__all__ = ["Officer", "Unit", "UnitGroup", "add_facts", "grouped", "officers_of", "shown_below"]

#: Headings of units of one kind, in the order in which they are shown. The chairperson signs
#: documents as an agency of the register does, and is no unit.
GROUPS: Final[dict[str, str | Promise]] = {
    AgencyKind.PEOPLES_COUNCIL: _("People's Council"),
    AgencyKind.PEOPLES_COMMITTEE: _("People's Committee"),
    AgencyKind.COMMUNE_PEOPLES_COUNCIL: _("People's Councils of communes"),
    AgencyKind.PC_OFFICE: pgettext_lazy("units of an agency", "Office"),
    AgencyKind.DEPARTMENT: _("Departments and equivalent agencies"),
    AgencyKind.INTERNAL_UNIT: _("Divisions"),
    AgencyKind.PUBLIC_SERVICE_UNIT: _("Public service units"),
    AgencyKind.DISTRICT_PEOPLES_COMMITTEE: _("Districts"),
    AgencyKind.COMMUNE_PEOPLES_COMMITTEE: _("Communes, wards and special zones"),
    AgencyKind.NATIONAL_ASSEMBLY: _("National Assembly"),
    AgencyKind.GOVERNMENT: _("Government"),
    AgencyKind.MINISTRY: _("Ministries"),
    AgencyKind.OTHER: _("Other organisations"),
}


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody in a public post of today; ``url`` leads to the page of the leader, if any."""

    name: str
    title: str
    is_head: bool = False
    phone: str = ""
    email: str = ""
    url: str = ""


@dataclass(slots=True)
class UnitGroup:
    """Units of one kind below the same agency."""

    code: str
    label: str | Promise
    units: list[Unit]


@dataclass(slots=True)
class Unit:
    """One agency with what is said of it, and the units below it by kind."""

    agency: Agency
    #: The page about the agency; empty where there is none.
    url: str = ""
    #: The agency's own site: a component of the portal, or the website that the register names.
    site_url: str = ""
    heads: list[Officer] = field(default_factory=list)
    groups: list[UnitGroup] = field(default_factory=list)
    #: How many units lie below, shown or not, at any depth.
    size: int = 0

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.agency.localized_name

    @property
    def is_cut(self) -> bool:
        """Whether there are units below that are not shown."""
        return self.size > 0 and not self.groups


def shown_below(root: int) -> tuple[dict[int, list[int]], dict[int, str]]:
    """Return the units below each agency as readers see them, and the kind of each; one query.

    Units of an agency that does not exist today, or is none to readers, stand below the next one
    above it that they see; ``root`` is always seen.
    """
    today = timezone.localdate()
    rows = Agency.objects.order_by().only("pk", "parent_id", "kind", "valid_from", "valid_to")
    known = {each.pk: each for each in rows}
    seen = {key for key, each in known.items() if each.kind in GROUPS and each.exists(on=today)}
    below: dict[int, list[int]] = defaultdict(list)
    for key in seen:
        above, passed = known[key].parent_id, {key}
        while above is not None and above != root and above not in seen and above not in passed:
            passed.add(above)
            above = known[above].parent_id
        if above is not None and (above == root or above in seen):
            below[above].append(key)
    return below, {key: known[key].kind for key in seen}


def grouped(units: Iterable[Unit]) -> list[UnitGroup]:
    """Return the units by kind, each kind in the order of Vietnamese names."""
    by_kind: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        by_kind[unit.agency.kind].append(unit)
    return [
        UnitGroup(kind, label, sorted(by_kind[kind], key=_place))
        for kind, label in GROUPS.items()
        if by_kind[kind]
    ]


def add_facts(units: Sequence[Unit], page: Page, request: HttpRequest, *, branch: str) -> None:
    """Give units their heads, pages and sites; the number of queries does not grow with them.

    ``branch`` is the tree path below which the pages about the agencies lie.
    """
    agencies = [unit.agency.pk for unit in units]
    heads = _heads(agencies, page, request)
    pages = _agency_pages(agencies, request, branch)
    sites = _sites(agencies, request)
    for unit in units:
        key = unit.agency.pk
        unit.heads = heads.get(key, [])
        unit.url = pages.get(key, "")
        unit.site_url = sites.get(key, "") or unit.agency.website


def officers_of(agency: Agency, page: Page, request: HttpRequest, *, most: int) -> list[Officer]:
    """Return who leads the agency today in a public post, its head first."""
    posts = Post.objects.in_office(on=timezone.localdate()).filter(agency=agency, is_public=True)
    posts = posts.filter(leading(pages_on_site(page)))
    found = list(posts.select_related("person")[:most])
    urls = addresses([post.person_id for post in found], page, request)
    return [_officer(post, urls) for post in found]


def _heads(agencies: Sequence[int], page: Page, request: HttpRequest) -> dict[int, list[Officer]]:
    posts = Post.objects.heads(on=timezone.localdate()).filter(agency__in=agencies, is_public=True)
    found = list(posts.select_related("person"))
    urls = addresses([post.person_id for post in found], page, request)
    heads: dict[int, list[Officer]] = defaultdict(list)
    for post in found:
        heads[post.agency_id].append(_officer(post, urls))
    return heads


def _officer(post: Post, urls: dict[int, str]) -> Officer:
    return Officer(
        name=post.person.name,
        title=post.localized_title,
        is_head=post.is_head,
        phone=post.phone,
        email=post.email,
        url=urls.get(post.person_id, ""),
    )


def _agency_pages(agencies: Sequence[int], request: HttpRequest, branch: str) -> dict[int, str]:
    # A page that was never saved has no place in the tree, and none below it.
    if not branch:
        return {}
    pages = without_placeholders(AgencyPage.objects.live().public().filter(agency__in=agencies))
    found: Any = pages.filter(path__startswith=branch).defer("functions", "history")
    return {each.agency_id: each.get_url(request) or "" for each in found.order_by("-path")}


def _sites(agencies: Sequence[int], request: HttpRequest) -> dict[int, str]:
    sites = PortalSite.objects.filter(agency__in=agencies, state=SiteState.LIVE)
    here = caching.site_id_of(request)
    urls: dict[int, str] = {}
    for each in sites.select_related("site").order_by("pk"):
        if each.site_id != here:
            urls.setdefault(each.agency_id, f"{each.site.root_url}/")
    return urls


def _place(unit: Unit) -> tuple[str, int]:
    return (sort_key(unit.agency.name), unit.agency.pk)
