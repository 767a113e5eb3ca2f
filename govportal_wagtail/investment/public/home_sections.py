"""What a home page may show of projects: the newest, and those that look for investors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from ...core import network
from ...core.placeholders import without_placeholders
from ...core.registries import HomeSection
from ..models import ProjectEntry, ProjectIndexPage, ProjectStatus
from ..models.register import ProjectEntryQuerySet
from .list_query import CALLS, ProjectQuery

__all__ = ["SECTIONS", "call_section", "newest_section"]

_DEFAULT_COUNT: Final = 5


def newest_section(request: HttpRequest, site: Site, options: Mapping[str, Any]) -> dict[str, Any]:
    """The most recently updated projects of a register, or of the whole site; three queries."""
    branch, register = _source(site, options)
    entries = _below(branch).order_by("-content_at", "-page_id")
    return _section(entries, register, request, options, ProjectQuery())


def call_section(request: HttpRequest, site: Site, options: Mapping[str, Any]) -> dict[str, Any]:
    """The calls for investment that are open, those that end soonest first; three queries."""
    branch, register = _source(site, options)
    is_running = Q(call_until__gte=timezone.localdate()) | Q(call_until=None)
    entries = _below(branch).filter(is_running, status=ProjectStatus.CALLING)
    query = ProjectQuery(view=CALLS)
    return _section(query.ordered(entries), register, request, options, query)


def _source(site: Site, options: Mapping[str, Any]) -> tuple[Page, ProjectIndexPage | None]:
    """Below which page projects are shown, and the register to which the section leads."""
    branch = (options.get("source") or options.get("home") or site.root_page).localized
    registers = ProjectIndexPage.objects.live().public().filter(path__startswith=branch.path)
    registers = without_placeholders(registers)
    return branch, registers.order_by("path").first()


def _below(branch: Page) -> ProjectEntryQuerySet:
    entries = ProjectEntry.objects.filter(locale=branch.locale_id).below(branch.path)
    return entries.public().select_related("field", "investor")


def _section(
    entries: ProjectEntryQuerySet,
    register: ProjectIndexPage | None,
    request: HttpRequest,
    options: Mapping[str, Any],
    query: ProjectQuery,
) -> dict[str, Any]:
    count = options.get("count") or _DEFAULT_COUNT
    url = (register.get_url(request) or "") if register else ""
    return {
        "items": network.address(entries[:count], request),
        "more_url": f"{url}{query.encode()}" if url else "",
    }


SECTIONS: Final = (
    HomeSection(
        "projects",
        _("Investment projects"),
        "govportal/investment/home/projects.html",
        newest_section,
    ),
    HomeSection(
        "investment_calls",
        _("Calls for investment"),
        "govportal/investment/home/calls.html",
        call_section,
    ),
)
