"""The portal's own place in the network of sites: record, board, required pages, host names."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, Site

from govportal_wagtail.core.models import (
    Agency,
    DomainName,
    PortalLink,
    PortalSite,
    SitePart,
)
from govportal_wagtail.core.network import Reach
from govportal_wagtail.core.sites import domains, provisioning
from govportal_wagtail.legal.models import LegalDocumentIndexPage
from govportal_wagtail.pages.models import HomePage, HomePageSection, LeadersPage, SectionPage
from govportal_wagtail.regulation.adoption import profile_for

from . import pages, people, sources

Row = dict[str, Any]


def load_portal(site: Site) -> PortalSite:
    """The record of the portal with its bodies, its required pages and its roll-ups, once."""
    data = sources.read_yaml("network.yaml")
    found = PortalSite.objects.filter(site=site).first()
    portal = found or provisioning.ensure_portal(site, profile_for(site), lambda line: None)
    home = Page.objects.get(pk=site.root_page_id).specific
    if SectionPage.objects.descendant_of(home).filter(slug=data["section"]["slug"]).exists():
        return portal
    portal.managing_body = Agency.objects.get(code=data["managing_body"])
    portal.operator = Agency.objects.get(code=data["operator"])
    portal.launched_on = portal.launched_on or data["launched_on"]
    portal.save()
    load_pages(home, data)
    load_parts(portal, home, data["parts"])
    provisioning.provision(portal, lambda line: None)
    load_roll_ups(home, data)
    _own_files(portal)
    return portal


def load_pages(home: HomePage, data: Row) -> None:
    """What the regulation asks of the portal besides the pages of the earlier demo."""
    for node in data["sections"]:
        pages.load_node(home, node)
    node = data["leaders"]
    above = Page.objects.descendant_of(home).get(slug=node["below"])
    if not above.get_children().filter(slug=node["slug"]).exists():
        page = LeadersPage(
            title=node["title"],
            slug=node["slug"],
            show_in_menus=True,
            agency=Agency.objects.get(code=node["agency"]),
        )
        _publish_below(above, page)
    for article in data["articles"]:
        head = {**article, "source": "Cổng thông tin điện tử tỉnh Thanh Giang"}
        pages.load_article(home, head, article["body"])


def load_parts(portal: PortalSite, home: HomePage, codes: dict[str, str]) -> None:
    """Say which page is which required part; an untouched draft of the setup gives way."""
    below = Page.objects.descendant_of(home)
    drafts: list[int] = []
    for code, slug in codes.items():
        page = below.get(slug=slug)
        known = SitePart.objects.filter(portal_site=portal, code=code).first()
        if known is None:
            SitePart.objects.create(portal_site=portal, code=code, page=page)
        elif known.page_id != page.pk and not known.page.live:
            drafts.append(known.page_id)
            known.page = page
            known.save()
    # A draft may lie below another.
    for draft in Page.objects.filter(pk__in=drafts).order_by("-depth"):
        draft.refresh_from_db()
        revision = draft.latest_revision
        if not draft.numchild and not (revision and revision.user_id):
            draft.delete()


def load_roll_ups(home: HomePage, data: Row) -> None:
    """Section, library and home sections that show the news and documents of the components."""
    row = data["section"]
    section = SectionPage(
        title=row["title"],
        slug=row["slug"],
        lead=row["intro"],
        reach=Reach.COMPONENTS,
        show_in_menus=True,
    )
    _publish_below(Page.objects.descendant_of(home).get(slug=row["below"]), section)
    for row in data["libraries"]:
        above = Page.objects.descendant_of(home).get(slug=row["below"])
        library = LegalDocumentIndexPage(
            title=row["title"],
            slug=row["slug"],
            lead=row["intro"],
            reach=Reach.COMPONENTS,
            show_in_menus=True,
        )
        _publish_below(above, library)
    add_home_sections(home, data["home"])


def _publish_below(above: Page, page: Page) -> None:
    above.add_child(instance=page)
    page.save_revision().publish()


def add_home_sections(home: HomePage, rows: list[Row]) -> None:
    """Put the new sections behind the first of the kind named; what editors arranged stays."""
    home = Page.objects.get(pk=home.pk).specific
    sections = list(home.sections.all())
    below = Page.objects.descendant_of(home)
    for row in rows:
        if any(section.kind == row["kind"] for section in sections):
            continue
        kinds = [section.kind for section in sections]
        place = kinds.index(row["after"]) + 1 if row["after"] in kinds else len(kinds)
        new = HomePageSection(
            kind=row["kind"],
            heading=row["heading"],
            source=below.filter(slug=row["section"]).first(),
            count=row["count"],
        )
        sections.insert(place, new)
    for order, section in enumerate(sections):
        section.sort_order = order
    home.sections = sections
    home.save_revision().publish()


def load_people(portal: PortalSite) -> None:
    """People, board and accounts of the portal; after the components, whose people sit on it."""
    data = sources.read_yaml("network.yaml")
    people.load_people(data["people"])
    people.load_board(portal, data["board"])
    people.load_accounts(portal, data["accounts"])


def load_domains(portal: PortalSite, user: Any) -> None:
    """Host names of the register that belong to no component of the demo."""
    for row in sources.read_yaml("network.yaml")["domains"]:
        if DomainName.objects.filter(host=row["host"]).exists():
            continue
        agency = Agency.objects.get(code=row["agency"])
        site = portal if row.get("portal") else None
        domain = domains.request(row["host"], agency, user, portal_site=site)
        if row["state"] == "issued":
            domains.issue(domain, user, basis=row["basis"])
        else:
            domains.refuse(domain, user, note=row["note"])


def serve_at(base_url: str) -> int:
    """Let the sites of this machine answer at the port of the demo; returns the port.

    Links from one site to another carry it. Sites with a real host name are left alone.
    """
    address = urlsplit(base_url)
    port = address.port or (443 if address.scheme == "https" else 80)
    if address.hostname not in ("localhost", "127.0.0.1", "::1"):
        return port
    for site in Site.objects.exclude(port=port):
        if site.hostname == "localhost" or site.hostname.endswith(".localhost"):
            old = f"{site.root_url}/"
            site.port = port
            site.save()
            PortalLink.objects.filter(url=old).update(url=f"{site.root_url}/")
    return port


def base_url() -> str:
    """The address under which the demo is served."""
    return str(settings.WAGTAILADMIN_BASE_URL)


def _own_files(portal: PortalSite) -> None:
    """The demo's images and files lie in the portal's collection, apart from the components'."""
    if portal.collection is None:
        return
    root = Collection.get_first_root_node()
    for model in (get_image_model(), get_document_model()):
        mine = model.objects.filter(collection=root, file__contains="demo_")
        mine.update(collection=portal.collection)
