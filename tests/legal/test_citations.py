"""Citations and relations. All documents cited here are invented, unless they are general laws."""

from __future__ import annotations

import sys
from datetime import date
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govportal_wagtail.legal.citations import (
    Citation,
    FoundRelation,
    RelationKind,
    Scope,
    anchor_for,
    find_citations,
    find_relations,
)


def texts(text: str) -> list[str]:
    return [citation.text for citation in find_citations(text)]


def targets(text: str) -> list[tuple[str, str, str]]:
    return [(c.article, c.clause, c.point) for c in find_citations(text)]


def only(text: str) -> Citation:
    found = find_citations(text)
    assert len(found) == 1, found
    return found[0]


class ListsTests:
    def test_each_target_of_a_list_has_its_own_place(self) -> None:
        text = "theo điểm a, b và c khoản 2 Điều 5 và Điều 7 Nghị định số 43/2011/NĐ-CP."
        assert texts(text) == [
            "điểm a",
            "b",
            "c khoản 2 Điều 5",
            "Điều 7 Nghị định số 43/2011/NĐ-CP",
        ]
        assert targets(text) == [("5", "2", "a"), ("5", "2", "b"), ("5", "2", "c"), ("7", "", "")]
        assert {c.symbol for c in find_citations(text)} == {"43/2011/NĐ-CP"}

    def test_points_of_several_clauses_of_one_article(self) -> None:
        text = "tại điểm a khoản 1, điểm đ khoản 2 Điều 5 Quy chế này"
        assert targets(text) == [("5", "1", "a"), ("5", "2", "đ")]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("khoản 1, 2 và 3 Điều 6 Luật này", [("6", "1", ""), ("6", "2", ""), ("6", "3", "")]),
            ("các Điều 5, 6 và 7 Luật này", [("5", "", ""), ("6", "", ""), ("7", "", "")]),
            ("khoản 3, Điều 5 Luật này", [("5", "3", "")]),
            ("Điều 5 khoản 2 điểm a Luật này", [("5", "2", "a")]),
            ("điểm a Điều 5 Luật này", [("5", "", "a")]),
            ("Điều 5 và khoản 2 Điều 6 Luật này", [("5", "", ""), ("6", "2", "")]),
            ("khoản 1 Điều 5; khoản 2 Điều 6 Luật này", [("5", "1", ""), ("6", "2", "")]),
            ("từ Điều 5 đến Điều 9 Luật này", [("5", "", ""), ("9", "", "")]),
            ("khoản 5a Điều 3b Luật này", [("3b", "5a", "")]),
            ("tại\nđiểm a\nkhoản 1\nĐiều 5\nLuật này", [("5", "1", "a")]),
        ],
    )
    def test_forms_of_reference(self, text: str, expected: list[tuple[str, str, str]]) -> None:
        assert targets(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "khoản 3 là khoản cuối",
            "điểm a nêu trên",
            "Nghị định này có hiệu lực",
            "Điều này không đúng",
            "Điều 5. Phạm vi điều chỉnh",
            "điều kiện và tiêu chuẩn",
        ],
    )
    def test_what_names_no_target_is_no_citation(self, text: str) -> None:
        assert find_citations(text) == []

    def test_a_quantity_after_an_article_is_not_an_article(self) -> None:
        assert targets("Điều 5 và 10 người khác") == [("5", "", "")]

    def test_clause_without_article_is_not_given_the_next_one(self) -> None:
        assert targets("khoản 3 và Điều 5 Nghị định này") == [("5", "", "")]


