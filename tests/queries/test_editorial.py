"""Inbox, own items, panel, history and log cost the same with 20 items as with 20,000."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from govportal_wagtail.core.models import Agency
from govportal_wagtail.editorial.models import (
    EditorialEvent,
    EditorialItem,
    SlipSender,
    SupplySlip,
)
from govportal_wagtail.editorial.vocabulary import ItemState
from govportal_wagtail.regulation.vocabulary import BodyKind, RoleCode
from tests.editorial.item_builders import PROFILE, browse
from tests.isolation.world import make_place

pytestmark = pytest.mark.django_db

FEW, MANY = 20, 20_000
#: Most of it is Wagtail's own furniture: menus, permissions, the first page's panels.
BUDGET = 64
STEPS = {
    "check": ItemState.CHECKING,
    "approve": ItemState.APPROVING,
    "publish": ItemState.APPROVED,
    "": ItemState.RETURNED,
}


@pytest.fixture
def portal():
    place = make_place("Portal", body=BodyKind.PORTAL, host="localhost")
    make_place("Commune", portal=place)
    Agency.objects.bulk_create(
        Agency(name=f"Sở {number}", code=f"so-{number}", parent=place.agency)
        for number in range(40)
    )
    return place


def grow_to(portal, number: int, author) -> None:
    """Items in every state, each with a slip and lines in the log, in bulk."""
    agencies = list(Agency.objects.values_list("pk", flat=True))
    groups = list(Group.objects.filter(govportal_role__portal_site=portal.portal_site))
    today, steps = timezone.localdate(), list(STEPS.items())
    start = EditorialItem.objects.count()
    items = EditorialItem.objects.bulk_create(
        EditorialItem(
            portal_site=portal.portal_site,
            agency_id=agencies[index % len(agencies)],
            origin="slip",
            title=f"Tin số {index}",
            state=steps[index % 4][1],
            step=steps[index % 4][0],
            profile=PROFILE,
            category="propaganda",
            is_urgent=index % 50 == 0,
            due_on=today + timedelta(days=index % 30 - 10) if index % 7 else None,
            created_by=author if index % 3 == 0 else None,
            submitted_at=timezone.now(),
        )
        for index in range(start, number)
    )
    slips = SupplySlip.objects.bulk_create(
        SupplySlip(
            item=item, title=item.title, number=f"2026/{item.pk}", tracking_code=f"{item.pk}"
        )
        for item in items
    )
    SlipSender.objects.bulk_create(SlipSender(slip=slip, name="A") for slip in slips)
    waiting = EditorialItem.waiting_groups.through
    waiting.objects.bulk_create(
        waiting(editorialitem_id=item.pk, group_id=group.pk)
        for item in items
        for group in groups[:4]
    )
    EditorialEvent.objects.bulk_create(
        EditorialEvent(
            item_id=item.pk,
            portal_site_id=portal.portal_site.pk,
            label=item.title,
            kind="submitted",
            at=timezone.now(),
        )
        for item in items
    )


def queries(client, address: str, **query: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address, query)
        assert response.status_code == 200, address
        if response.streaming:
            assert response.getvalue()
    return len(captured)


def costs(client) -> dict[str, int]:
    """Queries of each screen, by a name for it."""
    inbox, mine = reverse("editorial_items:index"), reverse("editorial_items:mine")
    item = EditorialItem.objects.order_by("pk").values_list("pk", flat=True).first()
    asked = {
        "inbox": (inbox, {}),
        "all": (inbox, {"queue": "all"}),
        "second page": (inbox, {"queue": "all", "p": "1"}),
        "late": (inbox, {"queue": "open", "due": "late", "state": "checking"}),
        "step": (inbox, {"queue": "open", "step": "approve", "ordering": "agency__name"}),
        "search": (inbox, {"queue": "all", "q": "tin so 1"}),
        "results": (reverse("editorial_items:index_results"), {}),
        "own": (mine, {}),
        "day": (reverse("editorial_items:day"), {}),
        "log": (reverse("editorial_items:log"), {}),
        "panel": (reverse("wagtailadmin_home"), {}),
        "item": (reverse("editorial_items:detail", args=[item]), {}),
        "history": (reverse("editorial_items:history", args=[item]), {}),
        "export": (inbox, {"queue": "all", "due": "today", "export": "csv"}),
    }
    return {name: queries(client, address, **query) for name, (address, query) in asked.items()}


def test_twenty_thousand_items_cost_no_more_queries_than_twenty(portal):
    head = portal.user(RoleCode.BOARD_HEAD)
    client = browse(head)
    grow_to(portal, FEW, head)
    costs(client)
    few = costs(client)
    grow_to(portal, MANY, head)
    assert EditorialItem.objects.count() == MANY
    assert costs(client) == few
    assert max(few.values()) <= BUDGET, few


def test_a_long_history_costs_no_more_than_a_short_one(portal):
    head = portal.user(RoleCode.BOARD_HEAD)
    client = browse(head)
    grow_to(portal, 1, head)
    item = EditorialItem.objects.get()
    addresses = [
        reverse("editorial_items:detail", args=[item.pk]),
        reverse("editorial_items:history", args=[item.pk]),
        reverse("editorial_items:history_export", args=[item.pk, "csv"]),
    ]

    def log(number: int) -> None:
        EditorialEvent.objects.bulk_create(
            EditorialEvent(
                item_id=item.pk,
                portal_site_id=portal.portal_site.pk,
                label=item.title,
                kind="claimed",
                at=timezone.now(),
                by_name=f"Người {index}",
            )
            for index in range(number)
        )

    log(40)
    for address in addresses:
        queries(client, address)
    few = [queries(client, address) for address in addresses]
    log(2000)
    assert [queries(client, address) for address in addresses] == few
