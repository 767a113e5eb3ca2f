"""Who works on an item of those for whom it waits: claimed, released, assigned."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import ledger, placement, rights, second_person
from .errors import FlowError
from .models import EditorialItem
from .vocabulary import EventKind


def claim(item: EditorialItem, user: Any) -> EditorialItem:
    """Work on the item alone; who leads the board may take it over from somebody.

    Raises:
        FlowError: where somebody else was quicker.
        PermissionDenied: for whoever the item does not wait for.
    """
    with transaction.atomic():
        item = placement.locked(item)
        if item.claimed_by_id == user.pk:
            return item
        if not rights.may(item, user, "claim"):
            if item.claimed_by_id is not None and rights.waits_for(item, user):
                name = ledger.name_of(item.claimed_by)
                raise FlowError(_("%(name)s works on it.") % {"name": name}, code="claimed")
            raise PermissionDenied
        before = ledger.name_of(item.claimed_by)
        _give(item, user)
        ledger.record(EventKind.CLAIMED, user=user, item=item, from_name=before)
    return item


def release(item: EditorialItem, user: Any, reason: str = "") -> EditorialItem:
    """Let others work on it; who releases the claim of somebody else says why.

    Raises:
        FlowError: where nobody works on it any more, or without a reason.
        PermissionDenied: for whoever neither claimed it nor leads the board.
    """
    with transaction.atomic():
        item = placement.locked(item)
        if item.claimed_by_id is None:
            raise FlowError(_("Nobody works on it any more."), code="moved")
        if not rights.may(item, user, "release"):
            raise PermissionDenied
        reason = reason.strip()
        if item.claimed_by_id != user.pk and not reason:
            raise FlowError({"reason": _("Give the reason.")})
        before = ledger.name_of(item.claimed_by)
        _give(item, None)
        ledger.record(EventKind.RELEASED, user=user, item=item, reason=reason, from_name=before)
    return item


def reassign(item: EditorialItem, to: Any, user: Any, reason: str) -> EditorialItem:
    """Assign the item to somebody for whom it waits (Lạng Sơn 40/2024, Article 13.4).

    Raises:
        FlowError: with messages by field (``to``, ``reason``), or where it moved on.
        PermissionDenied: for whoever does not lead the board.
    """
    with transaction.atomic():
        item = placement.locked(item)
        if not rights.may(item, user, "reassign"):
            raise PermissionDenied
        reason = (reason or "").strip()
        if not reason:
            raise FlowError({"reason": _("Give the reason.")})
        if objection := _objection_to(item, to):
            raise FlowError({"to": objection})
        before = ledger.name_of(item.claimed_by)
        _give(item, to)
        ledger.record(
            EventKind.REASSIGNED,
            user=user,
            item=item,
            reason=reason,
            to=to.pk,
            to_name=ledger.name_of(to),
            from_name=before,
        )
    return item


def _objection_to(item: EditorialItem, to: Any) -> str:
    """Why the item cannot be given to this person; empty where it can."""
    if to is None or not to.is_active or not rights.waits_for(item, to):
        return _("The item does not wait for this person.")
    found = placement.current_task(item)
    if found is None or item.page is None:
        return ""
    if second_person.reason_against(to, item.page, found[0]):
        return _("This person wrote the text or took the step before; assign somebody else.")
    return ""


def _give(item: EditorialItem, to: Any) -> None:
    item.claimed_by = to
    item.claimed_at = timezone.now() if to is not None else None
    item.save(update_fields=["claimed_by", "claimed_at"])
