"""Search, sitemaps, robots, security contact, health and error pages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree  # only what the portal itself wrote is read

import pytest
from django.core.files.storage import default_storage
from django.http import Http404
from wagtail.models import Page, PageViewRestriction

from govportal_wagtail.core import sitemaps, views
from govportal_wagtail.core.models import PortalSettings
from tests import builders

pytestmark = pytest.mark.django_db
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def site():
    return builders.make_site()


@pytest.fixture
def home(site):
    return Page.objects.get(pk=site.root_page_id)


@pytest.fixture
def news(home):
    return builders.make_section(home, title="Tin tức")


def found(client, query, **parameters):
    """Titles of the hits of a search."""
    response = client.get("/tim-kiem/", {"query": query, **parameters})
    assert response.status_code == 200
    return [hit.title for hit in response.context_data["hits"]]


class SearchTests:
    @pytest.mark.parametrize(
        "query", ["cầu sông Trà", "cau song tra", "CẦU SÔNG", "trà  cầu", "khánh-thành"]
    )
    def test_finds_articles_by_words_with_and_without_marks(self, news, client, query):
        builders.make_article(news, title="Khánh thành cầu sông Trà")
        builders.make_article(news, title="Hội nghị chuyển đổi số")
        assert found(client, query, source="articles") == ["Khánh thành cầu sông Trà"]

    def test_every_word_must_occur(self, news, client):
        builders.make_article(news, title="Khánh thành cầu sông Trà")
        assert found(client, "cầu sông Hồng", source="articles") == []

    def test_finds_pages_and_sections(self, home, news, client):
        builders.make_standard(home, title="Thông tin liên hệ")
        assert found(client, "liên hệ", source="pages") == ["Thông tin liên hệ"]
        assert found(client, "tin tức", source="pages") == ["Tin tức"]

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

    def test_counts_by_source_and_in_all(self, home, news, client):
        builders.make_article(news, title="Lũ lụt")
        builders.make_standard(home, title="Lũ quét")
        response = client.get("/tim-kiem/", {"query": "lũ"})
        counts = {s["code"]: s["count"] for s in response.context_data["sources"]}
        assert counts["articles"] == 1
        assert counts["pages"] == 1
        assert counts[""] == response.context_data["total"] == sum(counts.values()) / 2

    def test_pages_run_through_all_sources(self, home, news, client, settings):
        settings.GOVPORTAL_PAGE_SIZE = 2
        for number in range(3):
            builders.make_article(news, title=f"Lũ {number}")
            builders.make_standard(home, title=f"Trang lũ {number}")
        titles = [title for page in (1, 2, 3) for title in found(client, "lũ", page=page)]
        assert len(titles) == len(set(titles)) == 6

    def test_without_a_query_it_asks_for_one(self, site, client):
        response = client.get("/tim-kiem/")
        assert response.status_code == 200
        assert response.context_data["message"]
        assert response.context_data["sources"] == []

    @pytest.mark.parametrize(
        "query",
        ["\x00", "a\x00b", '"', "'; DROP TABLE x; --", "%", "\\", "()", "\ud800", "🏛", "x" * 9000],
        ids=range(10),
    )
    def test_no_query_is_an_error(self, news, client, query):
        builders.make_article(news)
        address = "/tim-kiem/"
        response = client.get(address, {"query": query.encode("utf-8", "surrogatepass")})
        assert response.status_code == 200

    def test_a_long_query_is_cut(self, site, client, settings):
        settings.GOVPORTAL_SEARCH_QUERY_LENGTH = 5
        response = client.get("/tim-kiem/", {"query": "abcdefghij"})
        assert response.context_data["query"] == "abcde"

    @pytest.mark.parametrize("page", ["99999", "abc", "0", "-1", "1.5", "9" * 5000, "\x00"])
    def test_a_page_that_is_not_there_is_404(self, site, client, page):
        assert client.get("/tim-kiem/", {"query": "a", "page": page}).status_code == 404

    def test_an_unknown_source_is_404(self, site, client):
        assert client.get("/tim-kiem/", {"query": "a", "source": "x"}).status_code == 404

    def test_posting_is_refused(self, site, client):
        assert client.post("/tim-kiem/").status_code == 405

    def test_what_was_typed_is_shown_harmlessly(self, site, client):
        body = client.get("/tim-kiem/", {"query": "<script>x</script>"}).content.decode()
        assert "<script>x" not in body


class SiteTreeTests:
    def test_lists_sections_as_links(self, news, client):
        body = client.get("/so-do-cong/").content.decode()
        assert 'href="/tin-tuc' in body
        assert "Tin tức" in body


def addresses(response):
    """Addresses in a sitemap file."""
    assert response.status_code == 200
    return [node.text for node in ElementTree.fromstring(response.content).iter(f"{NAMESPACE}loc")]  # noqa: S314


class XmlSitemapTests:
    def test_the_index_leads_to_files_with_every_public_page(self, news, client):
        article = builders.make_article(news)
        [file] = addresses(client.get("/sitemap.xml"))
        assert file == "http://testserver/sitemap-pages.xml"
        found = addresses(client.get("/sitemap-pages.xml"))
        assert f"http://testserver{article.url}" in found
        assert "http://testserver/" in found

    def test_files_are_bounded_and_together_complete(self, home, client, monkeypatch):
        monkeypatch.setattr(sitemaps.PortalSitemap, "limit", 2)
        for number in range(4):
            builders.make_standard(home, title=f"Trang {number}")
        files = addresses(client.get("/sitemap.xml"))
        assert len(files) == 3
        found = [url for file in files for url in addresses(client.get(file))]
        assert len(found) == len(set(found)) == 5

    def test_leaves_out_drafts_private_pages_aliases_and_other_sites(self, home, client):
        builders.make_standard(home, title="Nháp", publish=False)
        private = builders.make_standard(home, title="Nội bộ")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        page = builders.make_standard(home, title="Thật")
        page.create_alias(parent=Page.objects.get(pk=home.pk), update_slug="bi-danh")
        builders.make_standard(builders.make_site("so.example.vn").root_page, title="Của sở")
        found = addresses(client.get("/sitemap-pages.xml"))
        assert sorted(found) == sorted(["http://testserver/", f"http://testserver{_path(page)}"])

    def test_says_when_a_page_changed(self, home, client):
        builders.make_standard(home)
        text = client.get("/sitemap-pages.xml").content.decode()
        assert text.count("<lastmod>") == 2
        assert "<lastmod>" in client.get("/sitemap.xml").content.decode()

    @pytest.mark.parametrize("page", ["2", "0", "abc", "-1", "\x00"])
    def test_a_file_that_is_not_there_is_404(self, home, client, page):
        assert client.get("/sitemap-pages.xml", {"p": page}).status_code == 404

    def test_a_section_that_is_not_there_is_404(self, home, client):
        assert client.get("/sitemap-x.xml").status_code == 404

    def test_costs_the_same_for_any_number_of_pages(self, home, client, settings):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0
        counts = []
        for _ in range(2):
            builders.make_standard(home)
            client.get("/sitemap-pages.xml")
            with CaptureQueriesContext(connection) as queries:
                client.get("/sitemap-pages.xml")
            counts.append(len(queries))
            for _ in range(8):
                builders.make_standard(home)
        assert counts[0] == counts[1]


def _path(page):
    return "/" + page.url.split("/", 3)[-1] if page.url.startswith("http") else page.url


class RobotsTests:
    def test_keeps_crawlers_from_the_admin_and_names_the_sitemap(self, site, client):
        response = client.get("/robots.txt")
        text = response.content.decode()
        assert response["Content-Type"].startswith("text/plain")
        assert "Disallow: /admin/" in text
        assert "Sitemap: http://testserver/sitemap.xml" in text


class SecurityTxtTests:
    address = "/.well-known/security.txt"

    @pytest.mark.parametrize(
        ("contact", "line"),
        [
            ("baomat@example.vn", "Contact: mailto:baomat@example.vn"),
            ("https://example.vn/bao-mat", "Contact: https://example.vn/bao-mat"),
            ("https://a.vn\nExpires: 2000", "Contact: https://a.vnExpires:2000"),
        ],
    )
    def test_names_contact_expiry_and_own_address(self, site, client, contact, line):
        PortalSettings.objects.create(site=site, security_contact=contact)
        lines = client.get(self.address).content.decode().splitlines()
        assert lines[0] == line
        [expires] = [x.removeprefix("Expires: ") for x in lines if x.startswith("Expires")]
        remaining = datetime.fromisoformat(expires) - datetime.now(UTC)
        assert timedelta(days=30) < remaining < timedelta(days=365)
        assert f"Canonical: http://testserver{self.address}" in lines

    @pytest.mark.parametrize("contact", ["", "gọi cho chúng tôi", "javascript:x"])
    def test_without_a_contact_there_is_none(self, site, client, contact):
        PortalSettings.objects.create(site=site, security_contact=contact)
        assert client.get(self.address).status_code == 404

    def test_the_old_place_leads_there(self, site, client):
        response = client.get("/security.txt")
        assert response.status_code == 301
        assert response["Location"] == self.address


class HealthTests:
    def test_all_well(self, client):
        response = client.get("/healthz")
        assert response.status_code == 200
        assert response.json() == {
            "status": "ok",
            "database": "ok",
            "cache": "ok",
            "storage": "ok",
        }
        assert "no-store" in response["Cache-Control"]

    def test_says_which_part_fails_and_nothing_more(self, client, settings):
        settings.CACHES = {"default": {"BACKEND": "tests.core.test_caching.BrokenCache"}}
        response = client.get("/healthz")
        assert response.status_code == 503
        assert response.json()["cache"] == "error"
        assert response.json()["database"] == "ok"
        assert "no answer" not in response.content.decode()

    def test_a_store_that_cannot_be_reached_is_an_error(self, client, monkeypatch):
        def unreachable(name):
            raise OSError("secret path")

        monkeypatch.setattr(default_storage, "exists", unreachable)
        response = client.get("/healthz")
        assert response.status_code == 503
        assert response.json()["storage"] == "error"
        assert "secret" not in response.content.decode()


class ErrorPageTests:
    def test_404_helps_on(self, news, client):
        response = client.get("/khong-co-trang-nay/")
        assert response.status_code == 404
        body = response.content.decode()
        assert "/tim-kiem/" in body
        assert "Tin tức" in body

    def test_403(self, site, rf):
        response = views.permission_denied(rf.get("/"), PermissionError())
        assert response.status_code == 403
        assert b"403" in response.content

    def test_a_failed_form_says_what_to_do(self, site, rf):
        response = views.csrf_failure(rf.post("/"), reason="internal reason")
        assert response.status_code == 403
        assert "internal reason" not in response.content.decode()

    def test_500_asks_nothing_of_the_database(self, rf, django_assert_num_queries):
        with django_assert_num_queries(0):
            response = views.server_error(rf.get("/"))
        assert response.status_code == 500
        assert b"<html" in response.content or b"500" in response.content

    def test_404_without_any_site_is_still_404(self, client, rf):
        from wagtail.models import Site

        Site.objects.all().delete()
        assert client.get("/khong-co/").status_code == 404
        for address in ("/tim-kiem/", "/sitemap.xml", "/feeds/tin-tuc.atom"):
            assert client.get(address).status_code == 404, address
        assert views.page_not_found(rf.get("/"), Http404()).status_code == 404


def test_the_index_on_the_page_tree_is_there():
    from django.db import connection

    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "wagtailcore_page")
    assert found["govportal_page_depth_path"]["columns"] == ["depth", "path"]


def test_search_hits_carry_the_date_of_the_article(news, client):
    builders.make_article(news, title="Hội chợ", published_on=date(2026, 3, 1))
    response = client.get("/tim-kiem/", {"query": "hội chợ"})
    assert response.context_data["hits"][0].date == date(2026, 3, 1)
