"""What a mapping says of single columns: the fields of a project, and groups of columns."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from typing import Final

from ...core.importing.mappings import SheetColumn
from ..money import NumberStyle

#: What the rows of a file are: projects, or capital of a project in one year from one source.
ROWS_PROJECTS: Final = "projects"
ROWS_CAPITAL: Final = "capital"
#: Headings are those of the open data of this portal, in any of its languages.
OPEN_DATA: Final = "open-data"

CHOICE_TARGETS: Final = ("kind", "group", "funding", "status")
PART_DATE_TARGETS: Final = (
    *("planned_start", "planned_end", "actual_start", "actual_end", "status_since"),
)
DAY_TARGETS: Final = ("progress_on", "call_until")
NUMBER_TARGETS: Final = ("progress", "latitude", "longitude", "land_area")
FIGURES: Final = ("planned", "allocated", "disbursed")
MONEY_TARGETS: Final = ("total_investment", *FIGURES)
TEXT_TARGETS: Final = (
    *("title", "other_codes", "objective", "board_name", "place", "scale", "donor"),
    *("status_note", "land_use", "incentives", "call_terms"),
    *("contact_unit", "contact_phone", "contact_email", "source_url"),
)
PROJECT_TARGETS: Final = (
    *("code", *TEXT_TARGETS, "field", "investor", "investor_name", "communes"),
    *(*CHOICE_TARGETS, *PART_DATE_TARGETS, *DAY_TARGETS, *NUMBER_TARGETS, "total_investment"),
)
CAPITAL_TARGETS: Final = ("code", "year", "source", *FIGURES)
DECISION_TEXTS: Final = ("symbol", "issuer", "abstract", "adjusts")
#: Targets whose default a new project may get.
WITH_DEFAULT: Final = frozenset({*CHOICE_TARGETS, *TEXT_TARGETS} - {"title"})
#: Targets for which a table of values makes sense.
WITH_VALUES: Final = frozenset({*CHOICE_TARGETS, "field", "investor", "communes", "source"})


@dataclass(frozen=True, slots=True)
class Column(SheetColumn):
    """Where one field comes from.

    `also` are other headings of the same column. `unit` (money only) is the code of the unit in
    which the column is written; empty where the heading says it. `version` (code only) is the mark
    before the number of a version at the end of a code. `shorten` (title only) cuts names that are
    too long for a title, which are kept whole in ``scale``. `style` is how numbers are written.
    """

    also: tuple[str, ...] = ()
    unit: str = ""
    version: str = ""
    shorten: bool = False
    style: NumberStyle = NumberStyle.UNKNOWN


@dataclass(frozen=True, slots=True)
class CapitalSpec:
    """Columns of capital of one year and source in a table of projects.

    `year` is 0 where the headings hold it, as ``{year}``. The source is the one with the code
    `source`, or stands in the column ``source``.
    """

    columns: MappingType[str, Column]
    year: int = 0
    source: str = ""
    optional: bool = False
    #: Before the names of the columns, once they were found in a file.
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class DecisionSpec:
    """Columns of one decision in a table of projects; `kind` is what it decides."""

    columns: MappingType[str, Column]
    kind: str
    optional: bool = False
    prefix: str = ""
