"""The search for programs: its answer, what it refuses, its description; and suggestions."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from openapi_spec_validator import validate
from wagtail.models import Page, PageViewRestriction

from govportal_wagtail.core.search import openapi
from govportal_wagtail.core.search.api import PARAMETERS
from tests import builders

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v2/search/"
SUGGESTIONS = "/tim-kiem/goi-y/"
TEXT = "Điều 1. Phạm vi\nBờ kè sông.\nĐiều 2. Nuôi cá lồng bè\nHỗ trợ hộ nuôi cá tra.\n"


@pytest.fixture
def home():
    return Page.objects.get(pk=builders.make_site(site_name="Cổng tỉnh").root_page_id)


@pytest.fixture
def document(home):
    library = builders.make_library(home)
    return builders.make_document(
        library, "158/2025/QĐ-UBND", full_text=TEXT, issued_on=date(2025, 6, 1)
    )


def ask(client, status=200, **parameters):
    response = client.get(ADDRESS, parameters)
    assert response.status_code == status, response.content
    return response.json()


class AnswerTests:
    def test_a_hit_says_what_the_page_says(self, document, client):
        answer = ask(client, query="nuôi cá tra")
        (item,) = answer["items"]
        assert answer["meta"]["total_count"] == 1
        assert item["id"] == document.pk
        assert item["number"] == "158/2025/QĐ-UBND"
        assert item["date"] == "2025-06-01"
        assert item["type"] == "documents"
        assert item["url"] == f"http://testserver{document.get_url()}"
        assert item["site"] == "Cổng tỉnh"
        (part, *_more) = item["parts"]
        assert part["url"] == f"{item['url']}#dieu-2"
        assert "<mark>" in part["snippet_html"]

    def test_facets_count_what_is_found(self, document, client):
        builders.make_standard(document.get_parent().get_parent(), title="Nuôi cá tra")
        kinds = ask(client, query="nuôi cá tra")["facets"]["type"]
        assert {each["value"]: each["count"] for each in kinds} == {"documents": 1, "pages": 1}

    def test_rows_are_limited_and_skipped(self, home, client):
        for number in range(5):
            builders.make_standard(home, title=f"Lũ {number}")
        pages = [ask(client, query="lũ", limit=2, offset=offset) for offset in (0, 2, 4)]
        assert [len(each["items"]) for each in pages] == [2, 2, 1]
        assert len({item["id"] for each in pages for item in each["items"]}) == 5
        assert {each["meta"]["total_count"] for each in pages} == {5}

    @pytest.mark.parametrize("query", ["", '"', "\x00", "- -", "🙂", "x" * 5000])
    def test_no_query_is_an_error(self, document, client, query):
        assert ask(client, query=query)["items"] == []

    def test_private_content_and_drafts_are_not_there(self, document, home, client):
        PageViewRestriction.objects.create(page=document, restriction_type="login")
        builders.make_standard(home, title="Nuôi cá tra", publish=False)
        client.force_login(builders.make_user(superuser=True))
        answer = ask(client, query="nuôi cá tra")
        assert answer["items"] == []
        assert answer["meta"]["total_count"] == 0
        assert client.get(SUGGESTIONS, {"query": "158/2025"}).json() == {"suggestions": []}

    def test_nothing_of_it_is_kept_by_caches(self, document, client):
        for address in (ADDRESS, SUGGESTIONS):
            headers = client.get(address, {"query": "nuôi"}).headers
            assert "no-cache" in headers["Cache-Control"]
            assert headers["X-Portal-Cache"] == "bypass"


class RefusalTests:
    @pytest.mark.parametrize(
        "parameters",
        [
            {"limit": "0"},
            {"limit": "51"},
            {"limit": "x"},
            {"limit": "-1"},
            {"limit": "9" * 30},
            {"offset": "-1"},
            {"offset": "10001"},
            {"offset": "1.5"},
            {"year": "abc"},
            {"agency": "٣"},
            {"site": "9" * 30},
            {"from": "hôm qua"},
            {"to": "31/02/2026"},
            {"order": "size"},
            {"across": "yes"},
            {"language": "xx"},
            {"type": "x"},
            {"unknown": "1"},
        ],
        ids=str,
    )
    def test_what_is_not_understood_is_named(self, document, client, parameters):
        answer = ask(client, 400, query="a", **parameters)
        assert answer["message"]
        assert set(answer["errors"]) == set(parameters)

    def test_everything_that_is_wrong_is_named_at_once(self, document, client):
        answer = ask(client, 400, limit="x", offset="x", **{"from": "x"})
        assert set(answer["errors"]) == {"limit", "offset", "from"}

    def test_posting_is_refused(self, document, client):
        assert client.post(ADDRESS).status_code == 405
        assert client.post(SUGGESTIONS).status_code == 405

    def test_a_caller_is_slowed_down_and_told_how_long(self, document, settings):
        settings.GOVPORTAL_API_THROTTLE_RATE = "2/day"
        client = Client(REMOTE_ADDR="203.0.113.9")
        answers = [client.get(ADDRESS, {"query": "a"}) for _ in range(3)]
        assert [each.status_code for each in answers] == [200, 200, 429]
        assert 0 < int(answers[2].headers["Retry-After"]) <= 86_400
        other = Client(REMOTE_ADDR="203.0.113.10")
        assert other.get(ADDRESS, {"query": "a"}).status_code == 200


class DescriptionTests:
    def test_the_search_alone_is_described(self, document, rf):
        description = openapi.description(rf.get("/"))
        validate(description)
        parameters = description["paths"][ADDRESS]["get"]["parameters"]
        assert {each["name"] for each in parameters} == set(PARAMETERS)

    def test_it_stands_in_the_description_of_the_portal(self, document, client):
        description = client.get("/api/v2/openapi.json").json()
        validate(description)
        assert ADDRESS in description["paths"]

    def test_every_field_of_the_answer_is_described(self, document, client):
        answer = ask(client, query="nuôi cá tra")
        shapes = openapi.schemas()
        assert set(answer) == set(shapes["SearchResults"]["properties"])
        meta = shapes["SearchResults"]["properties"]["meta"]["properties"]
        assert set(answer["meta"]) == set(meta)
        assert set(answer["items"][0]) == set(shapes["SearchHit"]["properties"])


class SuggestionsTests:
    def suggested(self, client, query, **parameters):
        response = client.get(SUGGESTIONS, {"query": query, **parameters})
        assert response.status_code == 200
        return response.json()["suggestions"]

    @pytest.mark.parametrize("query", ["158/2025", "158/2025/qd", "1582025qdubnd"])
    def test_the_beginning_of_a_number_suggests_the_document(self, document, client, query):
        (first, *_more) = self.suggested(client, query)
        assert first["url"] == document.get_url()
        assert "158/2025/QĐ-UBND" in first["label"]
        assert first["kind"]

    @pytest.mark.parametrize("query", ["khánh thành c", "khanh thanh cau", "KHÁNH"])
    def test_the_beginning_of_a_title_suggests_the_page(self, home, client, query):
        page = builders.make_standard(home, title="Khánh thành cầu sông Trà")
        assert [each["url"] for each in self.suggested(client, query)] == [page.get_url()]

    @pytest.mark.parametrize("query", ["", "\x00", '"', "-", "🙂", "x" * 5000, "%", "\\"])
    def test_nothing_typed_is_an_error(self, document, client, query):
        assert self.suggested(client, query) == []

    def test_no_more_than_eight_are_suggested(self, home, client):
        for number in range(12):
            builders.make_standard(home, title=f"Lũ lụt {number}")
        assert len(self.suggested(client, "lũ l")) == 8
