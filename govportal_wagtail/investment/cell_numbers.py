"""Read the numbers that offices write into cells, in Vietnamese and in English style.

A number that can be read in two ways is never guessed: the style is stated, or told by the other
cells of its column, or the cell is refused.
"""

from __future__ import annotations

import enum
import math
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from ..core.vietnamese import normalise

__all__ = [
    "AmbiguousNumber",
    "ContradictoryStyles",
    "ExponentNumber",
    "FormulaCell",
    "NotANumber",
    "NumberError",
    "NumberStyle",
    "TooManyDigits",
    "number_of_cell",
    "number_of_float",
    "parse_number",
    "parse_percent",
    "style_of",
]

MAX_DIGITS: Final = 20
#: What a spreadsheet program keeps of a number, and whole numbers that its format keeps exactly.
_FLOAT_DIGITS: Final = 15
_EXACT_FLOAT: Final = 2**53
_SHOWN: Final = 60


class NumberStyle(enum.Enum):
    """Which mark divides thousands and which one begins the decimals."""

    VIETNAMESE = "vi"  # 1.234,5
    ENGLISH = "en"  # 1,234.5
    UNKNOWN = ""


class NumberError(ValueError):
    """A cell that cannot be read as a number; its message names the text of the cell."""

    def __init__(self, message: str, text: object) -> None:
        shown = str(text)
        self.text = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
        super().__init__(message % {"text": self.text})


class NotANumber(NumberError):
    """Something else than a number."""


class FormulaCell(NumberError):
    """A formula instead of its result."""


class ExponentNumber(NumberError):
    """A number of which a spreadsheet program dropped digits, like 1.23E+11."""


class AmbiguousNumber(NumberError):
    """A number that is a thousand times larger in one style than in the other."""


class TooManyDigits(NumberError):
    """A number with more digits than any amount has."""


class ContradictoryStyles(NumberError):
    """A number in another style than the rest of its column."""


_FORMULA: Final = re.compile(r"[=＝@]|[+\-](?:[=@(]|[A-Za-z]+\$?[0-9(])")
_EXPONENT: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+")
_MINUS: Final = str.maketrans("\u2212\u2013\uff0d", "---")
_SIGNED: Final = re.compile(r"(?P<sign>[+-]?) ?(?P<plain>[0-9][0-9., ]*)")
_IN_PARENTHESES: Final = re.compile(r"\( ?(?P<plain>[0-9][0-9., ]*?) ?\)")

#: Written forms in the order in which they are tried; ``None`` says nothing about the style.
_FORMS: Final[tuple[tuple[re.Pattern[str], NumberStyle | None], ...]] = (
    (re.compile(r"(?P<whole>[0-9]+)"), None),
    (re.compile(r"(?P<whole>[0-9]{1,3}(?: [0-9]{3})+)"), None),
    (
        re.compile(r"(?P<whole>[0-9]{1,3}(?: [0-9]{3})+),(?P<decimals>[0-9]+)"),
        NumberStyle.VIETNAMESE,
    ),
    (
        re.compile(r"(?P<whole>[0-9]{1,3}(?: [0-9]{3})+)\.(?P<decimals>[0-9]+)"),
        NumberStyle.ENGLISH,
    ),
    # One mark before three digits: which of the two it is cannot be told.
    (re.compile(r"(?P<first>[1-9][0-9]{0,2})(?P<mark>[.,])(?P<last>[0-9]{3})"), None),
    (
        re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,(?P<decimals>[0-9]+))?"),
        NumberStyle.VIETNAMESE,
    ),
    (
        re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.(?P<decimals>[0-9]+))?"),
        NumberStyle.ENGLISH,
    ),
    (re.compile(r"(?P<whole>0|[1-9][0-9]*),(?P<decimals>[0-9]+)"), NumberStyle.VIETNAMESE),
    (re.compile(r"(?P<whole>0|[1-9][0-9]*)\.(?P<decimals>[0-9]+)"), NumberStyle.ENGLISH),
)
_DECIMAL_MARK: Final = {NumberStyle.VIETNAMESE: ",", NumberStyle.ENGLISH: "."}


