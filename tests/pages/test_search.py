"""What of articles, sections and standard pages can be found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from govportal_wagtail.core.models import SearchUnit
from govportal_wagtail.core.registries import SearchEntry, search_sources
from govportal_wagtail.core.search import index, search
from govportal_wagtail.pages.models import ArticleAttachment, HomePage, SectionPage, StandardPage
from govportal_wagtail.pages.search import ARTICLES, PAGES
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Page:
    return builders.make_site().root_page


@pytest.fixture
def section(home) -> Page:
    return builders.make_section(home, lead="Tin của Ủy ban nhân dân tỉnh")


def full_body() -> list[dict[str, Any]]:
    """One block of every kind, as the database stores them."""
    file, picture = builders.make_file("Quy chế phối hợp"), builders.make_image("tên tệp ảnh")
    table = {
        "data": [["Xã", "Dân số"], ["Song Phú", "12.345"]],
        "first_row_is_table_header": True,
        "table_caption": "Dân số các xã",
    }
    return [
        {"type": "heading", "value": "Những điểm mới"},
        {"type": "paragraph", "value": "<p>Cấp giấy <b>chứng nhận</b></p><p>Thu hồi đất</p>"},
        {
            "type": "figure",
            "value": {
                "image": picture.pk,
                "alt_text": "Cây cầu",
                "caption": "Cầu ngày thông xe",
                "author": "Trần B",
            },
        },
        {"type": "quotation", "value": {"text": "Dân là gốc", "attribution": "Chủ tịch xã"}},
        {"type": "table", "value": table},
        {
            "type": "files",
            "value": {
                "heading": "Tải về",
                "files": [{"type": "item", "value": file.pk, "id": "a"}],
            },
        },
    ]


def entry_of(page: Page) -> SearchEntry:
    """What the search keeps of a page."""
    source = ARTICLES if ARTICLES.handles(type(page)) else PAGES
    (entry,) = source.entries([page.pk])
    return entry


class EntryTests:
    def test_all_that_can_be_read_in_a_body_is_kept_in_reading_order(self, section):
        article = builders.make_article(section, body=full_body())
        assert entry_of(article).text.split("\n") == [
            "Những điểm mới",
            "Cấp giấy chứng nhận Thu hồi đất",
            "Cây cầu",
            "Cầu ngày thông xe",
            "Trần B",
            "Dân là gốc",
            "Chủ tịch xã",
            "Dân số các xã",
            "Xã",
            "Dân số",
            "Song Phú",
            "12.345",
            "Tải về",
            "Quy chế phối hợp",
        ]

    def test_an_article_brings_its_category_agency_date_and_lead(self, section):
        agency = builders.make_agency()
        article = builders.make_article(
            section,
            "Khánh thành cầu",
            lead="Sáng nay",
            image_caption="Lễ cắt băng",
            category=builders.make_category("giao-thong", name="Giao thông"),
            agency=agency,
            published_on=date(2026, 11, 5),
        )
        assert entry_of(article) == SearchEntry(
            page_id=article.pk,
            title="Khánh thành cầu",
            summary="Sáng nay",
            text="Lễ cắt băng",
            category="giao-thong",
            agency_id=agency.pk,
            date=date(2026, 11, 5),
        )

    def test_titles_of_attached_files_and_tags_are_kept(self, section):
        article = builders.make_article(section, publish=False)
        article.attachments = [
            ArticleAttachment(document=builders.make_file("Bản đồ quy hoạch")),
            ArticleAttachment(document=builders.make_file("a.pdf"), title="Phụ lục giá đất"),
        ]
        article.tags.add("chuyển đổi số")
        builders.publish_page(article)
        assert entry_of(article).text.split("\n") == [
            "Bản đồ quy hoạch",
            "Phụ lục giá đất",
            "chuyển đổi số",
        ]

    def test_sections_and_standard_pages_bring_introduction_and_text(self, home, section):
        page = builders.make_standard(home, "Liên hệ", lead="Địa chỉ", body=full_body()[:1])
        assert entry_of(page) == SearchEntry(
            page_id=page.pk, title="Liên hệ", summary="Địa chỉ", text="Những điểm mới"
        )
        assert entry_of(section).summary == "Tin của Ủy ban nhân dân tỉnh"
        assert entry_of(section).date is None

    def test_home_pages_are_not_found_as_pages(self):
        assert not any(source.handles(HomePage) for source in search_sources)
        assert PAGES.handles(SectionPage)
        assert PAGES.handles(StandardPage)

    @pytest.mark.parametrize(
        "odd",
        [
            {"type": "removed_block", "value": "mất"},
            {"type": "table", "value": None},
            {"type": "figure", "value": None},
            {"type": "files", "value": {"files": [123456789]}},
            {"type": "files", "value": {"files": None}},
            {"type": "paragraph", "value": None},
        ],
    )
    def test_a_block_that_says_nothing_or_is_unknown_keeps_no_page_out(self, section, odd):
        article = builders.make_article(section)
        stored = [odd, {"type": "heading", "value": "Còn lại"}]
        type(article).objects.filter(pk=article.pk).update(body=stored)
        assert entry_of(type(article).objects.get(pk=article.pk)).text == "Còn lại"

    def test_many_pages_take_as_many_queries_as_one(self, home, section):
        category, agency = builders.make_category(), builders.make_agency()
        for number in range(6):
            article = builders.make_article(
                section, f"Bài {number}", body=full_body(), category=category, agency=agency
            )
            article.tags.add("mới")
            builders.publish_page(article)
            builders.make_standard(home, f"Trang {number}", body=full_body())
        for source, model in ((ARTICLES, type(article)), (PAGES, StandardPage)):
            ids = list(model.objects.values_list("pk", flat=True))
            counts = []
            for some in (ids[:1], ids):
                with CaptureQueriesContext(connection) as captured:
                    assert len(list(source.entries(some))) == len(some)
                counts.append(len(captured))
            assert counts[0] == counts[1] <= 8


class CategoryTests:
    def test_names_come_in_the_language_of_the_reader(self):
        builders.make_category("kinh-te", name="Kinh tế", name_en="Economy")
        assert ARTICLES.category_names(["kinh-te", "khac"]) == {"kinh-te": "Kinh tế"}
        from django.utils import translation

        with translation.override("en"):
            assert ARTICLES.category_names(["kinh-te"]) == {"kinh-te": "Economy"}

    def test_a_category_with_another_code_keeps_its_articles(self, section):
        category = builders.make_category("kinh-te")
        other = builders.make_category("van-hoa", name="Văn hóa")
        first = builders.make_article(section, category=category)
        second = builders.make_article(section, category=other)
        index.refresh([first.pk, second.pk])
        category.code = "kinh-te-xa-hoi"
        category.save()
        found = dict(SearchUnit.objects.values_list("page_id", "category"))
        assert found[first.pk] == "kinh-te-xa-hoi"
        assert found[second.pk] == "van-hoa"


class FoundTests:
    @pytest.mark.parametrize(
        "query", ["thu hồi đất", "thu hoi dat", "song phú", "quy chế phối hợp", "thông xe"]
    )
    def test_words_deep_in_an_article_find_it(self, home, section, query):
        article = builders.make_article(section, body=full_body())
        builders.make_article(section, "Một bài khác")
        index.refresh([article.pk])
        site = home.get_site()
        found = search(query, site=site, locale=home.locale)
        assert [hit.page_id for hit in found.hits] == [article.pk]
        assert found.hits[0].source == "articles"
        assert found.hits[0].date == date(2026, 11, 5)
