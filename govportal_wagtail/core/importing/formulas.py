"""Find the cells of a workbook that hold formulas: their values are what a program left there."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from openpyxl import load_workbook

#: Row number and place in the row, both as the file counts them, from 1 and from 0.
Formulas = dict[int, dict[int, str]]

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_SHEETS: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_CHUNK: Final = 1024 * 1024
_LONGEST_MARK: Final = 64


def formulas_in(data: bytes, sheet: str) -> Formulas:
    """The formulas of a sheet, each beginning with ``=``; empty for a sheet of plain values.

    Raises what openpyxl raises for a damaged file.
    """
    if not _holds_any(data):
        # Most registers hold none, and the second reading takes as long as the first.
        return {}
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    try:
        worksheet = book[sheet]
        worksheet.reset_dimensions()
        found: Formulas = {}
        for number, cells in enumerate(worksheet.iter_rows(), 1):
            for place, cell in enumerate(cells):
                if cell.data_type == "f":
                    found.setdefault(number, {})[place] = _text(cell.value)
        return found
    finally:
        book.close()


def _text(value: object) -> str:
    """A formula is a text, or an object that holds one where it fills several cells."""
    text = getattr(value, "text", value)
    return text if isinstance(text, str) and text.startswith("=") else "="


def _holds_any(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return any(
            _member_holds_any(archive, name)
            for name in archive.namelist()
            if _SHEETS.fullmatch(name.lstrip("/"))
        )


def _member_holds_any(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            if _FORMULA.search(rest + chunk):
                return True
            rest = chunk[-_LONGEST_MARK:]
    return False
