"""A supply slip in a real browser: written by an agency, signed where asked, received."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.portal import SIZES
from tests.browser.visits import accessibility_violations, sticks_out

pytestmark = pytest.mark.browser

PASSWORD = "thanhgiang"
TITLE = "Ngày hội đọc sách của 40 trường tiểu học"
PHOTO = Path(__file__).resolve().parents[2] / "example_project" / "demo" / "data" / "images"


def log_in(open_page: OpenPage, name: str, path: str, width: int = 1440) -> Page:
    page = open_page(f"/admin/login/?next={path}", width=width)
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    # Not the page of the login, whose address ends the same.
    expect(page).to_have_url(re.compile(rf"^[^?]*{re.escape(path)}$"))
    page.wait_for_load_state()
    return page


def shot(page: Page, name: str) -> None:
    """A picture for whoever runs the tests with a folder for them."""
    folder = os.environ.get("GOVPORTAL_SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def write(page: Page, title: str = TITLE) -> None:
    page.locator("#id_title").fill(title)
    page.locator("#id_lead").fill("Học sinh mang sách đến đổi, trường nào cũng có góc đọc.")
    content = page.locator(".public-DraftEditor-content").first
    content.click()
    page.keyboard.type("Ngày hội diễn ra đồng loạt tại 40 trường.")
    expect(content).to_contain_text("40 trường.")
    # Draftail writes what was typed into its field a moment later.
    expect(page.locator("input[name=body]")).to_have_value(re.compile("40 tr"))
    page.locator("#id_category").select_option("news")
    page.locator("#id_section").select_option(index=1)


def attach(page: Page) -> None:
    page.locator("#id_attachments-0-file").set_input_files(
        files=[
            {
                "name": "ke-hoach.txt",
                "mimeType": "text/plain",
                "buffer": "Kế hoạch ngày hội".encode(),
            }
        ]
    )
    page.locator("#id_attachments-0-title").fill("Kế hoạch ngày hội")


def test_slip_of_an_agency_becomes_a_draft_in_the_editor(open_page: OpenPage) -> None:
    page = log_in(open_page, "daumoi", "/admin/editorial/slips/new/")
    assert page.locator("#id_name").input_value()
    write(page)
    attach(page)
    name = page.locator("#id_name").input_value()
    page.locator("#id_name").fill("")
    page.locator("button[name=submit]").click()

    # What is missing stands at its field; text and file are still there.
    expect(page.locator("#id_title")).to_have_value(TITLE)
    expect(page.locator(".public-DraftEditor-content").first).to_contain_text("40 trường")
    expect(page.locator(".gps-row__stored")).to_contain_text("ke-hoach")
    expect(page.locator(".w-field__errors .error-message").first).to_be_visible()
    shot(page, "slip-error")

    page.locator("#id_name").fill(name)
    page.locator("button[name=submit]").click()
    expect(page).to_have_url(re.compile(r"/admin/editorial/slips/\d+/$"))
    expect(page.locator("dl.gps-facts")).to_contain_text(re.compile(r"20\d\d/\d{6}"))
    expect(page.locator(".gps-files")).to_contain_text("Kế hoạch ngày hội")
    page.wait_for_load_state()
    address = "/" + page.url.split("/", 3)[3]
    shot(page, "slip-submitted")

    if page.locator(".gpe-state--to_sign").count():
        head = log_in(open_page, "thutruong", f"{address}sign/")
        shot(head, "slip-sign")
        head.locator("button[name=sign]").click()
        expect(head.locator(".gpe-state--submitted")).to_be_visible()

    board = log_in(open_page, "bientap", f"{address}receive/")
    shot(board, "slip-receive")
    board.locator("form:has(#id_place) button[type=submit]").click()
    expect(board).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))
    expect(board.locator("#id_title")).to_have_value(TITLE)
    shot(board, "slip-editor")


def test_further_rows_for_files_come_at_once(open_page: OpenPage) -> None:
    page = log_in(open_page, "daumoi", "/admin/editorial/slips/new/")
    rows = page.locator("[data-gps-rows=photos]")
    rows.locator(".gps-add").click()
    rows.locator(".gps-add").click()
    expect(rows.locator("[data-gps-row]")).to_have_count(3)
    expect(page.locator("#id_photos-2-file")).to_be_focused()


def test_return_key_in_a_field_hands_nothing_in(open_page: OpenPage) -> None:
    page = log_in(open_page, "daumoi", "/admin/editorial/slips/new/")
    write(page, "Nháp bằng phím Enter")
    page.locator("#id_author").press("Enter")
    expect(page).to_have_url(re.compile(r"/admin/editorial/slips/\d+/edit/$"))


def test_printed_slip_has_nothing_of_the_admin(open_page: OpenPage) -> None:
    page = log_in(open_page, "banbientap", "/admin/editorial/slips/")
    page.locator("table.listing td.title a").first.click()
    expect(page).to_have_url(re.compile(r"/slips/\d+/$"))
    page.goto(page.url + "print/")
    page.emulate_media(media="print")
    expect(page.locator(".gps-print__parts > li")).to_have_count(6)
    expect(page.locator(".gps-print__block")).to_have_count(4)
    expect(page.locator(".gps-print__hint")).to_be_hidden()
    assert page.locator("nav, aside, script").count() == 0
    shot(page, "slip-print")


@pytest.mark.parametrize("width", sorted(SIZES))
@pytest.mark.parametrize("path", ["/admin/editorial/slips/new/", "/admin/editorial/slips/"])
def test_screen_fits_and_can_be_read_by_everybody(
    open_page: OpenPage, path: str, width: int
) -> None:
    page = log_in(open_page, "daumoi", path, width)
    expect(page.locator(".gps-form, .gpe-listing")).to_be_visible()
    assert not sticks_out(page)
    own = {each for each in accessibility_violations(page) if "gps-" in str(each)}
    assert not own
    shot(page, f"slips-{path.strip('/').rsplit('/', 1)[-1]}-{width}")
