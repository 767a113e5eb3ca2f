"""What looks personal is found and hidden; what does not stays letter for letter."""

from __future__ import annotations

import itertools
import json
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govportal_wagtail.questions.redaction import (
    HIDDEN,
    Known,
    PersonalKind,
    Span,
    find_personal,
    find_words,
    fingerprint,
    join,
    redact,
)
from govportal_wagtail.questions.redaction_html import (
    find_personal_html,
    redact_html,
    words_of,
)

KIND = PersonalKind


def found(text, known=()):
    return [(span.kind, span.text) for span in find_personal(text, known)]


def hidden(text, known=()):
    return redact(text, find_personal(text, known))


class NumberTests:
    @pytest.mark.parametrize(
        "number",
        [
            "0912345678",
            "0912 345 678",
            "0912.345.678",
            "0912-345-678",
            "091 234 5678",
            "+84912345678",
            "+84 912 345 678",
            "(+84) 912 345 678",
            "0084 912 345 678",
            "84912345678",
            "(0290) 3831 234",
            "0290 3831234",
            "0290.383.1234",
            "01234567890",
            "0 9 1 2 3 4 5 6 7 8",
            "0912\u00a0345\u00a0678",
        ],
    )
    def test_telephone_in_every_usual_spelling(self, number):
        text = f"Xin gọi số {number} sau 17 giờ."
        assert hidden(text) == f"Xin gọi số {HIDDEN} sau 17 giờ."

    @pytest.mark.parametrize(
        ("text", "kind", "words"),
        [
            ("thư về an.nguyen+1@mail.example.vn nhé", KIND.EMAIL, "an.nguyen+1@mail.example.vn"),
            ("hộp an(at)example.com", KIND.EMAIL, "an(at)example.com"),
            ("CCCD 096080001234 cấp", KIND.IDENTITY, "096080001234"),
            ("căn cước công dân số: 096 080 001 234", KIND.IDENTITY, "096 080 001 234"),
            ("mã 096080001234.", KIND.IDENTITY, "096080001234"),
            ("CMND 381234567", KIND.IDENTITY, "381234567"),
            ("chứng minh nhân dân số 381 234 567", KIND.IDENTITY, "381 234 567"),
            ("số định danh cá nhân là 096080001234", KIND.IDENTITY, "096080001234"),
            ("hộ chiếu số B1234567", KIND.PASSPORT, "B1234567"),
            ("số C12345678 đã hết hạn", KIND.PASSPORT, "C12345678"),
            ("tài khoản ngân hàng số 0123 456 789 012", KIND.ACCOUNT, "0123 456 789 012"),
            ("STK: 19036789012345", KIND.ACCOUNT, "19036789012345"),
            ("mã số thuế 2001234567-001", KIND.TAX, "2001234567-001"),
            ("MST: 2001234567", KIND.TAX, "2001234567"),
            ("sổ BHXH số 9612345678", KIND.INSURANCE, "9612345678"),
            ("thẻ GD4960123456789", KIND.INSURANCE, "GD4960123456789"),
            ("mã hồ sơ H12.21-240105-0003", KIND.DOSSIER, "H12.21-240105-0003"),
            ("thửa đất số 123", KIND.PLOT, "123"),
            ("thửa 45, 46 và 47", KIND.PLOT, "45, 46 và 47"),
            ("tờ bản đồ số 12", KIND.PLOT, "12"),
            ("Tờ bản đồ địa chính số 7", KIND.PLOT, "7"),
            ("sổ đỏ BM 123456", KIND.CERTIFICATE, "BM 123456"),
            ("số vào sổ CH01234", KIND.CERTIFICATE, "CH01234"),
            ("xe 69A-123.45", KIND.PLATE, "69A-123.45"),
            ("xe máy 69B1 234.56", KIND.PLATE, "69B1 234.56"),
            ("sinh ngày 05/11/1980", KIND.BIRTH, "05/11/1980"),
            ("Sinh năm: 1980", KIND.BIRTH, "1980"),
            ("sinh ngày 5 tháng 11 năm 1980", KIND.BIRTH, "5 tháng 11 năm 1980"),
            ("xem facebook.com/nguyen.van.an nhé", KIND.PROFILE, "facebook.com/nguyen.van.an"),
        ],
    )
    def test_number_is_found_with_its_kind(self, text, kind, words):
        assert (kind, words) in found(text)

    @pytest.mark.parametrize(
        "text",
        [
            "Theo Thông tư số 33/2017/TT-BTNMT ngày 29/9/2017.",
            "Nghị định 123/2020/NĐ-CP; Quyết định số 1234567/QĐ-UBND",
            "hỗ trợ 100.000.000.000 đồng, mỗi hộ 123456789 đồng",
            "tổng đài 1900 1234 và 18001091",
            "từ 05.11.2026 10 giờ đến 06.11.2026",
            "học sinh 2020 và phiên bản 2.0 của văn bản 5",
            "xã khu vực III vùng đồng bào dân tộc, xã khu vực I",
            "Điều 12 khoản 3 điểm b Luật Đất đai năm 2024",
        ],
    )
    def test_what_is_not_personal_stays(self, text):
        assert found(text) == []


