"""The projects that an agency owns, and those in a commune, for the pages about them."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ...core import network
from ...core.models import Agency, AgencyLevel
from ...core.navigation import current_home
from ...core.placeholders import without_placeholders
from ...core.registries import RelatedPart
from ..models import ProjectEntry, ProjectIndexPage
from ..models.register import ProjectEntryQuerySet
from .links import narrowed

__all__ = ["LOCATED", "OWNED", "SHOWN", "located_projects", "owned_projects"]

#: Projects that a page shows; the list of the register has the rest.
SHOWN: Final = 10
_TEMPLATE: Final = "govportal/investment/parts/related.html"


def owned_projects(agency: Agency, page: Page, request: HttpRequest) -> dict[str, Any] | None:
    """The projects of which the agency is the investor, last updated first; None without any."""
    return _context(_entries(page, request).filter(investor=agency), "chu-dau-tu", agency, request)


def located_projects(agency: Agency, page: Page, request: HttpRequest) -> dict[str, Any] | None:
    """The projects in the area of a commune, last updated first; None without any."""
    if agency.level != AgencyLevel.COMMUNE:
        return None
    return _context(_entries(page, request).filter(communes=agency), "xa", agency, request)


def _entries(page: Page, request: HttpRequest) -> ProjectEntryQuerySet:
    home = current_home(request, page)
    if home is None:
        return ProjectEntry.objects.none()
    below = ProjectEntry.objects.filter(locale=page.locale_id).below(home.path)
    return below.public().select_related("field", "investor")


def _context(
    entries: ProjectEntryQuerySet, name: str, agency: Agency, request: HttpRequest
) -> dict[str, Any] | None:
    items = network.address(entries.order_by("-content_at", "-page_id")[:SHOWN], request)
    if not items:
        return None
    registers = without_placeholders(ProjectIndexPage.objects.live())
    register = registers.filter(pk=items[0].register_id).first()
    address = (register.get_url(request) or "") if register else ""
    return {"items": items, "more_url": narrowed(address, name, agency.code)}


OWNED: Final = RelatedPart(
    "projects", _("Investment projects"), _TEMPLATE, owned_projects, order=40
)
LOCATED: Final = RelatedPart(
    "projects_located",
    _("Investment projects in the area"),
    _TEMPLATE,
    located_projects,
    order=45,
)
