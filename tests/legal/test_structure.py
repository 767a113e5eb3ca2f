"""The recogniser of the structure of legal texts. All texts here are invented."""

from __future__ import annotations

import re
import sys
from collections import Counter
from types import FrameType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from govportal_wagtail.core.vietnamese import normalise
from govportal_wagtail.legal.structure import (
    Structure,
    UnitKind,
    WarningCode,
    number_slug,
    parse,
    unit_anchor,
)

HEAD = """ỦY BAN NHÂN DÂN
TỈNH BÌNH MINH
Số: 12/2026/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

QUYẾT ĐỊNH
Quy định việc trồng cây xanh trên địa bàn tỉnh

Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;
Theo đề nghị của Giám đốc Sở Xây dựng;
Ủy ban nhân dân tỉnh ban hành Quyết định quy định việc trồng cây xanh.

"""
SIGNED = """
Nơi nhận:
- Như Điều 3;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn Mẫu
"""


def labels(structure: Structure, kind: UnitKind, part: str = "") -> list[str]:
    return [u.label for u in structure.units if u.kind is kind and u.part == part]


def codes(structure: Structure) -> set[WarningCode]:
    return {warning.code for warning in structure.warnings}


def word_count(texts: list[str]) -> Counter[str]:
    return Counter(word for text in texts for word in re.findall(r"\w+", text))


def words_kept(structure: Structure) -> Counter[str]:
    return word_count(
        [text for u in structure.units for text in (u.marker, u.heading, u.text)]
        + list(structure.removed)
    )


def words_given(text: str) -> Counter[str]:
    pages = text.replace("\ufffe", "-").split("\f")
    return word_count([normalise(page) for page in pages])


