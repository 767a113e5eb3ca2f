"""The newest units of a condition, by both ways to find them, and what is kept beside a unit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from govportal_wagtail.core.models import SearchUnit
from govportal_wagtail.core.search import index
from govportal_wagtail.core.search.newest import ByDate, having
from govportal_wagtail.core.search.scope import Cell, cells_of
from govportal_wagtail.core.search_keys import AllOf, AnyOf, Key, keys_of, unit_ids
from tests import builders

pytestmark = pytest.mark.django_db

CONDITIONS = (
    Key("cau"),
    Key("ca", is_prefix=True),
    Key("_moi"),
    Key("cau__moi"),
    AllOf((Key("cau"), Key("moi"))),
    AnyOf((Key("moi"), Key("cu"))),
    AllOf((Key("tin"), AnyOf((Key("moi"), Key("xyz"))))),
    Key("xyz"),
)
DAY = date(2026, 1, 1)


@pytest.fixture
def units():
    section = builders.make_section(builders.make_site().root_page)
    for number in range(12):
        title = f"{('Cầu', 'Tin', 'Tin cầu')[number % 3]} {('mới', 'cũ')[number % 2]} {number}"
        builders.make_article(section, title, published_on=DAY + timedelta(days=number % 5))
    return SearchUnit.objects.all()


@pytest.mark.parametrize("condition", CONDITIONS)
def test_going_by_date_finds_what_the_index_finds(units, condition):
    for count in (1, 3, 100):
        walked = ByDate(units).first(condition, count, share=1.0)
        assert walked == ByDate(units).first(condition, count, share=0.0)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_keys_are_compared_as_the_database_compares_them(units, condition):
    every = list(units.order_by("pk").values_list("pk", "page_id"))
    found = sorted(unit_ids(condition, units.db))
    assert [pk for pk, _page_id in having(every, condition, units.db)] == found
    for rows in (units.matching(condition), units.led_by(condition)):
        assert sorted(rows.values_list("pk", flat=True)) == found


def test_a_cell_follows_its_columns_whoever_changes_them(units):
    units.update(category="other|code", year=None, agency=None)
    site_id = units[0].site_id
    assert cells_of(units, Key("cau")) == [
        Cell("articles", "other|code", None, None, site_id, number=8)
    ]


def test_keys_go_with_their_unit(units):
    pk, page_id = units.values_list("pk", "page_id")[0]
    assert keys_of([pk], units.db)[pk]
    index.remove([page_id])
    assert pk not in unit_ids(Key("tin"), units.db) + unit_ids(Key("cau"), units.db)
    assert keys_of([pk], units.db) == {}
