"""Investment projects of the demo: the register, its money and a correction."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from wagtail.models import Collection, Page, Site

from govportal_wagtail.core.models import AdministrativeField, Agency, PortalSite, SitePart
from govportal_wagtail.core.vietnamese import slugify
from govportal_wagtail.editorial import publication
from govportal_wagtail.investment.models import (
    BiddingPackage,
    CapitalSource,
    InvestmentProjectPage,
    ProjectCapital,
    ProjectDecision,
    ProjectIndexPage,
    ProjectPhoto,
    ProjectState,
    ProjectUpdate,
)
from govportal_wagtail.pages.models import HomePage, HomePageSection

from . import sources
from .office_clock import at

Row = dict[str, Any]
PART = "projects"
#: The file states money in millions of đồng, as offices do.
_MILLION = 10**6
_POSTED_BEFORE = timedelta(days=14)
_PLAIN = (
    *("code", "kind", "group", "funding", "donor", "status", "status_note", "investor_name"),
    *("board_name", "place", "scale", "objective", "land_use", "incentives", "call_terms"),
    *("call_until", "progress_on", "area"),
)
_PARTIAL = ("planned_start", "planned_end", "actual_start", "actual_end", "status_since")
_NUMBERS = ("latitude", "longitude", "progress", "land_area")


def load(site: Site) -> int:
    """The projects that are missing on the portal; returns how many pages were made."""
    portal = PortalSite.objects.get(site=site)
    data = sources.read_yaml("investment/projects.yaml")
    register = register_of(portal, data["register"])
    made = 0
    for number, row in enumerate(data["projects"]):
        if InvestmentProjectPage.objects.child_of(register).filter(code=row["code"]).exists():
            continue
        page = project(row, portal.collection)
        with at(timezone.now() - _POSTED_BEFORE + timedelta(days=number)):
            post(register, page)
        made += 1
    if made:
        for code, field, value, reason in data["revisions"]:
            revise(register, code, field, value, reason)
    show_on_home(site, register)
    return made


def register_of(portal: PortalSite, row: Row) -> ProjectIndexPage:
    """The register of the portal: the one that the setup made, or a new one below the plans."""
    home = portal.site.root_page
    found = ProjectIndexPage.objects.descendant_of(home).order_by("path").first()
    if found is None:
        above = Page.objects.descendant_of(home).get(slug="chien-luoc-quy-hoach")
        found = ProjectIndexPage(slug=row["slug"], show_in_menus=True, live=False)
        found.title, found.lead = row["title"], row["lead"]
        above.add_child(instance=found)
        publish(found)
        SitePart.objects.update_or_create(portal_site=portal, code=PART, defaults={"page": found})
    elif not found.lead:
        found.title, found.lead = row["title"], row["lead"]
        publish(found)
    register: ProjectIndexPage = found
    return register


def project(row: Row, collection: Collection | None) -> InvestmentProjectPage:
    """An unsaved project with its rows."""
    page = InvestmentProjectPage(title=row["title"])
    for name in _PLAIN:
        if row.get(name) is not None:
            setattr(page, name, row[name])
    for name in _PARTIAL:
        setattr(page, name, str(row.get(name, "")))
    for name in _NUMBERS:
        if name in row:
            setattr(page, name, Decimal(str(row[name])))
    page.total_investment = dong(row.get("total"))
    page.field = AdministrativeField.objects.get(code=row["field"])
    page.investor = Agency.objects.filter(code=row.get("investor")).first()
    page.communes = list(Agency.objects.filter(code__in=row.get("communes", [])))
    if "contact" in row:
        page.contact_unit, page.contact_phone, page.contact_email = row["contact"]
    add_rows(page, row, collection)
    page.slug = slugify(page.title)[:80]
    return page


def add_rows(page: InvestmentProjectPage, row: Row, collection: Collection | None) -> None:
    """The rows of a project: states, capital, decisions, packages, news and photos."""
    page.states = [
        ProjectState(status=status, since=str(since), note=note)
        for status, since, note in row.get("states", [])
    ]
    page.capital = [capital(each) for each in row.get("capital", [])]
    page.decisions = [
        ProjectDecision(
            kind=kind, symbol=symbol, issued_on=day, issuer=issuer, abstract=about, adjusts=adjusts
        )
        for kind, symbol, day, issuer, about, adjusts in row.get("decisions", [])
    ]
    page.packages = [package(each) for each in row.get("packages", [])]
    page.updates = [
        ProjectUpdate(date=day, title=title, text=text)
        for day, title, text in row.get("updates", [])
    ]
    page.photos = [
        ProjectPhoto(
            image=sources.image(name, row["title"], collection), alt_text=alt, caption=caption
        )
        for name, alt, caption in row.get("photos", [])
    ]


def capital(row: list[Any]) -> ProjectCapital:
    """Capital of a year from one source."""
    year, source, planned, allocated, disbursed = row
    return ProjectCapital(
        year=year,
        source=CapitalSource.objects.get(code=source.replace("_", "-")),
        planned=dong(planned),
        allocated=dong(allocated),
        disbursed=dong(disbursed),
    )


def package(row: Row) -> BiddingPackage:
    """A bidding package with its prices in đồng."""
    values = {**row, "price": dong(row.get("price")), "result": dong(row.get("result"))}
    values["planned_for"] = str(row.get("planned_for", ""))
    return BiddingPackage(**values)


def dong(millions: Any) -> int | None:
    """Millions as the file has them, in đồng."""
    return None if millions is None else int(Decimal(str(millions)) * _MILLION)


def post(register: ProjectIndexPage, page: InvestmentProjectPage) -> None:
    """Put a project below its register and publish it."""
    page.live = False
    page.locale = register.locale
    page.derive()
    Page.objects.get(pk=register.pk).add_child(instance=page)
    publish(page)


def publish(page: Page) -> None:
    """Post a page as the newsroom would."""
    with publication.authorised("demo"):
        page.save_revision().publish()


def revise(register: ProjectIndexPage, code: str, field: str, value: Any, reason: str) -> None:
    """Correct a figure that was published, so that the demo has a history to show."""
    found = InvestmentProjectPage.objects.child_of(register).get(code=code)
    page: Any = found.get_latest_revision_as_object()
    if field == "total":
        page.total_investment = dong(value)
    else:
        setattr(page, field, Decimal(str(value)))
    page.status_note = page.status_note or reason
    publish(page)


def show_on_home(site: Site, register: Page) -> None:
    """The newest projects on the home page, before the links."""
    home = HomePage.objects.get(pk=site.root_page_id)
    if home.sections.filter(kind="projects").exists():
        return
    home.sections.add(
        HomePageSection(kind="projects", heading="Dự án đầu tư", source=register, count=4)
    )
    rows = sorted(home.sections.all(), key=lambda row: (row.kind == "links", not row.pk))
    for order, row in enumerate(rows):
        row.sort_order = order
    home.sections = rows
    publish(home)
