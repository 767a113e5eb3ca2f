"""Filters for amounts, rates and dates of projects: ``{% load govportal_investment %}``."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ...core.models import Agency
from .. import partial_dates
from ..money import (
    MoneyUnit,
    format_amount,
    format_exact,
    format_number,
    format_rate,
    from_dong,
    is_rounded,
    rate,
)
from ..public.places import area_name

register = template.Library()

_STEP: Final = Decimal("0.001")
_BETWEEN_DIGITS: Final = re.compile(r"[\s.()-]")
_PHONE: Final = re.compile(r"\+?[0-9]{3,15}")


@register.filter
def amount(dong: int | None) -> str:
    """An amount with its unit, "1.234,5 tỷ đồng"; nothing where it is not stated."""
    return "" if dong is None else format_amount(dong, _language())


@register.filter
def exact_amount(dong: int | None) -> str:
    """An amount to the last đồng; nothing where it is not stated."""
    return "" if dong is None else format_exact(dong, _language())


@register.filter
def shortened(dong: int | None) -> bool:
    """Whether ``amount`` shows less than the whole amount."""
    return dong is not None and is_rounded(dong)


@register.filter
def billions(dong: int | None) -> str:
    """The number of tỷ đồng alone, rounded half up to three decimals; nothing where not stated."""
    if dong is None:
        return ""
    number = from_dong(dong, MoneyUnit.BILLION).quantize(_STEP, rounding=ROUND_HALF_UP)
    return format_number(number, _language())


@register.filter
def share(part: int | None, whole: int | None) -> str:
    """``part`` as a percentage of ``whole`` with one decimal; nothing where there is none."""
    return format_rate(rate(part, whole), _language())


@register.filter
def percent(value: Any) -> str:
    """A percentage as it is read, "45,5%"; nothing where it is not stated."""
    return "" if value is None else format_rate(Decimal(value), _language())


@register.filter
def partial_date(stored: str) -> str:
    """A stored day, month or year as it is written: ``22/11/2026``, ``11/2026``, ``2026``."""
    return partial_dates.written(stored)


@register.filter
def area(agency: Agency) -> str:
    """The area of a commune, "Xã Tân Khê", where the agency is its People's Committee."""
    return area_name(agency)


@register.filter
def grouped(number: int | None) -> str:
    """A whole number in groups of thousands, as the language writes them."""
    return "" if number is None else format_number(number, _language())


@register.filter
def hectares(value: Decimal | None) -> str:
    """An area with its unit, "12,5 ha"; nothing where it is not stated."""
    if value is None:
        return ""
    return _("%(number)s ha") % {"number": format_number(Decimal(value), _language())}


@register.filter
def unlocalised(value: Decimal | None) -> str:
    """A coordinate as maps of every language take it, with a point and without idle zeros."""
    return "" if value is None else format_number(Decimal(value), "en")


@register.filter
def dialled(phone: str) -> str:
    """What is dialled for a number as it is printed; nothing where it holds more than one."""
    digits = _BETWEEN_DIGITS.sub("", phone)
    return digits if _PHONE.fullmatch(digits) else ""


def _language() -> str:
    return get_language() or "vi"
