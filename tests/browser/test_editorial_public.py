"""Readers supply information, follow it and complete it: in a real browser."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from govportal_wagtail.editorial import spam_challenge
from tests.browser.conftest import OpenPage
from tests.browser.portal import SIZES
from tests.browser.visits import accessibility_violations, sticks_out

pytestmark = pytest.mark.browser
FORM = "/cung-cap-thong-tin/"
TRACKING = "/theo-doi/"
#: As long as a person takes at least; faster ones are asked for a proof.
A_MOMENT = 3500


def fill(page: Page, **fields: str) -> None:
    """What a citizen writes."""
    page.locator("#id_kind_0").check()
    texts = {
        "name": "Nguyễn Thị Lụa",
        "email": "lua@example.com",
        "phone": "0290 3555 000",
        "title": "Mùa tôm bội thu",
        "lead": "Sản lượng tăng một phần ba.",
        "body": "Bà con thu hoạch sớm.\n\nGiá ổn định.",
        **fields,
    }
    for name, text in texts.items():
        page.locator(f"#id_{name}").fill(text)
    section = page.locator("#id_section")
    if section.count():
        section.select_option(index=1)
    page.locator("#id_consent").check()


def send(page: Page) -> None:
    page.locator("form.gp-form button[type=submit]").click()


def answer(question: str) -> str:
    """The sum that is asked for in words."""
    with translation.override("vi"):
        words = [str(each) for each in spam_challenge._NUMBERS]
        text = gettext("What is %(first)s plus %(second)s?")
        for first, one in enumerate(words, 1):
            for second, two in enumerate(words, 1):
                if text % {"first": one, "second": two} == question.strip():
                    return str(first + second)
    raise AssertionError(question)


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("path", [FORM, TRACKING])
def test_forms_fit_and_are_accessible(open_page: OpenPage, path: str, width: int) -> None:
    page = open_page(path, width)
    assert not sticks_out(page)
    assert accessibility_violations(page) == []
    send(page)
    summary = page.locator("#gp-errors")
    expect(summary).to_be_focused()
    assert not sticks_out(page)
    assert accessibility_violations(page) == []


def test_citizen_without_script_mends_a_mistake_sends_and_follows(open_page: OpenPage) -> None:
    page = open_page(FORM, 390, java_script_enabled=False)
    fill(page, name="")
    page.locator("#id_file-0-file").set_input_files(
        {"name": "so-lieu.txt", "mimeType": "text/plain", "buffer": "Số liệu".encode()}
    )
    page.wait_for_timeout(A_MOMENT)
    send(page)
    expect(page.locator("#gp-errors")).to_be_visible()
    expect(page.locator("#id_title")).to_have_value("Mùa tôm bội thu")
    expect(page.locator(".gp-rows__kept")).to_contain_text("so-lieu.txt")
    page.locator("#id_name").fill("Nguyễn Thị Lụa")
    send(page)
    expect(page).to_have_url(re.compile("da-gui/$"))
    expect(page.locator(".gp-receipt")).to_contain_text("so-lieu.txt")
    code = page.locator(".gp-code").inner_text()
    page.goto(TRACKING)
    page.locator("#id_code").fill(code.lower())
    send(page)
    expect(page).to_have_url(re.compile("ket-qua/$"))
    expect(page.locator(".gp-standing")).to_be_visible()
    page.locator("form[action$='/xong/'] button").click()
    expect(page.locator("#id_code")).to_be_visible()
    page.goto(f"{TRACKING}ket-qua/")
    expect(page.locator("#id_code")).to_be_visible()


def test_person_answers_a_sum_in_words_without_script(open_page: OpenPage) -> None:
    page = open_page(FORM, 768, java_script_enabled=False)
    fill(page, title="Hội làng mở sớm", body="Hội làng năm nay mở sớm một tuần.")
    send(page)
    question = page.locator("[data-gp-question] label")
    expect(question).to_be_visible()
    page.locator("[data-gp-question] input").fill(answer(question.inner_text()))
    send(page)
    expect(page.locator(".gp-receipt")).to_be_visible()


def test_browser_computes_the_proof_by_itself(open_page: OpenPage) -> None:
    page = open_page(FORM, 1440)
    violations: list[str] = []
    page.on("console", lambda message: violations.append(message.text))
    fill(page, title="Cầu mới thông xe", body="Sáng nay cầu mới thông xe.")
    send(page)
    status = page.locator("[data-gp-status]")
    expect(status).to_have_text(status.get_attribute("data-ready") or "?")
    expect(page.locator("[data-gp-question]")).to_be_hidden()
    assert accessibility_violations(page) == []
    send(page)
    expect(page.locator(".gp-receipt")).to_be_visible()
    assert not [each for each in violations if "Content Security Policy" in each]
    assert accessibility_violations(page) == []


def test_organisation_is_asked_only_of_organisations(open_page: OpenPage) -> None:
    page = open_page(FORM, 1440)
    page.locator("#id_kind_0").check()
    expect(page.locator("#id_organisation")).to_be_hidden()
    page.locator("#id_kind_1").check()
    expect(page.locator("#id_organisation")).to_be_visible()


def test_trap_is_reached_neither_by_keyboard_nor_by_screen_readers(open_page: OpenPage) -> None:
    page = open_page(TRACKING, 1440)
    trap = page.locator("[name=gp_leave_empty]")
    box = trap.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] < 0
    page.locator("#id_code").focus()
    page.keyboard.press("Tab")
    expect(page.locator("form.gp-form button[type=submit]")).to_be_focused()


def test_receipt_prints_without_what_is_to_click(open_page: OpenPage) -> None:
    page = open_page(FORM, 1440)
    fill(page, title="Đường hoa Tết", body="Đường hoa năm nay dài hai cây số.")
    page.wait_for_timeout(A_MOMENT)
    send(page)
    expect(page.locator("[data-gp-print]")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("[data-gp-print]")).to_be_hidden()
    expect(page.locator(".gp-code")).to_be_visible()
