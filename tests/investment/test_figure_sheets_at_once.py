"""Two people at the same sheet of figures at the same moment: it is decided once.

On SQLite they come one after the other: the tests have their database in memory, of which the
connections share every table, so that a second writer is refused and does not wait.
"""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from govportal_wagtail.investment import batch_publishing, batches
from govportal_wagtail.investment.models import BatchState, FigureBatchEvent
from tests.core.portal_builders import make_portal
from tests.investment.builders import make_register, make_source
from tests.investment.figure_sheet_builders import (
    make_approver,
    make_batch,
    make_financier,
    make_known_project,
)
from tests.threads import at_once, replant

pytestmark = pytest.mark.django_db(transaction=True)
ROW = ("7890001", 2026, "provincial-budget", "500", "", "20")


def attempt(work):
    try:
        return work()
    except PermissionDenied as error:
        return error


def run(*works):
    """All at once; where the database cannot, one after the other."""
    if connection.vendor == "postgresql":
        return at_once(*works)
    return [attempt(work) for work in works]


@pytest.fixture
def sheet(settings):
    replant()
    portal = make_portal()
    register = make_register(portal)
    make_source()
    project = make_known_project(register)
    financier = make_financier(portal, settings)
    batch = make_batch(register, financier, ROW, is_submitted=True)
    return portal, project, batch


def publish(batch, user):
    batches.approve(batch, user)
    return batch_publishing.publish(batch.pk)


def test_two_approvals_publish_once(sheet):
    portal, project, batch = sheet
    users = [make_approver(portal, name) for name in ("mot", "hai")]
    before = project.revisions.count()
    found = run(*(lambda user=user: publish(batch, user) for user in users))
    assert sorted(isinstance(each, PermissionDenied) for each in found) == [False, True]
    assert FigureBatchEvent.objects.filter(batch_id=batch.pk, kind="published").count() == 1
    assert project.revisions.count() == before + 1


def test_two_publications_of_an_approved_sheet_publish_once(sheet):
    portal, project, batch = sheet
    batches.approve(batch, make_approver(portal))
    before = project.revisions.count()
    run(*(lambda: batch_publishing.publish(batch.pk) for _number in range(2)))
    batch.refresh_from_db()
    assert batch.state == BatchState.PUBLISHED
    assert project.revisions.count() == before + 1


def test_a_return_and_an_approval_do_not_both_happen(sheet):
    portal, _project, batch = sheet
    first, second = make_approver(portal, "mot"), make_approver(portal, "hai")
    found = run(
        lambda: batches.send_back(batch, first, "Sai"), lambda: batches.approve(batch, second)
    )
    assert sorted(isinstance(each, PermissionDenied) for each in found) == [False, True]
