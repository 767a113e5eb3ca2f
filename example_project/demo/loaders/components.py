"""The component sites of the demo, made the way an administrator of the portal makes them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.models import Page, Site

from govportal_wagtail.core.models import Agency, PortalSettings, PortalSite
from govportal_wagtail.core.sites import creation, domains, launch, parts
from govportal_wagtail.legal.models import LegalDocumentIndexPage
from govportal_wagtail.pages.models import HomePageSection, StandardPage

from . import legal, organisation, pages, people, sources
from .markdown_body import to_blocks

Row = dict[str, Any]
_NOTE = "Địa chỉ chạy thử của bản minh họa."


def files() -> list[Row]:
    """The data of every component, the departments first."""
    rows = [sources.read_yaml(f"components/{path.name}") for path in _paths()]
    return sorted(rows, key=lambda row: (row["launched_on"] is None, str(row["launched_on"])))


def _paths() -> list[Any]:
    return sorted((sources.DATA / "components").glob("*.yaml"))


def load(port: int, user: Any) -> list[str]:
    """Make the sites that are not there yet and return their names.

    A site that exists is left to its editors.
    """
    made = []
    for row in files():
        agency = Agency.objects.get(code=row["agency"])
        if PortalSite.objects.filter(agency=agency).exists():
            continue
        load_component(row, agency, port, user)
        made.append(row["site_name"])
    return made


def load_component(row: Row, agency: Agency, port: int, user: Any) -> PortalSite:
    """One site with its people, board, pages, documents and host names; live where it has a day."""
    request = creation.Request(
        agency=agency,
        host=f"{row['host']}.localhost",
        name=row["site_name"],
        port=port,
        user=user,
    )
    portal_site = creation.create_site(request).portal_site
    portal_site.managing_body = Agency.objects.filter(code=row["managing_body"]).first()
    portal_site.operator = Agency.objects.filter(code=row["operator"]).first()
    portal_site.save()
    load_settings(portal_site, row)
    people.load_people(row["people"], agency)
    if row.get("board"):
        people.load_board(portal_site, row["board"])
    load_pages(portal_site, row)
    load_documents(portal_site.site, agency, row["documents"])
    load_home(portal_site, row)
    people.load_accounts(portal_site, row.get("accounts", []))
    load_domain(portal_site, row["domain"], user)
    if row["launched_on"]:
        launch.launch(portal_site, user)
        PortalSite.objects.filter(pk=portal_site.pk).update(launched_on=row["launched_on"])
    return portal_site


def load_settings(portal_site: PortalSite, row: Row) -> None:
    """Names, contacts and credit line; the look of header and footer is the portal's."""
    found = PortalSettings.for_site(portal_site.site)
    found.portal_name = row["portal_name"]
    if portal_site.managing_body:
        found.managing_body = portal_site.managing_body.name
    for name, value in row["identity"].items():
        setattr(found, name, value)
    found.security_contact = f"mailto:{found.email}"
    found.save()


def load_pages(portal_site: PortalSite, row: Row) -> None:
    """The names and texts of the required pages, then the articles."""
    for code, title in sources.read_yaml("network.yaml")["component_pages"].items():
        named = _part(portal_site, code)
        if named is not None:
            named.title = named.draft_title = title
            named.save()
    library, contacts = _part(portal_site, "legal_documents"), _part(portal_site, "contacts")
    if library is not None and contacts is not None:
        # Visitors look for the contacts at the end of the menu.
        library.move(contacts, pos="left")
    texts = dict(row["pages"])
    if texts:
        texts["leaders"] = people.people_table(row["people"])
        texts["contacts"] += "\n" + people.focal_officers(row["people"])
    for code, text in texts.items():
        page = _part(portal_site, code)
        if page is not None and organisation.fill(page, code, text):
            continue
        if isinstance(page, StandardPage):
            page.body = to_blocks(text)
            page.save_revision().publish()
    introduction = _part(portal_site, "introduction")
    if introduction is not None and row["introduction"]:
        introduction.lead = row["introduction"]
        introduction.save_revision().publish()
    categories = sources.read_yaml("network.yaml")["component_categories"]
    for article in row["articles"]:
        head = {"category": categories[article["part"]], **article, "source": row["site_name"]}
        head["image_caption"] = article.get("caption", "")
        head["image_author"] = "Tổ Đồ họa" if article.get("image") else ""
        section = Page.objects.get(pk=_required(portal_site, article["part"]).pk)
        pages.add_article(
            section, head, article["body"], portal_site.agency, portal_site.collection
        )


def load_documents(site: Site, agency: Agency, rows: list[Row]) -> None:
    """The agency's own documents, printed as an official document is."""
    if not rows:
        return
    library = LegalDocumentIndexPage.objects.descendant_of(site.root_page).first()
    for row in rows:
        text = legal.printed(agency, row)
        legal.load_document(library, {**row, "issuer": agency.code, "full_text": text})


def load_home(portal_site: PortalSite, row: Row) -> None:
    """Title, lead and sections of the home page; the portal's news and documents among them."""
    home = Page.objects.get(pk=portal_site.site.root_page_id).specific
    home.title, home.lead = row["portal_name"], row["home"]
    home.sections = [
        HomePageSection(
            sort_order=order,
            kind=section["kind"],
            heading=section["heading"],
            source=_part(portal_site, section["part"]) if section.get("part") else None,
            count=section["count"],
        )
        for order, section in enumerate(sources.read_yaml("network.yaml")["component_home"])
    ]
    home.save_revision().publish()


def load_domain(portal_site: PortalSite, row: Row, user: Any) -> None:
    """The official host name and the one the demo is served at, as the register has them."""
    for domain in portal_site.domain_names.filter(host=portal_site.site.hostname):
        domains.issue(domain, user, note=_NOTE)
    official = domains.request(
        row["host"], portal_site.agency, user, portal_site=portal_site, note=row["note"]
    )
    if row["state"] == "issued":
        domains.issue(official, user, basis=row["basis"], note=row["note"])
    today = timezone.localdate()
    asked = row.get("requested_on", today)
    portal_site.domain_names.filter(pk=official.pk).update(requested_on=asked)


def _part(portal_site: PortalSite, code: str) -> Any:
    page = parts.page_of(portal_site, code)
    return page.specific if page else None


def _required(portal_site: PortalSite, code: str) -> Any:
    page = _part(portal_site, code)
    if page is None:
        raise LookupError(f"{portal_site}: there is no page for {code}")
    return page
