"""The workbook that the finance department fills in: a row for each project and source of a year.

Headings are those that ``batch_columns`` reads, in Vietnamese and in English; the unit of money
stands in the heading of every column of money and is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..core import downloads
from . import batch_figures, money
from .batch_figures import FIGURES, Amounts
from .models import CapitalSource, InvestmentProjectPage, ProjectIndexPage
from .money import MoneyUnit

_WIDTHS: Final = (18, 48, 8, 22, 30, 24, 24, 24)


def headings(unit: MoneyUnit) -> list[str]:
    """The headings of a sheet whose money is in this unit."""
    names = {
        "planned": pgettext("heading of a sheet", "Planned capital"),
        "allocated": pgettext("heading of a sheet", "Allocated capital"),
        "disbursed": pgettext("heading of a sheet", "Disbursed capital"),
    }
    return [
        pgettext("heading of a sheet", "Project code"),
        pgettext("heading of a sheet", "Name of the project"),
        pgettext("heading of a sheet", "Year"),
        pgettext("heading of a sheet", "Code of the source"),
        pgettext("heading of a sheet", "Source of capital"),
        *(f"{names[name]} ({unit.label})" for name in FIGURES),
    ]


def template(
    register: ProjectIndexPage, year: int, unit: MoneyUnit, *, with_all_sources: bool = False
) -> Iterator[bytes]:
    """A workbook with the published figures of a year, for each project and source it has.

    ``with_all_sources`` adds rows for the sources that a project has not had so far.
    """
    sources = list(CapitalSource.objects.all())
    return downloads.xlsx_pieces(
        downloads.Sheet(
            str(year),
            headings(unit),
            _rows(register, year, unit, sources, with_all_sources=with_all_sources),
            _WIDTHS,
        ),
        downloads.Sheet(
            pgettext("heading of a sheet", "Sources of capital"),
            [
                pgettext("heading of a sheet", "Code of the source"),
                pgettext("heading of a sheet", "Source of capital"),
            ],
            [[source.code, source.localized_name] for source in sources],
            (28, 48),
        ),
        downloads.Sheet(_("How to fill it in"), [_("How to fill it in")], _guide(unit), (110,)),
    )


def _rows(
    register: ProjectIndexPage,
    year: int,
    unit: MoneyUnit,
    sources: list[CapitalSource],
    *,
    with_all_sources: bool,
) -> Iterator[list[Any]]:
    projects = InvestmentProjectPage.objects.child_of(register).live().filter(alias_of=None)
    names = list(projects.order_by("code", "pk").values_list("pk", "code", "title"))
    known = batch_figures.published(pk for pk, _code, _title in names)
    for pk, code, title in names:
        figures = known.get(pk, {})
        used = {source for _year, source in figures}
        shown = [each for each in sources if with_all_sources or each.pk in used]
        for source in shown:
            amounts = figures.get((year, source.pk), Amounts())
            told = [None if each is None else money.from_dong(each, unit) for each in amounts]
            yield [code, title, year, source.code, source.localized_name, *told]
        if not shown:
            yield [code, title, year, "", "", None, None, None]


def _guide(unit: MoneyUnit) -> list[list[str]]:
    lines = [
        _("Amounts are in %(unit)s, as the headings say. To use another unit, change the headings.")
        % {"unit": unit.label},
        _("Do not change codes of projects and sources; names are there to be read only."),
        _("An empty cell leaves the published figure as it is; a hyphen (-) takes it away."),
        _("Rows in which nothing is changed may stay; they are left out."),
        _("For another source of a project add a row with its code from the second sheet."),
        _("Write results, not formulas."),
    ]
    return [[line] for line in lines]
