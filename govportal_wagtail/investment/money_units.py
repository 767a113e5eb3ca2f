"""The units in which offices state money, and the exact ways between them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from .amounts import LARGEST
from .cell_numbers import NotANumber, NumberError, TooManyDigits

__all__ = ["MoneyUnit", "NotWholeDong", "TooLarge", "from_dong", "to_dong"]

#: Digits before or behind the mark of what is converted: more than any cell may hold.
_MOST_DIGITS: Final = 40


class MoneyUnit(models.TextChoices):
    """A unit of amounts of money; amounts are kept in the smallest one."""

    DONG = "dong", pgettext_lazy("money", "đồng")
    THOUSAND = "thousand", pgettext_lazy("money", "thousand đồng")
    MILLION = "million", pgettext_lazy("money", "million đồng")
    BILLION = "billion", pgettext_lazy("money", "billion đồng")

    @property
    def zeros(self) -> int:
        """How many zeros the unit puts behind a number of đồng."""
        return _ZEROS[self.value]

    @property
    def factor(self) -> int:
        """How many đồng the unit stands for."""
        return int(10**self.zeros)


_ZEROS: Final = {"dong": 0, "thousand": 3, "million": 6, "billion": 9}


class NotWholeDong(NumberError):
    """An amount with a part of a đồng, which there is not: its unit or its digits are wrong."""


class TooLarge(NumberError):
    """An amount larger than any that is kept: it was stated in a wrong unit."""


def to_dong(number: Decimal, unit: MoneyUnit) -> int:
    """Return the whole đồng that `number` of `unit` are; nothing is rounded.

    Raises:
        NotWholeDong: where a part of a đồng is left over.
        TooLarge: for more than the largest amount that is kept, on both sides of 0.
        TooManyDigits: for what no cell can state.
        NotANumber: for an infinite number and for none.
    """
    if not number.is_finite():
        raise NotANumber(_("“%(text)s” is not a number; write digits only."), number)
    if len(number.as_tuple().digits) > _MOST_DIGITS or abs(number.adjusted()) > _MOST_DIGITS:
        raise TooManyDigits(_("“%(text)s” has too many digits."), number)
    exact = Fraction(number) * unit.factor
    if exact.denominator != 1:
        message = _("“%(text)s” is not a whole number of đồng; check the unit.")
        raise NotWholeDong(message, f"{number:f}")
    if abs(exact.numerator) > LARGEST:
        raise TooLarge(_("“%(text)s” is too large; check the unit."), f"{number:f}")
    return exact.numerator


def from_dong(dong: int, unit: MoneyUnit) -> Decimal:
    """Return how many of `unit` so many đồng are; exact, without zeros at the end of decimals."""
    sign = "-" if dong < 0 else ""
    digits = str(abs(dong)).zfill(unit.zeros + 1)
    whole, decimals = digits[: len(digits) - unit.zeros], digits[len(digits) - unit.zeros :]
    decimals = decimals.rstrip("0")
    return Decimal(f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}")
