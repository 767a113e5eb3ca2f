"""Builders of pages on who governs: leaders, the directory of officials."""

from __future__ import annotations

from datetime import date
from typing import Any

from wagtail.models import Page

from govportal_wagtail.core.models import Agency, AgencyKind, Person, Post
from govportal_wagtail.pages.models import LeaderPage, LeadersPage, OfficialDirectoryPage
from tests import builders

PAST = date(2020, 1, 1)


def make_unit(parent: Agency, code: str, name: str, **fields: Any) -> Agency:
    """An agency below another one."""
    return builders.make_agency(
        code, name=name, parent=parent, kind=AgencyKind.DEPARTMENT, **fields
    )


def make_post(agency: Agency, name: str, title: str = "Phó Chủ tịch", **fields: Any) -> Post:
    """A new person in a public post of the agency, in office since 2020."""
    person = fields.pop("person", None) or Person.objects.create(name=name, agency=agency)
    values = {"rank": 2, "starts_on": PAST} | fields
    return Post.objects.create(person=person, agency=agency, title=title, **values)


def make_leaders(home: Page, agency: Agency, **fields: Any) -> LeadersPage:
    """A published list of leaders."""
    page = LeadersPage(**{"title": "Lãnh đạo", "agency": agency} | fields)
    found: LeadersPage = builders.add_page(home, page)
    return found


def make_leader(parent: Page, person: Person, **fields: Any) -> LeaderPage:
    """A page about a leader, published unless told otherwise."""
    publish = fields.pop("publish", True)
    values = {"title": person.name, "person": person, "biography": "<p>Cử nhân Luật.</p>"}
    found: LeaderPage = builders.add_page(parent, LeaderPage(**values | fields), publish=publish)
    return found


def make_directory(home: Page, agency: Agency, **fields: Any) -> OfficialDirectoryPage:
    """A published directory of officials."""
    page = OfficialDirectoryPage(**{"title": "Danh bạ", "agency": agency} | fields)
    found: OfficialDirectoryPage = builders.add_page(home, page)
    return found
