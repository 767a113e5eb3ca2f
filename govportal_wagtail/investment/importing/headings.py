"""Find the columns of a mapping in a file, and the unit of each column of money.

A unit is stated by the mapping or by the heading itself; where neither does, or they contradict
each other, the file is refused. It is never guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as MappingType
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from ...core.importing.errors import UnusableInput
from ...core.importing.toml_tables import cell_key
from ..money import MoneyUnit, UnclearUnit, UnitError, unit_in_header
from .specs import FIGURES, MONEY_TARGETS, CapitalSpec, Column, DecisionSpec

if TYPE_CHECKING:
    from .mapping import Mapping

#: How a mapping writes the year in a heading.
YEAR: Final = "{year}"
#: Where the name of a column of money ends and its unit begins.
_END: Final = re.compile(r"[(\[,:;–—]| - |\bđvt\b|\bđơn vị\b")
_YEARS: Final = "([0-9]{4})"


def missing_columns(mapping: Mapping, present: tuple[str, ...]) -> list[str]:
    """Names of columns that the mapping needs and a file with the given columns lacks."""
    headings = _Headings(present)
    missing = [
        column.column
        for target, column in mapping.columns.items()
        if column.column and not column.optional and not headings.find(target, column)
    ]
    for capital in mapping.capital:
        if not capital.optional and not _by_year(capital, headings):
            missing += [column.column for column in capital.columns.values()]
    for decision in mapping.decisions:
        if not decision.optional:
            missing += [
                column.column
                for target, column in decision.columns.items()
                if not column.optional and not headings.find(target, column)
            ]
    return list(dict.fromkeys(missing))


def found_in(mapping: Mapping, present: tuple[str, ...]) -> Mapping:
    """The mapping with the headings that the file really has, and the unit of every amount.

    Columns of capital and decisions stand among the others, under the prefix of their group.

    Raises:
        UnusableInput: where a unit is not certain, or two columns say the same.
    """
    headings = _Headings(present)
    columns = {
        target: replace(column, column=headings.find(target, column))
        for target, column in mapping.columns.items()
    }
    capital: list[CapitalSpec] = []
    for number, spec in enumerate(mapping.capital, 1):
        for year, found in sorted(_by_year(spec, headings).items()):
            prefix = f"capital.{number}.{year}."
            capital.append(replace(spec, year=year, prefix=prefix))
            columns |= {f"{prefix}{target}": column for target, column in found.items()}
    decisions: list[DecisionSpec] = []
    for number, group in enumerate(mapping.decisions, 1):
        prefix = f"decisions.{number}."
        told = {target: headings.find(target, each) for target, each in group.columns.items()}
        if told.get("symbol"):
            decisions.append(replace(group, prefix=prefix))
            columns |= {
                f"{prefix}{target}": replace(group.columns[target], column=heading)
                for target, heading in told.items()
                if heading
            }
    columns = {
        target: _with_unit(target, column, mapping.unit)
        for target, column in columns.items()
        if column.column or column.default
    }
    return replace(mapping, columns=columns, capital=tuple(capital), decisions=tuple(decisions))


def is_money(target: str) -> bool:
    """Whether a target, with or without prefix, holds an amount of money."""
    return target.rpartition(".")[2] in MONEY_TARGETS


class _Headings:
    """The headings of a file, by the forms in which they are compared."""

    def __init__(self, present: Iterable[str]) -> None:
        self._present = tuple(present)
        self._exact = {cell_key(name): name for name in reversed(self._present)}
        self._plain: dict[str, list[str]] = defaultdict(list)
        for name in self._present:
            self._plain[plain(name)].append(name)

    def find(self, target: str, column: Column) -> str:
        """The heading of a column; "" where the file has none.

        Raises:
            UnusableInput: where several differ in nothing but their unit.
        """
        names = [name for name in (column.column, *column.also) if name]
        for name in names:
            if cell_key(name) in self._exact:
                return self._exact[cell_key(name)]
        if not is_money(target):
            return ""
        found = dict.fromkeys(each for name in names for each in self._plain.get(plain(name), ()))
        return _only(list(found))

    def by_year(self, column: Column) -> dict[int, str]:
        """The headings of a column whose name holds a year.

        Raises:
            UnusableInput: where several differ in nothing but their unit.
        """
        found: dict[int, list[str]] = defaultdict(list)
        for name in (column.column, *column.also):
            pattern = re.compile(
                _YEARS.join(re.escape(part) for part in plain(name).split(YEAR)), re.ASCII
            )
            for heading, headings in self._plain.items():
                if match := pattern.fullmatch(heading):
                    found[int(match[1])] += headings
        return {year: _only(list(dict.fromkeys(names))) for year, names in found.items()}


def plain(name: str) -> str:
    """The part of a heading before its unit, in the form in which headings are compared."""
    return " ".join(_END.split(cell_key(name), maxsplit=1)[0].split())


def _only(names: list[str]) -> str:
    if len(names) > 1:
        message = _("The columns “%(first)s” and “%(second)s” say the same; delete one.")
        raise UnusableInput(message % {"first": names[0], "second": names[1]})
    return names[0] if names else ""


def _by_year(spec: CapitalSpec, headings: _Headings) -> dict[int, dict[str, Column]]:
    """The columns of capital that a file has, by year; years without an amount are left out."""
    found: dict[int, dict[str, Column]] = defaultdict(dict)
    for target, column in spec.columns.items():
        for year, heading in _headings_of(target, column, spec.year, headings):
            found[year][target] = replace(column, column=heading)
    source = found.pop(0, {}).get("source")
    for columns in found.values():
        if source:
            columns["source"] = source
    return {year: each for year, each in found.items() if any(name in each for name in FIGURES)}


def _headings_of(
    target: str, column: Column, year: int, headings: _Headings
) -> Iterator[tuple[int, str]]:
    if target == "source":
        # It holds for all years of the row.
        yield 0, headings.find(target, column)
    elif year:
        if heading := headings.find(target, column):
            yield year, heading
    else:
        yield from headings.by_year(column).items()


def _with_unit(target: str, column: Column, unit: str) -> Column:
    if not is_money(target):
        return column
    stated = MoneyUnit(column.unit or unit) if column.unit or unit else None
    told = _unit_told(column.column, stated)
    if told is None and stated is None:
        message = _(
            "The heading “%(heading)s” does not name the unit of money; add “(đồng)”, "
            "“(triệu đồng)” or “(tỷ đồng)” to it."
        )
        raise UnusableInput(message % {"heading": column.column})
    if told and stated and told != stated:
        message = _("The heading “%(heading)s” says %(told)s, the mapping %(stated)s.")
        values: MappingType[str, Any] = {
            "heading": column.column,
            "told": told.label,
            "stated": stated.label,
        }
        raise UnusableInput(message % values)
    return replace(column, unit=str((told or stated or MoneyUnit.DONG).value))


def _unit_told(heading: str, stated: MoneyUnit | None) -> MoneyUnit | None:
    try:
        return unit_in_header(heading)
    except UnclearUnit as error:
        if stated is None:
            raise UnusableInput(str(error)) from error
        return None
    except UnitError as error:
        raise UnusableInput(str(error)) from error
