"""The import command: what it takes, what it prints, when it fails."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from openpyxl import load_workbook
from wagtail.models import GroupPagePermission, Page

from govportal_wagtail.legal.models import ImportRun, LegalDocumentPage
from tests import builders

pytestmark = pytest.mark.django_db

CSV = (
    "\ufeffso_hieu;ngay_ban_hanh;ngay_hieu_luc;co_quan_ban_hanh;loai_van_ban;nguoi_ky;trich_yeu;"
    "tinh_trang;source_url;file_urls\r\n"
    "12/QĐ-UBND;20/05/2026;20/05/2026;UBND Tỉnh;Quyết định của UBND tỉnh;"
    'Chủ tịch UBND Nguyễn Văn An;"Về việc; một, hai";Đang hiệu lực;https://a.vn/1;\r\n'
    "13/QĐ-UBND;hôm qua;;UBND Tỉnh;Quyết định của UBND tỉnh;;Về việc;;;\r\n"
)


@pytest.fixture
def library() -> Any:
    return builders.make_library(builders.make_site().root_page)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "so.csv"
    path.write_bytes(CSV.encode())
    return path


def run(*arguments: object, **options: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command(
        "govportal_import_documents", *map(str, arguments), stdout=out, stderr=err, **options
    )
    return out.getvalue(), err.getvalue()


def test_a_csv_of_a_province_finds_its_mapping_and_the_only_library(
    library: Page, register: Path, tmp_path: Path
) -> None:
    report = tmp_path / "out.xlsx"
    out, err = run(register, "--report", report)
    page = LegalDocumentPage.objects.get()
    assert (page.symbol, page.signer, page.abstract) == (
        "12/QĐ-UBND",
        "Nguyễn Văn An",
        "Về việc; một, hai",
    )
    assert page.get_parent().pk == library.pk
    assert "13/QĐ-UBND" in out
    assert "hôm qua" in out
    assert "2" in err
    assert load_workbook(report).worksheets[1].max_row == 3


def test_a_dry_run_writes_only_the_report(library: Page, register: Path, tmp_path: Path) -> None:
    report = tmp_path / "out.json"
    run(register, "--dry-run", "--mapping", "son-la", "--report", report)
    assert not LegalDocumentPage.objects.exists()
    assert json.loads(report.read_text(encoding="utf-8"))["counts"]["created"] == 1


@pytest.mark.parametrize("name", ["pk", "slug", "path"])
def test_the_library_is_named_by_id_slug_or_path(library: Page, register: Path, name: str) -> None:
    builders.make_library(library.get_parent(), title="Khác")
    value = {"pk": library.pk, "slug": library.slug, "path": library.url_path}[name]
    run(register, "--library", value)
    assert LegalDocumentPage.objects.child_of(library).count() == 1


def test_an_own_mapping_is_read_from_a_file(library: Page, tmp_path: Path) -> None:
    register, mapping = tmp_path / "so.jsonl", tmp_path / "own.toml"
    register.write_text('{"a": "1/QĐ-UBND", "b": "Một"}\n{"a": "2/QĐ-UBND", "b": "Hai"}\n')
    mapping.write_text(
        '[columns]\nsymbol = "a"\nabstract = "b"\nissuer = {default = "ubnd"}\n'
        '[agencies.ubnd]\nname = "UBND"\n'
    )
    run(register, "--mapping", mapping)
    assert LegalDocumentPage.objects.count() == 2


def test_unusable_input_ends_with_a_message(library: Page, register: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("[{")
    for arguments in (
        [tmp_path / "absent.json"],
        [tmp_path],
        [broken],
        [register, "--library", "absent"],
        [register, "--library", library.get_parent().pk],
        [register, "--mapping", "absent"],
        [register, "--mapping", broken],
        [register, "--mapping", "cong-bao"],
        [register, "--user", "absent"],
        [register, "--report", tmp_path / "out.pdf"],
        [register, "--files", tmp_path / "absent"],
    ):
        with pytest.raises(CommandError):
            run(*arguments)
    assert not LegalDocumentPage.objects.exists()


def test_refused_rows_are_no_failure_of_the_command(library: Page, register: Path) -> None:
    run(register)
    assert ImportRun.objects.get().counts == {"created": 1, "refused": 1}


def test_documents_are_published_in_the_name_of_a_user_who_may(
    library: Page, register: Path
) -> None:
    user = builders.make_user("an")
    with pytest.raises(CommandError, match="an"):
        run(register, "--user", "an")
    group = Group.objects.create(name="Nhập văn bản")
    for codename in ("add_page", "publish_page"):
        permission = Permission.objects.get(codename=codename)
        GroupPagePermission.objects.create(group=group, page=library, permission=permission)
    user.groups.add(group)
    run(register, "--user", "an")
    assert LegalDocumentPage.objects.get().owner == user
