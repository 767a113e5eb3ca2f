"""Feeds of projects: one for every set of filters, and none of what is not public."""

from __future__ import annotations

from xml.etree import ElementTree  # only what the portal itself wrote is read

import pytest
from wagtail.models import PageViewRestriction

from tests import builders
from tests.investment.builders import make_project, make_register

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def projects(register):
    make_project(register, title="Cầu Lam Kiều 2", code="C-1", objective="Nối hai bờ")
    make_project(register, title="Trường Đại Lĩnh", code="T-1", status="completed")
    return register


def address(register, query: str = "") -> str:
    return f"/du-lieu/du-an/{register.pk}.atom{query}"


def titles(response) -> list[str]:
    root = ElementTree.fromstring(response.content)  # noqa: S314
    return [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]


def test_newest_project_stands_first(client, projects):
    response = client.get(address(projects))
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    assert titles(response) == ["Trường Đại Lĩnh", "Cầu Lam Kiều 2"]


def test_filters_narrow_the_feed(client, projects):
    assert titles(client.get(address(projects, "?trang-thai=completed"))) == ["Trường Đại Lĩnh"]
    assert titles(client.get(address(projects, "?q=lam"))) == ["Cầu Lam Kiều 2"]


def test_entry_has_its_address_objective_and_investor(client, projects):
    root = ElementTree.fromstring(client.get(address(projects, "?q=C-1")).content)  # noqa: S314
    entry = root.find(f"{ATOM}entry")
    link = entry.find(f"{ATOM}link").get("href")
    assert client.get(link).status_code == 200
    assert entry.findtext(f"{ATOM}summary") == "Nối hai bờ"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Sở Xây dựng"


def test_filter_that_is_not_understood_is_answered_with_400(client, projects):
    assert client.get(address(projects, "?nam=la")).status_code == 400


def test_nobody_writes_to_a_feed(client, projects):
    assert client.post(address(projects)).status_code == 405


def test_feed_of_a_closed_register_does_not_exist(client, projects):
    PageViewRestriction.objects.create(page=projects, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(address(projects)).status_code == 404


def test_feed_of_another_site_does_not_exist(client, projects):
    other = builders.make_site("khac.example", root_page=builders.make_home(title="Khác"))
    elsewhere = make_register(other, slug="du-an-khac")
    assert client.get(address(elsewhere)).status_code == 404
    assert client.get(address(elsewhere), HTTP_HOST="khac.example").status_code == 200


def test_page_announces_the_feed_of_its_filters(client, projects):
    body = client.get(projects.url, {"nhom": "b"}).content.decode()
    assert f'href="{address(projects, "?nhom=b")}"' in body
    assert 'type="application/atom+xml"' in body


def test_pages_of_filters_that_are_not_understood_announce_no_feed(client, projects):
    assert "application/atom+xml" not in client.get(projects.url, {"nam": "la"}).content.decode()
