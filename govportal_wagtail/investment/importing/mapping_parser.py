"""Read a mapping from TOML; every error names the key that is wrong and what would be right."""

from __future__ import annotations

from collections.abc import Callable, Collection
from collections.abc import Mapping as MappingType
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _

from ...core.importing.mappings import DEFAULT_DATE_FORMATS, MappingFormat, source_of
from ...core.importing.shipped import Shipped
from ...core.importing.toml_tables import Table, check_codes, fail, is_code, one_heading
from ..models import DecisionKind, FundingType, ProjectGroup, ProjectKind, ProjectStatus
from ..money import MoneyUnit, NumberStyle, UnitError, unit_in_header
from ..partial_dates import FIRST_YEAR, LAST_YEAR
from .headings import YEAR, is_money, plain
from .mapping import Mapping
from .open_data_headings import headings_of
from .specs import (
    CAPITAL_TARGETS,
    DAY_TARGETS,
    DECISION_TEXTS,
    FIGURES,
    NUMBER_TARGETS,
    OPEN_DATA,
    PART_DATE_TARGETS,
    PROJECT_TARGETS,
    ROWS_CAPITAL,
    ROWS_PROJECTS,
    WITH_DEFAULT,
    WITH_VALUES,
    CapitalSpec,
    Column,
    DecisionSpec,
)

GroupT = TypeVar("GroupT")
_STYLES: Final = {style.value: style for style in NumberStyle}
_TARGETS: Final = {ROWS_PROJECTS: PROJECT_TARGETS, ROWS_CAPITAL: CAPITAL_TARGETS}
_REQUIRED: Final = {ROWS_PROJECTS: ("code", "title"), ROWS_CAPITAL: ("code", "year", "source")}
_CHOICES: Final[MappingType[str, Collection[str]]] = {
    "kind": ProjectKind.values,
    "group": ProjectGroup.values,
    "funding": FundingType.values,
    "status": ProjectStatus.values,
}
_DATES: Final = frozenset({*DAY_TARGETS, *PART_DATE_TARGETS, "issued_on"})
_LISTED: Final = "communes"
_DECISION_TARGETS: Final = (*DECISION_TEXTS, "issued_on")


def _mapping(table: Table, text: str) -> Mapping:
    content = dict(table.items())
    capital, decisions = content.pop("capital", []), content.pop("decisions", [])
    table = Table(content, "")
    options, money = table.table("options"), table.table("money")
    rows = options.text("rows", ROWS_PROJECTS, _TARGETS)
    is_open_data = options.text("headings", "", ["", OPEN_DATA]) == OPEN_DATA
    columns = {
        target: _column(target, value, f"columns.{target}", _TARGETS[rows])
        for target, value in table.table("columns").items()
    }
    for required in _REQUIRED[rows]:
        if required not in columns:
            fail(f"columns.{required}", _("is missing"))
    if is_open_data:
        columns = {target: headings_of(column, rows) for target, column in columns.items()}
    style = _STYLES[options.text("number_style", "", _STYLES)]
    mapping = Mapping(
        name=table.text("name") or "mapping",
        text=text,
        columns=columns,
        source=source_of(table.table("source")),
        date_formats=options.formats("date_formats") or DEFAULT_DATE_FORMATS,
        rows=rows,
        unit=_unit(money, "unit"),
        style=style,
        capital=tuple(_groups(rows, "capital", capital, _capital)),
        decisions=tuple(_groups(rows, "decisions", decisions, _decision)),
        capital_list=options.heading("capital_list") if is_open_data else "",
    )
    for part in (options, money, table):
        part.finish()
    return mapping


def _column(target: str, value: Any, path: str, targets: Collection[str]) -> Column:
    if target not in targets:
        message = _("is no field of a project; the fields are: %(names)s")
        fail(path, message, names=", ".join(targets))
    if isinstance(value, str):
        column = Column(column=one_heading(value))
    else:
        column = _column_of(target, Table(value, path))
    if not column.column and not column.default:
        fail(path, _("needs a column or a default"))
    if column.default and target not in WITH_DEFAULT:
        fail(f"{path}.default", _("is not known here"))
    return column


