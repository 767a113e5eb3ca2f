"""A year's days off and worked Saturdays from a table or a calendar file, with a preview.

``read_calendar`` reads and judges every row and writes nothing; ``save_days`` writes all or
nothing.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from .calendar_changes import calendar_edit, write_override
from .calendar_ical import read_ical
from .calendar_rows import (
    DAY_OFF,
    LONGEST_TEXT,
    WORKED,
    ImportedDay,
    UnreadableCalendar,
    judged,
    parse_day,
)
from .folding import folded
from .models import CalendarOverride, CalendarYear

__all__ = [
    "MAX_BYTES",
    "FaultyRows",
    "ImportedDay",
    "UnreadableCalendar",
    "read_calendar",
    "save_days",
    "with_basis",
]

MAX_BYTES = 1024 * 1024
MAX_ROWS = 2000
_COLUMNS = {
    "day": {"date", "day", "ngay"},
    "working": {"working", "is_working", "lam viec", "ngay lam viec"},
    "label": {"label", "reason", "ly do", "noi dung", "ten", "ten ngay"},
    "basis": {"basis", "legal document", "can cu", "van ban"},
}


class FaultyRows(ValueError):
    """Some rows cannot be saved, so nothing was."""


def read_calendar(file_bytes: bytes, name: str) -> list[ImportedDay]:
    """The days of a CSV or iCalendar file in their order, each with its error if it has one.

    The kind of the file is seen by its content; the name serves the messages.

    Raises:
        UnreadableCalendar: for a file that is too large, empty, not text, or neither of the two.
    """
    text = _text(file_bytes, name)
    is_ical = text.lstrip().upper().startswith("BEGIN:VCALENDAR")
    days = []
    for day in read_ical(text) if is_ical else _read_table(text):
        days.append(day)
        if len(days) > MAX_ROWS:
            raise UnreadableCalendar(
                _("%(name)s has more than %(count)s days.") % {"name": name, "count": MAX_ROWS}
            )
    if not days:
        raise UnreadableCalendar(_("There is no day in %(name)s.") % {"name": name})
    return _without_duplicates(days)


def save_days(
    days: Sequence[ImportedDay],
    user: AbstractBaseUser | None,
    reason: str,
    *,
    official_years: Iterable[int] = (),
) -> int:
    """Write all days, compute running deadlines anew, and return how many days differ now.

    ``official_years`` are marked as announced, with the reason as their legal document.

    Raises:
        FaultyRows: if any row has an error; nothing is written then.
    """
    faulty = [day.row for day in days if day.error or day.day is None]
    if faulty:
        numbers = ", ".join(str(row) for row in faulty[:20])
        raise FaultyRows(_("Nothing was saved. Rows with errors: %(rows)s") % {"rows": numbers})
    with calendar_edit(user=user, reason=reason):
        wanted = {day.day: day for day in days if day.day}
        rows = CalendarOverride.objects.select_for_update().filter(date__in=list(wanted))
        existing = {row.date: row for row in rows}
        changed = sum(
            _save(key, each, existing.get(key), user, reason) for key, each in wanted.items()
        )
        for year in sorted(set(official_years)):
            CalendarYear.objects.update_or_create(  # type: ignore[misc]
                year=year,
                defaults={
                    "is_official": True,
                    "basis": reason[:LONGEST_TEXT],
                    "entered_by": user,
                },
            )
    return changed


def _save(
    day: date,
    imported: ImportedDay,
    existing: CalendarOverride | None,
    user: AbstractBaseUser | None,
    reason: str,
) -> bool:
    values = {
        "is_working": imported.is_working,
        "label": imported.label,
        "basis": imported.basis,
    }
    if existing and all(getattr(existing, name) == value for name, value in values.items()):
        return False
    row = existing or CalendarOverride(date=day)
    for name, value in values.items():
        setattr(row, name, value)
    write_override(row, user=user, reason=reason)
    return True


def _text(content: bytes, name: str) -> str:
    if len(content) > MAX_BYTES:
        raise UnreadableCalendar(
            _("%(name)s is larger than %(size)s KB.") % {"name": name, "size": MAX_BYTES // 1024}
        )
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableCalendar(
            _("%(name)s is not a text in UTF-8. In a spreadsheet program, save it as “CSV UTF-8”.")
            % {"name": name}
        ) from error
    if "\0" in text:
        raise UnreadableCalendar(
            _("%(name)s is neither a CSV table nor an iCalendar file.") % {"name": name}
        )
    return unicodedata.normalize("NFC", text)


def _read_table(text: str) -> Iterator[ImportedDay]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    places: dict[str, int] | None = None
    try:
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            if places is None:
                places = _header(cells)
                if places:
                    continue
                places = {name: place for place, name in enumerate(_COLUMNS)}
            yield _table_row(reader.line_num, cells, places)
    except csv.Error as error:
        raise UnreadableCalendar(
            _("Line %(line)s cannot be read as a row of a table.") % {"line": reader.line_num}
        ) from error


def _header(cells: list[str]) -> dict[str, int]:
    """Where each column is; empty where the first line is a day already.

    Raises:
        UnreadableCalendar: for a heading without a column of days.
    """
    if parse_day(cells[0]):
        return {}
    names = [folded(cell) for cell in cells]
    places = {
        column: place
        for column, known in _COLUMNS.items()
        for place, name in enumerate(names)
        if name in known
    }
    if "day" in places:
        return places
    if any(name in known for known in _COLUMNS.values() for name in names) or len(cells) == 1:
        raise UnreadableCalendar(
            _("The first line must name the columns date, working, label and basis.")
        )
    return {}


def _table_row(number: int, cells: list[str], places: dict[str, int]) -> ImportedDay:
    def cell(column: str) -> str:
        place = places.get(column, len(cells))
        return cells[place] if place < len(cells) else ""

    written, working = cell("day"), folded(cell("working"))
    day = ImportedDay(number, parse_day(written), working in WORKED, cell("label"), cell("basis"))
    if day.day is None:
        message = _("“%(text)s” is not a day; write it as 2026-01-31 or 31/01/2026.")
        return replace(day, error=message % {"text": written[:40]})
    if "working" in places and working not in WORKED | DAY_OFF:
        message = _("“%(text)s” does not say whether the day is worked; write 1 or 0.")
        return replace(day, error=message % {"text": cell("working")[:40]})
    return judged(day)


def _without_duplicates(days: list[ImportedDay]) -> list[ImportedDay]:
    seen: dict[date, int] = {}
    checked = []
    for each in days:
        if each.day and not each.error and each.day in seen:
            message = _("The day is in row %(row)s already.") % {"row": seen[each.day]}
            checked.append(replace(each, error=message))
            continue
        if each.day and not each.error:
            seen[each.day] = each.row
        checked.append(each)
    return checked


def with_basis(days: Iterable[ImportedDay], basis: str) -> list[ImportedDay]:
    """The days, where a row names no legal document with this one."""
    return [replace(day, basis=day.basis or basis) for day in days]