class AddressTests:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            (
                "ở số nhà 12/5A đường Trần Phú, khóm 3, phường Tân Thành, tỉnh Cà Mau",
                "số nhà 12/5A đường Trần Phú, khóm 3, phường Tân Thành",
            ),
            ("nhà tôi tại ấp Tân Hòa, xã Khánh Bình", "ấp Tân Hòa, xã Khánh Bình"),
            ("hẻm trước số 7 đường Lê Lợi", "số 7 đường Lê Lợi"),
            ("thuộc tổ dân phố số 5 đã họp", "tổ dân phố số 5"),
            ("Thôn Đoài, xã Hạ", "Thôn Đoài, xã Hạ"),
            ("thường trú tại phường Tân Xuyên", "phường Tân Xuyên"),
            ("ở Số 190 Phan Đăng Lưu, phường Hòa Cường.", "Số 190 Phan Đăng Lưu, phường Hòa Cường"),
        ],
    )
    def test_address_is_one_finding(self, text, words):
        assert (KIND.ADDRESS, words) in found(text)

    def test_commune_and_street_alone_are_public(self):
        assert found("Đường Trần Phú thuộc phường Tân Thành bị ngập.") == []


class NameTests:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("Ông Nguyễn Văn An hỏi", "Ông N.V.A hỏi"),
            ("bà Trần Thị Bưởi", "bà T.T.B"),
            ("anh Tú nói", "anh T nói"),
            ("tôi tên Lê Minh Khôi", "tôi tên L.M.K"),
            ("Họ và tên: H'Hen Niê", "Họ và tên: H.N"),
            ("tôi tên nguyễn văn an, ở xa", "tôi tên N.V.A, ở xa"),
            ("ÔNG NGUYỄN VĂN AN", "ÔNG N.V.A"),
            ("Nguyễn Văn A kính gửi", "N.V.A kính gửi"),
            ("cháu Lý Thu Hà lên lớp", "cháu L.T.H lên lớp"),
        ],
    )
    def test_name_becomes_initials(self, text, shown):
        assert hidden(text) == shown

    @pytest.mark.parametrize(
        "text",
        [
            "Bà Giám đốc Sở và ông Chủ tịch UBND tỉnh",
            "Thành phố Hồ Chí Minh, Trường THPT Phan Ngọc Hiển, xã Nguyễn Phích",
            "HỒ SƠ, VŨ KHÍ, LÝ DO",
            "Hà Nội, Thái Nguyên, Cao Bằng, Lâm Đồng, Đồng Tháp",
            "ông N.V.A hỏi, bà T.B trả lời",
        ],
    )
    def test_office_place_and_initials_are_no_names(self, text):
        assert found(text) == []


class KnownTests:
    KNOWN = (
        Known(KIND.NAME, "Lò Thị Ủ"),
        Known(KIND.EMAIL, "u@example.vn"),
        Known(KIND.PHONE, "0912 345 678"),
        Known(KIND.ADDRESS, "12 Hoa Mai"),
        Known(KIND.ORGANISATION, "Hợp tác xã Sao Sáng"),
    )

    @pytest.mark.parametrize(
        "text",
        [
            "LÒ THỊ Ủ",
            "lo thi u",
            "Lò  Thị\nỦ",
            "U@EXAMPLE.VN",
            "gọi +84.912.345.678",
            "ở 12 hoa mai",
            "hợp tác xã sao sáng",
        ],
    )
    def test_askers_own_is_found_however_it_is_written(self, text):
        spans = find_personal(f"Kính gửi, {text} xin hỏi", self.KNOWN)
        assert [span.is_askers for span in spans] == [True]

    def test_tone_marks_apart_are_found_whole(self):
        text = unicodedata.normalize("NFD", "Tôi là Lò Thị Ủ đây")
        shown = redact(text, find_personal(text, self.KNOWN))
        assert unicodedata.normalize("NFC", shown) == f"Tôi là {HIDDEN} đây"

    def test_single_word_is_no_known_name(self):
        assert found("an toàn", [Known(KIND.NAME, "An")]) == []

    def test_words_of_a_person_are_found_everywhere(self):
        text = "Quán Cây Dừa. quán cây dừa! Quan Cay Dua"
        assert redact(text, find_words(text, ["Quán Cây Dừa"])) == f"{HIDDEN}. {HIDDEN}! {HIDDEN}"


_WORDS = st.sampled_from(
    [
        *("ông ", "bà ", "Nguyễn ", "Văn ", "An ", "A", "Hồ ", "Chí ", "Minh ", "anh ", "Tú"),
        *("số nhà ", "đường ", "phường ", "ấp ", "thửa ", "tờ bản đồ ", "CCCD ", "STK ", "sinh "),
        *("0912345678", "096080001234", "12", "0", "9 ", ".", ", ", "-", "/", "\n", "@", "x.vn"),
        *("[đã ẩn]", "[", "]", "N.V.A", "69A-123.45", "+84", "(", ")", "\u0301", "đ"),
    ]
)
_TAGS = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<a href='x'>", "</a>", "&lt;", "<", "<br/>", "<li>"]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=40).map("".join))
KNOWN = st.lists(
    st.builds(Known, st.sampled_from(list(PersonalKind)), st.text(max_size=20) | TEXTS), max_size=3
)


