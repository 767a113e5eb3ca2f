"""What is printed is the content and where it came from."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.portal import ARTICLE, LONG_DOCUMENT

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", [ARTICLE, LONG_DOCUMENT])
def test_print_leaves_out_navigation_and_names_the_address(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    note = page.locator(".gp-print-note")
    expect(note).to_be_hidden()
    page.emulate_media(media="print")
    for selector in ("nav", ".gp-search", ".gp-share", ".gp-skip"):
        for element in page.locator(selector).all():
            expect(element).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(note).to_be_visible()
    expect(note).to_contain_text(path)


def test_print_is_dark_on_white(open_page: OpenPage) -> None:
    page = open_page(LONG_DOCUMENT)
    page.emulate_media(media="print")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")
