"""What the OpenAPI description of the read API says of published answers."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...core.openapi import parameter
from ...core.registries import ApiPart
from .api import ENDPOINT, FIELDS

__all__ = ["ANSWERS", "paths", "schemas"]

_TEXT: Final = {"type": "string"}
_NUMBER: Final = {"type": "integer", "minimum": 0}
_DAY: Final = {"type": ["string", "null"], "format": "date"}
_RECORD: Final = {
    "type": ["object", "null"],
    "properties": {"code": _TEXT, "name": _TEXT},
}
_LINKS: Final = {
    "type": "array",
    "items": {"type": "object", "properties": {"label": _TEXT, "url": _TEXT}},
}
_FILES: Final = {
    "type": "array",
    "items": {"type": "object", "properties": {"title": _TEXT, "url": _TEXT}},
}
_SPECIAL: Final[dict[str, Any]] = {
    "asked_on": _DAY,
    "answered_on": _DAY,
    "topic": _RECORD,
    "agency": _RECORD,
    "is_faq": {"type": "boolean"},
    "tags": {"type": "array", "items": _TEXT},
    "citations": _LINKS,
    "files": _FILES,
}
_ANSWER: Final = {"$ref": "#/components/schemas/Answer"}
_REFUSALS: Final = {
    "400": gettext_lazy("A parameter is not understood"),
    "404": gettext_lazy("Not found"),
    "429": gettext_lazy("Too many requests"),
}


def paths() -> dict[str, Any]:
    """Return the addresses of published answers."""
    base = reverse(f"govportal_questions_api:{ENDPOINT}:listing")
    rows = {
        "type": "object",
        "properties": {
            "meta": {"type": "object", "properties": {"total_count": {"type": "integer"}}},
            "items": {"type": "array", "items": _ANSWER},
        },
    }
    number = parameter("id", {"type": "integer"}, _("Number of the published answer"), place="path")
    return {
        base: _operation(
            "listAnswers", _("Published questions with their answers"), _filters(), rows, "400"
        ),
        f"{base}{{id}}/": _operation(
            "getAnswer", _("One published question with its answer"), [number], _ANSWER, "404"
        ),
    }


def schemas() -> dict[str, Any]:
    """Return the shape of a published answer."""
    fields = {field.name: _SPECIAL.get(field.name, _TEXT) for field in FIELDS}
    properties = {"id": {"type": "integer"}, "title": _TEXT, **fields}
    return {"Answer": {"type": "object", "properties": properties}}


def _filters() -> list[dict[str, Any]]:
    described: dict[str, tuple[dict[str, Any], str]] = {
        "query": (_TEXT, _("Words of the question or the answer")),
        "topic": (_TEXT, _("Code of the topic")),
        "agency": (_NUMBER, _("Number of the agency")),
        "year": (_NUMBER, _("Year of the answer")),
        "order": (_TEXT, _("Field to order by, with a minus for descending")),
        "fields": (_TEXT, _("Fields to return, separated by commas; * for all")),
        "limit": ({**_NUMBER, "maximum": 20}, _("Rows on a page")),
        "offset": (_NUMBER, _("Rows to skip")),
    }
    return [parameter(name, *rest) for name, rest in described.items()]


def _operation(
    code: str,
    summary: str,
    parameters: list[dict[str, Any]],
    schema: dict[str, Any],
    refusal: str,
) -> dict[str, Any]:
    answer = {"description": summary, "content": {"application/json": {"schema": schema}}}
    refused = {status: {"description": str(_REFUSALS[status])} for status in (refusal, "429")}
    operation = {"operationId": code, "summary": summary, "parameters": parameters}
    return {"get": operation | {"responses": {"200": answer, **refused}}}


ANSWERS: Final = ApiPart("questions", paths, schemas)
