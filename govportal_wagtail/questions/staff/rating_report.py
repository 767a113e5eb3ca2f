"""The report of the admin on how readers rate the information on pages."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date, timedelta
from typing import Any, Final

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Avg, Case, Count, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Substr
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from ... import conf
from ...core.filters import PeriodFilter
from ...core.models import PortalSite
from ...core.report_exports import PlainCellsMixin
from ...editorial.afterwards_access import newsroom_sites, works_in_newsroom
from ..models import PageRating
from ..ratings import ASPECTS

#: What is shown until somebody chooses a period, in days.
PERIOD: Final = 90
_PAGES: Final = "pages"
_SECTIONS: Final = "sections"

_EXPORTED: Final = {
    "title": _("Page or section"),
    "site": pgettext_lazy("portal", "Site"),
    "ratings": _("Ratings"),
    "interface": pgettext_lazy("rating", "interface"),
    "content": pgettext_lazy("rating", "content"),
    "quality": pgettext_lazy("rating", "quality of the information"),
    "support": pgettext_lazy("rating", "support"),
}


def _sites_for(request: HttpRequest | None) -> QuerySet[PortalSite]:
    return newsroom_sites(request.user) if request else PortalSite.objects.none()


class RatingFilterSet(WagtailFilterSet):
    """Filters of the report on ratings."""

    portal_site = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("portal", "Site"), queryset=_sites_for
    )
    rated_on = PeriodFilter(label=_("Period"))
    by = django_filters.ChoiceFilter(
        label=_("One row for each"),
        choices=[(_PAGES, _("Page")), (_SECTIONS, pgettext_lazy("portal", "Section"))],
        empty_label=None,
        null_label=None,
        method="filter_by",
    )

    class Meta:
        model = PageRating
        fields: list[str] = []

    def filter_by(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """It decides on the rows, not on what is counted."""
        return queryset


class RatingReportView(PlainCellsMixin, ReportView):
    """Means of the marks of a period, by page or by section, on the sites of the user."""

    model = PageRating
    page_title = _("Ratings of pages")
    header_icon = "pick"
    index_url_name = "govportal_rating_report"
    index_results_url_name = "govportal_rating_report_results"
    filterset_class = RatingFilterSet
    default_ordering = "-ratings"
    is_searchable = False
    list_export = list(_EXPORTED)
    export_headings = _EXPORTED
    export_filename = "ratings-of-pages"
    columns = [
        Column("title", label=_EXPORTED["title"], accessor=lambda row: row["title"] or "-"),
        Column("site", label=_EXPORTED["site"], accessor=lambda row: _site_label(row)),
        NumberColumn("ratings", label=_EXPORTED["ratings"], sort_key="ratings"),
        *(
            Column(
                name,
                label=_EXPORTED[name],
                sort_key=f"mean_{name}",
                accessor=lambda row, name=name: _shown(row[f"mean_{name}"]),
            )
            for name in ASPECTS
        ),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the report.

        Raises:
            PermissionDenied: for who works in no newsroom.
        """
        if not works_in_newsroom(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[Any]:
        """The ratings of the user's sites."""
        sites = newsroom_sites(self.request.user).order_by().values("pk")
        return PageRating.objects.filter(portal_site__in=sites)

    def get_queryset(self) -> QuerySet[Any]:
        """One row for each page or section, counted over the period."""
        first, last = self.period
        rows = self.filter_queryset(self.get_base_queryset())
        rows = rows.filter(rated_on__range=(first, last)).order_by()
        rows = self._by_section(rows) if self.chosen.get("by") == _SECTIONS else _by_page(rows)
        counted = rows.annotate(
            ratings=Count("pk"), **{f"mean_{name}": Avg(name) for name in ASPECTS}
        )
        ordered: QuerySet[Any] = counted.order_by(self.ordering, "title", "place")
        return ordered[: conf.EXPORT_MAX_ROWS] if self.is_export else ordered

    def get_filtered_queryset(self) -> QuerySet[Any]:
        """The rows that are asked for; filters are applied before rows are counted."""
        return self.get_queryset()

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The filters that were understood."""
        is_read = self.filters and self.filters.is_valid()
        return dict(self.filters.form.cleaned_data) if is_read else {}

    @cached_property
    def period(self) -> tuple[date, date]:
        """First and last day of what is shown."""
        today = timezone.localdate()
        given = self.chosen.get("rated_on")
        last = _day(given.stop if given else None) or today
        first = _day(given.start if given else None)
        if first is None:
            # Only the end was chosen: everything before it.
            first = date.min if given else today - timedelta(days=PERIOD - 1)
        return first, last

    def get_page_subtitle(self) -> str:
        """The period."""
        first, last = (date_format(day, "SHORT_DATE_FORMAT") for day in self.period)
        return f"{first} - {last}" if self.period[0] > date.min else f"- {last}"

    def to_row_dict(self, item: dict[str, Any]) -> OrderedDict[str, Any]:
        """One row of the export."""
        means = {name: _rounded(item[f"mean_{name}"]) for name in ASPECTS}
        values = {**item, **means, "site": _site_label(item), "title": item["title"] or ""}
        return OrderedDict((name, values[name]) for name in _EXPORTED)

    def _by_section(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """By the page right below the home page; the home page is a section of its own."""
        sites = newsroom_sites(self.request.user).select_related("site__root_page")
        depths = [(each.pk, each.site.root_page.depth) for each in sites]
        step = Page.steplen
        cases = [
            When(portal_site=pk, then=Substr("page__path", 1, (depth + 1) * step))
            for pk, depth in depths
        ]
        rows = rows.annotate(place=Case(*cases, default=F("page__path")) if cases else Value(""))
        titles = Page.objects.filter(path=OuterRef("place")).order_by().values("title")[:1]
        named: QuerySet[Any] = rows.annotate(title=Subquery(titles))
        return named.values(*_SITE, "place", "title")


_SITE: Final = ("portal_site_id", "portal_site__site__site_name", "portal_site__site__hostname")


def _by_page(rows: QuerySet[Any]) -> QuerySet[Any]:
    named: QuerySet[Any] = rows.annotate(place=F("page__path"), title=F("page__title"))
    return named.values(*_SITE, "place", "title")


def _site_label(row: dict[str, Any]) -> str:
    return str(row["portal_site__site__site_name"] or row["portal_site__site__hostname"])


def _day(moment: Any) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _rounded(mean: float | None) -> float | None:
    return None if mean is None else round(float(mean), 2)


def _shown(mean: float | None) -> str:
    return "-" if mean is None else str(number_format(mean, decimal_pos=1))
