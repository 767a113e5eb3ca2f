"""The organisation of an agency as a tree, and the units of an administrative area."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...core.models import Agency, AgencyKind
from ...core.navigation import current_home
from ...core.vietnamese import fold, sort_key
from .units import Unit, add_facts, grouped, shown_below

if TYPE_CHECKING:
    from .models import AdministrativeMapPageMixin, OrganisationPageMixin

__all__ = ["MAX_UNITS", "Area", "AreaGroup", "context", "map_context"]

#: A level that would bring the chart beyond this is not shown; how many there are is said.
MAX_UNITS: Final = 600
#: A chart with more units begins with what lies below the first level folded.
_OPEN_UNITS: Final = 60
_COMMUNE: Final = AgencyKind.COMMUNE_PEOPLES_COMMITTEE
_COMMITTEE: Final = re.compile(r"^(?:[ủu][yỷ] ban nhân dân|ubnd)\s+", re.IGNORECASE)
#: Kinds of areas by the word that their folded names begin with, in the order of the statute.
_AREAS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("phuong", _("Wards")),
    ("xa", _("Communes")),
    ("dac khu", _("Special zones")),
    ("", _("Other areas")),
)


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative unit of the area that a map shows."""

    name: str
    url: str
    is_outside: bool
    agency: Agency


@dataclass(frozen=True, slots=True)
class AreaGroup:
    """Areas of one kind."""

    label: str | Promise
    areas: list[Area]


def context(page: OrganisationPageMixin, request: HttpRequest) -> dict[str, Any]:
    """Return ``chart``, the agency with the units below it, and how many units there are.

    Units that do not exist today are left out, and levels beyond ``depth_shown`` or ``MAX_UNITS``.
    The number of queries does not depend on the number of units.
    """
    if page.agency_id is None:
        return {"chart": None, "total": 0, "is_open": False}
    root, units = _tree(page.agency, page.depth_shown)
    add_facts(units, page, request, branch=page.path or "")
    return {"chart": root, "total": root.size, "is_open": len(units) <= _OPEN_UNITS}


def map_context(page: AdministrativeMapPageMixin, request: HttpRequest) -> dict[str, Any]:
    """Return ``area_groups``, the communes, wards and special zones by kind, and their number.

    Empty for the map of a commune, which has no units of its own.
    """
    units: list[Unit] = []
    if page.agency_id:
        below, kinds = shown_below(page.agency_id)
        keys = [key for key in below[page.agency_id] if kinds[key] == _COMMUNE]
        units = [Unit(agency) for agency in Agency.objects.filter(pk__in=keys)]
    home = current_home(request, page)
    add_facts(units, page, request, branch=home.path if home else "")
    by_kind: dict[str, list[Area]] = defaultdict(list)
    for unit in sorted(units, key=lambda each: sort_key(_bare_name(each.agency))):
        by_kind[_kind_of(unit.agency)].append(_area(unit))
    groups = [AreaGroup(label, by_kind[kind]) for kind, label in _AREAS if by_kind[kind]]
    return {"area_groups": groups, "total": len(units)}


def _tree(agency: Agency, depth: int) -> tuple[Unit, list[Unit]]:
    """The agency with its branches, and every unit that is shown, the agency first."""
    below, kinds = shown_below(agency.pk)
    communes = {key for key, kind in kinds.items() if kind == _COMMUNE}
    levels = list(_levels(agency.pk, below, communes, depth))
    shown = Agency.objects.in_bulk([key for level in levels[1:] for key in level])
    units = {key: Unit(each) for key, each in shown.items()} | {agency.pk: Unit(agency)}
    for level in reversed(levels[:-1]):
        for key in level:
            found = [units[child] for child in below[key] if child in units and child != agency.pk]
            units[key].groups = grouped(found)
    _measure(agency.pk, below, units)
    return units[agency.pk], [units[key] for level in levels for key in level]


def _levels(
    root: int, below: dict[int, list[int]], communes: set[int], depth: int
) -> Iterator[list[int]]:
    """The keys by level; a register that bites its tail is walked once.

    The chart of a province stops at its communes, each of which has a chart of its own.
    """
    seen, level, number = {root}, [root], 0
    while level:
        yield level
        number += 1
        onward = [key for key in level if key == root or key not in communes]
        found = dict.fromkeys(child for key in onward for child in below[key])
        level = [key for key in found if key not in seen]
        seen.update(level)
        if number > depth or len(seen) > MAX_UNITS:
            return


def _measure(root: int, below: dict[int, list[int]], units: dict[int, Unit]) -> None:
    """Count what lies below each unit that is shown, also where it is not shown."""
    order, seen = [root], {root}
    for key in order:
        fresh = [child for child in below[key] if child not in seen]
        seen.update(fresh)
        order += fresh
    sizes: dict[int, int] = defaultdict(int)
    counted: set[int] = set()
    for key in reversed(order):
        counted.add(key)
        sizes[key] = sum(sizes[child] + 1 for child in below[key] if child in counted)
        if key in units:
            units[key].size = sizes[key]


def _area(unit: Unit) -> Area:
    name = unit.name if unit.name != unit.agency.name else _bare_name(unit.agency)
    return Area(name, unit.site_url or unit.url, bool(unit.site_url), unit.agency)


def _bare_name(agency: Agency) -> str:
    """``Ủy ban nhân dân xã Song Phú`` -> ``Xã Song Phú``."""
    name = _COMMITTEE.sub("", agency.name)
    return name[:1].upper() + name[1:]


def _kind_of(agency: Agency) -> str:
    name = fold(_bare_name(agency))
    return next((kind for kind, _label in _AREAS if kind and name.startswith(f"{kind} ")), "")
