"""Supply slips from the first draft to the draft page: written, submitted, signed, received.

Each step locks the item, looks at its state again, acts and is logged, all in one transaction;
whoever comes second gets a ``FlowError``. Beyond the draft page the site's workflow decides.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..core.models import Agency, PortalSite
from ..core.vietnamese import normalise
from ..regulation.adoption import profile_for
from ..regulation.schema import Profile
from ..regulation.vocabulary import ChannelKind
from . import ledger, slip_numbers, slip_pages, slip_steps, timing, tracking
from .errors import FlowError
from .models import EditorialItem, SlipSender, SupplySlip
from .slip_pages import receive
from .slip_rules import (
    WRITABLE,
    may_edit,
    may_receive,
    may_sign,
    needs_signature,
    profile_of,
    required_fields,
    required_form_fields,
    shortfalls,
)
from .slip_signing import decline_signature, sign
from .slip_text import clean_fields
from .vocabulary import EventKind, ItemState, Origin

#: What a caller may set on the item beside the slip.
_OF_ITEM: Final = ("category", "is_urgent")
_OF_SLIP: Final = (
    "target",
    "section",
    "title",
    "lead",
    "body",
    "author",
    "source",
    "source_url",
    "source_published_on",
    "responsible_person",
    "place",
    "written_on",
    "note",
    "signatory",
)
_OF_SENDER: Final = ("name", "post", "organisation", "email", "phone", "address")


def new_slip(
    *,
    portal_site: PortalSite,
    user: Any = None,
    agency: Agency | None = None,
    channel: str = ChannelKind.FORM,
    sender: dict[str, Any],
    **fields: Any,
) -> SupplySlip:
    """A slip in draft, with its item and its tracking code.

    ``user`` enters it; ``sender`` has ``name``, ``post``, ``organisation``, ``email``, ``phone``,
    ``address`` and ``user`` where the sender has an account. ``fields`` are fields of the slip,
    and ``category``, ``anchors`` (``{event: day}``) and ``is_urgent`` of the item.

    Raises:
        FlowError: with the messages by field.
    """
    with transaction.atomic():
        item = EditorialItem(
            portal_site=portal_site,
            agency=agency,
            origin=Origin.SLIP,
            state=ItemState.DRAFT,
            created_by=user if getattr(user, "pk", None) else None,
        )
        slip = SupplySlip(tracking_code=tracking.new_code(), channel=channel)
        _write(slip, item, fields)
        item.save()
        slip.item = item
        slip.save()
        _write_sender(slip, SlipSender(slip=slip), sender)
        ledger.record(EventKind.ENTERED, user=user, item=item, channel=str(channel))
    return slip


def change(
    slip: SupplySlip,
    user: Any = None,
    *,
    sender: dict[str, Any] | None = None,
    **fields: Any,
) -> SupplySlip:
    """Write other values into a slip that is a draft or was returned; ``agency`` as well.

    Raises:
        FlowError: with the messages by field, or where the slip is no longer with its supplier.
        PermissionDenied: for a user who may not write in it.
    """
    with transaction.atomic():
        item = _writable(slip, user)
        if "agency" in fields:
            item.agency = fields.pop("agency")
        _write(slip, item, fields)
        item.save()
        slip.item = item
        slip.save()
        if sender is not None:
            _write_sender(slip, slip.sender, sender)
    return slip


def submit(slip: SupplySlip, user: Any = None) -> EditorialItem:
    """Hand a draft in: it gets its number and goes to be signed, or to whoever receives.

    Raises:
        FlowError: with what is missing by field of the form, or where it was submitted before.
        PermissionDenied: for a user whose slip it is not.
    """
    with transaction.atomic():
        item = _writable(slip, user, ItemState.DRAFT)
        profile = profile_for(item.portal_site.site)
        _complete(slip, profile)
        now = timezone.now()
        slip.number = slip_numbers.next_number(item.portal_site, on=timezone.localdate(now))
        slip.round = 1
        slip.save()
        item.profile = profile.code
        item.submitted_at = now
        _hand_over(slip, item, profile)
        ledger.record(EventKind.SUBMITTED, user=user, item=item, number=slip.number)
        timing.start(item, user)
    return item


def resubmit(slip: SupplySlip, user: Any = None) -> EditorialItem:
    """Hand in again what was returned: the same slip, the same page, the same step.

    Where it became a page already, the page is filled anew, as a new revision, and goes on at the
    step that returned it. Otherwise it goes the way of a first submission.

    Raises:
        FlowError: with what is missing by field of the form, or where it was not returned.
        PermissionDenied: for a user whose slip it is not.
    """
    with transaction.atomic():
        item = _writable(slip, user, ItemState.RETURNED)
        profile = profile_of(item)
        _complete(slip, profile)
        slip.round += 1
        slip.save()
        goes_on = slip_pages.can_go_on(item)
        if not goes_on:
            if slip.signed_by_id:
                # What is handed in now, nobody has signed yet.
                slip.signed_by, slip.signatory, slip.signed_at = None, "", None
                slip.save(update_fields=["signed_by", "signatory", "signed_at"])
            _hand_over(slip, item, profile)
        ledger.record(EventKind.RESUBMITTED, user=user, item=item, round=slip.round)
        if goes_on:
            slip_pages.go_on(slip, item, user)
            item.refresh_from_db()
            slip.item = item
        timing.restart(item, user, _("submitted again"))
    return item


def _writable(slip: SupplySlip, user: Any, *states: ItemState) -> EditorialItem:
    """The item of the slip, locked, where the user may write in it."""
    item = slip_steps.locked(slip.item_id, *(states or sorted(WRITABLE)))
    if not may_edit(user, item):
        raise PermissionDenied
    slip.item = item
    return item


def _hand_over(slip: SupplySlip, item: EditorialItem, profile: Profile) -> None:
    if needs_signature(slip, profile):
        slip_steps.await_signature(item, profile)
    else:
        slip_steps.arrive(item, profile)


def _complete(slip: SupplySlip, profile: Profile) -> None:
    """Fill in the head of the slip, and refuse one that lacks what the regulation asks for."""
    slip.written_on = slip.written_on or timezone.localdate()
    # "Bắc Kạn, ngày ... tháng ... năm ...": the place of a letter is that of its province.
    slip.place = slip.place or profile.province[: slip._meta.get_field("place").max_length]
    missing = shortfalls(slip, profile)
    if missing:
        raise FlowError(missing)


def _write(slip: SupplySlip, item: EditorialItem, fields: dict[str, Any]) -> None:
    unknown = fields.keys() - {*_OF_SLIP, *_OF_ITEM, "anchors"}
    if unknown:
        raise TypeError(f"a slip has no {', '.join(sorted(unknown))}")
    given = clean_fields(fields)
    for name in _OF_SLIP:
        if name in given:
            setattr(slip, name, given[name])
    for name in _OF_ITEM:
        if name in given:
            setattr(item, name, given[name])
    if "anchors" in given:
        item.anchors = slip_steps.iso_anchors(given["anchors"])
    _check_section(slip, item.portal_site)
    try:
        slip.full_clean(exclude=["item", "number", "tracking_code"])
    except ValidationError as error:
        raise FlowError(error) from error
    item.title = slip.title


def _check_section(slip: SupplySlip, portal_site: PortalSite) -> None:
    if slip.section_id and not slip_pages.is_on_site(slip.section, portal_site):
        raise FlowError({"section": _("This section belongs to another site.")})


def _write_sender(slip: SupplySlip, row: SlipSender, given: dict[str, Any]) -> None:
    for name in _OF_SENDER:
        if name in given:
            setattr(row, name, normalise(given[name] or "").strip())
    if "user" in given:
        row.user = given["user"]
    row.slip = slip
    # A draft may lack the name, which the submission asks for.
    exclude = ["slip"] if row.name else ["slip", "name"]
    try:
        row.full_clean(exclude=exclude)
    except ValidationError as error:
        raise FlowError(error) from error
    row.save()


__all__ = [
    "change",
    "decline_signature",
    "may_edit",
    "may_receive",
    "may_sign",
    "new_slip",
    "receive",
    "required_fields",
    "required_form_fields",
    "resubmit",
    "shortfalls",
    "sign",
    "submit",
]
