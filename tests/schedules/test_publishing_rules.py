"""What a week needs to be posted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from govportal_wagtail.editorial import requirements
from govportal_wagtail.schedules import editing
from govportal_wagtail.schedules.models import WeeklySchedulePage
from govportal_wagtail.schedules.publishing_rules import WEEK_TIMING, agency_of
from govportal_wagtail.schedules.vocabulary import ItemStatus, Visibility
from tests.builders import make_standard
from tests.schedules.builders import MONDAY, item, make_post, make_week

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair(portal):
    return make_post(portal.agency)


def version_of(page, *items, **fields):
    version = editing.newest(WeeklySchedulePage.objects.get(pk=page.pk))
    version.items.set(list(items))
    for name, value in fields.items():
        setattr(version, name, value)
    return version


def codes(version) -> list[str]:
    return [each.code for each in requirements.shortfalls(version)]


def test_a_complete_week_lacks_nothing(schedule, chair):
    page = make_week(schedule, publish=False)
    assert codes(version_of(page, item(chairs=(chair,)))) == []


def test_an_empty_week_needs_a_note(schedule, chair):
    page = make_week(schedule, publish=False)
    assert codes(version_of(page)) == ["empty_week"]
    secret = item(chairs=(chair,), visibility=Visibility.INTERNAL)
    assert codes(version_of(page, secret)) == ["empty_week"]
    assert codes(version_of(page, note="Nghỉ Tết")) == []


def test_days_of_another_week_are_refused(schedule, chair):
    page = make_week(schedule, publish=False)
    stray = item(MONDAY + timedelta(days=7), chairs=(chair,))
    assert codes(version_of(page, stray)) == ["other_day"]


def test_a_posted_week_stays_that_week(schedule, chair):
    page = make_week(schedule, item(chairs=(chair,)))
    kept = list(editing.newest(page).items.all())
    moved = version_of(page, *kept, monday=MONDAY + timedelta(days=7))
    assert {"other_week", "other_day"} <= set(codes(moved))
    assert "not_monday" in codes(version_of(page, *kept, monday=MONDAY + timedelta(days=1)))
    assert "no_week" in codes(version_of(page, *kept, monday=None))


def test_changes_of_what_was_published_need_a_reason_that_is_new(schedule, chair):
    page = make_week(schedule, item(chairs=(chair,)))
    (changed,) = editing.newest(page).items.all()
    changed.place = "Hội trường"
    assert codes(version_of(page, changed)) == ["no_reason"]
    changed.change_reason = "Phòng họp hỏng điện"
    assert codes(version_of(page, changed)) == []


def test_what_was_published_is_cancelled_and_not_removed(schedule, chair):
    page = make_week(schedule, item(chairs=(chair,)), item(content="Tiếp dân", chairs_text="Ban"))
    kept, other = editing.newest(page).items.all()
    assert codes(version_of(page, kept)) == ["removed"]
    other.status, other.change_reason = ItemStatus.CANCELLED, "Bão số 9"
    assert codes(version_of(page, kept, other)) == []


def test_findings_are_looked_at(schedule):
    page = make_week(schedule, publish=False)
    alone = item()
    missing = requirements.shortfalls(version_of(page, alone))
    assert [each.code for each in missing] == ["finding", "open_findings"]
    assert "Họp giao ban" in str(missing[0].message)
    alone.accepted = ["chair"]
    assert codes(version_of(page, alone)) == []


def test_the_body_of_a_week_answers_for_it(schedule, portal):
    page = make_week(schedule, item(), publish=False)
    assert agency_of(page) == portal.agency
    assert agency_of(WeeklySchedulePage(monday=MONDAY)) is None
    assert WEEK_TIMING.applies_to(page)


def test_other_pages_are_not_asked(portal):
    page = make_standard(portal.site.root_page)
    labels = {str(each.label) for each in requirements.checklist(page)}
    assert not any("week" in label.lower() for label in labels)


def test_a_form_without_anything_is_no_error(schedule):
    empty = WeeklySchedulePage(title="Tuần")
    empty._govportal_parent = schedule
    assert {"empty_week", "no_week"} <= set(codes(empty))
