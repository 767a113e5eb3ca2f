"""The query string of a list of projects: what is understood, refused, and how it is written."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils.translation import override

from govportal_wagtail.investment.public.list_query import CALLS, TABLE, ProjectQuery
from tests.investment.builders import BILLION, MILLION


def read(text: str) -> ProjectQuery:
    return ProjectQuery.from_parameters(QueryDict(text))


def test_bare_address_asks_for_everything():
    query = read("")
    assert query == ProjectQuery()
    assert not query.narrows()
    assert query.encode() == ""


def test_address_is_written_in_one_order_whatever_the_order_it_was_read_in():
    query = read("nam=2026&trang-thai=in_progress&q=c%E1%BA%A7u&xem=bang&sap-xep=ten&la=1")
    assert query.encode() == "?xem=bang&q=c%E1%BA%A7u&trang-thai=in_progress&nam=2026&sap-xep=ten"
    assert read(query.encode()[1:]) == query


@pytest.mark.parametrize(
    "address",
    [
        "trang-thai=la",
        "loai=la",
        "nhom=z",
        "nam=26",
        "nam=1800",
        "nam=２０２６",
        "xem=la",
        "sap-xep=la",
        "xa=" + "a" * 300,
        "tu=abc",
        "tu=-5",
        "den=1,2,3",
        "tu=0,0000000001",
        "den=99999999999999",
        "tu=5+USD",
    ],
)
def test_what_is_not_understood_is_an_error_under_its_own_name(address):
    assert list(read(address).errors) == [address.partition("=")[0]]


@pytest.mark.parametrize(
    ("written", "dong"),
    [
        ("100", 100 * BILLION),
        ("1,5", 1500 * MILLION),
        ("1.5", 1500 * MILLION),
        ("1.234", 1234 * BILLION),
        ("1.234,5", 1_234_500 * MILLION),
        ("1,234.5", 1_234_500 * MILLION),
        ("2 tỷ", 2 * BILLION),
        ("2 tỉ đồng", 2 * BILLION),
        ("500 triệu đồng", 500 * MILLION),
        ("0", 0),
    ],
)
def test_bound_is_read_in_billions_of_dong_as_people_write_it(written, dong):
    parameters = QueryDict(mutable=True)
    parameters["tu"] = written
    query = ProjectQuery.from_parameters(parameters)
    assert (query.lowest, dict(query.errors)) == (dong, {})


@pytest.mark.parametrize("dong", [1_234_000_000, 1_234_500_000_000, 1, 5 * BILLION, 999 * BILLION])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_bound_in_an_address_is_read_the_same_in_every_language(dong, language):
    address = ProjectQuery(lowest=dong).encode()
    with override(language):
        assert read(address[1:]).lowest == dong


def test_ambiguous_bound_follows_the_language():
    with override("en"):
        assert read("tu=1,234").lowest == 1234 * BILLION
        assert read("tu=1.234").lowest == 1234 * MILLION


def test_largest_amount_below_the_smallest_is_an_error():
    assert list(read("tu=10&den=9").errors) == ["den"]
    assert not read("tu=10&den=10").errors


def test_calls_are_a_status_for_feeds_and_downloads():
    query = read("xem=keu-goi&trang-thai=completed&q=cang")
    assert query.view == CALLS
    assert query.chosen == {}
    assert query.for_data().encode() == "?q=cang&trang-thai=calling"


def test_choosing_nothing_removes_a_filter():
    query = read("xa=xa-tan-khe&nhom=b")
    assert query.choosing("xa", "").encode() == "?nhom=b"
    assert query.querystring(view=TABLE) == "?xem=bang&xa=xa-tan-khe&nhom=b"


def test_text_is_composed_and_cut(settings):
    settings.GOVPORTAL_SEARCH_QUERY_LENGTH = 5
    parameters = QueryDict(mutable=True)
    parameters["q"] = "  ca\u0302\u0300u lam "
    assert ProjectQuery.from_parameters(parameters).text == "cầu l"
