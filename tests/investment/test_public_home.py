"""Projects on home pages and on the pages of agencies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, Site

from govportal_wagtail.investment.models import ProjectEntry
from govportal_wagtail.investment.public.home_sections import call_section, newest_section
from govportal_wagtail.investment.public.related import located_projects, owned_projects
from tests.investment.builders import make_investor, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(rf, register):
    request = rf.get("/")
    request.site = register.get_site()
    return request


def site_of(register) -> Site:
    return Site.objects.get(pk=register.get_site().pk)


def names(values) -> list[str]:
    return [item.title for item in values["items"]]


def test_newest_projects_and_the_way_to_all_of_them(register, request_):
    for number in range(7):
        make_project(register, title=f"Dự án {number}")
    values = newest_section(request_, site_of(register), {})
    assert names(values) == [f"Dự án {number}" for number in (6, 5, 4, 3, 2)]
    assert values["more_url"] == register.url
    assert all(item.address for item in values["items"])


def test_open_calls_stand_by_deadline_and_closed_ones_are_left_out(register, request_):
    today = timezone.localdate()
    for title, days in (("Muộn", 90), ("Sớm", 3), ("Đã qua", -1)):
        call = {"status": "calling", "kind": "call", "call_until": today + timedelta(days=days)}
        make_project(register, title=title, **call)
    make_project(register, title="Không nêu hạn", status="calling", kind="call")
    make_project(register, title="Đang làm")
    values = call_section(request_, site_of(register), {"count": 3})
    assert names(values) == ["Sớm", "Muộn", "Không nêu hạn"]
    assert values["more_url"] == f"{register.url}?xem=keu-goi"


def test_section_of_a_site_without_projects_is_empty(register, request_):
    assert names(newest_section(request_, site_of(register), {})) == []


def test_what_is_not_public_is_on_no_home_page(register, request_):
    make_project(register)
    ProjectEntry.objects.update(is_public=False)
    assert names(newest_section(request_, site_of(register), {})) == []


@pytest.mark.parametrize("section", [newest_section, call_section])
def test_sections_cost_the_same_with_many_projects(
    register, request_, section, django_assert_max_num_queries
):
    for number in range(6):
        make_project(register, title=f"Dự án {number}", status="calling", kind="call")
    site = site_of(register)
    with django_assert_max_num_queries(6):
        assert len(section(request_, site, {"count": 5})["items"]) == 5


def test_agency_shows_the_projects_it_owns(register, request_):
    investor = make_investor("Sở Y tế", "so-y-te")
    make_project(register, title="Trạm y tế", investor=investor)
    make_project(register, title="Của người khác")
    values = owned_projects(investor, Page.objects.get(pk=register.pk), request_)
    assert values is not None
    assert names(values) == ["Trạm y tế"]
    assert values["more_url"] == f"{register.url}?chu-dau-tu=so-y-te"


def test_commune_shows_the_projects_in_its_area(register, request_, communes):
    make_project(register, title="Ở đây", communes=communes)
    make_project(register, title="Nơi khác", communes=communes[1:])
    values = located_projects(communes[0], register, request_)
    assert values is not None
    assert names(values) == ["Ở đây"]
    assert values["more_url"] == f"{register.url}?xa={communes[0].code}"


def test_agency_without_projects_shows_nothing(register, request_, communes):
    investor = make_investor("Sở Y tế", "so-y-te")
    assert owned_projects(investor, register, request_) is None
    assert located_projects(investor, register, request_) is None
    assert located_projects(communes[0], register, request_) is None
