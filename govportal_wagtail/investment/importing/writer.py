"""Create and update the page of one project, the way an editor would: revision, then publish.

A project that lacks what the law asks for is kept as a draft, which a later import may complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.core.exceptions import ValidationError
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from ...core.findings import Finding
from ...core.importing import findings as row_findings
from ...core.importing.page_importer import publish_changed, publish_new
from ...core.vietnamese import normalise
from ...editorial import requirements
from ..capital import by_year_and_source
from ..codes import code_key
from ..models import InvestmentProjectPage, ProjectCapital, ProjectDecision
from ..validation import part_errors_of
from . import findings
from .data import CapitalData, DecisionData, ProjectData
from .projects import Projects
from .specs import FIGURES

# Filled when the page is saved, or checked by the database itself.
_NOT_CHECKED: Final = frozenset(
    {
        *("path", "depth", "numchild", "slug", "url_path", "draft_title", "content_type"),
        *("translation_key", "locale", "latest_revision", "live_revision", "owner"),
        *("field", "investor", "alias_of", "code_key"),
    }
)
#: What is measured or begins with another value, and goes with it where the row does not say it.
_DEPENDS: Final = {"status_since": "status", "progress_on": "progress"}
#: Shortfalls that are mistakes and not gaps.
_MISTAKES: Final = frozenset({"invalid", "invalid_row"})
#: Where the log says that a version was made by an import.
_MARK: Final = "govportal_import"


class Writer:
    """Writes the projects of one import."""

    def __init__(self, register: Page, projects: Projects, user: Any, run_id: int) -> None:
        self._register = register
        self._projects = projects
        self._user = user
        self._run_id = run_id
        #: Why the page that was checked last cannot be published.
        self._lacking: list[str] = []

    def draft(self, data: ProjectData) -> InvestmentProjectPage:
        """An unsaved page with the values of a row."""
        page = InvestmentProjectPage(live=False, code=data.code, title="")
        setattr(page, requirements.PARENT, self._register)
        self._set_values(page, {**data.values, **data.first})
        self._set_records(page, data)
        self._set_capital(page, data.capital)
        self._set_decisions(page, data.decisions)
        page.derive()
        return page

    def change(self, page: InvestmentProjectPage, data: ProjectData) -> list[str]:
        """Set on `page` what the row changes; returns the names of changed fields.

        The code stays where the project was found by another of its codes.
        """
        values = dict(data.values)
        if code_key(data.code) == page.code_key and data.code != page.code:
            values["code"] = data.code
        changed = self._set_values(page, values)
        for name, reason in _DEPENDS.items():
            if reason in changed and name not in values and getattr(page, name):
                setattr(page, name, "" if name == "status_since" else None)
                changed.append(name)
        changed += self._set_records(page, data)
        if self._set_capital(page, data.capital):
            changed.append("capital")
        if self._set_decisions(page, data.decisions):
            changed.append("decisions")
        if changed:
            page.derive()
        return changed

    def check(self, page: InvestmentProjectPage, data: ProjectData) -> list[Finding]:
        """What the rules say of a page; a new one that lacks something becomes a draft."""
        found = [*_errors_of_fields(page), *_errors_of_rows(page, data)]
        self._lacking = []
        for shortfall in requirements.shortfalls(page):
            words = requirements.words(shortfall)
            if shortfall.code == "invalid":
                found.append(row_findings.invalid(shortfall.field, words))
            elif shortfall.code not in _MISTAKES:
                self._lacking.append(words)
                if page.live:
                    found.append(findings.lacking(shortfall.field, words))
        if self._lacking and not page.live:
            found.append(findings.kept_as_draft(self._lacking))
        return found

    def create(self, parent: Page, page: InvestmentProjectPage) -> None:
        """Put a drafted page below the register, and publish it if it lacks nothing.

        Raises:
            ValidationError: if the rules of the page refuse it.
        """
        page.locale_id = parent.locale_id
        page.owner = self._user
        page.slug = self._projects.free_slug(page)
        if self._lacking:
            parent.add_child(instance=page)
            self._keep_draft(page)
        else:
            publish_new(parent, page, self._user)
            page.refresh_from_db(fields=["live"])
        self._projects.add(page)

    def update(self, page: InvestmentProjectPage) -> None:
        """Publish a changed page as a new revision, or keep a draft that still lacks something.

        Raises:
            ValidationError: if the rules of the page refuse it.
        """
        if self._lacking and not page.live:
            page.save()
            self._keep_draft(page)
        else:
            publish_changed(page, self._user)
            page.refresh_from_db(fields=["live"])
        self._projects.note_state(page)

    def is_untouched_draft(self, page: InvestmentProjectPage) -> bool:
        """Whether an import made the newest version of a page that was never published."""
        if page.live or page.first_published_at or page.current_workflow_state:
            return False
        entries = PageLogEntry.objects.filter(page=page, revision_id=page.latest_revision_id)
        return any(_MARK in entry.data for entry in entries)

    def _keep_draft(self, page: InvestmentProjectPage) -> None:
        # The page was cleaned when it was saved.
        revision = page.save_revision(user=self._user, clean=False)
        log(
            instance=page,
            action="wagtail.edit",
            user=self._user,
            revision=revision,
            content_changed=True,
            data={_MARK: self._run_id},
        )

    def _set_values(self, page: InvestmentProjectPage, values: dict[str, Any]) -> list[str]:
        changed = []
        for name, value in values.items():
            if not _is_same(getattr(page, name), value):
                setattr(page, name, value)
                changed.append(name)
        return changed

    def _set_records(self, page: InvestmentProjectPage, data: ProjectData) -> list[str]:
        changed = []
        if data.field is not None and page.field_id != data.field.pk:
            page.field = data.field
            changed.append("field")
        if data.investor is not None and page.investor_id != data.investor.pk:
            page.investor, page.investor_name = data.investor, ""
            changed.append("investor")
        elif (
            data.investor_name
            # Somebody has linked the agency that the file names in words.
            and not page.investor_id
            and not _is_same(page.investor_name, data.investor_name)
        ):
            page.investor_name = data.investor_name
            changed.append("investor_name")
        if data.communes is not None:
            held = {each.pk for each in page.communes.all()}
            if held != {each.pk for each in data.communes}:
                page.communes.set(data.communes)
                changed.append("communes")
        return changed

    def _set_capital(self, page: InvestmentProjectPage, given: Iterable[CapitalData]) -> bool:
        given = list(given)
        if not given:
            return False
        rows = sorted(page.capital.all(), key=lambda each: each.sort_order or 0)
        known = by_year_and_source(rows)
        is_changed = False
        for each in given:
            key = (each.year, each.source)
            old = known.get(key)
            if old and all(getattr(old, name) == value for name, value in each.amounts.items()):
                continue
            is_changed = True
            told = {name: getattr(old, name) for name in FIGURES} if old else {}
            # Where code wrote a year and source twice, they become the one row that is published.
            rows = [row for row in rows if (row.year, row.source_id) != key]
            rows.append(
                ProjectCapital(year=each.year, source_id=each.source, **{**told, **each.amounts})
            )
        if is_changed:
            rows.sort(key=lambda row: row.year)
            _number(rows)
            page.capital.set(rows)
        return is_changed

    def _set_decisions(self, page: InvestmentProjectPage, given: Iterable[DecisionData]) -> bool:
        given = list(given)
        if not given:
            return False
        rows = sorted(page.decisions.all(), key=lambda each: each.sort_order or 0)
        by_symbol = {code_key(row.symbol): row for row in rows}
        is_changed = False
        for each in given:
            row = by_symbol.get(code_key(each.symbol))
            if row is None:
                row = ProjectDecision(kind=each.kind, symbol="")
                by_symbol[code_key(each.symbol)] = row
                rows.append(row)
            for name, value in each.values.items():
                if not _is_same(getattr(row, name), value):
                    setattr(row, name, value)
                    is_changed = True
        if is_changed:
            _number(rows)
            page.decisions.set(rows)
        return is_changed


def _is_same(held: Any, given: Any) -> bool:
    """Whether a stored value says what a cell says; line ends are those of a form or of a file."""
    if isinstance(held, str) and isinstance(given, str):
        return _lines(held) == _lines(given)
    return bool(held == given)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in normalise(text).strip().splitlines()]


def _number(rows: list[Any]) -> None:
    for position, row in enumerate(rows):
        row.sort_order = position


def _errors_of_fields(page: InvestmentProjectPage) -> Iterator[Finding]:
    try:
        page.clean_fields(exclude=_NOT_CHECKED)
    except ValidationError as error:
        yield from row_findings.of_validation(error)


def _errors_of_rows(page: InvestmentProjectPage, data: ProjectData) -> Iterator[Finding]:
    """Mistakes in the capital and the decisions of a page, with the columns they come from."""
    rows = {"capital": list(page.capital.all()), "decisions": list(page.decisions.all())}
    labels: dict[str, Any] = {
        "capital": lambda row: str(row.year),
        "decisions": lambda row: row.symbol,
    }
    headings = {("capital", str(each.year)): each.heading for each in data.capital}
    headings |= {("decisions", each.symbol): each.heading for each in data.decisions}
    for relation, found in rows.items():
        for position, row in enumerate(found):
            try:
                row.clean_fields(exclude={"page", "source"})
                row.clean()
            except ValidationError as error:
                for message in error.messages:
                    yield _of_row(relation, labels[relation](found[position]), headings, message)
    for mistake in part_errors_of(page):
        label = labels[mistake.relation](rows[mistake.relation][mistake.position])
        yield _of_row(mistake.relation, label, headings, str(mistake.message))


def _of_row(
    relation: str, label: str, headings: dict[tuple[str, str], str], message: str
) -> Finding:
    return findings.of_part(relation, label, headings.get((relation, label), ""), message)
