"""Addresses of what is published of questions: feeds, figures, the read API."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.http import require_safe

from . import figures_views
from .api import api_router
from .feeds import AnswerFeed

urlpatterns: list[URLPattern | URLResolver] = [
    path("hoi-dap/so-lieu/", figures_views.figures, name="figures"),
    re_path(
        r"^du-lieu/hoi-dap/(?P<page_id>[0-9]{1,9})\.atom$",
        require_safe(AnswerFeed()),
        name="feed",
    ),
]

#: A router of Wagtail's API finds its own addresses only at the top level.
top_level_urlpatterns: list[URLPattern | URLResolver] = [path("api/v2/", api_router.urls)]
