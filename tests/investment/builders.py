"""Builders of investment projects: a register, projects with all that the law asks, their money."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any, Final

from wagtail.models import Page, Site

from govportal_wagtail.core.models import Agency, PortalSite
from govportal_wagtail.core.sites.resolution import portal_site_for
from govportal_wagtail.core.vietnamese import slugify
from govportal_wagtail.investment.models import (
    BiddingPackage,
    CapitalSource,
    DecisionKind,
    FundingType,
    InvestmentProjectPage,
    PackageState,
    ProjectCapital,
    ProjectDecision,
    ProjectGroup,
    ProjectIndexPage,
    ProjectKind,
    ProjectStatus,
)
from govportal_wagtail.investment.required import PART
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests import builders
from tests.core.portal_builders import make_commune, make_department, make_officer

#: A billion and a million đồng.
BILLION: Final = 10**9
MILLION: Final = 10**6
_codes = count(7_900_001)


def make_register(parent: PortalSite | Site | Page, **fields: Any) -> ProjectIndexPage:
    """A published register of projects: below a page, or below the home page of a site.

    On a portal site it takes the place of the empty one that the setup has made there.
    """
    values: dict[str, Any] = {
        "title": "Dự án đầu tư công",
        "slug": "du-an",
        "show_in_menus": True,
    } | fields
    publish = values.pop("publish", True)
    portal_site = parent if isinstance(parent, PortalSite) else None
    site = parent.site if isinstance(parent, PortalSite) else parent
    above = site.root_page if isinstance(site, Site) else site
    made = portal_site.parts.filter(code=PART.code).first() if portal_site else None
    if made is not None and not made.page.get_children().exists():
        Page.objects.get(pk=made.page_id).delete()
    found: ProjectIndexPage = builders.add_page(above, ProjectIndexPage(**values), publish=publish)
    if portal_site is not None and not portal_site.parts.filter(code=PART.code).exists():
        portal_site.parts.create(code=PART.code, page=found)
    return found


def make_source(
    code: str = "provincial-budget", name: str = "Ngân sách tỉnh", **fields: Any
) -> Any:
    """A source of capital, the same one for the same code."""
    values = {"name": name} | fields
    return CapitalSource.objects.get_or_create(code=code, defaults=values)[0]


def make_investor(name: str = "Sở Xây dựng", code: str = "so-xay-dung") -> Agency:
    """An agency that owns projects."""
    return make_department(name, code)


def capital(
    year: int,
    source: CapitalSource | str = "provincial-budget",
    planned: int | None = None,
    allocated: int | None = None,
    disbursed: int | None = None,
) -> ProjectCapital:
    """An unsaved row of capital, in đồng; a code stands for its source."""
    if isinstance(source, str):
        source = make_source(source)
    return ProjectCapital(
        year=year, source=source, planned=planned, allocated=allocated, disbursed=disbursed
    )


def decision(symbol: str = "123/QĐ-UBND", **fields: Any) -> ProjectDecision:
    """An unsaved decision that approves the project, unless told otherwise."""
    return ProjectDecision(symbol=symbol, **{"kind": DecisionKind.APPROVAL} | fields)


def package(name: str = "Gói thầu số 1: Xây lắp", **fields: Any) -> BiddingPackage:
    """An unsaved bidding package that is planned, unless told otherwise."""
    return BiddingPackage(name=name, **{"state": PackageState.PLANNED} | fields)


def project_values(**fields: Any) -> dict[str, Any]:
    """Values of the plain fields of a project that has everything the law asks for."""
    number = next(_codes)
    values: dict[str, Any] = {
        "title": f"Đường tỉnh {number}",
        "code": str(number),
        "objective": "Bảo đảm giao thông giữa các xã, phục vụ đi lại của người dân",
        "kind": ProjectKind.PUBLIC_INVESTMENT,
        "group": ProjectGroup.B,
        "planned_start": "2025-01",
        "planned_end": "2027-12",
        "total_investment": 120 * BILLION,
        "funding": FundingType.STATE_BUDGET,
        "status": ProjectStatus.IN_PROGRESS,
        "status_since": "2025-03",
    } | fields
    if "field" not in values:
        values["field"] = builders.make_field("giao-thong", name="Giao thông")
    if "investor" not in values and not values.get("investor_name"):
        values["investor"] = make_investor()
    return values


def make_project(
    register: ProjectIndexPage,
    *,
    publish: bool = True,
    communes: Iterable[Agency] = (),
    capital: Iterable[ProjectCapital] = (),
    decisions: Iterable[ProjectDecision] = (),
    packages: Iterable[BiddingPackage] = (),
    **fields: Any,
) -> InvestmentProjectPage:
    """A project that has everything the law asks for, posted by plain code unless told otherwise.

    ``states``, ``updates``, ``photos`` and ``files`` are lists of unsaved rows too.
    """
    rows = {name: list(fields.pop(name, ())) for name in ("states", "updates", "photos", "files")}
    rows |= {"capital": list(capital), "decisions": list(decisions), "packages": list(packages)}
    values = project_values(**fields)
    values.setdefault("slug", f"{slugify(values['title'])[:60]}-{slugify(values['code'])}")
    page = InvestmentProjectPage(**values)
    page.communes = list(communes)
    for name, found in rows.items():
        setattr(page, name, found)
    page.derive()
    builders.add_page(register, page, publish=publish)
    return stored(page)


def change_project(
    page: InvestmentProjectPage, *, publish: bool = True, **fields: Any
) -> InvestmentProjectPage:
    """A new version of the project; lists of unsaved rows take the place of those it had."""
    version = InvestmentProjectPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(version, name, value)
    version.derive()
    revision = version.save_revision()
    if publish:
        revision.publish()
    return stored(page)


def stored(page: InvestmentProjectPage) -> InvestmentProjectPage:
    """The project as it is in the database."""
    found: InvestmentProjectPage = InvestmentProjectPage.objects.get(pk=page.pk)
    return found


def make_communes() -> list[Agency]:
    """Two communes of today."""
    return [
        make_commune(),
        make_commune("Ủy ban nhân dân xã Hòa Ninh", "xa-hoa-ninh"),
    ]


def make_editor(portal_site: PortalSite, name: str = "bien-tap") -> Any:
    """Somebody of the newsroom."""
    return make_officer(name, portal_site, RoleCode.FULL_TIME_EDITOR.value)


def make_focal_officer(agency: Agency, portal_site: PortalSite, name: str = "dau-moi") -> Any:
    """Somebody of an agency who supplies its projects and figures."""
    return make_officer(name, portal_site, RoleCode.FOCAL_OFFICER.value, agency=agency)


def make_board_head(portal_site: PortalSite, name: str = "truong-ban") -> Any:
    """Who approves what is posted on a site."""
    return make_officer(name, portal_site, RoleCode.BOARD_HEAD.value)


def portal_site_of(register: ProjectIndexPage) -> PortalSite:
    """The portal site of a register."""
    found = portal_site_for(register.get_site())
    assert found is not None
    return found
