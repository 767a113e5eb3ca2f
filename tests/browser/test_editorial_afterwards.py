"""After publication, in a real browser: takedown on two sites, correction, a reader's report."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.newsroom import follow
from tests.browser.portal import ARTICLE, ROOT, SIZES
from tests.browser.visits import accessibility_violations, sticks_out

pytestmark = pytest.mark.browser

PASSWORD = "thanhgiang"
HEAD, EDITOR = "banbientap", "bientapvien"
#: As long as a person takes at least; faster ones are asked for a proof.
A_MOMENT = 3500
ALIAS_SLUG = "khoi-cong-cau-lam-kieu-dang-lai"

#: An article that has all that the portal's regulation asks for.
COMPLETE = "Thư viện số dùng chung cho các trường phổ thông"

#: The article of the portal, shown on a component site too. No screen offers that to one person.
_MAKE_ALIAS = f"""
from wagtail.models import Page, Site
source = Page.objects.get(slug={ARTICLE.strip("/").split("/")[-1]!r}, depth__gt=3).specific
site = Site.objects.get(hostname="muongsuong.localhost")
parent = site.root_page.get_descendants().live().filter(slug="tin-tuc").first() or site.root_page
if not Page.objects.filter(slug={ALIAS_SLUG!r}).exists():
    source.create_alias(parent=parent.specific, update_slug={ALIAS_SLUG!r})
print(Page.objects.get(slug={ALIAS_SLUG!r}).get_url_parts()[2])
"""

#: What the other people of the newsroom do with the change; their screens have tests of their own.
_APPROVE = """
from django.contrib.auth import get_user_model
from govportal_wagtail.editorial import item_flow
from govportal_wagtail.editorial.models import EditorialItem
item = EditorialItem.objects.open().get(page__slug=SLUG)
for name in ("bientap", "bientapvien", "bientap", "banbientap", "vanhanh"):
    item.refresh_from_db()
    user = get_user_model().objects.filter(username=name).first()
    if user is not None and item.is_open and item_flow.may(item, user, "approve"):
        item_flow.approve(item, user)
item.refresh_from_db()
print(item.state)
"""


@pytest.fixture(scope="module")
def in_demo(portal: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """``in_demo(code)`` runs code beside the demo, on its database; returns what it prints."""
    folder = next(Path(tmp_path_factory.getbasetemp()).glob("demo*/demo.log")).parent

    def run(code: str) -> str:
        result = subprocess.run(
            [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"],
            cwd=ROOT,
            env={
                **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
                "PORTAL_VAR": str(folder),
                "DJANGO_SETTINGS_MODULE": "config.settings.dev",
                "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'example_project'}",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr[-2000:]
        return result.stdout.strip().splitlines()[-1]

    return run


@pytest.fixture
def log_in(open_page: OpenPage) -> Callable[[str], Page]:
    """Logs one of the demo's people in."""

    def enter(username: str) -> Page:
        page = open_page("/admin/login/")
        page.locator("input[name=username]").fill(username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        expect(page).to_have_url(re.compile(r"/admin/$"))
        return page

    return enter


def look(page: Page, name: str) -> None:
    """Nothing sticks out and nothing is in the way of anybody, at three widths."""
    folder = os.environ.get("GOVPORTAL_SHOTS")
    before = page.viewport_size
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        if folder:
            # The menu of the admin slides in.
            page.wait_for_timeout(400)
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        assert not sticks_out(page), (name, width)
        if "/admin/" not in page.url:
            assert accessibility_violations(page) == [], (name, width)
        else:
            assert own_violations(page) == [], (name, width)
    assert before is not None
    page.set_viewport_size(before)


def own_violations(page: Page) -> list[str]:
    """What is wrong in the part of the screen that is not Wagtail's own."""
    found = accessibility_violations(page)
    return [line for line in found if "govportal" in line or "after" in line]


def number_of(page: Page, address: str) -> str:
    """The number of the public page at the address, from the link at its foot."""
    page.goto(address)
    link = page.locator("main a[href*='bao-loi/?trang=']")
    return str(link.get_attribute("href")).rpartition("=")[2]


def component(portal: str, path: str) -> str:
    return f"http://muongsuong.localhost:{portal.rpartition(':')[2]}{path}"


def status(page: Page, address: str) -> int:
    response = page.goto(address)
    assert response is not None
    return response.status


def test_article_is_taken_down_on_two_sites_and_in_english_and_comes_back(
    open_page: OpenPage, portal: str, log_in: Callable[[str], Page], in_demo: Callable[[str], str]
) -> None:
    copy = component(portal, in_demo(_MAKE_ALIAS))
    reader = open_page("/")
    number = number_of(reader, ARTICLE)
    title = reader.locator("h1").inner_text()
    english = str(reader.locator("link[rel=alternate][hreflang=en]").get_attribute("href"))
    places = (ARTICLE, copy, english)
    assert [status(reader, place) for place in places] == [200, 200, 200]

    page = log_in(HEAD)
    page.goto(f"/admin/pages/{number}/edit/")
    follow(page, "/take-down/")
    expect(page.locator("ul.govportal-parts li")).to_have_count(len(places))
    look(page, "take-down")
    page.locator("#id_requested_by").fill("Công an tỉnh Thanh Giang")
    page.locator("#id_basis").fill("Công văn số 112/CAT-PA03")
    page.locator("#id_reason").fill("Bài có thông tin sai sự thật.")
    page.locator("main form[method=post] button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/takedowns/\d+/$"))
    look(page, "takedown")

    for gone in (ARTICLE, copy):
        assert status(reader, gone) == 410
        assert title not in reader.content()
        assert "112/CAT-PA03" in reader.content()
    look(reader, "gone")
    assert status(reader, english) == 410
    assert status(reader, "/tin-tuc-su-kien/") == 200
    assert reader.locator(f"main a[href$='{ARTICLE}']").count() == 0

    page.locator("#id_note").fill("Đã xác minh: nội dung đúng.")
    page.locator("button[formaction$='/restore/']").click()
    expect(page.locator("button[formaction$='/restore/']")).to_have_count(0)
    assert [status(reader, place) for place in places] == [200, 200, 200]
    assert status(reader, ARTICLE) == 200
    expect(reader.locator("h1")).to_have_text(title)


