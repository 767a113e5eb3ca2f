"""What the page of a register shows: a list, a table, a map, the calls, or its open data."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import InvestmentProjectPage, ProjectIndexPage
from . import links
from .list_query import CALLS, DATA, LIST, MAP, TABLE, ProjectQuery
from .listing import list_context
from .map_context import map_context

_LABELS: Final[dict[str, str | Promise]] = {
    LIST: pgettext_lazy("view of projects", "List"),
    TABLE: pgettext_lazy("view of projects", "Table"),
    MAP: pgettext_lazy("view of projects", "Map"),
    CALLS: _("Calls for investment"),
    DATA: _("Open data"),
}
#: What a call for investment says besides what the register keeps of every project.
_OF_CALLS: Final = (
    *("incentives", "call_terms", "scale", "land_area"),
    *("contact_unit", "contact_phone", "contact_email"),
)


def context(page: ProjectIndexPage, request: HttpRequest) -> dict[str, Any]:
    """What the address asks for, by its parameter ``xem``.

    Raises:
        Http404: for a page of the list that does not exist.
    """
    query = ProjectQuery.from_parameters(request.GET)
    values: dict[str, Any] = {"view": query.view, "views": _views(query)}
    if not page.pk or not page.depth:
        return {**values, "query": query}
    if query.view == DATA:
        return values | _open_data(page, request, query)
    values |= list_context(page, request, query)
    if query.view == MAP and not query.errors:
        values |= map_context(request, links.map_url(page, query))
    if query.view == CALLS and values["entries"]:
        _add_call_details(values["entries"].object_list)
    return values


def _views(query: ProjectQuery) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "label": label,
            "url": _without_status(query, code).encode() or "?",
            "active": code == query.view,
        }
        for code, label in _LABELS.items()
    ]


def _without_status(query: ProjectQuery, view: str) -> ProjectQuery:
    """The query in another view; the calls for investment all have the same status."""
    asked = query.choosing("trang-thai", "") if view == CALLS else query
    return ProjectQuery(
        asked.text, asked.chosen, asked.lowest, asked.highest, sort=asked.sort, view=view
    )


def _open_data(page: ProjectIndexPage, request: HttpRequest, query: ProjectQuery) -> dict[str, Any]:
    # Describes every column, which no other view needs.
    from . import open_data  # noqa: PLC0415

    return open_data.context(page, request, query)


def _add_call_details(entries: list[Any]) -> None:
    """Give each entry ``call``, what its page says to investors; one query for all."""
    wanted = InvestmentProjectPage.objects.filter(pk__in=[entry.pk for entry in entries])
    known = {row["pk"]: row for row in wanted.values("pk", *_OF_CALLS)}
    today = timezone.localdate()
    for entry in entries:
        entry.call = known.get(entry.pk, {})
        entry.is_closed = _is_past(entry.call_until, today)


def _is_past(day: date | None, today: date) -> bool:
    return day is not None and day < today
