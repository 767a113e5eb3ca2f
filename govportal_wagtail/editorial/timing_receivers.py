"""Keeps the last day of an item in step with its time limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import Min
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from ..regulation.models import Deadline
from ..regulation.signals import deadlines_recalculated
from . import timing
from .models import EditorialEvent, EditorialItem
from .signals import event_recorded
from .vocabulary import EventKind

_BATCH: Final = 500


@receiver([post_save, post_delete], sender=Deadline, dispatch_uid="govportal_editorial.due_on")
def deadline_changed(instance: Deadline, **kwargs: Any) -> None:
    """A time limit was started, moved, met, cancelled or deleted."""
    if instance.content_type_id == _content_type().pk:
        keep_last_days([int(instance.object_id)])


@receiver(deadlines_recalculated, dispatch_uid="govportal_editorial.due_on_moved")
def calendar_moved(moved: Any, **kwargs: Any) -> None:
    """A change of the calendar moves deadlines in bulk, which sends no signal for each row."""
    keys = [each.deadline_id for each in moved]
    for start in range(0, len(keys), _BATCH):
        rows = Deadline.objects.filter(
            pk__in=keys[start : start + _BATCH], content_type=_content_type()
        )
        items = rows.order_by().values_list("object_id", flat=True).distinct()
        keep_last_days([int(each) for each in items])


@receiver(event_recorded, dispatch_uid="govportal_editorial.summary_procedure")
def procedure_changed(event: EditorialEvent, item: Any, user: Any, **kwargs: Any) -> None:
    """The summary procedure has a time limit of its own in some regulations."""
    if item is not None and event.kind in (EventKind.URGENT, EventKind.NOT_URGENT):
        timing.start(item, user)


@receiver(post_delete, sender=EditorialItem, dispatch_uid="govportal_editorial.item_deleted")
def item_deleted(instance: EditorialItem, **kwargs: Any) -> None:
    """A draft that was thrown away must not stay in the register as a deadline that runs."""
    Deadline.objects.filter(content_type=_content_type(), object_id=str(instance.pk)).delete()


def keep_last_days(items: list[int]) -> None:
    """Give each of the items the earliest last day of its time limits that still run."""
    days = dict.fromkeys(items, None) | _last_days([str(each) for each in items])
    _write(days)


def synchronise() -> int:
    """Mend the last days of all open items; returns how many were wrong.

    They are right unless the process ended between the change of the calendar and its signal.
    """
    days = _last_days(None)
    stored = dict(EditorialItem.objects.open().order_by().values_list("pk", "due_on"))
    wrong = {pk: days.get(pk) for pk, due_on in stored.items() if days.get(pk) != due_on}
    _write(wrong)
    return len(wrong)


def _content_type() -> ContentType:
    return ContentType.objects.get_for_model(EditorialItem)


def _last_days(items: Iterable[str] | None) -> dict[int, date | None]:
    rows = Deadline.objects.unfinished().filter(content_type=_content_type())
    if items is not None:
        rows = rows.filter(object_id__in=list(items))
    found = rows.order_by().values("object_id").annotate(first=Min("due_on"))
    return {int(each["object_id"]): each["first"] for each in found}


def _write(days: dict[int, date | None]) -> None:
    by_day: dict[date | None, list[int]] = defaultdict(list)
    for item, day in days.items():
        by_day[day].append(item)
    for day, items in by_day.items():
        for start in range(0, len(items), _BATCH):
            batch = EditorialItem.objects.filter(pk__in=items[start : start + _BATCH])
            batch.update(due_on=day)
