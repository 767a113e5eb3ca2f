"""Terms are found in a text whole, the longest first, and looked for in its translation."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.translation.glossary import Glossary, Term, check, find_terms, highlight
from govportal_wagtail.translation.provinces import provinces
from tests.translation.texts import strings

FINANCE = Term("Sở Tài chính", ("Department of Finance",), "agency")
DEPARTMENT = Term("Sở", ("Department",), "agency")
COMMITTEE = Term("Ủy ban nhân dân", ("People's Committee", "PC"), "agency")
PEACE = Term("hòa bình", ("peace",))
TERMS = [FINANCE, DEPARTMENT, COMMITTEE, PEACE]


def found(text: str, terms=TERMS) -> list[str]:
    """The pieces of the text that are terms."""
    return [text[item.start : item.end] for item in find_terms(text, terms)]


class FindTests:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Giám đốc Sở Tài chính tỉnh", ["Sở Tài chính"]),
            ("Sở Nội vụ, Sở Tài chính", ["Sở", "Sở Tài chính"]),
            ("SỞ TÀI CHÍNH", ["SỞ TÀI CHÍNH"]),
            ("Sở\u00a0Tài\n chính", ["Sở\u00a0Tài\n chính"]),
            ("Sở, Tài chính", ["Sở"]),
            ("So Tai chinh", []),
            ("Sỡ", []),
            ("Sởi", []),
            ("hoà bình, hòa bình", ["hoà bình", "hòa bình"]),
            ("họa bình", []),
            ("Uỷ ban nhân dân và Ủy ban nhân dân", ["Uỷ ban nhân dân", "Ủy ban nhân dân"]),
            ("Ủy ban nhân", []),
            ("", []),
        ],
    )
    def test_whole_words_with_their_diacritics(self, text, expected):
        assert found(text) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("theo quy định của Luật", []),
            ("Quy định số 12", ["Quy định"]),
            ("QUY ĐỊNH VỀ GIÁ", ["QUY ĐỊNH"]),
            ("một quy Định", ["Định"]),
            ("Định mức, định mức", ["Định"]),
        ],
    )
    def test_a_name_that_needs_a_capital(self, text, expected):
        terms = [Term(name, ("x",), needs_capital=True) for name in ("Quy định", "Định")]

        assert found(text, terms) == expected

    def test_a_word_of_which_one_term_needs_no_capital(self):
        terms = [Term("Quy định", ("Rules",), needs_capital=True), Term("quy định", ("rule",))]

        assert found("theo quy định", terms) == ["quy định"]
        assert found("theo quy định", terms[::-1]) == ["quy định"]

    def test_a_text_that_is_not_composed_keeps_its_own_places(self):
        text = unicodedata.normalize("NFD", "Ông ở Sở Tài chính tỉnh")

        assert found(text) == [unicodedata.normalize("NFD", "Sở Tài chính")]

    @pytest.mark.parametrize("dash", [" - ", "-", " – ", "\u2011"])
    def test_dashes_of_any_kind(self, dash):
        terms = [Term("Thừa Thiên - Huế", ("Thua Thien Hue",))]

        assert found(f"tỉnh Thừa Thiên{dash}Huế", terms) == [f"Thừa Thiên{dash}Huế"]

    def test_a_point_of_the_term_must_be_there(self):
        terms = [Term("TP. Huế", ("Hue City",))]

        assert found("TP. Huế; TP Huế; TP.Huế", terms) == ["TP. Huế", "TP.Huế"]

    def test_terms_do_not_overlap(self):
        terms = [Term("nhân dân tỉnh", ("x",)), COMMITTEE]

        assert found("Ủy ban nhân dân tỉnh", terms) == ["Ủy ban nhân dân"]

    def test_a_longer_term_that_is_not_whole_gives_way(self):
        terms = [Term("Sở Tài chính tỉnh ta", ("x",)), FINANCE]

        assert found("Sở Tài chính tỉnh khác", terms) == ["Sở Tài chính"]

    def test_terms_of_one_source_become_one(self):
        terms = [
            Term("Sở", ("Department",), "agency"),
            Term("sở", ("Office", "Department"), "post"),
        ]

        (occurrence,) = find_terms("Sở", terms)

        assert occurrence.term == Term("Sở", ("Department", "Office"), "agency")

    def test_a_term_without_a_word_is_nowhere(self):
        assert found("Sở ... —", [Term("...", ("x",)), Term("", ("y",))]) == []

    @given(strings(), st.lists(st.text(max_size=8), max_size=6))
    def test_no_text_and_no_term_breaks_it(self, text, sources):
        occurrences = find_terms(text, [Term(source, ("x",)) for source in sources])

        ends = [0, *(item.end for item in occurrences)]
        assert all(
            end <= item.start < item.end <= len(text)
            for end, item in zip(ends, occurrences, strict=False)
        )

    @given(st.lists(st.sampled_from(["sở", "tài", "chính", "ban", "dân"]), max_size=12), st.data())
    def test_it_finds_what_a_plain_search_finds(self, words, data):
        sources = data.draw(
            st.sets(
                st.lists(st.sampled_from(["sở", "tài", "chính"]), min_size=1, max_size=3).map(tuple)
            )
        )
        expected = []
        place = 0
        while place < len(words):
            lengths = [
                length for length in (3, 2, 1) if tuple(words[place : place + length]) in sources
            ]
            if lengths:
                expected.append(" ".join(words[place : place + lengths[0]]))
            place += lengths[0] if lengths else 1

        terms = [Term(" ".join(source), ("x",)) for source in sources]

        assert found(" ".join(words), terms) == expected

    def test_a_text_is_read_once_whatever_the_number_of_terms(self):
        reads = []

        class CountedText(str):
            def __getitem__(self, key):
                reads.append(key)
                return super().__getitem__(key)

        text = CountedText("Ủy ban nhân dân tỉnh giao Sở Tài chính. " * 20)

        def steps(number):
            glossary = Glossary(Term(f"Cơ quan số {n}", (f"Agency {n}",)) for n in range(number))
            reads.clear()
            glossary.find(text)
            return len(reads)

        assert steps(5000) == steps(5) > 0


class CheckTests:
    @pytest.mark.parametrize(
        "target",
        [
            "The Department of Finance of the province",
            "the DEPARTMENT OF FINANCE",
            "Department\u00a0of Finance",
        ],
    )
    def test_the_allowed_target_is_there(self, target):
        assert check("Sở Tài chính tỉnh", target, TERMS) == []

    @pytest.mark.parametrize("target", ["Finance Service", "Departments of Finance", ""])
    def test_another_word_is_reported(self, target):
        assert check("Sở Tài chính tỉnh", target, TERMS) == [FINANCE]

    def test_any_of_the_targets_will_do(self):
        assert check("Ủy ban nhân dân", "the PC", TERMS) == []
        assert check("Ủy ban nhân dân", "the People\u2019s Committee", TERMS) == []
        assert check("Ủy ban nhân dân", "the upcoming", TERMS) == [COMMITTEE]

    def test_each_term_once_in_the_order_of_the_source(self):
        text = "Ủy ban nhân dân, Sở Tài chính, Ủy ban nhân dân"

        assert check(text, "-", TERMS) == [COMMITTEE, FINANCE]

    def test_a_term_without_a_target_asks_for_nothing(self):
        assert check("Sở", "x", [Term("Sở", ())]) == []

    def test_what_is_only_offered_is_not_missed(self):
        terms = [Term("y tế", ("health",), is_fixed=False)]

        assert check("y tế", "medical", terms) == []
        assert found("trạm y tế", terms) == ["y tế"]

    def test_tags_of_the_translation_are_no_words(self):
        source, target = "Sở <b>Tài chính</b>", "the Department <b>of</b> Finance"

        assert check(source, target, TERMS) == []

    def test_russian_words_are_declined(self):
        terms = [Term("tỉnh Khánh Hòa", ("провинция Кханьхоа",)), Term("tin", ("год",))]

        assert check("tỉnh Khánh Hoà", "портал провинции Кханьхоа", terms) == []
        assert check("tỉnh Khánh Hoà", "город Кханьхоа", terms) == [terms[0]]
        assert check("tin", "года", terms) == [terms[1]]


class HighlightTests:
    def test_a_text_with_tags_stands_as_it_is_typed(self):
        html = 'Giám đốc <b>Sở</b> <a id="a1">Tài chính</a>,<br/>R&amp;D, hòa bình'

        assert highlight(html, TERMS) == [
            ("Giám đốc <b>", None),
            ('Sở</b> <a id="a1">Tài chính', FINANCE),
            ("</a>,<br/>R&amp;D, ", None),
            ("hòa bình", PEACE),
        ]

    def test_a_text_without_tags_is_plain(self):
        assert highlight("R&amp;D &lt;script&gt; Sở", TERMS) == [
            ("R&D <script> ", None),
            ("Sở", DEPARTMENT),
        ]

    def test_an_empty_text(self):
        assert highlight("", TERMS) == []

    @given(strings())
    def test_nothing_of_the_text_is_lost(self, text):
        whole = "".join(part for part, _term in highlight(text, TERMS))

        assert whole == "".join(part for part, _term in highlight(text, []))


class ProvinceTests:
    def test_every_province_has_a_name_in_english_and_russian(self):
        english = {term.targets[0] for term in provinces()}

        assert len(english) == len({term.targets[0] for term in provinces("ru")}) == 34
        assert {"Hanoi", "Khanh Hoa", "Lang Son", "Ho Chi Minh City"} <= english

    def test_names_are_of_their_alphabet(self):
        assert all(name.isascii() for term in provinces("en-gb") for name in term.targets)
        assert not any(
            letter.isascii() and letter.isalpha()
            for term in provinces("ru")
            for name in term.targets
            for letter in name
        )

    def test_another_language_has_none(self):
        assert provinces("lo") == []

    def test_a_person_is_not_a_city(self):
        text = "Tư tưởng Hồ Chí Minh tại Thành phố Hồ Chí Minh và TP.HCM"

        assert found(text, provinces()) == ["Thành phố Hồ Chí Minh", "TP.HCM"]

    def test_both_ways_to_write_a_tone(self):
        assert found("Khánh Hòa, Khánh Hoà, Thanh Hoá", provinces()) == [
            "Khánh Hòa",
            "Khánh Hoà",
            "Thanh Hoá",
        ]

    def test_a_draft_is_checked(self):
        (term,) = check("tỉnh Lạng Sơn", "the province of Langson", provinces())

        assert term.targets == ("Lang Son",)