class OrdinaryTextTests:
    TEXT = (
        HEAD
        + """Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Quyết định này quy định việc trồng cây xanh.
Điều 2. Đối tượng áp dụng
1. Cơ quan nhà nước.
2. Tổ chức, cá nhân, gồm:
a) Hộ gia đình;
b) Doanh nghiệp;
c) Trường học;
d) Bệnh viện;
đ) Hợp tác xã.
Chương II
TỔ CHỨC THỰC HIỆN
Mục 1
TRÁCH NHIỆM
Điều 3. Trách nhiệm thi hành
a) Sở Xây dựng;
b) Ủy ban nhân dân cấp xã.
"""
        + SIGNED
    )

    def test_articles_clauses_and_points_are_units_in_order(self) -> None:
        structure = parse(self.TEXT)
        assert labels(structure, UnitKind.ARTICLE) == ["1", "2", "3"]
        assert labels(structure, UnitKind.CLAUSE) == ["1", "2"]
        assert labels(structure, UnitKind.POINT) == ["a", "b", "c", "d", "đ", "a", "b"]
        assert structure.warnings == ()

    def test_anchors_follow_the_contract(self) -> None:
        anchors = {u.anchor: u for u in parse(self.TEXT).units}
        assert anchors["dieu-2-khoan-2-diem-d"].text == "Bệnh viện;"
        assert anchors["dieu-2-khoan-2-diem-dd"].text == "Hợp tác xã."
        assert anchors["dieu-3-diem-b"].text == "Ủy ban nhân dân cấp xã."
        assert anchors["chuong-2"].heading == "TỔ CHỨC THỰC HIỆN"
        assert anchors["chuong-2-muc-1"].heading == "TRÁCH NHIỆM"

    def test_heading_and_text_of_an_article_are_told_apart(self) -> None:
        article = parse(self.TEXT).by_anchor("dieu-1")
        assert article is not None
        assert article.heading == "Phạm vi điều chỉnh"
        assert article.text == "Quyết định này quy định việc trồng cây xanh."
        assert article.marker == "Điều 1."

    def test_article_without_a_title_keeps_its_words_as_text(self) -> None:
        structure = parse(HEAD + "Điều 1. Ban hành kèm theo Quyết định này Bảng giá.\n" + SIGNED)
        article = structure.by_anchor("dieu-1")
        assert article is not None
        assert article.heading == ""
        assert article.text == "Ban hành kèm theo Quyết định này Bảng giá."

    def test_clause_on_the_line_of_its_article_is_a_clause(self) -> None:
        structure = parse("Điều 1. 1. Khoản đầu.\n2. Khoản sau.\n")
        assert labels(structure, UnitKind.CLAUSE) == ["1", "2"]

    def test_preamble_title_and_signature_are_units_of_their_own(self) -> None:
        structure = parse(self.TEXT)
        root, preamble = structure.units[0], structure.units[1]
        assert (root.kind, root.label) == (UnitKind.DOCUMENT, "QUYẾT ĐỊNH")
        assert root.heading == "Quy định việc trồng cây xanh trên địa bàn tỉnh"
        assert preamble.kind is UnitKind.PREAMBLE
        assert preamble.text.startswith("Căn cứ Luật Tổ chức")
        recipients, signature = structure.units[-2:]
        assert recipients.kind is UnitKind.RECIPIENTS
        assert recipients.text == "Nơi nhận:\n- Như Điều 3;\n- Lưu: VT."
        assert signature.kind is UnitKind.SIGNATURE
        assert signature.text == "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn Mẫu"

    def test_parents_and_levels_form_a_tree(self) -> None:
        structure = parse(self.TEXT)
        point = structure.by_anchor("dieu-2-khoan-2-diem-d")
        assert point is not None
        assert [u.anchor for u in structure.ancestors(point)] == [
            "dieu-2-khoan-2",
            "dieu-2",
            "chuong-1",
            "van-ban",
        ]
        assert all(u.level == 0 or structure.units[u.parent or 0].level == u.level - 1
                   for u in structure.units)  # fmt: skip

    def test_inserted_articles_and_clauses_are_legal(self) -> None:
        structure = parse(
            "Điều 5. Năm\n1. Một.\n1a. Một a.\n2. Hai.\nĐiều 5a. Năm a\nX.\nĐiều 5b. Năm b\nY.\n"
            "Điều 6. Sáu\nZ.\n"
        )
        assert labels(structure, UnitKind.ARTICLE) == ["5", "5a", "5b", "6"]
        assert structure.by_anchor("dieu-5-khoan-1a") is not None
        assert structure.by_anchor("dieu-5b") is not None

    def test_part_and_chapter_by_ordinal_word(self) -> None:
        structure = parse(
            "Phần thứ nhất\nQUY ĐỊNH CHUNG\nChương I\nNGUYÊN TẮC\nĐiều 1. Một\nA.\n"
            "Phần thứ hai\nTHỰC HIỆN\nChương I\nCÁCH LÀM\nĐiều 2. Hai\nB.\n"
        )
        anchors = [u.anchor for u in structure.units]
        assert "phan-1-chuong-1" in anchors
        assert "phan-2-chuong-1" in anchors

    def test_points_with_letters_that_only_some_provinces_use(self) -> None:
        text = "Điều 1. Danh sách\n1. Gồm:\n" + "".join(
            f"{letter}) Mục {letter};\n" for letter in "abcdđeêfghi"
        )
        structure = parse(text)
        assert labels(structure, UnitKind.POINT) == list("abcdđeêfghi")
        assert structure.by_anchor("dieu-1-khoan-1-diem-ee") is not None
        assert structure.by_anchor("dieu-1-khoan-1-diem-f") is not None
        assert structure.warnings == ()

    def test_directive_without_articles_has_clauses_of_its_own(self) -> None:
        structure = parse(
            "CHỈ THỊ\nVề việc giữ gìn vệ sinh\n\nĐể giữ gìn vệ sinh, Chủ tịch yêu cầu:\n"
            "1. Các sở:\na) Quét dọn;\nb) Báo cáo.\n2. Các xã thực hiện.\n"
        )
        assert structure.by_anchor("khoan-1-diem-b") is not None
        assert WarningCode.NO_ARTICLES in codes(structure)

    def test_roman_sections_inside_an_article_restart_the_clauses(self) -> None:
        structure = parse(
            "Điều 1. Phê duyệt Đề án như sau:\nI. QUAN ĐIỂM\n1. Một.\n2. Hai.\n"
            "II. MỤC TIÊU\n1. Ba.\nĐiều 2. Thi hành\nX.\n"
        )
        anchors = [u.anchor for u in structure.units if u.kind is UnitKind.CLAUSE]
        assert anchors == ["dieu-1-muc-1-khoan-1", "dieu-1-muc-1-khoan-2", "dieu-1-muc-2-khoan-1"]