class AnyTextTests:
    @settings(max_examples=400)
    @given(TEXTS, KNOWN)
    def test_nothing_proposed_is_left_and_the_rest_is_unchanged(self, text, known):
        spans = find_personal(text, known)
        shown = redact(text, spans)
        assert find_personal(shown, known) == []
        assert redact(shown, find_personal(shown, known)) == shown
        assert all(text[span.start : span.end] == span.text for span in spans)
        ends = [0, *(span.end for span in spans)]
        starts = [*(span.start for span in spans), len(text)]
        at = 0
        for begin, end in zip(ends, starts, strict=True):
            assert begin <= end
            at = shown.index(text[begin:end], at) + end - begin

    @settings(max_examples=200)
    @given(TEXTS, st.lists(st.tuples(st.integers(-5, 250), st.integers(-5, 250)), max_size=6))
    def test_any_spans_are_bearable(self, text, places):
        spans = [Span(start, end, KIND.OTHER, "") for start, end in places]
        joined = join(text, spans)
        assert all(one.end <= two.start for one, two in itertools.pairwise(joined))
        assert redact(text, spans).count(HIDDEN) >= len(joined)

    @settings(max_examples=200)
    @given(st.lists(_WORDS | _TAGS, max_size=40).map("".join))
    def test_formatted_text_is_hidden_like_plain_text(self, html):
        spans = find_personal_html(html)
        shown = words_of(redact_html(html, spans))
        assert find_personal(shown) == []


class FormattedTests:
    def test_name_across_marks_is_hidden_and_marks_stay(self):
        html = "<p>Kính gửi ông <b>Nguyễn</b> Văn An, <i>chào</i> ông</p>"
        assert redact_html(html, find_personal_html(html)) == (
            "<p>Kính gửi ông <b>N.V.A</b>, <i>chào</i> ông</p>"
        )

    def test_link_to_what_is_hidden_is_taken_away(self):
        html = '<p><a href="mailto:an%40example.com">viết thư</a> <a href="https://x.vn">x</a></p>'
        shown = redact_html(html, [], hides=lambda address: bool(find_personal(address)))
        assert shown == '<p>viết thư <a href="https://x.vn">x</a></p>'

    def test_link_whose_words_are_hidden_is_taken_away(self):
        html = '<p><a href="/x">0912 345 678</a></p>'
        assert redact_html(html, find_personal_html(html)) == f"<p>{HIDDEN}</p>"

    def test_paragraphs_are_apart(self):
        html = "<p>ông Nguyễn Văn</p><p>An toàn</p>"
        assert redact_html(html, find_personal_html(html)) == "<p>ông N.V</p><p>An toàn</p>"


class DecisionTests:
    def test_fingerprint_knows_a_number_in_another_spelling_and_hides_it(self):
        one = fingerprint(KIND.PHONE, "0912 345 678")
        assert one == fingerprint(KIND.PHONE, "+84912345678")
        assert one != fingerprint(KIND.PHONE, "0912 345 679")
        assert "912345678" not in one


class SpeedTests:
    @pytest.mark.parametrize(
        "piece", ["a", "0", "0 ", "A", "số ", "tờ ", "@a.", "Nguyễn ", "ấp 1, ", "1-", "[đã ẩn]"]
    )
    def test_hostile_text_holds_nobody_up(self, piece):
        begin = time.perf_counter()
        find_personal(piece * 8000)
        assert time.perf_counter() - begin < 5


class RealTextTests:
    """Published answers, in which everything personal was hidden by hand."""

    def test_little_is_proposed_where_nothing_is_personal(self, shared):
        path = shared / "data" / "qa" / "hoi_dap.json"
        if not path.is_file():
            pytest.skip("The file of questions is not there.")
        rows = json.loads(path.read_text("utf-8"))
        texts = ["\n".join(str(row.get(key) or "") for key in _TEXTS) for row in rows]
        spans = [span for text in texts for span in find_personal(text)]
        assert len(spans) <= len(rows) / 5
        assert {span.kind for span in spans} <= {KIND.NAME, KIND.ADDRESS}

    def test_what_is_planted_in_real_texts_is_found(self, shared):
        path = shared / "data" / "qa" / "hoi_dap.json"
        if not path.is_file():
            pytest.skip("The file of questions is not there.")
        for row in json.loads(path.read_text("utf-8")):
            text = str(row.get("summary") or "").replace("N.V.A", "Nguyễn Văn Ấn")
            text += " Điện thoại 0912.345.678, CCCD 096080001234."
            shown = hidden(text)
            assert "Nguyễn Văn Ấn" not in shown
            assert "0912" not in shown
            assert "096080001234" not in shown


_TEXTS = ("title", "summary", "expected_answer")
