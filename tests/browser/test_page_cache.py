"""Anonymous readers get whole pages from the cache of the running portal."""

from __future__ import annotations

import pytest

from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser


def test_second_reader_gets_the_page_from_the_cache(open_page: OpenPage) -> None:
    page = open_page("/")
    first = page.request.get("/gioi-thieu/dieu-kien-tu-nhien/")
    second = page.request.get("/gioi-thieu/dieu-kien-tu-nhien/")
    assert first.headers["x-portal-cache"] == "miss"
    assert second.headers["x-portal-cache"] == "hit"
    assert second.body() == first.body()


def test_browser_that_has_the_page_gets_nothing_again(open_page: OpenPage) -> None:
    page = open_page("/")
    tag = page.request.get("/gioi-thieu/").headers["etag"]
    again = page.request.get("/gioi-thieu/", headers={"If-None-Match": tag})
    assert again.status == 304


def test_missing_page_is_not_kept(open_page: OpenPage) -> None:
    page = open_page("/")
    states = {page.request.get("/khong-co-gi-o-day/").headers["x-portal-cache"] for _ in range(2)}
    assert states == {"bypass"}
