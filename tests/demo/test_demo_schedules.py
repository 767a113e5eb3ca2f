"""Working schedules of the demo: past weeks, this and next, changes, registrations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from demo.loaders import published_answers, schedules, sources
from django.test import Client
from django.utils import timezone

from govportal_wagtail.editorial import requirements
from govportal_wagtail.schedules import editing, findings
from govportal_wagtail.schedules.models import (
    PublishedItem,
    RecurringItem,
    ScheduleChange,
    ScheduleIndexPage,
    ScheduleItem,
    ScheduleRequest,
    WeeklySchedulePage,
)
from govportal_wagtail.schedules.vocabulary import (
    ChangeKind,
    ItemStatus,
    RequestState,
    Visibility,
)
from govportal_wagtail.schedules.weeks import Week

pytestmark = pytest.mark.django_db
NAMES = ("portal", "snnmt", "muongsuong")
FILES = {name: sources.read_yaml(f"schedules/{name}.yaml") for name in NAMES}


def schedule_of(name: str) -> ScheduleIndexPage:
    portal_site = published_answers.site_of(FILES[name]["host"])
    assert portal_site is not None
    found = ScheduleIndexPage.objects.descendant_of(portal_site.site.root_page)
    return found.get()


def this_week() -> Week:
    return Week.of(timezone.localdate())


@pytest.mark.parametrize("name", NAMES)
def test_each_body_has_ten_past_weeks_and_this_one(loaded, name):
    schedule = schedule_of(name)
    weeks = WeeklySchedulePage.objects.child_of(schedule).live()
    mondays = set(weeks.values_list("monday", flat=True))
    assert {this_week().shifted(-ago).monday for ago in range(11)} <= mondays
    assert (schedule.agency.code, schedule.live) == (FILES[name]["agency"], True)
    for page in weeks:
        assert ScheduleItem.objects.filter(page=page).count() >= 4
        # Posted on a day before the week began, as an office does.
        assert page.first_published_at < timezone.now()


def test_this_week_has_every_kind_of_item_and_change(loaded):
    schedule = schedule_of("portal")
    page = editing.page_of(schedule, this_week())
    items = ScheduleItem.objects.filter(page=page)
    assert {item.visibility for item in items} >= {Visibility.PUBLIC, Visibility.BUSY}
    assert {item.status for item in items} == set(ItemStatus.values)
    changes = ScheduleChange.objects.filter(schedule_id=schedule.pk, monday=this_week().monday)
    kinds = {ChangeKind.TIME, ChangeKind.PLACE, ChangeKind.POSTPONED, ChangeKind.CANCELLED}
    assert {change.kind for change in changes} == kinds | {ChangeKind.ADDED}
    assert all(change.reason for change in changes)
    times = [change.at for change in changes.order_by("pk")]
    assert times == sorted(times)
    assert times[-1] <= timezone.now()
    assert PublishedItem.objects.filter(schedule=schedule, sequence__gt=0).exists()
    everywhere = ScheduleItem.objects.filter(visibility=Visibility.INTERNAL)
    assert everywhere.exists()


def test_posted_weeks_have_nothing_left_to_ask(loaded):
    for name in NAMES:
        page = editing.page_of(schedule_of(name), this_week())
        version = editing.newest(page)
        open_ones = findings.open_findings(version.items.all(), page)
        assert [finding.message for finding in open_ones] == []


def test_next_week_is_at_a_different_place_in_each_body(loaded):
    following = this_week().shifted(1)
    pages = {name: editing.page_of(schedule_of(name), following) for name in NAMES}
    assert (pages["portal"].live, pages["snnmt"].live) == (False, True)
    assert pages["muongsuong"] is None
    version = editing.newest(pages["portal"])
    # The draft could be handed in: nothing but what is asked is left.
    missing = {each.code for each in requirements.shortfalls(version)}
    assert missing <= {"finding", "open_findings"}


def test_registrations_stand_in_every_state(loaded):
    assert {each.state for each in ScheduleRequest.objects.all()} == set(RequestState.values)
    accepted = ScheduleRequest.objects.get(state=RequestState.ACCEPTED)
    page = editing.page_of(schedule_of("portal"), Week.of(accepted.date))
    items = {item.uid: item for item in editing.newest(page).items.all()}
    assert items[accepted.item_uid].requester == accepted.agency.name
    for each in ScheduleRequest.objects.filter(
        state__in=[RequestState.RETURNED, RequestState.REFUSED]
    ):
        assert each.reason


def test_what_recurs_stands_in_the_weeks(loaded):
    item = RecurringItem.objects.get(content="Tiếp công dân thường kỳ")
    assert [row.post.person.name for row in item.people.all()] == ["Lò Văn Pản"]
    found = ScheduleItem.objects.filter(content=item.content, page__live=True)
    assert found.count() == 11
    assert {each.date.weekday() for each in found} == {3}


def test_loading_again_adds_nothing(loaded):
    before = ScheduleItem.objects.count()
    assert schedules.load() == 0
    assert ScheduleItem.objects.count() == before


@pytest.mark.parametrize("name", NAMES)
def test_the_public_reads_the_weeks_and_nothing_internal(loaded, name):
    schedule = schedule_of(name)
    site: Any = schedule.get_site()
    client = Client()
    page = editing.page_of(schedule, this_week())
    addresses = [schedule.relative_url(site), page.relative_url(site)]
    addresses += [f"{addresses[0]}?view=leaders", f"{addresses[0]}?archive={this_week().year}"]
    for address in addresses:
        response = client.get(address, headers={"host": site.hostname})
        assert response.status_code == 200, address
        text = response.content.decode()
        hidden = ScheduleItem.objects.filter(page__in=schedule.get_children()).exclude(
            visibility=Visibility.PUBLIC
        )
        for item in hidden:
            assert item.content not in text
        assert "hop.thanhgiang.example" not in text
        assert "Xe 12 chỗ" not in text


def test_the_leaders_of_the_files_are_in_office(loaded):
    late = timezone.localdate() + timedelta(days=14)
    rows = ScheduleItem.objects.filter(people__isnull=False).values_list(
        "people__post__person__name", "people__post__ends_on"
    )
    assert rows
    assert not [name for name, ends_on in rows if ends_on and ends_on < late]
