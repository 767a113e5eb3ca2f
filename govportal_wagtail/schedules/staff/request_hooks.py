"""Addresses, menu entries and the first page's panel of registrations."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ...core.menu import ShownMenuItem
from . import access, request_access, request_list, request_panel, request_views
from .menu import ENTRY_HOOK

URLS: Final[list[Any]] = [
    path("requests/", request_list.RequestListView.as_view(), name="requests"),
    path(
        "requests/results/",
        request_list.RequestListView.as_view(results_only=True),
        name="requests_results",
    ),
    path("requests/new/", request_views.NewRequestView.as_view(), name="request_new"),
    path("requests/accept/", request_views.AcceptSeveralView.as_view(), name="requests_accept"),
    path("requests/<int:pk>/", request_views.RequestView.as_view(), name="request"),
    path(
        "requests/<int:pk>/change/",
        request_views.ChangeRequestView.as_view(),
        name="request_change",
    ),
    path(
        "requests/<int:pk>/do/<slug:code>/",
        request_views.RequestStepView.as_view(),
        name="request_step",
    ),
]


@hooks.register(ENTRY_HOOK)
def register_requests() -> MenuItem:
    """The list of registrations."""
    return ShownMenuItem(
        pgettext_lazy("schedules", "Registered items"),
        reverse_lazy("schedules:requests"),
        name="govportal-schedules-requests",
        icon_name="tasks",
        order=40,
        shown_to=access.works_here,
    )


@hooks.register(ENTRY_HOOK)
def register_new_request() -> MenuItem:
    """The form for a new one."""
    return ShownMenuItem(
        _("Register an item"),
        reverse_lazy("schedules:request_new"),
        name="govportal-schedules-request-new",
        icon_name="plus",
        order=50,
        shown_to=request_access.registers_somewhere,
    )


@hooks.register("construct_homepage_panels")
def add_schedules_panel(request: HttpRequest, panels: list[Any]) -> None:
    """What waits for who arranges weeks or registers items, and which week is not posted."""
    if access.works_here(request.user):
        panels.append(request_panel.SchedulesPanel())
