"""An item's way from the newsroom's view: opened, described, hurried, decided.

The parts stand in modules of their own (``placement``, ``claims``, ``verification``, ``decisions``,
``rights``); whoever uses the flow finds all of it here. Every function locks the item, looks at its
state again, acts and writes the log in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from ..core.models import Agency
from ..regulation.schema import Profile
from . import ledger, placement, publication, rights, slip_steps, timing
from .access import agency_of
from .claims import claim, reassign, release
from .decisions import approve, give_back, refuse, withdraw
from .errors import FlowError
from .models import EditorialItem
from .placement import place, profile_of
from .registries import page_timings, work_screens
from .rights import may
from .verification import answer_verification, ask_verification
from .vocabulary import EventKind, ItemState, Origin


def open_for_page(page: Page, user: Any, *, workflow_state: WorkflowState) -> EditorialItem:
    """The item of a page that somebody hands in without a slip: newsroom's own, or a change.

    It has no step yet. Where the page has an open item already, that one.

    Raises:
        FlowError: for a page that stands on no portal site.
    """
    with transaction.atomic():
        item = placement.open_item(page)
        if item is not None:
            return item
        site = publication.portal_site_of(page)
        if site is None:
            raise FlowError(_("The page stands on no site of the portal."))
        now = timezone.now()
        author = user if getattr(user, "pk", None) else None
        newest = page.get_latest_revision_as_object()
        item = EditorialItem.objects.create(
            portal_site=site,
            agency=_agency_of(newest, author),
            page_id=page.pk,
            workflow_state=workflow_state,
            origin=Origin.CHANGE if page.first_published_at else Origin.NEWSROOM,
            title=str(newest.title)[:255],
            state=ItemState.SUBMITTED,
            profile=publication.profile_of(site).code,
            created_by=author,
            submitted_at=now,
        )
        ledger.record(EventKind.SUBMITTED, user=author, item=item)
        timing.start(item, author)
    return item


def set_urgent(item: EditorialItem, user: Any, urgent: bool, reason: str) -> EditorialItem:
    """Put the item on the summary procedure or take it off: first in the inbox, no step skipped.

    Where the regulation has a time limit for it, that one runs (Lạng Sơn 40/2024, Article 9.3).

    Raises:
        FlowError: without a reason, or where it is so already.
        PermissionDenied: for whoever is not of the newsroom.
    """
    with transaction.atomic():
        item = placement.locked(item)
        if not rights.may(item, user, "urgent"):
            raise PermissionDenied
        reason = (reason or "").strip()
        if not reason:
            raise FlowError({"reason": _("Give the reason.")})
        if item.is_urgent == bool(urgent):
            raise FlowError(_("Somebody was quicker: this has been set already."), code="moved")
        item.is_urgent = bool(urgent)
        item.save(update_fields=["is_urgent"])
        kind = EventKind.URGENT if urgent else EventKind.NOT_URGENT
        # The receiver of the event brings the time limits into step.
        ledger.record(kind, user=user, item=item, reason=reason)
        item.refresh_from_db()
    return item


def describe(
    item: EditorialItem, user: Any, *, category: str, anchors: Mapping[str, date | str | None]
) -> EditorialItem:
    """Say of what kind the information is and when what happened; its last day follows.

    Raises:
        FlowError: with messages by field (``category``, ``anchors``, or the event).
        PermissionDenied: for whoever is not of the newsroom.
    """
    with transaction.atomic():
        item = placement.locked(item)
        if not rights.may(item, user, "describe"):
            raise PermissionDenied
        if category and category != item.category and category not in categories(profile_of(item)):
            raise FlowError({"category": _("The regulation has no such kind of information.")})
        before = {"category": item.category, "anchors": dict(item.anchors or {})}
        item.category = category
        item.anchors = slip_steps.iso_anchors(dict(anchors))
        if before == {"category": item.category, "anchors": item.anchors}:
            return item
        item.save(update_fields=["category", "anchors"])
        ledger.record(
            EventKind.DESCRIBED,
            user=user,
            item=item,
            before=before,
            after={"category": item.category, "anchors": item.anchors},
        )
        timing.start(item, user)
        item.refresh_from_db()
    return item


def categories(profile: Profile) -> set[str]:
    """The kinds of information for which the regulation has, or shares, a time limit."""
    own = {rule.category for rule in profile.deadlines.values()}
    shared = {kind for rule in profile.deadlines.values() for kind in rule.covers}
    return own | shared


def _agency_of(page: Page, user: Any) -> Agency | None:
    """Who supplied the text, else who answers for the page, else the agency of its author."""
    for screen in work_screens:
        if (supplier := screen.supplier(page)) is not None:
            return supplier  # type: ignore[no-any-return]
    for each in page_timings:
        if each.applies_to(page) and (agency := each.agency(page)) is not None:
            return agency  # type: ignore[no-any-return]
    return agency_of(user) if user is not None else None


__all__ = [
    "answer_verification",
    "approve",
    "ask_verification",
    "categories",
    "claim",
    "describe",
    "give_back",
    "may",
    "open_for_page",
    "place",
    "profile_of",
    "reassign",
    "refuse",
    "release",
    "set_urgent",
    "withdraw",
]
