"""The public list of a library: filters, counts, order, pages and bad input."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from govportal_wagtail.legal.models import RegisterEntry
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    """A library with four documents of two types, issuers and years."""
    site = builders.make_site()
    library = builders.make_library(site.root_page)
    committee, council = builders.make_agency("ubnd-tinh"), builders.make_agency("hdnd-tinh")
    decision = builders.make_doc_type("quyet-dinh")
    plan = builders.make_doc_type("ke-hoach", name="Kế hoạch")
    land, health = builders.make_field("dat-dai"), builders.make_field("y-te")
    rows = [
        ("12/2024/QĐ-UBND", committee, decision, date(2024, 3, 1), land, "Quy định về đất đai"),
        ("68/2026/QĐ-UBND", committee, decision, date(2026, 5, 12), land, "Quy chế cổng thông tin"),
        ("68/KH-UBND", committee, plan, date(2026, 2, 3), health, "Kế hoạch y tế"),
        ("15/NQ-HĐND", council, plan, date(2024, 7, 9), health, "Giao dự toán ngân sách"),
    ]
    for symbol, issuer, doc_type, issued, field, abstract in rows:
        builders.make_document(
            library,
            symbol,
            title=f"{doc_type.name} {symbol}",
            issuer=issuer,
            doc_type=doc_type,
            issued_on=issued,
            effective_on=issued,
            abstract=abstract,
            signer="Nguyễn Văn A",
            fields_of_administration=[field],
        )
    return library


def symbols(response) -> list[str]:
    """Symbols of the rows shown."""
    return [entry.symbol for entry in response.context["entries"]]


def options(response, code: str) -> dict[str, int]:
    """Value and count of each option of a facet."""
    facets = {facet["code"]: facet for facet in response.context["facets"]}
    return {str(o["value"]): o["count"] for o in facets[code]["options"]} if code in facets else {}


def test_newest_document_stands_first(client, library):
    assert symbols(client.get(library.url)) == [
        "68/2026/QĐ-UBND",
        "68/KH-UBND",
        "15/NQ-HĐND",
        "12/2024/QĐ-UBND",
    ]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"type": "ke-hoach"}, {"68/KH-UBND", "15/NQ-HĐND"}),
        ({"issuer": "hdnd-tinh"}, {"15/NQ-HĐND"}),
        ({"field": "dat-dai"}, {"12/2024/QĐ-UBND", "68/2026/QĐ-UBND"}),
        ({"year": "2026"}, {"68/2026/QĐ-UBND", "68/KH-UBND"}),
        ({"status": "in_force", "year": "2024"}, {"12/2024/QĐ-UBND", "15/NQ-HĐND"}),
        ({"status": "expired"}, set()),
        ({"issued_from": "2026-02-03", "issued_to": "2026-04-30"}, {"68/KH-UBND"}),
        ({"query": "68/2026/qd-ubnd"}, {"68/2026/QĐ-UBND"}),
        ({"query": "682026qdubnd"}, {"68/2026/QĐ-UBND"}),
        ({"query": "68"}, {"68/2026/QĐ-UBND", "68/KH-UBND"}),
        ({"query": "quyết định 68"}, {"68/2026/QĐ-UBND"}),
        ({"query": "dat dai"}, {"12/2024/QĐ-UBND"}),
        ({"query": "ngân sách"}, {"15/NQ-HĐND"}),
        ({"query": "không có chữ này"}, set()),
    ],
)
def test_filters_narrow_the_list(client, library, parameters, expected):
    response = client.get(library.url, parameters)
    assert response.status_code == 200
    assert set(symbols(response)) == expected


def test_option_counts_what_the_other_filters_leave(client, library):
    response = client.get(library.url, {"year": "2026"})
    assert options(response, "year") == {"2026": 2, "2024": 2}
    assert options(response, "type") == {"quyet-dinh": 1, "ke-hoach": 1}


def test_chosen_filter_can_be_removed(client, library):
    response = client.get(library.url, {"year": "2026", "type": "ke-hoach"})
    removed = {row["label"]: row["remove_url"] for row in response.context["active_filters"]}
    assert sorted(removed.values()) == ["?type=ke-hoach", "?year=2026"]


def test_document_named_by_its_number_stands_first(client, library):
    builders.make_document(
        library, "99/2026/QĐ-UBND", abstract="Bãi bỏ Quyết định số 12/2024/QĐ-UBND"
    )
    found = symbols(client.get(library.url, {"query": "12/2024/qđ-ubnd"}))
    assert found == ["12/2024/QĐ-UBND", "99/2026/QĐ-UBND"]


def test_facet_without_choice_is_hidden(client, library):
    response = client.get(library.url)
    assert options(response, "signer") == {}
    assert options(response, "issuer") == {"ubnd-tinh": 3, "hdnd-tinh": 1}


@pytest.mark.parametrize(
    "query",
    ["'", '"', "%", "_", "\\", "a\x00b", "đ" * 10_000, "<script>alert(1)</script>", "🙂", "\u0301"],
)
def test_no_search_text_is_an_error(client, library, query):
    response = client.get(library.url, {"query": query})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    "parameters",
    [
        {"year": "abc"},
        {"year": "٢٠٢٦"},
        {"status": "nothing"},
        {"issued_from": "2026-02-31"},
        {"issued_from": "2026-05-01", "issued_to": "2026-04-01"},
        {"sort": "sideways"},
        {"type": "x" * 300},
    ],
)
def test_filter_that_is_not_understood_says_so(client, library, parameters):
    response = client.get(library.url, parameters)
    assert response.status_code == 400
    (message,) = response.context["errors"].values()
    assert ": " in message
    assert message in response.content.decode()
    assert client.get(f"/du-lieu/van-ban/{library.pk}.csv", parameters).status_code == 400


@pytest.mark.parametrize("page", ["99999", "0", "-1", "abc", "1.5", "9" * 50])
def test_page_that_does_not_exist_is_not_found(client, library, page):
    assert client.get(library.url, {"page": page}).status_code == 404


def test_pages_divide_the_list(client, library, settings):
    settings.GOVPORTAL_PAGE_SIZE = 3
    assert len(symbols(client.get(library.url))) == 3
    assert symbols(client.get(library.url, {"page": "2"})) == ["12/2024/QĐ-UBND"]


def test_csv_holds_the_filtered_rows(client, library):
    response = client.get(f"/du-lieu/van-ban/{library.pk}.csv", {"year": "2026"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[1] for row in rows[1:]] == ["68/2026/QĐ-UBND", "68/KH-UBND"]
    assert "attachment" in response["Content-Disposition"]


def test_csv_cell_is_never_a_formula(client, library):
    RegisterEntry.objects.filter(symbol="68/KH-UBND").update(abstract="=1+1")
    response = client.get(f"/du-lieu/van-ban/{library.pk}.csv", {"type": "ke-hoach"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "'=1+1" in text


def test_json_states_its_licence(client, library, settings):
    settings.GOVPORTAL_API_LICENCE = "https://example.org/licence"
    response = client.get(f"/du-lieu/van-ban/{library.pk}.json", {"issuer": "hdnd-tinh"})
    data = json.loads(b"".join(response.streaming_content))
    assert data["licence"] == "https://example.org/licence"
    (document,) = data["documents"]
    assert document["symbol"] == "15/NQ-HĐND"
    assert document["issued_on"] == "2024-07-09"


def test_feed_follows_the_filters(client, library):
    response = client.get(f"/du-lieu/van-ban/{library.pk}.atom", {"type": "ke-hoach"})
    body = response.content.decode()
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "68/KH-UBND" in body
    assert "68/2026/QĐ-UBND" not in body


def test_restricted_library_gives_no_data_away(client, library):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=library, restriction_type="login")
    for code in ("csv", "json", "atom"):
        assert client.get(f"/du-lieu/van-ban/{library.pk}.{code}").status_code == 404


def test_unpublished_document_leaves_the_list(client, library):
    document = RegisterEntry.objects.get(symbol="12/2024/QĐ-UBND").page
    document.specific.unpublish()
    assert "12/2024/QĐ-UBND" not in symbols(client.get(library.url))
