"""Menu entries, addresses and styles of the screens of schedules."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from ...core.menu import ShownMenuItem
from ...core.models import SiteLogEntry
from ..models import RecurringItem, WeeklySchedulePage
from . import (
    access,
    choosing_views,
    desk_views,
    import_views,
    recurring_viewset,
    request_hooks,
    week_views,
)
from .menu import ENTRY_HOOK

_WEEK: Final = "<int:pk>/<slug:code>/"
_DESK_URLS: list[Any] = [
    path("", week_views.IndexView.as_view(), name="index"),
    path("<int:pk>/", week_views.WeeksView.as_view(), name="weeks"),
    path(f"{_WEEK}desk/", desk_views.DeskView.as_view(), name="desk"),
    path(f"{_WEEK}copy/", choosing_views.CopyView.as_view(), name="copy"),
    path(f"{_WEEK}fill/", choosing_views.FillView.as_view(), name="fill"),
    path(f"{_WEEK}internal/", week_views.InternalView.as_view(), name="internal"),
]

_IMPORT_URLS: list[Any] = [
    path("<int:pk>/import/", import_views.ImportView.as_view(), name="import"),
    path(
        "<int:pk>/imports/<int:import_pk>/",
        import_views.PreviewView.as_view(),
        name="import_preview",
    ),
]

register_snippet(recurring_viewset.recurring_items)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """The screens of the schedules."""
    urls = [*_DESK_URLS, *_IMPORT_URLS, *request_hooks.URLS]
    return [path("schedules/", include((urls, "schedules")))]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """What happens with recurring items goes to the log of their site, not to everybody's."""
    actions.register_model(RecurringItem, SiteLogEntry)


@hooks.register("before_copy_page")
def refuse_copies(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A week is not copied as a page, which would make it a second page of the same week."""
    if not issubclass(page.specific_class or Page, WeeklySchedulePage):
        return None
    message = _("Open the new week and copy into it there: you choose which items recur.")
    messages.error(request, message)
    return redirect(reverse("schedules:weeks", args=[page.get_parent().pk]))


@hooks.register(ENTRY_HOOK)
def register_weeks() -> MenuItem:
    """The schedules with their weeks."""
    return ShownMenuItem(
        pgettext_lazy("schedules", "Weeks"),
        reverse_lazy("schedules:index"),
        name="govportal-schedules-weeks",
        icon_name="calendar",
        order=10,
        shown_to=access.works_here,
    )


@hooks.register(ENTRY_HOOK)
def register_recurring() -> MenuItem:
    """The recurring items."""
    return recurring_viewset.recurring_items.get_menu_item(80)


@hooks.register("insert_global_admin_css")
def add_styles() -> str:
    """The styles of the desk, of weeks to read and of the panel in the editor."""
    address = static("govportal/schedules/staff.css")
    return format_html('<link rel="stylesheet" href="{}">', address)


@hooks.register("insert_global_admin_js")
def add_offering() -> str:
    """Fields with words to choose from, into which several are written."""
    address = static("govportal/schedules/several.js")
    return format_html('<script type="module" src="{}"></script>', address)
