"""The open data of a register comes back without changing anything, and with what was changed."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from govportal_wagtail.investment.importing.feature import PROJECTS
from govportal_wagtail.investment.models import (
    InvestmentProjectPage,
    ProjectMoney,
    ProjectState,
    ProjectStatus,
)
from tests.investment.builders import BILLION, capital, decision, make_project, make_register
from tests.investment.import_helpers import codes, everything, messages, outcomes, run_import
from tests.investment.open_data_helpers import address, body

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_page_cache(settings: Any) -> None:
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


@pytest.fixture
def full(register, sources, communes):
    """Projects with something in every column, among them what a table could spoil."""
    make_project(
        register,
        title="=Cầu “Lam Kiều” 2, giai đoạn 1; <nâng cấp> & mở rộng",
        code="0012345",
        other_codes="PR2300047771-00; X1",
        objective="Dòng một\r\nDòng hai\n\n- Dòng ba",
        communes=communes,
        progress=Decimal("45.50"),
        progress_on=date(2026, 6, 30),
        land_area=Decimal("1.2340"),
        latitude=Decimal("18.700000"),
        longitude=Decimal("105.712345"),
        total_investment=1_234_567_890_123_456,
        scale="Dài 1.234,5 m",
        status_note="-không dấu trừ",
        place="+84 Hòa Ninh",
        donor="@JICA",
        source_url="https://example.vn/a?b=1&c=2",
        capital=[
            capital(2025, sources[0], planned=30 * BILLION, disbursed=10 * BILLION),
            capital(2026, sources[0], planned=1, allocated=0),
            capital(2026, sources[1], disbursed=5),
        ],
        decisions=[decision("123/QĐ-UBND")],
        states=[ProjectState(status=ProjectStatus.PREPARING, since="2024")],
    )
    # The name of an agency as text: it is not linked by a round trip.
    make_project(register, code="B-2", investor=None, investor_name="Sở Xây dựng")
    make_project(
        register,
        code="C 3",
        kind="",
        group="",
        planned_start="2025",
        planned_end="2027-12-31",
        actual_start="2025-03",
        status="calling",
        status_since="",
        call_until=date(2026, 12, 31),
        incentives="Miễn thuế",
        call_terms="Có kinh nghiệm",
        contact_unit="Sở",
        board_name="Ban QLDA",
        funding="mixed",
        donor="Nhà đầu tư",
        land_use="Đất lúa",
        total_investment=None,
    )
    return register


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".json"])
def test_open_data_that_nobody_changed_changes_nothing(client, full, ending):
    data = body(client.get(address(full, ending)))
    before = everything()
    run = run_import(full, data, None)
    assert outcomes(run) == ["unchanged"] * 3, messages(run)
    assert json.loads(json.dumps(PROJECTS.report.as_data(run)))["counts"]["unchanged"] == 3
    assert not any(codes(run)) or codes(run) == [{"is_draft"}], codes(run)
    assert everything() == before


def test_capital_that_nobody_changed_changes_nothing(client, full):
    data = body(client.get(address(full, "/von.csv")))
    before = everything()
    run = run_import(full, data, None)
    assert outcomes(run) == ["unchanged"] * 3, messages(run)
    assert everything() == before


def test_what_was_changed_in_the_table_of_capital_changes_just_that(client, full):
    text = body(client.get(address(full, "/von.csv"))).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[1][-3:] == ["30000000000", "", "10000000000"]
    rows[1][-1] = "12000000000"
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    run = run_import(full, out.getvalue().encode(), None)
    assert outcomes(run) == ["updated", "unchanged", "unchanged"]
    page = InvestmentProjectPage.objects.get(code="0012345")
    found = ProjectMoney.objects.filter(entry_id=page.pk).order_by("year", "source__code")
    assert [(each.year, each.planned, each.disbursed) for each in found] == [
        (2025, 30 * BILLION, 12 * BILLION),
        (2026, None, 5),
        (2026, 1, None),
    ]
    assert page.decisions.count() == 1


def test_capital_in_json_is_read_and_its_mistakes_are_told(client, full):
    content = json.loads(body(client.get(address(full, ".json"))))
    (item,) = (each for each in content["projects"] if each["code"] == "0012345")
    item["capital"][0]["planned"] = 31 * BILLION
    item["capital"].append({"year": 2027, "source_code": "central-budget", "planned": 7})
    run = run_import(full, json.dumps(content).encode(), "open_data")
    assert sorted(outcomes(run)) == ["unchanged", "unchanged", "updated"]
    page = InvestmentProjectPage.objects.get(code="0012345")
    assert sorted(each.planned for each in page.capital.all() if each.planned) == [
        1,
        7,
        31 * BILLION,
    ]
    item["capital"] = [{"year": "x", "source_code": "", "planned": -1}]
    run = run_import(full, json.dumps(content).encode(), "open_data")
    assert "refused" in outcomes(run)
    item["capital"] = "nothing"
    run = run_import(full, json.dumps(content).encode(), "open_data")
    assert {"bad_list"} in codes(run)


def test_open_data_fills_an_empty_register_of_another_place(client, portal, full):
    other = make_register(portal.site, title="Dự án khác", slug="du-an-khac")
    data = body(client.get(address(full, ".csv")))
    run = run_import(other, data, None)
    assert outcomes(run) == ["created"] * 3, messages(run)
    made = InvestmentProjectPage.objects.child_of(other).get(code="0012345")
    held = InvestmentProjectPage.objects.child_of(full).get(code="0012345")
    for name in ("title", "total_investment", "place", "donor", "field_id", "progress"):
        assert getattr(made, name) == getattr(held, name), name
    assert made.live
    # Drafts are those that the law lets nobody publish.
    assert not InvestmentProjectPage.objects.child_of(other).get(code="C 3").live
