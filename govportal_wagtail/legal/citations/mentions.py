"""Mentions of legal documents in running text: by symbol, by the title of a law, or as "này".

"Nghị định số 43/2011/NĐ-CP", "Luật Đất đai năm 2024" and "Quy chế này" each name one document. What
is not certain is not reported: a wrong link misleads more than a missing one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import Final

from ..symbols import find_symbols
from ..symbols.document_types import TYPES_BY_ABBREVIATION
from .law_titles import LAW_TITLES

__all__ = ["ATTACHED_TYPES", "Mention", "find_mentions"]

ATTACHED_TYPES: Final = ("Quy chế", "Quy định", "Điều lệ", "Nội quy", "Quy trình", "Quy chuẩn")
_LAWS: Final = r"Bộ\s+luật|Bộ\s+Luật|Luật|Pháp\s+lệnh"
_BY_NUMBER: Final = (
    r"Nghị\s+quyết\s+liên\s+tịch|Nghị\s+quyết|Nghị\s+định|Quyết\s+định|Chỉ\s+thị|"
    r"Thông\s+tư\s+liên\s+tịch|Thông\s+tư|Văn\s+bản\s+hợp\s+nhất|Sắc\s+lệnh|Lệnh|Kế\s+hoạch|"
    r"Công\s+văn|Thông\s+báo|Tờ\s+trình|Kết\s+luận|Công\s+điện|Chương\s+trình|Hướng\s+dẫn"
)
_SELF = re.compile(
    rf"(?<!\w)(?P<type>{_LAWS}|{_BY_NUMBER}|Hiến\s+pháp|{'|'.join(ATTACHED_TYPES)})\s+này(?!\w)".replace(
        "Quy ", r"Quy\s+"
    )
)
_BEFORE_SYMBOL = re.compile(
    rf"(?<!\w)(?P<type>{_LAWS}|{_BY_NUMBER})(?:\s+của\s+[^;:.()\d]{{2,60}}?)?(?:\s+số)?\s*:?\s*$"
)
_AMENDING_LAW = re.compile(
    r"(?<!\w)Luật\s+[Ss]ửa\s+đổi\s*,\s*bổ\s+sung\s+[^;:.()“”\"\d]*?số\s*:?\s*$"
)
_LAW_BEFORE_SYMBOL = re.compile(
    rf"(?<!\w)(?P<type>{_LAWS})\s+(?P<title>[^\W\d][^;:.()“”\"\d]{{1,140}}?)\s+số\s*:?\s*$"
)
_LOOK_BACK: Final = 260
_DATE = re.compile(
    r"[\s,(]{0,3}(?:ban\s+hành\s+)?ngày\s+(\d{1,2})(?:\s+tháng\s+|/)(\d{1,2})(?:\s+năm\s+|/)(\d{4})"
)
_YEAR = re.compile(r"\s+(?:năm\s+)?((?:19|20)\d{2})(?![\w/])")

_KNOWN: Final = "|".join(
    re.escape(title).replace(r"\ ", r"\s+").replace(",", r"\s*,")
    for title in sorted(LAW_TITLES, key=len, reverse=True)
)
_PRINTED: Final = {title.casefold(): title for title in LAW_TITLES}
_NAMED_LAW = re.compile(rf"(?<!\w)(?P<type>{_LAWS})\s+(?P<title>(?i:{_KNOWN}))(?!\w)")
_AMENDING_NAMED = re.compile(
    rf"(?<!\w)Luật\s+[Ss]ửa\s+đổi\s*,\s*bổ\s+sung\s+(?:một\s+số\s+điều\s+của\s+)?"
    rf"(?:(?:,\s*|\s+và\s+)?(?:{_LAWS})\s+(?i:{_KNOWN})(?!\w))+"
)
_UNLISTED_LAW = re.compile(
    rf"(?<!\w)(?P<type>{_LAWS})\s+(?P<title>[A-ZĐÀ-Ỹ][^\W\d]*(?:\s+[^\W\d]+){{0,9}}?)"
    r"(?=\s+năm\s+\d{4}|\s+ngày\s+\d{1,2}\D|\s*;|\s*\.(?:\s|$))"
)
_NOT_A_TITLE = re.compile(
    r"\b(?:của|theo|quy định|được|này|có|về|và|hoặc|số|thì|tại|phải|không|đã|luật)\b", re.IGNORECASE
)
_CONSTITUTION = re.compile(
    r"(?<!\w)Hiến\s+pháp(?:\s+nước\s+Cộng\s+hòa\s+xã\s+hội\s+chủ\s+nghĩa\s+Việt\s+Nam)?"
    r"(?=\s+năm\s+\d{4})"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One document named in a text; `text[start:end]` is its name without its date.

    `itself` is true for "Nghị định này". `title` is set for laws named by title, with the word
    "Luật" ("Luật Đất đai"). `year` comes from the symbol, else from the date or "năm ...".
    """

    start: int
    end: int
    type_name: str
    symbol: str = ""
    title: str = ""
    year: int | None = None
    issued_on: date | None = None
    itself: bool = False


