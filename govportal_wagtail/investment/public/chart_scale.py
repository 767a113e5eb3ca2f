"""The axis of a chart of money: round ticks, the unit of its numbers, how they are rounded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from ..money import MoneyUnit, format_number, from_dong

#: As many intervals as labels have room on a phone.
INTERVALS: Final = 4
#: Digits of the largest figure that its label keeps.
_DIGITS: Final = 4
_UNITS: Final = (MoneyUnit.BILLION, MoneyUnit.MILLION, MoneyUnit.DONG)


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from 0 to ``top`` đồng with a tick every ``step`` đồng, written in ``unit``.

    Labels of figures are rounded to ``10 ** -decimals`` of the unit.
    """

    top: int
    step: int
    unit: MoneyUnit
    decimals: int

    @property
    def ticks(self) -> tuple[int, ...]:
        """The amounts of the ticks in đồng, 0 first and ``top`` last."""
        return tuple(range(0, self.top + 1, self.step))

    def percent(self, dong: int) -> float:
        """Where an amount lies on the axis, in percent of its length."""
        return float(round(Decimal(dong) * 100 / self.top, 3))

    def tick_label(self, dong: int, language: str) -> str:
        """The amount of a tick in the unit, exact."""
        return format_number(from_dong(dong, self.unit), language)

    def is_rounded(self, dong: int) -> bool:
        """Whether the label of the amount says less than the amount."""
        return self._shown(dong) != from_dong(dong, self.unit)

    def figure_label(self, dong: int, language: str) -> str:
        """The amount in the unit, rounded; one that would round to nothing as ``< 0,1``."""
        shown = self._shown(dong)
        if dong and not shown:
            return f"< {self.precision_label(language)}"
        return format_number(shown, language)

    def precision_label(self, language: str) -> str:
        """What labels of figures are rounded to, in the unit: ``1``, ``0,1``."""
        return format_number(Decimal(1).scaleb(-self.decimals), language)

    def _shown(self, dong: int) -> Decimal:
        return from_dong(dong, self.unit).quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)


def scale_for(largest: int) -> Scale:
    """The axis for amounts from 0 to ``largest`` đồng.

    Raises:
        ValueError: for a negative amount.
    """
    if largest < 0:
        message = "A chart of money shows no negative amount."
        raise ValueError(message)
    step = nice_step(max(largest, 1))
    top = -(-max(largest, 1) // step) * step
    unit = next((unit for unit in _UNITS if largest >= unit.factor), MoneyUnit.DONG)
    whole_digits = len(str(largest // unit.factor))
    decimals = min(max(_DIGITS - whole_digits, 0), unit.zeros)
    return Scale(top=top, step=step, unit=unit, decimals=decimals)


def nice_step(largest: int) -> int:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that reaches ``largest`` in 4 steps.

    Steps are whole đồng, so 2.5 is left out.

    Raises:
        ValueError: for an amount that is not positive.
    """
    if largest <= 0:
        message = "An axis needs a positive amount."
        raise ValueError(message)
    power = 1
    while True:
        for tenths in (10, 20, 25, 50):
            if tenths * power % 10 == 0 and tenths * power // 10 * INTERVALS >= largest:
                return tenths * power // 10
        power *= 10
