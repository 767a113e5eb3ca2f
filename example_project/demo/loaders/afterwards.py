"""What happens to posted pages: correction, takedown, readers' reports, review, delegation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import Page

from govportal_wagtail.core.vietnamese import slugify
from govportal_wagtail.editorial import (
    corrections,
    delegations,
    item_flow,
    reports,
    reviews,
    takedowns,
)
from govportal_wagtail.editorial.models import EditorialItem
from govportal_wagtail.pages.models import ArticleCategory, ArticlePage

from .markdown_body import to_blocks
from .office_clock import OfficeClock, at, working_days_ago

Row = dict[str, Any]


def load(newsroom: Any, row: Row) -> None:
    """Each part of the file that is there, in this order."""
    for name, function in (
        ("corrections", correct),
        ("takedowns", take_down),
        ("reports", report),
        ("reviews", review),
        ("delegations", delegate),
    ):
        for each in row.get(name, []):
            function(newsroom, each)


def correct(newsroom: Any, row: Row) -> None:
    """A notice, the change of the page, and its way to the board and the operator."""
    clock = OfficeClock(working_days_ago(row["days_ago"]))
    page = _posted(newsroom, row["title"])
    editor = newsroom.user("editor")
    with at(clock.go_on()):
        corrections.write(
            page,
            editor,
            kind=row["kind"],
            text=row["text"],
            requested_by=row["requested_by"],
            basis=row.get("basis", ""),
        )
    with at(clock.go_on()):
        draft = page.specific.get_latest_revision_as_object()
        draft.lead = row["lead"]
        draft.save_revision(user=editor, log_action=True)
        draft.get_workflow().start(page.specific, editor)
    for name in row["way"]:
        with at(clock.go_on()):
            item = EditorialItem.objects.open().get(page=page.pk)
            item_flow.approve(item, newsroom.user(name))


def take_down(newsroom: Any, row: Row) -> None:
    """A page hidden at once; confirmed, restored or left to be verified."""
    clock = OfficeClock(working_days_ago(row["days_ago"]))
    page = _posted(newsroom, row["title"])
    with at(clock.go_on()):
        taken = takedowns.take_down(
            page,
            newsroom.user("head"),
            requested_by=row["requested_by"],
            reason=row["reason"],
            basis=row.get("basis", ""),
            public_note=row.get("public_note", ""),
            pending=True,
        )
    if row.get("confirmed"):
        with at(clock.go_on()):
            takedowns.confirm(taken, newsroom.user("head"), note=row["confirmed"])


def report(newsroom: Any, row: Row) -> None:
    """What a reader reports; answered, or left new."""
    clock = OfficeClock(working_days_ago(row["days_ago"]))
    page = _page(newsroom, row)
    with at(clock.go_on()):
        found = reports.submit(
            page,
            newsroom.portal_site,
            kind=row["kind"],
            text=row["text"],
            **row.get("reader", {}),
        )
    if row.get("answer"):
        with at(clock.go_on()):
            reports.dismiss(found, newsroom.user("secretary"), answer=row["answer"])


def review(newsroom: Any, row: Row) -> None:
    """A lasting page that the board wants looked at by a day that is past, or near."""
    page = newsroom.section(row["part"])
    next_on = timezone.localdate() + timedelta(days=row["in_days"])
    with at(OfficeClock(working_days_ago(row["days_ago"])).go_on()):
        reviews.ask(page, newsroom.user("head"), next_on=next_on, reason=row["reason"])


def delegate(newsroom: Any, row: Row) -> None:
    """The head of the board lets one person post in one section; they have posted there."""
    clock = OfficeClock(working_days_ago(row["days_ago"]))
    section, user = newsroom.section(row["section"]), newsroom.user(row["to"])
    with at(clock.go_on()):
        delegations.grant(
            portal_site=newsroom.portal_site,
            page=section,
            user=user,
            decision=row["decision"],
            starts_on=timezone.localdate(),
            by=newsroom.user("head"),
        )
    # In the name of the delegate, so that the guard asks for the delegation and logs it.
    with at(clock.go_on()), LogContext(user=user):
        page = ArticlePage(
            title=row["title"],
            slug=slugify(row["title"]),
            lead=row["lead"],
            body=to_blocks(row["body"]),
            author=user.get_full_name(),
            agency=user.govportal_account.agency,
            published_on=timezone.localdate(),
            category=ArticleCategory.objects.filter(name=row["page_category"]).first(),
            owner=user,
            live=False,
        )
        section.add_child(instance=page)
        page.save_revision(user=user, log_action=True).publish(user=user)


def _posted(newsroom: Any, title: str) -> Page:
    found = EditorialItem.objects.filter(
        portal_site=newsroom.portal_site, title=title, page__isnull=False
    )
    return Page.objects.get(pk=found.get().page_id)


def _page(newsroom: Any, row: Row) -> Page:
    if row.get("title"):
        return _posted(newsroom, row["title"])
    home = newsroom.portal_site.site.root_page
    return Page.objects.descendant_of(home).get(slug=row["slug"])
