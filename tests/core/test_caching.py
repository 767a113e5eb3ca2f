"""Generations: what a change of content makes stale, and what it leaves alone."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.core.cache.backends.base import BaseCache
from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from govportal_wagtail.core import caching
from govportal_wagtail.core.models import LinkGroup, PortalLink, PortalSettings
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return builders.make_site()


@pytest.fixture
def other():
    return builders.make_site("so.example.vn")


@pytest.fixture
def changes(django_capture_on_commit_callbacks):
    """Whether a block of code makes what is kept for a site stale."""

    @contextmanager
    def check(*stale, fresh=()):
        before = {site.pk: caching.generation(site.pk) for site in (*stale, *fresh)}
        with django_capture_on_commit_callbacks(execute=True):
            yield
        for one in stale:
            assert caching.generation(one.pk) != before[one.pk], one
        for one in fresh:
            assert caching.generation(one.pk) == before[one.pk], one

    return check


class BrokenCache(BaseCache):
    """A cache server that is down."""

    def __init__(self, location, params):
        super().__init__(params)

    def _fail(self, *args, **kwargs):
        raise ConnectionError("no answer")

    get = set = add = get_many = delete = _fail


class GenerationTests:
    def test_stays_while_nothing_changes(self, site):
        assert caching.generation(site.pk) == caching.generation(site.pk)

    def test_publishing_makes_the_site_stale_and_no_other(self, other, site, changes):
        page = builders.make_standard(site.root_page)
        with changes(site, fresh=[other]):
            page.save_revision().publish()

    def test_a_draft_makes_nothing_stale(self, site, changes):
        page = builders.make_standard(site.root_page)
        with changes(fresh=[site]):
            page.title = "Bản nháp"
            page.save_revision()
            builders.make_standard(site.root_page, publish=False)

    def test_unpublishing_makes_stale(self, site, changes):
        page = builders.make_standard(site.root_page)
        with changes(site):
            page.unpublish()

    def test_deleting_makes_stale(self, site, changes):
        page = builders.make_standard(site.root_page)
        with changes(site):
            page.delete()

    def test_deleting_a_section_with_pages_makes_stale(self, site, changes):
        section = builders.make_section(site.root_page)
        builders.make_article(section)
        with changes(site):
            Page.objects.get(pk=section.pk).delete()

    def test_a_page_born_live_makes_stale(self, site, changes):
        from govportal_wagtail.pages.models import StandardPage

        home = Page.objects.get(pk=site.root_page_id)
        with changes(site):
            home.add_child(instance=StandardPage(title="Nhập", slug="nhap", live=True))

    def test_moving_between_sites_makes_both_stale(self, site, other, changes):
        page = builders.make_standard(site.root_page)
        with changes(site, other):
            page.move(Page.objects.get(pk=other.root_page_id), pos="last-child")

    def test_settings_make_their_site_stale(self, site, other, changes):
        with changes(site, fresh=[other]):
            PortalSettings.objects.create(site=site, agency_name="UBND tỉnh")

    def test_links_make_their_site_stale(self, site, other, changes):
        settings = PortalSettings.objects.create(site=site)
        with changes(site, fresh=[other]):
            PortalLink.objects.create(
                settings=settings, group=LinkGroup.OTHER, title="Báo", url="https://bao.example.vn"
            )
        with changes(site):
            PortalLink.objects.all().delete()

    def test_shared_records_make_every_site_stale(self, site, other, changes):
        for make in (builders.make_agency, builders.make_field, builders.make_category):
            with changes(site, other):
                record = make()
            with changes(site, other):
                record.save()
            with changes(site, other):
                record.delete()

    def test_a_site_record_makes_every_site_stale(self, site, other, changes):
        with changes(site, other):
            site.save()

    def test_a_view_restriction_makes_stale_at_once(self, site, changes):
        page = builders.make_standard(site.root_page)
        with changes(site):
            restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
        with changes(site):
            restriction.delete()

    def test_a_redirect_makes_its_site_stale(self, site, other, changes):
        with changes(site, fresh=[other]):
            Redirect.objects.create(site=site, old_path="/cu", redirect_link="/moi/")
        with changes(site, other):
            Redirect.objects.create(old_path="/cu2", redirect_link="/moi/")

    def test_an_image_makes_stale_when_it_is_replaced_not_when_it_is_new(self, site, changes):
        with changes(fresh=[site]):
            image = builders.make_image()
        with changes(site):
            image.save()
        with changes(site):
            image.delete()

    def test_a_rolled_back_change_makes_nothing_stale(self, site, changes):
        page = builders.make_standard(site.root_page)
        with changes(fresh=[site]), pytest.raises(RuntimeError), transaction.atomic():
            page.save_revision().publish()
            raise RuntimeError


class RememberTests:
    def test_builds_once_per_generation(self, site, django_capture_on_commit_callbacks):
        calls = []

        def build():
            calls.append(1)
            return []

        assert [caching.remember(site.pk, "x", build) for _ in range(3)] == [[], [], []]
        assert len(calls) == 1
        with django_capture_on_commit_callbacks(execute=True):
            caching.bump(site.pk)
        caching.remember(site.pk, "x", build)
        assert len(calls) == 2

    def test_keeps_sites_and_names_apart(self, site, other):
        assert caching.remember(site.pk, "a", lambda: 1) == 1
        assert caching.remember(site.pk, "b", lambda: 2) == 2
        assert caching.remember(other.pk, "a", lambda: 3) == 3

    def test_keeps_nothing_when_the_cache_is_switched_off(self, site, settings):
        settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0
        assert caching.remember(site.pk, "a", lambda: 1) == 1
        assert caching.remember(site.pk, "a", lambda: 2) == 2


class SiteOfHostTests:
    def test_a_known_host_costs_no_query(self, site, rf, django_assert_num_queries):
        caching.site_id_of(rf.get("/"))
        with django_assert_num_queries(0):
            assert caching.site_id_of(rf.get("/")) == site.pk

    def test_hosts_are_told_apart(self, site, other, rf):
        assert caching.site_id_of(rf.get("/", SERVER_NAME="so.example.vn")) == other.pk
        assert caching.site_id_of(rf.get("/", SERVER_NAME="localhost")) == site.pk

    def test_a_site_that_gets_a_new_host_is_found_by_it(
        self, site, other, rf, django_capture_on_commit_callbacks
    ):
        request = {"SERVER_NAME": "moi.example.vn"}
        assert caching.site_id_of(rf.get("/", **request)) == site.pk
        with django_capture_on_commit_callbacks(execute=True):
            other.hostname = "moi.example.vn"
            other.save()
        assert caching.site_id_of(rf.get("/", **request)) == other.pk


def test_a_cache_that_does_not_answer_costs_speed_only(settings, client):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "broken": {"BACKEND": "tests.core.test_caching.BrokenCache"},
    }
    settings.GOVPORTAL_PAGE_CACHE_ALIAS = "broken"
    site = builders.make_site()
    builders.make_section(site.root_page, title="Thông báo")
    response = client.get("/")
    assert response.status_code == 200
    assert "Thông báo" in response.content.decode()
