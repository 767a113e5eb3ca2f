"""Sections, standard pages, articles and the home page of the demo."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Collection, Page, Site

from govportal_wagtail.core.models import Agency
from govportal_wagtail.legal.models import LegalDocumentIndexPage
from govportal_wagtail.pages.models import (
    ArticleAttachment,
    ArticleCategory,
    ArticlePage,
    HomePage,
    HomePageSection,
    SectionPage,
    StandardPage,
)

from . import sources
from .markdown_body import to_blocks

#: Answers for what the portal itself posts.
RESPONSIBLE = "vp-ubnd-tinh"


def load(site: Site) -> None:
    """Build the tree, fill it with articles, then arrange the home page."""
    data = sources.read_yaml("pages.yaml")
    home = site.root_page.specific
    clear_starter_pages(home)
    for node in data["sections"]:
        load_node(home, node)
    for path in sorted((sources.DATA / "articles").glob("*.md")):
        load_article(home, *sources.read_front_matter(path))
    load_home(home, data["home"])


def clear_starter_pages(home: HomePage) -> None:
    """Remove the empty pages that the setup begins with; the demo brings a tree of its own."""
    kinds = (SectionPage, StandardPage, LegalDocumentIndexPage)
    below = Page.objects.descendant_of(home).type(*kinds)
    for page in below.select_related("latest_revision").order_by("-depth"):
        # A page that a person saved is theirs.
        is_theirs = page.latest_revision is not None and page.latest_revision.user_id
        page.refresh_from_db()
        if not is_theirs and not page.numchild:
            page.delete()


def load_node(parent: Page, node: dict[str, Any]) -> None:
    """One page of the tree and, below it, its children."""
    page = parent.get_children().filter(slug=node["slug"]).first()
    if page is None:
        page = _page_for(node)
        page.title, page.slug = node["title"], node["slug"]
        page.show_in_menus = node.get("show_in_menus", False)
        parent.add_child(instance=page)
        page.save_revision().publish()
    for order, name in enumerate(node.get("categories", [])):
        ArticleCategory.objects.update_or_create(
            code=slugify(name.replace("đ", "d").replace("Đ", "D")),
            defaults={"name": name, "sort_order": order},
        )
    for child in node.get("children", []):
        load_node(page, child)


def _page_for(node: dict[str, Any]) -> Page:
    if node["kind"] == "library":
        scope = "normative" if "quy-pham" in node["slug"] else "administrative"
        return LegalDocumentIndexPage(lead=node.get("intro", ""), scope=scope)
    if node["kind"] == "standard":
        return StandardPage(body=to_blocks(sources.read_text(f"pages/{node['body']}")))
    return SectionPage(lead=node.get("intro", ""))


def load_article(home: Page, head: dict[str, Any], body: str) -> None:
    """One published article in the section that its front matter names."""
    section = SectionPage.objects.descendant_of(home).get(slug=head["section"])
    add_article(section, head, body, Agency.objects.get(code=RESPONSIBLE))


def add_article(
    section: Page,
    head: dict[str, Any],
    body: str,
    agency: Agency,
    collection: Collection | None = None,
) -> None:
    """One published article, dated as its front matter says, unless it is there already."""
    if section.get_children().filter(slug=head["slug"]).exists():
        return
    published = head["published_on"]
    names = ("title", "slug", "lead", "author", "source", "source_url", "source_published_on")
    article = ArticlePage(
        **{name: head[name] for name in names if head.get(name)},
        published_on=published,
        body=to_blocks(body),
        agency=agency,
        category=ArticleCategory.objects.filter(name=head.get("category")).first(),
    )
    if article.source and not article.source_published_on:
        article.source_published_on = published
    if head.get("image"):
        article.image = sources.image(head["image"], collection=collection)
        article.image_caption = head.get("image_caption", "")
        article.image_alt = head.get("image_alt") or head.get("image_caption", "")
        article.image_author = head.get("image_author", "")
    article.attachments = [
        ArticleAttachment(sort_order=order, document=sources.document(name))
        for order, name in enumerate(head.get("attachments") or [])
    ]
    section.add_child(instance=article)
    article.tags.add(*(head.get("tags") or []))
    article.first_published_at = _moment(published)
    article.save_revision().publish()


def load_home(home: HomePage, data: dict[str, Any]) -> None:
    """Title, lead and sections of the home page."""
    home.title, home.lead = data["title"], data["intro"]
    pages = {page.slug: page for page in Page.objects.descendant_of(home)}
    home.sections = [
        HomePageSection(
            sort_order=order,
            kind=section["kind"],
            heading=section["title"],
            source=pages.get(section["section"]),
            count=section["count"],
        )
        for order, section in enumerate(data["sections"])
    ]
    home.save_revision().publish()


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8, 0)))