class ScopesTests:
    def test_same_article_and_same_clause(self) -> None:
        first, second, third = find_citations(
            "khoản 2 Điều này, điểm a khoản này, điểm đ khoản 3 Điều này"
        )
        assert first.scope is third.scope is Scope.SAME_ARTICLE
        assert second.scope is Scope.SAME_CLAUSE
        assert anchor_for(first, article="4") == "dieu-4-khoan-2"
        assert anchor_for(second, article="4", clause="1") == "dieu-4-khoan-1-diem-a"
        assert anchor_for(third, article="4") == "dieu-4-khoan-3-diem-dd"
        assert anchor_for(third) == ""

    def test_this_regulation_means_its_own_part(self) -> None:
        citation = only("theo Điều 12 Quy chế này")
        assert (citation.scope, citation.type_name) == (Scope.SELF_INSTRUMENT, "Quy chế")
        assert anchor_for(citation) == "quy-che-dieu-12"
        assert anchor_for(citation, part="") == "dieu-12"

    def test_attached_regulation_of_another_decision(self) -> None:
        citation = only("Điều 4 Quy chế trồng cây ban hành kèm theo Quyết định số 12/2020/QĐ-UBND")
        assert (citation.symbol, citation.part) == ("12/2020/QĐ-UBND", "quy-che")
        assert anchor_for(citation) == "quy-che-dieu-4"

    def test_article_without_document_is_not_qualified(self) -> None:
        citation = only("như quy định tại khoản 2 Điều 5")
        assert citation.scope is Scope.SELF_INSTRUMENT
        assert not citation.is_qualified
        assert only("Điều 5 Nghị định này").is_qualified


class DocumentsTests:
    def test_symbol_is_normalised_and_dated(self) -> None:
        citation = only("Thông tư số 04/2018/ TT-BXD ngày 22 tháng 6 năm 2018 của Bộ")
        assert citation.symbol == "04/2018/TT-BXD"
        assert (citation.type_name, citation.year) == ("Thông tư", 2018)
        assert citation.issued_on == date(2018, 6, 22)

    @pytest.mark.parametrize(
        ("text", "title", "year"),
        [
            ("Luật Đất đai năm 2024", "Luật Đất đai", 2024),
            ("Luật An toàn, vệ sinh lao động và luật khác", "Luật An toàn, vệ sinh lao động", None),
            ("Bộ luật Dân sự", "Bộ luật Dân sự", None),
            ("Luật quảng cáo được sửa", "Luật Quảng cáo", None),
            ("Luật Đầu tư công", "Luật Đầu tư công", None),
            ("Luật Trồng hoa ven đường ngày 5 tháng 5 năm 2025", "Luật Trồng hoa ven đường", 2025),
        ],
    )  # fmt: skip
    def test_law_cited_by_title(self, text: str, title: str, year: int | None) -> None:
        citation = only(text)
        assert (citation.title, citation.symbol, citation.year) == (title, "", year)

    def test_law_with_title_and_number(self) -> None:
        citation = only("khoản 1 Điều 3 Luật Đất đai số 31/2024/QH15")
        assert (citation.title, citation.symbol) == ("Luật Đất đai", "31/2024/QH15")
        assert (citation.article, citation.clause) == ("3", "1")

    def test_law_that_amends_a_law_is_one_document(self) -> None:
        citation = only("Luật sửa đổi, bổ sung một số điều của Luật Báo chí số 75/2030/QH15")
        assert citation.title == "Luật sửa đổi, bổ sung một số điều của Luật Báo chí"
        assert citation.symbol == "75/2030/QH15"

    def test_two_laws_side_by_side_are_two_documents(self) -> None:
        assert texts("Luật Báo chí và Luật Xuất bản") == ["Luật Báo chí", "Luật Xuất bản"]

    def test_title_whose_end_is_unknown_is_not_guessed(self) -> None:
        assert find_citations("Luật Trồng hoa ven đường và hái quả của tỉnh") == []

    def test_date_that_does_not_exist_gives_no_date(self) -> None:
        citation = only("Nghị định số 1/2020/NĐ-CP ngày 31/02/2020")
        assert citation.issued_on is None


DECISION = """QUYẾT ĐỊNH
{title}

Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15 được sửa đổi bởi Luật số 9/2026/QH16;
Căn cứ Luật Báo chí ngày 05 tháng 4 năm 2016; Luật Xuất bản ngày 20 tháng 11 năm 2012;
Căn cứ Nghị định số 5/2025/NĐ-CP quy định chi tiết Luật Báo chí, thay thế Nghị định số 6/2020/NĐ-CP;
Theo đề nghị của Giám đốc Sở tại Tờ trình số 7/TTr-SXD;

Điều 1. Nội dung
{body}
Điều 2. Hiệu lực thi hành
{force}
"""


def relations(title: str = "Về cây", body: str = "A.", force: str = "B.") -> list[FoundRelation]:
    return find_relations(DECISION.format(title=title, body=body, force=force))


