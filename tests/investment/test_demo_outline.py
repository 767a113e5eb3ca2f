"""The outline of the demo's province: every commune once, where the picture of the map has it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from govportal_wagtail.investment import geometry, interior

DEMO = Path(__file__).resolve().parents[2] / "example_project/demo"
OUTLINE = json.loads((DEMO / "static/demo/thanh-giang.geojson").read_text(encoding="utf-8"))
AREAS = [geometry.check(feature) for feature in OUTLINE["features"]]


def names() -> list[str]:
    return [feature["properties"].get("name") for feature in OUTLINE["features"]]


def test_each_of_the_68_communes_is_an_area():
    assert len(AREAS) == 68
    assert {area.geojson["type"] for area in AREAS} == {"Polygon"}


def test_those_with_a_name_are_the_communes_of_the_agencies():
    with (DEMO / "data/agencies.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "commune_peoples_committee"]
    named = [name for name in names() if name]
    assert len(named) == 6
    assert sorted(f"UBND {name[0].lower()}{name[1:]}" for name in named) == sorted(
        row["short_name"] for row in rows
    )


def test_communes_do_not_overlap_and_leave_no_gap():
    """Borders in the middle are shared: each stretch is walked once in each direction."""
    walked = [
        edge
        for area in AREAS
        for edge in zip(
            map(tuple, area.geojson["coordinates"][0]),
            map(tuple, area.geojson["coordinates"][0][1:]),
            strict=False,
        )
    ]
    assert len(walked) == len(set(walked))
    whole = [min(a.bbox[0] for a in AREAS), min(a.bbox[1] for a in AREAS)]
    reach = [max(a.bbox[2] for a in AREAS), max(a.bbox[3] for a in AREAS)]
    sizes = [interior.signed_area(area.geojson["coordinates"][0]) for area in AREAS]
    assert all(size > 0.001 for size in sizes)
    frame = (reach[0] - whole[0]) * (reach[1] - whole[1])
    assert 0.75 * frame < sum(sizes) < frame


def test_the_capital_lies_west_of_the_port():
    places = dict(zip(names(), AREAS, strict=True))
    assert places["Phường Thanh Giang"].point[0] < places["Phường Cửa Thanh"].point[0]
    assert places["Xã Mường Sương"].point[0] < places["Xã Tân Khê"].point[0]
