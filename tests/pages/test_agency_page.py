"""The page of an agency: what the registers know of it, and what other apps add."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from govportal_wagtail.core.models import AgencyKind
from govportal_wagtail.core.registries import RelatedPart, agency_parts
from govportal_wagtail.pages.models import AgencyPage
from tests import builders
from tests.pages.organisation_world import (
    cost,
    make_agency_page,
    make_chart,
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
    return make_unit(
        province,
        "Sở Tư pháp",
        address="12 Lê Lợi",
        phone="0290 111 222",
        email="stp@example.vn",
        website="https://stp.example.vn/",
        working_hours="7h30 - 17h00",
    )


@pytest.fixture
def chart(home, province):
    return make_chart(home, province)


@pytest.fixture
def page(chart, department):
    return make_agency_page(chart, department)


def context_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.context_data


def text(client, page):
    return client.get(page.url).content.decode()


def test_shows_functions_with_their_basis_and_the_history(chart, department, client):
    page = make_agency_page(
        chart,
        department,
        lead="Cơ quan chuyên môn",
        functions="<p>Tham mưu về công tác tư pháp</p>",
        functions_basis="Quyết định số 12/2026/QĐ-UBND",
        history="<p>Thành lập năm 1982</p>",
    )
    shown = text(client, page)
    for each in (
        "Cơ quan chuyên môn",
        "Tham mưu về công tác tư pháp",
        "Quyết định số 12/2026/QĐ-UBND",
        "Thành lập năm 1982",
    ):
        assert each in shown


def test_shows_the_contacts_of_the_register(page, client):
    shown = text(client, page)
    for each in ("12 Lê Lợi", "0290 111 222", "stp@example.vn", "https://stp.example.vn/", "7h30"):
        assert each in shown


def test_what_is_empty_has_no_heading(chart, province, client):
    shown = text(client, make_agency_page(chart, province))
    for anchor in ("gp-functions", "gp-officers", "gp-contacts", "gp-history"):
        assert f'id="{anchor}"' not in shown


def test_officers_of_today_with_the_head_first(page, department, client):
    make_head(department, "Phó giám đốc", is_head=False, rank=1)
    make_head(department, "Giám đốc", rank=50, phone="0913 000 111")
    make_head(department, "Người cũ", ends_on=date(2020, 1, 1))
    make_head(department, "Không công khai", is_public=False, phone="0999 999 999")
    officers = context_of(client, page)["officers"]
    assert [each.name for each in officers] == ["Giám đốc", "Phó giám đốc"]
    shown = text(client, page)
    assert "0913 000 111" in shown
    assert "Người cũ" not in shown
    assert "0999 999 999" not in shown


def test_what_the_register_notes_of_people_is_not_shown(page, department, client):
    post = make_head(department)
    post.person.note = "ghi chú nội bộ"
    post.person.save()
    assert "ghi chú nội bộ" not in text(client, page)


def test_officers_lead_to_their_public_pages(home, page, department, client):
    leader = make_leader_page(home, make_head(department, "Lê Hoa"))
    hidden = make_leader_page(home, make_head(department, "Trần Bình", rank=200))
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    urls = {each.name: each.url for each in context_of(client, page)["officers"]}
    assert urls == {"Lê Hoa": leader.url, "Trần Bình": ""}


def test_units_of_today_by_kind_and_the_agency_above(chart, page, province, department, client):
    above = make_agency_page(chart, province)
    make_unit(department, "Văn phòng", AgencyKind.INTERNAL_UNIT)
    make_unit(department, "Trung tâm Trợ giúp pháp lý", AgencyKind.PUBLIC_SERVICE_UNIT)
    make_unit(department, "Phòng cũ", AgencyKind.INTERNAL_UNIT, valid_to=date(2020, 1, 1))
    context = context_of(client, page)
    assert [[unit.name for unit in group.units] for group in context["unit_groups"]] == [
        ["Văn phòng"],
        ["Trung tâm Trợ giúp pháp lý"],
    ]
    assert context["parent_unit"].url == above.url


def test_says_what_was_merged_into_the_agency(page, department, client):
    make_unit(
        None,
        "Sở Tư pháp cũ",
        valid_to=date(2025, 6, 30),
        successor=department,
        succession_basis="Nghị quyết số 9/NQ-HĐND",
    )
    split = make_unit(None, "Ban Pháp chế", valid_to=date(2024, 6, 30))
    split.further_successors.add(department)
    names = [each.name for each in context_of(client, page)["predecessors"]]
    assert names == ["Sở Tư pháp cũ", "Ban Pháp chế"]
    shown = text(client, page)
    assert "Nghị quyết số 9/NQ-HĐND" in shown
    assert "30/6/2025" in shown or "30/06/2025" in shown


def test_an_agency_that_ended_names_who_took_over(chart, province, client):
    heir = make_unit(province, "Sở Nội vụ")
    gone = make_unit(
        province, "Sở Lao động", valid_to=timezone.localdate() - timedelta(days=1), successor=heir
    )
    page = make_agency_page(chart, gone)
    assert [each.name for each in context_of(client, page)["successors"]] == ["Sở Nội vụ"]
    assert "Sở Nội vụ" in text(client, page)


def test_parts_of_other_apps_stand_in_their_order_and_empty_ones_do_not(
    page, department, client, monkeypatch
):
    def part(code, order, context):
        template = "govportal/pages/parts/news.html"
        return RelatedPart(code, f"Phần {code}", template, lambda *_args: context, order)

    entries = {"sau": part("sau", 90, {"items": []}), "truoc": part("truoc", 10, {"items": []})}
    monkeypatch.setattr(agency_parts, "_entries", entries | {"rong": part("rong", 5, None)})
    related = context_of(client, page)["related"]
    assert [each.code for each in related] == ["truoc", "sau"]
    assert text(client, page).index("Phần truoc") < text(client, page).index("Phần sau")


def test_shows_the_news_for_which_the_agency_answers(home, page, province, department, client):
    section = builders.make_section(home)
    builders.make_article(section, title="Bài của sở", agency=department)
    builders.make_article(section, title="Bài của tỉnh", agency=province)
    builders.make_article(section, title="Bài nháp", agency=department, publish=False)
    closed = builders.make_section(home, title="Nội bộ")
    builders.make_article(closed, title="Bài kín", agency=department)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    other = builders.make_site("so.example.vn")
    builders.make_article(
        builders.make_section(other.root_page), title="Bài nơi khác", agency=department
    )
    shown = text(client, page)
    assert "Bài của sở" in shown
    for title in ("Bài của tỉnh", "Bài nháp", "Bài kín", "Bài nơi khác"):
        assert title not in shown


def test_a_new_page_can_be_previewed(chart, department):
    page = AgencyPage(title="Mới", slug="moi", agency=department)
    parent = type(chart).objects.get(pk=chart.pk)
    page.locale = parent.locale
    page.depth, page.path = parent.depth + 1, parent._get_children_path_interval(parent.path)[0]
    page.set_url_path(parent)
    response = page.make_preview_request()
    assert response.status_code == 200
    assert "0290 111 222" in response.content.decode()


def test_the_queries_do_not_grow(home, chart, page, department, client):
    section = builders.make_section(home)
    library = builders.make_library(home)

    def grow(first, last):
        for number in range(first, last):
            unit = make_unit(department, f"Phòng {number}", AgencyKind.INTERNAL_UNIT)
            make_head(unit, f"Trưởng phòng {number}")
            make_head(department, f"Phó giám đốc {number}", is_head=False)
            make_agency_page(chart, unit)
            make_unit(None, f"Cũ {number}", valid_to=date(2025, 6, 30), successor=department)
            builders.make_article(section, title=f"Bài {number}", agency=department)
            builders.make_document(library, f"{number + 1}/2026/QĐ-STP", issuer=department)

    grow(0, 2)
    few = cost(client, page.url)
    grow(2, 8)
    assert cost(client, page.url) == few
