"""Topic and agency are proposed with their reason; signs of a complaint ask a person to look."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.core.models import AgencyLevel
from govportal_wagtail.core.vietnamese import fold
from govportal_wagtail.questions.complaint_signs import complaint_signs
from govportal_wagtail.questions.models import QuestionContent
from govportal_wagtail.questions.phrases import Line, Phrase
from govportal_wagtail.questions.suggesting import suggestions, topics_in
from tests.builders import make_agency
from tests.questions.builders import make_question, make_question_portal, make_topic

COMPLAINTS = [
    "Tôi tố cáo ông Nguyễn Văn A nhận tiền khi làm thủ tục đất đai.",
    "ĐƠN TỐ CÁO",
    "Đơn khiếu nại về việc thu hồi đất",
    "Tôi làm đơn này khiếu nại quyết định số 12/QĐ-UBND thu hồi đất của gia đình tôi",
    "Tôi xin tố cáo cán bộ xã. Xin hỏi thời hạn giải quyết tố cáo là bao lâu?",
    "Chúng tôi khiếu nại hành vi hành chính của UBND xã, không biết gửi ở đâu",
    "Nhân dân thôn 3 tố cáo cán bộ thôn ăn chặn tiền hỗ trợ",
    "Tôi khiếu lại quyết định xử phạt",
    "Gia đình tôi kêu cứu",
    "I want to file a complaint against the chairman of the commune",
]
PROCEDURES = [
    "Thủ tục khiếu nại quyết định hành chính như thế nào?",
    "khiếu nại ở đâu",
    "Hỏi về thời hạn giải quyết khiếu nại",
    "Tôi muốn khiếu nại quyết định thu hồi đất thì nộp đơn ở đâu?",
    "Người dân có quyền tố cáo cán bộ không?",
    "Luật Tố cáo năm 2018 quy định gì?",
    "Xin mẫu đơn khiếu nại",
    "Nếu tôi khiếu nại thì cần giấy tờ gì",
    "Thẩm quyền giải quyết đơn tố cáo",
    "Phân biệt khiếu nại và tố cáo",
    "Tôi bị tố cáo thì phải làm gì?",
    "Khi nào được khiếu nại lần hai?",
    "How do I file a complaint against a decision?",
]


class ComplaintSignsTests:
    @pytest.mark.parametrize("text", COMPLAINTS)
    @pytest.mark.parametrize("write", [str, fold, str.upper])
    def test_a_complaint_shows_with_and_without_diacritics(self, text, write):
        assert complaint_signs(write(text))

    @pytest.mark.parametrize("text", PROCEDURES)
    @pytest.mark.parametrize("write", [str, fold])
    def test_who_asks_about_the_procedure_does_not_complain(self, text, write):
        assert complaint_signs(write(text)) == []

    def test_what_is_told_are_words_of_a_list_and_nothing_of_the_text(self):
        [sign] = complaint_signs("Tôi tố cáo ông Nguyễn Văn Bí Mật ở 12 đường Kín")
        assert sign == "tôi tố cáo"

    def test_a_tall_house_without_diacritics_is_no_denunciation(self):
        assert complaint_signs("hang xom xay nha to cao che nang") == []
        assert complaint_signs("toi to cao ong A") == ["tôi tố cáo"]

    def test_other_words_with_the_same_letters_do_not_count_where_diacritics_are_written(self):
        assert complaint_signs("Con tò cao lớn này là giống gì, xin chỉ giúp") == []

    @given(st.text())
    def test_no_text_raises(self, text):
        assert all(sign for sign in complaint_signs(text))

    @given(st.lists(st.sampled_from([*COMPLAINTS, *PROCEDURES, "Xin cảm ơn."]), max_size=6))
    def test_a_letter_is_one_where_one_of_its_sentences_is(self, sentences):
        expected = any(each in COMPLAINTS for each in sentences)
        assert bool(complaint_signs("\n".join(sentences))) is expected

    def test_a_very_long_text_is_read_in_good_time(self):
        assert complaint_signs("tố cáo " * 20_000) == ["tố cáo"]


@pytest.fixture
def portal(db):
    return make_question_portal()


def ask(portal, title, text="", **fields):
    return make_question(portal, title=title, text=text or title, **fields)


def first_words(found):
    return [(each.code, why) for each, why in found]


class TopicTests:
    def test_words_of_a_topic_are_found_and_named(self, portal):
        land = make_topic("dat-dai", name="Đất đai", keywords="sổ đỏ\ngiấy chứng nhận")
        make_topic("y-te", name="Y tế", keywords="bảo hiểm y tế")
        found = suggestions(ask(portal, "Cấp lại sổ đỏ bị mất")).topics
        assert [topic for topic, _why in found] == [land]
        assert "sổ đỏ" in found[0][1]

    @pytest.mark.parametrize("text", ["cap lai so do", "CẤP LẠI SỔ ĐỎ", "cấp lại sổ  đỏ"])
    def test_it_matters_not_how_it_was_typed(self, portal, text):
        make_topic("dat-dai", keywords="sổ đỏ")
        assert len(suggestions(ask(portal, text)).topics) == 1

    def test_diacritics_tell_words_apart_where_they_are_written(self, portal):
        make_topic("dat-dai", name="Quản lý ruộng", keywords="đất")
        assert suggestions(ask(portal, "Làm thế nào đạt chuẩn nông thôn mới?")).topics == []
        assert suggestions(ask(portal, "lam the nao dat chuan nong thon moi")).topics

    def test_a_keyword_typed_without_diacritics_is_found_as_well(self, portal):
        make_topic("giao-thong", name="Giao thông", keywords="duong hu hong")
        assert suggestions(ask(portal, "Đường hư hỏng nặng ở ấp Bảy")).topics

    def test_no_part_of_a_word_is_a_word(self, portal):
        make_topic("thue", name="Thu ngân sách", keywords="thu")
        assert suggestions(ask(portal, "Thuê nhà ở xã hội")).topics == []

    def test_longer_phrases_weigh_more_than_many_single_words(self, portal):
        make_topic("chung", name="Chung", keywords="cấp\nthẻ")
        health = make_topic("y-te", name="Sức khỏe", keywords="thẻ bảo hiểm y tế")
        found = suggestions(ask(portal, "Cấp lại thẻ bảo hiểm y tế")).topics
        assert [topic.code for topic, _why in found] == [health.code, "chung"]

    def test_what_was_chosen_comes_first_and_once(self, portal):
        chosen = make_topic("khac", name="Khác")
        make_topic("dat-dai", keywords="sổ đỏ")
        found = suggestions(ask(portal, "Cấp lại sổ đỏ", topic=chosen)).topics
        assert [topic.code for topic, _why in found] == ["khac", "dat-dai"]
        assert len({why for _topic, why in found}) == 2

    def test_a_topic_that_is_not_offered_is_not_proposed(self, portal):
        make_topic("dat-dai", keywords="sổ đỏ", is_active=False)
        assert suggestions(ask(portal, "Cấp lại sổ đỏ")).topics == []

    def test_parts_of_a_double_name_count(self, portal):
        make_topic("nong-nghiep", name="Nông nghiệp, môi trường nước")
        assert topics_in("Ô nhiễm môi trường nước ở kênh")

    @given(text=st.text(max_size=300))
    def test_any_text_is_found_in_itself_and_none_raises(self, text):
        phrase = Phrase(text)
        assert Line(text).find(phrase) == ([0] if len(phrase) else [])


class AgencyTests:
    def test_the_agency_of_a_topic_is_proposed(self, portal):
        agency = make_agency("so-y-te", name="Sở Y tế")
        make_topic("y-te", name="Y tế", keywords="bảo hiểm y tế", agency=agency)
        [(found, why)] = suggestions(ask(portal, "Thẻ bảo hiểm y tế hết hạn")).agencies
        assert found == agency
        assert "Y tế" in why

    def test_the_one_that_the_asker_named_comes_first(self, portal):
        named = make_agency("so-xd", name="Sở Xây dựng")
        other = make_agency("so-y-te", name="Sở Y tế")
        question = ask(portal, "Hỏi Sở Y tế về nhà ở", asked_agency=named)
        assert [agency for agency, _why in suggestions(question).agencies] == [named, other]

    @pytest.mark.parametrize(
        "text", ["Hỏi Sở Khoa học và Công nghệ", "hoi so khoa hoc va cong nghe", "Gửi Sở KHCN"]
    )
    def test_names_short_names_and_abbreviations_are_found(self, portal, text):
        agency = make_agency(
            "so-khcn", name="Sở Khoa học và Công nghệ", short_name="Sở KHCN", abbreviation="SKHCN"
        )
        assert [each for each, _why in suggestions(ask(portal, text)).agencies] == [agency]

    def test_an_abbreviation_counts_only_as_it_is_written(self, portal):
        make_agency("cong-an", name="Công an tỉnh", abbreviation="CA")
        assert suggestions(ask(portal, "Gửi CA về trật tự")).agencies
        assert suggestions(ask(portal, "ca dao tục ngữ địa phương")).agencies == []

    def test_who_names_a_merged_agency_means_its_successor(self, portal):
        today = make_agency("so-nnmt", name="Sở Nông nghiệp và Môi trường")
        make_agency(
            "so-tnmt-cu",
            name="Sở Tài nguyên và Môi trường",
            valid_to=date(2025, 2, 28),
            successor=today,
        )
        [(found, why)] = suggestions(ask(portal, "Hỏi Sở Tài nguyên và Môi trường")).agencies
        assert found == today
        assert "Sở Tài nguyên và Môi trường" in why

    def test_an_agency_without_successor_and_a_ministry_are_not_proposed(self, portal):
        make_agency("so-cu", name="Sở Thương mại cũ", valid_to=date(2008, 1, 1))
        make_agency("bo-tc", name="Bộ Tài chính", level=AgencyLevel.CENTRAL)
        question = ask(portal, "Hỏi Sở Thương mại cũ và Bộ Tài chính")
        assert suggestions(question).agencies == []


class WholeSuggestionTests:
    def test_a_complaint_is_told_with_its_words(self, portal):
        found = suggestions(ask(portal, "Tố cáo", "Tôi tố cáo ông A nhận tiền.")).complaint
        assert found is not None
        assert "tố cáo" in found
        assert suggestions(ask(portal, "Hỏi thủ tục khiếu nại")).complaint is None

    def test_an_erased_question_has_what_was_chosen_and_nothing_else(self, portal):
        topic = make_topic("dat-dai", keywords="sổ đỏ")
        question = ask(portal, "Tố cáo về sổ đỏ", topic=topic)
        QuestionContent.objects.filter(question=question).delete()
        found = suggestions(type(question).objects.get(pk=question.pk))
        assert [each for each, _why in found.topics] == [topic]
        assert found.complaint is None

    def test_as_many_queries_for_many_topics_as_for_few(self, portal):
        question = ask(portal, "Cấp lại sổ đỏ cho Sở số 3")
        few = self._count(question)
        for number in range(40):
            agency = make_agency(f"so-{number}", name=f"Sở số {number}")
            make_topic(f"t-{number}", name=f"Việc {number}", keywords="sổ đỏ", agency=agency)
        assert self._count(question) == few <= 3

    def _count(self, question):
        question = type(question).objects.get(pk=question.pk)
        with CaptureQueriesContext(connection) as queries:
            suggestions(question)
        return len(queries)
