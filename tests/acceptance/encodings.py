"""Vietnamese text as old programs write it, for tests that send it to the portal."""

from __future__ import annotations

import re
import unicodedata

from govportal_wagtail.core.legacy_tables import TCVN3


def to_tcvn3(text: str) -> str:
    """The characters that a TCVN3 font shows as this text; capital letters lose their case."""
    table = {letter: written for written, letter in TCVN3.items()}
    return "".join(table.get(each) or table.get(each.lower()) or each for each in text)


def to_cp1258(text: str) -> bytes:
    """The bytes of Windows-1258, which has shaped vowels as letters and tones as marks."""
    shaped = re.sub(
        "(.)([\u0323]?)([\u0302\u0306\u031b])",
        lambda match: unicodedata.normalize("NFC", match[1] + match[3]) + match[2],
        unicodedata.normalize("NFD", text),
    )
    return shaped.encode("cp1258")
