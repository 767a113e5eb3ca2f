"""Header and footer say how portal and components belong together (Cà Mau 68/2026, Article 8.1)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from govportal_wagtail.core import identity
from govportal_wagtail.core.models import (
    LinkGroup,
    PortalLink,
    PortalSettings,
    PortalSite,
    SiteState,
)
from tests import builders

pytestmark = pytest.mark.django_db

NAME = "Cổng thông tin điện tử tỉnh Thử Nghiệm"


def text_of(host: str) -> str:
    response = Client(headers={"host": host}).get("/")
    assert response.status_code == 200
    return response.content.decode()


def strip_of(text: str) -> str:
    _before, found, rest = text.partition('<div class="gp-strip">')
    return rest.partition("</div>")[0] if found else ""


def sites_of(text: str) -> str:
    _before, found, rest = text.partition("gp-footer__sites")
    return rest.partition("</nav>")[0] if found else ""


def make_component(portal: PortalSite, host: str, **fields: Any) -> PortalSite:
    agency = builders.make_agency(host.partition(".")[0], name=fields.pop("name", f"Sở {host}"))
    fields = {"body": "agency", "state": SiteState.LIVE, **fields}
    return PortalSite.objects.create(
        site=builders.make_site(host, site_name=agency.name),
        agency=agency,
        portal=portal,
        **fields,
    )


@pytest.fixture
def portal() -> PortalSite:
    found = PortalSite.objects.create(
        site=builders.make_site("localhost", site_name="Cổng"),
        body="portal",
        agency=builders.make_agency(name="Ủy ban nhân dân tỉnh Thử Nghiệm"),
        managing_body=builders.make_agency("vp", name="Văn phòng Ủy ban"),
        operator=builders.make_agency("tt", name="Trung tâm vận hành"),
        state=SiteState.LIVE,
    )
    settings = PortalSettings.for_site(found.site)
    settings.portal_name = NAME
    settings.save()
    return found


@pytest.fixture
def component(portal) -> PortalSite:
    return make_component(portal, "so.localhost", name="Sở Công nghệ")


class StripTests:
    def test_a_component_links_to_the_portal_by_its_name(self, component):
        strip = strip_of(text_of("so.localhost"))
        assert 'href="http://localhost/"' in strip
        assert NAME in strip
        assert "emblem.svg" in strip

    def test_comes_after_the_skip_link_and_before_the_name_of_the_site(self, component):
        text = text_of("so.localhost")
        places = [text.index(mark) for mark in ("gp-skip", "gp-strip", "gp-header__identity")]
        assert places == sorted(places)

    def test_shows_the_emblem_of_the_portal(self, portal, component):
        settings = PortalSettings.for_site(portal.site)
        settings.emblem = builders.make_image()
        settings.save()
        strip = strip_of(text_of("so.localhost"))
        assert "emblem.svg" not in strip
        assert "/media/" in strip

    def test_an_emblem_whose_file_is_gone_does_not_break_the_page(self, portal, component):
        image = builders.make_image()
        settings = PortalSettings.for_site(portal.site)
        settings.emblem = image
        settings.save()
        image.file.storage.delete(image.file.name)
        assert "emblem.svg" in strip_of(text_of("so.localhost"))

    def test_a_new_name_of_the_portal_shows_at_once(
        self, portal, component, django_capture_on_commit_callbacks
    ):
        text_of("so.localhost")
        settings = PortalSettings.for_site(portal.site)
        settings.portal_name = "Cổng mới"
        with django_capture_on_commit_callbacks(execute=True):
            settings.save()
        assert "Cổng mới" in strip_of(text_of("so.localhost"))

    def test_the_portal_itself_has_none(self, component):
        assert strip_of(text_of("localhost")) == ""

    def test_an_ordinary_site_has_none(self, portal):
        builders.make_site("other.localhost")
        text = text_of("other.localhost")
        assert strip_of(text) == ""
        assert sites_of(text) == ""


class FooterTests:
    def test_names_the_three_bodies_of_the_record(self, portal):
        text = text_of("localhost")
        for agency in (portal.agency, portal.managing_body, portal.operator):
            assert f"<dd>{agency.name}</dd>" in text

    def test_words_of_the_settings_go_before_the_record(self, portal):
        settings = PortalSettings.for_site(portal.site)
        settings.managing_body = "Ban quản lý khác"
        settings.save()
        text = text_of("localhost")
        assert "<dd>Ban quản lý khác</dd>" in text
        assert "<dd>Văn phòng Ủy ban</dd>" not in text

    def test_the_portal_lists_live_components_by_kind(self, portal, component):
        make_component(portal, "xa.localhost", name="Xã Sương", body="commune")
        make_component(portal, "tt.localhost", name="Trung tâm Dữ liệu", body="organisation")
        listed = sites_of(text_of("localhost"))
        labels = ["Sở Công nghệ", "Xã Sương", "Trung tâm"]
        assert [listed.index(label) for label in labels] == sorted(map(listed.index, labels))
        assert 'href="http://xa.localhost/"' in listed
        assert listed.count("<details") == 3

    @pytest.mark.parametrize("state", [SiteState.PREPARING, SiteState.CLOSED])
    def test_does_not_list_sites_that_are_not_live(self, portal, state):
        make_component(portal, "so.localhost", name="Sở Công nghệ", state=state)
        assert sites_of(text_of("localhost")) == ""

    def test_names_are_in_the_order_of_the_alphabet(self, portal):
        for host, name in (("a", "Xã Ấm"), ("b", "Xã Đá"), ("c", "Xã An"), ("d", "Xã Dâu")):
            make_component(portal, f"{host}.localhost", name=name, body="commune")
        listed = sites_of(text_of("localhost"))
        places = [listed.index(name) for name in ("Xã An", "Xã Ấm", "Xã Dâu", "Xã Đá")]
        assert places == sorted(places)

    def test_a_launch_shows_at_once(self, portal, django_capture_on_commit_callbacks):
        site = make_component(portal, "so.localhost", state=SiteState.PREPARING)
        assert sites_of(text_of("localhost")) == ""
        site.state = SiteState.LIVE
        with django_capture_on_commit_callbacks(execute=True):
            site.save()
        assert "so.localhost" in sites_of(text_of("localhost"))

    def test_a_component_lists_no_sites_and_links_to_the_portal(self, component):
        text = text_of("so.localhost")
        assert sites_of(text) == ""
        assert NAME in text.partition("<footer")[2]


class CostTests:
    def queries(self, rf) -> int:
        request = rf.get("/", headers={"host": "localhost"})
        with CaptureQueriesContext(connection) as seen:
            identity.portal_settings(request)
        return len(seen)

    def test_does_not_grow_with_the_number_of_components(self, portal, rf, settings):
        settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0
        make_component(portal, "a.localhost")
        self.queries(rf)
        few = self.queries(rf)
        for number in range(6):
            make_component(portal, f"b{number}.localhost")
        assert self.queries(rf) == few

    def test_is_kept_between_requests(self, component, rf):
        self.queries(rf)
        assert self.queries(rf) <= 1


class LinkTests:
    def links(self, rf) -> dict[str, list[dict[str, str]]]:
        found: Any = identity.portal_settings(rf.get("/", headers={"host": "localhost"}))
        return {group["code"]: group["links"] for group in found.link_groups}

    def test_components_are_links_without_being_entered(self, component, rf):
        expected = {"title": "Sở Công nghệ", "url": "http://so.localhost/"}
        assert self.links(rf)[LinkGroup.COMPONENT] == [expected]

    def test_a_link_entered_for_one_of_them_is_not_repeated(self, portal, component, rf):
        settings = PortalSettings.for_site(portal.site)
        for title, url in (
            ("Sở Công nghệ", "https://so.example.gov.vn/"),
            ("Trang cũ", "http://so.localhost/"),
            ("Sở Khác", "https://khac.example.gov.vn/"),
        ):
            PortalLink.objects.create(
                settings=settings, group=LinkGroup.COMPONENT, title=title, url=url
            )
        titles = [link["title"] for link in self.links(rf)[LinkGroup.COMPONENT]]
        assert titles == ["Sở Công nghệ", "Sở Khác"]


def test_another_language_names_the_agencies_in_it(component, rf):
    component.agency.name_en = "Department of Technology"
    component.agency.save()
    with translation.override("en"):
        found: Any = identity.portal_settings(rf.get("/", headers={"host": "localhost"}))
    assert found.place.components[0].links[0][0] == "Department of Technology"
