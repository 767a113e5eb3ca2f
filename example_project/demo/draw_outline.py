"""Draw the outline of the demo's province and its communes as GeoJSON, for the map of projects.

The same communes as on the picture of ``draw_map.py``, laid between longitude and latitude. The
province is invented; its place on the globe says nothing about the real one that is there.

Usage: ``python draw_outline.py``
"""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

from draw_map import NAMED, inside, seeds
from drawing import Point

STATIC = Path(__file__).parent / "static" / "demo" / "thanh-giang.geojson"
#: Upper left corner of the picture, and how many degrees one of its points is wide and high.
WEST, NORTH = 104.6, 19.3
WIDE, HIGH = 0.002, 0.0019
_MIDDLE: Point = (380.0, 285.0)
_BEARINGS = 240
_DECIMALS = 4

Ring = list[Point]


def degrees(place: Point) -> list[float]:
    """Longitude and latitude of a point of the picture."""
    x, y = place
    return [round(WEST + x * WIDE, _DECIMALS), round(NORTH - y * HIGH, _DECIMALS)]


def border() -> Ring:
    """The boundary of the province, seen from its middle."""
    ring = []
    for number in range(_BEARINGS):
        bearing = 2 * math.pi * number / _BEARINGS
        east, south = math.cos(bearing), math.sin(bearing)
        near, far = 0.0, 600.0
        while far - near > 0.01:
            half = (near + far) / 2
            is_inside = inside(_MIDDLE[0] + half * east, _MIDDLE[1] + half * south)
            near, far = (half, far) if is_inside else (near, half)
        ring.append((_MIDDLE[0] + near * east, _MIDDLE[1] + near * south))
    return ring


def nearer(ring: Ring, own: Point, other: Point) -> Ring:
    """The part of the area that is nearer to ``own`` than to ``other``."""
    east, south = other[0] - own[0], other[1] - own[1]
    limit = (math.dist(other, (0, 0)) ** 2 - math.dist(own, (0, 0)) ** 2) / 2
    kept: Ring = []
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        before, after = x1 * east + y1 * south - limit, x2 * east + y2 * south - limit
        if before <= 0:
            kept.append((x1, y1))
        if (before < 0 < after) or (after < 0 < before):
            share = before / (before - after)
            kept.append((x1 + share * (x2 - x1), y1 + share * (y2 - y1)))
    return kept


def communes() -> dict[Point, Ring]:
    """The area of each commune by its middle; those with a name come first."""
    whole = border()
    middles = seeds(random.Random(68))
    found: dict[Point, Ring] = {}
    for own in middles:
        area = whole
        for other in middles:
            if other != own:
                area = nearer(area, own, other)
        found[own] = area
    return found


def closed(ring: Ring) -> list[list[float]]:
    """The ring in degrees, without doubles, ending where it began; counterclockwise on a map."""
    places = list(dict.fromkeys(tuple(degrees(place)) for place in reversed(ring)))
    return [list(place) for place in [*places, places[0]]]


def collection() -> dict[str, object]:
    """All communes as a GeoJSON FeatureCollection; ``name`` where the demo has one."""
    names = {place: name for name, (place, _is_ward) in NAMED.items()}
    features = [
        {
            "type": "Feature",
            "properties": {"name": names[middle]} if middle in names else {},
            "geometry": {"type": "Polygon", "coordinates": [closed(area)]},
        }
        for middle, area in communes().items()
    ]
    return {"type": "FeatureCollection", "features": features}


def main() -> None:
    """Write ``static/demo/thanh-giang.geojson``."""
    STATIC.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(collection(), ensure_ascii=False, separators=(",", ":"))
    # One commune on a line, so that changes can be read.
    STATIC.write_text(text.replace('{"type":"Feature"', '\n{"type":"Feature"') + "\n", "utf-8")


if __name__ == "__main__":
    main()
