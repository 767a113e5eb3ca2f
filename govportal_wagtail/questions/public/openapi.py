"""What the OpenAPI description of the read API says of published answers."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from ...core.openapi import NUMBER, TEXT, list_operation, one_operation, paging, parameter
from ...core.registries import ApiPart
from .api import ENDPOINT, FIELDS

__all__ = ["ANSWERS", "paths", "schemas"]

_DAY: Final = {"type": ["string", "null"], "format": "date"}
_RECORD: Final = {
    "type": ["object", "null"],
    "properties": {"code": TEXT, "name": TEXT},
}
_LINKS: Final = {
    "type": "array",
    "items": {"type": "object", "properties": {"label": TEXT, "url": TEXT}},
}
_FILES: Final = {
    "type": "array",
    "items": {"type": "object", "properties": {"title": TEXT, "url": TEXT}},
}
_SPECIAL: Final[dict[str, Any]] = {
    "asked_on": _DAY,
    "answered_on": _DAY,
    "topic": _RECORD,
    "agency": _RECORD,
    "is_faq": {"type": "boolean"},
    "tags": {"type": "array", "items": TEXT},
    "citations": _LINKS,
    "files": _FILES,
}
_ANSWER: Final = {"$ref": "#/components/schemas/Answer"}


def paths() -> dict[str, Any]:
    """Return the addresses of published answers."""
    base = reverse(f"govportal_questions_api:{ENDPOINT}:listing")
    return {
        base: list_operation(
            "listAnswers", _("Published questions with their answers"), _filters(), _ANSWER
        ),
        f"{base}{{id}}/": one_operation(
            "getAnswer",
            _("One published question with its answer"),
            _("Number of the published answer"),
            _ANSWER,
        ),
    }


def schemas() -> dict[str, Any]:
    """Return the shape of a published answer."""
    fields = {field.name: _SPECIAL.get(field.name, TEXT) for field in FIELDS}
    properties = {"id": {"type": "integer"}, "title": TEXT, **fields}
    return {"Answer": {"type": "object", "properties": properties}}


def _filters() -> list[dict[str, Any]]:
    described: dict[str, tuple[dict[str, Any], str]] = {
        "query": (TEXT, _("Words of the question or the answer")),
        "topic": (TEXT, _("Code of the topic")),
        "agency": (NUMBER, _("Number of the agency")),
        "year": (NUMBER, _("Year of the answer")),
        **paging(),
    }
    return [parameter(name, *rest) for name, rest in described.items()]


ANSWERS: Final = ApiPart("questions", paths, schemas)
