"""What a supplier has to do with an item of theirs, in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _

from ...regulation.vocabulary import RoleCode
from .. import access
from ..history import ground_of, reasons_of
from ..models import EditorialEvent, EditorialItem, Verification
from ..roles import roles_on
from ..vocabulary import EventKind, ItemState

#: The line of the log that says why an item stands where it stands.
REASON_OF: Final[dict[str, EventKind]] = {
    ItemState.RETURNED: EventKind.RETURNED,
    ItemState.REFUSED: EventKind.REFUSED,
    ItemState.DRAFT: EventKind.SIGNATURE_DECLINED,
}


def attach(items: Iterable[EditorialItem], user: Any) -> None:
    """Give each item ``todo`` (what to do) and ``todo_reason``; two queries for all items."""
    listed = list(items)
    reasons = last_reasons(listed)
    asked = [each.pk for each in listed if each.state == ItemState.VERIFYING]
    questions: dict[int, str] = dict(
        Verification.objects.filter(item__in=asked, answered_at=None).values_list(
            "item_id", "question"
        )
    )
    for item in listed:
        found: Any = item
        found.todo = todo(item, user)
        found.todo_reason = reasons.get(item.pk, "")
        if found.todo and item.pk in questions:
            found.todo_reason = questions[item.pk]


def todo(item: EditorialItem, user: Any) -> str:
    """What the user is to do; empty where the item waits for others, or for nobody."""
    agency = access.agency_of(user)
    roles = roles_on(user, item.portal_site)
    if item.state == ItemState.DRAFT:
        return _("Complete it and submit it.")
    if item.state == ItemState.RETURNED:
        return _("Complete it and submit it again.")
    if item.state == ItemState.TO_SIGN and RoleCode.UNIT_HEAD in roles:
        return _("Sign it, or say why you do not.")
    is_theirs = agency is not None and item.waiting_agency_id == agency.pk
    if item.state == ItemState.VERIFYING and is_theirs:
        return _("Answer the question.")
    return ""


def last_reasons(items: Iterable[EditorialItem]) -> dict[int, str]:
    """Why returned, refused and unsigned items came back: the last reason, by item."""
    wanted = {item.pk: REASON_OF[item.state] for item in items if item.state in REASON_OF}
    events = EditorialEvent.objects.filter(item_id__in=wanted, kind__in=set(wanted.values()))
    return {
        event.item_id: " ".join(
            filter(None, (_stop(ground_of(event) or reasons_of(event)), event.reason))
        )
        for event in events.order_by("at", "pk")
        if event.item_id is not None and event.kind == wanted[event.item_id]
    }


def _stop(text: str) -> str:
    return f"{text}." if text and not text.endswith((".", "!", "?")) else text
