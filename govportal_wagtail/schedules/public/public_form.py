"""A week as the public may have it: what is copied into other languages holds nothing internal."""

from __future__ import annotations

from typing import Final

from ..models import ScheduleItem, WeeklySchedulePage
from ..publishing import loaded
from ..vocabulary import Visibility
from .reading import SHOWN

_INTERNAL: Final = ("vehicle", "internal_note", "online_link")
#: What nobody reads of an item that is shown as "working".
_OF_PUBLIC: Final = (
    *("content", "place", "chairs_text", "participants_text", "preparing_text", "requester"),
    "change_reason",
)


def public_form(week: WeeklySchedulePage) -> WeeklySchedulePage:
    """The given instance without what ``reading`` shows to nobody; it must not be saved.

    Internal items are left out. Of one that is shown as "working", day, time and people are left.
    """
    items = loaded(item for item in week.items.all() if item.visibility in SHOWN)
    for item in items:
        _empty(item)
    week.items = items
    return week


def _empty(item: ScheduleItem) -> None:
    is_public = item.visibility == Visibility.PUBLIC
    for name in _INTERNAL if is_public else (*_INTERNAL, *_OF_PUBLIC):
        setattr(item, name, "")
    item.accepted = []
    if not is_public:
        item.preparing_agency = None
