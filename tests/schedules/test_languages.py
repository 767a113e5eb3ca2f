"""Schedules and pages on who governs in other languages: nothing Vietnamese but what must be."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import trans_real
from wagtail.models import Page

from govportal_wagtail.core.models import Agency, AgencyKind
from govportal_wagtail.schedules.models import ScheduleIndexPage
from govportal_wagtail.schedules.vocabulary import ItemStatus, Session, Visibility
from govportal_wagtail.schedules.weeks import Week
from tests import builders
from tests.core.portal_builders import make_portal
from tests.pages import organisation_builders as make
from tests.pages import organisation_world as world
from tests.schedules.builders import item, make_post, make_week

pytestmark = pytest.mark.django_db
#: Letters that only Vietnamese has among the languages of a portal.
_VIETNAMESE = re.compile(
    "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)
HOST = "foreign.localhost"


@pytest.fixture(params=["en", "ru"])
def language(request, settings, monkeypatch):
    known = [("vi", "Tiếng Việt"), ("en", "English"), ("ru", "Русский")]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = known
    # As with a Russian catalogue: what it could not translate would be in Vietnamese.
    catalogue = trans_real.DjangoTranslation("ru")
    catalogue._fallback = None
    monkeypatch.setitem(trans_real._translations, "ru", catalogue)
    return request.param


@pytest.fixture
def agency(portal):
    agency = portal.agency
    Agency.objects.filter(pk=agency.pk).update(
        name_en="Provincial People's Committee", name_ru="Народный комитет", address="1 Main St."
    )
    return Agency.objects.get(pk=agency.pk)


@pytest.fixture
def portal():
    return make_portal("backan-2018")


@pytest.fixture
def home(portal, language):
    page = portal.site.root_page.specific.copy_for_translation(builders.make_locale(language))
    page.title = "Portal"
    builders.publish_page(page)
    builders.make_site(HOST, root_page=page)
    return Page.objects.get(pk=page.pk)


def read(client, page, query=""):
    cache.clear()
    address = urlsplit(page.url).path
    response = client.get(f"{address}{query}", headers={"host": HOST})
    assert response.status_code == 200, address
    return BeautifulSoup(response.content.decode(), "html.parser")


def vietnamese_of(soup):
    """What is Vietnamese in the page and does not say so."""
    main = soup.find("main")
    for each in main.select('[lang="vi"]'):
        each.decompose()
    texts = [text.strip() for text in main.find_all(string=_VIETNAMESE)]
    names = ("aria-label", "title", "alt", "placeholder")
    texts += [each[name] for each in main.find_all(True) for name in names if each.get(name)]
    return [text for text in texts if _VIETNAMESE.search(text)]


@pytest.fixture
def person(agency):
    return make_post(
        agency, "Nguyen Van An", title_en="Chairperson", title_ru="Председатель", is_head=True
    )


def test_schedules(client, agency, home, person, language):
    week = Week.of(timezone.localdate())
    schedule = builders.add_page(
        home, ScheduleIndexPage(title="Schedule", slug="schedule", agency=agency)
    )
    off = {"status": ItemStatus.POSTPONED, "change_reason": "Storm"}
    deputy = make_post(agency, "Tran Binh", "Phó Chủ tịch", rank=3)
    page = make_week(
        schedule,
        item(week.monday, time(7, 30), "Meeting", chairs=(person,), participants=(deputy,)),
        item(week.monday, None, "Visit", session=Session.AFTERNOON, place="Hall 1"),
        item(week.monday + timedelta(days=1), None, "Work", session=Session.ALL_DAY, **off),
        item(week.monday, time(15), "Secret", visibility=Visibility.BUSY, chairs=(person,)),
        week=week,
    )
    page.title = "Week"
    builders.publish_page(page)
    month = f"{week.monday:%Y-%m}"
    for shown, query in (
        *((schedule, ""), (schedule, "?view=leaders"), (schedule, f"?leader={person.person_id}")),
        *((schedule, f"?month={month}"), (schedule, f"?archive={week.year}"), (page, "")),
    ):
        soup = read(client, shown, query)
        assert soup.html["lang"] == language
        assert vietnamese_of(soup) == [], query
    text = read(client, page).get_text(" ")
    assert "07:30" in text
    assert ("Chairperson" if language == "en" else "Председатель") in text
    assert 'lang="vi">Phó Chủ tịch' in str(read(client, page))
    if language == "en":
        for word in ("Monday", "Afternoon", "Working"):
            assert word in text, word


def test_pages_on_who_governs(client, agency, home, person, language):
    unit = world.make_unit(agency, "Health", AgencyKind.DEPARTMENT, email="a@b.vn")
    world.make_unit(unit, "Office", AgencyKind.INTERNAL_UNIT, address="1 Main St.")
    world.make_commune(agency, "xã Song Phu", name_en="Song Phu Commune", name_ru="Шонгфу")
    world.make_unit(None, "Old Committee", valid_to=date(2025, 6, 30), successor=agency)
    make.make_post(agency, "Le Binh", "Deputy", ends_on=date(2020, 1, 1), starts_on=None)
    make.make_post(unit, "Vo Giang", "Director", phone="1", fax="2", email="a@b.vn", is_head=True)
    clinic = world.make_unit(agency, "Sở Y tế")
    make.make_post(clinic, "Ta Minh", "Giám đốc", is_head=True)
    make.make_post(agency, "Do Binh", "Phó Chủ tịch")
    leaders = make.make_leaders(home, agency, title="Leaders")
    leader = make.make_leader(leaders, person.person, duties="<p>All</p>", biography="<p>B</p>")
    directory = make.make_directory(home, agency, title="Directory")
    chart = world.make_chart(home, agency)
    own = world.make_agency_page(chart, agency, title="Committee", functions="<p>All</p>")
    chart.refresh_from_db()
    chart.title = "Organisation"
    builders.publish_page(chart)
    image = builders.make_image("map")
    area = world.make_map(home, agency, image=image, image_alt="Map", description="<p>Sea</p>")
    area.title = "Map"
    builders.publish_page(area)
    for page, query in (
        *((leaders, ""), (leaders, "?former=1"), (leader, ""), (directory, ""), (chart, "")),
        *((directory, "?q=binh"), (directory, "?q=nobody"), (own, ""), (area, "")),
    ):
        soup = read(client, page, query)
        assert soup.html["lang"] == language
        assert vietnamese_of(soup) == [], (page, query)
    for page, texts in (
        (leaders, ["Phó Chủ tịch"]),
        (directory, ["Phó Chủ tịch", "Giám đốc", "Sở Y tế"]),
        (chart, ["Giám đốc", "Sở Y tế"]),
        (own, ["Phó Chủ tịch", "Giám đốc", "Sở Y tế"]),
    ):
        marked = [each.get_text() for each in read(client, page).main.select('span[lang="vi"]')]
        assert set(texts) <= set(marked), page
