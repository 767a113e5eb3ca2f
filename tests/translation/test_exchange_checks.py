"""Each text of a file is judged alone, with a remark in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.translation.exchange import po, xliff
from govportal_wagtail.translation.exchange.checking import MAX_LENGTH, Severity, check_target
from govportal_wagtail.translation.exchange.figures import missing_figures
from govportal_wagtail.translation.exchange.reading import read
from govportal_wagtail.translation.exchange.units import UnitState
from tests.translation.texts import BUNDLE_ID, bundle, by_id, strings, unit


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Remarks are read in the language in which they are written here."""
    with translation.override("en"):
        yield


def remarks(source, target, language="en", **values):
    """Severity and message of each remark on a translation."""
    found = check_target(unit(source, **values), target, language)
    return [(remark.severity, remark.message) for remark in found]


def error(source, target, **values) -> str:
    """The message of the only error."""
    ((severity, message),) = remarks(source, target, **values)
    assert severity == Severity.ERROR
    return message


def warning(source, target, **values) -> str:
    """The message of the only warning."""
    ((severity, message),) = remarks(source, target, **values)
    assert severity == Severity.WARNING
    return message


class TagTests:
    @pytest.mark.parametrize(
        ("source", "target"),
        [
            ("Tin <b>mới</b>", "<b>Latest</b> news"),
            ("<b>Sở</b> <i>Nội vụ</i>", "<i>Home Affairs</i> <b>Department</b>"),
            ("<b><i>Sở</i></b>", "<i><b>Department</b></i>"),
            ('<a id="a1">một</a> <a id="a2">hai</a>', '<a id="a2">two</a> <a id="a1">one</a>'),
            ("một<br/>hai", "one<br/>two"),
            ("<b>một <b>hai</b></b>", "<b>one <b>two</b></b>"),
            ('<a id="a1"></a>một', '<a id="a1"></a>one'),
        ],
    )
    def test_tags_may_move(self, source, target):
        assert remarks(source, target) == []

    @pytest.mark.parametrize(
        ("source", "target", "words"),
        [
            ("Tin <b>mới</b>", "Latest news", "<b> of the source is missing"),
            ("một<br/>hai", "one two", "<br/> of the source is missing"),
            ("Tin mới", "<b>Latest</b> news", "<b> is not in the source"),
            ("<b>Tin</b>", "<b>A</b> <b>B</b>", "<b> is not in the source, or is there less"),
            ("Tin mới", 'News <script src="x"></script>', "<script"),
            ('<a id="a1">x</a> y', '<a id="a1">x</a><a id="a1">y</a>', "is not in the source"),
            ("<b><i>Tin</i></b>", "<b><i>News</b></i>", "not closed in the order"),
            ("<b>Tin</b>", "<b>News", "not closed in the order"),
            (
                '<a id="a1">một</a> <a id="a2">hai</a>',
                '<a id="a1">one <a id="a2">two</a></a>',
                "inside another tag",
            ),
            ('Xem <a id="a1">tại đây</a>', 'See here <a id="a1"> </a>', "no text"),
        ],
    )
    def test_tags_stay_what_they_are(self, source, target, words):
        assert words in error(source, target)

    def test_a_changed_link_is_two_errors(self):
        found = remarks('<a id="a1">x</a>', '<a href="javascript:x">x</a>')

        assert [severity for severity, _message in found] == [Severity.ERROR] * 2

    def test_remarks_on_tags_are_few_and_short(self):
        target = "".join(f'<a id="{number}{"x" * 80}">x</a>' for number in range(100))

        found = remarks("Tin", target)

        assert len(found) == 5
        assert max(len(message) for _severity, message in found) < 120

    @given(strings())
    def test_any_text_is_right_for_itself(self, text):
        assert all(severity == Severity.WARNING for severity, _message in remarks(text, text))

    @given(strings(), strings())
    def test_a_text_with_other_tags_is_refused(self, source, target):
        found = [severity for severity, _message in remarks(source, f"{target}<u>x</u>")]

        assert Severity.ERROR in found


