"""Two people at the same registration at the same moment: one of them is told.

On SQLite they come one after the other: the tests have their database in memory, of which the
connections share every table, so that a second writer is refused and does not wait.
"""

from __future__ import annotations

import pytest
from django.db import connection

from govportal_wagtail.schedules import editing, requests
from govportal_wagtail.schedules.errors import ScheduleError
from govportal_wagtail.schedules.models import ScheduleEvent, ScheduleRequest
from tests.schedules.builders import make_clerk
from tests.schedules.request_builders import data, make_office, make_request, next_week
from tests.threads import at_once, replant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office():
    replant()
    return make_office()


def run(*works):
    """All at once; where the database cannot, one after the other."""
    if connection.vendor == "postgresql":
        return at_once(*works)
    results = []
    for work in works:
        try:
            results.append(work())
        except ScheduleError as error:
            results.append(error)
    return results


def items(office):
    page = editing.page_of(office.schedule, next_week())
    return list(editing.newest(page).items.all())


def test_two_clerks_take_it_in_once(office):
    entry = make_request(office)
    second = make_clerk(office.portal_site, "van-thu-2")
    found = run(
        lambda: requests.accept(entry, office.clerk), lambda: requests.accept(entry, second)
    )
    assert sorted(isinstance(each, ScheduleError) for each in found) == [False, True]
    assert len(items(office)) == 1
    assert ScheduleEvent.objects.filter(kind="accepted").count() == 1


def test_the_week_is_begun_once_and_nothing_is_lost(office):
    entries = [make_request(office, f"Việc {number}") for number in range(2)]
    second = make_clerk(office.portal_site, "van-thu-2")
    users = (office.clerk, second)
    found = run(
        *(
            lambda entry=entry, user=user: requests.accept(entry, user)
            for entry, user in zip(entries, users, strict=True)
        )
    )
    assert not [each for each in found if isinstance(each, Exception)]
    assert {each.content for each in items(office)} == {"Việc 0", "Việc 1"}
    assert set(ScheduleRequest.objects.values_list("state", flat=True)) == {"accepted"}


def test_a_withdrawal_and_an_acceptance_do_not_both_happen(office):
    entry = make_request(office)
    found = run(
        lambda: requests.withdraw(entry, office.officer),
        lambda: requests.accept(entry, office.clerk),
    )
    assert sorted(isinstance(each, ScheduleError) for each in found) == [False, True]
    assert ScheduleEvent.objects.filter(kind__in=["withdrawn", "accepted"]).count() == 1


def test_a_form_that_is_sent_twice_is_one_registration(office):
    def send():
        return requests.register(office.schedule, office.officer, data())

    found = run(send, send)
    assert sorted(isinstance(each, ScheduleError) for each in found) == [False, True]
    assert ScheduleRequest.objects.count() == 1
