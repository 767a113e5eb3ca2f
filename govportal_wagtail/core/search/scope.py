"""Where a search looks, and by what it is narrowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale, Site

from .. import network
from ..models import Agency, PortalSite, SearchUnit
from ..models.search import SearchUnitQuerySet
from ..registries import search_sources
from ..restrictions import restricted_paths
from ..search_keys import Condition
from .results import Facet, Option

__all__ = [
    "COLUMNS",
    "LABELS",
    "Cell",
    "Narrowing",
    "cells_of",
    "facets_of",
    "names_of_agencies",
    "names_of_categories",
    "names_of_sources",
    "public_units",
    "units_within",
]

#: Names of facets in the order in which they are shown, with the column each narrows.
COLUMNS: Final = {
    "type": "source",
    "category": "category",
    "agency": "agency_id",
    "year": "year",
    "site": "site_id",
}
#: What facets are called where no kind of content has a name of its own for one.
LABELS: Final[dict[str, str | Promise]] = {
    "type": _("Kind of content"),
    "category": _("Category"),
    "agency": _("Agency"),
    "year": _("Year"),
    "site": pgettext_lazy("portal", "Site"),
}
_DATES: Final = ("from", "to")
_PLACES: Final = {name: place for place, name in enumerate(COLUMNS)}


class Cell(NamedTuple):
    """Pages that agree in all that facets ask for, and how many."""

    source: str
    category: str
    agency_id: int | None
    year: int | None
    site_id: int | None
    number: int = 1

    @classmethod
    def of(cls, text: str, number: int = 1) -> Cell:
        """Read a cell as units hold it."""
        agency, year, site, source, category = text.split("|", 4)
        return cls(source, category, _key(agency), _key(year), _key(site), number)


def _key(text: str) -> int | None:
    return int(text) if text else None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The values that a result is narrowed to, and a span of days."""

    values: Mapping[str, Any] = field(default_factory=dict)
    types: Collection[str] | None = None
    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, filters: Mapping[str, str] | None, types: Collection[str] | None) -> Narrowing:
        """Read filters as an address has them; what is no value of a filter finds nothing."""
        given = {name: str(value) for name, value in (filters or {}).items() if value}
        values = {name: _value(name, given[name]) for name in COLUMNS if name in given}
        days = [_day(given.get(name, "")) for name in _DATES]
        return cls(values, types, *days)

    def failures(self, cell: Cell) -> frozenset[str]:
        """Return the names of the facets by which the pages of a cell are not left."""
        failed = {name for name, value in self.values.items() if cell[_PLACES[name]] != value}
        if self.types is not None and cell.source not in self.types:
            failed.add("type")
        return frozenset(failed)

    def allows(self, cell: Cell) -> bool:
        """Return whether pages of a cell are left."""
        return not self.failures(cell)

    def days(self) -> Q:
        """The condition on the day of a page."""
        wanted = Q()
        if self.since:
            wanted &= Q(date__gte=self.since)
        if self.until:
            wanted &= Q(date__lte=self.until)
        return wanted

    def condition(self) -> Q:
        """The condition on everything but the days."""
        wanted = Q(**{COLUMNS[name]: value for name, value in self.values.items()})
        if self.types is not None:
            wanted &= Q(source__in=self.types)
        return wanted


def units_within(site: Site, locale: Locale, *, across: bool) -> SearchUnitQuerySet:
    """Return what anyone may read in a language on a site, or on the whole portal."""
    sites = [site.pk]
    if across:
        sites += [each.site_id for each in network.other_sites(site)]
    codes = [source.code for source in search_sources]
    return public_units().filter(locale=locale, site_id__in=sites, source__in=codes)


def public_units() -> SearchUnitQuerySet:
    """Return what anyone may read; one query for the restrictions, and none for the units yet.

    Rows know whether they are public. Restrictions are asked for all the same: a page may have been
    in the middle of being published when its section was closed.
    """
    units = SearchUnit.objects.filter(is_public=True)
    paths = restricted_paths()
    return units.exclude(network.below_any(paths)) if paths else units


def cells_of(pages: SearchUnitQuerySet, condition: Condition) -> list[Cell]:
    """Return the pages that fulfil a condition, by all that facets ask for; one query."""
    rows = pages.led_by(condition).order_by().values_list("cell").annotate(number=Count("pk"))
    return [Cell.of(*row) for row in rows]


def facets_of(cells: Sequence[Cell], narrowing: Narrowing) -> tuple[Facet, ...]:
    """Return the facets that can narrow the result, each counted without its own choice."""
    judged = [(cell, narrowing.failures(cell)) for cell in cells]
    facets = (
        _facet(name, [cell for cell, failed in judged if failed <= {name}], narrowing)
        for name in COLUMNS
    )
    return tuple(facet for facet in facets if facet)


def _facet(name: str, cells: Sequence[Cell], narrowing: Narrowing) -> Facet | None:
    counts: Counter[Any] = Counter()
    place = _PLACES[name]
    for cell in cells:
        counts[cell[place]] += cell.number
    for nothing in ("", None):
        counts.pop(nothing, None)
    chosen = narrowing.values.get(name)
    if name == "type" and narrowing.types and len(narrowing.types) == 1:
        (chosen,) = narrowing.types
    if chosen is not None and chosen not in counts:
        counts[chosen] = 0
    if len(counts) < (1 if name == "type" else 2) and chosen is None:
        return None
    sources = {cell.source for cell in cells}
    names = _NAMES[name](list(counts), sources)
    options = [
        Option(str(value), names.get(value, str(value)), count, value == chosen)
        for value, count in counts.items()
    ]
    if name == "year":
        options.sort(key=lambda option: option.value, reverse=True)
    else:
        options.sort(key=lambda option: (-option.count, option.label))
    return Facet(name, _label(name, sources), tuple(options))


def _label(name: str, sources: Collection[str]) -> str:
    if name == "category" and len(sources) == 1:
        source = search_sources.get(next(iter(sources)))
        return str((source and source.category_label) or LABELS[name])
    return str(LABELS[name])


def names_of_sources(values: Iterable[str], _sources: object = None) -> dict[Any, str]:
    """Return the names of kinds of content by code."""
    known = ((value, search_sources.get(value)) for value in values)
    return {value: str(source.label) for value, source in known if source}


def names_of_categories(values: Iterable[str], sources: Iterable[str]) -> dict[Any, str]:
    """Return the names that the sources give to categories, by code."""
    found: dict[Any, str] = {}
    for code in sources:
        source = search_sources.get(code)
        found.update(source.category_names(values) if source else {})
    return found


def names_of_agencies(values: Iterable[Any], _sources: object = None) -> dict[Any, str]:
    """Return the names of agencies by key."""
    return {each.pk: each.localized_name for each in Agency.objects.filter(pk__in=list(values))}


def _names_of_sites(values: Iterable[Any], _sources: object = None) -> dict[Any, str]:
    sites = PortalSite.objects.filter(site_id__in=list(values)).select_related("agency", "site")
    return {each.site_id: str(each) for each in sites}


def _names_of_years(values: Iterable[Any], _sources: object = None) -> dict[Any, str]:
    return {value: str(value) for value in values}


_NAMES: Final[dict[str, Callable[..., dict[Any, str]]]] = {
    "type": names_of_sources,
    "category": names_of_categories,
    "agency": names_of_agencies,
    "year": _names_of_years,
    "site": _names_of_sites,
}


def _value(name: str, text: str) -> Any:
    """The value of a filter as rows hold it; one that no row has where it is no such value."""
    if name in ("type", "category"):
        return text
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
