"""Where a slip stands before it becomes a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.translation import gettext as _

from ..core.models import SiteRoleGroup
from ..regulation.schema import Profile
from ..regulation.vocabulary import Action, Event, RoleCode
from . import placement
from .errors import FlowError
from .models import EditorialItem
from .slip_rules import receiving_step, step_with
from .vocabulary import ItemState

#: Of several clocks that start with receipt, each regulation knows one by its own name.
_ARRIVAL = (Event.RECEIVED, Event.REQUEST_RECEIVED)


def locked(item: EditorialItem | int, *states: ItemState) -> EditorialItem:
    """The item as it is now, locked until the transaction ends.

    Raises:
        FlowError: where it is in another state, because somebody was quicker.
    """
    key = item if isinstance(item, int) else item.pk
    now = EditorialItem.objects.select_for_update().get(pk=key)
    if states and now.state not in states:
        raise FlowError(
            _("This has happened meanwhile: the item is now “%(state)s”.")
            % {"state": now.get_state_display()},
            code="moved",
        )
    return now


def groups_of(item: EditorialItem, roles: Iterable[Any]) -> list[Group]:
    """The groups of the site of the item that hold the roles."""
    wanted = [str(RoleCode(role).value) for role in roles]
    found = SiteRoleGroup.objects.filter(portal_site=item.portal_site_id, role__in=wanted)
    return [each.group for each in found.select_related("group")]


def await_signature(item: EditorialItem, profile: Profile) -> None:
    """To the head of the agency that supplies it."""
    step = step_with(profile, Action.SIGN)
    item.save()
    placement.place(
        item,
        ItemState.TO_SIGN,
        step=step.key if step else Action.SIGN.value,
        groups=groups_of(item, [RoleCode.UNIT_HEAD]),
        agency=item.agency,
    )


def arrive(item: EditorialItem, profile: Profile) -> None:
    """To whoever receives; information counts as received on the day on which it arrives.

    A day that was entered, such as the stamp on a paper, stays.
    """
    mark_received(item)
    step = receiving_step(profile)
    item.save()
    placement.place(
        item,
        ItemState.SUBMITTED,
        step=step.key if step else "",
        groups=groups_of(item, step.roles) if step else (),
    )


def mark_received(item: EditorialItem) -> None:
    """Write today as the day of receipt among the dates of the item, where none is known."""
    today = timezone.localdate().isoformat()
    anchors = dict(item.anchors)
    for event in _ARRIVAL:
        anchors.setdefault(event.value, today)
    item.anchors = anchors


def iso_anchors(anchors: dict[str, date | str | None]) -> dict[str, str]:
    """The days of events as they are stored.

    Raises:
        FlowError: for an event that no regulation knows, a day that is none, and a receipt that
            has not happened yet.
    """
    found = {}
    for event, day in anchors.items():
        if not day:
            continue
        try:
            value = day if isinstance(day, date) else date.fromisoformat(day)
        except ValueError:
            raise FlowError({"anchors": _("“%(day)s” is no date.") % {"day": day}}) from None
        if event not in Event.values:
            raise FlowError({"anchors": _("There is no event “%(event)s”.") % {"event": event}})
        if event in {each.value for each in _ARRIVAL} and value > timezone.localdate():
            raise FlowError({event: _("It cannot have been received in the future.")})
        found[event] = value.isoformat()
    return found
