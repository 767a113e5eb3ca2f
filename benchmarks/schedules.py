"""What a working schedule costs after half a year and after ten: pages, feed, calendars.

The calendar of a leader is measured beside the bare serialiser: the same events, made and written
by ``icalendar`` alone, without a query, a request or a word of the portal.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

import icalendar
import schedule_rows
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from measure import getting
from wagtail.models import Page, Site

from govportal_wagtail.core import setup
from govportal_wagtail.core.models import Post
from govportal_wagtail.core.sites.resolution import provincial_portal
from govportal_wagtail.editorial import publication
from govportal_wagtail.pages.models import LeaderPage, LeadersPage
from govportal_wagtail.schedules.models import ScheduleIndexPage, WeeklySchedulePage
from govportal_wagtail.schedules.weeks import Week

SIZES: Final = (26, 520)
PER_WEEK: Final = 40
_REPETITIONS: Final = 9


@dataclass(frozen=True, slots=True)
class ScheduleCost:
    """What one address costs with so many weeks.

    ``growth`` is its time divided by that at the smallest size; ``to_raw``, of calendars only, its
    time divided by that of the bare serialiser.
    """

    name: str
    weeks: int
    milliseconds: float
    queries: int
    growth: float
    to_raw: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def run(sizes: tuple[int, ...] = SIZES) -> list[ScheduleCost]:
    """Measure at each number of weeks of forty items, in a database made for it."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    found: list[ScheduleCost] = []
    try:
        schedule, posts, leader = _prepare()
        for size in sizes:
            print(f"{size:,} weeks ...", file=sys.stderr, flush=True)
            last = Week.of(timezone.localdate()).shifted(1)
            schedule_rows.add_weeks(schedule, posts, last=last, weeks=size, per_week=PER_WEEK)
            for name, address in _addresses(schedule, leader, last).items():
                found.append(_cost(name, size, address, found))
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)
    return found


def as_table(costs: list[ScheduleCost]) -> str:
    """Lines of text."""
    lines = [
        f"Schedules on {connection.display_name}, {PER_WEEK} items a week, median times",
        f"{'':32}{'weeks':>8}{'ms':>10}{'queries':>9}{'growth':>9}{'to raw':>9}",
    ]
    for each in sorted(costs, key=lambda cost: (cost.name, cost.weeks)):
        raw = f"{each.to_raw:9.2f}" if each.to_raw is not None else f"{'-':>9}"
        lines.append(
            f"{each.name:32}{each.weeks:8,}{each.milliseconds:10.1f}{each.queries:9,}"
            f"{each.growth:9.2f}{raw}"
        )
    lines.append("growth: of the time, from the smallest size. to raw: times icalendar by itself.")
    return "\n".join(lines)


def _prepare() -> tuple[ScheduleIndexPage, list[Post], LeaderPage]:
    setup.run()
    site = Site.objects.get(is_default_site=True)
    portal = provincial_portal()
    if portal is None:
        raise RuntimeError("There is no portal.")
    schedule = ScheduleIndexPage(title="Lịch", slug="lich-cong-tac", agency=portal.agency)
    _publish(site.root_page, schedule)
    posts = schedule_rows.leaders(portal.agency)
    above = LeadersPage(title="Các lãnh đạo", slug="cac-lanh-dao", agency=portal.agency)
    _publish(site.root_page, above)
    leader = LeaderPage(title="Một lãnh đạo", slug="mot", person=posts[0].person, duties="<p>A</p>")
    _publish(above, leader)
    return ScheduleIndexPage.objects.get(pk=schedule.pk), posts, leader


def _publish(above: Page, page: Page) -> None:
    Page.objects.get(pk=above.pk).add_child(instance=page)
    with publication.authorised("benchmark"):
        page.save_revision().publish()


def _addresses(schedule: ScheduleIndexPage, leader: LeaderPage, last: Week) -> dict[str, str]:
    index, person = schedule.get_url() or "", leader.person_id
    week = WeeklySchedulePage.objects.child_of(schedule).get(monday=last.shifted(-1).monday)
    of_leader = [schedule.pk, person]
    return {
        "this week": index,
        "this week by leader": f"{index}?view=leaders",
        "month": f"{index}?month={last.monday:%Y-%m}",
        "archive": f"{index}?archive={week.week.year}",
        "week of one leader": f"{week.get_url()}?leader={person}",
        "page of a leader": leader.get_url() or "",
        "feed of changes": reverse("govportal_schedules:feed", args=[schedule.pk]),
        "JSON of a week": reverse("govportal_schedules:week_data", args=[week.pk, "json"]),
        "calendar": reverse("govportal_schedules:calendar", args=[schedule.pk]),
        "calendar of a leader": reverse("govportal_schedules:leader_calendar", args=of_leader),
    }


def _cost(name: str, size: int, address: str, before: list[ScheduleCost]) -> ScheduleCost:
    client = Client()
    get = getting(client, address)
    get()
    with CaptureQueriesContext(connection) as captured:
        get()
    queries = len(captured)
    raw = _bare_serialiser(client.get(address).content) if address.endswith(".ics") else None
    times, raw_times = [], []
    for _ in range(_REPETITIONS):
        cache.clear()
        times.append(_timed(get))
        if raw is not None:
            raw_times.append(_timed(raw))
    milliseconds = statistics.median(times) * 1000
    first = next((each for each in before if each.name == name), None)
    ratio = milliseconds / (statistics.median(raw_times) * 1000) if raw_times else None
    return ScheduleCost(
        name,
        size,
        round(milliseconds, 2),
        queries,
        round(milliseconds / first.milliseconds, 2) if first else 1.0,
        round(ratio, 2) if ratio is not None else None,
    )


def _bare_serialiser(content: bytes) -> Callable[[], object]:
    """An action that makes and writes the events of a calendar by the library alone."""
    read = icalendar.Calendar.from_ical(content)
    rows = [
        [(name, getattr(value, "dt", value)) for name, value in event.items()]
        for event in read.walk("VEVENT")
    ]
    rows = [[(name, _plain(value)) for name, value in row] for row in rows]

    def write() -> bytes:
        calendar = icalendar.Calendar()
        calendar.add("prodid", "-//benchmark//EN")
        calendar.add("version", "2.0")
        for row in rows:
            event = icalendar.Event()
            for name, value in row:
                event.add(name, value)
            calendar.add_component(event)
        return bytes(calendar.to_ical())

    return write


def _plain(value: Any) -> Any:
    """Text, number or moment, as a program has it before it knows of calendars."""
    if isinstance(value, (date, int)):
        return value
    return str(value)


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
