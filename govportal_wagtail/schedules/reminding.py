"""What the daily reminder says of schedules: registrations that wait, weeks that are not posted.

Both are due when the week is to be posted; the heads of the board are told of weeks that are late.
A registration for a schedule that states no such day is due on the day before its week.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import ngettext, pgettext_lazy

from ..core.models import PortalSite
from ..editorial import messaging
from ..editorial.registries import AgendaLine, AgendaSource, agenda_sources
from ..editorial.reminders import HEADS, by_site, first_holders
from . import due, recipients, rights
from .models import ScheduleIndexPage, ScheduleRequest
from .vocabulary import RequestState
from .weeks import Week
from .wording import week_of

_CODE: Final = "schedules"
_NOT_POSTED: Final = pgettext_lazy("week of a schedule", "not posted yet")

_Sites = dict[ScheduleIndexPage, PortalSite]


def lines(on: date, until: date) -> Iterator[AgendaLine]:
    """Weeks and registrations that are due until a day or late."""
    entries = list(_registered(on, until))
    wanted = ScheduleIndexPage.objects.live().select_related("agency")
    sites = dict(due.with_sites(wanted.order_by("path")))
    if not sites:
        return
    offices = recipients.offices(sites)
    heads = by_site(HEADS)
    for week in due.unposted(sites, on, until):
        yield _week_line(week, sites[week.schedule], offices, heads)
    yield from _waiting_lines(entries, sites, offices, until)
    yield from _returned_lines(entries, sites, until)


def _registered(on: date, until: date) -> Iterable[ScheduleRequest]:
    """What is open; what was to take place before the day waits for nobody."""
    # No week is due earlier than on the Monday before it.
    days = (on, until + timedelta(days=13))
    rows = ScheduleRequest.objects.filter(state__in=rights.OPEN, date__range=days)
    return rows.select_related("schedule", "agency", "entered_by").order_by("date", "pk")


def _week_line(
    found: due.Unposted,
    site: PortalSite,
    offices: Mapping[int, list[int]],
    heads: dict[tuple[int, str], list[int]],
) -> AgendaLine:
    schedule, week = found.schedule, found.week
    return AgendaLine(
        key=f"schedules:week:{schedule.pk}:{week.code}",
        title=_Title(schedule, week),
        due_on=found.due_on,
        state=_NOT_POSTED,
        portal_site=site,
        link=messaging.address_in_admin("schedules:desk", schedule.pk, week.code),
        holders=frozenset(offices[schedule.pk]),
        heads=frozenset(first_holders(heads, site, [[role] for role in HEADS])),
    )


def _waiting_lines(
    entries: Iterable[ScheduleRequest],
    sites: _Sites,
    offices: Mapping[int, list[int]],
    until: date,
) -> Iterator[AgendaLine]:
    """One line for each week of a schedule for which registrations wait for its office."""
    weeks: dict[tuple[ScheduleIndexPage, Week], int] = defaultdict(int)
    for entry in entries:
        if entry.state == RequestState.REGISTERED and entry.schedule in sites:
            weeks[entry.schedule, Week.of(entry.date)] += 1
    for (schedule, week), count in weeks.items():
        day = _last_day(schedule, week)
        if day <= until:
            yield AgendaLine(
                key=f"schedules:waiting:{schedule.pk}:{week.code}",
                title=_Title(schedule, week),
                due_on=day,
                state=_Waiting(count),
                portal_site=sites[schedule],
                link=messaging.address_in_admin("schedules:requests"),
                holders=frozenset(offices[schedule.pk]),
            )


def _returned_lines(
    entries: Iterable[ScheduleRequest], sites: _Sites, until: date
) -> Iterator[AgendaLine]:
    """What waits for whoever registered it; nobody else is asked to complete it by this mail."""
    for entry in entries:
        if entry.state != RequestState.RETURNED or entry.schedule not in sites:
            continue
        day = _last_day(entry.schedule, Week.of(entry.date))
        writer: Any = entry.entered_by
        if day <= until and writer is not None and writer.is_active:
            yield AgendaLine(
                key=f"schedules:returned:{entry.pk}",
                title=_Title(entry.schedule, Week.of(entry.date)),
                due_on=day,
                state=pgettext_lazy("registered item", "returned to be completed"),
                portal_site=sites[entry.schedule],
                link=messaging.address_in_admin("schedules:request", entry.pk),
                holders=frozenset({writer.pk}),
            )


def _last_day(schedule: ScheduleIndexPage, week: Week) -> date:
    moment = due.due_at(schedule, week)
    return timezone.localdate(moment) if moment else week.monday - timedelta(days=1)


class _Title:
    """The schedule and the week in the language of the mail."""

    def __init__(self, schedule: ScheduleIndexPage, week: Week) -> None:
        self._schedule, self._week = schedule, week

    def __str__(self) -> str:
        return week_of(self._schedule, self._week)


class _Waiting:
    """How many registrations wait, in the language of the mail."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __str__(self) -> str:
        words = ngettext(
            "%(count)d registration waits", "%(count)d registrations wait", self._count
        )
        return words % {"count": self._count}


agenda_sources.register(_CODE, AgendaSource(_CODE, lines))
