"""The number of words of a text: the measure for planning translations and for royalties."""

from __future__ import annotations

import re
from typing import Final

from .exchange.inline import plain_text

# Written without blanks between words: each character counts.
_BY_CHARACTER: Final = frozenset({"zh", "ja"})

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_IDEOGRAPH = re.compile("[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def words(text_html: str, language: str) -> int:
    """Return the number of words of the HTML string `text_html`, written in `language`.

    A word is what stands between blanks and has a letter or a digit: a number counts, a lone dash
    does not, nor do tags. In Vietnamese each syllable stands between blanks and counts as one, as
    Vietnamese offices count ("chữ"): a Vietnamese figure is greater than that of a translation of
    the same length. In Chinese and Japanese each character counts.
    """
    text = plain_text(text_html)
    if language.partition("-")[0].lower() not in _BY_CHARACTER:
        return _between_blanks(text)
    return len(_IDEOGRAPH.findall(text)) + _between_blanks(_IDEOGRAPH.sub(" ", text))


def _between_blanks(text: str) -> int:
    return sum(1 for word in text.split() if _LETTER_OR_DIGIT.search(word))
