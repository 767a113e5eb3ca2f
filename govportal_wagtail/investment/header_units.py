"""Tell the unit of a column of money from its heading, as offices write headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from ..core.vietnamese import normalise
from .money_units import MoneyUnit

__all__ = ["ContradictoryUnits", "OtherCurrency", "UnclearUnit", "UnitError", "unit_in_header"]


class UnitError(ValueError):
    """A heading whose unit cannot be told for certain; its message names the heading."""

    def __init__(self, message: str, heading: str) -> None:
        self.heading = heading
        super().__init__(message % {"heading": heading})


class ContradictoryUnits(UnitError):
    """Two different units in one heading."""


class UnclearUnit(UnitError):
    """Something like a unit that can be read in several ways."""


class OtherCurrency(UnitError):
    """Another currency than đồng."""


def unit_in_header(text: str) -> MoneyUnit | None:
    """Return the unit that a heading states: "TMĐT - tr.đ", "ĐVT: tỷ đồng"; None without one.

    "Đồng" alone is a unit only where it stands for itself, as in "(đồng)": "Giá trị hợp đồng"
    says nothing.

    Raises:
        ContradictoryUnits: where two different units are named.
        UnclearUnit: for a half of a unit, "(tỷ)", one of another size, "nghìn tỷ đồng", and a
            rate, "triệu đồng/km".
        OtherCurrency: where another currency is named.
    """
    heading = " ".join(normalise(text).replace("_", " ").casefold().split())
    if _OTHER_CURRENCY.search(heading):
        raise OtherCurrency(_("“%(heading)s” names another currency than đồng."), text)
    tokens = _tokens(heading)
    found: set[MoneyUnit | None] = set()
    read: set[int] = set()
    for position, token in enumerate(tokens):
        if token.text in _CURRENCIES and (mention := _mention(tokens, position)):
            found.add(_unit(mention))
            read.update(mention.positions)
    if None in found or _has_half(tokens, read):
        message = _("“%(heading)s” does not name a unit for certain; write it like “triệu đồng”.")
        raise UnclearUnit(message, text)
    if len(found) > 1:
        raise ContradictoryUnits(_("“%(heading)s” names two different units."), text)
    return found.pop() if found else None


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    #: Whether a blank or nothing stands beside it.
    is_loose: bool = False

    @property
    def is_number(self) -> bool:
        return self.text[0].isdigit()


@dataclass(frozen=True, slots=True)
class _Mention:
    number: str
    sizes: Sequence[str]
    positions: range
    is_rate: bool


_UNITS: Final[dict[int | None, MoneyUnit]] = {unit.zeros: unit for unit in MoneyUnit}
_SIZES: Final = {
    **dict.fromkeys(("nghìn", "ngàn", "nghin", "ngan", "ng", "thousand"), 3),
    **dict.fromkeys(("triệu", "trieu", "tr", "million", "mn"), 6),
    **dict.fromkeys(("tỷ", "tỉ", "billion", "bn"), 9),
    # Read so that "trăm tỷ đồng" is not taken for "tỷ đồng".
    **dict.fromkeys(("chục", "trăm", "hundred"), None),
}
#: Sizes that are written without đồng; "tr" alone is a page as well.
_SPOKEN: Final = frozenset(_SIZES) - {"ng", "tr", "mn", "bn", "hundred"}
_CURRENCIES: Final = frozenset(("đồng", "đ", "vnd", "vnđ", "dong"))
_CODES: Final = frozenset(("vnd", "vnđ"))
_GLUED: Final = re.compile(r"(tr|ng|triệu|nghìn|ngàn|tỷ|tỉ)(đ|đồng|vnd|vnđ)")
_TOKEN: Final = re.compile(r"[0-9][0-9.,]*[0-9](?:\s?\^\s?[0-9]+)?|[0-9]|[^\W\d_]+|\S")
_POWER: Final = re.compile(r"10\s?\^\s?([0-9]{1,2})")
_ROUND: Final = re.compile(r"1(0*)")
_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_OPENING: Final = frozenset("([:,;-–—")
_OPENING_WORDS: Final = frozenset(("đvt", "tính", "vị", "bằng", "unit", "currency"))
_CLOSING: Final = frozenset(")],;.:/")
_DASHES: Final = frozenset("-–—")
_OTHER_CURRENCY: Final = re.compile(
    r"(?<!\w)(?:usd|eur|jpy|krw|cny|gbp|sdr|đô la|đô-la|đôla|euro|yên nhật|nhân dân tệ"
    r"|dollars?)(?!\w)|[$€¥£₩]"
)


def _tokens(heading: str) -> list[_Token]:
    heading = re.sub(
        "10([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda match: f"10^{match[1].translate(_SUPERSCRIPTS)}", heading
    )
    tokens = []
    for match in _TOKEN.finditer(heading):
        if glued := _GLUED.fullmatch(match[0]):
            tokens += [_Token(glued[1]), _Token(glued[2])]
            continue
        beside = heading[match.start() - 1 : match.start()], heading[match.end() : match.end() + 1]
        tokens.append(_Token(match[0], any(not each.strip() for each in beside)))
    return tokens


def _mention(tokens: Sequence[_Token], position: int) -> _Mention | None:
    """What belongs to the currency at this position; None where the word means something else."""
    first, end = position, position + 1
    sizes: list[str] = []
    while _size_before(tokens, first):
        first = _size_before(tokens, first) - 1
        sizes.append(tokens[first].text)
    number = ""
    while first and tokens[first - 1].is_number:
        first -= 1
        number = tokens[first].text + number
    if tokens[position].text in _CODES and end < len(tokens) and tokens[end].text in _SIZES:
        sizes.append(tokens[end].text)
        end += 1
    while end < len(tokens) and tokens[end].text in ("việt", "nam", "vn"):
        end += 1
    name = tokens[position].text
    if name == "dong" and not any(size.isascii() for size in sizes):
        # Without its marks the word means many things: "Đông", "Công ty Đông Á".
        return None
    if name not in _CODES and not (sizes or number) and not _stands_alone(tokens, first, end):
        return None
    is_rate = len(tokens) > end + 1 and tokens[end].text == "/" and tokens[end + 1].text.isalpha()
    return _Mention(number, sizes, range(first, end), is_rate)


def _size_before(tokens: Sequence[_Token], position: int) -> int:
    """Where the size that stands before this position ends; 0 where none does."""
    for end in (position, position - 1):
        if end > 0 and tokens[end - 1].text in _SIZES:
            return end
        if not (end > 0 and tokens[end - 1].text == "."):
            break
    return 0


def _unit(mention: _Mention) -> MoneyUnit | None:
    """The unit that is meant; None where that is not certain."""
    return None if mention.is_rate else _UNITS.get(_zeros(mention))


def _zeros(mention: _Mention) -> int | None:
    """How many zeros the unit has; None where that is not certain."""
    if len(mention.sizes) > 1:
        return None
    number = mention.number
    if mention.sizes:
        return _SIZES[mention.sizes[0]] if number in ("", "1") else None
    if power := _POWER.fullmatch(number):
        return int(power[1])
    digits = re.sub("[., ]", "", number) or "1"
    match = _ROUND.fullmatch(digits)
    return len(match[1]) if match else None


def _stands_alone(tokens: Sequence[_Token], first: int, end: int) -> bool:
    closed = end == len(tokens) or tokens[end].text in _CLOSING
    if not first:
        return closed
    before = tokens[first - 1]
    is_dash = before.text in _DASHES
    opened = before.text in _OPENING_WORDS or (
        before.text in _OPENING and (before.is_loose or not is_dash)
    )
    return closed and opened


def _has_half(tokens: Sequence[_Token], read: set[int]) -> bool:
    """Whether a size stands for itself, as in "(tỷ)" and "ĐVT: triệu"."""
    position = 0
    while position < len(tokens):
        end = position
        while end < len(tokens) and end not in read and tokens[end].text in _SPOKEN:
            end += 1
        if end > position and _stands_alone(tokens, position, end):
            return True
        position = max(end, position + 1)
    return False
