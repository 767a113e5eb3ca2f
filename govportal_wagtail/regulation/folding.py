"""Words without Vietnamese marks, for comparing; the layer above folds text for its search."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Lower case without Vietnamese marks, words parted by single spaces."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
