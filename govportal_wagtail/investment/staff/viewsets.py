"""Lists of the admin: all projects, and the sources of capital."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from ...core.access.filter_choices import limit_filters_of
from ...core.page_listing import FlatPageListView
from ..codes import code_key
from ..models import CapitalSource, InvestmentProjectPage, ProjectIndexPage
from . import access, columns
from .filters import ProjectFilterSet


class _StaffMenuItem(MenuItem):  # type: ignore[misc]
    """Shown to those who have to do with projects."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user works on projects at all."""
        return access.works_on_projects(request.user)


class ProjectListView(FlatPageListView):
    """Every project on which the user may do something, with its money as it is published."""

    template_name = "govportal/investment/staff/project_listing.html"
    list_export = list(columns.EXPORT_HEADINGS)
    export_headings = columns.EXPORT_HEADINGS
    orderings = columns.ORDERINGS
    export_filename = "investment-projects"
    default_ordering = "-latest_revision_created_at"

    def get_base_queryset(self) -> Any:
        """Projects of the user with what a line shows."""
        projects = access.manageable_projects(self.request.user).select_related("investor")
        projects = projects.annotate(
            paid=F("govportal_project_entry__disbursed"),
            rate_planned=F("govportal_project_entry__rate_planned"),
            rate_disbursed=F("govportal_project_entry__rate_disbursed"),
        ).defer("area")
        return projects if self.is_export else self.annotate_queryset(projects)

    def search_queryset(self, queryset: Any) -> Any:
        """Projects with the code, in any spelling, or with all the words in their name."""
        if not self.is_searching:
            return queryset
        words = Q()
        for word in self.search_query.split():
            words &= Q(title__icontains=word)
        key = code_key(self.search_query)
        return queryset.filter(words | Q(code_key__contains=key) if key else words)

    @cached_property
    def _register_titles(self) -> dict[str, str]:
        return dict(ProjectIndexPage.objects.order_by().values_list("path", "title"))

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """A project as a line of a spreadsheet."""
        register = self._register_titles.get(item.path[: -item.steplen], "")
        url = item.get_full_url(self.request) or ""
        return columns.export_row(item, register=register, url=url)


class ProjectListingViewSet(PageListingViewSet):  # type: ignore[misc]
    """The flat list of projects."""

    model = InvestmentProjectPage
    index_view_class = ProjectListView
    columns = columns.PROJECT_COLUMNS
    filterset_class = ProjectFilterSet
    icon = "site"
    menu_label = pgettext_lazy("menu", "Projects")
    menu_name = "govportal-projects-list"
    menu_item_class = _StaffMenuItem


class CapitalSourceViewSet(SnippetViewSet):  # type: ignore[misc]
    """The sources of capital, kept on the portal for all sites."""

    model = CapitalSource
    icon = "tag"
    menu_label = _("Sources of capital")
    menu_name = "govportal-capital-sources"
    # It has its own place in the menu of projects.
    menu_item_is_registered = True
    ordering = ["sort_order", "name"]
    list_display = ["name", Column("code", label=_("Code"), sort_key="code"), "sort_order"]
    list_export = ["code", "name", "name_en", "name_ru", "sort_order"]
    export_filename = "capital-sources"
    list_per_page = 50
    copy_view_enabled = False


projects = ProjectListingViewSet("govportal_project_pages", url_prefix="projects/pages")
capital_sources = CapitalSourceViewSet()
limit_filters_of("govportal_project_pages:")
