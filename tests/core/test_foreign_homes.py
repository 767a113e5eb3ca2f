"""The setup makes a draft home page, and a host, for each language of the regulation."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from wagtail.models import GroupPagePermission, Locale, Page, Site

from govportal_wagtail.core import setup
from govportal_wagtail.core.models import PortalSettings, PortalSite
from govportal_wagtail.core.sites.resolution import portal_site_for, provincial_portal
from govportal_wagtail.pages.models import HomePage
from tests import builders
from tests.core import foreign_world as world
from tests.core.portal_builders import make_component

pytestmark = pytest.mark.django_db


def set_up(profile="", **fields):
    """Run the setup and return what it reported."""
    lines = []
    setup.run(profile=profile, report=lines.append, **fields)
    return lines


def foreign(code="en"):
    """The home page of the portal in a language."""
    home = provincial_portal().site.root_page
    return home.get_translation_or_none(Locale.objects.get(language_code=code))


def everything():
    """What a second run must leave as it is."""
    pages = Page.objects.order_by("pk").values_list("pk", "title", "slug", "live", "path")
    return list(pages), sorted(Site.objects.values_list("hostname", "root_page"))


class HomeTests:
    def test_is_a_draft_of_its_own_without_what_the_home_page_shows(self):
        site = builders.make_site()
        library = builders.make_library(site.root_page)
        world.section_of(site.root_page, "documents", library)
        lines = set_up("camau-2026")
        english = foreign()
        assert not english.live
        assert english.alias_of_id is None
        assert type(english.specific) is HomePage
        assert Page.objects.get(pk=site.root_page_id).specific.sections.exists()
        assert not english.specific.sections.exists()
        assert not english.get_children().exists()
        assert any("en" in line for line in lines)

    def test_bears_the_name_of_the_agency_in_its_language(self):
        builders.make_site()
        builders.make_agency(name_en="Provincial People's Committee")
        set_up("camau-2026")
        assert foreign().title == "Provincial People's Committee"

    def test_a_second_run_changes_nothing(self):
        builders.make_site()
        set_up("camau-2026")
        before = everything()
        set_up()
        assert everything() == before

    def test_a_site_set_up_before_gets_it_with_the_next_run(self, settings):
        builders.make_site()
        settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [("vi", "Tiếng Việt")]
        lines = set_up("camau-2026")
        assert any("WAGTAIL_CONTENT_LANGUAGES" in line for line in lines)
        assert not Site.objects.filter(hostname="english.localhost").exists()
        settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [("vi", "Việt"), ("en", "Anh")]
        set_up()
        assert foreign() is not None
        assert Site.objects.filter(hostname="english.localhost").exists()

    def test_what_exists_stays_as_it_is(self):
        site = builders.make_site()
        mine = world.foreign_home(site, "en", "en.localhost", title="Our portal", slug="ours")
        set_up("camau-2026")
        assert foreign().pk == mine.pk
        mine.refresh_from_db()
        assert (mine.title, mine.slug, mine.live) == ("Our portal", "ours", True)
        hosts = set(Site.objects.filter(root_page=mine).values_list("hostname", flat=True))
        assert hosts == {"en.localhost"}

    def test_the_groups_of_the_roles_may_work_on_it_at_once(self):
        builders.make_site()
        set_up("camau-2026")
        given = GroupPagePermission.objects.filter(page=foreign().pk)
        roles = set(given.values_list("group__govportal_role__role", flat=True))
        assert {"operator", "board_head", "full_time_editor"} <= roles

    def test_a_language_that_is_not_official_gets_none(self):
        builders.make_site()
        set_up("backan-2018")
        assert not Page.objects.exclude(locale__language_code="vi").exists()

    def test_a_component_gets_none_by_the_setup(self):
        builders.make_site()
        set_up("camau-2026")
        component = make_component()
        set_up()
        assert (
            Page.objects.filter(translation_key=component.site.root_page.translation_key).count()
            == 1
        )


class HostTests:
    @pytest.mark.parametrize(
        ("profile", "host", "expected"),
        [
            ("camau-2026", "localhost", "english.localhost"),
            ("langson-2024", "langson.gov.vn", "english.langson.gov.vn"),
            ("vinhlong-2021", "staging.example.com", "en.staging.example.com"),
        ],
    )
    def test_is_formed_as_the_regulation_forms_it(self, profile, host, expected):
        builders.make_site(host, is_default_site=True, port=8000)
        set_up(profile)
        site = Site.objects.get(hostname=expected)
        assert (site.root_page.pk, site.port) == (foreign().pk, 8000)
        assert portal_site_for(site) == provincial_portal()
        assert not PortalSite.objects.filter(site=site).exists()

    def test_begins_with_what_has_no_language(self):
        site = builders.make_site()
        builders.make_agency(name_en="Provincial People's Committee")
        PortalSettings.objects.create(site=site, phone="0290 1234567", address="Số 2")
        set_up("camau-2026")
        ours = PortalSettings.for_site(Site.objects.get(hostname="english.localhost"))
        assert (ours.phone, ours.address) == ("0290 1234567", "")
        assert ours.agency_name == "Provincial People's Committee"

    def test_that_others_have_is_left_to_them_and_reported(self):
        builders.make_site()
        other = builders.make_site("english.localhost", is_default_site=False)
        lines = set_up("camau-2026")
        assert Site.objects.get(hostname="english.localhost").root_page_id == other.root_page_id
        assert any("english.localhost" in line for line in lines)

    def test_a_number_gets_none(self):
        builders.make_site("127.0.0.1", is_default_site=True)
        set_up("camau-2026")
        assert Site.objects.filter(hostname__contains="127.0.0.1").count() == 1
        assert foreign() is not None

    def test_one_host_of_several_languages_gets_home_pages_and_a_word_on_prefixes(self):
        builders.make_site()
        lines = set_up("khanhhoa-2018-draft")
        assert {foreign(code).locale.language_code for code in ("en", "ru")} == {"en", "ru"}
        assert Site.objects.count() == 1
        told = [line for line in lines if "offer-other-languages" in line]
        assert len(told) == 2


class AddressTests:
    """Which of two hosts an address names, whatever the order of the home pages in the tree."""

    @pytest.fixture(params=["00-first", "zz-last", "home-en"])
    def site(self, request):
        site = builders.make_site()
        Page.objects.filter(pk=site.root_page_id).update(slug="home-vi", url_path="/home-vi/")
        site = Site.objects.get(pk=site.pk)
        world.foreign_home(site, "en", "english.localhost", slug=request.param)
        section = builders.make_section(site.root_page, title="Tin tức", slug="tin-tuc")
        world.in_language(section, "en", "News")
        return site

    def test_pages_of_the_portal_name_the_host_of_their_language(self, site):
        vietnamese, english = Page.objects.filter(depth=3).order_by("locale__language_code")[::-1]
        assert vietnamese.specific.full_url == "http://localhost/tin-tuc/"
        assert english.specific.full_url == "http://english.localhost/en-tin-tuc/"
        assert vietnamese.specific.get_site().hostname == "localhost"
        assert english.specific.get_site().hostname == "english.localhost"

    def test_so_do_all_pages_within_a_request(self, site, client):
        setup.run(profile="backan-2018")
        for host in ("localhost", "english.localhost"):
            cache.clear()
            home = client.get("/", headers={"host": host})
            assert home.status_code == 200
            [section] = Page.objects.filter(slug="en-tin-tuc")
            request = home.wsgi_request
            vietnamese = Page.objects.get(slug="tin-tuc", locale__language_code="vi")
            assert section.get_full_url(request) == "http://english.localhost/en-tin-tuc/"
            assert vietnamese.get_full_url(request) == "http://localhost/tin-tuc/"


class EarlySlugTests:
    """Without request and portal page Wagtail decides by the order of the home pages."""

    def test_leaves_vietnamese_addresses_to_the_vietnamese_host(self):
        site = builders.make_site()
        section = builders.make_section(site.root_page, title="Tin tức", slug="tin-tuc")
        set_up("camau-2026")
        assert foreign().slug == f"00-en-{site.root_page.slug}"
        assert Page.objects.get(pk=section.pk).full_url == "http://localhost/tin-tuc/"

    def test_a_later_one_would_take_them_away(self):
        site = builders.make_site()
        section = builders.make_section(site.root_page, title="Tin tức", slug="tin-tuc")
        world.foreign_home(site, "en", "english.localhost", slug="zz-english")
        # Nothing of ours: what the rule on slugs is for.
        assert Page.objects.get(pk=section.pk).full_url == "http://english.localhost/tin-tuc/"

    def test_is_free(self):
        site = builders.make_site()
        taken = f"00-en-{site.root_page.slug}"
        builders.make_home(slug=taken)
        set_up("camau-2026")
        assert foreign().slug == f"{taken}-1"

    def test_is_that_of_a_component_too(self):
        builders.make_site()
        set_up("camau-2026")
        component = make_component(host="songphu.localhost", languages=("en",))
        home = component.site.root_page
        english = home.get_translation(Locale.objects.get(language_code="en"))
        assert english.slug == f"00-en-{home.slug}"
        assert english.specific.full_url == "http://english.songphu.localhost/"
        assert Page.objects.get(pk=home.pk).full_url == "http://songphu.localhost/"
