"""How each column of numbers writes decimals, told by its cells that can be read in one way."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from ...core.importing.registers import RawRow
from ..money import ContradictoryStyles, NumberStyle, style_of
from .headings import is_money
from .mapping import Mapping
from .specs import NUMBER_TARGETS


@dataclass(frozen=True, slots=True)
class Styles:
    """A mapping that knows the style of its columns, and the cells that contradict it."""

    mapping: Mapping
    #: Row number and target.
    contradicting: Collection[tuple[int, str]]


def is_number(target: str) -> bool:
    """Whether a target holds amounts or other numbers."""
    return is_money(target) or target in NUMBER_TARGETS


def tell_styles(mapping: Mapping, rows: Iterable[RawRow]) -> Styles:
    """The mapping with the style of each column of numbers.

    A column whose cells contradict each other has no style, unless the mapping states one: its
    cells that can be read in two ways are refused where they stand, and so are those that differ.
    """
    held = list(rows)
    columns = dict(mapping.columns)
    contradicting: set[tuple[int, str]] = set()
    for target, column in columns.items():
        if not is_number(target):
            continue
        stated = column.style if column.style is not NumberStyle.UNKNOWN else mapping.style
        found, other = _told(held, column.column, stated)
        contradicting |= {(number, target) for number in other}
        style = stated if other else found
        columns[target] = replace(column, style=style)
    return Styles(replace(mapping, columns=columns), contradicting)


def _told(
    rows: Iterable[RawRow], heading: str, stated: NumberStyle
) -> tuple[NumberStyle, list[int]]:
    """The style of a column, and the numbers of the rows that write otherwise than those before."""
    style, other = stated, []
    for row in rows:
        cell = row.values.get(heading)
        if not isinstance(cell, str) or row.formula(heading):
            continue
        try:
            style = style_of([cell.strip().removesuffix("%")], style)
        except ContradictoryStyles:
            other.append(row.number)
    return style, other
