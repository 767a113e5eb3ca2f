"""Running an import of projects in tests, and reading what became of its rows."""

from __future__ import annotations

import io
import json
from typing import Any

from django.apps import apps
from django.core import serializers
from openpyxl import Workbook

from govportal_wagtail.core.importing.registers import read_register
from govportal_wagtail.investment.importing.feature import PROJECTS
from govportal_wagtail.investment.models import (
    InvestmentProjectPage,
    ProjectImportRow,
    ProjectImportRun,
    ProjectIndexPage,
)

#: What an import writes down of itself, whatever it changes.
_OF_RUNS = (ProjectImportRun, ProjectImportRow)

#: A department's table: everything the law asks for, money by its headings.
HEADINGS = (
    *("Mã dự án", "Tên dự án", "Mục tiêu", "Lĩnh vực", "Nhóm dự án", "Loại dự án", "Chủ đầu tư"),
    *("Xã, phường", "Khởi công", "Hoàn thành", "TMĐT (triệu đồng)", "Loại nguồn vốn"),
    *("Tình trạng", "Nguồn vốn", "KH 2025 (triệu đồng)", "GN 2025 (triệu đồng)"),
)
ROW = (
    *("7900001", "Cầu Hòa Ninh", "Nối hai bờ sông", "Giao thông", "Nhóm B", "Đầu tư công"),
    *("Sở Xây dựng", "Xã Hòa Ninh", "01/2025", "12/2027", "120.000,5", "NSNN"),
    *("Đang thực hiện", "NST", "30.000,0", "10.000,25"),
)


def sheet_row(**cells: Any) -> dict[str, Any]:
    """A row of the department's table by its headings; keywords change cells by short names."""
    names = {
        "code": "Mã dự án",
        "name": "Tên dự án",
        "objective": "Mục tiêu",
        "field": "Lĩnh vực",
        "group": "Nhóm dự án",
        "investor": "Chủ đầu tư",
        "communes": "Xã, phường",
        "start": "Khởi công",
        "end": "Hoàn thành",
        "total": "TMĐT (triệu đồng)",
        "status": "Tình trạng",
        "source": "Nguồn vốn",
        "planned": "KH 2025 (triệu đồng)",
        "disbursed": "GN 2025 (triệu đồng)",
    }
    row = dict(zip(HEADINGS, ROW, strict=True))
    return row | {names.get(name, name): value for name, value in cells.items()}


def as_csv(*rows: dict[str, Any]) -> bytes:
    """Rows with the same columns as an office saves them."""
    lines = [list(rows[0]), *([row[name] for name in rows[0]] for row in rows)]
    return "\r\n".join(";".join(f'"{cell}"' for cell in line) for line in lines).encode()


def as_xlsx(*rows: dict[str, Any]) -> bytes:
    """Rows with the same columns as a workbook."""
    book = Workbook()
    sheet = book.worksheets[0]
    for line in (list(rows[0]), *([row[name] for name in rows[0]] for row in rows)):
        sheet.append(line)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def run_import(
    register: ProjectIndexPage,
    data: bytes | list[dict[str, Any]],
    mapping: str | None = "standard_sheet",
    *,
    text: str = "",
    user: Any = None,
    dry_run: bool = False,
) -> ProjectImportRun:
    """Import a file with a shipped mapping, the one that fits (None), or one written here."""
    if isinstance(data, list):
        data = json.dumps(data).encode()
    mappings = PROJECTS.mappings
    found = mappings.parse(text) if text else mappings.load(mapping) if mapping else None
    table = read_register(data, found.source if found else None)
    found = found or mappings.fitting(table.columns)
    run = PROJECTS.open_run(
        register=register,
        file_name="du-an.csv",
        sha256=PROJECTS.digest(data),
        mapping=found,
        dry_run=dry_run,
        user=user,
    )
    PROJECTS.perform(run, table, found)
    return run


def outcomes(run: ProjectImportRun) -> list[str]:
    """What became of each row, in order."""
    return list(run.rows.order_by("number").values_list("outcome", flat=True))


def codes(run: ProjectImportRun) -> list[set[str]]:
    """The codes of the remarks on each row."""
    return [{each["code"] for each in row.messages} for row in run.rows.order_by("number")]


def messages(run: ProjectImportRun) -> str:
    """All remarks of a run."""
    return "\n".join(each["message"] for row in run.rows.all() for each in row.messages)


def project(code: str = "7900001") -> InvestmentProjectPage:
    """The project with a code."""
    return InvestmentProjectPage.objects.get(code=code)


def everything() -> str:
    """All rows of all tables but those in which imports are written down."""
    models = [model for model in apps.get_models() if model not in _OF_RUNS]
    return "\n".join(
        line
        for model in models
        if model._meta.managed and not model._meta.proxy
        for line in serializers.serialize(
            "json", model._base_manager.order_by("pk"), indent=None
        ).split("}, {")
    )
