"""Reading the open data of a register in tests, each format by a parser of its own."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from openpyxl import Workbook, load_workbook

from govportal_wagtail.investment.models import ProjectIndexPage


def address(register: ProjectIndexPage, ending: str) -> str:
    """The address of a file of the register: ``.csv``, ``/von.csv``."""
    return f"/du-lieu/du-an/{register.pk}{ending}"


def body(response: Any) -> bytes:
    """All of an answer that is no refusal."""
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content) if response.streaming else response.content


def read_csv(client: Any, register: ProjectIndexPage, ending: str = ".csv", **asked: Any) -> Any:
    """The headings and the rows of a table."""
    data = body(client.get(address(register, ending), asked))
    headings, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    assert all(len(row) == len(headings) for row in rows)
    return headings, rows


def records(
    client: Any, register: ProjectIndexPage, columns: Any, ending: str, **asked: Any
) -> Any:
    """The rows of a table by the codes of its columns."""
    headings, rows = read_csv(client, register, ending, **asked)
    assert len(headings) == len(columns)
    return [dict(zip((column.code for column in columns), row, strict=True)) for row in rows]


def read_json(client: Any, register: ProjectIndexPage, ending: str = ".json", **asked: Any) -> Any:
    """What a file in JSON says."""
    return json.loads(body(client.get(address(register, ending), asked)))


def read_xlsx(client: Any, register: ProjectIndexPage, **asked: Any) -> Workbook:
    """The workbook of a register, formulas as they are."""
    data = body(client.get(address(register, ".xlsx"), asked))
    return load_workbook(io.BytesIO(data))