def find_mentions(text: str) -> list[Mention]:
    """Return the documents named in `text`, in order, without overlaps."""
    found = _by_symbol(text)
    taken = _Taken(found)
    for mention in _by_title(text):
        if taken.free(mention):
            taken.add(mention)
    for match in _SELF.finditer(text):
        mention = Mention(match.start(), match.end(), _words(match["type"]), itself=True)
        if taken.free(mention):
            taken.add(mention)
    return taken.mentions


class _Taken:
    """Mentions in order of place; answers whether a place is free."""

    def __init__(self, mentions: list[Mention]) -> None:
        self.mentions = mentions
        self._starts = [mention.start for mention in mentions]

    def free(self, mention: Mention) -> bool:
        at = bisect_right(self._starts, mention.start)
        before = at == 0 or self.mentions[at - 1].end <= mention.start
        return before and (at == len(self._starts) or self._starts[at] >= mention.end)

    def add(self, mention: Mention) -> None:
        at = bisect_right(self._starts, mention.start)
        self._starts.insert(at, mention.start)
        self.mentions.insert(at, mention)


def _words(text: str) -> str:
    return re.sub(r"\s*,", ",", " ".join(text.split()))


def _by_symbol(text: str) -> list[Mention]:
    found: list[Mention] = []
    last_end = 0
    for match in find_symbols(text):
        floor = max(last_end, match.start - _LOOK_BACK)
        start, kind, title = _name_before(text[floor : match.start])
        if not kind and (known := TYPES_BY_ABBREVIATION.get(match.symbol.type_code)):
            kind = known.name_vi
        issued_on, year = _dated(text, match.end)
        found.append(
            Mention(
                match.start if start is None else floor + start,
                match.end,
                kind,
                symbol=match.symbol.text,
                title=title,
                year=match.symbol.year or (issued_on.year if issued_on else year),
                issued_on=issued_on,
            )
        )
        last_end = match.end
    return found


def _name_before(before: str) -> tuple[int | None, str, str]:
    """Return where the name that ends in a symbol starts, its type, and a law's title."""
    if match := _AMENDING_LAW.search(before):
        return match.start(), "Luật", _words(match[0].removesuffix(":"))[: -len(" số")].strip()
    last: tuple[int | None, str, str] = (None, "", "")
    # The nearest name is meant: "Luật A và Luật B số 1/2020/QH14" gives Luật B.
    for start in _name_starts(before):
        tail = before[start:]
        if match := _BEFORE_SYMBOL.match(tail):
            last = (start, _words(match["type"]).capitalize(), "")
        elif match := _LAW_BEFORE_SYMBOL.match(tail):
            kind = _words(match["type"]).capitalize()
            last = (start, kind, f"{kind} {_words(match['title'])}")
        if last[0] is not None:
            return last
    number_word = _NUMBER_WORD.search(before)
    return (number_word.start() if number_word else None, "", "")


_NUMBER_WORD = re.compile(r"(?<!\w)số\s*:?\s*$")
_NAME = re.compile(rf"(?<!\w)(?:{_LAWS}|{_BY_NUMBER})(?!\w)")


def _name_starts(before: str) -> list[int]:
    return [match.start() for match in _NAME.finditer(before)][::-1]


def _by_title(text: str) -> list[Mention]:
    found = [_titled(text, m, "Luật", _words(m[0])) for m in _AMENDING_NAMED.finditer(text)]
    for match in _NAMED_LAW.finditer(text):
        found.append(_named(text, match))
    for match in _UNLISTED_LAW.finditer(text):
        if not _NOT_A_TITLE.search(match["title"]):
            found.append(_named(text, match))
    for match in _CONSTITUTION.finditer(text):
        found.append(_titled(text, match, "Hiến pháp", "Hiến pháp"))
    return found


def _titled(text: str, match: re.Match[str], kind: str, title: str) -> Mention:
    issued_on, year = _dated(text, match.end())
    return Mention(match.start(), match.end(), kind, title=title, year=year, issued_on=issued_on)


def _named(text: str, match: re.Match[str]) -> Mention:
    kind = _words(match["type"]).capitalize()
    title = _words(match["title"])
    return _titled(text, match, kind, f"{kind} {_PRINTED.get(title.casefold(), title)}")


def _dated(text: str, end: int) -> tuple[date | None, int | None]:
    if match := _DATE.match(text, end):
        day, month, year = (int(group) for group in match.groups())
        try:
            return date(year, month, day), year
        except ValueError:
            return None, year
    match = _YEAR.match(text, end)
    return None, int(match[1]) if match else None
