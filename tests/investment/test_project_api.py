"""The read API of projects: rows, one project, filters, limits, description."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openapi_spec_validator import validate
from wagtail.models import PageViewRestriction

from govportal_wagtail import conf
from govportal_wagtail.core.openapi import paging
from govportal_wagtail.core.registries import api_parts
from govportal_wagtail.investment.models import ProjectStatus
from govportal_wagtail.investment.public.api import AMOUNTS, FILTERS
from govportal_wagtail.investment.public.openapi import PROJECTS
from tests import builders
from tests.investment.builders import (
    BILLION,
    capital,
    decision,
    make_project,
    make_register,
    package,
)

pytestmark = pytest.mark.django_db
BASE = "/api/v2/projects/"


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    """Each answer is made anew, so that its queries can be counted."""
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


@pytest.fixture
def bridge(register, sources, communes):
    """A project with something in every field."""
    return make_project(
        register,
        title="Cầu Lam Kiều 2",
        code="LK-2",
        communes=communes,
        progress=Decimal("45.50"),
        contact_unit="Nguyễn Văn An",
        contact_phone="0912345678",
        contact_email="an@tinh.example.vn",
        capital=[capital(2025, sources[0], planned=30 * BILLION, disbursed=10 * BILLION)],
        decisions=[decision("123/QĐ-UBND", issued_on=date(2025, 1, 2))],
        packages=[package("Xây lắp", price=9)],
    )


def codes(client, **asked) -> list[str]:
    response = client.get(BASE, asked)
    assert response.status_code == 200, response.content
    return sorted(each["code"] for each in response.json()["items"])


def test_rows_are_public_projects_of_the_site(client, portal, register, bridge):
    make_project(register, code="NHAP", publish=False)
    closed = make_register(portal, slug="noi-bo")
    make_project(closed, code="KIN")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    data = client.get(BASE).json()
    assert data["meta"]["total_count"] == 1
    assert data["meta"]["licence"] == conf.API_LICENCE
    (row,) = data["items"]
    assert (row["code"], row["title"], row["status"]) == ("LK-2", "Cầu Lam Kiều 2", "in_progress")
    assert row["field"] == {"code": "giao-thong", "name": "Giao thông"}
    assert row["investor"] == {"code": "so-xay-dung", "name": "Sở Xây dựng"}
    assert [each["code"] for each in row["communes"]] == ["xa-hoa-ninh", "xa-song-phu"]
    assert (row["total_investment"], row["planned"]) == (120 * BILLION, 30 * BILLION)
    assert (row["progress"], row["disbursement_rate"]) == (45.5, 33.3)


def test_one_project_has_its_money_and_papers(client, bridge):
    data = client.get(f"{BASE}{bridge.pk}/").json()
    assert data["capital"] == [
        {
            "year": 2025,
            "source_code": "provincial-budget",
            "source": "Ngân sách tỉnh",
            "planned": 30 * BILLION,
            "allocated": None,
            "disbursed": 10 * BILLION,
        }
    ]
    assert data["decisions"][0]["symbol"] == "123/QĐ-UBND"
    assert data["decisions"][0]["issued_on"] == "2025-01-02"
    assert data["packages"][0]["price"] == 9
    assert data["states"][0]["status_code"] == "in_progress"


def test_nobody_can_be_called_from_it(client, bridge):
    for url in (f"{BASE}?fields=*", f"{BASE}{bridge.pk}/"):
        text = client.get(url).content.decode()
        for hidden in ("Nguyễn Văn An", "0912345678", "an@tinh.example.vn"):
            assert hidden not in text


def test_a_draft_is_not_told(client, bridge):
    version = bridge.get_latest_revision_as_object()
    version.scale = "Chưa công bố"
    version.save_revision()
    assert client.get(f"{BASE}{bridge.pk}/").json()["scale"] == ""


def test_filters(client, register, sources, communes, bridge):
    road = builders.make_field("duong-bo", name="Đường bộ", parent=bridge.field)
    make_project(
        register,
        title="Đường tránh",
        code="DT-1",
        field=road,
        investor=None,
        investor_name="Công ty",
        status=ProjectStatus.CALLING,
        group="c",
        kind="call",
        planned_start="2030",
        planned_end="2031",
        total_investment=5 * BILLION,
    )
    both = ["DT-1", "LK-2"]
    assert codes(client) == both
    assert codes(client, query="lam kieu") == ["LK-2"]
    assert codes(client, query="dt1") == ["DT-1"]
    assert codes(client, status="calling") == ["DT-1"]
    assert codes(client, field="giao-thong") == both
    assert codes(client, field="duong-bo") == ["DT-1"]
    assert codes(client, source="provincial-budget") == ["LK-2"]
    assert codes(client, commune="xa-song-phu") == ["LK-2"]
    assert codes(client, investor="so-xay-dung") == ["LK-2"]
    assert codes(client, kind="call", group="c") == ["DT-1"]
    assert codes(client, year="2026") == ["LK-2"]
    assert codes(client, total_from=str(5 * BILLION)) == both
    assert codes(client, total_from=str(5 * BILLION + 1)) == ["LK-2"]
    assert codes(client, total_to=str(5 * BILLION)) == ["DT-1"]
    assert codes(client, total_from="0", status="completed") == []
    assert len(codes(client, limit="1", offset="1")) == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"status": "dang-lam"},
        {"kind": "x"},
        {"group": "x"},
        {"year": "hai"},
        {"year": "99999"},
        {"total_from": "1.5"},
        {"total_from": "-1"},
        {"total_to": "9" * 30},
        {"total_to": "1 tỷ"},
        {"query": "\x00"},
        {"field": "x" * 300},
        {"offset": "99999999999"},
        {"trang-thai": "calling"},
        {"khongco": "1"},
    ],
)
def test_what_is_not_understood_is_refused(client, register, asked):
    assert client.get(BASE, asked).status_code == 400


def test_what_is_not_public_is_not_there(client, register):
    draft = make_project(register, publish=False)
    for key in (draft.pk, register.pk, 99_999_999_999):
        assert client.get(f"{BASE}{key}/").status_code == 404


def test_other_sites_do_not_show_it(client, bridge):
    builders.make_site("so.example.vn")
    assert client.get(BASE, HTTP_HOST="so.example.vn").json()["items"] == []
    assert client.get(f"{BASE}{bridge.pk}/", HTTP_HOST="so.example.vn").status_code == 404


def test_calls_are_limited(client, register, settings):
    settings.GOVPORTAL_API_THROTTLE_RATE = "2/min"
    assert [client.get(BASE).status_code for _ in range(3)] == [200, 200, 429]


def test_queries_do_not_grow_with_rows(client, register, sources, communes):
    def fill(number):
        for _each in range(number):
            make_project(
                register,
                communes=communes,
                capital=[capital(2025, source, planned=1) for source in sources],
                decisions=[decision()],
                packages=[package()],
            )

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(BASE, {"fields": "*", "limit": "20"})
            assert response.status_code == 200
            assert all(each["capital"] and each["communes"] for each in response.json()["items"])
        return len(captured)

    fill(2)
    client.get(BASE)
    few = counted()
    fill(18)
    assert counted() == few


def test_the_description_names_the_addresses_and_every_field(client, bridge):
    described = client.get("/api/v2/openapi.json").json()
    assert PROJECTS.code in [each.code for each in api_parts]
    validate(described)
    assert {BASE, f"{BASE}{{id}}/"} <= set(described["paths"])
    names = {each["name"] for each in described["paths"][BASE]["get"]["parameters"]}
    assert names == {*FILTERS, *AMOUNTS, *paging()}
    shown = client.get(f"{BASE}{bridge.pk}/").json()
    schemas = described["components"]["schemas"]
    assert set(shown) - {"meta"} == set(schemas["Project"]["properties"])
    for code in ("capital", "decisions", "packages", "states"):
        properties = schemas[f"Project{code.title()}"]["properties"]
        assert set(shown[code][0]) == set(properties)
