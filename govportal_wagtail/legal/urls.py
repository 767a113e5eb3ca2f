"""Public addresses of the legal app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.http import require_safe

from .public import feeds, views
from .public.api import api_router
from .public.openapi import openapi_view

app_name = "govportal_legal"

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(
        r"^du-lieu/van-ban/(?P<library_id>[0-9]{1,9})\.(?P<code>csv|json)$",
        views.list_export,
        name="list_export",
    ),
    path("api/v2/openapi.json", openapi_view, name="openapi"),
    re_path(
        r"^du-lieu/van-ban/(?P<library_id>[0-9]{1,9})\.atom$",
        require_safe(feeds.DocumentFeed()),
        name="list_feed",
    ),
]

top_level_urlpatterns: list[URLPattern | URLResolver] = [path("api/v2/", api_router.urls)]
