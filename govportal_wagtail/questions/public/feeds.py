"""Atom feeds of published answers, one for every set of filters."""

from __future__ import annotations

from datetime import datetime, time
from typing import Final, NamedTuple

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from ...core.navigation import current_home
from ...core.placeholders import without_placeholders
from ..models import QuestionIndexPage, QuestionPage
from . import listing
from .list_query import ListQuery

__all__ = ["AnswerFeed", "feed_links"]

#: Entries of one feed.
LENGTH: Final = 30


class Subject(NamedTuple):
    """What a feed is about; the request comes along because a feed object serves all requests."""

    page: QuestionIndexPage
    request: HttpRequest


class Entry(NamedTuple):
    """An answer and its address."""

    page: QuestionPage
    url: str


def feed_links(title: str, page_id: int | None) -> list[dict[str, str]]:
    """Title, address and media type of the feed of a section, for the head of pages."""
    if page_id is None:
        return []
    url = reverse("govportal_questions:feed", args=[page_id])
    return [{"title": f"{title} (Atom)", "url": url, "type": "application/atom+xml"}]


class AnswerFeed(Feed):  # type: ignore[type-arg]
    """The newest published answers of a section that match the filters of the address.

    The words of a search are left out: a feed follows what is new.
    """

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, page_id: str) -> Subject:
        """The section.

        Raises:
            Http404: where it is missing, not public or of another site.
        """
        home = current_home(request)
        sections = without_placeholders(QuestionIndexPage.objects.live().public())
        found = sections.filter(pk=int(page_id)).first()
        if home is None or found is None or not found.path.startswith(home.path):
            raise Http404
        return Subject(found, request)

    def items(self, obj: Subject) -> list[Entry]:
        """The answers, newest first."""
        query = ListQuery.from_parameters(obj.request.GET)
        answers = listing.narrowed(listing.answers_below(obj.page, is_open=True), query)
        return [Entry(page, page.get_url(obj.request) or "/") for page in answers[:LENGTH]]

    def title(self, obj: Subject) -> str:
        """Title of the section."""
        return str(obj.page.title)

    def subtitle(self, obj: Subject) -> str:
        """Introduction of the section."""
        return str(obj.page.lead or obj.page.title)

    def link(self, obj: Subject) -> str:
        """Address of the section."""
        return obj.page.get_url(obj.request) or "/"

    def feed_guid(self, obj: Subject) -> str:
        """A stable identifier of the feed."""
        return obj.request.build_absolute_uri()

    def item_title(self, item: Entry) -> str:  # type: ignore[override]
        """Title of the answer."""
        return str(item.page.title)

    def item_description(self, item: Entry) -> str:  # type: ignore[override]
        """The question, as it is published."""
        return item.page.get_lead()

    def item_link(self, item: Entry) -> str:  # type: ignore[override]
        """Address of the answer."""
        return item.url

    def item_author_name(self, item: Entry) -> str:
        """The agency that answered."""
        return item.page.agency.localized_name if item.page.agency else ""

    def item_categories(self, item: Entry) -> list[str]:
        """The topic."""
        return [item.page.topic.localized_name] if item.page.topic else []

    def item_pubdate(self, item: Entry) -> datetime:
        """The beginning of the day of the answer: answers are dated by the day."""
        return timezone.make_aware(datetime.combine(item.page.answered_on, time.min))

    def item_updateddate(self, item: Entry) -> datetime:
        """When the answer was last published."""
        return item.page.last_published_at or self.item_pubdate(item)
