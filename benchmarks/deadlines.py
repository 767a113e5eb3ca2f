"""What time limits cost: computing one, and computing all of them anew after a calendar change.

Both must grow with the number of deadlines and not faster. The measure is therefore the time of
one deadline at each size, as a ratio to that at the smallest size of the same run.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from govportal_wagtail.regulation.calendar import WorkingCalendar, current_calendar
from govportal_wagtail.regulation.clock import recompute
from govportal_wagtail.regulation.deadlines import due
from govportal_wagtail.regulation.models import CalendarOverride, Deadline
from govportal_wagtail.regulation.schema import DeadlineRule

SIZES: Final = (1_000, 10_000, 100_000)
_REPETITIONS: Final = 3
_OWNERS: Final = 20
_FIRST: Final = date(2026, 3, 2)
_CHANGED: Final = date(2026, 3, 16)
_RULES: Final = [
    DeadlineRule(key=f"rule{days}{unit}", unit=unit, days=days, anchors=("received",))
    for unit, lengths in (("working_day", (2, 3, 5, 10, 15, 20)), ("calendar_day", (15, 30)))
    for days in lengths
]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one thing cost at one size."""

    name: str
    deadlines: int
    #: Deadlines whose last day changed.
    moved: int
    seconds: float
    queries: int
    #: Time of one deadline, divided by that at the smallest size.
    growth: float

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def run(sizes: tuple[int, ...] = SIZES) -> list[Cost]:
    """Measure at each number of deadlines, in a database made for it."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    found: list[Cost] = []
    try:
        with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
            for size in sizes:
                print(f"{size:,} deadlines ...", file=sys.stderr, flush=True)
                _grow_to(size)
                found += [_due(size, found), _recompute(size, found)]
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)
    return found


def as_table(costs: list[Cost]) -> str:
    """Lines of text."""
    lines = [
        f"Deadlines on {connection.display_name}, median times",
        f"{'':32}{'deadlines':>10}{'moved':>10}{'seconds':>10}{'queries':>9}{'growth':>9}",
    ]
    for each in sorted(costs, key=lambda cost: (cost.name, cost.deadlines)):
        lines.append(
            f"{each.name:32}{each.deadlines:10,}{each.moved:10,}{each.seconds:10.3f}"
            f"{each.queries:9,}{each.growth:9.2f}"
        )
    lines.append("growth: of the time of one deadline, from the smallest size; 1 is linear.")
    return "\n".join(lines)


def _anchor(number: int) -> date:
    return _FIRST + timedelta(days=number // len(_RULES) % 20)


def _grow_to(size: int) -> None:
    users = get_user_model().objects
    owners = list(users.filter(username__startswith="owner")) or [
        users.create_user(f"owner{n}", f"owner{n}@example.com") for n in range(_OWNERS)
    ]
    kind = ContentType.objects.get_for_model(get_user_model())
    calendar = current_calendar()
    numbers = iter(range(Deadline.objects.count(), size))
    through = Deadline.owners.through
    while batch := list(islice(numbers, 2000)):
        rows = Deadline.objects.bulk_create([_row(n, kind, calendar) for n in batch])
        through.objects.bulk_create(
            [
                through(deadline_id=row.pk, user_id=owners[n % _OWNERS].pk)
                for n, row in zip(batch, rows, strict=True)
            ]
        )


def _row(number: int, kind: ContentType, calendar: WorkingCalendar) -> Deadline:
    rule = _RULES[number % len(_RULES)]
    anchor = _anchor(number)
    last = due(rule, anchor, calendar).due
    return Deadline(
        content_type=kind,
        object_id=str(number),
        subject_label=f"Item {number}",
        profile="benchmark",
        category=rule.category,
        rule={
            "key": rule.key,
            "unit": rule.unit.value,
            "days": rule.days,
            "anchors": ["received"],
            "direction": "after",
        },
        anchor_event="received",
        anchor_date=anchor,
        due_on=last,
        first_due_on=last,
    )


def _due(size: int, before: list[Cost]) -> Cost:
    calendar = current_calendar()

    def compute() -> int:
        for number in range(size):
            due(_RULES[number % len(_RULES)], _anchor(number), calendar)
        return 0

    return _cost("due()", size, compute, before)


def _recompute(size: int, before: list[Cost]) -> Cost:
    def change() -> int:
        """A day off is decided, or taken back: both move the same deadlines."""
        rows = CalendarOverride.objects.filter(date=_CHANGED)
        # Past the signals, so that only the computation is measured.
        if not rows._raw_delete(rows.db):
            CalendarOverride.objects.bulk_create([CalendarOverride(date=_CHANGED, label="Off")])
        return len(recompute([_CHANGED], reason="Benchmark"))

    return _cost("recompute after a change", size, change, before)


def _cost(name: str, size: int, action: Callable[[], int], before: list[Cost]) -> Cost:
    with CaptureQueriesContext(connection) as captured:
        moved = action()
    queries = len(captured)
    times = []
    for _ in range(_REPETITIONS):
        gc.collect()
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    seconds = statistics.median(times)
    first = next((each for each in before if each.name == name), None)
    growth = seconds / size / (first.seconds / first.deadlines) if first else 1.0
    return Cost(name, size, moved, round(seconds, 4), queries, round(growth, 2))
