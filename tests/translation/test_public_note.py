"""What readers of a page in a foreign language are told of the text that it translates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, PageViewRestriction, Site

from govportal_wagtail.core.models import PortalSettings
from govportal_wagtail.editorial import publication
from govportal_wagtail.translation import flow
from govportal_wagtail.translation.models import PageTranslation
from govportal_wagtail.translation.notes import translated
from tests.builders import make_document, make_library, make_site, publish_page
from tests.core.foreign_world import in_language
from tests.questions.builders import open_to_readers
from tests.translation.builders import english, make_source, publish_translation

pytestmark = pytest.mark.django_db
HOST = "english.localhost"
NOTED = "Last updated from the Vietnamese text on 17/05/2026"
CHANGED = "The Vietnamese text was changed on"
PREVAILS = "For reference only; the Vietnamese text prevails."


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


@pytest.fixture
def source(portal):
    open_to_readers(portal)
    page = make_source(portal)
    page.tags.add("cầu đường")
    page.save()
    with publication.authorised("test"):
        publish_page(page)
    # Both the row and its newest version: what was public that day is frozen.
    Page.objects.filter(pk=page.pk).update(last_published_at=datetime(2026, 5, 17, 3, tzinfo=UTC))
    return page


@pytest.fixture
def posted(source, portal, people):
    rows = flow.select(source, english(), people["truong-ban"])
    home = portal.site.root_page.get_translation(english())
    with publication.authorised("test"):
        publish_page(home.specific)
    make_site(HOST, root_page=home, is_default_site=False)
    for row in rows:
        publish_translation(row, people)
    cache.clear()
    return PageTranslation.objects.get(pk=rows[-1].pk)


def read(client, page, host=HOST):
    page = Page.objects.get(pk=page.pk).specific
    address = page.get_url_parts()[2]
    answer = client.get(address, HTTP_HOST=host)
    assert answer.status_code == 200
    return answer.content.decode()


def correct(source, title):
    page = type(source).objects.get(pk=source.pk)
    page.title = title
    with publication.authorised("test"):
        publish_page(page)


def test_it_names_the_day_of_the_source_and_leads_to_it(posted, source, client):
    text = read(client, posted.target)
    assert NOTED in text
    assert 'hreflang="vi">Read the Vietnamese text</a>' in text
    assert CHANGED not in text
    assert PREVAILS not in text


def test_the_day_is_that_of_the_text_that_was_translated(posted, source, people, client):
    correct(source, "Khánh thành cầu mới")
    assert NOTED in read(client, posted.target)
    row = flow.renew(PageTranslation.objects.get(pk=posted.pk), people["truong-ban"])
    assert NOTED in read(client, posted.target)
    publish_translation(row, people)
    text = read(client, posted.target)
    assert "Last updated from the Vietnamese text on" in text
    assert NOTED not in text


def test_an_outdated_one_says_so_at_once_and_no_longer_when_it_is_set_back(
    posted, source, client, settings, django_capture_on_commit_callbacks
):
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 60
    assert CHANGED not in read(client, posted.target)
    with django_capture_on_commit_callbacks(execute=True):
        correct(source, "Khánh thành cầu mới")
    assert CHANGED in read(client, posted.target)
    with django_capture_on_commit_callbacks(execute=True):
        correct(source, "Khánh thành cầu")
    assert CHANGED not in read(client, posted.target)


def test_a_vietnamese_page_says_nothing(posted, source, client):
    text = read(client, source, posted.portal_site.site.hostname)
    assert "Last updated" not in text
    assert "hreflang" in text


def test_it_costs_one_query_and_nothing_on_a_vietnamese_page(posted, source, client):
    def asked(page, host):
        read(client, page, host)
        with CaptureQueriesContext(connection) as queries:
            read(client, page, host)
        return sum("govportal_translation_pagetranslation" in each["sql"] for each in queries)

    assert asked(posted.target, HOST) == 1
    assert asked(source, posted.portal_site.site.hostname) == 0


def test_a_legal_text_is_for_reference_only(posted, portal, client):
    home = Page.objects.get(pk=portal.site.root_page_id)
    library = make_library(home)
    document = make_document(library, "68/2026/QĐ-UBND")
    with publication.authorised("test"):
        in_language(library, "en", "Documents")
        foreign = in_language(document, "en", "Decision 68")
    assert PREVAILS in read(client, foreign)
    assert PREVAILS not in read(client, document, portal.site.hostname)


def test_a_preview_shows_no_day_of_what_is_posted(posted, rf, people):
    page = Page.objects.get(pk=posted.target_id).specific
    request = rf.get("/", HTTP_HOST=HOST)
    assert translated(page, request)["day"] == parse_datetime("2026-05-17T03:00:00+00:00")
    request.is_preview = True
    assert translated(page, request)["day"] is None


def test_vietnamese_tags_stay_on_vietnamese_pages(posted, source, client):
    assert "cầu đường" in read(client, source, posted.portal_site.site.hostname)
    assert "cầu đường" not in read(client, posted.target)


def test_a_source_that_is_moved_to_where_few_may_read_takes_it_off(posted, source, portal):
    home = Page.objects.get(pk=portal.site.root_page_id)
    section = home.get_children().exclude(pk=source.get_parent().pk).first()
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    assert PageTranslation.objects.get(pk=posted.pk).state == "published"
    Page.objects.get(pk=source.pk).move(section, pos="last-child")
    assert PageTranslation.objects.get(pk=posted.pk).state == "removed"
    assert not Page.objects.get(pk=posted.target_id).live


def test_security_reports_are_read_in_the_languages_of_the_site(posted, portal, client):
    for site in Site.objects.all():
        PortalSettings.objects.update_or_create(
            site=site, defaults={"security_contact": "baomat@example.vn"}
        )
    cache.clear()
    text = client.get("/.well-known/security.txt", HTTP_HOST=portal.site.hostname).content.decode()
    assert "Preferred-Languages: vi, en\n" in text
    Page.objects.filter(pk=portal.site.root_page.get_translation(english()).pk).update(live=False)
    cache.clear()
    text = client.get("/.well-known/security.txt", HTTP_HOST=portal.site.hostname).content.decode()
    assert "Preferred-Languages: vi\n" in text
