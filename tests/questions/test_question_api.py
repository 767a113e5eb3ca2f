"""The read API of published answers: rows, one answer, filters, limits, description."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from govportal_wagtail import conf
from tests import builders
from tests.questions.builders import make_answer, make_answer_section, make_topic

pytestmark = pytest.mark.django_db
BASE = "/api/v2/questions/"


@pytest.fixture
def site():
    return builders.make_site()


@pytest.fixture
def section(site):
    return make_answer_section(site.root_page, slug="hoi-dap")


def titles(client, **query) -> list[str]:
    response = client.get(BASE, query)
    assert response.status_code == 200, response.content
    return [item["title"] for item in response.json()["items"]]


def test_rows_are_public_answers_of_the_site_newest_first(client, site, section):
    agency = builders.make_agency("so-tnmt", name="Sở Nông nghiệp")
    make_answer(section, "Cũ", answered_on=date(2025, 1, 1))
    make_answer(section, "Mới", topic=make_topic(), agency=agency, asked_on=date(2026, 1, 2))
    make_answer(section, "Nháp", publish=False)
    closed = make_answer_section(site.root_page, "Nội bộ")
    make_answer(closed, "Kín")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    make_answer(make_answer_section(builders.make_site("so.example.vn").root_page), "Của sở")
    data = client.get(BASE).json()
    assert [item["title"] for item in data["items"]] == ["Mới", "Cũ"]
    first = data["items"][0]
    assert first["topic"] == {"code": "dat-dai", "name": "Đất đai"}
    assert first["agency"] == {"code": "so-tnmt", "name": "Sở Nông nghiệp"}
    assert (first["asked_on"], first["answered_on"]) == ("2026-01-02", "2026-11-05")
    assert data["meta"]["licence"] == conf.API_LICENCE
    assert data["meta"]["total_count"] == 2


def test_one_answer_has_every_field(client, site, section):
    library = builders.make_library(site.root_page)
    law = builders.make_document(library, "68/2026/QĐ-UBND")
    draft = builders.make_document(library, "70/2026/QĐ-UBND", publish=False)
    answer = make_answer(
        section, citations=[law, draft], files=[builders.make_file("Biểu mẫu")], tags=["sổ đỏ"]
    )
    data = client.get(f"{BASE}{answer.pk}/").json()
    assert data["question"] == answer.question
    assert data["answer"] == answer.answer
    assert data["tags"] == ["sổ đỏ"]
    assert [each["title"] for each in data["files"]] == ["Biểu mẫu"]
    (cited,) = data["citations"]
    assert cited["url"].endswith(f"/{law.slug}/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"topic": "dat-dai"}, ["Tách thửa"]),
        ({"year": "2025"}, ["Xây nhà"]),
        ({"query": "xay nha"}, ["Xây nhà"]),
        ({"query": "tách thửa", "year": "2025"}, []),
        ({"topic": "khong-co"}, []),
        ({"limit": "1"}, ["Tách thửa"]),
        ({"limit": "1", "offset": "1"}, ["Xây nhà"]),
        ({"order": "answered_on"}, ["Xây nhà", "Tách thửa"]),
    ],
)
def test_filters(client, section, query, found):
    make_answer(section, "Tách thửa", topic=make_topic())
    make_answer(section, "Xây nhà", answered_on=date(2025, 1, 1), question="Giấy phép?")
    assert titles(client, **query) == found


@pytest.mark.parametrize(
    "query",
    [
        {"agency": "mot"},
        {"year": "nam"},
        {"search": "x"},
        {"offset": "99999999999"},
        {"topic": "\x00"},
        {"khongco": "1"},
    ],
)
def test_what_is_not_understood_is_refused(client, section, query):
    assert client.get(BASE, query).status_code == 400


def test_an_answer_that_is_not_public_is_not_there(client, section):
    draft = make_answer(section, publish=False)
    assert client.get(f"{BASE}{draft.pk}/").status_code == 404
    assert client.get(f"{BASE}99999999999/").status_code == 404


def test_calls_are_limited(client, section, settings):
    settings.GOVPORTAL_API_THROTTLE_RATE = "2/min"
    assert [client.get(BASE).status_code for _ in range(3)] == [200, 200, 429]


def test_queries_do_not_grow_with_rows(client, site, section):
    library = builders.make_library(site.root_page)
    law = builders.make_document(library)

    def fill(count: int) -> None:
        for _ in range(count):
            file = builders.make_file()
            make_answer(
                section,
                topic=make_topic(),
                agency=builders.make_agency(),
                citations=[law],
                files=[file],
                tags=["đất"],
            )

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(BASE, {"fields": "*", "limit": "20"}).status_code == 200
        return len(captured)

    fill(2)
    client.get(BASE)
    few = counted()
    fill(10)
    assert counted() == few


def test_the_description_names_the_addresses_and_every_field(client, section):
    answer = make_answer(section)
    described = client.get("/api/v2/openapi.json").json()
    assert {BASE, f"{BASE}{{id}}/"} <= set(described["paths"])
    names = {each["name"] for each in described["paths"][BASE]["get"]["parameters"]}
    assert {"query", "topic", "agency", "year", "limit", "offset"} <= names
    shown = set(client.get(f"{BASE}{answer.pk}/").json()) - {"meta"}
    assert shown == set(described["components"]["schemas"]["Answer"]["properties"])


def test_the_list_leads_to_its_own_rows(client, section, settings):
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0
    make_answer(section, "Đất", topic=make_topic())
    make_answer(section, "Khác")
    url = client.get("/hoi-dap/", {"topic": "dat-dai"}).context["json_url"]
    assert [item["title"] for item in client.get(url).json()["items"]] == ["Đất"]
