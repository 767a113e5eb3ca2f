"""Names of the provinces in English and Russian, as terms of the glossary.

Legal source of the Vietnamese names: Resolution 202/2025/QH15 of 12 June 2025.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from .glossary import Term

FILE: Final = Path(__file__).resolve().parent / "data" / "provinces.toml"
KIND: Final = "province"


def provinces(language: str = "en") -> list[Term]:
    """Return the 34 provinces, each name that is in use as a term with its names in `language`.

    `language` is "en" or "ru", with or without a region; there are no names in another.
    """
    return list(_terms(language.partition("-")[0].lower()))


@cache
def _terms(language: str) -> tuple[Term, ...]:
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        Term(source=name, targets=tuple(row[language]), kind=KIND)
        for row in table["provinces"]
        for name in row["names"]
        if row.get(language)
    )
