"""Feeds of a site and its sections."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree  # only what the portal itself wrote is read

import pytest
from wagtail.models import Page, PageViewRestriction

from tests import builders

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def home():
    return Page.objects.get(pk=builders.make_site().root_page_id)


@pytest.fixture
def news(home):
    return builders.make_section(home, title="Tin tức", lead="Tin trong tỉnh")


def titles(client, address, tag=f"{ATOM}entry/{ATOM}title"):
    response = client.get(address)
    assert response.status_code == 200
    return [node.text for node in ElementTree.fromstring(response.content).findall(tag)]  # noqa: S314


def test_atom_of_a_section_has_its_articles_newest_first(news, client):
    builders.make_article(news, title="Cũ", published_on=date(2025, 1, 1))
    new = builders.make_article(
        news,
        title="Mới & lạ",
        lead="Đoạn <b>đầu</b>",
        author="Lê Bình",
        category=builders.make_category(),
        published_on=date(2026, 1, 2),
    )
    address = f"/feeds/{news.pk}.atom"
    assert titles(client, address) == ["Mới & lạ", "Cũ"]
    response = client.get(address)
    assert response["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(response.content)  # noqa: S314
    entry = root.find(f"{ATOM}entry")
    assert root.find(f"{ATOM}title").text == "Tin tức"
    assert root.find(f"{ATOM}subtitle").text == "Tin trong tỉnh"
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{new.url}"
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "Lê Bình"
    assert entry.find(f"{ATOM}category").get("term") == "Kinh tế"
    assert entry.find(f"{ATOM}published").text.startswith("2026-01-02T00:00:00+07:00")


def test_rss_has_the_same(news, client):
    builders.make_article(news, title="Bài")
    assert titles(client, f"/feeds/{news.pk}.rss", "channel/item/title") == ["Bài"]


def test_the_feed_of_the_site_has_all_sections_and_no_other_site(home, news, client):
    builders.make_article(news, title="Bài")
    other = builders.make_site("so.example.vn")
    builders.make_article(builders.make_section(other.root_page), title="Bài của sở")
    assert titles(client, "/feeds/tin-tuc.atom") == ["Bài"]
    assert titles(client, "/feeds/tin-tuc.rss", "channel/item/title") == ["Bài"]


def test_drafts_and_private_articles_are_not_in_it(home, news, client):
    builders.make_article(news, title="Nháp", publish=False)
    private = builders.make_section(home, title="Nội bộ")
    builders.make_article(private)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert titles(client, "/feeds/tin-tuc.atom") == []
    assert client.get(f"/feeds/{private.pk}.atom").status_code == 404


def test_what_is_not_a_public_section_of_the_site_has_no_feed(home, news, client):
    article = builders.make_article(news)
    draft = builders.make_section(home, publish=False)
    other = builders.make_section(builders.make_site("so.example.vn").root_page)
    for number in (article.pk, draft.pk, other.pk, 0, 999_999, 10**30):
        assert client.get(f"/feeds/{number}.atom").status_code == 404, number


def test_it_is_bounded(news, client, monkeypatch):
    monkeypatch.setattr("govportal_wagtail.pages.feeds.LENGTH", 2)
    for number in range(3):
        builders.make_article(news, title=f"Bài {number}")
    assert len(titles(client, f"/feeds/{news.pk}.atom")) == 2
