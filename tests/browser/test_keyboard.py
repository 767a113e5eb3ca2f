"""The portal works with a keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.portal import ARTICLE, LIBRARY, LONG_DOCUMENT
from tests.browser.visits import accessibility_violations

pytestmark = pytest.mark.browser

# What is wrong with the way the focused element shows its focus; empty if nothing is.
_FOCUS = """() => {
  const item = document.activeElement;
  if (!item.matches(":focus")) {
    return "";  // The focus is in a part that the browser drew, such as the calendar of a date.
  }
  const faults = [];
  const style = getComputedStyle(item);
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) {
    faults.push("no outline");
  }
  const box = item.getClientRects()[0] || item.getBoundingClientRect();
  const inside = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight
    && box.right > 0 && box.left < innerWidth;
  if (!inside) {
    faults.push("out of sight");
  } else {
    const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
    const y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    if (!top || !(item.contains(top) || top.contains(item))) {
      faults.push(`covered by ${top && top.className}`);
    }
  }
  return faults.length ? `${item.outerHTML.slice(0, 120)}: ${faults}` : "";
}"""
_IS_BODY = "document.activeElement === document.body"


def test_skip_link_is_first_shows_itself_and_leads_to_the_content(open_page: OpenPage) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    skip = page.locator(".gp-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main#noi-dung")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_submenu_opens_and_closes_and_gives_the_focus_back(open_page: OpenPage) -> None:
    page = open_page("/")
    more = page.locator(".gp-menu__more").first
    summary = more.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(more.locator(".gp-menu__sub")).to_be_visible()
    page.keyboard.press("Tab")
    expect(more.locator(".gp-menu__sublink").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(more.locator(".gp-menu__sub")).to_be_hidden()
    expect(summary).to_be_focused()


def test_submenu_closes_when_the_focus_moves_on(open_page: OpenPage) -> None:
    page = open_page("/")
    more = page.locator(".gp-menu__more").first
    more.locator("summary").focus()
    page.keyboard.press("Enter")
    for _ in range(more.locator(".gp-menu__sublink").count() + 1):
        page.keyboard.press("Tab")
    expect(more.locator(".gp-menu__sub")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1440])
def test_open_menu_meets_wcag_22_aa(open_page: OpenPage, width: int) -> None:
    page = open_page("/", width)
    if width < 1024:
        page.locator(".gp-menu__toggle").press("Enter")
    page.locator(".gp-menu__more summary").first.press("Enter")
    expect(page.locator(".gp-menu__sub").first).to_be_visible()
    assert accessibility_violations(page) == []


def test_open_filters_of_a_phone_meet_wcag_22_aa(open_page: OpenPage) -> None:
    page = open_page(LIBRARY, 390)
    page.locator(".gp-filters__toggle").press("Enter")
    expect(page.locator(".gp-facet__option").first).to_be_visible()
    assert accessibility_violations(page) == []


def test_filter_is_chosen_and_removed(open_page: OpenPage) -> None:
    page = open_page(LIBRARY)
    page.locator(".gp-facet__option").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?"))
    remove = page.locator(".gp-active__filter")
    expect(remove).to_have_count(1)
    remove.focus()
    page.keyboard.press("Enter")
    expect(remove).to_have_count(0)


def test_link_of_a_document_is_copied(open_page: OpenPage) -> None:
    page = open_page(LONG_DOCUMENT, permissions=["clipboard-read", "clipboard-write"])
    link = page.locator("a[data-gp-copy]").first
    link.focus()
    page.keyboard.press("Enter")
    expect(link).to_contain_text(link.get_attribute("data-gp-copied") or "?")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_link_of_an_article_is_copied_and_opened(open_page: OpenPage) -> None:
    page = open_page(LONG_DOCUMENT, permissions=["clipboard-read", "clipboard-write"])
    link = page.locator("a.gp-anchor[data-gp-copy]").nth(2)
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#.+"))
    page.wait_for_function("document.querySelector('.is-copied')")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("path", ["/", ARTICLE, LIBRARY, LONG_DOCUMENT])
def test_focus_is_always_seen(open_page: OpenPage, path: str, width: int) -> None:
    page = open_page(path, width)
    faults = _walk(page, stops=70)
    assert faults == []


def _walk(page: Page, stops: int) -> list[str]:
    faults: list[str] = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        if page.evaluate(_IS_BODY):
            break
        fault = page.evaluate(_FOCUS)
        if fault:
            # Scrolling and styles may be a frame behind on a busy machine.
            page.wait_for_timeout(250)
            fault = page.evaluate(_FOCUS)
        if fault:
            faults.append(fault)
    return faults
