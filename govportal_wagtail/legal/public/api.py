"""The read API: legal documents, their relations and articles, on Wagtail's API v2."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api.v2.filters import ChildOfFilter, DescendantOfFilter, LocaleFilter, OrderingFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError

from ... import conf
from ...core.page_api import PortalPagesAPIViewSet
from ..connections import relations_of
from ..models import DocumentUnit, LegalDocumentPage, RegisterEntry
from ..models.register import match_rank
from .api_fields import LISTED
from .list_query import FACETS, ListQuery
from .listing import matching

#: The list's facet ``type`` has another name here, since ``type`` is Wagtail's for page models.
_RENAMED = {"doc_type": "type"}
#: Where the documents are below the address of the API.
ENDPOINT = "legal-documents"
_PARAMETERS = {"query", "issued_from", "issued_to", *_RENAMED, *FACETS} - set(_RENAMED.values())


class RegisterFilter(BaseFilterBackend):
    """The same filters as the public list of documents."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> QuerySet[Any]:
        """Documents that match; where words or a number are asked for, the best match first.

        Raises:
            BadRequestError: naming the parameters that are not understood.
        """
        parameters = request.GET.copy()
        parameters.pop("sort", None)
        for ours, theirs in _RENAMED.items():
            parameters.setlist(theirs, parameters.pop(ours, []))
        query = ListQuery.from_parameters(parameters)
        if query.errors:
            names = {theirs: ours for ours, theirs in _RENAMED.items()}
            wrong = ", ".join(names.get(name, name) for name in query.errors)
            raise BadRequestError(f"not understood: {wrong}")
        if not (query.text or query.chosen or query.issued_from or query.issued_to):
            return queryset
        entries = matching(RegisterEntry.objects.public(), query)
        found = queryset.filter(pk__in=entries.values("page_id"))
        if not query.text:
            return found
        return found.order_by(match_rank(query.text), F("issued_on").desc(nulls_last=True), "-pk")


class LegalDocumentsAPIViewSet(PortalPagesAPIViewSet):
    """Published legal documents of the site that is asked."""

    name = ENDPOINT
    model = LegalDocumentPage
    filter_backends = [
        ChildOfFilter,
        DescendantOfFilter,
        LocaleFilter,
        RegisterFilter,
        OrderingFilter,
    ]
    known_query_parameters = PortalPagesAPIViewSet.known_query_parameters | _PARAMETERS
    listing_default_fields = [*PortalPagesAPIViewSet.listing_default_fields, *LISTED]

    def get_queryset(self) -> QuerySet[Any]:
        """Public documents with what a row shows, newest first."""
        entries = RegisterEntry.objects.with_status(on=timezone.localdate())
        status = entries.filter(page_id=OuterRef("pk")).values("status")[:1]  # type: ignore[misc]
        documents: QuerySet[Any] = (
            self.model.objects.filter(pk__in=self.get_base_queryset().values("pk"))
            .annotate(api_status=Subquery(status))
            .select_related("doc_type", "issuer", "locale")
            .prefetch_related(
                "govportal_register_entry__administrative_fields",
                "files__document__govportal_facts",
            )
            .order_by("-issued_on", "-pk")
        )
        return documents

    def relations_view(self, request: HttpRequest, pk: int) -> Response:
        """What the document does to others and what others do to it."""
        document = self.get_object()
        groups = [
            {
                "code": group.code,
                "label": str(group.label),
                "items": [
                    {
                        "symbol": item.symbol,
                        "title": item.title,
                        "url": item.url and request.build_absolute_uri(item.url),
                        "scope": item.scope_text,
                        "effective_on": item.effective_on,
                        "last_day": item.last_day,
                        "note": item.note,
                        "is_here": not item.is_stub,
                    }
                    for item in group.items
                ],
            }
            for group in relations_of(document, request)
        ]
        return self._answer(document, "relations", groups)

    def articles_view(self, request: HttpRequest, pk: int) -> Response:
        """The parts of the text that have an address of their own, in order."""
        document = self.get_object()
        names = ("order", "kind", "label", "marker", "heading", "text", "anchor", "part", "level")
        units = DocumentUnit.objects.filter(page_id=document.pk).order_by("order")
        return self._answer(document, "articles", list(units.values(*names)))

    def _answer(self, document: Any, name: str, items: list[Any]) -> Response:
        meta = {"licence": conf.API_LICENCE, "total_count": len(items)}
        return Response({"meta": meta, "id": document.pk, "symbol": document.symbol, name: items})

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        """Wagtail's addresses and the two of ours."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/relations/", cls.as_view({"get": "relations_view"}), name="relations"),
            path("<int:pk>/articles/", cls.as_view({"get": "articles_view"}), name="articles"),
        ]


api_router = WagtailAPIRouter("govportal_api")
api_router.register_endpoint(ENDPOINT, LegalDocumentsAPIViewSet)