def parse_number(text: str, style: NumberStyle = NumberStyle.UNKNOWN) -> Decimal:
    """Return the number that `text` states; negative ones, also in parentheses, are negative.

    ``1.234,5``, ``1,234.5``, ``1.234.567`` and ``1,5`` are understood whatever the style is;
    `style` decides only about ``1.234`` and ``1,234``. Blanks of every kind divide thousands.

    Raises:
        NumberError: a subclass that says what is wrong, with a message that names the text.
    """
    sign, plain = _sign_and_digits(text)
    if sum(character.isdigit() for character in plain) > MAX_DIGITS:
        raise TooManyDigits(_("“%(text)s” has too many digits."), text)
    match = _form(plain, text)[0]
    if "mark" in match.groupdict():
        if style is NumberStyle.UNKNOWN:
            message = _("“%(text)s” can be read in two ways; say how the file writes decimals.")
            raise AmbiguousNumber(message, text)
        point = "." if match["mark"] == _DECIMAL_MARK[style] else ""
        return Decimal(f"{sign}{match['first']}{point}{match['last']}")
    decimals = match.groupdict().get("decimals")
    whole = re.sub("[., ]", "", match["whole"])
    return Decimal(f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}")


def parse_percent(text: str, style: NumberStyle = NumberStyle.UNKNOWN) -> Decimal:
    """Return the percentage that `text` states, with or without its sign: ``45,5%`` is 45.5.

    Raises:
        NumberError: as `parse_number`, which takes no percent sign.
    """
    cleaned = normalise(text).strip()
    return parse_number(cleaned.removesuffix("%"), style)


def number_of_cell(cell: object, style: NumberStyle = NumberStyle.UNKNOWN) -> Decimal:
    """Return the number in a cell of a spreadsheet, be it kept as a number or as text.

    Raises:
        NumberError: for what is neither; also for an empty cell, a date and a yes or no.
    """
    if isinstance(cell, str):
        return parse_number(cell, style)
    if isinstance(cell, float):
        return number_of_float(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | Decimal):
        raise _not_a_number("" if cell is None else cell)
    number = Decimal(cell)
    if not number.is_finite():
        raise _not_a_number(cell)
    return _plain(number, cell)


def number_of_float(value: float) -> Decimal:
    """Return the number that a spreadsheet program shows for a floating point value.

    Those programs keep fifteen digits, so 123.30000000000001 is 123.3; whole numbers up to 2**53
    are exact and stay as they are.

    Raises:
        NotANumber: for an infinite value and for none.
        TooManyDigits: where more than twenty digits are needed to write it.
    """
    if not math.isfinite(value):
        raise _not_a_number(value)
    if value.is_integer() and abs(value) <= _EXACT_FLOAT:
        return Decimal(int(value))
    return _plain(Decimal(f"{value:.{_FLOAT_DIGITS}g}"), value)


def style_of(texts: Iterable[str], stated: NumberStyle = NumberStyle.UNKNOWN) -> NumberStyle:
    """Return the style of a column, told by its cells that can be read in one way only.

    Cells that are no numbers are passed over: they are refused where they are read. UNKNOWN where
    no cell tells the style and none is `stated`.

    Raises:
        ContradictoryStyles: naming the first cell in another style than those before it, or than
            the style that was stated.
    """
    found = stated
    for text in texts:
        try:
            told = _form(_sign_and_digits(text)[1], text)[1]
        except NumberError:
            continue
        if told is None:
            continue
        if found not in (NumberStyle.UNKNOWN, told):
            message = _("“%(text)s” writes decimals in another way than the rest of the column.")
            raise ContradictoryStyles(message, text)
        found = told
    return found


def _sign_and_digits(text: str) -> tuple[str, str]:
    """The sign, and the digits with their marks.

    Raises:
        NumberError: for what is no number.
    """
    cleaned = normalise(text).strip().translate(_MINUS)
    if match := _IN_PARENTHESES.fullmatch(cleaned):
        return "-", match["plain"]
    if match := _SIGNED.fullmatch(cleaned):
        return match["sign"], match["plain"]
    if _EXPONENT.fullmatch(cleaned):
        message = _("“%(text)s” was shortened by a spreadsheet program; write all of its digits.")
        raise ExponentNumber(message, text)
    if _FORMULA.match(cleaned):
        raise FormulaCell(_("“%(text)s” is a formula; write its result."), text)
    raise _not_a_number(text)


def _form(plain: str, text: str) -> tuple[re.Match[str], NumberStyle | None]:
    for pattern, told in _FORMS:
        if match := pattern.fullmatch(plain):
            return match, told
    raise _not_a_number(text)


def _plain(number: Decimal, cell: object) -> Decimal:
    """The number without an exponent.

    Raises:
        TooManyDigits: where it cannot be written in twenty digits.
    """
    if abs(number.adjusted()) <= MAX_DIGITS:
        written = f"{number:f}"
        if sum(character.isdigit() for character in written) <= MAX_DIGITS:
            return Decimal(written)
    raise TooManyDigits(_("“%(text)s” has too many digits."), cell)


def _not_a_number(text: object) -> NotANumber:
    return NotANumber(_("“%(text)s” is not a number; write digits only."), text)
