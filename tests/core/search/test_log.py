"""The log of searches counts, masks what could name a person, and shows each site its own."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from govportal_wagtail.core.models import SearchLogEntry
from govportal_wagtail.core.search import log
from govportal_wagtail.core.search.log_report import PERIOD
from tests import builders
from tests.core.portal_builders import make_component, make_officer, make_portal


@pytest.fixture
def site(db) -> Site:
    return builders.make_site()


def entries() -> dict[str, tuple[int, int]]:
    """Searches and last results by text."""
    rows = SearchLogEntry.objects.values_list("query", "count", "results")
    return {query: (count, results) for query, count, results in rows}


def add(site: Site, query: str, *, count: int = 1, results: int = 1, days_ago: int = 0) -> None:
    """Write an entry of an earlier day."""
    SearchLogEntry.objects.create(
        day=timezone.localdate() - timedelta(days=days_ago),
        site=site,
        query=query,
        count=count,
        results=results,
    )


class RecordTests:
    def test_searches_of_a_day_are_counted_with_the_last_number_of_results(self, site):
        log.record(site, "đất đai", 12)
        log.record(site, "  Đất   ĐAI ", 13)
        log.record(site, "cầu đường", 0)
        assert entries() == {"đất đai": (2, 13), "cầu đường": (1, 0)}
        assert SearchLogEntry.objects.filter(day=timezone.localdate(), site=site).count() == 2

    def test_each_site_has_its_own_count(self, site):
        other = builders.make_site("xa.example.com")
        log.record(site, "đất đai", 1)
        log.record(other, "đất đai", 2)
        assert set(SearchLogEntry.objects.values_list("site", "count", "results")) == {
            (site.pk, 1, 1),
            (other.pk, 1, 2),
        }

    @pytest.mark.parametrize(
        ("query", "kept"),
        [
            ("hồ sơ của an.nguyen@example.vn", "hồ sơ của ***"),
            ("gọi 0912 345 678 hỏi", "gọi *** hỏi"),
            ("+84 912.345.678", "***"),
            ("căn cước 079123456789", "căn cước ***"),
            ("hộ chiếu C1234567", "hộ chiếu ***"),
            ("158/2025/NĐ-CP", "158/2025/nđ-cp"),
            ("nghị định 158 2025", "nghị định 158 2025"),
            ("15/NQ-HĐND ngày 01/07/2025", "15/nq-hđnd ngày 01/07/2025"),
        ],
    )
    def test_what_could_name_a_person_is_masked_and_numbers_of_documents_are_not(
        self, site, query, kept
    ):
        log.record(site, query, 1)
        assert list(entries()) == [kept]

    def test_a_long_text_is_cut_and_an_empty_one_is_not_kept(self, site):
        log.record(site, "ă" * 1000, 1)
        log.record(site, " \u200b ", 0)
        assert list(entries()) == ["ă" * 200]

    def test_no_log_is_kept_where_the_site_keeps_none(self, site, settings):
        settings.GOVPORTAL_SEARCH_LOG_DAYS = 0
        log.record(site, "đất đai", 1)
        assert entries() == {}

    def test_a_fault_of_the_database_is_logged_and_does_not_reach_the_reader(self, site, caplog):
        # A number of results that no table takes.
        log.record(site, "đất đai", -1)
        assert "could not be counted" in caplog.text
        log.record(site, "cầu đường", 3)
        assert entries() == {"cầu đường": (1, 3)}

    def test_nonsense_asked_all_day_fills_no_disk_and_known_texts_go_on_counting(self, site):
        today = timezone.localdate()
        SearchLogEntry.objects.bulk_create(
            (
                SearchLogEntry(day=today, site=site, query=f"{number}", count=1)
                for number in range(log.TEXTS_PER_DAY)
            ),
            batch_size=2000,
        )
        log.record(site, "một câu nữa", 1)
        log.record(site, "7", 5)
        assert SearchLogEntry.objects.count() == log.TEXTS_PER_DAY
        assert SearchLogEntry.objects.get(query="7").count == 2


@given(st.text(max_size=400) | st.from_regex(r"[ a-z0-9@.+-]{0,300}"))
def test_no_text_is_kept_with_a_long_number_or_an_address_in_it(query):
    kept = log.logged_form(query)
    assert len(kept) <= 200
    assert not re.search(r"\d{9}|\w@\w", kept)
    assert log.logged_form(kept) == kept


class PurgeTests:
    def test_only_what_is_older_than_the_setting_goes(self, site, settings):
        settings.GOVPORTAL_SEARCH_LOG_DAYS = 10
        add(site, "cũ", days_ago=10)
        add(site, "còn", days_ago=9)
        assert log.purge() == 1
        assert list(entries()) == ["còn"]

    def test_the_first_search_of_a_day_takes_the_old_ones_away(self, site, settings):
        settings.GOVPORTAL_SEARCH_LOG_DAYS = 10
        add(site, "cũ", days_ago=400)
        log.record(site, "mới", 1)
        assert list(entries()) == ["mới"]


@pytest.mark.parametrize(
    ("agent", "is_robot"),
    [
        ("", True),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", True),
        ("coccocbot-web/1.0 (+http://help.coccoc.com/searchengine)", True),
        ("curl/8.5.0", True),
        ("Mozilla/5.0 (Linux; Android 10; CUBOT X18) AppleWebKit/537.36 Chrome/120.0", False),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0", False),
    ],
)
def test_programs_that_say_so_are_not_readers(agent, is_robot):
    request = RequestFactory().get("/tim-kiem/", headers={"user-agent": agent})
    assert log.is_robot(request) is is_robot


class ReportTests:
    @pytest.fixture
    def portal(self, db):
        return make_portal()

    @pytest.fixture
    def component(self, portal):
        return make_component()

    def rows(self, client, **query):
        response = client.get(reverse("govportal_search_log"), query)
        assert response.status_code == 200
        return [
            (row["query"], row["searches"], row["unanswered"], row["most"])
            for row in response.context["object_list"]
        ]

    def test_texts_are_counted_over_the_days_and_the_most_frequent_stands_first(
        self, admin_client, portal
    ):
        add(portal.site, "đất đai", count=2, results=9, days_ago=1)
        add(portal.site, "đất đai", count=3, results=0, days_ago=2)
        add(portal.site, "cầu", count=4, results=1)
        assert self.rows(admin_client) == [("đất đai", 5, 3, 9), ("cầu", 4, 0, 1)]

    def test_without_a_period_the_last_days_are_shown(self, admin_client, portal):
        add(portal.site, "hôm nay")
        add(portal.site, "trong kỳ", days_ago=PERIOD - 1)
        add(portal.site, "trước kỳ", days_ago=PERIOD)
        assert {row[0] for row in self.rows(admin_client)} == {"hôm nay", "trong kỳ"}

    def test_a_period_may_be_chosen_by_both_ends_or_one(self, admin_client, portal):
        for days_ago in (0, 40, 100):
            add(portal.site, f"{days_ago}", days_ago=days_ago)
        today = timezone.localdate()

        def shown(**ends: date) -> set[str]:
            query = {f"day_{name}": day.strftime("%d/%m/%Y") for name, day in ends.items()}
            return {row[0] for row in self.rows(admin_client, **query)}

        start, end = today - timedelta(days=60), today - timedelta(days=10)
        assert shown(**{"from": start, "to": end}) == {"40"}
        assert shown(**{"from": start}) == {"0", "40"}
        assert shown(to=end) == {"40", "100"}

    def test_a_date_that_cannot_be_read_shows_the_usual_period(self, admin_client, portal):
        add(portal.site, "hôm nay")
        add(portal.site, "cũ", days_ago=100)
        assert {row[0] for row in self.rows(admin_client, day_from="mai")} == {"hôm nay"}

    def test_searches_without_results_can_be_asked_for(self, admin_client, portal):
        add(portal.site, "có", results=3)
        add(portal.site, "không", results=0)
        assert self.rows(admin_client, results="nothing") == [("không", 1, 1, 0)]

    def test_an_editor_sees_the_searches_of_the_own_site_alone(self, client, portal, component):
        add(portal.site, "của cổng")
        add(component.site, "của xã")
        client.force_login(make_officer("bien-tap-xa", component, "full_time_editor"))
        assert [row[0] for row in self.rows(client)] == ["của xã"]
        assert [row[0] for row in self.rows(client, site=portal.site.pk)] == ["của xã"]
        client.force_login(make_officer("truong-ban", portal, "board_head"))
        assert {row[0] for row in self.rows(client)} == {"của cổng", "của xã"}
        assert [row[0] for row in self.rows(client, site=component.site.pk)] == ["của xã"]

    def test_who_edits_no_site_has_neither_report_nor_menu_entry(self, client, portal):
        client.force_login(make_officer("cong-tac-vien", portal, "contributor"))
        assert client.get(reverse("govportal_search_log")).status_code in (302, 403)
        assert client.get(reverse("govportal_search_log_results")).status_code in (302, 403)
        assert "search-queries" not in client.get(reverse("wagtailadmin_home")).content.decode()
        client.force_login(make_officer("bien-tap", portal, "full_time_editor"))
        assert "search-queries" in client.get(reverse("wagtailadmin_home")).content.decode()

    def test_the_export_opens_in_spreadsheets_and_holds_no_formula(self, admin_client, portal):
        add(portal.site, "=cmd|' /c calc'!a0", count=7)
        add(portal.site, "đất đai")
        url = reverse("govportal_search_log")
        csv = admin_client.get(url, {"export": "csv"}).getvalue()
        assert csv.startswith(b"\xef\xbb\xbf")
        lines = csv.decode("utf-8-sig").splitlines()
        assert len(lines) == 3
        assert lines[1].startswith("'=cmd")
        assert "đất đai" in lines[2]
        assert admin_client.get(url, {"export": "xlsx"}).getvalue().startswith(b"PK")

    def test_the_list_is_paged_and_asks_as_often_for_many_rows(
        self, admin_client, portal, django_assert_max_num_queries
    ):
        for number in range(60):
            add(portal.site, f"câu {number}", count=number + 1)
        with django_assert_max_num_queries(30):
            response = admin_client.get(reverse("govportal_search_log"), {"p": 2})
        assert len(response.context["object_list"]) == 10
