"""Read a sheet of figures against a register: what each row changes, and what is wrong with it.

Nothing is guessed and nothing is written. An empty cell leaves a figure as it is, a hyphen takes
it away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from ..core.batches import batched
from ..core.importing.cells import cell_text
from ..core.importing.errors import UnusableInput
from ..core.importing.registers import OVERFLOW, RawRow, read_register
from ..core.vietnamese import fold, normalise
from . import batch_figures, money
from .batch_columns import CODE, SOURCE, SOURCE_NAME, YEAR, Columns, find_columns
from .batch_figures import Amounts
from .codes import code_key
from .models import (
    CapitalSource,
    FigureRow,
    InvestmentProjectPage,
    ProjectCapital,
    ProjectIndexPage,
)
from .money import NumberError, NumberStyle
from .partial_dates import FIRST_YEAR
from .validation import capital_errors

#: Rows of one sheet; it is checked while a person waits.
MOST_ROWS: Final = 20_000
_TAKEN_AWAY: Final = frozenset(("-", "–", "—"))
_CODE_LENGTH: Final = 60
#: What is read of a project.
_READ: Final = (
    *("code", "code_key", "live", "total_investment"),
    *("planned_start", "planned_end", "actual_start", "actual_end"),
)
_YEAR: Final = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong, or odd, in a row; row 0 is the heading."""

    number: int
    column: str
    message: str


@dataclass(slots=True)
class ReadSheet:
    """What was found in a file. Rows that change nothing are counted and left out."""

    rows: list[FigureRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)
    columns: Columns = field(default_factory=Columns)
    total: int = 0
    #: Rows without any figure, and rows that say what is published already.
    unfilled: int = 0
    unchanged: int = 0


def read_sheet(
    data: bytes, register: ProjectIndexPage, style: NumberStyle = NumberStyle.UNKNOWN
) -> ReadSheet:
    """Read a file of a register; the rows are unsaved and belong to no sheet yet.

    ``style`` says how the file writes decimals where its own cells do not tell.

    Raises:
        UnusableInput: for what is no table, or too long.
    """
    table = read_register(data)
    if len(table) > MOST_ROWS:
        message = _("The file has more than %(count)s rows; split it.")
        raise UnusableInput(message % {"count": MOST_ROWS})
    found = ReadSheet(columns=find_columns(table.columns), total=len(table))
    found.problems += [RowProblem(0, "", text) for text in found.columns.problems]
    if not found.problems:
        _Reader(register, found, style, table.rows).read()
    return found


