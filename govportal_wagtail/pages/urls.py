"""Public addresses of the pages app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.http import require_safe

from .feeds import ArticleFeed, AtomArticleFeed
from .organisation.card_views import directory_card, leader_card
from .organisation.directory_exports import directory_export

app_name = "govportal_pages"

_atom = require_safe(AtomArticleFeed())
_rss = require_safe(ArticleFeed())

urlpatterns: list[URLPattern | URLResolver] = [
    path("feeds/tin-tuc.atom", _atom, name="site_atom"),
    path("feeds/tin-tuc.rss", _rss, name="site_rss"),
    # A longer number is no key of a page, and more than the database can compare.
    re_path(r"^feeds/(?P<page_id>[0-9]{1,9})\.atom$", _atom, name="section_atom"),
    re_path(r"^feeds/(?P<page_id>[0-9]{1,9})\.rss$", _rss, name="section_rss"),
    re_path(
        r"^du-lieu/danh-ba/(?P<page_id>[0-9]{1,9})\.(?P<code>csv|xlsx|vcf)$",
        directory_export,
        name="directory_export",
    ),
    re_path(
        r"^du-lieu/danh-ba/(?P<page_id>[0-9]{1,9})/(?P<person_id>[0-9]{1,9})\.vcf$",
        directory_card,
        name="directory_card",
    ),
    re_path(r"^du-lieu/lanh-dao/(?P<page_id>[0-9]{1,9})\.vcf$", leader_card, name="leader_card"),
]
