"""What the page of a schedule shows: this week, a month, or the weeks of a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, Max, Min, Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail.query import PageQuerySet

from ...core import network
from ...core.pagination import page_of
from ..models import ScheduleIndexPage
from ..weeks import Week, weeks_of_month
from . import posted, reading, week_view
from .leaders import Asked, chosen, leaders_of
from .reading import SHOWN, ShownItem

_MONTH: Final = re.compile(r"(2[01][0-9]{2})-([0-9]{2})")
_YEAR: Final = re.compile(r"2[01][0-9]{2}")
#: Items of a day that a month names; the rest are counted.
_NAMED: Final = 4


def context(page: ScheduleIndexPage, request: HttpRequest) -> dict[str, Any]:
    """What the address asks for: ``?month=2026-11``, ``?archive=2026``, else this week.

    Raises:
        Http404: for a month, a year or a page of the archive that does not exist, and for a leader
            whom the schedule does not know.
    """
    if not page.pk or not page.depth:
        return {"mode": "week"}
    asked = Asked.of(request)
    is_open = posted.is_open(page)
    weeks = posted.weeks_of(page, is_open=is_open)
    if "month" in request.GET:
        shown = _month(page, weeks, asked, request)
    elif "archive" in request.GET:
        shown = _archive(weeks, request)
    else:
        shown = _this_week(page, weeks, asked, is_open=is_open)
    # The ways of the week that is shown, so that nobody goes back to where they are.
    week = shown.get("week") or Week.of(timezone.localdate())
    return {
        **week_view.ways(page, week, asked, request, is_open=is_open),
        **shown,
    }


def _this_week(
    page: ScheduleIndexPage, weeks: PageQuerySet, asked: Asked, *, is_open: bool
) -> dict[str, Any]:
    """This week; where it is not posted, the newest one that is."""
    this = Week.of(timezone.localdate())
    found = weeks.filter(monday=this.monday).first()
    is_current = found is not None
    found = found or weeks.order_by("-monday").first()
    values: dict[str, Any] = {"mode": "week", "is_current": is_current, "current_week": this}
    if found is None:
        return {**values, "schedule": page}
    return {**values, **week_view.shown_week(found, page, asked, is_open=is_open)}


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of a month with the first of its items."""

    date: date
    is_inside: bool
    is_today: bool
    named: tuple[ShownItem, ...]
    more: int
    #: Empty where its week is not posted.
    url: str


@dataclass(frozen=True, slots=True)
class MonthWeek:
    """A week of a month; ``url`` is empty where it is not posted."""

    week: Week
    url: str
    days: tuple[MonthDay, ...]


def _month(
    page: ScheduleIndexPage, weeks: PageQuerySet, asked: Asked, request: HttpRequest
) -> dict[str, Any]:
    parts = _MONTH.fullmatch(request.GET["month"])
    if parts is None or not 1 <= int(parts[2]) <= 12:
        raise Http404("There is no such month.")
    year, month = int(parts[1]), int(parts[2])
    first = date(year, month, 1)
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    span = (Week.of(first).monday, last)
    pages = {each.monday: each for each in weeks.filter(monday__range=span)}
    rows = posted.items_in([each.pk for each in pages.values()], first, last)
    items = reading.shown(rows)
    leaders = leaders_of(page, first, last, items)
    leader = chosen(page, asked, leaders)
    wanted = [item for item in items if leader is None or item.concerns(leader.person_id or 0)]
    urls = {monday: each.get_url(request) or "" for monday, each in pages.items()}
    days = _by_date(wanted)
    ends = weeks.aggregate(first=Min("monday"), last=Max("monday"))
    return {
        "mode": "month",
        "month": first,
        "schedule": page,
        "month_weeks": [
            _month_week(week, urls.get(week.monday, ""), days, asked, month)
            for week in weeks_of_month(year, month)
        ],
        "has_items": bool(wanted),
        "leader": leader,
        "leaders": leaders,
        "previous_month": _other(first - timedelta(days=1), ends, asked, is_before=True),
        "next_month": _other(last + timedelta(days=1), ends, asked, is_before=False),
        "all_leaders_url": asked.of_leader(None).query(month=f"{first:%Y-%m}"),
        "month_url": asked.by("").query(month=f"{first:%Y-%m}"),
        "day_url": asked.by("").query() or page.get_url(request),
        # Nobody is led through empty months by a search engine.
        "robots": "" if pages else "noindex, follow",
    }


def _by_date(items: list[ShownItem]) -> dict[date, list[ShownItem]]:
    found: dict[date, list[ShownItem]] = {}
    for item in items:
        found.setdefault(item.date, []).append(item)
    return found


def _month_week(
    week: Week, url: str, items: dict[date, list[ShownItem]], asked: Asked, month: int
) -> MonthWeek:
    today = timezone.localdate()
    address = url + asked.query() if url else ""
    days = []
    for day in week.days:
        own = items.get(day, [])
        days.append(
            MonthDay(
                day,
                is_inside=day.month == month,
                is_today=day == today,
                named=tuple(own[:_NAMED]),
                more=max(len(own) - _NAMED, 0),
                url=f"{address}#d-{day:%Y-%m-%d}" if address else "",
            )
        )
    return MonthWeek(week, address, tuple(days))


@dataclass(frozen=True, slots=True)
class MonthLink:
    """The way to another month."""

    day: date
    url: str


def _other(
    day: date, ends: dict[str, date | None], asked: Asked, *, is_before: bool
) -> MonthLink | None:
    """The month of a day, where there is a posted week in it or on that side of it."""
    first, last = ends["first"], ends["last"]
    if first is None or last is None:
        return None
    reaches = day >= first if is_before else day <= last + timedelta(days=6)
    if not reaches:
        return None
    return MonthLink(day.replace(day=1), asked.by("").query(month=f"{day:%Y-%m}"))


def _archive(weeks: PageQuerySet, request: HttpRequest) -> dict[str, Any]:
    asked = request.GET["archive"]
    if not _YEAR.fullmatch(asked):
        raise Http404("There is no such year.")
    year = int(asked)
    mondays = weeks.order_by().values_list("monday", flat=True)
    years = sorted({Week(monday).year for monday in mondays}, reverse=True)
    if year not in years and year != timezone.localdate().year:
        raise Http404("No week of the year has been posted.")
    first = date.fromisocalendar(year, 1, 1)
    after = date.fromisocalendar(year + 1, 1, 1)
    counted = Count("items", filter=Q(items__visibility__in=SHOWN))
    found = weeks.filter(monday__gte=first, monday__lt=after).annotate(number_of_items=counted)
    rows = page_of(found.order_by("-monday"), request)
    rows.object_list = network.address(rows.object_list, request)
    return {
        "mode": "archive",
        "year": year,
        "years": years,
        "weeks": rows,
        "pagination": rows,
        "day_url": "?",
        "leaders_url": "?view=leaders",
    }
