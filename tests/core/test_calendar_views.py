"""The public page on how time limits are counted."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from govportal_wagtail.regulation import adoption, catalogue
from govportal_wagtail.regulation.models import CalendarOverride, CalendarYear, RegulationSettings
from tests import builders

pytestmark = pytest.mark.django_db

PAGE = "/cach-tinh-thoi-han/"
ASKED = {"category": "statistics", "date": "10/02/2026"}


@pytest.fixture
def site(settings):
    settings.GOVPORTAL_PROFILE = "camau-2026"
    return builders.make_site()


def get(client, **query):
    response = client.get(PAGE, query)
    assert response.status_code == 200
    return response


class PageTests:
    """What is there without a question."""

    def test_it_names_the_regulation_and_all_its_time_limits(self, client, site):
        content = get(client).content.decode()
        assert "68/2026/QĐ-UBND" in content
        for rule in catalogue.get("camau-2026").deadlines.values():
            assert rule.title in content

    def test_reading_writes_nothing(self, client, site):
        RegulationSettings.objects.all().delete()
        get(client)
        assert not RegulationSettings.objects.exists()

    def test_the_calendar_of_this_year_is_shown(self, client, site):
        response = get(client)
        assert response.context["year"] == timezone.localdate().year
        assert len(response.context["months"]) == 12

    def test_a_draft_says_so(self, client, site):
        adoption.adopt(site, "khanhhoa-2018-draft")
        assert "gp-alert--warning" in get(client).content.decode()

    @pytest.mark.parametrize("code", sorted(catalogue.profiles()))
    def test_it_works_with_every_profile(self, client, site, code):
        adoption.adopt(site, code)
        assert get(client).context["profile"].code == code

    def test_it_works_without_a_site_record_of_the_host(self, client, site):
        site.is_default_site = False
        site.save()
        assert client.get(PAGE, HTTP_HOST="unknown.localhost").status_code == 200

    def test_only_reading_is_allowed(self, client, site):
        assert client.post(PAGE).status_code == 405

    def test_no_answer_fills_the_page_cache(self, client, site):
        assert "no-cache" in get(client).headers["Cache-Control"]

    def test_only_the_page_itself_is_for_search_engines(self, client, site):
        assert "noindex" not in get(client).content.decode()
        assert "noindex" in get(client, **ASKED).content.decode()


class LanguageTests:
    """Vietnamese and English."""

    def test_the_language_of_the_portal_unless_asked(self, client, site):
        response = get(client)
        assert response.headers["Content-Language"] == "vi"
        assert '<html lang="vi"' in response.content.decode()

    def test_english_on_request(self, client, site):
        response = get(client, language="en")
        assert response.headers["Content-Language"] == "en"
        content = response.content.decode()
        assert '<html lang="en"' in content and "How time limits are counted" in content

    def test_the_language_of_the_site(self, client, site):
        home = builders.make_home(locale=builders.make_locale("en"), title="Portal")
        builders.make_site("english.localhost", root_page=home)
        response = client.get(PAGE, HTTP_HOST="english.localhost")
        assert response.headers["Content-Language"] == "en"

    @pytest.mark.parametrize("language", ["xx", "", "../en", "de"])
    def test_another_language_is_not_taken(self, client, site, language):
        assert get(client, language=language).headers["Content-Language"] == "vi"

    def test_the_answer_keeps_the_language(self, client, site):
        content = get(client, language="en", **ASKED).content.decode()
        assert '<input type="hidden" name="language" value="en">' in content
        assert "Tuesday, 03/03/2026" in content


class AnswerTests:
    """A question by address."""

    def test_the_date_with_every_day_that_was_not_counted(self, client, site):
        response = get(client, **ASKED)
        [answer] = response.context["answers"]
        assert answer.computed.due == date(2026, 3, 3)
        content = response.content.decode()
        assert "03/03/2026" in content
        for fact in answer.computed.skipped:
            assert f"{fact.day:%d/%m/%Y}" in content and fact.reason in content

    def test_a_day_entered_in_the_admin_counts_at_once(self, client, site):
        CalendarOverride.objects.create(date=date(2026, 3, 3), label="Nghỉ lũ", basis="Công văn 7")
        response = get(client, **ASKED)
        assert response.context["answers"][0].computed.due == date(2026, 3, 4)
        content = response.content.decode()
        assert "Nghỉ lũ" in content and "Công văn 7" in content

    def test_an_event_from_which_it_is_counted(self, client, site):
        asked = {"category": "science", "date": "2026-06-01", "event": "accepted"}
        [answer] = get(client, **asked).context["answers"]
        assert answer.computed.event == "accepted"

    def test_a_time_limit_without_a_date_says_so(self, client, site):
        [answer] = get(client, category="news", date="2026-06-01").context["answers"]
        assert answer.computed.due is None
        assert (
            "gp-counted__date" in get(client, category="news", date="2026-06-01").content.decode()
        )

    def test_a_year_without_notice_is_told(self, client, site):
        CalendarYear.objects.update_or_create(year=2031, defaults={"is_official": False})
        response = get(client, category="statistics", date="2031-03-03")
        assert response.context["answers"][0].computed.provisional_years == (2031,)
        assert "2031" in response.content.decode()

    def test_a_day_before_the_regulation_is_told(self, client, site):
        [answer] = get(client, **ASKED).context["answers"]
        assert not answer.was_in_force
        [answer] = get(client, category="statistics", date="2026-06-01").context["answers"]
        assert answer.was_in_force


class WrongInputTests:
    """Never an error page; the message stands at its field."""

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"date": "31/31/2026"}, "date"),
            ({"date": "10-2026"}, "date"),
            ({"date": ""}, "date"),
            ({"date": "0001-01-01"}, "date"),
            ({"date": "9999-12-31"}, "date"),
            ({"date": "2100-12-31"}, "date"),
            ({"date": "\x00"}, "date"),
            ({"date": "٠١/٠١/٢٠٢٦x"}, "date"),
            ({"category": "nothing"}, "category"),
            ({"category": "<script>"}, "category"),
            ({"category": ""}, "category"),
            ({"event": "nothing"}, "event"),
            ({"event": "issued"}, "event"),
        ],
    )
    def test_a_wrong_question(self, client, site, wrong, field):
        response = get(client, **(ASKED | wrong))
        assert response.context["answers"] == []
        assert list(response.context["form"].errors) == [field]
        content = response.content.decode()
        assert f'id="gp-count-{field}-error"' in content
        assert f'aria-describedby="gp-count-{field}-error"' in content
        assert "<script>" not in content.replace("<script type", "")

    @pytest.mark.parametrize("year", ["", "x", "1900", "2101", "-1", "99999999999", "²", "\x00"])
    def test_a_wrong_year(self, client, site, year):
        response = get(client, year=year)
        assert response.context["year"] == timezone.localdate().year
        assert 'id="gp-calendar-year-error"' in response.content.decode()

    @pytest.mark.parametrize("year", ["1901", "2026", "2100"])
    def test_a_right_year(self, client, site, year):
        assert get(client, year=year).context["year"] == int(year)
