"""The report on questions in the admin: how many, how fast, by agency or by topic, with export."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date, timedelta
from typing import Any, Final

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView

from ...core.filters import PeriodFilter
from ...core.models import Agency, PortalSite
from ...core.report_exports import UnicodeCsvMixin
from ..figures import Report, Row, report
from ..models import Question, QuestionSettings, QuestionTopic
from ..rights import visible_questions
from .access import works_here

__all__ = ["FigureReportView", "report_urls"]

_BY: Final = (
    ("agency", _("Answering agency")),
    ("topic", pgettext_lazy("question", "Topic")),
)
_EXPORTED: Final = {
    "label": pgettext_lazy("figures", "Agency or topic"),
    "received": pgettext_lazy("figures", "Received"),
    "answered": pgettext_lazy("figures", "Answered"),
    "open": pgettext_lazy("figures", "Open"),
    "otherwise": pgettext_lazy("figures", "Closed without an answer"),
    "on_time": pgettext_lazy("figures", "Answered in time"),
    "late": pgettext_lazy("figures", "Late"),
    "percent_on_time": pgettext_lazy("figures", "In time (%)"),
    "median_days": pgettext_lazy("figures", "Median of working days"),
    "rating": pgettext_lazy("figures", "Satisfaction"),
}


def _sites(request: HttpRequest | None) -> QuerySet[PortalSite]:
    sites = PortalSite.objects.select_related("site", "agency")
    return sites.filter(pk__in=_asked(request, "portal_site")) if request else sites.none()


def _agencies(request: HttpRequest | None) -> QuerySet[Agency]:
    agencies = Agency.objects.order_by("name")
    return agencies.filter(pk__in=_asked(request, "agency")) if request else agencies.none()


def _asked(request: HttpRequest, name: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = visible_questions(request.user).order_by().values(name).distinct()
    return rows


class FigureFilterSet(WagtailFilterSet):
    """Filters of the report."""

    portal_site = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("portal", "Site"), queryset=_sites
    )
    received_on = PeriodFilter(label=_("Period"))
    by = django_filters.ChoiceFilter(
        label=pgettext_lazy("figures", "By"), choices=_BY, method="leave", empty_label=None
    )
    agency = django_filters.ModelChoiceFilter(label=_("Answering agency"), queryset=_agencies)
    topic = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("question", "Topic"), queryset=QuestionTopic.objects.all()
    )

    class Meta:
        model = Question
        fields: list[str] = []

    def leave(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """It decides about rows and not about what is counted."""
        return queryset


class FigureReportView(UnicodeCsvMixin, ReportView):
    """Questions of a period that the user may see, counted by agency or by topic."""

    model = Question
    page_title = _("Figures on questions and answers")
    header_icon = "doc-full"
    index_url_name = "govportal_question_figures"
    index_results_url_name = "govportal_question_figures_results"
    filterset_class = FigureFilterSet
    list_export = list(_EXPORTED)
    export_headings = _EXPORTED
    export_filename = "question-figures"
    columns = [
        Column("label", label=_EXPORTED["label"], accessor="label"),
        NumberColumn("received", label=_EXPORTED["received"], accessor="figures.received"),
        NumberColumn("answered", label=_EXPORTED["answered"], accessor="figures.answered"),
        NumberColumn("open", label=_EXPORTED["open"], accessor="figures.open"),
        NumberColumn("otherwise", label=_EXPORTED["otherwise"], accessor="figures.otherwise"),
        Column("percent", label=_EXPORTED["percent_on_time"], accessor=lambda row: _percent(row)),
        Column("late", label=_EXPORTED["late"], accessor=lambda row: _late(row)),
        Column("median", label=_EXPORTED["median_days"], accessor=lambda row: _median(row)),
        Column("rating", label=_EXPORTED["rating"], accessor=lambda row: _rating(row)),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the report.

        Raises:
            PermissionDenied: for who has nothing to do with questions.
        """
        if not works_here(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[Question]:
        """The questions that the user may see; no text and no person is read of them."""
        return visible_questions(self.request.user)

    def get_queryset(self) -> list[Row]:
        """One row for each agency or topic, and one for all of them."""
        found = self.report
        chosen = found.topics if self._chosen("by") == "topic" else found.agencies
        if not found.total.received:
            return []
        total = Row(None, pgettext("figures", "All together"), found.total, is_compared=True)
        return [total, *chosen]

    def get_filtered_queryset(self) -> list[Row]:
        """The rows that are asked for; filters are applied before questions are counted."""
        return self.get_queryset()

    @cached_property
    def report(self) -> Report:
        """The figures of the period."""
        first, last = self.period
        questions = self.filter_queryset(self.get_base_queryset())
        return report(questions, first, last, today=timezone.localdate(), minimum=self._minimum())

    @cached_property
    def period(self) -> tuple[date, date]:
        """First and last day of what is shown: this year until somebody chooses."""
        today = timezone.localdate()
        chosen = self._chosen("received_on")
        last = _day(chosen.stop if chosen else None) or today
        first = _day(chosen.start if chosen else None)
        if first is None:
            # Only the end was chosen: a year before it.
            first = last - timedelta(days=365) if chosen else date(today.year, 1, 1)
        return first, last

    def get_page_subtitle(self) -> str:
        """The period."""
        return " - ".join(date_format(day, "SHORT_DATE_FORMAT") for day in self.period)

    def to_row_dict(self, item: Row) -> OrderedDict[str, Any]:
        """One row of the export."""
        values = {name: getattr(item.figures, name, None) for name in _EXPORTED}
        return OrderedDict(values | {"label": item.label})

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """The value as the file holds it; a cell is empty where there is none."""
        return "" if value is None else super().preprocess_field_value(field, value, export_format)

    def _chosen(self, name: str) -> Any:
        is_read = self.filters and self.filters.is_valid()
        return self.filters.form.cleaned_data.get(name) if is_read else None

    def _minimum(self) -> int:
        """From how many questions on rows are compared: as the most careful site asks for it."""
        site = self._chosen("portal_site")
        settings = QuestionSettings.objects.all()
        if site is not None:
            settings = settings.filter(site=site.site_id)
        most: int | None = settings.aggregate(most=Max("minimum_for_ranking"))["most"]
        default: int = QuestionSettings._meta.get_field("minimum_for_ranking").default
        return most or default


def _percent(row: Row) -> str:
    percent = row.figures.percent_on_time
    return f"{percent}%" if percent is not None else _nothing(row)


def _late(row: Row) -> Any:
    return _nothing(row) if row.figures.late is None else row.figures.late


def _median(row: Row) -> str:
    days = row.figures.median_days
    return _nothing(row) if days is None else _short(days)


def _rating(row: Row) -> str:
    rating = row.figures.rating
    return _nothing(row) if rating is None else f"{number_format(rating, 1)}/5"


def _short(days: float) -> str:
    return number_format(days, 0 if days == int(days) else 1)


def _nothing(row: Row) -> str:
    return "–" if row.is_compared else pgettext("figures", "too few")


def _day(moment: Any) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def report_urls() -> list[URLPattern]:
    """Return the addresses of the report."""
    return [
        path("questions/figures/", FigureReportView.as_view(), name="govportal_question_figures"),
        path(
            "questions/figures/results/",
            FigureReportView.as_view(results_only=True),
            name="govportal_question_figures_results",
        ),
    ]
