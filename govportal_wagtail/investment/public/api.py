"""The read API: investment projects with their money, on Wagtail's API v2."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import F, QuerySet
from django.http import QueryDict
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from wagtail.api.v2.filters import ChildOfFilter, DescendantOfFilter, LocaleFilter, OrderingFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError

from ...core.page_api import PortalPagesAPIViewSet
from ..amounts import LARGEST
from ..api_fields import LISTED, PROJECT
from ..models import InvestmentProjectPage, ProjectEntry
from .list_query import ProjectQuery

__all__ = ["AMOUNTS", "ENDPOINT", "FILTERS", "ProjectsAPIViewSet", "api_router"]

#: Where the projects are below the address of the API.
ENDPOINT: Final = "projects"
#: Filters of the public list by their names here.
FILTERS: Final = {
    "query": "q",
    "status": "trang-thai",
    "field": "linh-vuc",
    "source": "nguon",
    "commune": "xa",
    "investor": "chu-dau-tu",
    "kind": "loai",
    "group": "nhom",
    "year": "nam",
}
#: Bounds of the total investment, in whole đồng.
AMOUNTS: Final = {"total_from": "lowest", "total_to": "highest"}


class ProjectFilter(BaseFilterBackend):
    """The same filters as the public list of projects, under English names."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> QuerySet[Any]:
        """Projects that match.

        Raises:
            BadRequestError: naming the parameters that are not understood.
        """
        asked = QueryDict(mutable=True)
        for name, theirs in FILTERS.items():
            if value := request.GET.get(name, ""):
                asked[theirs] = value
        query = ProjectQuery.from_parameters(asked)
        ours = {theirs: name for name, theirs in FILTERS.items()}
        wrong = [ours.get(name, name) for name in query.errors]
        bounds = {name: request.GET.get(name, "") for name in AMOUNTS}
        wrong += [name for name, text in bounds.items() if text and not _is_amount(text)]
        if wrong:
            raise BadRequestError(f"not understood: {', '.join(wrong)}")
        entries = query.filtered(ProjectEntry.objects.public())
        for name, lookup in (("total_from", "gte"), ("total_to", "lte")):
            if text := bounds[name]:
                entries = entries.filter(**{f"total_investment__{lookup}": int(text)})
        if not query.narrows() and not any(bounds.values()):
            return queryset
        return queryset.filter(pk__in=entries.order_by().values("page_id"))


def _is_amount(text: str) -> bool:
    """Whether it is an amount in whole đồng, as the open data writes it."""
    return (
        text.isascii()
        and text.isdecimal()
        and len(text) <= len(str(LARGEST))
        and int(text) <= LARGEST
    )


class ProjectsAPIViewSet(PortalPagesAPIViewSet):
    """Published projects of the site that is asked."""

    name = ENDPOINT
    model = InvestmentProjectPage
    filter_backends = [
        ChildOfFilter,
        DescendantOfFilter,
        LocaleFilter,
        ProjectFilter,
        OrderingFilter,
    ]
    body_fields = [*PortalPagesAPIViewSet.body_fields, *PROJECT]
    known_query_parameters = PortalPagesAPIViewSet.known_query_parameters | {*FILTERS, *AMOUNTS}
    listing_default_fields = [*PortalPagesAPIViewSet.listing_default_fields, *LISTED]

    def get_queryset(self) -> QuerySet[Any]:
        """Public projects with what a row shows, last published first."""
        projects: QuerySet[Any] = (
            self.model.objects.filter(pk__in=self.get_base_queryset().values("pk"))
            .select_related("field", "investor", "locale", "govportal_project_entry")
            .prefetch_related("govportal_project_entry__communes")
            .order_by(F("last_published_at").desc(nulls_last=True), "-pk")
        )
        return projects


api_router = WagtailAPIRouter("govportal_investment_api")
api_router.register_endpoint(ENDPOINT, ProjectsAPIViewSet)
