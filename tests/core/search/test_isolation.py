"""What is not public is not found: at no door, in no count, by no hint, from no site."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Site

from govportal_wagtail.core.models import SiteState
from govportal_wagtail.core.search import index, search_parts, statistics
from govportal_wagtail.editorial import takedowns
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.builders import (
    make_article,
    make_document,
    make_home,
    make_library,
    make_locale,
    make_section,
    make_site,
    make_standard,
)
from tests.core.search.doors import EVERY_DOOR, Doors
from tests.editorial.afterwards_builders import COMPONENT_HOST, Network, make_network

pytestmark = pytest.mark.django_db

#: Words that no other page has.
TITLE = "Zozbít glorạm vemura"
QUERY = "zozbit gloram"
WORDS = ("Zozbít", "lorạm", "vemura", "Krandomu")
BODY = [("paragraph", "<p>Krandomu zozbit gloram.</p>")]


@pytest.fixture(autouse=True)
def _no_limits(settings) -> None:
    """The cache hears of a change when the transaction ends, which a test's does not."""
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


@pytest.fixture
def network() -> Network:
    return make_network()


@pytest.fixture
def here(network) -> Doors:
    return Doors(network.portal.site, Locale.objects.get(language_code="vi"))


@pytest.fixture
def everywhere(network, here) -> list[Doors]:
    """From the portal and its component, narrow and across, in both languages."""
    english = make_locale("en")
    return [
        Doors(each.site, locale, across=across)
        for each in (network.portal, network.commune)
        for locale in (here.locale, english)
        for across in (False, True)
    ]


@pytest.fixture
def secret(network) -> Any:
    """A public page of many words, two levels below the home page."""
    folder = make_section(network.section, title="Thư mục", slug="thu-muc")
    return make_article(folder, TITLE, slug="dia-chi", body=BODY)


def nothing(everywhere: list[Doors]) -> dict[Doors, list[str]]:
    """All that leaks, by standpoint."""
    leaks = {doors: doors.leaks(QUERY, *WORDS) for doors in everywhere}
    return {doors: found for doors, found in leaks.items() if found}


def fresh(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific


def folder_of(page: Page) -> Any:
    return fresh(page).get_parent()


def unpublish(page: Page) -> None:
    fresh(page).unpublish()


def unpublish_branch(page: Page) -> None:
    for each in (page, folder_of(page)):
        fresh(each).unpublish()


def delete(page: Page) -> None:
    fresh(page).delete()


def delete_branch(page: Page) -> None:
    folder_of(page).specific.delete()


def restrict(page: Page, kind: str) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=kind, password="mat-khau" if kind == "password" else ""
    )
    if kind == "groups":
        restriction.groups.add(Group.objects.create(name="Nội bộ"))
    return restriction


def move_below_restricted(page: Page) -> None:
    private = make_section(folder_of(page).get_parent(), title="Nội bộ", slug="noi-bo")
    restrict(private, "login")
    fresh(page).move(Page.objects.get(pk=private.pk), pos="last-child")


def move_branch_below_restricted(page: Page) -> None:
    private = make_section(folder_of(page).get_parent(), title="Nội bộ", slug="noi-bo")
    restrict(private, "groups")
    Page.objects.get(pk=folder_of(page).pk).move(Page.objects.get(pk=private.pk), pos="first-child")


def expire(page: Page) -> None:
    page = fresh(page)
    page.expire_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    call_command("publish_scheduled", verbosity=0)


def reword(page: Page) -> None:
    page = fresh(page)
    page.title, page.body = "Tên khác", []
    page.save_revision().publish()


WAYS = {
    "unpublished": unpublish,
    "unpublished with its section": unpublish_branch,
    "deleted": delete,
    "deleted with its section": delete_branch,
    "expired": expire,
    "other words": reword,
    "moved into a restricted section": move_below_restricted,
    "moved with its section into a restricted one": move_branch_below_restricted,
    **{
        f"{kind} on {where}": lambda page, kind=kind, above=above: restrict(above(page), kind)
        for kind in ("login", "password", "groups")
        for where, above in {
            "the page": fresh,
            "its section": folder_of,
            "the section above": lambda page: folder_of(page).get_parent(),
        }.items()
    },
}


