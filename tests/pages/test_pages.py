"""Home, sections, articles and standard pages as readers see them."""

from __future__ import annotations

from datetime import date

import pytest
from wagtail.models import Page, PageViewRestriction

from govportal_wagtail.core.models import LinkGroup, PortalLink, PortalSettings
from govportal_wagtail.pages.models import HomePage, HomePageSection
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return builders.make_site()


@pytest.fixture
def home(site):
    return HomePage.objects.get(pk=site.root_page_id)


@pytest.fixture
def news(home):
    return builders.make_section(home, title="Tin tức")


def show(home, kind, **fields):
    """Put a section on the home page."""
    HomePageSection.objects.create(page=home, kind=kind, **fields)


def context_of(client, page):
    response = client.get(page.url if isinstance(page, Page) else page)
    assert response.status_code == 200
    return response.context_data


class HomeTests:
    def test_shows_the_newest_news_the_first_apart(self, home, news, client):
        for day in (1, 3, 2):
            builders.make_article(news, title=f"Ngày {day}", published_on=date(2026, 1, day))
        show(home, "news", source=news, heading="Tin mới", count=2)
        [section] = context_of(client, home)["sections"]
        assert section["heading"] == "Tin mới"
        assert section["lead_item"].title == "Ngày 3"
        assert [item.title for item in section["items"]] == ["Ngày 2"]
        assert section["more_url"] == news.url

    def test_a_section_with_one_article_is_shown(self, home, news, client):
        builders.make_article(news, title="Bài duy nhất")
        show(home, "news", source=news)
        body = client.get(home.url).content.decode()
        assert "Bài duy nhất" in body

    def test_an_empty_section_is_not_shown(self, home, news, client):
        show(home, "news", source=news)
        show(home, "notices", source=news)
        show(home, "links")
        assert context_of(client, home)["sections"] == []

    def test_a_section_of_an_unpublished_source_is_not_shown(self, home, news, client):
        builders.make_article(news)
        show(home, "notices", source=news)
        assert len(context_of(client, home)["sections"]) == 1
        news.unpublish()
        from django.core.cache import cache

        cache.clear()
        assert context_of(client, home)["sections"] == []

    def test_a_kind_whose_app_is_gone_is_not_shown(self, home, client):
        show(home, "no-such-kind")
        assert context_of(client, home)["sections"] == []

    def test_without_a_source_the_whole_site_is_looked_through(self, home, news, client):
        builders.make_article(news, title="Bài")
        other = builders.make_site("so.example.vn")
        section = builders.make_section(other.root_page)
        builders.make_article(section, title="Bài của sở")
        show(home, "notices")
        [shown] = context_of(client, "/")["sections"]
        assert [item.title for item in shown["items"]] == ["Bài"]
        assert str(shown["heading"])

    def test_drafts_and_private_articles_are_not_shown(self, home, news, client):
        builders.make_article(news, title="Nháp", publish=False)
        private = builders.make_section(home, title="Nội bộ")
        builders.make_article(private)
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        show(home, "notices")
        assert context_of(client, home)["sections"] == []

    def test_links_come_from_the_settings(self, site, home, client):
        settings = PortalSettings.objects.create(site=site)
        PortalLink.objects.create(
            settings=settings, group=LinkGroup.OTHER, title="Báo tỉnh", url="https://b.example.vn"
        )
        show(home, "links", heading="Liên kết")
        assert "Báo tỉnh" in client.get(home.url).content.decode()

    def test_a_photo_is_shown(self, home, news, client):
        builders.make_article(news, image=builders.make_image(), image_alt="Cầu")
        show(home, "news")
        assert "<img" in client.get(home.url).content.decode()

    def test_a_draft_with_new_sections_can_be_previewed(self, home, news, rf):
        builders.make_article(news, title="Bài trong bản xem trước")
        home.sections = [HomePageSection(kind="news", source=news)]
        response = home.make_preview_request()
        assert response.status_code == 200
        assert "Bài trong bản xem trước" in response.content.decode()


class SectionTests:
    def test_lists_everything_below_newest_first(self, news, client):
        sub = builders.make_section(news, title="Kinh tế")
        builders.make_article(news, title="Cũ", published_on=date(2025, 1, 1))
        builders.make_article(sub, title="Mới", published_on=date(2026, 1, 1))
        context = context_of(client, news)
        assert [article.title for article in context["articles"]] == ["Mới", "Cũ"]
        assert [page.title for page in context["subsections"]] == ["Kinh tế"]

    def test_has_pages(self, news, client, settings):
        settings.GOVPORTAL_PAGE_SIZE = 2
        for number in range(3):
            builders.make_article(news, title=f"Bài {number}")
        first = context_of(client, news)["articles"]
        second = context_of(client, f"{news.url}?page=2")["articles"]
        assert len(first) == 2
        assert len(second) == 1
        assert not {a.pk for a in first} & {a.pk for a in second}

    @pytest.mark.parametrize("page", ["99999", "abc", "0", "-1", "", "9" * 5000, "\x00", "1e3"])
    def test_a_page_that_is_not_there_is_404(self, news, client, page):
        builders.make_article(news)
        assert client.get(news.url, {"page": page}).status_code == 404

    def test_an_empty_section_says_so(self, news, client):
        assert client.get(news.url).status_code == 200


class ArticleTests:
    def test_shows_the_newest_others_of_its_section(self, home, news, client):
        article = builders.make_article(news, title="Này")
        for day in range(1, 8):
            builders.make_article(news, title=f"Bài {day}", published_on=date(2026, 12, day))
        builders.make_article(builders.make_section(home), title="Mục khác")
        related = context_of(client, article)["related"]
        assert [page.title for page in related] == [f"Bài {day}" for day in (7, 6, 5, 4, 3)]

    def test_shows_author_source_and_files(self, news, client):
        from govportal_wagtail.pages.models import ArticleAttachment

        article = builders.make_article(news, author="Lê Bình", source="Báo tỉnh")
        ArticleAttachment.objects.create(
            page=article, document=builders.make_file(title="Biểu mẫu")
        )
        body = client.get(article.url).content.decode()
        for text in ("Lê Bình", "Báo tỉnh", "Biểu mẫu"):
            assert text in body

    def test_can_be_previewed_before_it_is_saved(self, news):
        from govportal_wagtail.pages.models import ArticlePage

        article = ArticlePage(
            title="Mới viết", slug="moi", author="A", published_on=date(2026, 1, 1)
        )
        parent = Page.objects.get(pk=news.pk)
        article.depth, article.path = (
            parent.depth + 1,
            Page._get_children_path_interval(parent.path)[0],
        )
        article.locale = parent.locale
        article.set_url_path(parent)
        response = article.make_preview_request()
        assert response.status_code == 200


class StandardPageTests:
    def test_shows_the_pages_of_its_section_with_itself(self, home, client):
        about = builders.make_section(home, title="Giới thiệu")
        first = builders.make_standard(about, title="Tổng quan")
        builders.make_standard(about, title="Lịch sử")
        builders.make_article(about, title="Một bài")
        builders.make_standard(about, title="Nháp", publish=False)
        siblings = context_of(client, first)["siblings"]
        assert [page.title for page in siblings] == ["Tổng quan", "Lịch sử"]

    def test_below_the_home_page_it_has_none(self, home, client):
        first = builders.make_standard(home, title="Liên hệ")
        builders.make_standard(home, title="Chính sách")
        assert context_of(client, first)["siblings"] == []
