"""Imports are repeatable and resumable, and a bad row harms nobody."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from wagtail.models import Page, PageLogEntry, Revision

from govportal_wagtail.core.importing.errors import TakenOver, UnusableInput
from govportal_wagtail.core.importing.registers import Register, read_register
from govportal_wagtail.core.importing.report import safe_cell
from govportal_wagtail.core.models import Agency, ImportState
from govportal_wagtail.legal.importing import writer
from govportal_wagtail.legal.importing.feature import DOCUMENTS as runs
from govportal_wagtail.legal.importing.importer import DocumentImporter as Importer
from govportal_wagtail.legal.models import (
    DocumentFile,
    DocumentRelation,
    ImportRun,
    LegalDocumentPage,
    RegisterEntry,
)
from tests import builders

parse_mapping = runs.mappings.parse
write_report = runs.report.write

pytestmark = pytest.mark.django_db

MAPPING = """
[columns]
symbol = "so"
abstract = "ty"
issued_on = {column = "ngay", optional = true}
expires_on = {column = "het", optional = true}
signer = {column = "ky", optional = true}
full_text = {column = "text", optional = true}
source_url = {column = "url", optional = true}
national_id = {column = "id", optional = true}
doc_type = {column = "loai", optional = true}
fields = {column = "lv", optional = true}
[columns.issuer]
column = "cq"
values = {"UBND" = "ubnd", "HĐND" = "hdnd"}
[files]
patterns = ["{tep}"]
[agencies.ubnd]
name = "Ủy ban nhân dân"
kind = "peoples_committee"
[agencies.hdnd]
name = "Hội đồng nhân dân"
kind = "peoples_council"
"""
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def row(symbol: str = "1/QĐ-UBND", **cells: Any) -> dict[str, Any]:
    return {"so": symbol, "ty": "Về việc", "cq": "UBND", "ngay": "2026-05-20"} | cells


def register_of(*rows: dict[str, Any]) -> Register:
    return read_register(json.dumps(list(rows)).encode())


@pytest.fixture
def library() -> Any:
    return builders.make_library(builders.make_site().root_page)


def start(library: Page, *rows: dict[str, Any], text: str = MAPPING, **options: Any) -> ImportRun:
    files_dir = options.pop("files_dir", None)
    register = register_of(*rows)
    mapping = parse_mapping(text)
    options = {"dry_run": False} | options
    run = runs.open_run(
        library=library,
        file_name="so.json",
        sha256=runs.digest(json.dumps(rows).encode()),
        mapping=mapping,
        **options,
    )
    runs.perform(run, register, mapping, files_dir=files_dir)
    return run


def outcomes(run: ImportRun) -> list[str]:
    return list(run.rows.order_by("number").values_list("outcome", flat=True))


def codes(run: ImportRun) -> list[set[str]]:
    return [{each["code"] for each in found.messages} for found in run.rows.order_by("number")]


def document(symbol: str = "1/QĐ-UBND") -> LegalDocumentPage:
    return LegalDocumentPage.objects.get(symbol=symbol)


def test_a_row_becomes_a_published_page_with_log_and_register_entry(library: Page) -> None:
    user = builders.make_user(superuser=True)
    run = start(library, row(), user=user)
    page = document()
    assert (run.state, run.counts, run.position) == (ImportState.DONE, {"created": 1}, 1)
    assert page.live and not page.has_unpublished_changes
    assert page.slug == "quyet-dinh-1-qd-ubnd-2026"
    assert page.title == "Quyết định 1/QĐ-UBND"
    assert page.owner == user
    assert page.locale_id == library.locale_id
    actions = PageLogEntry.objects.filter(page=page, user=user).values_list("action", flat=True)
    assert {"wagtail.create", "wagtail.publish"} <= set(actions)
    assert RegisterEntry.objects.filter(page_id=page.pk).exists()


def test_pages_are_added_last_in_the_order_of_the_file(library: Page) -> None:
    start(library, row("2/QĐ-UBND"), row("1/QĐ-UBND"), row("3/QĐ-UBND"))
    library.refresh_from_db()
    titles = [page.title.split()[-1] for page in library.get_children()]
    assert titles == ["2/QĐ-UBND", "1/QĐ-UBND", "3/QĐ-UBND"]
    assert library.numchild == 3
    assert not any(Page.find_problems())


def test_the_second_run_changes_nothing(library: Page) -> None:
    start(library, row(), row("2/QĐ-UBND", text="Điều 1. Một"))
    revisions = Revision.objects.count()
    run = start(library, row(), row("2/QĐ-UBND", text="Điều 1. Một"))
    assert outcomes(run) == ["unchanged", "unchanged"]
    assert Revision.objects.count() == revisions


def test_only_what_differs_is_updated_and_an_empty_cell_erases_nothing(library: Page) -> None:
    start(library, row(ky="Nguyễn Văn A"))
    pk = document().pk
    run = start(library, row(ty="Về việc khác", ky=""))
    page = document()
    assert outcomes(run) == ["updated"]
    assert codes(run) == [{"changed"}]
    assert (page.pk, page.abstract, page.signer) == (pk, "Về việc khác", "Nguyễn Văn A")


def test_a_field_that_the_file_does_not_hold_stays_as_the_editor_left_it(library: Page) -> None:
    start(library, row())
    page = document()
    page.gazette_number = "12"
    page.title = "Tên do biên tập viên đặt"
    builders.publish_page(page)
    assert outcomes(start(library, row(ty="Khác"))) == ["updated"]
    page = document()
    assert (page.gazette_number, page.title) == ("12", "Tên do biên tập viên đặt")


def test_work_of_an_editor_is_not_overwritten(library: Page) -> None:
    start(library, row(), row("2/QĐ-UBND"), row("3/QĐ-UBND"))
    edited, withdrawn = document(), document("2/QĐ-UBND")
    locked = document("3/QĐ-UBND")
    edited.abstract = "Bản nháp của biên tập viên"
    edited.save_revision()
    withdrawn.unpublish()
    locked.locked = True
    locked.save()
    rows = [row(ty="Khác"), row("2/QĐ-UBND", ty="Khác"), row("3/QĐ-UBND", ty="Khác")]
    run = start(library, *rows)
    assert outcomes(run) == ["refused"] * 3
    assert ["being_edited" in each for each in codes(run)] == [True, True, False]
    assert "locked" in codes(run)[2]
    assert document().get_latest_revision_as_object().abstract == "Bản nháp của biên tập viên"
    assert not document("2/QĐ-UBND").live


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (row("22/NQ-HĐND"), row("22/NQ-HĐND", cq="HĐND")),
        (row("22/NQ-HĐND"), row("22/2026/NQ-HĐND")),
        (row("22/QĐ-UBND"), row("22/KH-UBND")),
        (row("22/QĐ-UBND"), row("22/QĐ-UBND", ngay="2025-01-02")),
        (row("66.13/2026/NQ-HĐND"), row("66.14/2026/NQ-HĐND")),
        (row("22/2026/QH16", loai="Luật"), row("22/2026/QH16", loai="Nghị quyết")),
        (row("", loai="Công văn"), row("", loai="Công văn", ty="Khác")),
    ],
)
def test_documents_that_differ_in_issuer_type_form_or_year_are_two(
    library: Page, first: dict[str, Any], second: dict[str, Any]
) -> None:
    assert outcomes(start(library, first, second)) == ["created", "created"]
    assert outcomes(start(library, first, second)) == ["unchanged", "unchanged"]
    assert LegalDocumentPage.objects.count() == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (row("22/QĐ-UBND"), row("022 / qđ-ubnd")),
        (row("22/QĐ-UBND", url="https://a.vn/1"), row("22/QĐ-UBND", url="https://a.vn/2")),
        (
            row("", url="https://a.vn/1", loai="Công văn"),
            row("", url="https://a.vn/1", loai="Công văn"),
        ),
    ],
)
def test_the_same_document_twice_in_a_file_is_reported(
    library: Page, first: dict[str, Any], second: dict[str, Any]
) -> None:
    run = start(library, first, second)
    assert outcomes(run) == ["created", "duplicate"]
    assert "duplicate" in codes(run)[1]
    assert LegalDocumentPage.objects.count() == 1


def test_a_corrected_symbol_is_known_by_the_national_number(library: Page) -> None:
    start(library, row("22/QĐ-UBND", id="99"))
    run = start(library, row("23/QĐ-UBND", id="99"))
    assert outcomes(run) == ["updated"]
    assert document("23/QĐ-UBND").title == "Quyết định 23/QĐ-UBND"


def test_a_bad_row_is_refused_and_the_others_are_imported(library: Page) -> None:
    rows = [
        row("1/QĐ-UBND", ngay="hôm qua"),
        row("2/QĐ-UBND"),
        row("3/QĐ-UBND", het="2020-01-01"),
        row("4/QĐ-UBND", url="javascript:alert(1)"),
        row("5/QĐ-UBND", ty=""),
        row("6/QĐ-UBND"),
    ]
    run = start(library, *rows)
    assert outcomes(run) == ["refused", "created", "refused", "refused", "refused", "created"]
    assert LegalDocumentPage.objects.count() == 2
    assert not any(Page.find_problems())


def test_a_refused_row_does_not_make_a_later_good_one_a_duplicate(library: Page) -> None:
    run = start(library, row(het="2020-01-01"), row())
    assert outcomes(run) == ["refused", "created"]


def test_a_fault_in_one_row_undoes_that_row_alone(
    library: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = writer.Writer.create

    def create(self: Any, library: Page, page: Any, data: Any, files: Any) -> None:
        original(self, library, page, data, files)
        if data.symbol == "2/QĐ-UBND":
            raise RuntimeError("after the page was written")

    monkeypatch.setattr(writer.Writer, "create", create)
    run = start(library, row("1/QĐ-UBND"), row("2/QĐ-UBND", cq="HĐND"), row("3/QĐ-UBND"))
    assert outcomes(run) == ["created", "failed", "created"]
    assert LegalDocumentPage.objects.count() == 2
    assert not Agency.objects.filter(code="hdnd").exists()
    assert not any(Page.find_problems())


def test_an_interrupted_run_goes_on_where_it_stopped(
    library: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row("1/QĐ-UBND"), row("2/QĐ-UBND"), row("1/QĐ-UBND")]
    with monkeypatch.context() as patch:
        original = writer.Writer.create

        def create(self: Any, library: Page, page: Any, data: Any, files: Any) -> None:
            if data.symbol == "2/QĐ-UBND":
                raise OperationalError("the database is gone")
            original(self, library, page, data, files)

        patch.setattr(writer.Writer, "create", create)
        with pytest.raises(OperationalError):
            start(library, *rows)
    stopped = ImportRun.objects.get()
    assert (stopped.state, stopped.position) == (ImportState.FAILED, 1)
    run = start(library, *rows)
    assert run.pk == stopped.pk
    assert outcomes(run) == ["created", "created", "duplicate"]
    assert run.state == ImportState.DONE
    assert run.message == ""


def test_restart_begins_a_new_run(library: Page) -> None:
    run = start(library, row())
    ImportRun.objects.filter(pk=run.pk).update(state=ImportState.FAILED)
    again = start(library, row(), restart=True)
    assert again.pk != run.pk
    assert outcomes(again) == ["unchanged"]


def test_a_run_that_another_process_continues_is_left_to_it(library: Page) -> None:
    mapping, register = parse_mapping(MAPPING), register_of(row(), row("2/QĐ-UBND"))
    run = runs.open_run(library=library, file_name="x", sha256="0", mapping=mapping, dry_run=False)
    importer = Importer(run, register, mapping)
    ImportRun.objects.filter(pk=run.pk).update(position=1)
    with pytest.raises(TakenOver):
        importer.execute()
    assert LegalDocumentPage.objects.count() == 0


def test_a_trial_run_writes_nothing_but_tells_the_same(library: Page) -> None:
    start(library, row("1/QĐ-UBND"))
    revisions, agencies = Revision.objects.count(), Agency.objects.count()
    rows = [
        row("1/QĐ-UBND"),
        row("1/QĐ-UBND"),
        row("2/NQ-HĐND", cq="HĐND"),
        row("3/QĐ-UBND", het="2020-01-01"),
    ]
    trial = start(library, *rows, dry_run=True)
    assert (Revision.objects.count(), Agency.objects.count()) == (revisions, agencies)
    assert LegalDocumentPage.objects.count() == 1
    real = start(library, *rows)
    assert outcomes(trial) == outcomes(real) == ["unchanged", "duplicate", "created", "refused"]
    assert "agency_created" in codes(trial)[2]


def test_an_existing_agency_is_used_and_never_changed(library: Page) -> None:
    builders.make_agency("ubnd", name="UBND tỉnh Thanh Giang")
    start(library, row())
    assert document().issuer.name == "UBND tỉnh Thanh Giang"


def test_an_unknown_issuer_becomes_one_agency_if_the_mapping_says_so(library: Page) -> None:
    text = "[options]\ncreate_missing_agencies = true\n" + MAPPING
    rows = [row(cq="Sở Lạ"), row("2/QĐ-UBND", cq="Sở  lạ")]
    run = start(library, *rows, text=text)
    assert outcomes(run) == ["created", "created"]
    assert Agency.objects.filter(code="so-la").count() == 1
    assert outcomes(start(library, *rows, text=text)) == ["unchanged", "unchanged"]


def test_a_library_of_one_kind_takes_no_other(library: Page) -> None:
    library.scope = "normative"
    library.save()
    run = start(library, row("1/QĐ-UBND"), row("1/2026/QĐ-UBND"))
    assert outcomes(run) == ["refused", "created"]
    assert "other_library" in codes(run)[0]


def test_fields_of_administration_are_set_and_kept(library: Page) -> None:
    builders.make_field("dat-dai", name="Đất đai")
    start(library, row(lv="Đất đai"))
    assert [each.code for each in document().administrative_fields.all()] == ["dat-dai"]
    assert outcomes(start(library, row(lv="Đất đai"))) == ["unchanged"]
    assert outcomes(start(library, row(lv=""))) == ["unchanged"]


def test_relations_come_from_the_text_only_if_the_mapping_says_so(library: Page) -> None:
    text = (
        "QUYẾT ĐỊNH\nĐiều 1. Quyết định này thay thế Quyết định số 5/2020/QĐ-UBND ngày 01 tháng 01 "
        "năm 2020 của Ủy ban nhân dân tỉnh."
    )
    start(library, row("1/2026/QĐ-UBND", text=text))
    assert not DocumentRelation.objects.exists()
    reading = '[options]\nrelations = "from-text"\n' + MAPPING
    start(library, row("2/2026/QĐ-UBND", text=text), text=reading)
    relation = DocumentRelation.objects.get()
    assert (relation.kind, relation.target_key) == ("replaces", "52020qdubnd")


def test_files_are_attached_once_and_only_from_inside_the_folder(
    library: Page, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "qd.pdf").write_bytes(PDF)
    (folder / "virus.pdf").write_bytes(b"MZ\x90\x00 a program")
    (tmp_path / "secret.pdf").write_bytes(PDF)
    (folder / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    names = ["qd.pdf", "virus.pdf", "../secret.pdf", "link.pdf", "absent.pdf", str(tmp_path)]
    rows = [row(f"{i}/QĐ-UBND", tep=name) for i, name in enumerate(names, 1)]
    run = start(library, *rows, files_dir=folder)
    assert outcomes(run) == ["created"] * 6
    attached = DocumentFile.objects.get()
    assert (attached.page.symbol, attached.role) == ("1/QĐ-UBND", "signed")
    remarks = [each & {"file_refused", "file_missing"} for each in codes(run)]
    assert remarks == [set(), {"file_refused"}, *[{"file_missing"}] * 4]
    again = start(library, *rows, files_dir=folder)
    assert outcomes(again) == ["unchanged"] * 6
    assert DocumentFile.objects.count() == 1


def test_a_missing_column_stops_the_import_before_it_begins(library: Page) -> None:
    with pytest.raises(UnusableInput, match="cq"):
        start(library, {"so": "1", "ty": "x"})
    assert ImportRun.objects.get().state == ImportState.FAILED


def test_the_report_tells_every_row_and_runs_no_formula(library: Page, tmp_path: Path) -> None:
    run = start(library, row("=1+1/QĐ-UBND"), row(ngay="x"), row("3/QĐ-UBND"))
    path = tmp_path / "report.xlsx"
    with path.open("wb") as stream:
        write_report(run, stream, ".xlsx")
    sheet = load_workbook(path).worksheets[1]
    lines = list(sheet.iter_rows(values_only=True))
    assert len(lines) == 4
    assert lines[1][2] == "'=1+1/QĐ-UBND"
    with (tmp_path / "report.json").open("w+b") as stream:
        write_report(run, stream, ".json")
    data = json.loads((tmp_path / "report.json").read_bytes())
    assert data["counts"]["refused"] + data["counts"]["created"] == 3
    assert [each["row"] for each in data["rows"]] == [1, 2, 3]


@pytest.mark.parametrize("text", ["=A1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_a_cell_is_never_a_formula(text: str) -> None:
    assert safe_cell(text).startswith("'")
    assert safe_cell("a=1") == "a=1"


def test_the_day_of_issue_is_kept_as_a_day(library: Page) -> None:
    start(library, row(ngay=46162))
    assert document().issued_on == date(2026, 5, 20)


def test_the_work_for_a_row_does_not_grow_with_the_library(
    library: Page,
) -> None:
    def queries_for(rows: list[dict[str, Any]]) -> int:
        with CaptureQueriesContext(connection) as captured:
            start(library, *rows)
        return len(captured)

    many = [row(f"{number}/QĐ-UBND") for number in range(1, 31)]
    queries_for([row("900/QĐ-UBND")])
    few_new = queries_for([row("901/QĐ-UBND")])
    few_old = queries_for([row("901/QĐ-UBND")])
    start(library, *many)
    assert queries_for([row("902/QĐ-UBND")]) <= few_new + 1
    assert queries_for([row("902/QĐ-UBND")]) <= few_old + 1
