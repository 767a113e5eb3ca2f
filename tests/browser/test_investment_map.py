"""The map of projects in a browser: marks, windows, keys, groups from the server, and its failures.

A page of the test stands around the part, with a list below it; addresses of the test answer for
projects, few, many or wrong ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path
from playwright.sync_api import Page, expect

from govportal_wagtail.investment.clustering import (
    MOST_FEATURES,
    cluster,
    read_bbox,
    read_zoom,
    zoom_for,
)
from govportal_wagtail.investment.public.map_context import map_context
from tests.browser.desk import shoot
from tests.browser.visits import accessibility_violations, sticks_out

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls(__name__),
]

Open = Callable[..., Page]
EXTENT = (104.75, 18.45, 105.85, 19.1)
PAGE = """{% load static %}<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>Dự án</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="{% static 'govportal/emblem.svg' %}">
<link rel="stylesheet" href="{% static 'govportal/css/tokens.css' %}">
<link rel="stylesheet" href="{% static 'govportal/css/base.css' %}">
<link rel="stylesheet" href="{% static 'govportal/css/components.css' %}">
{% include "govportal/investment/parts/map_head.html" %}
<link rel="stylesheet" href="{% static 'govportal/css/print.css' %}" media="print">
</head><body><main><h1>Dự án</h1>
{% include "govportal/investment/parts/map.html" %}
<ul id="gp-projects"><li><a href="/du-an/1/">Cầu Lam Kiều 2</a></li></ul></main>
{% include "govportal/investment/parts/map_scripts.html" %}
</body></html>"""


def project(number: int, geometry: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A feature as the open data has it."""
    properties = {
        "id": f"DA-{number}",
        "code": f"76543{number}",
        "title": f"Dự án số {number}",
        "url": f"/du-an/{number}/",
        "status": "in_progress",
        "status_label": "đang thực hiện",
        "field": "Giao thông",
        "total": "1.250 tỷ đồng",
    }
    return {
        "type": "Feature",
        "id": f"DA-{number}",
        "geometry": geometry,
        "properties": properties | more,
    }


def at(longitude: float, latitude: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [longitude, latitude]}


def some() -> list[dict[str, Any]]:
    """Two near each other, one apart, an area, and one whose texts want to be a program."""
    square = [[105.3, 18.5], [105.4, 18.5], [105.4, 18.6], [105.3, 18.6], [105.3, 18.5]]
    area = {"type": "Polygon", "coordinates": [square]}
    return [
        project(1, at(105.69, 18.64), title="Cầu Lam Kiều 2"),
        project(2, at(105.6901, 18.6401)),
        project(3, at(104.88, 19.05), status="calling", status_label="kêu gọi đầu tư"),
        project(4, area, title="Khu công nghiệp Tân Khê", point=[105.35, 18.55]),
        project(
            5,
            at(105.2, 18.94),
            title="<img src=x onerror=document.title='bad'>",
            url="javascript:document.title='bad'",
            status='x" onclick="',
        ),
    ]


def page_of(request: HttpRequest, kind: str) -> HttpResponse:
    context = map_context(request, f"/{kind}.geojson?linh-vuc=giao-thong")
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


def collection(found: list[dict[str, Any]], located: int, **more: Any) -> JsonResponse:
    answer = {"type": "FeatureCollection", "clustered": False, "total": located + 2}
    return JsonResponse(answer | {"located": located, "features": found} | more)


def features(request: HttpRequest, kind: str) -> HttpResponse:
    assert request.GET["linh-vuc"] == "giao-thong"
    if kind == "few":
        return collection(some(), 5, bbox=EXTENT)
    if kind == "none":
        return collection([], 0)
    if kind == "area":
        wide = [[105.0, 18.5], [106.0, 18.5], [106.0, 19.0], [105.0, 19.0], [105.0, 18.5]]
        shape = {"type": "Polygon", "coordinates": [wide]}
        point = (105.5, 18.75)
        return collection([project(9, shape, point=point)], 1, bbox=(*point, *point))
    if kind == "broken":
        return HttpResponse("<h1>Lỗi</h1>", status=500)
    return many(request)