def named(found: list[FoundRelation], kind: RelationKind) -> list[tuple[str, tuple[str, ...]]]:
    return [(r.symbol or r.title, r.articles) for r in found if r.kind is kind]


class RelationsTests:
    def test_grounds_are_the_documents_named_first(self) -> None:
        assert named(relations(), RelationKind.BASED_ON) == [
            ("72/2025/QH15", ()),
            ("Luật Báo chí", ()),
            ("Luật Xuất bản", ()),
            ("5/2025/NĐ-CP", ()),
        ]
        assert {r.kind for r in relations()} == {RelationKind.BASED_ON}

    def test_years_tell_laws_of_one_title_apart(self) -> None:
        law = next(r for r in relations() if r.title == "Luật Báo chí")
        assert law.issued_on == date(2016, 4, 5)

    def test_title_that_amends(self) -> None:
        found = relations(
            title="Sửa đổi, bổ sung một số điều của Quyết định số 9/2020/QĐ-UBND "
            "quy định chi tiết Luật Báo chí"
        )
        assert named(found, RelationKind.AMENDS) == [("9/2020/QĐ-UBND", ())]
        assert named(found, RelationKind.DETAILS) == []

    def test_title_that_details_an_article(self) -> None:
        found = relations(title="Quy định chi tiết khoản 3 Điều 16 Luật Báo chí")
        assert named(found, RelationKind.DETAILS) == [("Luật Báo chí", ("dieu-16-khoan-3",))]

    @pytest.mark.parametrize(
        ("title", "kind"),
        [
            ("Hướng dẫn thi hành một số điều của Nghị định số 9/2020/NĐ-CP", RelationKind.GUIDES),
            ("Bãi bỏ Quyết định số 9/2020/QĐ-UBND", RelationKind.REPEALS),
            ("Đính chính Quyết định số 9/2020/QĐ-UBND", RelationKind.CORRECTS),
            ("Ngưng hiệu lực của Quyết định số 9/2020/QĐ-UBND", RelationKind.SUSPENDS),
        ],
    )
    def test_other_titles(self, title: str, kind: RelationKind) -> None:
        assert len(named(relations(title=title), kind)) == 1

    def test_title_that_only_resembles(self) -> None:
        found = relations(title="Hướng dẫn trồng cây theo Nghị định số 9/2020/NĐ-CP")
        assert named(found, RelationKind.GUIDES) == []

    @pytest.mark.parametrize(
        ("force", "kind", "expected"),
        [
            ("Quyết định này có hiệu lực từ ngày 01 tháng 01 năm 2027 và thay thế Quyết định số "
             "9/2020/QĐ-UBND.", RelationKind.REPLACES, [("9/2020/QĐ-UBND", ())]),
            ("1. Quyết định này thay thế các Quyết định số 1/2020/QĐ-UBND và số 2/2021/QĐ-UBND.",
             RelationKind.REPLACES, [("1/2020/QĐ-UBND", ()), ("2/2021/QĐ-UBND", ())]),
            ("1. Có hiệu lực.\n2. Quyết định số 3/2020/QĐ-UBND ngày 01/02/2020 của Ủy ban nhân dân "
             "tỉnh hết hiệu lực kể từ ngày Quyết định này có hiệu lực.",
             RelationKind.REPEALS, [("3/2020/QĐ-UBND", ())]),
            ("1. Bãi bỏ Điều 4 và khoản 2 Điều 5 Quyết định số 3/2020/QĐ-UBND.",
             RelationKind.REPEALS, [("3/2020/QĐ-UBND", ("dieu-4", "dieu-5-khoan-2"))]),
            ("1. Các văn bản sau đây hết hiệu lực:\na) Quyết định số 3/2020/QĐ-UBND;\n"
             "b) Điều 2 Quyết định số 4/2020/QĐ-UBND.",
             RelationKind.REPEALS, [("3/2020/QĐ-UBND", ()), ("4/2020/QĐ-UBND", ("dieu-2",))]),
        ],
    )  # fmt: skip
    def test_enforcement_article(
        self, force: str, kind: RelationKind, expected: list[tuple[str, tuple[str, ...]]]
    ) -> None:
        assert named(relations(force=force), kind) == expected

    @pytest.mark.parametrize(
        "force",
        [
            "Trường hợp Quyết định số 9/2020/QĐ-UBND được sửa đổi, bổ sung hoặc thay thế thì "
            "áp dụng văn bản mới.",
            "Quyết định này hết hiệu lực kể từ ngày 01 tháng 3 năm 2027.",
            "1. Bãi bỏ một phần Quyết định số 9/2020/QĐ-UBND.",
            "1. Bãi bỏ cụm từ “cây” tại Điều 3 Quyết định số 9/2020/QĐ-UBND.",
            "Quyết định số 9/2020/QĐ-UBND tiếp tục có hiệu lực cho đến khi hết hiệu lực.",
        ],
    )
    def test_sentences_that_end_no_document(self, force: str) -> None:
        kinds = {r.kind for r in relations(force=force)}
        assert kinds == {RelationKind.BASED_ON}

    def test_quoted_text_declares_nothing(self) -> None:
        found = relations(
            body="1. Sửa đổi Điều 3 Quyết định số 9/2020/QĐ-UBND như sau:\n"
            "“Điều 3. Hiệu lực thi hành\nQuyết định này thay thế Quyết định số 8/2010/QĐ-UBND.”"
        )
        assert named(found, RelationKind.AMENDS) == [("9/2020/QĐ-UBND", ("dieu-3",))]
        assert named(found, RelationKind.REPLACES) == []

    def test_consolidated_text_names_the_original_and_its_amendments(self) -> None:
        found = find_relations(
            "VĂN BẢN HỢP NHẤT\nNGHỊ ĐỊNH\nVề cây xanh\n\nNghị định số 1/2016/NĐ-CP ngày 15 tháng 5 "
            "năm 2016 của Chính phủ về cây xanh, được sửa đổi, bổ sung bởi:\n"
            "1. Nghị định số 2/2018/NĐ-CP ngày 08 tháng 10 năm 2018 sửa đổi Nghị định số "
            "1/2016/NĐ-CP;\n"
            "2. Nghị định số 3/2023/NĐ-CP ngày 13 tháng 02 năm 2023.\nCăn cứ Luật Báo chí;\n"
            "Điều 1. Phạm vi\nA.\n"
        )
        assert named(found, RelationKind.CONSOLIDATES) == [
            ("1/2016/NĐ-CP", ()),
            ("2/2018/NĐ-CP", ()),
            ("3/2023/NĐ-CP", ()),
        ]
        assert {r.kind for r in found} == {RelationKind.CONSOLIDATES}


