"""Wagtail's own index, behind the rest of the admin: no English in it, and its words are found."""

from __future__ import annotations

import pytest
from django.db import connection
from wagtail.models import Page

from govportal_wagtail import checks, defaults
from tests import builders

pytestmark = pytest.mark.django_db


def test_the_defaults_of_the_package_stem_nothing(settings):
    settings.WAGTAILSEARCH_BACKENDS = defaults.WAGTAILSEARCH_BACKENDS
    assert checks.check_search_config() == []


@pytest.mark.parametrize("word", ["do", "an", "to"])
def test_vietnamese_words_that_are_english_stop_words_are_found(settings, word):
    settings.WAGTAILSEARCH_BACKENDS = defaults.WAGTAILSEARCH_BACKENDS
    home = builders.make_site().root_page
    page = builders.make_standard(home, f"Trang {word} mau")
    other = builders.make_standard(home, "Trang khác")
    found = {each.pk for each in Page.objects.search(word)}
    assert page.pk in found
    assert other.pk not in found


def test_postgresql_finds_words_through_an_index_over_title_and_body():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one index over all columns.")
    home = builders.make_site().root_page
    builders.make_standard(home, "Trang mẫu")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM wagtailsearch_indexentry "
            "WHERE (title || body) @@ to_tsquery('simple', 'mẫu')"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    asked = str(Page.objects.search("mẫu").get_queryset().query)
    assert '("wagtailsearch_indexentry"."title" || "wagtailsearch_indexentry"."body")' in asked
    asked = str(Page.objects.search("mẫu").get_queryset().query)
    assert '("wagtailsearch_indexentry"."title" || "wagtailsearch_indexentry"."body")' in asked
    assert "govportal_wagtailsearch_words" in plan
