"""Addresses of the investment app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.http import require_safe

from .public import data_urls, feeds
from .public.api import api_router

app_name = "govportal_investment"

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(
        r"^du-lieu/du-an/(?P<register_id>[0-9]{1,9})\.atom$",
        require_safe(feeds.ProjectFeed()),
        name="list_feed",
    ),
    *data_urls.urlpatterns,
]

#: A router of Wagtail's API finds its own addresses only at the top level.
top_level_urlpatterns: list[URLPattern | URLResolver] = [path("api/v2/", api_router.urls)]
