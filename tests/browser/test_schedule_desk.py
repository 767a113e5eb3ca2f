"""The desk of a week in a browser: filled from the keyboard, moved, kept through errors.

The week stands in the database of the tests, which a server in this process shows.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.desk import Enter, let_in, shoot
from tests.browser.visits import accessibility_violations, sticks_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: What a busy office has in a week.
ITEMS = 40


@pytest.fixture
def desk(tree: None) -> dict[str, Any]:
    """A province with people in office, who writes its weeks, and a week that is posted."""
    from tests.core.portal_builders import make_portal
    from tests.schedules.builders import (
        MONDAY,
        WEEK,
        item,
        make_clerk,
        make_post,
        make_schedule,
        make_week,
    )

    portal = make_portal()
    schedule = make_schedule(portal)
    chief = make_post(portal.agency)
    make_post(portal.agency, "Trần Thị Bình", "Phó Chủ tịch", rank=2)
    make_week(
        schedule,
        item(content="Giao ban tuần", place="Phòng họp số 1", chairs=(chief,)),
        item(MONDAY + timedelta(days=1), None, "Đi cơ sở", visibility="internal"),
    )
    people = let_in({"clerk": make_clerk(portal)})
    return {"people": people, "schedule": schedule, "posted": WEEK, "empty": WEEK.shifted(1)}


def _address(desk: dict[str, Any], week: str, name: str = "desk") -> str:
    return reverse(f"schedules:{name}", args=[desk["schedule"].pk, desk[week].code])


def _stored(desk: dict[str, Any], week: str) -> list[Any]:
    from govportal_wagtail.schedules import editing

    page = editing.page_of(desk["schedule"], desk[week])
    return list(editing.newest(page).items.all()) if page else []


def _problems(page: Page) -> list[str]:
    """What axe finds within what is ours; Wagtail's furniture is Wagtail's."""
    return [line for line in accessibility_violations(page) if "gpw-" in line or "row-" in line]


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_every_screen_fits_and_is_accessible(
    enter: Enter, desk: dict[str, Any], width: int
) -> None:
    page = enter("clerk", width)
    paths = {
        "desk": _address(desk, "posted"),
        "copy": _address(desk, "empty", "copy"),
        "internal": _address(desk, "posted", "internal"),
        "index": reverse("schedules:index"),
        "weeks": reverse("schedules:weeks", args=[desk["schedule"].pk]),
    }
    broken = {}
    for name, path in paths.items():
        page.goto(path)
        shoot(page, f"schedule-{name}")
        assert not sticks_out(page), name
        if found := _problems(page):
            broken[name] = found
    assert broken == {}


def test_a_week_of_forty_items_from_the_keyboard(enter: Enter, desk: dict[str, Any]) -> None:
    page = enter("clerk")
    page.goto(_address(desk, "empty"))
    keyboard = page.keyboard
    page.locator("[data-gpw-day] [name$='-when']").first.focus()
    days = 5
    for day in range(days):
        for number in range(ITEMS // days):
            keyboard.insert_text(f"{7 + number}h30")
            keyboard.press("Tab")
            keyboard.insert_text(f"Việc {day}.{number}")
            keyboard.press("Tab")
            keyboard.insert_text("Phòng họp số 1")
            keyboard.press("Tab")
            keyboard.insert_text("Chủ tịch")
            keyboard.press("Enter")
        # Enter in the row that was left empty leads to the next day.
        keyboard.press("Enter")
    keyboard.press("Control+s")
    expect(page.locator(".messages .success")).to_be_visible()
    shoot(page, "schedule-filled")
    stored = _stored(desk, "empty")
    assert len(stored) == ITEMS
    assert stored[-1].date == desk["empty"].monday + timedelta(days=4)
    assert {row.label for row in stored[-1].people.all()} == {"Nguyễn Văn An, Chủ tịch"}


def test_what_is_wrong_is_shown_and_a_reload_loses_nothing(
    enter: Enter, desk: dict[str, Any]
) -> None:
    page = enter("clerk")
    page.goto(_address(desk, "empty"))
    first = page.locator("[data-gpw-row]").first
    first.locator("[name$='-when']").fill("99h")
    first.locator("[name$='-content']").fill("Họp giao ban")
    page.keyboard.press("Control+s")
    expect(page.locator("#gpw-problems")).to_be_focused()
    expect(page.locator("[name$='-content']").first).to_have_value("Họp giao ban")
    assert _problems(page) == []
    shoot(page, "schedule-wrong")
    page.locator("#gpw-problems a").first.click()
    expect(page.locator("[name$='-when']").first).to_be_focused()
    # The window is left for a fresh form: what was typed is offered again.
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(_address(desk, "empty"))
    page.locator("[data-gpw-restore]").click()
    values = page.locator("[name$='-content']").evaluate_all("all => all.map(e => e.value)")
    assert "Họp giao ban" in values
    wrong = page.locator("[name$='-when']").evaluate_all("all => all.findIndex(e => e.value)")
    page.locator("[name$='-when']").nth(wrong).fill("8h")
    page.keyboard.press("Control+s")
    expect(page.locator(".messages .success")).to_be_visible()
    assert [each.content for each in _stored(desk, "empty")] == ["Họp giao ban"]
    expect(page.locator("[data-gpw-kept]")).to_be_hidden()


def test_an_item_is_moved_by_keys_and_by_hand(enter: Enter, desk: dict[str, Any]) -> None:
    page = enter("clerk")
    # All days are on the screen at once.
    page.set_viewport_size({"width": 1440, "height": 2400})
    page.goto(_address(desk, "posted"))
    content = page.locator("[name='row-0-content']")
    content.focus()
    page.keyboard.press("Alt+ArrowDown")
    tuesday = (desk["posted"].monday + timedelta(days=1)).isoformat()
    expect(page.locator("[name='row-0-day']")).to_have_value(tuesday)
    expect(content).to_be_focused()
    grip = page.locator("#row-1 [data-gpw-grip]")
    box = grip.bounding_box()
    assert box is not None
    wednesday = (desk["posted"].monday + timedelta(days=2)).isoformat()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    target = page.locator(f"[data-gpw-day='{wednesday}'] [data-gpw-row]").first.bounding_box()
    assert target is not None
    page.mouse.move(target["x"] + 60, target["y"] + target["height"] / 2, steps=6)
    page.mouse.up()
    expect(page.locator("[name='row-1-day']")).to_have_value(wednesday)
    page.locator(".gpw-bar [name=save]").click()
    expect(page.locator(".messages .success")).to_be_visible()
    dates = {each.content: each.date.isoformat() for each in _stored(desk, "posted")}
    assert dates == {"Giao ban tuần": tuesday, "Đi cơ sở": wednesday}


def test_several_people_are_chosen_one_after_the_other(enter: Enter, desk: dict[str, Any]) -> None:
    page = enter("clerk")
    page.goto(_address(desk, "empty"))
    chairs = page.locator("[name$='-chairs']").first
    chairs.fill("Nguyễn Văn An, Chủ tịch;")
    offered = page.locator("#gpw-people option").evaluate_all("all => all.map(e => e.value)")
    assert "Nguyễn Văn An, Chủ tịch; Trần Thị Bình, Phó Chủ tịch" in offered
