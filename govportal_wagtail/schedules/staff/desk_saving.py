"""Saves a sheet of the desk: the week is begun where it has to be, and nobody is overwritten."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ...editorial import requirements
from ...editorial.registries import Shortfall
from .. import editing
from ..errors import ScheduleError
from ..models import PublishedItem, ScheduleItem, WeeklySchedulePage
from .desk_sheet import Sheet


def save(sheet: Sheet, user: Any, *, seen: int | None) -> WeeklySchedulePage:
    """Save what the rows say; ``seen`` is the version that the user saw.

    Raises:
        PermissionDenied: for a user who may not write the week.
        ScheduleError: ``moved`` where there is a newer version; without fields where the week is
            locked; ``wrong`` where the rows, which say what, have to be mended.
    """
    if seen != sheet.based_on:
        raise moved()
    items = sheet.understood()
    if sheet.errors or sheet.wrong:
        raise ScheduleError(_("Nothing was saved yet. What is wrong stands below."), code="wrong")
    with transaction.atomic():
        page = sheet.page
        if page is None:
            page = editing.begin(sheet.schedule, sheet.week, user)
            if editing.newest(page).items.exists():
                raise moved()
            seen = page.latest_revision_id
        _keep_apart(items, page, sheet)
        return editing.save(page, items, user, based_on=seen, note=sheet.note)


def lacking(page: WeeklySchedulePage) -> list[Shortfall]:
    """What the newest version of the week lacks to be posted; see ``editorial.requirements``."""
    return requirements.shortfalls(requirements.newest_version(page))


def hand_in(page: WeeklySchedulePage, user: Any) -> bool:
    """Hand the week in and return True, unless it lacks something.

    Raises:
        PermissionDenied: for a user who may not.
        ScheduleError: see ``editing.hand_in``.
    """
    page = WeeklySchedulePage.objects.get(pk=page.pk)
    if lacking(page):
        return False
    editing.hand_in(page, user)
    return True


def moved() -> ScheduleError:
    """Somebody else has saved the week since it was shown."""
    message = _(
        "Somebody else has saved this week meanwhile. What they wrote was brought together with "
        "what you typed: look at it, then save."
    )
    return ScheduleError(message, code="moved")


def moved_meanwhile() -> ScheduleError:
    """The same, where nothing was typed that could be brought together."""
    message = _("Somebody else has saved this week meanwhile. Look at it again.")
    return ScheduleError(message, code="moved")


def _keep_apart(items: Iterable[ScheduleItem], page: WeeklySchedulePage, sheet: Sheet) -> None:
    """Give new items keys of their own: calendars know an item by its key, whatever the week."""
    stored = {item.uid for item in sheet.items}
    new = {item.uid: item for item in items if item.uid not in stored}
    elsewhere = ScheduleItem.objects.filter(uid__in=new).exclude(page=page.pk)
    here = {"schedule": sheet.schedule, "monday": sheet.week.monday}
    told = PublishedItem.objects.filter(uid__in=new).exclude(**here)
    taken = {*elsewhere.values_list("uid", flat=True), *told.values_list("uid", flat=True)}
    for uid in taken:
        new[uid].uid = uuid.uuid4()
