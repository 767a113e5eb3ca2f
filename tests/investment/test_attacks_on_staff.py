"""What is posted by hand to the screens of projects, and files that are made to do harm."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from govportal_wagtail.core.access import accounts
from govportal_wagtail.investment import batch_sheet, batches
from govportal_wagtail.investment.models import (
    BatchEventKind,
    BatchState,
    CapitalSource,
    FigureBatch,
    FigureBatchEvent,
    InvestmentProjectPage,
    ProjectCapital,
    ProjectImportRun,
)
from govportal_wagtail.investment.money import MoneyUnit
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests import builders
from tests.core.portal_builders import make_component, make_officer
from tests.investment.builders import (
    BILLION,
    MILLION,
    capital,
    change_project,
    make_project,
    make_register,
    package,
)
from tests.investment.figure_sheet_builders import (
    csv_sheet,
    make_approver,
    make_batch,
    make_financier,
    make_known_project,
    xlsx_sheet,
)
from tests.investment.import_helpers import as_csv, outcomes, run_import, sheet_row
from tests.investment.project_form_data import form_of

pytestmark = pytest.mark.django_db
SOURCE = "provincial-budget"
ROW = ("7890001", 2026, SOURCE, "500", "", "20")
STEPS = ("submit", "withdraw", "return", "approve", "resume")


@pytest.fixture
def project(register, sources):
    return make_known_project(register)


@pytest.fixture
def financier(portal, settings):
    return make_financier(portal, settings)


@pytest.fixture
def approver(portal):
    return make_approver(portal)


@pytest.fixture
def both(financier, portal):
    """Somebody of the finance department who also approves what is posted."""
    agency = financier.govportal_account.agency
    user = make_officer("ca-hai", portal, RoleCode.FOCAL_OFFICER.value, agency=agency)
    accounts.grant(user.govportal_account, portal, RoleCode.BOARD_HEAD, None)
    return type(user).objects.get(pk=user.pk)


def step(client: Any, batch: FigureBatch, code: str, reason: str = "x") -> Any:
    address = reverse("govportal_projects:batch_step", args=[batch.pk, code])
    return client.post(address, {"reason": reason})


def state_of(batch: FigureBatch) -> str:
    return str(FigureBatch.objects.get(pk=batch.pk).state)


def sheet_data(register: Any, data: bytes, name: str = "so-lieu.csv") -> dict[str, Any]:
    file = SimpleUploadedFile(name, data)
    return {"register": register.pk, "title": "Giải ngân", "basis": "Báo cáo 15", "file": file}


class SecondPersonTests:
    def test_nobody_approves_a_sheet_that_they_entered(self, client, register, project, both):
        batch = make_batch(register, both, ROW, is_submitted=True)
        client.force_login(both)
        step(client, batch, "approve")
        assert state_of(batch) == BatchState.SUBMITTED

    def test_nobody_approves_a_sheet_that_they_handed_in_for_another(
        self, client, register, project, financier, both
    ):
        batch = make_batch(register, financier, ROW)
        client.force_login(both)
        step(client, batch, "submit")
        assert state_of(batch) == BatchState.SUBMITTED
        step(client, batch, "approve")
        assert state_of(batch) == BatchState.SUBMITTED

    def test_nobody_approves_what_they_had_a_hand_in_before_it_was_returned(
        self, client, register, project, financier, both, approver
    ):
        batch = make_batch(register, both, ROW, is_submitted=True)
        batches.send_back(batch, approver, "Sai")
        client.force_login(financier)
        address = reverse("govportal_projects:batch_replace", args=[batch.pk])
        client.post(address, sheet_data(register, csv_sheet(ROW)))
        step(client, batch, "submit")
        client.force_login(both)
        step(client, batch, "approve")
        assert state_of(batch) == BatchState.SUBMITTED

    def test_a_superuser_of_the_finance_department_needs_another_person_too(
        self, client, register, project, financier
    ):
        financier.is_superuser = True
        financier.save()
        batch = make_batch(register, financier, ROW, is_submitted=True)
        client.force_login(financier)
        step(client, batch, "approve")
        assert state_of(batch) == BatchState.SUBMITTED

    def test_whoever_lost_the_role_or_the_account_takes_no_step(
        self, client, register, project, financier, approver, settings
    ):
        batch = make_batch(register, financier, ROW)
        settings.GOVPORTAL_FINANCE_AGENCIES = []
        client.force_login(financier)
        for code in STEPS:
            step(client, batch, code)
        assert state_of(batch) == BatchState.DRAFT
        settings.GOVPORTAL_FINANCE_AGENCIES = ["so-tai-chinh"]
        batches.submit(batch, financier)
        client.force_login(approver)
        approver.is_active = False
        approver.save()
        step(client, batch, "approve")
        assert state_of(batch) == BatchState.SUBMITTED

    def test_whoever_had_no_hand_in_it_approves(self, client, register, project, financier, both):
        batch = make_batch(register, financier, ROW, is_submitted=True)
        client.force_login(both)
        step(client, batch, "approve")
        assert state_of(batch) == BatchState.PUBLISHED


class ReplayTests:
    def test_a_second_approval_publishes_nothing(
        self, client, register, project, financier, approver
    ):
        batch = make_batch(register, financier, ROW, is_submitted=True)
        client.force_login(approver)
        step(client, batch, "approve")
        assert state_of(batch) == BatchState.PUBLISHED
        change_project(project, capital=[capital(2025, planned=900 * MILLION)])
        revisions = project.revisions.count()
        for code in STEPS:
            step(client, batch, code)
        assert project.revisions.count() == revisions
        assert not ProjectCapital.objects.filter(page=project.pk, year=2026).exists()
        kinds = FigureBatchEvent.objects.filter(batch_id=batch.pk).values_list("kind", flat=True)
        assert list(kinds).count(BatchEventKind.APPROVED) == 1

    @pytest.mark.parametrize("state", [BatchState.WITHDRAWN, BatchState.PUBLISHED])
    def test_what_is_over_is_not_begun_again(
        self, client, register, project, financier, approver, state
    ):
        batch = make_batch(register, financier, ROW)
        FigureBatch.objects.filter(pk=batch.pk).update(state=state)
        for user in (financier, approver, builders.make_user("goc", superuser=True)):
            client.force_login(user)
            for code in STEPS:
                step(client, batch, code)
            address = reverse("govportal_projects:batch_replace", args=[batch.pk])
            client.post(address, sheet_data(register, csv_sheet(ROW)))
        assert state_of(batch) == state
        assert not ProjectCapital.objects.filter(page=project.pk, year=2026).exists()

    def test_steps_that_there_are_not_and_keys_that_there_are_not(self, client, approver):
        client.force_login(approver)
        for key, code in ((1, "approve"), (2**62, "approve"), (10**30, "approve"), (1, "xoa")):
            address = f"/admin/projects/figures/{key}/do/{code}/"
            assert client.post(address, {"reason": "x"}).status_code == 404, (key, code)
        assert client.get(f"/admin/projects/history/{10**30}/").status_code == 404
        assert client.get(f"/admin/projects/figures/{10**30}/").status_code == 404
        for code in ("start/", ""):
            address = f"/admin/project-imports/{10**30}/{code}"
            answer = client.post(address) if code else client.get(address)
            assert answer.status_code == 404

    def test_a_sheet_does_not_follow_a_project_to_another_register(
        self, client, register, project, financier, approver
    ):
        batch = make_batch(register, financier, ROW, is_submitted=True)
        project.move(make_register(make_component()), pos="last-child")
        client.force_login(approver)
        assert step(client, batch, "approve").status_code == 409
        assert state_of(batch) == BatchState.SUBMITTED

    @pytest.mark.parametrize("reason", ["x" * 2001, "a\x00b"])
    def test_a_reason_that_cannot_be_kept_is_an_error_beside_its_field(
        self, client, register, project, financier, approver, reason
    ):
        batch = make_batch(register, financier, ROW, is_submitted=True)
        client.force_login(approver)
        assert step(client, batch, "return", reason).status_code == 422
        assert state_of(batch) == BatchState.SUBMITTED


class FilterTests:
    @pytest.mark.parametrize(
        "value", ["a%00b", "9" * 18, "-1", "%27 OR 1=1 --", "%ff", "nan", "x" * 5000]
    )
    def test_no_value_of_a_filter_is_more_than_refused(
        self, client, register, project, approver, value
    ):
        client.force_login(approver)
        screens = {
            "govportal_project_pages:index": ("q", "field", "investor", "register", "status", "p"),
            "govportal_projects:batches": ("q", "state", "register", "p", "ordering"),
            "govportal_projects:history": ("code", "figure", "year", "by", "at_from", "batch", "p"),
            "govportal_project_imports:index": ("p",),
            **{
                f"govportal_project_reports:{name}": ("register", "field", "year", "months", "by")
                for name in ("totals", "disbursement", "stale", "gaps")
            },
        }
        for screen, names in screens.items():
            for name in names:
                address = f"{reverse(screen)}?{name}={value}"
                # 404 is for a page of the list that there is not.
                assert client.get(address).status_code in (200, 302, 400, 404), address


class PageFormTests:
    def test_capital_of_another_project_is_not_taken_by_its_key(self, client, register, project):
        other = make_project(register, capital=[capital(2025, planned=7)])
        row = other.capital.get()
        client.force_login(builders.make_user("goc", superuser=True))
        data = form_of(project) | {"capital-0-id": str(row.pk), "capital-0-planned": "5"}
        response = client.post(reverse("wagtailadmin_pages:edit", args=[project.pk]), data)
        assert response.status_code in (200, 302)
        assert list(
            ProjectCapital.objects.filter(page=other).values_list("planned", flat=True)
        ) == [7]
        assert ProjectCapital.objects.get(pk=row.pk).page_id == other.pk
        newest = InvestmentProjectPage.objects.get(pk=project.pk).get_latest_revision_as_object()
        assert row.pk not in {each.pk for each in newest.capital.all()}

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            *(("investor", value) for value in ("x", "9" * 30, "-1", "1 OR 1=1", "a\x00b")),
            *(("field", value) for value in ("x", "9" * 30, "-1")),
            *(("communes", [value]) for value in ("x", "a\x00b")),
            *(("title", value) for value in ("a\x00b", "x" * 5000)),
            *(("capital-0-source", value) for value in ("x", "9" * 30, "-1")),
            *(("capital-0-year", value) for value in ("9" * 30, "-1", "nan")),
            *(("capital-0-id", value) for value in ("9" * 30, "-1")),
            *(("capital-TOTAL_FORMS", value) for value in ("x", "9" * 30)),
            *(("latitude", value) for value in ("nan", "inf", "1e400", "9" * 30)),
            *(("progress", value) for value in ("nan", "inf", "101", "-1")),
            ("area", '{"type":"Point","coordinates":[NaN,Infinity]}'),
            ("area", "[" * 100_000),
            ("area", '{"type":"Polygon","coordinates":[[[1e400,1]]]}'),
        ],
    )
    def test_no_value_is_more_than_an_error(self, client, register, project, name, value):
        client.force_login(builders.make_user("goc", superuser=True))
        before = project.revisions.count()
        data = form_of(project) | {name: value}
        response = client.post(reverse("wagtailadmin_pages:edit", args=[project.pk]), data)
        assert response.status_code in (200, 400)
        assert project.revisions.count() == before


class FileTests:
    """Files that are made to do harm are refused by the sheet of figures and by the import."""

    def upload(self, client, register, data, name="a.xlsx"):
        sheet = client.post(
            reverse("govportal_projects:batch_new"), sheet_data(register, data, name)
        )
        assert sheet.status_code == 422
        assert "file" in sheet.context["form"].errors
        client.force_login(builders.make_user("goc", superuser=True))
        taken = client.post(
            reverse("govportal_project_imports:upload"),
            {"register": register.pk, "file": SimpleUploadedFile(name, data)},
        )
        assert taken.status_code in (200, 422)
        assert "file" in taken.context["form"].errors
        assert not FigureBatch.objects.exists()
        assert not ProjectImportRun.objects.exists()

    def repacked(self, data: bytes, changes: dict[str, bytes]) -> bytes:
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(data)) as old,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for name in old.namelist():
                new.writestr(name, changes.pop(name, None) or old.read(name))
            for name, content in changes.items():
                new.writestr(name, content)
        return out.getvalue()

    def test_a_workbook_that_unfolds_without_end(self, client, register, project, financier):
        client.force_login(financier)
        bomb = b"<worksheet><sheetData>" + b" " * (600 * 1024 * 1024)
        data = self.repacked(xlsx_sheet(ROW), {"xl/worksheets/sheet1.xml": bomb})
        assert len(data) < 2 * 1024 * 1024
        self.upload(client, register, data)

    def test_a_workbook_with_entities(self, client, register, project, financier):
        client.force_login(financier)
        entities = "".join(
            f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10)
        )
        text = (
            f'<?xml version="1.0"?><!DOCTYPE x [{entities}<!ENTITY e SYSTEM "file:///etc/passwd">]>'
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e;&a9;</t></is></c></row>'
            "</sheetData></worksheet>"
        )
        data = self.repacked(xlsx_sheet(ROW), {"xl/worksheets/sheet1.xml": text.encode()})
        self.upload(client, register, data)

    def test_a_workbook_that_takes_figures_from_another_file(
        self, client, register, project, financier
    ):
        client.force_login(financier)
        book = Workbook()
        sheet = book.worksheets[0]
        source = load_workbook(io.BytesIO(xlsx_sheet(ROW))).worksheets[0]
        for line in source.iter_rows(values_only=True):
            sheet.append(line)
        sheet["F2"] = "='[http://example.com/x.xlsx]Sheet1'!A1"
        data = io.BytesIO()
        book.save(data)
        address = reverse("govportal_projects:batch_new")
        response = client.post(address, sheet_data(register, data.getvalue(), "a.xlsx"))
        assert response.status_code == 422
        assert [each.number for each in response.context["problems"]] == [2]
        assert not FigureBatch.objects.exists()

    @pytest.mark.parametrize(
        "name", ["../../etc/x.csv", "a\\..\\b.csv", "<script>.csv", "=1+1.csv"]
    )
    def test_the_name_of_a_file_leads_nowhere(self, client, register, project, financier, name):
        client.force_login(financier)
        client.post(
            reverse("govportal_projects:batch_new"),
            sheet_data(register, csv_sheet(ROW), name),
        )
        batch = FigureBatch.objects.get()
        assert batch.file.name.startswith("govportal/figures/")
        assert ".." not in batch.file.name and "<" not in batch.file.name
        page = client.get(reverse("govportal_projects:batch", args=[batch.pk])).content.decode()
        assert "<script>.csv" not in page


class ExportTests:
    START = '=HYPERLINK("http://x","y")'

    def test_no_text_is_a_formula_in_a_file_for_staff(self, client, register, approver, sources):
        CapitalSource.objects.filter(code=SOURCE).update(name=f"{self.START} nguồn")
        page = make_project(
            register,
            title=f"{self.START} tên",
            code="@SUM(1+1)",
            planned_start="2025",
            planned_end="2027",
            investor=None,
            investor_name="@SUM(1+1) chủ",
            capital=[capital(2025, planned=BILLION)],
            packages=[package(f"{self.START} gói", contractor="+1+1", state="awarded")],
        )
        change_project(
            page,
            total_investment=7 * BILLION,
            packages=[package(f"{self.START} gói", contractor="+1+1", state="awarded", price=5)],
        )
        run = run_import(register, as_csv(sheet_row(code="=1+1", name=self.START)))
        client.force_login(approver)
        answers = [
            b"".join(client.get(reverse(name), {"export": kind, **asked}))
            for name, asked in (
                ("govportal_project_pages:index", {}),
                ("govportal_projects:history", {}),
                ("govportal_project_reports:totals", {"by": "investor"}),
                ("govportal_project_reports:totals", {"by": "source"}),
                ("govportal_project_reports:disbursement", {}),
                ("govportal_project_reports:stale", {"months": "1"}),
                ("govportal_project_reports:gaps", {}),
            )
            for kind in ("csv", "xlsx")
        ]
        answers.append(
            b"".join(batch_sheet.template(register, 2025, MoneyUnit.DONG, with_all_sources=True))
        )
        client.force_login(builders.make_user("goc", superuser=True))
        address = reverse("govportal_project_imports:report", args=[run.pk, "xlsx"])
        answers.append(client.get(address).content)
        for data in answers:
            assert running(data) == []
        assert any(b"SUM" in data for data in answers)


def running(data: bytes) -> list[str]:
    """The texts of a file that a spreadsheet program would run."""
    if data.startswith(b"PK"):
        book = load_workbook(io.BytesIO(data))
        cells = [cell for each in book.worksheets for row in each.iter_rows() for cell in row]
        found = [str(cell.value) for cell in cells if cell.data_type == "f"]
        texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    else:
        lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        found, texts = [], [cell for line in lines for cell in line]
    return found + [text for text in texts if text.strip().startswith(("=", "+", "@"))]


class ImportTests:
    def test_the_code_of_a_project_elsewhere_changes_nothing_there(self, register, communes):
        builders.make_field("giao-thong", name="Giao thông")
        elsewhere = make_project(make_register(make_component()), code="KHAC-1", title="Cầu kia")
        run = run_import(register, as_csv(sheet_row(code="KHAC-1", name="Cầu này")))
        elsewhere.refresh_from_db()
        assert elsewhere.title == "Cầu kia"
        assert elsewhere.revisions.count() == 1
        assert outcomes(run) in (["created"], ["refused"])

    @pytest.mark.parametrize("action", ["trial", "import", "continue", "x", ""])
    def test_a_run_is_started_by_post_and_by_those_who_may(
        self, client, register, financier, action
    ):
        client.force_login(builders.make_user("goc", superuser=True))
        client.post(
            reverse("govportal_project_imports:upload"),
            {
                "register": register.pk,
                "mapping": "standard_sheet",
                "file": SimpleUploadedFile("a.csv", as_csv(sheet_row())),
            },
        )
        run = ProjectImportRun.objects.get()
        address = reverse("govportal_project_imports:start", args=[run.pk])
        assert client.get(address).status_code == 405
        client.force_login(financier)
        assert client.post(address, {"action": action}).status_code in (302, 403)
        run.refresh_from_db()
        assert run.state == "uploaded"
        assert not InvestmentProjectPage.objects.exists()

    def test_a_register_that_is_none_is_no_target(self, client, register):
        client.force_login(builders.make_user("goc", superuser=True))
        for target in (register.get_parent().pk, 10**30, "x", "a\x00b", ""):
            response = client.post(
                reverse("govportal_project_imports:upload"),
                {"register": target, "file": SimpleUploadedFile("a.csv", as_csv(sheet_row()))},
            )
            assert response.status_code in (200, 422)
            assert "register" in response.context["form"].errors
        assert not ProjectImportRun.objects.exists()


def test_a_source_of_capital_that_projects_use_is_not_deleted(client, register, project):
    source = CapitalSource.objects.get(code=SOURCE)
    client.force_login(builders.make_user("goc", superuser=True))
    address = reverse("wagtailsnippets_govportal_investment_capitalsource:delete", args=[source.pk])
    assert client.post(address).status_code in (200, 302, 403)
    assert CapitalSource.objects.filter(pk=source.pk).exists()
