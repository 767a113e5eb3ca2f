"""Day and time of one line of a table, from its cells and from the headings of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from ...core.vietnamese import fold
from ..vocabulary import Session
from ..weeks import Week
from .columns import Column, Meaning
from .days_text import Days
from .grid import Cell, Line
from .moments import Moment, is_ditto, read_moment

#: Columns that say when an item is.
WHEN: Final = (Meaning.DAY, Meaning.SESSION, Meaning.TIME, Meaning.END)
NOT_OF_ITEMS: Final = (*WHEN, Meaning.NUMBER)


@dataclass(frozen=True, slots=True)
class Preset:
    """What the heading of a column says of the items below it."""

    days: Days
    session: Session | None
    leaders: tuple[str, ...]


def moment_of(
    columns: Sequence[Column], line: Line, week: Week
) -> tuple[Moment, list[tuple[str, str]]]:
    """What the row says of day and time, with what could not be understood of it."""
    merged = Moment()
    notes: list[tuple[str, str]] = []
    unknown: list[str] = []
    for at, cell in enumerate(line.cells[: len(columns)]):
        column = columns[at]
        if column.meaning not in WHEN or not cell.text or is_ditto(cell.text):
            continue
        moment = _moment(column, cell, week)
        if column.meaning == Meaning.END:
            end = moment.when.starts_at
            if end is None:
                notes.append(("note", cell.text))
            merged = replace(merged, when=replace(merged.when, ends_at=end))
            continue
        if moment.left and not moment.when.problem:
            is_place = "dia diem" in fold(column.heading)
            notes.append(("place" if is_place else "note", moment.left))
        if moment.days.problem and not moment.days.days:
            unknown.append(cell.text)
        merged = _merged(merged, moment)
    # Another cell tells the day.
    notes += [("note", text) for text in unknown if text not in merged.days.problem]
    return merged, notes


def _moment(column: Column, cell: Cell, week: Week) -> Moment:
    first = "day" if column.meaning == Meaning.DAY else "time"
    bare = "weekday" if "th" in fold(column.heading)[:2] else "day"
    moment = read_moment(cell.text, week, first=first, bare=bare)  # type: ignore[arg-type]
    if column.meaning == Meaning.DAY and not moment.is_said:
        problem = _("The day cannot be understood: “%(text)s”.") % {"text": cell.text}
        return Moment(days=Days(problem=problem, is_said=True))
    if moment.when.problem:
        problem = f"“{cell.text}”: {moment.when.problem}"
        return replace(moment, when=replace(moment.when, problem=problem))
    return moment


def preset_of(
    columns: Sequence[Column], line: Line, column: Column, cell: Cell, week: Week
) -> Preset:
    """What the heading of a column of items says, of all the columns that a cell covers."""
    at = next((n for n, each in enumerate(line.cells) if each is cell), None)
    if at is None:
        at = next(n for n, each in enumerate(columns) if each is column)
    covered = [columns[n] for n in range(at, min(at + cell.width, len(columns)))]
    sessions = list(dict.fromkeys(each.session for each in covered if each.session))
    days = [read_moment(each.day, week, first="day").days for each in covered if each.day]
    return Preset(
        Days(
            tuple(dict.fromkeys(day for each in days for day in each.days)),
            problem=next((each.problem for each in days if each.problem), ""),
            is_said=bool(days),
        ),
        (Session.ALL_DAY if len(sessions) > 1 else sessions[0]) if sessions else None,
        tuple(dict.fromkeys(each.leader for each in covered if each.leader)),
    )


def _merged(one: Moment, other: Moment) -> Moment:
    """Two cells of one row; a time counts more than a part of the day."""
    days = other.days if other.days.is_said else one.days
    if other.when.starts_at is not None or other.when.problem:
        when = replace(other.when, ends_at=other.when.ends_at or one.when.ends_at)
    else:
        when = one.when if one.when.is_known or not other.when.is_known else other.when
    session = one.session or other.session
    return Moment(replace(days, session=session), when, "", other.several or one.several)
