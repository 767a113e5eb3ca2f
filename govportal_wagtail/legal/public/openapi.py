"""The OpenAPI description of the read API."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ... import __version__, conf
from ...core.openapi import parameter
from ...core.search import openapi as search_description
from ..models import Normativity, Validity
from .api import ENDPOINT
from .api_fields import LEGAL_DOCUMENT

_TEXT = {"type": "string"}
_DATE = {"type": ["string", "null"], "format": "date"}
_RECORD = {"type": "object", "properties": {"code": _TEXT, "name": _TEXT}}
_SPECIAL: dict[str, Any] = {
    "number": {"type": ["integer", "null"]},
    "year": {"type": ["integer", "null"]},
    "summary_procedure": {"type": "boolean"},
    "is_draft": {"type": "boolean"},
    "issued_on": _DATE,
    "effective_on": _DATE,
    "expires_on": _DATE,
    "gazette_date": _DATE,
    "doc_type": _RECORD,
    "issuer": _RECORD,
    "administrative_fields": {"type": "array", "items": _RECORD},
    "files": {"type": "array", "items": {"type": "object"}},
    "normativity": {"type": "string", "enum": Normativity.values},
    "status": {"type": "string", "enum": Validity.values},
}


@require_safe
def openapi_view(request: HttpRequest) -> JsonResponse:
    """The description as JSON."""
    return JsonResponse(description(request), json_dumps_params={"ensure_ascii": False})


def description(request: HttpRequest) -> dict[str, Any]:
    """The description of every address of the read API, that of the search included."""
    base = reverse(f"govportal_api:{ENDPOINT}:listing")
    one = [parameter("id", {"type": "integer"}, _("Number of the document"), place="path")]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Read API"),
            "version": __version__,
            "license": {"name": conf.API_LICENCE, "url": conf.API_LICENCE},
        },
        "servers": [{"url": request.build_absolute_uri("/").rstrip("/")}],
        "paths": {
            **search_description.paths(),
            base: _operation("listDocuments", _("Documents that match"), _list_parameters(), _LIST),
            f"{base}{{id}}/": _operation("getDocument", _("One document"), one, _DOCUMENT),
            f"{base}{{id}}/relations/": _operation(
                "getRelations", _("Relations of a document"), one, {"type": "object"}
            ),
            f"{base}{{id}}/articles/": _operation(
                "getArticles", _("Articles, clauses and points"), one, {"type": "object"}
            ),
        },
        "components": {"schemas": {"Document": _document_schema(), **search_description.schemas()}},
    }


_DOCUMENT = {"$ref": "#/components/schemas/Document"}
_LIST = {
    "type": "object",
    "properties": {
        "meta": {"type": "object", "properties": {"total_count": {"type": "integer"}}},
        "items": {"type": "array", "items": _DOCUMENT},
    },
}


def _document_schema() -> dict[str, Any]:
    names = [field.name for field in LEGAL_DOCUMENT]
    properties = {name: _SPECIAL.get(name, _TEXT) for name in names}
    return {
        "type": "object",
        "properties": {"id": {"type": "integer"}, "title": _TEXT, **properties},
    }


def _list_parameters() -> list[dict[str, Any]]:
    text = {"type": "string"}
    plain = {
        "query": _("Number and symbol, or words of the document"),
        "doc_type": _("Code of the document type"),
        "issuer": _("Code of the issuing body"),
        "field": _("Code of the field of administration"),
        "signer": _("Who signed"),
        "order": _("Field to order by, with a minus for descending"),
        "fields": _("Fields to return, separated by commas; * for all"),
    }
    typed: dict[str, tuple[dict[str, Any], str]] = {
        "year": ({"type": "integer"}, _("Year")),
        "status": ({"type": "string", "enum": Validity.values}, _("Validity today")),
        "normativity": ({"type": "string", "enum": Normativity.values}, _("Kind of document")),
        "issued_from": ({"type": "string", "format": "date"}, _("Issued from")),
        "issued_to": ({"type": "string", "format": "date"}, _("Issued until")),
        "limit": ({"type": "integer", "maximum": 20}, _("Rows on a page")),
        "offset": ({"type": "integer"}, _("Rows to skip")),
    }
    parameters = [parameter(name, text, label) for name, label in plain.items()]
    return parameters + [parameter(name, schema, label) for name, (schema, label) in typed.items()]


def _operation(
    code: str, summary: str, parameters: list[dict[str, Any]], schema: dict[str, Any]
) -> dict[str, Any]:
    answer = {"description": summary, "content": {"application/json": {"schema": schema}}}
    responses = {"200": answer}
    if any(parameter["in"] == "path" for parameter in parameters):
        responses["404"] = {"description": _("Not found")}
    else:
        responses["400"] = {"description": _("A parameter is not understood")}
    responses["429"] = {"description": _("Too many requests")}
    operation = {"operationId": code, "summary": summary, "parameters": parameters}
    return {"get": operation | {"responses": responses}}
