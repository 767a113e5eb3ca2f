"""The public projects of a register as plain values, by the codes of the columns of the open data.

The number of queries for a stretch of projects does not depend on how many are in it. Only what is
published is read: entries of the register, and rows of live pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from django.http import HttpRequest
from wagtail.models import Page

from ... import conf
from ..models import (
    BiddingPackage,
    InvestmentProjectPage,
    ProjectDecision,
    ProjectEntry,
    ProjectMoney,
    ProjectState,
)
from ..models.register import ProjectEntryQuerySet
from ..money import rate

__all__ = [
    "Project",
    "part_rows",
    "plain",
    "project_rows",
    "projects",
    "row_of",
    "rows_of_parts",
]

_STRETCH: Final = 500
#: What lists do not need and open data tells; columns with the names of the fields of the page.
_OF_PAGE: Final = (
    *("status_note", "progress_on", "board_name", "latitude", "longitude", "scale"),
    *("land_area", "land_use", "incentives", "call_terms", "source_url"),
)
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Project:
    """A published project: its entry, more of its page, and the rows that belong to it."""

    entry: ProjectEntry
    page: Mapping[str, Any]
    parts: Mapping[str, list[_Row]] = field(default_factory=dict)


def projects(
    entries: ProjectEntryQuerySet, *, parts: Collection[str] = (), fields: Collection[str] = ()
) -> Iterator[Project]:
    """The projects of the entries in their order, at most ``GOVPORTAL_EXPORT_MAX_ROWS``.

    ``parts`` are codes of tables that come along; ``fields`` names more fields of the page.
    """
    wanted = entries.select_related("field", "investor", "locale").prefetch_related("communes")
    rows = wanted[: conf.EXPORT_MAX_ROWS].iterator(chunk_size=_STRETCH)
    while stretch := list(islice(rows, _STRETCH)):
        keys = [entry.pk for entry in stretch]
        pages = _pages(keys, fields)
        found = {code: rows_of_parts(code, keys) for code in parts}
        for entry in stretch:
            own = {code: rows_by_key.get(entry.pk, []) for code, rows_by_key in found.items()}
            yield Project(entry, pages.get(entry.pk, {}), own)


def project_rows(
    entries: ProjectEntryQuerySet, request: HttpRequest, *, parts: Collection[str] = ()
) -> Iterator[_Row]:
    """Each project by the codes of its columns, the rows of ``parts`` under their codes."""
    for project in projects(entries, parts=parts):
        yield row_of(project, request) | dict(project.parts)


def part_rows(entries: ProjectEntryQuerySet, code: str) -> Iterator[_Row]:
    """The rows of one table of all projects, each with the keys of its project."""
    for project in projects(entries, parts=(code,)):
        entry = project.entry
        keys = {
            "project_id": entry.pk,
            "project_code": entry.code,
            "project_name": entry.title,
        }
        for row in project.parts[code]:
            yield keys | row


def rows_of_parts(code: str, keys: list[int]) -> dict[int, list[_Row]]:
    """The rows of one table by the keys of their projects; one query.

    Raises:
        KeyError: for a code of no table.
    """
    return _READERS[code](keys)


def row_of(project: Project, request: HttpRequest) -> _Row:
    """A project by the codes of the columns; labels in the active language."""
    entry = project.entry
    return {
        "id": entry.pk,
        "code": entry.code,
        "other_codes": entry.other_codes,
        "name": entry.title,
        "objective": entry.objective,
        "field_code": entry.field.code if entry.field else "",
        "field": entry.field.localized_name if entry.field else "",
        **_chosen(entry, "kind", "group", "status"),
        "status_since": entry.status_since,
        "progress": entry.progress,
        **{name: getattr(entry, name) for name in _PERIODS},
        "investor_code": entry.investor.code if entry.investor else "",
        "investor": entry.investor_label,
        **_communes(entry),
        "place": entry.place,
        "total_investment": entry.total_investment,
        **_chosen(entry, "funding"),
        "donor": entry.donor,
        "planned": entry.planned,
        "allocated": entry.allocated,
        "disbursed": entry.disbursed,
        "disbursement_rate": rate(entry.rate_disbursed, entry.rate_planned),
        "call_until": entry.call_until,
        "language": entry.locale.language_code,
        "updated": entry.content_at,
        "revised_on": entry.revised_on,
        "url": _uri(entry, request),
        **{_NAMES.get(name, name): project.page.get(name) for name in _OF_PAGE},
    }


def plain(value: Any) -> Any:
    """The value as JSON has it: a decimal is a number there too."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return float(value) if isinstance(value, Decimal) else value


