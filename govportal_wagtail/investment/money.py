"""Money: read from cells, kept as whole đồng, shown with its unit; and rates of it.

Amounts are whole numbers of đồng everywhere but on the screen and in the cells of an office, so
that sums are exact. What is shown shorter than it is, is rounded half up.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.utils import translation
from django.utils.formats import get_format
from django.utils.translation import pgettext

from .cell_numbers import (
    AmbiguousNumber,
    ContradictoryStyles,
    ExponentNumber,
    FormulaCell,
    NotANumber,
    NumberError,
    NumberStyle,
    TooManyDigits,
    number_of_cell,
    number_of_float,
    parse_number,
    parse_percent,
    style_of,
)
from .header_units import (
    ContradictoryUnits,
    OtherCurrency,
    UnclearUnit,
    UnitError,
    unit_in_header,
)
from .money_units import MoneyUnit, NotWholeDong, TooLarge, from_dong, to_dong

__all__ = [
    "AmbiguousNumber",
    "ContradictoryStyles",
    "ContradictoryUnits",
    "ExponentNumber",
    "FormulaCell",
    "MoneyUnit",
    "NotANumber",
    "NotWholeDong",
    "NumberError",
    "NumberStyle",
    "OtherCurrency",
    "TooLarge",
    "TooManyDigits",
    "UnclearUnit",
    "UnitError",
    "format_amount",
    "format_exact",
    "format_number",
    "format_rate",
    "from_dong",
    "is_rounded",
    "number_of_cell",
    "number_of_float",
    "parse_number",
    "parse_percent",
    "rate",
    "style_of",
    "to_dong",
    "unit_by_size",
    "unit_in_header",
]

#: Decimals that are shown of an amount, and what they are a multiple of.
_DECIMALS: Final = 3
_STEP: Final = Decimal(1).scaleb(-_DECIMALS)


def format_amount(dong: int, language: str, unit: MoneyUnit | None = None) -> str:
    """Return an amount with its unit: "1.234,5 tỷ đồng", in English "VND 1,234.5 billion".

    The unit is the one given, or đồng, million or billion by the size of the amount. Not more than
    three decimals are shown, rounded half up; `is_rounded` tells whether something was left out,
    and `format_exact` shows all of it.
    """
    unit = unit_by_size(dong) if unit is None else unit
    number = _rounded(dong, unit)
    with translation.override(language):
        wording = {
            MoneyUnit.DONG: pgettext("amount of money", "VND %(number)s"),
            MoneyUnit.THOUSAND: pgettext("amount of money", "VND %(number)s thousand"),
            MoneyUnit.MILLION: pgettext("amount of money", "VND %(number)s million"),
            MoneyUnit.BILLION: pgettext("amount of money", "VND %(number)s billion"),
        }[unit]
    return wording % {"number": format_number(number, language)}


def format_exact(dong: int, language: str) -> str:
    """Return an amount to the last đồng: "1.234.500.000 đồng", in English "VND 1,234,500,000"."""
    return format_amount(dong, language, MoneyUnit.DONG)


def is_rounded(dong: int, unit: MoneyUnit | None = None) -> bool:
    """Whether `format_amount` shows less than the whole amount."""
    unit = unit_by_size(dong) if unit is None else unit
    return _rounded(dong, unit) != from_dong(dong, unit)


def unit_by_size(dong: int) -> MoneyUnit:
    """The unit in which an amount reads best: billions, millions, or below a million đồng."""
    if abs(dong) < MoneyUnit.MILLION.factor:
        return MoneyUnit.DONG
    # What would be rounded up to 1.000 million is a billion.
    in_millions = abs(_rounded(dong, MoneyUnit.MILLION))
    return MoneyUnit.MILLION if in_millions < 1000 else MoneyUnit.BILLION


def format_number(number: Decimal | int, language: str) -> str:
    """Return a number with the marks of the language: in Vietnamese "1.234,5".

    All decimals are shown but zeros at the end. Django's own function groups no thousands in
    Vietnamese, whose formats it ships without the size of a group.
    """
    decimal_mark = get_format("DECIMAL_SEPARATOR", language, use_l10n=True)
    thousands = get_format("THOUSAND_SEPARATOR", language, use_l10n=True) or "\u00a0"
    whole, _mark, decimals = f"{Decimal(number):f}".partition(".")
    grouped = f"{int(whole.lstrip('-')):,}".replace(",", str(thousands))
    decimals = decimals.rstrip("0")
    sign = "-" if whole.startswith("-") and (decimals or grouped != "0") else ""
    return f"{sign}{grouped}{decimal_mark}{decimals}" if decimals else f"{sign}{grouped}"


def rate(part: int | None, whole: int | None) -> Decimal | None:
    """Return `part` as a percentage of `whole` with one decimal, rounded half up.

    None where one of them is not stated, and for a whole of 0, of which nothing is a part.
    """
    if part is None or not whole:
        return None
    # In whole numbers, since a division of decimals is rounded before it is rounded here.
    size, remainder = divmod(abs(part) * 1000, abs(whole))
    size += remainder * 2 >= abs(whole)
    tenths = size if (part < 0) == (whole < 0) else -size
    return Decimal(tenths) / 10


def format_rate(percentage: Decimal | None, language: str) -> str:
    """Return a percentage as it is read: "45,5%", in Russian "45,5 %"; "" for None."""
    if percentage is None:
        return ""
    with translation.override(language):
        wording = pgettext("rate", "%(number)s%%")
    return wording % {"number": format_number(percentage, language)}


def _rounded(dong: int, unit: MoneyUnit) -> Decimal:
    return from_dong(dong, unit).quantize(_STEP, rounding=ROUND_HALF_UP)
