"""The language switch keeps the page, or leads to the nearest one that is translated."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.utils import translation
from wagtail.models import Page, PageViewRestriction

from govportal_wagtail.core import navigation
from govportal_wagtail.core.sites.gate import prefer_own_roots
from tests import builders
from tests.core import foreign_world as world
from tests.editorial.message_builders import plain_portal
from tests.questions.builders import open_to_readers

pytestmark = pytest.mark.django_db
HOST = "english.localhost"


@pytest.fixture
def portal():
    return open_to_readers(plain_portal())


@pytest.fixture
def vietnamese(portal):
    return Page.objects.get(pk=portal.site.root_page_id)


@pytest.fixture
def section(vietnamese):
    return builders.make_section(vietnamese, title="Tin tức", slug="tin-tuc")


@pytest.fixture
def article(section):
    return builders.make_article(section, title="Khánh thành cầu", slug="cau")


@pytest.fixture
def english(portal, section, article):
    return world.foreign_home(portal.site, "en", HOST, title="Portal of the province")


def link_to(code, page, rf):
    cache.clear()
    request = rf.get("/")
    prefer_own_roots(request)
    links = navigation.language_links(request, page)
    return next((link for link in links if link["code"] == code), None)


def read(client, address, host="localhost"):
    cache.clear()
    return client.get(address, headers={"host": host})


def switch_of(response):
    """Text and address of each entry of the language switch."""
    soup = BeautifulSoup(response.content.decode(), "html.parser")
    entries = soup.select(".gp-languages li > *")
    return [(" ".join(each.get_text().split()), each.get("href")) for each in entries]


class LinkTests:
    def test_leads_to_the_page_where_it_is_translated(self, english, section, article, rf):
        world.in_language(section, "en", "News")
        copy = world.in_language(article, "en", "Bridge opened")
        link = link_to("en", article, rf)
        assert (link["url"], link["instead"]) == (copy.full_url, "")

    def test_leads_to_the_nearest_section_that_is(self, english, section, article, rf):
        copy = world.in_language(section, "en", "News")
        link = link_to("en", article, rf)
        assert (link["url"], link["instead"], link["title"]) == (copy.full_url, "section", "News")

    def test_leads_to_the_home_page_where_nothing_else_is(self, english, article, rf):
        link = link_to("en", article, rf)
        assert (link["url"], link["instead"]) == (f"http://{HOST}/", "home")

    def test_never_leads_to_what_is_not_published(self, english, section, article, rf):
        copy = world.in_language(section, "en", "News")
        Page.objects.get(pk=copy.pk).specific.unpublish()
        assert link_to("en", article, rf)["instead"] == "home"

    def test_never_leads_to_a_placeholder(self, english, section, article, rf):
        world.in_language(section, "en", "", alias=True)
        world.in_language(article, "en", "", alias=True)
        assert link_to("en", article, rf)["instead"] == "home"

    def test_never_leads_to_what_is_not_public(self, english, section, article, rf):
        copy = world.in_language(section, "en", "News")
        PageViewRestriction.objects.create(page=copy, restriction_type="login")
        assert link_to("en", article, rf)["instead"] == "home"

    def test_names_no_language_without_a_published_home_page(self, english, article, rf):
        assert link_to("ru", article, rf) is None
        Page.objects.get(pk=english.pk).specific.unpublish()
        assert link_to("en", article, rf) is None

    def test_the_home_page_leads_to_the_home_page(self, english, vietnamese, rf):
        link = link_to("en", vietnamese, rf)
        assert (link["url"], link["instead"]) == (f"http://{HOST}/", "")

    def test_a_page_without_a_place_in_the_tree_leads_to_the_home_page(self, english, rf):
        from govportal_wagtail.pages.models import StandardPage

        draft = StandardPage(title="Mới", locale=builders.make_locale("vi"))
        assert link_to("en", draft, rf)["instead"] == "home"

    def test_costs_two_queries_however_deep_the_page(
        self, english, section, rf, django_assert_num_queries
    ):
        page = section
        for number in range(3):
            page = builders.make_section(page, title=f"Cấp {number}")
        page = Page.objects.select_related("locale").get(pk=page.pk)
        request = rf.get("/")
        navigation.language_links(request, page)
        # The pages, and the view restrictions that leave some of them out.
        with django_assert_num_queries(2):
            navigation.language_links(request, page)


class PageTests:
    def test_says_that_the_page_is_not_translated(self, client, english, section, article):
        copy = world.in_language(section, "en", "News")
        shown = switch_of(read(client, "/tin-tuc/cau/"))
        with translation.override("vi"):
            assert shown[0] == ("Tiếng Việt", None)
        assert shown[1][1] == copy.full_url
        assert shown[1][0].startswith("English (")
        assert "News" in shown[1][0]
        assert client.get(f"/{copy.slug}/", headers={"host": HOST}).status_code == 200

    def test_marks_what_is_in_another_language(self, client, english, section, article):
        world.in_language(section, "en", "News")
        text = read(client, "/tin-tuc/cau/").content.decode()
        link = BeautifulSoup(text, "html.parser").select_one(".gp-languages a")
        assert link["hreflang"] == "en"
        assert [each.get_text() for each in link.select('[lang="en"]')] == ["English", "News"]

    def test_leads_back_to_the_vietnamese_host(self, client, english, section):
        copy = world.in_language(section, "en", "News")
        response = read(client, f"/{copy.slug}/", HOST)
        assert ("Tiếng Việt", "http://localhost/tin-tuc/") in switch_of(response)
        assert '<html lang="en">' in response.content.decode()
        assert response["Content-Language"] == "en"

    @pytest.mark.parametrize("address", ["/tim-kiem/", "/khong-co/", "/so-do-cong/"])
    def test_pages_outside_the_tree_lead_to_the_home_pages(self, client, english, address):
        response = read(client, address)
        shown = switch_of(response)
        assert [url for _text, url in shown] == [None, f"http://{HOST}/"]
        assert response["Content-Language"] == "vi"
        response = read(client, address, HOST)
        assert response["Content-Language"] == "en"
        assert '<html lang="en">' in response.content.decode()
        assert [url for _text, url in switch_of(response)] == ["http://localhost/", None]

    def test_forms_that_speak_several_languages_have_no_second_switch(self, client, english):
        assert switch_of(read(client, "/cach-tinh-thoi-han/")) == []


class HeadTests:
    def alternates(self, response):
        text = response.content.decode()
        return re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', text)

    def test_names_the_page_in_each_language_and_for_all_others(self, client, english, section):
        copy = world.in_language(section, "en", "News")
        expected = [
            ("vi", "http://localhost/tin-tuc/"),
            ("en", f"http://{HOST}/{copy.slug}/"),
            ("x-default", "http://localhost/tin-tuc/"),
        ]
        assert self.alternates(read(client, "/tin-tuc/")) == expected
        assert self.alternates(read(client, f"/{copy.slug}/", HOST)) == expected

    def test_names_nothing_that_is_not_the_page_itself(self, client, english, section, article):
        world.in_language(section, "en", "News")
        assert self.alternates(read(client, "/tin-tuc/cau/")) == []


def test_editors_read_the_names_of_languages_in_their_own(admin_client, english, section):
    copy = world.in_language(section, "en", "News")
    screen = read(admin_client, f"/admin/pages/{copy.pk}/edit/")
    assert screen.status_code == 200
    # What Wagtail writes beside the title, and in the switch to the other language.
    shown = BeautifulSoup(screen.content, "html.parser").get_text(" ", strip=True)
    assert "Tiếng Anh" in shown
    assert "English" not in shown