def test_correction_is_public_when_its_change_is(
    open_page: OpenPage, log_in: Callable[[str], Page], in_demo: Callable[[str], str]
) -> None:
    reader = open_page(f"/tim-kiem/?query={COMPLETE}")
    path = str(reader.locator("main a", has_text=COMPLETE).first.get_attribute("href"))
    number = number_of(reader, path)
    text = "Số tiền đúng là 12 tỷ đồng, không phải 21 tỷ đồng."

    page = log_in(EDITOR)
    page.goto(f"/admin/pages/{number}/edit/")
    follow(page, "/notices/")
    page.locator("#id_kind_0").check()
    page.locator("#id_text").fill(text)
    page.locator("#id_requested_by").fill("Sở Tài chính")
    look(page, "notice")
    page.locator("main form[method=post] button[type=submit]").click()
    expect(page).to_have_url(re.compile(rf"/pages/{number}/edit/$"))
    expect(page.get_by_text(text)).to_be_visible()
    page.locator("#id_lead").fill("Kinh phí 12 tỷ đồng.")
    with page.expect_navigation():
        page.locator("button[name='action-submit']").first.evaluate("button => button.click()")
    look(page, "submitted")
    reader.goto(path)
    assert text not in reader.content()

    slug = path.strip("/").rpartition("/")[2]
    assert in_demo(_APPROVE.replace("SLUG", repr(slug))) == "published"
    reader.goto(path)
    note = reader.locator("main [role=note]").first
    expect(note).to_contain_text(text)
    expect(note.locator("time")).to_have_text(re.compile(r"\d{2}:\d{2} \d{2}/\d{2}/\d{4}"))
    look(reader, "corrected")


def test_reader_without_script_reports_and_the_board_hides_and_restores(
    open_page: OpenPage, log_in: Callable[[str], Page]
) -> None:
    reader = open_page("/tin-tuc-su-kien/", java_script_enabled=False)
    links = reader.locator("main .gp-row__title a")
    path = [str(each.get_attribute("href")) for each in links.all()][-1]
    number = number_of(reader, path)
    title = reader.locator("h1").inner_text()
    reader.locator("main a[href*='bao-loi/?trang=']").click()
    reader.locator("#id_kind").select_option("violation")
    reader.wait_for_timeout(A_MOMENT)
    reader.locator("main form[method=post] button[type=submit]").click()
    expect(reader.locator("#id_text_error")).to_be_visible()
    reader.locator("#id_text").fill("Ảnh trong bài có biển số xe của người dân.")
    reader.locator("main form[method=post] button[type=submit]").click()
    expect(reader).to_have_url(re.compile(r"/bao-loi/[0-9A-Z]{12}/$"))
    receipt = reader.url

    page = log_in(HEAD)
    page.goto("/admin/editorial/after/reports/")
    look(page, "reports")
    page.locator("table.listing tbody th a", has_text=title).first.click()
    expect(page.locator("#id_reason")).to_be_visible()
    look(page, "report")
    page.locator("#id_reason").fill("Xem lại ảnh.")
    page.locator("form[action$='/hide/'] button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/takedowns/\d+/$"))
    assert status(reader, path) == 410
    page.locator("#id_note").fill("Biển số đã được làm mờ.")
    page.locator("button[formaction$='/restore/']").click()
    expect(page.locator("button[formaction$='/restore/']")).to_have_count(0)
    assert status(reader, path) == 200
    reader.goto(receipt)
    expect(reader.get_by_text("Biển số đã được làm mờ.")).to_be_visible()
    assert number in number_of(reader, path)


@pytest.mark.parametrize("path", ["/bao-loi/"])
def test_form_is_accessible_also_with_errors(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    look(page, "report-form")
    page.locator("main form[method=post] button[type=submit]").click()
    expect(page.locator("#id_text_error")).to_be_visible()
    look(page, "report-form-errors")


def test_reviews_are_answered_in_one_click(log_in: Callable[[str], Page]) -> None:
    page = log_in(HEAD)
    page.goto("/admin/editorial/after/reviews/?show=due")
    rows = page.locator("table.listing tbody tr")
    waiting = rows.count()
    assert waiting > 0
    look(page, "reviews")
    rows.first.locator("form[action$='/correct/'] button").click()
    expect(rows).to_have_count(waiting - 1)
