"""Those who ask and those who answer, in browsers on a server over the database of the tests.

``conftest`` makes the fixtures known to the files of this folder. A file whose people are to log in
has a fixture ``desk``, a dictionary with ``"people"``: the users by their name in the test.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import portal as demo
from tests.browser.visits import accessibility_violations

Enter = Callable[..., Page]
Read = Callable[..., Page]
PASSWORD = "mat-khau-thu-nghiem"
#: Where pictures of the screens are put, for people to look at; nowhere unless it is set.
SHOTS = os.environ.get("GOVPORTAL_TEST_SHOTS", "")
_TALL = 3000


@pytest.fixture
def tree(transactional_db: None) -> None:
    """What the migrations make, and the emptying of the tables after another test took away."""
    from tests.threads import replant

    replant()


@pytest.fixture
def windows(browser: Browser, live_server: Any) -> Iterator[Callable[[int], Page]]:
    """``windows(width)``: an empty page in a context of its own, on the server of the test."""
    contexts: list[BrowserContext] = []

    def open_one(width: int) -> Page:
        context = browser.new_context(**demo.context_options(live_server.url, width))  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def read(windows: Callable[[int], Page]) -> Read:
    """``read(path, width=390)``: somebody who is not logged in, at a public page."""

    def read_it(path: str, width: int = 390) -> Page:
        page = windows(width)
        page.goto(path)
        return page

    return read_it


@pytest.fixture
def enter(windows: Callable[[int], Page], desk: dict[str, Any]) -> Enter:
    """``enter("officer", width=1440)``: the window of one of the people, who logs in once."""
    entered: dict[tuple[str, int], Page] = {}

    def enter_it(who: str, width: int = 1440) -> Page:
        if (who, width) not in entered:
            page = entered[who, width] = windows(width)
            page.goto("/admin/login/")
            page.locator("input[name=username]").fill(desk["people"][who].username)
            page.locator("input[name=password]").fill(PASSWORD)
            page.locator("input[name=password]").press("Enter")
            expect(page).to_have_url(re.compile("/admin/$"))
        return entered[who, width]

    return enter_it


def let_in(people: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same people, with the password with which they log in."""
    for user in people.values():
        user.set_password(PASSWORD)
        user.save()
    return people


def address(question: Any, name: str = "questions:detail", *more: str) -> str:
    """The path of a staff screen of the question."""
    return reverse(name, args=[question.pk, *more])


def problems(page: Page) -> list[str]:
    """What axe finds within what is ours; Wagtail's furniture is Wagtail's."""
    return [
        line
        for line in accessibility_violations(page)
        if "gpe-" in line or "gpq-" in line or "/do/" in line
    ]


def shoot(page: Page, name: str) -> None:
    """Put a picture of the whole page into the folder of pictures, where one is wanted."""
    size = page.viewport_size
    if not SHOTS or size is None:
        return
    page.wait_for_load_state()
    is_admin = "/admin/" in page.url
    if is_admin:
        # The admin scrolls inside its frame: a tall window shows all of it.
        page.set_viewport_size({"width": size["width"], "height": _TALL})
    path = Path(SHOTS) / f"{name}-{size['width']}.png"
    page.screenshot(path=path, full_page=not is_admin)
    page.set_viewport_size(size)
