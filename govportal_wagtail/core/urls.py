"""Public addresses of the core app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import calendar_views, health, search, sitemaps, views

app_name = "govportal_core"

urlpatterns: list[URLPattern | URLResolver] = [
    path("tim-kiem/", search.search, name="search"),
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
