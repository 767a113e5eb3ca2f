"""One agency as readers see it: leaders, units, contacts, what it came from, what others know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from ...core.models import Agency
from ...core.registries import agency_parts
from .related import shown_parts
from .units import Unit, add_facts, grouped, officers_of, shown_below

if TYPE_CHECKING:
    from .models import AgencyPageMixin

__all__ = ["MAX_OFFICERS", "MAX_UNITS", "page_context"]

#: The most lines of lists that have no second page: those of the largest bodies are shorter.
MAX_OFFICERS: Final = 60
MAX_UNITS: Final = 200


def page_context(page: AgencyPageMixin, request: HttpRequest) -> dict[str, Any]:
    """Return what the registers and other apps know of the agency of a page.

    ``officers`` hold public posts today, head first; ``unit_groups`` are the units right below by
    kind; ``unit`` is the agency itself with its own site; ``predecessors`` and ``successors`` say
    what it came from and what became of it; ``related`` are the parts that other apps registered.
    """
    if page.agency_id is None:
        return {"unit": None, "officers": [], "unit_groups": [], "related": []}
    agency = page.agency
    today = timezone.localdate()
    keys = shown_below(agency.pk)[0][agency.pk]
    children = Agency.objects.filter(pk__in=keys).order_by("name")
    below = [Unit(child) for child in children[:MAX_UNITS]]
    unit, parents = Unit(agency), [Unit(agency.parent)] if agency.parent else []
    add_facts([unit, *below, *parents], page, request, branch=_branch(page))
    return {
        "unit": unit,
        "parent_unit": parents[0] if parents else None,
        "officers": officers_of(agency, page, request, most=MAX_OFFICERS),
        "unit_groups": grouped(below),
        "predecessors": _predecessors(agency),
        "successors": [] if agency.exists(on=today) else agency.current_successors,
        "related": shown_parts(agency_parts, agency, page, request),
    }


def _predecessors(agency: Agency) -> list[Agency]:
    """What was merged into the agency or split to it, the latest first."""
    merged = Q(successor=agency) | Q(further_successors=agency)
    found = Agency.objects.filter(merged).distinct().order_by("-valid_to", "name")
    return list(found[:MAX_UNITS])


def _branch(page: AgencyPageMixin) -> str:
    """The tree path of the organisation that the page belongs to."""
    return page.path[: -page.steplen] if page.path else ""
