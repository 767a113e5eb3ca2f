"""The form field of amounts of money."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ..core.vietnamese import normalise
from . import money
from .money import MoneyUnit, NumberStyle

_PARTS: Final = re.compile(
    r"(?:vnd|vnđ)?\s*(?P<number>[-+−–(]?[\d.,\s]*\d\)?)\s*(?P<unit>\D*)", re.I
)
#: The letter that stands for the currency behind a number of đồng.
_DONG: Final = frozenset({"đ", "đồng", "dong", "vnd", "vnđ"})


def read_amount(text: str) -> int:
    """The whole đồng of an amount as people write it: "1.234,5 tỷ", "500 tr.đ", "1.234.500.000".

    Without a unit it is đồng, of which there are no parts, so that one mark before three digits
    divides thousands.

    Raises:
        NumberError: for what is no number, has no whole đồng or can be read in two ways.
        UnitError: for a unit that is not understood.
        ValueError: for a negative amount; with words for the reader, like the others.
    """
    cleaned = normalise(text).strip()
    parts = _PARTS.fullmatch(cleaned)
    if parts is None:
        number, unit = money.parse_number(cleaned, NumberStyle.VIETNAMESE), MoneyUnit.DONG
    else:
        unit = _unit(parts["unit"].strip(), cleaned)
        number = _number(parts["number"], unit, cleaned)
    if number < 0:
        raise ValueError(_("An amount of money cannot be negative."))
    return money.to_dong(number, unit)


def _unit(text: str, whole: str) -> MoneyUnit:
    if not text or text.casefold() in _DONG:
        return MoneyUnit.DONG
    try:
        found = money.unit_in_header(f"({text})")
    except money.UnclearUnit:
        # "1,5 tỷ" is a heading without a currency, and an amount that everybody understands.
        found = money.unit_in_header(f"({text} đồng)")
    if found is None:
        raise money.UnclearUnit(
            _("“%(heading)s” does not name a unit for certain; write it like “triệu đồng”."), whole
        )
    return found


def _number(text: str, unit: MoneyUnit, whole: str) -> Any:
    try:
        return money.parse_number(text)
    except money.AmbiguousNumber as error:
        if unit == MoneyUnit.DONG:
            style = NumberStyle.VIETNAMESE if "." in text else NumberStyle.ENGLISH
            return money.parse_number(text, style)
        message = _("“%(text)s” can be read in two ways; write the amount in đồng.")
        raise money.AmbiguousNumber(message, whole) from error


class AmountFormField(forms.CharField):
    """Takes an amount as people write it and cleans it to whole đồng; None for an empty field."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = gettext_lazy("In đồng, or with a unit: 1.234.500.000; 1.234,5 tỷ; 500 triệu.")
        super().__init__(**{**kwargs, "help_text": kwargs.get("help_text") or help_text})

    def prepare_value(self, value: Any) -> Any:
        """A stored amount in groups of digits; what somebody just typed stays as it was typed."""
        if isinstance(value, int) and not isinstance(value, bool):
            return money.format_number(value, get_language() or "vi")
        return value

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        """The amount in whole đồng.

        Raises:
            ValidationError: for what is no amount.
        """
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        text = self.to_python(value)
        self.validate(text)
        if not text:
            return None
        try:
            return read_amount(str(text))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the amount differs, however it is written."""
        if self.disabled:
            return False
        try:
            return self.clean(data) != (None if initial in (None, "") else self.clean(initial))
        except ValidationError:
            return True
