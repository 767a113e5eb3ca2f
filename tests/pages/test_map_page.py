"""The administrative map: picture, words, and the units of the area."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from govportal_wagtail.core.models import AgencyKind, PortalSite, SiteState
from govportal_wagtail.pages.models import AdministrativeMapPage
from govportal_wagtail.regulation.vocabulary import BodyKind
from tests import builders
from tests.pages.organisation_world import (
    cost,
    make_agency_page,
    make_chart,
    make_commune,
    make_map,
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
def page(home, province):
    return make_map(home, province)


def context_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.context_data


def text(client, page):
    return client.get(page.url).content.decode()


def areas(context):
    return [[area.name for area in group.areas] for group in context["area_groups"]]


def test_the_picture_says_what_it_shows(home, province, client):
    page = make_map(
        home,
        province,
        image=builders.make_image(),
        image_alt="Bản đồ 64 xã, phường",
        source="Sở Nông nghiệp và Môi trường",
        description="<p>Phía bắc giáp tỉnh bạn</p>",
    )
    shown = text(client, page)
    assert 'alt="Bản đồ 64 xã, phường"' in shown
    assert "Sở Nông nghiệp và Môi trường" in shown
    assert "Phía bắc giáp tỉnh bạn" in shown


def test_a_picture_without_words_is_refused(home, province):
    page = AdministrativeMapPage(
        title="Bản đồ", agency=province, image=builders.make_image(), image_alt="  "
    )
    with pytest.raises(ValidationError) as caught:
        page.clean()
    assert list(caught.value.message_dict) == ["image_alt"]


def test_the_file_can_be_taken_away(home, province, client):
    document = builders.make_file(title="Bản đồ khổ A0", name="ban-do.pdf")
    page = make_map(home, province, document=document)
    shown = text(client, page)
    assert "Bản đồ khổ A0" in shown
    assert document.url in shown


def test_a_map_without_anything_says_so(page, client):
    assert "gp-empty" in text(client, page)


def test_units_stand_by_kind_in_the_order_of_their_own_names(page, province, client):
    for name in ("xã Yên Bình", "phường Đức Xuân", "xã An Hòa", "đặc khu Thổ Châu", "xã Ân Tình"):
        make_commune(province, name)
    make_commune(province, "xã cũ", valid_to=date(2025, 6, 30))
    make_unit(province, "Sở Tư pháp")
    context = context_of(client, page)
    assert areas(context) == [
        ["Phường Đức Xuân"],
        ["Xã An Hòa", "Xã Ân Tình", "Xã Yên Bình"],
        ["Đặc khu Thổ Châu"],
    ]
    assert context["total"] == 5


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Uỷ ban nhân dân xã Song Phú", "Xã Song Phú"),
        ("UBND phường 1", "Phường 1"),
        ("Thị trấn Chi Lăng", "Thị trấn Chi Lăng"),
    ],
)
def test_units_are_named_without_their_committee(page, province, client, name, shown):
    make_unit(province, name, AgencyKind.COMMUNE_PEOPLES_COMMITTEE)
    assert areas(context_of(client, page)) == [[shown]]


def test_the_map_of_a_commune_has_no_units(home, province, client):
    commune = make_commune(province, "xã Song Phú")
    page = make_map(home, commune)
    assert context_of(client, page)["area_groups"] == []


def test_a_unit_leads_to_its_site_or_else_to_its_page(home, page, province, client):
    with_site = make_commune(province, "xã An Hòa")
    PortalSite.objects.create(
        site=builders.make_site("anhoa.example.vn"),
        agency=with_site,
        body=BodyKind.COMMUNE,
        state=SiteState.LIVE,
    )
    with_page = make_commune(province, "xã Bình Minh")
    own = make_agency_page(make_chart(home, province), with_page)
    make_commune(province, "xã Yên Bình")
    [group] = context_of(client, page)["area_groups"]
    urls = [area.url for area in group.areas]
    assert urls == ["http://anhoa.example.vn/", own.relative_url(home.get_site()), ""]


def test_the_queries_do_not_grow_with_the_units(home, page, province, client):
    chart = make_chart(home, province)

    def grow(first, last):
        for number in range(first, last):
            make_agency_page(chart, make_commune(province, f"xã Số {number}"))

    grow(0, 2)
    few = cost(client, page.url)
    grow(2, 12)
    assert cost(client, page.url) == few
