"""The head of the unit signs what it supplies: they answer for its content (Bắc Kạn, 6.2)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..core.models import Post
from . import ledger, placement, slip_steps, timing
from .access import agency_of
from .errors import FlowError
from .models import EditorialItem, SupplySlip
from .slip_rules import may_sign, profile_of
from .vocabulary import EventKind, ItemState


def sign(item: EditorialItem, user: Any, *, note: str = "") -> EditorialItem:
    """Sign the slip of one's agency; it goes to whoever receives.

    Name and post stay as they were at the signature. The head may sign what they wrote.

    Raises:
        FlowError: where it does not wait to be signed any more.
        PermissionDenied: for everybody but a head of exactly this agency.
    """
    with transaction.atomic():
        item, slip = _to_sign(item, user)
        slip.signed_by = user
        slip.signatory = signature_of(user)
        slip.signed_at = timezone.now()
        slip.save(update_fields=["signed_by", "signatory", "signed_at"])
        ledger.record(EventKind.SIGNED, user=user, item=item, reason=note)
        slip_steps.arrive(item, profile_of(item))
        timing.start(item, user)
    return item


def decline_signature(item: EditorialItem, user: Any, message: str) -> EditorialItem:
    """Return the slip unsigned to whoever wrote it, with what is to be changed.

    Raises:
        FlowError: without a message, or where it does not wait to be signed any more.
        PermissionDenied: for everybody but a head of exactly this agency.
    """
    if not message.strip():
        raise FlowError({"message": _("Say what is to be changed.")})
    with transaction.atomic():
        item, _slip = _to_sign(item, user)
        ledger.record(EventKind.SIGNATURE_DECLINED, user=user, item=item, reason=message.strip())
        placement.give_to_supplier(item)
    return item


def signature_of(user: Any) -> str:
    """Name and post of a user, as far as the register of people knows the post."""
    name = ledger.name_of(user)
    account = getattr(user, "govportal_account", None)
    agency = agency_of(user)
    if account is None or account.person_id is None or agency is None:
        return name[:255]
    held = Post.objects.filter(person=account.person_id, agency=agency)
    post = held.in_office(on=timezone.localdate()).first()
    return (f"{name}, {post.title}" if post else name)[:255]


def _to_sign(item: EditorialItem, user: Any) -> tuple[EditorialItem, SupplySlip]:
    item = slip_steps.locked(item, ItemState.TO_SIGN)
    if not may_sign(user, item):
        raise PermissionDenied
    return item, item.slip
