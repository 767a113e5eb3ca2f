"""The course of a project as readers see it: events by date, planned and actual period compared.

Dates are days or the texts that ``partial_dates`` keeps (``2026``, ``2026-11``, ``2026-11-22``);
an empty text or None is a date that nobody knows. Nothing here reads the database.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext, pgettext_lazy

from ..partial_dates import first_day, last_day, written

#: A day, a stored partial date, or nothing where it is not known.
When = date | str | None
#: What the axis of years steps by: the first that leaves few enough labels for a phone.
_YEAR_STEPS: Final = (1, 2, 5, 10, 20, 50, 100)
_MOST_TICKS: Final = 6
_TOP: Final = 4
_BAR_HEIGHT: Final = 12
_BAR_PITCH: Final = 20
_AXIS_HEIGHT: Final = 20

_LATER: Final = {
    "year": ngettext_lazy("%(count)s year late", "%(count)s years late", "count"),
    "month": ngettext_lazy("%(count)s month late", "%(count)s months late", "count"),
    "day": ngettext_lazy("%(count)s day late", "%(count)s days late", "count"),
}
_EARLIER: Final = {
    "year": ngettext_lazy("%(count)s year early", "%(count)s years early", "count"),
    "month": ngettext_lazy("%(count)s month early", "%(count)s months early", "count"),
    "day": ngettext_lazy("%(count)s day early", "%(count)s days early", "count"),
}
#: Dates that agree as far as the coarser of them goes.
_AS_PLANNED: Final = {
    "year": _("in the planned year"),
    "month": _("in the planned month"),
    "day": _("on the planned day"),
}
_OVERDUE: Final = {
    "month": ngettext_lazy(
        "%(count)s month overdue",
        "%(count)s months overdue",
        "count",
    ),
    "day": ngettext_lazy(
        "%(count)s day overdue",
        "%(count)s days overdue",
        "count",
    ),
}


class EventKind(models.TextChoices):
    """What happened."""

    DECISION = "decision", pgettext_lazy("timeline", "decision")
    STATUS = "status", pgettext_lazy("timeline", "status")
    UPDATE = "update", pgettext_lazy("timeline", "news")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a project; ``url`` leads to more, where there is more."""

    date: When
    kind: EventKind
    title: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """When a project was to start and end, and when it did.

    A project may have started or ended on a day that nobody states: it is not overdue then.
    """

    planned_start: When = None
    planned_end: When = None
    actual_start: When = None
    actual_end: When = None
    has_started: bool = False
    has_ended: bool = False


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """An event of the list; ``datetime`` is for machines and empty where no date is known."""

    datetime: str
    written: str
    kind: EventKind
    title: str
    text: str
    url: str
    is_future: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """One end of the period: as planned, in fact, and the difference in words."""

    label: str
    planned: str
    actual: str
    difference: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class PeriodBar:
    """A bar on the axis of years; ``x`` and ``width`` in percent of it, the rest in pixels.

    One that is open runs until today. One with only one known end has no width.
    """

    label: str
    css: str
    x: float
    width: float
    y: int
    height: int
    is_open: bool

    @property
    def baseline(self) -> int:
        """Where the words beside the bar stand, in pixels."""
        return self.y + self.height - 2

    @property
    def end(self) -> float:
        """Where the bar ends, in percent of the axis."""
        return round(self.x + self.width, 3)


@dataclass(frozen=True, slots=True)
class YearTick:
    """The beginning of a year on the axis, in percent."""

    year: str
    x: float


