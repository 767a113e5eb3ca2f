"""Which weeks are posted: the queries that decide what readers can reach."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.query import PageQuerySet

from ...core.placeholders import without_placeholders
from ..models import ScheduleIndexPage, ScheduleItem, WeeklySchedulePage
from .reading import SHOWN


def weeks_of(schedule: ScheduleIndexPage, *, is_open: bool = True) -> PageQuerySet:
    """The posted weeks of a schedule.

    Without ``is_open`` also those behind the restriction of the schedule itself, for readers who
    have passed it; never a week with a restriction of its own.
    """
    found = without_placeholders(WeeklySchedulePage.objects.child_of(schedule).live())
    return found.public() if is_open else found.filter(view_restrictions__isnull=True)


def weeks_below(root: Page) -> PageQuerySet:
    """The posted weeks anywhere below a home page that everybody may read."""
    below = WeeklySchedulePage.objects.filter(path__startswith=root.path)
    return without_placeholders(below.live().public())


def schedules_below(root: Page) -> PageQuerySet:
    """The schedules below a home page that everybody may read."""
    below = ScheduleIndexPage.objects.filter(path__startswith=root.path)
    return without_placeholders(below.live().public())


def is_open(page: Page) -> bool:
    """Whether anyone may read the page."""
    return not page.get_view_restrictions().exists()


def items_in(weeks: PageQuerySet | list[int], first: date, last: date) -> QuerySet[ScheduleItem]:
    """The items of some weeks from one day to another of which the public reads something.

    ``weeks`` is a query of pages or a list of keys.
    """
    # A week that cannot contain the days is left out by its own index.
    if isinstance(weeks, PageQuerySet):
        mondays = (first - timedelta(days=6), last)
        weeks = weeks.filter(monday__range=mondays).order_by().values("pk")
    found: QuerySet[ScheduleItem] = ScheduleItem.objects.filter(
        page__in=weeks, date__range=(first, last), visibility__in=SHOWN
    )
    return found
