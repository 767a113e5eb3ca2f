"""Menu entries and addresses of inbox and history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from ...core.menu import ShownMenuItem
from . import board_day, dashboard, item_access, item_actions, item_log, item_views
from .menu import ENTRY_HOOK

_URLS = [
    path("", item_views.InboxView.as_view(), name="index"),
    path("results/", item_views.InboxView.as_view(results_only=True), name="index_results"),
    path("mine/", item_views.MineView.as_view(), name="mine"),
    path("mine/results/", item_views.MineView.as_view(results_only=True), name="mine_results"),
    path("day/", board_day.BoardDayView.as_view(), name="day"),
    path("log/", item_log.LogReportView.as_view(), name="log"),
    path("log/results/", item_log.LogReportView.as_view(results_only=True), name="log_results"),
    path("page/<int:pk>/history/", item_log.PageHistoryView.as_view(), name="page_history"),
    path(
        "page/<int:pk>/history/<slug:kind>/",
        item_log.ExportView.as_view(of_page=True),
        name="page_history_export",
    ),
    path("<int:pk>/", item_actions.ItemView.as_view(), name="detail"),
    path("<int:pk>/history/", item_log.ItemHistoryView.as_view(), name="history"),
    path(
        "<int:pk>/history/<slug:kind>/",
        item_log.ExportView.as_view(),
        name="history_export",
    ),
    path("<int:pk>/do/<slug:code>/", item_actions.ActionView.as_view(), name="action"),
]


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """The screens of the items."""
    return [path("editorial/items/", include((_URLS, "editorial_items")))]


def _entry(
    label: Any, name: str, icon: str, order: int, shown_to: Callable[[Any], bool]
) -> ShownMenuItem:
    return ShownMenuItem(
        label,
        reverse_lazy(f"editorial_items:{name}"),
        name=f"govportal-items-{name}",
        icon_name=icon,
        order=order,
        shown_to=shown_to,
    )


@hooks.register(ENTRY_HOOK)
def register_inbox() -> MenuItem:
    """The inbox."""
    return _entry(_("Inbox"), "index", "tasks", 10, item_access.works_here)


@hooks.register(ENTRY_HOOK)
def register_mine() -> MenuItem:
    """What the user supplied."""
    return _entry(_("Own items"), "mine", "user", 20, item_access.supplies)


@hooks.register(ENTRY_HOOK)
def register_day() -> MenuItem:
    """The board's day."""
    return _entry(_("The board's day"), "day", "calendar-check", 30, item_access.sees_day)


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    """The log as a report."""
    return _entry(item_log.LogReportView.page_title, "log", "history", 720, item_access.in_newsroom)


@hooks.register("construct_homepage_panels")
def add_my_work(request: HttpRequest, panels: list[Any]) -> None:
    """“My work”, for those who have a role."""
    if item_access.works_here(request.user):
        panels.append(dashboard.MyWorkPanel())


@hooks.register("register_page_header_buttons")
def add_history_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """From the editor of a page to how it came about."""
    if page.pk and not page.is_root() and item_access.works_here(user):
        yield Button(
            _t("Editorial history"),
            reverse("editorial_items:page_history", args=[page.pk]),
            icon_name="history",
            priority=85,
        )


@hooks.register("insert_global_admin_css")
def add_styles() -> str:
    """The styles of panel, lists and item page; the panel stands on a screen of Wagtail's."""
    return format_html('<link rel="stylesheet" href="{}">', static("govportal/editorial/items.css"))
