"""The start-up check of the number of fields that Django takes."""

from __future__ import annotations

import re

import pytest
from django.conf import settings as now
from django.template.loader import render_to_string

from govportal_wagtail.schedules import checks
from govportal_wagtail.schedules.staff.desk_rows import BLANK, Row
from govportal_wagtail.schedules.staff.desk_sheet import FORM_FIELDS, MOST


@pytest.mark.parametrize(
    ("limit", "found"),
    [
        (1000, ["govportal.W012"]),
        (FORM_FIELDS - 1, ["govportal.W012"]),
        (FORM_FIELDS, []),
        (None, []),
    ],
)
def test_too_few_fields_are_named(settings, limit, found):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = limit
    assert [each.id for each in checks.check_form_size()] == found


def test_the_defaults_are_enough():
    from govportal_wagtail import defaults

    assert defaults.DATA_UPLOAD_MAX_NUMBER_FIELDS >= FORM_FIELDS
    assert now.DATA_UPLOAD_MAX_NUMBER_FIELDS >= FORM_FIELDS
    assert checks.check_form_size() == []


def test_a_row_of_the_desk_sends_no_more_than_is_counted():
    row = Row(7, {**BLANK, "day": "2026-11-16"}, is_published=True)
    html = render_to_string(
        "govportal/schedules/staff/desk_row.html",
        {"row": row, "number": 7, "week_days": [], "visibilities": [], "statuses": []},
    )
    names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', html))

    assert {"order", "row-7-when", "row-7-change_reason"} <= names
    assert len(names) <= FORM_FIELDS / MOST
