"""What is found, in which order, how it is counted and shown."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from govportal_wagtail.core.search import search, suggest
from govportal_wagtail.core.search.snippets import excerpt, marked
from govportal_wagtail.core.search.tokens import written_words
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return builders.make_site()


@pytest.fixture
def section(site):
    return builders.make_section(site.root_page)


@pytest.fixture
def library(site):
    return builders.make_library(site.root_page)


@pytest.fixture
def find(site):
    """Searches the site; the titles found, or with ``whole`` everything that was returned."""

    def run(query, *, whole=False, **options):
        results = search(query, site=site, locale=site.root_page.locale, **options)
        return results if whole else [hit.title for hit in results.hits]

    return run


def put(section, *titles, **fields):
    return [builders.make_article(section, title, **fields) for title in titles]


class OrderTests:
    def test_what_is_written_as_typed_comes_first_and_without_marks_counts_too(self, section, find):
        put(section, "Dat dai ven song", "Đất đai ven sông", "Đắt đai ven sông")
        assert find("đất đai") == ["Đất đai ven sông", "Dat dai ven song"]

    def test_letters_decide_where_nothing_is_written_as_typed(self, section, find):
        put(section, "Đất đai ven sông")
        assert find("đắt đai") == ["Đất đai ven sông"]

    def test_without_marks_every_reading_is_found(self, section, find):
        put(section, "Đạn cũ", "Dân cũ", "Dần cũ")
        assert sorted(find("dan")) == ["Dân cũ", "Dần cũ", "Đạn cũ"]

    def test_words_side_by_side_beat_the_same_words_apart(self, section, find):
        put(
            section,
            "Kinh nghiệm của tỉnh bạn về tế bào gốc",
            "Kinh tế của tỉnh bạn về bào gốc nghiệm",
        )
        assert find("kinh tế")[0].startswith("Kinh tế")

    def test_what_it_is_called_beats_what_it_mentions(self, section, find):
        put(section, "Tin vắn trong tuần", lead="Hội nghị bàn về cấp nước sạch nông thôn.")
        put(section, "Cấp nước sạch nông thôn", lead="Hội nghị bàn trong tuần.")
        assert find("nước sạch")[0] == "Cấp nước sạch nông thôn"

    def test_newest_first_where_asked_for(self, section, find):
        put(section, "Cầu cũ", published_on=date(2020, 1, 1))
        put(section, "Tin về cầu", published_on=date(2026, 1, 1))
        assert find("cầu", order="date") == ["Tin về cầu", "Cầu cũ"]

    def test_an_article_of_law_puts_its_document_first_and_is_named(self, library, find):
        builders.make_document(
            library,
            "1/2026/QĐ-UBND",
            abstract="Quy chế một",
            full_text="Điều 1. Phạm vi\nQuy chế này nói về nhà.\n"
            "Điều 2. Lệ phí đò ngang\nLệ phí đò ngang là năm nghìn đồng.",
        )
        builders.make_document(library, "2/2026/QĐ-UBND", abstract="Quy chế hai nói về đò")
        hits = find("lệ phí đò ngang", whole=True).hits
        assert hits[0].number == "1/2026/QĐ-UBND"
        (part,) = hits[0].parts
        assert part.url_fragment == "#dieu-2"
        assert "<mark>Lệ phí đò ngang</mark>" in part.snippet


class NumberTests:
    @pytest.fixture
    def documents(self, library):
        decree = builders.make_doc_type("nghi-dinh", name="Nghị định", abbreviation="NĐ")
        cited = builders.make_document(
            library, "158/2025/NĐ-CP", abstract="Bảo hiểm xã hội", doc_type=decree
        )
        for number in range(3):
            builders.make_document(
                library,
                f"{number + 1}/2026/QĐ-UBND",
                title=f"Quyết định thi hành Nghị định 158/2025/NĐ-CP số {number}",
                abstract="Thi hành Nghị định số 158/2025/NĐ-CP, nghị định 158, 158/2025/NĐ-CP",
                issued_on=date(2026, 10, number + 1),
            )
        return cited

    @pytest.mark.parametrize(
        "query",
        [
            *("158/2025/NĐ-CP", "158/2025/nd-cp", "1582025ndcp", "158 2025", "158/2025"),
            *("nghị định 158", "nghi dinh 158", "ND 158/2025", "số 158/2025/NĐ-CP"),
        ],
    )
    def test_the_document_stands_above_those_that_cite_it(self, documents, find, query):
        results = find(query, whole=True)
        assert results.hits[0].page_id == documents.pk
        assert not results.is_partial

    def test_those_that_cite_it_are_found_too(self, documents, find):
        assert find("158/2025/NĐ-CP", whole=True).total == 4

    def test_newest_first_forgets_none_of_them(self, documents, find):
        results = find("158/2025/NĐ-CP", whole=True, order="date")
        assert results.total == len(results.hits) == 4


class LanguageTests:
    def test_quoted_words_stand_side_by_side(self, section, find):
        put(section, "Quy hoạch đất ở", "Đất quy hoạch ở", "Đất ở theo quy hoạch")
        assert find('"đất ở"', order="date") == ["Đất ở theo quy hoạch", "Quy hoạch đất ở"]

    def test_a_minus_leaves_out_pages_that_have_the_word(self, section, find):
        put(section, "Cầu mới", "Cầu cũ")
        assert find("cầu -cũ") == ["Cầu mới"]

    def test_a_minus_leaves_out_documents_of_which_a_part_has_the_words(self, library, find):
        for number, word in enumerate(("đò ngang", "nước sạch"), start=1):
            builders.make_document(
                library,
                f"{number}/2026/QĐ-UBND",
                abstract="Lệ phí",
                full_text=f"Điều 1. Phạm vi\nLệ phí {word}.",
            )
        assert len(find("lệ phí")) == 2
        assert find('lệ phí -"đò ngang"', whole=True).hits[0].number == "2/2026/QĐ-UBND"

    def test_a_sentence_finds_what_tells_most_of_it(self, section, find):
        put(section, "Hướng dẫn đăng ký khai sinh cho trẻ em", "Đăng ký xe", "Trẻ em vui chơi")
        results = find(
            "Xin hỏi tôi muốn làm thủ tục đăng ký khai sinh cho con gái của tôi thì cần "
            "những giấy tờ gì và nộp ở đâu ạ",
            whole=True,
        )
        assert results.is_partial
        assert results.hits[0].title == "Hướng dẫn đăng ký khai sinh cho trẻ em"

    def test_the_last_word_may_be_unfinished(self, section, find):
        put(section, "Khai thác khoáng sản")
        assert find("khai thác kho") == ["Khai thác khoáng sản"]

    @pytest.mark.parametrize("query", ["", "   ", '"', "-", "?!", "\x00", "a" * 10_000, "* OR ("])
    def test_nothing_is_an_error(self, section, find, query):
        put(section, "Cầu mới")
        assert find(query, whole=True).total == 0

    def test_a_slip_is_recognised(self, section, find):
        put(section, *(f"Khai thác khoáng sản đợt {n}" for n in range(25)))
        assert find("khai thác khoánh sản", whole=True).correction == "khai thác khoáng sản"
        assert find("khai thác khoáng sản", whole=True).correction == ""


class CountTests:
    def test_a_facet_counts_what_all_other_filters_leave(self, section, find):
        road, health = builders.make_category("giao-thong"), builders.make_category("y-te")
        put(section, "Cầu một", "Cầu hai", category=road, published_on=date(2025, 1, 1))
        put(section, "Cầu ba", category=health, published_on=date(2025, 1, 1))
        put(section, "Cầu bốn", category=health, published_on=date(2026, 1, 1))
        results = find("cầu", whole=True, filters={"category": "giao-thong", "year": "2025"})
        facets = {
            facet.name: {option.value: option.count for option in facet.options}
            for facet in results.facets
        }
        assert results.total == 2
        assert facets["category"] == {"giao-thong": 2, "y-te": 1}
        assert facets["year"] == {"2025": 2}

    def test_a_value_that_does_not_exist_leaves_nothing(self, section, find):
        put(section, "Cầu một")
        for filters in ({"category": "x"}, {"agency": "x"}, {"year": "²"}, {"site": "99999"}):
            assert find("cầu", whole=True, filters=filters).total == 0

    def test_days_narrow_a_result_on_both_ends(self, section, find):
        for day in (1, 2, 3):
            put(section, f"Cầu {day}", published_on=date(2026, 1, day))
        filters = {"from": "2026-01-02", "to": "2026-01-02"}
        assert find("cầu", filters=filters) == ["Cầu 2"]

    def test_every_page_of_a_very_common_word_is_reached_once(self, section, find):
        put(section, *(f"Tin về cầu số {number}" for number in range(230)))
        found, offset = [], 0
        while page := find("cầu", offset=offset, limit=50):
            found += page
            offset += 50
        assert len(found) == len(set(found)) == find("cầu", whole=True).total == 230

    def test_queries_do_not_depend_on_how_much_is_found(self, section, find):
        def counted():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert find("cầu", limit=20)
            return len(queries)

        put(section, *(f"Tin về cầu {number}" for number in range(5)))
        few = counted()
        put(section, *(f"Tin về cầu {number}" for number in range(5, 60)))
        assert counted() <= few


class ShownTests:
    def test_words_are_marked_as_the_source_writes_them(self):
        wanted = written_words("dat dai")
        assert marked("Đất đai & rừng", wanted) == "<mark>Đất đai</mark> &amp; rừng"

    def test_other_words_of_the_same_letters_are_not_marked_beside_what_was_typed(self):
        wanted = written_words("hỗ trợ")
        assert marked("hộ dân hỗ trợ", wanted) == "hộ dân <mark>hỗ trợ</mark>"
        assert marked("ho tro va hộ", wanted) == "<mark>ho tro</mark> va hộ"
        assert marked("hổ trở", wanted) == "<mark>hổ trở</mark>"

    def test_nothing_of_a_source_becomes_markup(self):
        text = "<script>alert(1)</script> đất"
        wanted = written_words("dat script")
        assert "<script>" not in marked(text, wanted)
        assert "<script>" not in excerpt(text, wanted, {"dat": 1.0})

    def test_the_stretch_that_tells_most_is_shown(self):
        text = " ".join(["đầu"] * 200 + ["lệ", "phí", "đò", "ngang"] + ["cuối"] * 200)
        wanted = written_words("lệ phí đò ngang")
        shown = excerpt(text, wanted, dict.fromkeys(("le", "phi", "do", "ngang"), 1.0))
        assert "<mark>lệ phí đò ngang</mark>" in shown
        assert shown.startswith("… ")
        assert shown.endswith(" …")
        assert len(shown.split()) < 50


class SuggestionTests:
    def test_titles_go_on_as_one_types(self, site, section):
        put(section, "Khai thác khoáng sản", "Khai giảng", "Tin khác")
        locale = Locale.get_default()
        labels = [each.label for each in suggest("khai th", site=site, locale=locale)]
        assert labels == ["Khai thác khoáng sản"]
        assert suggest("k", site=site, locale=locale) == []

    def test_a_number_is_suggested_first(self, site, library):
        builders.make_document(library, "158/2025/NĐ-CP", abstract="Bảo hiểm")
        builders.make_document(library, "3/2026/QĐ-UBND", title="Thi hành 158/2025/NĐ-CP")
        found = suggest("158/2025/nd", site=site, locale=Locale.get_default())
        assert "158/2025/NĐ-CP" in found[0].label
