"""The people of the demo's newsroom at work in a browser, each logged in once."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser import portal as demo
from tests.browser.visits import sticks_out

PASSWORD = "thanhgiang"
#: Who takes the steps of the demo's regulation on the portal, in their order.
STEPS = ("bientap", "bientapvien", "bientap", "banbientap", "vanhanh")

RunInDemo = Callable[[str], str]


class Newsroom:
    """A window for each person; ``close`` shuts them all."""

    def __init__(self, browser: Browser, address: str, password: str = PASSWORD) -> None:
        self._browser = browser
        self._address = address
        self._password = password
        self._contexts: list[BrowserContext] = []
        self._windows: dict[str, Page] = {}

    def __enter__(self) -> Newsroom:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for context in self._contexts:
            context.close()

    def reader(self, path: str = "/", width: int = 1440) -> Page:
        """Somebody who is not logged in, at a public page."""
        page = self._window(width)
        page.goto(path)
        return page

    def at(self, name: str, path: str) -> Page:
        """The window of a person, at a page of the admin."""
        if name not in self._windows:
            self._windows[name] = self._log_in(name)
        page = self._windows[name]
        page.goto(path)
        return page

    def item(self, title: str) -> str:
        """The path of the item with this title, as the head of the board finds it."""
        page = self.at("banbientap", f"/admin/editorial/items/?queue=all&q={quote(title)}")
        link = page.locator("table.listing a[href*='/editorial/items/']", has_text=title).first
        return urlsplit(link.get_attribute("href") or "").path

    def page_editor(self, name: str, item: str) -> Page:
        """The page editor of the item's page, through the link that the item offers."""
        page = self.at(name, item)
        page.locator(".gpe-links a[href^='/admin/pages/'][href$='/edit/']").click()
        expect(page.locator("#id_title")).to_be_visible()
        return page

    def pass_on(self, name: str, item: str) -> None:
        """Take the item's step on its own page."""
        page = self.at(name, item)
        before = state_of(page)
        page.locator("#do-approve > summary").click()
        page.locator("#do-approve button[type=submit]").click()
        expect(page.locator(".messages .success").first).to_be_visible()
        assert state_of(page) != before

    def pass_all(self, item: str, *people: str) -> None:
        """Take all the steps that are left, each by who takes it."""
        for name in people or STEPS:
            self.pass_on(name, item)
        expect(self.at("banbientap", item).locator(".gpe-state").first).to_have_class(
            re.compile("gpe-state--published")
        )

    def _window(self, width: int = 1440) -> Page:
        context = self._browser.new_context(**demo.context_options(self._address, width))  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        self._contexts.append(context)
        return context.new_page()

    def _log_in(self, name: str) -> Page:
        page = self._window()
        page.goto("/admin/login/")
        page.locator("input[name=username]").fill(name)
        page.locator("input[name=password]").fill(self._password)
        page.locator("input[name=password]").press("Enter")
        expect(page).to_have_url(re.compile(r"/admin/$"))
        return page


def choose(page: Page, field: str, name: str) -> None:
    """Pick one item by its whole name in the dialog of a chooser field."""
    page.locator(f"#{field}-chooser [data-chooser-action-choose]:visible").first.click()
    dialog = page.locator(".modal-dialog")
    dialog.locator("input[name=q]").fill(name)
    item = dialog.locator("a[data-chooser-modal-choice], a.choose-page").filter(
        has_text=re.compile(rf"^\s*{re.escape(name)}\s*$")
    )
    item.first.click()
    expect(page.locator(".modal-dialog")).to_have_count(0)


def follow(page: Page, ending: str) -> None:
    """Open the menu of the page's header that has a link with this ending, and follow it."""
    wanted = page.locator(f"a[href$='{ending}']").first
    for toggle in page.locator("[data-w-dropdown-target='toggle']:visible").all():
        if not wanted.is_visible():
            toggle.click()
    wanted.click()


def save(page: Page) -> None:
    """Save the draft in the editor."""
    button = page.locator("footer .action-save, footer button[type=submit]").first
    with page.expect_navigation():
        button.evaluate("button => button.click()")


def state_of(page: Page) -> str:
    """The state that the page of an item shows, by its name in the code."""
    found = page.locator(".gpe-state").first.get_attribute("class") or ""
    return found.rpartition("gpe-state--")[2]


def submit(page: Page) -> None:
    """Hand in what is in the editor."""
    _leave_editor(page, "button[name='action-submit']")


def publish(page: Page) -> None:
    """Publish from the editor, for who may."""
    _leave_editor(page, "button[name='action-publish']")


def _leave_editor(page: Page, selector: str) -> None:
    # Also where it lies in the closed menu of the editor.
    button: Locator = page.locator(selector).first
    expect(button).to_be_attached()
    with page.expect_navigation():
        button.evaluate("button => button.click()")
    expect(page.locator(".messages .success").first).to_be_visible()


def look(page: Page, name: str) -> None:
    """Nothing sticks out at three widths; a picture of each for whoever wants them."""
    folder = os.environ.get("GOVPORTAL_TEST_SHOTS", "")
    before = page.viewport_size
    assert before is not None
    for width, height in demo.SIZES.items():
        # The admin scrolls inside its frame: a tall window shows all of it.
        page.set_viewport_size({"width": width, "height": 1800 if folder else height})
        assert not sticks_out(page), (name, width)
        if folder:
            # The menu of the admin slides in.
            page.wait_for_timeout(300)
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size(before)


def run_in_demo(var: Path) -> RunInDemo:
    """``run(code)`` runs code beside the demo, on its database; returns the last line printed."""

    def run(code: str) -> str:
        result = subprocess.run(
            [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"],
            cwd=demo.ROOT,
            env={
                **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
                "PORTAL_VAR": str(var),
                "DJANGO_SETTINGS_MODULE": "config.settings.dev",
                "PYTHONPATH": f"{demo.ROOT}{os.pathsep}{demo.ROOT / 'example_project'}",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr[-2000:]
        return result.stdout.strip().splitlines()[-1]

    return run
