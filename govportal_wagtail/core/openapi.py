"""Pieces of OpenAPI descriptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TEXT: Final = {"type": "string"}
NUMBER: Final = {"type": "integer", "minimum": 0}
DAY: Final = {"type": "string", "format": "date"}
_REFUSALS: Final = {
    "400": gettext_lazy("A parameter is not understood"),
    "404": gettext_lazy("Not found"),
    "429": gettext_lazy("Too many requests"),
}


def parameter(
    name: str, schema: dict[str, Any], label: Any, *, place: str = "query"
) -> dict[str, Any]:
    """One parameter of an address, in the query string or in the ``path``."""
    return {
        "name": name,
        "in": place,
        "required": place == "path",
        "schema": schema,
        "description": label,
    }


def paging() -> dict[str, tuple[dict[str, Any], str]]:
    """What every list of the read API takes: order, fields, limit and offset."""
    return {
        "order": (TEXT, _("Field to order by, with a minus for descending")),
        "fields": (TEXT, _("Fields to return, separated by commas; * for all")),
        "limit": ({**NUMBER, "maximum": 20}, _("Rows on a page")),
        "offset": (NUMBER, _("Rows to skip")),
    }


def list_operation(
    code: str, summary: str, filters: Sequence[dict[str, Any]], row: dict[str, Any]
) -> dict[str, Any]:
    """A list of the read API: how many rows there are, and those of the page."""
    rows = {
        "type": "object",
        "properties": {
            "meta": {"type": "object", "properties": {"total_count": {"type": "integer"}}},
            "items": {"type": "array", "items": row},
        },
    }
    return _operation(code, summary, filters, rows, "400")


def one_operation(code: str, summary: str, number: str, row: dict[str, Any]) -> dict[str, Any]:
    """One row of a list by its ``id``; ``number`` says what that is."""
    key = parameter("id", {"type": "integer"}, number, place="path")
    return _operation(code, summary, [key], row, "404")


def _operation(
    code: str,
    summary: str,
    parameters: Sequence[dict[str, Any]],
    schema: dict[str, Any],
    refusal: str,
) -> dict[str, Any]:
    answer = {"description": summary, "content": {"application/json": {"schema": schema}}}
    refused = {status: {"description": str(_REFUSALS[status])} for status in (refusal, "429")}
    operation = {"operationId": code, "summary": summary, "parameters": list(parameters)}
    return {"get": operation | {"responses": {"200": answer, **refused}}}
