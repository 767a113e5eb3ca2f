"""The importer of projects in the admin and on the command line: who may, and what it takes."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission

from govportal_wagtail.core.models import ImportState
from govportal_wagtail.investment.importing.feature import PROJECTS
from govportal_wagtail.investment.models import InvestmentProjectPage, ProjectImportRun
from govportal_wagtail.investment.staff import import_screens
from tests import builders
from tests.investment.builders import make_investor, make_project, make_register
from tests.investment.import_helpers import as_csv, as_xlsx, run_import, sheet_row

pytestmark = pytest.mark.django_db
UPLOAD = "govportal_project_imports:upload"
MENU = "govportal-project-imports"


@pytest.fixture(autouse=True)
def _records(sources: Any, communes: Any) -> None:
    builders.make_field("giao-thong", name="Giao thông")
    make_investor()


def importer_of(register: Any, *codenames: str) -> Client:
    """A client of a user with permissions below a page only."""
    user = builders.make_user(f"nhap-{register.pk}-{len(codenames)}")
    group = Group.objects.create(name=user.username)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in codenames:
        permission = Permission.objects.get(codename=codename)
        GroupPagePermission.objects.create(group=group, page=register, permission=permission)
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def upload(client: Client, register: Any, data: bytes, name: str = "du-an.csv", **more: Any) -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post(reverse(UPLOAD), {"register": register.pk, "file": file} | more)


def test_upload_preview_trial_import_and_report(register):
    client = importer_of(register, "add_page", "publish_page")
    assert client.get(reverse(UPLOAD)).status_code == 200
    data = as_csv(sheet_row(), sheet_row(code="7900002", total="-1"))
    assert upload(client, register, data).status_code == 302
    run = ProjectImportRun.objects.get()
    detail = reverse("govportal_project_imports:detail", args=[run.pk])
    preview = client.get(detail).content.decode()
    assert "7900001" in preview and "TMĐT (triệu đồng)" in preview
    assert not InvestmentProjectPage.objects.exists()
    start = reverse("govportal_project_imports:start", args=[run.pk])
    client.post(start, {"action": "trial"})
    run.refresh_from_db()
    assert (run.state, run.counts) == (ImportState.DONE, {"created": 1, "refused": 1})
    assert not InvestmentProjectPage.objects.exists()
    client.post(start, {"action": "import"})
    assert InvestmentProjectPage.objects.get().live
    real = ProjectImportRun.objects.get(dry_run=False)
    for suffix in ("xlsx", "json"):
        address = reverse("govportal_project_imports:report", args=[real.pk, suffix])
        assert "attachment" in client.get(address)["Content-Disposition"]


def test_who_may_not_import_meets_no_screen_and_no_menu_entry(register):
    for codenames in ((), ("add_page",)):
        client = importer_of(register, *codenames)
        assert client.get(reverse(UPLOAD)).status_code in {302, 403}
        assert MENU not in client.get("/admin/").content.decode()
        upload(client, register, as_csv(sheet_row()))
    assert not ProjectImportRun.objects.exists()


def test_a_foreign_register_is_refused_for_the_upload_and_for_its_runs(portal, register):
    other = make_register(portal.site, title="Dự án khác", slug="du-an-khac")
    client = importer_of(other, "add_page", "publish_page")
    response = upload(client, register, as_csv(sheet_row()))
    assert response.status_code == 200
    assert "register" in response.context["form"].errors
    run = run_import(register, as_csv(sheet_row(code="9")), dry_run=True)
    for name, args in (("detail", [run.pk]), ("start", [run.pk]), ("report", [run.pk, "json"])):
        address = reverse(f"govportal_project_imports:{name}", args=args)
        response = client.post(address) if name == "start" else client.get(address)
        assert response.status_code in {302, 403, 404}, name
        assert "9" not in response.headers.get("Content-Disposition", "")
    assert not InvestmentProjectPage.objects.exists()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"a;b\n1;2\n", "du-an.csv"),
        (b"{}", "du-an.exe"),
        (b"PK\x03\x04 broken", "du-an.xlsx"),
        (as_csv({"Mã dự án": "1", "Tên dự án": "a", "TMĐT": "5"}), "du-an.csv"),
        (b"", "du-an.csv"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_beside_its_field(register, data, name):
    client = importer_of(register, "add_page", "publish_page")
    response = upload(client, register, data, name)
    assert response.status_code == 200
    assert "file" in response.context["form"].errors
    assert not ProjectImportRun.objects.exists()


def test_a_large_sheet_is_read_within_limits_and_a_larger_one_is_refused(register, monkeypatch):
    client = importer_of(register, "add_page", "publish_page")
    rows = [
        sheet_row(code=f"{number}", objective="Nối hai bờ sông " * 450) for number in range(700)
    ]
    data = as_csv(*rows)
    assert len(data) > 5 * 1024 * 1024
    assert upload(client, register, data).status_code == 302
    assert (
        client.get(
            reverse("govportal_project_imports:detail", args=[ProjectImportRun.objects.get().pk])
        ).status_code
        == 200
    )
    monkeypatch.setattr(import_screens.ProjectUploadForm, "max_bytes", 5 * 1024 * 1024)
    response = upload(client, register, data)
    assert "file" in response.context["form"].errors
    assert ProjectImportRun.objects.count() == 1


def test_a_mapping_of_ones_own_is_checked(register):
    client = importer_of(register, "add_page", "publish_page")
    for text in ('[columns]\ncode = "Mã dự án"\n', '[columns]\ncde = "x"\n', "[[capital", "x = 1"):
        mapping = SimpleUploadedFile("a.toml", text.encode())
        more = {"mapping": "own", "mapping_file": mapping}
        response = upload(client, register, as_csv(sheet_row()), **more)
        assert "mapping_file" in response.context["form"].errors, text


def command(*arguments: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("govportal_import_projects", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_command_imports_reports_and_repeats(register, tmp_path: Path):
    path, report = tmp_path / "du-an.xlsx", tmp_path / "out.xlsx"
    path.write_bytes(as_xlsx(sheet_row(total=5, planned=1, disbursed=1), sheet_row(code="")))
    out, _err = command(path, "--report", report)
    assert InvestmentProjectPage.objects.get().live
    assert report.read_bytes().startswith(b"PK")
    assert "3" in out
    command(path)
    assert ProjectImportRun.objects.order_by("pk").last().counts == {"unchanged": 1, "refused": 1}


def test_the_command_names_what_it_cannot_use(register, portal, tmp_path: Path):
    path = tmp_path / "du-an.csv"
    path.write_bytes(as_csv(sheet_row()))
    builders.make_user("nguoi-la")
    other = make_register(portal.site, title="Dự án khác", slug="du-an-khac")
    for arguments in (
        (tmp_path / "nothing.csv",),
        (path, "--mapping", "nothing"),
        (path,),
        (path, "--register", "nothing"),
        (path, "--register", other.pk, "--user", "nguoi-la"),
    ):
        with pytest.raises(CommandError):
            command(*arguments)
    assert not InvestmentProjectPage.objects.exists()
    command(path, "--register", other.slug)
    assert InvestmentProjectPage.objects.get().get_parent().pk == other.pk


@pytest.mark.parametrize("name", PROJECTS.mappings.names())
def test_shipped_mappings_can_be_read(name):
    assert PROJECTS.mappings.load(name).name == name


@pytest.mark.parametrize(
    "text",
    [
        '[columns]\ncode = "a"',
        '[columns]\ncode = "a"\ntitle = "b"\n[money]\nunit = "xu"',
        '[columns]\ncode = "a"\ntitle = {default = "b"}',
        '[columns]\ncode = "a"\ntitle = "b"\nstatus = {column = "c", values = {"x" = "y"}}',
        '[columns]\ncode = "a"\ntitle = "b"\n[[capital]]\nyear = 2025\nplanned = "c"',
        '[columns]\ncode = "a"\ntitle = "b"\n[[capital]]\nsource = "s"\nplanned = "c"',
        '[columns]\ncode = "a"\ntitle = "b"\n[[capital]]\nsource = "s"\nyear = 2025',
        '[columns]\ncode = "a"\ntitle = "b"\n[[capital]]\nsource = "s"\nyear = 1\nplanned = "c"',
        '[columns]\ncode = "a"\ntitle = "b"\n[[decisions]]\nissuer = "c"',
        '[columns]\ncode = "a"\ntitle = "b"\n[capital]\nyear = 2025',
        '[options]\nrows = "capital"\n[columns]\ncode = "a"\nyear = "b"',
        '[options]\nnumber_style = "fr"\n[columns]\ncode = "a"\ntitle = "b"',
    ],
)
def test_a_mapping_that_cannot_be_right_is_refused(register, text):
    make_project(register)
    client = importer_of(register, "add_page", "publish_page")
    mapping = SimpleUploadedFile("a.toml", text.encode())
    more = {"mapping": "own", "mapping_file": mapping}
    response = upload(client, register, b"a;b;c\n1;2;3\n", **more)
    assert "mapping_file" in response.context["form"].errors
