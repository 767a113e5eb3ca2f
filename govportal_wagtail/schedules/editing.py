"""How a week is written: begun, filled, saved as a new version, handed in to the editorial flow.

A week is a page: what is written here is a draft version of it, which the workflow of the site
approves. Whoever saves says on which version they worked, so that nobody's work is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import Page

from ..core.dates import written
from . import events, rights
from .errors import ScheduleError
from .models import ItemPerson, ScheduleIndexPage, ScheduleItem, WeeklySchedulePage
from .times import in_order
from .vocabulary import ScheduleEventKind
from .weeks import Week

#: What an item hands on to a copy of itself.
COPIED: Final = (
    *("session", "starts_at", "ends_at", "content", "place", "chairs_text", "participants_text"),
    *("preparing_agency_id", "preparing_text", "requester", "visibility"),
    *("vehicle", "internal_note", "online_link"),
)


def page_of(schedule: ScheduleIndexPage, week: Week) -> WeeklySchedulePage | None:
    """The page of a week in any state; None where nobody has begun it."""
    pages = WeeklySchedulePage.objects.child_of(schedule).filter(monday=week.monday)
    found: WeeklySchedulePage | None = pages.order_by("path").first()
    return found


def begin(schedule: ScheduleIndexPage, week: Week, user: Any) -> WeeklySchedulePage:
    """The page of a week, made as a draft where there is none yet.

    Raises:
        PermissionDenied: for a user who does not arrange the schedule.
    """
    rights.require(rights.arranges(user, schedule))
    with transaction.atomic():
        # Two clerks who begin the same week wait for each other here.
        parent = Page.objects.select_for_update().get(pk=schedule.pk)
        found = page_of(schedule, week)
        if found is not None:
            return found
        page = WeeklySchedulePage(
            title=title_of(week, schedule.locale.language_code),
            slug=week.code,
            monday=week.monday,
            owner=user,
            live=False,
            has_unpublished_changes=True,
            locale=schedule.locale,
        )
        parent.add_child(instance=page)
        log(instance=page, action="wagtail.create", user=user)
        page.save_revision(user=user, clean=False)
        events.record(ScheduleEventKind.WEEK_CREATED, schedule, user=user, monday=week.monday)
    return page


def title_of(week: Week, language: str = "vi") -> str:
    """The title of the page of a week."""
    with override(language):
        return _("Schedule of week %(number)s (%(first)s to %(last)s)") % {
            "number": week.number,
            "first": written(week.monday, "d/m"),
            "last": written(week.sunday),
        }


def newest(page: WeeklySchedulePage) -> WeeklySchedulePage:
    """The newest version of a week, whether it is public or not."""
    found: WeeklySchedulePage = page.get_latest_revision_as_object()
    return found


def save(
    page: WeeklySchedulePage,
    items: Sequence[ScheduleItem],
    user: Any,
    *,
    based_on: int | None,
    kind: ScheduleEventKind = ScheduleEventKind.EDITED,
    note: str | None = None,
    **details: Any,
) -> WeeklySchedulePage:
    """Save a new version of a week with these items, in the order of their days and times.

    ``based_on`` is the key of the version on which the user worked. Items carry their people as
    child rows and keep their ``uid``.

    Raises:
        PermissionDenied: for a user who may not edit the page now.
        ScheduleError: ``moved`` where there is a newer version; else what is wrong with an item,
            under ``<position in the given sequence>-<field>``.
    """
    with transaction.atomic():
        stored = WeeklySchedulePage.objects.select_for_update().get(pk=page.pk)
        rights.require(stored.permissions_for_user(user).can_edit())
        if stored.permissions_for_user(user).page_locked():
            raise ScheduleError(
                _("The week is with the editorial board; it cannot be changed now.")
            )
        if stored.latest_revision_id != based_on:
            message = _("Somebody else has changed this week meanwhile. Look at it again.")
            raise ScheduleError(message, code="moved")
        version = newest(stored)
        check(items, version.week)
        version.items = _numbered(items)
        if note is not None:
            version.note = note
        version.save_revision(user=user, clean=False, log_action=True)
        schedule = ScheduleIndexPage.objects.parent_of(stored).get()
        events.record(kind, schedule, user=user, monday=version.monday, **details)
    return version


def add(
    page: WeeklySchedulePage,
    items: Iterable[ScheduleItem],
    user: Any,
    kind: ScheduleEventKind,
    **details: Any,
) -> WeeklySchedulePage:
    """Add items to the newest version of a week; see ``save``."""
    version = newest(page)
    there = list(version.items.all())
    return save(
        page, [*there, *items], user, based_on=page.latest_revision_id, kind=kind, **details
    )


def check(items: Sequence[ScheduleItem], week: Week) -> None:
    """Bring the items into their stored form.

    Raises:
        ScheduleError: what is wrong, under ``<position>-<field>``.
    """
    errors: dict[str, Any] = {}
    for position, item in enumerate(items):
        # The session follows the time, so that fields are looked at last.
        for look in (item.clean, partial(item.clean_fields, exclude=["page"])):
            try:
                look()
            except ValidationError as error:
                for name, messages in error.message_dict.items():
                    errors.setdefault(f"{position}-{name}", messages)
        if item.date is not None and item.date not in week:
            errors[f"{position}-date"] = [_("The day is not in this week.")]
    if errors:
        raise ScheduleError(errors)


def hand_in(page: WeeklySchedulePage, user: Any) -> None:
    """Hand the newest version of a week in to the workflow of its site.

    What is still missing is found there (``editorial.requirements``).

    Raises:
        PermissionDenied: for a user who may not.
        ScheduleError: where it is in the workflow already, or the site has none.
    """
    with transaction.atomic():
        stored = WeeklySchedulePage.objects.select_for_update().get(pk=page.pk)
        rights.require(stored.permissions_for_user(user).can_edit())
        state = stored.current_workflow_state
        if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
            state.resume(user)
            return
        if state is not None:
            raise ScheduleError(_("The week is with the editorial board already."), code="moved")
        workflow = stored.get_workflow()
        if workflow is None:
            message = _("The site has no workflow. Ask its administrator to set it up.")
            raise ScheduleError(message)
        workflow.start(stored, user)


def copy_of(item: Any, day: date) -> ScheduleItem:
    """A new item with the content and people of another one, on another day."""
    copied = ScheduleItem(date=day, **{name: getattr(item, name) for name in COPIED})
    give_people(copied, item.people.all())
    return copied


def give_people(item: ScheduleItem, rows: Iterable[Any]) -> None:
    """Let the item have copies of these rows as its people, in place of those it has."""
    item.people.set(
        [
            ItemPerson(post_id=row.post_id, role=row.role, label=row.label, sort_order=order)
            for order, row in enumerate(rows)
        ]
    )


def _numbered(items: Iterable[ScheduleItem]) -> list[ScheduleItem]:
    ordered = in_order(items)
    for order, item in enumerate(ordered):
        item.sort_order = order
    return ordered
