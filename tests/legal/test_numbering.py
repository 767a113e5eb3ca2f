"""Document symbols: parsed as printed, compared by key, found in texts, read from queries."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from govportal_wagtail.core.search.tokens import symbol_keys
from govportal_wagtail.core.vietnamese import slugify
from govportal_wagtail.legal.symbols import (
    DOCUMENT_TYPES,
    SymbolForm,
    SymbolQuery,
    find_symbols,
    looks_like_symbol,
    parse_symbol,
    query_key,
    symbol_key,
)

# No test here measures time: a busy machine must not fail one.
settings.register_profile("no_deadline", deadline=None)
settings.load_profile("no_deadline")

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared reference data is not beside the project"
)
F = SymbolForm


@pytest.mark.parametrize(
    ("raw", "number", "year", "type_code", "issuer", "form", "normative"),
    [
        ("68/2026/QĐ-UBND", 68, 2026, "QĐ", "UBND", F.NORMATIVE, True),
        ("40/2024/QĐ-UBND", 40, 2024, "QĐ", "UBND", F.NORMATIVE, True),
        ("02/2026/QĐ-CTUBND", 2, 2026, "QĐ", "CTUBND", F.NORMATIVE, True),
        ("224/2026/NĐ-CP", 224, 2026, "NĐ", "CP", F.NORMATIVE, True),
        ("22/2023/TT-BTTTT", 22, 2023, "TT", "BTTTT", F.NORMATIVE, True),
        ("12/2005/L/CTN", 12, 2005, "L", "CTN", F.NORMATIVE, True),
        ("08/2003/PL-UBTVQH11", 8, 2003, "PL", "UBTVQH11", F.NORMATIVE, True),
        ("64/2025/QH15", 64, 2025, "", "QH15", F.LAW, True),
        ("28/2026/QH16", 28, 2026, "", "QH16", F.LAW, True),
        ("01/2022/UBTVQH15", 1, 2022, "", "UBTVQH15", F.LAW, True),
        ("514/QĐ-UBND", 514, None, "QĐ", "UBND", F.ADMINISTRATIVE, False),
        ("62/NQ-HĐND", 62, None, "NQ", "HĐND", F.ADMINISTRATIVE, False),
        ("21/CT-TTg", 21, None, "CT", "TTg", F.ADMINISTRATIVE, False),
        ("1645/TTr-VP", 1645, None, "TTr", "VP", F.ADMINISTRATIVE, False),
        ("26/VBHN-NHNN", 26, None, "VBHN", "NHNN", F.CONSOLIDATED, False),
        ("2007/VBHN-BLĐTBXH", 2007, None, "VBHN", "BLĐTBXH", F.CONSOLIDATED, False),
        ("15-CV/TU", 15, None, "CV", "TU", F.PARTY, False),
        ("57-NQ/TW", 57, None, "NQ", "TW", F.PARTY, False),
        ("178-QĐ/TW", 178, None, "QĐ", "TW", F.PARTY, False),
        ("03/2012/TTLT-BTP-BNV", 3, 2012, "TTLT", "BTP-BNV", F.JOINT, True),
    ],
)
def test_symbol_of_every_kind_is_taken_apart(raw, number, year, type_code, issuer, form, normative):
    symbol = parse_symbol(raw)
    assert (symbol.number, symbol.year, symbol.type_code) == (number, year, type_code)
    assert (symbol.issuer_code, symbol.form, symbol.is_normative) == (issuer, form, normative)
    assert symbol.raw == symbol.text == raw
    assert symbol.warnings == ()


@pytest.mark.parametrize(
    ("raw", "issuer", "unit"),
    [
        ("936/UBND-VHXH", "UBND", "VHXH"),
        ("12729/VPCP-KGVX", "VPCP", "KGVX"),
        ("3383/BNV-CVL", "BNV", "CVL"),
        ("45/TT-HĐND", "TT", "HĐND"),
        ("12345/CT-TTHT", "CT", "TTHT"),
    ],
)
def test_official_dispatch_names_issuer_and_unit_but_no_type(raw, issuer, unit):
    symbol = parse_symbol(raw)
    assert (symbol.form, symbol.type_code) == (F.DISPATCH, "")
    assert (symbol.issuer_code, symbol.unit_code) == (issuer, unit)
    assert symbol.warnings == ()


@pytest.mark.parametrize(
    ("raw", "text", "key", "parts", "warnings"),
    [
        ("64/2025/QHH15", "64/2025/QHH15", "642025qh15", (64, 2025, "", "QH15"), ("misspelled",)),
        (
            "105/TTr- VPUBND",
            "105/TTr-VPUBND",
            "105ttrvpubnd",
            (105, None, "TTr", "VPUBND"),
            ("spaces",),
        ),
        (
            "19/2012/TTLT-BTC-BKH&ĐT-BTTTT",
            "19/2012/TTLT-BTC-BKH&ĐT-BTTTT",
            "192012ttltbtcbkhdtbtttt",
            (19, 2012, "TTLT", "BTC-BKH&ĐT-BTTTT"),
            (),
        ),
        (
            "010/2025/QĐ-UBND",
            "010/2025/QĐ-UBND",
            "102025qdubnd",
            (10, 2025, "QĐ", "UBND"),
            ("leading_zero",),
        ),
        (
            "43/2011/N -CP",
            "43/2011/N-CP",
            "432011ndcp",
            (43, 2011, "NĐ", "CP"),
            ("spaces", "lost_letter"),
        ),
        (
            "2050/Q -UBND",
            "2050/Q-UBND",
            "2050qdubnd",
            (2050, None, "QĐ", "UBND"),
            ("spaces", "lost_letter"),
        ),
        ("66.13/2026/NQ-CP", "66.13/2026/NQ-CP", "66132026nqcp", (66, 2026, "NQ", "CP"), ()),
        ("30a/2008/NQ-CP", "30a/2008/NQ-CP", "30a2008nqcp", (30, 2008, "NQ", "CP"), ()),
        (
            "12/2011/NQ-HĐND8",
            "12/2011/NQ-HĐND8",
            "122011nqhdnd8",
            (12, 2011, "NQ", "HĐND"),
            ("legacy_form",),
        ),
        ("12/2015/NĐCP", "12/2015/NĐCP", "122015ndcp", (12, 2015, "NĐ", "CP"), ("no_hyphen",)),
        (
            "307/2004/QĐ-UB",
            "307/2004/QĐ-UB",
            "3072004qdub",
            (307, 2004, "QĐ", "UB"),
            ("legacy_form",),
        ),
        ("23/QĐ-TT HĐND", "23/QĐ-TT HĐND", "23qdtthdnd", (23, None, "QĐ", "TTHĐND"), ("spaces",)),
        ("**17**/2018/QĐ-UBND", "17/2018/QĐ-UBND", "172018qdubnd", (17, 2018, "QĐ", "UBND"), ()),
        ("112/2021/NĐ-C\u0420", "112/2021/NĐ-CP", "1122021ndcp", (112, 2021, "NĐ", "CP"), ()),
        ("121/2021/NÐ-CP", "121/2021/NĐ-CP", "1212021ndcp", (121, 2021, "NĐ", "CP"), ()),
        ("34/CP", "34/CP", "34cp", (34, None, "", "CP"), ("legacy_form",)),
        ("217-HĐBT", "217-HĐBT", "217hdbt", (217, None, "", "HĐBT"), ("legacy_form",)),
        (
            "26-LCT/HĐNN8",
            "26-LCT/HĐNN8",
            "26lcthdnn8",
            (26, None, "LCT", "HĐNN8"),
            ("legacy_form",),
        ),
        (
            "12/2020/XY-UBND",
            "12/2020/XY-UBND",
            "122020xyubnd",
            (12, 2020, "", "UBND"),
            ("unknown_type",),
        ),
        (
            "12/2004/TB-UBND",
            "12/2004/TB-UBND",
            "122004tbubnd",
            (12, 2004, "TB", "UBND"),
            ("legacy_form",),
        ),
        (
            "158/2025/nd-cp",
            "158/2025/nd-cp",
            "1582025ndcp",
            (158, 2025, "NĐ", "CP"),
            ("unaccented",),
        ),
    ],
)
def test_odd_symbol_is_kept_as_printed_and_understood_with_a_warning(
    raw, text, key, parts, warnings
):
    symbol = parse_symbol(raw)
    assert (symbol.raw, symbol.text, symbol.key) == (raw, text, key)
    assert (symbol.number, symbol.year, symbol.type_code, symbol.issuer_code) == parts
    assert symbol.warnings == warnings


@pytest.mark.parametrize(
    ("raw", "number_text"),
    [("66.13/2026/NQ-CP", "66.13"), ("010/2025/QĐ-UBND", "010"), ("05/QĐ-UBND", "05")],
)
def test_number_is_also_kept_as_printed(raw, number_text):
    assert parse_symbol(raw).number_text == number_text


@pytest.mark.parametrize(
    "raw",
    [
        *("/2018/QĐ-UBND", "   /2018/QĐ-UBND", "…/2018/QĐ-UBND", ".../2018/QĐ-UBND"),
        *("Số:      /2018/QĐ-UBND", "S : /2018/Q -UBND", "xx/2018/QĐ-UBND", "____/2018/QĐ-UBND"),
    ],
)
def test_blank_number_is_a_draft_that_matches_nothing(raw):
    symbol = parse_symbol(raw)
    assert (symbol.form, symbol.number, symbol.year) == (F.DRAFT, None, 2018)
    assert (symbol.type_code, symbol.issuer_code, symbol.key) == ("QĐ", "UBND", "")
    assert "blank_number" in symbol.warnings
    assert not symbol.is_normative


@pytest.mark.parametrize(
    "raw", ["", " ", "?", "không số", "12", "1/2", "30/4/2025", "abc/def", "12/2020/", "\x00"]
)
def test_what_is_not_a_symbol_is_marked_unparsed_not_refused(raw):
    symbol = parse_symbol(raw)
    assert symbol.form is F.UNKNOWN
    assert "unparsed" in symbol.warnings


@given(st.one_of(st.text(), st.from_regex(r"[\d./…-]{0,8}[A-ZĐÐ&/ -]{0,12}", fullmatch=True)))
@example("0/2020/QĐ-UBND")
@example("٣/2020/QĐ-UBND")
@example("1²/QĐ-UBND")
@example("/" * 5000)
def test_parser_is_total_and_its_key_is_stable(text):
    symbol = parse_symbol(text)
    assert symbol.raw == text
    assert symbol.key == symbol_key(symbol.text)
    assert parse_symbol(symbol.text).form is symbol.form


SYMBOLS = st.builds(
    lambda number, year, tail: f"{number}/{year}{tail}",
    st.integers(1, 99_999),
    st.sampled_from(["", "2026/", "1998/"]),
    st.sampled_from(["QĐ-UBND", "NĐ-CP", "TT-BKH&ĐT", "TTLT-BTC-BNV", "NQ-HĐND", "VBHN-BTC"]),
)
VARIANTS = [
    lambda s: s.replace("/", " / ").replace("-", " - "),
    lambda s: s.replace("-", "-\n"),
    lambda s: s.replace("-", "–"),
    lambda s: s.replace("Đ", "Ð"),
    lambda s: unicodedata.normalize("NFD", s),
    lambda s: "0" + s,
    lambda s: "Số: " + s,
    lambda s: f"  {s}. ",
    lambda s: s.lower(),
    lambda s: s.replace("Đ", "D"),
    lambda s: s.replace("-", ""),
    lambda s: re.sub(r"\W", "", s),
    lambda s: "\ufeff" + s.replace("/", "\u200b/"),
]


@pytest.mark.parametrize("vary", VARIANTS)
@given(symbol=SYMBOLS)
def test_every_spelling_of_a_symbol_has_the_same_key(vary, symbol):
    assert symbol_key(vary(symbol)) == symbol_key(symbol)


@given(SYMBOLS, SYMBOLS)
def test_different_symbols_with_the_same_shape_have_different_keys(one, other):
    if one.count("/") == other.count("/") and one != other:
        assert symbol_key(one) != symbol_key(other)


@given(SYMBOLS)
def test_key_is_a_key_of_the_search_index(symbol):
    text = f"theo Quyết định số {symbol} ngày 01/7/2026"
    assert symbol_key(symbol) in set(symbol_keys(text))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("158/2025/NĐ-CP", SymbolQuery("1582025ndcp", 158, 2025, "NĐ", "nghi-dinh")),
        ("158/2025/nd-cp", SymbolQuery("1582025ndcp", 158, 2025, "NĐ", "nghi-dinh")),
        ("1582025ndcp", SymbolQuery("1582025ndcp", 158, 2025, "NĐ", "nghi-dinh")),
        ("Nghị định số 158/2025/NĐ-CP", SymbolQuery("1582025ndcp", 158, 2025, "NĐ", "nghi-dinh")),
        ("158 2025", SymbolQuery("1582025", 158, 2025)),
        ("158/2025", SymbolQuery("1582025", 158, 2025)),
        ("158", SymbolQuery("158", 158)),
        ("nghị định 158", SymbolQuery("158", 158, None, "NĐ", "nghi-dinh")),
        ("nghi dinh so 158", SymbolQuery("158", 158, None, "NĐ", "nghi-dinh")),
        ("NĐ158", SymbolQuery("158", 158, None, "NĐ", "nghi-dinh")),
        ("ND 158/2025", SymbolQuery("1582025", 158, 2025, "NĐ", "nghi-dinh")),
        ("quyết định số 68 năm 2026", SymbolQuery("682026", 68, 2026, "QĐ", "quyet-dinh")),
        ("68/2026/QĐ", SymbolQuery("682026qd", 68, 2026, "QĐ", "quyet-dinh")),
        ("15/nq-hdnd", SymbolQuery("15nqhdnd", 15, None, "NQ", "nghi-quyet")),
        ("luật 64/2025", SymbolQuery("642025", 64, 2025, "", "luat")),
        ("64/2025/qh15", SymbolQuery("642025qh15", 64, 2025)),
        ("642025QH15", SymbolQuery("642025qh15", 64, 2025)),
        ("văn bản hợp nhất 26", SymbolQuery("26", 26, None, "VBHN", "van-ban-hop-nhat")),
        ("công văn 936/UBND-VHXH", SymbolQuery("936ubndvhxh", 936, None, "", "cong-van")),
        ("57-NQ/TW", SymbolQuery("57nqtw", 57, None, "NQ", "nghi-quyet")),
        ("010/2025/QĐ-UBND", SymbolQuery("102025qdubnd", 10, 2025, "QĐ", "quyet-dinh")),
    ],
)
def test_query_for_a_symbol_is_understood(query, expected):
    assert query_key(query) == expected


@pytest.mark.parametrize(
    "query",
    [
        *("", "đất đai", "30/4", "30/4/2025", "12 tháng", "12km", "covid-19", "e-mail", "điều 5"),
        *("quyết định về đất đai", "0912345678", "nghị định 158 về bảo hiểm xã hội", "24/7"),
        *("/2018/QĐ-UBND", "A4", "4.0", "4k", "công nghệ 4.0", "x" * 5000),
    ],
)
def test_query_that_is_not_a_symbol_is_left_to_the_text_search(query):
    assert query_key(query) is None
    assert not looks_like_symbol(query)


@pytest.mark.parametrize(
    "query", ["68/2026/QĐ-UBND", "QĐ-UBND", "qd-ubnd", "15/nq-hdnd", "158 2025", "nghị định 158"]
)
def test_whole_or_partial_symbol_looks_like_one(query):
    assert looks_like_symbol(query)


@pytest.mark.parametrize("query", ["158", "2025", "HD-video", "tt-hue", "phó chủ tịch"])
def test_bare_number_or_words_do_not_look_like_a_symbol(query):
    assert not looks_like_symbol(query)


@given(st.text(max_size=60))
def test_any_query_is_read_without_error(query):
    found = query_key(query)
    assert found is None or found.key_prefix
    looks_like_symbol(query)


@given(SYMBOLS)
def test_query_for_a_symbol_leads_to_its_key(symbol):
    parsed = parse_symbol(symbol)
    for query in (symbol, symbol.lower(), f"số {symbol}", str(parsed.number)):
        found = query_key(query)
        assert found is not None
        assert parsed.key.startswith(found.key_prefix)
        assert found.number == parsed.number
        assert found.year in {None, parsed.year}
        assert found.type_code in {"", parsed.type_code}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Căn cứ Nghị định số 43/2011/NĐ-CP ngày 13/6/2011;", ["43/2011/NĐ-CP"]),
        ("Số: 12/QĐ-UBND", ["12/QĐ-UBND"]),
        ("Số:12/QĐ-UBND", ["12/QĐ-UBND"]),
        ("Nghị định số 53/2013/NĐ-\nCP và", ["53/2013/NĐ-CP"]),
        ("số 26/2016/\nTT-BLĐTBXH.", ["26/2016/TT-BLĐTBXH"]),
        ("số\n38/2019/QĐ-TTg hết hiệu\nlực", ["38/2019/QĐ-TTg"]),
        ("số 131/2021/NĐ-\n\n\n\nCP và khoản 2", ["131/2021/NĐ-CP"]),
        ("số 13 /2026/TT-NHNN, 15/2023/TT -\nBLĐTBXH", ["13/2026/TT-NHNN", "15/2023/TT-BLĐTBXH"]),
        ("121/2021/NÐ-CP; 112/2021/NĐ-C\u0420", ["121/2021/NĐ-CP", "112/2021/NĐ-CP"]),
        ("Nghị quyết số 57-NQ/TW ngày 22/12/2024", ["57-NQ/TW"]),
        ("Luật số 46/2014/QH13, Luật số\n35/2018/QH14", ["46/2014/QH13", "35/2018/QH14"]),
        ("23/QĐ-TT HĐND ngày", ["23/QĐ-TT HĐND"]),
        ("QĐ-TTg - Quyết định 57/2013/QĐ-TTg - Ban hành", ["57/2013/QĐ-TTg"]),
        ("92/2006/QĐ-UBND-Ban hành", ["92/2006/QĐ-UBND"]),
        ("số 34/CP ngày, số 217-HĐBT", ["34/CP", "217-HĐBT"]),
        ("Công văn số 936/UBND-VHXH; 3374/ BKHCN-\nCNCNTT", ["936/UBND-VHXH", "3374/BKHCN-CNCNTT"]),
        ("số 43/2011/N -CP ngày", ["43/2011/N-CP"]),
        ("30a/2008/NQ-CP, 66.16/2026/NQ-CP.", ["30a/2008/NQ-CP", "66.16/2026/NQ-CP"]),
        ("19/2012/TTLT-BTC-BKH&ĐT-BTTTT", ["19/2012/TTLT-BTC-BKH&ĐT-BTTTT"]),
    ],
)
def test_symbols_in_running_text_are_found(text, expected):
    found = find_symbols(text)
    assert [match.symbol.text for match in found] == expected
    assert all(text[match.start : match.end] == match.symbol.raw for match in found)


@pytest.mark.parametrize(
    "text",
    [
        "QCVN 12:2012/BLĐTBXH",
        "QCVN: 02/2019/BLĐTBXH",
        "Mẫu số 01/TSMH",
        "theo Mẫu số 01/CTKT-TSMH ban hành",
        "\n01/CTKT-TSMH\nChứng từ",
        "Căn cứ Nghị định số …/2026/NĐ-CP",
        "Số:       /2026/NĐ-CP",
        "ngày 31/12 và HSYC",
        "từ 01/7/2025 - QĐ",
        "tỷ lệ 1/3",
        "https://example.org/12/QĐ-UBND",
        "01/Phụ lục I",
    ],
)
def test_forms_standards_drafts_and_dates_are_not_symbols(text):
    assert find_symbols(text) == []


@given(st.text(max_size=300))
def test_searching_any_text_raises_nothing_and_positions_agree(text):
    for match in find_symbols(text):
        assert text[match.start : match.end] == match.symbol.raw


@given(st.lists(SYMBOLS, max_size=5))
def test_all_symbols_of_a_list_are_found(symbols):
    text = "Căn cứ " + "; ".join(f"văn bản số {symbol} ngày 01/02/2020" for symbol in symbols)
    assert [match.symbol.text for match in find_symbols(text)] == symbols


def test_document_types_have_unique_slugs_names_and_abbreviations():
    for values in (
        [kind.slug for kind in DOCUMENT_TYPES],
        [kind.name_vi for kind in DOCUMENT_TYPES],
        [kind.name_en for kind in DOCUMENT_TYPES],
        [kind.abbreviation for kind in DOCUMENT_TYPES if kind.abbreviation],
    ):
        assert len(values) == len(set(values))


def test_slugs_are_made_of_the_vietnamese_names():
    assert [kind.slug for kind in DOCUMENT_TYPES] == [slugify(k.name_vi) for k in DOCUMENT_TYPES]


def test_all_29_administrative_types_of_the_clerical_decree_are_there():
    codes = (
        "NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ CĐ BGN BTT GUQ GM GGT GNP PG PC PB"
    )
    known = {kind.abbreviation for kind in DOCUMENT_TYPES}
    assert set(codes.split()) <= known
    assert {"cong-van", "thu-cong"} <= {k.slug for k in DOCUMENT_TYPES if not k.abbreviation}


def registered_symbols() -> list[str]:
    rows = []
    for name in ("sonla/van_ban.json", "congbao/documents.json"):
        rows += json.loads((SHARED / "data" / name).read_text(encoding="utf-8"))
    return [row["so_hieu"] for row in rows]


@needs_shared
def test_every_registered_symbol_is_understood():
    symbols = registered_symbols()
    assert len(symbols) == 192
    for raw in symbols:
        symbol = parse_symbol(raw)
        assert symbol.number, raw
        assert symbol.issuer_code, raw
        assert symbol.type_code or symbol.form is F.LAW, raw
        assert (symbol.year is None) == (len(raw.split("/")) == 2), raw
        assert symbol.warnings == (("spaces",) if " " in raw else ()), raw
        assert find_symbols(f"Văn bản số {raw} ngày")[0].symbol.key == symbol.key
        assert query_key(raw).key_prefix == symbol.key


@needs_shared
def test_every_symbol_printed_in_the_five_regulations_is_found():
    printed = r"(?<!/)\b\d{1,5}/(?:(?:19|20)\d\d/)?(?:[A-ZĐ][A-Za-zĐ]*(?:-[A-ZĐ&]+)+|QH\d+)"
    for path in sorted((SHARED / "regulations").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        expected = {symbol_key(match[0]) for match in re.finditer(printed, text)}
        assert expected <= {match.symbol.key for match in find_symbols(text)}, path.name


@needs_shared
def test_gazette_texts_yield_only_understood_symbols():
    documents = json.loads((SHARED / "data/congbao/documents.json").read_text(encoding="utf-8"))
    found = [match.symbol for document in documents for match in find_symbols(document["text"])]
    assert len(found) > 3000
    assert {w for symbol in found for w in symbol.warnings} <= {"spaces"}
    assert not [s.raw for s in found if s.form is F.UNKNOWN or s.number is None]


@pytest.mark.parametrize("unit", ["1", "1-", "12/", "12/QĐ-", "1 ", "./_…", "12/A", "\n", "a&"])
def test_very_long_junk_is_handled_in_one_pass(unit):
    # A quadratic pattern would not come back within the life of the test run.
    text = "1/2020/QĐ-" + unit * (400_000 // len(unit)) + "/"
    assert parse_symbol(text).raw == text
    assert len(find_symbols(text)) < len(text)
    assert query_key(text) is None
