"""Addresses of the screens on which replies are written and published."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html
from wagtail import hooks

from . import redaction_views, reply_views

_URLS = [
    path("<int:pk>/write/", reply_views.WriteView.as_view(), name="write"),
    path("<int:pk>/step/<slug:code>/", reply_views.step, name="step"),
    path("<int:pk>/publish/", redaction_views.RedactionView.as_view(), name="publish"),
    path("files/<int:pk>/", reply_views.file, name="file"),
]


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """The screens of replies."""
    return [path("question-replies/", include((_URLS, "question_replies")))]


@hooks.register("insert_global_admin_css")
def add_styles() -> str:
    """The styles of the panel, which stands on the page of a question, and of the screens."""
    address = static("govportal/questions/replies.css")
    return format_html('<link rel="stylesheet" href="{}">', address)
