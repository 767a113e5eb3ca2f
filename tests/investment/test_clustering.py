"""Groups of places for a map: nobody is lost, nobody is counted twice, and never too many."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.investment.clustering import (
    MOST_GROUPS,
    NEAREST_ZOOM,
    cluster,
    read_bbox,
    read_zoom,
    zoom_for,
)

PROVINCE = (104.8, 18.0, 106.2, 19.2)
longitudes = st.floats(104, 107)
latitudes = st.floats(17, 20)
zooms = st.integers(0, NEAREST_ZOOM)


@st.composite
def windows(draw):
    """Any part of the map, a single point among them."""
    west, east = sorted(draw(st.tuples(longitudes, longitudes)))
    south, north = sorted(draw(st.tuples(latitudes, latitudes)))
    return west, south, east, north


places = st.lists(st.tuples(longitudes, latitudes), max_size=60).map(
    lambda found: [(number, *place) for number, place in enumerate(found)]
)


def within(points, bbox):
    """Keys of the points inside."""
    west, south, east, north = bbox
    return [key for key, x, y in points if west <= x <= east and south <= y <= north]


@given(places, windows(), zooms)
def test_every_point_inside_is_in_exactly_one_group(points, bbox, zoom):
    groups = cluster(points, bbox, zoom)
    counted = Counter(key for group in groups for key in group.members)
    assert counted == Counter(within(points, bbox))
    assert sum(group.count for group in groups) == len(within(points, bbox))
    assert all(group.count for group in groups)


@given(places, windows(), zooms)
def test_a_group_stands_within_its_own_points(points, bbox, zoom):
    at = {key: (x, y) for key, x, y in points}
    for group in cluster(points, bbox, zoom):
        xs, ys = zip(*(at[key] for key in group.members), strict=True)
        assert group.bbox == (min(xs), min(ys), max(xs), max(ys))
        assert group.bbox[0] <= group.longitude <= group.bbox[2]
        assert group.bbox[1] <= group.latitude <= group.bbox[3]


@given(places, zooms)
def test_names_of_groups_are_unique_and_the_same_from_each_window(points, zoom):
    whole = cluster(points, PROVINCE, zoom)
    assert len({group.id for group in whole}) == len(whole)
    again = cluster(list(reversed(points)), PROVINCE, zoom)
    assert {(group.id, frozenset(group.members)) for group in whole} == {
        (group.id, frozenset(group.members)) for group in again
    }


@given(places, st.integers(0, 11))
def test_nearer_groups_are_parts_of_farther_ones(points, zoom):
    """At levels where the whole province still has few fields; each field has four below it."""
    near = [set(group.members) for group in cluster(points, PROVINCE, zoom + 1)]
    far = [set(group.members) for group in cluster(points, PROVINCE, zoom)]
    assert all(any(part <= whole for whole in far) for part in near)


@pytest.mark.parametrize("zoom", [0, 9, NEAREST_ZOOM, 400])
def test_an_answer_has_a_limit_whatever_is_asked(zoom):
    points = [(n, 104.8 + n % 250 * 0.0056, 18 + n // 250 * 0.006) for n in range(50_000)]
    groups = cluster(points, (-180, -90, 180, 90), zoom)
    assert 0 < len(groups) <= MOST_GROUPS
    assert sum(group.count for group in groups) == 50_000
    assert len(cluster(points, PROVINCE, zoom)) <= MOST_GROUPS


def test_projects_of_one_place_stay_one_group():
    points = [(n, 105.5, 18.5) for n in range(3000)]
    (group,) = cluster(points, (105.5, 18.5, 105.5, 18.5), NEAREST_ZOOM)
    assert group.count == 3000
    assert group.bbox == (105.5, 18.5, 105.5, 18.5)


@given(windows())
def test_a_nearer_zoom_than_fits_is_never_chosen(bbox):
    zoom = zoom_for(bbox)
    assert 0 <= zoom <= NEAREST_ZOOM
    # At the zoom level below, everything is half as large.
    width = (bbox[2] - bbox[0]) / 360 * 256 * 2**zoom
    assert width <= 720.001


def test_the_zoom_of_known_windows():
    assert zoom_for((-180, -85, 180, 85)) == 0
    assert zoom_for(PROVINCE) == 9
    assert zoom_for((105.5, 18.5, 105.5, 18.5)) == NEAREST_ZOOM


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("105,18,106,19", (105, 18, 106, 19)),
        ("105.5,18.5,105.5,18.5", (105.5, 18.5, 105.5, 18.5)),
        ("-400,-100,400,100", (-180, -90, 180, 90)),
        ("106,18,105,19", None),
        ("105,19,106,18", None),
        ("200,18,210,19", None),
        ("nan,18,106,19", None),
        ("105,18,inf,19", None),
        ("105,18,106", None),
        ("105,18,106,19,20", None),
        ("a,b,c,d", None),
        ("", None),
        ("105;18;106;19", None),
    ],
)
def test_windows_are_read_or_nothing(text, expected):
    assert read_bbox(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0", 0), ("19", 19), ("20", None), ("-1", None), ("9.5", None), ("", None), ("٣", None),
     ("9" * 5000, None), ("²", None)],
)  # fmt: skip
def test_zoom_levels_are_read_or_nothing(text, expected):
    assert read_zoom(text) == expected
