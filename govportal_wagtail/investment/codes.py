"""Codes of projects: how they are compared, whoever typed them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..core.vietnamese import fold, normalise

_BETWEEN: Final = re.compile(r"[^0-9a-z]+")
_SEPARATORS: Final = re.compile(r"[;,\n]+")
KEY_LENGTH: Final = 80


def code_key(code: str) -> str:
    """The form by which codes are compared: small letters and digits only, without diacritics."""
    return _BETWEEN.sub("", fold(normalise(code)))[:KEY_LENGTH]


def split_codes(text: str) -> Iterator[str]:
    """The codes in a text that lists some, separated by semicolons, commas or lines."""
    for part in _SEPARATORS.split(normalise(text)):
        if part.strip():
            yield part.strip()
