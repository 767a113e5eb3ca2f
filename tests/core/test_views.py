"""Search, sitemaps, robots, security contact, health and error pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
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
