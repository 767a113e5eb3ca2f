"""The read API: posted weeks with their items, on Wagtail's API v2."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet
from rest_framework import serializers
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from wagtail.api import APIField
from wagtail.api.v2.filters import ChildOfFilter, DescendantOfFilter, LocaleFilter, OrderingFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.models import Page

from ...core.page_api import PortalPagesAPIViewSet
from ..models import PublishedItem, ScheduleIndexPage, WeeklySchedulePage
from . import told

__all__ = ["ENDPOINT", "FIELDS", "LISTED", "PostedWeeksAPIViewSet", "api_router"]

#: Where the weeks are below the address of the API.
ENDPOINT: Final = "schedules"
#: Filters by parameter.
FILTERS: Final = frozenset({"from", "until", "agency"})
_DIGITS: Final = 9
_FIRST_YEAR: Final = 2000


class _OfWeekField(serializers.Field[Any, Any, Any, Any]):
    """A field for which the whole answer is read at once."""

    def get_attribute(self, instance: Any) -> Any:
        """The week itself."""
        return instance

    def weeks(self) -> list[WeeklySchedulePage]:
        """Every week of the answer."""
        rows: Any = self.root.instance
        return [rows] if isinstance(rows, Page) else list(rows)

    def schedules(self) -> dict[str, ScheduleIndexPage]:
        """The schedules of all weeks by their place in the tree, read once."""
        context: dict[str, Any] = self.context  # type: ignore[assignment]
        if "schedules" not in context:
            paths = {_parent_path(week) for week in self.weeks()}
            found = ScheduleIndexPage.objects.filter(path__in=paths).select_related("agency")
            context["schedules"] = {schedule.path: schedule for schedule in found}
        known: dict[str, ScheduleIndexPage] = context["schedules"]
        return known


class ScheduleField(_OfWeekField):
    """The schedule to which a week belongs, and whose it is."""

    def to_representation(self, value: Any) -> dict[str, Any]:
        """Number, title and agency."""
        schedule = self.schedules()[_parent_path(value)]
        agency = schedule.agency
        return {
            "id": schedule.pk,
            "title": schedule.title,
            "agency": {"code": agency.code, "name": agency.localized_name},
        }


class WeekField(_OfWeekField):
    """The week as ISO 8601 counts it."""

    def to_representation(self, value: Any) -> str:
        """Its code, such as ``2026-w47``."""
        return str(value.week.code)


class ItemsField(_OfWeekField):
    """What is shown of a week."""

    def to_representation(self, value: Any) -> list[dict[str, Any]]:
        """The items by day and time."""
        schedule = self.schedules()[_parent_path(value)]
        return [told.as_data(item) for item in self._items()[schedule.pk, value.monday]]

    def _items(self) -> dict[tuple[int, date], list[told.Told]]:
        """Those of the whole answer by schedule and Monday, read once."""
        context: dict[str, Any] = self.context  # type: ignore[assignment]
        if "items" not in context:
            keys = [schedule.pk for schedule in self.schedules().values()]
            mondays = {week.monday for week in self.weeks()}
            rows = PublishedItem.objects.filter(
                schedule__in=keys, monday__in=mondays, withdrawn_at=None
            )
            context["items"] = _by_week(rows)
        known: dict[tuple[int, date], list[told.Told]] = context["items"]
        return known


class WeekFilter(BaseFilterBackend):
    """Weeks from one day to another, and those of one agency."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> QuerySet[Any]:
        """Weeks that match.

        Raises:
            BadRequestError: for what is no day, and an agency that is no number.
        """
        for name, lookup in (("from", "monday__gt"), ("until", "monday__lte")):
            if text := request.GET.get(name, ""):
                day = _day(name, text)
                # A week counts from its first day to its last.
                queryset = queryset.filter(
                    **{lookup: date.fromordinal(day.toordinal() - 7) if name == "from" else day}
                )
        agency = request.GET.get("agency", "")
        if not agency:
            return queryset
        if not (agency.isascii() and agency.isdecimal() and len(agency) <= _DIGITS):
            raise BadRequestError("not understood: agency")
        schedules = ScheduleIndexPage.objects.filter(agency=int(agency)).live().public()
        wanted = Q(pk__in=[])
        for path in schedules.values_list("path", flat=True):
            wanted |= Q(path__startswith=path)
        return queryset.filter(wanted)


def _day(name: str, text: str) -> date:
    """A day in the one form that other parts of the API write.

    Raises:
        BadRequestError: for everything else, and days on which there were no portals.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise BadRequestError(f"not understood: {name}") from error
    if text != day.isoformat() or day.year < _FIRST_YEAR:
        raise BadRequestError(f"not understood: {name}")
    return day


def _by_week(rows: Iterable[PublishedItem]) -> dict[tuple[int, date], list[told.Told]]:
    by_week: dict[tuple[int, date], list[told.Told]] = defaultdict(list)
    for item in told.told_of(rows):
        by_week[item.schedule_id, item.monday].append(item)
    return by_week


def _parent_path(week: WeeklySchedulePage) -> str:
    return str(week.path[: -WeeklySchedulePage.steplen])


#: What a week says of itself.
FIELDS: Final = [
    APIField("monday"),
    APIField("week", serializer=WeekField()),
    APIField("schedule", serializer=ScheduleField()),
    APIField("note"),
    APIField("items", serializer=ItemsField()),
]
#: What a list shows of each week unless the caller asks for other fields.
LISTED: Final = ["monday", "week", "schedule"]


class PostedWeeksAPIViewSet(PortalPagesAPIViewSet):
    """Posted weeks of the schedules of the site that is asked.

    Nothing here reads drafts or what is internal: items are what publication told of them.
    """

    name = ENDPOINT
    model = WeeklySchedulePage
    filter_backends = [ChildOfFilter, DescendantOfFilter, LocaleFilter, WeekFilter, OrderingFilter]
    body_fields = [*PortalPagesAPIViewSet.body_fields, *FIELDS]
    known_query_parameters = PortalPagesAPIViewSet.known_query_parameters | FILTERS
    listing_default_fields = [*PortalPagesAPIViewSet.listing_default_fields, *LISTED]

    def get_queryset(self) -> QuerySet[Any]:
        """Public weeks, newest first."""
        weeks: QuerySet[Any] = (
            self.model.objects.filter(pk__in=self.get_base_queryset().values("pk"))
            .select_related("locale")
            .order_by("-monday", "-pk")
        )
        return weeks


api_router = WagtailAPIRouter("govportal_schedules_api")
api_router.register_endpoint(ENDPOINT, PostedWeeksAPIViewSet)
