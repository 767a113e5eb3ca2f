"""Projects come in from a department's table, are found again, and are left alone by a repeat."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from wagtail.models import PageLogEntry

from govportal_wagtail.core.models import ImportState
from govportal_wagtail.investment.models import (
    FigureChange,
    InvestmentProjectPage,
    ProjectEntry,
    ProjectMoney,
)
from tests import builders
from tests.investment.builders import MILLION, change_project, make_investor, make_project
from tests.investment.import_helpers import (
    as_csv,
    as_xlsx,
    codes,
    everything,
    messages,
    outcomes,
    project,
    run_import,
    sheet_row,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _records(sources: Any, communes: Any) -> None:
    builders.make_field("giao-thong", name="Giao thông")
    make_investor()


def money(page: InvestmentProjectPage) -> list[tuple[int, str, int | None, int | None]]:
    rows = ProjectMoney.objects.filter(entry_id=page.pk).order_by("year", "source__code")
    return [(row.year, row.source.code, row.planned, row.disbursed) for row in rows]


def test_a_row_becomes_a_published_project(register):
    user = builders.make_user(superuser=True)
    run = run_import(register, as_csv(sheet_row()), user=user)
    assert (run.state, run.counts) == (ImportState.DONE, {"created": 1}), messages(run)
    page = project()
    assert page.live and not page.has_unpublished_changes
    assert (page.title, page.kind, page.group, page.status, page.funding) == (
        "Cầu Hòa Ninh",
        "public_investment",
        "b",
        "in_progress",
        "state_budget",
    )
    assert page.total_investment == 120_000_500_000
    assert (page.planned_start, page.planned_end) == ("2025-01", "2027-12")
    assert (page.field.code, page.investor.code) == ("giao-thong", "so-xay-dung")
    assert [each.code for each in page.communes.all()] == ["xa-hoa-ninh"]
    assert money(page) == [(2025, "provincial-budget", 30_000 * MILLION, 10_000_250_000)]
    assert page.slug == "cau-hoa-ninh-7900001"
    assert (page.owner, page.locale_id) == (user, register.locale_id)
    assert ProjectEntry.objects.get(page=page).planned == 30_000 * MILLION
    assert PageLogEntry.objects.filter(page=page, action="wagtail.publish", user=user).exists()


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_second_import_changes_no_row_of_any_table(register, form):
    rows = [sheet_row(), sheet_row(code="7900002", name="Trường &quot;Hoa Sen&quot;", objective="")]
    data: Any = {"csv": as_csv(*rows), "xlsx": as_xlsx(*rows), "json": rows}[form]
    first = run_import(register, data)
    assert outcomes(first) == ["created", "created"], messages(first)
    assert project("7900002").title == 'Trường "Hoa Sen"'
    before = everything()
    second = run_import(register, data)
    assert outcomes(second) == ["unchanged", "unchanged"]
    assert everything() == before


def test_what_a_row_changes_becomes_a_revision_and_a_line_of_history(register):
    run_import(register, as_csv(sheet_row()))
    page = project()
    revisions = page.revisions.count()
    run = run_import(register, as_csv(sheet_row(total="130.000,0", objective="", disbursed="")))
    assert outcomes(run) == ["updated"]
    assert codes(run) == [{"changed"}]
    page = project()
    assert page.live and page.revisions.count() == revisions + 1
    assert (page.total_investment, page.objective) == (130_000 * MILLION, "Nối hai bờ sông")
    # An empty cell erases nothing.
    assert money(page) == [(2025, "provincial-budget", 30_000 * MILLION, 10_000_250_000)]
    change = FigureChange.objects.get()
    assert (change.figure, change.before, change.after) == (
        "total_investment",
        "120000500000",
        "130000000000",
    )


def test_a_trial_writes_nothing(register):
    before = everything()
    run = run_import(register, as_csv(sheet_row()), dry_run=True)
    assert outcomes(run) == ["created"]
    assert everything() == before


def test_projects_that_lack_what_the_law_asks_for_are_drafts_until_a_later_file_completes_them(
    register,
):
    run = run_import(register, as_csv(sheet_row(objective="", total="")))
    assert (outcomes(run), codes(run)) == (["created"], [{"kept_as_draft"}])
    page = project()
    assert not page.live and not ProjectEntry.objects.exists()
    assert [(row.year, row.planned) for row in page.capital.all()] == [(2025, 30_000 * MILLION)]
    again = run_import(register, as_csv(sheet_row(objective="", total="")))
    assert (outcomes(again), codes(again)) == (["unchanged"], [{"is_draft"}])

    more = run_import(register, as_csv(sheet_row(objective="")))
    assert (outcomes(more), codes(more)) == (["updated"], [{"kept_as_draft", "changed"}])
    page = project()
    assert not page.live and page.total_investment == 120_000_500_000
    assert page.get_latest_revision_as_object().total_investment == 120_000_500_000

    whole = run_import(register, as_csv(sheet_row()))
    assert outcomes(whole) == ["updated"]
    page = project()
    assert page.live and not page.has_unpublished_changes
    assert len(money(page)) == 1


def test_a_draft_that_somebody_works_on_is_left_alone(register):
    run_import(register, as_csv(sheet_row(objective="")))
    change_project(project(), publish=False, scale="Dài 2 km")
    run = run_import(register, as_csv(sheet_row()))
    assert (outcomes(run), "being_edited" in codes(run)[0]) == (["refused"], True)
    assert not project().live
    assert project().get_latest_revision_as_object().scale == "Dài 2 km"


def test_a_draft_made_by_hand_and_a_withdrawn_project_are_left_alone(register):
    make_project(register, code="7900001", publish=False)
    run = run_import(register, as_csv(sheet_row()))
    assert (outcomes(run), "being_edited" in codes(run)[0]) == (["refused"], True)
    run_import(register, as_csv(sheet_row(code="7900002")))
    project("7900002").unpublish()
    run = run_import(register, as_csv(sheet_row(code="7900002", total="1")))
    assert (outcomes(run), "being_edited" in codes(run)[0]) == (["refused"], True)
    assert not project("7900002").live


@pytest.mark.parametrize("how", ["edited", "locked"])
def test_a_project_being_edited_or_locked_is_left_alone(register, how):
    run_import(register, as_csv(sheet_row()))
    page = project()
    if how == "edited":
        change_project(page, publish=False, scale="Dài 2 km")
    else:
        page.locked = True
        page.save()
    run = run_import(register, as_csv(sheet_row(total="1")))
    wanted = "being_edited" if how == "edited" else "locked"
    assert (outcomes(run), wanted in codes(run)[0]) == (["refused"], True)
    assert project().total_investment == 120_000_500_000


def test_a_published_project_does_not_lose_what_the_law_asks_for(register):
    run_import(register, as_csv(sheet_row()))
    run = run_import(register, as_csv(sheet_row(**{"Loại nguồn vốn": "Vay ODA"})))
    assert (outcomes(run), codes(run)) == (["refused"], [{"lacking", "changed"}])
    assert project().funding == "state_budget"


def test_a_project_is_found_by_another_of_its_codes_and_keeps_its_own(register):
    make_project(register, code="8100001", other_codes="7900001; X1")
    run = run_import(register, as_csv(sheet_row(), sheet_row(code="8100001")))
    assert outcomes(run) == ["updated", "duplicate"]
    assert InvestmentProjectPage.objects.get().code == "8100001"
    assert InvestmentProjectPage.objects.get().title == "Cầu Hòa Ninh"


def test_codes_are_compared_without_marks_and_case(register):
    run_import(register, as_csv(sheet_row(code="DA-01/2025")))
    run = run_import(register, as_csv(sheet_row(code="da 01.2025")))
    assert outcomes(run) == ["updated"]
    assert codes(run) == [{"changed"}]
    assert InvestmentProjectPage.objects.get().code == "da 01.2025"


def test_unknown_fields_investors_and_communes_are_remarks_and_create_nothing(register):
    row = sheet_row(field="Vũ trụ", investor="Công ty Sao Mai", communes="xa-hoa-ninh; Xã Không Có")
    run = run_import(register, as_csv(row))
    assert codes(run) == [{"unknown_field", "unknown_investor", "unknown_commune", "kept_as_draft"}]
    page = project()
    assert (page.field, page.investor, page.investor_name) == (None, None, "Công ty Sao Mai")
    assert [each.code for each in page.communes.all()] == ["xa-hoa-ninh"]
    assert "Lĩnh vực" in messages(run) or "Vũ trụ" in messages(run)


def test_an_agency_that_somebody_linked_is_not_unlinked(register):
    run_import(register, as_csv(sheet_row(investor="Sở XD cũ")))
    page = project()
    change_project(page, investor=make_investor(), investor_name="")
    run = run_import(register, as_csv(sheet_row(investor="Sở XD cũ")))
    assert outcomes(run) == ["unchanged"]
    assert project().investor.code == "so-xay-dung"


def test_a_new_status_does_not_keep_the_day_of_the_old_one(register):
    head = {"Tình trạng từ": "03/2025", "Tiến độ (%)": "45,5%", "Ngày cập nhật tiến độ": ""}
    run_import(register, as_csv(sheet_row(**head)))
    page = project()
    assert (page.status_since, str(page.progress)) == ("2025-03", "45.50")
    change_project(page, progress_on=date(2026, 1, 31))
    later = head | {"Tình trạng từ": "", "Tiến độ (%)": "60"}
    run = run_import(register, as_csv(sheet_row(status="Tạm dừng", **later)))
    assert outcomes(run) == ["updated"]
    page = project()
    assert (page.status, page.status_since, page.progress_on) == ("suspended", "", None)
    assert [row.status for row in page.states.all()] == ["in_progress"]


def test_defaults_of_a_mapping_are_for_new_projects(register):
    row = sheet_row()
    row.pop("Loại dự án")
    run_import(register, as_csv(row))
    change_project(project(), kind="oda")
    assert outcomes(run_import(register, as_csv(row))) == ["unchanged"]
    assert project().kind == "oda"


def test_decisions_of_a_row_are_added_once(register):
    row = sheet_row(**{"Số quyết định": "12/QĐ-UBND", "Ngày quyết định": "20/05/2025"})
    run_import(register, as_csv(row))
    (decision,) = project().decisions.all()
    assert (decision.kind, decision.issued_on) == ("approval", date(2025, 5, 20))
    assert outcomes(run_import(register, as_csv(row))) == ["unchanged"]
    other = row | {"Số quyết định": "99/QĐ-UBND"}
    assert outcomes(run_import(register, as_csv(other))) == ["updated"]
    assert [each.symbol for each in project().decisions.all()] == ["12/QĐ-UBND", "99/QĐ-UBND"]