class FalseArticleTests:
    @pytest.mark.parametrize(
        "line",
        [
            "Điều 3 Quyết định này áp dụng cho mọi người.",
            "Điều 9, Điều 10 và các quy định khác.",
            "Điều 94.",
            "Điều 3.",
        ],
    )
    def test_citation_at_the_start_of_a_broken_line_is_no_article(self, line: str) -> None:
        text = (
            "Điều 1. Một\nViệc này thực hiện theo quy định tại khoản 2\n"
            f"{line}\nĐiều 2. Hai\nX.\nĐiều 3. Ba\nY.\n"
        )
        structure = parse(text)
        assert labels(structure, UnitKind.ARTICLE) == ["1", "2", "3"]
        article = structure.by_anchor("dieu-1")
        assert article is not None and line in article.text

    def test_broken_line_is_joined_to_its_sentence(self) -> None:
        structure = parse("Điều 1. Một\nThực hiện theo quy định tại\nĐiều 5 Luật này.\n")
        article = structure.by_anchor("dieu-1")
        assert article is not None
        assert article.text == "Thực hiện theo quy định tại Điều 5 Luật này."

    def test_symbol_broken_at_its_hyphen_is_joined_without_a_blank(self) -> None:
        structure = parse("Điều 1. Một\nTheo Thông tư số 04/2018/TT-\nBXYZ, cơ quan báo cáo.\n")
        article = structure.by_anchor("dieu-1")
        assert article is not None
        assert "04/2018/TT-BXYZ" in article.text

    def test_number_out_of_sequence_is_not_believed_when_the_right_one_follows(self) -> None:
        structure = parse("Điều 1. Một\nA.\nĐiều 7. Bảy lạc\nB.\nĐiều 2. Hai\nC.\nĐiều 3. Ba\nD.\n")
        assert labels(structure, UnitKind.ARTICLE) == ["1", "2", "3"]
        assert WarningCode.ARTICLE_REJECTED in codes(structure)

    def test_gap_in_the_numbers_is_accepted_with_a_warning(self) -> None:
        structure = parse("Điều 1. Một\nA.\nĐiều 2. Hai\nB.\nĐiều 4. Bốn\nC.\n")
        assert labels(structure, UnitKind.ARTICLE) == ["1", "2", "4"]
        assert [w.anchor for w in structure.warnings if w.code is WarningCode.ARTICLE_GAP] == [
            "dieu-4"
        ]

    def test_table_of_contents_makes_no_articles(self) -> None:
        contents = "MỤC LỤC\nChương I\nQUY ĐỊNH CHUNG\nĐiều 1. Một\nĐiều 2. Hai\n"
        body = "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Một\nNội dung một.\nĐiều 2. Hai\nNội dung hai.\n"
        structure = parse(contents + body)
        assert labels(structure, UnitKind.ARTICLE) == ["1", "2"]
        article = structure.by_anchor("dieu-1")
        assert article is not None and article.text == "Nội dung một."

    def test_table_of_contents_with_page_numbers_makes_no_articles(self) -> None:
        text = "Điều 1. Một ........ 3\nĐiều 2. Hai ........ 5\nĐiều 1. Một\nA.\nĐiều 2. Hai\nB.\n"
        structure = parse(text)
        assert labels(structure, UnitKind.ARTICLE) == ["1", "2"]

    def test_chapter_cited_at_the_start_of_a_line_is_no_chapter(self) -> None:
        structure = parse(
            "Chương I\nCHUNG\nĐiều 1. Một\nTheo quy định tại\nChương II, trừ khoản 1.\n"
            "Chương này áp dụng chung.\nChương II\nRIÊNG\nĐiều 2. Hai\nB.\n"
        )
        assert labels(structure, UnitKind.CHAPTER) == ["I", "II"]

    def test_clause_number_out_of_sequence_stays_text(self) -> None:
        structure = parse("Điều 1. Một\n1. Mở đầu.\n15. Lạc chỗ.\n2. Tiếp.\n3. Hết.\n")
        assert labels(structure, UnitKind.CLAUSE) == ["1", "2", "3"]

    def test_clause_cited_at_the_start_of_a_broken_line_is_no_clause(self) -> None:
        structure = parse(
            "Điều 1. Một\n1. Thực hiện theo khoản\n2. của Điều này và khoản\n3.\n2. Hai.\n"
        )
        assert labels(structure, UnitKind.CLAUSE) == ["1", "2"]


