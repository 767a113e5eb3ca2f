"""One host for several languages, told apart by the beginning of the address."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from wagtail.models import Page, Site

from govportal_wagtail.core import setup
from govportal_wagtail.core.sites.resolution import provincial_portal
from tests import builders
from tests.core import foreign_world as world

pytestmark = pytest.mark.django_db
STATE = "X-Portal-Cache"


@pytest.fixture(autouse=True)
def _prefixes(settings):
    settings.ROOT_URLCONF = "tests.core.prefixed_portal_urls"


@pytest.fixture
def site():
    """The portal under the regulation of Khánh Hòa: Vietnamese, English and Russian."""
    site = builders.make_site()
    agency = {"name_en": "Provincial People's Committee", "name_ru": "Народный комитет"}
    builders.make_agency(**agency)
    setup.run(profile="khanhhoa-2018-draft")
    return Site.objects.get(pk=site.pk)


@pytest.fixture
def section(site):
    home = Page.objects.get(pk=site.root_page_id)
    return builders.make_section(home, title="Đầu tư", slug="dau-tu")


def publish_home(code, title):
    home = provincial_portal().site.root_page.get_translation(builders.make_locale(code)).specific
    home.title = title
    builders.publish_page(home)
    return type(home).objects.get(pk=home.pk)


@pytest.fixture
def english(section):
    publish_home("en", "Portal of the province")
    return world.in_language(section, "en", "Investment")


def read(client, address, status=200):
    cache.clear()
    response = client.get(address)
    assert response.status_code == status, address
    return response


def test_each_language_has_addresses_of_its_own(client, english, section):
    assert section.get_full_url() == "http://localhost/dau-tu/"
    assert english.get_full_url() == "http://localhost/en/en-dau-tu/"
    for address, code, title in (
        ("/", "vi", provincial_portal().site.root_page.title),
        ("/dau-tu/", "vi", "Đầu tư"),
        ("/en/", "en", "Portal of the province"),
        ("/en/en-dau-tu/", "en", "Investment"),
    ):
        response = read(client, address)
        text = response.content.decode()
        assert response["Content-Language"] == code
        assert f'<html lang="{code}">' in text
        assert title in text


def test_the_portal_works_in_three_languages(client, english, section):
    publish_home("ru", "Портал провинции")
    world.in_language(section, "ru", "Инвестиции")
    soup = BeautifulSoup(read(client, "/ru/ru-dau-tu/").content.decode(), "html.parser")
    links = [each.get("href") for each in soup.select(".gp-languages li > *")]
    assert links == ["/dau-tu/", "/en/en-dau-tu/", None]
    head = [
        (each["hreflang"], each["href"]) for each in soup.select('link[rel="alternate"][hreflang]')
    ]
    assert [pair for pair in head if pair[0] == "x-default"] == [
        ("x-default", "http://testserver/dau-tu/")
    ]
    assert ("ru", "http://testserver/ru/ru-dau-tu/") in head
    assert "Народный комитет" in soup.get_text()


def test_links_stay_within_the_language(client, english):
    soup = BeautifulSoup(read(client, "/en/en-dau-tu/").content.decode(), "html.parser")
    assert soup.select_one(".gp-header__identity")["href"] == "/en/"
    assert soup.select_one(".gp-menu__link--home")["href"] == "/en/"
    assert soup.select_one("form[role=search], .gp-search form, form.gp-search")["action"] == (
        "/en/tim-kiem/"
    )
    crumbs = [each.get("href") for each in soup.select(".gp-breadcrumbs a")]
    assert crumbs == ["/en/"]


@pytest.mark.parametrize("address", ["/en/tim-kiem/", "/en/so-do-cong/", "/en/tro-nang/"])
def test_pages_outside_the_tree_are_in_the_language_of_the_address(client, english, address):
    response = read(client, address)
    assert response["Content-Language"] == "en"
    assert '<html lang="en">' in response.content.decode()


def test_what_is_not_found_says_so_in_the_language_of_the_address(client, english):
    response = read(client, "/en/nowhere/", 404)
    text = response.content.decode()
    assert "Page not found" in text
    assert 'href="/en/"' in text
    assert read(client, "/khong-co/", 404)["Content-Language"] == "vi"


def test_a_language_whose_home_page_is_not_published_leads_to_vietnamese(client, section):
    for address, target in (("/en/", "/"), ("/en/dau-tu/", "/dau-tu/")):
        response = read(client, address, 302)
        assert response["Location"] == target


def test_a_browser_in_another_language_changes_nothing(client, english):
    cache.clear()
    response = client.get("/", headers={"accept-language": "en"})
    assert response["Content-Language"] == "vi"


def test_the_cache_keeps_each_language_apart(client, english):
    cache.clear()
    for address in ("/dau-tu/", "/en/en-dau-tu/"):
        first, second = client.get(address), client.get(address)
        assert (first[STATE], second[STATE]) == ("miss", "hit")
        assert first.content == second.content
    assert client.get("/dau-tu/")["Content-Language"] == "vi"
    assert client.get("/en/en-dau-tu/")["Content-Language"] == "en"


def test_the_sitemap_has_all_languages(client, english):
    text = read(client, "/sitemap-pages.xml").content.decode()
    addresses = re.findall("<loc>([^<]+)</loc>", text)
    assert "http://testserver/dau-tu/" in addresses
    assert "http://testserver/en/en-dau-tu/" in addresses


def test_feeds_and_the_api_work_below_a_prefix(client, english):
    builders.make_article(english, title="Bridge opened")
    text = read(client, f"/en/feeds/{english.pk}.atom").content.decode()
    assert "Bridge opened" in text
    assert read(client, "/api/v2/legal-documents/").json()["meta"]["total_count"] == 0


def test_the_setup_does_not_ask_for_prefixes_where_there_are_some(site):
    lines = []
    setup.run(report=lines.append)
    assert not [line for line in lines if "offer-other-languages" in line]
