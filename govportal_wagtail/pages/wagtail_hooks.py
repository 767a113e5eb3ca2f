"""Wires the screens of the pages app into the admin."""

from __future__ import annotations

from wagtail.snippets.models import register_snippet

from .viewsets import ArticleCategoryViewSet

register_snippet(ArticleCategoryViewSet)
