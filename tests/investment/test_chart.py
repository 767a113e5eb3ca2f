"""The chart of money by year and source: scale, drawing, the table behind it, markup."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from govportal_wagtail.investment.money import MoneyUnit
from govportal_wagtail.investment.public.chart import (
    FILLINGS,
    YEARS_IN_PANEL,
    MoneyChart,
    build_money_chart,
)
from govportal_wagtail.investment.public.chart_figures import Figures
from govportal_wagtail.investment.public.chart_scale import INTERVALS, nice_step, scale_for

BILLION = 10**9
amounts = st.one_of(
    st.none(), st.just(0), st.integers(0, 10**15), st.integers(0, 9).map(lambda power: 10**power)
)
figures = st.builds(
    Figures,
    year=st.integers(2000, 2035),
    source=st.sampled_from([f"Nguồn {number}" for number in range(12)]),
    planned=amounts,
    allocated=amounts,
    disbursed=amounts,
)
tables = st.lists(figures, max_size=40)
USUAL = [
    Figures(2024, "Ngân sách tỉnh", 60 * BILLION, 52 * BILLION, 31_250_000_000),
    Figures(2024, "Ngân sách trung ương", 210 * BILLION, 210 * BILLION, 178_300_500_000),
    Figures(2025, "Ngân sách trung ương", 90 * BILLION, 40 * BILLION, None),
]


def chart(rows, language="vi", title="Vốn của dự án") -> MoneyChart:
    """The chart of some rows."""
    return build_money_chart(rows, language=language, title=title)


def bars(drawn: MoneyChart):
    """All bars of all drawings."""
    return [bar for panel in drawn.panels for group in panel.groups for bar in group.bars]


# --- the scale -------------------------------------------------------------------------------


@given(st.integers(1, 10**20))
def test_steps_are_round_and_few_and_reach_the_largest(largest):
    step = nice_step(largest)
    digits = str(step).rstrip("0")
    assert digits in {"1", "2", "25", "5"}
    assert step * INTERVALS >= largest
    scale = scale_for(largest)
    assert scale.ticks[0] == 0
    assert scale.ticks[-1] == scale.top >= largest
    assert len(scale.ticks) <= INTERVALS + 1
    # At least two thirds of the axis are used, or it is as short as whole đồng allow.
    assert largest * 3 >= scale.top * 2 or scale.top <= INTERVALS


@given(st.integers(0, 10**16), st.integers(0, 10**16))
def test_a_figure_is_rounded_by_no_more_than_half_of_what_is_stated(dong, other):
    scale = scale_for(max(dong, other))
    text = scale.figure_label(dong, "vi")
    step = Decimal(1).scaleb(-scale.decimals)
    if text.startswith("<"):
        assert 0 < Decimal(dong) / scale.unit.factor < step
        return
    shown = Decimal(text.replace(".", "").replace(",", "."))
    assert abs(shown * scale.unit.factor - dong) * 2 <= step * scale.unit.factor
    assert scale.is_rounded(dong) == (shown * scale.unit.factor != dong)


@pytest.mark.parametrize(
    ("largest", "unit", "ticks"),
    [
        (0, MoneyUnit.DONG, ["0", "1"]),
        (999_999, MoneyUnit.DONG, ["0", "250.000", "500.000", "750.000", "1.000.000"]),
        (850_000_000, MoneyUnit.MILLION, ["0", "250", "500", "750", "1.000"]),
        (1_200_000_000, MoneyUnit.BILLION, ["0", "0,5", "1", "1,5"]),
        (10**15, MoneyUnit.BILLION, ["0", "250.000", "500.000", "750.000", "1.000.000"]),
    ],
)
def test_the_unit_follows_the_largest_figure(largest, unit, ticks):
    scale = scale_for(largest)
    assert scale.unit == unit
    assert [scale.tick_label(dong, "vi") for dong in scale.ticks] == ticks


def test_numbers_are_written_as_the_language_does():
    scale = scale_for(1_234_500_000_000)
    assert scale.figure_label(1_234_400_000_000, "vi") == "1.234"
    assert scale.figure_label(1_234_400_000_000, "en") == "1,234"
    assert scale.figure_label(3_000_000, "vi") == "< 1"


@pytest.mark.parametrize("function", [nice_step, scale_for])
def test_a_scale_of_negative_money_is_refused(function):
    with pytest.raises(ValueError, match="amount"):
        function(-1)


# --- the drawing -----------------------------------------------------------------------------


@given(tables)
def test_bars_stay_inside_the_plot_and_touch(rows):
    drawn = chart(rows)
    for panel in drawn.panels:
        assert len(panel.groups) <= YEARS_IN_PANEL
        ends = [0]
        for bar in (bar for group in panel.groups for bar in group.bars):
            assert ends[-1] < bar.y + 1
            ends.append(bar.y + bar.height)
            edge = 0.0
            for segment in bar.segments:
                assert segment.x == edge
                assert segment.width >= 0
                assert 1 <= segment.filling <= FILLINGS
                edge = round(segment.x + segment.width, 3)
            assert edge == bar.end <= 100
        assert ends[-1] <= panel.plot_height < panel.axis_baseline < panel.height


@given(tables)
def test_lengths_are_proportional_to_the_money(rows):
    drawn = chart(rows)
    sums: dict[tuple[str, str], int] = {}
    for row in rows:
        for measure in ("planned", "allocated", "disbursed"):
            key = str(row.year), measure
            sums[key] = sums.get(key, 0) + (getattr(row, measure) or 0)
    top = scale_for(max(sums.values(), default=0)).top
    for panel in drawn.panels:
        for group in panel.groups:
            for bar in group.bars:
                wanted = Decimal(sums[group.year, bar.measure.value]) * 100 / top
                assert abs(Decimal(str(bar.end)) - wanted) <= Decimal("0.0005")


@given(tables)
def test_no_year_is_lost_and_all_are_in_order(rows):
    years = [group.year for panel in chart(rows).panels for group in panel.groups]
    stated = [row for row in rows if (row.planned, row.allocated, row.disbursed) != (None,) * 3]
    assert years == (sorted({str(row.year) for row in rows}) if stated else [])


def test_zero_is_a_figure_and_what_is_not_stated_is_none():
    drawn = chart([Figures(2024, "A", 0, None, 0), Figures(2025, "A", None, 5, None)])
    assert [bar.is_known for bar in bars(drawn)] == [True, False, True, False, True, False]
    assert [bar.text for bar in bars(drawn) if bar.is_known] == ["0", "0", "5"]


def test_without_any_money_the_axis_has_nothing_but_zero():
    drawn = chart([Figures(2024, "A", 0, 0, 0)])
    assert [tick.label for tick in drawn.ticks] == ["0"]
    assert all(bar.segments == () for bar in bars(drawn))


def test_measures_that_nobody_states_are_left_out():
    drawn = chart([Figures(2026, "A", planned=BILLION), Figures(2027, "A", planned=BILLION)])
    assert {bar.measure for bar in bars(drawn)} == {"planned"}
    assert len(drawn.table.headings) == 1
    assert not drawn.table.has_rates
    assert not drawn.table.has_gaps


@pytest.mark.parametrize(("sources", "items"), [(1, 1), (5, 5), (6, 5), (12, 5)])
def test_sources_beyond_the_fillings_share_one(sources, items):
    rows = [Figures(2025, f"Nguồn {number}", number * BILLION) for number in range(1, sources + 1)]
    legend = chart(rows).legend
    assert [item.filling for item in legend] == list(range(1, items + 1))
    assert legend[0].label == f"Nguồn {sources}"
    shared = sources - FILLINGS + 1
    assert legend[-1].label == "Nguồn 1" if shared < 2 else str(shared) in legend[-1].label


def test_thirty_years_are_three_drawings_on_one_scale():
    drawn = chart([Figures(year, "A", year * BILLION) for year in range(2001, 2031)])
    assert [len(panel.groups) for panel in drawn.panels] == [10, 10, 10]
    assert len({panel.key for panel in drawn.panels}) == 3
    assert bars(drawn)[0].end < bars(drawn)[-1].end


def test_rounding_is_stated():
    rounded = chart(USUAL, language="en")
    assert rounded.rounding.startswith("Figures are rounded to 0.1 billion")
    exact = chart([Figures(2025, "A", 2 * BILLION)], language="en")
    assert exact.rounding == "Figures in the chart are not rounded."


def test_without_rows_there_is_nothing_to_draw():
    assert chart([]).panels == ()
    assert chart([Figures(2025, "A")]).panels == ()


def test_negative_money_is_refused():
    with pytest.raises(ValueError, match="negative"):
        chart([Figures(2025, "A", 5), Figures(2025, "B", -1)])


# --- the table -------------------------------------------------------------------------------


@given(tables.filter(bool))
def test_totals_are_the_sums_of_the_rows(rows):
    table = chart(rows).table

    def sums(found):
        columns = zip(*[row.cells for row in found], strict=True)
        return [sum(int(cell.text.replace(".", "") or 0) for cell in cells) for cells in columns]

    every = [row for year in table.years for row in year.rows]
    totals = [year.total or year.rows[0] for year in table.years]
    assert sums(every) == sums(totals) == sums([table.total])
    if table.sources:
        assert sums(table.sources) == sums([table.total])


def test_table_has_exact_figures_totals_and_rates():
    table = chart(USUAL, language="en").table
    assert [row.label for row in table.years[0].rows] == ["Ngân sách tỉnh", "Ngân sách trung ương"]
    assert [cell.text for cell in table.years[0].total.cells] == [
        "270,000,000,000",
        "262,000,000,000",
        "209,550,500,000",
    ]
    assert table.years[0].total.rate == "77.6%"
    # 2025 states no disbursement, so its plan does not lower the rate.
    assert table.years[1].rows[0].rate == ""
    assert table.total.rate == "77.6%"
    assert table.has_gaps


def test_rows_of_the_same_year_and_source_are_added():
    table = chart([Figures(2025, "A", 1, 1, 1), Figures(2025, "A", 2, None, 0)]).table
    (row,) = table.years[0].rows
    assert [cell.text for cell in row.cells] == ["3", "1", "1"]
    assert table.is_single


# --- the markup ------------------------------------------------------------------------------


def rendered(rows, key="gp-money"):
    drawn = build_money_chart(rows, language="vi", title="Vốn của <dự án>", key=key)
    text = render_to_string("govportal/investment/parts/money_chart.html", {"chart": drawn})
    return text, html.fromstring(f"<div>{text}</div>")


MANY = [
    Figures(year, f"Nguồn {number}", year * BILLION, number * BILLION, number)
    for year in range(2001, 2031)
    for number in range(12)
]


@pytest.mark.parametrize("rows", [USUAL, MANY, [Figures(2026, "", 0, None, 0)]])
def test_markup_has_no_style_no_script_and_unique_ids(rows):
    text, tree = rendered(rows)
    assert not tree.xpath("//@style | //style | //script | //@onclick")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for reference in re.findall(r"url\(#([^)]+)\)", text):
        assert reference in ids
    assert "<dự án>" not in text


@pytest.mark.parametrize("rows", [USUAL, MANY])
def test_each_drawing_is_an_image_with_a_name_and_a_description(rows):
    _text, tree = rendered(rows)
    drawings = tree.xpath('//svg[@role="img"]')
    assert drawings
    for drawing in drawings:
        words = [
            tree.xpath(f'string(//*[@id="{name}"])')
            for name in drawing.get("aria-labelledby").split()
        ]
        assert len(words) == 2
        assert all(words)


@pytest.mark.parametrize("rows", [USUAL, MANY])
def test_positions_are_numbers_that_svg_understands(rows):
    _text, tree = rendered(rows)
    for name in ("x", "y", "x1", "x2", "y1", "y2", "width", "height"):
        for value in tree.xpath(f"//svg//@{name}"):
            assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?%?", value), f"{name}={value}"


def test_every_cell_stands_under_a_heading():
    _text, tree = rendered(MANY)
    columns = len(tree.xpath("//thead/tr/th"))
    spanned = 0
    for row in tree.xpath("//table/tbody/tr | //table/tfoot/tr"):
        cells = row.xpath("th | td")
        width = sum(int(cell.get("colspan", "1")) for cell in cells) + (spanned > 0)
        assert width == columns
        spanned = max(spanned - 1, 0)
        for cell in cells:
            spanned = max(spanned, int(cell.get("rowspan", "1")) - 1)
    assert len(tree.xpath("//table/tbody")) == 30
    assert tree.xpath("//table/caption")


def test_only_a_long_table_is_folded():
    assert rendered(USUAL)[1].xpath("//details[@open]")
    assert not rendered(MANY)[1].xpath("//details[@open]")


def test_two_charts_fit_one_page():
    first, second = rendered(USUAL, "gp-a")[1], rendered(USUAL, "gp-b")[1]
    assert not set(first.xpath("//@id")) & set(second.xpath("//@id"))


def test_without_figures_nothing_is_rendered():
    assert rendered([])[0].strip() == ""