class QuotedTextTests:
    AMENDING = (
        HEAD
        + """Điều 1. Sửa đổi, bổ sung một số điều của Quyết định số 5/2020/QĐ-UBND
1. Sửa đổi Điều 20 như sau:
“Điều 20. Trồng cây
1. Mỗi hộ trồng “một cây” trước nhà.
2. Cây phải được tưới.
a) Mỗi ngày;
b) Mỗi tuần.
Điều 21. Chăm cây
Chăm sóc thường xuyên.”
2. Bổ sung khoản 5 vào Điều 22 như sau:
“5. Không bẻ cành.”.
Các quy định khác giữ nguyên.
Điều 2. Hiệu lực thi hành
Quyết định này có hiệu lực từ ngày ký.
"""
        + SIGNED
    )

    def test_quoted_articles_belong_to_the_quotation(self) -> None:
        structure = parse(self.AMENDING)
        assert labels(structure, UnitKind.ARTICLE) == ["1", "2"]
        assert labels(structure, UnitKind.CLAUSE) == ["1", "2"]
        assert labels(structure, UnitKind.POINT) == []
        quotes = [u for u in structure.units if u.kind is UnitKind.QUOTE]
        assert len(quotes) == 2
        assert quotes[0].text.startswith("“Điều 20. Trồng cây")
        assert quotes[0].text.endswith("Chăm sóc thường xuyên.”")
        assert structure.units[quotes[0].parent or 0].anchor == "dieu-1-khoan-1"

    def test_text_after_a_quotation_is_a_paragraph_behind_it(self) -> None:
        structure = parse(self.AMENDING)
        paragraph = next(u for u in structure.units if u.kind is UnitKind.PARAGRAPH)
        assert paragraph.text == "Các quy định khác giữ nguyên."
        assert structure.units[paragraph.order - 1].kind is UnitKind.QUOTE

    def test_quotation_that_never_closes_ends_where_the_document_goes_on(self) -> None:
        structure = parse(self.AMENDING.replace("thường xuyên.”", "thường xuyên."))
        assert labels(structure, UnitKind.ARTICLE) == ["1", "2"]
        assert labels(structure, UnitKind.CLAUSE) == ["1", "2"]
        assert WarningCode.UNCLOSED_QUOTE in codes(structure)

    def test_last_quotation_that_never_closes_does_not_swallow_the_next_article(self) -> None:
        structure = parse(self.AMENDING.replace("bẻ cành.”.", "bẻ cành."))
        assert labels(structure, UnitKind.ARTICLE) == ["1", "2"]
        assert any(u.kind is UnitKind.SIGNATURE for u in structure.units)

    def test_quoted_article_with_the_number_that_comes_next_stays_quoted(self) -> None:
        structure = parse(
            "Điều 1. Sửa đổi Điều 2 như sau:\n“Điều 2. Cũ\nNội dung.\nĐiều 3. Cũ nữa\nX.”\n"
            "Điều 2. Thi hành\nY.\n"
        )
        assert labels(structure, UnitKind.ARTICLE) == ["1", "2"]
        article = structure.by_anchor("dieu-2")
        assert article is not None and article.heading == "Thi hành"

    def test_straight_quotation_marks(self) -> None:
        structure = parse(
            'Điều 1. Sửa đổi\n1. Như sau:\n"Điều 5. Cũ\n1. Một.\n2. Hai."\n2. Bãi bỏ Điều 6.\n'
            "Điều 2. Thi hành\nY.\n"
        )
        assert labels(structure, UnitKind.ARTICLE) == ["1", "2"]
        assert labels(structure, UnitKind.CLAUSE) == ["1", "2"]

    def test_quoted_word_at_the_start_of_a_sentence_is_no_quotation(self) -> None:
        structure = parse("Điều 1. Giải thích\n1. Từ ngữ.\n“Cây xanh” là cây còn sống.\n2. Hai.\n")
        assert not [u for u in structure.units if u.kind is UnitKind.QUOTE]
        assert labels(structure, UnitKind.CLAUSE) == ["1", "2"]


