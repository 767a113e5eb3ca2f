"""Excel: the values of each sheet with its merged cells, however large the sheet says it is.

A merged range is looked up, never filled in beforehand: a crafted file merges a billion cells.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.cell import (
    column_index_from_string,
    coordinate_from_string,
    range_boundaries,
)
from openpyxl.utils.exceptions import InvalidFileException

from .errors import UnusableTable
from .grid import MAX_COLUMNS, MAX_ROWS

_MERGED: Final = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"'
)
#: A formula whose result the program that wrote the file did not store.
_WITHOUT_RESULT: Final = re.compile(
    rb'<c r="([A-Z]{1,3}\d{1,7})"(?:(?! t="str")[^<>]){0,80}>'
    rb"<f\b[^<>]{0,200}>([^<]{0,500})</f>(?:<v\s?/>|<v></v>)?</c>"
)
_MAX_MERGED: Final = 5_000
_MAX_SHEETS: Final = 60
_DAMAGED: Final = (
    *(InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, ParseError),
    *(AttributeError, IndexError, OverflowError, EOFError, zipfile.zlib.error),  # type: ignore[attr-defined]
)


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a cell; ``width`` and ``is_continued`` as in ``grid.Cell``.

    A formula without a result is its own value, so that it is seen.
    """

    value: Any = None
    width: int = 1
    is_continued: bool = False
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class _Range:
    first_column: int
    first_row: int
    last_column: int
    last_row: int


def sheets(data: bytes) -> Iterator[tuple[str, list[tuple[int, list[Value]]]]]:
    """The visible sheets with their rows, numbered from 1.

    Raises:
        UnusableTable: for a damaged workbook, and for one that is too large.
    """
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            for sheet in islice(book.worksheets, _MAX_SHEETS):
                if sheet.sheet_state == "visible":
                    yield sheet.title, _rows(sheet)
        finally:
            book.close()
    except _DAMAGED as error:
        message = _("The Excel file is damaged or is not an .xlsx file.")
        raise UnusableTable(message) from error


def _rows(sheet: Any) -> list[tuple[int, list[Value]]]:
    sheet.reset_dimensions()
    with sheet._get_source() as source:
        markup = source.read()
    merged = _merged_ranges(markup)
    formulas = _formulas(markup)
    above: dict[_Range, Any] = {}
    rows: list[tuple[int, list[Value]]] = []
    blank = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=2 * MAX_COLUMNS), 1):
        values = [
            formulas.get((number, column)) if cell.value is None else cell.value
            for column, cell in enumerate(cells, 1)
        ]
        if any(value is not None for value in values[MAX_COLUMNS:]):
            message = _("The table has more than %(count)s columns.")
            raise UnusableTable(message % {"count": MAX_COLUMNS})
        if not any(value is not None and str(value).strip() for value in values):
            blank += 1
            if blank > MAX_ROWS:
                break
        elif number > MAX_ROWS:
            message = _("The table is too long for a week: more than %(rows)s rows.")
            raise UnusableTable(message % {"rows": MAX_ROWS})
        if number <= MAX_ROWS:
            found = _cells(number, values[:MAX_COLUMNS], merged, above)
            rows.append((number, _marked(found, cells)))
    return rows


def _cells(
    row: int, values: Sequence[Any], merged: list[_Range], above: dict[_Range, Any]
) -> list[Value]:
    here = [each for each in merged if each.first_row <= row <= each.last_row]
    width = max([len(values), *(min(each.last_column, MAX_COLUMNS) for each in here)], default=0)
    found = [Value(value) for value in values] + [Value()] * (width - len(values))
    for each in here:
        at = each.first_column - 1
        if at >= len(found):
            continue
        is_first = row == each.first_row
        if is_first:
            above[each] = found[at].value
        wide = min(each.last_column, MAX_COLUMNS) - at
        found[at] = Value(above.get(each), wide, not is_first and above.get(each) is not None)
    return found


def _marked(values: list[Value], cells: Sequence[Any]) -> list[Value]:
    """The values, those known as such whose cell is struck through."""
    for at, cell in enumerate(cells[: len(values)]):
        if cell.value is not None and cell.font is not None and cell.font.strike:
            values[at] = replace(values[at], is_struck=True)
    return values


def _formulas(markup: bytes) -> dict[tuple[int, int], str]:
    """The formulas without a result, by row and column."""
    found: dict[tuple[int, int], str] = {}
    for each in islice(_WITHOUT_RESULT.finditer(markup), MAX_ROWS * MAX_COLUMNS):
        letters, row = coordinate_from_string(each[1].decode())
        text = html.unescape(each[2].decode("utf-8", "replace"))
        found[row, column_index_from_string(letters)] = f"={text}"
    return found


def _merged_ranges(markup: bytes) -> list[_Range]:
    found = islice(_MERGED.finditer(markup), _MAX_MERGED)
    ranges = [range_boundaries(each[1].decode()) for each in found]
    # A range of nearly the whole sheet is a slip of the formatting, not a cell.
    return [
        _Range(*each)  # type: ignore[arg-type]
        for each in ranges
        if None not in each and each[0] <= MAX_COLUMNS and each[1] <= MAX_ROWS  # type: ignore[operator]
    ]
