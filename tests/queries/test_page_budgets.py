"""The number of queries of a public page does not depend on how much there is to show."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govportal_wagtail.pages.models import ArticleAttachment, HomePage, HomePageSection
from tests import builders

pytestmark = pytest.mark.django_db

#: Far above what a page costs today and far below what one query per row would.
CEILING = 45


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


@pytest.fixture
def home():
    return HomePage.objects.get(pk=builders.make_site().root_page_id)


def add_articles(section, count, image):
    for number in range(count):
        builders.make_article(
            section,
            title=f"Bài {number}",
            image=image,
            category=builders.make_category(f"loai-{number}", name=f"Loại {number}"),
            published_on=date(2026, 1, 1 + number % 28),
        )


def cost(client, address):
    """Queries of one page whose renditions and registers exist already."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= CEILING
    return len(queries)


def grows(client, address, grow):
    before = cost(client, address)
    grow()
    return cost(client, address) - before


def test_section(home, client):
    section = builders.make_section(home)
    image = builders.make_image()
    add_articles(section, 2, image)
    assert grows(client, section.url, lambda: add_articles(section, 9, image)) == 0


def test_section_with_sections(home, client):
    section = builders.make_section(home)
    builders.make_section(section)

    def grow():
        for _ in range(6):
            builders.make_section(section)

    assert grows(client, section.url, grow) == 0


def test_home_page(home, client):
    section = builders.make_section(home)
    image = builders.make_image()
    add_articles(section, 3, image)
    for kind in ("news", "notices"):
        HomePageSection.objects.create(page=home, kind=kind, source=section, count=12)
    assert grows(client, home.url, lambda: add_articles(section, 8, image)) == 0


def test_home_page_with_photos_of_their_own(home, client):
    section = builders.make_section(home)
    HomePageSection.objects.create(page=home, kind="news", source=section, count=12)

    def grow(count=1):
        for _ in range(count):
            add_articles(section, 1, builders.make_image())

    grow(2)
    # Cover photo and thumbnails are prefetched, whoever they belong to.
    assert grows(client, home.url, lambda: grow(4)) == 0


def test_menu(home, client):
    page = builders.make_standard(home)
    builders.make_section(home)

    def grow():
        for _ in range(8):
            section = builders.make_section(home)
            builders.make_standard(section, show_in_menus=True)

    assert grows(client, page.url, grow) == 0


def test_article(home, client):
    section = builders.make_section(home)
    article = builders.make_article(section, image=builders.make_image())
    builders.make_article(section)
    ArticleAttachment.objects.create(page=article, document=builders.make_file())

    def grow():
        add_articles(section, 8, None)
        for _ in range(5):
            ArticleAttachment.objects.create(page=article, document=builders.make_file())

    assert grows(client, article.url, grow) == 0


def test_standard_page(home, client):
    section = builders.make_section(home)
    page = builders.make_standard(section)
    builders.make_standard(section)

    def grow():
        for _ in range(8):
            builders.make_standard(section)

    assert grows(client, page.url, grow) == 0


@pytest.mark.parametrize("address", ["/tim-kiem/?query=bai", "/feeds/tin-tuc.atom", "/so-do-cong/"])
def test_lists_outside_the_tree(home, client, address):
    section = builders.make_section(home)
    add_articles(section, 2, None)

    def grow():
        add_articles(section, 8, None)
        builders.make_section(home)

    assert grows(client, address, grow) == 0
