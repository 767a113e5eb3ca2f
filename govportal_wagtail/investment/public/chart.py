"""The chart of money by year and source: what the template draws, and the table behind it.

Every year has one bar for each of planned, allocated and disbursed capital, and a bar is stacked
by source. Lengths are percents of the width, so that the chart fits every screen while its words
keep their size; heights are pixels. Nothing here reads the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from ..sums import Money, Sums, sum_by, sum_up
from .chart_figures import Figures, Measure, named, stated
from .chart_scale import scale_for
from .chart_table import MoneyTable, money_table

#: Fillings that can be told apart in black and white; the last one is for all other sources.
FILLINGS: Final = 5
#: Years in one drawing: what fits on a printed page.
YEARS_IN_PANEL: Final = 10
_BAR_HEIGHT: Final = 12
_BAR_PITCH: Final = 16
_YEAR_GAP: Final = 9
_AXIS_HEIGHT: Final = 20
_TOP: Final = 4


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of a bar that comes from one source; ``filling`` counts from 1."""

    filling: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure of a year; ``x`` and ``width`` of its segments and ``end`` in percent.

    ``is_known`` is False where no source has the figure; 0 is a figure.
    """

    measure: Measure
    label: str
    y: int
    height: int
    baseline: int
    segments: tuple[Segment, ...]
    end: float
    text: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class YearGroup:
    """The bars of one year; ``baseline`` is where its number stands, in pixels."""

    year: str
    baseline: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the plot, in percent of its width."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing of at most ``YEARS_IN_PANEL`` years; sizes in pixels."""

    key: str
    title: str
    groups: tuple[YearGroup, ...]
    plot_height: int
    height: int
    axis_baseline: int


@dataclass(frozen=True, slots=True)
class LegendItem:
    """How a source is filled."""

    filling: int
    label: str


@dataclass(frozen=True, slots=True)
class MoneyChart:
    """Everything the template needs; without figures ``panels`` is empty."""

    key: str
    title: str
    description: str
    unit: str
    rounding: str
    legend: tuple[LegendItem, ...]
    ticks: tuple[Tick, ...]
    panels: tuple[Panel, ...]
    table: MoneyTable


def build_money_chart(
    figures: Iterable[Figures], *, language: str, title: str, key: str = "gp-money"
) -> MoneyChart:
    """The chart and the table of yearly figures in any order, in the given language.

    ``title`` says whose money it is; ``key`` begins every id, so that two charts fit one page.
    Rows of the same year and source are added up.

    Raises:
        ValueError: for a negative amount.
    """
    rows = tuple(figures)
    if any((amount or 0) < 0 for row in rows for amount in _amounts(row)):
        message = "An amount of capital is never negative."
        raise ValueError(message)
    with override(language):
        return _Drawing(rows, language, key).chart(title)


