"""What a person typed, and what the index is asked for."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from govportal_wagtail.core.search.query import parse
from govportal_wagtail.core.search_keys import AllOf, AnyOf, Key
from tests.core.test_vietnamese import HARD_TEXT


def test_words_keep_their_order_and_their_marks():
    query = parse("Đất đai hom nay")
    assert query.folded == ("dat", "dai", "hom", "nay")
    assert query.has_marks
    assert query.pairs() == ("dat__dai", "dai__hom", "hom__nay")


def test_a_word_with_marks_asks_for_what_was_typed_or_for_texts_without_marks():
    assert parse("đạn").condition(as_typed=True) == AnyOf((Key("dan_adj"), Key("dan_")))
    assert parse("đạn").condition() == Key("dan")
    assert parse("dan").condition(as_typed=True) == Key("dan")


def test_the_last_word_may_be_a_beginning():
    assert parse("đất đ").condition(open_end=True) == AllOf((Key("d", is_prefix=True), Key("dat")))


def test_quoted_words_are_a_phrase_in_any_quotes():
    for text in ('"đất đai" mới', "“đất đai” mới", "«đất đai» mới", '"đất đai'):
        assert [len(phrase) for phrase in parse(text).phrases] == [2]
        assert parse(text).folded[:2] == ("dat", "dai")


def test_pairs_do_not_reach_over_the_end_of_a_phrase():
    assert parse('"đất đai" mới').pairs() == ("dat__dai",)


def test_a_minus_before_a_word_or_a_phrase_leaves_it_out():
    query = parse('đất -rừng -"quy hoạch" 2026')
    assert query.folded == ("dat", "2026")
    assert [len(words) for words in query.unwanted] == [1, 2]


@pytest.mark.parametrize("text", ["giai đoạn 2021 -2025", "QĐ-UBND", "a - b", "-", "- -"])
def test_a_minus_elsewhere_is_no_wish(text):
    assert parse(text).unwanted == ()


def test_a_symbol_is_asked_for_as_one_key():
    assert parse("158/2025/nd-cp").condition() == Key("1582025ndcp")
    assert parse("158/2025/nd-cp").symbol == "1582025ndcp"
    assert parse("theo 158/2025/NĐ-CP thì sao").symbol == ""
    assert "1582025ndcp" in parse("theo 158/2025/NĐ-CP thì sao").symbols


def test_a_very_long_query_is_cut():
    assert len(parse("từ " * 1000).words) <= 64


def test_nothing_typed_asks_for_nothing():
    for text in ("", "  ", "?!", '""', "-"):
        assert parse(text).condition() is None
        assert parse(text).heading_condition() is None


@given(HARD_TEXT)
@example('a"b')
@example("a* OR (")
@example("\\")
@example('"-"')
def test_any_query_is_read(text):
    query = parse(text)
    assert all("_" in word for word in query.words)
    query.condition(as_typed=True)
    query.condition(open_end=True)
    query.heading_condition(open_end=True)


@given(st.text(max_size=80))
def test_words_are_the_same_without_quotes(text):
    plain = text.replace("-", " ").replace("–", " ").replace("−", " ")
    assert parse(plain.replace('"', " ")).folded == parse(plain).folded or parse(plain).symbol
