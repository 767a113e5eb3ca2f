"""Public addresses of the core app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import calendar_views, health, sitemaps, views
from .search import api as search_interface
from .search import openapi
from .search import views as search_pages

app_name = "govportal_core"

urlpatterns: list[URLPattern | URLResolver] = [
    path("tim-kiem/", search_pages.results_page, name="search"),
    path("tim-kiem/goi-y/", search_interface.suggestions, name="search_suggestions"),
    path("api/v2/search/", search_interface.search_api, name="search_api"),
    # Where an app describes more, its own description stands at this address before.
    path("api/v2/openapi.json", openapi.openapi_view, name="openapi"),
    path("so-do-cong/", views.sitemap, name="sitemap"),
    path("tro-nang/", views.accessibility, name="accessibility"),
    path("cach-tinh-thoi-han/", calendar_views.counting, name="counting"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap_file, name="sitemap_file"),
    path("robots.txt", views.robots_txt, name="robots_txt"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("security.txt", views.security_txt_redirect, name="security_txt_redirect"),
    path("healthz", health.healthz, name="healthz"),
]
