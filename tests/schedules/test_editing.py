"""A week is begun once, saved as versions, and nobody's work is lost."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from govportal_wagtail.schedules import editing
from govportal_wagtail.schedules.errors import ScheduleError
from govportal_wagtail.schedules.models import ScheduleEvent, ScheduleItem
from tests.builders import make_agency
from tests.schedules.builders import (
    MONDAY,
    WEEK,
    item,
    make_post,
    make_unit_officer,
    make_week,
)

pytestmark = pytest.mark.django_db


def test_a_week_is_begun_once(schedule, clerk):
    page = editing.begin(schedule, WEEK, clerk)
    assert (page.monday, page.slug, page.live) == (MONDAY, "2026-w47", False)
    assert editing.begin(schedule, WEEK, clerk).pk == page.pk
    assert ScheduleEvent.objects.count() == 1


def test_a_unit_does_not_write_weeks(schedule, portal):
    officer = make_unit_officer(make_agency("so-y-te"), portal)
    with pytest.raises(PermissionDenied):
        editing.begin(schedule, WEEK, officer)


def test_items_keep_people_and_uid_over_versions(schedule, clerk, portal):
    post = make_post(portal.agency)
    page = editing.begin(schedule, WEEK, clerk)
    first = item(chairs=(post,))
    editing.save(page, [first], clerk, based_on=page.latest_revision_id)
    page.refresh_from_db()
    (found,) = editing.newest(page).items.all()
    assert (found.uid, [row.post_id for row in found.people.all()]) == (first.uid, [post.pk])
    assert not ScheduleItem.objects.filter(page=page).exists()


def test_items_stand_by_day_and_time_whatever_the_order(schedule, clerk):
    page = editing.begin(schedule, WEEK, clerk)
    later, early = item(starts_at=time(9)), item(starts_at=time(7, 30), content="Chào cờ")
    next_day = item(MONDAY + timedelta(days=1), None, content="Đi cơ sở")
    version = editing.save(page, [next_day, later, early], clerk, based_on=page.latest_revision_id)
    assert [each.content for each in version.items.all()] == ["Chào cờ", "Họp giao ban", "Đi cơ sở"]


def test_whoever_worked_on_an_older_version_is_told(schedule, clerk):
    page = editing.begin(schedule, WEEK, clerk)
    old = page.latest_revision_id
    editing.save(page, [item()], clerk, based_on=old)
    with pytest.raises(ScheduleError) as refused:
        editing.save(page, [], clerk, based_on=old)
    assert refused.value.is_moved


def test_what_is_wrong_is_told_by_item_and_field(schedule, clerk):
    page = editing.begin(schedule, WEEK, clerk)
    wrong = ScheduleItem(date=MONDAY + timedelta(days=7), content=" ")
    with pytest.raises(ScheduleError) as refused:
        editing.save(page, [item(), wrong], clerk, based_on=page.latest_revision_id)
    assert {"1-date", "1-content"} <= refused.value.message_dict.keys()
    assert not any(name.startswith("0-") for name in refused.value.message_dict)


def test_a_posted_week_is_read_from_rows(schedule, portal):
    page = make_week(schedule, item(chairs=(make_post(portal.agency),)))
    assert [row.people.count() for row in ScheduleItem.objects.filter(page=page)] == [1]
