"""Several readers ask the same at the same moment: each search is counted."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections
from wagtail.models import Page

from govportal_wagtail.core.models import SearchLogEntry
from govportal_wagtail.core.search import log
from tests import builders

# A file of its own: tests with transactions of their own run after all others.
pytestmark = pytest.mark.django_db(transaction=True)


def test_no_search_is_lost_when_many_ask_the_same_for_the_first_time(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer at a time in.")
    builders.make_locale("vi")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(title="Root", slug="root")
    site = builders.make_site()
    barrier = threading.Barrier(6)

    def ask() -> None:
        try:
            barrier.wait()
            for _number in range(5):
                log.record(site, "đất đai", 4)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert SearchLogEntry.objects.values_list("query", "count", "results").get() == (
        "đất đai",
        30,
        4,
    )
