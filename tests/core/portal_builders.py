"""Builders of portals, component sites and who works on them."""

from __future__ import annotations

from typing import Any

from wagtail.models import Site

from govportal_wagtail.core import setup
from govportal_wagtail.core.access.accounts import create_account
from govportal_wagtail.core.models import (
    Agency,
    AgencyKind,
    AgencyLevel,
    BoardMember,
    EditorialBoard,
    Person,
    PortalSite,
)
from govportal_wagtail.core.sites.creation import Request, create_site
from govportal_wagtail.core.sites.resolution import provincial_portal
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.builders import make_agency, make_site
from tests.replay import replayed


@replayed
def make_portal(profile: str = "camau-2026", **fields: Any) -> PortalSite:
    """A provincial portal as ``govportal_setup`` makes it from a site with an empty home page.

    Without the draft home pages in other languages and their hosts: tests about these make their
    own.
    """
    make_site(site_name="Cổng thông tin điện tử tỉnh", **fields)
    setup.run(profile=profile)
    portal = provincial_portal()
    assert portal is not None
    for home in portal.site.root_page.get_translations():
        Site.objects.filter(root_page=home).delete()
        home.delete()
    return portal


@replayed
def make_commune(name: str = "Ủy ban nhân dân xã Song Phú", code: str = "xa-song-phu") -> Agency:
    """A commune of today."""
    return make_agency(
        code,
        name=name,
        name_en="People's Committee of Song Phu Commune",
        kind=AgencyKind.COMMUNE_PEOPLES_COMMITTEE,
        level=AgencyLevel.COMMUNE,
    )


@replayed
def make_department(
    name: str = "Sở Khoa học và Công nghệ", code: str = "so-khcn", **fields: Any
) -> Agency:
    """A department of the province."""
    return make_agency(code, name=name, kind=AgencyKind.DEPARTMENT, **fields)


@replayed
def make_component(agency: Agency | None = None, host: str = "", **fields: Any) -> PortalSite:
    """A component site in preparation, under a development host unless told otherwise."""
    agency = agency or make_commune()
    host = host or f"{agency.code}.localhost"
    return create_site(Request(agency=agency, host=host, **fields)).portal_site


def seat_head(portal_site: PortalSite, **fields: Any) -> BoardMember:
    """Give the board of a site a head."""
    board = EditorialBoard.objects.filter(portal_site=portal_site).first()
    assert board is not None
    person = Person.objects.create(name="Lê Thị Hoa", agency=portal_site.agency)
    return BoardMember.objects.create(
        board=board, person=person, role=RoleCode.BOARD_HEAD, **fields
    )


def publish_parts(portal_site: PortalSite) -> None:
    """Publish every required page, the pages above first."""
    for part in portal_site.parts.select_related("page").order_by("page__path"):
        page = part.page.specific
        if not page.live:
            page.save_revision().publish()


def make_officer(username: str, portal_site: PortalSite, role: str, agency: Any = None) -> Any:
    """A user who has an account and a role on a site."""
    account = create_account(
        username=username,
        email=f"{username}@example.com",
        agency=agency or portal_site.agency,
        portal_site=portal_site,
        roles=[role],
    )
    return type(account.user).objects.get(pk=account.user.pk)
