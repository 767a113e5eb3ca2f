"""Projects on the map, as GeoJSON (RFC 7946): each with its place, or many near ones as a group."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Min
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .. import clustering
from ..geometry import Bbox, check
from ..models import InvestmentProjectPage, ProjectEntry
from ..models.register import ProjectEntryQuerySet
from ..money import format_amount
from . import project_rows

__all__ = ["Window", "all_features", "map_features", "read_window"]

#: Letters of lines and areas in one answer to the map; what is beyond them is shown as a pin.
MOST_LETTERS: Final = 1_000_000

_Feature = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Window:
    """What the map shows: its edges, and how near."""

    bbox: Bbox
    zoom: int


def read_window(parameters: QueryDict) -> Window | None:
    """The window that a request asks for with ``bbox`` and ``zoom``; None without both.

    Raises:
        ValueError: for what is no window, in words for who asked.
    """
    edges, nearness = parameters.get("bbox", ""), parameters.get("zoom", "")
    if not edges and not nearness:
        return None
    bbox, zoom = clustering.read_bbox(edges), clustering.read_zoom(nearness)
    if bbox is None or zoom is None:
        message = _("Give bbox as west,south,east,north in degrees, with zoom from 0 to 19.")
        raise ValueError(message)
    return Window(bbox, zoom)


@dataclass(frozen=True, slots=True)
class _Extent:
    """How many projects there are, how many have a place, and around what."""

    total: int
    located: int
    bbox: Bbox | None

    @classmethod
    def of(cls, entries: ProjectEntryQuerySet) -> _Extent:
        row = entries.order_by().aggregate(
            total=Count("pk"),
            located=Count("latitude"),
            west=Min("longitude"),
            south=Min("latitude"),
            east=Max("longitude"),
            north=Max("latitude"),
        )
        edges = row["west"], row["south"], row["east"], row["north"]
        return cls(row["total"], row["located"], None if None in edges else edges)


def map_features(
    entries: ProjectEntryQuerySet, request: HttpRequest, window: Window | None
) -> dict[str, Any]:
    """A feature collection for the map; groups where too many projects have a place.

    A window is looked at only where there are groups: without them the map has everything.
    """
    extent = _Extent.of(entries)
    is_clustered = extent.located > clustering.MOST_FEATURES
    located = entries.filter(latitude__isnull=False, longitude__isnull=False)
    if extent.bbox is None:
        features = []
    elif not is_clustered:
        features = list(_features(located, request))
    else:
        features = _grouped(located, request, extent.bbox, window)
    return {
        "type": "FeatureCollection",
        "clustered": is_clustered,
        "total": extent.total,
        "located": extent.located,
        **({"bbox": list(extent.bbox)} if extent.bbox else {}),
        "features": features,
    }


def all_features(entries: ProjectEntryQuerySet, request: HttpRequest) -> Iterator[_Feature]:
    """Every project with a place as a feature; properties are named as the columns of tables."""
    located = entries.filter(latitude__isnull=False, longitude__isnull=False)
    for project in project_rows.projects(located, fields=("area",)):
        properties = project_rows.plain(project_rows.row_of(project, request))
        yield _feature(project.entry, _geometry(project.page.get("area")), properties)


def _grouped(
    located: ProjectEntryQuerySet, request: HttpRequest, extent: Bbox, window: Window | None
) -> list[_Feature]:
    seen = located
    if window is None:
        shown = Window(extent, clustering.zoom_for(extent))
    else:
        shown = window
        west, south, east, north = shown.bbox
        seen = located.filter(latitude__range=(south, north), longitude__range=(west, east))
    places: Any = seen.order_by().values_list("pk", "longitude", "latitude")
    points: list[tuple[int, float, float]] = list(places)
    if window is not None and len(points) <= clustering.MOST_FEATURES:
        return list(_features(seen, request))
    groups = clustering.cluster(points, shown.bbox, shown.zoom)
    alone = [group.members[0] for group in groups if group.count == 1]
    singles = {entry.pk: entry for entry in _shown(located.filter(pk__in=alone))}
    return [
        _group(group)
        if group.count > 1
        else _feature(
            singles[group.members[0]], None, _properties(singles[group.members[0]], request)
        )
        for group in groups
        if group.count > 1 or group.members[0] in singles
    ]


def _group(group: clustering.Cluster[int]) -> _Feature:
    return {
        "type": "Feature",
        "id": group.id,
        "geometry": {"type": "Point", "coordinates": [group.longitude, group.latitude]},
        "properties": {"cluster": group.count, "bbox": list(group.bbox)},
    }


def _features(located: ProjectEntryQuerySet, request: HttpRequest) -> Iterator[_Feature]:
    entries = list(_shown(located))
    areas = _areas([entry.pk for entry in entries if entry.has_area])
    for entry in entries:
        yield _feature(entry, areas.get(entry.pk), _properties(entry, request))


def _shown(located: ProjectEntryQuerySet) -> ProjectEntryQuerySet:
    wanted: ProjectEntryQuerySet = located.order_by("pk").select_related("field").defer("objective")
    return wanted


def _areas(keys: Collection[int]) -> dict[int, dict[str, Any]]:
    """Lines and areas by project, as long as the answer does not grow too large."""
    found: dict[int, dict[str, Any]] = {}
    letters = 0
    pages = InvestmentProjectPage.objects.filter(pk__in=keys, live=True).order_by("pk")
    for key, area in pages.values_list("pk", "area").iterator(chunk_size=100):
        letters += len(json.dumps(area))
        if letters > MOST_LETTERS:
            break
        if geometry := _geometry(area):
            found[key] = geometry
    return found


def _geometry(area: object) -> dict[str, Any] | None:
    """The geometry in its one form; None where there is none, or one that is damaged."""
    if not area:
        return None
    try:
        return check(area).geojson
    except ValidationError:
        return None


def _feature(
    entry: ProjectEntry, geometry: Mapping[str, Any] | None, properties: dict[str, Any]
) -> _Feature:
    point = [entry.longitude, entry.latitude]
    if geometry is not None and geometry["type"] != "Point":
        properties = {**properties, "point": point}
    return {
        "type": "Feature",
        "id": str(entry.pk),
        "geometry": geometry or {"type": "Point", "coordinates": point},
        "properties": properties,
    }


def _properties(entry: ProjectEntry, request: HttpRequest) -> dict[str, Any]:
    """What the map says of a project, as plain text in the active language."""
    total = entry.total_investment
    language = get_language() or "vi"
    return {
        "id": str(entry.pk),
        "code": entry.code,
        "title": entry.title,
        "url": entry.get_url(request),
        "status": entry.status,
        "status_label": str(entry.get_status_display()),
        "field": entry.field.localized_name if entry.field else "",
        "total": "" if total is None else format_amount(total, language),
    }
