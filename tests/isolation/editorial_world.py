"""What the editorial flow of a site holds: items, slips, log, reports, takedowns, delegations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from govportal_wagtail.core.models import Account
from govportal_wagtail.editorial.models import (
    Correction,
    Delegation,
    EditorialEvent,
    EditorialItem,
    Message,
    PageReport,
    PageReview,
    SlipSender,
    SupplySlip,
    Takedown,
    Verification,
)
from govportal_wagtail.editorial.vocabulary import EventKind, ItemState, Origin
from govportal_wagtail.regulation.vocabulary import RoleCode

#: The newsroom's steps are in the regulation under which all sites of the tests are set up.
PROFILE = "camau-2026"


def furnish(place: Any) -> None:
    """Items that wait and that are verified, and what follows publication."""
    things, mark = place.things, place.mark
    things["item"] = _item(place, f"Item {mark}", state=ItemState.SUBMITTED, step="receive")
    things["slip"] = SupplySlip.objects.create(
        item=things["item"],
        title=f"Item {mark}",
        lead=f"Lead {mark}",
        number=f"2026/{mark}"[:20],
        tracking_code=f"T{mark}"[:16],
    )
    SlipSender.objects.create(slip=things["slip"], name=f"Sender {mark}", email="a@example.com")
    author = place.user(RoleCode.FOCAL_OFFICER)
    things["own_slip_item"] = _item(
        place, f"Own {mark}", state=ItemState.DRAFT, created_by=author, submitted_at=None
    )
    things["verified"] = _item(
        place, f"Verified {mark}", state=ItemState.VERIFYING, waiting_agency=place.agency
    )
    things["verification"] = Verification.objects.create(
        item=things["verified"], agency=place.agency, question=f"Question {mark}", step="check"
    )
    _after(place)
    things["message"] = Message.objects.create(
        recipient=author, kind="returned", subject=f"Message {mark}", body=f"Body {mark}"
    )


def _item(place: Any, title: str, **fields: Any) -> EditorialItem:
    values: dict[str, Any] = {
        "portal_site": place.portal_site,
        "agency": place.agency,
        "origin": Origin.SLIP,
        "title": title,
        "profile": PROFILE,
        "submitted_at": timezone.now(),
    }
    item = EditorialItem.objects.create(**values | fields)
    head = place.portal_site.role_groups.get(role=RoleCode.BOARD_HEAD)
    item.waiting_groups.add(head.group)
    EditorialEvent.objects.create(
        item_id=item.pk,
        portal_site_id=place.portal_site.pk,
        label=title,
        kind=EventKind.SUBMITTED,
        at=timezone.now(),
        by_name=f"Nguyen {place.mark}",
    )
    return item


def _after(place: Any) -> None:
    things, mark, site = place.things, place.mark, place.portal_site
    page = things["article"]
    EditorialEvent.objects.create(
        page_id=page.pk,
        portal_site_id=site.pk,
        label=page.title,
        kind=EventKind.PUBLISHED,
        at=timezone.now(),
        by_name=f"Nguyen {mark}",
    )
    things["report"] = PageReport.objects.create(
        page=page,
        portal_site=site,
        title=f"Reported {mark}",
        kind="error",
        text=f"Wrong {mark}",
        tracking_code=f"R{mark}"[:16],
    )
    things["takedown"] = Takedown.objects.create(
        portal_site=site, title=f"Taken {mark}", requested_by=f"Asker {mark}", reason="X"
    )
    things["review"], _made = PageReview.objects.get_or_create(
        page=page, defaults={"portal_site": site, "next_on": date(2026, 1, 1)}
    )
    things["correction"] = Correction.objects.create(
        page=page, kind="correction", text=f"Corrected {mark}"
    )
    things["delegation"] = Delegation.objects.create(
        page=things["section"],
        portal_site=site,
        user=place.user(RoleCode.CONTRIBUTOR),
        decision=f"Decision {mark}",
        starts_on=date(2026, 1, 1),
    )


def rows(place: Any) -> dict[str, list[Any]]:
    """All of it as it is in the database now; refused attempts are written down all the same."""
    site = place.portal_site.pk
    users = Account.objects.filter(portal_site=site).values("user")
    pages = Q(page__path__startswith=place.home.path)
    events = EditorialEvent.objects.filter(portal_site_id=site)
    found = {
        "items": EditorialItem.objects.filter(portal_site=site),
        "waiting": EditorialItem.waiting_groups.through.objects.filter(
            editorialitem__portal_site=site
        ),
        "slips": SupplySlip.objects.filter(item__portal_site=site),
        "senders": SlipSender.objects.filter(slip__item__portal_site=site),
        "verifications": Verification.objects.filter(item__portal_site=site),
        "log": events.exclude(kind=EventKind.ATTEMPT_REFUSED),
        "reports": PageReport.objects.filter(portal_site=site),
        "takedowns": Takedown.objects.filter(portal_site=site),
        "reviews": PageReview.objects.filter(portal_site=site),
        "corrections": Correction.objects.filter(pages),
        "delegations": Delegation.objects.filter(portal_site=site),
        "messages": Message.objects.filter(recipient__in=users),
    }
    return {
        f"editorial {name}": sorted(map(repr, each.order_by().values_list()))
        for name, each in found.items()
    }
