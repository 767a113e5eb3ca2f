"""Open a register file, whatever office wrote it: JSON, JSON lines, CSV or Excel.

The kind is told by the content. Old Vietnamese encodings are decoded, separators recognised.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from ..legacy_encoding import UndecodableText, decode_bytes
from ..vietnamese import normalise
from .errors import UnusableInput
from .formulas import Formulas, formulas_in

#: The longest register that is read; all its rows are held in memory at once.
MAX_ROWS: Final = 500_000
_DELIMITERS: Final = ";,\t|"
_SNIFFED_LINES: Final = 20
_OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A register may hold whole documents in its cells; Python's own limit is 128 KiB.
_MAX_CELL: Final = 64 * 1024 * 1024
_NO_FORMULAS: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stands in the file; ``number`` is what the person sees in the spreadsheet.

    Rows of CSV and Excel count from the heading, which is row 1; items of JSON from 1. A cell
    with a formula has the value that the spreadsheet program stored last, and its formula in
    `formulas`.
    """

    number: int
    values: Mapping[str, Any]
    formulas: Mapping[str, str] = field(default_factory=lambda: _NO_FORMULAS, repr=False)

    def formula(self, column: str) -> str:
        """The formula in a cell, beginning with ``=``; "" where there is none.

        In a file of plain text, that is any text which a spreadsheet program would run.
        """
        if column in self.formulas:
            return self.formulas[column]
        value = self.values.get(column)
        text = value.strip() if isinstance(value, str) else ""
        return text if text.startswith("=") else ""


@dataclass(frozen=True, slots=True)
class Register:
    """A register that was read: its kind, the names of its columns, and its rows."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[RawRow, ...] = field(repr=False)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows are: the sheet of a workbook (empty: the first with rows), the member of a
    JSON object that holds the list, the number of the heading row (0: the first row with text).
    """

    sheet: str = ""
    list_key: str = ""
    header_row: int = 0


