"""The history of published figures: who changed one, when, from what to what and why."""

from __future__ import annotations

import codecs
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from ...core.spreadsheets import plain_cell
from .. import money
from ..models import (
    CapitalSource,
    Figure,
    FigureChange,
    InvestmentProjectPage,
    ProjectStatus,
)
from ..partial_dates import written
from . import access
from .filters import ChangeFilterSet

_MONEY: Final = frozenset(
    {
        *(Figure.TOTAL, Figure.PLANNED, Figure.ALLOCATED, Figure.DISBURSED),
        *(Figure.PACKAGE_PRICE, Figure.PACKAGE_RESULT),
    }
)
_DATES: Final = frozenset(
    {Figure.PLANNED_START, Figure.PLANNED_END, Figure.ACTUAL_START, Figure.ACTUAL_END}
)
_EXPORTED: Final = {
    "at": _("Changed on"),
    "code": _("Project code"),
    "figure": pgettext_lazy("project", "Figure"),
    "year": _("Year of the capital"),
    "source_code": _("Source of capital"),
    "part": pgettext_lazy("bidding", "Package"),
    "before": pgettext_lazy("figure", "Before"),
    "after": pgettext_lazy("figure", "After"),
    "by_name": _("Changed by"),
    "reason": pgettext_lazy("sheet of figures", "Reason"),
    "batch_id": _("Number of the sheet"),
}


def told(change: FigureChange, value: str) -> str:
    """A stored value as people read it."""
    if not value:
        return _t("not stated")
    if change.figure in _MONEY and value.isdecimal():
        return money.format_exact(int(value), get_language() or "vi")
    if change.figure in _DATES:
        return written(value)
    if change.figure == Figure.STATUS and value in ProjectStatus.values:
        return str(ProjectStatus(value).label)
    return f"{value}%" if change.figure == Figure.PROGRESS else value


def place(change: FigureChange) -> str:
    """Of which year and source, or of which package, a figure is."""
    source = getattr(change, "source_name", change.source_code)
    parts = [str(change.year or ""), source, change.part]
    return ", ".join(part for part in parts if part)


def _moment(change: FigureChange) -> str:
    return date_format(localtime(change.at), "d/m/Y H:i")


class HistoryView(ReportView):  # type: ignore[misc]
    """Changed figures of all projects that the user may know of, the newest first."""

    model = FigureChange
    # Roles and rights on pages decide, not permissions on the model: ``dispatch`` asks.
    any_permission_required = None
    page_title = _("History of figures")
    header_icon = "history"
    index_url_name = "govportal_projects:history"
    index_results_url_name = "govportal_projects:history_results"
    filterset_class = ChangeFilterSet
    paginate_by = 50
    default_ordering = "-pk"
    list_export = list(_EXPORTED)
    export_headings = _EXPORTED
    export_filename = "figure-history"
    columns = [
        Column("at", label=_EXPORTED["at"], accessor=lambda row: _moment(row)),
        Column("code", label=_EXPORTED["code"]),
        Column("figure", label=_EXPORTED["figure"], accessor="get_figure_display"),
        Column("place", label=pgettext_lazy("figure", "Of"), accessor=place),
        Column("before", label=_EXPORTED["before"], accessor=lambda row: told(row, row.before)),
        Column("after", label=_EXPORTED["after"], accessor=lambda row: told(row, row.after)),
        Column("by_name", label=_EXPORTED["by_name"]),
        Column("reason", label=_EXPORTED["reason"]),
    ]

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the report.

        Raises:
            PermissionDenied: for who has nothing to do with projects.
        """
        if not access.works_on_projects(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[FigureChange]:
        """The changes that the user may know of."""
        return access.visible_changes(self.request.user)

    def order_queryset(self, queryset: Any) -> Any:
        """The newest first; the log has an order of its own."""
        return queryset.order_by("-pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """The lines with the names of their sources of capital."""
        if self.is_export:
            return object_list
        codes = {line.source_code for line in object_list} - {""}
        found = CapitalSource.objects.filter(code__in=codes)
        names = {source.code: source.localized_name for source in found}
        for line in object_list:
            line.source_name = names.get(line.source_code, line.source_code)
        return object_list

    def to_row_dict(self, item: FigureChange) -> OrderedDict[str, Any]:
        """One line of the export; values as they are stored, amounts in đồng."""
        values = {name: getattr(item, name) for name in _EXPORTED}
        values["at"] = localtime(item.at).replace(tzinfo=None, microsecond=0)
        values["figure"] = item.get_figure_display()
        return OrderedDict(values)

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """The value as the file holds it; text that looks like a formula is marked as text."""
        if value is None:
            return ""
        if isinstance(value, str):
            return plain_cell(value)
        return super().preprocess_field_value(field, value, export_format)

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        """The lines, marked as Unicode for spreadsheets."""
        yield codecs.BOM_UTF8
        yield from super().stream_csv(queryset.iterator(chunk_size=500))


class ProjectHistoryView(HistoryView):
    """Changed figures of one project."""

    index_url_name = "govportal_projects:project_history"
    index_results_url_name = "govportal_projects:project_history_results"

    @cached_property
    def project(self) -> InvestmentProjectPage:
        """The project of the address.

        Raises:
            Http404: where the user does not know of it.
        """
        return access.project_for(self.request.user, self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Which project."""
        return f"{self.project.code} {self.project.title}"

    def get_index_url(self) -> str:
        """The address of this history."""
        return reverse(self.index_url_name, args=[self.kwargs["pk"]])

    def get_index_results_url(self) -> str:
        """The address of the results alone."""
        return reverse(self.index_results_url_name, args=[self.kwargs["pk"]])

    def get_base_queryset(self) -> QuerySet[FigureChange]:
        """The changes of the project."""
        return FigureChange.objects.filter(page_id=self.project.pk)
