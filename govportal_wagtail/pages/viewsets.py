"""Staff screens of the pages app: the categories of articles."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from ..core.organisation.listing import RegisterIndexView
from .models import ArticleCategory


class ArticleCategoryViewSet(SnippetViewSet):
    """Categories of articles, in the order in which they are offered."""

    model = ArticleCategory
    icon = "tag"
    index_view_class = RegisterIndexView
    menu_label = _("Article categories")
    menu_name = "govportal-article-categories"
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["name", "code"]
    ordering = ["sort_order", "name"]
    list_per_page = 50
