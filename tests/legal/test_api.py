"""The read API: documents, relations, articles, filters, licence, limits."""

from __future__ import annotations

from datetime import date

import pytest

from tests import builders

pytestmark = pytest.mark.django_db

TEXT = """QUYẾT ĐỊNH:
Điều 1. Phạm vi điều chỉnh
1. Quyết định này quy định về cổng thông tin.
2. Quyết định này gồm:
a) Nội dung thứ nhất;
b) Nội dung thứ hai.
Điều 2. Hiệu lực thi hành
Quyết định này có hiệu lực từ ngày ký.
"""


@pytest.fixture
def document():
    """A document that replaces another one."""
    site = builders.make_site()
    library = builders.make_library(site.root_page)
    builders.make_document(library, "12/2019/QĐ-UBND", issued_on=date(2019, 5, 14))
    return builders.make_document(
        library,
        "68/2026/QĐ-UBND",
        issued_on=date(2026, 5, 12),
        effective_on=date(2026, 5, 28),
        full_text=TEXT,
        fields_of_administration=[builders.make_field("chuyen-doi-so")],
        relations=[{"kind": "replaces", "target_symbol": "12/2019/QĐ-UBND"}],
    )


BASE = "/api/v2/legal-documents/"


def test_list_shows_documents_newest_first(client, document):
    data = client.get(BASE).json()
    assert [item["symbol"] for item in data["items"]] == ["68/2026/QĐ-UBND", "12/2019/QĐ-UBND"]
    assert data["items"][0]["status"] == "in_force"
    assert data["items"][1]["status"] == "expired"
    assert data["meta"]["total_count"] == 2
    assert data["meta"]["licence"].startswith("https://")


def test_detail_has_every_field(client, document):
    data = client.get(f"{BASE}{document.pk}/").json()
    assert data["doc_type"]["code"] == document.doc_type.code
    assert data["administrative_fields"] == [
        {"code": "chuyen-doi-so", "name": document.administrative_fields.first().name}
    ]
    assert data["issued_on"] == "2026-05-12"
    assert data["full_text"].startswith("QUYẾT ĐỊNH")
    assert data["files"] == []


def test_relations_are_seen_from_both_sides(client, document):
    data = client.get(f"{BASE}{document.pk}/relations/").json()
    (group,) = data["relations"]
    assert (group["code"], group["items"][0]["symbol"]) == ("replaces", "12/2019/QĐ-UBND")
    assert group["items"][0]["is_here"] is True


def test_relation_tells_the_last_day_of_a_suspension(client, document):
    library = document.get_parent()
    relation = {"kind": "suspends", "target": document, "last_day": date(2027, 3, 31)}
    suspending = builders.make_document(library, "23/2026/QĐ-UBND", relations=[relation])
    (group,) = client.get(f"{BASE}{suspending.pk}/relations/").json()["relations"]
    assert group["items"][0]["last_day"] == "2027-03-31"


def test_articles_have_anchors(client, document):
    data = client.get(f"{BASE}{document.pk}/articles/").json()
    anchors = [unit["anchor"] for unit in data["articles"]]
    for anchor in ("dieu-1", "dieu-1-khoan-2", "dieu-1-khoan-2-diem-b", "dieu-2"):
        assert anchor in anchors
    assert {unit["marker"] for unit in data["articles"] if unit["anchor"] == "dieu-2"} == {
        "Điều 2."
    }


@pytest.mark.parametrize(
    ("parameters", "count"),
    [
        ({"year": "2026"}, 1),
        ({"doc_type": "khong-co"}, 0),
        ({"query": "12/2019"}, 1),
        ({"status": "expired"}, 1),
        ({"issued_from": "2020-01-01"}, 1),
    ],
)
def test_filters_are_those_of_the_public_list(client, document, parameters, count):
    assert client.get(BASE, parameters).json()["meta"]["total_count"] == count


@pytest.mark.parametrize(
    "parameters",
    [{"year": "abc"}, {"status": "x"}, {"search": '"'}, {"limit": "x"}, {"unknown": "1"}],
)
def test_wrong_parameter_is_a_bad_request(client, document, parameters):
    response = client.get(BASE, parameters)
    assert response.status_code == 400
    assert response.json()["message"]


def test_private_document_is_not_there(client, document):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=document, restriction_type="login")
    for address in ("", "relations/", "articles/"):
        assert client.get(f"{BASE}{document.pk}/{address}").status_code == 404
    assert client.get(BASE).json()["meta"]["total_count"] == 1


def test_caller_is_slowed_down(client, document, settings):
    settings.GOVPORTAL_API_THROTTLE_RATE = "2/min"
    assert [client.get(BASE).status_code for _ in range(3)] == [200, 200, 429]


def test_number_of_queries_does_not_grow(client, document, django_assert_max_num_queries):
    library = document.get_parent()
    # What is kept about the site between requests is read once.
    client.get(BASE)
    with django_assert_max_num_queries(60) as few:
        client.get(BASE)
    for number in range(10):
        builders.make_document(library, f"{number + 100}/QĐ-UBND", issued_on=date(2025, 1, 2))
    with django_assert_max_num_queries(60) as many:
        client.get(BASE)
    assert len(many) == len(few)


def test_description_names_every_field(client, document):
    data = client.get("/api/v2/openapi.json").json()
    listed = client.get(f"{BASE}{document.pk}/").json()
    described = data["components"]["schemas"]["Document"]["properties"]
    assert set(listed) - {"meta"} <= set(described)
    assert f"{BASE}{{id}}/articles/" in data["paths"]


def test_description_is_valid(client, document):
    from openapi_spec_validator import validate

    validate(client.get("/api/v2/openapi.json").json())
