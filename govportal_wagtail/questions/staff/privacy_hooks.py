"""Addresses and menu entries of the reports on personal data and on ratings of pages."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ...core.menu import ShownMenuItem
from ...editorial.afterwards_access import works_in_newsroom
from .menu import ENTRY_HOOK
from .privacy_reports import AccessLogView, RetentionView, oversees
from .rating_report import RatingReportView

_REPORTS = (
    ("access", "govportal_question_access", AccessLogView),
    ("retention", "govportal_question_retention", RetentionView),
    ("ratings", "govportal_rating_report", RatingReportView),
)


@hooks.register("register_admin_urls")
def register_privacy_urls() -> list[Any]:
    """The reports, with their results alone for filters that load while typing."""
    found = []
    for name, url_name, view in _REPORTS:
        at = f"reports/questions-{name}/"
        found.append(path(at, view.as_view(), name=url_name))
        results = view.as_view(results_only=True)
        found.append(path(f"{at}results/", results, name=f"{url_name}_results"))
    return found


@hooks.register(ENTRY_HOOK)
def register_ratings() -> MenuItem:
    """How readers rate pages."""
    return ShownMenuItem(
        _("Ratings of pages"),
        reverse_lazy("govportal_rating_report"),
        name="govportal-page-ratings",
        icon_name="pick",
        order=60,
        shown_to=works_in_newsroom,
    )


@hooks.register(ENTRY_HOOK)
def register_access_log() -> MenuItem:
    """Who looked at personal data."""
    return ShownMenuItem(
        _("Access to personal data"),
        reverse_lazy("govportal_question_access"),
        name="govportal-question-access",
        icon_name="lock",
        order=95,
        shown_to=oversees,
    )


@hooks.register(ENTRY_HOOK)
def register_retention() -> MenuItem:
    """What is erased next."""
    return ShownMenuItem(
        _("Personal data to be erased"),
        reverse_lazy("govportal_question_retention"),
        name="govportal-question-retention",
        icon_name="bin",
        order=96,
        shown_to=oversees,
    )
