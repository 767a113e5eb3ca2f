"""Readers ask, follow their question and withdraw it: in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.portal import SIZES
from tests.browser.visits import accessibility_violations, sticks_out

pytestmark = pytest.mark.browser
FORM = "/hoi-dap/gui-cau-hoi/"
TRACKING = "/hoi-dap/theo-doi/"
#: As long as a person takes at least; faster ones are asked for a proof.
A_MOMENT = 3500


def fill(page: Page, **fields: str) -> None:
    """What a citizen writes."""
    texts = {
        "title": "Cấp lại giấy khai sinh bị mất",
        "text": "Con tôi mất giấy khai sinh.\n\nXin hỏi nộp hồ sơ ở đâu?",
        "name": "Nguyễn Thị Mận",
        "email": "man@example.com",
        **fields,
    }
    for name, text in texts.items():
        page.locator(f"#id_{name}").fill(text)
    page.locator("#id_agree").check()


def send(page: Page) -> None:
    page.locator("form.gp-form button[type=submit]").first.click()


def asked(page: Page, **fields: str) -> tuple[str, str]:
    """Code and secret of a question that is sent from the form on the page."""
    fill(page, **fields)
    page.wait_for_timeout(A_MOMENT)
    send(page)
    expect(page).to_have_url(re.compile("da-gui/$"))
    code, secret = (page.locator(f"[data-gp-{which}]").inner_text() for which in ("code", "secret"))
    return code, secret


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("path", [FORM, TRACKING])
def test_forms_fit_and_are_accessible(open_page: OpenPage, path: str, width: int) -> None:
    page = open_page(path, width)
    assert not sticks_out(page)
    assert accessibility_violations(page) == []
    send(page)
    expect(page.locator("#gp-errors")).to_be_focused()
    assert not sticks_out(page)
    assert accessibility_violations(page) == []


def test_citizen_without_script_mends_a_mistake_asks_and_follows(open_page: OpenPage) -> None:
    page = open_page(FORM, 390, java_script_enabled=False)
    fill(page, name="")
    page.locator("#id_file-0-file").set_input_files(
        {"name": "don.txt", "mimeType": "text/plain", "buffer": "Đơn".encode()}
    )
    page.wait_for_timeout(A_MOMENT)
    send(page)
    expect(page.locator("#gp-errors")).to_be_visible()
    expect(page.locator("#id_title")).to_have_value("Cấp lại giấy khai sinh bị mất")
    expect(page.locator(".gp-rows__kept")).to_contain_text("don.txt")
    code, secret = asked(page, name="Nguyễn Thị Mận")
    assert not sticks_out(page)
    page.goto(TRACKING)
    page.locator("#id_code").fill(code.lower())
    page.locator("#id_secret").fill(secret.lower())
    send(page)
    expect(page).to_have_url(re.compile("ket-qua/$"))
    expect(page.locator(".gp-standing")).to_be_visible()
    assert not sticks_out(page)
    with page.expect_download() as download:
        page.locator(".gp-question-files a").click()
    assert download.value.suggested_filename == "don.txt"
    page.locator("a[href*='/rut/']").click()
    expect(page).to_have_url(re.compile("/rut/"))
    page.locator("main form button[type=submit]").click()
    expect(page.locator("[role=status].gp-alert")).to_be_visible()
    page.locator("form[action*='/xong/'] button").click()
    expect(page.locator("#id_secret")).to_be_visible()
    page.goto(f"{TRACKING}ket-qua/")
    expect(page.locator("#id_secret")).to_be_visible()


def test_confirmation_and_question_are_accessible_and_print_with_the_counting(
    open_page: OpenPage,
) -> None:
    page = open_page(FORM, 1440)
    code, secret = asked(page, title="Hỗ trợ tiền điện", text="Ai được hỗ trợ tiền điện?")
    assert accessibility_violations(page) == []
    page.emulate_media(media="print")
    expect(page.locator("[data-gp-print]")).to_be_hidden()
    expect(page.locator("[data-gp-secret]")).to_be_visible()
    expect(page.locator(".gp-counted__date").first).to_be_visible()
    page.emulate_media(media="screen")
    page.reload()
    expect(page.locator("[data-gp-secret]")).to_have_text(secret)
    page.goto(TRACKING)
    page.locator("#id_code").fill(code)
    page.locator("#id_secret").fill(secret)
    send(page)
    expect(page.locator(".gp-standing")).to_be_visible()
    assert accessibility_violations(page) == []
    page.locator(".gp-due__how summary").first.click()
    expect(page.locator(".gp-counted").first).to_be_visible()


def test_similar_questions_are_offered_and_told_while_typing(open_page: OpenPage) -> None:
    page = open_page(FORM, 390)
    posted: list[str] = []

    def answer(route: Route) -> None:
        posted.append(f"{route.request.method} {route.request.url}")
        item = {"title": "Cấp lại <b>giấy</b> khai sinh", "url": "/hoi-dap/", "date": "05/11/2026"}
        route.fulfill(json={"items": [item]})

    page.route("**/hoi-dap/tuong-tu/**", answer)
    page.locator("#id_title").press_sequentially("Mất giấy khai sinh", delay=20)
    link = page.locator("[data-gp-similar-list] a")
    expect(link).to_be_visible()
    # What comes from the portal is text, not markup.
    expect(link).to_contain_text("<b>giấy</b>")
    expect(page.locator("[data-gp-similar-status]")).to_contain_text("1")
    assert link.get_attribute("target") == "_blank"
    assert len(posted) == 1
    assert posted[0].startswith("POST ")
    assert "khai" not in posted[0]
    assert accessibility_violations(page) == []
    page.locator("#id_title").fill("Mất")
    expect(link).to_be_hidden()
    expect(page.locator("#id_title")).to_be_focused()


def test_form_works_where_no_similar_questions_can_be_fetched(open_page: OpenPage) -> None:
    page = open_page(FORM, 1440)
    page.route("**/hoi-dap/tuong-tu/**", lambda route: route.abort())
    asked(page, title="Lịch tiếp công dân", text="Chủ tịch tiếp công dân ngày nào?")


def test_trap_is_out_of_reach_of_the_keyboard(open_page: OpenPage) -> None:
    page = open_page(TRACKING, 1440)
    page.locator("#id_secret").focus()
    page.keyboard.press("Tab")
    expect(page.locator("form.gp-form button[type=submit]")).to_be_focused()
