"""What articles and standard pages need to be posted, and how their time limits are found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..editorial import requirements
from ..editorial.registries import PageTiming, PublishRequirement, Shortfall
from .models import ArticlePageMixin, StandardPageMixin


def is_article(page: Page) -> bool:
    """Whether the page is an article, also one of a province's own kind."""
    return isinstance(page, ArticlePageMixin)


def has_body(page: Page) -> bool:
    """Whether the page has running text."""
    return isinstance(page, ArticlePageMixin | StandardPageMixin)


def check_category(page: Any) -> Iterator[Shortfall]:
    """An article is classified (Cà Mau 68/2026, Article 12.1.c)."""
    if page.category_id is None:
        article = _slip_article(page, "category")
        yield Shortfall("category", _("Choose the category."), article, "no_category")


def check_agency(page: Any) -> Iterator[Shortfall]:
    """Somebody answers for what is posted (Cà Mau 68/2026, Articles 4.5 and 12.2.b)."""
    if page.agency_id is None:
        article = _slip_article(page, "responsible_person") or _slip_article(page, "unit")
        message = _("Choose the agency that is responsible for the information.")
        yield Shortfall("agency", message, article, "no_agency")


def check_author(page: Any) -> Iterator[Shortfall]:
    """Everything posted names its author (Lạng Sơn 40/2024, 6.3; Bắc Kạn 5.3; Vĩnh Long 15.1.d)."""
    if not (page.author or "").strip():
        article = requirements.source_article(page, "all", "author")
        yield Shortfall("author", _("State the author."), article, "no_author")


def check_source(page: Any) -> Iterator[Shortfall]:
    """Quoted information states who published it and on which day (Vĩnh Long, Article 15.2)."""
    source = (page.source or "").strip()
    article = requirements.source_article(
        page, "quoted", "posted_on"
    ) or requirements.source_article(page, "all", "source")
    if source and not page.source_published_on:
        message = _("State the day on which the source published it.")
        yield Shortfall("source_published_on", message, article, "no_source_date")
    if not source and (page.source_url or page.source_published_on):
        message = _("State the source of the quoted information.")
        yield Shortfall("source", message, article, "no_source")


def check_dates(page: Any) -> Iterator[Shortfall]:
    """Nothing was written, or published elsewhere, on a day that is still to come."""
    today = timezone.localdate()
    first_day = timezone.localdate(page.go_live_at) if page.go_live_at else today
    if page.published_on and page.published_on > max(first_day, today):
        message = _("The date lies after the day of posting.")
        yield Shortfall("published_on", message, "", "future_date")
    if page.source_published_on and page.source_published_on > today:
        message = _("The source cannot have published it on a day that is still to come.")
        yield Shortfall("source_published_on", message, "", "future_source_date")


def check_content(page: Any) -> Iterator[Shortfall]:
    """There is something to read: text, or a file."""
    attachments = list(page.attachments.all()) if hasattr(page, "attachments") else []
    if not page.body and not attachments:
        yield Shortfall("body", _("Write the content, or attach a file."), "", "no_content")


def check_alternatives(page: Any) -> Iterator[Shortfall]:
    """Every picture says what it shows, for readers who cannot see it."""
    if getattr(page, "image_id", None) and not (page.image_alt or "").strip():
        message = _("Write what the photo shows, for readers who cannot see it.")
        yield Shortfall("image_alt", message, "", "no_alt")
    silent = [
        block
        for block in page.body
        if block.block_type == "figure" and not (block.value.get("alt_text") or "").strip()
    ]
    if silent:
        message = _("Write what each photo in the content shows, for readers who cannot see it.")
        yield Shortfall("body", message, "", "no_alt_in_content")


def check_files(page: Any) -> Iterator[Shortfall]:
    """Every file can be opened (Cà Mau 68/2026, Article 14.4.e: technical format)."""
    field = {
        each.document_id: "attachments"
        for each in (page.attachments.all() if hasattr(page, "attachments") else ())
    }
    for block in page.body:
        if block.block_type == "files":
            files = [document for document in block.value.get("files", ()) if document]
            field |= {document.pk: field.get(document.pk, "body") for document in files}
    article = requirements.ground_article(page, "technical_format")
    for facts in requirements.unreadable_files(field):
        message = requirements.files_named(facts.document)
        yield Shortfall(field[facts.document_id], message, article, "unreadable_file")


def _slip_article(page: Page, key: str) -> str:
    rule = requirements.profile_of(page).slip.get(key)
    return rule.article if rule else ""


REQUIREMENTS = (
    PublishRequirement("article_category", _("A category"), is_article, check_category, order=10),
    PublishRequirement("article_agency", _("A responsible agency"), is_article, check_agency, 20),
    PublishRequirement("article_author", _("The author"), is_article, check_author, order=30),
    PublishRequirement(
        "article_source", _("Quoted information: source and day"), is_article, check_source, 40
    ),
    PublishRequirement("article_dates", _("Dates that can be"), is_article, check_dates, order=50),
    PublishRequirement("page_content", _("Content"), has_body, check_content, order=60),
    PublishRequirement(
        "page_alternatives", _("Text alternatives of the photos"), has_body, check_alternatives, 70
    ),
    PublishRequirement("page_files", _("Files that can be read"), has_body, check_files, order=80),
)


def _category(page: Any) -> str:
    """The kind of information of the regulation that has the code of the article's category."""
    code = page.category.code if page.category_id else ""
    known = requirements.profile_of(page).deadlines_for(code) if code else ()
    return code if known else ""


def _anchors(page: Any) -> Mapping[str, date]:
    """An article that the newsroom writes waits for no event outside."""
    return {}


def _agency(page: Any) -> Any:
    return page.agency


ARTICLE_TIMING = PageTiming("article", is_article, _category, _anchors, _agency)
