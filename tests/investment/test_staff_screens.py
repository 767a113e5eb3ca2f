"""Screens of projects in the admin: who opens them, what they take, and what they refuse."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from govportal_wagtail.investment import batch_publishing, batches
from govportal_wagtail.investment.models import (
    BatchState,
    FigureBatch,
    FigureChange,
    ProjectCapital,
)
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.builders import make_user
from tests.core.portal_builders import make_component, make_officer
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
ROW = ("7890001", 2026, SOURCE, "500", "", "20")


@pytest.fixture
def project(register, sources):
    return make_known_project(register)


@pytest.fixture
def financier(portal, settings):
    return make_financier(portal, settings)


@pytest.fixture
def approver(portal):
    return make_approver(portal)


def to(name: str, *args: Any) -> str:
    return reverse(f"govportal_projects:{name}", args=args)


def step(client: Any, batch: FigureBatch, code: str, **data: Any) -> Any:
    return client.post(to("batch_step", batch.pk, code), data)


def sheet_form(register: Any, data: bytes, name: str = "so-lieu.csv", **fields: Any) -> Any:
    return {
        "register": register.pk,
        "title": "Giải ngân 9 tháng",
        "basis": "Báo cáo 15/BC-STC",
        "file": SimpleUploadedFile(name, data),
    } | fields


class SheetScreenTests:
    def test_the_way_of_a_sheet(self, client, register, project, financier, approver):
        client.force_login(financier)
        assert client.get(to("batch_new")).status_code == 200
        form = sheet_form(register, xlsx_sheet(("7890001", 2026, SOURCE, 500, None, 20)), "a.xlsx")
        response = client.post(to("batch_new"), form, follow=True)
        batch = FigureBatch.objects.get()
        assert response.redirect_chain[0][0] == to("batch", batch.pk)
        page = response.content.decode()
        assert "500.000.000" in page
        assert to("batch_step", batch.pk, "submit") in page
        assert to("batch_step", batch.pk, "approve") not in page
        step(client, batch, "submit")
        client.force_login(approver)
        page = client.get(to("batch", batch.pk)).content.decode()
        assert to("batch_step", batch.pk, "approve") in page
        step(client, batch, "approve")
        batch.refresh_from_db()
        assert batch.state == BatchState.PUBLISHED, batch.problems
        assert ProjectCapital.objects.get(page=project.pk, year=2026).planned == 500 * MILLION
        lines = FigureChange.objects.filter(page_id=project.pk)
        assert {
            (line.figure, line.after, line.batch_id, line.by_id, line.reason) for line in lines
        } == {
            ("planned", "500000000", batch.pk, approver.pk, "Báo cáo 15/BC-STC"),
            ("disbursed", "20000000", batch.pk, approver.pk, "Báo cáo 15/BC-STC"),
        }

    def test_a_sheet_with_a_mistake_stores_nothing_and_names_its_row(
        self, client, register, project, financier
    ):
        client.force_login(financier)
        data = csv_sheet(ROW, ("7890001", 2025, SOURCE, '=HYPERLINK("http://x")', "", ""))
        response = client.post(to("batch_new"), sheet_form(register, data))
        assert response.status_code == 422
        assert [each.number for each in response.context["problems"]] == [3]
        assert response.context["form"]["title"].value() == "Giải ngân 9 tháng"
        assert not FigureBatch.objects.exists()

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.csv", b""),
            ("a.exe", b"MZ"),
            ("a.xlsx", b"PK\x03\x04 broken"),
            ("a.csv", b"x" * (10 * 1024 * 1024 + 1)),
            ("a.csv", b"\x00\x01\x02"),
            ("a.csv", b"chi mot cot"),
        ],
    )
    def test_what_is_no_sheet_is_an_error_beside_the_field(
        self, client, register, project, financier, name, data
    ):
        client.force_login(financier)
        response = client.post(to("batch_new"), sheet_form(register, data, name))
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["file"]
        assert not FigureBatch.objects.exists()

    def test_the_template_is_for_registers_in_reach(self, client, register, project, financier):
        client.force_login(financier)
        asked = {"register": register.pk, "year": 2025, "unit": "million"}
        response = client.get(to("batch_template"), asked)
        assert response.status_code == 200
        assert b"".join(response).startswith(b"PK")
        foreign = make_register(make_component())
        for wrong in ({"register": foreign.pk}, {"year": "x"}, {"unit": "usd"}, {"register": "1;"}):
            assert client.get(to("batch_template"), asked | wrong).status_code == 404

    def test_a_foreign_register_is_refused(self, client, register, project, financier):
        foreign = make_register(make_component())
        client.force_login(financier)
        response = client.post(to("batch_new"), sheet_form(foreign, csv_sheet(ROW)))
        assert response.status_code == 422
        assert "register" in response.context["form"].errors
        assert not FigureBatch.objects.exists()

    def test_a_foreign_sheet_is_not_found(self, client, register, project, financier):
        batch = make_batch(register, financier, ROW, is_submitted=True)
        client.force_login(make_approver(make_component(), "xa"))
        assert client.get(to("batch", batch.pk)).status_code == 404
        assert client.get(to("batch_replace", batch.pk)).status_code == 404
        for code in ("submit", "approve", "return", "withdraw", "resume"):
            assert step(client, batch, code, reason="x").status_code == 404
        batch.refresh_from_db()
        assert batch.state == BatchState.SUBMITTED

    def test_no_step_is_taken_out_of_turn(self, client, register, project, financier, approver):
        batch = make_batch(register, financier, ROW)
        for user, codes in (
            (approver, ("approve", "return", "submit", "withdraw", "resume")),
            (financier, ("approve", "return", "resume")),
        ):
            client.force_login(user)
            for code in codes:
                response = step(client, batch, code, reason="x")
                # Wagtail answers a refusal in the admin with a way back.
                assert response.status_code in (302, 403), code
                batch.refresh_from_db()
                assert batch.state == BatchState.DRAFT, code
        assert step(client, batch, "khong-co").status_code == 404
        assert client.get(to("batch_step", batch.pk, "submit")).status_code == 405

    def test_a_published_sheet_is_over(self, client, register, project, financier, approver):
        batch = make_batch(register, financier, ROW, is_submitted=True)
        client.force_login(approver)
        step(client, batch, "approve")
        for user in (financier, approver):
            client.force_login(user)
            for code in ("approve", "return", "submit", "withdraw", "resume"):
                step(client, batch, code, reason="x")
            client.post(to("batch_replace", batch.pk), sheet_form(register, csv_sheet(ROW)))
        batch.refresh_from_db()
        assert batch.state == BatchState.PUBLISHED
        assert batch.rows.count() == 1

    def test_a_return_wants_a_reason(self, client, register, project, financier, approver):
        batch = make_batch(register, financier, ROW, is_submitted=True)
        client.force_login(approver)
        assert step(client, batch, "return", reason="").status_code == 409
        assert step(client, batch, "return", reason="Sai số").status_code == 302
        batch.refresh_from_db()
        assert batch.state == BatchState.RETURNED

    def test_what_changed_meanwhile_is_listed(self, client, register, project, financier, approver):
        batch = make_batch(
            register, financier, ("7890001", 2025, SOURCE, "", "", "150"), is_submitted=True
        )
        change_project(project, capital=[capital(2025, planned=900 * MILLION, disbursed=1)])
        client.force_login(approver)
        response = step(client, batch, "approve")
        assert response.status_code == 409
        assert "7890001" in response.content.decode()
        batch.refresh_from_db()
        assert batch.state == BatchState.SUBMITTED

    def test_the_same_number_of_queries_for_many_sheets(
        self, client, register, project, financier, django_assert_max_num_queries
    ):
        client.force_login(financier)
        make_batch(register, financier, ROW)
        client.get(to("batches"))
        with django_assert_max_num_queries(60) as few:
            client.get(to("batches"))
        for year in (2025, 2027):
            make_batch(register, financier, ("7890001", year, SOURCE, "500", "", ""))
        with django_assert_max_num_queries(len(few)):
            client.get(to("batches"))


class OtherScreenTests:
    @pytest.mark.parametrize("name", ["batches", "history", "batch_new"])
    def test_nothing_for_whom_it_does_not_concern(self, client, register, project, name):
        reader = make_user("nguoi-doc")
        client.force_login(reader)
        assert client.get(to(name)).status_code in (302, 403)

    def test_the_list_of_projects_is_of_the_own_sites(self, client, register, project, approver):
        foreign = make_project(make_register(make_component()), code="KHAC-1")
        client.force_login(approver)
        response = client.get(reverse("govportal_project_pages:index"))
        assert response.status_code == 200
        assert {each.pk for each in response.context["object_list"]} >= {project.pk}
        client.force_login(
            make_officer("xa", foreign.get_site().govportal, RoleCode.BOARD_HEAD.value)
        )
        response = client.get(reverse("govportal_project_pages:index"))
        assert {each.pk for each in response.context["object_list"]} == {foreign.pk}

    @pytest.mark.parametrize("export", ["csv", "xlsx"])
    def test_the_list_of_projects_as_a_file(self, client, register, project, approver, export):
        client.force_login(approver)
        address = reverse("govportal_project_pages:index")
        response = client.get(address, {"export": export})
        data = b"".join(response) if response.streaming else response.content
        assert response.status_code == 200
        if export == "csv":
            assert "7890001" in data.decode("utf-8-sig")
            assert "120000000000" in data.decode("utf-8-sig")

    def test_sorting_searching_and_filters_of_the_list(self, client, register, project, approver):
        client.force_login(approver)
        address = reverse("govportal_project_pages:index")
        for query in (
            {"q": "789 0001"},
            {"ordering": "-paid"},
            {"ordering": "investor"},
            {"status": "in_progress"},
            {"register": register.pk},
            {"publication": "live"},
        ):
            response = client.get(address, query)
            assert [each.pk for each in response.context["object_list"]] == [project.pk], query
        assert not client.get(address, {"q": "khong co"}).context["object_list"]

    def test_the_history_of_a_project(self, client, register, project, approver):
        change_project(project, total_investment=130_000 * MILLION)
        client.force_login(approver)
        for address in (to("history"), to("project_history", project.pk)):
            page = client.get(address)
            assert page.status_code == 200
            assert "130.000.000.000" in page.content.decode()
        data = b"".join(client.get(to("history"), {"export": "csv"})).decode("utf-8-sig")
        assert "130000000000" in data
        assert client.get(to("history"), {"code": "789-0001"}).context["object_list"]
        assert not client.get(to("history"), {"code": "x"}).context["object_list"]

    def test_a_foreign_history_is_not_found(self, client, register, project):
        change_project(project, total_investment=130_000 * MILLION)
        client.force_login(make_approver(make_component(), "xa"))
        assert client.get(to("project_history", project.pk)).status_code == 404
        assert not client.get(to("history")).context["object_list"]
        data = b"".join(client.get(to("history"), {"export": "csv"})).decode("utf-8-sig")
        assert "7890001" not in data

    def test_the_editor_leads_to_the_history(self, client, register, project, approver):
        client.force_login(approver)
        page = client.get(reverse("wagtailadmin_pages:edit", args=[project.pk]))
        assert to("project_history", project.pk) in page.content.decode()

    def test_sources_of_capital_are_for_administrators_of_the_portal(self, client, portal):
        address = "/admin/snippets/govportal_investment/capitalsource/"
        client.force_login(make_user("quan-tri", superuser=True))
        assert client.get(address).status_code == 200
        client.force_login(make_officer("qtv", portal, RoleCode.SITE_ADMIN.value))
        assert client.get(f"{address}add/").status_code == 200
        client.force_login(make_officer("bt", portal, RoleCode.FULL_TIME_EDITOR.value))
        assert client.get(f"{address}add/").status_code in (302, 403)


class BackgroundTests:
    def test_a_large_sheet_is_published_by_a_task(
        self,
        client,
        register,
        project,
        financier,
        approver,
        monkeypatch,
        django_capture_on_commit_callbacks,
    ):
        monkeypatch.setattr(batch_publishing, "MOST_AT_ONCE", 0)
        batch = make_batch(register, financier, ROW, is_submitted=True)
        client.force_login(approver)
        with django_capture_on_commit_callbacks() as callbacks:
            step(client, batch, "approve")
            batch.refresh_from_db()
            assert batch.state == BatchState.APPLYING
            assert "gpe-callout" in client.get(to("batch", batch.pk)).content.decode()
        for callback in callbacks:
            callback()
        batch.refresh_from_db()
        assert batch.state == BatchState.PUBLISHED

    def test_what_was_interrupted_is_begun_again_by_an_approver(
        self, client, register, project, financier, approver
    ):
        batch = make_batch(register, financier, ROW, is_submitted=True)
        batches.approve(batch, approver)
        client.force_login(approver)
        assert step(client, batch, "resume").status_code in (302, 403)
        batch.refresh_from_db()
        assert batch.state == BatchState.APPLYING
        begun = timezone.now() - 2 * batches.STALLED
        FigureBatch.objects.filter(pk=batch.pk).update(approved_at=begun)
        client.force_login(financier)
        step(client, batch, "resume")
        batch.refresh_from_db()
        assert batch.state == BatchState.APPLYING
        client.force_login(approver)
        step(client, batch, "resume")
        batch.refresh_from_db()
        assert batch.state == BatchState.PUBLISHED


@pytest.mark.parametrize("name", ["pages", "figures"])
def test_a_register_that_cannot_be_is_no_fault(client, name):
    client.force_login(make_user("quan-tri", superuser=True))
    response = client.get(f"/admin/projects/{name}/?register={'9' * 40}")
    assert response.status_code == 200
