"""A running demo portal and a browser for the tests of this folder.

The portal is the real one: ``scripts/demo.py`` in a process of its own, with its cache, its static
files and its demo content. The tests therefore never touch the database of the test process.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import portal as demo
from tests.browser.desk import enter as enter
from tests.browser.desk import read as read
from tests.browser.desk import tree as tree
from tests.browser.desk import windows as windows
from tests.browser.visits import Visit, visit

OpenPage = Callable[..., Page]
Tour = Callable[[str, int], Visit]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that only look at the portal come first: journeys post pages and change what it shows.

    The order of all others stays, and the places of tests of other folders.
    """
    places = [place for place, item in enumerate(items) if _is_here(item)]
    looking_first = sorted((items[place] for place in places), key=lambda item: not _looks(item))
    for place, item in zip(places, looking_first, strict=True):
        items[place] = item


def _is_here(item: pytest.Item) -> bool:
    return item.path.parent == Path(__file__).parent


def _looks(item: pytest.Item) -> bool:
    return "tour" in getattr(item, "fixturenames", ())


def _executable() -> str:
    found = demo.browser_path()
    if found is None:
        reason = "There is no Chromium browser on this machine."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo portal that runs as long as the tests do."""
    _executable()
    with demo.demo_portal(tmp_path_factory.mktemp("demo")) as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A browser that lives while tests of this folder run, and no longer.

    Playwright keeps an event loop in this thread; Django would refuse the database to every test
    that came after it.
    """
    executable = _executable()
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            browser = demo.launch(playwright, executable)
            yield browser
            browser.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def open_page(browser: Browser, portal: str) -> Iterator[OpenPage]:
    """``open_page(path="/", width=1440, **context options)``: a page in a context of its own."""
    contexts: list[BrowserContext] = []

    def open_it(path: str = "/", width: int = 1440, **options: object) -> Page:
        context = browser.new_context(**demo.context_options(portal, width), **options)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_it
    for context in contexts:
        context.close()


@pytest.fixture(scope="package")
def tour(browser: Browser, portal: str) -> Tour:
    """``tour(name, width)``: what was seen on a page of the list; each is visited once."""
    seen: dict[tuple[str, int], Visit] = {}

    def look(name: str, width: int) -> Visit:
        if (name, width) not in seen:
            context = browser.new_context(**demo.context_options(portal, width))  # type: ignore[arg-type]
            seen[name, width] = visit(context, demo.address_of(portal, name))
            context.close()
        return seen[name, width]

    return look
