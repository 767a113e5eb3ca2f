"""Rules that hold on every screen of the newsroom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser import visits
from tests.browser.newsroom import Newsroom
from tests.browser.portal import SCREENS, SIZES
from tests.browser.wording import english_in

pytestmark = pytest.mark.browser

#: What an item page, a slip and its printed sheet are shown for: one of each.
FIRST_OF = {
    "item": ("inbox", "table.listing tbody tr td.title a", ""),
    "history": ("inbox", "table.listing tbody tr td.title a", "history/"),
    "slip": ("slips", "table.listing td.title a", ""),
    "print": ("slips", "table.listing td.title a", "print/"),
}
NAMES = (*SCREENS, *FIRST_OF)
#: Wagtail does not mark this one for translation (``shared/headers/_actions.html``).
_ALWAYS_ENGLISH = {"Actions"}
#: Furniture of Wagtail: the count of results, and the rich text field, which it leaves nameless.
_OF_WAGTAIL = ('h2[role="alert"]', ".notranslate")


@dataclass(frozen=True, slots=True)
class Seen:
    """What one screen showed."""

    status: int
    texts: list[str]
    wide: list[int]
    accessibility: dict[int, list[str]]


@pytest.fixture(scope="module")
def newsroom(browser: Browser, portal: str) -> Iterator[Newsroom]:
    """The people of the portal."""
    with Newsroom(browser, portal) as people:
        yield people


@pytest.fixture(scope="module")
def screen(newsroom: Newsroom) -> Callable[[str], Seen]:
    """``screen(name)``: what was seen there; each is visited once."""
    seen: dict[str, Seen] = {}

    def look(name: str) -> Seen:
        if name not in seen:
            user, path = _place(newsroom, name)
            seen[name] = _look(newsroom.at(user, "about:blank"), path)
        return seen[name]

    return look


def _place(newsroom: Newsroom, name: str) -> tuple[str, str]:
    if name in SCREENS:
        return SCREENS[name]
    listed, selector, ending = FIRST_OF[name]
    user, path = SCREENS[listed]
    address = newsroom.at(user, path).locator(selector).first.get_attribute("href")
    return user, f"{address}{ending}"


def _look(page: Page, path: str) -> Seen:
    answer = page.goto(path, wait_until="load")
    texts = page.evaluate(visits._TEXTS)
    wide, found = [], {}
    before: Any = page.viewport_size
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate(visits._STICKING_OUT):
            wide.append(width)
        if width != 768:
            found[width] = _violations(page)
    page.set_viewport_size(before)
    return Seen(answer.status if answer else 0, texts, wide, found)


def _violations(page: Page) -> list[str]:
    """What is wrong in the part of the screen that is ours."""
    inside = "main" if page.locator("main").count() else "body"
    found = Axe().run(page, context=inside, options=visits.RULES).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
        if not set(node["target"]) & set(_OF_WAGTAIL)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_screen_fits_at_every_width(screen: Callable[[str], Seen], name: str) -> None:
    assert screen(name).status == 200
    assert screen(name).wide == []


@pytest.mark.parametrize("name", NAMES)
def test_screen_meets_wcag_22_aa(screen: Callable[[str], Seen], name: str) -> None:
    assert screen(name).accessibility == {390: [], 1440: []}


@pytest.mark.parametrize("name", NAMES)
def test_screen_has_no_english_words(screen: Callable[[str], Seen], name: str) -> None:
    assert english_in(screen(name).texts) - _ALWAYS_ENGLISH == set()
