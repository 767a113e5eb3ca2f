"""Builders of sheets of figures: files as the finance department sends them, and who sends them."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook

from govportal_wagtail.core.models import PortalSite
from govportal_wagtail.investment import batch_reading, batches
from govportal_wagtail.investment.models import (
    FigureBatch,
    InvestmentProjectPage,
    ProjectIndexPage,
)
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.core.portal_builders import make_department, make_officer
from tests.investment.builders import MILLION, capital, make_project

HEADINGS = [
    *("Mã dự án", "Tên dự án", "Năm", "Mã nguồn vốn", "Nguồn vốn"),
    "Kế hoạch vốn (triệu đồng)",
    "Vốn phân bổ (triệu đồng)",
    "Vốn giải ngân (triệu đồng)",
]
#: A row of HEADINGS but for the names, which nobody reads.
Row = tuple[Any, Any, Any, Any, Any, Any]


def csv_sheet(*rows: Row, headings: list[str] | None = None) -> bytes:
    """A sheet as text; a row is code, year, source, planned, allocated, disbursed."""
    lines = [headings or HEADINGS]
    for code, year, source, *amounts in rows:
        lines.append([code, "Tên", year, source, "", *amounts])
    text = "\n".join(";".join("" if cell is None else str(cell) for cell in line) for line in lines)
    return text.encode()


def xlsx_sheet(*rows: Row, headings: list[str] | None = None) -> bytes:
    """The same as a workbook, with numbers as numbers."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(headings or HEADINGS)
    for code, year, source, *amounts in rows:
        sheet.append([code, "Tên", year, source, "", *amounts])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def make_known_project(register: ProjectIndexPage) -> InvestmentProjectPage:
    """A public project from 2025 to 2027: 900 million planned and 100 disbursed in 2025."""
    return make_project(
        register,
        code="7890001",
        planned_start="2025",
        planned_end="2027",
        capital=[capital(2025, planned=900 * MILLION, disbursed=100 * MILLION)],
    )


def make_financier(
    portal_site: PortalSite, settings: Any, name: str = "tai-chinh", **fields: Any
) -> Any:
    """Somebody of the finance department, which the settings name."""
    settings.GOVPORTAL_FINANCE_AGENCIES = ["so-tai-chinh"]
    agency = make_department("Sở Tài chính", "so-tai-chinh")
    role = fields.get("role", RoleCode.FOCAL_OFFICER.value)
    return make_officer(name, portal_site, role, agency=agency)


def make_approver(portal_site: PortalSite, name: str = "lanh-dao") -> Any:
    """A member of the board that approves."""
    return make_officer(name, portal_site, RoleCode.BOARD_HEAD.value)


def make_batch(
    register: ProjectIndexPage, user: Any, *rows: Row, is_submitted: bool = False
) -> FigureBatch:
    """A sheet that was entered; the rows have no mistakes."""
    data = csv_sheet(*rows)
    found = batch_reading.read_sheet(data, register)
    assert not found.problems, found.problems
    sheet = batches.Sheet("Giải ngân", "Báo cáo 15/BC-STC", "so-lieu.csv", data, found.rows)
    batch = batches.enter(register, user, sheet)
    return batches.submit(batch, user) if is_submitted else batch
