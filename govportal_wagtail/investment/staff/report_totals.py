"""The report on totals of projects by field, commune, investor, source of capital or year."""

from __future__ import annotations

from typing import Any, Final

from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, NumberColumn, Table

from .. import money
from ..reports.totals import SEVERAL, Group, Grouping, groups_of, whole_of
from ..sums import Sums
from .columns import DISBURSED, RATE, TOTAL, AmountColumn
from .report_filters import TotalFilterSet
from .report_views import EVERY_ONCE, ProjectReportView

__all__ = ["ALLOCATED", "PLANNED", "TotalReportView", "rate_of", "rests_on"]

PLANNED: Final = pgettext_lazy("capital", "Planned")
ALLOCATED: Final = pgettext_lazy("capital", "Allocated")
_EXPORTED: Final = {
    "label": pgettext_lazy("totals of projects", "Group"),
    "projects": pgettext_lazy("totals of projects", "Projects"),
    "investment": _("Total investment (đồng)"),
    "investment_stated": _("Projects that state a total investment"),
    "rows": _("Figures of capital (years and sources)"),
    "planned": _("Planned (đồng)"),
    "allocated": _("Allocated (đồng)"),
    "disbursed": _("Disbursed (đồng)"),
    "rate": _("Disbursement rate (%)"),
    "rate_rows": _("Figures that the rate rests on"),
}
_PROJECT_COUNTED_OFTEN: Final = {
    Grouping.COMMUNE: _(
        "A project in several communes is counted in each of them, with all its money. So the rows"
        " add up to more than the last line, which counts each project once."
    ),
    Grouping.SOURCE: _(
        "A project with several sources is counted in each of them, with its whole total"
        " investment; its capital is divided among them. The last line counts each project once."
    ),
    Grouping.YEAR: _(
        "A project with capital of several years is counted in each of them, with its whole total"
        " investment; its capital is divided among them. The last line counts each project once."
    ),
}
#: What rows are sorted by, apart from their names.
_VALUES: Final = {
    "projects": lambda group: group.projects,
    "investment": lambda group: group.investment.amount,
    "planned": lambda group: group.capital.planned.amount,
    "allocated": lambda group: group.capital.allocated.amount,
    "disbursed": lambda group: group.capital.disbursed.amount,
    "rate": lambda group: group.capital.disbursement.rate,
}


def rate_of(capital: Sums) -> str:
    """The disbursement rate as it is read; a dash without one."""
    return money.format_rate(capital.disbursement.rate, get_language() or "vi") or "–"


def rests_on(capital: Sums) -> str:
    """On how many rows of capital the rate rests."""
    if not capital.rows:
        return "–"
    return _t("%(rows)d of %(all)d") % {"rows": capital.disbursement.rows, "all": capital.rows}


class _TotalTable(Table):  # type: ignore[misc]
    def get_row_classname(self, instance: Group) -> str:
        return "w-font-bold" if instance.is_whole else ""


class TotalReportView(ProjectReportView):
    """Totals of the published projects that the user may know of, and of all of them together."""

    page_title = _("Totals of projects")
    index_url_name = "govportal_project_reports:totals"
    index_results_url_name = "govportal_project_reports:totals_results"
    filterset_class = TotalFilterSet
    table_class = _TotalTable
    default_ordering = "label"
    list_export = list(_EXPORTED)
    export_headings = _EXPORTED
    export_filename = "project-totals"
    columns = [
        Column("label", label=_EXPORTED["label"], sort_key="label"),
        NumberColumn("projects", label=_EXPORTED["projects"], sort_key="projects"),
        AmountColumn(
            "investment", label=TOTAL, accessor="investment.amount", sort_key="investment"
        ),
        AmountColumn(
            "planned", label=PLANNED, accessor="capital.planned.amount", sort_key="planned"
        ),
        AmountColumn(
            "allocated", label=ALLOCATED, accessor="capital.allocated.amount", sort_key="allocated"
        ),
        AmountColumn(
            "disbursed", label=DISBURSED, accessor="capital.disbursed.amount", sort_key="disbursed"
        ),
        Column("rate", label=RATE, accessor=lambda row: rate_of(row.capital), sort_key="rate"),
        Column(
            "rests", label=_("Figures behind the rate"), accessor=lambda row: rests_on(row.capital)
        ),
    ]

    @cached_property
    def grouping(self) -> Grouping:
        """What makes a row."""
        return Grouping(self.chosen("by", Grouping.FIELD))

    @cached_property
    def year(self) -> int | None:
        """The year of the capital; None for all years."""
        found: int | None = self.chosen("year")
        return found

    def get_page_subtitle(self) -> str:
        """By what, and of which year."""
        by = _t("by %(grouping)s") % {"grouping": self.grouping.label}
        return f"{by}, {self.year}" if self.year else by

    @cached_property
    def notes(self) -> list[str]:
        """How projects in several groups are counted, and what the rate rests on."""
        told = [str(EVERY_ONCE)]
        if self.grouping in SEVERAL:
            told.append(str(_PROJECT_COUNTED_OFTEN[self.grouping]))
        told.append(
            _t(
                "The rate rests on the figures that state both what was planned and what was"
                " disbursed. Amounts are rounded here and exact in downloads."
            )
        )
        return told

    @cached_property
    def whole(self) -> Group:
        """All projects together."""
        return whole_of(self.entries, self.year)

    def found(self) -> list[Group]:
        """The groups in the order asked for; in a download also all of them together."""
        groups = groups_of(self.entries, self.grouping, self.year)
        groups = _sorted(groups, self.ordering)
        return [*groups, self.whole] if self.is_export and groups else groups

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Every page ends with all projects together."""
        paginator, page, rows, is_long = super().paginate_queryset(queryset, page_size)
        return paginator, page, [*rows, self.whole] if rows else rows, is_long

    def to_row_dict(self, item: Group) -> dict[str, Any]:
        """One row of the download; amounts in đồng."""
        return {
            "label": item.label,
            "projects": item.projects,
            "investment": item.investment.amount,
            "investment_stated": item.investment.stated,
            "rows": item.capital.rows,
            "planned": item.capital.planned.amount,
            "allocated": item.capital.allocated.amount,
            "disbursed": item.capital.disbursed.amount,
            "rate": item.capital.disbursement.rate,
            "rate_rows": item.capital.disbursement.rows,
        }


def _sorted(groups: list[Group], ordering: str) -> list[Group]:
    """Groups by a value, those without one last; they come sorted by name."""
    is_descending = ordering.startswith("-")
    value = _VALUES.get(ordering.lstrip("-"))
    if value is None:
        return groups[::-1] if is_descending else groups
    stated = [group for group in groups if value(group) is not None]
    without = [group for group in groups if value(group) is None]
    return sorted(stated, key=value, reverse=is_descending) + without
