"""Groups of near points for a map with more projects than a browser should be given.

The grid belongs to the world and not to the window, so that groups stay where they are when the
map is moved.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from .geometry import Bbox

Key = TypeVar("Key")

#: With more places than this the map is given groups.
MOST_FEATURES = 2000
NEAREST_ZOOM = 19
#: The most groups of one answer, whatever was asked for.
MOST_GROUPS = 2500
_TILE = 256
#: Pixels of one field of the grid; a mark on the map is half as large.
_FIELD = 80
_WINDOW = (720, 480)
#: Where the map of the web ends (EPSG:3857).
_POLE = 85.051129


@dataclass(frozen=True)
class Cluster(Generic[Key]):
    """The points of one field of the grid; ``members`` are their keys, in the order given."""

    id: str
    longitude: float
    latitude: float
    bbox: Bbox
    members: tuple[Key, ...]

    @property
    def count(self) -> int:
        """How many points there are; at least one."""
        return len(self.members)


def cluster(
    points: Iterable[tuple[Key, float, float]], bbox: Bbox, zoom: int
) -> list[Cluster[Key]]:
    """The points (key, longitude, latitude) inside ``bbox``, in groups for this zoom level.

    Every point inside, or on the edge, is in exactly one group; those outside are left out. A group
    stands in the middle of its points. A window too large for its zoom gets coarser groups, at most
    ``MOST_GROUPS``.
    """
    west, south, east, north = bbox
    level = min(max(zoom, 0), _finest(bbox))
    fields: dict[tuple[int, int], list[tuple[Key, float, float]]] = {}
    for point in points:
        _key, longitude, latitude = point
        if west <= longitude <= east and south <= latitude <= north:
            fields.setdefault(_field(longitude, latitude, level), []).append(point)
    return [_group(level, field, members) for field, members in sorted(fields.items())]


def zoom_for(bbox: Bbox) -> int:
    """The nearest zoom level at which the whole of ``bbox`` fits into the window of a map."""
    west, south, east, north = bbox
    (left, bottom), (right, top) = _pixels(west, south, 0), _pixels(east, north, 0)
    spans = zip((right - left, bottom - top), _WINDOW, strict=True)
    levels = [math.floor(math.log2(room / span)) for span, room in spans if span > 0]
    return max(0, min([NEAREST_ZOOM, *levels]))


def read_bbox(text: str) -> Bbox | None:
    """West, south, east and north from ``?bbox=``, cut to the world; None if it is none."""
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        return None
    if not all(map(math.isfinite, (west, south, east, north))):
        return None
    cut = max(west, -180.0), max(south, -90.0), min(east, 180.0), min(north, 90.0)
    return cut if cut[0] <= cut[2] and cut[1] <= cut[3] else None


def read_zoom(text: str) -> int | None:
    """A zoom level from ``?zoom=``; None if it is none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= 2
    return int(text) if is_number and int(text) <= NEAREST_ZOOM else None


def _pixels(longitude: float, latitude: float, zoom: int) -> tuple[float, float]:
    """Place on the map of the whole world at this zoom, in pixels from its upper left corner."""
    size = _TILE * 2**zoom
    sine = math.sin(math.radians(min(max(latitude, -_POLE), _POLE)))
    height = math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return (longitude / 360 + 0.5) * size, (0.5 - height) * size


def _field(longitude: float, latitude: float, zoom: int) -> tuple[int, int]:
    x, y = _pixels(longitude, latitude, zoom)
    return math.floor(x / _FIELD), math.floor(y / _FIELD)


def _finest(bbox: Bbox) -> int:
    """The nearest zoom level at which the window does not hold too many fields."""
    west, south, east, north = bbox
    for level in range(NEAREST_ZOOM, 0, -1):
        left, top = _field(west, north, level)
        right, bottom = _field(east, south, level)
        if (right - left + 1) * (bottom - top + 1) <= MOST_GROUPS:
            return level
    return 0


def _group(
    level: int, field: tuple[int, int], points: list[tuple[Key, float, float]]
) -> Cluster[Key]:
    keys, longitudes, latitudes = zip(*points, strict=True)
    extent = min(longitudes), min(latitudes), max(longitudes), max(latitudes)
    return Cluster(
        id=f"c{level}/{field[0]}/{field[1]}",
        # Rounding must not carry the middle out of the extent.
        longitude=min(max(math.fsum(longitudes) / len(points), extent[0]), extent[2]),
        latitude=min(max(math.fsum(latitudes) / len(points), extent[1]), extent[3]),
        bbox=extent,
        members=keys,
    )
