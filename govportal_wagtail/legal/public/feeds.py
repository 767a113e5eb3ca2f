"""Atom feeds of a library's documents, one for every set of filters."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from wagtail.models import Page

from ... import conf
from ..models import RegisterEntry
from .list_query import ListQuery
from .listing import entries_of, matching, ordered
from .views import public_library


class DocumentFeed(Feed):  # type: ignore[type-arg]
    """The newest documents of a library that match the filters of the address."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, library_id: int) -> tuple[Page, HttpRequest]:
        """The library.

        Raises:
            Http404: where it is missing, not public or of another site.
        """
        return public_library(request, library_id), request

    def title(self, obj: tuple[Page, HttpRequest]) -> str:
        """Name of the library."""
        return str(obj[0].title)

    def link(self, obj: tuple[Page, HttpRequest]) -> str:
        """Address of the library."""
        return obj[0].get_url(obj[1]) or "/"

    def feed_guid(self, obj: tuple[Page, HttpRequest]) -> str:
        """A stable identifier of the feed."""
        return obj[1].build_absolute_uri()

    def subtitle(self, obj: tuple[Page, HttpRequest]) -> str:
        """Introduction of the library."""
        return getattr(obj[0], "lead", "")

    def items(self, obj: tuple[Page, HttpRequest]) -> list[RegisterEntry]:
        """One page of documents, in the order asked for."""
        library, request = obj
        query = ListQuery.from_parameters(request.GET)
        entries = ordered(matching(entries_of(library), query), query)
        return list(entries.for_lists()[: conf.PAGE_SIZE])

    def item_title(self, item: RegisterEntry) -> str:  # type: ignore[override]
        """Title of the document."""
        return item.title

    def item_description(self, item: RegisterEntry) -> str:  # type: ignore[override]
        """Abstract of the document."""
        return item.abstract

    def item_link(self, item: RegisterEntry) -> str:
        """Address of the document."""
        return item.get_url()

    def item_author_name(self, item: RegisterEntry) -> str:
        """Issuing body."""
        return item.issuer.localized_name

    def item_categories(self, item: RegisterEntry) -> list[str]:
        """Document type."""
        return [item.doc_type.localized_name]

    def item_pubdate(self, item: RegisterEntry) -> datetime | None:
        """Day of issue at midnight in the portal's time zone."""
        if item.issued_on is None:
            return None
        return timezone.make_aware(datetime.combine(item.issued_on, time()))

    def item_updateddate(self, item: RegisterEntry) -> Any:
        """Moment of the last change of the register's entry."""
        return item.updated_at
