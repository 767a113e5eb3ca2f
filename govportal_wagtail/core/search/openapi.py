"""The OpenAPI description of the search, for programs that call it."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ... import __version__, conf
from ..openapi import parameter
from ..registries import api_parts, search_sources
from .api import DEFAULT_LIMIT, LARGEST_LIMIT, LARGEST_OFFSET
from .question import DEFAULT_ORDER, ORDERS

__all__ = ["description", "openapi_view", "paths", "schemas"]

_TEXT: Final = {"type": "string"}
_COUNT: Final = {"type": "integer"}
_FLAG: Final = {"type": "boolean"}
_DAY: Final = {"type": "string", "format": "date"}


@require_safe
def openapi_view(request: HttpRequest) -> JsonResponse:
    """The description as JSON, where no app has an interface of its own for documents."""
    return JsonResponse(description(request), json_dumps_params={"ensure_ascii": False})


def description(request: HttpRequest) -> dict[str, Any]:
    """Return a whole description, as OpenAPI 3.1, of the search alone."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Search"),
            "version": __version__,
            "license": {"name": conf.API_LICENCE, "url": conf.API_LICENCE},
        },
        "servers": [{"url": request.build_absolute_uri("/").rstrip("/")}],
        "paths": paths(),
        "components": {"schemas": schemas()},
    }


def paths() -> dict[str, Any]:
    """Return the addresses of the search and of what apps registered, for a larger description."""
    operation = {
        "operationId": "search",
        "summary": _("Search everything that is published"),
        "parameters": _parameters(),
        "responses": {
            "200": {
                "description": _("What is found"),
                "content": _content({"$ref": "#/components/schemas/SearchResults"}),
            },
            "400": {
                "description": _("A parameter is not understood"),
                "content": _content({"$ref": "#/components/schemas/SearchError"}),
            },
            "429": {
                "description": _("Too many requests"),
                "headers": {"Retry-After": {"schema": _COUNT, "description": _("Seconds to wait")}},
            },
        },
    }
    described: dict[str, Any] = {reverse("govportal_core:search_api"): {"get": operation}}
    for each in api_parts:
        described |= each.paths()
    return described


def schemas() -> dict[str, Any]:
    """Return the shapes that these addresses answer with."""
    found = _own_schemas()
    for each in api_parts:
        found |= each.schemas()
    return found


def _own_schemas() -> dict[str, Any]:
    option = _object(value=_TEXT, label=_TEXT, count=_COUNT)
    meta = _object(
        total_count=_COUNT,
        total_is_capped=_FLAG,
        is_partial=_FLAG,
        correction=_TEXT,
        licence=_TEXT,
    )
    part = _object(title=_TEXT, url=_TEXT, snippet_html=_TEXT)
    hit = _object(
        id=_COUNT,
        type={"type": "string", "enum": [source.code for source in search_sources]},
        title=_TEXT,
        number=_TEXT,
        kind=_TEXT,
        agency=_TEXT,
        date={"type": ["string", "null"], "format": "date"},
        site=_TEXT,
        url=_TEXT,
        snippet_html=_TEXT,
        parts={"type": "array", "items": part},
    )
    options = {"type": "array", "items": option}
    errors = {"type": "object", "additionalProperties": _TEXT}
    return {
        "SearchHit": hit,
        "SearchResults": _object(
            meta=meta,
            items={"type": "array", "items": {"$ref": "#/components/schemas/SearchHit"}},
            facets={"type": "object", "additionalProperties": options},
        ),
        "SearchError": {
            "type": "object",
            "properties": {"message": _TEXT, "errors": errors},
            "required": ["message"],
        },
    }


def _parameters() -> list[dict[str, Any]]:
    codes = [source.code for source in search_sources]
    number = {"type": "integer", "minimum": 0}
    described: dict[str, tuple[dict[str, Any], str]] = {
        "query": (
            _TEXT,
            _('Words, "a phrase", -unwanted, or a number and symbol; with or without diacritics'),
        ),
        "type": ({"type": "string", "enum": codes}, _("Kind of content")),
        "category": (_TEXT, _("Code of the category, for documents of the document type")),
        "agency": (number, _("Number of the agency")),
        "year": (number, _("Year")),
        "site": (number, _("Number of the site, with across")),
        "from": (_DAY, _("Dated from")),
        "to": (_DAY, _("Dated until")),
        "order": ({"type": "string", "enum": [*ORDERS], "default": DEFAULT_ORDER}, _("Order")),
        "across": (
            {"type": "string", "enum": ["0", "1"], "default": "0"},
            _("Whether to search all sites of the portal"),
        ),
        "language": (_TEXT, _("Code of the content language; that of the site by default")),
        "limit": (
            {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT},
            _("Rows on a page"),
        ),
        "offset": ({**number, "maximum": LARGEST_OFFSET, "default": 0}, _("Rows to skip")),
    }
    return [parameter(name, schema, label) for name, (schema, label) in described.items()]


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": [*properties]}


def _content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
