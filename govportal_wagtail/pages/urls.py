"""Public addresses of the pages app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.http import require_safe

from .feeds import ArticleFeed, AtomArticleFeed

app_name = "govportal_pages"

_atom = require_safe(AtomArticleFeed())
_rss = require_safe(ArticleFeed())

urlpatterns: list[URLPattern | URLResolver] = [
    path("feeds/tin-tuc.atom", _atom, name="site_atom"),
    path("feeds/tin-tuc.rss", _rss, name="site_rss"),
    # A longer number is no key of a page, and more than the database can compare.
    re_path(r"^feeds/(?P<page_id>[0-9]{1,9})\.atom$", _atom, name="section_atom"),
    re_path(r"^feeds/(?P<page_id>[0-9]{1,9})\.rss$", _rss, name="section_rss"),
]
