"""Amounts of money as offices write them: exact, or refused with the text named."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.investment import money
from govportal_wagtail.investment.money import MoneyUnit, NumberStyle

VIETNAMESE, ENGLISH = NumberStyle.VIETNAMESE, NumberStyle.ENGLISH
LARGEST = 4 * 10**18
UNITS = st.sampled_from(list(MoneyUnit))
AMOUNTS = st.integers(-LARGEST, LARGEST)


# --- units -------------------------------------------------------------------------------------


@given(AMOUNTS, UNITS)
def test_every_amount_is_the_same_in_every_unit_and_back(dong, unit):
    number = money.from_dong(dong, unit)
    assert Fraction(number) * unit.factor == dong
    assert money.to_dong(number, unit) == dong


@given(st.integers(-(10**9), 10**9), UNITS)
def test_whole_units_are_so_many_dong(count, unit):
    assert money.to_dong(Decimal(count), unit) == count * 10**unit.zeros


@given(st.integers(1, 10**9), st.integers(1, 9), UNITS)
def test_a_part_of_a_dong_is_never_rounded(units, digit, unit):
    number = Decimal(f"{units}.{'0' * unit.zeros}{digit}")
    with pytest.raises(money.NotWholeDong, match=str(units)):
        money.to_dong(number, unit)
    assert money.to_dong(Decimal(f"{units}.{'0' * unit.zeros}"), unit) == units * unit.factor


@pytest.mark.parametrize(
    ("number", "error"),
    [
        ("NaN", money.NotANumber),
        ("-Infinity", money.NotANumber),
        ("4000000000.000000001", money.TooLarge),
        ("-4000000001", money.TooLarge),
        ("1E+999999", money.TooManyDigits),
        ("1E-999999", money.TooManyDigits),
        ("1" * 41, money.TooManyDigits),
    ],
)
def test_what_is_no_amount_is_refused(number, error):
    with pytest.raises(error):
        money.to_dong(Decimal(number), MoneyUnit.BILLION)


# --- headings ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Tổng mức đầu tư (triệu đồng)", "million"),
        ("TMĐT - tr.đ", "million"),
        ("TMĐT (trđ)", "million"),
        ("Kế hoạch vốn tr. đồng", "million"),
        ("ĐVT: tỷ đồng", "billion"),
        ("TỔNG VỐN (TỈ ĐỒNG)", "billion"),
        ("Đơn vị tính: 1.000 đồng", "thousand"),
        ("Giải ngân (1000đ)", "thousand"),
        ("(nghìn đồng)", "thousand"),
        ("ngàn đồng", "thousand"),
        ("Vốn, ng.đ", "thousand"),
        ("1.000.000 đồng", "million"),
        ("1 000 000 đ", "million"),
        ("ĐVT: 10^6 đồng", "million"),
        ("10⁹ đồng", "billion"),
        ("Số tiền (đồng)", "dong"),
        ("ĐVT: đồng Việt Nam", "dong"),
        ("đồng", "dong"),
        ("Giá gói thầu - đ", "dong"),
        ("Giá trúng thầu (VNĐ)", "dong"),
        ("Total investment, VND", "dong"),
        ("Total investment (VND billion)", "billion"),
        ("Total investment (million VND)", "million"),
        ("tong_muc_dau_tu_trieu_dong", "million"),
        ("Giá trị hợp đồng (triệu đồng)", "million"),
        ("Kế hoạch 2024 (nghìn đồng) - 1.000đ", "thousand"),
        ("Vốn (triệu\u00a0đồng)", "million"),
        ("Vốn (tỷ đo\u0302\u0300ng)", "billion"),
        ("Giá trị hợp đồng", None),
        ("Hợp-đồng", None),
        ("Hội đồng nhân dân, ngày", None),
        ("Tỉnh Đồng Nai", None),
        ("Công ty Đông Á", None),
        ("Cong ty Dong A", None),
        ("Cộng đồng", None),
        ("Số tài khoản", None),
        ("Hải Triệu", None),
        ("", None),
        ("1.234", None),
    ],
)
def test_a_heading_names_its_unit_or_none(heading, unit):
    found = money.unit_in_header(heading)
    assert (found and found.value) == unit


@pytest.mark.parametrize(
    ("heading", "error"),
    [
        ("Triệu đồng (tỷ đồng)", money.ContradictoryUnits),
        ("Vốn (đồng), ĐVT: triệu đồng", money.ContradictoryUnits),
        ("VND (1.000đ)", money.ContradictoryUnits),
        ("Vốn (nghìn tỷ đồng)", money.UnclearUnit),
        ("Vốn (trăm triệu đồng)", money.UnclearUnit),
        ("Vốn (10 triệu đồng)", money.UnclearUnit),
        ("Dự án trên 15 tỷ đồng", money.UnclearUnit),
        ("Vốn (106 đồng)", money.UnclearUnit),
        ("Vốn (100 đồng)", money.UnclearUnit),
        ("Suất đầu tư (triệu đồng/km)", money.UnclearUnit),
        ("Vốn (tỷ)", money.UnclearUnit),
        ("ĐVT: triệu", money.UnclearUnit),
        ("Vốn ODA (triệu USD)", money.OtherCurrency),
        ("Vốn vay (tỷ đồng), quy đổi từ JPY", money.OtherCurrency),
        ("Vốn (€)", money.OtherCurrency),
    ],
)
def test_a_heading_that_can_be_read_in_two_ways_is_refused_by_name(heading, error):
    with pytest.raises(error) as caught:
        money.unit_in_header(heading)
    assert heading in str(caught.value)
    assert isinstance(caught.value, ValueError)


@given(st.text())
def test_any_heading_has_a_unit_or_none_or_is_refused(heading):
    try:
        found = money.unit_in_header(heading)
    except money.UnitError as error:
        assert heading in str(error)
    else:
        assert found is None or found in MoneyUnit


WORDING = {
    MoneyUnit.DONG: ("(đồng)", "ĐVT: đồng", "(VND)", "- VNĐ"),
    MoneyUnit.THOUSAND: ("(nghìn đồng)", "- 1.000đ", "ngàn đồng", "(1.000 đồng)"),
    MoneyUnit.MILLION: ("(triệu đồng)", "- tr.đ", "trđ", "ĐVT: triệu VNĐ"),
    MoneyUnit.BILLION: ("(tỷ đồng)", "(tỉ đồng)", "- tỷ đ", "TỶ ĐỒNG"),
}
NAMES = st.sampled_from(["Tổng mức đầu tư", "Giá trị hợp đồng", "Kế hoạch năm", "TMĐT"])
WORDINGS = st.sampled_from([(unit, text) for unit, texts in WORDING.items() for text in texts])


@given(NAMES, WORDINGS, WORDINGS)
def test_two_wordings_agree_or_the_heading_is_refused(name, first, second):
    assert money.unit_in_header(f"{name} {first[1]}") == first[0]
    heading = f"{name} {first[1]}; {second[1]}"
    if first[0] == second[0]:
        assert money.unit_in_header(heading) == first[0]
    else:
        with pytest.raises(money.ContradictoryUnits):
            money.unit_in_header(heading)


# --- numbers in cells --------------------------------------------------------------------------

NUMBERS = st.builds(
    lambda digits, places: Decimal((digits < 0, tuple(map(int, str(abs(digits)))), -places)),
    st.integers(-(10**16), 10**16),
    st.integers(0, 4),
)


@given(NUMBERS, st.sampled_from([("vi", VIETNAMESE), ("en", ENGLISH)]))
def test_what_is_shown_reads_as_it_was(number, language):
    code, style = language
    assert money.parse_number(money.format_number(number, code), style) == number


@given(NUMBERS, st.sampled_from(["vi", "en", "ru"]))
def test_what_is_shown_is_read_rightly_or_not_at_all(number, language):
    shown = money.format_number(number, language)
    try:
        assert money.parse_number(shown) == number
    except money.AmbiguousNumber:
        assert re.fullmatch("-?[0-9]{1,3}[.,][0-9]{3}", shown)


@given(NUMBERS, st.sampled_from(["\u00a0", "\u202f", "\u2009", " "]), st.sampled_from(".,"))
def test_every_blank_divides_thousands(number, blank, mark):
    text = f"{number:,f}".replace(".", "#").replace(",", blank).replace("#", mark)
    if blank in text:
        assert money.parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("1234,567", "1234.567"),
        ("1234.567", "1234.567"),
        ("0,123", "0.123"),
        ("0.123", "0.123"),
        ("1.234.567,891", "1234567.891"),
        ("12 345 678,5", "12345678.5"),
        (" 12 ", "12"),
        ("-1.234,5", "-1234.5"),
        ("\u22125", "-5"),
        ("+5", "5"),
        ("(1.234,5)", "-1234.5"),
        ("( 12 )", "-12"),
        ("\ufeff12", "12"),
        ("12345678901234567890", "12345678901234567890"),
    ],
)
def test_a_number_that_can_be_read_in_one_way_needs_no_style(text, number):
    for style in NumberStyle:
        assert money.parse_number(text, style) == Decimal(number)


@pytest.mark.parametrize("text", ["1.234", "999.000", "-1.234", "(12.345)"])
def test_the_style_decides_what_one_mark_before_three_digits_means(text):
    with pytest.raises(money.AmbiguousNumber, match=re.escape(text)):
        money.parse_number(text)
    plain = Decimal(text.strip("()")) * (-1 if "(" in text else 1)
    assert money.parse_number(text, ENGLISH) == plain
    assert money.parse_number(text, VIETNAMESE) == plain * 1000
    other = text.replace(".", ",")
    assert money.parse_number(other, ENGLISH) == plain * 1000
    assert money.parse_number(other, VIETNAMESE) == plain
    with pytest.raises(money.AmbiguousNumber):
        money.parse_number(other)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", money.NotANumber),
        ("-", money.NotANumber),
        ("abc", money.NotANumber),
        ("1.234,5 triệu", money.NotANumber),
        ("12%", money.NotANumber),
        ("1.23.456", money.NotANumber),
        ("1,23,456", money.NotANumber),
        ("1.234,567,8", money.NotANumber),
        ("1.234,567.8", money.NotANumber),
        ("12 34", money.NotANumber),
        ("1234 567", money.NotANumber),
        ("5.", money.NotANumber),
        (".5", money.NotANumber),
        ("00.5", money.NotANumber),
        ("--5", money.NotANumber),
        ("(-5)", money.NotANumber),
        ("5-", money.NotANumber),
        ("1_000", money.NotANumber),
        ("5²", money.NotANumber),
        ("½", money.NotANumber),
        ("１２", money.NotANumber),
        ("٣", money.NotANumber),
        ("0x10", money.NotANumber),
        ("NaN", money.NotANumber),
        ("inf", money.NotANumber),
        ("1 - chưa có", money.NotANumber),
        ("12\n13", money.NotANumber),
        ("=1+2", money.FormulaCell),
        ('=HYPERLINK("http://x")', money.FormulaCell),
        ("＝1", money.FormulaCell),
        ("+A1*2", money.FormulaCell),
        ("-SUM(A1)", money.FormulaCell),
        ("@SUM(A1)", money.FormulaCell),
        ("1.23E+11", money.ExponentNumber),
        ("1,23e11", money.ExponentNumber),
        ("1e5", money.ExponentNumber),
        ("1" * 21, money.TooManyDigits),
        ("1." + "0" * 20, money.TooManyDigits),
        ("9" * 100_000, money.TooManyDigits),
    ],
)
def test_what_is_no_number_is_refused_by_name(text, error):
    for style in NumberStyle:
        with pytest.raises(error) as caught:
            money.parse_number(text, style)
        assert text[:50] in str(caught.value)
        assert len(str(caught.value)) < 200
        assert isinstance(caught.value, ValueError)


@given(
    st.one_of(st.text(), st.text(alphabet="0123456789., -+()%eE=")), st.sampled_from(NumberStyle)
)
def test_any_text_is_a_finite_number_or_refused(text, style):
    try:
        number = money.parse_number(text, style)
    except money.NumberError as error:
        assert str(error)
    else:
        assert number.is_finite()
        assert len(number.as_tuple().digits) <= 20


@pytest.mark.parametrize(
    ("text", "number"), [("45,5%", "45.5"), ("45.5 %", "45.5"), ("103", "103"), ("-3%", "-3")]
)
def test_a_percentage_may_have_its_sign(text, number):
    assert money.parse_percent(text) == Decimal(number)


@pytest.mark.parametrize("text", ["%", "5%%", "%5", "=5%"])
def test_what_is_no_percentage_is_refused(text):
    with pytest.raises(money.NumberError):
        money.parse_percent(text)


@given(st.integers(-(10**14), 10**14), st.integers(0, 4))
def test_a_float_is_the_number_that_was_typed(digits, places):
    typed = Decimal(digits).scaleb(-places)
    assert money.number_of_float(float(typed)) == typed
    assert money.number_of_cell(float(typed)) == typed


def test_artefacts_of_floats_are_no_decimals():
    assert money.number_of_float(123.30000000000001) == Decimal("123.3")
    assert money.number_of_float(0.1 + 0.2) == Decimal("0.3")
    assert str(money.number_of_float(1e15)) == "1000000000000000"
    assert money.number_of_float(2.0**53) == 2**53


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), 1e300, 1e-300, 10**21])
def test_a_cell_that_holds_no_amount_is_refused(cell):
    with pytest.raises(money.NumberError):
        money.number_of_cell(cell)


@pytest.mark.parametrize("cell", [None, True, b"1", [1], Decimal("NaN")])
def test_a_cell_that_holds_no_number_is_refused(cell):
    with pytest.raises(money.NotANumber):
        money.number_of_cell(cell)


def test_a_cell_with_a_number_or_its_text_is_read():
    assert money.number_of_cell(12) == 12
    assert money.number_of_cell(Decimal("1E+3")) == 1000
    assert money.number_of_cell("1.234", VIETNAMESE) == 1234


# --- the style of a column ---------------------------------------------------------------------


@given(st.lists(NUMBERS), st.sampled_from([("vi", VIETNAMESE), ("en", ENGLISH)]))
def test_a_column_in_one_style_is_read_rightly_or_left_open(numbers, language):
    code, style = language
    texts = [money.format_number(number, code) for number in numbers]
    found = money.style_of(texts)
    assert found in (style, NumberStyle.UNKNOWN)
    if found is style:
        assert [money.parse_number(text, found) for text in texts] == numbers


@pytest.mark.parametrize(
    ("texts", "style"),
    [
        ([], NumberStyle.UNKNOWN),
        (["1.234", "1,234", "5", "1 000", "", "không có"], NumberStyle.UNKNOWN),
        (["1.234", "2,5"], VIETNAMESE),
        (["1.234.567"], VIETNAMESE),
        (["1,234", "2.5"], ENGLISH),
        (["(1,234,567)"], ENGLISH),
    ],
)
def test_the_style_of_a_column_comes_from_its_clear_cells(texts, style):
    assert money.style_of(texts) is style
    assert money.style_of(iter(texts), style) is style


@pytest.mark.parametrize("texts", [["1,5", "1.5"], ["1.234.567", "8", "1,234,567"]])
def test_a_column_in_two_styles_is_refused(texts):
    with pytest.raises(money.ContradictoryStyles, match=texts[-1]):
        money.style_of(texts)


def test_a_column_that_contradicts_what_was_stated_is_refused():
    with pytest.raises(money.ContradictoryStyles, match="1,5"):
        money.style_of(["1.234", "1,5"], ENGLISH)
    assert money.style_of(["1.234"], ENGLISH) is ENGLISH


# --- on the screen -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dong", "vietnamese", "english"),
    [
        (0, "0 đồng", "VND 0"),
        (999_999, "999.999 đồng", "VND 999,999"),
        (1_000_000, "1 triệu đồng", "VND 1 million"),
        (350_500_000, "350,5 triệu đồng", "VND 350.5 million"),
        (999_999_499, "999,999 triệu đồng", "VND 999.999 million"),
        (999_999_500, "1 tỷ đồng", "VND 1 billion"),
        (1_234_500_000_000, "1.234,5 tỷ đồng", "VND 1,234.5 billion"),
        (1_234_567_500, "1,235 tỷ đồng", "VND 1.235 billion"),
        (1_234_499_999, "1,234 tỷ đồng", "VND 1.234 billion"),
        (-2_500_000_000, "-2,5 tỷ đồng", "VND -2.5 billion"),
    ],
)
def test_an_amount_is_shown_in_the_unit_of_its_size(dong, vietnamese, english):
    assert money.format_amount(dong, "en") == english
    assert money.format_amount(dong, "vi") == vietnamese


def test_an_amount_in_a_unit_that_was_chosen():
    assert money.format_amount(1_234_500_000, "en", MoneyUnit.THOUSAND) == "VND 1,234,500 thousand"
    assert money.format_amount(1_234_500_000, "en", MoneyUnit.MILLION) == "VND 1,234.5 million"
    assert money.format_amount(-100, "en", MoneyUnit.BILLION) == "VND 0 billion"


def test_russian_numbers_have_their_own_marks():
    assert money.format_number(Decimal("1234.5"), "ru") == "1\u00a0234,5"


def test_exact_to_the_last_dong():
    assert money.format_exact(1_234_500_001, "en") == "VND 1,234,500,001"
    assert money.format_exact(1_234_500_001, "vi") == "1.234.500.001 đồng"


@given(AMOUNTS, st.one_of(st.none(), UNITS))
def test_what_is_not_rounded_is_shown_whole(dong, unit):
    shown = money.format_amount(dong, "en", unit)
    words = shown.split(" ")
    chosen = MoneyUnit(words[2]) if len(words) > 2 else MoneyUnit.DONG
    number = Fraction(words[1].replace(",", "")) * chosen.factor
    assert (number == dong) is not money.is_rounded(dong, unit)
    assert abs(number - dong) <= Fraction(chosen.factor, 2000)


@given(st.integers(0, 10**18), st.integers(1, 10**18))
def test_a_rate_is_the_nearest_tenth_half_up(part, whole):
    exact = Fraction(part * 100, whole)
    found = money.rate(part, whole)
    # Half up: what is left over is below half a tenth, what was added is at most that.
    assert -Fraction(1, 20) <= exact - Fraction(found) < Fraction(1, 20)
    assert found == found.quantize(Decimal("0.1"))


@pytest.mark.parametrize(
    ("part", "whole", "found"),
    [
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 2000, "0.1"),
        (1, 2001, "0"),
        (3, 2, "150"),
        (-1, 3, "-33.3"),
        (0, 5, "0"),
    ],
)
def test_rates(part, whole, found):
    assert money.rate(part, whole) == Decimal(found)


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (1, None), (None, 1), (None, None), (0, 0)])
def test_there_is_no_rate_of_nothing(part, whole):
    assert money.rate(part, whole) is None
    assert money.format_rate(money.rate(part, whole), "vi") == ""


def test_rates_on_the_screen():
    assert money.format_rate(Decimal("45.5"), "vi") == "45,5%"
    assert money.format_rate(Decimal("1045.0"), "en") == "1,045%"
