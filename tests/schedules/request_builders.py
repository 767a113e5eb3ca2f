"""Builders of registrations: a unit that registers, an office that decides, next week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.urls import reverse
from django.utils import timezone

from govportal_wagtail.core.models import Agency, PortalSite, Post
from govportal_wagtail.schedules import requests
from govportal_wagtail.schedules.models import ScheduleIndexPage, ScheduleRequest
from govportal_wagtail.schedules.requests import RequestData
from govportal_wagtail.schedules.weeks import Week
from tests.builders import make_agency
from tests.core.portal_builders import make_portal
from tests.editorial.item_builders import browse
from tests.schedules.builders import make_clerk, make_post, make_schedule, make_unit_officer


@dataclass
class Office:
    """A portal with a schedule, its clerk, and a unit with somebody who registers."""

    portal_site: PortalSite
    schedule: ScheduleIndexPage
    chair: Post
    clerk: Any
    agency: Agency
    officer: Any


def make_office(**fields: Any) -> Office:
    """The office of a province and a department."""
    portal = make_portal()
    agency = make_agency("so-y-te", name="Sở Y tế")
    return Office(
        portal_site=portal,
        schedule=make_schedule(portal, **fields),
        chair=make_post(portal.agency),
        clerk=make_clerk(portal),
        agency=agency,
        officer=make_unit_officer(agency, portal),
    )


def next_week() -> Week:
    """The week after this one, of whatever day the tests run."""
    return Week.of(timezone.localdate()).shifted(1)


def data(content: str = "Họp phòng, chống dịch", day: date | None = None, **fields: Any) -> Any:
    """What a unit registers, for the Monday of next week at eight."""
    values: dict[str, Any] = {"starts_at": time(8), "place": "Phòng họp số 2"} | fields
    return RequestData(date=day or next_week().monday, content=content, **values)


def make_request(office: Office, content: str = "Họp phòng, chống dịch", **fields: Any) -> Any:
    """A registration of the office's unit."""
    return requests.register(office.schedule, office.officer, data(content, **fields))


def typed(office: Office, **fields: Any) -> dict[str, Any]:
    """What a browser sends for the same."""
    return {
        "date": next_week().monday.isoformat(),
        "starts_at": "8h00",
        "ends_at": "",
        "session": "",
        "content": "Họp phòng, chống dịch",
        "place": "Phòng họp số 2",
        "chairs": [str(office.chair.pk)],
        "visibility": "public",
    } | fields


def step(user: Any, entry: ScheduleRequest, code: str, **fields: Any) -> Any:
    """Send the form of a step by hand, as nobody is kept from doing."""
    values = {"seen": requests.stamp(entry)} | fields
    return browse(user).post(reverse("schedules:request_step", args=[entry.pk, code]), values)
