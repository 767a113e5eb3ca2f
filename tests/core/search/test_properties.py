"""What holds for any query and any title, and one order of results on every database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale, Site

from govportal_wagtail.core.search import (
    Results,
    search,
    search_parts,
    statistics,
    suggest,
)
from govportal_wagtail.core.search.query import MOST_WORDS, parse
from govportal_wagtail.core.search.tokens import as_written, folded, index_keys, written_words
from govportal_wagtail.core.vietnamese import fold, normalise, words
from tests.builders import (
    make_article,
    make_document,
    make_library,
    make_section,
    make_site,
    make_standard,
)

SYLLABLES = [
    *("ban", "hành", "quy", "định", "quyết", "nghị", "hội", "đồng", "nhân", "dân", "ủy", "tỉnh"),
    *(
        "xã",
        "đất",
        "đai",
        "cầu",
        "đường",
        "sông",
        "Trà",
        "hoà",
        "hòa",
        "thuỷ",
        "thủy",
        "kỷ",
        "niệm",
    ),
    *("y", "tế", "bác", "sĩ", "giáo", "dục", "2025", "15", "Đắk", "Lắk", "an", "ninh", "e-mail"),
    *("NĐ-CP", "số", "158/2025/NĐ-CP"),
]
#: What means something to one database or the other, or nothing to either.
PIECES = [
    *SYLLABLES,
    *('"', "“", "”", "'", "-", "−", "--", "+", "*", ":", "^", "(", ")", "{", "}", "\\", "%", "_"),
    *("AND", "OR", "NOT", "NEAR(", "!", "&", "|", "<->", ";", "\x00", "\x1f", "\n", "\u200b"),
    *("\u202e", "\ufeff", "\ud7ff", "🙂", "é\u0323", "ﬁ", "İ", "ß", "x" * 300, "__", "_dat", "٣"),
    *("158/", "/2025", "1/2/3/4/5/6/7/8/9", "0" * 50, "QĐ-", "-QĐ", '-"', '"-'),
]
QUERIES = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
)
VALUES = st.one_of(
    st.text(max_size=12), st.sampled_from(["0", "-1", "9" * 30, "2025", "2025-01-01"])
)
NAMES = ("category", "agency", "year", "site", "from", "to", "unknown")
#: Characters that a person can type into a title.
TYPED = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=100)
TITLES = st.one_of(
    st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=30).map(" ".join),
    st.tuples(TYPED, st.sampled_from(SYLLABLES)).map(" ".join),
)

on_the_database = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class RolledBack(Exception):
    """Ends an example; what it wrote is forgotten."""


@pytest.fixture
def site(db) -> Site:
    return make_site()


@pytest.fixture
def portal(site) -> Site:
    """A site with some pages of each kind."""
    section = make_section(site.root_page, title="Tin tức")
    make_article(section, "Khánh thành cầu sông Trà")
    make_standard(site.root_page, "Ủy ban nhân dân tỉnh: quy định về đất đai")
    library = make_library(site.root_page)
    text = "Điều 1. Phạm vi\nĐất đai.\nĐiều 2. Đối tượng\nNhân dân của tỉnh.\n"
    make_document(library, "158/2025/NĐ-CP", abstract="Quy định về y tế", full_text=text)
    return site


def ask(site: Site, query: str, **options: Any) -> Results:
    return search(query, site=site, locale=Locale.objects.get(language_code="vi"), **options)


class AnyQueryTests:
    @on_the_database
    @given(
        query=QUERIES,
        order=st.sampled_from(["relevance", "date", ""]),
        filters=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=3),
        offset=st.integers(-5, 50),
    )
    def test_it_has_an_answer(self, portal, query, order, filters, offset):
        with transaction.atomic():
            results = ask(portal, query, order=order, filters=filters, offset=offset)
        assert len(results.hits) <= results.total
        assert bool(parse(query).words) or not results.total
        marks = [hit.title_html.count("<mark>") for hit in results.hits]
        assert marks == [hit.title_html.count("</mark>") for hit in results.hits]

    @on_the_database
    @given(query=QUERIES)
    def test_so_have_the_other_interfaces(self, portal, query):
        vietnamese = Locale.objects.get(language_code="vi")
        with transaction.atomic():
            ahead = suggest(query, site=portal, locale=vietnamese)
            parts = search_parts(query, sources=["documents"])
        assert len(ahead) <= 8
        assert all(part.fragment for part in parts)

    @on_the_database
    @given(parameters=st.dictionaries(st.sampled_from(["query", "type", "order", *NAMES]), QUERIES))
    def test_so_have_the_addresses(self, portal, parameters):
        names = ("search", "search_api", "search_suggestions")
        found = {
            name: Client().get(reverse(f"govportal_core:{name}"), parameters).status_code
            for name in names
        }
        assert found["search"] == 200
        assert found["search_suggestions"] == 200
        assert found["search_api"] in (200, 400)


class FoldingTests:
    @given(text=QUERIES)
    def test_folding_and_normalising_twice_is_as_once(self, text):
        assert fold(fold(text)) == fold(text)
        assert normalise(normalise(text)) == normalise(text)
        assert fold(normalise(text)) == fold(text)

    @given(text=QUERIES)
    def test_a_word_without_diacritics_is_found_by_the_folded_word(self, text):
        for word in words(text):
            assert folded(as_written(fold(word))) == folded(as_written(word))

    @given(text=QUERIES)
    def test_a_query_that_was_read_is_read_alike_again(self, text):
        assert parse(parse(text).text) == parse(text)
        assert len(parse(text).words) <= max(MOST_WORDS, 100)

    @given(text=QUERIES)
    def test_keys_hold_nothing_that_parts_them(self, text):
        kept = written_words(text)
        keys = index_keys([kept], heading=kept).split(" ")
        assert len(keys) == len(set(keys))
        assert set(map(folded, kept)) - {""} <= set(keys)
        assert not any(character in key for key in keys for character in "\x00\"'\n\t{}\\,")


class FullTitleTests:
    @on_the_database
    @given(title=TITLES)
    def test_a_page_is_found_by_its_title(self, portal, title):
        # A word after a minus is one that is not wanted. Inside a word, ð in small letters is
        # Icelandic and Ð in capitals Vietnamese.
        title = title.translate(str.maketrans({"-": "/", "ð": "d", "Ð": "D"}))
        title = normalise(" ".join(title.split()))[:255].strip()
        # The tail of a symbol alone asks for documents that have such a number.
        assume(parse(title).words and not parse(title).unwanted and not parse(title).symbol)
        with pytest.raises(RolledBack), transaction.atomic():
            page = make_standard(portal.root_page, title, slug="trang")
            for query in (title, title.upper(), fold(title)):
                assert page.pk in {hit.page_id for hit in ask(portal, query).hits}, query
            raise RolledBack

    @on_the_database
    @given(title=st.lists(st.sampled_from(SYLLABLES), min_size=4, max_size=20).map(" ".join))
    def test_it_stands_before_pages_that_have_only_its_words(self, portal, title):
        # Whom a title names by number stands first.
        assume(len(set(parse(title).folded)) > 3 and not parse(title).symbols)
        with pytest.raises(RolledBack), transaction.atomic():
            body = [("paragraph", f"<p>{' '.join(reversed(title.split()))}</p>")]
            for number in range(3):
                make_standard(
                    portal.root_page, f"Trang {number}", slug=f"trang-{number}", body=body
                )
            page = make_standard(portal.root_page, title, slug="trang")
            assert ask(portal, title).hits[0].page_id == page.pk
            raise RolledBack


#: Symbol, abstract, text, day. The order of results below is that of both databases.
CORPUS = (
    ("158/2025/NĐ-CP", "Quy định chi tiết về bảo hiểm xã hội bắt buộc", "Bảo hiểm y tế.", 1),
    ("12/2026/QĐ-UBND", "Quy định giá đất trên địa bàn tỉnh", "Căn cứ 158/2025/NĐ-CP.", 2),
    ("13/2026/QĐ-UBND", "Bảng giá đất nông nghiệp", "Đất trồng lúa, đất rừng.", 3),
    ("14/2026/NQ-HĐND", "Hỗ trợ hộ nghèo đóng bảo hiểm y tế", "Hộ nghèo, hộ cận nghèo.", 4),
    ("15/2026/QĐ-UBND", "Quy chế quản lý nhà ở xã hội", "Nhà ở của hộ nghèo; giá thuê nhà.", 5),
    ("16/2026/CT-UBND", "Tăng cường quản lý đất đai", "Xử lý vi phạm về đất.", 6),
)
ORDERS = {
    "158/2025/NĐ-CP": ["158", "12"],
    "nghi dinh 158": ["158"],
    "bảo hiểm y tế": ["14", "158"],
    "bao hiem y te": ["14", "158"],
    "giá đất": ["13", "12"],
    "gia dat": ["13", "12"],
    "đất": ["13", "16", "12"],
    "hộ nghèo": ["14", "15"],
    '"nhà ở xã hội"': ["15"],
    "quản lý -đất": ["15"],
    "quy định": ["12", "158", "15"],
}


class OneOrderTests:
    @pytest.fixture
    def numbers(self, site):
        """The number of each document of the corpus by the key of its page."""
        library = make_library(site.root_page)
        pages = {}
        for symbol, abstract, text, day in CORPUS:
            page = make_document(
                library,
                symbol,
                title=symbol,
                abstract=abstract,
                full_text=f"Điều 1. Nội dung\n{text}\n",
                issued_on=date(2026, 1, day),
            )
            pages[page.pk] = symbol.partition("/")[0]
        statistics.recount()
        return pages

    @pytest.mark.parametrize("query", ORDERS)
    def test_results_come_in_the_same_order_on_both_databases(self, site, numbers, query):
        results = ask(site, query, types=["documents"])
        assert [numbers[hit.page_id] for hit in results.hits if hit.page_id in numbers] == ORDERS[
            query
        ]

    def test_the_newest_come_first_where_that_is_asked(self, site, numbers):
        results = ask(site, "đất", types=["documents"], order="date")
        assert [numbers[hit.page_id] for hit in results.hits] == ["16", "13", "12"]

    def test_counts_are_the_same(self, site, numbers):
        facets = ask(site, "quy định", types=["documents"]).facets
        counts = {facet.name: [option.count for option in facet.options] for facet in facets}
        assert counts["type"] == [3]
