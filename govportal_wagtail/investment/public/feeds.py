"""Atom feeds of the projects of a register, one for every set of filters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from ... import conf
from ..models import ProjectEntry, ProjectIndexPage
from . import links
from .list_query import ProjectQuery
from .listing import entries_of, is_open, public_register, refusal

__all__ = ["ProjectFeed", "feed_links"]

_Subject = tuple[ProjectIndexPage, HttpRequest]


class ProjectFeed(Feed):  # type: ignore[type-arg]
    """The projects of a register that match the filters of the address, last updated first."""

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The feed; 400 where a filter is not understood."""
        query = ProjectQuery.from_parameters(request.GET)
        if query.errors:
            return refusal(query)
        return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, register_id: int) -> _Subject:
        """The register.

        Raises:
            Http404: where it is missing, not public or of another site.
        """
        return public_register(request, register_id), request

    def title(self, obj: _Subject) -> str:
        """Name of the register."""
        return str(obj[0].title)

    def link(self, obj: _Subject) -> str:
        """Address of the register."""
        return obj[0].get_url(obj[1]) or "/"

    def feed_guid(self, obj: _Subject) -> str:
        """A stable identifier of the feed."""
        return obj[1].build_absolute_uri()

    def subtitle(self, obj: _Subject) -> str:
        """Introduction of the register."""
        return str(obj[0].lead)

    def items(self, obj: _Subject) -> list[ProjectEntry]:
        """One page of projects, in the order asked for."""
        register, request = obj
        query = ProjectQuery.from_parameters(request.GET)
        entries = query.ordered(query.filtered(entries_of(register)))
        return list(entries.select_related("field", "investor")[: conf.PAGE_SIZE])

    def item_title(self, item: ProjectEntry) -> str:  # type: ignore[override]
        """Name of the project."""
        return item.title

    def item_description(self, item: ProjectEntry) -> str:  # type: ignore[override]
        """Main objective."""
        return item.objective

    def item_link(self, item: ProjectEntry) -> str:
        """Address of the project."""
        return item.get_url()

    def item_author_name(self, item: ProjectEntry) -> str:
        """Who owns the project."""
        return item.investor_label

    def item_categories(self, item: ProjectEntry) -> list[str]:
        """The status, and the field where one is stated."""
        field = [item.field.localized_name] if item.field else []
        return [item.get_status_display(), *field]

    def item_pubdate(self, item: ProjectEntry) -> datetime | None:
        """When the project was first posted."""
        return item.published_at

    def item_updateddate(self, item: ProjectEntry) -> Any:
        """When something new of the project was last posted."""
        return item.content_at or item.updated_at


def feed_links(register: ProjectIndexPage, request: HttpRequest) -> list[dict[str, str]]:
    """The feed of what the filters of the address find; none for what not everybody reads."""
    query = ProjectQuery.from_parameters(request.GET)
    if query.errors or not register.pk or not register.live or not is_open(register):
        return []
    url = links.feed_url(register, query)
    return [{"title": register.title, "url": url, "type": "application/atom+xml"}]
