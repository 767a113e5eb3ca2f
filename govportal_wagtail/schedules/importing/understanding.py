"""From what an office has to what was understood of it, for one week of one schedule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ...core.vietnamese import fold
from ..people import PersonInOffice
from ..weeks import Week
from .columns import Column, header
from .days_text import week_of_cells, week_stated
from .entries import Entry
from .errors import UnusableTable
from .grid import Grid
from .other_weeks import leave_out
from .people_text import bare_name
from .rows import read_rows


@dataclass(frozen=True, slots=True)
class Understood:
    """The week, and the entries: items, lines that are none, and notices on the whole table."""

    week: Week
    entries: tuple[Entry, ...]


def understand(
    grids: Sequence[Grid], week: Week | None, offered: Sequence[PersonInOffice], near: date
) -> Understood:
    """Read the table of a week; without ``week``, of the one that the table states.

    ``near`` tells the year where the table writes none.

    Raises:
        UnusableTable: where nothing is an item, or nothing says which week it is.
    """
    if not grids:
        raise UnusableTable(_("There is nothing in it."))
    stated = [_stated(grid, week.monday if week else near) for grid in grids]
    at = _chosen(grids, stated, week, near)
    of_table = stated[at]
    chosen = week or of_table
    if chosen is None:
        raise UnusableTable(_("The table does not say which week it is. Choose the week."))
    known = {key for person in offered for key in person.keys}

    def is_leader(text: str) -> bool:
        return fold(bare_name(text)) in known

    reading = read_rows(grids[at], chosen, is_leader)
    if not any(entry.kind == "item" for entry in reading.entries):
        raise UnusableTable(_("No item of a schedule was found in it."))
    notices = [
        *_of_week(chosen, of_table),
        *leave_out(reading.entries),
        *_of_sheets(grids, at),
        *_of_columns(reading.columns),
        *_of_counts(reading.empty, reading.free),
    ]
    entries = [Entry("notice", text=text) for text in notices] + reading.entries
    return Understood(chosen, tuple(entries))


def _stated(grid: Grid, near: date) -> Week | None:
    """The week of the heading of a table, or else of most dates in it."""
    top: list[str] = []
    nothing = Week.of(near)
    for line in grid.lines[:40]:
        if header(line, nothing, lambda _text: False):
            break
        top += [text for text in line.texts if text]
    is_whole = len(top) > 60
    found = None if is_whole else week_stated(top, near)
    cells = (text for line in grid.lines for text in line.texts[:3] if text and len(text) < 80)
    return found or week_of_cells(cells, near)


def _chosen(
    grids: Sequence[Grid], stated: Sequence[Week | None], week: Week | None, near: date
) -> int:
    """Which sheet is read: that of the week, else the first that has headings."""
    if week is not None and week in stated:
        return stated.index(week)
    nothing = Week.of(near)
    for at, grid in enumerate(grids):
        if any(header(line, nothing, lambda _text: False) for line in grid.lines):
            return at
    return 0


def _of_week(week: Week, stated: Week | None) -> list[str]:
    if stated is None or stated == week:
        return []
    message = _(
        "The table speaks of the week from %(stated)s; it is read for the week from %(chosen)s. "
        "If that is not meant, import it for the other week."
    )
    values = {"stated": f"{stated.monday:%d/%m/%Y}", "chosen": f"{week.monday:%d/%m/%Y}"}
    return [message % values]


def _of_sheets(grids: Sequence[Grid], at: int) -> list[str]:
    others = [grid.name for number, grid in enumerate(grids) if number != at]
    if not others:
        return []
    message = _("Only the sheet “%(sheet)s” was read; not read: %(others)s.")
    return [message % {"sheet": grids[at].name, "others": ", ".join(others)}]


def _of_columns(columns: Sequence[Column]) -> list[str]:
    unknown = [each.heading for each in columns if each.meaning == "other" and each.heading]
    if not unknown:
        return []
    message = _("Columns that are not known are kept as internal notes: %(names)s.")
    return [message % {"names": ", ".join(dict.fromkeys(unknown))}]


def _of_counts(empty: int, free: int) -> list[str]:
    message = _("Empty rows: %(empty)s. Rows that only name a day or a part of it: %(free)s.")
    return [message % {"empty": empty, "free": free}] if empty or free else []
