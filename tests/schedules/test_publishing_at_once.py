"""Two publications of one week at the same moment tell each change once."""

from __future__ import annotations

import pytest
from django.db import connection

from govportal_wagtail.schedules import publishing
from govportal_wagtail.schedules.models import PublishedItem, ScheduleChange, ScheduleItem
from tests.core.portal_builders import make_portal
from tests.schedules.builders import item, make_schedule, make_week
from tests.threads import at_once, replant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def week(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no row locks: one writer at a time is all it can do.")
    replant()
    return make_week(make_schedule(make_portal()), item(), item(content="Tiếp dân"))


def test_a_change_is_told_once(week):
    ScheduleItem.objects.filter(page=week, content="Tiếp dân").update(place="Nơi khác")
    told = at_once(*[lambda: publishing.record(week, is_first=False)] * 2)
    assert sorted(map(len, told)) == [0, 1]
    assert ScheduleChange.objects.count() == 1
    assert sorted(PublishedItem.objects.values_list("sequence", flat=True)) == [0, 1]
