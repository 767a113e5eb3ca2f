"""Rules that hold on every kind of public page."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest

from tests.browser.conftest import Tour
from tests.browser.portal import ENGLISH_PLACES, PLACES, SIZES, VISITED_WIDTHS, address_of
from tests.browser.wording import english_in, is_english, vietnamese_in

pytestmark = pytest.mark.browser

every_page = pytest.mark.parametrize("name", [*PLACES, *ENGLISH_PLACES])
every_vietnamese_page = pytest.mark.parametrize("name", PLACES)
every_english_page = pytest.mark.parametrize("name", ENGLISH_PLACES)
every_width = pytest.mark.parametrize("width", VISITED_WIDTHS)


@every_page
@every_width
def test_page_meets_wcag_22_aa(tour: Tour, name: str, width: int) -> None:
    assert tour(name, width).accessibility == []


@every_page
@pytest.mark.parametrize("width", SIZES)
def test_page_does_not_scroll_sideways(tour: Tour, name: str, width: int) -> None:
    assert tour(name, 1440).sticking_out[width] == []


@every_page
def test_page_answers_with_its_status(tour: Tour, name: str) -> None:
    assert tour(name, 1440).status == (404 if name.endswith("not-found") else 200)


@every_page
def test_page_asks_no_other_server(tour: Tour, portal: str, name: str) -> None:
    host = urlsplit(urljoin(portal, address_of(portal, name))).netloc
    others = {urlsplit(url).netloc for url in tour(name, 1440).requests if _leaves(url)}
    assert others == {host}


@every_page
@every_width
def test_page_leaves_the_console_empty(tour: Tour, name: str, width: int) -> None:
    messages = tour(name, width).console
    if name.endswith("not-found"):
        messages = [text for text in messages if "status of 404" not in text]
    assert messages == []


@every_page
@every_width
def test_page_keeps_to_its_security_policy(tour: Tour, name: str, width: int) -> None:
    assert tour(name, width).policy_violations == []


@every_page
def test_images_of_page_load(tour: Tour, name: str) -> None:
    assert tour(name, 1440).broken_images == []


@every_page
@every_width
def test_largest_image_has_a_size_and_loads_at_once(tour: Tour, name: str, width: int) -> None:
    image = tour(name, width).largest_image
    if image is None:
        return  # The largest thing on this page is text.
    assert image["width"], image["html"]
    assert image["height"], image["html"]
    assert image["loading"] != "lazy", image["html"]


@pytest.mark.parametrize("name", ["home", "article"])
def test_largest_thing_on_illustrated_page_is_an_image(tour: Tour, name: str) -> None:
    assert tour(name, 1440).largest_image is not None


@every_page
def test_page_says_its_language(tour: Tour, name: str) -> None:
    assert tour(name, 1440).language == ("en" if name in ENGLISH_PLACES else "vi")


@every_vietnamese_page
@every_width
def test_page_has_no_english_words(tour: Tour, name: str, width: int) -> None:
    assert english_in(tour(name, width).texts) == set()


@every_english_page
@every_width
def test_english_page_has_no_vietnamese_words(tour: Tour, name: str, width: int) -> None:
    assert vietnamese_in(tour(name, width).texts) == set()


def test_english_words_are_recognised() -> None:
    assert is_english("Skip to main content")
    assert is_english("Address: Số 1 đường Bờ Sông")
    assert is_english("Search: quy chế")
    assert not is_english("Cổng thông tin điện tử tỉnh Thanh Giang")


def _leaves(url: str) -> bool:
    return urlsplit(url).scheme not in ("data", "blob", "about")
