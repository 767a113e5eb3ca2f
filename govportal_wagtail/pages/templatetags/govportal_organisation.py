"""Filters for pages on who governs: ``{% load govportal_organisation %}``."""

from __future__ import annotations

import re
from typing import Final

from django import template

register = template.Library()

#: One number, as people write it; a longer row of digits is several.
_NUMBER: Final = re.compile(r"\+?[0-9][0-9 .()\-]*", re.ASCII)
_DIGITS: Final = range(3, 16)


@register.filter
def tel_uri(value: str | None) -> str:
    """The address by which a telephone calls the number; empty where it is not one number."""
    text = (value or "").strip()
    digits = re.sub(r"[^0-9]", "", text)
    if not _NUMBER.fullmatch(text) or len(digits) not in _DIGITS:
        return ""
    return f"tel:{'+' if text.startswith('+') else ''}{digits}"
