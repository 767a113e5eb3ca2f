"""Where a project lies: GeoJSON as RFC 7946 has it, checked, and brought into one form.

Positions are longitude before latitude, in degrees of WGS 84, rounded to six decimals (about ten
centimetres). Whether a boundary crosses itself is not looked at: it does no harm on a map.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import interior

Position = tuple[float, float]
#: West, south, east, north.
Bbox = tuple[float, float, float, float]

#: Viet Nam with its islands, Hoàng Sa and Trường Sa among them.
WEST, SOUTH, EAST, NORTH = 102.0, 6.0, 118.0, 24.0
MOST_VERTICES = 2000
MOST_CHARACTERS = 500_000
_DECIMALS = 6
_LINE_POSITIONS = 2
_RING_POSITIONS = 4
#: How deep the lists of each type lie above a position.
_DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}


@dataclass(frozen=True)
class Geometry:
    """A place in its one form, with what lists and maps ask of it."""

    #: ``{"type": ..., "coordinates": ...}``, ready for ``json.dumps``; outer rings run
    #: counterclockwise and holes clockwise, as RFC 7946 3.1.6 has it.
    geojson: dict[str, Any]
    bbox: Bbox
    #: A position of the place itself: on its line, inside its area and not in a hole of it.
    point: Position


def check_text(text: str) -> Geometry:
    """The place that a person has pasted as GeoJSON.

    Raises:
        ValidationError: it is no JSON, or ``check`` refuses what it says.
    """
    if len(text) > MOST_CHARACTERS:
        raise _too_long()
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise ValidationError(
            _("This is not GeoJSON: it cannot be read as JSON."), code="no_json"
        ) from None
    return check(value)


def check(value: object) -> Geometry:
    """The place that a parsed GeoJSON value describes.

    A ``Feature``, or a ``FeatureCollection`` of exactly one, stands for its geometry: that is how
    drawing programs save a single shape.

    Raises:
        ValidationError: another type than the six of ``_DEPTHS``, a position that is none or lies
            outside Viet Nam, latitude and longitude swapped, a line or ring with too few
            positions, a ring that is not closed, or too many positions.
    """
    kind, coordinates = _parts_of(value)
    positions = list(_positions(coordinates, _DEPTHS[kind]))
    if not positions:
        raise _malformed()
    _refuse_foreign(positions)
    tree = _tree(coordinates, _DEPTHS[kind])
    if kind in ("LineString", "MultiLineString"):
        for line in [tree] if kind == "LineString" else tree:
            _check_line(line)
    if kind in ("Polygon", "MultiPolygon"):
        polygons = [tree] if kind == "Polygon" else tree
        polygons = [_wound(polygon) for polygon in polygons]
        tree = polygons[0] if kind == "Polygon" else polygons
    return Geometry(
        {"type": kind, "coordinates": _lists(tree)},
        _extent(positions),
        _representative(kind, tree),
    )


def check_point(latitude: Any, longitude: Any) -> Geometry:
    """The point with this latitude and longitude, numbers or decimals in degrees.

    Raises:
        ValidationError: as for ``check``.
    """
    return check({"type": "Point", "coordinates": [_float(longitude), _float(latitude)]})


def _float(number: Any) -> float:
    try:
        return float(number)
    except (TypeError, ValueError, OverflowError):
        raise _malformed() from None


def _malformed() -> ValidationError:
    return ValidationError(
        _("The coordinates do not have the form that GeoJSON gives them."), code="malformed"
    )


def _too_long() -> ValidationError:
    return ValidationError(
        _("The place has more than %(most)s vertices; simplify it before you paste it."),
        code="too_long",
        params={"most": MOST_VERTICES},
    )


def _parts_of(value: object) -> tuple[str, object]:
    """Type and coordinates of the geometry, out of the features around it."""
    for _wrapping in range(2):
        if not isinstance(value, dict):
            break
        if value.get("type") == "FeatureCollection":
            features = value.get("features")
            if not isinstance(features, list) or len(features) != 1:
                raise ValidationError(
                    _("Give one place; this GeoJSON holds none or several."), code="several"
                )
            value = features[0]
        elif value.get("type") == "Feature":
            value = value.get("geometry")
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(kind, str) or kind not in _DEPTHS:
        raise ValidationError(
            _("Give a GeoJSON geometry of one of these types: %(types)s."),
            code="type",
            params={"types": ", ".join(_DEPTHS)},
        )
    return kind, value.get("coordinates")


def _positions(value: object, depth: int) -> Iterator[Position]:
    """Every position, in order; stops as soon as there are too many."""
    for number, leaf in enumerate(_leaves(value, depth), start=1):
        if number > MOST_VERTICES:
            raise _too_long()
        yield _position(leaf)


def _leaves(value: object, depth: int) -> Iterator[object]:
    if depth == 0:
        yield value
        return
    if not isinstance(value, list) or not value:
        raise _malformed()
    for part in value:
        yield from _leaves(part, depth - 1)


def _position(value: object) -> Position:
    """Longitude and latitude; an altitude is dropped."""
    if not isinstance(value, list | tuple) or len(value) not in (2, 3):
        raise _malformed()
    numbers = [_number(number) for number in value]
    return round(numbers[0], _DECIMALS), round(numbers[1], _DECIMALS)


def _number(value: object) -> float:
    # True is a number to Python, and NaN to its reader of JSON.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _malformed()
    number = _float(value)
    if not math.isfinite(number):
        raise _malformed()
    # Minus zero is zero.
    return number + 0.0


def _refuse_foreign(positions: list[Position]) -> None:
    """Refuse what lies outside Viet Nam, and name the case that the numbers are only swapped."""
    outside = [place for place in positions if not _is_here(*place)]
    if not outside:
        return
    if all(_is_here(*reversed(place)) for place in positions):
        raise ValidationError(
            _(
                "Latitude and longitude are swapped: in Viet Nam the longitude is between 102 and "
                "118, the latitude between 6 and 24; GeoJSON puts the longitude first."
            ),
            code="swapped",
        )
    longitude, latitude = outside[0]
    raise ValidationError(
        _(
            "Longitude %(longitude)s, latitude %(latitude)s is outside Viet Nam (longitude from "
            "102 to 118, latitude from 6 to 24)."
        ),
        code="outside",
        params={"longitude": longitude, "latitude": latitude},
    )


def _is_here(longitude: float, latitude: float) -> bool:
    return WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH


def _tree(value: Any, depth: int) -> Any:
    """The same nesting with positions in their one form."""
    if depth == 0:
        return _position(value)
    return [_tree(part, depth - 1) for part in value]


def _lists(tree: Any) -> Any:
    """What JSON makes of it: lists to the last."""
    return [_lists(part) for part in tree] if isinstance(tree, list | tuple) else tree


def _check_line(line: list[Position]) -> None:
    if len(line) < _LINE_POSITIONS:
        raise ValidationError(_("A line needs at least two positions."), code="short_line")


def _wound(polygon: list[list[Position]]) -> list[list[Position]]:
    """The rings of an area, each running the way that it should."""
    wound = []
    for place, ring in enumerate(polygon):
        if len(ring) < _RING_POSITIONS:
            raise ValidationError(
                _("The boundary of an area needs at least four positions."), code="short_ring"
            )
        if ring[0] != ring[-1]:
            raise ValidationError(
                _("The boundary of an area must end where it begins."), code="open_ring"
            )
        area = interior.signed_area(ring)
        if area == 0:
            raise ValidationError(
                _("The boundary of an area encloses nothing; use a line or a point."), code="flat"
            )
        # Outer rings counterclockwise (area above zero), holes the other way.
        wound.append(ring if (area > 0) == (place == 0) else ring[::-1])
    return wound


def _extent(positions: list[Position]) -> Bbox:
    longitudes, latitudes = zip(*positions, strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _representative(kind: str, tree: Any) -> Position:
    """One position that stands for the whole place in lists and groups of a map."""
    if kind == "Point":
        found = tree
    elif kind == "MultiPoint":
        middle = [sum(axis) / len(tree) for axis in zip(*tree, strict=True)]
        found = min(tree, key=lambda place: math.dist(place, middle))
    elif kind == "LineString":
        found = interior.middle_of_line(tree)
    elif kind == "MultiLineString":
        found = interior.middle_of_line(max(tree, key=_length))
    else:
        polygons = [tree] if kind == "Polygon" else tree
        largest = max(polygons, key=lambda polygon: abs(interior.signed_area(polygon[0])))
        found = interior.inner_point(largest)
    return round(found[0], _DECIMALS), round(found[1], _DECIMALS)


def _length(line: list[Position]) -> float:
    return sum(math.dist(start, end) for start, end in pairwise(line))
