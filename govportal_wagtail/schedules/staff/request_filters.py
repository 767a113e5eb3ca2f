"""Filters of the list of registrations; they offer what the user may see and nothing else."""

from __future__ import annotations

from typing import Any, Final

import django_filters
from django.db.models import QuerySet
from django.forms import RadioSelect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from ...core.models import Agency
from .. import rights
from ..models import ScheduleIndexPage, ScheduleRequest
from ..vocabulary import RequestState
from ..weeks import Week

#: What the list shows where nothing else is asked for: what is not decided and still to come.
OPEN: Final = "open"
_ALL: Final = "all"
_QUEUES: Final = [
    (OPEN, pgettext_lazy("registered items", "not decided yet")),
    *[(each.value, each.label) for each in RequestState],
    (_ALL, pgettext_lazy("registered items", "all, also of past days")),
]
#: Weeks on offer, from the one under way.
_WEEKS: Final = range(-1, 9)


def _schedules(request: Any) -> QuerySet[ScheduleIndexPage]:
    used = rights.visible_requests(request.user).order_by().values("schedule")
    found: QuerySet[ScheduleIndexPage] = ScheduleIndexPage.objects.filter(pk__in=used)
    return found


def _agencies(request: Any) -> QuerySet[Agency]:
    used = rights.visible_requests(request.user).order_by().values("agency")
    return Agency.objects.filter(pk__in=used)


def _weeks() -> list[tuple[str, str]]:
    """The weeks around today, each with its number and days."""
    this = Week.of(timezone.localdate())
    return [
        (
            week.code,
            _t("week %(number)s (%(first)s to %(last)s)")
            % {
                "number": week.number,
                "first": f"{week.monday:%d/%m}",
                "last": f"{week.sunday:%d/%m}",
            },
        )
        for week in (this.shifted(number) for number in _WEEKS)
    ]


class RequestFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """The filters; without a choice the list shows what is not decided yet."""

    queue = django_filters.ChoiceFilter(
        label=capfirst(pgettext_lazy("registered item", "state")),
        choices=_QUEUES,
        method="filter_queue",
        widget=RadioSelect,
        empty_label=None,
        initial=OPEN,
    )
    week = django_filters.ChoiceFilter(
        label=capfirst(pgettext_lazy("schedule", "week")), choices=_weeks, method="filter_week"
    )
    schedule = django_filters.ModelChoiceFilter(
        label=capfirst(_("working schedule")), queryset=_schedules
    )
    agency = django_filters.ModelChoiceFilter(
        label=capfirst(_("registered by")), queryset=_agencies
    )

    class Meta:
        model = ScheduleRequest
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        """Fill in the default choice."""
        data = data.copy() if data is not None else {}
        if not data.get("queue"):
            data["queue"] = OPEN
        super().__init__(data, *args, **kwargs)

    def filter_queue(
        self, queryset: QuerySet[ScheduleRequest], name: str, value: str
    ) -> QuerySet[ScheduleRequest]:
        """Registrations by where they stand."""
        if value == OPEN:
            today = timezone.localdate()
            return queryset.filter(state__in=rights.OPEN, date__gte=today)
        return queryset if value == _ALL else queryset.filter(state=value)

    def filter_week(
        self, queryset: QuerySet[ScheduleRequest], name: str, value: str
    ) -> QuerySet[ScheduleRequest]:
        """Registrations for the days of a week."""
        week = Week.from_code(value)
        return queryset.filter(date__range=(week.monday, week.sunday))