class ConsolidatedTextTests:
    TEXT = """VĂN BẢN HỢP NHẤT
NGHỊ ĐỊNH
Quy định về trồng cây

Điều 1. Phạm vi
Nghị định này quy định việc trồng cây ở nơi công
1 Khoản này được sửa đổi theo quy định tại khoản 1 Điều 1 Nghị định số 9/2024/NĐ-CP, có hiệu lực
từ ngày 01 tháng 01 năm 2024 quy định như sau:
“Điều 2. Hiệu lực
1. Nghị định này có hiệu lực.”


84

cộng và tại nhà.


85

Điều 2. Áp dụng
Áp dụng chung.
"""

    def test_footnote_is_lifted_out_of_the_sentence(self) -> None:
        structure = parse(self.TEXT)
        assert labels(structure, UnitKind.ARTICLE) == ["1", "2"]
        article = structure.by_anchor("dieu-1")
        assert article is not None
        assert article.text == "Nghị định này quy định việc trồng cây ở nơi công cộng và tại nhà."
        note = next(u for u in structure.units if u.kind is UnitKind.FOOTNOTE)
        assert "“Điều 2. Hiệu lực" in note.text

    def test_endnotes_in_brackets_do_not_make_articles(self) -> None:
        text = (
            "VĂN BẢN HỢP NHẤT\nNGHỊ ĐỊNH\nVề cây\n\nĐiều 1[1]. Phạm vi\nA.\nĐiều 2. Áp dụng\nB.\n"
            "XÁC THỰC VĂN BẢN HỢP NHẤT\nBỘ TRƯỞNG\n"
            "[1] Điều này được sửa đổi theo Nghị định số 9/2024/NĐ-CP.\n"
            "[2] Nghị định số 9/2024/NĐ-CP có hiệu lực quy định như sau:\n"
            "“Điều 3. Hiệu lực\nNghị định này có hiệu lực.”\n"
        )
        structure = parse(text)
        assert labels(structure, UnitKind.ARTICLE) == ["1", "2"]
        assert words_given(text) == words_kept(structure)


