"""Menu entries, addresses and styles of the screens of projects."""

from __future__ import annotations

from typing import Any, Final

from django.templatetags.static import static
from django.urls import include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from ...core.menu import ShownMenuItem
from ..models import InvestmentProjectPage
from . import access, batch_screens, batch_views, history_views, viewsets
from .menu import ENTRY_HOOK

URLS: Final[list[Any]] = [
    path("figures/", batch_screens.BatchListView.as_view(), name="batches"),
    path(
        "figures/results/",
        batch_screens.BatchListView.as_view(results_only=True),
        name="batches_results",
    ),
    path("figures/new/", batch_views.NewBatchView.as_view(), name="batch_new"),
    path("figures/template/", batch_views.TemplateView.as_view(), name="batch_template"),
    path("figures/<int:pk>/", batch_views.BatchView.as_view(), name="batch"),
    path("figures/<int:pk>/replace/", batch_views.ReplaceBatchView.as_view(), name="batch_replace"),
    path(
        "figures/<int:pk>/do/<slug:code>/", batch_views.BatchStepView.as_view(), name="batch_step"
    ),
    path("history/", history_views.HistoryView.as_view(), name="history"),
    path(
        "history/results/",
        history_views.HistoryView.as_view(results_only=True),
        name="history_results",
    ),
    path("history/<int:pk>/", history_views.ProjectHistoryView.as_view(), name="project_history"),
    path(
        "history/<int:pk>/results/",
        history_views.ProjectHistoryView.as_view(results_only=True),
        name="project_history_results",
    ),
]

register_snippet(viewsets.capital_sources)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """The list of projects."""
    return [viewsets.projects]


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """The sheets of figures and the history of figures."""
    return [path("projects/", include((URLS, "govportal_projects")))]


@hooks.register(ENTRY_HOOK)
def register_projects() -> MenuItem:
    """The list of projects."""
    return viewsets.projects.get_menu_item(10)


@hooks.register(ENTRY_HOOK)
def register_sheets() -> MenuItem:
    """The sheets of figures."""
    return ShownMenuItem(
        _("Sheets of figures"),
        reverse_lazy("govportal_projects:batches"),
        name="govportal-projects-figures",
        icon_name="table",
        order=20,
        shown_to=access.works_with_sheets,
    )


@hooks.register(ENTRY_HOOK)
def register_history() -> MenuItem:
    """The history of figures."""
    return ShownMenuItem(
        _("History of figures"),
        reverse_lazy("govportal_projects:history"),
        name="govportal-projects-history",
        icon_name="history",
        order=30,
        shown_to=access.works_on_projects,
    )


@hooks.register(ENTRY_HOOK)
def register_sources() -> MenuItem:
    """The sources of capital."""
    return viewsets.capital_sources.get_menu_item(90)


@hooks.register("register_page_header_buttons")
def add_history_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> list[Button]:
    """From the editor of a project to the history of its figures."""
    if view_name != "edit" or not issubclass(page.specific_class or Page, InvestmentProjectPage):
        return []
    url = reverse("govportal_projects:project_history", args=[page.pk])
    return [Button(_t("History of figures"), url=url, icon_name="history", priority=65)]


@hooks.register("insert_global_admin_css")
def add_styles() -> str:
    """The styles of the sheets of figures."""
    address = static("govportal/investment/staff.css")
    return format_html('<link rel="stylesheet" href="{}">', address)