class _Drawing:
    """What the parts of one chart have in common."""

    def __init__(self, rows: Sequence[Figures], language: str, key: str) -> None:
        self.rows = rows
        self.language = language
        self.key = key
        self.years = {
            year: [row for row in rows if row.year == year]
            for year in sorted({row.year for row in rows})
        }
        self.sums = sum_by(sorted(rows, key=_year), _year, _money)
        self.measures = stated(sum_up(map(_money, rows)))
        self.amounts = [
            measure.of(sums) or 0 for sums in self.sums.values() for measure in self.measures
        ]
        self.scale = scale_for(max(self.amounts, default=0))
        self.fillings = _fillings(rows)

    def chart(self, title: str) -> MoneyChart:
        """The whole of it."""
        scale = self.scale
        table = money_table(self.rows, self.language)
        return MoneyChart(
            key=self.key,
            title=title,
            description=self._description(table),
            unit=str(scale.unit.label),
            rounding=self._rounding(),
            legend=_legend(self.fillings),
            ticks=tuple(
                Tick(scale.percent(dong), scale.tick_label(dong, self.language))
                for dong in (scale.ticks if any(self.amounts) else (0,))
            ),
            panels=self._panels() if self.measures else (),
            table=table,
        )

    def _panels(self) -> tuple[Panel, ...]:
        """The drawings, all on one scale; measures that nobody states have no bars."""
        years = list(self.years)
        parts = [years[at : at + YEARS_IN_PANEL] for at in range(0, len(years), YEARS_IN_PANEL)]
        return tuple(self._panel(part, number) for number, part in enumerate(parts, 1))

    def _panel(self, years: Sequence[int], number: int) -> Panel:
        pitch = len(self.measures) * _BAR_PITCH + _YEAR_GAP
        plot_height = _TOP + len(years) * pitch
        span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
        return Panel(
            key=f"{self.key}-{number}",
            title=pgettext("capital", "Capital by year and source, %(years)s") % {"years": span},
            groups=tuple(
                self._group(year, _TOP + place * pitch) for place, year in enumerate(years)
            ),
            plot_height=plot_height,
            height=plot_height + _AXIS_HEIGHT,
            axis_baseline=plot_height + _AXIS_HEIGHT - 5,
        )

    def _group(self, year: int, top: int) -> YearGroup:
        by_filling = sum_by(self.years[year], lambda row: self.fillings[row.source], _money)
        ordered = dict(sorted(by_filling.items()))
        bars = tuple(
            self._bar(measure, measure.of(self.sums[year]), ordered, top + place * _BAR_PITCH)
            for place, measure in enumerate(self.measures)
        )
        return YearGroup(str(year), bars[0].baseline, bars)

    def _bar(self, measure: Measure, total: int | None, parts: dict[int, Sums], y: int) -> Bar:
        segments, before = [], 0
        for filling, sums in parts.items():
            if dong := measure.of(sums):
                x = self.scale.percent(before)
                before += dong
                # Edges are rounded, not widths: neighbours touch, the last one ends with the bar.
                width = round(self.scale.percent(before) - x, 3)
                segments.append(Segment(filling, x, width))
        return Bar(
            measure=measure,
            label=measure.label,
            y=y,
            height=_BAR_HEIGHT,
            baseline=y + _BAR_HEIGHT - 2,
            segments=tuple(segments),
            end=self.scale.percent(total or 0),
            text=pgettext("capital", "no figure")
            if total is None
            else self.scale.figure_label(total, self.language),
            is_known=total is not None,
        )

    def _rounding(self) -> str:
        """The sentence that says how the figures of the drawing are rounded."""
        if not any(self.scale.is_rounded(amount) for amount in self.amounts):
            return _("Figures in the chart are not rounded.")
        sentence = _("Figures are rounded to %(precision)s %(unit)s; the table has exact figures.")
        return sentence % {
            "precision": self.scale.precision_label(self.language),
            "unit": self.scale.unit.label,
        }

    def _description(self, table: MoneyTable) -> str:
        """What the drawings show, for readers who do not see them."""
        years, sources = len(self.years), len(self.fillings)
        parts = [
            ngettext("Bar chart of %(count)s year", "Bar chart of %(count)s years", years)
            % {"count": years},
            ngettext("%(count)s source of capital", "%(count)s sources of capital", sources)
            % {"count": sources},
            *(f"{cell.heading}: {cell.text} đồng" for cell in table.total.cells if cell.text),
        ]
        if table.total.rate:
            parts.append(pgettext("capital", "Disbursement rate") + f": {table.total.rate}")
        below = _("The table below the chart has all figures.")
        return f"{'; '.join(parts)}. {below}"


def _year(row: Figures) -> int:
    return row.year


def _money(row: Figures) -> Money:
    return row.money


def _amounts(row: Figures) -> tuple[int | None, ...]:
    return (row.planned, row.allocated, row.disbursed)


def _fillings(rows: Sequence[Figures]) -> dict[str, int]:
    """The filling of each source, the largest first; those that are too many share the last."""
    sizes: dict[str, int] = {}
    for row in rows:
        sizes[row.source] = sizes.get(row.source, 0) + max(dong or 0 for dong in _amounts(row))
    ordered = sorted(sizes, key=lambda source: -sizes[source])
    own = FILLINGS if len(ordered) <= FILLINGS else FILLINGS - 1
    return {
        source: number if number <= own else FILLINGS for number, source in enumerate(ordered, 1)
    }


def _legend(fillings: dict[str, int]) -> tuple[LegendItem, ...]:
    items: dict[int, list[str]] = {}
    for source, filling in fillings.items():
        items.setdefault(filling, []).append(source)
    return tuple(
        LegendItem(
            filling,
            named(sources[0])
            if len(sources) == 1
            else pgettext("capital", "%(count)s other sources") % {"count": len(sources)},
        )
        for filling, sources in sorted(items.items())
    )
