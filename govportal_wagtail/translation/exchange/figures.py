"""Numbers, dates and symbols of documents: a translation keeps them, in the form of its language.

A remark only, never a refusal: "1,5 triệu" may rightly become "1,500,000".
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# 68/2025/QĐ-UBND, 12/KH-UBND, 202/2025/QH15.
_SYMBOL = re.compile(r"\b\d+(?:/\d{4})?/[A-ZĐ]\w*(?:-\w+)*")
_DATE = re.compile(r"\b(?:(?P<day>\d{1,2})[/.-])?(?P<month>1[0-2]|0?[1-9])[/.-](?P<year>\d{4})\b")
_MONTH = re.compile(r"\btháng\s+(1[0-2]|0?[1-9])\b", re.IGNORECASE)
# Groups of three digits may stand apart by a point, a comma or any blank.
_NUMBER = re.compile(r"\d+(?:[.,]\d+|[ \u00a0\u202f]\d{3}(?!\d))*")
_DIGITS = re.compile(r"\d+")

_MONTHS: Final = {
    "en": "january february march april may june july august september october november december",
    "ru": "январ феврал март апрел ма июн июл август сентябр октябр ноябр декабр",
}
# Beginnings of the words for 1 to 10: small counts are written in words.
_COUNTS: Final = {
    "en": (
        "one|first|single|a ",
        "two|second|both",
        "three|third",
        "four",
        "five|fifth",
        "six",
        "seven",
        "eight",
        "nine|ninth",
        "ten",
    ),
    "ru": (
        "од|перв",
        "дв|втор|об",
        "тр",
        "четыр|четвер|четвёр",
        "пят",
        "шест",
        "сем|седьм",
        "вос",
        "девят",
        "десят",
    ),
}


def missing_figures(source: str, target: str, language: str) -> list[str]:
    """Return the symbols, numbers and months of the plain text `source` that `target` lacks.

    `language` is the code of the target's language: months and counts up to ten may be words in
    English and Russian.
    """
    source, target = (unicodedata.normalize("NFC", text) for text in (source, target))
    language = language.partition("-")[0].lower()
    missing = [symbol for symbol in _SYMBOL.findall(source) if symbol not in target]
    source = _SYMBOL.sub(" ", source)
    months = [int(match["month"]) for match in _DATE.finditer(source)]
    months += [int(number) for number in _MONTH.findall(source)]
    source = _MONTH.sub(" ", _DATE.sub(r" \g<day> ; \g<year> ", source))
    there = _numbers_and_parts(target)
    missing += [
        number
        for number in _NUMBER.findall(source)
        if not _is_there(number, there) and not _is_word(number, target, language)
    ]
    missing += [
        str(month)
        for month in months
        if str(month) not in there and not _is_month(month, target, language)
    ]
    return list(dict.fromkeys(missing))


def _is_there(number: str, there: set[str]) -> bool:
    return _digits(number) in there or all(
        _digits(part) in there for part in _DIGITS.findall(number)
    )


def _numbers_and_parts(text: str) -> set[str]:
    numbers = _NUMBER.findall(text)
    return {_digits(number) for number in (*numbers, *_DIGITS.findall(text))}


def _digits(number: str) -> str:
    """Return the digits of `number`, without separators and leading zeros ("05" is "5")."""
    return "".join(c for c in number if c.isdigit()).lstrip("0") or "0"


def _is_month(month: int, text: str, language: str) -> bool:
    names = _MONTHS.get(language, "").split()
    return bool(names) and _begins_word(names[month - 1], text, language)


def _is_word(number: str, text: str, language: str) -> bool:
    digits = _digits(number)
    counts = _COUNTS.get(language)
    if counts is None or len(digits) > 2 or not 1 <= int(digits) <= len(counts):
        return False
    return any(_begins_word(word, text, language) for word in counts[int(digits) - 1].split("|"))


def _begins_word(word: str, text: str, language: str) -> bool:
    # English words stand whole ("May", not "mayor"); Russian words change their ending.
    end = r"\b" if language == "en" else ""
    return re.search(rf"\b{re.escape(word.strip())}{end}", text, re.IGNORECASE) is not None
