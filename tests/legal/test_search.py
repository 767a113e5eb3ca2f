"""Legal documents in the search: found by number in any spelling, by words, by article."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from govportal_wagtail.core.models import (
    FileFacts,
    InspectionState,
    SearchIndexState,
    SearchUnit,
)
from govportal_wagtail.core.registries import search_sources
from govportal_wagtail.core.search import search
from govportal_wagtail.legal.models import DocumentFile, FileRole, LegalDocumentPage, RegisterEntry
from govportal_wagtail.legal.publishing import file_read
from govportal_wagtail.legal.register import refresh_ids
from govportal_wagtail.legal.search import search_articles
from govportal_wagtail.legal.symbols import query_key, reference_key
from tests import builders

pytestmark = pytest.mark.django_db

DECREE = """CHÍNH PHỦ
Số: 158/2025/NĐ-CP
NGHỊ ĐỊNH
Quy định chi tiết về bảo hiểm xã hội bắt buộc
Căn cứ Luật Tổ chức Chính phủ;
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Nghị định này quy định về bảo hiểm xã hội bắt buộc.
Điều 2. Mức đóng của ngư dân
1. Ngư dân đóng theo tháng.
a) Qua bưu điện;
b) Qua ngân hàng.
2. Ngư dân được hỗ trợ tiền đóng.
Điều 3. Hiệu lực thi hành
Nghị định này có hiệu lực từ ngày ký.
"""
DECISION_WITH_STATUTE = """ỦY BAN NHÂN DÂN TỈNH
Số: 68/2026/QĐ-UBND
QUYẾT ĐỊNH
Ban hành Quy chế quản lý bến thuyền
Điều 1. Ban hành kèm theo Quyết định này Quy chế quản lý bến thuyền.
Điều 2. Quyết định này có hiệu lực từ ngày ký.
QUY CHẾ
Quản lý bến thuyền
(Ban hành kèm theo Quyết định số 68/2026/QĐ-UBND)
Điều 1. Phạm vi
Quy chế này áp dụng cho bến thuyền du lịch.
Điều 2. Giờ mở bến
Bến mở từ năm giờ sáng.
"""
DIRECTIVE = """THỦ TƯỚNG CHÍNH PHỦ
Số: 21/CT-TTg
CHỈ THỊ
Về việc sắp xếp thôn, tổ dân phố

Để sắp xếp thôn, Thủ tướng Chính phủ yêu cầu:

