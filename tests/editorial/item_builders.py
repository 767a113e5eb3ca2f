"""Builders of items at any step, without walking them there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from govportal_wagtail.core.models import Agency, SiteRoleGroup
from govportal_wagtail.editorial.models import EditorialItem, SlipSender, SupplySlip
from govportal_wagtail.editorial.vocabulary import ItemState, Origin
from govportal_wagtail.regulation import catalogue
from tests.isolation.world import Place

PROFILE = "camau-2026"


def in_days(days: int) -> date:
    """A day counted from today."""
    return timezone.localdate() + timedelta(days=days)


def put_item(place: Place, title: str = "Khánh thành cầu", **fields: Any) -> EditorialItem:
    """An item of the site, by default being checked; it waits for the roles of its step."""
    values: dict[str, Any] = {
        "portal_site": place.portal_site,
        "agency": place.agency,
        "origin": Origin.NEWSROOM,
        "title": title,
        "state": ItemState.CHECKING,
        "step": "check",
        "profile": PROFILE,
        "submitted_at": timezone.now(),
    }
    roles = fields.pop("roles", None)
    item = EditorialItem.objects.create(**values | fields)
    wait_for(item, roles)
    return item


def wait_for(item: EditorialItem, roles: Any = None) -> None:
    """Let the item wait for these roles, or for those of its step."""
    if roles is None:
        step = catalogue.get(PROFILE).steps.get(item.step) if item.is_open else None
        roles = step.roles if step else ()
    groups = SiteRoleGroup.objects.filter(portal_site=item.portal_site, role__in=list(roles))
    item.waiting_groups.set(groups.values_list("group", flat=True))


def put_slip(place: Place, title: str = "Tin của sở", **fields: Any) -> EditorialItem:
    """An item that came on a slip, with a sender."""
    number = fields.pop("number", None)
    sender = fields.pop("sender", {"name": "Trần Văn Bình", "email": "binh@example.com"})
    about = {name: fields.pop(name) for name in ("lead", "body", "note") if name in fields}
    item = put_item(place, title, **{"origin": Origin.SLIP} | fields)
    slip = SupplySlip.objects.create(
        item=item, title=title, number=number, tracking_code=f"T{item.pk:07}", **about
    )
    SlipSender.objects.create(slip=slip, **sender)
    return item


def browse(user: Any) -> Client:
    """A client in which the user is logged in."""
    client = Client()
    client.force_login(user)
    return client


def other_agency(place: Place, code: str = "so-y-te", name: str = "Sở Y tế") -> Agency:
    """An agency below that of the site."""
    from tests.builders import make_agency

    return make_agency(code, name=name, parent=place.agency)
