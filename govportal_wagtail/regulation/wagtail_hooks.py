"""Wires the screens of the regulation into the admin: menu, addresses, lists, warning."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.snippets.models import register_snippet

from .models import Deadline
from .staff import calendar_views, count_views, deadline_views, import_views, regulation_views
from .staff import viewsets as lists

_URLS = [
    path("", regulation_views.RegulationView.as_view(), name="index"),
    path("basis/", regulation_views.LegalBasisView.as_view(), name="legal_basis"),
    path("rule/<str:code>/<str:address>/", regulation_views.RuleView.as_view(), name="rule"),
    path("calendar/", calendar_views.CalendarView.as_view(), name="calendar"),
    path("calendar/import/", import_views.ImportView.as_view(), name="import"),
    path("count/", count_views.CountView.as_view(), name="count"),
    path("deadlines/", deadline_views.DeadlineReportView.as_view(), name="deadlines"),
    path(
        "deadlines/results/",
        deadline_views.DeadlineReportView.as_view(results_only=True),
        name="deadlines_results",
    ),
    path("deadlines/<int:pk>/", deadline_views.DeadlineView.as_view(), name="deadline"),
]

register_snippet(lists.overrides)
register_snippet(lists.years)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """The screens of the regulation."""
    return [path("govportal-regulation/", include((_URLS, "govportal_regulation")))]


class _DeadlinesMenuItem(MenuItem):
    """Shown to those who may see the register of deadlines."""

    def is_shown(self, request: HttpRequest) -> bool:
        return calendar_views.may(request.user, "view", Deadline)


@hooks.register("register_admin_menu_item")
def register_menu() -> MenuItem:
    """One place in the menu for the regulation and everything that is counted by it."""
    screens = [
        (_("Regulation in force"), "index", "clipboard-list"),
        (_("Calendar"), "calendar", "calendar-alt"),
        (_("How is this date counted"), "count", "calendar-check"),
    ]
    items: list[Any] = [
        MenuItem(
            label,
            reverse_lazy(f"govportal_regulation:{name}"),
            name=f"govportal-regulation-{name}",
            icon_name=icon,
            order=order,
        )
        for order, (label, name, icon) in enumerate(screens)
    ]
    items.append(
        _DeadlinesMenuItem(
            _("Running deadlines"),
            reverse_lazy("govportal_regulation:deadlines"),
            name="govportal-regulation-deadlines",
            icon_name="time",
            order=10,
        )
    )
    items += [lists.overrides.get_menu_item(20), lists.years.get_menu_item(21)]
    return SubmenuMenuItem(
        pgettext_lazy("menu", "Regulation"),
        Menu(items=items),
        name="govportal-regulation",
        icon_name="clipboard-list",
        order=460,
    )


@hooks.register("construct_homepage_panels")
def add_provisional_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Warn those who keep the calendar of a year without official notice."""
    panels.extend(calendar_views.provisional_panels(request))
