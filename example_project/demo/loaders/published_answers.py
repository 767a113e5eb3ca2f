"""Published answers of the demo: redacted and approved, or taken over from an older section."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.models import Page

from govportal_wagtail.core.models import PortalSite
from govportal_wagtail.core.publication_context import trusted
from govportal_wagtail.core.vietnamese import slugify
from govportal_wagtail.editorial import item_flow
from govportal_wagtail.editorial.models import EditorialItem
from govportal_wagtail.questions import publication, ratings
from govportal_wagtail.questions.importing.importer import PURPOSE
from govportal_wagtail.questions.models import Question, QuestionCitation, QuestionPage

from .office_clock import OfficeClock, at, working_days_ago

Row = dict[str, Any]
#: Who takes the step at which an item stands.
_ACTORS_AT = {
    "submitted": "secretary",
    "checking": "editor",
    "editing": "editor",
    "secretary": "secretary",
    "approving": "head",
    "approved": "operator",
}


def site_of(host: str) -> PortalSite | None:
    """The portal, or the component site with that host; None where it is not there."""
    found = PortalSite.objects.select_related("site")
    if not host:
        return found.filter(portal=None).first()
    return found.filter(site__hostname=f"{host}.localhost").first()


def publish(desk: Any, question: Question, row: Row, clock: OfficeClock) -> None:
    """Prepare the page of an answer and take it through the workflow, as far as the file says."""
    portal_site = desk.portal_site
    page = publication.prepare(
        question,
        desk.of_agency(question.agency, "publisher"),
        row["title"],
        row["question"],
        row["answer"],
        desk.topic(row["topic"]),
        [publication.Citation(*each) for each in _cited(portal_site, row)],
    )
    while True:
        item = EditorialItem.objects.open().filter(page=page.pk).first()
        if item is None or item.state == row.get("stops_at"):
            return
        with at(clock.go_on()):
            item_flow.approve(item, desk.user(_ACTORS_AT[item.state]))


def load_archive(section: Page, desk: Any, row: Row | None) -> None:
    """Frequent questions of an older section, as an import brings them."""
    for each in row["answers"] if row else ():
        slug = slugify(each["title"])
        with at(OfficeClock(working_days_ago(each["days_ago"])).moment), trusted(PURPOSE):
            page = QuestionPage(
                title=each["title"],
                slug=slug,
                question=each["question"],
                answer=each["answer"],
                topic=desk.topic(each["topic"]),
                agency=desk.agency(each["agency"]),
                answered_on=timezone.localdate(),
                source=row["source"] if row else "",
                is_faq=True,
                is_featured=each.get("featured", False),
                faq_order=each["frequent"],
                locale_id=section.locale_id,
            )
            page.citations = [
                QuestionCitation(cited=cited, fragment=part, label=label, sort_order=order)
                for order, (cited, part, label) in enumerate(_cited(desk.portal_site, each))
            ]
            Page.objects.get(pk=section.pk).add_child(instance=page)
            page.save_revision().publish()


def load_ratings(portal_site: PortalSite, rows: list[Row]) -> None:
    """What readers think of some pages; 0 is no mark."""
    home = Page.objects.get(pk=portal_site.site.root_page_id)
    for row in rows:
        page = Page.objects.descendant_of(home).get(slug=row["slug"])
        with at(OfficeClock(working_days_ago(row["days_ago"])).moment):
            for marks in row["marks"]:
                named = zip(ratings.ASPECTS, marks, strict=True)
                ratings.rate(page, portal_site, {name: mark for name, mark in named if mark})


def _cited(portal_site: PortalSite, row: Row) -> list[tuple[Page, str, str]]:
    """The documents on which an answer rests, each with its part and the words of the link."""
    home = Page.objects.get(pk=portal_site.site.root_page_id)
    below = Page.objects.descendant_of(home)
    return [
        (below.get(slug=each["slug"]), each.get("part", ""), each["label"])
        for each in row.get("cites", ())
    ]
