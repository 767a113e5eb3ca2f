"""By when a week is posted, and which weeks of which schedules are not.

The day and time are those that the schedule's page states; where it states none, no week is late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from ..core.models import PortalSite, SiteState
from .models import ScheduleIndexPage, WeeklySchedulePage
from .weeks import Week

_END_OF_DAY: Final = time(23, 59, 59)
#: The week under way, the next one, and the one after it, which may be due within days.
_LOOKED_AT: Final = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class Unposted:
    """A week of a schedule that the public cannot read yet."""

    schedule: ScheduleIndexPage
    week: Week
    due_at: datetime

    @property
    def due_on(self) -> date:
        """The last day on which it is posted in time."""
        return timezone.localdate(self.due_at)

    def is_late(self, now: datetime | None = None) -> bool:
        """Whether its time is over."""
        return (now or timezone.now()) > self.due_at


def due_at(schedule: ScheduleIndexPage, week: Week) -> datetime | None:
    """Until when the week is to be posted; None where the schedule states no day.

    A week is posted in the week before it; a day without a time means the end of that day.
    """
    if schedule.due_weekday is None:
        return None
    day = week.monday - timedelta(days=7 - schedule.due_weekday)
    return timezone.make_aware(datetime.combine(day, schedule.due_time or _END_OF_DAY))


def unposted(
    schedules: Iterable[ScheduleIndexPage], on: date, until: date | None = None
) -> list[Unposted]:
    """Weeks from that of the day on which are due until a day and not posted; one query.

    A schedule that was itself posted after a week was due does not owe that week.
    """
    weeks = [Week.of(on).shifted(number) for number in _LOOKED_AT]
    wanted = [each for each in schedules if each.live and each.due_weekday is not None]
    posted = _posted(weeks) if wanted else set()
    found = []
    for schedule in wanted:
        for week in weeks:
            due = due_at(schedule, week)
            if due is None or timezone.localdate(due) > (until or on):
                continue
            is_old = schedule.first_published_at is None or schedule.first_published_at <= due
            if is_old and (schedule.path, week.monday) not in posted:
                found.append(Unposted(schedule, week, due))
    return sorted(found, key=lambda each: (each.due_at, each.schedule.pk))


def with_sites(
    schedules: Iterable[ScheduleIndexPage],
) -> Iterator[tuple[ScheduleIndexPage, PortalSite]]:
    """The schedules with the portal site on which each stands, in one query; closed sites are
    left out.
    """
    sites = PortalSite.objects.exclude(state=SiteState.CLOSED).select_related(
        "site__root_page__locale", "portal", "agency"
    )
    by_root = {each.site.root_page.path: each for each in sites}
    for schedule in schedules:
        roots = (schedule.path[:end] for end in range(len(schedule.path), 0, -schedule.steplen))
        site = next((by_root[root] for root in roots if root in by_root), None)
        if site is not None:
            yield schedule, site


def _posted(weeks: list[Week]) -> set[tuple[str, date]]:
    """Paths of schedules with the Mondays of those weeks that are public."""
    rows = WeeklySchedulePage.objects.live().filter(monday__in=[each.monday for each in weeks])
    step = WeeklySchedulePage.steplen
    return {(path[:-step], monday) for path, monday in rows.values_list("path", "monday")}
