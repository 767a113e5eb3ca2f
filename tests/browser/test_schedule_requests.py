"""Registrations in a browser: a unit registers, the office returns, the unit completes, the office
takes in; on three widths, without script, and looked at by axe.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.desk import Enter, let_in, shoot
from tests.browser.visits import accessibility_violations, sticks_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "schedules:requests"


@pytest.fixture
def desk(tree: None) -> dict[str, Any]:
    """An office with a unit, and registrations in several states."""
    from govportal_wagtail.schedules import requests
    from tests.schedules.builders import make_post
    from tests.schedules.request_builders import make_office, make_request, next_week

    office = make_office()
    for number in range(5):
        make_post(
            office.portal_site.agency, f"Trần Thị Bích {number}", f"Phó Chủ tịch {number}", rank=2
        )
    people = let_in({"clerk": office.clerk, "officer": office.officer})
    week = next_week()
    waiting = make_request(office, "Kiểm tra tiến độ xây dựng trạm y tế xã", chairs=(office.chair,))
    returned = make_request(office, "Họp tổ giúp việc", day=week.days[2])
    requests.return_(returned, office.clerk, "Đề nghị ghi rõ địa điểm.")
    refused = make_request(office, "Tiếp khách", day=week.days[3])
    requests.refuse(refused, office.clerk, "Trùng lịch của Chủ tịch.")
    taken = make_request(office, "Họp trực tuyến toàn quốc về tiêm chủng", day=week.days[4])
    requests.accept(taken, office.clerk)
    return {
        "people": people,
        "office": office,
        "week": week,
        "waiting": waiting,
        "returned": returned,
        "taken": taken,
    }


def problems(page: Page) -> list[str]:
    """What axe finds within what is ours; Wagtail's furniture is Wagtail's."""
    ours = ("gpe-", "gps-", "/requests/", "chosen")
    return [line for line in accessibility_violations(page) if any(each in line for each in ours)]


def page_of(entry: Any, name: str = "schedules:request") -> str:
    return reverse(name, args=[entry.pk])


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_every_screen_fits_and_is_accessible(
    enter: Enter, desk: dict[str, Any], width: int
) -> None:
    places = {
        "clerk": {
            "list": reverse(LIST, query={"queue": "all"}),
            "waiting": page_of(desk["waiting"]),
            "home": reverse("wagtailadmin_home"),
        },
        "officer": {
            "own": reverse(LIST),
            "new": reverse("schedules:request_new"),
            "returned": page_of(desk["returned"]),
            "change": page_of(desk["returned"], "schedules:request_change"),
            "taken": page_of(desk["taken"]),
        },
    }
    broken = {}
    for who, paths in places.items():
        page = enter(who, width)
        for name, path in paths.items():
            page.goto(path)
            page.evaluate("document.querySelectorAll('main details').forEach(e => e.open = true)")
            shoot(page, f"requests-{name}")
            assert not sticks_out(page), name
            if found := problems(page):
                broken[name] = found
    assert broken == {}


def test_a_unit_registers_and_the_office_takes_it_in(enter: Enter, desk: dict[str, Any]) -> None:
    page = enter("officer", 390)
    page.goto(reverse("schedules:request_new"))
    page.locator("#id_date").fill(f"{desk['week'].days[1]:%d/%m/%Y}")
    page.locator("#id_date").press("Escape")
    page.locator("#id_starts_at").fill("25h")
    page.locator("#id_content").fill("Hội nghị triển khai công tác y tế")
    page.locator(".gps-form button[type=submit]").click()
    expect(page.locator(".gpe-problem")).to_be_visible()
    expect(page.locator("#id_content")).to_have_value("Hội nghị triển khai công tác y tế")
    shoot(page, "requests-new-error")
    assert problems(page) == []
    page.locator("#id_starts_at").fill("7g30")
    page.locator("input[name=chairs]").first.check()
    page.locator(".gps-form button[type=submit]").click()
    expect(page.locator(".gpe-head h1")).to_contain_text("07h30")
    expect(page.locator(".gps-state--registered")).to_be_visible()

    office = enter("clerk")
    office.goto(reverse(LIST))
    boxes = office.locator("input[name=chosen]")
    expect(boxes).to_have_count(2)
    for each in boxes.all():
        each.check()
    shoot(office, "requests-chosen")
    office.locator("#gps-accept button").click()
    expect(office.locator("input[name=chosen]")).to_have_count(0)
    page.reload()
    expect(page.locator(".gps-state--accepted")).to_be_visible()

    from govportal_wagtail.schedules import editing

    version = editing.newest(editing.page_of(desk["office"].schedule, desk["week"]))
    contents = [each.content for each in version.items.all()]
    assert "Hội nghị triển khai công tác y tế" in contents
    assert len(contents) == 3


def test_what_was_returned_is_completed(enter: Enter, desk: dict[str, Any]) -> None:
    page = enter("officer")
    page.goto(reverse("wagtailadmin_home"))
    page.locator("a[href$='?queue=returned']").click()
    page.get_by_role("link", name=f"{desk['returned'].date:%d/%m/%Y}").first.click()
    expect(page.locator(".gpe-callout")).to_contain_text("Đề nghị ghi rõ địa điểm.")
    page.locator(f"a[href='{page_of(desk['returned'], 'schedules:request_change')}']").click()
    page.locator("#id_place").fill("Phòng họp tầng 2, Sở Y tế")
    page.locator(".gps-form button[type=submit]").click()
    expect(page.locator(".gps-state--registered")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Phòng họp tầng 2, Sở Y tế")


def test_the_office_refuses_with_a_reason_and_without_script(
    enter: Enter, desk: dict[str, Any], browser: Any
) -> None:
    page = enter("clerk")
    state = page.context.storage_state()
    plain = browser.new_context(
        base_url=page.url.split("/admin/")[0], java_script_enabled=False, storage_state=state
    ).new_page()
    plain.goto(page_of(desk["waiting"]))
    plain.locator("#do-refuse > summary").click()
    plain.locator("#do-refuse button[type=submit]").click()
    expect(plain.locator("#do-refuse .error-message").first).to_be_visible()
    plain.locator("#do-refuse textarea").fill("Trùng lịch")
    plain.locator("#do-refuse button[type=submit]").click()
    expect(plain.locator(".gps-state--refused")).to_be_visible()
    plain.context.close()
