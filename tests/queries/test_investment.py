"""Public pages of projects cost the same in large registers as in small ones."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from govportal_wagtail.core.models import PortalSite
from govportal_wagtail.investment.models import (
    FigureChange,
    ProjectEntry,
    ProjectIndexPage,
    ProjectPhoto,
    ProjectState,
    ProjectUpdate,
)
from govportal_wagtail.investment.public.list_query import ProjectQuery
from govportal_wagtail.investment.public.listing import entries_of
from tests import builders
from tests.core.portal_builders import make_portal
from tests.investment.builders import (
    BILLION,
    capital,
    decision,
    make_communes,
    make_investor,
    make_project,
    make_register,
    make_source,
    package,
)

pytestmark = pytest.mark.django_db

#: Far above what a page costs today and far below what one query per row would.
CEILING = 60
FILTERS = "q=d%E1%BB%B1&linh-vuc=giao-thong&nam=2026&nguon=oda&xa=xa-song-phu&tu=1"


@pytest.fixture
def portal(settings) -> PortalSite:
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0
    settings.GOVPORTAL_PAGE_SIZE = 50
    return make_portal()


@pytest.fixture
def register(portal) -> ProjectIndexPage:
    return make_register(portal)


def fill(register: ProjectIndexPage, first: int, last: int) -> None:
    """Projects with a field, investor, communes and sources of their own."""
    communes = make_communes()
    for number in range(first, last):
        make_project(
            register,
            title=f"Dự án {number}",
            field=builders.make_field(
                f"linh-vuc-{number}", parent=builders.make_field("giao-thong")
            ),
            investor=make_investor(f"Ban {number}", f"ban-{number}"),
            communes=communes,
            status="calling" if number % 2 else "in_progress",
            call_until=date(2027, 1, 1),
            capital=[
                capital(2026, make_source("oda"), planned=BILLION, disbursed=BILLION),
                capital(2027, make_source(f"nguon-{number}"), planned=BILLION),
            ],
        )


def queries(client, address: str) -> int:
    def get() -> None:
        response = client.get(address)
        assert response.status_code == 200, address

    get()
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        get()
    return len(captured)


@pytest.mark.parametrize("view", ["", "bang", "ban-do", "keu-goi", "feed", "filtered"])
def test_register_costs_the_same_with_many_projects(client, register, view):
    address = {
        "feed": f"/du-lieu/du-an/{register.pk}.atom",
        "filtered": f"{register.url}?{FILTERS}",
    }.get(view, f"{register.url}?xem={view}")
    fill(register, 0, 4)
    few = queries(client, address)
    fill(register, 4, 20)
    assert queries(client, address) == few
    assert few <= CEILING


def parts(number: int) -> dict[str, Any]:
    """So many rows of every part of a project."""
    rows = range(number)
    return {
        "capital": [capital(2000 + each, planned=BILLION, disbursed=BILLION) for each in rows],
        "decisions": [decision(f"{each}/QĐ-UBND") for each in rows],
        "packages": [package(f"Gói {each}", decision=f"{each}/QĐ-BQL") for each in rows],
        "states": [ProjectState(status="in_progress", since=str(2000 + each)) for each in rows],
        "updates": [ProjectUpdate(date=date(2026, 1, 1), title=str(each)) for each in rows],
        "photos": [ProjectPhoto(image=builders.make_image(), alt_text="Cầu") for _each in rows],
    }


def test_page_of_a_project_costs_the_same_with_many_parts(client, register):
    values = {"planned_start": "2000", "planned_end": "2030"}
    small = make_project(register, communes=make_communes()[:1], **values, **parts(2))
    large = make_project(register, communes=make_communes(), **values, **parts(12))
    for page, number in ((small, 2), (large, 12)):
        for each in range(number):
            FigureChange.objects.create(
                page_id=page.pk,
                translation_key=page.translation_key,
                code=page.code,
                figure="planned",
                source_code="provincial-budget",
                before=str(each),
                after="1",
                at=page.last_published_at,
            )
    few = queries(client, small.url)
    assert queries(client, large.url) == few
    assert few <= CEILING


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the plan as SQLite writes it")
@pytest.mark.parametrize("asked", ["", "trang-thai=completed", "xa=xa-song-phu", "nguon=oda"])
def test_list_reads_no_table_from_end_to_end(register, asked):
    query = ProjectQuery.from_parameters(QueryDict(asked))
    found = query.ordered(query.filtered(entries_of(register)))[:20]
    plan = found.explain()
    assert f"SCAN {ProjectEntry._meta.db_table}\n" not in f"{plan}\n", plan