class LengthTests:
    def test_the_greatest_length_counts_what_is_seen(self):
        assert remarks("<b>Tin &amp;</b>", "<b>News &amp;</b>", max_length=6) == []
        assert "7 characters" in error("<b>Tin &amp;</b>", "<b>Newsy &amp;</b>", max_length=6)

    def test_no_text_is_a_book(self):
        assert "at most" in error("Tin", "x" * (MAX_LENGTH + 1))

    def test_control_characters_are_refused_unless_the_source_has_them(self):
        assert "control character" in error("Tin tức", "Ne\x01ws")
        assert remarks("Tin\x01 tức", "Ne\x01ws") == []


class SameTextTests:
    def test_an_untranslated_text_is_remarked(self):
        assert "same as the source" in warning("Tin <b>tức</b>", "Tin <b>tức</b>")

    @pytest.mark.parametrize("text", ["68/2025/QĐ-UBND", "0263 3822", "UBND", "*"])
    def test_what_has_nothing_to_translate_is_not(self, text):
        assert remarks(text, text) == []


class FigureTests:
    @pytest.mark.parametrize(
        ("source", "target", "language"),
        [
            ("ngày 15/8/2025", "15 August 2025", "en"),
            ("ngày 05/3/2025", "March 5, 2025", "en"),
            ("ngày 15 tháng 8 năm 2025", "15 августа 2025 года", "ru"),
            ("tháng 5/2025", "мая 2025 г.", "ru"),
            ("15.08.2025", "2025-08-15", "en"),
            ("1.234.567 đồng", "VND 1,234,567", "en"),
            ("1.234.567 đồng", "1 234 567 донгов", "ru"),
            ("1.234.567 đồng", "1\u00a0234\u00a0567 донгов", "ru"),
            ("1,5 tỷ đồng", "VND 1.5 billion", "en"),
            ("lúc 07g30", "at 7:30", "en"),
            ("3 sở", "three departments", "en"),
            ("02 đồng chí", "оба товарища", "ru"),
            ("05 xã", "пять общин", "ru"),
            ("Quyết định số 68/2025/QĐ-UBND", "Decision 68/2025/QĐ-UBND", "en"),
            ("Kế hoạch 12/KH-UBND", "Plan No. 12/KH-UBND", "en"),
            ("Không có số", "None", "en"),
        ],
    )
    def test_the_same_figure_in_another_form(self, source, target, language):
        assert missing_figures(source, target, language) == []

    @pytest.mark.parametrize(
        ("source", "target", "missing"),
        [
            ("ngày 15/8/2025", "16 August 2025", ["15"]),
            ("ngày 15/8/2025", "15 July 2025", ["8"]),
            ("ngày 15/8/2025", "15 August", ["2025"]),
            ("1.234.567 đồng", "VND 1,234", ["1.234.567"]),
            ("124 xã", "communes", ["124"]),
            ("tháng 5", "the mayor", ["5"]),
            ("số 68/2025/QĐ-UBND", "68/2025/QD-UBND", ["68/2025/QĐ-UBND"]),
            ("Điều 12 và Điều 12", "Article", ["12"]),
        ],
    )
    def test_a_figure_that_went_missing(self, source, target, missing):
        assert missing_figures(source, target, "en") == missing

    def test_words_count_in_known_languages_only(self):
        assert missing_figures("3 sở, tháng 5", "ສາມ", "lo") == ["3", "5"]

    def test_it_is_a_remark_that_lists_them(self):
        message = warning("Có 124 xã, 12 phường", "Communes and wards")

        assert "124, 12" in message

    def test_a_long_list_is_cut(self):
        assert warning("12 13 14 15 16 17 xã", "communes").endswith("12, 13, 14, 15, 16 ….")

    @given(st.text(max_size=60), st.text(max_size=60))
    def test_no_text_breaks_it(self, source, target):
        assert isinstance(missing_figures(source, target, "ru"), list)

    @given(st.text(alphabet="0123456789 ./-,:thánggQĐUBND\u00a0", max_size=40))
    def test_a_text_lacks_nothing_of_itself(self, text):
        assert missing_figures(text, text, "en") == []