def many(request: HttpRequest) -> HttpResponse:
    """5,000 projects in a grid, and 2,100 more in one place."""
    spread = [(n, 104.75 + n % 100 * 0.011, 18.45 + n // 100 * 0.013) for n in range(5000)] + [
        (n, 105.5, 18.8) for n in range(5000, 7100)
    ]
    bbox, zoom = read_bbox(request.GET.get("bbox", "")), read_zoom(request.GET.get("zoom", ""))
    window = bbox or EXTENT
    inside = [
        (n, x, y)
        for n, x, y in spread
        if window[0] <= x <= window[2] and window[1] <= y <= window[3]
    ]
    more = {"bbox": EXTENT, "clustered": True}
    if bbox and zoom is not None and len(inside) <= MOST_FEATURES:
        return collection([project(n, at(x, y)) for n, x, y in inside], len(spread), **more)
    found = []
    for group in cluster(inside, window, zoom_for(EXTENT) if zoom is None else zoom):
        place = at(group.longitude, group.latitude)
        if group.count == 1:
            found.append(project(group.members[0], place))
            continue
        properties = {"cluster": group.count, "bbox": group.bbox}
        found.append(
            {"type": "Feature", "id": group.id, "geometry": place, "properties": properties}
        )
    return collection(found, len(spread), **more)


urlpatterns = [
    path("<str:kind>/", page_of),
    path("<str:kind>.geojson", features),
]


@pytest.fixture
def open_map(tree: None, windows: Callable[[int], Page]) -> Open:
    """``open_map(kind, width=1440)``: the page, its map loaded; problems are in ``page.seen``."""

    def open_it(kind: str, width: int = 1440) -> Page:
        page = windows(width)
        seen: list[str] = []
        page.seen = seen  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: seen.append(str(error)))
        page.on("console", lambda said: seen.append(said.text) if said.type == "error" else None)
        page.on(
            "request",
            lambda asked: seen.append(asked.url) if "//localhost" not in asked.url else None,
        )
        page.goto(f"/{kind}/")
        expect(page.locator("[data-gp-map]")).to_be_visible()
        expect(notice(page)).not_to_have_text("Bản đồ đang tải.")
        expect(notice(page)).not_to_have_text("The map is loading.")
        return page

    return open_it


def notice(page: Page) -> Any:
    return page.locator("[data-gp-map-notice]")


def mark(page: Page, title: str) -> Any:
    return page.locator(f".gp-map__canvas .gp-map__pin[aria-label^='{title}']")


def canvas(page: Page) -> Any:
    return page.locator("[data-gp-map-canvas]")


@pytest.mark.parametrize("width", [390, 1440])
def test_projects_are_on_the_map_and_nothing_comes_from_elsewhere(open_map, width):
    page = open_map("few", width)
    expect(mark(page, "Dự án số 3")).to_have_count(1)
    expect(mark(page, "Khu công nghiệp")).to_have_count(1)
    expect(page.locator(".gp-map__group")).to_have_text("2")
    expect(page.locator("path.gp-map__shape")).to_have_count(1)
    expect(page.locator("path.gp-map__outline")).to_have_count(68)
    expect(notice(page)).to_contain_text("5")
    expect(notice(page)).to_contain_text("7")
    expect(page.locator(".gp-map__state").first).to_be_visible()
    assert not sticks_out(page)
    assert accessibility_violations(page) == []
    assert page.seen == []
    shoot(page, "investment-map")


def test_a_window_leads_to_the_project(open_map):
    page = open_map("few")
    mark(page, "Dự án số 3").click()
    link = page.locator(".leaflet-popup a.gp-map__title")
    expect(link).to_have_text("Dự án số 3")
    expect(page.locator(".leaflet-popup")).to_contain_text("1.250 tỷ đồng")
    expect(page.get_by_role("button", name="Đóng")).to_be_visible()
    assert accessibility_violations(page) == []
    shoot(page, "investment-map-window")
    link.click()
    page.wait_for_url("**/du-an/3/")


def test_an_area_opens_its_window_too(open_map):
    page = open_map("few")
    # Beside the mark in its middle.
    page.locator("path.gp-map__shape").click(position={"x": 6, "y": 6})
    expect(page.locator(".leaflet-popup a.gp-map__title")).to_have_text("Khu công nghiệp Tân Khê")


def test_a_large_area_is_seen_whole(open_map):
    page = open_map("area")
    shape = page.locator("path.gp-map__shape").bounding_box()
    frame = canvas(page).bounding_box()
    assert frame["x"] < shape["x"]
    assert frame["y"] < shape["y"]
    assert shape["x"] + shape["width"] < frame["x"] + frame["width"]
    assert shape["y"] + shape["height"] < frame["y"] + frame["height"]


