"""Places as GeoJSON: what is taken, in which form it is kept, and what is refused."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from govportal_wagtail.investment import geometry, interior
from govportal_wagtail.investment.geometry import check, check_point, check_text

longitudes = st.floats(geometry.WEST, geometry.EAST, allow_nan=False)
latitudes = st.floats(geometry.SOUTH, geometry.NORTH, allow_nan=False)
positions = st.tuples(longitudes, latitudes).map(list)
lines = st.lists(positions, min_size=2, max_size=12)
SQUARE = [[105.0, 18.0], [106.0, 18.0], [106.0, 19.0], [105.0, 19.0], [105.0, 18.0]]
HOLE = [[105.2, 18.2], [105.8, 18.2], [105.8, 18.8], [105.2, 18.8], [105.2, 18.2]]


@st.composite
def stars(draw):
    """A ring around a middle, corners in the order of their bearing: it never crosses itself."""
    middle = draw(st.tuples(st.floats(103, 117), st.floats(7, 23)))
    corners = draw(st.integers(3, 12))
    reach = draw(st.lists(st.floats(0.05, 0.9), min_size=corners, max_size=corners))
    ring = [
        [
            middle[0] + length * math.cos(2 * math.pi * number / corners),
            middle[1] + length * math.sin(2 * math.pi * number / corners),
        ]
        for number, length in enumerate(reach)
    ]
    ring.append(ring[0])
    return ring if draw(st.booleans()) else ring[::-1]


geometries = st.one_of(
    positions.map(lambda found: {"type": "Point", "coordinates": found}),
    lines.map(lambda found: {"type": "MultiPoint", "coordinates": found}),
    lines.map(lambda found: {"type": "LineString", "coordinates": found}),
    st.lists(lines, min_size=1, max_size=3).map(
        lambda found: {"type": "MultiLineString", "coordinates": found}
    ),
    stars().map(lambda found: {"type": "Polygon", "coordinates": [found]}),
    st.lists(stars(), min_size=1, max_size=3).map(
        lambda found: {"type": "MultiPolygon", "coordinates": [[ring] for ring in found]}
    ),
)


def code_of(value) -> str:
    """The code of the one refusal."""
    with pytest.raises(ValidationError) as refused:
        check(value)
    assert refused.value.messages
    return str(refused.value.code)


def flat(value):
    """Every position of nested coordinates."""
    if isinstance(value[0], int | float):
        return [value]
    return [position for part in value for position in flat(part)]


class WhatIsTakenTests:
    @given(geometries)
    def test_a_place_keeps_its_type_and_its_positions(self, value):
        found = check(value)
        assert found.geojson["type"] == value["type"]
        before = sorted((round(x, 6) + 0.0, round(y, 6)) for x, y in flat(value["coordinates"]))
        assert sorted(map(tuple, flat(found.geojson["coordinates"]))) == before

    @given(geometries)
    def test_what_was_taken_once_is_taken_again_without_a_change(self, value):
        found = check(value)
        assert check_text(json.dumps(found.geojson)) == found

    @given(geometries)
    def test_the_extent_holds_every_position_and_the_point(self, value):
        found = check(value)
        west, south, east, north = found.bbox
        for longitude, latitude in [*flat(found.geojson["coordinates"]), found.point]:
            assert west <= longitude <= east
            assert south <= latitude <= north

    @given(stars(), st.booleans())
    def test_boundaries_run_counterclockwise(self, ring, with_feature):
        value = {"type": "Polygon", "coordinates": [ring]}
        found = check({"type": "Feature", "geometry": value} if with_feature else value)
        (outer,) = found.geojson["coordinates"]
        assert interior.signed_area(outer) > 0

    @given(stars())
    def test_the_point_of_an_area_lies_inside_it(self, ring):
        found = check({"type": "Polygon", "coordinates": [ring]})
        assert is_inside(found.point, found.geojson["coordinates"][0])

    def test_the_point_of_a_ring_lies_in_no_hole(self):
        found = check({"type": "Polygon", "coordinates": [SQUARE, HOLE]})
        outer, hole = found.geojson["coordinates"]
        assert interior.signed_area(hole) < 0 < interior.signed_area(outer)
        assert is_inside(found.point, outer)
        assert not is_inside(found.point, hole)

    def test_the_point_of_several_areas_lies_in_the_largest(self):
        small = [[x / 10 + 95, y / 10 + 10] for x, y in SQUARE]
        found = check({"type": "MultiPolygon", "coordinates": [[small], [SQUARE]]})
        assert is_inside(found.point, SQUARE)

    def test_the_point_of_a_line_is_half_way(self):
        line = [[105.0, 18.0], [105.0, 18.0], [105.0, 18.2], [106.0, 18.2]]
        assert check({"type": "LineString", "coordinates": line}).point == (105.4, 18.2)
        lines = {"type": "MultiLineString", "coordinates": [[[104.0, 18.0], [104.1, 18.0]], line]}
        assert check(lines).point == (105.4, 18.2)

    def test_the_point_of_several_points_is_one_of_them(self):
        value = {"type": "MultiPoint", "coordinates": [[105, 18], [105.4, 18.1], [106, 18]]}
        assert check(value).point == (105.4, 18.1)

    def test_a_line_of_one_place_has_a_point(self):
        line = {"type": "LineString", "coordinates": [[105.0, 18.0], [105.0, 18.0]]}
        assert check(line).point == (105.0, 18.0)

    def test_an_altitude_is_dropped(self):
        found = check({"type": "Point", "coordinates": [105.1234567, 18.5, 12.0]})
        assert found.geojson == {"type": "Point", "coordinates": [105.123457, 18.5]}

    def test_one_feature_of_a_collection_stands_for_its_geometry(self):
        point = {"type": "Point", "coordinates": [105.5, 18.5]}
        feature = {"type": "Feature", "properties": {}, "geometry": point}
        collection = {"type": "FeatureCollection", "features": [feature]}
        assert check(collection) == check(point)

    def test_latitude_and_longitude_typed_apart(self):
        found = check_point(Decimal("18.675"), Decimal("105.69"))
        assert found.point == (105.69, 18.675)
        assert found.bbox == (105.69, 18.675, 105.69, 18.675)

    @pytest.mark.parametrize("place", [(16.5, 112.0), (8.65, 111.92), (10.4, 103.97)])
    def test_islands_belong_to_the_country(self, place):
        assert check_point(*place).point == place[::-1]


class WhatIsRefusedTests:
    @pytest.mark.parametrize(
        "text", ["", "18.5, 105.7", "{", "[" * 100_000, '{"a": ' * 80_000, "9" * 5000, "null", "7"]
    )
    def test_what_is_no_geojson(self, text):
        with pytest.raises(ValidationError) as refused:
            check_text(text)
        assert refused.value.code in ("no_json", "type")

    @pytest.mark.parametrize(
        "value",
        [
            {},
            {"type": "Circle", "coordinates": [105, 18]},
            {"type": ["Point"], "coordinates": [105, 18]},
            {"type": "GeometryCollection", "geometries": []},
            {"type": "Feature", "geometry": None},
            {"type": "Feature", "geometry": {"type": "Feature", "geometry": None}},
        ],
    )
    def test_another_type(self, value):
        assert code_of(value) == "type"

    @pytest.mark.parametrize("features", [None, [], [{}, {}], {}])
    def test_none_or_several_features(self, features):
        assert code_of({"type": "FeatureCollection", "features": features}) == "several"

    @pytest.mark.parametrize(
        "coordinates",
        [
            None,
            [],
            "105,18",
            [105],
            [105, 18, 3, 4],
            ["105", "18"],
            [True, False],
            [None, 18],
            [[105, 18]],
            [math.nan, 18],
            [105, math.inf],
            [10**400, 18],
            {"0": 105, "1": 18},
        ],
    )
    def test_no_position(self, coordinates):
        assert code_of({"type": "Point", "coordinates": coordinates}) == "malformed"

    @pytest.mark.parametrize("kind", ["MultiPoint", "LineString", "Polygon", "MultiPolygon"])
    @pytest.mark.parametrize("coordinates", [[], [[]], [105, 18], [[[[[105, 18]]]]]])
    def test_the_nesting_of_another_type(self, kind, coordinates):
        assert code_of({"type": kind, "coordinates": coordinates}) == "malformed"

    @given(longitudes, latitudes)
    def test_swapped_numbers_are_recognised(self, longitude, latitude):
        with pytest.raises(ValidationError) as refused:
            check_point(longitude, latitude)
        assert refused.value.code == "swapped"

    @given(
        st.floats(-1e6, 1e6).filter(lambda x: not geometry.WEST - 1 <= x <= geometry.EAST + 1),
        st.floats(-1e6, 1e6),
    )
    def test_a_place_outside_the_country(self, longitude, latitude):
        assume(not (geometry.SOUTH <= longitude <= geometry.NORTH))
        assert code_of({"type": "Point", "coordinates": [longitude, latitude]}) == "outside"

    def test_one_swapped_position_among_right_ones_is_outside(self):
        line = [[105.0, 18.0], [18.0, 105.0]]
        assert code_of({"type": "LineString", "coordinates": line}) == "outside"

    def test_a_line_of_one_position(self):
        assert code_of({"type": "LineString", "coordinates": [[105, 18]]}) == "short_line"
        lines = [[[105, 18], [105, 19]], [[105, 18]]]
        assert code_of({"type": "MultiLineString", "coordinates": lines}) == "short_line"

    @pytest.mark.parametrize(
        ("ring", "code"),
        [
            (SQUARE[:-1], "open_ring"),
            ([*SQUARE[:2], SQUARE[0]], "short_ring"),
            ([[105, 18], [105, 19], [105, 18.5], [105, 18]], "flat"),
            ([[105, 18]] * 4, "flat"),
        ],
    )
    def test_a_boundary_that_is_none(self, ring, code):
        assert code_of({"type": "Polygon", "coordinates": [SQUARE, ring]}) == code
        assert code_of({"type": "MultiPolygon", "coordinates": [[SQUARE], [ring]]}) == code

    def test_too_many_vertices(self):
        line = [[105 + number / 10_000, 18] for number in range(geometry.MOST_VERTICES)]
        assert check({"type": "LineString", "coordinates": line}).bbox[0] == 105
        line.append([106, 18])
        assert code_of({"type": "LineString", "coordinates": line}) == "too_long"
        with pytest.raises(ValidationError):
            check_text(" " * (geometry.MOST_CHARACTERS + 1))

    @pytest.mark.parametrize("number", ["", "abc", None, "nan", "1e400", "inf"])
    def test_a_latitude_that_is_no_number(self, number):
        with pytest.raises(ValidationError) as refused:
            check_point(number, 105)
        assert refused.value.code == "malformed"


def is_inside(point, ring) -> bool:
    """Whether the ring goes around the point: the bearings to its vertices add up to a turn."""
    turn = 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        start = math.atan2(y1 - point[1], x1 - point[0])
        end = math.atan2(y2 - point[1], x2 - point[0])
        turn += math.remainder(end - start, 2 * math.pi)
    return abs(turn) > math.pi
