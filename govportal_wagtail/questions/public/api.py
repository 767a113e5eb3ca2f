"""The read API: published answers, on Wagtail's API v2."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from wagtail.api import APIField
from wagtail.api.v2.filters import ChildOfFilter, DescendantOfFilter, LocaleFilter, OrderingFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.models import Locale, Page, Site

from ...core.api_fields import RecordField
from ...core.page_api import PortalPagesAPIViewSet
from ...core.search import search
from ..models import QuestionPage
from . import listing
from .list_query import FILTERS, ListQuery

__all__ = ["ENDPOINT", "FIELDS", "LISTED", "PublishedAnswersAPIViewSet", "api_router"]

#: Where the answers are below the address of the API.
ENDPOINT: Final = "questions"
#: Answers that words may find: who wants more reads the list.
_MOST_FOUND: Final = 200


class CitedField(serializers.Field[Any, Any, Any, Any]):
    """The public pages on which an answer rests."""

    def get_attribute(self, instance: Any) -> Any:
        """The citations whose page anyone may read."""
        return [each for each in instance.citations.all() if each.cited_id in self._public()]

    def to_representation(self, value: Any) -> list[dict[str, str]]:
        """Words and address of each link."""
        request = self.context["request"]
        rows = []
        for each in value:
            cited = self._public()[each.cited_id]
            address = cited.get_url(request)
            if address:
                url = request.build_absolute_uri(f"{address}{each.fragment}")
                rows.append({"label": each.label or cited.title, "url": url})
        return rows

    def _public(self) -> dict[int, Page]:
        """The cited pages of the whole answer, read once for all its rows."""
        context: dict[str, Any] = self.context  # type: ignore[assignment]
        if "cited_pages" not in context:
            rows: Any = self.root.instance
            pages = [rows] if isinstance(rows, Page) else rows
            ids = {each.cited_id for page in pages for each in page.citations.all()}
            context["cited_pages"] = Page.objects.live().public().in_bulk(ids)
        known: dict[int, Page] = context["cited_pages"]
        return known


class FilesField(serializers.Field[Any, Any, Any, Any]):
    """The files of an answer."""

    def get_attribute(self, instance: Any) -> Any:
        """The files in order."""
        return instance.attachments.all()

    def to_representation(self, value: Any) -> list[dict[str, str]]:
        """Title and address of each file."""
        request = self.context["request"]
        return [
            {
                "title": each.title or each.document.title,
                "url": request.build_absolute_uri(each.document.url),
            }
            for each in value
        ]


class TagsField(serializers.Field[Any, Any, Any, Any]):
    """The tags of an answer."""

    def get_attribute(self, instance: Any) -> Any:
        """The tags, in alphabetical order."""
        return sorted(each.tag.name for each in instance.tagged_items.all())

    def to_representation(self, value: Any) -> list[str]:
        """Their names."""
        return list(value)


class AnswerFilter(BaseFilterBackend):
    """The same filters as the public list of answers."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> QuerySet[Any]:
        """Answers that match.

        Raises:
            BadRequestError: for a year or an agency that is no number.
        """
        query = ListQuery.from_parameters(request.GET)
        for name in ("agency", "year"):
            value = query.chosen.get(name, "")
            if value and not (value.isascii() and value.isdecimal() and len(value) < 10):
                raise BadRequestError(f"not understood: {name}")
        found: QuerySet[Any] = listing.narrowed(queryset, query)
        if not query.text:
            return found
        site = Site.find_for_request(request)
        if site is None:
            return found.none()
        results = search(
            query.text,
            site=site,
            locale=_locale(request, site),
            types=(listing.SOURCE,),
            filters=query.filters,
            limit=_MOST_FOUND,
        )
        return found.filter(pk__in=[hit.page_id for hit in results.hits])


def _locale(request: Request, site: Site) -> Locale:
    """The language that is asked for, else that of the site."""
    code = request.GET.get("locale", "")
    found = Locale.objects.filter(language_code=code).first() if code else None
    return found or site.root_page.locale


#: What an answer says of itself.
FIELDS: Final = [
    *(APIField(name) for name in ("question", "answer", "asked_on", "answered_on")),
    APIField("topic", serializer=RecordField()),
    APIField("agency", serializer=RecordField()),
    *(APIField(name) for name in ("source", "source_url", "is_faq")),
    APIField("tags", serializer=TagsField()),
    APIField("citations", serializer=CitedField()),
    APIField("files", serializer=FilesField()),
]
#: What a list shows of each answer unless the caller asks for other fields.
LISTED: Final = ["question", "topic", "agency", "asked_on", "answered_on"]


class PublishedAnswersAPIViewSet(PortalPagesAPIViewSet):
    """Published questions with their answers, of the site that is asked.

    Nothing here knows who asked: pages hold no personal data, and no other table is read.
    """

    name = ENDPOINT
    model = QuestionPage
    filter_backends = [
        ChildOfFilter,
        DescendantOfFilter,
        LocaleFilter,
        AnswerFilter,
        OrderingFilter,
    ]
    body_fields = [*PortalPagesAPIViewSet.body_fields, *FIELDS]
    known_query_parameters = PortalPagesAPIViewSet.known_query_parameters | {"query", *FILTERS}
    listing_default_fields = [*PortalPagesAPIViewSet.listing_default_fields, *LISTED]

    def get_queryset(self) -> QuerySet[Any]:
        """Public answers with what a row shows, newest first."""
        answers: QuerySet[Any] = (
            self.model.objects.filter(pk__in=self.get_base_queryset().values("pk"))
            .select_related("topic", "agency", "locale")
            .prefetch_related("citations", "attachments__document", "tagged_items__tag")
            .order_by("-answered_on", "-pk")
        )
        return answers


api_router = WagtailAPIRouter("govportal_questions_api")
api_router.register_endpoint(ENDPOINT, PublishedAnswersAPIViewSet)