def test_all_by_keyboard(open_map):
    page = open_map("few")
    page.keyboard.press("Tab")
    skip = page.locator(".gp-map__skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(canvas(page)).to_be_focused()
    for _step in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.ariaLabel")[:11] == "Dự án số 3,":
            break
    expect(mark(page, "Dự án số 3")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup a.gp-map__title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(mark(page, "Dự án số 3")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator(".leaflet-popup a.gp-map__title")).to_be_focused()


def test_a_group_opened_by_key_keeps_its_reader_on_the_map(open_map):
    page = open_map("few")
    page.locator(".gp-map__group").focus()
    page.keyboard.press("Enter")
    expect(mark(page, "Cầu Lam Kiều 2")).to_be_visible()
    expect(page.locator(".gp-map__canvas:focus, .gp-map__canvas :focus")).to_have_count(1)


def test_the_map_can_be_skipped(open_map):
    page = open_map("few")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#gp-projects a")).to_be_focused()


def test_texts_of_projects_are_never_run(open_map):
    page = open_map("few")
    mark(page, "<img").click()
    expect(page.locator(".leaflet-popup strong.gp-map__title")).to_contain_text("onerror")
    expect(page.locator(".leaflet-popup a.gp-map__title")).to_have_count(0)
    expect(page.locator(".gp-map__canvas .gp-map__pin--other")).to_have_count(1)
    assert page.title() == "Dự án"
    assert page.seen == []


def test_many_projects_come_in_groups_and_near_ones_by_themselves(open_map):
    page = open_map("many")
    groups = page.locator(".gp-map__group")
    assert sum(numbers(groups)) == 7100
    assert len(numbers(groups)) < 100
    address = go_nearer(page, groups.first)
    assert "zoom=" in address
    assert "linh-vuc=giao-thong" in address
    go_nearer(page)
    go_nearer(page)
    expect(page.locator(".gp-map__canvas .gp-map__pin").first).to_be_visible()
    assert page.seen == []


def test_a_group_of_one_place_says_what_it_is(open_map):
    page = open_map("many")
    group = page.locator(".gp-map__group").filter(has_text=re.compile(r"^2\.\d{3}$"))
    # Nearer and nearer, until nothing else is left in the group.
    while group.inner_text() != "2.100":
        go_nearer(page, group)
    group.click()
    expect(page.locator(".leaflet-popup .gp-map__card")).to_contain_text("2.100")
    expect(page.locator(".leaflet-popup .gp-map__card")).to_be_focused()


def test_an_open_window_outlives_the_moves_under_it(open_map):
    page = open_map("many")
    go_nearer(page, page.locator(".gp-map__group").first)
    go_nearer(page)
    go_nearer(page)
    page.clock.install()
    mark(page, "Dự án số").first.focus()
    page.keyboard.press("Enter")
    link = page.locator(".leaflet-popup a.gp-map__title")
    expect(link).to_be_focused()
    canvas(page).focus()
    page.keyboard.press("ArrowLeft")
    # Long after the map would have asked anew.
    page.clock.run_for(2000)
    expect(link).to_be_visible()
    with page.expect_response(lambda answer: "bbox=" in answer.url):
        page.keyboard.press("Escape")
        page.clock.run_for(2000)


def go_nearer(page: Page, target: Any = None) -> str:
    """Click there, or on the button; waits for the new marks and returns the address asked for."""
    page.evaluate(
        "() => document.querySelectorAll('.gp-map__canvas .leaflet-marker-icon')"
        ".forEach((mark) => { mark.dataset.before = '1'; })"
    )
    with page.expect_response(lambda answer: "bbox=" in answer.url) as answered:
        (target or page.locator(".leaflet-control-zoom-in")).click()
    expect(page.locator(".leaflet-marker-icon[data-before]")).to_have_count(0)
    return answered.value.url


def numbers(groups: Any) -> list[int]:
    return [int(text.replace(".", "")) for text in groups.all_inner_texts()]


def test_without_places_the_outline_is_shown_and_the_reader_told(open_map):
    page = open_map("none")
    expect(notice(page)).to_contain_text(re.compile("danh sách", re.IGNORECASE))
    expect(page.locator("path.gp-map__outline")).to_have_count(68)
    assert page.seen == []


def test_a_map_that_cannot_be_loaded_says_so_and_leaves_the_list(open_map):
    page = open_map("broken")
    expect(notice(page)).to_contain_text(re.compile("danh sách", re.IGNORECASE))
    expect(canvas(page)).to_be_hidden()
    expect(page.locator("#gp-projects a")).to_be_visible()


def test_without_script_there_is_the_list_alone(tree, browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/few/")
    expect(page.locator("[data-gp-map]")).to_be_hidden()
    expect(page.locator("#gp-projects a")).to_be_visible()
    context.close()


def test_paper_has_the_list_and_no_map_without_tiles(open_map):
    page = open_map("few")
    page.emulate_media(media="print")
    expect(page.locator("[data-gp-map]")).to_be_hidden()
    expect(page.locator("#gp-projects a")).to_be_visible()


def test_tiles_are_asked_of_the_host_of_the_setting(open_map, settings, windows):
    settings.GOVPORTAL_MAP_TILES = "https://tiles.example/{z}/{x}/{y}.png"
    page = windows(1440)
    asked: list[str] = []
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "policy" in said.text else None)

    def answer(route: Any) -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="image/svg+xml", body="<svg/>")

    page.route("https://tiles.example/**", answer)
    page.goto("/few/")
    expect(page.locator(".leaflet-tile").first).to_be_attached()
    expect(notice(page)).to_contain_text("5")
    page.wait_for_load_state("networkidle")
    assert asked
    assert refused == []