_PERIODS: Final = ("planned_start", "planned_end", "actual_start", "actual_end")
_NAMES: Final = {"board_name": "board"}


def _chosen(row: Any, *names: str) -> _Row:
    """The code of each choice, and what it says in words."""
    found: _Row = {}
    for name in names:
        found[f"{name}_code"] = getattr(row, name)
        found[name] = str(getattr(row, f"get_{name}_display")())
    return found


def _uri(entry: ProjectEntry, request: HttpRequest) -> str:
    """The address of a project with the host of its site, whatever the host that was asked."""
    page = Page(pk=entry.pk, url_path=entry.url_path)
    return page.get_full_url(request) or ""


def _communes(entry: ProjectEntry) -> _Row:
    communes = sorted(entry.communes.all(), key=lambda each: each.code)
    return {
        "commune_codes": [each.code for each in communes],
        "communes": [each.localized_name for each in communes],
    }


def _pages(keys: list[int], fields: Collection[str]) -> dict[int, _Row]:
    found = InvestmentProjectPage.objects.filter(pk__in=keys, live=True).order_by()
    return {row["pk"]: row for row in found.values("pk", *_OF_PAGE, *fields)}


def _capital(keys: list[int]) -> dict[int, list[_Row]]:
    rows = ProjectMoney.objects.filter(entry__in=keys).select_related("source")
    return _by_project(
        rows.order_by("entry", "year", "source__sort_order", "source__code"),
        "entry_id",
        lambda row: {
            "year": row.year,
            "source_code": row.source.code,
            "source": row.source.localized_name,
            "planned": row.planned,
            "allocated": row.allocated,
            "disbursed": row.disbursed,
        },
    )


def _decisions(keys: list[int]) -> dict[int, list[_Row]]:
    names = ("symbol", "issued_on", "issuer", "abstract", "adjusts")
    return _by_project(
        ProjectDecision.objects.filter(page__in=keys, page__live=True).order_by(
            "page", "sort_order", "pk"
        ),
        "page_id",
        lambda row: _chosen(row, "kind") | {name: getattr(row, name) for name in names},
    )


def _packages(keys: list[int]) -> dict[int, list[_Row]]:
    names = (
        *("planned_for", "price", "notice", "notice_url", "contractor"),
        *("result", "decision", "signed_on", "duration"),
    )
    return _by_project(
        BiddingPackage.objects.filter(page__in=keys, page__live=True).order_by(
            "page", "sort_order", "pk"
        ),
        "page_id",
        lambda row: {
            "package_code": row.code,
            "package": row.name,
            **_chosen(row, "selection", "state"),
            **{name: getattr(row, name) for name in names},
        },
    )


def _states(keys: list[int]) -> dict[int, list[_Row]]:
    return _by_project(
        ProjectState.objects.filter(page__in=keys, page__live=True).order_by("page", "since", "pk"),
        "page_id",
        lambda row: _chosen(row, "status") | {"since": row.since, "note": row.note},
    )


def _by_project(rows: Any, key: str, told: Callable[[Any], _Row]) -> dict[int, list[_Row]]:
    found: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(told(row))
    return found


_READERS: Final[dict[str, Callable[[list[int]], dict[int, list[_Row]]]]] = {
    "capital": _capital,
    "decisions": _decisions,
    "packages": _packages,
    "states": _states,
}
