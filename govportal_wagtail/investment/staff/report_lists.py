"""Reports that list projects: disbursement of a year, no news for months, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from ...core.models import Agency
from ..models import ProjectEntry, ProjectIndexPage
from ..reports.disbursement import ProjectYear, in_order, of_projects
from ..reports.gaps import Gap, gaps
from ..reports.stale import months_before, without_news
from . import access
from .columns import CODE, DISBURSED, RATE, STATUS, AmountColumn
from .report_filters import DisbursementFilterSet, GapFilterSet, StaleFilterSet
from .report_totals import ALLOCATED, PLANNED, rate_of, rests_on
from .report_views import EVERY_ONCE, NoteColumn, ProjectReportView

__all__ = ["DisbursementReportView", "GapReportView", "StaleReportView"]

_NAME: Final = _("Name of the project")
_INVESTOR: Final = _("Investor")
#: Months without news that are shown until somebody asks for another number.
_MONTHS: Final = 6


class _ListView(ProjectReportView):
    """A report with a row for each project, that leads to its editor."""

    def title_column(self, accessor: str) -> TitleColumn:
        """The name of the project, with a link for those who may edit it."""
        return TitleColumn(
            "title",
            label=_NAME,
            accessor=accessor,
            get_url=lambda row: self.edit_links.of(row),
            classname="gpp-title",
        )


class DisbursementReportView(_ListView):
    """Disbursement against the plan of a year by project, the lowest rate first."""

    page_title = _("Disbursement against plan")
    index_url_name = "govportal_project_reports:disbursement"
    index_results_url_name = "govportal_project_reports:disbursement_results"
    filterset_class = DisbursementFilterSet
    default_ordering = "rate"
    export_headings = {
        "code": CODE,
        "title": _NAME,
        "status": STATUS,
        "investor": _INVESTOR,
        "year": _("Year of the capital"),
        "planned": _("Planned (đồng)"),
        "allocated": _("Allocated (đồng)"),
        "disbursed": _("Disbursed (đồng)"),
        "rate": _("Disbursement rate (%)"),
        "rate_rows": _("Figures that the rate rests on"),
        "rows": _("Figures of capital (sources)"),
    }
    list_export = list(export_headings)
    export_filename = "project-disbursement"

    @cached_property
    def columns(self) -> list[Any]:
        """What is shown of a project."""
        return [
            Column("code", label=CODE, accessor="entry.code"),
            self.title_column("entry.title"),
            Column("investor", label=_INVESTOR, accessor="entry.investor_label"),
            AmountColumn("planned", label=PLANNED, accessor="capital.planned.amount"),
            AmountColumn("allocated", label=ALLOCATED, accessor="capital.allocated.amount"),
            AmountColumn("disbursed", label=DISBURSED, accessor="capital.disbursed.amount"),
            Column("rate", label=RATE, accessor=lambda row: rate_of(row.capital), sort_key="rate"),
            Column(
                "rests",
                label=_("Figures behind the rate"),
                accessor=lambda row: rests_on(row.capital),
            ),
        ]

    @cached_property
    def year(self) -> int:
        """The year of the capital: this year until somebody chooses."""
        return int(self.chosen("year", timezone.localdate().year))

    def get_page_subtitle(self) -> str:
        """The year."""
        return str(self.year)

    @cached_property
    def notes(self) -> list[str]:
        """What stands last and how projects are counted."""
        last = _t(
            "Projects without a rate stand last: their plan or their disbursement is not stated, or"
            " nothing was planned."
        )
        return [last, str(EVERY_ONCE)]

    def found(self) -> Any:
        """Keys of projects with capital of the year."""
        return in_order(self.entries, self.year, is_descending=self.ordering == "-rate")

    def rows_of(self, found: Sequence[int]) -> list[ProjectYear]:
        """Projects with their capital of the year."""
        return of_projects(found, self.year)

    def to_row_dict(self, item: ProjectYear) -> dict[str, Any]:
        """One row of the download; amounts in đồng."""
        capital = item.capital
        return {
            "code": item.entry.code,
            "title": item.entry.title,
            "status": item.entry.get_status_display(),
            "investor": item.entry.investor_label,
            "year": self.year,
            "planned": capital.planned.amount,
            "allocated": capital.allocated.amount,
            "disbursed": capital.disbursed.amount,
            "rate": capital.disbursement.rate,
            "rate_rows": capital.disbursement.rows,
            "rows": capital.rows,
        }


class StaleReportView(_ListView):
    """Projects under way, in preparation or calling of which nothing new was published."""

    page_title = _("Projects without news")
    index_url_name = "govportal_project_reports:stale"
    index_results_url_name = "govportal_project_reports:stale_results"
    filterset_class = StaleFilterSet
    export_headings = {
        "code": CODE,
        "title": _NAME,
        "status": STATUS,
        "investor": _INVESTOR,
        "last_news": _("Last news on"),
        "published_on": _("Last published on"),
        "measured_on": _("Progress measured on"),
        "progress": _("Progress (%)"),
    }
    list_export = list(export_headings)
    export_filename = "projects-without-news"

    @cached_property
    def columns(self) -> list[Any]:
        """What is shown of a project."""
        return [
            Column("code", label=CODE),
            self.title_column("title"),
            Column("status", label=STATUS, accessor="get_status_display"),
            Column("investor", label=_INVESTOR, accessor="investor_label"),
            NoteColumn(
                "last_news", label=_("Last news on"), accessor=lambda row: _day(row.last_news)
            ),
            DateColumn("content_at", label=_("Last published on")),
            NoteColumn(
                "measured_on",
                label=_("Progress measured on"),
                accessor=lambda row: _day(row.measured_on),
            ),
        ]

    @cached_property
    def months(self) -> int:
        """How many months without news are asked for."""
        return int(self.chosen("months", _MONTHS))

    def get_page_subtitle(self) -> str:
        """For how long."""
        return _t("for %(months)d months") % {"months": self.months}

    @cached_property
    def notes(self) -> list[str]:
        """Which projects and what counts as news."""
        return [
            _t(
                "Projects in preparation, calling for investment, in progress or suspended. News is"
                " the last publication of something new, or the day on which progress was measured"
                " if that is later."
            ),
            str(EVERY_ONCE),
        ]

    def found(self) -> Any:
        """The projects that wait longest first."""
        until = months_before(timezone.localdate(), self.months)
        return without_news(self.entries, until).select_related("investor")

    def to_row_dict(self, item: ProjectEntry) -> dict[str, Any]:
        """One row of the download."""
        published = item.content_at
        row: Any = item
        return {
            "code": item.code,
            "title": item.title,
            "status": item.get_status_display(),
            "investor": item.investor_label,
            "last_news": row.last_news,
            "published_on": timezone.localtime(published).date() if published else None,
            "measured_on": row.measured_on,
            "progress": item.progress,
        }


class GapReportView(_ListView):
    """Projects that lack something of the least that Decree 43/2011/NĐ-CP, 10.1.h, asks for."""

    page_title = _("Missing minimum information")
    page_subtitle = _("Decree 43/2011/NĐ-CP, Article 10.1.h")
    index_url_name = "govportal_project_reports:gaps"
    index_results_url_name = "govportal_project_reports:gaps_results"
    filterset_class = GapFilterSet
    export_headings = {
        "code": CODE,
        "title": _NAME,
        "version": pgettext_lazy("project", "Version"),
        "investor": _INVESTOR,
        "register": _("Register"),
        "number": pgettext_lazy("project", "Number of what is missing"),
        "missing": pgettext_lazy("project", "Missing"),
    }
    list_export = list(export_headings)
    export_filename = "projects-missing-information"

    @cached_property
    def columns(self) -> list[Any]:
        """What is shown of a version of a project."""
        return [
            Column("code", label=CODE),
            self.title_column("title"),
            Column("version", label=pgettext_lazy("project", "Version"), accessor="version.label"),
            NoteColumn("investor", label=_INVESTOR, accessor=self._investor_of),
            NoteColumn("register", label=_("Register"), accessor=self._register_of),
            Column("missing", label=pgettext_lazy("project", "Missing"), accessor=_missing),
        ]

    @cached_property
    def notes(self) -> list[str]:
        """Which versions are looked at."""
        return [
            _t(
                "Published projects that you may know of, and drafts of projects on which you work:"
                " of a project with changes that are not published, both versions are looked at."
            )
        ]

    def found(self) -> list[Gap]:
        """What lacks most first."""
        user = self.request.user
        found = gaps(access.visible_projects(user), access.manageable_projects(user))
        register, version, lacks = (self.chosen(name) for name in ("register", "version", "lacks"))
        return [
            gap
            for gap in found
            if (register is None or gap.path.startswith(register.path))
            and (version is None or gap.version == version)
            and (lacks is None or any(each.field == lacks for each in gap.shortfalls))
        ]

    def rows_of(self, found: Sequence[Gap]) -> list[Gap]:
        """The rows; their investors are read together."""
        keys = {gap.investor_id for gap in found if gap.investor_id}
        self._investors = Agency.objects.in_bulk(keys)
        return list(found)

    def to_row_dict(self, item: Gap) -> dict[str, Any]:
        """One row of the download."""
        return {
            "code": item.code,
            "title": item.title,
            "version": item.version.label,
            "investor": self._investor_of(item),
            "register": self._register_of(item),
            "number": len(item.shortfalls),
            "missing": _missing(item),
        }

    @cached_property
    def _registers(self) -> dict[str, str]:
        return dict(ProjectIndexPage.objects.order_by().values_list("path", "title"))

    def _register_of(self, gap: Gap) -> str:
        return self._registers.get(gap.path[: -ProjectIndexPage.steplen], "")

    def _investor_of(self, gap: Gap) -> str:
        agency = self._investors.get(gap.investor_id) if gap.investor_id else None
        return str(agency.localized_name) if agency else gap.investor_name


def _missing(gap: Gap) -> str:
    return " ".join(str(each.message) for each in gap.shortfalls)


def _day(day: Any) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
