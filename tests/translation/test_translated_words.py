"""Words that were translated and posted, by unit and period."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.translation import flow
from govportal_wagtail.translation.models import TranslationEvent
from tests.core.portal_builders import make_component, make_officer
from tests.translation.builders import english, make_source, publish_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(client, people):
    client.force_login(people["truong-ban"])
    return client


def rows(answer):
    return list(answer.context["object_list"])


def make_event(portal, unit="Sở Ngoại vụ", words=10, translated=7, **fields):
    """A posting in the log."""
    fields.setdefault("at", timezone.now())
    details = {"unit": unit, "words": words, "translated": translated}
    fields.setdefault("details", details)
    return TranslationEvent.objects.create(
        translation_id=1,
        portal_site_id=portal.pk,
        label="x",
        language="en",
        kind="published",
        **fields,
    )


def get(board, **given):
    return board.get(reverse("govportal_translation:words"), given)


def test_a_posting_is_counted_with_the_words_of_both(board, portal, people, unit):
    home = flow.select(make_source(portal), english(), people["truong-ban"], unit=unit)
    for each in home:
        publish_translation(each, people)

    (row,) = rows(get(board))

    assert (row["unit"], row["posted"]) == ("Sở Ngoại vụ", len(home))
    assert row["words"] == sum(each.words for each in home)
    # The tests translate by a mark before each string.
    assert row["translated"] > row["words"]


def test_units_apart_and_only_what_is_in_the_period(board, portal):
    make_event(portal)
    make_event(portal, words=5, translated=3)
    make_event(portal, unit="", words=100, translated=90)
    make_event(portal, at=timezone.now() - timedelta(days=800))
    make_event(portal, details={}, at=timezone.now() - timedelta(days=900))

    found = {
        row["unit"]: (row["posted"], row["words"], row["translated"]) for row in rows(get(board))
    }

    assert found == {"": (1, 100, 90), "Sở Ngoại vụ": (2, 15, 10)}
    long_ago = f"{timezone.localdate() - timedelta(days=1000):%d/%m/%Y}"
    everything = rows(get(board, at_from=long_ago))
    assert sum(row["posted"] for row in everything) == 5
    assert sum(row["words"] for row in everything) == 125


def test_another_site_is_counted_for_its_newsroom_alone(client, portal):
    component = make_component()
    make_event(portal)
    make_event(component, words=3, translated=2)
    client.force_login(make_officer("xa", component, RoleCode.BOARD_HEAD))

    assert [row["words"] for row in rows(get(client))] == [3]
    assert [row["words"] for row in rows(get(client, portal_site=portal.pk))] in ([], [3])


@pytest.mark.parametrize("role", ["bien-dich", "cong-tac-vien"])
def test_who_is_of_no_newsroom_reads_none(client, people, role):
    client.force_login(people[role])

    assert get(client).status_code == 302


def test_as_a_table(board, portal):
    make_event(portal, unit="=SUM(A1)")

    text = b"".join(get(board, export="csv").streaming_content).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(text)))[1][0] == "'=SUM(A1)"
    assert get(board, export="xlsx").status_code == 200


@pytest.mark.parametrize("given", [{"at_from": "x"}, {"portal_site": "x"}, {"p": "x"}])
def test_a_wrong_filter_is_no_breakdown(board, portal, given):
    assert get(board, **given).status_code in (200, 404)


def test_as_many_queries_for_many(board, portal):
    def count():
        with CaptureQueriesContext(connection) as asked:
            assert get(board).status_code == 200
        return len(asked)

    make_event(portal)
    count()
    few = count()
    for number in range(10):
        make_event(portal, unit=f"Sở {number}")
    assert count() == few