PIECES = st.lists(
    st.sampled_from([
        "điểm a", "b", "khoản 2", "3", "Điều 5", "7", "và", ",", ";", "của", "này", "đến",
        "Điều này", "khoản này", "Nghị định", "số 43/2011/NĐ-CP", "Luật Đất đai", "năm 2024",
        "Quy chế này", "\n",
        "ban hành kèm theo", "Luật sửa đổi, bổ sung một số điều của", "ngày 31/02/2020", ".", "các",
    ]),
    max_size=25,
)  # fmt: skip


def steps(text: str) -> int:
    """Return how many lines of the package run to read the citations of `text`."""
    count = 0

    def trace(frame: FrameType, event: str, arg: object) -> object:
        nonlocal count
        if "govportal_wagtail/legal" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        find_citations(text)
    finally:
        sys.settrace(before)
    return count


class CostTests:
    def test_work_grows_in_proportion_to_the_length(self) -> None:
        sentence = "điểm a, b khoản 2 Điều 5, Điều 7 Nghị định số 4/2020/NĐ-CP và Luật Đất đai "
        assert steps(sentence * 400) < steps(sentence * 100) * 4 * 1.1


class PropertiesTests:
    @settings(max_examples=300, deadline=None)
    @given(PIECES)
    def test_places_are_exact_in_order_and_apart(self, pieces: list[str]) -> None:
        text = " ".join(pieces)
        end = 0
        for citation in find_citations(text):
            assert text[citation.start : citation.end] == citation.text
            assert citation.start >= end
            end = citation.end
            anchor_for(citation, article="1", clause="1")

    @settings(max_examples=100, deadline=None)
    @given(st.text(max_size=300))
    def test_any_string_is_read_without_error(self, text: str) -> None:
        find_citations(text)
        find_relations(text)
