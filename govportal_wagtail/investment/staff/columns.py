"""Columns of the editors' list of projects, and what a spreadsheet of it holds."""

from __future__ import annotations

from typing import Any, Final

from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    PageStatusColumn,
    PageTitleColumn,
)

from .. import money

CODE: Final = pgettext_lazy("project", "Code")
STATUS: Final = pgettext_lazy("project", "State of the project")
TOTAL: Final = _("Total investment")
DISBURSED: Final = pgettext_lazy("capital", "Disbursed")
RATE: Final = _("Disbursement rate")


def amount(value: int | None) -> str:
    """An amount as lists show it; a dash where it is not stated."""
    return "–" if value is None else money.format_amount(value, get_language() or "vi")


def rate(project: Any) -> str:
    """Disbursed by planned of the entry of a project, which rests on rows that state both."""
    found = money.rate(project.rate_disbursed, project.rate_planned)
    return money.format_rate(found, get_language() or "vi") or "–"


class AmountColumn(Column):  # type: ignore[misc]
    """An amount of money, aligned at its end."""

    cell_template_name = "govportal/investment/staff/amount_cell.html"

    def get_value(self, instance: Any) -> str:
        """The amount in the language of the user."""
        return amount(super().get_value(instance))


class ProjectColumn(PageTitleColumn):  # type: ignore[misc]
    """The name of a project with its actions."""

    cell_template_name = "govportal/investment/staff/project_cell.html"


PROJECT_COLUMNS: Final = [
    BulkActionsColumn("bulk_actions"),
    ProjectColumn(
        "title",
        label=_("Name of the project"),
        sort_key="title",
        classname="title gpp-title",
        width="34%",
    ),
    Column("code", label=CODE, sort_key="code"),
    Column("status_name", label=STATUS, accessor="get_status_display", sort_key="status"),
    Column("investor", label=_("Investor"), accessor="investor_label", sort_key="investor"),
    AmountColumn("total_investment", label=TOTAL, sort_key="total_investment"),
    AmountColumn("paid", label=DISBURSED, sort_key="paid"),
    Column("rate", label=RATE, accessor=rate),
    PageStatusColumn("status", label=_("Status"), sort_key="live"),
    DateColumn(
        "latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"
    ),
]

#: Fields behind each way to sort the list.
ORDERINGS: Final = {
    "title": ("title",),
    "code": ("code",),
    "status": ("status",),
    "investor": ("investor__name", "investor_name"),
    "total_investment": ("total_investment",),
    "paid": ("paid",),
    "live": ("live",),
    "latest_revision_created_at": ("latest_revision_created_at",),
}

EXPORT_HEADINGS: Final = {
    "code": CODE,
    "title": _("Name of the project"),
    "status": STATUS,
    "investor": _("Investor"),
    "total_investment": _("Total investment (đồng)"),
    "paid": _("Disbursed (đồng)"),
    "rate": _("Disbursement rate (%)"),
    "register": pgettext_lazy("projects", "Register"),
    "publication": _("Publication"),
    "updated_at": _("Updated at"),
    "url": _("Address"),
}


def export_row(project: Any, *, register: str, url: str) -> dict[str, Any]:
    """One project as plain values, by the names of ``EXPORT_HEADINGS``."""
    updated = project.latest_revision_created_at
    values = {
        "code": project.code,
        "title": project.title,
        "status": project.get_status_display(),
        "investor": project.investor_label,
        "total_investment": project.total_investment,
        "paid": project.paid,
        "rate": money.rate(project.rate_disbursed, project.rate_planned),
        "register": register,
        "publication": _publication(project),
        "updated_at": localtime(updated).replace(tzinfo=None, microsecond=0) if updated else None,
        "url": url if project.live else "",
    }
    return {
        name: ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _publication(project: Any) -> str:
    if not project.live:
        return _t("not published")
    changed = project.has_unpublished_changes
    return _t("published, with unpublished changes") if changed else _t("published")
