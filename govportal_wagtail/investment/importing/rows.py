"""Turn one row of a table into the data of a project, and say what was odd about it.

Nothing here asks the database: fields, agencies and sources are looked up in a `Directory`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as MappingType
from dataclasses import replace
from typing import Any, Final

from django.utils import timezone
from django.utils.text import Truncator

from ...core.importing import cells
from ...core.importing import findings as row_findings
from ...core.importing.registers import RawRow
from ...core.importing.row_reading import RowReading
from ...core.models import Agency
from ..codes import code_key
from ..models import InvestmentProjectPage, ProjectDecision
from ..money import MoneyUnit, NumberStyle
from . import findings
from .cell_values import CellReader, Context
from .data import CapitalData, DecisionData, ProjectData
from .mapping import Mapping
from .specs import (
    CHOICE_TARGETS,
    DAY_TARGETS,
    DECISION_TEXTS,
    FIGURES,
    PART_DATE_TARGETS,
    ROWS_CAPITAL,
    TEXT_TARGETS,
    CapitalSpec,
    Column,
    DecisionSpec,
)
from .styles import Styles

_LINES: Final = frozenset({"objective", "scale", "incentives", "call_terms", "status_note"})
_COORDINATES: Final = ("latitude", "longitude")
_PLACES: Final = 6


def _limit(model: Any, name: str) -> int | None:
    limit: int | None = model._meta.get_field(name).max_length
    return limit


#: Longest value of each text, in characters, as its column in the database allows.
LIMITS: Final[MappingType[str, int | None]] = {
    name: _limit(InvestmentProjectPage, name) for name in (*TEXT_TARGETS, "code", "investor_name")
}
#: How the JSON of the open data lists the capital of a project.
_LISTED: Final = Styles(
    Mapping(
        name="capital",
        text="",
        columns={
            "year": Column("year"),
            "source": Column("source_code"),
            **{
                name: Column(name, unit=MoneyUnit.DONG.value, style=NumberStyle.ENGLISH)
                for name in FIGURES
            },
        },
        rows=ROWS_CAPITAL,
    ),
    frozenset(),
)
_DECISION_LIMITS: Final = {name: _limit(ProjectDecision, name) for name in DECISION_TEXTS}


def read_row(row: RawRow, context: Context) -> RowReading[ProjectData]:
    """Read one row; never raises for anything a file may hold."""
    reader = _Reading(row, context)
    if context.styles.mapping.rows == ROWS_CAPITAL:
        return reader.read_capital()
    return reader.read_project()


def version_of(code: str, column: Column | None) -> tuple[str, int | None]:
    """A code without the number of its version, and that number; None where it has none."""
    mark = column.version if column else ""
    if mark and (match := re.fullmatch(rf"(.+){re.escape(mark)}([0-9]{{1,3}})", code)):
        return match[1], int(match[2])
    return code, None


class _Reading(CellReader):
    """The reading of one row, with the findings made on the way."""

    def read_project(self) -> RowReading[ProjectData]:
        code, values = self._code()
        first: dict[str, Any] = {}
        values |= self._texts(first)
        for target in CHOICE_TARGETS:
            values[target] = self.choice(target)
        for target in PART_DATE_TARGETS:
            values[target] = self.part_date(target)
        for target in DAY_TARGETS:
            values[target] = self.day(target)
        values |= self._numbers()
        values["total_investment"] = self.amount("total_investment")
        investor, investor_name = self._investor()
        # What the mapping says of all projects holds for new ones; editors may have said otherwise.
        first |= {name: values.pop(name) for name in self._defaulted() if name in values}
        data = ProjectData(
            code=code,
            code_key=code_key(code),
            values={name: value for name, value in values.items() if value not in ("", None)},
            first=first,
            field=self._field(),
            investor=investor,
            investor_name=investor_name,
            communes=self._communes(),
            capital=self._all_capital(),
            decisions=tuple(self._decisions()),
        )
        return self.reading(data)

    def read_capital(self) -> RowReading[ProjectData]:
        code, _values = self._code()
        year = self.year("year")
        source = self._source("source")
        amounts = self._amounts("", year)
        if not amounts and not any(each.level == "error" for each in self.findings):
            self.findings.append(row_findings.missing(FIGURES[0]))
        capital: tuple[CapitalData, ...] = ()
        if year is not None and source is not None:
            capital = (CapitalData(year, source, amounts, self.heading("year")),)
        return self.reading(ProjectData(code=code, code_key=code_key(code), capital=capital))

    def _defaulted(self) -> list[str]:
        """The targets of which the row itself says nothing, and the mapping does."""
        return [
            target
            for target, column in self.mapping.columns.items()
            if column.default and not cells.cell_text(self.raw(target)).strip()
        ]

    def _code(self) -> tuple[str, dict[str, Any]]:
        """The code of the project, and the whole text of one that names a version besides."""
        given = self.text("code", LIMITS["code"])
        code, version = version_of(given, self.mapping.columns.get("code"))
        if given and not code_key(code):
            self.findings.append(findings.no_code(given))
        return code, {} if version is None else {"other_codes": given}

    def _texts(self, first: dict[str, Any]) -> dict[str, Any]:
        limits = {name: LIMITS[name] for name in TEXT_TARGETS}
        limits.pop("title")
        values: dict[str, Any] = dict(self.texts(limits, with_lines=_LINES))
        column, limit = self.mapping.columns.get("title"), LIMITS["title"] or 0
        whole = self.text("title", None if column and column.shorten else limit)
        if len(whole) > limit:
            self.findings.append(findings.shortened_title(limit))
            first["scale"] = values.get("scale") or whole
            whole = Truncator(whole).chars(limit)
        elif not whole and not any(each.field == "title" for each in self.findings):
            self.findings.append(row_findings.missing("title"))
        return values | {"title": whole}

    def _numbers(self) -> dict[str, Any]:
        found: dict[str, Any] = {"progress": self.percentage("progress")}
        found["land_area"] = self.number("land_area")
        for target in _COORDINATES:
            number = self.number(target)
            # Maps give more digits than a place has; six are a tenth of a metre.
            found[target] = None if number is None else round(number, _PLACES)
        return found

    def _field(self) -> Any:
        text = cells.one_line(self.cell("field").text)
        if not text:
            return None
        found = self.context.directory.field(self.value("field", text, text))
        if found is None:
            self.findings.append(findings.unknown_field(text))
        return found

    def _investor(self) -> tuple[Agency | None, str]:
        """The investor as an agency, or its name where it is none."""
        name = self.text("investor_name", LIMITS["investor_name"])
        text = self.text("investor", LIMITS["investor_name"])
        if not text:
            return None, name
        found = self.context.directory.agency(self.value("investor", text, text))
        if found is None:
            self.findings.append(findings.unknown_investor(text))
            return None, name or text
        return found, ""

    def _communes(self) -> tuple[Agency, ...] | None:
        column = self.mapping.columns.get("communes")
        text = self.cell("communes").text
        if column is None or not text:
            return None
        found: dict[int, Agency] = {}
        for part in re.split(rf"{re.escape(column.separator or ';')}|\n", text):
            name = cells.one_line(part)
            if not name:
                continue
            commune = self.context.directory.commune(self.value("communes", name, name))
            if commune is None:
                self.findings.append(findings.unknown_commune(name))
            else:
                found[commune.pk] = commune
        return tuple(found.values()) or None

    def _all_capital(self) -> tuple[CapitalData, ...]:
        """Capital from columns and from a list, each year and source once."""
        merged: dict[tuple[int, int], CapitalData] = {}
        for each in (*self._capital(), *self._listed_capital()):
            key = (each.year, each.source)
            known = merged.setdefault(key, each)
            if known is each:
                continue
            if known.amounts.keys() & each.amounts.keys():
                self.findings.append(findings.capital_twice("capital"))
            amounts = {**known.amounts, **each.amounts}
            merged[key] = CapitalData(each.year, each.source, amounts, known.heading)
        return tuple(merged.values())

    def _capital(self) -> Iterable[CapitalData]:
        for spec in self.mapping.capital:
            amounts = self._amounts(spec.prefix, spec.year)
            if not amounts:
                continue
            source = self._source_of(spec)
            if source is not None:
                heading = self.heading(*(f"{spec.prefix}{name}" for name in amounts))
                yield CapitalData(spec.year, source, amounts, heading)

    def _listed_capital(self) -> Iterable[CapitalData]:
        name = self.mapping.capital_list
        value = self.row.values.get(name) if name else None
        if value in (None, "", []):
            return
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.findings.append(findings.bad_list("capital"))
            return
        context = replace(self.context, styles=_LISTED, is_table=False)
        for item in value:
            reading = _Reading(RawRow(self.row.number, item), context).read_capital()
            self.findings += [replace(each, field="capital") for each in reading.findings]
            yield from reading.data.capital

    def _amounts(self, prefix: str, year: int | None) -> dict[str, int]:
        found = {name: self.amount(f"{prefix}{name}") for name in FIGURES}
        if found["disbursed"] and year is not None and year > timezone.localdate().year:
            self.findings.append(findings.future_disbursement(f"{prefix}disbursed"))
        return {name: amount for name, amount in found.items() if amount is not None}

    def _source_of(self, spec: CapitalSpec) -> int | None:
        if spec.source:
            found = self.context.directory.source(spec.source)
            return found.pk if found else None
        return self._source(f"{spec.prefix}source")

    def _source(self, target: str) -> int | None:
        text = cells.one_line(self.cell(target).text)
        if not text:
            self.findings.append(findings.no_source(target))
            return None
        found = self.context.directory.source(self.value(target, text, text))
        if found is None:
            self.findings.append(findings.unknown_source(target, text))
        return found.pk if found else None

    def _decisions(self) -> Iterable[DecisionData]:
        for spec in self.mapping.decisions:
            if (found := self._decision(spec)) is not None:
                yield found

    def _decision(self, spec: DecisionSpec) -> DecisionData | None:
        limits = {f"{spec.prefix}{name}": limit for name, limit in _DECISION_LIMITS.items()}
        texts = self.texts(limits)
        values: dict[str, Any] = {
            name.removeprefix(spec.prefix): text for name, text in texts.items()
        }
        day = self.day(f"{spec.prefix}issued_on")
        if day is not None:
            values["issued_on"] = day
        if not values.get("symbol"):
            return None
        return DecisionData(spec.kind, values, self.heading(f"{spec.prefix}symbol"))
