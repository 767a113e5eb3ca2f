"""What the register of projects of a site holds: projects, drafts, sheets of figures, imports."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from govportal_wagtail.core.models import ImportState
from govportal_wagtail.investment.importing.feature import PROJECTS
from govportal_wagtail.investment.models import (
    BatchEventKind,
    BatchState,
    BiddingPackage,
    CapitalSource,
    FigureBatch,
    FigureBatchEvent,
    FigureChange,
    FigureRow,
    InvestmentProjectPage,
    ProjectCapital,
    ProjectDecision,
    ProjectEntry,
    ProjectImportRow,
    ProjectImportRun,
    ProjectMoney,
    ProjectState,
    ProjectUpdate,
)
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.investment import builders as projects
from tests.investment.figure_sheet_builders import csv_sheet
from tests.investment.import_helpers import as_csv, sheet_row

MILLION = projects.MILLION
#: The year of the published capital, and of what sheets say of it.
YEAR = 2025
SOURCE = "provincial-budget"


def furnish(place: Any) -> None:
    """A register with projects of every state, sheets at every step, imports and a history."""
    things, mark = place.things, place.mark
    # The sources of capital are for all sites.
    things["capital_source"] = projects.make_source()
    things["projects"] = projects.make_register(place.home, title=f"Projects {mark}")
    things["project"] = _project(place, f"Project {mark}", f"C-{mark}")
    things["project_in_change"] = projects.change_project(
        _project(place, f"Changing {mark}", f"E-{mark}"),
        publish=False,
        objective=f"Draft objective {mark}",
    )
    things["draft_project"] = _project(place, f"Project draft {mark}", f"D-{mark}", publish=False)
    things["project"] = projects.change_project(
        things["project"], total_investment=130 * projects.BILLION
    )
    for state in BatchState:
        things[f"sheet_{state}"] = _sheet(place, state)
    things["stalled_sheet"] = things[f"sheet_{BatchState.APPLYING}"]
    things["project_run"] = _run(place, ImportState.UPLOADED)
    things["project_run_done"] = _run(place, ImportState.DONE)
    ProjectImportRow.objects.create(
        run=things["project_run_done"],
        number=2,
        outcome="refused",
        code=f"Row {mark}",
        page=things["project"],
        messages=[{"code": "invalid", "column": "", "message": f"Remark {mark}"}],
    )


def _project(place: Any, title: str, code: str, **fields: Any) -> InvestmentProjectPage:
    mark = place.mark
    return projects.make_project(
        place.things["projects"],
        title=title,
        code=code,
        objective=f"Objective {mark}",
        investor=None,
        investor_name=f"Investor {mark}",
        planned_start=str(YEAR),
        planned_end=str(YEAR + 2),
        capital=[projects.capital(YEAR, planned=900 * MILLION, disbursed=100 * MILLION)],
        decisions=[projects.decision(f"1/QD-{mark}")],
        packages=[
            projects.package(f"Package {mark}", contractor=f"Contractor {mark}", state="awarded")
        ],
        **fields,
    )


def table(mark: str, **cells: Any) -> bytes:
    """A sheet of figures of the project with the mark."""
    values = {"code": f"C-{mark}", "planned": "500"} | cells
    return csv_sheet((values["code"], YEAR, SOURCE, values["planned"], "", "20"))


def _sheet(place: Any, state: str) -> FigureBatch:
    """A sheet as it is at one of its steps; who entered it is the focal officer."""
    things, mark = place.things, place.mark
    user = place.user(RoleCode.FOCAL_OFFICER)
    batch = FigureBatch(
        register=things["projects"],
        agency=place.agency,
        title=f"Sheet {state} {mark}",
        basis=f"Basis {mark}",
        file_name=f"sheet-{mark}.csv",
        sha256="0" * 64,
        state=state,
        created_by=user,
    )
    batch.file.save(f"sheet-{mark}.csv", ContentFile(table(mark)), save=False)
    if state == BatchState.APPLYING:
        # So long ago that it may be begun again.
        batch.approved_at = datetime(2026, 1, 1, tzinfo=UTC)
    batch.save()
    FigureRow.objects.create(
        batch=batch,
        number=2,
        page=things["project"],
        code=f"C-{mark}",
        year=YEAR,
        source=things["capital_source"],
        planned=500 * MILLION,
        disbursed=20 * MILLION,
        planned_before=900 * MILLION,
        disbursed_before=100 * MILLION,
    )
    FigureBatchEvent.objects.create(
        batch_id=batch.pk,
        batch_title=batch.title,
        kind=BatchEventKind.ENTERED,
        at=timezone.now(),
        by_id=user.pk,
        by_name=f"Nguyen {mark}",
    )
    return batch


def _run(place: Any, state: str) -> ProjectImportRun:
    mark = place.mark
    data = as_csv(sheet_row(code=f"I-{mark}", name=f"Imported {mark}"))
    run = ProjectImportRun(
        register=place.things["projects"],
        file_name=f"Table {mark}.csv",
        sha256=PROJECTS.digest(data),
        mapping=PROJECTS.mappings.load("standard_sheet").text,
        state=state,
        dry_run=state == ImportState.DONE,
    )
    run.file.save(f"table-{mark}.csv", ContentFile(data), save=False)
    run.save()
    return run


def rows(place: Any) -> dict[str, list[Any]]:
    """All of it as it is in the database now."""
    pages = InvestmentProjectPage.objects.filter(path__startswith=place.home.path)
    keys = list(pages.values_list("pk", flat=True))
    batches = FigureBatch.objects.filter(register__path__startswith=place.home.path)
    runs = ProjectImportRun.objects.filter(register__path__startswith=place.home.path)
    parts = (ProjectCapital, ProjectDecision, BiddingPackage, ProjectState, ProjectUpdate)
    found: dict[str, Any] = {
        "pages": pages,
        "entries": ProjectEntry.objects.filter(page__in=keys),
        "money": ProjectMoney.objects.filter(entry__in=keys),
        "history": FigureChange.objects.filter(page_id__in=keys),
        "sheets": batches,
        "rows of sheets": FigureRow.objects.filter(batch__in=batches),
        "steps of sheets": FigureBatchEvent.objects.filter(batch_id__in=batches.values("pk")),
        "imports": runs,
        "rows of imports": ProjectImportRow.objects.filter(run__in=runs),
        "sources": CapitalSource.objects.all(),
        **{part.__name__: part._default_manager.filter(page__in=keys) for part in parts},
    }
    return {
        f"projects {name}": sorted(map(repr, each.order_by().values_list()))
        for name, each in found.items()
    }