def read_bytes(path: Path) -> bytes:
    """The content of the file at `path`, for `read_register`.

    Raises:
        UnusableInput: if it cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        message = _("The file %(name)s cannot be opened: %(reason)s")
        raise UnusableInput(
            message % {"name": path.name, "reason": error.strerror or str(error)}
        ) from error


def read_register(data: bytes, source: Source | None = None) -> Register:
    """Read a register from its bytes.

    Raises:
        UnusableInput: if the content is no register, is damaged or is empty.
    """
    source = source or Source()
    if data.startswith(b"PK\x03\x04"):
        register = _read_workbook(data, source)
    elif data.startswith(_OLE_MAGIC):
        raise UnusableInput(
            _("This is an old Excel file (.xls). Save it as .xlsx or CSV and import that file.")
        )
    else:
        register = _read_text(data, source)
    if not register.rows:
        raise UnusableInput(_("The file contains no rows."))
    return register


def _read_text(data: bytes, source: Source) -> Register:
    try:
        text = decode_bytes(data).text.lstrip("\ufeff")
    except UndecodableText as error:
        message = _("This is not a register (choose a JSON, CSV or Excel .xlsx file): %(reason)s")
        raise UnusableInput(message % {"reason": error}) from error
    start = text.lstrip()[:1]
    if start == "[":
        return _from_items(_parse_json(text), "json")
    if start == "{":
        return _read_object(text, source.list_key)
    return _read_csv(text, source)


# --- JSON ------------------------------------------------------------------------------------


def _parse_json(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise UnusableInput(_("The JSON file is nested too deeply.")) from error
    except ValueError as error:
        message = _("The JSON file is damaged: %(reason)s")
        raise UnusableInput(message % {"reason": error}) from error


def _read_object(text: str, list_key: str) -> Register:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and _are_objects(lines):
        return _from_items(_parse_lines(lines), "json lines")
    content = _parse_json(text)
    if list_key:
        if isinstance(content.get(list_key), list):
            return _from_items(content[list_key], "json")
        message = _("The JSON file has no list named %(name)s.")
        raise UnusableInput(message % {"name": list_key})
    lists = [value for value in content.values() if _is_list_of_objects(value)]
    return _from_items(lists[0] if len(lists) == 1 else [content], "json")


def _are_objects(lines: Sequence[str]) -> bool:
    """Whether each line is an object: one object may hold a list of others, line by line."""
    if not all(line.lstrip().startswith("{") for line in lines[:_SNIFFED_LINES]):
        return False
    try:
        json.loads(lines[0])
    except (ValueError, RecursionError):
        return False
    return True


def _parse_lines(lines: Sequence[str]) -> Iterator[Any]:
    for number, line in enumerate(lines, 1):
        try:
            yield json.loads(line)
        except (ValueError, RecursionError) as error:
            message = _("Line %(line)s of the JSON file is damaged: %(reason)s")
            raise UnusableInput(message % {"line": number, "reason": error}) from error


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _from_items(items: Iterable[Any], kind: str) -> Register:
    rows: list[RawRow] = []
    columns: dict[str, None] = {}
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict):
            message = _("Item %(number)s of the JSON list is not an object with named values.")
            raise UnusableInput(message % {"number": number})
        values = {normalise(str(name)).strip(): value for name, value in item.items()}
        columns |= dict.fromkeys(values)
        _append(rows, RawRow(number, values))
    return Register(kind, tuple(columns), tuple(rows))


# --- tables ----------------------------------------------------------------------------------


def _read_csv(text: str, source: Source) -> Register:
    delimiter = _delimiter(text, source.header_row)
    csv.field_size_limit(_MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return _from_table(reader, "csv", source.header_row)
    except csv.Error as error:
        message = _("Line %(line)s of the CSV file is damaged: %(reason)s")
        raise UnusableInput(message % {"line": reader.line_num, "reason": error}) from error


def _delimiter(text: str, header_row: int) -> str:
    """Return the separator that splits the heading into most columns; abstracts hold commas."""
    if text[:4].lower() == "sep=" and text[4:5] in _DELIMITERS:
        return text[4]
    skipped = max(0, header_row - 1)
    for line in text.splitlines()[skipped : skipped + _SNIFFED_LINES]:
        if line.strip(_DELIMITERS + ' "'):
            counts = {mark: len(next(csv.reader([line], delimiter=mark))) for mark in _DELIMITERS}
            return max(_DELIMITERS, key=lambda mark: counts[mark])
    return ","


def _read_workbook(data: bytes, source: Source) -> Register:
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, ParseError) as error:
        message = _("The Excel file is damaged or is not an .xlsx file.")
        raise UnusableInput(message) from error
    sheet = source.sheet
    try:
        if sheet and sheet not in book.sheetnames:
            message = _("The workbook has no sheet %(name)s; there are: %(names)s")
            names = ", ".join(book.sheetnames)
            raise UnusableInput(message % {"name": sheet, "names": names})
        register = Register("xlsx", (), ())
        for name in [sheet] if sheet else book.sheetnames:
            worksheet = book[name]
            if not hasattr(worksheet, "iter_rows"):
                continue
            # The size that a program wrote into the file is often wrong.
            worksheet.reset_dimensions()
            lines = worksheet.iter_rows(values_only=True)
            formulas = formulas_in(data, name)
            register = _from_table(lines, "xlsx", source.header_row, formulas)
            if register.rows:
                break
        return register
    except (ParseError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        message = _("The Excel file is damaged or is not an .xlsx file.")
        raise UnusableInput(message) from error
    finally:
        book.close()


def _from_table(
    lines: Iterable[Sequence[Any]], kind: str, header_row: int, formulas: Formulas | None = None
) -> Register:
    heading: list[str] = []
    rows: list[RawRow] = []
    for number, cells in enumerate(lines, 1):
        if number < header_row or all(_is_blank(cell) for cell in cells):
            continue
        if not heading:
            if len(cells) == 1 and str(cells[0]).lower().startswith("sep="):
                continue
            heading = _heading(cells)
            continue
        values = {name: cell for name, cell in zip(heading, cells, strict=False) if name}
        if overflow := [str(cell) for cell in cells[len(heading) :] if not _is_blank(cell)]:
            values[OVERFLOW] = overflow
        in_row = (formulas or {}).get(number)
        held = _by_heading(heading, in_row) if in_row else _NO_FORMULAS
        _append(rows, RawRow(number, values, held))
    return Register(kind, tuple(name for name in heading if name), tuple(rows))


#: The key under which cells beyond the last heading are kept: the row is not what it seems.
OVERFLOW: Final = "\x00overflow"


def _heading(cells: Sequence[Any]) -> list[str]:
    names = [" ".join(normalise(str(cell)).split()) if cell is not None else "" for cell in cells]
    while names and not names[-1]:
        names.pop()
    twice = {name for name in names if name and names.count(name) > 1}
    if twice:
        message = _("The column %(name)s occurs twice in the heading.")
        raise UnusableInput(message % {"name": min(twice)})
    return names


def _by_heading(heading: Sequence[str], formulas: Mapping[int, str]) -> dict[str, str]:
    return {
        heading[place]: text
        for place, text in formulas.items()
        if place < len(heading) and heading[place]
    }


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _append(rows: list[RawRow], row: RawRow) -> None:
    if len(rows) >= MAX_ROWS:
        message = _("The file has more than %(count)s rows; split it.")
        raise UnusableInput(message % {"count": MAX_ROWS})
    rows.append(row)
