"""The report on what is owed in other languages, by site and language."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from ...core.models import PortalSite
from ...core.report_exports import UnicodeCsvMixin
from .. import coverage, rights
from . import exports
from .screens import ForNewsroomMixin, TranslationScreen

#: Sites on one page.
PAGE_SIZE: Final = 20


@method_decorator(never_cache, name="dispatch")
class CoverageView(ForNewsroomMixin, UnicodeCsvMixin, SpreadsheetExportMixin, TranslationScreen):  # type: ignore[misc]
    """Sites of the user's newsrooms; as a file, every page of them that is owed."""

    page_title = pgettext_lazy("screen", "What is there in other languages")
    template_name = "govportal/translation/staff/coverage.html"
    http_method_names = ["get", "head"]
    list_export = list(exports.OWED)
    export_headings = exports.headings(exports.OWED)
    export_filename = "translations-owed"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The screen, or the file."""
        if self.is_export:
            lines = coverage.coverage_of(list(self.get_sites()))
            return self.as_spreadsheet(exports.owed(lines), request.GET["export"])
        return super().get(request, *args, **kwargs)

    def get_sites(self) -> QuerySet[PortalSite]:
        """The sites of which the user reads the report."""
        sites = rights.reported_sites(self.request.user)
        named = ("site__root_page__locale", "agency", "portal")
        return sites.select_related(*named).order_by("portal_id", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sites of one page with their lines."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        part = Paginator(self.get_sites(), PAGE_SIZE).get_page(self.request.GET.get("p"))
        shown: list[PortalSite] = list(part.object_list)
        return context | {"part": part, "lines": coverage.coverage_of(shown)}

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """One row of the file."""
        return exports.row(exports.OWED, item)
