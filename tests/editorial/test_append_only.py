"""The editorial log stays as it was written, also past the application."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from govportal_wagtail.core import append_only_triggers
from govportal_wagtail.core.append_only import AppendOnlyError
from govportal_wagtail.editorial import ledger
from govportal_wagtail.editorial.models import EditorialEvent
from govportal_wagtail.editorial.vocabulary import EventKind
from tests.core.portal_builders import make_portal

TABLE = EditorialEvent._meta.db_table
pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return ledger.record(EventKind.CLAIMED, portal_site=make_portal(), reason="vì sao")


@pytest.fixture
def triggers():
    append_only_triggers.install(connection, TABLE)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE govportal_editorial_editorialevent SET reason = 'khác'",
        "DELETE FROM govportal_editorial_editorialevent",
    ],
)
def test_the_database_refuses_a_change(event, triggers, statement):
    refused = pytest.raises(DatabaseError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert EditorialEvent.objects.get(pk=event.pk).reason == "vì sao"


def test_new_lines_are_still_written(event, triggers):
    ledger.record(EventKind.RELEASED, reason="nữa")
    assert EditorialEvent.objects.count() == 2


def test_the_triggers_can_be_taken_away_for_a_migration(event, triggers):
    append_only_triggers.remove(connection, TABLE)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE govportal_editorial_editorialevent SET reason = 'khác'")
    assert EditorialEvent.objects.get(pk=event.pk).reason == "khác"


def test_the_application_refuses_a_change(event):
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        event.delete()
    with pytest.raises(AppendOnlyError):
        EditorialEvent.objects.all().delete()
    with pytest.raises(AppendOnlyError):
        EditorialEvent.objects.update(reason="khác")


def test_the_tables_of_a_new_site_come_with_the_trigger(pytestconfig):
    if pytestconfig.getoption("nomigrations"):
        pytest.skip("The tables were made without migrations.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger"
        )
        names = {row[0] for row in cursor.fetchall()}
    assert append_only_triggers.name_of(TABLE, "UPDATE") in names
