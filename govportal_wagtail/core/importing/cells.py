"""Clean single cells: text out of HTML and old fonts, dates however they were typed."""

from __future__ import annotations

import html
import json
import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any, Final

from ..legacy_text import LegacyEncoding, convert, detect
from ..text_issues import diagnose
from ..vietnamese import fold, normalise

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200
# Day 0 of Excel's calendar, which counts a 29 February 1900 that never was.
_EXCEL_EPOCH: Final = date(1899, 12, 30)
_EXCEL_RANGE: Final = range(367, 110_000)

_TAG = re.compile(
    r"</?(?:p|br|div|span|b|i|u|strong|em|font|a|table|tbody|thead|tr|td|th|ul|ol|li|h[1-6]|script"
    r"|style|img|iframe|html|body|o:p|sup|sub|pre|center)\b[^<>]*>|<!--|<!doctype|<\?xml",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,10}\d{0,2});", re.IGNORECASE)
_BLOCKS: Final = frozenset(
    {"p", "br", "div", "tr", "table", "li", "ul", "ol", "pre", "center"}
    | {f"h{level}" for level in range(1, 7)}
)
_DROPPED: Final = frozenset({"script", "style", "iframe", "head", "noscript", "template"})
_YES_NO: Final = {
    **dict.fromkeys(("yes", "true", "1", "x", "co"), "yes"),
    **dict.fromkeys(("no", "false", "0", "khong"), "no"),
}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text of a cell and the codes of what was wrong with it.

    Codes: those of `diagnose`, and ``html``.
    """

    text: str
    issues: tuple[str, ...] = ()


def cell_text(value: Any) -> str:
    """The text of a cell of any type; lists are joined with semicolons."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list | tuple):
        return "; ".join(cell_text(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def row_encoding(texts: list[str]) -> LegacyEncoding | None:
    """The old font encoding of a row; its short cells alone would be too little to tell."""
    return detect("\n".join(text[:2000] for text in texts if not text.isascii()))


def clean(text: str, encoding: LegacyEncoding | None = None) -> Cleaned:
    """Return `text` as the portal stores it: Unicode NFC, no markup, no invisible characters.

    `encoding` is what the rest of the row is written in, for cells too short to tell.
    """
    if not text:
        return Cleaned("")
    issues: list[str] = []
    if _TAG.search(text):
        text = _without_html(text)
        issues.append("html")
    elif _ENTITY.search(text):
        text = html.unescape(text)
        issues.append("html")
    issues += [issue.code for issue in diagnose(text)]
    found = detect(text) or encoding
    if found and not text.isascii():
        text = convert(text, found)
        issues.append(found)
    return Cleaned(normalise(text).strip(), tuple(dict.fromkeys(issues)))


def yes_or_no(text: str) -> str:
    """What people write for ``yes`` or ``no``, as that word; "" for anything else."""
    return _YES_NO.get(fold(text), "")


def one_line(text: str) -> str:
    """`text` with every run of blanks and line breaks as one blank."""
    return " ".join(text.split())


class _TextOf(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._dropping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self._dropping += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append("\t")

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self._dropping = max(0, self._dropping - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self.parts.append(data)


def _without_html(text: str) -> str:
    parser = _TextOf()
    parser.feed(text)
    parser.close()
    plain = "".join(parser.parts)
    return re.sub(r"[ \t]*\n[ \t]*(?:\n[ \t]*)+", "\n\n", plain)


class UnreadableDate(ValueError):
    """A cell that is no date."""


def read_date(value: Any, formats: tuple[str, ...]) -> date | None:
    """The day that a cell names; None if it is empty.

    Reads real dates of Excel and their serial numbers, then `formats` in order.

    Raises:
        UnreadableDate: if it is no day, or none between 1900 and 2200.
    """
    found = _date(value, formats)
    if found is not None and not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise UnreadableDate(str(value))
    return found


def _date(value: Any, formats: tuple[str, ...]) -> date | None:
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float):
        return _serial(value)
    text = one_line(normalise(str(value))).strip(" '")
    if not text or text in {"-", "--", "...", "…", "null", "None"}:
        return None
    for pattern in formats:
        try:
            return datetime.strptime(_CLOCK.sub("", text), pattern).date()
        except ValueError:
            continue
    return _iso_or_words(text)


_WORDS = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_ISO_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*")
# Exports of old portals add midnight to every day: "20/05/2026 00:00:00".
_CLOCK = re.compile(r"(?<=\d) +\d{1,2}:\d{2}(?::\d{2})?(?: [AP]M)?$", re.IGNORECASE)


def _iso_or_words(text: str) -> date:
    if found := _WORDS.fullmatch(text):
        return _day(int(found[3]), int(found[2]), int(found[1]), text)
    if found := _ISO_TIME.fullmatch(text):
        year, month, day = map(int, found[1].split("-"))
        return _day(year, month, day, text)
    if text.isascii() and text.isdigit() and len(text) == 5:
        return _serial(int(text))
    raise UnreadableDate(text)


def _serial(value: float) -> date:
    """A number is a day of Excel's calendar; the fraction is the time of day."""
    if not math.isfinite(value) or int(value) not in _EXCEL_RANGE:
        raise UnreadableDate(str(value))
    return _EXCEL_EPOCH + timedelta(days=int(value))


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise UnreadableDate(text) from error
