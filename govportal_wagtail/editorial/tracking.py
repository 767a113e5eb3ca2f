"""Codes by which suppliers follow their items without an account."""

from __future__ import annotations

import secrets
from typing import Final

from .models import SupplySlip

#: Without letters and digits that are taken for one another when read aloud or from paper.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 12
_GROUP: Final = 4


def new_code() -> str:
    """A code that no slip has; it cannot be guessed (about 58 bits)."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))
        if not SupplySlip.objects.filter(tracking_code=code).exists():
            return code


def readable(code: str) -> str:
    """The code in groups of four, as it is printed and sent: ``7KQM-2RXA-VW94``."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def typed(text: str, length: int = LENGTH) -> str:
    """What somebody typed as the code that is stored; empty for what cannot be one."""
    code = "".join(text.split()).replace("-", "").upper()
    return code if len(code) == length and set(code) <= set(ALPHABET) else ""
