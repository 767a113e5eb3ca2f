"""Menu entries, addresses and styles of the screens of questions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from ...core.menu import ShownMenuItem
from ...core.models import SiteLogEntry
from ..models import ResponseTemplate
from . import (
    access,
    action_views,
    dashboard,
    entry_views,
    person_views,
    question_list,
    register_viewsets,
    split_views,
)
from .menu import ENTRY_HOOK

_URLS = [
    path("", question_list.InboxView.as_view(), name="index"),
    path("results/", question_list.InboxView.as_view(results_only=True), name="index_results"),
    path("enter/", entry_views.EnterView.as_view(), name="enter"),
    path("<int:pk>/", action_views.QuestionView.as_view(), name="detail"),
    path("<int:pk>/person/", person_views.PersonView.as_view(), name="person"),
    path("<int:pk>/files/<int:file_pk>/", person_views.file_view, name="file"),
    path("<int:pk>/split/", split_views.SplitView.as_view(), name="split"),
    path("<int:pk>/do/<slug:code>/", action_views.ActionView.as_view(), name="action"),
]

register_snippet(register_viewsets.topics)
register_snippet(register_viewsets.templates)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """The screens of the questions."""
    return [path("questions/", include((_URLS, "questions")))]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """What happens with templates goes to the log of their site, which others do not read."""
    actions.register_model(ResponseTemplate, SiteLogEntry)


@hooks.register(ENTRY_HOOK)
def register_inbox() -> MenuItem:
    """The inbox."""
    return ShownMenuItem(
        pgettext_lazy("questions", "Inbox"),
        reverse_lazy("questions:index"),
        name="govportal-questions-inbox",
        icon_name="tasks",
        order=10,
        shown_to=access.works_here,
    )


@hooks.register(ENTRY_HOOK)
def register_enter() -> MenuItem:
    """The form for what came by another channel."""
    return ShownMenuItem(
        _("Enter a question"),
        reverse_lazy("questions:enter"),
        name="govportal-questions-enter",
        icon_name="plus",
        order=20,
        shown_to=access.works_here,
    )


@hooks.register(ENTRY_HOOK)
def register_topics() -> MenuItem:
    """The register of topics."""
    return register_viewsets.topics.get_menu_item(80)


@hooks.register(ENTRY_HOOK)
def register_templates() -> MenuItem:
    """The texts with which answers begin."""
    return register_viewsets.templates.get_menu_item(90)


@hooks.register("construct_homepage_panels")
def add_questions_panel(request: HttpRequest, panels: list[Any]) -> None:
    """How many questions wait, for those who work on them."""
    if access.works_here(request.user):
        panels.append(dashboard.QuestionsPanel())


@hooks.register("insert_global_admin_css")
def add_styles() -> str:
    """The styles of lists and pages of questions."""
    return format_html('<link rel="stylesheet" href="{}">', static("govportal/questions/staff.css"))
