"""Searching in a browser: suggestions, filters and dates, with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.portal import LONG_DOCUMENT
from tests.browser.visits import accessibility_violations

pytestmark = pytest.mark.browser

NUMBER = "18/2026/qd"
RESULTS = "/tim-kiem/?query=quy+định"


def box_of(page: Page) -> Locator:
    """The box of the header, or of the results page."""
    return page.locator("form[data-gp-suggest] input[name='query']:visible")


def typed(page: Page, text: str) -> Locator:
    """The options that are offered for what was typed."""
    box_of(page).press_sequentially(text)
    options = page.locator(".gp-suggest:visible [role='option']")
    expect(options.first).to_be_visible()
    return options


class SuggestionTests:
    @pytest.mark.parametrize("width", [390, 1440])
    def test_the_keyboard_chooses_and_opens_a_suggestion(
        self, open_page: OpenPage, width: int
    ) -> None:
        page = open_page("/", width)
        options = typed(page, NUMBER)
        box = box_of(page)
        expect(box).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("ArrowDown")
        expect(options.first).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute(
            "aria-activedescendant", options.first.get_attribute("id") or "?"
        )
        expect(box).to_be_focused()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(f"{re.escape(LONG_DOCUMENT)}$"))

    def test_the_arrows_go_round_and_pass_the_box_itself(self, open_page: OpenPage) -> None:
        page = open_page("/")
        options = typed(page, "quy định")
        box = box_of(page)
        page.keyboard.press("ArrowUp")
        expect(options.last).to_have_attribute("aria-selected", "true")
        page.keyboard.press("ArrowDown")
        expect(page.locator(".gp-suggest [aria-selected='true']")).to_have_count(0)
        expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/tim-kiem/\?query=quy"))

    def test_escape_closes_the_list_and_keeps_what_was_typed(self, open_page: OpenPage) -> None:
        page = open_page("/")
        typed(page, "quy chế")
        page.keyboard.press("Escape")
        expect(page.locator(".gp-suggest:visible")).to_have_count(0)
        expect(box_of(page)).to_have_value("quy chế")
        expect(box_of(page)).to_have_attribute("aria-expanded", "false")
        page.keyboard.press("ArrowDown")
        expect(page.locator(".gp-suggest:visible")).to_have_count(1)

    def test_the_list_closes_when_the_focus_moves_on(self, open_page: OpenPage) -> None:
        page = open_page("/")
        typed(page, "quy chế")
        page.keyboard.press("Tab")
        expect(page.locator(".gp-suggest:visible")).to_have_count(0)

    def test_a_pointer_opens_a_suggestion_on_the_results_page(self, open_page: OpenPage) -> None:
        page = open_page("/tim-kiem/")
        typed(page, NUMBER).first.click()
        expect(page).to_have_url(re.compile(f"{re.escape(LONG_DOCUMENT)}$"))

    @pytest.mark.parametrize("width", [390, 1440])
    def test_the_open_list_meets_wcag_22_aa(self, open_page: OpenPage, width: int) -> None:
        page = open_page("/", width)
        typed(page, "quy định")
        page.keyboard.press("ArrowDown")
        assert accessibility_violations(page) == []

    def test_what_is_offered_is_counted_for_who_cannot_see_it(self, open_page: OpenPage) -> None:
        page = open_page("/")
        options = typed(page, "quy định")
        status = page.locator("form[data-gp-suggest] [role='status']").first
        expect(status).to_contain_text(str(options.count()))


class ResultsTests:
    @pytest.mark.parametrize("with_script", [True, False])
    @pytest.mark.parametrize("width", [390, 1440])
    def test_a_filter_is_chosen_and_removed(
        self, open_page: OpenPage, width: int, with_script: bool
    ) -> None:
        page = open_page(RESULTS, width, java_script_enabled=with_script)
        count = page.locator(".gp-result-count")
        before = count.inner_text()
        if width < 1024:
            page.locator(".gp-filters__toggle").click()
        page.locator(".gp-facet__option[href*='category=']").nth(1).click()
        expect(page.locator(".gp-active__filter")).to_have_count(1)
        assert count.inner_text() != before
        page.locator(".gp-active__filter").click()
        expect(count).to_have_text(before)

    def test_an_article_is_opened_at_its_place(self, open_page: OpenPage) -> None:
        page = open_page("/tim-kiem/?query=phạm+vi+điều+chỉnh&type=documents")
        part = page.locator(".gp-hits__part-title").first
        anchor = (part.get_attribute("href") or "").partition("#")[2]
        part.click()
        expect(page).to_have_url(re.compile(f"#{re.escape(anchor)}$"))
        expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()

    @pytest.mark.parametrize("width", [390, 1440])
    def test_a_wrong_date_is_seen_at_its_field(self, open_page: OpenPage, width: int) -> None:
        page = open_page(f"{RESULTS}&from=hôm+qua", width)
        field = page.locator("#gp-search-from")
        expect(field).to_be_visible()
        expect(field).to_have_value("hôm qua")
        expect(page.locator("#gp-search-from-error")).to_be_visible()
        assert accessibility_violations(page) == []

    @pytest.mark.parametrize("width", [390, 1440])
    def test_filters_articles_and_marks_meet_wcag_22_aa(
        self, open_page: OpenPage, width: int
    ) -> None:
        page = open_page(f"{RESULTS}&across=1&order=date", width)
        if width < 1024:
            page.locator(".gp-filters__toggle").click()
        expect(page.locator(".gp-hits__parts").first).to_be_visible()
        expect(page.locator(".gp-hits mark").first).to_be_visible()
        assert accessibility_violations(page) == []

    def test_the_switch_searches_all_sites(self, open_page: OpenPage) -> None:
        page = open_page(RESULTS)
        page.locator(".gp-scope__link").last.click()
        expect(page).to_have_url(re.compile("across=1"))
        expect(page.locator(".gp-scope__link").last).to_have_attribute("aria-current", "true")

    def test_paper_has_results_with_addresses_and_nothing_to_click(
        self, open_page: OpenPage
    ) -> None:
        page = open_page(RESULTS)
        page.emulate_media(media="print")
        for hidden in (".gp-search--large", ".gp-library__filters", ".gp-tabs", ".gp-scope"):
            expect(page.locator(hidden).first).to_be_hidden()
        shown = page.locator(".gp-hits__title a").first.evaluate(
            "item => getComputedStyle(item, '::after').content"
        )
        assert "/" in shown
        expect(page.locator("h1")).to_contain_text("quy định")
        expect(page.locator(".gp-print-note")).to_contain_text("/tim-kiem/")
