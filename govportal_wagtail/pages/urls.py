"""Public addresses of the pages app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from .feeds import ArticleFeed, AtomArticleFeed

app_name = "govportal_pages"

urlpatterns: list[URLPattern | URLResolver] = [
    path("feeds/tin-tuc.atom", AtomArticleFeed(), name="site_atom"),
    path("feeds/tin-tuc.rss", ArticleFeed(), name="site_rss"),
    # A longer number is no key of a page, and more than the database can compare.
    re_path(r"^feeds/(?P<page_id>[0-9]{1,9})\.atom$", AtomArticleFeed(), name="section_atom"),
    re_path(r"^feeds/(?P<page_id>[0-9]{1,9})\.rss$", ArticleFeed(), name="section_rss"),
]
