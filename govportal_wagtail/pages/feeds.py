"""Atom and RSS feeds of the articles of a site and of each of its sections."""

from __future__ import annotations

from datetime import datetime, time
from typing import NamedTuple

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from wagtail.models import Page

from ..core.navigation import current_home
from ..core.placeholders import without_placeholders
from . import listings
from .models import ArticlePage, SectionPage

#: Entries of one feed.
LENGTH = 30


class Subject(NamedTuple):
    """What a feed is about; the request comes along because a feed object serves all requests."""

    page: Page
    request: HttpRequest


class Entry(NamedTuple):
    """An article and its address."""

    article: ArticlePage
    url: str


class ArticleFeed(Feed):  # type: ignore[type-arg]
    """Newest articles below the home page or, with ``page_id``, below a section."""

    feed_type: type[SyndicationFeed] = Rss201rev2Feed

    def get_object(self, request: HttpRequest, page_id: str | None = None) -> Subject:
        """The page whose articles are listed.

        Raises:
            Http404: for anything but a published public section of the request's site.
        """
        home = current_home(request)
        if home is None:
            raise Http404
        if page_id is None:
            return Subject(Page.objects.get(pk=home.page_id), request)
        sections = SectionPage.objects.live().public().filter(path__startswith=home.path)
        section = without_placeholders(sections).filter(pk=int(page_id)).first()
        if section is None:
            raise Http404
        return Subject(section, request)

    def items(self, obj: Subject) -> list[Entry]:
        """The articles, newest first."""
        articles = listings.articles_reached(obj.page)[0][:LENGTH]
        return [Entry(article, article.get_url(obj.request) or "/") for article in articles]

    def title(self, obj: Subject) -> str:
        """Title of the feed: that of the page."""
        return str(obj.page.title)

    def description(self, obj: Subject) -> str:
        """Introduction of the section, or its title."""
        return str(getattr(obj.page, "lead", "") or obj.page.title)

    subtitle = description

    def link(self, obj: Subject) -> str:
        """Address of the page."""
        return obj.page.get_url(obj.request) or "/"

    def item_title(self, item: Entry) -> str:  # type: ignore[override]
        """Title of the article."""
        return str(item.article.title)

    def item_description(self, item: Entry) -> str:  # type: ignore[override]
        """Lead of the article."""
        return item.article.get_lead()

    def item_link(self, item: Entry) -> str:  # type: ignore[override]
        """Address of the article."""
        return item.url

    def item_author_name(self, item: Entry) -> str:
        """Author of the article."""
        return item.article.author

    def item_categories(self, item: Entry) -> list[str]:
        """Category of the article."""
        category = item.article.category
        return [category.localized_name] if category else []

    def item_pubdate(self, item: Entry) -> datetime:
        """The beginning of the article's day: articles are dated by the day."""
        return timezone.make_aware(datetime.combine(item.article.published_on, time.min))

    def item_updateddate(self, item: Entry) -> datetime:
        """When the article was last published."""
        return item.article.last_published_at or self.item_pubdate(item)


class AtomArticleFeed(ArticleFeed):
    """The same as Atom."""

    feed_type = Atom1Feed
