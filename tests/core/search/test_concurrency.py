"""Publishing and searching at the same moment: nothing is lost, nothing hidden is shown."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from wagtail.models import Page, PageViewRestriction, Site

from govportal_wagtail.core.models import SearchIndexState, SearchText, SearchUnit
from govportal_wagtail.core.search import index, search, statistics
from tests.builders import make_article, make_locale, make_section, make_site
from tests.threads import at_once, replant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tree(transactional_db):
    """What the migrations make, and the emptying of the tables after another test took away."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no row locks: one writer at a time is all it can do.")
    replant()


@pytest.fixture
def section(tree):
    return make_section(make_site().root_page)


@pytest.fixture
def drafts(section):
    return [make_article(section, f"Cầu sông số {n}", publish=False) for n in range(8)]


def errors(results: list[Any]) -> list[Any]:
    return [each for each in results if isinstance(each, Exception)]


def found(query: str = "cầu sông") -> set[int]:
    results = search(query, site=Site.objects.get(), locale=make_locale("vi"), limit=100)
    return {hit.page_id for hit in results.hits}


def publish(page: Page, title: str = "") -> Callable[[], None]:
    def work() -> None:
        fresh = Page.objects.get(pk=page.pk).specific
        fresh.title = title or fresh.title
        fresh.save_revision().publish()

    return work


def unpublish(page: Page) -> Callable[[], None]:
    return lambda: Page.objects.get(pk=page.pk).specific.unpublish()


def is_whole() -> bool:
    """Whether each live page has its row and each row its text."""
    rows = SearchUnit.objects.count()
    return index.audit().is_clean and rows == SearchText.objects.count()


def test_many_pages_published_while_others_search_are_all_found(drafts):
    seen: list[set[int]] = []

    def look() -> None:
        for _turn in range(10):
            seen.append(found())

    results = at_once(*(publish(page) for page in drafts), look, look)
    assert errors(results) == []
    assert found() == {page.pk for page in drafts}
    assert all(each <= found() for each in seen)
    assert is_whole()


@pytest.mark.parametrize("_turn", range(3))
def test_one_page_published_twice_at_once_is_found_as_it_stands(drafts, _turn):
    page = drafts[0]
    results = at_once(publish(page, "Cầu sông Tiền"), publish(page, "Cầu sông Hậu"))
    assert errors(results) == []
    page.refresh_from_db()
    assert SearchUnit.objects.filter(page=page).count() == 1
    assert SearchText.objects.get(unit__page=page).title == page.title
    assert is_whole()


@pytest.mark.parametrize("_turn", range(3))
def test_of_publishing_and_withdrawing_at_once_the_page_says_which_holds(drafts, _turn):
    page = drafts[0]
    publish(page)()
    results = at_once(publish(page, "Cầu sông mới"), unpublish(page))
    assert errors(results) == []
    page.refresh_from_db()
    assert (page.pk in found()) is page.live
    assert is_whole()


def test_a_page_that_is_being_published_when_its_section_is_closed_is_hidden(drafts, section):
    """The publication began before, and ends after, the closing."""
    written, closed = threading.Event(), threading.Event()

    def publish_slowly() -> None:
        with transaction.atomic():
            publish(drafts[0])()
            written.set()
            # Not for ever: who closes may be waiting for this transaction.
            closed.wait(5)

    def close() -> None:
        assert written.wait(60)
        try:
            PageViewRestriction.objects.create(page=section, restriction_type="login")
        finally:
            closed.set()

    assert errors(at_once(publish_slowly, close)) == []
    assert Page.objects.get(pk=drafts[0].pk).live
    assert found() == set()


def test_what_is_published_while_all_is_indexed_again_is_found(drafts):
    for page in drafts[:4]:
        publish(page)()
    results = at_once(
        *(publish(page) for page in drafts[4:]),
        *(unpublish(page) for page in drafts[:2]),
        index.rebuild,
    )
    assert errors(results) == []
    assert found() == {page.pk for page in drafts[2:]}
    assert is_whole()


def test_searches_during_the_indexing_find_all(drafts):
    for page in drafts:
        publish(page)()
    everything = found()
    seen: list[set[int]] = []

    def look() -> None:
        for _turn in range(10):
            seen.append(found())

    assert errors(at_once(look, look, index.rebuild)) == []
    assert seen == [everything] * 20


def test_words_counted_twice_at_once_are_counted_once(drafts):
    for page in drafts:
        publish(page)()
    assert errors(at_once(statistics.recount, statistics.recount, publish(drafts[0]))) == []
    assert SearchIndexState.objects.count() == 1
    assert statistics.frequencies(["cau"]).counts["cau"] == len(drafts)
