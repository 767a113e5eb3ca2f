"""Bounds of the total investment as people type them into a filter, in tỷ đồng if not stated."""

from __future__ import annotations

import re
from typing import Final

from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..money import (
    MoneyUnit,
    NumberError,
    NumberStyle,
    format_number,
    from_dong,
    parse_number,
    to_dong,
)

_UNIT: Final = re.compile(
    r"(?:\s*(tỷ|tỉ|billion|triệu|million))?(?:\s*(?:đồng|VND))?", re.IGNORECASE
)
_UNITS: Final = {
    "tỷ": MoneyUnit.BILLION,
    "tỉ": MoneyUnit.BILLION,
    "billion": MoneyUnit.BILLION,
    "triệu": MoneyUnit.MILLION,
    "million": MoneyUnit.MILLION,
}
_AMOUNT: Final = re.compile(r"(?P<number>.*?[0-9)])\s*(?P<unit>[^0-9]*)")


def read_bound(text: str, name: str, errors: dict[str, str | Promise]) -> int | None:
    """The bound in whole đồng; None for an empty text, and for a wrong one, told in ``errors``.

    Without a unit, ``1.234,5`` is in tỷ đồng. ``1.234`` is read as the active language writes
    numbers.
    """
    if not text:
        return None
    parts = _AMOUNT.fullmatch(text)
    unit = _UNIT.fullmatch(parts["unit"]) if parts else None
    if parts is None or unit is None:
        errors[name] = _("Write an amount in billion đồng, for example 1.5.")
        return None
    try:
        number = parse_number(parts["number"], _style())
        dong = to_dong(number, _UNITS[(unit[1] or "tỷ").lower()])
    except NumberError as error:
        errors[name] = str(error)
        return None
    if dong < 0:
        errors[name] = _("An amount of money cannot be negative.")
        return None
    return dong


def bound_in_address(dong: int) -> str:
    """The bound in tỷ đồng, written so that it is read the same in every language."""
    text = f"{from_dong(dong, MoneyUnit.BILLION):f}"
    # Three decimals could be taken for thousands.
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def bound_in_form(dong: int | None) -> str:
    """The bound in tỷ đồng as the active language writes it; empty without one."""
    if dong is None:
        return ""
    return format_number(from_dong(dong, MoneyUnit.BILLION), get_language() or "vi")


def _style() -> NumberStyle:
    is_comma = get_format("DECIMAL_SEPARATOR") == ","
    return NumberStyle.VIETNAMESE if is_comma else NumberStyle.ENGLISH
