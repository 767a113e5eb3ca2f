"""The organisation chart: which units it shows, with which heads, and where they lead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from govportal_wagtail.core.models import AgencyKind, PortalSite, SiteState
from govportal_wagtail.pages.models import OrganisationPage
from govportal_wagtail.pages.organisation import chart as charts
from govportal_wagtail.regulation.vocabulary import BodyKind
from tests import builders
from tests.pages.organisation_world import (
    cost,
    make_agency_page,
    make_chart,
    make_commune,
    make_head,
    make_leader_page,
    make_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


@pytest.fixture
def home():
    return builders.make_site().root_page


@pytest.fixture
def province():
    return builders.make_agency()


@pytest.fixture
def department(province):
    return make_unit(province, "Sở Tư pháp")


@pytest.fixture
def page(home, province):
    return make_chart(home, province)


def context_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.context_data


def names(groups):
    return {group.code: [unit.name for unit in group.units] for group in groups}


def text(client, page):
    return client.get(page.url).content.decode()


def test_units_stand_by_kind_in_the_order_of_vietnamese_names(page, province, client):
    for name in ("Sở Y tế", "Sở Đất đai", "Sở Dân tộc"):
        make_unit(province, name)
    make_commune(province, "xã Song Phú")
    root = context_of(client, page)["chart"]
    assert root.name == province.name
    assert names(root.groups) == {
        AgencyKind.DEPARTMENT: ["Sở Dân tộc", "Sở Đất đai", "Sở Y tế"],
        AgencyKind.COMMUNE_PEOPLES_COMMITTEE: ["Ủy ban nhân dân xã Song Phú"],
    }


def test_units_below_units_hang_below_them(page, department, client):
    make_unit(department, "Phòng Hành chính", AgencyKind.INTERNAL_UNIT)
    root = context_of(client, page)["chart"]
    [shown] = root.groups[0].units
    assert names(shown.groups) == {AgencyKind.INTERNAL_UNIT: ["Phòng Hành chính"]}
    assert root.size == 2


def test_what_does_not_exist_today_is_left_out(page, province, client):
    today = timezone.localdate()
    make_unit(province, "Sở cũ", valid_to=today - timedelta(days=1))
    make_unit(province, "Sở sắp có", valid_from=today + timedelta(days=1))
    make_unit(province, "Sở hôm nay", valid_from=today, valid_to=today)
    root = context_of(client, page)["chart"]
    assert names(root.groups) == {AgencyKind.DEPARTMENT: ["Sở hôm nay"]}


def test_the_chairperson_is_no_unit(page, province, client):
    make_unit(province, "Chủ tịch Ủy ban nhân dân tỉnh", AgencyKind.CHAIR)
    assert context_of(client, page)["chart"].groups == []
    assert "gp-empty" in text(client, page)


@pytest.mark.parametrize(("depth", "shown"), [(0, 0), (1, 1), (2, 2), (3, 3)])
def test_levels_beyond_what_the_page_says_are_counted_only(home, province, client, depth, shown):
    above = province
    for number in range(3):
        above = make_unit(above, f"Cấp {number}")
    page = make_chart(home, province, depth_shown=depth)
    unit, levels = context_of(client, page)["chart"], 0
    while unit.groups:
        unit, levels = unit.groups[0].units[0], levels + 1
    assert levels == shown
    assert unit.size == 3 - shown
    assert unit.is_cut == (shown < 3)


def test_a_province_stops_at_its_communes_and_a_commune_shows_its_own(home, province, client):
    commune = make_commune(province, "xã Song Phú")
    make_unit(commune, "Phòng Kinh tế", AgencyKind.INTERNAL_UNIT)
    [unit] = context_of(client, make_chart(home, province))["chart"].groups[0].units
    assert (unit.groups, unit.size) == ([], 1)
    own = make_chart(home, commune)
    assert names(context_of(client, own)["chart"].groups) == {
        AgencyKind.INTERNAL_UNIT: ["Phòng Kinh tế"]
    }


def test_a_level_that_is_too_large_is_counted_only(page, province, client, monkeypatch):
    monkeypatch.setattr(charts, "MAX_UNITS", 3)
    for number in range(2):
        department = make_unit(province, f"Sở {number}")
        make_unit(department, f"Phòng {number}", AgencyKind.INTERNAL_UNIT)
    root = context_of(client, page)["chart"]
    assert [unit.is_cut for unit in root.groups[0].units] == [True, True]
    assert root.size == 4


def test_a_register_that_bites_its_tail_is_walked_once(page, province, department, client):
    type(province).objects.filter(pk=province.pk).update(parent=department)
    root = context_of(client, page)["chart"]
    assert names(root.groups) == {AgencyKind.DEPARTMENT: ["Sở Tư pháp"]}
    assert root.size == 1


def test_heads_of_today_with_public_posts_are_named(page, department, client):
    yesterday = timezone.localdate() - timedelta(days=1)
    make_head(department, "Giám đốc hôm nay")
    make_head(department, "Giám đốc cũ", ends_on=yesterday)
    make_head(department, "Không công khai", is_public=False)
    make_head(department, "Phó giám đốc", is_head=False)
    [unit] = context_of(client, page)["chart"].groups[0].units
    assert [head.name for head in unit.heads] == ["Giám đốc hôm nay"]
    shown = text(client, page)
    for name in ("Giám đốc cũ", "Không công khai", "Phó giám đốc"):
        assert name not in shown


def test_a_head_leads_to_the_page_of_the_leader(home, page, department, client):
    leader = make_leader_page(home, make_head(department))
    [unit] = context_of(client, page)["chart"].groups[0].units
    assert unit.heads[0].url == leader.url


def test_a_unit_leads_to_its_public_page(page, province, department, client):
    own = make_agency_page(page, department)
    draft = make_unit(province, "Sở Nội vụ")
    make_agency_page(page, draft, publish=False)
    closed = make_unit(province, "Sở Y tế")
    PageViewRestriction.objects.create(
        page=make_agency_page(page, closed), restriction_type="login"
    )
    units = {unit.name: unit for unit in context_of(client, page)["chart"].groups[0].units}
    assert units["Sở Tư pháp"].url == own.url
    assert (units["Sở Nội vụ"].url, units["Sở Y tế"].url) == ("", "")


def test_pages_of_another_organisation_are_not_led_to(home, page, province, department, client):
    elsewhere = make_chart(home, province, slug="khac")
    make_agency_page(elsewhere, department)
    [unit] = context_of(client, page)["chart"].groups[0].units
    assert unit.url == ""


def test_a_unit_leads_to_its_live_site_only(page, province, department, client):
    site = builders.make_site("stp.example.vn")
    component = PortalSite.objects.create(
        site=site, agency=department, body=BodyKind.AGENCY, state=SiteState.PREPARING
    )
    [unit] = context_of(client, page)["chart"].groups[0].units
    assert unit.site_url == ""
    component.state = SiteState.LIVE
    component.save()
    [unit] = context_of(client, page)["chart"].groups[0].units
    assert unit.site_url == "http://stp.example.vn/"


def test_names_are_those_of_the_language(home, province, client):
    make_unit(province, "Sở Tư pháp", name_en="Department of Justice")
    english = builders.make_home(title="Portal", locale=builders.make_locale("en"))
    builders.make_site("english.localhost", root_page=english)
    page = make_chart(english, province)
    response = client.get("/" + page.slug + "/", headers={"host": "english.localhost"})
    [unit] = response.context_data["chart"].groups[0].units
    assert unit.agency.name_en == "Department of Justice"


def test_the_chart_is_a_nested_list_that_names_its_units(page, department, client):
    make_unit(department, "Phòng Hành chính <b>", AgencyKind.INTERNAL_UNIT)
    shown = text(client, page)
    assert shown.count('<ul class="gp-chart__units">') == 2
    assert "Phòng Hành chính &lt;b&gt;" in shown
    assert "<details" in shown and "<summary" in shown


def test_a_new_page_can_be_previewed(home, province, department):
    page = OrganisationPage(title="Mới", slug="moi", agency=province)
    page.locale = home.locale
    parent = type(home).objects.get(pk=home.pk)
    page.depth, page.path = parent.depth + 1, parent._get_children_path_interval(parent.path)[0]
    page.set_url_path(parent)
    response = page.make_preview_request()
    assert response.status_code == 200
    assert "Sở Tư pháp" in response.content.decode()


def test_the_queries_do_not_grow_with_the_units(page, province, client):
    def grow(first, last):
        for number in range(first, last):
            unit = make_unit(province, f"Sở {number}")
            make_head(unit, f"Giám đốc {number}", starts_on=date(2025, 7, 1))
            make_unit(unit, f"Phòng {number}", AgencyKind.INTERNAL_UNIT)
            make_agency_page(page, unit)

    grow(0, 2)
    few = cost(client, page.url)
    grow(2, 12)
    assert cost(client, page.url) == few
