"""Lasting information comes up for review by the regulation's cycle; the rest on request."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.editorial import reviews
from govportal_wagtail.editorial.errors import FlowError
from govportal_wagtail.editorial.models import EditorialEvent, PageReview
from govportal_wagtail.editorial.vocabulary import EventKind
from govportal_wagtail.regulation import catalogue
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests import builders
from tests.editorial.afterwards_builders import Network, make_network, public_path
from tests.editorial.gate_builders import fresh


@pytest.fixture(autouse=True)
def _no_page_cache(settings) -> None:
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


@pytest.fixture
def network(db) -> Network:
    return make_network("vinhlong-2021")


@pytest.fixture
def editor(network):
    return network.officer(RoleCode.FULL_TIME_EDITOR)


@pytest.fixture
def page(network):
    return builders.make_standard(network.section, title="Chức năng, nhiệm vụ")


def review_of(page) -> PageReview:
    return PageReview.objects.get(page=page)


class CycleTests:
    @given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)), st.integers(1, 240))
    def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(self, day, months):
        later = reviews.add_months(day, months)
        assert (later.year - day.year) * 12 + later.month - day.month == months
        assert later.day == day.day or (
            later.day < day.day and (later + timedelta(days=1)).month != later.month
        )

    @pytest.mark.parametrize(
        "code", ["camau-2026", "vinhlong-2021", "backan-2018", "langson-2024", "vn-national"]
    )
    def test_where_the_text_names_no_period_it_is_a_year(self, code):
        assert reviews.months_for(catalogue.get(code)) == 12

    @pytest.mark.parametrize(
        ("period", "every", "times", "months"),
        [
            ("month", 1, 1, 1),
            ("quarter", 1, 1, 3),
            ("half_year", 1, 1, 6),
            ("year", 2, 1, 24),
            ("year", 1, 2, 6),
            ("month", 1, 4, 1),
            ("week", 1, 1, 12),
        ],
    )
    def test_period_of_the_regulation(self, period, every, times, months):
        from dataclasses import replace

        from govportal_wagtail.regulation.schema.rules import Cycle

        cycle = Cycle(key="review", subject="review", period=period, every=every, times=times)
        profile = replace(catalogue.get("vn-national"), cycles={"review": cycle})
        assert reviews.months_for(profile) == months


class PublicationTests:
    def test_lasting_page_is_to_be_reviewed_a_year_later(self, page):
        assert review_of(page).next_on == reviews.add_months(timezone.localdate(), 12)

    def test_article_and_home_page_have_no_date(self, network):
        numbers = [network.article.pk, network.portal.site.root_page_id]
        assert not PageReview.objects.filter(page__in=numbers).exists()

    def test_change_that_is_posted_counts_as_a_review(self, page):
        PageReview.objects.filter(page=page).update(next_on=date(2020, 1, 1))
        builders.publish_page(fresh(page))
        assert review_of(page).next_on > timezone.localdate()


class ReviewTests:
    def test_due_lists_the_earliest_first_and_only_public_pages(self, network, page):
        other = builders.make_standard(network.section, title="Liên hệ")
        hidden = builders.make_standard(network.section, title="Ẩn")
        days = {page.pk: date(2026, 3, 1), other.pk: date(2026, 2, 1), hidden.pk: date(2026, 1, 1)}
        for number, day in days.items():
            PageReview.objects.filter(page=number).update(next_on=day)
        fresh(hidden).unpublish()
        found = reviews.due(date(2026, 3, 1))
        assert [review.page_id for review in found] == [other.pk, page.pk]
        assert [review.page_id for review in reviews.due(date(2026, 2, 28))] == [other.pk]

    def test_still_correct_sets_the_next_date_and_is_logged(self, page, editor):
        PageReview.objects.filter(page=page).update(next_on=date(2026, 1, 1))
        reviews.still_correct(review_of(page), editor)
        review = review_of(page)
        assert (review.last_on, review.last_by) == (timezone.localdate(), editor)
        assert review.next_on == reviews.add_months(timezone.localdate(), 12)
        assert EditorialEvent.objects.filter(page_id=page.pk, kind=EventKind.REVIEWED).count() == 1

    def test_archived_page_says_so_at_its_address_and_is_not_due(self, page, editor):
        reviews.archive(review_of(page), editor, reason="Đã hợp nhất")
        today = timezone.localdate().strftime("%d/%m/%Y")
        html = Client().get(public_path(page), headers={"host": "localhost"}).content.decode()
        assert 'role="note"' in html
        assert today in html
        assert not reviews.due(date(2100, 1, 1)).filter(page=page).exists()
        with pytest.raises(FlowError):
            reviews.still_correct(review_of(page), editor)
        reviews.keep_up_again(review_of(page), editor)
        html = Client().get(public_path(page), headers={"host": "localhost"}).content.decode()
        assert 'role="note"' not in html

    def test_change_of_an_archived_page_takes_it_out_of_the_archive(self, page, editor):
        reviews.archive(review_of(page), editor)
        builders.publish_page(fresh(page))
        assert review_of(page).archived_on is None

    def test_old_revision_that_is_restored_stays_archived(self, page, editor):
        reviews.archive(review_of(page), editor)
        live = fresh(page)
        revision = live.live_revision
        past = timezone.now() - timedelta(days=3)
        type(revision).objects.filter(pk=revision.pk).update(created_at=past)
        live.unpublish()
        revision.refresh_from_db()
        revision.publish()
        assert review_of(page).archived_on is not None

    def test_board_asks_for_the_review_of_an_article(self, network, editor):
        day = timezone.localdate() + timedelta(days=5)
        reviews.ask(network.article, editor, next_on=day, reason="Số liệu cũ")
        assert reviews.due(day).filter(page=network.article.pk).exists()
        reviews.still_correct(review_of(network.article), editor)
        assert EditorialEvent.objects.filter(page_id=network.article.pk).count() == 2

    def test_only_the_newsroom_of_the_site_answers(self, network, page):
        for user in (
            network.officer(RoleCode.UNIT_HEAD),
            network.officer(RoleCode.BOARD_HEAD, on=network.commune),
        ):
            with pytest.raises(PermissionDenied):
                reviews.still_correct(review_of(page), user)
            with pytest.raises(PermissionDenied):
                reviews.archive(review_of(page), user)


class ScreenTests:
    def test_still_correct_is_one_click_and_goes_back_to_the_list(self, page, editor, client):
        client.force_login(editor)
        index = reverse("editorial_after:reviews")
        PageReview.objects.filter(page=page).update(next_on=date(2026, 1, 1))
        rows = client.get(index, {"show": "due"}).context["rows"]
        assert [row.page_id for row in rows] == [page.pk]
        correct = reverse("editorial_after:review_correct", args=[review_of(page).pk])
        assert client.get(correct).status_code == 405
        response = client.post(correct, {"next": f"{index}?show=due"})
        assert response.url == f"{index}?show=due"
        assert not client.get(index, {"show": "due"}).context["rows"]

    def test_address_of_another_host_is_not_followed(self, page, editor, client):
        client.force_login(editor)
        correct = reverse("editorial_after:review_correct", args=[review_of(page).pk])
        response = client.post(correct, {"next": "https://example.com/"})
        assert response.url == reverse("editorial_after:reviews")

    def test_archive_from_the_page_of_the_review(self, network, editor, client):
        client.force_login(editor)
        address = reverse("editorial_after:review", args=[network.article.pk])
        assert client.get(address).status_code == 200
        archive = reverse("editorial_after:archive", args=[network.article.pk])
        client.post(archive, {"reason": "Cũ"})
        assert review_of(network.article).archived_on == timezone.localdate()
        index = reverse("editorial_after:reviews")
        rows = client.get(index, {"show": "archived"}).context["rows"]
        assert [row.page_id for row in rows] == [network.article.pk]

    def test_day_that_has_passed_is_refused(self, network, editor, client):
        client.force_login(editor)
        ask = reverse("editorial_after:review_ask", args=[network.article.pk])
        response = client.post(ask, {"next_on": "2020-01-01", "reason": "x"})
        assert response.status_code == 422
        assert not PageReview.objects.filter(page=network.article.pk, next_on__isnull=False)

    def test_pages_of_another_site_are_not_found(self, network, page, client):
        client.force_login(network.officer(RoleCode.BOARD_HEAD, on=network.commune))
        correct = reverse("editorial_after:review_correct", args=[review_of(page).pk])
        archive = reverse("editorial_after:archive", args=[page.pk])
        assert client.post(correct).status_code == 404
        assert client.post(archive).status_code == 404
        assert review_of(page).archived_on is None
