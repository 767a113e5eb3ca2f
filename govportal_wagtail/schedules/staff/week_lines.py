"""Every item of a version in one line of words, so that two versions can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from ...core.models import Agency
from .. import publishing
from ..models import ScheduleItem, WeeklySchedulePage
from ..vocabulary import ItemStatus, Visibility
from .desk_rows import typed_of

_SAID = ("place", "chairs", "participants", "preparing", "requester")
_INTERNAL = ("vehicle", "internal_note", "online_link")


def lines_of(version: WeeklySchedulePage) -> dict[UUID, str]:
    """The lines by item; for those who may edit the week."""
    items = publishing.loaded(version.items.all())
    wanted = {item.preparing_agency_id for item in items if item.preparing_agency_id}
    units = Agency.objects.in_bulk(wanted) if wanted else {}
    return {item.uid: " | ".join(_words(item, units)) for item in items}


def _words(item: ScheduleItem, units: Any) -> Iterator[str]:
    said = typed_of(item, units, reason=True)
    yield f"{item.date:%d/%m/%Y} {said['when']}".strip()
    yield said["content"]
    yield from (said[name] for name in (*_SAID, *_INTERNAL) if said[name])
    if item.visibility != Visibility.PUBLIC:
        yield str(item.get_visibility_display())
    if item.status != ItemStatus.PLANNED:
        yield str(item.get_status_display())
    if said["change_reason"]:
        yield said["change_reason"]
