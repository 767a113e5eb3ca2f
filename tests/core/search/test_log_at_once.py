"""Several readers ask the same at the same moment: each search is counted."""

from __future__ import annotations

import pytest
from django.db import connection

from govportal_wagtail.core.models import SearchLogEntry
from govportal_wagtail.core.search import log
from tests import builders
from tests.threads import at_once, replant

# A file of its own: tests with transactions of their own run after all others.
pytestmark = pytest.mark.django_db(transaction=True)


def test_no_search_is_lost_when_many_ask_the_same_for_the_first_time(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer at a time in.")
    replant()
    site = builders.make_site()

    def ask() -> None:
        for _number in range(5):
            log.record(site, "đất đai", 4)

    assert at_once(*[ask] * 6) == [None] * 6
    assert SearchLogEntry.objects.values_list("query", "count", "results").get() == (
        "đất đai",
        30,
        4,
    )
