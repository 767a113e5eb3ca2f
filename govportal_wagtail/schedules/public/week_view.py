"""What the page of a week shows: its days or leaders, the ways to other weeks, the printed form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from ...core.models import Agency
from ..changelog import PublicChange
from ..models import ScheduleIndexPage, WeeklySchedulePage
from ..vocabulary import ChangeKind
from ..weeks import Week
from . import links, posted, reading
from .days import by_day, by_leader
from .leaders import Asked, chosen, leaders_of
from .reading import ShownItem


@dataclass(frozen=True, slots=True)
class WeekLink:
    """The way to a week; ``url`` is empty for the one that is shown."""

    week: Week
    url: str


def context(page: WeeklySchedulePage, request: HttpRequest) -> dict[str, Any]:
    """What the page of one week shows besides its own fields.

    Raises:
        Http404: for a leader whom the schedule does not know.
    """
    schedule = schedule_of(page)
    if schedule is None:
        return {"week": page.week, "days": []}
    asked = Asked.of(request)
    is_open = posted.is_open(schedule)
    return {
        **shown_week(page, schedule, asked, is_open=is_open),
        **ways(schedule, page.week, asked, request, is_open=is_open),
        "page_url": page.get_url(request) or "",
    }


def schedule_of(page: WeeklySchedulePage) -> ScheduleIndexPage | None:
    """The schedule to which a week belongs, also of a page that was not saved yet."""
    parent = page.get_parent() if page.depth else getattr(page, "_govportal_parent", None)
    if parent is None:
        return None
    schedules = ScheduleIndexPage.objects.select_related("agency__parent")
    found: ScheduleIndexPage | None = schedules.filter(pk=parent.pk).first()
    return found


def shown_week(
    page: WeeklySchedulePage, schedule: ScheduleIndexPage, asked: Asked, *, is_open: bool
) -> dict[str, Any]:
    """The items of a week for everybody, by day or by leader, and the printed form.

    Raises:
        Http404: for a leader whom the schedule does not know.
    """
    today, week = timezone.localdate(), page.week
    changes = reading.changes_of(page, schedule)
    items = reading.shown(page.items.all(), changes=changes)
    leaders = leaders_of(schedule, week.monday, week.sunday, items)
    leader = chosen(schedule, asked, leaders)
    wanted = [item for item in items if leader is None or item.concerns(leader.person_id or 0)]
    shown: dict[str, Any] = {"days": by_day(wanted, week.days, today=today)}
    if asked.view == "leaders":
        ones = [leader] if leader else leaders
        shown["by_leader"] = by_leader(wanted, ones, week.days, today=today)
        # What nobody in office takes part in would be lost otherwise.
        rest = [item for item in wanted if not any(each.person_id for each in item.people)]
        days = by_day(rest, week.days, today=today)
        shown["of_nobody"] = [day for day in days if day.sessions]
    is_public = is_open and bool(schedule.live and page.live)
    return {
        **shown,
        "schedule": schedule,
        "shown_page": page,
        "week": week,
        "has_items": bool(wanted),
        "leader": leader,
        "leaders": leaders,
        "changes": _changes(changes, items, wanted, is_narrowed=leader is not None),
        "printed": _printed(page, schedule),
        "has_item_calendars": is_public,
        "json_url": links.data_url(page, "json") if is_public else "",
        "csv_url": links.data_url(page, "csv") if is_public else "",
    }


def ways(
    schedule: ScheduleIndexPage,
    week: Week,
    asked: Asked,
    request: HttpRequest,
    *,
    is_open: bool,
) -> dict[str, Any]:
    """The ways to other weeks and views, to calendars and data; every link keeps what is asked."""
    url = schedule.get_url(request) or ""
    weeks = posted.weeks_of(schedule, is_open=is_open)
    before = weeks.filter(monday__lt=week.monday).order_by("-monday").first()
    after = weeks.filter(monday__gt=week.monday).order_by("monday").first()
    this = Week.of(timezone.localdate())
    public = is_open and schedule.live
    return {
        "asked": asked,
        "schedule_url": url,
        "previous_week": _link(before, asked, request),
        "next_week": _link(after, asked, request),
        "this_week": WeekLink(this, "" if week == this else url + asked.query()),
        "day_url": asked.by("").query() or "?",
        "leaders_url": asked.by("leaders").query(),
        "month_url": url + asked.by("").query(month=f"{week.monday:%Y-%m}"),
        "archive_url": f"{url}?archive={week.year}",
        "all_leaders_url": asked.of_leader(None).query() or "?",
        "calendar_url": links.calendar_url(schedule, asked.leader) if public else "",
        "feed_url": links.feed_url(schedule) if public else "",
    }


def _link(page: WeeklySchedulePage | None, asked: Asked, request: HttpRequest) -> WeekLink | None:
    if page is None:
        return None
    return WeekLink(page.week, (page.get_url(request) or "") + asked.query())


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change of the week with the words for the item it is about."""

    change: PublicChange
    #: None where it is not shown any more.
    item: ShownItem | None
    day: date


def _changes(
    changes: list[PublicChange],
    items: list[ShownItem],
    wanted: list[ShownItem],
    *,
    is_narrowed: bool,
) -> list[ToldChange]:
    """The changes of what is shown, the newest first."""
    by_uid: dict[UUID, ShownItem] = {item.uid: item for item in items}
    shown = {item.uid for item in wanted}
    told = []
    for change in reversed(changes):
        item = None if change.kind == ChangeKind.WITHDRAWN else by_uid.get(change.uid)
        if is_narrowed and change.uid not in shown:
            continue
        said = change.after or change.before
        day = item.date if item else date.fromisoformat(said["date"]) if said else None
        if day is not None:
            told.append(ToldChange(change, item, day))
    return told


def _printed(page: WeeklySchedulePage, schedule: ScheduleIndexPage) -> dict[str, Any]:
    """The head and the foot of the official form (Decree 30/2020/NĐ-CP, Annex I)."""
    agency: Agency = schedule.agency
    published = page.last_published_at or page.first_published_at
    return {
        "above": str(agency.parent) if agency.parent else "",
        "agency": str(agency),
        "place": schedule.place_of_issue,
        "day": timezone.localdate(published) if published else None,
        "signature_title": schedule.signature_title,
        "signature_name": schedule.signature_name,
    }
