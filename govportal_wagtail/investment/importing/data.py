"""A row of a table of projects as data: only what the row gives, so that no empty cell erases."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...core.models import AdministrativeField, Agency


@dataclass(frozen=True, slots=True)
class CapitalData:
    """Capital of one year from one source, in whole đồng; `source` is the key of the source."""

    year: int
    source: int
    amounts: Mapping[str, int]
    #: The heading under which it stands in the file.
    heading: str = ""


@dataclass(frozen=True, slots=True)
class DecisionData:
    """A decision on the project; the symbol tells it from the others."""

    kind: str
    values: Mapping[str, Any]
    heading: str = ""

    @property
    def symbol(self) -> str:
        """The number and symbol."""
        return str(self.values["symbol"])


@dataclass(frozen=True, slots=True)
class ProjectData:
    """A project, or its capital, as a row tells it.

    `values` are plain fields, `first` those that only a new project gets. `communes` is None where
    the row names none.
    """

    code: str = ""
    code_key: str = ""
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    first: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    field: AdministrativeField | None = None
    investor: Agency | None = None
    investor_name: str = ""
    communes: tuple[Agency, ...] | None = None
    capital: tuple[CapitalData, ...] = ()
    decisions: tuple[DecisionData, ...] = ()
