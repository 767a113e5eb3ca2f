"""Sheets of figures: what a row changes, what is refused, and how a sheet becomes public."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from govportal_wagtail.investment import (
    batch_publishing,
    batch_reading,
    batch_sheet,
    batches,
    rights,
)
from govportal_wagtail.investment.batch_errors import BatchError
from govportal_wagtail.investment.models import (
    BatchState,
    CapitalSource,
    FigureBatchEvent,
    InvestmentProjectPage,
    ProjectCapital,
)
from govportal_wagtail.investment.money import MoneyUnit, NumberStyle
from tests.core.portal_builders import make_component
from tests.investment.builders import MILLION, capital, change_project, make_project, make_register
from tests.investment.figure_sheet_builders import (
    csv_sheet,
    make_approver,
    make_batch,
    make_financier,
    make_known_project,
    xlsx_sheet,
)

pytestmark = pytest.mark.django_db
SOURCE = "provincial-budget"


@pytest.fixture
def project(register, sources):
    return make_known_project(register)


@pytest.fixture
def financier(portal, settings):
    return make_financier(portal, settings)


@pytest.fixture
def approver(portal):
    return make_approver(portal)


def figures(page: Any) -> dict[Any, Any]:
    rows = ProjectCapital.objects.filter(page=page.pk)
    names = ("planned", "allocated", "disbursed")
    return {
        (row.year, row.source.code): tuple(getattr(row, name) for name in names) for row in rows
    }


def draft_figures(page: Any) -> dict[Any, Any]:
    draft = InvestmentProjectPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return {
        (row.year, row.source.code): (row.planned, row.allocated, row.disbursed)
        for row in draft.capital.all()
    }


class ReadSheetTests:
    def test_a_row_says_what_it_changes_in_dong(self, register, project):
        found = batch_reading.read_sheet(
            xlsx_sheet((7890001, 2025, SOURCE, None, 850.5, 200)), register
        )
        assert found.problems == []
        (row,) = found.rows
        assert (row.planned, row.allocated, row.disbursed) == (
            900 * MILLION,
            850_500_000,
            200 * MILLION,
        )
        assert (row.planned_before, row.allocated_before, row.disbursed_before) == (
            900 * MILLION,
            None,
            100 * MILLION,
        )

    @pytest.mark.parametrize("language", ["vi", "en"])
    @pytest.mark.parametrize("unit", list(MoneyUnit))
    def test_the_template_reads_back_to_no_change(self, register, project, unit, language):
        with translation.override(language):
            data = b"".join(batch_sheet.template(register, 2025, unit, with_all_sources=True))
            found = batch_reading.read_sheet(data, register)
        # Nothing is wrong with any row; the file as a whole says nothing new.
        assert [each.number for each in found.problems] == [0]
        assert set(found.columns.units.values()) == {unit}
        assert found.unchanged == 1
        assert found.unfilled == CapitalSource.objects.count() - 1

    def test_a_heading_without_a_unit_is_refused_and_nothing_guessed(self, register, project):
        headings = ["Mã dự án", "Tên", "Năm", "Mã nguồn vốn", "Nguồn", "Kế hoạch vốn", "x", "y"]
        data = csv_sheet(("7890001", 2025, SOURCE, 5, "", ""), headings=headings)
        found = batch_reading.read_sheet(data, register)
        assert found.rows == []
        assert [each.number for each in found.problems] == [0]
        assert "Kế hoạch vốn" in found.problems[0].message

    @pytest.mark.parametrize(
        "row",
        [
            ("khong-co", 2025, SOURCE, "5", "", ""),
            ("7890001", 2025, "khong-co", "5", "", ""),
            ("7890001", 1200, SOURCE, "5", "", ""),
            ("7890001", 2035, SOURCE, "5", "", ""),
            ("7890001", 2025, SOURCE, "-5", "", ""),
            ("7890001", 2025, SOURCE, "=1+1", "", ""),
            ("7890001", 2025, SOURCE, '=HYPERLINK("http://x")', "", ""),
            ("7890001", 2025, SOURCE, "1.234", "", ""),
            ("7890001", 2025, SOURCE, "0,0000001", "", ""),
            ("7890001", 2025, SOURCE, "nhiều", "", ""),
            ("7890001", 2027, SOURCE, "", "", "5"),
            ("7890001", 2025, "", "5", "", ""),
            ("", 2025, SOURCE, "5", "", ""),
        ],
    )
    def test_a_wrong_row_is_named_and_leaves_nothing(self, register, project, row):
        data = csv_sheet(("7890001", 2026, SOURCE, "5", "", ""), row)
        found = batch_reading.read_sheet(data, register)
        assert {each.number for each in found.problems} == {3}

    def test_the_rest_of_the_file_tells_how_it_writes_decimals(self, register, project):
        rows = [
            ("7890001", 2025, SOURCE, "1.234", "", ""),
            ("7890001", 2026, SOURCE, "1.234,5", "", ""),
        ]
        found = batch_reading.read_sheet(csv_sheet(*rows), register)
        assert [row.planned for row in found.rows] == [1234 * MILLION, 1234 * MILLION + 500_000]
        stated = batch_reading.read_sheet(csv_sheet(rows[0]), register, NumberStyle.ENGLISH)
        assert [row.planned for row in stated.rows] == [1_234_000]

    def test_two_ways_of_writing_in_one_file_are_refused(self, register, project):
        rows = [
            ("7890001", 2025, SOURCE, "1.234,5", "", ""),
            ("7890001", 2026, SOURCE, "1,234.5", "", ""),
        ]
        found = batch_reading.read_sheet(csv_sheet(*rows), register)
        assert {each.number for each in found.problems} == {3}

    def test_the_same_project_year_and_source_twice(self, register, project):
        row = ("7890001", 2025, SOURCE, "5", "", "")
        found = batch_reading.read_sheet(csv_sheet(row, row), register)
        assert [each.number for each in found.problems] == [3]

    def test_a_formula_in_a_workbook_is_refused_though_it_has_a_value(self, register, project):
        found = batch_reading.read_sheet(
            xlsx_sheet(("7890001", 2025, SOURCE, "=5*100", None, None)), register
        )
        assert [each.number for each in found.problems] == [2]

    def test_a_project_of_another_register_is_unknown(self, register, portal, project):
        other = make_register(portal, slug="khac", title="Khác")
        data = csv_sheet(("7890001", 2025, SOURCE, "5", "", ""))
        found = batch_reading.read_sheet(data, other)
        assert [each.number for each in found.problems] == [2]

    def test_more_disbursed_than_planned_is_only_odd(self, register, project):
        data = csv_sheet(("7890001", 2025, SOURCE, "", "", "901"))
        found = batch_reading.read_sheet(data, register)
        assert found.problems == []
        assert [each.number for each in found.warnings] == [2]


class StepTests:
    def test_from_the_sheet_to_the_public(self, register, project, financier, approver):
        batch = make_batch(register, financier, ("7890001", 2026, SOURCE, "500", "", "20"))
        assert figures(project) == {(2025, SOURCE): (900 * MILLION, None, 100 * MILLION)}
        batches.submit(batch, financier)
        batches.approve(batch, approver)
        done = batch_publishing.publish(batch.pk)
        assert done.state == BatchState.PUBLISHED, done.problems
        assert figures(project)[2026, SOURCE] == (500 * MILLION, None, 20 * MILLION)
        assert figures(project)[2025, SOURCE] == (900 * MILLION, None, 100 * MILLION)
        page = InvestmentProjectPage.objects.get(pk=project.pk)
        assert not page.has_unpublished_changes
        assert page.live_revision.user == financier
        kinds = FigureBatchEvent.objects.filter(batch_id=batch.pk).values_list("kind", flat=True)
        assert list(kinds) == ["entered", "submitted", "approved", "published"]

    def test_who_entered_or_handed_in_never_approves(self, register, project, portal, settings):
        first = make_financier(portal, settings, "mot")
        second = make_financier(portal, settings, "hai")
        for user in (first, second):
            user.is_superuser = True
            user.save()
        batch = make_batch(register, first, ("7890001", 2026, SOURCE, "5", "", ""))
        batches.submit(batch, second)
        for user in (first, second):
            with pytest.raises(PermissionDenied):
                batches.approve(batch, user)

    def test_a_draft_gets_the_figures_and_stays_a_draft(
        self, register, project, financier, approver, portal
    ):
        author = make_approver(portal, "tac-gia")
        version = InvestmentProjectPage.objects.get(pk=project.pk)
        version.objective = "Mục tiêu chưa duyệt"
        version.capital = [
            capital(2025, planned=111 * MILLION, disbursed=100 * MILLION),
            capital(2027, planned=7 * MILLION),
        ]
        version.save_revision(user=author)
        batch = make_batch(
            register, financier, ("7890001", 2025, SOURCE, "", "", "150"), is_submitted=True
        )
        batches.approve(batch, approver)
        done = batch_publishing.publish(batch.pk)
        assert done.state == BatchState.PUBLISHED, done.problems
        assert figures(project) == {(2025, SOURCE): (900 * MILLION, None, 150 * MILLION)}
        page = InvestmentProjectPage.objects.get(pk=project.pk)
        assert page.objective != "Mục tiêu chưa duyệt"
        assert page.has_unpublished_changes
        assert draft_figures(project) == {
            (2025, SOURCE): (111 * MILLION, None, 150 * MILLION),
            (2027, SOURCE): (7 * MILLION, None, None),
        }
        assert page.latest_revision.user == author
        page.latest_revision.publish()
        page.refresh_from_db()
        assert page.objective == "Mục tiêu chưa duyệt"
        assert figures(project)[2025, SOURCE] == (111 * MILLION, None, 150 * MILLION)

    def test_what_was_published_meanwhile_stops_it_as_a_whole(
        self, register, project, financier, approver
    ):
        other = make_project(register, code="7890002", planned_start="2025", planned_end="2027")
        batch = make_batch(
            register,
            financier,
            ("7890001", 2025, SOURCE, "", "", "150"),
            ("7890002", 2025, SOURCE, "3", "", ""),
            is_submitted=True,
        )
        change_project(project, capital=[capital(2025, planned=900 * MILLION, disbursed=MILLION)])
        with pytest.raises(BatchError) as refused:
            batches.approve(batch, approver)
        assert len(refused.value.problems) == 1
        assert "7890001" in refused.value.problems[0]
        assert figures(other) == {}
        batch.refresh_from_db()
        assert batch.state == BatchState.SUBMITTED

    def test_a_change_between_approval_and_publication_is_noted_and_nothing_written(
        self, register, project, financier, approver
    ):
        other = make_project(register, code="7890000", planned_start="2025", planned_end="2027")
        batch = make_batch(
            register,
            financier,
            ("7890000", 2025, SOURCE, "3", "", ""),
            ("7890001", 2025, SOURCE, "", "", "150"),
            is_submitted=True,
        )
        batches.approve(batch, approver)
        page = InvestmentProjectPage.objects.get(pk=project.pk)
        page.locked = True
        page.save()
        done = batch_publishing.publish(batch.pk)
        assert done.state == BatchState.SUBMITTED
        assert len(done.problems) == 1
        assert figures(other) == {}
        kinds = FigureBatchEvent.objects.filter(batch_id=batch.pk).values_list("kind", flat=True)
        assert list(kinds)[-1] == "failed"

    def test_it_is_published_once(self, register, project, financier, approver):
        batch = make_batch(
            register, financier, ("7890001", 2026, SOURCE, "5", "", ""), is_submitted=True
        )
        batches.approve(batch, approver)
        with pytest.raises(PermissionDenied):
            batches.approve(batch, approver)
        batch_publishing.publish(batch.pk)
        revisions = project.revisions.count()
        assert batch_publishing.publish(batch.pk).state == BatchState.PUBLISHED
        assert project.revisions.count() == revisions

    def test_a_hyphen_takes_a_figure_away(self, register, project, financier, approver):
        batch = make_batch(
            register, financier, ("7890001", 2025, SOURCE, "-", "", "-"), is_submitted=True
        )
        batches.approve(batch, approver)
        assert batch_publishing.publish(batch.pk).state == BatchState.PUBLISHED
        assert figures(project) == {}

    def test_a_draft_in_the_workflow_is_left_to_the_editors(
        self, register, project, financier, approver, portal
    ):
        version = InvestmentProjectPage.objects.get(pk=project.pk)
        version.objective = "Đang duyệt"
        version.save_revision(user=approver)
        workflow = version.get_workflow()
        workflow.start(version, approver)
        batch = make_batch(register, financier, ("7890001", 2026, SOURCE, "5", "", ""))
        with pytest.raises(BatchError):
            batches.submit(batch, financier)
        assert version.current_workflow_state is not None

    def test_a_returned_sheet_is_replaced_and_handed_in_again(
        self, register, project, financier, approver
    ):
        batch = make_batch(
            register, financier, ("7890001", 2026, SOURCE, "5", "", ""), is_submitted=True
        )
        with pytest.raises(BatchError):
            batches.send_back(batch, approver, " ")
        batches.send_back(batch, approver, "Thiếu dự án")
        data = csv_sheet(("7890001", 2026, SOURCE, "6", "", ""))
        found = batch_reading.read_sheet(data, register)
        sheet = batches.Sheet("Lần 2", "Báo cáo", "b.csv", data, found.rows)
        batch = batches.replace(batch, financier, sheet)
        assert batch.state == BatchState.DRAFT
        assert [row.planned for row in batch.rows.all()] == [6 * MILLION]
        batches.submit(batch, financier)
        with pytest.raises(PermissionDenied):
            batches.submit(batch, financier)


class RightsTests:
    def test_only_agencies_of_the_setting_supply(self, register, portal, settings):
        user = make_financier(portal, settings)
        assert rights.supplied_registers(user) == [register]
        settings.GOVPORTAL_FINANCE_AGENCIES = []
        assert rights.supplied_registers(user) == []
        assert not rights.supplies(user, register)

    def test_a_register_of_another_site_is_out_of_reach(self, register, portal, settings):
        user = make_financier(portal, settings)
        foreign = make_register(make_component())
        assert not rights.supplies(user, foreign)
        assert foreign not in rights.registers_of(user)
        data = csv_sheet(("x", 2026, SOURCE, "5", "", ""))
        with pytest.raises(PermissionDenied):
            batches.enter(foreign, user, batches.Sheet("a", "b", "c.csv", data, []))

    def test_a_supplier_approves_nothing(self, register, portal, settings, approver):
        user = make_financier(portal, settings)
        assert not rights.approves(user, register)
        assert rights.approves(approver, register)

    def test_sheets_are_seen_by_their_agency_and_the_newsroom(
        self, register, project, financier, approver, portal, settings
    ):
        batch = make_batch(register, financier, ("7890001", 2026, SOURCE, "5", "", ""))
        foreign = make_approver(make_component(), "nguoi-xa")
        assert list(rights.visible_batches(financier)) == [batch]
        assert list(rights.visible_batches(approver)) == [batch]
        assert list(rights.visible_batches(foreign)) == []
