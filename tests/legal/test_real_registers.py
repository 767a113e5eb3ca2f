"""The registers of a province and of the national gazette import whole, and only once.

An import of this size takes a while, so each test asks everything of one import.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Page, Revision

from govportal_wagtail.core.models import FileFacts
from govportal_wagtail.legal.models import (
    DocumentFile,
    ImportRun,
    LegalDocumentPage,
    RegisterEntry,
)
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def library() -> Any:
    return builders.make_library(builders.make_site().root_page)


def run_import(path: Path, library: Page, **options: object) -> ImportRun:
    call_command(
        "govportal_import_documents",
        path,
        library=str(library.pk),
        verbosity=0,
        stderr=io.StringIO(),
        **options,
    )
    run = ImportRun.objects.first()
    assert run is not None
    return run


def register(shared: Path, name: str) -> Path:
    path = shared / "data" / name
    if not path.exists():
        pytest.skip(f"The register {name} is not beside the project.")
    return path


def test_the_register_of_a_province_imports_whole_and_once(library: Page, shared: Path) -> None:
    path = register(shared, "sonla/van_ban.json")
    trial = run_import(path, library, dry_run=True)
    assert trial.counts == {"created": 135}
    assert not LegalDocumentPage.objects.exists()
    first = run_import(path, library)
    assert first.counts == {"created": 135}
    assert RegisterEntry.objects.filter(library=library).count() == 135

    pages = {page.source_url: page for page in LegalDocumentPage.objects.live()}
    for row in json.loads(path.read_text(encoding="utf-8")):
        page = pages[row["source_url"]]
        assert page.symbol == row["so_hieu"]
        assert page.abstract == " ".join(row["trich_yeu"].split())
        assert str(page.issued_on) == row["ngay_ban_hanh"]
        assert str(page.effective_on) == row["ngay_hieu_luc"]
        assert f"{page.position} {page.signer}" == row["nguoi_ky"]

    assert {page.signer for page in pages.values()} == {
        "Đặng Ngọc Hậu",
        "Nguyễn Đình Việt",
        "Lò Minh Hùng",
        "Nguyễn Thành Công",
        "Hà Trung Chiến",
        "Nguyễn Minh Tiến",
        "Nguyễn Thị Hải Yến",
        "Nguyễn Việt Cường",
        "Hà Văn Bình",
    }
    twice = [page.issuer.code for page in pages.values() if page.symbol == "22/NQ-HĐND"]
    assert sorted(twice) == ["hdnd-tinh", "hdnd-xa-chieng-mai"]

    revisions = Revision.objects.count()
    second = run_import(path, library)
    assert second.counts == {"unchanged": 135}
    assert Revision.objects.count() == revisions
    assert not any(Page.find_problems())


def test_the_national_gazette_imports_whole_and_once(library: Page, shared: Path) -> None:
    path = register(shared, "congbao/documents.json")
    files = path.parent / "pdf"
    first = run_import(path, library, files=files)
    assert first.counts == {"created": 57}
    pages = {page.symbol: page for page in LegalDocumentPage.objects.live()}

    # The list gives the day on which laws take effect, and the original's day of consolidations.
    assert str(pages["04/2017/QH14"].issued_on) == "2017-06-12"
    assert str(pages["464/VBHN-BLĐTBXH"].issued_on) == "2025-02-10"

    law, directive = pages["61/2020/QH14"], pages["21/CT-TTg"]
    assert (law.issuer.code, law.doc_type.code) == ("quoc-hoi", "luat")
    assert (directive.issuer.code, directive.doc_type.code) == ("thu-tuong", "chi-thi")

    amending = pages["148/2026/NĐ-CP"]
    assert amending.relations.filter(kind="amends", target_key="722015ndcp").exists()

    assert DocumentFile.objects.count() == 15
    assert FileFacts.objects.exclude(sha256="").count() == 15

    revisions = Revision.objects.count()
    second = run_import(path, library, files=files)
    assert second.counts == {"unchanged": 57}
    assert DocumentFile.objects.count() == 15
    assert Revision.objects.count() == revisions
