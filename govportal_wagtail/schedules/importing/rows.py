"""Reads the lines of a table one after the other and writes down what was understood of each.

Day and part of the day are carried forward, cells may hold several items, rows may only complete
the one before. Each line ends as an entry, as part of one, as an ``aside``, or is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils.translation import gettext as _

from ...core.vietnamese import fold
from ..vocabulary import Session
from ..weeks import Week
from .cell_items import Piece
from .closing import is_end
from .columns import Column, Meaning, guessed, header, merged_header
from .days_text import Days
from .doubts import leave_out_struck, look_at, mark_struck, whole_day
from .entries import Entry
from .filling import (
    FIELDS,
    CellsByMeaning,
    add_notes,
    add_text,
    headed,
    join,
    mark_doubles,
    without_items,
)
from .grid import Cell, Grid, Line
from .line_moments import NOT_OF_ITEMS, WHEN, Preset, moment_of, preset_of
from .making import entries_of, timed_pieces
from .moments import Moment, is_ditto, read_moment
from .prose import read_prose

#: What says in a column of a leader that they take part.
_MARKS: Final = frozenset({"x", "✓", "✔", "v", "+", "*", "●"})
_ATTENDING: Final = ("du ", "tham du", "tham gia", "cung du", "di ", "hoc ")


@dataclass(slots=True)
class Reading:
    """What came of a table."""

    entries: list[Entry] = field(default_factory=list)
    columns: tuple[Column, ...] = ()
    empty: int = 0
    #: Parts of a day for which the table has a row without content.
    free: int = 0


def read_rows(grid: Grid, week: Week, is_leader: Callable[[str], bool]) -> Reading:
    """What is understood of a table for one week; ``is_leader`` knows the people in office."""
    lines = [line for line in grid.lines if not line.is_empty]
    reader = _Reader(week, is_leader)
    reader.reading.empty = len(grid.lines) - len(lines)
    width = max((len(line.cells) for line in lines), default=0)
    has_header = any(header(line, week, is_leader) for line in lines)
    if grid.is_prose or width < 2:
        reader.reading.entries = read_prose(lines, week)
        look_at(reader.reading.entries)
        mark_doubles(reader.reading.entries)
        return reader.reading
    if not has_header:
        reader.guess(lines)
    for line in grid.lines:
        if line.is_empty:
            reader.open = []
        else:
            reader.take(line)
    look_at(reader.reading.entries)
    mark_doubles(reader.reading.entries)
    return reader.reading


class _Reader:
    """The state that is carried from line to line."""

    def __init__(self, week: Week, is_leader: Callable[[str], bool]) -> None:
        self.week = week
        self.is_leader = is_leader
        self.reading = Reading()
        self.columns: tuple[Column, ...] = ()
        self.table = 0
        self.was_header = False
        self.days = Days()
        self.session: Session | None = None
        #: The part of the day of the last row, where no column names it.
        self.derived: Session | None = None
        #: Whether `session` was written instead of a time, and says nothing of rows with a time.
        self.is_loose = False
        self.last: dict[tuple[Meaning, int], str] = {}
        self.open: list[Entry] = []
        #: Whether the line is below the table.
        self.is_over = False

    def guess(self, lines: Sequence[Line]) -> None:
        """Take the columns from what stands in them."""
        self.columns = self.reading.columns = guessed(lines, self.week)
        self.table = max(line.table for line in lines)
        message = _("The table has no headings that are known; look at what was taken for what.")
        self.reading.entries.append(Entry("notice", text=message))

    def take(self, line: Line) -> None:
        """Understand one line."""
        if self._is_heading(line):
            return
        if not self.columns or self._is_elsewhere(line):
            self._aside_or_section(line)
            return
        own = [cell for cell in line.cells if cell.text and not cell.is_continued]
        if len(own) == 1 and self._is_section(own[0], line):
            return
        self._row(line)

    def _is_heading(self, line: Line) -> bool:
        below = None
        if self.was_header:
            below = merged_header(self.columns, line, self.week, self.is_leader)
        self.was_header = False
        found = below or header(line, self.week, self.is_leader)
        if found is None:
            return False
        if self.columns and any(column.meaning == Meaning.OTHER for column in found):
            # Headings further down that are not all known may be a row.
            self._aside(line)
        self.columns = self.reading.columns = found
        self.table, self.was_header = line.table, below is None
        return True

    def _is_elsewhere(self, line: Line) -> bool:
        """Whether the line is of another table of the document, of another shape."""
        if line.table == self.table:
            return False
        return line.table == 0 or len(line.cells) != len(self.columns)

    def _aside_or_section(self, line: Line) -> None:
        own = [cell for cell in line.cells if cell.text and not cell.is_continued]
        if len(own) == 1 and self.columns and self._is_section(own[0], line):
            return
        self._aside(line)

    def _aside(self, line: Line) -> None:
        self.open = []
        self.reading.entries.append(Entry("aside", line.number, line.whole))

    def _is_section(self, cell: Cell, line: Line) -> bool:
        """Take a line that names a day or a part of it and nothing else."""
        moment = read_moment(cell.text, self.week, first="day")
        if moment.left or not moment.is_said or moment.when.starts_at or moment.when.problem:
            return False
        at = line.cells.index(cell)
        column = self.columns[at] if at < len(self.columns) else None
        is_alone = cell.width > 1 or line.table == 0
        if column and column.meaning in (Meaning.CONTENT, Meaning.ITEMS) and not is_alone:
            return False
        is_when = column is None or column.meaning in WHEN
        if not is_when and not is_alone and not moment.days.is_said:
            return False
        self._carry(moment)
        self.reading.free += 1
        self.open = []
        return True

    def _carry(self, moment: Moment, *, is_loose: bool = False) -> None:
        if moment.days.is_said:
            if moment.days.days != self.days.days or moment.days.problem:
                self.session = self.derived = None
                self.open = []
            self.days = moment.days
        if moment.session is not None:
            self.session = moment.session
            self.is_loose = is_loose

    # --- one row -----------------------------------------------------------------------------

    def _row(self, line: Line) -> None:
        cells = self._by_meaning(line)
        moments, notes = moment_of(self.columns, line, self.week)
        ends = moments.when.starts_at is None and any(map(is_end, line.texts))
        self.is_over = not moments.days.days and (self.is_over or ends)
        if self.is_over:
            self._aside(line)
            return
        groups = sorted({group for _meaning, group in cells if group} or {0})
        if (Meaning.CONTENT, 0) in cells or not any(groups):
            groups = [0]
        made: list[Entry] = []
        for group in groups:
            join(made, self._group(line, cells, group, moments))
        if made:
            add_notes(made, notes)
            mark_struck(line, made)
            self._keep(made)
            self.reading.entries += without_items(line, cells, groups)
        else:
            self._without_content(line, cells, moments, notes)

    def _keep(self, made: list[Entry]) -> None:
        self.reading.entries += made
        self.open = made
        last = made[-1]
        if last.session and (last.starts_at or self.session is None):
            self.derived = Session(last.session)

    def _by_meaning(self, line: Line) -> CellsByMeaning:
        """The cells with text that say something of items; ditto marks replaced."""
        found: CellsByMeaning = {}
        for at, cell in enumerate(line.cells):
            column = self.columns[at] if at < len(self.columns) else Column(Meaning.OTHER)
            if not cell.text or column.meaning in NOT_OF_ITEMS:
                continue
            key = (column.meaning, column.group)
            repeated = self.last.get(key, "") if is_ditto(cell.text) else ""
            read = replace(cell, text=repeated) if repeated else cell
            if column.meaning != Meaning.OTHER:
                self.last[key] = read.text
            found.setdefault(key, []).append((column, read))
        return found

    def _group(
        self,
        line: Line,
        cells: CellsByMeaning,
        group: int,
        moment: Moment,
    ) -> list[Entry]:
        """The entries of the row, or of one group of its columns."""
        whole = cells.get((Meaning.CONTENT, group), []) + (
            cells.get((Meaning.ITEMS, group), []) if group else []
        )
        if not whole:
            return []
        column, cell = whole[0]
        is_item_cell = column.meaning == Meaning.ITEMS
        if cell.is_continued and moment.when.starts_at is None and not moment.days.is_said:
            return []
        if cell.is_continued and self._repeats(line, moment):
            return []
        has_column = any(column.meaning == Meaning.SESSION for column in self.columns)
        self._carry(moment, is_loose=not has_column)
        preset = preset_of(self.columns, line, column, cell, self.week)
        days = preset.days if preset.days.is_said else self.days
        session = preset.session or moment.session
        if session is None and not (self.is_loose and moment.when.starts_at):
            session = self.session
        made: list[Entry] = []
        for piece in timed_pieces(cell.text, moment, by_bullets=is_item_cell):
            derived = None if session else self._derived_for(piece, preset)
            found = entries_of(piece, line.number, line.whole, days, session or derived)
            made += found
            self._remark_time(line, found, piece, derived)
        for entry in made:
            self._fill(entry, cells, group)
            self._add_leaders(entry, preset, cells)
        if preset.days.is_said or len(days.days) > 1:
            whole_day(made)
        leave_out_struck(cell, made)
        return made

    def _derived_for(self, piece: Piece, preset: Preset) -> Session | None:
        is_own = piece.when.is_known or piece.session or preset.days.is_said
        return None if is_own else self.derived

    def _remark_time(
        self, line: Line, found: Sequence[Entry], piece: Piece, derived: Session | None
    ) -> None:
        """Tell where a table with a column of times leaves it empty."""
        if piece.when.is_known or piece.when.problem or piece.session:
            return
        times = [
            cell.text
            for column, cell in zip(self.columns, line.cells, strict=False)
            if column.meaning == Meaning.TIME
        ]
        has_column = any(column.meaning == Meaning.TIME for column in self.columns)
        for entry in found:
            if derived and entry.session == derived:
                entry.remark(
                    _("No time is stated: taken for the part of the day of the row above.")
                )
            elif entry.session not in ("", Session.ALL_DAY) and has_column and not any(times):
                entry.remark(_("No time is stated: only the part of the day is known."))

    def _repeats(self, line: Line, moment: Moment) -> bool:
        """Whether a row with a merged content says nothing new of the time."""
        own = [
            column
            for column, cell in zip(self.columns, line.cells, strict=False)
            if column.meaning in WHEN and cell.text and not cell.is_continued
        ]
        return not own

    def _fill(
        self,
        entry: Entry,
        cells: CellsByMeaning,
        group: int,
    ) -> None:
        for (meaning, of_group), found in cells.items():
            if of_group not in (0, group):
                continue
            for column, cell in found:
                if meaning in FIELDS:
                    add_text(entry, meaning, cell.text)
                elif meaning == Meaning.OTHER:
                    entry.append("note", headed(column, cell))

    def _add_leaders(
        self,
        entry: Entry,
        preset: Preset,
        cells: CellsByMeaning,
    ) -> None:
        attends = fold(entry.content).startswith(_ATTENDING) or bool(entry.chairs)
        for leader in preset.leaders:
            entry.append("participants" if attends else "chairs", leader)
        if (Meaning.CONTENT, 0) not in cells:
            return
        for (meaning, _group), found in cells.items():
            for column, cell in found if meaning == Meaning.ITEMS else ():
                if fold(cell.text).strip(" .") in _MARKS and column.leader:
                    entry.append("participants", column.leader)
                else:
                    entry.append("note", headed(column, cell))

    def _without_content(
        self,
        line: Line,
        cells: CellsByMeaning,
        moment: Moment,
        notes: list[tuple[str, str]],
    ) -> None:
        """A row that completes the one before, a part of a day without items, or no row at all."""
        own = {
            key: [(column, cell) for column, cell in found if not cell.is_continued]
            for key, found in cells.items()
        }
        own = {key: found for key, found in own.items() if found}
        starts = moment.when.starts_at is not None or moment.when.problem
        is_no_day = bool(moment.days.problem) and not moment.days.days
        is_signature = not notes and line.whole.isupper()
        is_alone = not moment.days.is_said and len(own) == 1
        if starts or (own and (moment.days.is_said or not self.open)):
            if starts or not (is_alone or is_no_day):
                self._incomplete(line, own, moment, notes)
            else:
                self._aside(line)
        elif own and self.open and not is_no_day and not is_signature:
            for entry in self.open:
                self._fill(entry, own, 0)
                message = _("Row %(row)s was added to it.")
                entry.remark(message % {"row": line.number})
            add_notes(self.open, notes)
        elif notes or own or is_no_day:
            self._aside(line)
            if not is_no_day:
                self._carry(moment)
        else:
            self._carry(moment)
            self.reading.free += 1

    def _incomplete(
        self,
        line: Line,
        own: CellsByMeaning,
        moment: Moment,
        notes: list[tuple[str, str]],
    ) -> None:
        """A row that says when or where, but not what."""
        self._carry(moment)
        session = moment.session or self.session
        made = entries_of(Piece(moment.when, ""), line.number, line.whole, self.days, session)
        for entry in made:
            self._fill(entry, own, 0)
        add_notes(made, notes)
        self._keep(made)