def _column_of(target: str, table: Table) -> Column:
    column = Column(
        column=table.heading(),
        default=table.text("default"),
        values=table.values() if target in WITH_VALUES else {},
        formats=table.formats("formats") if target in _DATES else (),
        separator=table.text("separator") if target == _LISTED else "",
        optional=table.flag("optional"),
        also=tuple(map(one_heading, table.texts("also"))),
        unit=_unit(table, "unit") if is_money(target) else "",
        version=table.text("version") if target == "code" else "",
        shorten=table.flag("shorten") if target == "title" else False,
        style=_STYLES[table.text("number_style", "", _STYLES)]
        if is_money(target) or target in NUMBER_TARGETS
        else NumberStyle.UNKNOWN,
    )
    allowed = _allowed(target)
    if allowed is not None:
        path = table.path("values")
        check_codes(path, column.values.items(), allowed)
    table.finish()
    return column


def _allowed(target: str) -> Callable[[str], bool] | None:
    """Whether a code can exist; fields, agencies and sources are known to the database alone."""
    if target in _CHOICES:
        return lambda code: code in _CHOICES[target]
    return is_code if target in WITH_VALUES else None


def _unit(table: Table, key: str) -> str:
    """The code of a unit of money, also from words like "triệu đồng"."""
    path = table.path(key)
    text = table.text(key)
    if not text or text in MoneyUnit.values:
        return text
    try:
        unit = unit_in_header(text)
    except UnitError:
        unit = None
    if unit is None:
        fail(path, _("must be one of: %(choices)s"), choices=", ".join(MoneyUnit.values))
    return str(unit.value)


def _groups(rows: str, key: str, values: Any, build: Callable[[Table], GroupT]) -> list[GroupT]:
    """Groups of columns that belong together; only projects have them."""
    if not isinstance(values, list):
        fail(key, _("must be written as [[%(name)s]]"), name=key)
    if values and rows != ROWS_PROJECTS:
        fail(key, _("is not known here"))
    found = []
    for number, value in enumerate(values, 1):
        group = Table(value, f"{key}[{number}]")
        found.append(build(group))
        group.finish()
    return found


def _capital(table: Table) -> CapitalSpec:
    year = table.number("year")
    source, source_column = table.text("source"), table.heading("source_column")
    if bool(source) == bool(source_column):
        fail(table.path("source"), _("write either source or source_column"))
    unit = _unit(table, "unit")
    style = _STYLES[table.text("number_style", "", _STYLES)]
    columns = {
        target: Column(column=table.heading(target), unit=unit, style=style)
        for target in FIGURES
        if table.has(target)
    }
    if not columns:
        fail(table.path("planned"), _("is missing"))
    for target, column in columns.items():
        if bool(year) == (YEAR in plain(column.column)):
            message = _("write the year as year = 2025, or as {year} in the heading")
            fail(table.path(target), message)
    if year and not FIRST_YEAR <= year <= LAST_YEAR:
        fail(table.path("year"), _("is no year"))
    if source_column:
        columns["source"] = Column(column=source_column, values=table.values("sources"))
    return CapitalSpec(columns, year, source, table.flag("optional"))


def _decision(table: Table) -> DecisionSpec:
    kind = table.text("kind", DecisionKind.APPROVAL.value, DecisionKind.values)
    columns = {
        target: Column(column=table.heading(target), optional=target != "symbol")
        for target in _DECISION_TARGETS
        if table.has(target)
    }
    if "symbol" not in columns:
        fail(table.path("symbol"), _("is missing"))
    return DecisionSpec(columns, kind, table.flag("optional"))


#: The mappings of tables of projects.
PROJECT_MAPPINGS: Final = MappingFormat(
    build=_mapping, targets=PROJECT_TARGETS, shipped=Shipped("govportal_wagtail.investment")
)