class AttachedInstrumentTests:
    TEXT = (
        HEAD
        + "Điều 1. Ban hành kèm theo Quyết định này Quy chế trồng cây.\n"
        + "Điều 2. Quyết định này có hiệu lực từ ngày ký./.\n"
        + SIGNED
        + """
QUY CHẾ
TRỒNG CÂY XANH
(Ban hành kèm theo Quyết định số 12/2026/QĐ-UBND)
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi
1. Một.
Điều 2. Nguyên tắc
A.
Điều 3. Thi hành
B.
PHỤ LỤC I
MẪU ĐƠN
(Ban hành kèm theo Quy chế)
Điều 1. Bên A giao cây.
Điều 4. Bên B nhận cây.
"""
    )

    def test_articles_restart_under_the_slug_of_the_instrument(self) -> None:
        structure = parse(self.TEXT)
        assert labels(structure, UnitKind.ARTICLE) == ["1", "2"]
        assert labels(structure, UnitKind.ARTICLE, "quy-che") == ["1", "2", "3"]
        assert structure.by_anchor("quy-che-dieu-1-khoan-1") is not None
        assert structure.by_anchor("quy-che-chuong-1") is not None
        root = next(u for u in structure.units if u.anchor == "quy-che")
        assert (root.kind, root.parent) == (UnitKind.DOCUMENT, None)

    def test_its_name_on_a_line_of_its_own_is_not_joined_to_its_subject(self) -> None:
        root = next(u for u in parse(self.TEXT).units if u.anchor == "quy-che")
        assert (root.marker, root.heading) == ("QUY CHẾ", "TRỒNG CÂY XANH")
        assert root.text == "(Ban hành kèm theo Quyết định số 12/2026/QĐ-UBND)"

    def test_articles_of_a_form_in_an_annex_are_text(self) -> None:
        annex = next(u for u in parse(self.TEXT).units if u.kind is UnitKind.ANNEX)
        assert annex.anchor == "quy-che-phu-luc-1"
        assert "Điều 4. Bên B nhận cây." in annex.text

    def test_second_instrument_of_the_same_name_gets_a_number(self) -> None:
        second = """
TM. ỦY BAN NHÂN DÂN
QUY CHẾ
CHẶT CÂY
(Ban hành kèm theo Quyết định số 12/2026/QĐ-UBND)
Điều 1. Cấm chặt
A.
"""
        first = self.TEXT.partition("PHỤ LỤC I")[0]
        structure = parse(first + second)
        assert structure.by_anchor("quy-che-2-dieu-1") is not None
        assert labels(structure, UnitKind.ARTICLE, "quy-che") == ["1", "2", "3"]

    def test_name_lost_in_print_is_taken_from_the_covering_decision(self) -> None:
        structure = parse(self.TEXT.replace("\nQUY CHẾ\n", "\n"))
        assert labels(structure, UnitKind.ARTICLE, "quy-che") == ["1", "2", "3"]

    def test_annex_and_forms_end_the_articles(self) -> None:
        structure = parse(
            HEAD
            + "Điều 1. Một\nA.\nĐiều 2. Thi hành\nB./.\n"
            + SIGNED
            + "PHỤ LỤC II\nBIỂU MẪU\nMẫu số 01\nĐiều 3. Không phải điều.\nMẫu số 02\nX\n"
        )
        assert labels(structure, UnitKind.ARTICLE) == ["1", "2"]
        assert [u.anchor for u in structure.units if u.kind is UnitKind.ANNEX] == [
            "phu-luc-2",
            "phu-luc-2-mau-so-1",
            "phu-luc-2-mau-so-2",
        ]

    def test_annex_that_is_only_cited_is_no_annex(self) -> None:
        structure = parse(
            "Điều 1. Một\n1. Lập theo mẫu tại\nPhụ lục II ban hành kèm theo Quyết định này.\n"
            "2. Hai.\n"
        )
        assert not [u for u in structure.units if u.kind is UnitKind.ANNEX]


class LinesAsSetTests:
    """Letterhead and signature keep their lines, even beside the narrow columns of a table."""

    TEXT = """SỞ KẾ HOẠCH -
VÀ ĐẦU TƯ
{rule}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{rule}
Số: 9/2026/QĐ-UBND
QUYẾT ĐỊNH
Về việc trồng cây
Căn cứ Luật Đất đai;
Điều 1. Cây
Trồng cây.
Nơi nhận:
- Như Điều 1, các sở và
ban của tỉnh;
- Lưu: VT.
GIÁM ĐỐC SỞ
Trần Văn Mẫu
"""

    @pytest.mark.parametrize(
        "rule", ["-------", "_______", "***", "* * *", "=====", "———", "\t---------------  "]
    )
    def test_a_rule_is_dropped_and_joined_to_nothing(self, rule: str) -> None:
        structure = parse(self.TEXT.format(rule=rule))
        assert structure.units[0].text.split("\n") == [
            "SỞ KẾ HOẠCH - VÀ ĐẦU TƯ",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Số: 9/2026/QĐ-UBND",
        ]
        assert structure.removed == (rule.strip(),) * 2

    def test_lines_short_enough_to_look_full_stay_apart(self) -> None:
        table = "".join(f"Cột số {n} của\nbảng dài này\n" for n in range(30))
        structure = parse(self.TEXT.replace("{rule}\n", "") + "PHỤ LỤC\nBẢNG\n" + table)
        signature = next(u for u in structure.units if u.kind is UnitKind.SIGNATURE)
        assert signature.text == "GIÁM ĐỐC SỞ\nTrần Văn Mẫu"
        assert "Hạnh phúc\nSố: 9" in structure.units[0].text

    def test_recipients_end_where_the_signer_is_named(self) -> None:
        structure = parse(self.TEXT)
        recipients = next(u for u in structure.units if u.kind is UnitKind.RECIPIENTS)
        assert recipients.anchor == "noi-nhan"
        assert recipients.text.split("\n") == [
            "Nơi nhận:",
            "- Như Điều 1, các sở và ban của tỉnh;",
            "- Lưu: VT.",
        ]

    def test_a_signature_printed_before_the_recipients_comes_first(self) -> None:
        text = HEAD + "Điều 1. Một\nA./.\nTM. ỦY BAN NHÂN DÂN\nNguyễn Văn Mẫu\n"
        structure = parse(text + "Nơi nhận:\n- Như Điều 1;\n- Lưu: VT.\n")
        assert [u.kind for u in structure.units[-2:]] == [UnitKind.SIGNATURE, UnitKind.RECIPIENTS]

    def test_blanks_of_a_form_are_no_rules(self) -> None:
        structure = parse("Điều 1. Mẫu\nHọ và tên:\n..........\n……………\nĐịa chỉ: ______\n")
        assert structure.removed == ()


