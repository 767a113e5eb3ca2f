"""Tables of a week as offices write them, made as files of any kind."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import docx
from openpyxl import Workbook

from govportal_wagtail.schedules.importing.entries import Entry
from govportal_wagtail.schedules.importing.grid import Grid
from govportal_wagtail.schedules.importing.reading import read_bytes, read_text
from govportal_wagtail.schedules.importing.understanding import Understood, understand

NEAR = date(2025, 7, 20)


def workbook(rows: Iterable[Sequence[Any]], merged: Iterable[str] = ()) -> bytes:
    """An Excel file with one sheet."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def document(
    rows: Sequence[Sequence[str]],
    merged: Iterable[tuple[int, int, int, int]] = (),
    *,
    above: Iterable[str] = (),
    below: Iterable[str] = (),
) -> bytes:
    """A Word file with a table; merged cells by first row, column, last row, column."""
    made = docx.Document()
    for text in above:
        made.add_paragraph(text)
    table = made.add_table(rows=len(rows), cols=max(map(len, rows)))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    for first_row, first_column, last_row, last_column in merged:
        table.cell(first_row, first_column).merge(table.cell(last_row, last_column))
    for text in below:
        made.add_paragraph(text)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def understood(source: bytes | str | list[Grid], **options: Any) -> Understood:
    """What is understood of a file or a pasted text."""
    grids = source
    if isinstance(source, bytes):
        grids = read_bytes(source)
    elif isinstance(source, str):
        grids = [read_text(source)]
    values = {"week": None, "offered": [], "near": NEAR} | options
    return understand(grids, **values)  # type: ignore[arg-type]


def items(source: bytes | str | list[Grid], **options: Any) -> list[Entry]:
    """The items that are understood."""
    return [each for each in understood(source, **options).entries if each.kind == "item"]


def brief(entries: Iterable[Entry]) -> list[tuple[str, str, str]]:
    """Day of the month with the time or the part of the day, and the content."""
    return [
        (each.date[8:], each.starts_at or each.session, each.content.split("\n")[0])
        for each in entries
    ]
