"""A period in the filters of a list: any years that somebody may type are answered."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.builders import make_user

pytestmark = pytest.mark.django_db

LISTS = {
    "govportal_translation:words": "at",
    "editorial_slips:index": "submitted",
    "editorial_items:log": "at",
    "govportal_rating_report": "rated_on",
    "govportal_question_access": "at",
    "govportal_question_figures": "received_on",
    "govportal_projects:history": "at",
    "govportal_search_log": "day",
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("year", ["0001", "1899", "9999"])
def test_a_year_out_of_reach_is_an_error_at_the_filter(client, name, year):
    client.force_login(make_user("quan-tri", superuser=True))
    answer = client.get(reverse(name), {f"{LISTS[name]}_from": f"{year}-01-01"})
    assert answer.status_code == 200
    assert answer.context["filters"].errors == {LISTS[name]: ["Chọn ngày từ năm 1900 đến 2200."]}


@pytest.mark.parametrize("name", LISTS)
def test_a_period_is_taken(client, name):
    client.force_login(make_user("quan-tri", superuser=True))
    period = {f"{LISTS[name]}_from": "2026-01-01", f"{LISTS[name]}_to": "2026-12-31"}
    answer = client.get(reverse(name), period)
    assert answer.status_code == 200
    assert not answer.context["filters"].errors
