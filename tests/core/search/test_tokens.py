"""Words as the index keeps them, and the keys they are found by."""

from __future__ import annotations

import csv
import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.core.search.tokens import (
    as_written,
    folded,
    index_keys,
    is_marked,
    symbol_keys,
    symbol_of,
    written_words,
)
from govportal_wagtail.core.vietnamese import fold, normalise
from tests.core.test_vietnamese import HARD_TEXT, SHARED

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="The folder of real data is not beside the project."
)


def test_a_word_is_its_letters_and_what_was_taken_off():
    assert written_words("Quyết theo ĐẤT 2026") == ["quyet_des", "theo_", "dat_adbes", "2026_"]
    assert [folded(word) for word in written_words("Quyết theo")] == ["quyet", "theo"]
    assert [is_marked(word) for word in written_words("Quyết theo")] == [True, False]


def test_keys_are_words_pairs_heading_and_symbols_each_once():
    line = written_words("Đất đai")
    keys = index_keys((line, line), heading=line, symbols=symbol_keys("số 15/NQ-HĐND"))
    assert keys.split() == sorted(
        [
            *("dat", "dai", "dat_adbes", "dai_ad", "dat__dai", "_dat", "_dai"),
            *("15nq", "15nqhdnd", "nqhdnd"),
        ]
    )


def test_of_loose_words_only_the_words_are_kept():
    keys = index_keys((), loose=written_words("đất đai")).split()
    assert keys == sorted(["dat", "dai", "dat_adbes", "dai_ad"])


@given(HARD_TEXT)
def test_keys_hold_nothing_on_which_a_database_breaks_them(text):
    words = written_words(text)
    keys = index_keys((words,), heading=words, symbols=symbol_keys(normalise(text)))
    for key in keys.split(" ") if keys else ():
        assert key
        assert all(c == "_" or c.isalnum() for c in key)


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hòa"), ("uỷ", "ủy"), ("kỹ", "kĩ"), ("quý", "quí"), ("ty", "ti")]
)
def test_spellings_of_one_word_are_kept_alike(one, other):
    assert as_written(one) == as_written(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("đất", "dắt"), ("thúy", "thúi"), ("gồng", "goòng"), ("đo", "do"), ("dan", "đạn")],
)
def test_different_words_are_kept_differently(one, other):
    assert as_written(one) != as_written(other)


@given(
    st.lists(st.sampled_from("aăâeêioôơuưyàảãáạằẳặấầộờứừỵ"), min_size=1, max_size=4),
    st.lists(st.sampled_from("aăâeêioôơuưyàảãáạằẳặấầộờứừỵ"), min_size=1, max_size=4),
)
def test_words_are_kept_alike_only_if_letters_shapes_and_tones_agree(one, other):
    words = ["t" + "".join(letters) + "n" for letters in (one, other)]
    assert (as_written(words[0]) == as_written(words[1])) == (told(words[0]) == told(words[1]))


def told(word):
    """The letters with their shapes, and the tones wherever they stand."""
    decomposed = unicodedata.normalize("NFD", word)
    tones = "".join(re.findall("[\u0300\u0301\u0303\u0309\u0323]", decomposed))
    shapes = re.sub("[\u0300\u0301\u0303\u0309\u0323]", "", decomposed)
    return shapes, tones


@given(HARD_TEXT)
def test_folding_a_kept_word_again_changes_nothing(text):
    for word in written_words(text):
        assert folded(as_written(folded(word))) == folded(word)


@needs_shared
@pytest.mark.parametrize("name", ["tone_placement_pairs.csv", "i_y_pairs.csv"])
def test_all_recorded_spelling_pairs_are_equal_in_search(name):
    with (SHARED / "spelling" / name).open(encoding="utf-8-sig") as file:
        pairs = [row[:2] for row in list(csv.reader(file))[1:]]
    assert len(pairs) >= 16
    assert [pair for pair in pairs if written_words(pair[0]) != written_words(pair[1])] == []


SYMBOLS = "Căn cứ Quyết định số 68/2026/QĐ-UBND ngày 12/5/2026;"


@pytest.mark.parametrize(
    "query",
    [
        *("68/2026/QĐ-UBND", "68/2026/qd-ubnd", "68/2026", "QĐ-UBND", "qd-ubnd", "2026/QĐ"),
        *("68 / 2026 / QĐ - UBND", "068/2026/QĐ-UBND", "68/2026/QÐ-UBND"),
    ],
)
def test_a_whole_partial_or_unaccented_symbol_is_one_key_of_the_text(query):
    symbol = symbol_of(normalise(query))
    assert symbol
    assert symbol in set(symbol_keys(SYMBOLS))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Nghị định số 53/2013/NĐ-\nCP ngày", "53/2013/NĐ-CP"),
        ("Quyết định số 23/QĐ-TT HĐND", "23/QĐ-TTHĐND"),
        ("Nghị quyết số 57-NQ/TW", "57-nq/tw"),
        ("19/2012/TTLT-BTC-BKH&ĐT-BTTTT", "19/2012/TTLT-BTC-BKH&ĐT-BTTTT"),
        ("Nghị quyết 66.13/2026/NQ-CP", "66.13/2026/NQ-CP"),
    ],
)
def test_a_broken_or_spaced_symbol_is_found_by_its_plain_form(text, query):
    assert fold(re.sub(r"\W", "", query)) in set(symbol_keys(text))


def test_no_key_is_longer_than_a_database_takes():
    keys = set(symbol_keys("1/" + "a" * 5000 + "/" + "b" * 5000))
    assert all(len(key) <= 120 for key in keys)
    assert len(as_written("a" * 5000)) <= 61


@needs_shared
def test_communes_collide_unaccented_but_not_in_exact_form():
    data = json.loads((SHARED / "provinces_2026-07.json").read_text(encoding="utf-8"))
    names = {ward["Name"] for province in data for ward in province["Wards"]}
    assert len(names) > 1000
    assert len({fold(name) for name in names}) < len(names)
    by_words: dict[tuple[str, ...], set[str]] = {}
    for name in names:
        by_words.setdefault(tuple(written_words(name)), set()).add(name)
    # Only spellings of one name (Mỹ/Mĩ, Hoà/Hòa) may share all their tokens.
    shared = [group for group in by_words.values() if len(group) > 1]
    assert [group for group in shared if len({respell(name) for name in group}) > 1] == []


def respell(name):
    """Return `name` with tone marks at the end of each word and final y as i."""
    tones = "[\u0300\u0301\u0303\u0309\u0323]"
    spelled = []
    for word in unicodedata.normalize("NFD", name.casefold()).split():
        bare = re.sub(tones, "", word)
        spelled.append(re.sub("(?<!u)y$|(?<=qu)y$", "i", bare) + "".join(re.findall(tones, word)))
    return " ".join(spelled)
