"""The report of the admin on what readers search for, and on what they do not find."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date, timedelta
from typing import Any, Final

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, Site
from wagtail.permission_policies.pages import PagePermissionPolicy

from ... import conf
from ..filters import PeriodFilter
from ..models import SearchLogEntry
from ..report_exports import UnicodeCsvMixin

#: What is shown until somebody chooses a period, in days.
PERIOD: Final = 30
_NOTHING: Final = "nothing"

_EXPORTED: Final = {
    "query": _("Search text"),
    "site": pgettext_lazy("portal", "Site"),
    "searches": _("Searches"),
    "unanswered": _("Without results"),
    "most": _("Most results"),
    "last": _("Last searched"),
}


def readable_sites(user: Any) -> QuerySet[Site]:
    """Return the sites whose searches the user may see: those whose home page they may change."""
    changeable = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    homes = Page.objects.filter(sites_rooted_here__isnull=False, pk__in=changeable.values("pk"))
    sites: QuerySet[Site] = Site.objects.filter(root_page__in=homes.order_by().values("pk"))
    return sites


def may_read(user: Any) -> bool:
    """Return whether the user may see the searches of some site."""
    return readable_sites(user).exists()


def _sites_for(request: HttpRequest | None) -> QuerySet[Site]:
    return readable_sites(request.user) if request else Site.objects.none()


class SearchLogFilterSet(WagtailFilterSet):
    """Filters of the report on searches."""

    site = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("portal", "Site"), queryset=_sites_for
    )
    day = PeriodFilter(label=_("Period"))
    results = django_filters.ChoiceFilter(
        label=_("Results"),
        choices=[(_NOTHING, _("Nothing was found"))],
        method="filter_results",
    )

    class Meta:
        model = SearchLogEntry
        fields: list[str] = []

    def filter_results(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Searches of days on which nothing was found."""
        return queryset.filter(results=0)


class SearchLogView(UnicodeCsvMixin, ReportView):
    """What was searched for in a period, the most frequent first, on the sites of the user."""

    model = SearchLogEntry
    page_title = _("Search queries")
    header_icon = "search"
    index_url_name = "govportal_search_log"
    index_results_url_name = "govportal_search_log_results"
    filterset_class = SearchLogFilterSet
    default_ordering = "-searches"
    list_export = list(_EXPORTED)
    export_headings = _EXPORTED
    export_filename = "search-queries"
    columns = [
        Column("query", label=_EXPORTED["query"], sort_key="query"),
        Column("site", label=_EXPORTED["site"], accessor=lambda row: _site_label(row)),
        NumberColumn("searches", label=_EXPORTED["searches"], sort_key="searches"),
        NumberColumn("unanswered", label=_EXPORTED["unanswered"], sort_key="unanswered"),
        NumberColumn("most", label=_EXPORTED["most"], sort_key="most"),
        Column("last", label=_EXPORTED["last"], accessor=lambda row: _shown(row["last"])),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the report.

        Raises:
            PermissionDenied: where the user may change the home page of no site.
        """
        if not may_read(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[Any]:
        """The log of the user's sites."""
        sites = readable_sites(self.request.user).values("pk")
        return SearchLogEntry.objects.filter(site__in=sites)

    def get_queryset(self) -> QuerySet[Any]:
        """One row for each text and site, counted over the period."""
        start, end = self.period
        rows = self.filter_queryset(self.get_base_queryset()).filter(day__range=(start, end))
        counted = rows.values("query", "site_id", "site__site_name", "site__hostname").annotate(
            searches=Sum("count"),
            unanswered=Sum("count", filter=Q(results=0), default=0),
            most=Max("results"),
            last=Max("day"),
        )
        ordered: QuerySet[Any] = counted.order_by(self.ordering, "query", "site_id")
        return ordered[: conf.EXPORT_MAX_ROWS] if self.is_export else ordered

    def get_filtered_queryset(self) -> QuerySet[Any]:
        """The rows that are asked for; filters are applied before rows are counted."""
        return self.get_queryset()

    @cached_property
    def period(self) -> tuple[date, date]:
        """First and last day of what is shown."""
        today = timezone.localdate()
        is_read = self.filters and self.filters.is_valid()
        chosen = self.filters.form.cleaned_data.get("day") if is_read else None
        last = _day(chosen.stop if chosen else None) or today
        first = _day(chosen.start if chosen else None)
        if first is None:
            # Only the end was chosen: everything before it.
            first = date.min if chosen else today - timedelta(days=PERIOD - 1)
        return first, last

    def get_page_subtitle(self) -> str:
        """The period."""
        first, last = self.period
        return f"{_shown(first)} - {_shown(last)}" if first > date.min else f"- {_shown(last)}"

    def to_row_dict(self, item: dict[str, Any]) -> OrderedDict[str, Any]:
        """One row of the export."""
        values = item | {"site": _site_label(item)}
        return OrderedDict((name, values[name]) for name in _EXPORTED)


def _site_label(row: dict[str, Any]) -> str:
    return str(row["site__site_name"] or row["site__hostname"])


def _day(moment: Any) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _shown(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def report_urls() -> list[URLPattern]:
    """Return the addresses of the report."""
    return [
        path("reports/search-queries/", SearchLogView.as_view(), name="govportal_search_log"),
        path(
            "reports/search-queries/results/",
            SearchLogView.as_view(results_only=True),
            name="govportal_search_log_results",
        ),
    ]
