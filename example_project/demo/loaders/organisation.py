"""Pages of the demo about agencies and leaders: who leads, the chart, the directory, the map."""

from __future__ import annotations

import re
from typing import Any

from markdown import markdown
from wagtail.models import Page

from govportal_wagtail.core.models import Agency, Person, PortalSite, Post
from govportal_wagtail.core.vietnamese import slugify
from govportal_wagtail.editorial import publication
from govportal_wagtail.pages.models import (
    AdministrativeMapPage,
    AgencyPage,
    LeaderPage,
    LeadersPage,
    OfficialDirectoryPage,
    OrganisationPage,
)

from . import published_answers, sources

Row = dict[str, Any]
_KINDS: dict[str, type[Page]] = {
    "organisation": OrganisationPage,
    "directory": OfficialDirectoryPage,
    "map": AdministrativeMapPage,
}


def load() -> int:
    """What is missing of the files; returns how many pages were made."""
    made = 0
    for path in sorted((sources.DATA / "organisation").glob("*.yaml")):
        row = sources.read_yaml(f"organisation/{path.name}")
        portal_site = published_answers.site_of(row["host"])
        if portal_site is not None:
            made += load_site(portal_site, row)
    return made


def load_site(portal_site: PortalSite, row: Row) -> int:
    """The pages of one site: those of agencies and leaders stand below the ones that list them."""
    below = Page.objects.descendant_of(portal_site.site.root_page)
    agency = Agency.objects.get(code=row["agency"])
    for each in row.get("former", []):
        load_former(agency, each)
    made = 0
    for each in row.get("pages", []):
        made += add(below.get(slug=row["below"]), page_of(portal_site, agency, each), each["slug"])
    chart = below.type(OrganisationPage).first()
    for each in row.get("units", []):
        made += add(chart, unit_page(each), "") if chart else 0
    section = below.type(LeadersPage).first()
    for each in row["leaders"]:
        made += add(section, leader_page(each), "") if section else 0
    return made


def add(above: Page, page: Page, slug: str) -> int:
    """Publish a page below another, unless one with its address is there; 1 if it was made."""
    above = Page.objects.get(pk=above.pk)
    page.slug = slug or slugify(page.title)
    if above.get_children().filter(slug=page.slug).exists():
        return 0
    page.show_in_menus = bool(slug)
    page.live = False
    above.add_child(instance=page)
    with publication.authorised("demo"):
        page.save_revision().publish()
    return 1


def page_of(portal_site: PortalSite, agency: Agency, row: Row) -> Page:
    """The chart, the directory or the map of an agency."""
    page: Any = _KINDS[row["kind"]](title=row["title"], lead=row["lead"], agency=agency)
    if "image" in row:
        page.image = sources.image(row["image"], row["title"], portal_site.collection)
        page.image_alt, page.source = row["image_alt"], row["source"]
        page.description = rich_text(row["description"])
    return page


def unit_page(row: Row) -> AgencyPage:
    """What an agency does, by what decision, and how it came to be."""
    agency = Agency.objects.get(code=row["agency"])
    return AgencyPage(
        title=agency.name,
        agency=agency,
        lead=row["lead"],
        functions=rich_text(row["functions"]),
        functions_basis=row.get("basis", ""),
        history=rich_text(row.get("history", "")),
    )


def leader_page(row: Row) -> LeaderPage:
    """A leader; the post gets the day since when it is held."""
    person = Person.objects.get(name=row["name"])
    posts = person.posts.filter(starts_on=None, ends_on=None)
    posts.update(starts_on=row["since"])
    return LeaderPage(
        title=person.name,
        person=person,
        biography=rich_text(row["biography"]),
        duties=rich_text(row["duties"]),
        duties_basis=row["basis"],
    )


def load_former(agency: Agency, row: Row) -> None:
    """A post of an earlier term, once."""
    person, _made = Person.objects.get_or_create(name=row["name"], defaults={"agency": agency})
    Post.objects.get_or_create(
        person=person,
        agency=agency,
        title=row["title"],
        starts_on=row["from"],
        defaults={
            "ends_on": row["until"],
            "rank": row["rank"],
            "is_head": row.get("is_head", False),
        },
    )


def rich_text(text: str) -> str:
    """Markdown as a rich text field keeps it: tables become lists, headings one level."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if re.fullmatch(r"[|\s:-]+", line) and "|" in line:
            # The line above held the names of the columns.
            lines.pop()
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")] if "|" in line else []
        more = ", ".join(filter(None, cells[1:]))
        lines.append(f"- {cells[0]}{': ' if more else ''}{more}" if cells else line)
    found = re.sub(r"^#+ ", "### ", "\n".join(lines), flags=re.MULTILINE)
    return markdown(found, output_format="html")


def plain(text: str) -> str:
    """Markdown without its marks, in one paragraph: an introduction."""
    lines = [re.sub(r"^(#+|-|\d+\.) ", "", line).strip() for line in text.splitlines()]
    return "; ".join(line.rstrip(".") for line in lines if line) + "."


def fill(page: Page, code: str, text: str) -> bool:
    """Give a required page of one of these kinds its text and publish it; False for others."""
    if not isinstance(page, (LeadersPage, OrganisationPage, OfficialDirectoryPage)):
        return False
    if code == "contacts":
        page.lead = plain(text.split("##")[0])
    with publication.authorised("demo"):
        page.save_revision().publish()
    if isinstance(page, OrganisationPage):
        unit = AgencyPage(title=page.agency.name, agency=page.agency, functions=rich_text(text))
        add(page, unit, "")
    return True
