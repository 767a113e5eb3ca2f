"""Calendars to subscribe to (RFC 5545): of a body, of one leader, of one item.

A change has a higher SEQUENCE under the same UID; what is called off, or not shown any more, stays
in the calendar as cancelled, so that the calendars of readers drop it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

import icalendar
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import conditional_page, require_safe
from icalendar.prop import vDate, vDuration, vInt, vText, vUri

from ...core.models import Post
from ..models import PublishedItem, ScheduleIndexPage, WeeklySchedulePage
from ..times import span_of
from ..vocabulary import ItemStatus, Session
from ..weeks import Week
from . import told
from .told import Told

#: How far back calendars reach.
PAST: Final = timedelta(days=60)
ZONE: Final = "Asia/Ho_Chi_Minh"
_OFFSET: Final = timedelta(hours=7)
_PRODUCT: Final = "-//govportal-wagtail//schedules//VI"
#: How often calendars should look for changes.
_REFRESH: Final = timedelta(hours=1)
_STATUS: Final = {
    ItemStatus.PLANNED.value: "CONFIRMED",
    ItemStatus.POSTPONED.value: "TENTATIVE",
    ItemStatus.CANCELLED.value: "CANCELLED",
}
#: DATE-TIME of RFC 5545, 3.3.5. Written here, because ``vDatetime`` looks up the names of its zone
#: each time, a seventh of what a calendar costs.
_FORM: Final = "%Y%m%dT%H%M%S"
#: What no text of a calendar may hold, see RFC 5545, 3.3.11.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@require_safe
@conditional_page
def calendar(request: HttpRequest, page_id: str) -> HttpResponse:
    """Everything of a schedule, from two months ago on.

    Raises:
        Http404: for a schedule that is not public here.
    """
    schedule = told.schedule_of(request, page_id)
    with translation.override(schedule.locale.language_code):
        weeks, items = _recent(schedule)
        return _answer(request, schedule, str(schedule.title), items, weeks)


@require_safe
@conditional_page
def leader_calendar(request: HttpRequest, page_id: str, person_id: str) -> HttpResponse:
    """What one leader chairs or takes part in; cancelled what they were taken off.

    Raises:
        Http404: for a schedule that is not public here, and for somebody whom it does not name and
            who holds no public post.
    """
    schedule = told.schedule_of(request, page_id)
    with translation.override(schedule.locale.language_code):
        person = int(person_id)
        weeks, items = _recent(schedule, person)
        name = _name_of(person, items)
        if not name:
            raise Http404
        return _answer(request, schedule, f"{schedule.title}: {name}", items, weeks)


@require_safe
@conditional_page
def item_calendar(request: HttpRequest, page_id: str, uid: str) -> HttpResponse:
    """One item, whenever it is.

    Raises:
        Http404: for a schedule that is not public here, and for an item that was never shown.
    """
    schedule = told.schedule_of(request, page_id)
    with translation.override(schedule.locale.language_code):
        rows = list(PublishedItem.objects.filter(schedule=schedule.pk, uid=UUID(uid)))
        weeks = told.open_weeks(schedule, monday__in=[row.monday for row in rows])
        items = told.told_of(row for row in rows if row.withdrawn_at or row.monday in weeks)
        if not items:
            raise Http404
        title = items[0].content or str(schedule.title)
        return _answer(request, schedule, title, items, weeks, name=f"lich-{items[0].date}")


def document(
    name: str,
    items: Iterable[Told],
    *,
    url: str = "",
    week_urls: Mapping[date, str] | None = None,
) -> bytes:
    """A calendar with these items as a file.

    ``week_urls`` are the addresses of the weeks by their Mondays.
    """
    found = icalendar.Calendar()
    found["PRODID"] = vText(_PRODUCT)
    found["VERSION"] = vText("2.0")
    found["CALSCALE"] = vText("GREGORIAN")
    for key in ("NAME", "X-WR-CALNAME"):
        found[key] = _text(name)
    found["X-WR-TIMEZONE"] = vText(ZONE)
    found["REFRESH-INTERVAL"] = _with(vDuration(_REFRESH), VALUE="DURATION")
    found["X-PUBLISHED-TTL"] = vDuration(_REFRESH)
    if url:
        found["URL"] = vUri(url)
    found.add_component(_zone())
    urls = week_urls or {}
    for item in items:
        found.add_component(_event(item, urls.get(item.monday, url)))
    return bytes(found.to_ical())


def _recent(
    schedule: ScheduleIndexPage, person_id: int | None = None
) -> tuple[dict[date, WeeklySchedulePage], list[Told]]:
    """The open weeks since calendars begin, and what was told of them, or of one person in them."""
    since = Week.of(timezone.localdate() - PAST).monday
    weeks = told.open_weeks(schedule, monday__gte=since)
    rows = PublishedItem.objects.filter(schedule=schedule.pk, monday__gte=since)
    items = told.told_of(
        row
        for row in rows
        if (row.withdrawn_at is not None or row.monday in weeks)
        and (person_id is None or told.names(row, person_id) or told.left(row, person_id))
    )
    if person_id is None:
        return weeks, items
    return weeks, [told.for_person(item, person_id) for item in items]


def _name_of(person_id: int, items: Iterable[Told]) -> str:
    """What the schedule calls a person; somebody it does not name now may hold a public post."""
    for item in items:
        for each in (*item.chairs, *item.participants):
            if each.person_id == person_id:
                return each.label
    posts = Post.objects.filter(person=person_id, is_public=True).select_related("person")
    post = posts.order_by("-starts_on", "-pk").first()
    return str(post.person.name) if post is not None else ""


def _answer(
    request: HttpRequest,
    schedule: ScheduleIndexPage,
    title: str,
    items: Iterable[Told],
    weeks: Mapping[date, WeeklySchedulePage],
    *,
    name: str = "lich",
) -> HttpResponse:
    address = schedule.full_url or ""
    week_urls = {monday: f"{address}{week.slug}/" for monday, week in weeks.items()}
    content = document(title, items, url=address, week_urls=week_urls)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    # A change of an hour ago is of no use to a reader; whoever asks again gets a 304.
    patch_cache_control(response, no_cache=True)
    return response


@cache
def _zone() -> icalendar.Timezone:
    """Viet Nam's time, which has had no daylight saving since 1975."""
    zone = icalendar.Timezone()
    zone["TZID"] = vText(ZONE)
    standard = icalendar.TimezoneStandard()
    standard.add("DTSTART", datetime(1975, 6, 13))
    standard.add("TZOFFSETFROM", _OFFSET)
    standard.add("TZOFFSETTO", _OFFSET)
    standard["TZNAME"] = vText("+07")
    zone.add_component(standard)
    return zone


