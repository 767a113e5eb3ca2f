"""Addresses and menu entries of the reports on projects."""

from __future__ import annotations

from typing import Any, Final

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ...core.menu import ShownMenuItem
from . import access
from .menu import ENTRY_HOOK
from .report_lists import DisbursementReportView, GapReportView, StaleReportView
from .report_totals import TotalReportView

_VIEWS: Final = {
    "totals": TotalReportView,
    "disbursement": DisbursementReportView,
    "stale": StaleReportView,
    "gaps": GapReportView,
}


def _urls() -> list[Any]:
    found = []
    for name, view in _VIEWS.items():
        results = view.as_view(results_only=True)
        found.append(path(f"{name}/", view.as_view(), name=name))
        found.append(path(f"{name}/results/", results, name=f"{name}_results"))
    return found


@hooks.register("register_admin_urls")
def register_report_urls() -> list[Any]:
    """The reports."""
    return [path("projects/reports/", include((_urls(), "govportal_project_reports")))]


def _entry(name: str, label: Any, icon: str, order: int) -> MenuItem:
    return ShownMenuItem(
        label,
        reverse_lazy(f"govportal_project_reports:{name}"),
        name=f"govportal-projects-{name}",
        icon_name=icon,
        order=order,
        shown_to=access.works_on_projects,
    )


@hooks.register(ENTRY_HOOK)
def register_totals() -> MenuItem:
    """The totals."""
    return _entry("totals", _("Totals of projects"), "table", 50)


@hooks.register(ENTRY_HOOK)
def register_disbursement() -> MenuItem:
    """Disbursement against the plan."""
    return _entry("disbursement", _("Disbursement against plan"), "doc-full", 51)


@hooks.register(ENTRY_HOOK)
def register_stale() -> MenuItem:
    """Projects without news."""
    return _entry("stale", _("Projects without news"), "time", 52)


@hooks.register(ENTRY_HOOK)
def register_gaps() -> MenuItem:
    """Projects that lack something."""
    return _entry("gaps", _("Missing minimum information"), "warning", 53)
