"""A portal and its components show each other's news and documents under their own addresses."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from govportal_wagtail.core import network
from govportal_wagtail.core.models import PortalSite, SiteState
from govportal_wagtail.pages.models import HomePageSection
from tests import builders

pytestmark = pytest.mark.django_db


def make_portal() -> PortalSite:
    """The provincial portal, live."""
    return PortalSite.objects.create(
        site=builders.make_site(site_name="Cổng tỉnh"),
        body="portal",
        agency=builders.make_agency(),
        state=SiteState.LIVE,
    )


def make_component(portal: PortalSite, host: str, **fields) -> PortalSite:
    """A component site, live and integrated unless told otherwise."""
    fields.setdefault("state", SiteState.LIVE)
    return PortalSite.objects.create(
        site=builders.make_site(host, site_name=f"Trang {host}"),
        body="agency",
        agency=builders.make_agency(host.replace(".", "-"), name=f"Sở {host}"),
        portal=portal,
        **fields,
    )


@pytest.fixture
def portal() -> PortalSite:
    return make_portal()


@pytest.fixture
def component(portal) -> PortalSite:
    return make_component(portal, "a.localhost")


def home_of(portal_site: PortalSite):
    return portal_site.site.root_page


def get(host: str, path: str) -> str:
    response = Client(headers={"host": host}).get(path)
    assert response.status_code == 200
    return response.content.decode()


class SectionTests:
    @pytest.fixture
    def section(self, portal):
        return builders.make_section(
            home_of(portal), "Tin cơ sở", slug="tin-co-so", reach=network.Reach.COMPONENTS
        )

    def test_shows_articles_of_components_with_their_own_address_and_site(self, section, component):
        builders.make_article(home_of(component), "Mưa lớn ở vùng cao", slug="mua-lon")
        text = get("localhost", "/tin-co-so/")
        assert 'href="http://a.localhost/mua-lon/"' in text
        assert "Trang a.localhost" in text

    def test_does_not_show_its_own_sites_articles(self, section, portal):
        builders.make_article(home_of(portal), "Tin của tỉnh")
        assert "Tin của tỉnh" not in get("localhost", "/tin-co-so/")

    @pytest.mark.parametrize(
        "fields", [{"state": "preparing"}, {"state": "closed"}, {"is_integrated": False}]
    )
    def test_draws_only_from_live_integrated_sites(self, section, portal, fields):
        other = make_component(portal, "b.localhost", **fields)
        builders.make_article(home_of(other), "Chưa được công khai")
        assert "Chưa được công khai" not in get("localhost", "/tin-co-so/")

    def test_shows_what_a_component_publishes_at_once(
        self, section, component, django_capture_on_commit_callbacks
    ):
        assert "Mưa lớn" not in get("localhost", "/tin-co-so/")
        with django_capture_on_commit_callbacks(execute=True):
            builders.make_article(home_of(component), "Mưa lớn")
        assert "Mưa lớn" in get("localhost", "/tin-co-so/")

    def test_feed_holds_the_same_articles(self, section, component):
        builders.make_article(home_of(component), "Mưa lớn")
        assert "Mưa lớn" in get("localhost", f"/feeds/{section.pk}.rss")

    def test_own_reach_still_links_within_the_site(self, portal, component):
        own = builders.make_section(home_of(portal), "Tin tỉnh", slug="tin-tinh")
        builders.make_article(own, "Họp báo", slug="hop-bao")
        assert 'href="/tin-tinh/hop-bao/"' in get("localhost", "/tin-tinh/")


class LibraryTests:
    def test_component_shows_the_documents_of_the_portal(self, portal, component):
        library = builders.make_library(home_of(portal), slug="van-ban")
        builders.make_document(library, symbol="15/2026/QĐ-UBND", abstract="Quy định về đất đai")
        builders.make_library(
            home_of(component), "Văn bản của tỉnh", slug="cua-tinh", reach=network.Reach.PORTAL
        )
        text = get("a.localhost", "/cua-tinh/")
        assert "Quy định về đất đai" in text
        assert 'href="http://localhost/van-ban/' in text

    def test_closed_library_of_another_site_stays_closed(self, portal, component):
        library = builders.make_library(home_of(component))
        builders.make_document(library, symbol="9/QĐ-SKHCN", abstract="Văn bản nội bộ")
        PageViewRestriction.objects.create(page=library, restriction_type="login")
        builders.make_library(
            home_of(portal), "Văn bản các sở", slug="cac-so", reach=network.Reach.COMPONENTS
        )
        assert "Văn bản nội bộ" not in get("localhost", "/cac-so/")


class HomeTests:
    @pytest.mark.parametrize("kind", ["network_news", "network_documents"])
    def test_portal_shows_components_and_component_shows_portal(self, portal, component, kind):
        for each, name in ((portal, "của tỉnh"), (component, "của sở")):
            builders.make_article(home_of(each), f"Tin {name}")
            builders.make_document(
                builders.make_library(home_of(each)), symbol="", abstract=f"Văn bản {name}"
            )
            HomePageSection.objects.create(page=home_of(each), kind=kind)
        word = "Tin" if kind == "network_news" else "Văn bản"
        on_portal, on_component = get("localhost", "/"), get("a.localhost", "/")
        assert f"{word} của sở" in on_portal
        assert f"{word} của tỉnh" not in on_portal
        assert f"{word} của tỉnh" in on_component
        assert f"{word} của sở" not in on_component


def test_queries_do_not_grow_with_the_number_of_components(portal, rf):
    section = builders.make_section(home_of(portal), reach=network.Reach.COMPONENTS)

    def queries() -> int:
        request = rf.get("/")
        section.get_url(request)
        with CaptureQueriesContext(connection) as captured:
            for article in section.get_context(request)["articles"]:
                str(article.address + article.site_label)
        return len(captured)

    for number in range(3):
        builders.make_article(home_of(make_component(portal, f"c{number}.localhost")))
    few = queries()
    for number in range(3, 25):
        builders.make_article(home_of(make_component(portal, f"c{number}.localhost")))
    assert queries() == few


def test_ordinary_site_reaches_nothing():
    site = builders.make_site()
    assert network.other_sites(site) == []
    assert network.sites_that_show(site.pk) == []
