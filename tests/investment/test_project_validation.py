"""Mistakes in a project, its capital and its decisions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.investment.amounts import LARGEST
from govportal_wagtail.investment.codes import code_key, split_codes
from govportal_wagtail.investment.models import (
    InvestmentProjectPage,
    ProjectCapital,
    ProjectDecision,
)
from govportal_wagtail.investment.validation import errors_of, part_errors_of

# A page asks for its content type when it is made.
pytestmark = pytest.mark.django_db


def project(**values):
    page = InvestmentProjectPage(title="Cầu Đá Bạc", code="7891234", slug="cau-da-bac", **values)
    page.derive()
    return page


def capital(*rows):
    return [ProjectCapital(year=year, source_id=source, planned=1) for year, source in rows]


def decision(symbol, adjusts=""):
    return ProjectDecision(kind="approval", symbol=symbol, adjusts=adjusts)


def test_a_project_in_order_has_no_mistakes():
    page = project(
        planned_start="2024", planned_end="2027-06", latitude="21.5", longitude="105.25",
        actual_start="2024-03-02",
    )  # fmt: skip
    page.capital = capital((2024, 1), (2024, 2), (2025, 1))
    page.decisions = [decision("12/QĐ-UBND"), decision("13/QĐ-UBND", "12/QĐ-UBND")]
    assert errors_of(page) == {}
    assert part_errors_of(page) == []


@pytest.mark.parametrize("kind", ["planned", "actual"])
def test_a_period_that_ends_before_it_starts(kind):
    page = project(**{f"{kind}_start": "2024-05", f"{kind}_end": "2024-04"})
    assert list(errors_of(page)) == [f"{kind}_end"]


@pytest.mark.parametrize(("start", "end"), [("2024-05", "2024"), ("2024", "2024"), ("2024", "")])
def test_a_period_that_may_be_right_is_taken(start, end):
    assert errors_of(project(planned_start=start, planned_end=end)) == {}


@pytest.mark.parametrize("name", ["actual_start", "actual_end", "status_since"])
def test_what_has_happened_does_not_lie_ahead(name):
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert list(errors_of(project(**{name: tomorrow.isoformat()}))) == [name]
    assert errors_of(project(**{name: str(timezone.localdate().year)})) == {}


def test_progress_is_not_measured_tomorrow():
    page = project(progress=3, progress_on=timezone.localdate() + timedelta(days=1))
    assert list(errors_of(page)) == ["progress_on"]


@pytest.mark.parametrize(
    ("latitude", "longitude", "field"),
    [("21.5", None, "longitude"), (None, "105.25", "latitude"), ("105.25", "21.5", "latitude")],
)
def test_a_place_has_two_coordinates_inside_the_country(latitude, longitude, field):
    assert list(errors_of(project(latitude=latitude, longitude=longitude))) == [field]


def test_an_area_is_a_geometry():
    assert list(errors_of(project(area={"type": "Circle", "coordinates": [105, 21]}))) == ["area"]
    point = {"type": "Point", "coordinates": [105.25, 21.5]}
    assert errors_of(project(area=point)) == {}


def test_a_code_has_something_to_compare():
    page = project()
    page.code = "–"
    page.derive()
    assert list(errors_of(page)) == ["code"]


def test_a_year_and_source_stand_once():
    page = project()
    page.capital = capital((2024, 1), (2025, 1), (2024, 1))
    found = [(each.relation, each.position, each.field) for each in part_errors_of(page)]
    assert found == [("capital", 2, "year")]


def test_capital_that_no_register_can_sum_up_is_refused():
    page = project()
    page.capital = [
        ProjectCapital(year=2024 + n, source_id=1, planned=amount, disbursed=1)
        for n, amount in enumerate([LARGEST, 1, None])
    ]
    found = [(each.position, each.field) for each in part_errors_of(page)]
    assert found == [(1, "planned")]


def test_capital_lies_near_the_time_of_the_project():
    page = project(planned_start="2020", planned_end="2025")
    page.capital = capital((2016, 1), (2017, 1), (2028, 1), (2029, 1))
    assert [each.position for each in part_errors_of(page)] == [0, 3]
    page.planned_end = ""
    assert part_errors_of(page) == []


@given(st.integers(1, 6), st.integers(0, 6))
def test_decisions_in_a_circle_are_found_and_others_are_not(length, tail):
    page = project()
    ring = [f"{number}/QĐ-UBND" for number in range(length)]
    page.decisions = [decision(each, ring[(n + 1) % length]) for n, each in enumerate(ring)] + [
        decision(f"{100 + n}/QĐ-UBND", ring[0] if n == 0 else f"{99 + n}/QĐ-UBND")
        for n in range(tail)
    ]
    found = part_errors_of(page)
    assert {each.position for each in found} == set(range(length))
    assert {each.field for each in found} == {"adjusts"}


def test_a_decision_stands_once():
    page = project()
    page.decisions = [decision("12/QĐ-UBND"), decision("12 / qđ-ubnd")]
    assert [(each.position, each.field) for each in part_errors_of(page)] == [(1, "symbol")]


def test_a_decision_of_tomorrow_is_refused():
    row = ProjectDecision(kind="approval", symbol="12/QĐ-UBND", issued_on=date.max)
    with pytest.raises(ValidationError) as caught:
        row.clean()
    assert list(caught.value.message_dict) == ["issued_on"]


@given(st.text(max_size=100))
def test_a_key_is_stable(text):
    key = code_key(text)
    assert code_key(key) == key
    assert key.isascii()


def test_codes_are_compared_without_marks():
    assert code_key("PR2300047771-00") == code_key(" pr 2300047771/00 ") == "pr230004777100"
    assert list(split_codes("A1; B2,\nC3 ;")) == ["A1", "B2", "C3"]


def test_the_status_becomes_the_newest_of_its_history():
    page = project(status="in_progress", status_since="2024-03")
    assert [(row.status, row.since) for row in page.states.all()] == [("in_progress", "2024-03")]
    page.derive()
    assert page.states.count() == 1
