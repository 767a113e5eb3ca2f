"""The portal works with JavaScript switched off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.portal import LIBRARY, LONG_DOCUMENT, SIZES

pytestmark = pytest.mark.browser


@pytest.fixture
def open_plain(open_page: OpenPage) -> OpenPage:
    """``open_page`` with JavaScript switched off."""

    def open_it(path: str = "/", width: int = 1440) -> Page:
        return open_page(path, width, java_script_enabled=False)

    return open_it


def test_reader_on_a_phone_walks_the_menu_to_a_library(open_plain: OpenPage) -> None:
    page = open_plain("/", 390)
    menu = page.locator(".gp-menu__list")
    expect(menu).to_be_hidden()
    page.locator(".gp-menu__toggle").click()
    expect(menu).to_be_visible()
    item = menu.locator(".gp-menu__item").filter(has=page.locator("summary")).last
    item.locator("summary").click()
    item.locator(".gp-menu__sublink").first.click()
    expect(page).to_have_url(re.compile(re.escape(LIBRARY)))
    expect(page.locator(".gp-doctable tbody tr").first).to_be_visible()


def test_menu_of_a_wide_screen_is_open_and_its_second_level_opens(open_plain: OpenPage) -> None:
    page = open_plain("/", 1440)
    expect(page.locator(".gp-menu__list")).to_be_visible()
    expect(page.locator(".gp-menu__toggle")).to_be_hidden()
    more = page.locator(".gp-menu__more").first
    expect(more.locator(".gp-menu__sub")).to_be_hidden()
    more.locator("summary").click()
    expect(more.locator(".gp-menu__sub")).to_be_visible()


@pytest.mark.parametrize("width", SIZES)
def test_list_is_filtered_by_a_link_and_by_words(open_plain: OpenPage, width: int) -> None:
    page = open_plain(LIBRARY, width)
    rows = page.locator(".gp-doctable tbody tr")
    before = rows.count()
    if width < 1024:
        page.locator(".gp-filters__toggle").click()
    page.locator(".gp-facet__option[href*='doc_type'], .gp-facet__option[href*='type=']").nth(
        1
    ).click()
    expect(page.locator(".gp-active__filter")).to_have_count(1)
    page.wait_for_load_state()
    filtered = rows.count()
    assert 0 < filtered < before
    page.locator("#gp-library-query").fill("hỗ trợ")
    page.locator("#gp-library-query").press("Enter")
    expect(page).to_have_url(re.compile("query=h"))
    page.wait_for_load_state()
    assert 0 < rows.count() < filtered
    page.locator(".gp-active__clear").click()
    expect(rows).to_have_count(before)


def test_reader_opens_a_document_and_jumps_to_an_article(open_plain: OpenPage) -> None:
    page = open_plain(LIBRARY)
    page.locator(f".gp-doctable a[href$='{LONG_DOCUMENT}']").first.click()
    expect(page.locator("h1")).to_contain_text("18/2026/QĐ-UBND")
    entry = page.locator(".gp-toc__link").last
    anchor = (entry.get_attribute("href") or "").removeprefix("#")
    entry.click()
    expect(page).to_have_url(re.compile(f"#{re.escape(anchor)}$"))
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()


@pytest.mark.parametrize("width", [390, 1440])
def test_document_is_found_by_its_number(open_plain: OpenPage, width: int) -> None:
    page = open_plain("/", width)
    page.locator("#gp-search-query").fill("18/2026/qd-ubnd")
    page.locator("#gp-search-query").press("Enter")
    first = page.locator(".gp-hits__title a").first
    expect(first).to_contain_text("18/2026/QĐ-UBND")
    first.click()
    expect(page.locator("h1")).to_contain_text("18/2026/QĐ-UBND")


def test_buttons_that_need_script_are_not_shown(open_plain: OpenPage) -> None:
    page = open_plain(LONG_DOCUMENT)
    for button in page.locator("[data-gp-print]").all():
        expect(button).to_be_hidden()
