"""The lines of a text that show why it was found, with the words found marked."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .tokens import as_written, folded, is_marked

__all__ = ["excerpt", "marked"]

_WORD = re.compile(r"[^\W_]+")
#: Words of an excerpt; the window with the most of the query's words is shown.
_WIDTH: Final = 36
_LONGEST_TITLE: Final = 400


def marked(text: str, wanted: Collection[str]) -> SafeString:
    """Return a text as safe HTML, the words that are wanted in ``<mark>``.

    ``wanted`` are words as the index keeps them. Words with other diacritics than were typed are
    marked only where none is as it was typed.
    """
    letters = {folded(word) for word in wanted}
    found = [
        (match, as_written(match[0]))
        for match in _WORD.finditer(text)
        if folded(as_written(match[0])) in letters
    ]
    exact = [match for match, written in found if _is_as_typed(written, wanted)]
    pieces: list[str] = []
    end = 0
    for match in exact or [match for match, _written in found]:
        pieces += [escape(text[end : match.start()]), f"<mark>{escape(match[0])}</mark>"]
        end = match.end()
    pieces.append(escape(text[end:]))
    # Adjacent words are one find.
    return mark_safe(re.sub(r"</mark>(\s+)<mark>", r"\1", "".join(pieces)))  # noqa: S308


def _is_as_typed(written: str, wanted: Collection[str]) -> bool:
    return not is_marked(written) or written in wanted or f"{folded(written)}_" in wanted


def excerpt(text: str, wanted: Collection[str], weights: dict[str, float]) -> SafeString:
    """Return the stretch of a text that says most about a query, with its words marked.

    The beginning where none of them is there.
    """
    words = list(_WORD.finditer(text))
    if not words:
        return mark_safe(escape(text[:_LONGEST_TITLE]))  # noqa: S308
    telling = [weights.get(folded(as_written(match[0])), 0.0) for match in words]
    start = _best_window(telling)
    first, last = words[start], words[min(start + _WIDTH, len(words)) - 1]
    begin = first.start() if start else 0
    end = len(text) if start + _WIDTH >= len(words) else last.end()
    before = "… " if begin else ""
    after = " …" if end < len(text) else ""
    shown = " ".join(text[begin:end].split())
    return mark_safe(f"{before}{marked(shown, wanted)}{after}")  # noqa: S308


def _best_window(weights: list[float]) -> int:
    """The first word of the window with the most telling words, a few words before the first."""
    best, best_sum, current = 0, 0.0, sum(weights[:_WIDTH])
    best_sum = current
    for start in range(1, max(1, len(weights) - _WIDTH + 1)):
        current += weights[start + _WIDTH - 1] - weights[start - 1]
        if current > best_sum + 1e-9:
            best, best_sum = start, current
    if not best:
        return 0
    first = next((i for i in range(best, best + _WIDTH) if weights[i]), best)
    return max(0, min(first - 6, best))