I. NGUYÊN TẮC SẮP XẾP
1. Việc sắp xếp thôn phải phù hợp với quy mô.
2. Trong quá trình triển khai phải giữ ổn định.
II. TỔ CHỨC THỰC HIỆN
1. Ủy ban nhân dân các tỉnh khẩn trương tổ chức.
2. Bộ Nội vụ theo dõi việc thực hiện.
"""


@pytest.fixture
def site():
    return builders.make_site()


@pytest.fixture
def library(site):
    return builders.make_library(site.root_page)


@pytest.fixture
def decree(library):
    return make_decree(library)


def make_decree(library, **fields):
    kind = builders.make_doc_type("nghi-dinh", name="Nghị định", abbreviation="NĐ")
    values = {
        "title": "Nghị định số 158/2025/NĐ-CP",
        "abstract": "Quy định chi tiết về bảo hiểm xã hội bắt buộc",
        "doc_type": kind,
        "issued_on": date(2025, 6, 25),
        "full_text": DECREE,
        **fields,
    }
    return builders.make_document(library, "158/2025/NĐ-CP", **values)


def entry_of(page):
    (entry,) = search_sources.get("documents").entries([page.pk])
    return entry


def found(query: str) -> list[str]:
    return [row.symbol for row in RegisterEntry.objects.search(query)]


class EntryTests:
    def test_a_document_is_titled_as_it_is_cited(self, decree):
        entry = entry_of(decree)
        assert entry.title == (
            "Nghị định 158/2025/NĐ-CP – Quy định chi tiết về bảo hiểm xã hội bắt buộc"
        )
        assert (entry.number, entry.category) == ("158/2025/NĐ-CP", "nghi-dinh")
        assert (entry.agency_id, entry.date) == (decree.issuer_id, date(2025, 6, 25))

    def test_the_title_does_not_depend_on_the_language_of_who_publishes(self, library):
        kind = builders.make_doc_type("nghi-dinh", name="Nghị định", name_en="Decree")
        page = make_decree(library, doc_type=kind)
        with translation.override("en"):
            assert entry_of(page).title.startswith("Nghị định 158/2025/NĐ-CP")

    def test_a_title_that_names_the_law_is_kept(self, library):
        page = builders.make_document(
            library, "09/2017/QH14", title="Luật Du lịch 09/2017/QH14", abstract="Luật Du lịch"
        )
        assert entry_of(page).title == "Luật Du lịch 09/2017/QH14"

    def test_a_title_of_its_own_is_found_too(self, library, site):
        page = builders.make_document(
            library, "5/2026/QĐ-UBND", title="Chuyện bến Ninh Kiều", abstract="Về bến thuyền"
        )
        assert entry_of(page).title == "Quyết định 5/2026/QĐ-UBND – Về bến thuyền"
        hits = search("chuyện bến Ninh Kiều", site=site, locale=page.locale).hits
        assert [hit.page_id for hit in hits] == [page.pk]

    def test_a_long_abstract_is_whole_below_the_title(self, library):
        abstract = "Ban hành quy chế " * 40 + "bến thuyền"
        entry = entry_of(builders.make_document(library, abstract=abstract))
        assert len(entry.title) < 400
        assert entry.summary == abstract

    def test_a_draft_for_comment_has_its_title(self, library):
        page = builders.make_document(
            library, is_draft=True, title="Dự thảo Quy chế", abstract="Quản lý bến thuyền"
        )
        assert entry_of(page).title == "Dự thảo Quy chế – Quản lý bến thuyền"

    def test_articles_are_parts_with_all_that_stands_in_them(self, decree):
        entry = entry_of(decree)
        assert [part.fragment for part in entry.parts] == ["#dieu-1", "#dieu-2", "#dieu-3"]
        second = entry.parts[1]
        assert second.title == "Điều 2. Mức đóng của ngư dân"
        for text in ("đóng theo tháng", "Qua ngân hàng", "được hỗ trợ"):
            assert text in second.text
        assert "Căn cứ Luật Tổ chức Chính phủ" in entry.text
        assert "QUY ĐỊNH CHUNG" in entry.text

    def test_articles_of_an_attached_text_are_told_from_those_of_the_decision(self, library):
        page = builders.make_document(library, full_text=DECISION_WITH_STATUTE)
        parts = {part.fragment: part.title for part in entry_of(page).parts}
        assert list(parts) == ["#dieu-1", "#dieu-2", "#quy-che-dieu-1", "#quy-che-dieu-2"]
        assert parts["#quy-che-dieu-2"] == "Điều 2. Giờ mở bến (Quy chế)"

    def test_a_text_without_articles_is_found_by_its_sections(self, library):
        page = builders.make_document(library, "21/CT-TTg", full_text=DIRECTIVE)
        parts = entry_of(page).parts
        assert [part.fragment for part in parts] == ["#muc-1", "#muc-2"]
        assert "NGUYÊN TẮC SẮP XẾP" in parts[0].title
        assert "giữ ổn định" in parts[0].text

    def test_every_word_of_a_text_is_in_its_entry(self, library):
        for text in (DECREE, DECISION_WITH_STATUTE, DIRECTIVE):
            entry = entry_of(builders.make_document(library, full_text=text))
            said = " ".join([entry.text, *(f"{part.title} {part.text}" for part in entry.parts)])
            assert set(text.split()) <= set(said.split())

    def test_types_are_named_in_the_active_language(self):
        builders.make_doc_type("nghi-dinh", name="Nghị định", name_en="Decree")
        names = search_sources.get("documents").category_names
        assert names(["nghi-dinh", "none"]) == {"nghi-dinh": "Nghị định"}
        with translation.override("en"):
            assert names(["nghi-dinh"]) == {"nghi-dinh": "Decree"}

    def test_queries_do_not_grow_with_the_documents(self, library, django_assert_num_queries):
        pages = [builders.make_document(library, full_text=DECREE).pk for _ in range(4)]
        entries = search_sources.get("documents").entries
        for ids in (pages[:1], pages):
            with django_assert_num_queries(2):
                assert len(list(entries(ids))) == len(ids)


class NumberTests:
    @pytest.fixture
    def pages(self, library, decree):
        builders.make_document(
            library,
            "200/2026/NĐ-CP",
            doc_type=decree.doc_type,
            abstract="Sửa đổi Nghị định số 158/2025/NĐ-CP về bảo hiểm xã hội bắt buộc",
            full_text="Điều 1. Sửa đổi\nSửa đổi Điều 2 Nghị định số 158/2025/NĐ-CP.\n" * 3,
        )
        builders.make_document(library, "1158/QĐ-UBND", issued_on=date(2025, 7, 1))
        builders.make_document(library, "1203/QĐ-UBND", issued_on=date(2026, 5, 20))

    @pytest.mark.parametrize(
        "query",
        [
            "158/2025/NĐ-CP",
            "158/2025/nd-cp",
            "1582025ndcp",
            "158 2025",
            "nghị định 158",
            "ND 158/2025",
            "158",
            "158/NĐ-CP",
            "nghị định số 158 năm 2025",
            "Điều 5 Nghị định 158/2025/NĐ-CP",
            "khoản 2 Điều 2 của Nghị định 158",
            "Nghị định số 158/2025/NĐ-CP ngày 25/6/2025 của Chính phủ",
            "Nghị định 158/2025/NĐ-CP quy định chi tiết về bảo hiểm xã hội bắt buộc",
        ],
    )
    def test_every_spelling_finds_the_document_before_those_that_cite_it(
        self, pages, site, decree, query
    ):
        hits = search(query, site=site, locale=decree.locale).hits
        assert hits[0].page_id == decree.pk
        assert found(query)[0] == "158/2025/NĐ-CP"

    @pytest.mark.parametrize("query", ["1203/QĐ-UBND", "1203 2026", "quyết định 1203/2026"])
    def test_the_year_of_issue_counts_where_the_symbol_has_none(self, pages, query):
        assert found(query)[0] == "1203/QĐ-UBND"

    def test_an_amending_document_is_not_what_a_citation_in_words_asks_for(self, pages):
        assert reference_key("sửa đổi nghị định 158/2025/NĐ-CP") is None
        assert reference_key("điều 5") is None

    @pytest.mark.parametrize(
        "query", ["158/2025/NĐ-CP", "nghị định 158", "1203 2026", "bảo hiểm xã hội", ""]
    )
    def test_what_is_only_a_number_is_read_as_before(self, query):
        assert reference_key(query) == query_key(query)

    @given(st.text(max_size=60))
    def test_no_query_is_an_error(self, query):
        reference_key(query)
        reference_key(f"Điều 5 Nghị định 158/2025/NĐ-CP {query}")


class IndexTests:
    def units(self, page) -> list[str]:
        rows = SearchUnit.objects.filter(page_id=page.pk).order_by("position")
        return list(rows.values_list("fragment", flat=True))

    def test_a_document_is_found_once_published_and_not_after(self, library, site):
        page = make_decree(library, publish=False)
        assert self.units(page) == []
        builders.publish_page(page)
        assert self.units(page) == ["", "#dieu-1", "#dieu-2", "#dieu-3"]
        page.unpublish()
        assert self.units(page) == []
        assert found("bảo hiểm") == []

    def test_a_changed_text_replaces_the_old_one(self, decree):
        decree.full_text = "Điều 1. Đường cao tốc\nNgười đi bộ không được vào."
        builders.publish_page(decree)
        assert self.units(decree) == ["", "#dieu-1"]
        assert search_articles("ngư dân") == []
        assert [hit.anchor for hit in search_articles("người đi bộ")] == ["dieu-1"]

    def test_nothing_is_left_of_a_deleted_document(self, decree):
        decree.delete()
        assert not SearchUnit.objects.exists()

    def test_a_document_that_is_moved_is_found_where_it_is(self, site, decree):
        other = builders.make_library(site.root_page, "Thư viện khác")
        decree.move(other, pos="last-child")
        paths = set(SearchUnit.objects.filter(page=decree).values_list("url_path", flat=True))
        assert paths == {LegalDocumentPage.objects.get(pk=decree.pk).url_path}
        assert [row.library_id for row in RegisterEntry.objects.search("ngư dân")] == [other.pk]

    def test_the_text_of_a_file_is_found_once_it_is_read(self, library):
        file = builders.make_file()
        row = DocumentFile(document=file, role=FileRole.EDITABLE)
        page = builders.make_document(library, files=[row])
        assert search_articles("mức đóng của ngư dân") == []
        FileFacts.objects.update_or_create(
            document=file, defaults={"state": InspectionState.DONE, "text": DECREE}
        )
        file_read(file.pk)
        assert [(hit.page_id, hit.anchor) for hit in search_articles("đóng của ngư dân")][:1] == [
            (page.pk, "dieu-2")
        ]

    def test_the_command_of_the_register_brings_the_search_up_to_date(self, decree):
        RegisterEntry.objects.all().delete()
        SearchUnit.objects.all().delete()
        call_command("govportal_rebuild_register", stdout=StringIO())
        assert self.units(decree) == ["", "#dieu-1", "#dieu-2", "#dieu-3"]
        SearchUnit.objects.filter(is_part=True).delete()
        call_command("govportal_rebuild_register", units=True, stdout=StringIO())
        assert self.units(decree) == ["", "#dieu-1", "#dieu-2", "#dieu-3"]

    def test_an_imported_document_is_found(self, library, tmp_path):
        row = {
            "so_hieu": "7/2026/QĐ-UBND",
            "ngay_ban_hanh": "2026-05-20",
            "ngay_hieu_luc": "2026-05-20",
            "co_quan_ban_hanh": "UBND Tỉnh",
            "loai_van_ban": "Quyết định của UBND tỉnh",
            "nguoi_ky": "Chủ tịch UBND Nguyễn Văn An",
            "trich_yeu": "Về giờ mở bến thuyền",
            "tinh_trang": "Đang hiệu lực",
            "source_url": "https://example.com/7",
        }
        register = tmp_path / "van_ban.json"
        register.write_text(json.dumps([row]), encoding="utf-8")
        call_command("govportal_import_documents", register, verbosity=0)
        assert found("giờ mở bến thuyền") == ["7/2026/QĐ-UBND"]
        # Words are counted once so many documents have come.
        assert SearchIndexState.objects.get().counted_at is not None


class ListTests:
    def test_the_whole_text_is_searched(self, decree):
        assert found("ngư dân ngân hàng") == ["158/2025/NĐ-CP"]
        assert found("ngu dan bưu điệ") == ["158/2025/NĐ-CP"]

    def test_title_and_abstract_come_before_the_text(self, library):
        builders.make_document(
            library, "1/2026/QĐ-UBND", abstract="Về bến thuyền", issued_on=date(2020, 1, 1)
        )
        builders.make_document(
            library, "2/2026/QĐ-UBND", full_text="Điều 1. Phạm vi\nCác bến thuyền của tỉnh."
        )
        assert found("bến thuyền") == ["1/2026/QĐ-UBND", "2/2026/QĐ-UBND"]

    def test_a_phrase_and_an_unwanted_word_are_understood(self, library):
        builders.make_document(library, "1/2026/QĐ-UBND", abstract="Thuyền ở bến sông")
        builders.make_document(library, "2/2026/QĐ-UBND", abstract="Bến thuyền du lịch")
        assert found('"bến thuyền"') == ["2/2026/QĐ-UBND"]
        assert found("thuyền -sông") == ["2/2026/QĐ-UBND"]

    def test_a_number_is_not_the_beginning_of_another(self, library):
        builders.make_document(library, "68/2026/QĐ-UBND")
        builders.make_document(library, "680/2026/QĐ-UBND")
        assert found("68") == ["68/2026/QĐ-UBND"]

    def test_what_holds_the_place_of_a_translation_is_not_found(self, library, decree):
        english = builders.make_locale("en")
        library.copy_for_translation(english, copy_parents=True)
        copy = decree.copy_for_translation(english, alias=True)
        refresh_ids([copy.pk])
        entries = RegisterEntry.objects.filter(locale=english)
        assert not entries.search("ngư dân")
        assert not SearchUnit.objects.filter(locale=english).exists()

    def test_readers_of_a_closed_library_search_it(self, client, library, decree):
        PageViewRestriction.objects.create(page=library, restriction_type="login")
        assert client.get(library.url, {"query": "ngư dân"}).status_code == 302
        client.force_login(builders.make_user())
        context = client.get(library.url, {"query": "ngư dân"}).context
        assert [entry.pk for entry in context["entries"]] == [decree.pk]
        assert search_articles("ngư dân") == []

    def test_list_feed_export_and_api_find_the_same(self, client, library, decree):
        builders.make_document(library, "2/2026/QĐ-UBND", abstract="Phí và lệ phí")
        query = {"query": "ngư dân"}
        context = client.get(library.url, query).context
        assert [entry.pk for entry in context["entries"]] == [decree.pk]
        export = next(link["url"] for link in context["export_links"] if link["label"] == "JSON")
        answer = json.loads(b"".join(client.get(export).streaming_content))
        (exported,) = answer["documents"]
        assert exported["id"] == decree.pk
        feed = client.get(context["feed_url"]).content.decode()
        assert "158/2025/NĐ-CP" in feed
        assert "2/2026/QĐ-UBND" not in feed
        items = client.get("/api/v2/legal-documents/", query).json()["items"]
        assert [item["id"] for item in items] == [decree.pk]

    def test_the_api_puts_the_exact_symbol_first(self, client, library, decree):
        newer = builders.make_document(
            library, "9/2026/QĐ-UBND", abstract="Thi hành Nghị định số 158/2025/NĐ-CP"
        )
        query = {"query": "158/2025/nd-cp"}
        items = client.get("/api/v2/legal-documents/", query).json()["items"]
        assert [item["id"] for item in items] == [decree.pk, newer.pk]
        items = client.get("/api/v2/legal-documents/", query | {"order": "-id"}).json()["items"]
        assert [item["id"] for item in items] == [newer.pk, decree.pk]


class ArticleTests:
    def test_the_article_that_answers_comes_first(self, decree, site, rf):
        hit = search_articles("ngư dân đóng tiền qua ngân hàng thế nào?", limit=5)[0]
        assert (hit.page_id, hit.anchor, hit.symbol) == (decree.pk, "dieu-2", "158/2025/NĐ-CP")
        assert hit.article == "Điều 2. Mức đóng của ngư dân"
        assert hit.title == decree.title
        assert hit.get_url(rf.get("/")).endswith(f"{decree.slug}/#dieu-2")

    def test_a_limit_and_an_offset_cut_the_answers(self, decree):
        every = search_articles("nghị định bảo hiểm xã hội")
        assert len(every) == 3
        assert search_articles("nghị định bảo hiểm xã hội", limit=1, offset=1) == every[1:2]

    def test_articles_of_a_site_or_a_language_only(self, decree, site):
        other = builders.make_site("so.example.vn")
        english = builders.make_locale("en")
        assert search_articles("ngư dân", site=site, locale=decree.locale)
        assert search_articles("ngư dân", site=other) == []
        assert search_articles("ngư dân", locale=english) == []

    @pytest.mark.parametrize("query", ["", "   ", '"', "-", "///", "\x00", "?!"])
    def test_a_query_without_a_word_finds_nothing(self, decree, query):
        assert search_articles(query) == []
