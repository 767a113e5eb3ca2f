"""Opens what an office has of its week: CSV, Excel, Word, or a table pasted from one of them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from ...core.files.limits import MEBIBYTE
from ...core.legacy_encoding import UndecodableText, decode_bytes
from ...core.vietnamese import normalise
from . import reading_word, reading_workbook
from .broken_lines import with_whole_rows
from .errors import UnusableTable
from .grid import MAX_COLUMNS, Cell, Grid, Line, make_grid

EXTENSIONS: Final = ("csv", "xlsx", "docx", "txt", "tsv")
MAX_BYTES: Final = 5 * MEBIBYTE
#: What the text of an office file may unpack to: many times what the longest week needs.
_MAX_UNPACKED: Final = 10 * MEBIBYTE
_TEXT_PARTS: Final = (".xml", ".rels", ".XML", ".RELS")
_SEPARATORS: Final = ";\t,|"
_MARKUP: Final = re.compile(r"<(?:html|table|\?xml)\b|<!doctype html|^mime-version:", re.IGNORECASE)
_OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_bytes(data: bytes) -> list[Grid]:
    """The tables of a file, told by its content: each sheet of a workbook, else one.

    Raises:
        UnusableTable: for a file that is damaged, too large, or no table.
    """
    if data.startswith(_OLE_MAGIC):
        message = _("This is an old Office file. Save it as .xlsx, .docx or CSV and import that.")
        raise UnusableTable(message)
    if data.startswith(b"PK\x03\x04"):
        return _read_package(data)
    try:
        text = decode_bytes(data).text
    except UndecodableText as error:
        raise UnusableTable(str(error)) from error
    return [read_text(text)]


def read_text(text: str) -> Grid:
    """A pasted table: with tabs as spreadsheets and word processors copy it, CSV, or plain lines.

    Raises:
        UnusableTable: where nothing can be read.
    """
    text = text.lstrip("\ufeff").replace("\0", "")
    if not text.strip():
        raise UnusableTable(_("There is nothing in it."))
    if _MARKUP.search(text[:4_000]):
        message = _(
            "This is a web page, whatever its name says. Open it in Excel or a browser, copy the "
            "table and paste it, or save it as .xlsx."
        )
        raise UnusableTable(message)
    separator = _separator(text)
    if separator:
        return make_grid(_lines(with_whole_rows(text) if separator == "\t" else text, separator))
    plain = normalise(text).split("\n")
    lines = (Line(number, (Cell(line),)) for number, line in enumerate(plain, 1))
    return make_grid(lines, is_prose=True)


def _lines(text: str, separator: str) -> Iterator[Line]:
    csv.field_size_limit(16 * MEBIBYTE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            if number == 1 and row and row[0].lower().startswith("sep="):
                continue
            _check_width(row)
            yield Line(number, tuple(Cell(each) for each in row))
    except csv.Error as error:
        message = _("Row %(row)s of the table is damaged.")
        raise UnusableTable(message % {"row": number + 1}) from error


def _check_width(row: Sequence[str]) -> None:
    if any(text.strip() for text in row[MAX_COLUMNS:]):
        message = _("The table has more than %(count)s columns.")
        raise UnusableTable(message % {"count": MAX_COLUMNS})


def _separator(text: str) -> str:
    """The separator that divides most lines into the same number of columns; empty for prose.

    Sentences hold commas and semicolons, too: those must stand at the beginnings of lines or make
    a heading, or divide evenly.
    """
    first = text.lstrip().split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5 and first[4] in _SEPARATORS:
        return first[4]
    best, best_score = "", 0.0
    for mark in _SEPARATORS:
        score = _evenness(text, mark)
        if score > best_score:
            best, best_score = mark, score
    return best


def _evenness(text: str, mark: str) -> float:
    if mark not in text:
        return 0
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark) if row]
    except csv.Error:
        return 0
    widths = [len(row) for row in rows]
    wide = [width for width in widths if width > 1]
    if not wide:
        return 0
    usual = max(set(wide), key=lambda width: (wide.count(width), width))
    share = wide.count(usual) / len(rows)
    if mark == "\t":
        # Nobody types tabs between the words of a sentence.
        return usual if len(wide) * 2 >= len(rows) else 0
    return usual * share if share >= 0.6 and usual > 2 else 0


def _read_package(data: bytes) -> list[Grid]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            texts = [part for part in archive.infolist() if part.filename.endswith(_TEXT_PARTS)]
            if sum(part.file_size for part in texts) > _MAX_UNPACKED:
                raise UnusableTable(_("The file is too large for the schedule of a week."))
    except zipfile.BadZipFile as error:
        raise UnusableTable(_("The file is damaged.")) from error
    if "word/document.xml" in names:
        return [make_grid(reading_word.lines(data))]
    if any(name.startswith("xl/") for name in names):
        sheets = reading_workbook.sheets(data)
        found = [make_grid(_texts(rows), name=name) for name, rows in sheets]
        return [grid for grid in found if not all(line.is_empty for line in grid.lines)]
    raise UnusableTable(_("This is neither an Excel (.xlsx) nor a Word (.docx) file."))


def _texts(rows: Iterable[tuple[int, list[reading_workbook.Value]]]) -> Iterator[Line]:
    for number, values in rows:
        yield Line(number, tuple(_cell(each) for each in values))


def _cell(value: reading_workbook.Value) -> Cell:
    text = as_text(value.value)
    return Cell(text, value.width, value.is_continued, struck=text if value.is_struck else "")


def as_text(value: Any) -> str:
    """The value of a cell of a spreadsheet as a person would have typed it."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value)
    if isinstance(value, datetime):
        return _moment_text(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _moment_text(value: datetime) -> str:
    # Spreadsheets count days from 1900: a "date" before is a time of day.
    if value.year <= 1900:
        return f"{value:%H:%M}"
    has_time = value.time() != time(0)
    return f"{value:%d/%m/%Y %H:%M}" if has_time else f"{value:%d/%m/%Y}"