class PageFurnitureTests:
    def test_running_heads_page_numbers_and_stamps_leave_the_sentence_whole(self) -> None:
        text = (
            "CÔNG BÁO/Số 12/Ngày 01-02-2026\n15\n\nĐiều 1. Một\nViệc trồng cây ở nơi công\n"
            "Ký bởi: CÔNG BÁO TỈNH\nCơ quan: VĂN PHÒNG\nNgày ký: 2026-05-22 12:55:45 +07:00\n\n\n\n"
            "16 CÔNG BÁO/Số 12/Ngày 01-02-2026\ncộng và tại nhà.\n\n\n17\n\n"
            "Điều 2. Hai\nB.\n\n\n18\n\nC.\n"
        )
        structure = parse(text)
        article = structure.by_anchor("dieu-1")
        assert article is not None
        assert article.text == "Việc trồng cây ở nơi công cộng và tại nhà."
        assert "15" in structure.removed and "17" in structure.removed
        assert len([line for line in structure.removed if "CÔNG BÁO/Số" in line]) == 2
        assert words_given(text) == words_kept(structure)

    def test_number_of_a_table_is_not_taken_for_a_page_number(self) -> None:
        structure = parse("Điều 1. Bảng\nSố cây:\n\n\n250\n\n\nHết bảng.\n")
        article = structure.by_anchor("dieu-1")
        assert article is not None and "250" in article.text

    def test_eth_for_d_and_hyphen_lost_by_a_pdf_reader(self) -> None:
        structure = parse(
            "Ðiều 1. Một\nTheo Quyết định số 1/2020/QĐ\ufffeUBND.\r\nÐiều 2. Hai\r\nB."
        )
        assert labels(structure, UnitKind.ARTICLE) == ["1", "2"]
        article = structure.by_anchor("dieu-1")
        assert article is not None and "QĐ-UBND" in article.text

    def test_letters_lost_by_character_recognition(self) -> None:
        structure = parse("i u 1. Phạm vi\nA.\nĐiêu 2. Hai\nB.\ni u 9. Lạc\nĐiều 3. Ba\nC.\n")
        assert labels(structure, UnitKind.ARTICLE) == ["1", "2", "3"]
        assert WarningCode.DAMAGED_HEADING in codes(structure)


class AnchorTests:
    def test_editing_one_article_leaves_the_anchors_of_the_others(self) -> None:
        before = OrdinaryTextTests.TEXT
        after = before.replace("1. Cơ quan nhà nước.\n", "1. Cơ quan.\nThêm một đoạn.\n")
        kept = [u.anchor for u in parse(before).units]
        assert [u.anchor for u in parse(after).units] == kept

    @pytest.mark.parametrize(
        ("label", "expected"),
        [("II", "2"), ("XIV", "14"), ("3", "3"), ("03", "3"), ("I.2", "1-2"), ("thứ nhất", "1"),
         ("Ia", "1a"), ("Iđ", "1dd"), ("", "")],
    )  # fmt: skip
    def test_number_of_a_group(self, label: str, expected: str) -> None:
        assert number_slug(label) == expected

    def test_letters_never_share_an_anchor(self) -> None:
        letters = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
        assert len({unit_anchor(article="1", point=letter) for letter in letters}) == len(letters)


