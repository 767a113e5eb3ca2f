"""What a week needs to be posted: something to read, days that are its own, changes explained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page

from ..core.network import is_foreign
from ..editorial.registries import PageTiming, PublishRequirement, Shortfall
from . import findings, publishing
from .models import ScheduleIndexPage, ScheduleItem, WeeklySchedulePage, WeeklySchedulePageMixin
from .vocabulary import Visibility

#: The code of a missing reason; the desk asks for it at its field.
NO_REASON: Final = "no_reason"
_EXCERPT: Final = 60


def is_week(page: Page) -> bool:
    """Whether the page is a week of a schedule, also one of a province's own kind."""
    return isinstance(page, WeeklySchedulePageMixin)


def is_written_week(page: Page) -> bool:
    """Whether somebody writes the week: one in another language repeats it, gaps and all."""
    return is_week(page) and not is_foreign(page)


def check_content(page: Any) -> Iterator[Shortfall]:
    """The public finds something: an item, or a note that says why there is none."""
    shown = any(item.visibility != Visibility.INTERNAL for item in page.items.all())
    if not shown and not (page.note or "").strip():
        message = gettext_lazy(
            "The public would read nothing: add an item, or say in the note why there is none."
        )
        yield Shortfall("items", message, "", "empty_week")


def check_days(page: Any) -> Iterator[Shortfall]:
    """Every item has a day of this week; a posted week stays the week that it is."""
    if page.monday is None:
        yield Shortfall("monday", gettext_lazy("Say which week it is."), "", "no_week")
        return
    if page.monday.weekday() != 0:
        message = gettext_lazy("The week does not begin on a Monday.")
        yield Shortfall("monday", message, "", "not_monday")
    if _has_moved(page):
        message = gettext_lazy("The week is posted already; it cannot become another week.")
        yield Shortfall("monday", message, "", "other_week")
    if _is_twice(page):
        message = gettext_lazy("The schedule has this week already.")
        yield Shortfall("monday", message, "", "twice")
    for item in page.items.all():
        if item.date is None or item.date not in page.week:
            text = _("“%(item)s”: the day is not in this week.") % {"item": _named(item)}
            yield Shortfall("items", text, "", "other_day")


def check_reasons(page: Any) -> Iterator[Shortfall]:
    """What was published changes with a reason that the public reads."""
    items = {item.uid: item for item in page.items.all()}
    for change in publishing.pending(page):
        if change.needs_reason and change.uid in items:
            item = items[change.uid]
            values = {
                "item": _named(item),
                "kinds": ", ".join(str(kind.label) for kind in change.kinds),
            }
            if item.change_reason.strip():
                message = _(
                    "“%(item)s” (%(kinds)s): the reason is that of an earlier change; state why "
                    "it changes now."
                )
            else:
                message = _("“%(item)s” (%(kinds)s): state the reason for the change.")
            yield Shortfall("items", message % values, "", NO_REASON)


def check_removed(page: Any) -> Iterator[Shortfall]:
    """Nothing that was published vanishes: it is postponed, cancelled or made internal."""
    for change in publishing.pending(page):
        if change.is_removed:
            values = {"item": _excerpt(change.before.get("content", "")) or change.before["date"]}
            message = _(
                "“%(item)s” was published and is missing: postpone it, cancel it or make it "
                "internal, with the reason."
            )
            yield Shortfall("items", message % values, "", "removed")


def check_findings(page: Any) -> Iterator[Shortfall]:
    """Somebody has looked at everything that looks wrong; nothing of it is forbidden."""
    items = list(page.items.all())
    stored = page if page.pk else None
    still_open = findings.open_findings(items, stored)
    names = {item.uid: _named(item) for item in items}
    for finding in still_open:
        values = {"item": names[finding.uid], "message": finding.message}
        yield Shortfall("items", _("“%(item)s”: %(message)s") % values, "", "finding")
    if still_open:
        message = ngettext(
            "Mend it or accept it on the screen of the week.",
            "Mend them or accept them on the screen of the week.",
            len(still_open),
        )
        yield Shortfall("items", message, "", "open_findings")


def agency_of(page: Any) -> Any:
    """The body whose schedule it is; None for a page that stands nowhere yet."""
    if not page.depth:
        return None
    schedule = ScheduleIndexPage.objects.parent_of(page).select_related("agency").first()
    return schedule.agency if schedule is not None else None


def _has_moved(page: Any) -> bool:
    if not page.live or not page.pk:
        return False
    stored = WeeklySchedulePage.objects.filter(pk=page.pk).values_list("monday", flat=True)
    return bool(stored and stored[0] != page.monday)


def _is_twice(page: Any) -> bool:
    """Whether the schedule has another page of the week, as after a copy."""
    if not page.pk or not page.depth:
        return False
    same = WeeklySchedulePage.objects.sibling_of(page).filter(monday=page.monday)
    return bool(same.exclude(pk=page.pk).exists())


def _named(item: ScheduleItem) -> str:
    day = date_format(item.date, "d/m") if item.date else ""
    return " ".join(each for each in (day, _excerpt(item.content)) if each)


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else f"{line[: _EXCERPT - 1].rstrip()}…"


REQUIREMENTS: Final = (
    PublishRequirement(
        "schedule_content",
        gettext_lazy("Something to read in the week"),
        is_week,
        check_content,
        10,
    ),
    PublishRequirement(
        "schedule_days", gettext_lazy("Days of this very week"), is_week, check_days, 20
    ),
    PublishRequirement(
        "schedule_removed",
        gettext_lazy("Nothing that was published is missing"),
        is_written_week,
        check_removed,
        30,
    ),
    PublishRequirement(
        "schedule_reasons",
        gettext_lazy("A reason for every change of what was published"),
        is_written_week,
        check_reasons,
        40,
    ),
    PublishRequirement(
        "schedule_findings",
        gettext_lazy("Clashes and the like looked at"),
        is_written_week,
        check_findings,
        50,
    ),
)
WEEK_TIMING: Final = PageTiming(
    "schedule_week", is_week, lambda page: "", lambda page: {}, agency_of
)