@dataclass(frozen=True, slots=True)
class PeriodChart:
    """The bars of the planned and the actual period on one axis of years."""

    bars: tuple[PeriodBar, ...]
    ticks: tuple[YearTick, ...]
    text: str
    plot_height: int
    height: int

    @property
    def axis_baseline(self) -> int:
        """Where the years stand, in pixels."""
        return self.height - 5


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything the template shows of the course of a project."""

    events: tuple[ShownEvent, ...]
    comparisons: tuple[Comparison, ...]
    chart: PeriodChart | None


def build_timeline(events: Iterable[Event], period: Period, *, today: date | None) -> Timeline:
    """The course of a project, oldest first; events without a date come last.

    ``today`` makes a period that goes on run until today and a missed date count as overdue; None
    is for a project that was stopped or is otherwise not expected to go on.

    Raises:
        ValueError: for a text that is no partial date.
    """
    shown = [_shown(event, today) for event in events]
    return Timeline(
        events=tuple(sorted(shown, key=lambda event: (not event.datetime, event.datetime))),
        comparisons=_comparisons(period, today),
        chart=_chart(period, today),
    )


def whole_months(earlier: date, later: date) -> int:
    """How many whole months lie between two days; the last day of a month completes it.

    Raises:
        ValueError: if the days are in the other order.
    """
    if later < earlier:
        message = "The later day comes before the earlier one."
        raise ValueError(message)
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    is_last_day = later.day == monthrange(later.year, later.month)[1]
    return months - (later.day < earlier.day and not is_last_day)


def _stored(when: When) -> str:
    return when.isoformat() if isinstance(when, date) else when or ""


def _shown(event: Event, today: date | None) -> ShownEvent:
    stored = _stored(event.date)
    return ShownEvent(
        datetime=stored,
        written=written(stored) or pgettext("timeline", "no date"),
        kind=EventKind(event.kind),
        title=event.title,
        text=event.text,
        url=event.url,
        is_future=bool(today and stored and first_day(stored) > today),
    )


def _comparisons(period: Period, today: date | None) -> tuple[Comparison, ...]:
    """The rows of the comparison that have anything to say."""
    start, end = pgettext("period", "start"), pgettext("period", "end")
    ends = (
        (start, period.planned_start, period.actual_start, period.has_started),
        (end, period.planned_end, period.actual_end, period.has_ended),
    )
    return tuple(
        _compare(label, _stored(planned), _stored(actual), None if is_over else today)
        for label, planned, actual, is_over in ends
        if planned or actual
    )


def _compare(label: str, planned: str, actual: str, today: date | None) -> Comparison:
    difference, is_late = "", False
    if planned and actual:
        difference, is_late = _difference(planned, actual)
    elif planned and today and last_day(planned) < today:
        difference, is_late = _overdue(planned, today), True
    return Comparison(label, written(planned), written(actual), difference, is_late)


def _difference(planned: str, actual: str) -> tuple[str, bool]:
    """The difference in words, no finer than the coarser of the dates; whether it is late."""
    unit, count = _distance(planned, actual)
    if count == 0:
        return str(_AS_PLANNED[unit]), False
    words = _LATER if count > 0 else _EARLIER
    return words[unit] % {"count": abs(count)}, count > 0


def _distance(planned: str, actual: str) -> tuple[str, int]:
    """The unit and the number of units from one stored date to the other, with its sign."""
    before, after = first_day(planned), first_day(actual)
    precision = min(planned.count("-"), actual.count("-"))
    if precision == 0:
        return "year", after.year - before.year
    if precision == 1:
        return "month", (after.year - before.year) * 12 + after.month - before.month
    months = whole_months(min(before, after), max(before, after))
    if months:
        return "month", months if after > before else -months
    return "day", (after - before).days


def _overdue(planned: str, today: date) -> str:
    missed = last_day(planned)
    months = whole_months(missed, today)
    if months:
        return _OVERDUE["month"] % {"count": months}
    return _OVERDUE["day"] % {"count": (today - missed).days}


@dataclass(frozen=True, slots=True)
class _Span:
    """The days that a bar covers, and what it says."""

    label: str
    css: str
    start: date
    end: date
    is_open: bool
    text: str


def _chart(period: Period, today: date | None) -> PeriodChart | None:
    """The bars on one axis; None where no date is known."""
    both = (
        _span(pgettext("period", "planned"), "planned", period.planned_start, period.planned_end),
        _span(
            pgettext("period", "actual"), "actual", period.actual_start, period.actual_end, today
        ),
    )
    spans = [span for span in both if span]
    if not spans:
        return None
    first = date(min(span.start.year for span in spans), 1, 1)
    last = date(max(span.end.year for span in spans) + 1, 1, 1)
    plot_height = _TOP + len(spans) * _BAR_PITCH
    return PeriodChart(
        bars=tuple(
            _bar(span, _TOP + place * _BAR_PITCH, first, last) for place, span in enumerate(spans)
        ),
        ticks=_ticks(first, last),
        text="; ".join(f"{span.label}: {span.text}" for span in spans),
        plot_height=plot_height,
        height=plot_height + _AXIS_HEIGHT,
    )


def _span(label: str, css: str, start: When, end: When, today: date | None = None) -> _Span | None:
    """The days of a period; one known end makes a point, an end before the start makes nothing.

    ``today`` closes a period that has begun and has no end yet.
    """
    begins, ends = _stored(start), _stored(end)
    if not begins and not ends:
        return None
    first = first_day(begins or ends)
    is_open = bool(not ends and today and first <= today)
    last = last_day(ends) if ends else (today if is_open and today else first)
    if not begins:
        first = last
    if last < first:
        return None
    closing = written(ends) or (pgettext("period", "until now") if is_open else "?")
    return _Span(label, css, first, last, is_open, f"{written(begins) or '?'} – {closing}")


def _bar(span: _Span, y: int, first: date, last: date) -> PeriodBar:
    x = _percent(span.start, first, last)
    width = round(_percent(span.end, first, last) - x, 3)
    return PeriodBar(span.label, span.css, x, width, y, _BAR_HEIGHT, span.is_open)


def _ticks(first: date, last: date) -> tuple[YearTick, ...]:
    years = last.year - first.year
    step = next((step for step in _YEAR_STEPS if years <= step * _MOST_TICKS), _YEAR_STEPS[-1])
    return tuple(
        YearTick(str(year), _percent(date(year, 1, 1), first, last))
        for year in range(first.year, last.year + 1, step)
    )


def _percent(day: date, first: date, last: date) -> float:
    return round((day - first).days * 100 / (last - first).days, 3)