VIETNAMESE_PIECES = st.lists(
    st.one_of(
        st.builds("Điều {}{} {}".format, st.integers(1, 9), st.sampled_from([".", "", ":"]),
                  st.text("abĐđ .“”\"", max_size=9)),
        st.builds("{}. {}".format, st.integers(1, 9), st.text("ab “”", max_size=9)),
        st.builds("{}) x".format, st.sampled_from("abcdđeêg")),
        st.sampled_from([
            "", "", "\f", "“Điều 2. X", "”", "như sau:", "Chương I", "CHUNG", "Mục 1", "PHỤ LỤC I",
            "Mẫu số 01", "QUY CHẾ", "(Ban hành kèm theo Quyết định số 1/2020/QĐ-UBND)", "7", "8",
            "TM. ỦY BAN NHÂN DÂN", "Nơi nhận:", "Căn cứ Luật X;", "1 Khoản này được sửa đổi theo",
            "CÔNG BÁO/Số 1/Ngày 01-01-2026", "QUYẾT ĐỊNH", "MỤC LỤC", "I. QUAN ĐIỂM", "theo khoản",
            "[1] Điều này được sửa đổi", "i u 3. x", "DANH MỤC", "Phần thứ nhất",
        ]),
    ),
    max_size=40,
)  # fmt: skip


class PropertyTests:
    @settings(max_examples=150, deadline=None)
    @given(st.text(max_size=400))
    def test_any_string_is_parsed_without_error_or_loss(self, text: str) -> None:
        structure = parse(text)
        assert words_kept(structure) == words_given(text)

    @settings(max_examples=300, deadline=None)
    @given(VIETNAMESE_PIECES)
    @example(["Điều 1. a", "“Điều 2. X", *["a) x"] * 5])
    def test_no_word_is_lost_and_anchors_stay_unique(self, pieces: list[str]) -> None:
        text = "\n".join(pieces)
        structure = parse(text)
        assert words_kept(structure) == words_given(text)
        anchors = [u.anchor for u in structure.units]
        assert len(anchors) == len(set(anchors))
        assert [u.order for u in structure.units] == list(range(len(anchors)))
        assert all(u.parent is None or u.parent < u.order for u in structure.units)

    @settings(max_examples=60, deadline=None)
    @given(st.integers(1, 30), st.integers(0, 4), st.integers(0, 5))
    def test_regular_text_gives_exactly_its_units(
        self, articles: int, clauses: int, points: int
    ) -> None:
        lines = []
        for article in range(1, articles + 1):
            lines.append(f"Điều {article}. Tên điều {article}")
            for clause in range(1, clauses + 1):
                lines.append(f"{clause}. Nội dung:")
                lines.extend(f"{letter}) Ý nhỏ;" for letter in "abcdđ"[:points])
            lines.append("Đoạn cuối." if not clauses else "")
        structure = parse("\n".join(lines))
        assert len(structure.articles()) == articles
        assert len(labels(structure, UnitKind.CLAUSE)) == articles * clauses
        assert len(labels(structure, UnitKind.POINT)) == articles * clauses * points
        assert structure.warnings == ()


def steps(text: str) -> int:
    """Return how many lines of the package run to parse `text`."""
    count = 0

    def trace(frame: FrameType, event: str, arg: object) -> object:
        nonlocal count
        if "legal/structure" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        parse(text)
    finally:
        sys.settrace(before)
    return count


def nasty(size: int) -> str:
    """Return a text in which every doubtful case occurs again and again."""
    block = (
        "Điều 900. Lạc số\n“Điều 3. Trích không đóng\n1. Một\n7. Bảy\na) x\nz) y\n"
        "Phụ lục II\nMẫu số 01 Đơn\n\n\n12\n\ntheo khoản 2\nĐiều 4.\n"
    )
    return "Điều 1. Một\n" + block * size + "Điều 2. Hai\nHết.\n"


class CostTests:
    def test_work_grows_in_proportion_to_the_length(self) -> None:
        small, large = steps(nasty(40)), steps(nasty(160))
        assert large < small * 4 * 1.25

    def test_half_a_million_characters_are_parsed(self) -> None:
        article = "Điều {}. Tên\n1. " + "Nội dung của khoản. " * 12 + "\na) Ý một;\nb) Ý hai.\n"
        text = "".join(article.format(number) for number in range(1, 1900))
        assert len(text) > 500_000
        assert len(parse(text).articles()) == 1899
