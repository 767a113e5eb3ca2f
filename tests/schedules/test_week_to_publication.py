"""A week goes from the desk through the steps of its site until others post it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from govportal_wagtail.core.models import SiteRoleGroup
from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.schedules import editing
from govportal_wagtail.schedules.models import PublishedItem, WeeklySchedulePage
from govportal_wagtail.schedules.weeks import Week
from tests.core.portal_builders import make_officer
from tests.schedules.builders import MONDAY, WEEK, make_post

pytestmark = pytest.mark.django_db

#: Who takes the steps; more than one member, since whoever edited does not approve.
_PEOPLE = (
    RoleCode.BOARD_MEMBER,
    RoleCode.BOARD_DEPUTY,
    RoleCode.BOARD_HEAD,
    RoleCode.OPERATOR,
)


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


def browser(user: Any) -> Client:
    found = Client()
    found.force_login(user)
    return found


def hand_in_at_the_desk(schedule: Any, clerk: Any, week: Week = WEEK) -> WeeklySchedulePage:
    """Type one item and press the button."""
    address = reverse("schedules:desk", args=[schedule.pk, week.code])
    row = {"day": MONDAY.isoformat(), "when": "7g30", "content": "Chào cờ", "chairs": "Chủ tịch"}
    answer = browser(clerk).post(
        address,
        {
            "based_on": "",
            "note": "",
            "order": ["0"],
            "hand_in": "1",
            **{f"row-0-{name}": text for name, text in row.items()},
        },
    )
    assert answer.status_code == 302
    assert answer.url == reverse("schedules:internal", args=[schedule.pk, week.code])
    page = editing.page_of(schedule, week)
    assert page is not None
    return page


def step_of(page: WeeklySchedulePage) -> TaskState | None:
    """The step at which the week is now."""
    found = WeeklySchedulePage.objects.get(pk=page.pk).current_workflow_task_state
    return found if found is not None and found.status == TaskState.STATUS_IN_PROGRESS else None


def pass_on(page: WeeklySchedulePage, user: Any) -> None:
    """The button of the editor that takes the step, sent by hand."""
    state = step_of(page)
    assert state is not None
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    browser(user).post(address, {"comment": "", "step": state.task.specific.step_key})


def holder(portal: Any, state: TaskState, people: dict[str, Any], used: set[str]) -> str:
    """A role that has the step, somebody new where there is one."""
    groups = state.task.specific.groups.all()
    held = SiteRoleGroup.objects.filter(portal_site=portal, group__in=groups)
    roles = [role.value for role in _PEOPLE if role in set(held.values_list("role", flat=True))]
    return next((role for role in roles if role not in used), roles[-1])


def test_a_week_is_handed_in_at_the_desk_and_posted_by_others(client, portal, schedule, clerk):
    make_post(portal.agency)
    people = {role.value: make_officer(role.value, portal, role.value) for role in _PEOPLE}
    page = hand_in_at_the_desk(schedule, clerk)
    assert not page.live
    assert client.get(page.get_url()).status_code == 404
    used: set[str] = set()
    for _step in range(10):
        state = step_of(page)
        if state is None:
            break
        # Whoever wrote it takes no step, at the desk as little as by hand.
        pass_on(page, clerk)
        assert step_of(page) == state
        role = holder(portal, state, people, used)
        used.add(role)
        pass_on(page, people[role])
        assert step_of(page) != state, (state.task.name, role)
    page = WeeklySchedulePage.objects.get(pk=page.pk)
    assert page.live
    assert page.current_workflow_state is None
    assert len(used) > 1
    [told] = PublishedItem.objects.filter(schedule=schedule)
    assert told.shown["content"] == "Chào cờ"
    assert "Chào cờ" in client.get(page.get_url()).content.decode()


def test_while_it_is_with_the_board_the_desk_writes_nothing(portal, schedule, clerk):
    make_post(portal.agency)
    page = hand_in_at_the_desk(schedule, clerk)
    seen = page.latest_revision_id
    address = reverse("schedules:desk", args=[schedule.pk, WEEK.code])
    sent = {"based_on": seen, "order": [], "note": "Thêm", "hand_in": "1"}
    assert browser(clerk).post(address, sent).status_code == 409
    page.refresh_from_db()
    assert page.latest_revision_id == seen


def test_what_lacks_something_is_saved_and_not_handed_in(schedule, clerk):
    address = reverse("schedules:desk", args=[schedule.pk, WEEK.code])
    answer = browser(clerk).post(
        address,
        {
            "based_on": "",
            "order": ["0"],
            "hand_in": "1",
            "row-0-day": MONDAY.isoformat(),
            "row-0-when": "7g30",
            "row-0-content": "Chào cờ",
        },
    )
    assert answer.url.partition("?")[0] == address
    page = editing.page_of(schedule, WEEK)
    assert page is not None
    assert page.current_workflow_state is None
    assert [each.content for each in editing.newest(page).items.all()] == ["Chào cờ"]
