"""The report on what is owed in other languages, by site and language."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.utils.decorators import method_decorator
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache

from ...core.models import PortalSite
from .. import coverage, rights
from .screens import TranslationScreen

#: Sites on one page.
PAGE_SIZE: Final = 20


@method_decorator(never_cache, name="dispatch")
class CoverageView(TranslationScreen):
    """Sites of the user's newsrooms, and those for which they translate."""

    page_title = pgettext_lazy("screen", "What is there in other languages")
    template_name = "govportal/translation/staff/coverage.html"
    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sites of one page with their lines."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        sites = rights.reported_sites(self.request.user).select_related(
            "site__root_page", "agency", "portal"
        )
        part = Paginator(sites.order_by("portal_id", "pk"), PAGE_SIZE).get_page(
            self.request.GET.get("p")
        )
        shown: list[PortalSite] = list(part.object_list)
        return context | {"part": part, "lines": coverage.coverage_of(shown)}
