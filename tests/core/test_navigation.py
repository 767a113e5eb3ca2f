"""Menu, breadcrumbs, language links and what templates make of them."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation
from wagtail.models import Page, PageViewRestriction

from govportal_wagtail.core import navigation
from govportal_wagtail.core.models import LinkGroup, PortalLink, PortalSettings
from govportal_wagtail.core.templatetags import govportal as tags
from tests import builders


@pytest.fixture
def site(db):
    return builders.make_site()


@pytest.fixture
def home(site):
    return Page.objects.get(pk=site.root_page_id)


def render(text, rf, page=None, path="/", **context):
    """What a template makes of a page."""
    values = {"request": rf.get(path), **context, **({"page": page} if page else {})}
    return Template("{% load govportal %}" + text).render(Context(values))


class MenuTests:
    def test_has_two_levels_in_tree_order(self, home, rf):
        news = builders.make_section(home, title="Tin tức", slug="tin-tuc")
        about = builders.make_section(home, title="Giới thiệu", slug="gioi-thieu")
        child = builders.make_standard(about, title="Tổng quan", slug="a", show_in_menus=True)
        builders.make_standard(child, title="Sâu quá", show_in_menus=True)
        menu = navigation.main_menu(rf.get("/"))
        assert [item["title"] for item in menu] == ["Tin tức", "Giới thiệu"]
        assert [item["title"] for item in menu[1]["children"]] == ["Tổng quan"]
        assert menu[0]["url"] == news.get_url(rf.get("/")) == "/tin-tuc/"

    def test_leaves_out_what_readers_cannot_open(self, home, rf):
        builders.make_section(home, title="Nháp", publish=False)
        builders.make_section(home, title="Không trong menu", show_in_menus=False)
        private = builders.make_section(home, title="Nội bộ")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        hidden = builders.make_section(home, title="Ẩn", show_in_menus=False)
        builders.make_standard(hidden, title="Con của ẩn", show_in_menus=True)
        assert navigation.main_menu(rf.get("/")) == []

    def test_marks_the_section_the_page_is_in(self, home, rf):
        news = builders.make_section(home, title="Tin tức")
        builders.make_section(home, title="Thông báo")
        article = builders.make_article(news)
        menu = navigation.main_menu(rf.get("/"), article)
        assert [item["active"] for item in menu] == [True, False]
        assert [item["active"] for item in navigation.main_menu(rf.get("/"))] == [False, False]

    def test_is_read_once_and_costs_the_same_for_any_size(
        self, home, rf, django_assert_num_queries, django_assert_max_num_queries
    ):
        for number in range(12):
            section = builders.make_section(home, title=f"Mục {number}")
            builders.make_standard(section, title=f"Trang {number}", show_in_menus=True)
        request = rf.get("/")
        navigation.current_home(request)
        # The pages, and the view restrictions that leave some of them out.
        with django_assert_max_num_queries(2):
            assert len(navigation.main_menu(request)) == 12
        with django_assert_num_queries(0):
            navigation.main_menu(request)

    def test_sites_have_menus_of_their_own(self, home, rf):
        builders.make_section(home, title="Tin tỉnh")
        other = builders.make_site("so.example.vn")
        builders.make_section(other.root_page, title="Tin sở")
        request = rf.get("/", SERVER_NAME="so.example.vn")
        assert [item["title"] for item in navigation.main_menu(request)] == ["Tin sở"]


class BreadcrumbTests:
    def test_lead_from_home_to_the_page_which_has_no_address(self, home, rf):
        section = builders.make_section(home, title="Tin tức")
        article = builders.make_article(section, title="Bài")
        crumbs = navigation.breadcrumbs(rf.get("/"), article)
        assert [crumb["title"] for crumb in crumbs] == [home.title, "Tin tức", "Bài"]
        assert [bool(crumb["url"]) for crumb in crumbs] == [True, True, False]

    def test_of_the_home_page_are_itself(self, home, rf):
        assert [crumb["title"] for crumb in navigation.breadcrumbs(rf.get("/"), home)] == [
            home.title
        ]

    def test_cost_one_query(self, home, rf, django_assert_num_queries):
        page = home
        for number in range(4):
            page = builders.make_section(page, title=f"Cấp {number}")
        article = Page.objects.select_related("locale").get(pk=page.pk)
        request = rf.get("/")
        navigation.current_home(request)
        with django_assert_num_queries(1):
            navigation.breadcrumbs(request, article)

    def test_a_page_not_saved_yet_has_some(self, home, rf):
        from govportal_wagtail.pages.models import StandardPage

        draft = StandardPage(title="Mới", locale=home.locale)
        assert [crumb["title"] for crumb in navigation.breadcrumbs(rf.get("/"), draft)] == ["Mới"]


class LanguageTests:
    def test_a_page_without_translation_has_only_itself(self, home, rf):
        links = navigation.language_links(rf.get("/"), home)
        assert [(link["code"], link["current"]) for link in links] == [("vi", True)]

    def test_names_the_live_translations(self, home, rf):
        english = home.copy_for_translation(builders.make_locale("en"))
        english.title = "Portal"
        assert len(navigation.language_links(rf.get("/"), home)) == 1
        english.save_revision().publish()
        cache.clear()
        links = navigation.language_links(rf.get("/"), home)
        assert [(link["code"], link["name"]) for link in links] == [
            ("vi", "Tiếng Việt"),
            ("en", "English"),
        ]

    def test_leaves_out_aliases(self, home, rf):
        home.copy_for_translation(builders.make_locale("en"), alias=True)
        assert len(navigation.language_links(rf.get("/"), home)) == 1

    def test_the_menu_of_a_translation_is_of_its_language(self, home, rf):
        builders.make_section(home, title="Tin tức")
        english = home.copy_for_translation(builders.make_locale("en"))
        english.save_revision().publish()
        builders.make_section(english, title="News")
        english = Page.objects.get(pk=english.pk)
        titles = [item["title"] for item in navigation.main_menu(rf.get("/en/"), english)]
        assert titles == ["News"]


class SiteTreeTests:
    def test_shows_sections_and_lasting_pages_not_articles_and_documents(self, home, rf):
        news = builders.make_section(home, title="Tin tức", show_in_menus=False)
        builders.make_article(news)
        builders.make_standard(home, title="Liên hệ")
        library = builders.make_library(home, title="Văn bản")
        builders.make_document(library)
        [root] = navigation.site_tree(rf.get("/"))
        assert root["title"] == home.title
        assert [node["title"] for node in root["children"]] == ["Tin tức", "Liên hệ", "Văn bản"]
        assert [node["children"] for node in root["children"]] == [[], [], []]

    def test_leaves_out_what_is_below_an_unpublished_page(self, home, rf):
        draft = builders.make_section(home, title="Nháp", publish=False)
        builders.make_standard(draft, title="Con")
        assert navigation.site_tree(rf.get("/"))[0]["children"] == []

    def test_is_bounded(self, home, rf, monkeypatch):
        monkeypatch.setattr(navigation, "TREE_LIMIT", 3)
        for number in range(5):
            builders.make_section(home, title=f"Mục {number}")
        assert len(navigation.site_tree(rf.get("/"))[0]["children"]) == 3


class SettingsTagTests:
    def test_a_site_without_settings_has_empty_ones_and_gets_none(self, site, rf):
        out = render("{% portal_settings as p %}[{{ p.agency_name }}{{ p.link_groups }}]", rf)
        assert out == "[[]]"
        assert not PortalSettings.objects.exists()

    def test_gives_fields_and_groups_of_links(self, site, rf, django_assert_num_queries):
        settings = PortalSettings.objects.create(site=site, agency_name="UBND tỉnh")
        for group, title in ((LinkGroup.OTHER, "Báo"), (LinkGroup.NATIONAL, "Chính phủ")):
            PortalLink.objects.create(
                settings=settings, group=group, title=title, url="https://x.example.vn"
            )
        text = (
            "{% portal_settings as p %}{{ p.agency_name }}:{% for g in p.link_groups %}"
            "{{ g.code }}={% for link in g.links %}{{ link.title }}{% endfor %};{% endfor %}"
        )
        assert render(text, rf) == "UBND tỉnh:national=Chính phủ;other=Báo;"
        request = rf.get("/")
        request._wagtail_site = site
        with django_assert_num_queries(0):
            Template("{% load govportal %}" + text).render(Context({"request": request}))


class MetadataTests:
    def test_every_mandatory_element_is_there_even_without_settings(self, home, rf):
        out = render("{% metadata_head %}", rf, home)
        for name in ("title", "creator", "date", "description", "publisher", "identifier"):
            found = re.search(rf'<meta name="DC.{name}" content="([^"]+)">', out)
            assert found, name

    def test_an_article_names_its_author_and_the_agency_publishes(self, site, home, rf):
        PortalSettings.objects.create(site=site, agency_name="UBND tỉnh Thanh Giang")
        section = builders.make_section(home)
        article = builders.make_article(section, author="Lê Thị Bình", lead="Một câu.")
        out = render("{% metadata_head %}", rf, article)
        assert 'name="DC.creator" content="Lê Thị Bình"' in out
        assert 'name="DC.publisher" content="UBND tỉnh Thanh Giang"' in out
        assert 'name="description" content="Một câu."' in out
        assert f'rel="canonical" href="{article.full_url}"' in out

    def test_linked_data_is_json_and_cannot_leave_its_element(self, home, rf):
        section = builders.make_section(home)
        article = builders.make_article(section, title="</script><script>alert(1)</script> & <b>")
        out = render("{% metadata_head %}", rf, article)
        assert out.count("<script") == 1
        assert out.count("</script") == 1
        text = re.search(r'<script type="application/ld\+json">(.*)</script>', out)[1]
        values = json.loads(text)
        assert values["@type"] == "NewsArticle"
        assert values["headline"] == article.title

    @pytest.mark.parametrize(
        ("query", "suffix"),
        [("?page=3", "?page=3"), ("?page=1", ""), ("?page=x&utm_source=z", ""), ("?page=²", "")],
    )
    def test_the_canonical_address_keeps_only_the_page_number(self, home, rf, query, suffix):
        out = render("{% metadata_head %}", rf, home, path=f"/{query}")
        assert f'rel="canonical" href="{home.full_url}{suffix}"' in out

    def test_translations_are_named_with_absolute_addresses(self, home, rf):
        home.copy_for_translation(builders.make_locale("en")).save_revision().publish()
        out = render("{% metadata_head %}", rf, home)
        assert re.findall(r'hreflang="(\w+)" href="http', out) == ["vi", "en"]

    def test_a_picture_whose_file_is_gone_does_not_break_the_page(self, home, rf):
        image = builders.make_image()
        article = builders.make_article(builders.make_section(home), image=image)
        image.file.storage.delete(image.file.name)
        assert "og:image" not in render("{% metadata_head %}", rf, article)

    def test_pages_outside_the_tree_have_none(self, site, rf):
        assert render("{% metadata_head %}", rf).strip() == ""
        assert "noindex" in render("{% metadata_head %}", rf, robots="noindex")


class FeedLinkTests:
    def test_a_section_and_its_articles_link_to_its_feeds(self, home, rf):
        section = builders.make_section(home)
        article = builders.make_article(section)
        for page in (section, article):
            out = render("{% feed_links %}", rf, page)
            assert f'type="application/atom+xml" title="{section.title} (Atom)"' in out
            assert f'href="/feeds/{section.pk}.atom"' in out
            assert f'href="/feeds/{section.pk}.rss"' in out

    def test_a_view_may_name_one(self, home, rf):
        out = render("{% feed_links %}", rf, feed_url="/x.atom")
        assert 'href="/x.atom"' in out


class FilterTests:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (date(2026, 11, 5), "05/11/2026"),
            # 20:00 in Greenwich is the next day in Việt Nam.
            (datetime(2026, 11, 4, 20, 0, tzinfo=UTC), "05/11/2026"),
            (None, ""),
            ("", ""),
        ],
    )
    def test_dates_are_written_day_first(self, value, text):
        assert tags.vn_date(value) == text

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
            (date(2026, 3, 15), "ngày 15 tháng 3 năm 2026"),
            (date(2026, 11, 5), "ngày 05 tháng 11 năm 2026"),
        ],
    )
    def test_long_dates_have_the_zeros_of_official_documents(self, value, text):
        assert tags.vn_date_long(value) == text

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1 KB"),
            (350_000, "342 KB"),
            (1_000 * 1024, "1,0 MB"),
            (1_258_291, "1,2 MB"),
            (250 * 1024**2, "250 MB"),
            (3 * 1024**3, "3,0 GB"),
            (None, ""),
            (-1, ""),
            ("x", ""),
        ],
    )
    def test_sizes_have_a_unit_and_the_decimal_comma(self, value, text):
        with translation.override("vi"):
            assert tags.file_size(value) == text

    def test_page_numbers_have_gaps(self):
        pages = Paginator(range(1000), 10)
        assert tags.paginate(pages.page(1)) == [1, 2, 3, None, 100]
        assert tags.paginate(pages.page(50)) == [1, None, 48, 49, 50, 51, 52, None, 100]
        assert tags.paginate(Paginator([], 10).page(1)) == [1]