class HiddenTests:
    @pytest.mark.parametrize("hide", WAYS.values(), ids=list(WAYS))
    def test_a_page_that_was_found_everywhere_leaves_no_trace(self, here, everywhere, secret, hide):
        assert here.finding(QUERY, secret) == EVERY_DOOR
        hide(secret)
        assert nothing(everywhere) == {}

    def test_taken_down_it_leaves_no_trace_and_comes_back(self, network, here, everywhere, secret):
        head = network.officer(RoleCode.BOARD_HEAD)
        takedown = takedowns.take_down(secret, head, requested_by="Công an", reason="Sai")
        assert nothing(everywhere) == {}
        takedowns.restore(takedown, head, note="Đúng")
        assert here.finding(QUERY, secret) == EVERY_DOOR

    @pytest.mark.parametrize("kind", ["login", "password", "groups"])
    def test_restricted_before_it_is_published_it_never_appears(self, network, everywhere, kind):
        restrict(network.section, kind)
        make_article(network.section, TITLE, body=BODY)
        assert nothing(everywhere) == {}

    @pytest.mark.parametrize("kind", ["login", "password", "groups"])
    def test_found_again_when_the_restriction_is_lifted(self, here, secret, kind):
        restriction = restrict(folder_of(secret), kind)
        assert here.finding(QUERY, secret) == set()
        restriction.delete()
        assert here.finding(QUERY, secret) == EVERY_DOOR

    def test_found_when_the_restriction_is_set_to_public(self, here, secret):
        restriction = restrict(secret, "login")
        restriction.restriction_type = "none"
        restriction.save()
        assert here.finding(QUERY, secret) == EVERY_DOOR

    def test_of_two_restrictions_one_is_enough(self, everywhere, secret):
        restrict(secret, "login")
        restrict(folder_of(secret), "password").delete()
        assert nothing(everywhere) == {}

    def test_neighbours_of_a_restricted_section_stay(self, network, here, secret):
        restrict(make_section(network.section, title="Kín", slug="kin"), "login")
        assert here.finding(QUERY, secret) == EVERY_DOOR


class DraftTests:
    def test_a_draft_never_appears(self, network, everywhere):
        make_article(network.section, TITLE, body=BODY, publish=False)
        assert nothing(everywhere) == {}

    def test_words_of_a_newer_draft_are_not_found(self, network, here, everywhere):
        page = make_article(network.section, "Vẫn công khai")
        page.title, page.body = TITLE, BODY
        page.save_revision()
        assert nothing(everywhere) == {}
        assert here.finding("vẫn công khai", page) == EVERY_DOOR

    def test_a_page_of_the_future_appears_when_its_hour_has_come(self, network, here, everywhere):
        page = make_article(network.section, TITLE, body=BODY, publish=False)
        page.go_live_at = timezone.now() + timedelta(hours=1)
        revision = page.save_revision()
        revision.publish()
        assert nothing(everywhere) == {}
        past = timezone.now() - timedelta(minutes=1)
        revision.refresh_from_db()
        revision.content["go_live_at"] = past.isoformat()
        revision.approved_go_live_at = past
        revision.save()
        call_command("publish_scheduled", verbosity=0)
        assert here.finding(QUERY, page) == EVERY_DOOR

    def test_a_copy_that_is_a_draft_does_not_appear(self, network, here, secret):
        copy = secret.copy(to=network.section, keep_live=False, update_attrs={"slug": "ban-sao"})
        assert here.finding(QUERY, copy) == set()
        assert here.finding(QUERY, secret) == EVERY_DOOR


class SiteTests:
    @pytest.fixture
    def of_commune(self, network):
        return make_article(network.commune_section, TITLE, body=BODY)

    @pytest.fixture
    def at_commune(self, network, here):
        return Doors(network.commune.site, here.locale)

    def test_a_site_finds_its_own_and_across_the_portal_finds_both(
        self, network, here, at_commune, of_commune
    ):
        across = Doors(here.site, here.locale, across=True)
        assert at_commune.finding(QUERY, of_commune) == EVERY_DOOR
        assert here.leaks(QUERY, *WORDS) == []
        assert across.finding(QUERY, of_commune) == EVERY_DOOR

    @pytest.mark.parametrize("state", [SiteState.PREPARING, SiteState.CLOSED])
    def test_a_site_that_is_not_live_is_not_found_across(self, network, here, of_commune, state):
        across = Doors(here.site, here.locale, across=True)
        network.commune.state = state
        network.commune.save()
        assert across.leaks(QUERY, *WORDS) == []
        network.commune.state = SiteState.LIVE
        network.commune.save()
        assert across.finding(QUERY, of_commune) == EVERY_DOOR

    def test_a_site_that_is_not_integrated_is_not_found_across(self, network, here, of_commune):
        network.commune.is_integrated = False
        network.commune.save()
        assert Doors(here.site, here.locale, across=True).leaks(QUERY, *WORDS) == []

    def test_one_component_does_not_find_another(self, network, here, of_commune):
        other = make_site("so-y-te.localhost")
        for across in (False, True):
            doors = Doors(other, here.locale, across=across)
            assert doors.leaks(QUERY, *WORDS) == []

    def test_a_page_that_moves_to_another_site_is_found_there(
        self, network, here, at_commune, secret
    ):
        secret.move(Page.objects.get(pk=network.commune_section.pk), pos="last-child")
        assert here.leaks(QUERY, *WORDS) == []
        assert at_commune.finding(QUERY, fresh(secret)) == EVERY_DOOR

    def test_a_site_that_gets_another_home_page_finds_what_lies_below_that(self, here, secret):
        site = Site.objects.get(pk=here.site.pk)
        site.root_page = make_home(title="Nhà mới", slug="nha-moi")
        site.save()
        assert Doors(site, here.locale).leaks(QUERY, *WORDS) == []

    def test_pages_below_no_site_are_not_found(self, everywhere, here):
        make_standard(make_home(title="Ngoài", slug="ngoai"), TITLE)
        assert nothing(everywhere) == {}

    def test_a_site_that_is_deleted_takes_nothing_of_others_along(
        self, network, here, everywhere, secret, of_commune
    ):
        other = make_site("khac.localhost")
        other.delete()
        assert here.finding(QUERY, secret) == EVERY_DOOR

    def test_what_a_deleted_site_served_is_found_on_the_site_around_it(self, here, secret):
        inner = Site.objects.create(hostname="trong.localhost", root_page=folder_of(secret))
        assert Doors(inner, here.locale).results(QUERY).total
        assert here.leaks(QUERY, *WORDS) == []
        inner.delete()
        assert here.results(QUERY).total
        assert index.audit().is_clean


