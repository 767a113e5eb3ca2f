"""Investment projects of the demo: the register, its money, a correction, and the English calls."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from wagtail.models import Collection, Locale, Page, Site

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
from .core import load_settings_in_english
from .office_clock import at

Row = dict[str, Any]
PART = "projects"
HOST = "english.localhost"
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
#: Texts that an English page has of its own.
_TRANSLATED = ("title", "objective", "scale", "donor", "land_use", "incentives", "call_terms")


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
    return made + load_english(site, portal, data)


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


def project(row: Row, collection: Collection | None, language: str = "vi") -> InvestmentProjectPage:
    """An unsaved project with its rows; texts in the language, where the file has them."""
    page = InvestmentProjectPage(title=text_of(row, "title", language))
    for name in _PLAIN:
        if row.get(name) is not None:
            setattr(page, name, text_of(row, name, language))
    for name in _PARTIAL:
        setattr(page, name, str(row.get(name, "")))
    for name in _NUMBERS:
        if name in row:
            setattr(page, name, Decimal(str(row[name])))
    page.total_investment = dong(row.get("total"))
    page.field = AdministrativeField.objects.get(code=row["field"])
    page.investor = Agency.objects.filter(code=row.get("investor")).first()
    page.communes = list(Agency.objects.filter(code__in=row.get("communes", [])))
    if language == "vi" and "contact" in row:
        page.contact_unit, page.contact_phone, page.contact_email = row["contact"]
    add_rows(page, row, collection, language)
    page.slug = slugify(page.title)[:80]
    return page


def text_of(row: Row, name: str, language: str) -> Any:
    """A value of the file; in another language its translation, if there is one."""
    return row.get(f"{name}_{language}", row[name]) if name in _TRANSLATED else row[name]


def add_rows(
    page: InvestmentProjectPage, row: Row, collection: Collection | None, language: str
) -> None:
    """The rows of a project: states, capital, decisions, packages, news and photos."""
    page.states = [
        ProjectState(status=status, since=str(since), note=note if language == "vi" else "")
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
    if language != "vi":
        return
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


def english_site(home: Page) -> Site:
    """The host of the English pages: that of the setup, where it made one, on the demo's port."""
    port = Site.objects.filter(is_default_site=True).values_list("port", flat=True).get()
    site = Site.objects.filter(root_page=home).first() or Site(hostname=HOST, root_page=home)
    site.port = port
    site.save()
    return site


def load_english(site: Site, portal: PortalSite, data: Row) -> int:
    """The calls for investment in English, on a host of their own."""
    locale, _made = Locale.objects.get_or_create(language_code="en")
    known = site.root_page.get_translation_or_none(locale)
    if known is not None and known.live:
        return 0
    # The setup has made a draft, where the regulation names the language.
    home: Any = known.specific if known else site.root_page.specific.copy_for_translation(locale)
    home.title = home.draft_title = "Thanh Giang Provincial Portal"
    home.lead = "Official information of the authorities of Thanh Giang Province."
    # Of sites with translations of one home page Wagtail takes the one with the last path.
    home.slug = "00-english"
    home.sections = []
    publish(home)
    load_settings_in_english(english_site(home), site)
    original = register_of(portal, data["register"])
    above: Any = original.get_parent().specific
    if above.pk != site.root_page_id:
        section = above.copy_for_translation(locale)
        section.title, section.slug = "Information for the public", "public-information"
        section.lead = ""
        publish(section)
    register: Any = original.copy_for_translation(locale)
    register.title, register.slug = "Projects in Thanh Giang", "investment-projects"
    register.lead = "Projects for which Thanh Giang Province is looking for investors."
    publish(register)
    # Read anew: it has pages below it now, of which the older instance does not know.
    home = HomePage.objects.get(pk=home.pk)
    home.sections = [
        HomePageSection(kind="investment_calls", heading="Calls for investment", source=register)
    ]
    publish(home)
    rows = [row for row in data["projects"] if "title_en" in row]
    for row in rows:
        source = InvestmentProjectPage.objects.get(
            code=row["code"], locale=portal.site.root_page.locale
        )
        copy: Any = source.copy_for_translation(locale)
        translated = project(row, None, "en")
        for name in _TRANSLATED:
            setattr(copy, name, getattr(translated, name))
        copy.contact_unit = row["contact_unit_en"]
        copy.states = translated.states.all()
        for decision in copy.decisions.all():
            decision.issuer, decision.abstract = "Provincial People's Committee", ""
        copy.slug = translated.slug
        copy.photos = []
        publish(copy)
    return len(rows)
