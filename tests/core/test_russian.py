"""Russian pages: all kinds of content, the forms, and dates as Russian and English write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from govportal_wagtail.core import dates, form_language
from govportal_wagtail.core.search.question import Question
from govportal_wagtail.core.templatetags import govportal as tags
from govportal_wagtail.legal.public.list_query import ListQuery
from tests.core import foreign_world as world
from tests.editorial.message_builders import plain_portal
from tests.questions.builders import open_to_readers

HOST = "russian.localhost"
DAY = date(2026, 3, 5)


class DateTests:
    @pytest.mark.parametrize(
        ("language", "short", "long"),
        [
            ("vi", "05/03/2026", "ngày 05 tháng 3 năm 2026"),
            ("en", "05/03/2026", "5 March 2026"),
            ("ru", "05.03.2026", "5 марта 2026 г."),
        ],
    )
    def test_are_written_as_the_language_does(self, language, short, long):
        with translation.override(language):
            assert tags.vn_date(DAY) == short
            assert tags.vn_date_long(DAY) == long

    def test_keep_the_pattern_with_the_separator_of_the_language(self):
        moment = datetime(2026, 3, 4, 18, 30, tzinfo=UTC)
        with translation.override("ru"):
            assert tags.day_first(moment, "H:i, d/m/Y") == "01:30, 05.03.2026"
            assert tags.day_first(DAY, "d/m") == "05.03"
        with translation.override("en"):
            assert tags.day_first(moment, "H:i, d/m/Y") == "01:30, 05/03/2026"
        assert tags.day_first(None, "d/m") == tags.vn_date_long(None) == ""

    @pytest.mark.parametrize("language", ["vi", "en", "ru"])
    @pytest.mark.parametrize("text", ["05/03/2026", "05.03.2026", "5-3-2026", "2026-03-05"])
    def test_are_read_day_first_in_every_language(self, language, text):
        with translation.override(language):
            assert dates.read(text) == DAY
            assert forms.DateField().clean(text) == DAY

    @pytest.mark.parametrize("text", ["", "31.02.2026", "2026", "5 марта", "05/03", "\x00"])
    def test_nothing_else_is_a_date(self, text):
        assert dates.read(text) is None

    @pytest.mark.parametrize("language", ["vi", "en", "ru"])
    def test_filters_of_lists_take_them(self, rf, language):
        with translation.override(language):
            query = rf.get("/", {"issued_from": "05.03.2026", "from": "05.03.2026"}).GET
            listed, asked = ListQuery.from_parameters(query), Question.from_parameters(query)
        assert not listed.errors
        assert not asked.errors
        assert asked.filters["from"] == "2026-03-05"


class FormLanguageTests:
    def test_offers_what_the_settings_allow(self, settings):
        assert list(form_language.offered()) == ["vi", "en", "ru"]
        settings.LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
        assert list(form_language.offered()) == ["vi", "en"]

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        "name",
        [
            "govportal_core:counting",
            "govportal_editorial:slip_form",
            "govportal_editorial:tracking",
            "govportal_questions:ask",
        ],
    )
    def test_forms_speak_russian(self, client, name):
        open_to_readers(plain_portal())
        address = reverse(name)
        response = client.get(address, {"language": "ru"})
        text = response.content.decode()
        assert response["Content-Language"] == "ru"
        assert '<html lang="ru">' in text
        assert 'hreflang="ru"' in client.get(address).content.decode()


@pytest.fixture
def pages(db):
    portal = open_to_readers(plain_portal())
    return portal, world.make_branch(portal)


@pytest.mark.parametrize(
    ("section", "name"),
    [
        ("section", "article"),
        ("library", "document"),
        ("answers", "answer"),
        ("register", "project"),
        ("schedule", "week"),
    ],
)
def test_pages_of_every_kind_are_shown_in_russian(client, pages, section, name):
    portal, branch = pages
    world.foreign_home(portal.site, "ru", HOST, title="Портал провинции")
    above = world.in_language(branch[section], "ru", "Раздел")
    page = world.in_language(branch[name], "ru", "Страница")
    cache.clear()
    for address in ("/", f"/{above.slug}/", f"/{above.slug}/{page.slug}/"):
        response = client.get(address, headers={"host": HOST})
        assert response.status_code == 200, address
        text = response.content.decode()
        assert '<html lang="ru">' in text
        assert response["Content-Language"] == "ru"
        # Times aside, every date that is shown has dots.
        assert not re.search(r">[^<]*\b\d\d/\d\d/\d{4}", text), address
    assert "Страница" in text


def test_the_home_page_in_russian_shows_what_is_below_it(client, pages):
    portal, branch = pages
    home = world.foreign_home(portal.site, "ru", HOST, title="Портал провинции")
    section = world.in_language(branch["section"], "ru", "Новости")
    world.in_language(branch["article"], "ru", "Мост открыт")
    world.section_of(home, "news", branch["section"])
    cache.clear()
    text = client.get("/", headers={"host": HOST}).content.decode()
    assert "Мост открыт" in text
    assert "05.11.2026" in text
    assert f'href="/{section.slug}/"' in text
