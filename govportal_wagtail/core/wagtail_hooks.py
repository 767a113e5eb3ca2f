"""The admin of the registers and of uploaded files: wiring only."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from . import file_views
from .access import hooks as access_hooks  # noqa: F401 - registers itself
from .search import log_report
from .sites import hooks as site_hooks  # noqa: F401 - registers itself
from .viewsets import PortalRegistersGroup

register_snippet(PortalRegistersGroup)


# Before Wagtail's own addresses, because the first match answers.
@hooks.register("register_admin_urls", order=-100)
def register_upload_urls() -> list[URLPattern]:
    """Upload views with remarks, and the reports on files and on searches."""
    return [*file_views.upload_urls(), *file_views.report_urls(), *log_report.report_urls()]


class _UploadedFilesMenuItem(MenuItem):
    """Shown to those who may change some document."""

    def is_shown(self, request: HttpRequest) -> bool:
        policy = file_views.document_policy()
        return bool(policy.user_has_permission(request.user, "change"))


@hooks.register("register_reports_menu_item")
def register_uploaded_files_menu_item() -> MenuItem:
    """The report in the menu."""
    return _UploadedFilesMenuItem(
        _("Uploaded files"),
        reverse("govportal_uploaded_files"),
        name="govportal-uploaded-files",
        icon_name="doc-full-inverse",
        order=950,
    )


class _SearchQueriesMenuItem(MenuItem):
    """Shown to those who may change the home page of some site."""

    def is_shown(self, request: HttpRequest) -> bool:
        return log_report.may_read(request.user)


@hooks.register("register_reports_menu_item")
def register_search_queries_menu_item() -> MenuItem:
    """The report in the menu."""
    return _SearchQueriesMenuItem(
        _("Search queries"),
        reverse("govportal_search_log"),
        name="govportal-search-queries",
        icon_name="search",
        order=960,
    )
