"""Articles and standard pages as what a supply slip may become."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site
from wagtail.rich_text import RichText

from ..editorial.registries import SlipTarget
from .models import ArticleAttachment, ArticleCategory, ArticlePage, SectionPage, StandardPage


def article_parents(site: Site) -> list[Page]:
    """The sections of a site."""
    return _below(site, SectionPage)


def standard_parents(site: Site) -> list[Page]:
    """The sections of a site, and the home page."""
    return [site.root_page, *_below(site, SectionPage)]


def fill_article(page: ArticlePage, slip: Any) -> None:
    """Copy what the slip says into an article; a second filling replaces the first."""
    item = slip.item
    photos = list(slip.photos.select_related("image"))
    page.title = slip.title
    page.lead = slip.lead
    page.author = slip.author or _sender(slip)
    page.source = slip.source
    page.source_url = slip.source_url
    page.source_published_on = slip.source_published_on
    page.published_on = page.published_on or timezone.localdate()
    page.agency = item.agency
    page.category = ArticleCategory.objects.filter(code=item.category).first() or page.category
    first = photos[0] if photos else None
    page.image = first.image if first else None
    page.image_alt = first.alt if first else ""
    page.image_caption = first.caption if first else ""
    page.image_author = first.photographer if first else ""
    page.body = list(_body(slip, photos[1:]))
    page.attachments = [
        ArticleAttachment(document=row.document, title=row.title, sort_order=order)
        for order, row in enumerate(slip.attachments.select_related("document"))
    ]


def fill_standard(page: StandardPage, slip: Any) -> None:
    """Copy what the slip says into a standard page; files stand below the text."""
    page.title = slip.title
    page.lead = slip.lead
    blocks = list(_body(slip, slip.photos.select_related("image")))
    files = [row.document for row in slip.attachments.select_related("document")]
    if files:
        blocks.append(("files", {"heading": "", "files": files}))
    page.body = blocks


def _below(site: Site, model: type[Page]) -> list[Page]:
    home = site.root_page
    found: Any = model._default_manager.filter(path__startswith=home.path, depth__gt=home.depth)
    return list(found.order_by("path"))


def _body(slip: Any, photos: Any) -> Iterator[tuple[str, Any]]:
    if slip.body:
        yield "paragraph", RichText(slip.body)
    for photo in photos:
        yield (
            "figure",
            {
                "image": photo.image,
                "alt_text": photo.alt,
                "caption": photo.caption,
                "author": photo.photographer,
            },
        )


def _sender(slip: Any) -> str:
    """Who wrote it is who sent it, where the slip says nothing else."""
    sender = getattr(slip, "sender", None)
    return sender.name if sender else ""


ARTICLE = SlipTarget(
    code="article",
    label=_("Article"),
    model=lambda: ArticlePage,
    parents=article_parents,
    fill=fill_article,
    order=10,
)
STANDARD_PAGE = SlipTarget(
    code="standard_page",
    label=_("Standard page"),
    model=lambda: StandardPage,
    parents=standard_parents,
    fill=fill_standard,
    order=30,
)
