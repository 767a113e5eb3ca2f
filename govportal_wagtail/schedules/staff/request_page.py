"""What the page of one registration shows: what is asked for, what became of it, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from ...editorial.staff import item_words
from .. import due, editing, rights
from ..models import ScheduleEvent, ScheduleItem, ScheduleRequest, WeeklySchedulePage
from ..vocabulary import PersonRole, RequestState, Visibility
from ..weeks import Week
from ..wording import when

#: What the address of the list may hold when somebody comes back to it.
_KEPT: Final = ("queue", "week", "schedule", "agency", "q", "ordering", "p")


@dataclass(frozen=True, slots=True)
class InSchedule:
    """What became of a registration that the office took in."""

    #: The page of its week, where the public reads it.
    page: WeeklySchedulePage | None
    #: The item as it stands now: in public, else in the draft.
    item: ScheduleItem | None
    is_public: bool

    @property
    def when(self) -> str:
        """The time of the item; empty without one."""
        return when(self.item) if self.item else ""


def context(user: Any, entry: ScheduleRequest) -> dict[str, Any]:
    """All that the template shows, but for the forms."""
    week = Week.of(entry.date)
    rows = list(entry.people.all())
    arranges = rights.arranges(user, entry.schedule)
    return {
        "entry": entry,
        "schedule": entry.schedule,
        "week": week,
        "when": when(entry),
        "chairs": [row.label for row in rows if row.role == PersonRole.CHAIR],
        "participants": [row.label for row in rows if row.role == PersonRole.PARTICIPANT],
        "entered_by": item_words.name_of(entry.entered_by),
        "decided_by": item_words.name_of(entry.decided_by),
        "is_past": entry.date < timezone.localdate(),
        "is_unshown": entry.visibility != Visibility.PUBLIC,
        "due_at": due.due_at(entry.schedule, week),
        "in_schedule": in_schedule(entry) if entry.state == RequestState.ACCEPTED else None,
        "arranges": arranges,
        "may_decide": rights.may_decide(user, entry),
        "may_change": rights.may_change(user, entry),
        "may_copy": rights.registers(user, entry.schedule) and _is_of_unit(user, entry),
        "events": ScheduleEvent.objects.filter(request_id=entry.pk).order_by("at", "pk"),
    }


def in_schedule(entry: ScheduleRequest) -> InSchedule:
    """Where the item stands that a registration became; it may have been moved or taken out."""
    if entry.item_uid is None:
        return InSchedule(None, None, is_public=False)
    # A copy of the week on another site has items with the same keys.
    below = {"page__path__startswith": entry.schedule.path}
    rows = ScheduleItem.objects.filter(uid=entry.item_uid, page__live=True, **below)
    item = rows.select_related("page").order_by("-date").first()
    if item is not None:
        is_public = item.visibility != Visibility.INTERNAL
        return InSchedule(item.page if is_public else None, item, is_public)
    page = editing.page_of(entry.schedule, Week.of(entry.date))
    drafted = editing.newest(page).items.all() if page is not None else ()
    found = next((each for each in drafted if each.uid == entry.item_uid), None)
    return InSchedule(None, found, is_public=False)


def list_after(query: str) -> str:
    """The address of the list with the filters that were chosen there, and nothing else."""
    kept = QueryDict(mutable=True)
    for name, values in QueryDict(query[:1000]).lists():
        if name in _KEPT:
            kept.setlist(name, values)
    address = reverse("schedules:requests")
    return f"{address}?{kept.urlencode()}" if kept else address


def _is_of_unit(user: Any, entry: ScheduleRequest) -> bool:
    account = getattr(user, "govportal_account", None)
    return account is not None and account.agency_id == entry.agency_id
