"""Portal and component sites in a browser: one look, a way from each to the other, one gate."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.portal import SIZES

pytestmark = pytest.mark.browser

ROLL_UP = "/tin-tuc-su-kien/tin-tu-co-so/"
PORTAL_NAME = "Cổng thông tin điện tử tỉnh Thanh Giang"
COMPONENTS = ("skhcn", "snnmt", "muongsuong", "lamkieu")


def of(label: str, portal: str, path: str = "/") -> str:
    """The address of a component beside the portal at the address."""
    return f"http://{label}.localhost:{portal.rpartition(':')[2]}{path}"


def style_of(page: Page, selector: str, names: tuple[str, ...]) -> list[str]:
    script = "(element, names) => names.map((name) => getComputedStyle(element)[name])"
    found: list[str] = page.locator(selector).first.evaluate(script, list(names))
    return found


@pytest.mark.parametrize("label", COMPONENTS)
def test_a_component_leads_to_the_portal_and_the_portal_to_it(
    open_page: OpenPage, portal: str, label: str
) -> None:
    page = open_page(of(label, portal))
    page.locator(".gp-strip__link").click()
    expect(page.locator(".gp-header__portal")).to_have_text(PORTAL_NAME)
    address = of(label, portal)
    page.locator(f'.gp-footer__sites a[href="{address}"]').click()
    expect(page).to_have_url(address)


def test_header_and_footer_look_alike(open_page: OpenPage, portal: str) -> None:
    looks = {
        ".gp-menu": ("backgroundColor", "borderBottomColor", "fontFamily"),
        ".gp-header__portal": ("color", "fontSize", "fontWeight"),
        ".gp-header__bar": ("display", "paddingTop", "justifyContent"),
        ".gp-footer": ("backgroundColor", "borderTopColor", "fontSize"),
        ".gp-footer__columns": ("gridTemplateColumns", "gap"),
        ".gp-footer__base": ("backgroundColor", "color"),
    }
    ours, theirs = open_page("/"), open_page(of("skhcn", portal))
    for selector, names in looks.items():
        assert style_of(ours, selector, names) == style_of(theirs, selector, names), selector


def test_an_item_of_the_roll_up_opens_on_its_own_site(open_page: OpenPage, portal: str) -> None:
    page = open_page(ROLL_UP)
    first = page.locator(".gp-row__title a").first
    title = first.inner_text()
    first.click()
    expect(page.locator("h1")).to_have_text(title)
    hosts = "|".join(COMPONENTS)
    expect(page).to_have_url(re.compile(rf"^http://({hosts})\.localhost:"))


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("label", ["skhcn", "muongsuong"])
def test_nothing_is_wider_than_the_screen(
    open_page: OpenPage, portal: str, label: str, width: int
) -> None:
    page = open_page(of(label, portal), width)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # An e-mail address that is broken in its middle takes more than one line.
    email = page.locator('.gp-footer a[href^="mailto:"]')
    lines = email.evaluate("(element) => element.getClientRects().length")
    height = email.evaluate("(element) => element.getBoundingClientRect().height")
    assert lines == 1
    assert height < 40


@pytest.mark.parametrize("width", SIZES)
def test_the_portal_keeps_its_email_address_in_one_line(open_page: OpenPage, width: int) -> None:
    page = open_page("/", width)
    email = page.locator('.gp-footer a[href^="mailto:"]')
    assert email.evaluate("(element) => element.getBoundingClientRect().height") < 40


def test_the_strip_is_reached_by_keyboard_right_after_the_skip_link(
    open_page: OpenPage, portal: str
) -> None:
    page = open_page(of("skhcn", portal))
    page.keyboard.press("Tab")
    expect(page.locator(".gp-skip")).to_be_focused()
    page.keyboard.press("Tab")
    strip = page.locator(".gp-strip__link")
    expect(strip).to_be_focused()
    assert style_of(page, ".gp-strip__link", ("outlineStyle",)) != ["none"]
    page.keyboard.press("Enter")
    expect(page.locator(".gp-header__portal")).to_have_text(PORTAL_NAME)


def test_the_strip_is_not_printed(open_page: OpenPage, portal: str) -> None:
    page = open_page(of("skhcn", portal, "/gioi-thieu/lanh-dao/"))
    page.emulate_media(media="print")
    expect(page.locator(".gp-strip")).to_be_hidden()
    expect(page.locator(".gp-header__portal")).to_be_visible()


def test_the_list_of_sites_opens_and_closes_without_script(open_page: OpenPage) -> None:
    page = open_page("/", java_script_enabled=False)
    group = page.locator(".gp-footer__group").first
    link = group.locator("a").first
    expect(link).to_be_visible()
    group.locator("summary").click()
    expect(link).to_be_hidden()


def test_a_site_in_preparation_is_not_shown(open_page: OpenPage, portal: str) -> None:
    page = open_page("/")
    response = page.goto(of("syt", portal))
    assert response is not None
    assert response.status == 503
    expect(page.locator(f'a[href$="localhost:{portal.rpartition(":")[2]}/"]')).to_have_count(1)


def test_who_works_on_a_site_in_preparation_sees_it(open_page: OpenPage, portal: str) -> None:
    page = open_page(of("syt", portal, "/admin/"))
    page.fill("input[name=username]", "quantri")
    page.fill("input[name=password]", "thanhgiang")
    page.click("button[type=submit]")
    expect(page).to_have_url(re.compile(r"^[^?]*/admin/$"))
    response = page.goto(of("syt", portal))
    assert response is not None
    assert response.status == 200
    expect(page.locator(".gp-strip")).to_be_visible()
