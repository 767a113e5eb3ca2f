"""Vietnamese text: stored form, folded form, search tokens, order, slugs, faults."""

from __future__ import annotations

import csv
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
    query_terms,
    search_tokens,
    slugify,
    sort_key,
    syllable_pairs,
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


def test_search_token_folded_words_come_first_then_exact_forms_then_symbol_parts():
    assert search_tokens("Quyết định 15/NQ-HĐND") == [
        *("quyet", "dinh", "15", "nq", "hdnd"),
        *("quyeet0s", "ddinh0j", "hddnd0"),
        *("15nq", "15nqhdnd", "nqhdnd"),
    ]


@given(HARD_TEXT)
def test_search_token_tokens_of_latin_text_are_lowercase_ascii_alphanumerics(text):
    latin = re.sub("[^\x00-\u024f\u1e00-\u1eff\u0300-\u0323]", "", text)
    for token in search_tokens(latin):
        assert token == token.lower()
        assert token.isalnum()


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hòa"), ("uỷ", "ủy"), ("kỹ", "kĩ"), ("quý", "quí"), ("ty", "ti")]
)
def test_search_token_spelling_variants_share_every_token(one, other):
    assert search_tokens(one) == search_tokens(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("đất", "dắt"), ("thúy", "thúi"), ("gồng", "goòng"), ("đo", "do"), ("dan", "đạn")],
)
def test_search_token_different_words_differ_in_exact_form(one, other):
    assert set(search_tokens(one)) != set(search_tokens(other))


@given(st.lists(st.sampled_from("aăâeêioôơuưyàảãáạằẳặấầộờứừỵ"), min_size=1, max_size=4))
def test_search_token_exact_form_is_lossless_but_for_tone_place_and_final_y(letters):
    word = "t" + "".join(letters) + "n"
    if word.isascii():
        return
    (exact,) = search_tokens(word)[1:]
    body, _, tones = exact.rpartition("0")
    pairs = {"aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "ow": "ơ", "uw": "ư"}
    decoded = re.sub("aa|ee|oo|aw|ow|uw|1", lambda m: pairs.get(m[0], ""), body)
    tone_marks = "\u0301\u0300\u0309\u0303\u0323"
    decomposed = unicodedata.normalize("NFD", word)
    without_tones = re.sub(f"[{tone_marks}]", "", decomposed)
    assert decoded == unicodedata.normalize("NFC", without_tones)
    assert len(tones) == sum(decomposed.count(mark) for mark in tone_marks)


@needs_shared
@pytest.mark.parametrize("name", ["tone_placement_pairs.csv", "i_y_pairs.csv"])
def test_search_token_all_recorded_spelling_pairs_are_equal_in_search(name):
    with (SHARED / "spelling" / name).open(encoding="utf-8-sig") as file:
        pairs = [row[:2] for row in list(csv.reader(file))[1:]]
    assert len(pairs) >= 16
    assert [pair for pair in pairs if search_tokens(pair[0]) != search_tokens(pair[1])] == []


def test_query_term_accented_query_asks_for_folded_and_exact_words():
    terms = query_terms("đất đai")
    assert terms.folded == ("dat", "dai")
    assert terms.exact == ("ddaat0s", "ddai0")
    assert terms.pairs == (("dat", "dai"),)
    assert terms.symbol == ""


def test_query_term_unaccented_query_asks_for_folded_words_only():
    assert query_terms("dat dai").exact == ()


@pytest.mark.parametrize(
    "query",
    [
        *("68/2026/QĐ-UBND", "68/2026/qd-ubnd", "68/2026", "QĐ-UBND", "qd-ubnd", "2026/QĐ"),
        *("68 / 2026 / QĐ - UBND", "068/2026/QĐ-UBND", "68/2026/QÐ-UBND"),
    ],
)
def test_query_term_whole_partial_and_unaccented_symbol_is_one_indexed_token(query):
    symbol = query_terms(query).symbol
    assert symbol
    assert symbol in search_tokens("Căn cứ Quyết định số 68/2026/QĐ-UBND ngày 12/5/2026;")


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
def test_query_term_broken_or_spaced_symbol_in_a_text_is_found_by_its_plain_form(text, query):
    assert fold(re.sub(r"\W", "", query)) in search_tokens(text)


@given(HARD_TEXT)
@example('a"b')
@example("a* OR (")
def test_query_term_any_query_gives_plain_tokens(query):
    terms = query_terms(query)
    assert all(token.isalnum() for token in (*terms.folded, *terms.exact))
    assert terms.symbol == "" or terms.symbol.isalnum()


def test_query_term_pairs_of_fewer_than_two_words_are_none():
    assert syllable_pairs(["dat"]) == []


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


@needs_shared
def test_communes_collide_unaccented_but_not_in_exact_form():
    data = json.loads((SHARED / "provinces_2026-07.json").read_text(encoding="utf-8"))
    names = {ward["Name"] for province in data for ward in province["Wards"]}
    assert len(names) > 1000
    assert len({fold(name) for name in names}) < len(names)
    by_tokens: dict[tuple[str, ...], set[str]] = {}
    for name in names:
        by_tokens.setdefault(tuple(search_tokens(name)), set()).add(name)
    # Only spellings of one name (Mỹ/Mĩ, Hoà/Hòa) may share all their tokens.
    shared = [group for group in by_tokens.values() if len(group) > 1]
    assert [group for group in shared if len({respell(name) for name in group}) > 1] == []


def respell(name):
    """Return `name` with tone marks at the end of each word and final y as i."""
    tones = "[\u0300\u0301\u0303\u0309\u0323]"
    spelled = []
    for word in unicodedata.normalize("NFD", name.casefold()).split():
        bare = re.sub(tones, "", word)
        spelled.append(re.sub("(?<!u)y$|(?<=qu)y$", "i", bare) + "".join(re.findall(tones, word)))
    return " ".join(spelled)


@pytest.mark.parametrize("unit", ["1", "Đ", "Ð", "аA", "1-", "12/A", "a\u0301\u0302", " \n", "®"])
def test_very_long_junk_is_handled_in_one_pass(unit):
    # A quadratic pattern would not come back within the life of the test run.
    text = unit * (400_000 // len(unit))
    assert len(search_tokens(text)) <= 8 * len(text)
    assert len(diagnose(text)) <= 3
