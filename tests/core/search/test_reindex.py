"""The index is written again while the portal goes on, continued, limited and compared."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page, Site

from govportal_wagtail.core.models import (
    SearchIndexState,
    SearchLogEntry,
    SearchTerm,
    SearchUnit,
)
from govportal_wagtail.core.search import index, statistics
from govportal_wagtail.core.search.checks import check_search_index
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return builders.make_site()


@pytest.fixture
def pages(site) -> list[Page]:
    """Two articles in a section and a standard page."""
    section = builders.make_section(site.root_page)
    articles = [builders.make_article(section, title) for title in ("Cầu Trà", "Đất đai")]
    return [section, *articles, builders.make_standard(site.root_page)]


def reindex(*arguments: str, **options: Any) -> str:
    """Run the command; returns what it printed."""
    out = io.StringIO()
    call_command("govportal_reindex", *arguments, stdout=out, **options)
    return out.getvalue()


def indexed() -> set[int]:
    """Pages that are in the index."""
    return set(SearchUnit.objects.values_list("page_id", flat=True))


class RebuildTests:
    def test_an_empty_index_is_filled_with_what_is_live(self, site, pages):
        draft = builders.make_article(pages[0], "Bản nháp", publish=False)
        SearchUnit.objects.all().delete()
        printed = reindex()
        assert indexed() == {page.pk for page in pages}
        assert draft.pk not in indexed()
        assert "4" in printed

    def test_what_is_not_live_any_more_goes(self, site, pages):
        reindex()
        Page.objects.filter(pk=pages[1].pk).update(live=False)
        reindex()
        assert pages[1].pk not in indexed()

    def test_the_old_rows_are_found_until_the_new_ones_stand(self, site, pages):
        reindex()
        before = indexed()
        seen: list[set[int]] = []
        index.rebuild(lambda done, total: seen.append(indexed()))
        assert seen
        assert all(found == before for found in seen)

    def test_an_interrupted_run_goes_on_where_it_stood(self, site, pages):
        SearchUnit.objects.all().delete()
        statistics.note(rebuilt_to=pages[1].pk)
        reindex("--resume")
        assert indexed() == {pages[2].pk, pages[3].pk}
        assert SearchIndexState.objects.get().rebuilt_to is None
        reindex("--resume")
        assert indexed() == {page.pk for page in pages}

    def test_one_kind_of_content_is_written_alone(self, site, pages):
        SearchUnit.objects.all().delete()
        reindex("--source", "articles")
        assert indexed() == {pages[1].pk, pages[2].pk}

    def test_one_site_is_written_alone(self, site, pages):
        other = builders.make_site("xa.example.com")
        there = builders.make_standard(other.root_page, "Liên hệ")
        SearchUnit.objects.all().delete()
        reindex("--site", "xa.example.com")
        assert indexed() == {there.pk}

    def test_names_that_do_not_exist_are_answered_with_those_that_do(self, site):
        with pytest.raises(CommandError, match="articles"):
            reindex("--source", "poems")
        with pytest.raises(CommandError, match="localhost"):
            reindex("--site", "nowhere.example.com")

    def test_a_part_cannot_be_resumed_or_compared(self, site):
        for option in ("--resume", "--check", "--statistics"):
            with pytest.raises(CommandError):
                reindex("--source", "articles", option)

    def test_words_alone_are_counted_anew(self, site, pages):
        reindex()
        SearchTerm.objects.all().delete()
        SearchIndexState.objects.update(units=0)
        reindex("--statistics")
        assert SearchIndexState.objects.get().units == SearchUnit.objects.count()

    def test_old_entries_of_the_log_go(self, site, settings):
        settings.GOVPORTAL_SEARCH_LOG_DAYS = 30
        today = timezone.localdate()
        for days_ago in (5, 31):
            day = today - timedelta(days=days_ago)
            SearchLogEntry.objects.create(day=day, site=site, query="đất đai", count=1)
        reindex()
        assert [entry.day for entry in SearchLogEntry.objects.all()] == [today - timedelta(days=5)]

    def test_nothing_is_printed_when_nothing_is_to_be(self, site, pages):
        assert reindex(verbosity=0) == ""


class CheckTests:
    def differences(self, *arguments: str, **options: Any) -> str:
        """What the comparison names; it must fail."""
        out = io.StringIO()
        with pytest.raises(CommandError):
            call_command("govportal_reindex", "--check", *arguments, stdout=out, **options)
        return out.getvalue()

    def test_an_index_that_agrees_passes(self, site, pages):
        reindex()
        reindex("--check")
        assert check_search_index(databases=["default"]) == []

    def test_a_page_that_is_missing_is_named(self, site, pages):
        reindex()
        SearchUnit.objects.filter(page=pages[1]).delete()
        assert str(pages[1].pk) in self.differences()
        assert [found.id for found in check_search_index(databases=["default"])] == [
            "govportal.W010"
        ]

    def test_a_page_that_is_left_over_is_named(self, site, pages):
        reindex()
        Page.objects.filter(pk=pages[2].pk).update(live=False)
        assert str(pages[2].pk) in self.differences()

    def test_a_page_that_was_published_since_is_named(self, site, pages):
        reindex()
        now = timezone.now() + timedelta(hours=1)
        Page.objects.filter(pk=pages[3].pk).update(last_published_at=now)
        assert str(pages[3].pk) in self.differences()

    def test_a_page_that_was_moved_behind_the_index_is_named(self, site, pages):
        reindex()
        Page.objects.filter(pk=pages[3].pk).update(url_path="/elsewhere/")
        assert str(pages[3].pk) in self.differences()

    def test_an_index_of_another_version_is_named(self, site, pages):
        reindex()
        SearchIndexState.objects.update(version=0)
        assert self.differences()
        reindex()
        reindex("--check")

    def test_comparing_changes_nothing(self, site, pages):
        reindex()
        SearchUnit.objects.filter(page=pages[1]).delete()
        before = set(SearchUnit.objects.values_list("pk", flat=True))
        self.differences()
        assert set(SearchUnit.objects.values_list("pk", flat=True)) == before

    def test_a_check_that_may_not_ask_the_database_says_nothing(
        self, site, pages, django_assert_num_queries
    ):
        SearchUnit.objects.all().delete()
        with django_assert_num_queries(0):
            assert check_search_index(databases=None) == []