class _Reader:
    """Reads the rows of one file; asks the database a few times, however many rows there are."""

    def __init__(
        self,
        register: ProjectIndexPage,
        found: ReadSheet,
        style: NumberStyle,
        rows: tuple[RawRow, ...],
    ) -> None:
        self._found = found
        self._style = style
        self._rows = rows
        self._columns = found.columns
        self._seen: dict[tuple[int, int, int], int] = {}
        self._codes = self._named_projects(register)
        self._projects = {project.pk: project for project in self._codes.values()}
        self._sources: dict[str, CapitalSource] = {}
        for source in CapitalSource.objects.all():
            for name in (source.code, source.name, source.name_en):
                self._sources.setdefault(fold(name), source)
        self._sources.pop("", None)
        self._published = batch_figures.published(self._projects)

    def _named_projects(self, register: ProjectIndexPage) -> dict[str, Any]:
        """The projects of the register whose codes stand in the file; of twins the live one."""
        column = self._columns.names[CODE]
        keys = {code_key(_text(row.values.get(column))) for row in self._rows} - {""}
        found: dict[str, Any] = {}
        for part in batched(sorted(keys)):
            projects = InvestmentProjectPage.objects.child_of(register).only(*_READ)
            projects = projects.filter(code_key__in=part, alias_of=None).order_by("-live", "pk")
            for project in projects:
                found.setdefault(project.code_key, project)
        return found

    def read(self) -> None:
        """Fill what was found."""
        self._find_style()
        for row in self._rows:
            self._read_row(row)
        if not self._found.rows and not self._found.problems:
            message = _("The file changes no figure.")
            self._found.problems.append(RowProblem(0, "", message))
        self._check_years()

    def _find_style(self) -> None:
        """One file writes numbers in one way; a cell in another way is refused where it stands."""
        for row in self._rows:
            for name in self._columns.money:
                cell = row.values.get(self._columns.names[name])
                if not isinstance(cell, str) or row.formula(self._columns.names[name]):
                    continue
                try:
                    self._style = money.style_of([cell], self._style)
                except money.ContradictoryStyles:
                    self._wrong(
                        row,
                        name,
                        _("“%(text)s” writes decimals in another way than the rest of the file.")
                        % {"text": cell},
                    )

    def _read_row(self, row: RawRow) -> None:
        before = len(self._found.problems)
        self._refuse_formulas(row)
        if len(self._found.problems) > before:
            return
        cells = {name: row.values.get(self._columns.names[name]) for name in self._columns.money}
        if all(_is_empty(cell) for cell in cells.values()):
            self._found.unfilled += 1
            return
        project, year, source = self._project(row), self._year(row), self._source(row)
        amounts = {
            name: self._amount(row, name, cell)
            for name, cell in cells.items()
            if not _is_empty(cell)
        }
        if len(self._found.problems) > before or project is None or source is None or year is None:
            return
        self._keep(row, project, year, source, amounts)

    def _keep(
        self,
        row: RawRow,
        project: Any,
        year: int,
        source: CapitalSource,
        amounts: Mapping[str, int | None],
    ) -> None:
        key = (project.pk, year, source.pk)
        if key in self._seen:
            message = _("Project, year and source stand in row %(number)s already.")
            self._wrong(row, CODE, message % {"number": self._seen[key]})
            return
        self._seen[key] = row.number
        old = self._published.get(project.pk, {}).get((year, source.pk), Amounts())
        new = old._replace(**amounts)
        if new == old:
            self._found.unchanged += 1
            return
        if new.disbursed is not None and year > timezone.localdate().year:
            self._wrong(row, "disbursed", _("Nothing can be disbursed in a year to come."))
            return
        self._found.rows.append(
            FigureRow(
                number=row.number,
                page_id=project.pk,
                code=project.code,
                year=year,
                source=source,
                **new._asdict(),
                **{f"{name}_before": value for name, value in old._asdict().items()},
            )
        )
        self._look_at(row, project, new)

    def _look_at(self, row: RawRow, project: Any, new: Amounts) -> None:
        """Say what is odd, which does not stop the sheet."""
        if batch_figures.is_overspent(new):
            self._odd(row, "disbursed", _("More was disbursed than planned."))
        total = project.total_investment
        if total is not None and any(each is not None and each > total for each in new):
            self._odd(row, "planned", _("The amount exceeds the total investment of the project."))

    def _project(self, row: RawRow) -> Any:
        text = _text(row.values.get(self._columns.names[CODE]))
        if not text:
            self._wrong(row, CODE, _("The code of the project is missing."))
            return None
        project = self._codes.get(code_key(text)) if code_key(text) else None
        if project is None:
            message = _("The register has no project with the code “%(code)s”.")
            self._wrong(row, CODE, message % {"code": text[:_CODE_LENGTH]})
        elif not project.live:
            message = _("The project “%(code)s” is not published.")
            self._wrong(row, CODE, message % {"code": project.code})
            return None
        return project

    def _year(self, row: RawRow) -> int | None:
        text = _text(row.values.get(self._columns.names[YEAR]))
        last = timezone.localdate().year + 10
        if not _YEAR.fullmatch(text) or not FIRST_YEAR <= int(text) <= last:
            message = _("“%(text)s” is no year between %(first)s and %(last)s.")
            values = {"text": text[:_CODE_LENGTH], "first": FIRST_YEAR, "last": last}
            self._wrong(row, YEAR, message % values)
            return None
        return int(text)

    def _source(self, row: RawRow) -> CapitalSource | None:
        given = ""
        for column in (SOURCE, SOURCE_NAME):
            given = given or _text(row.values.get(self._columns.names.get(column, "")))
        column = SOURCE if SOURCE in self._columns.names else SOURCE_NAME
        if not given:
            self._wrong(row, column, _("The source of capital is missing."))
            return None
        source = self._sources.get(fold(given))
        if source is None:
            message = _("There is no source of capital “%(text)s”.")
            self._wrong(row, column, message % {"text": given[:_CODE_LENGTH]})
        return source

    def _amount(self, row: RawRow, name: str, cell: Any) -> int | None:
        if isinstance(cell, str) and normalise(cell).strip() in _TAKEN_AWAY:
            return None
        try:
            number = money.number_of_cell(cell, self._style)
            if number < 0:
                self._wrong(row, name, _("An amount of money cannot be negative."))
                return None
            return money.to_dong(number, self._columns.units[name])
        except NumberError as error:
            self._wrong(row, name, str(error))
            return None

    def _refuse_formulas(self, row: RawRow) -> None:
        if OVERFLOW in row.values:
            self._wrong(row, "", _("The row has more cells than the heading has columns."))
        for name in self._columns.names:
            if name != SOURCE_NAME and (formula := row.formula(self._columns.names[name])):
                message = _("“%(text)s” is a formula; write its result.")
                self._wrong(row, name, message % {"text": formula[:_CODE_LENGTH]})

    def _check_years(self) -> None:
        """Refuse years far outside the time of a project, by the rule of the editor's form."""
        for row in self._found.rows:
            capital = ProjectCapital(year=row.year, source_id=row.source_id)
            for error in capital_errors(self._projects[row.page_id], [capital]):
                self._found.problems.append(
                    RowProblem(row.number, self._columns.names[YEAR], str(error.message))
                )

    def _wrong(self, row: RawRow, name: str, message: str) -> None:
        column = self._columns.names.get(name, "")
        self._found.problems.append(RowProblem(row.number, column, message))

    def _odd(self, row: RawRow, name: str, message: str) -> None:
        column = self._columns.names.get(name, "")
        self._found.warnings.append(RowProblem(row.number, column, message))


def _is_empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _text(cell: Any) -> str:
    return " ".join(normalise(cell_text(cell)).split()).removeprefix("'")
