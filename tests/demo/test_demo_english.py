"""The English pages of the demo: complete, really English, and in every state."""

from __future__ import annotations

import re

import pytest
from demo.loaders import english, sources
from demo.loaders.published_answers import site_of
from django.utils import timezone
from wagtail.models import Page

from govportal_wagtail.translation import coverage
from govportal_wagtail.translation.models import PageTranslation
from govportal_wagtail.translation.vocabulary import TranslationState as State
from tests.demo.english_pages import crawl, vietnamese_in

pytestmark = pytest.mark.django_db
HOSTS = ("english.localhost", "english.muongsuong.localhost")
STARTS = ["/", "/tim-kiem/?query=bridge", "/so-do-cong/", "/tro-nang/", "/khong-co-trang-nay/"]


@pytest.mark.parametrize("host", HOSTS)
def test_no_vietnamese_word_stands_on_an_english_page(loaded, host):
    found = {}
    statuses = {}
    for path, response in crawl(host, STARTS):
        statuses[path] = response.status_code
        if response.headers["Content-Type"].startswith("text/html"):
            found.update(dict.fromkeys(vietnamese_in(response), path))
    assert found == {}
    assert len(statuses) > 60
    broken = {path for path, status in statuses.items() if status >= 400}
    assert broken == {"/khong-co-trang-nay/"}


def kinds_below(home):
    found = Page.objects.descendant_of(home, inclusive=True).live()
    return {page.specific_class for page in found}


def test_every_kind_of_page_of_the_commune_is_there(loaded):
    home = site_of("muongsuong").site.root_page
    foreign = home.get_translation(PageTranslation.objects.first().locale)
    assert kinds_below(foreign) == kinds_below(home)


def test_what_the_regulation_wants_is_there(loaded):
    sites = [site_of(""), site_of("muongsuong")]
    for line in coverage.coverage_of(sites):
        assert line.owed
        assert [owed.title for owed in line.owed if not owed.is_there] == []


def test_the_lists_have_every_state(loaded):
    states = set(PageTranslation.objects.values_list("state", flat=True))
    assert states == set(State.values) - {State.REMOVED}
    assert PageTranslation.objects.live().outdated().count() == 2


def test_what_a_page_was_translated_from_is_older_than_its_change(loaded):
    posted = PageTranslation.objects.live()
    for row in posted:
        assert row.published_source_at < row.published_at
        assert row.outdated_since is None or row.published_source_at < row.outdated_since
    assert len({timezone.localdate(row.published_source_at) for row in posted}) > 10


def test_figures_of_the_catalogue_are_those_of_the_source():
    for name in ("portal", "muongsuong"):
        for source, target in sources.read_po(f"english/{name}.po").items():
            assert source.count("<") == target.count("<"), source
            symbols = re.findall(r"\d+/[\w/]+-[\w-]+", source)
            assert [each for each in symbols if each not in target] == []


def test_loading_again_makes_nothing(loaded):
    assert english.load() == 0
