"""The list of projects of the bidding network: versions of codes, long names, drafts, queries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govportal_wagtail.investment.models import InvestmentProjectPage, ProjectEntry
from tests.investment.import_helpers import codes, everything, messages, outcomes, run_import

pytestmark = pytest.mark.django_db
REAL = Path(__file__).parents[3] / "shared" / "data" / "projects" / "du_an.json"


def item(code: str, name: str = "Sửa chữa đường", owner: str = "Ban QLDA Tân Giang") -> dict:
    return {
        "code": code,
        "name": name,
        "bid_solicitor": owner,
        "date_create": "02/10/2023",
        "khlcnt": "1",
    }


def test_a_code_is_known_without_its_version(register):
    run = run_import(register, [item("PR2300047771-00", "Cầu &amp; đường")], None)
    assert (outcomes(run), codes(run)) == (
        ["created"],
        [{"unknown_investor", "kept_as_draft", "html"}],
    )
    page = InvestmentProjectPage.objects.get()
    assert (page.code, page.other_codes, page.title, page.live) == (
        "PR2300047771",
        "PR2300047771-00",
        "Cầu & đường",
        False,
    )
    assert page.investor_name == "Ban QLDA Tân Giang"
    run = run_import(register, [item("PR2300047771-01", "Cầu và đường")], None)
    assert outcomes(run) == ["updated"]
    page = InvestmentProjectPage.objects.get()
    assert (page.other_codes, page.title) == ("PR2300047771-01", "Cầu và đường")


def test_of_several_versions_in_a_file_the_newest_counts_wherever_it_stands(register):
    rows = [item("A1-00", "cũ"), item("A1-02", "mới"), item("A1-01"), item("B1-01"), item("B1-00")]
    run = run_import(register, rows, None)
    assert outcomes(run) == ["duplicate", "created", "duplicate", "created", "duplicate"]
    assert ["older_version" in each for each in codes(run)] == [True, False, False, False, False]
    assert "duplicate" in codes(run)[4]
    assert InvestmentProjectPage.objects.get(code="A1").title == "mới"
    assert outcomes(run_import(register, rows, None)) == [
        *("duplicate", "unchanged", "duplicate", "unchanged", "duplicate"),
    ]


def test_a_name_too_long_for_a_title_is_kept_whole(register):
    name = "Cải tạo " * 40
    run = run_import(register, [item("A1-00", name)], None)
    assert "shortened" in codes(run)[0]
    page = InvestmentProjectPage.objects.get()
    assert len(page.title) == 255 and page.title.endswith("…")
    assert page.scale == name.strip()
    assert outcomes(run_import(register, [item("A1-00", name)], None)) == ["unchanged"]


def queries_of(register, rows) -> int:
    with CaptureQueriesContext(connection) as found:
        run_import(register, rows, None)
    return len(found)


def test_the_queries_of_a_row_do_not_depend_on_how_many_there_are(register):
    rows = [item(f"PR{number:05}-00", f"Dự án {number}") for number in range(40)]
    few, many = rows[:10], rows[10:]
    run_import(register, [item("PR99999-00")], None)
    new_few = queries_of(register, few)
    new_many = queries_of(register, many)
    assert new_many - new_few <= (len(many) - len(few)) * new_few / len(few)
    again_few, again_many = queries_of(register, few), queries_of(register, rows)
    per_row = (again_many - again_few) / 30
    assert per_row <= 8, per_row
    assert (new_many - new_few) / 20 <= 90


@pytest.mark.skipif(not REAL.exists(), reason="the folder with the sample data is not here")
def test_the_sample_of_the_network_comes_in_twice(register):
    data = REAL.read_bytes()
    assert len(json.loads(data)) == 386
    first = run_import(register, data, None)
    assert first.counts == {"created": 384, "duplicate": 2}, messages(first)
    assert InvestmentProjectPage.objects.count() == 384
    # None of them names what the law asks for.
    assert not InvestmentProjectPage.objects.live().exists()
    assert not ProjectEntry.objects.exists()
    before = everything()
    second = run_import(register, data, None)
    assert second.counts == {"unchanged": 384, "duplicate": 2}
    assert everything() == before
