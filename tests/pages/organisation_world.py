"""Builders of a province with its units, their heads, and the pages that show them."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from govportal_wagtail.core.models import Agency, AgencyKind, AgencyLevel, Post
from govportal_wagtail.pages.models import (
    AdministrativeMapPage,
    AgencyPage,
    LeaderPage,
    LeadersPage,
    OrganisationPage,
)
from tests import builders
from tests.core.organisation_builders import make_person, make_post


def make_unit(
    parent: Agency | None, name: str, kind: str = AgencyKind.DEPARTMENT, **fields: Any
) -> Agency:
    """An agency below another one."""
    number = Agency.objects.count()
    fields.setdefault("level", AgencyLevel.PROVINCE)
    return builders.make_agency(f"don-vi-{number}", name=name, kind=kind, parent=parent, **fields)


def make_commune(parent: Agency, name: str, **fields: Any) -> Agency:
    """A commune, ward or special zone of a province."""
    kind = AgencyKind.COMMUNE_PEOPLES_COMMITTEE
    title = f"Ủy ban nhân dân {name}"
    return make_unit(parent, title, kind, level=AgencyLevel.COMMUNE, **fields)


def make_head(agency: Agency, name: str = "Lê Thị Hoa", **fields: Any) -> Post:
    """Somebody who leads the agency today."""
    fields.setdefault("is_head", True)
    return make_post(make_person(name, agency), agency=agency, **fields)


def make_chart(home: Page, agency: Agency, **fields: Any) -> OrganisationPage:
    """The page of an organisation, published."""
    page = OrganisationPage(title="Cơ cấu tổ chức", agency=agency, **fields)
    found: OrganisationPage = builders.add_page(home, page)
    return found


def make_agency_page(chart: Page, agency: Agency, **fields: Any) -> AgencyPage:
    """The page about an agency below a chart."""
    publish = fields.pop("publish", True)
    page = AgencyPage(title=fields.pop("title", agency.name), agency=agency, **fields)
    found: AgencyPage = builders.add_page(chart, page, publish=publish)
    return found


def make_leader_page(home: Page, post: Post, **fields: Any) -> LeaderPage:
    """The page about a leader below a list of leaders."""
    leaders = builders.add_page(home, LeadersPage(title="Lãnh đạo", agency=post.agency))
    page = LeaderPage(title=post.person.name, person=post.person, **fields)
    found: LeaderPage = builders.add_page(leaders, page)
    return found


def make_map(home: Page, agency: Agency, **fields: Any) -> AdministrativeMapPage:
    """The map of an area."""
    page = AdministrativeMapPage(title="Bản đồ hành chính", agency=agency, **fields)
    found: AdministrativeMapPage = builders.add_page(home, page)
    return found


def cost(client: Any, address: str) -> int:
    """Queries of one page whose renditions and registers exist already."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
