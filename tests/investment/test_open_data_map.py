"""GeoJSON of a register: features, groups, windows, and what is refused."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Locale, Page, PageViewRestriction

from govportal_wagtail.investment import clustering
from govportal_wagtail.investment.models import InvestmentProjectPage, ProjectEntry
from govportal_wagtail.investment.money import format_amount
from govportal_wagtail.investment.public import geojson
from govportal_wagtail.investment.public.columns import PROJECT_COLUMNS
from tests import builders
from tests.investment.builders import BILLION, make_project
from tests.investment.open_data_helpers import address, body, read_json

pytestmark = pytest.mark.django_db
MAP = "/ban-do.geojson"
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[105.0, 18.0], [105.2, 18.0], [105.2, 18.2], [105.0, 18.2], [105.0, 18.0]]],
}
ROAD = {"type": "LineString", "coordinates": [[105.0, 18.0], [105.1, 18.1], [105.3, 18.1]]}


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    """Each answer is made anew, so that its queries can be counted."""
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


def at(register, longitude, latitude="18.7", **fields):
    place = {"longitude": Decimal(str(longitude)), "latitude": Decimal(str(latitude))}
    return make_project(register, **place, **fields)


def in_vietnamese(make) -> str:
    with translation.override("vi"):
        return str(make())


def is_geojson(collection) -> None:
    """Assert the rules of RFC 7946 that concern points, lines and areas."""
    assert collection["type"] == "FeatureCollection"
    keys = [feature["id"] for feature in collection["features"]]
    assert len(set(keys)) == len(keys)
    for feature in collection["features"]:
        assert feature["type"] == "Feature"
        assert set(feature) == {"type", "id", "geometry", "properties"}
        geometry = feature["geometry"]
        assert set(geometry) == {"type", "coordinates"}
        text = json.dumps(geometry["coordinates"])
        numbers = json.loads(f"[{text.replace('[', ' ').replace(']', ' ')}]")
        assert all(102 <= longitude <= 118 for longitude in numbers[::2])
        assert all(6 <= latitude <= 24 for latitude in numbers[1::2])


def scatter(register, number: int) -> None:
    """Entries of this many more projects with a place, without pages of their own to publish."""
    page = make_project(register, longitude=Decimal("105"), latitude=Decimal("18"))
    entry = ProjectEntry.objects.get(pk=page.pk)
    parent = Page.objects.get(pk=register.pk)
    first = Page.objects.child_of(parent).count() + 1
    pages = [
        Page(
            title="Dự án",
            slug=f"rai-{first + each}",
            path=Page._get_path(parent.path, parent.depth + 1, first + each),
            depth=parent.depth + 1,
            url_path=f"{parent.url_path}rai-{first + each}/",
            content_type=page.content_type,
            locale=Locale.objects.get(pk=register.locale_id),
            live=True,
        )
        for each in range(number)
    ]
    for place, made in enumerate(Page.objects.bulk_create(pages)):
        entry.pk = entry.page_id = made.pk
        entry.code, entry.path, entry.url_path = f"R{place}", made.path, made.url_path
        entry.longitude = 105 + place % 50 / 50
        entry.latitude = 18 + place // 50 / 50
        ProjectEntry.objects.bulk_create([entry])


class FeatureTests:
    def test_a_project_is_a_point_with_what_the_map_says(self, client, register):
        page = at(register, "105.712345", code="LK-2", total_investment=1250 * BILLION)
        make_project(register, title="Không có vị trí")
        data = read_json(client, register, MAP)
        is_geojson(data)
        assert (data["clustered"], data["total"], data["located"]) == (False, 2, 1)
        assert data["bbox"] == [105.712345, 18.7, 105.712345, 18.7]
        (feature,) = data["features"]
        assert feature["geometry"] == {"type": "Point", "coordinates": [105.712345, 18.7]}
        assert feature["properties"] == {
            "id": str(page.pk),
            "code": "LK-2",
            "title": page.title,
            "url": page.get_url(),
            "status": "in_progress",
            "status_label": in_vietnamese(page.get_status_display),
            "field": "Giao thông",
            "total": format_amount(1250 * BILLION, "vi"),
        }

    @pytest.mark.parametrize("area", [SQUARE, ROAD])
    def test_lines_and_areas_come_with_their_pin(self, client, register, area):
        make_project(register, area=area)
        data = read_json(client, register, MAP)
        is_geojson(data)
        (feature,) = data["features"]
        assert feature["geometry"] == area
        longitude, latitude = feature["properties"]["point"]
        assert 105 <= longitude <= 105.3 and 18 <= latitude <= 18.2

    def test_large_areas_become_pins_rather_than_a_large_answer(
        self, client, register, monkeypatch
    ):
        for _each in range(2):
            make_project(register, area=SQUARE)
        monkeypatch.setattr(geojson, "MOST_LETTERS", 200)
        kinds = [each["geometry"]["type"] for each in read_json(client, register, MAP)["features"]]
        assert kinds == ["Polygon", "Point"]

    def test_a_damaged_area_costs_nothing_but_itself(self, client, register):
        page = make_project(register, area=SQUARE)
        damaged = {"type": "Polygon", "coordinates": [[[1, 2]]]}
        InvestmentProjectPage.objects.filter(pk=page.pk).update(area=damaged)
        (feature,) = read_json(client, register, MAP)["features"]
        assert feature["geometry"]["type"] == "Point"

    def test_a_register_without_places_has_no_extent(self, client, register):
        make_project(register)
        data = read_json(client, register, MAP)
        assert data["features"] == []
        assert "bbox" not in data

    def test_the_type_and_the_language_of_the_answer(self, client, register):
        at(register, 105)
        response = client.get(address(register, MAP), HTTP_ACCEPT_LANGUAGE="en")
        assert response["Content-Type"] == "application/geo+json"
        assert "Content-Disposition" not in response
        (feature,) = json.loads(response.content)["features"]
        assert feature["properties"]["total"] == format_amount(120 * BILLION, "vi")


class DownloadTests:
    def test_properties_are_the_columns_of_the_tables(self, client, register):
        page = at(register, 105, title="Cầu Lam Kiều 2")
        make_project(register, area=SQUARE)
        make_project(register)
        data = read_json(client, register, ".geojson")
        is_geojson(data)
        assert len(data["features"]) == 2
        first = next(each for each in data["features"] if each["id"] == str(page.pk))
        assert set(first["properties"]) == {column.code for column in PROJECT_COLUMNS}
        assert first["properties"]["name"] == "Cầu Lam Kiều 2"
        assert first["properties"]["total_investment"] == 120 * BILLION
        response = client.get(address(register, ".geojson"))
        assert response["Content-Type"] == "application/geo+json"
        assert "du-an.geojson" in response["Content-Disposition"]

    def test_it_is_never_in_groups(self, client, register, monkeypatch):
        monkeypatch.setattr(clustering, "MOST_FEATURES", 1)
        for _each in range(3):
            at(register, 105)
        assert len(read_json(client, register, ".geojson")["features"]) == 3


class GroupTests:
    @pytest.fixture(autouse=True)
    def _few(self, monkeypatch):
        monkeypatch.setattr(clustering, "MOST_FEATURES", 3)

    @pytest.fixture
    def places(self, register):
        """Three projects in one place and two far from it and from one another."""
        for number in range(3):
            at(register, 105, 18, code=f"G{number}")
        at(register, 108, 16, code="E1")
        at(register, 106, 10, code="S1", area=None)
        make_project(register, area=SQUARE, code="A1", title="Vùng")

    def test_near_projects_are_one_group(self, client, register, places):
        data = read_json(client, register, MAP)
        is_geojson(data)
        assert (data["clustered"], data["located"]) == (True, 6)
        groups = [each for each in data["features"] if "cluster" in each["properties"]]
        alone = [each for each in data["features"] if "cluster" not in each["properties"]]
        assert sum(each["properties"]["cluster"] for each in groups) + len(alone) == 6
        assert {each["properties"]["code"] for each in alone} >= {"E1", "S1"}
        assert all(each["geometry"]["type"] == "Point" for each in data["features"])

    def test_a_window_with_few_projects_shows_them(self, client, register, places):
        asked = {"bbox": "107,15,109,17", "zoom": "9"}
        data = read_json(client, register, MAP, **asked)
        assert data["clustered"] is True
        assert [each["properties"]["code"] for each in data["features"]] == ["E1"]
        assert data["bbox"] == [105.0, 10.0, 108.0, pytest.approx(18.1, abs=0.2)]

    def test_a_window_with_few_projects_shows_whole_areas(self, client, register, places):
        asked = {"bbox": "105.05,18.05,105.15,18.15", "zoom": "12"}
        (feature,) = read_json(client, register, MAP, **asked)["features"]
        assert feature["geometry"] == SQUARE

    def test_a_window_may_reach_beyond_the_country(self, client, register, places):
        data = read_json(client, register, MAP, bbox="-500,-90,500,90", zoom="0")
        assert sum(each["properties"].get("cluster", 1) for each in data["features"]) == 6

    def test_filters_decide_whether_there_are_groups(self, client, register, places):
        data = read_json(client, register, MAP, q="E1")
        assert (data["clustered"], data["total"]) == (False, 1)


@pytest.mark.parametrize(
    "asked",
    [
        {"bbox": "1,2,3"},
        {"bbox": "105,18,106,19"},
        {"zoom": "5"},
        {"bbox": "a,b,c,d", "zoom": "5"},
        {"bbox": "106,18,105,19", "zoom": "5"},
        {"bbox": "nan,18,106,19", "zoom": "5"},
        {"bbox": "105,18,106,19", "zoom": "20"},
        {"bbox": "105,18,106,19", "zoom": "-1"},
        {"bbox": "105,18,106,19", "zoom": "1.5"},
    ],
)
def test_a_window_that_is_none_is_refused(client, register, asked):
    assert client.get(address(register, MAP), asked).status_code == 400


def test_thousands_of_projects_are_groups_for_the_same_queries(client, register):
    def counted():
        with CaptureQueriesContext(connection) as captured:
            data = read_json(client, register, MAP)
        return data, len(captured)

    scatter(register, 2100)
    counted()
    data, few = counted()
    assert (data["clustered"], data["located"]) == (True, 2101)
    assert len(data["features"]) <= clustering.MOST_GROUPS
    assert sum(each["properties"].get("cluster", 1) for each in data["features"]) == 2101
    scatter(register, 300)
    more, queries = counted()
    assert more["located"] == 2402
    assert queries == few


class OneProjectTests:
    def get(self, client, page, **headers):
        return client.get(f"/du-lieu/du-an/muc/{page.pk}.geojson", **headers)

    def test_it_answers_this_project_only(self, client, register):
        page = make_project(register, area=ROAD)
        at(register, 105)
        data = json.loads(body(self.get(client, page)))
        is_geojson(data)
        assert [each["id"] for each in data["features"]] == [str(page.pk)]
        assert data["features"][0]["geometry"] == ROAD

    def test_what_is_not_public_or_elsewhere_is_not_there(self, client, register):
        draft = make_project(register, publish=False)
        hidden = at(register, 105)
        shown = at(register, 106)
        PageViewRestriction.objects.create(page=hidden, restriction_type="login")
        builders.make_site("so.example.vn")
        assert self.get(client, draft).status_code == 404
        assert self.get(client, hidden).status_code == 404
        assert self.get(client, register).status_code == 404
        assert self.get(client, shown).status_code == 200
        assert self.get(client, shown, HTTP_HOST="so.example.vn").status_code == 404
