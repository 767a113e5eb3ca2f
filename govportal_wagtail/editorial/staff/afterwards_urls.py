"""Addresses of what follows publication, below the admin's."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from . import (
    afterwards_corrections,
    afterwards_reports,
    afterwards_reviews,
    afterwards_takedowns,
)

_patterns: list[URLPattern | URLResolver] = [
    path("reports/", afterwards_reports.index, name="reports"),
    path("reports/<int:pk>/", afterwards_reports.detail, name="report"),
    path("reports/<int:pk>/hide/", afterwards_reports.hide, name="report_hide"),
    path("reports/<int:pk>/<slug:outcome>/", afterwards_reports.answer, name="report_answer"),
    path("takedowns/", afterwards_takedowns.index, name="takedowns"),
    path("takedowns/<int:pk>/", afterwards_takedowns.detail, name="takedown"),
    path(
        "takedowns/<int:pk>/<slug:decision>/", afterwards_takedowns.decide, name="takedown_decide"
    ),
    path("reviews/", afterwards_reviews.index, name="reviews"),
    path("reviews/<int:pk>/correct/", afterwards_reviews.still_correct, name="review_correct"),
    path("reviews/<int:pk>/keep-up/", afterwards_reviews.keep_up_again, name="review_keep_up"),
    path("pages/<int:page_pk>/take-down/", afterwards_takedowns.take_down, name="take_down"),
    path("pages/<int:page_pk>/notices/", afterwards_corrections.of_page, name="corrections"),
    path("notices/<int:pk>/withdraw/", afterwards_corrections.withdraw, name="correction_withdraw"),
    path("pages/<int:page_pk>/review/", afterwards_reviews.of_page, name="review"),
    path("pages/<int:page_pk>/review/ask/", afterwards_reviews.ask, name="review_ask"),
    path("pages/<int:page_pk>/archive/", afterwards_reviews.archive, name="archive"),
]


def get_admin_urls() -> list[URLPattern | URLResolver]:
    """What the hook ``register_admin_urls`` returns."""
    return [path("editorial/after/", include((_patterns, "editorial_after")))]
