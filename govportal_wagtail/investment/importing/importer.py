"""Import a table into a register: every row becomes, changes or leaves the page of a project."""

from __future__ import annotations

from collections.abc import Hashable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from ...core.findings import Finding
from ...core.importing.cells import cell_text, one_line
from ...core.importing.errors import UnusableInput
from ...core.importing.page_importer import PageImporter
from ...core.importing.registers import RawRow, Register
from ...core.importing.row_reading import RowReading
from ...core.importing.running import Outcome, Progress, RowResult
from ..codes import code_key
from ..models import InvestmentProjectPage, ProjectImportRun, ProjectIndexPageMixin
from . import findings
from .cell_values import Context
from .data import ProjectData
from .lookups import Directory
from .mapping import Mapping
from .projects import Projects
from .rows import read_row, version_of
from .specs import ROWS_CAPITAL
from .styles import tell_styles
from .writer import Writer


class ProjectImporter(PageImporter[ProjectImportRun, Mapping, ProjectData, InvestmentProjectPage]):
    """One run over one table of projects, or of their capital."""

    target_type = ProjectIndexPageMixin
    wrong_target = gettext_lazy("The page %(title)s is not a register of projects.")

    def __init__(
        self,
        run: ProjectImportRun,
        register: Register,
        mapping: Mapping,
        *,
        progress: Progress | None = None,
    ) -> None:
        super().__init__(run, register, mapping, progress=progress)
        self.mapping = mapping.found_in(register.columns)
        directory = Directory()
        _check_sources(self.mapping, directory)
        styles = tell_styles(self.mapping, register.rows)
        is_table = register.kind in {"csv", "xlsx"}
        self._context = Context(styles, directory, is_table=is_table)
        self._projects = Projects(self.target)
        self._writer = Writer(self.target, self._projects, run.user, run.pk)
        self._newest = self._newest_versions()
        #: The row at hand.
        self._data = ProjectData()

    def read(self, row: RawRow) -> RowReading[ProjectData]:
        """Read a row; never raises for anything a file may hold."""
        return read_row(row, self._context)

    def label_of(self, data: ProjectData) -> str:
        """The code."""
        return data.code

    def key_of(self, data: ProjectData) -> Hashable | None:
        """The code by which the register knows the project; of capital also year and source."""
        if not data.code_key:
            return None
        code = self._projects.known_as(data.code_key)
        if self.mapping.rows != ROWS_CAPITAL:
            return code
        return (code, *((each.year, each.source) for each in data.capital))

    def no_identity(self) -> Finding:
        """What is said of a row without code."""
        return findings.no_identity()

    def duplicate(self, number: int) -> Finding:
        """What is said of a project that row `number` has already."""
        if self.mapping.rows == ROWS_CAPITAL:
            return findings.duplicate_capital(number)
        return findings.duplicate(number)

    def objections(self, data: ProjectData) -> list[Finding]:
        """Capital is that of a project which is here."""
        if self.mapping.rows == ROWS_CAPITAL and self._projects.find(data.code_key) is None:
            return [findings.unknown_project(data.code)]
        return []

    def apply(
        self, row: RawRow, reading: RowReading[ProjectData], key: Hashable, *, write: bool
    ) -> RowResult:
        """Create, update or leave the project of a row; of several versions the newest."""
        data = self._data = reading.data
        newest = self._newest.get(data.code_key)
        if newest is not None and newest != row.number:
            remark = findings.older_version(newest)
            return self.result(reading, Outcome.DUPLICATE, [remark])
        pk = self.find(data, key)
        if pk is None or not self._projects.is_draft(pk):
            return super().apply(row, reading, key, write=write)
        return self._apply_to_draft(reading, pk, write=write)

    def find(self, data: ProjectData, key: Hashable) -> int | None:
        """Primary key of the page of a row; None for a project that is not here."""
        return self._projects.find(data.code_key)

    def draft(self, data: ProjectData) -> InvestmentProjectPage:
        """An unsaved page with the values of a row."""
        return self._writer.draft(data)

    def load(self, pk: int) -> InvestmentProjectPage:
        """The page with that primary key."""
        page: InvestmentProjectPage = InvestmentProjectPage.objects.get(pk=pk)
        return page

    def change(self, page: InvestmentProjectPage, data: ProjectData) -> list[str]:
        """Set on the page what the row changes; returns the names of changed fields."""
        return self._writer.change(page, data)

    def check(self, page: InvestmentProjectPage) -> list[Finding]:
        """What the rules of projects say of a page."""
        found = self._writer.check(page, self._data)
        return [findings.is_copy(), *found] if page.alias_of_id else found

    def create(self, parent: Page, page: InvestmentProjectPage, data: ProjectData) -> None:
        """Put a drafted page below the register; it is published if it lacks nothing.

        Raises:
            ValidationError: if the rules of the page refuse it.
        """
        self._writer.create(parent, page)

    def update(self, page: InvestmentProjectPage, data: ProjectData, changed: list[str]) -> None:
        """Publish a changed page as a new revision, or keep it as a draft.

        Raises:
            ValidationError: if the rules of the page refuse it.
        """
        self._writer.update(page)

    def row_is_undone(self, reading: RowReading[ProjectData]) -> None:
        """Forget the page that went with the row."""
        self._projects.reload()

    def _apply_to_draft(
        self, reading: RowReading[ProjectData], pk: int, *, write: bool
    ) -> RowResult:
        """Complete a draft that an import made; one on which somebody works is left alone."""
        page = self.load(pk)
        changed = self.change(page, reading.data)
        if not changed:
            return self.result(reading, Outcome.UNCHANGED, [findings.is_draft()], page_id=pk)
        remarks = self.check(page)
        if not self._writer.is_untouched_draft(page):
            remarks.append(self.being_edited())
        elif page.locked:
            remarks.append(self.locked())
        if any(each.level == "error" for each in remarks):
            return self.result(reading, Outcome.REFUSED, remarks, page_id=pk, changed=changed)
        if write:
            self.update(page, reading.data, changed)
        return self.result(reading, Outcome.UPDATED, remarks, page_id=pk, changed=changed)

    def _newest_versions(self) -> dict[str, int]:
        """The row of the newest version of each project whose code names versions."""
        column = self.mapping.columns.get("code")
        if column is None or not column.version:
            return {}
        newest: dict[str, tuple[int, int]] = {}
        for row in self.register.rows:
            text = one_line(cell_text(row.values.get(column.column)))
            code, version = version_of(text, column)
            # Of rows that say the same version the first one counts.
            found = (version or 0, -row.number)
            newest[code_key(code)] = max(newest.get(code_key(code), found), found)
        return {key: -number for key, (_version, number) in newest.items()}


def _check_sources(mapping: Mapping, directory: Directory) -> None:
    """Refuse a mapping that names a source of capital which is not there.

    Raises:
        UnusableInput: naming the code.
    """
    for spec in mapping.capital:
        if spec.source and directory.source(spec.source) is None:
            message = _("The mapping names the source of capital %(code)s, which does not exist.")
            raise UnusableInput(message % {"code": spec.source})
