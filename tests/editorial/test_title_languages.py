"""A title in another language than the screen's says so wherever it is listed (WCAG 3.1.2)."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from govportal_wagtail.editorial import ledger
from govportal_wagtail.editorial.vocabulary import EventKind
from govportal_wagtail.regulation.vocabulary import BodyKind, RoleCode
from tests import builders
from tests.editorial.item_builders import browse, in_days, put_item
from tests.isolation.world import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    return make_place("Portal", body=BodyKind.PORTAL, host="localhost")


@pytest.fixture
def item(portal):
    """An item with an English page, late, approved today."""
    page = builders.make_article(builders.make_section(portal.home), "Bridge opened")
    page.locale = builders.make_locale("en")
    page.save()
    found = put_item(portal, "Bridge opened", page=page, due_on=in_days(-1))
    ledger.record(EventKind.APPROVED, user=portal.user(RoleCode.BOARD_DEPUTY), item=found)
    return found


def languages(portal, name: str, item) -> list[str | None]:
    """The language of each link to the item on the screen of that name."""
    answer = browse(portal.user(RoleCode.BOARD_HEAD)).get(reverse(name))
    links = BeautifulSoup(answer.content, "html.parser").select("main a[href]")
    address = reverse("editorial_items:detail", args=[item.pk])
    return [link.get("lang") for link in links if link["href"] == address]


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("editorial_items:index", 1),
        ("editorial_items:log", 1),
        # What came in, what was decided, what is late.
        ("editorial_items:day", 3),
        ("wagtailadmin_home", 1),
    ],
)
def test_a_title_says_in_which_language_it_is(portal, item, name, times):
    assert languages(portal, name, item) == ["en"] * times


@pytest.mark.parametrize("name", ["editorial_items:index", "editorial_items:log"])
def test_a_title_without_a_page_says_nothing(portal, name):
    item = put_item(portal, "Khánh thành cầu")
    ledger.record(EventKind.APPROVED, user=portal.user(RoleCode.BOARD_DEPUTY), item=item)
    assert languages(portal, name, item) == [None]
