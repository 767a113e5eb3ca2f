"""Readers rate the information on pages, without a trace of who they are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from govportal_wagtail import conf
from govportal_wagtail.questions.models import PageRating
from govportal_wagtail.regulation.vocabulary import BodyKind, RoleCode
from tests.builders import make_article
from tests.editorial.item_builders import browse
from tests.isolation.world import make_place
from tests.questions.staff_builders import make_person

pytestmark = pytest.mark.django_db
MARKS = {"interface": "5", "content": "4", "quality": "3", "support": "2"}
REPORT = "govportal_rating_report"


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def place():
    return make_place("Portal", body=BodyKind.PORTAL, host="localhost")


@pytest.fixture
def page(place):
    return make_article(place.site.root_page, title="Thủ tục cấp phép")


def address(page):
    return reverse("govportal_questions:rating", args=[page.pk])


class WidgetTests:
    def test_below_every_public_page_and_the_same_for_everybody(self, page, client):
        first = client.get(page.get_url())
        assert f'action="{address(page)}"' in first.text
        assert first.text.count('type="radio"') == 20
        assert "csrfmiddlewaretoken" not in first.text
        assert not first.cookies
        assert client.get(page.get_url()).text == first.text

    def test_it_works_on_a_cached_page(self, page, client, django_assert_num_queries):
        client.get(page.get_url())
        with django_assert_num_queries(0):
            assert address(page) in client.get(page.get_url()).text

    def test_not_where_not_everybody_may_read(self, page, client):
        PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.PASSWORD, password="x"
        )
        session = client.session
        restriction = page.view_restrictions.get()
        session[restriction.passed_view_restrictions_session_key] = [restriction.pk]
        session.save()
        assert address(page) not in client.get(page.get_url()).text
        assert client.get(address(page)).status_code == 404
        assert client.post(address(page), MARKS).status_code == 404


class RatingTests:
    def test_four_marks_and_the_day(self, page, place, client):
        response = client.post(address(page), MARKS, follow=True)
        assert response.status_code == 200
        assert page.get_url() in response.text
        row = PageRating.objects.get()
        assert (row.interface, row.content, row.quality, row.support) == (5, 4, 3, 2)
        assert row.rated_on == timezone.localdate()
        assert row.portal_site == place.portal_site
        assert not client.cookies

    def test_one_mark_is_enough(self, page, client):
        client.post(address(page), {"support": "1"})
        row = PageRating.objects.get()
        assert (row.interface, row.support) == (None, 1)

    @pytest.mark.parametrize("data", [{}, {"support": "6"}, {"support": "x"}, {"other": "5"}])
    def test_nothing_is_no_rating(self, page, client, data):
        response = client.post(address(page), data)
        assert response.status_code == 422
        assert 'role="alert"' in response.text
        assert not PageRating.objects.exists()

    def test_the_form_by_itself(self, page, client):
        response = client.get(address(page))
        assert response.text.count('type="radio"') == 20
        assert "noindex" in response.text
        assert not response.cookies

    def test_only_public_pages_of_this_site(self, page, place, client):
        other = make_place("Xã", portal=place, body=BodyKind.COMMUNE, host="xa.localhost")
        elsewhere = make_article(other.site.root_page, title="Ở xã")
        draft = make_article(place.site.root_page, title="Nháp")
        draft.unpublish()
        for number in (elsewhere.pk, draft.pk, 999_999, 10**15):
            url = reverse("govportal_questions:rating", args=[number])
            assert client.post(url, MARKS).status_code == 404
        assert not PageRating.objects.exists()

    @pytest.mark.parametrize(
        "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}]
    )
    def test_other_sites_cannot_send_their_visitors(self, page, client, headers):
        assert client.post(address(page), MARKS, headers=headers).status_code == 403
        assert not PageRating.objects.exists()

    def test_a_range_of_addresses_is_slowed_and_others_are_not(self, page, client):
        allowed = conf.FORM_RATE[0]
        codes = [
            client.post(address(page), MARKS, REMOTE_ADDR=f"203.0.113.{number}").status_code
            for number in range(1, allowed + 3)
        ]
        assert codes == [302] * allowed + [429] * 2
        assert PageRating.objects.count() == allowed
        assert client.post(address(page), MARKS, REMOTE_ADDR="198.51.100.1").status_code == 302


class ReportTests:
    @pytest.fixture
    def editor(self, place):
        return make_person(place, RoleCode.FULL_TIME_EDITOR)

    def rated(self, page, place, days=0, **marks):
        day = timezone.localdate() - timedelta(days=days)
        return PageRating.objects.create(
            page=page, portal_site=place.portal_site, rated_on=day, **marks
        )

    def rows(self, user, query=""):
        response = browse(user).get(f"{reverse(REPORT)}?export=csv{query}")
        lines = response.getvalue().decode("utf-8-sig").strip().splitlines()
        return [line.split(",") for line in lines[1:]]

    def test_means_of_each_page(self, page, place, editor):
        self.rated(page, place, interface=5, content=1)
        self.rated(page, place, interface=4)
        [row] = self.rows(editor)
        assert row[0] == "Thủ tục cấp phép"
        assert row[2:] == ["2", "4.5", "1.0", "", ""]

    def test_of_each_section(self, page, place, editor):
        below = make_article(page, title="Trang con")
        self.rated(page, place, support=5)
        self.rated(below, place, support=2)
        [row] = self.rows(editor, "&by=sections")
        assert (row[0], row[2], row[6]) == ("Thủ tục cấp phép", "2", "3.5")
        assert len(self.rows(editor, "&by=pages")) == 2

    def test_of_a_period(self, page, place, editor):
        self.rated(page, place, days=100, support=5)
        assert self.rows(editor) == []
        day = timezone.localdate() - timedelta(days=120)
        [row] = self.rows(editor, f"&rated_on_from={day}")
        assert row[2] == "1"

    def test_of_the_users_sites_alone(self, page, place, editor):
        other = make_place("Xã", portal=place, body=BodyKind.COMMUNE, host="xa.localhost")
        elsewhere = make_article(other.site.root_page, title="Ở xã")
        self.rated(page, place, support=5)
        self.rated(elsewhere, other, support=1)
        local = make_person(other, RoleCode.FULL_TIME_EDITOR)
        assert [row[0] for row in self.rows(local)] == ["Ở xã"]
        assert {row[0] for row in self.rows(editor)} >= {"Thủ tục cấp phép"}

    def test_not_for_those_who_work_in_no_newsroom(self, place, page):
        user = make_person(place, RoleCode.CONTRIBUTOR)
        assert browse(user).get(reverse(REPORT)).status_code in (302, 403)

    def test_the_screen(self, page, place, editor):
        self.rated(page, place, support=5)
        text = browse(editor).get(reverse(REPORT)).content.decode()
        assert "Thủ tục cấp phép" in text
