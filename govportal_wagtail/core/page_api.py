"""What the read APIs of published pages share, on Wagtail's API v2: limits, licence, refusals."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet

from .. import conf
from .placeholders import without_placeholders

__all__ = ["AddressThrottle", "BoundedPagination", "PortalPagesAPIViewSet"]

#: Keys and offsets beyond it name nothing, and are errors in a database.
_LARGEST: Final = 2**31 - 1


class AddressThrottle(AnonRateThrottle):
    """Limits how often one address may call, at the rate of GOVPORTAL_API_THROTTLE_RATE."""

    scope = "govportal_api"

    def get_rate(self) -> str:
        """The rate in force now."""
        return str(conf.API_THROTTLE_RATE)


class BoundedPagination(WagtailPagination):  # type: ignore[misc]
    """Wagtail's pagination for offsets that a database can count."""

    def paginate_queryset(
        self, queryset: QuerySet[Any], request: Request, view: Any = None
    ) -> QuerySet[Any]:
        """The rows asked for.

        Raises:
            BadRequestError: for an offset or limit that is no number, or too large a one.
        """
        offset = request.GET.get("offset", "")
        if offset.isdecimal() and (len(offset) > 10 or int(offset) > _LARGEST):
            raise BadRequestError("offset is too large")
        rows: QuerySet[Any] = super().paginate_queryset(queryset, request, view=view)
        return rows


class PortalPagesAPIViewSet(PagesAPIViewSet):  # type: ignore[misc]
    """Published pages of one type on the site that is asked.

    Wagtail's ``search`` parameter is left out: on SQLite a quotation mark in it is an error
    (wagtail#13227); ``query`` takes its place.
    """

    throttle_classes = [AddressThrottle]
    pagination_class = BoundedPagination
    known_query_parameters = PagesAPIViewSet.known_query_parameters - {
        "search",
        "search_operator",
        "type",
    }

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what no filter can look for, also those of Wagtail.

        Raises:
            BadRequestError: for a null character, which PostgreSQL takes in no text.
        """
        super().initial(request, *args, **kwargs)
        if any("\x00" in value for _name, values in request.GET.lists() for value in values):
            raise BadRequestError("null characters are not allowed")

    def get_base_queryset(self) -> QuerySet[Any]:
        """Published pages of the site in all its languages, each in its own words."""
        pages: QuerySet[Any] = without_placeholders(super().get_base_queryset())
        return pages

    def get_object(self) -> Any:
        """The page; it is specific already.

        Raises:
            Http404: where there is none, also for a number that no key can be.
        """
        if self.kwargs["pk"] > _LARGEST:
            raise Http404
        return super(PagesAPIViewSet, self).get_object()

    def get_paginated_response(self, data: Any) -> Response:
        """The list with the licence of the data."""
        response: Response = super().get_paginated_response(data)
        response.data["meta"]["licence"] = conf.API_LICENCE
        return response

    def detail_view(self, request: HttpRequest, pk: int) -> Response:
        """One page with all its fields."""
        response: Response = super().detail_view(request, pk)
        response.data["meta"]["licence"] = conf.API_LICENCE
        return response
