"""The results page: what is found, filters, tabs, dates, pages, ways out, languages, the log."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Page, PageViewRestriction, Site

from govportal_wagtail.core.models import PortalSite, SearchLogEntry, SiteState
from govportal_wagtail.core.search import statistics
from govportal_wagtail.core.search.question import Question, date_of
from tests import builders

pytestmark = pytest.mark.django_db

ADDRESS = "/tim-kiem/"
BOX = "govportal/components/search_box.html"


@pytest.fixture
def site():
    return builders.make_site()


@pytest.fixture
def home(site):
    return Page.objects.get(pk=site.root_page_id)


@pytest.fixture
def news(home):
    return builders.make_section(home, title="Tin tức")


def ask(client, query="", **parameters):
    response = client.get(ADDRESS, {"query": query, **parameters})
    assert response.status_code == 200
    return response


def found(client, query, **parameters):
    """Titles of the hits of a search."""
    return [line.hit.title for line in ask(client, query, **parameters).context_data["hits"]]


class FindingTests:
    @pytest.mark.parametrize(
        "query", ["cầu sông Trà", "cau song tra", "CẦU SÔNG", "trà  cầu", "khánh-thành"]
    )
    def test_finds_articles_by_words_with_and_without_marks(self, news, client, query):
        builders.make_article(news, title="Khánh thành cầu sông Trà")
        builders.make_article(news, title="Hội nghị chuyển đổi số")
        assert found(client, query, type="articles")[0] == "Khánh thành cầu sông Trà"

    def test_finds_pages_and_sections(self, home, news, client):
        builders.make_standard(home, title="Thông tin liên hệ")
        assert found(client, "liên hệ", type="pages") == ["Thông tin liên hệ"]
        assert found(client, "tin tức", type="pages") == ["Tin tức"]

    def test_drafts_and_private_pages_are_not_found(self, home, client):
        builders.make_standard(home, title="Bí mật nháp", publish=False)
        private = builders.make_section(home, title="Bí mật nội bộ")
        builders.make_article(private, title="Bí mật trong nội bộ")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        assert found(client, "bí mật") == []

    def test_other_sites_are_not_found(self, home, client):
        other = builders.make_site("so.example.vn")
        builders.make_standard(other.root_page, title="Riêng của sở")
        assert found(client, "riêng của sở") == []

    def test_without_a_query_it_asks_for_one(self, site, client):
        response = ask(client)
        assert response.context_data["message"]
        assert response.context_data["results"] is None
        assert "gp-filters" not in response.content.decode()

    @pytest.mark.parametrize(
        "query",
        ["\x00", "a\x00b", '"', "'; DROP TABLE x; --", "%", "\\", "()", "\ud800", "🏛", "x" * 9000],
        ids=range(10),
    )
    def test_no_query_is_an_error(self, news, client, query):
        builders.make_article(news)
        ask(client, query.encode("utf-8", "surrogatepass"))

    @pytest.mark.parametrize("name", ["type", "category", "agency", "year", "site", "from", "to"])
    def test_no_filter_is_an_error(self, news, client, name):
        builders.make_article(news, title="Lũ")
        for value in ("'", "9" * 30, "-1", "x" * 3000, "١٢", "1e5", "🙂", "\ud800"):
            typed = value.encode("utf-8", "surrogatepass")
            assert found_or_nothing(ask(client, "lũ", **{name: typed})) == []

    def test_a_filter_of_invisible_characters_is_none(self, news, client):
        builders.make_article(news, title="Lũ")
        assert found(client, "lũ", category="\x00", year="\u200b") == ["Lũ"]

    def test_a_long_query_is_cut(self, site, client, settings):
        settings.GOVPORTAL_SEARCH_QUERY_LENGTH = 5
        assert ask(client, "abcdefghij").context_data["query"] == "abcde"

    def test_posting_is_refused(self, site, client):
        assert client.post(ADDRESS).status_code == 405

    def test_what_was_typed_and_what_is_found_are_shown_harmlessly(self, news, client):
        builders.make_article(news, title="Lũ <script>x</script>", lead="<b>Lũ</b>")
        body = ask(client, "lũ <script>x</script>").content.decode()
        assert "&lt;script&gt;" in body
        assert "<script>x" not in body
        assert "<b>Lũ" not in body

    def test_words_that_were_found_are_marked(self, news, client):
        builders.make_article(news, title="Khánh thành cầu sông Trà")
        assert "<mark>cầu" in ask(client, "cau song").content.decode()

    def test_a_hit_says_its_kind_and_its_day(self, news, client):
        builders.make_article(news, title="Hội chợ", published_on=date(2026, 3, 1))
        body = ask(client, "hội chợ").content.decode()
        item = body[body.index("gp-hits__item") :]
        assert "<span>01/03/2026</span>" in item

    def test_is_not_for_search_engines(self, site, client):
        assert '<meta name="robots" content="noindex, follow">' in ask(client).content.decode()


def found_or_nothing(response):
    return list(response.context_data.get("hits", []))


class PagesTests:
    @pytest.fixture(autouse=True)
    def _many(self, news, settings):
        settings.GOVPORTAL_PAGE_SIZE = 2
        for number in range(3):
            builders.make_article(news, title=f"Lũ {number}")
            builders.make_standard(news, title=f"Trang lũ {number}")

    def test_pages_run_through_all_that_is_found(self, client):
        titles = [title for page in (1, 2, 3) for title in found(client, "lũ", page=page)]
        assert len(titles) == len(set(titles)) == 6

    def test_numbers_of_the_list_go_on(self, client):
        assert '<ol class="gp-hits" start="3">' in ask(client, "lũ", page=2).content.decode()

    @pytest.mark.parametrize(
        "page", ["4", "99999", "abc", "0", "-1", "1.5", "9" * 5000, "\x00", "", "٢"]
    )
    def test_a_page_that_is_not_there_is_404(self, client, page):
        assert client.get(ADDRESS, {"query": "lũ", "page": page}).status_code == 404


class KindsTests:
    def test_tabs_count_by_kind_and_in_all(self, home, news, client):
        builders.make_article(news, title="Lũ lụt")
        builders.make_standard(home, title="Lũ quét")
        builders.make_standard(home, title="Lũ ống")
        kinds = ask(client, "lũ").context_data["kinds"]
        assert {each["code"]: each["count"] for each in kinds} == {"": 3, "articles": 1, "pages": 2}

    def test_counts_stay_when_one_kind_is_chosen(self, home, news, client):
        builders.make_article(news, title="Lũ lụt")
        builders.make_standard(home, title="Lũ quét")
        kinds = ask(client, "lũ", type="pages").context_data["kinds"]
        assert [(each["count"], each["active"]) for each in kinds] == [
            (2, False),
            (1, False),
            (1, True),
        ]

    def test_one_kind_alone_needs_no_tabs(self, home, client):
        builders.make_standard(home, title="Lũ quét")
        assert ask(client, "lũ").context_data["kinds"] == []

    def test_a_kind_that_is_not_known_finds_nothing_and_leads_back(self, home, client):
        builders.make_standard(home, title="Lũ quét")
        response = ask(client, "lũ", type="x")
        assert found_or_nothing(response) == []
        assert response.context_data["kinds"][0]["url"] == "?query=l%C5%A9"

    def test_another_kind_forgets_the_category_of_the_one_before(self):
        question = Question(text="lũ", kind="articles", chosen={"category": "x", "year": "2026"})
        assert dict(question.of_kind("documents").chosen) == {"year": "2026"}


class FiltersTests:
    @pytest.fixture(autouse=True)
    def _articles(self, news):
        for number, year in enumerate((2024, 2025, 2025)):
            builders.make_article(
                news,
                title=f"Lũ {number}",
                category=builders.make_category(f"loai-{year}", name=f"Loại {year}"),
                published_on=date(year, 5, 1 + number),
            )

    def test_an_option_leads_to_what_it_counts(self, client):
        facets = {each["code"]: each for each in ask(client, "lũ").context_data["facets"]}
        options = {each["value"]: each for each in facets["year"]["options"]}
        assert {value: each["count"] for value, each in options.items()} == {"2024": 1, "2025": 2}
        for each in options.values():
            response = client.get(ADDRESS + each["url"])
            assert response.context_data["total"] == each["count"]

    def test_an_option_counts_with_all_filters_but_its_own(self, client):
        response = ask(client, "lũ", year="2025", category="loai-2025")
        facets = {each["code"]: each["options"] for each in response.context_data["facets"]}
        assert [(each["value"], each["active"]) for each in facets["year"]] == [("2025", True)]

    def test_filters_in_use_are_named_and_removed_one_by_one(self, client):
        response = ask(client, "lũ", year="2025", category="loai-2025", order="date")
        named = [(each["label"], each["value"]) for each in response.context_data["active_filters"]]
        assert [value for _label, value in named] == ["Loại 2025", "2025"]
        for each, left in zip(
            response.context_data["active_filters"], ({"year"}, {"category"}), strict=True
        ):
            assert set(parse_qs(each["remove_url"][1:])) == {"query", "order", *left}

    def test_all_filters_are_cleared_at_once(self, client):
        response = ask(client, "lũ", year="2025", type="articles")
        assert response.context_data["clear_url"] == "?query=l%C5%A9"

    def test_a_value_that_nothing_has_finds_nothing_and_can_be_removed(self, client):
        response = ask(client, "lũ", year="1999")
        assert found_or_nothing(response) == []
        assert [each["value"] for each in response.context_data["active_filters"]] == ["1999"]
        assert [each["count"] for each in response.context_data["ways_out"]] == [3]

    def test_a_new_query_keeps_kind_and_order_and_drops_filters(self, client):
        body = ask(client, "lũ", year="2025", type="articles", order="date").content.decode()
        form = body[body.index("gp-search--large") : body.index("gp-search-page-query")]
        assert 'name="type" value="articles"' in form
        assert 'name="order" value="date"' in form
        assert 'name="year"' not in form

    def test_newest_first_on_request_and_only_then(self, client):
        assert found(client, "lũ", order="date") == ["Lũ 2", "Lũ 1", "Lũ 0"]
        unknown = ask(client, "lũ", order="size").context_data
        assert [each["active"] for each in unknown["orders"]] == [True, False]


class DatesTests:
    @pytest.fixture(autouse=True)
    def _articles(self, news):
        for day in (1, 10, 20):
            builders.make_article(news, title=f"Lũ {day}", published_on=date(2026, 5, day))

    @pytest.mark.parametrize(
        ("dates", "titles"),
        [
            ({"from": "2026-05-10"}, {"Lũ 10", "Lũ 20"}),
            ({"to": "2026-05-10"}, {"Lũ 1", "Lũ 10"}),
            ({"from": "02/05/2026", "to": "19/05/2026"}, {"Lũ 10"}),
            ({"from": "", "to": ""}, {"Lũ 1", "Lũ 10", "Lũ 20"}),
        ],
    )
    def test_both_days_are_included_in_either_way_of_writing_them(self, client, dates, titles):
        assert set(found(client, "lũ", **dates)) == titles

    @pytest.mark.parametrize("name", ["from", "to"])
    @pytest.mark.parametrize("value", ["31/02/2026", "hôm qua", "2026", "99999-01-01", "<b>"])
    def test_what_is_no_date_is_said_at_its_field_and_can_be_corrected(self, client, name, value):
        response = ask(client, "lũ", **{name: value})
        assert response.context_data["results"] is None
        body = response.content.decode()
        field = body[body.index(f'id="gp-search-{name}"') :].split(">")[0]
        assert f'aria-describedby="gp-search-{name}-error"' in field
        assert value.replace("<", "&lt;").replace(">", "&gt;") in field or value == "<b>"
        assert f'id="gp-search-{name}-error"' in body

    def test_a_span_that_ends_before_it_begins_is_said_at_its_end(self, client):
        response = ask(client, "lũ", **{"from": "2026-05-10", "to": "2026-05-09"})
        assert set(response.context_data["errors"]) == {"to"}
        assert response.context_data["results"] is None

    def test_other_filters_are_kept_when_dates_are_set(self, client):
        body = ask(client, "lũ", year="2026").content.decode()
        form = body[body.index("gp-daterange") :]
        assert 'name="query" value="lũ"' in form
        assert 'name="year" value="2026"' in form

    @pytest.mark.parametrize("text", ["2026-12-31", "31/12/2026"])
    def test_a_day_is_read_in_both_ways(self, text):
        assert date_of(text) == date(2026, 12, 31)


class DocumentsTests:
    @pytest.fixture
    def document(self, home):
        library = builders.make_library(home)
        text = (
            "Điều 1. Phạm vi điều chỉnh\nQuy định về bờ kè sông.\n"
            "Điều 2. Nuôi cá lồng bè\nHỗ trợ con giống cho hộ nuôi cá tra giống.\n"
        )
        return builders.make_document(library, "158/2025/QĐ-UBND", full_text=text)

    @pytest.mark.parametrize(
        "query", ["158/2025/QĐ-UBND", "158/2025/qd-ubnd", "1582025qdubnd", "quyết định 158"]
    )
    def test_a_document_is_found_by_its_number(self, document, client, query):
        lines = ask(client, query).context_data["hits"]
        assert lines[0].hit.page_id == document.pk
        assert lines[0].url == document.get_url()

    def test_the_best_article_stands_below_its_document_with_its_own_address(
        self, document, client
    ):
        (line,) = ask(client, "cá tra giống").context_data["hits"]
        part, url = line.parts[0]
        assert part.title.startswith("Điều 2")
        assert url == f"{document.get_url()}#dieu-2"
        assert f'href="{url}"' in ask(client, "cá tra giống").content.decode()


def make_portal():
    return PortalSite.objects.create(
        site=builders.make_site(site_name="Cổng tỉnh"),
        body="portal",
        agency=builders.make_agency(),
        state=SiteState.LIVE,
    )


def make_component(portal, host, **fields):
    fields.setdefault("state", SiteState.LIVE)
    return PortalSite.objects.create(
        site=builders.make_site(host, site_name=f"Trang {host}"),
        body="agency",
        agency=builders.make_agency(host.replace(".", "-"), name=f"Sở {host}"),
        portal=portal,
        **fields,
    )


class AcrossTests:
    @pytest.fixture
    def portal(self):
        return make_portal()

    @pytest.fixture
    def component(self, portal):
        component = make_component(portal, "a.localhost")
        builders.make_standard(component.site.root_page, title="Lũ ở vùng cao", slug="lu")
        return component

    def test_a_site_that_stands_alone_has_no_switch(self, portal, client):
        response = ask(client, "lũ", across="1")
        assert response.context_data["scopes"] == []
        assert 'name="across"' not in response.content.decode()

    def test_the_switch_leads_to_all_sites_and_back(self, component, client):
        scopes = ask(client, "lũ").context_data["scopes"]
        assert [each["active"] for each in scopes] == [True, False]
        response = client.get(ADDRESS + scopes[1]["url"])
        assert [each["active"] for each in response.context_data["scopes"]] == [False, True]

    def test_other_sites_are_found_across_with_name_and_whole_address(self, component, client):
        assert found(client, "lũ") == []
        (line,) = ask(client, "lũ", across="1").context_data["hits"]
        assert line.site_name == "Trang a.localhost"
        assert line.url == "http://a.localhost/lu/"

    def test_who_finds_nothing_here_is_told_that_other_sites_have_it(self, component, client):
        (way,) = ask(client, "lũ").context_data["ways_out"]
        assert way["count"] == 1
        assert found(client, "lũ", **flat(way["url"])) == ["Lũ ở vùng cao"]

    def test_a_component_finds_what_its_portal_has(self, component, portal, client):
        builders.make_standard(portal.site.root_page, title="Lũ toàn tỉnh")
        response = Client(headers={"host": "a.localhost"}).get(
            ADDRESS, {"query": "lũ", "across": "1"}
        )
        titles = {line.hit.title for line in response.context_data["hits"]}
        assert titles == {"Lũ ở vùng cao", "Lũ toàn tỉnh"}

    def test_the_site_facet_is_dropped_with_the_switch(self):
        question = Question(text="lũ", across=True, chosen={"site": "3"})
        assert question.everywhere(across=False).encode() == "?query=l%C5%A9"


def flat(url):
    """The parameters of an address, without its query."""
    pairs = parse_qs(url.partition("?")[2])
    return {name: values[0] for name, values in pairs.items() if name != "query"}


class NothingTests:
    def test_sections_of_the_site_and_its_tree_are_offered(self, news, client):
        body = ask(client, "xyzzyplugh").content.decode()
        empty = body[body.index("gp-empty") :]
        assert f'href="{news.url}"' in empty
        assert "/so-do-cong/" in empty

    def test_ways_that_lead_nowhere_are_not_offered(self, news, client):
        assert ask(client, "xyzzyplugh", year="2026").context_data["ways_out"] == []

    def test_a_slip_is_corrected(self, news, client):
        for number in range(12):
            builders.make_article(news, title=f"Nghị quyết về giáo dục {number}")
        statistics.recount()
        response = ask(client, "giáo dụk")
        assert flat_query(response.context_data["correction_url"]) == "giáo dục"
        assert "giáo dục" in response.content.decode()

    def test_it_is_said_when_no_page_has_all_words(self, news, client):
        builders.make_article(news, title="Hỗ trợ nuôi cá tra ở đồng bằng")
        response = ask(client, "hỗ trợ nuôi cá tra xyzzyplugh")
        assert response.context_data["results"].is_partial
        assert "gp-alert--info" in response.content.decode()


def flat_query(url):
    return parse_qs(url.partition("?")[2])["query"][0]


class LanguageTests:
    @pytest.fixture
    def english(self, home):
        english = builders.make_locale("en")
        home_en = home.specific.copy_for_translation(english)
        home_en.title = "Home"
        home_en.slug = "home-en"
        builders.publish_page(home_en)
        builders.make_standard(home_en, title="River flood", slug="flood")
        builders.make_standard(home, title="River ở quê", slug="river")
        return home_en

    def test_each_language_finds_its_own(self, english, client):
        assert found(client, "river") == ["River ở quê"]
        assert found(client, "river", language="en") == ["River flood"]

    def test_the_page_speaks_the_language_in_which_it_searches(self, english, client):
        response = ask(client, "river", language="en")
        assert response.headers["Content-Language"] == "en"
        assert '<html lang="en">' in response.content.decode()
        assert response.context_data["hits"][0].url == "/flood/"

    @pytest.mark.parametrize("code", ["xx", "fr", "../", "en-US"])
    def test_a_language_without_a_home_page_is_not_one(self, site, client, code):
        assert ask(client, "river", language=code).headers["Content-Language"] == "vi"

    def test_a_host_of_its_own_language_needs_no_parameter(self, english):
        PortalSite.objects.create(
            site=Site.objects.create(hostname="en.localhost", root_page=english),
            body="portal",
            agency=builders.make_agency(),
            state=SiteState.LIVE,
        )
        visitor = Client(headers={"host": "en.localhost"})
        assert found(visitor, "river") == ["River flood"]
        assert '<input type="hidden" name="language"' not in ask(visitor).content.decode()

    def test_the_box_of_an_english_page_asks_in_english(self, site, rf):
        shown = {}
        for language in ("vi", "en"):
            with translation.override(language):
                shown[language] = render_to_string(BOX, request=rf.get("/"))
        assert '<input type="hidden" name="language" value="en">' in shown["en"]
        assert 'type="hidden"' not in shown["vi"]


class LogTests:
    @pytest.fixture
    def reader(self):
        return Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64)"})

    def searches(self):
        return list(SearchLogEntry.objects.values_list("query", "count", "results"))

    def test_every_search_is_counted_also_the_same_again(self, news, reader):
        builders.make_article(news, title="Lũ")
        for _ in range(3):
            response = ask(reader, "Lũ")
        assert self.searches() == [("lũ", 3, 1)]
        assert response.headers["X-Portal-Cache"] == "bypass"

    @pytest.mark.parametrize("parameters", [{"page": "2"}, {"year": "2026"}, {"type": "articles"}])
    def test_who_turns_a_page_or_sets_a_filter_has_typed_nothing(
        self, news, reader, settings, parameters
    ):
        settings.GOVPORTAL_PAGE_SIZE = 1
        for number in range(3):
            builders.make_article(news, title=f"Lũ {number}")
        ask(reader, "lũ", **parameters)
        assert self.searches() == []

    def test_robots_and_questions_without_words_do_not_count(self, news, reader):
        ask(reader, "")
        ask(Client(headers={"user-agent": "Googlebot/2.1"}), "lũ")
        reader.head(ADDRESS, {"query": "lũ"})
        assert self.searches() == []

    def test_the_page_without_a_query_may_be_kept(self, news, reader):
        assert [reader.get(ADDRESS).headers["X-Portal-Cache"] for _ in range(2)] == ["miss", "hit"]


class CostTests:
    def test_the_number_of_queries_does_not_grow(self, home, client, settings):
        settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0
        library = builders.make_library(home)
        news = builders.make_section(home)

        def grow(count):
            for number in range(count):
                builders.make_document(
                    library,
                    f"{number + 1}/{2000 + number % 20}/QĐ-UBND",
                    full_text="Điều 1. Đê điều\nBờ kè sông.\nĐiều 2. Kè\nBờ kè biển.\n",
                    issued_on=date(2000 + number % 20, 1, 1),
                    issuer=builders.make_agency(f"co-quan-{number % 7}"),
                    slug=f"van-ban-{Page.objects.count()}",
                )
                builders.make_article(news, title=f"Bờ kè {number}")

        def cost(**parameters):
            ask(client, "bờ kè", **parameters)
            with CaptureQueriesContext(connection) as queries:
                ask(client, "bờ kè", **parameters)
            return len(queries)

        grow(10)
        statistics.recount()
        few = [cost(), cost(type="documents"), cost(order="date")]
        grow(90)
        statistics.recount()
        assert ask(client, "bờ kè").context_data["total"] == 200
        many = [cost(), cost(type="documents"), cost(order="date")]
        # Fewer where all lines of the page are of one kind.
        assert all(now <= before for now, before in zip(many, few, strict=True))
        assert max(few) <= 40


class AddressTests:
    def test_an_address_is_written_as_it_was_read(self):
        text = "query=l%C5%A9&type=documents&category=x&agency=3&year=2026&site=2"
        text += "&from=2026-01-01&to=31%2F12%2F2026&order=date&across=1&language=en"
        assert Question.from_parameters(QueryDict(text)).encode() == f"?{text}"

    def test_what_is_not_known_is_left_out(self):
        question = Question.from_parameters(QueryDict("query=a&x=1&order=x&across=yes&language=x"))
        assert question.encode() == "?query=a"
