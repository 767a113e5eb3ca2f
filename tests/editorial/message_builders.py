"""Builders of a small portal whose items are told about, without pages and workflows."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from govportal_wagtail.core.models import Account, Agency, PortalSite, RoleAssignment, SiteRoleGroup
from govportal_wagtail.editorial.ledger import record
from govportal_wagtail.editorial.models import EditorialEvent, EditorialItem, SlipSender, SupplySlip
from govportal_wagtail.editorial.vocabulary import EventKind, ItemState, Origin
from govportal_wagtail.regulation.vocabulary import BodyKind, RoleCode
from tests.builders import make_agency, make_site, make_user


def plain_portal(hostname: str = "localhost", **fields: Any) -> PortalSite:
    """A provincial portal with a group for each role, and nothing else."""
    site = make_site(hostname, site_name=fields.pop("name", "Cổng thông tin điện tử tỉnh"))
    agency = fields.pop("agency", None) or make_agency()
    portal_site = PortalSite.objects.create(
        site=site, agency=agency, body=fields.pop("body", BodyKind.PORTAL), **fields
    )
    for role in RoleCode.values:
        group = Group.objects.create(name=f"{hostname}: {role}")
        SiteRoleGroup.objects.create(portal_site=portal_site, role=role, group=group)
    return portal_site


def group_of(portal_site: PortalSite, role: str) -> Group:
    """The group of a role."""
    return Group.objects.get(govportal_role__portal_site=portal_site, govportal_role__role=role)


def make_worker(
    username: str, portal_site: PortalSite, *roles: str, agency: Agency | None = None
) -> Any:
    """A user with an account and roles on the site."""
    user = make_user(username)
    account = Account.objects.create(
        user=user, agency=agency or portal_site.agency, portal_site=portal_site
    )
    for role in roles:
        RoleAssignment.objects.create(account=account, portal_site=portal_site, role=role)
        user.groups.add(group_of(portal_site, role))
    return type(user).objects.get(pk=user.pk)


def make_item(portal_site: PortalSite, **fields: Any) -> EditorialItem:
    """An item from the newsroom under the regulation of Cà Mau, at the check."""
    defaults = {
        "title": "Quyết định 12/QĐ-UBND",
        "origin": Origin.NEWSROOM,
        "profile": "camau-2026",
        "state": ItemState.CHECKING,
        "step": "check",
    }
    return EditorialItem.objects.create(portal_site=portal_site, **{**defaults, **fields})


def make_slip(item: EditorialItem, *, user: Any = None, email: str = "", **fields: Any) -> Any:
    """The slip of an item with its sender."""
    slip = SupplySlip.objects.create(
        item=item,
        title=item.title,
        number=fields.pop("number", f"2026/{item.pk:06}"),
        tracking_code=fields.pop("tracking_code", f"K7M2{item.pk:06}"),
        **fields,
    )
    SlipSender.objects.create(slip=slip, user=user, name="Nguyễn Văn An", email=email)
    return slip


def wait_for(item: EditorialItem, *groups: Group, agency: Agency | None = None) -> EditorialItem:
    """Let the item wait for the members of these groups."""
    item.waiting_agency = agency
    item.moved_at = timezone.now()
    item.save()
    item.waiting_groups.set(groups)
    return item


def happen(kind: EventKind, item: EditorialItem, user: Any = None, **values: Any) -> EditorialEvent:
    """Record what happened, as the flow does."""
    return record(kind, item=item, user=user, **values)
