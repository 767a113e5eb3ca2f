"""What other parts of the portal name by symbol is found among the public documents."""

from __future__ import annotations

from datetime import date

import pytest
from wagtail.models import PageViewRestriction

from govportal_wagtail.core.registries import DocumentLink, document_lookups
from govportal_wagtail.legal import register
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    return builders.make_library(builders.make_site().root_page)


@pytest.fixture
def page(library):
    """What names documents: a page of the same site."""
    return builders.make_standard(library.get_parent())


def find(page, *symbols):
    return document_lookups.get("legal_documents").find(symbols, page)


def test_a_symbol_is_found_however_it_is_written(library, page):
    document = builders.make_document(library, "12/2026/QĐ-UBND")
    links = find(page, "12/2026/qd-ubnd", "13/2026/QĐ-UBND")
    assert links == {"12/2026/qd-ubnd": DocumentLink(document.title, document.url)}
    assert document.url.startswith("/")


def test_many_symbols_cost_one_query(library, page, django_assert_num_queries):
    symbols = [f"{number}/2026/QĐ-UBND" for number in range(1, 6)]
    for symbol in symbols:
        builders.make_document(library, symbol)
    page.get_url()
    with django_assert_num_queries(1):
        assert list(find(page, *symbols)) == symbols


def test_nothing_asks_nothing(page, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert find(page, "") == {}
        assert find(page) == {}


def test_what_several_documents_are_called_is_not_found(library, page):
    for year in (2024, 2025):
        builders.make_document(library, "77/QĐ-UBND", issued_on=date(year, 3, 1))
    assert find(page, "77/QĐ-UBND") == {}


def test_the_copy_of_the_own_site_is_preferred(library, page):
    other = builders.make_site("so.example.vn")
    far = builders.make_library(other.root_page)
    copy = builders.make_document(far, "12/2026/QĐ-UBND")
    [link] = find(page, "12/2026/QĐ-UBND").values()
    assert link.url == copy.full_url and link.url.startswith("http://so.example.vn/")
    own = builders.make_document(library, "12/2026/QĐ-UBND")
    [link] = find(page, "12/2026/QĐ-UBND").values()
    assert f"http://localhost{link.url}" == own.full_url
    [link] = find(far, "12/2026/QĐ-UBND").values()
    assert f"http://so.example.vn{link.url}" == copy.full_url


def test_what_not_everybody_may_read_is_not_found(library, page):
    document = builders.make_document(library, "12/2026/QĐ-UBND")
    PageViewRestriction.objects.create(page=library, restriction_type="login")
    register.sync_access()
    assert find(page, document.symbol) == {}


def test_drafts_for_comment_and_withdrawn_documents_are_not_found(library, page):
    builders.make_document(library, "12/2026/QĐ-UBND", is_draft=True)
    builders.make_document(library, "14/2026/QĐ-UBND").unpublish()
    assert find(page, "12/2026/QĐ-UBND", "14/2026/QĐ-UBND") == {}
