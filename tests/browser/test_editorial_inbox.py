"""The work of a newsroom in a browser: panel, inbox, item, history and the board's day.

The items stand in the database of the tests, which a server in this process shows.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import portal as demo
from tests.browser.visits import accessibility_violations, sticks_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Enter = Callable[..., Page]
PASSWORD = "mat-khau-thu-nghiem"
#: Where pictures of the screens are put, for people to look at; nowhere unless it is set.
SHOTS = os.environ.get("GOVPORTAL_TEST_SHOTS", "")


@pytest.fixture
def newsroom(tree: None) -> dict[str, Any]:
    """A portal with people of every role and items in several states."""
    from govportal_wagtail.editorial import item_flow
    from govportal_wagtail.editorial.models import EditorialItem
    from tests.builders import make_agency
    from tests.core.portal_builders import make_portal
    from tests.editorial import flow_builders as flow
    from tests.editorial.slip_builders import make_focal_officer, make_submitted

    portal = make_portal()
    people = flow.make_newsroom(portal)
    people["dau-moi"] = make_focal_officer(portal)
    for user in people.values():
        user.set_password(PASSWORD)
        user.save()
    author, member = people["cong-tac-vien"], people["uy-vien"]
    titles = ("Khánh thành cầu Sông Đốc", "Lịch tiếp công dân tháng 12", "Diễn tập phòng chống bão")
    items = [flow.hand_in(flow.make_draft(portal, author, title), author) for title in titles]
    slip = make_submitted(portal, people["dau-moi"], note="Đề nghị đăng trước ngày hội nghị")
    item_flow.set_urgent(items[2], member, True, "Bão số 12 đang vào bờ")
    unit = make_agency("so-y-te", name="Sở Y tế", parent=portal.agency)
    asked = flow.hand_in(flow.make_draft(portal, author, "Tiêm chủng mở rộng"), author)
    item_flow.ask_verification(asked, member, agency=unit, question="Số liệu có đúng không?")
    back = flow.hand_in(flow.make_draft(portal, author, "Hội thi tay nghề"), author)
    item_flow.give_back(back, member, reasons=["incomplete"], message="Thiếu ảnh minh họa")
    today = timezone.localdate()
    for item, days in zip(items, (-3, 0, 2), strict=True):
        EditorialItem.objects.filter(pk=item.pk).update(due_on=today + timedelta(days=days))
    return {"items": items, "slip": slip.item, "asked": asked, "back": back}


@pytest.fixture
def enter(browser: Browser, live_server: Any, newsroom: Any) -> Iterator[Enter]:
    """``enter(user name, width=1440)``: logged in, on the first page of the admin."""
    contexts: list[BrowserContext] = []

    def enter_it(name: str, width: int = 1440) -> Page:
        context = browser.new_context(**demo.context_options(live_server.url, width))  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/admin/login/")
        page.locator("input[name=username]").fill(name)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        expect(page).to_have_url(re.compile("/admin/$"))
        return page

    yield enter_it
    for context in contexts:
        context.close()


def _problems(page: Page) -> list[str]:
    """What axe finds within what is ours; Wagtail's furniture is Wagtail's."""
    return [
        line
        for line in accessibility_violations(page)
        if "gpe-" in line or "my-work" in line or "/do/" in line
    ]


def _shoot(page: Page, name: str, width: int) -> None:
    if SHOTS:
        # The admin scrolls inside its frame: a tall window shows all of it.
        page.set_viewport_size({"width": width, "height": 2600})
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png")
        page.set_viewport_size({"width": width, "height": demo.SIZES[width]})


def _places(newsroom: dict[str, Any]) -> dict[str, str]:
    item = newsroom["items"][0].pk
    return {
        "dashboard": reverse("wagtailadmin_home"),
        "inbox": reverse("editorial_items:index") + "?queue=open",
        "item": reverse("editorial_items:detail", args=[item]),
        "slip": reverse("editorial_items:detail", args=[newsroom["slip"].pk]),
        "asked": reverse("editorial_items:detail", args=[newsroom["asked"].pk]),
        "history": reverse("editorial_items:history", args=[item]),
        "day": reverse("editorial_items:day"),
        "log": reverse("editorial_items:log"),
    }


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_every_screen_fits_and_is_accessible(
    enter: Enter, newsroom: dict[str, Any], width: int
) -> None:
    page = enter("truong-ban", width)
    problems = {}
    for name, path in _places(newsroom).items():
        page.goto(path)
        _shoot(page, name, width)
        assert not sticks_out(page), name
        if found := _problems(page):
            problems[name] = found
    assert problems == {}


def test_the_supplier_sees_what_to_do(enter: Enter, newsroom: dict[str, Any]) -> None:
    page = enter("cong-tac-vien", 390)
    page.goto(reverse("editorial_items:mine"))
    _shoot(page, "mine", 390)
    expect(page.locator("table.gpe-listing")).to_contain_text("Thiếu ảnh minh họa")
    assert _problems(page) == []
    page.get_by_role("link", name="Hội thi tay nghề").click()
    expect(page.locator(".gpe-callout").first).to_be_visible()
    _shoot(page, "mine-item", 390)


def test_an_item_is_returned_with_the_keyboard_and_nothing_typed_is_lost(
    enter: Enter, newsroom: dict[str, Any]
) -> None:
    page = enter("uy-vien")
    page.goto(reverse("editorial_items:detail", args=[newsroom["items"][0].pk]))
    summary = page.locator("#do-return > summary")
    summary.focus()
    summary.press("Enter")
    message = page.locator("#id_return_message")
    expect(message).to_be_visible()
    message.fill("Thiếu nguồn số liệu")
    page.locator("#do-return button[type=submit]").press("Enter")
    expect(page.locator("#do-return .error-message").first).to_be_visible()
    _shoot(page, "return-error", 1440)
    assert _problems(page) == []
    expect(message).to_have_value("Thiếu nguồn số liệu")
    page.locator("#do-return input[type=checkbox]").first.press("Space")
    page.locator("#do-return button[type=submit]").press("Enter")
    expect(page.locator(".gpe-state").first).to_have_class("gpe-state gpe-state--returned")
    expect(page.locator(".gpe-history")).to_contain_text("Thiếu nguồn số liệu")


def test_the_second_of_two_is_told_what_happened(enter: Enter, newsroom: dict[str, Any]) -> None:
    address = reverse("editorial_items:detail", args=[newsroom["items"][1].pk])
    first, second = enter("uy-vien"), enter("uy-vien-2")
    for page in (first, second):
        page.goto(address)
    first.locator("#do-refuse > summary").click()
    first.locator("#do-refuse input[type=radio]").first.check()
    first.locator("#id_refuse_message").fill("Trùng tin đã đăng")
    first.locator("#do-refuse button[type=submit]").click()
    expect(first.locator(".gpe-state").first).to_have_class("gpe-state gpe-state--refused")
    second.locator("#do-return > summary").click()
    second.locator("#do-return input[type=checkbox]").first.check()
    second.locator("#id_return_message").fill("Bổ sung giờ làm việc")
    second.locator("#do-return button[type=submit]").click()
    told = second.locator("#do-return .gpe-problem")
    expect(told).to_contain_text("Trùng tin đã đăng")
    expect(second.locator("#id_return_message")).to_have_value("Bổ sung giờ làm việc")
    _shoot(second, "race", 1440)
    assert _problems(second) == []