def _event(item: Told, url: str) -> icalendar.Event:
    event = icalendar.Event()
    # Not the host, which a portal may change: the subscribers' calendars would show all twice.
    event["UID"] = vText(f"{item.uid}-{item.schedule_id}")
    event["DTSTAMP"] = event["LAST-MODIFIED"] = _moment(item.changed_at)
    event["CREATED"] = _moment(item.created_at)
    event["SEQUENCE"] = vInt(item.sequence)
    event["STATUS"] = vText(_STATUS[item.status])
    event["SUMMARY"] = _text(_summary(item))
    _put_time(event, item)
    for name, text in (("LOCATION", item.place), ("DESCRIPTION", _description(item))):
        if text:
            event[name] = _text(text)
    if url:
        event["URL"] = vUri(url)
    return event


def _put_time(event: icalendar.Event, item: Told) -> None:
    if item.session == Session.ALL_DAY and item.starts_at is None:
        event["DTSTART"] = _with(vDate(item.date), VALUE="DATE")
        # The day after the last one, as RFC 5545 counts.
        event["DTEND"] = _with(vDate(item.date + timedelta(days=1)), VALUE="DATE")
        return
    span = span_of(item)
    event["DTSTART"] = _with(vText(f"{span.start:{_FORM}}"), TZID=ZONE)
    event["DTEND"] = _with(vText(f"{span.end:{_FORM}}"), TZID=ZONE)


def _summary(item: Told) -> str:
    content = " ".join(item.content.split())
    if item.is_withdrawn:
        return _("No longer shown")
    if item.status == ItemStatus.POSTPONED:
        return _("Postponed: %(content)s") % {"content": content}
    if item.status == ItemStatus.CANCELLED:
        return _("Cancelled: %(content)s") % {"content": content}
    return content


def _description(item: Told) -> str:
    """Who, what the calendar cannot say of the time, and why it does not take place."""
    if item.is_withdrawn:
        return ""
    lines = [
        (pgettext("schedule", "Chaired by"), item.chaired_by),
        (pgettext("schedule", "Taking part"), item.attended_by),
        (pgettext("schedule", "Prepared by"), item.preparing),
        (pgettext("schedule", "Asked for by"), item.requester),
        (pgettext("schedule", "Reason"), item.reason),
    ]
    told_lines = [f"{label}: {text}" for label, text in lines if text]
    if item.starts_at is None:
        told_lines.append(str(Session(item.session).label))
    elif item.ends_at is None:
        told_lines.append(_("When it ends is not stated."))
    return "\n".join(told_lines)


def _with(value: Any, **parameters: str) -> Any:
    value.params.update(parameters)
    return value


def _text(value: Any) -> vText:
    return vText(_CONTROLS.sub(" ", str(value).replace("\r\n", "\n")))


def _moment(value: datetime) -> vText:
    return vText(f"{value.astimezone(UTC):{_FORM}Z}")
