"""Tables as downloads: CSV, XLSX and JSON that no program runs and every program opens.

Numbers stay numbers and days stay days. Text is in the form in which the portal stores it, and
guarded in CSV and XLSX alike, so that a table which an office saves in the other format is still
safe; `unguarded` takes exactly that guard off where the table is read back.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .spreadsheets import plain_cell, unguarded
from .vietnamese import normalise

__all__ = [
    "CONTENT_TYPES",
    "Sheet",
    "csv_pieces",
    "download",
    "in_language",
    "json_pieces",
    "unguarded",
    "xlsx_pieces",
]

CONTENT_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: Letters of a table that are sent together.
_PIECE: Final = 32_768
#: Signs that have no place in XML and none in a text either.
_NO_SIGNS: Final = re.compile("[\ufffe\uffff]")
_SHEET_TITLE: Final = re.compile(r"[\\/*?:\[\]]")
#: Limits of the format: letters of a title and of a cell, digits of a number, the first year whose
#: days it can count.
_MOST_TITLE: Final = 31
_MOST_LETTERS: Final = 32_767
_MOST_DIGITS: Final = 15
_FIRST_YEAR: Final = 1901
#: From here on a number is shown in groups; a year and a number in a series are not.
_GROUPED_FROM: Final = 1_000_000
_WIDTH: Final = 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook; widths are in letters and may be fewer than columns."""

    title: str
    headings: Sequence[Any]
    rows: Iterable[Sequence[Any]]
    widths: Sequence[int] = ()


def download(
    pieces: Iterable[bytes], file_name: str, content_type: str = ""
) -> StreamingHttpResponse:
    """Return the pieces as an attachment, made in the language that is active now.

    Without `content_type` it follows from the ending of `file_name`.

    Raises:
        KeyError: without a type, for an ending that is none of ``CONTENT_TYPES``.
    """
    kind = content_type or CONTENT_TYPES[file_name.rpartition(".")[2]]
    body = in_language(pieces, translation.get_language())
    response = StreamingHttpResponse(body, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, file_name)
    return response


def in_language(pieces: Iterable[bytes], language: str | None) -> Iterator[bytes]:
    """The pieces, each made in the language: the server asks for them after the view is left."""
    remaining = iter(pieces)
    while True:
        with translation.override(language):
            piece = next(remaining, None)
        if piece is None:
            return
        yield piece


def csv_pieces(headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A table as RFC 4180 has it, with the mark by which programs know that it is Unicode.

    Days are written as ISO 8601 has them, moments in local time, decimals with a point.
    """
    text = io.StringIO("\ufeff", newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text)
    writer.writerow([_csv_cell(heading) for heading in headings])
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
        if text.tell() > _PIECE:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def xlsx_pieces(*sheets: Sheet) -> Iterator[bytes]:
    """A workbook; numbers are numbers, days are days, and all else is text, never a formula."""
    book = Workbook(write_only=True)
    for each in sheets:
        title = _SHEET_TITLE.sub(" ", normalise(each.title)).strip(" '")
        sheet = book.create_sheet(title=title[:_MOST_TITLE])
        sheet.freeze_panes = "A2"
        for number in range(len(each.headings)):
            width = each.widths[number] if number < len(each.widths) else _WIDTH
            sheet.column_dimensions[get_column_letter(number + 1)].width = width
        head = [_xlsx_cell(sheet, heading) for heading in each.headings]
        for cell in head:
            cell.font = Font(bold=True)
        sheet.append(head)
        for row in each.rows:
            sheet.append([_xlsx_cell(sheet, value) for value in row])
    data = io.BytesIO()
    book.save(data)
    yield data.getvalue()


def json_pieces(
    head: Mapping[str, Any], name: str, items: Iterable[Mapping[str, Any]]
) -> Iterator[bytes]:
    """One JSON object: the members of `head`, and under `name` the list of items."""
    members = {**head, name: []}
    yield _json(members)[:-2].encode()
    separator = ""
    for item in items:
        yield f"{separator}{_json(item)}".encode()
        separator = ",\n"
    yield b"]}"


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def _told(value: Any) -> Any:
    """The value as both kinds of table have it: lists joined, moments local, text guarded."""
    if isinstance(value, list | tuple):
        value = "; ".join(str(each) for each in value)
    elif isinstance(value, Promise):
        value = str(value)
    elif isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, str):
        # A sign that no table can hold would cost the whole download.
        return plain_cell(_NO_SIGNS.sub("\ufffd", normalise(value)))
    return value


def _csv_cell(value: Any) -> Any:
    value = _told(value)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return f"{value:f}" if isinstance(value, Decimal) else value


def _xlsx_cell(sheet: Any, value: Any) -> Any:
    value = _told(value)
    if isinstance(value, int | float | Decimal) and not _is_kept(value):
        value = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, date) and value.year < _FIRST_YEAR:
        value = value.isoformat()
    if not (value is None or isinstance(value, int | float | Decimal | date)):
        return _text_cell(sheet, str(value))
    # The stubs know fewer types than the package writes.
    cell = WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type]
    if isinstance(value, datetime):
        cell.number_format = "dd/mm/yyyy hh:mm"
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    elif value is not None and not -_GROUPED_FROM < value < _GROUPED_FROM:
        cell.number_format = "#,##0" if value == int(value) else "#,##0.###"
    return cell


def _text_cell(sheet: Any, text: str) -> Any:
    if len(text) > _MOST_LETTERS:
        text = f"{text[: _MOST_LETTERS - 1]}…"
    cell = WriteOnlyCell(sheet, value=text)
    # Else text like "#N/A" is kept as an error.
    cell.data_type = "s"
    return cell


def _is_kept(number: float | Decimal) -> bool:
    """Whether the format, which has fifteen digits, holds the number as it is."""
    if isinstance(number, float):
        return number - number == 0
    exact = Decimal(number)
    digits = f"{exact:f}".lstrip("-").replace(".", "").strip("0")
    return exact.is_finite() and len(digits) <= _MOST_DIGITS