class UnitTests:
    """What `read` says of single texts."""

    BEFORE = bundle(
        unit("Tin tức", id="title"),
        unit("Xem <b>thêm</b>", id="body.1"),
        unit("Liên hệ", id="body.2"),
    )

    def read(self, *units, write=xliff.write):
        return read(write([bundle(*units)]), by_id(self.BEFORE))

    @pytest.mark.parametrize("write", [xliff.write, po.write])
    def test_one_wrong_text_does_not_keep_out_the_others(self, write):
        reading = self.read(
            unit("Tin tức", "News", id="title"),
            unit("Xem <b>thêm</b>", "See more", id="body.1"),
            unit("Liên hệ", "Contact", id="body.2"),
            write=write,
        )

        assert [text.unit_id for text in reading.accepted] == ["title", "body.2"]
        (problem,) = reading.errors
        assert (problem.bundle_id, problem.unit_id) == (BUNDLE_ID, "body.1")
        assert "<b>" in problem.message

    @pytest.mark.parametrize("write", [xliff.write, po.write])
    def test_a_source_that_changed_since(self, write):
        reading = self.read(unit("Tin cũ", "Old news", id="title"), write=write)

        assert reading.accepted == []
        assert "changed after the export" in reading.errors[0].message

    def test_a_source_whose_tags_changed_since(self):
        reading = self.read(unit("Xem thêm", "See more", id="body.1"))

        assert "changed after the export" in reading.errors[0].message

    @pytest.mark.parametrize("write", [xliff.write, po.write])
    def test_a_text_that_is_no_more(self, write):
        reading = self.read(unit("Gì đó", "Something", id="body.9"), write=write)

        assert reading.accepted == []
        assert "no such text" in reading.errors[0].message

    @pytest.mark.parametrize("write", [xliff.write, po.write])
    def test_an_empty_translation_is_left_out_without_a_remark(self, write):
        reading = self.read(
            unit("Tin tức", " \n", id="title"), unit("Liên hệ", id="body.2"), write=write
        )

        assert (reading.accepted, reading.problems, reading.empty) == ([], [], 2)

    def test_a_text_twice_with_two_translations(self):
        reading = self.read(
            unit("Tin tức", "News", id="title"),
            unit("Tin tức", "News", id="title"),
            unit("Tin tức", "Message", id="title"),
        )

        assert [text.target for text in reading.accepted] == ["News"]
        assert "twice" in reading.errors[0].message

    def test_a_tag_of_another_text(self):
        data = xliff.write([bundle(unit("Tin tức", "News", id="title"))])

        reading = read(data.replace(b">News<", b'><g id="7">News</g><'), by_id(self.BEFORE))

        assert reading.accepted == []
        assert "tags that the source does not have" in reading.errors[0].message

    def test_markup_typed_as_text_stays_text(self):
        data = xliff.write([bundle(unit("Tin tức", "News", id="title"))])

        reading = read(data.replace(b">News<", b">&lt;script&gt;<"), by_id(self.BEFORE))

        assert reading.accepted[0].target == "&lt;script&gt;"

    def test_a_warning_does_not_keep_a_text_out(self):
        reading = self.read(unit("Tin tức", "Tin tức", id="title"))

        assert len(reading.accepted) == 1
        assert [problem.severity for problem in reading.problems] == [Severity.WARNING]
        assert reading.errors == []

    @pytest.mark.parametrize("write", [xliff.write, po.write])
    def test_a_stored_translation_is_not_judged_again(self, write):
        stored = bundle(unit("Tin tức", "<b>News</b>"))

        reading = read(write([stored]), by_id(stored))

        assert [text.target for text in reading.accepted] == ["<b>News</b>"]
        assert reading.problems == []

    def test_a_machine_translation_is_judged_when_a_person_confirms_it(self):
        stored = bundle(unit("Tin tức", "<b>News</b>", state=UnitState.MACHINE))
        data = xliff.write([stored]).replace(b"needs-review-translation", b"translated")

        reading = read(data, by_id(stored))

        assert reading.accepted == []
        assert len(reading.errors) == 1
