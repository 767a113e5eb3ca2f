"""Two people at the same moment: one approval counts, one publication, one import of a row."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import connection

from govportal_wagtail.core.models import ImportState
from govportal_wagtail.investment import batch_publishing, batches
from govportal_wagtail.investment.importing.feature import PROJECTS
from govportal_wagtail.investment.models import (
    BatchEventKind,
    BatchState,
    FigureBatch,
    FigureBatchEvent,
    FigureChange,
    InvestmentProjectPage,
    ProjectCapital,
    ProjectEntry,
    ProjectImportRow,
    ProjectImportRun,
    ProjectMoney,
)
from tests import builders
from tests.core.portal_builders import make_portal
from tests.investment.builders import (
    BILLION,
    MILLION,
    make_communes,
    make_investor,
    make_register,
    make_source,
    portal_site_of,
)
from tests.investment.figure_sheet_builders import (
    make_approver,
    make_batch,
    make_financier,
    make_known_project,
)
from tests.investment.import_helpers import as_csv, sheet_row
from tests.threads import at_once, replant

pytestmark = pytest.mark.django_db(transaction=True)
ROW = ("7890001", 2026, "provincial-budget", "500", "", "20")


@pytest.fixture
def register(transactional_db: Any) -> Any:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no row locks: one writer at a time is all it can do.")
    replant()
    make_source()
    return make_register(make_portal())


@pytest.fixture
def people(register: Any, settings: Any) -> Any:
    portal_site = portal_site_of(register)
    return make_financier(portal_site, settings), make_approver(portal_site), portal_site


def events(batch: FigureBatch) -> list[str]:
    found = FigureBatchEvent.objects.filter(batch_id=batch.pk).order_by("pk")
    return list(found.values_list("kind", flat=True))


def test_a_sheet_is_approved_and_published_once(register, people):
    financier, approver, portal_site = people
    project = make_known_project(register)
    other = make_approver(portal_site, "lanh-dao-khac")
    batch = make_batch(register, financier, ROW, is_submitted=True)

    def approve(user: Any) -> str:
        batches.approve(FigureBatch.objects.get(pk=batch.pk), user)
        found = batch_publishing.publish(batch.pk)
        return str(found.state) if found else ""

    told = at_once(lambda: approve(approver), lambda: approve(other))
    assert [each for each in told if isinstance(each, str)] == [BatchState.PUBLISHED]
    assert [type(each) for each in told if not isinstance(each, str)] == [PermissionDenied]
    assert events(batch).count(BatchEventKind.APPROVED) == 1
    assert events(batch).count(BatchEventKind.PUBLISHED) == 1
    assert FigureChange.objects.filter(batch_id=batch.pk, page_id=project.pk).count() == 2


def test_a_sheet_is_published_once_by_two_workers(register, people):
    financier, approver, _portal_site = people
    project = make_known_project(register)
    batch = make_batch(register, financier, ROW, is_submitted=True)
    batches.approve(batch, approver)
    revisions = project.revisions.count()
    told = at_once(*[lambda: batch_publishing.publish(batch.pk)] * 2)
    assert [each.state for each in told] == [BatchState.PUBLISHED] * 2
    assert project.revisions.count() == revisions + 1
    assert events(batch).count(BatchEventKind.PUBLISHED) == 1


def test_a_sheet_is_either_withdrawn_or_approved(register, people):
    financier, approver, _portal_site = people
    make_known_project(register)
    batch = make_batch(register, financier, ROW, is_submitted=True)
    told = at_once(
        lambda: batches.approve(FigureBatch.objects.get(pk=batch.pk), approver).state,
        lambda: batches.withdraw(FigureBatch.objects.get(pk=batch.pk), financier).state,
    )
    batch.refresh_from_db()
    assert [each for each in told if isinstance(each, str)] == [batch.state]
    assert [type(each) for each in told if not isinstance(each, str)] == [PermissionDenied]


def test_a_sheet_and_an_editor_publish_one_project_one_after_the_other(register, people):
    financier, approver, _portal_site = people
    project = make_known_project(register)
    batch = make_batch(register, financier, ROW, is_submitted=True)
    batches.approve(batch, approver)
    version = InvestmentProjectPage.objects.get(pk=project.pk)
    version.total_investment = 7 * BILLION
    revision = version.save_revision()

    told = at_once(lambda: batch_publishing.publish(batch.pk), revision.publish)
    assert not [each for each in told if isinstance(each, Exception)]
    page = InvestmentProjectPage.objects.get(pk=project.pk)
    assert_register_says_what_is_live(page)
    lines = list(
        FigureChange.objects.filter(page_id=project.pk).values_list("figure", "before", "after")
    )
    # Each change is told once, also where the one takes back what the other brought.
    assert len(lines) == len(set(lines))


def test_two_publications_of_one_project_tell_each_change_once(register):
    project = make_known_project(register)
    version = InvestmentProjectPage.objects.get(pk=project.pk)
    version.total_investment = 7 * BILLION
    revision = version.save_revision()
    told = at_once(
        *[lambda: type(revision).objects.get(pk=revision.pk).publish()] * 2,
    )
    assert not [each for each in told if isinstance(each, Exception)]
    lines = FigureChange.objects.filter(page_id=project.pk)
    assert [(each.figure, each.after) for each in lines] == [("total_investment", str(7 * BILLION))]
    assert_register_says_what_is_live(InvestmentProjectPage.objects.get(pk=project.pk))


def assert_register_says_what_is_live(page: InvestmentProjectPage) -> None:
    entry = ProjectEntry.objects.get(page=page.pk)
    assert entry.total_investment == page.total_investment
    said = ProjectMoney.objects.filter(entry=entry).order_by("year", "source")
    live = ProjectCapital.objects.filter(page=page.pk).order_by("year", "source")
    names = ("year", "source", "planned", "allocated", "disbursed")
    assert list(said.values_list(*names)) == list(live.values_list(*names))


def test_one_run_is_carried_out_once_and_two_runs_make_no_twins(register):
    make_communes()
    builders.make_field("giao-thong", name="Giao thông")
    make_investor()
    rows = [sheet_row(code=f"79{number:05}", name=f"Cầu {number}") for number in range(8)]
    data = as_csv(*rows)

    def run_of() -> ProjectImportRun:
        run = ProjectImportRun(
            register=register,
            file_name="a.csv",
            sha256=PROJECTS.digest(data),
            mapping=PROJECTS.mappings.load("standard_sheet").text,
            dry_run=False,
            state=ImportState.RUNNING,
        )
        run.file.save("a.csv", ContentFile(data), save=False)
        run.save()
        return run

    first, second = run_of(), run_of()
    told = at_once(
        *(
            lambda key=key: PROJECTS.perform_in_background(key, "vi")
            for key in (first.pk, first.pk, second.pk)
        )
    )
    assert not [each for each in told if isinstance(each, Exception)]
    for run in (first, second):
        run.refresh_from_db()
        assert run.state == ImportState.DONE, run.message
        numbers = list(run.rows.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(2, 10))
    assert InvestmentProjectPage.objects.count() == 8
    assert InvestmentProjectPage.objects.values("code_key").distinct().count() == 8
    outcomes = list(ProjectImportRow.objects.values_list("outcome", flat=True))
    assert outcomes.count("created") == 8
    # What the other run is at, or has just made, is left alone.
    assert set(outcomes) <= {"created", "unchanged", "refused"}
    live = InvestmentProjectPage.objects.filter(live=True).count()
    assert ProjectMoney.objects.filter(planned=30_000 * MILLION).count() == live
