"""What editors do in the admin reaches readers at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.newsroom import Newsroom, choose, submit
from tests.browser.portal import LIBRARY

pytestmark = pytest.mark.browser

EDITOR = "bientapvien"
TEXT = """ỦY BAN NHÂN DÂN
TỈNH THANH GIANG
-------
Số: 88/2026/QĐ-UBND
QUYẾT ĐỊNH
Quy định mức hỗ trợ xe buýt điện
Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;
Điều 1. Phạm vi điều chỉnh
1. Quyết định này quy định mức hỗ trợ xe buýt điện trên địa bàn tỉnh.
2. Mức hỗ trợ theo Điều 2.
Điều 2. Mức hỗ trợ
Mỗi xe được hỗ trợ 50 triệu đồng.
Điều 3. Điều khoản thi hành
Quyết định này có hiệu lực từ ngày 15 tháng 11 năm 2026.
"""


@pytest.fixture
def newsroom(browser: Browser, portal: str) -> Iterator[Newsroom]:
    """The people of the portal, who take a page to its posting step by step."""
    with Newsroom(browser, portal) as people:
        yield people


def test_document_written_by_an_editor_is_public_with_its_articles(
    newsroom: Newsroom, open_page: OpenPage
) -> None:
    reader = open_page(LIBRARY)
    assert "88/2026/QĐ-UBND" not in reader.content()
    page = newsroom.at(EDITOR, "/admin/")
    library = _edit_address(page, "Văn bản quy phạm pháp luật").removesuffix("edit/")
    page.goto(f"{library}add_subpage/")
    _fill_document(page)
    submit(page)
    reader.reload()
    assert "88/2026/QĐ-UBND" not in reader.content()
    newsroom.pass_all(newsroom.item("88/2026/QĐ-UBND"))

    reader.reload()
    reader.locator(".gp-doctable a", has_text="88/2026/QĐ-UBND").first.click()
    expect(reader.locator("h1")).to_contain_text("Quy định mức hỗ trợ xe buýt điện")
    expect(reader.locator(".gp-facts")).to_contain_text("05/11/2026")
    expect(reader.locator(".gp-badge--in_force")).to_be_visible()
    entries = reader.locator(".gp-toc__link")
    expect(entries).to_have_text(
        [
            re.compile(r"Điều 1\. Phạm vi điều chỉnh"),
            re.compile(r"Điều 2\. Mức hỗ trợ"),
            re.compile(r"Điều 3\. Điều khoản thi hành"),
        ]
    )
    entries.nth(2).click()
    expect(reader.get_by_text("Điều khoản thi hành").last).to_be_in_viewport()
    citation = reader.locator("a.gp-citation", has_text="Điều 2")
    assert citation.get_attribute("href") == entries.nth(1).get_attribute("href")


def test_published_change_replaces_the_page_in_the_cache(
    newsroom: Newsroom, open_page: OpenPage
) -> None:
    path = "/gioi-thieu/di-tich-danh-thang/"
    reader = open_page(path)
    assert reader.request.get(path).headers["x-portal-cache"] == "hit"
    page = newsroom.at(EDITOR, "/admin/")
    page.goto(_edit_address(page, "Di tích, danh thắng"))
    page.locator("#id_title").fill("Di tích và danh thắng")
    submit(page)
    assert reader.request.get(path).headers["x-portal-cache"] == "hit"
    newsroom.pass_all(newsroom.item("Di tích và danh thắng"))

    answer = reader.request.get(path)
    assert answer.headers["x-portal-cache"] == "miss"
    reader.reload()
    expect(reader.locator("h1")).to_have_text("Di tích và danh thắng")
    # Every other page shows the new title in its menu.
    reader.goto("/")
    expect(reader.locator(".gp-menu__list")).to_contain_text("Di tích và danh thắng")


def _edit_address(page: Page, title: str) -> str:
    """The address of the editor of the page with this title, found by searching for it."""
    page.goto(f"/admin/pages/search/?q={title}")
    link = page.locator("a[href^='/admin/pages/'][href$='/edit/']", has_text=title)
    return link.first.get_attribute("href") or ""


def _fill_document(page: Page) -> None:
    page.locator("#id_symbol").fill("88/2026/QĐ-UBND")
    page.locator("#id_doc_type").select_option(label="Quyết định")
    choose(page, "id_issuer", "Ủy ban nhân dân tỉnh Thanh Giang")
    page.locator("#id_normativity").select_option("normative")
    page.locator("#id_abstract").fill("Quy định mức hỗ trợ xe buýt điện")
    _type_date(page.locator("#id_issued_on"), "05/11/2026")
    _type_date(page.locator("#id_effective_on"), "15/11/2026")
    page.locator("#id_signer").fill("Đoàn Thế Khuê")
    page.get_by_role("tab").nth(1).click()
    page.locator("#id_full_text").fill(TEXT)


def _type_date(field: Locator, day: str) -> None:
    field.fill(day)
    field.press("Tab")
