"""Addresses, buttons and log actions of the screens of translations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from ...core.models import SiteLogEntry
from ...regulation.presentation.language_names import language_name
from .. import rights
from ..log import LOG_ACTION
from ..models import GlossaryTerm
from ..vocabulary import TranslationEventKind
from . import (
    coverage_views,
    dashboard,
    file_views,
    glossary_views,
    glossary_viewset,
    machine_views,
    menu,  # noqa: F401 - registers itself
    preview,
    section_views,
    select_views,
    translation_list,
    translation_views,
    word_report,
)

_URLS: Final[list[Any]] = [
    path("", translation_list.TranslationListView.as_view(), name="translations"),
    path(
        "results/",
        translation_list.TranslationListView.as_view(results_only=True),
        name="translations_results",
    ),
    path("coverage/", coverage_views.CoverageView.as_view(), name="coverage"),
    path("words/", word_report.WordReportView.as_view(), name="words"),
    path(
        "words/results/",
        word_report.WordReportView.as_view(results_only=True),
        name="words_results",
    ),
    path("select/<int:page_id>/", select_views.SelectView.as_view(), name="select"),
    path("sections/<int:pk>/", section_views.SectionView.as_view(), name="section"),
    path("files/", file_views.FilesView.as_view(), name="files"),
    path("files/<str:language>/<slug:form>/", file_views.BatchView.as_view(), name="batch"),
    path("glossary/intake/", glossary_views.GlossaryIntakeView.as_view(), name="glossary_intake"),
    path("glossary/<str:language>/", glossary_views.GlossaryView.as_view(), name="glossary"),
    path("<int:pk>/file/<slug:form>/", file_views.DownloadView.as_view(), name="file"),
    path("<int:pk>/", translation_views.TranslationView.as_view(), name="translation"),
    path("<int:pk>/preview/", preview.PreviewView.as_view(), name="preview"),
    path("<int:pk>/texts/", translation_views.SaveView.as_view(), name="save"),
    path("<int:pk>/machine/", machine_views.MachineView.as_view(), name="machine"),
    path("<int:pk>/do/hand_in/", translation_views.HandInView.as_view(), name="hand_in"),
    path("<int:pk>/do/<slug:code>/", translation_views.StepView.as_view(), name="step"),
]

register_snippet(glossary_viewset.glossary_terms)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """The screens of translations."""
    return [path("translations/", include((_URLS, "govportal_translation")))]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def select_button(page: Page, user: Any, *args: Any, **kwargs: Any) -> Iterator[Button]:
    """To the selection of a posted page; the form asks again who may."""
    if rights.offers_selection(user, page):
        yield Button(
            _("Have it translated"),
            reverse("govportal_translation:select", args=[page.pk]),
            icon_name="site",
            priority=60,
        )


@hooks.register("construct_homepage_panels")
def add_my_translations(request: HttpRequest, panels: list[Any]) -> None:
    """“My translations”, for translators."""
    if rights.is_translator(request.user):
        panels.append(dashboard.TranslationsPanel())


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """What happens to translations, in Wagtail's reports and histories."""
    actions.register_model(GlossaryTerm, SiteLogEntry)
    for kind in TranslationEventKind:
        actions.register_action(LOG_ACTION.format(kind=kind.value))(_formatter(kind))


def _formatter(kind: TranslationEventKind) -> type[LogFormatter]:
    class EventFormatter(LogFormatter):  # type: ignore[misc]
        label = kind.label

        def format_message(self, log_entry: Any) -> str:
            language = language_name(log_entry.data.get("language", ""))
            reason = log_entry.data.get("reason", "")
            said = f"{kind.label} ({language})"
            return f"{said}: {reason}" if reason else said

    return EventFormatter
