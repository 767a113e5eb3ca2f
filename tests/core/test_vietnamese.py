"""Vietnamese text: stored form, folded form, search tokens, order, slugs, faults."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from govportal_wagtail.core.vietnamese import (
    diagnose,
    fold,
    normalise,
    slugify,
    sort_key,
    words,
)

# No test here measures time: a busy machine must not fail one.
settings.register_profile("no_deadline", deadline=None)
settings.load_profile("no_deadline")

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared reference data is not beside the project"
)
VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẩễọờứỵ ABĐÔƯ", max_size=40)
HARD_TEXT = st.text(
    alphabet=st.one_of(
        st.characters(codec=None),
        st.sampled_from(
            "ÐðĐđ\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323aăâeoơuyA\uf0a3\uf06f\u2610 \n\t\r"
            "\u200b\ufeff\xad\xa0\x00РСсрþÞ\ud800\u2028"
        ),
    )
)


def test_normalise_decomposed_text_is_composed():
    text = "Quyết định của Ủy ban nhân dân tỉnh"
    assert normalise(unicodedata.normalize("NFD", text)) == text


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("121/2021/NÐ-CP", "121/2021/NĐ-CP"),
        ("Ðiều 1", "Điều 1"),
        ("ðiều 1", "điều 1"),
        ("BLÐTBXH", "BLĐTBXH"),
        ("Sigurðsson", "Sigurðsson"),
        ("Þórður", "Þórður"),
    ],
)
def test_normalise_eth_is_read_as_d_with_stroke_except_in_icelandic_words(given_text, expected):
    assert normalise(given_text) == expected


def test_normalise_invisible_characters_go_and_line_breaks_and_tabs_stay():
    assert normalise("\ufeffĐất\u200b đai\x00\tA\r\nB\x0cC\u00ad") == "Đất đai\tA\nB\nC"


def test_normalise_every_kind_of_blank_becomes_a_plain_space():
    assert normalise("Đất\u00a0đai\u2003và\u202fnhà") == "Đất đai và nhà"


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("không?\n\uf0a3 Có\n\uf0a3 Không", "không?\n☐ Có\n☐ Không"),
        ("\uf0a3\uf0a3 Có", "☐☐ Có"),
        ("Nhà nước \uf06f; Khác \uf06f", "Nhà nước □; Khác □"),
        ("\uf0b7 Một", "• Một"),
    ],
)
def test_normalise_form_boxes_and_bullets_of_symbol_fonts_become_unicode(given_text, expected):
    assert normalise(given_text) == expected


@pytest.mark.parametrize("text", ["x \uf0a3 5", "a\uf0a3b", "\uf0ff"])
def test_normalise_symbol_font_glyph_of_doubtful_meaning_stays(text):
    assert normalise(text) == text


def test_normalise_cyrillic_twin_inside_a_latin_word_becomes_latin():
    assert normalise("112/2021/NĐ-C\u0420") == "112/2021/NĐ-CP"
    assert normalise("Москва РФ") == "Москва РФ"


def test_normalise_tone_typed_before_the_vowels_own_mark_is_the_same_letter():
    assert normalise("a\u0301\u0302t") == "ất"
    assert normalise("a\u0309\u0306n") == "ẳn"


def test_normalise_lone_surrogate_is_replaced_so_that_the_text_can_be_stored():
    assert normalise("a\ud800b").encode() == "a\ufffdb".encode()


@given(HARD_TEXT)
@example("\uf0a3\uf0a3\n\uf0a3")
@example("a\u0301\u200b\u0302")
@example("\u0420a\u0302\u0301")
def test_normalise_result_is_nfc_encodable_and_stable(text):
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


@given(VIETNAMESE)
def test_normalise_correct_vietnamese_is_left_alone(text):
    assert normalise(text) == text
    assert normalise(unicodedata.normalize("NFD", text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đất đai", "dat dai"),
        ("NGHỊ QUYẾT", "nghi quyet"),
        ("Ðiều", "dieu"),
        ("ưỡn ẹo", "uon eo"),
        ("Kỳ", "ky"),
        ("68/2026/QĐ-UBND", "68/2026/qd-ubnd"),
    ],
)
def test_fold_case_and_diacritics_go_punctuation_stays(text, expected):
    assert fold(text) == expected


@given(VIETNAMESE)
def test_fold_vietnamese_folds_to_ascii_and_folds_once(text):
    assert fold(text).isascii()
    assert fold(fold(text)) == fold(text)


def test_words_words_keep_case_and_order():
    assert words("Số: 68/2026/QĐ-UBND, Đất_đai") == ["Số", "68", "2026", "QĐ", "UBND", "Đất", "đai"]


def shuffled(items):
    return random.Random(4).sample(items, len(items))


def test_sort_key_letters_sort_in_the_order_of_the_alphabet():
    alphabet = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert sorted(shuffled(alphabet), key=sort_key) == alphabet


def test_sort_key_tones_decide_only_between_equal_letters():
    expected = ["ba", "bà", "bả", "bã", "bá", "bạ", "bá an", "bà bá", "bac", "bám"]
    assert sorted(shuffled(expected), key=sort_key) == expected


def test_sort_key_names_of_provinces():
    expected = ["An Giang", "Cà Mau", "Cần Thơ", "Đà Nẵng", "Điện Biên", "Đồng Nai", "Gia Lai"]
    assert sorted(shuffled(expected), key=sort_key) == expected


@pytest.mark.parametrize(("one", "other"), [("hoà", "HÒA"), ("Bắc-Ninh", "bắc ninh")])
def test_sort_key_case_punctuation_and_tone_place_do_not_count(one, other):
    assert sort_key(one) == sort_key(other)


def test_sort_key_digits_come_before_letters_and_shorter_before_longer():
    expected = ["", "1", "12", "a", "a b", "ab"]
    assert sorted(shuffled(expected), key=sort_key) == expected


@given(HARD_TEXT)
def test_sort_key_key_is_ascii_alphanumeric_for_any_text(text):
    assert re.fullmatch("[0-9a-z]+", sort_key(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quyết định số 68/2026/QĐ-UBND", "quyet-dinh-so-68-2026-qd-ubnd"),
        ("  Đăk Lăk – Ðồng Nai ", "dak-lak-dong-nai"),
        ("***", ""),
    ],
)
def test_slugify_slug(text, expected):
    assert slugify(text) == expected


@given(HARD_TEXT)
def test_slugify_slug_is_safe_for_a_url(text):
    assert re.fullmatch("(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slugify(text))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (unicodedata.normalize("NFD", "Đất đai của tỉnh"), "not_nfc"),
        ("Đất \u212b", "not_nfc"),
        ("121/2021/NÐ-CP", "eth"),
        ("x \uf0a3 5", "private_use"),
        ("Đất\u200b đai", "invisible"),
        ("a\x00b", "invisible"),
        ("Qu\ufffdt định", "replacement"),
        ("Quyáº¿t Ä\x91á»\x8bnh", "mojibake"),
        ("Hµ Néi, ngµy", "tcvn3"),
        ("Uûy ban nhaân daân", "vni"),
    ],
)
def test_diagnose_fault_is_named(text, code):
    assert [issue.code for issue in diagnose(text)] == [code]


@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_diagnose_utf8_read_as_another_encoding_is_seen(codec):
    garbled = "Đất đai và tài sản gắn liền".encode().decode(codec, errors="replace")
    assert "mojibake" in {issue.code for issue in diagnose(garbled)}


@pytest.mark.parametrize(
    "text", ["", "Plain", "Quyết định số 68", "Où est l'été à São Paulo ?", "ÁO DÀI, TÃ, Ã"]
)
def test_diagnose_correct_text_has_no_faults(text):
    assert diagnose(text) == []


def test_diagnose_issue_says_where_how_often_and_shows_a_sample():
    (issue,) = diagnose("Nghị định số 121/2021/NÐ-CP và 5/2020/NÐ-CP")
    assert (issue.position, issue.count) == (23, 2)
    assert "NÐ-CP" in issue.sample
    assert str(issue.message)


@given(HARD_TEXT)
def test_diagnose_never_raises_and_normalised_text_keeps_no_repairable_fault(text):
    diagnose(text)
    left = {issue.code for issue in diagnose(normalise(text))}
    assert not left & {"not_nfc", "invisible"}


@needs_shared
def test_gazette_texts_keep_no_doubtful_character_after_normalising():
    documents = json.loads((SHARED / "congbao" / "documents.json").read_text(encoding="utf-8"))
    before = {i.code for document in documents for i in diagnose(document["text"])}
    after = [i for document in documents for i in diagnose(normalise(document["text"]))]
    assert {"eth", "private_use", "invisible"} <= before
    assert after == []


@pytest.mark.parametrize("unit", ["1", "Đ", "Ð", "аA", "1-", "12/A", "a\u0301\u0302", " \n", "®"])
def test_very_long_junk_is_handled_in_one_pass(unit):
    # A quadratic pattern would not come back within the life of the test run.
    text = unit * (400_000 // len(unit))
    assert len(words(text)) <= len(text)
    assert len(diagnose(text)) <= 3
