"""What the columns of a table of projects mean: a TOML file read into frozen records.

A mapping names, for each field of a project, the column it comes from and how its values are read.
The shipped mappings are commented examples of the whole format.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass

from ...core.importing.mappings import SheetMapping
from ..money import NumberStyle
from . import headings
from .specs import ROWS_PROJECTS, CapitalSpec, Column, DecisionSpec


@dataclass(frozen=True, slots=True)
class Mapping(SheetMapping):
    """A whole mapping; `unit` is the code of the unit of money where no column says another."""

    columns: MappingType[str, Column]
    rows: str = ROWS_PROJECTS
    unit: str = ""
    style: NumberStyle = NumberStyle.UNKNOWN
    capital: tuple[CapitalSpec, ...] = ()
    decisions: tuple[DecisionSpec, ...] = ()
    #: Member of a project in JSON that lists its capital by the codes of the open data.
    capital_list: str = ""

    def missing_columns(self, present: tuple[str, ...]) -> list[str]:
        """Names of columns that the mapping needs and a file with the given columns lacks."""
        return headings.missing_columns(self, present)

    def check_columns(self, present: tuple[str, ...]) -> None:
        """Refuse a file that lacks columns, or whose amounts have no certain unit.

        Raises:
            UnusableInput: naming the columns.
        """
        # slots=True makes a class of its own, which super() without arguments does not know.
        SheetMapping.check_columns(self, present)
        self.found_in(present)

    def found_in(self, present: tuple[str, ...]) -> Mapping:
        """The mapping with the headings that a file really has, and the unit of every amount.

        Raises:
            UnusableInput: where a unit is not certain, or two columns say the same.
        """
        return headings.found_in(self, present)
