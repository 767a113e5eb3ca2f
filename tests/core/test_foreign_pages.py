"""Pages in other languages: placeholders stay out of everything that is listed."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from wagtail.models import Page

from govportal_wagtail.core import navigation
from govportal_wagtail.core.models import SearchUnit
from govportal_wagtail.core.search import index as search_index
from govportal_wagtail.investment import register as projects
from govportal_wagtail.investment.models import ProjectEntry
from govportal_wagtail.legal import register as documents
from govportal_wagtail.legal.models import RegisterEntry
from tests import builders
from tests.core import foreign_world as world
from tests.editorial.message_builders import plain_portal
from tests.questions.builders import open_to_readers

pytestmark = pytest.mark.django_db
HOST = "english.localhost"
#: What is a page of its kind, for lists of the kind.
KINDS = ("article", "document", "answer", "project", "week")
#: By which a list shows them.
WORDS = {
    "article": "Khánh thành cầu",
    "document": "68/2026/QĐ-UBND",
    "answer": "Cấp giấy chứng nhận",
    "project": "Đường vành đai",
    "week": "Họp giao ban",
}
SECTIONS = ("section", "library", "answers", "register", "schedule")


@pytest.fixture
def portal():
    return open_to_readers(plain_portal())


@pytest.fixture
def pages(portal):
    return world.make_branch(portal)


@pytest.fixture
def home(pages, portal):
    """An English home page on a host of its own."""
    return world.foreign_home(portal.site, "en", HOST, title="Portal")


@pytest.fixture
def below(pages, home):
    """English sections, with nothing but placeholders in them."""
    found = {}
    for name in SECTIONS:
        found[name] = world.in_language(pages[name], "en", f"English {name}")
    for name in KINDS:
        found[name] = world.in_language(pages[name], "en", "", alias=True)
    # As publishing the sources again would.
    documents.rebuild()
    projects.rebuild()
    return found


def read(client, address, host=HOST):
    cache.clear()
    response = client.get(address, headers={"host": host})
    assert response.status_code == 200, address
    return response.content.decode()


class PlaceholderTests:
    def test_the_aliases_of_these_tests_are_live(self, below):
        assert all(below[name].live and below[name].alias_of_id for name in KINDS)

    @pytest.mark.parametrize("name", KINDS)
    def test_are_not_listed_in_their_section(self, client, pages, below, name):
        section = below[SECTIONS[KINDS.index(name)]]
        text = read(client, f"/{section.slug}/")
        assert section.title in text
        assert WORDS[name] not in text
        assert below[name].url_path.split("/", 2)[2] not in text

    def test_are_in_no_register(self, pages, below):
        assert RegisterEntry.objects.filter(page=pages["document"].pk).exists()
        assert not RegisterEntry.objects.filter(page=below["document"].pk).exists()
        assert ProjectEntry.objects.filter(page=pages["project"].pk).exists()
        assert not ProjectEntry.objects.filter(page=below["project"].pk).exists()
        assert documents.audit().is_clean
        assert projects.audit().is_clean

    def test_are_not_found_by_the_search(self, pages, below):
        search_index.rebuild()
        found = set(SearchUnit.objects.values_list("page_id", flat=True))
        assert pages["article"].pk in found
        assert below["section"].pk in found
        assert not found & {below[name].pk for name in KINDS}

    def test_are_in_no_sitemap(self, client, below):
        text = read(client, "/sitemap-pages.xml")
        assert below["section"].slug in text
        assert not [name for name in KINDS if f"/{below[name].slug}/" in text]

    def test_are_in_no_tree_of_the_site(self, client, pages, home, portal):
        alias = world.in_language(pages["library"], "en", "", alias=True)
        assert pages["library"].title in read(client, "/so-do-cong/", "localhost")
        assert alias.title not in read(client, "/so-do-cong/")

    def test_are_in_no_feed(self, client, pages, below):
        for address in ("/feeds/tin-tuc.atom", f"/feeds/{below['section'].pk}.atom"):
            assert pages["article"].title not in read(client, address)
        address = f"/du-lieu/van-ban/{below['library'].pk}.atom"
        assert WORDS["document"] not in read(client, address)

    def test_have_no_feed_of_their_own(self, client, pages, home):
        alias = world.in_language(pages["section"], "en", "", alias=True)
        assert client.get(f"/feeds/{alias.pk}.atom", headers={"host": HOST}).status_code == 404

    @pytest.mark.parametrize(
        ("name", "endpoint"),
        [
            ("document", "legal-documents"),
            ("answer", "questions"),
            ("project", "projects"),
            ("week", "schedules"),
        ],
    )
    def test_are_not_in_the_api(self, client, pages, below, name, endpoint):
        cache.clear()
        base = f"/api/v2/{endpoint}/"
        rows = client.get(base, headers={"host": HOST}).json()["items"]
        keys = {row["id"] for row in rows}
        assert pages[name].pk in keys
        assert below[name].pk not in keys
        assert client.get(f"{base}{below[name].pk}/", headers={"host": HOST}).status_code == 404

    def test_are_in_no_menu(self, pages, home, rf):
        world.in_language(pages["section"], "en", "", alias=True)
        world.in_language(pages["library"], "en", "Documents")
        menu = navigation.main_menu(rf.get("/", SERVER_NAME=HOST), home)
        assert [entry["title"] for entry in menu] == ["Documents"]

    @pytest.mark.parametrize(
        ("kind", "name"),
        [("news", "article"), ("documents", "document"), ("projects", "project")],
    )
    def test_are_on_no_home_page(self, client, pages, home, below, kind, name):
        world.section_of(home, kind, below[SECTIONS[KINDS.index(name)]])
        assert WORDS[name] not in read(client, "/")

    def test_an_alias_within_one_language_is_a_page_like_any_other(self, pages, portal):
        other = builders.make_section(Page.objects.get(pk=portal.site.root_page_id), "Khác")
        alias = pages["article"].create_alias(parent=other)
        search_index.refresh([alias.pk])
        assert SearchUnit.objects.filter(page=alias.pk).exists()


class HomeSectionTests:
    def test_draws_from_the_translation_of_its_source(self, client, pages, home):
        library = world.in_language(pages["library"], "en", "Documents")
        builders.make_document(library, "70/2026/QĐ-UBND")
        world.section_of(home, "documents", pages["library"])
        text = read(client, "/")
        assert "70/2026/QĐ-UBND" in text
        assert WORDS["document"] not in text

    @pytest.mark.parametrize("alias", [False, True])
    def test_is_left_out_where_its_source_is_not_translated(self, client, pages, home, alias):
        if alias:
            world.in_language(pages["library"], "en", "", alias=True)
        world.section_of(home, "documents", pages["library"])
        text = read(client, "/")
        assert WORDS["document"] not in text
        assert "Section documents" not in text


class BreadcrumbTests:
    def test_leave_out_what_is_not_translated(self, pages, home, rf):
        alias = world.in_language(pages["section"], "en", "", alias=True)
        article = world.in_language(pages["article"], "en", "Bridge opened")
        assert article.path.startswith(alias.path)
        crumbs = navigation.breadcrumbs(rf.get("/", SERVER_NAME=HOST), article)
        assert [crumb["title"] for crumb in crumbs] == ["Portal", "Bridge opened"]

    def test_leave_out_translations_that_are_not_published(self, client, pages, home):
        section = world.in_language(pages["section"], "en", "News")
        article = world.in_language(pages["article"], "en", "Bridge opened")
        Page.objects.get(pk=section.pk).specific.unpublish()
        text = read(client, f"/{section.slug}/{article.slug}/")
        assert f'href="/{section.slug}/"' not in text
        assert "Bridge opened" in text


class OwnAddressTests:
    def test_a_placeholder_leads_to_the_page_it_stands_for(self, client, pages, below):
        alias = below["article"]
        address = f"/{below['section'].slug}/{alias.slug}/"
        response = client.get(address, headers={"host": HOST})
        assert response.status_code == 302
        assert response["Location"] == pages["article"].full_url

    def test_one_of_an_unpublished_page_is_not_found(self, client, pages, below):
        alias = below["article"]
        Page.objects.filter(pk=pages["article"].pk).update(live=False)
        address = f"/{below['section'].slug}/{alias.slug}/"
        assert client.get(address, headers={"host": HOST}).status_code == 404