class LanguageTests:
    def test_each_language_finds_its_own(self, network, here):
        english = make_locale("en")
        for page in (network.portal.site.root_page, network.section):
            page.specific.copy_for_translation(english).specific.save_revision().publish()
        section = network.section.get_translation(english)
        page = make_article(section, TITLE, body=BODY)
        assert here.leaks(QUERY, *WORDS) == []
        assert Doors(here.site, english).finding(QUERY, page) == EVERY_DOOR


class AddressTests:
    def test_a_page_is_found_at_its_new_address_after_a_move(self, network, here, secret):
        fresh(secret).move(Page.objects.get(pk=network.section.pk), pos="first-child")
        assert here.finding(QUERY, fresh(secret)) == EVERY_DOOR

    def test_pages_follow_the_address_of_their_section(
        self, here, secret, django_capture_on_commit_callbacks
    ):
        folder = folder_of(secret).specific
        folder.slug = "ten-moi"
        with django_capture_on_commit_callbacks(execute=True):
            folder.save_revision().publish()
        assert "/ten-moi/" in fresh(secret).get_url()
        assert here.finding(QUERY, fresh(secret)) == EVERY_DOOR

    def test_neighbours_that_a_move_renumbers_are_found_and_restricted_as_before(
        self, network, here, secret
    ):
        closed = make_section(network.section, title="Kín", slug="kin")
        hidden = make_article(closed, "Zozbit gloram trong phòng kín")
        restrict(closed, "login")
        last = make_section(network.section, title="Cuối", slug="cuoi")
        Page.objects.get(pk=last.pk).move(Page.objects.get(pk=network.section.pk), "first-child")
        assert here.finding(QUERY, secret) == EVERY_DOOR
        assert here.finding(QUERY, hidden) == set()
        assert index.audit().is_clean


class HintTests:
    MISSPELT = "zozbits gloramm"

    @pytest.fixture
    def closed(self, network):
        """A public section of pages, some of a kind, so that their words are counted."""
        folder = make_section(network.section, title="Thư mục", slug="thu-muc")
        for number in range(4):
            make_article(folder, f"{TITLE} {number}", body=BODY)
        statistics.recount()
        return folder

    def test_words_of_public_pages_are_proposed(self, here, closed):
        assert here.results(self.MISSPELT).correction

    def test_no_word_is_proposed_that_only_restricted_pages_have(self, everywhere, closed):
        restrict(closed, "login")
        assert {doors.results(self.MISSPELT).correction for doors in everywhere} == {""}

    def test_nor_one_of_pages_that_were_withdrawn(self, everywhere, closed):
        closed.unpublish(set_expired=False)
        for page in Page.objects.child_of(closed):
            page.unpublish()
        assert {doors.results(self.MISSPELT).correction for doors in everywhere} == {""}

    def test_nor_one_of_another_language_or_site(self, network, here, closed):
        found = {
            Doors(site.site, locale).results(self.MISSPELT).correction
            for site, locale in (
                (network.portal, make_locale("en")),
                (network.commune, here.locale),
            )
        }
        assert found == {""}


class PartTests:
    """The interfaces for the admin and for other layers."""

    TEXT = "Điều 1. Zozbit gloram\nKrandomu vemura.\n"

    @pytest.fixture
    def document(self, network):
        library = make_library(network.section, title="Văn bản", slug="van-ban")
        return make_document(library, "7/2026/QĐ-UBND", full_text=self.TEXT)

    def found(self):
        return {each.page_id for each in search_parts(QUERY, sources=["documents"])}

    def test_articles_of_public_documents_are_found(self, document):
        assert self.found() == {document.pk}

    @pytest.mark.parametrize("name", sorted(WAYS.keys() - {"other words"}))
    def test_articles_go_with_their_document(self, network, document, name):
        if name.startswith("moved"):
            # A document stays in a library: the library moves.
            private = make_section(network.section, title="Nội bộ", slug="noi-bo")
            restrict(private, "login")
            library = Page.objects.get(pk=folder_of(document).pk)
            library.move(Page.objects.get(pk=private.pk), pos="last-child")
        else:
            WAYS[name](document)
        assert self.found() == set()


def test_hosts_of_the_network_are_those_of_the_tests(network):
    assert network.commune.site.hostname == COMPONENT_HOST
