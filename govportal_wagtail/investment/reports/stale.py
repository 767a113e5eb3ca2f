"""Projects of which nothing new was published for months although something is expected."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Final

from django.db.models import DateField, F, Q
from django.db.models.functions import Coalesce, Greatest, TruncDate

from ..models import ProjectStatus
from ..models.register import ProjectEntryQuerySet
from ..models.vocabulary import UNDER_WAY

__all__ = ["EXPECTING", "months_before", "without_news"]

#: States in which news of a project is expected.
EXPECTING: Final = frozenset({*UNDER_WAY, ProjectStatus.PREPARING, ProjectStatus.CALLING})


def without_news(entries: ProjectEntryQuerySet, until: date) -> ProjectEntryQuerySet:
    """Entries whose last news is of this day or earlier, those that wait longest first.

    Each has ``last_news``, the later of the day on which something new was published and of that
    on which progress was measured (``measured_on``); None where neither is known.
    """
    published = TruncDate("content_at")
    expecting = entries.filter(status__in=sorted(EXPECTING)).annotate(
        measured_on=F("page__govportal_investment_project__progress_on")
    )
    last = Greatest(
        Coalesce(published, F("measured_on")),
        Coalesce(F("measured_on"), published),
        output_field=DateField(),
    )
    stale = expecting.annotate(last_news=last).filter(Q(last_news__lte=until) | Q(last_news=None))
    return stale.order_by(F("last_news").asc(nulls_first=True), "title_key", "page")


def months_before(day: date, months: int) -> date:
    """The day so many calendar months earlier; the last of its month where there is none.

    Raises:
        ValueError: before the year 1.
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
