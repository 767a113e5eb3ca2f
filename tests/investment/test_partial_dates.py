"""Dates of which only the year or month may be known, as plans of projects state them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.investment.partial_date_forms import PartialDateFormField
from govportal_wagtail.investment.partial_dates import (
    FIRST_YEAR,
    LAST_YEAR,
    PartialDateField,
    first_day,
    last_day,
    parse,
    written,
)

DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
STORED = st.builds(
    lambda day, parts: "-".join(day.isoformat().split("-")[:parts]), DAYS, st.integers(1, 3)
)


@given(STORED)
def test_what_is_written_is_read_again(stored):
    assert parse(written(stored)) == stored
    assert parse(stored) == stored


@given(STORED)
def test_the_days_that_are_meant_lie_around_the_text(stored):
    first, last = first_day(stored), last_day(stored)
    assert first <= last
    assert first.isoformat().startswith(stored)
    assert last.isoformat().startswith(stored)
    parts = stored.count("-") + 1
    longest = {1: 366, 2: 31, 3: 1}[parts]
    assert (last - first).days < longest


@given(STORED, STORED)
def test_stored_dates_sort_by_their_first_day(one, other):
    if first_day(one) < first_day(other):
        assert one < other


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        *[("2026", "2026"), ("11/2026", "2026-11"), ("22/11/2026", "2026-11-22")],
        *[("2-9-2026", "2026-09-02"), ("2.9.2026", "2026-09-02"), (" 1/2026 ", "2026-01")],
        *[("2026-11-22", "2026-11-22"), ("2026-1", "2026-01"), ("", "")],
    ],
)
def test_the_ways_people_write_dates(text, stored):
    assert parse(text) == stored


@pytest.mark.parametrize(
    "text",
    [
        *("31/02/2026", "13/2026", "0/2026", "0/1/2026", "1899", "2300", "26", "11/26"),
        *("quý 3 năm 2026", "2026-2027", "22/11/2026 8:00", "=2026", "٢٠٢٦", "-2026"),
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):
        parse(text)
    with pytest.raises(ValidationError):
        PartialDateField().clean(text, None)
    with pytest.raises(ValidationError):
        PartialDateFormField(required=False).clean(text)


def test_the_field_shows_a_stored_date_as_it_is_written():
    field = PartialDateField().formfield()
    assert field.prepare_value("2026-11") == "11/2026"
    assert field.prepare_value("2026") == "2026"
    assert field.prepare_value("31/02/2026") == "31/02/2026"
    assert not field.required
    assert field.clean("11/2026") == "2026-11"


def test_a_date_written_otherwise_is_the_same_date():
    field = PartialDateFormField(required=False)
    assert not field.has_changed("2026-11", "11/2026")
    assert field.has_changed("2026-11", "12/2026")
    assert field.has_changed("2026-11", "nonsense")
    assert not field.has_changed(None, "")
