"""What the OpenAPI description of the read API says of investment projects."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from ...core.openapi import NUMBER, TEXT, list_operation, one_operation, paging, parameter
from ...core.registries import ApiPart
from ..api_fields import PROJECT
from ..models import FundingType, ProjectGroup, ProjectKind, ProjectStatus
from .api import ENDPOINT
from .columns import Column
from .part_columns import PARTS

__all__ = ["PROJECTS", "paths", "schemas"]

_RECORD: Final = {
    "type": ["object", "null"],
    "properties": {"code": TEXT, "name": TEXT},
}
_AMOUNT: Final = {"type": ["integer", "null"], "minimum": 0, "description": "VND"}
_NUMBER: Final = {"type": ["number", "null"]}
_DAY: Final = {"type": ["string", "null"], "format": "date"}
_KINDS: Final[dict[str, Any]] = {"amount": _AMOUNT, "number": _NUMBER, "date": _DAY}
_PROJECT: Final = {"$ref": "#/components/schemas/Project"}


def paths() -> dict[str, Any]:
    """Return the addresses of projects."""
    base = reverse(f"govportal_investment_api:{ENDPOINT}:listing")
    return {
        base: list_operation("listProjects", _("Public investment projects"), _filters(), _PROJECT),
        f"{base}{{id}}/": one_operation(
            "getProject",
            _("One project with its money, decisions and bidding"),
            _("Number of the project"),
            _PROJECT,
        ),
    }


def schemas() -> dict[str, Any]:
    """Return the shapes of a project and of what belongs to it."""
    special = _special()
    fields = {field.name: special.get(field.name, TEXT) for field in PROJECT}
    shapes = {_name_of(code): _object(part.columns) for code, part in PARTS.items()}
    project = {"id": {"type": "integer"}, "title": TEXT, **fields}
    return {"Project": {"type": "object", "properties": project}, **shapes}


def _special() -> dict[str, Any]:
    amounts = ("total_investment", "planned", "allocated", "disbursed")
    numbers = ("latitude", "longitude", "progress", "land_area", "disbursement_rate")
    rows = {
        code: {"type": "array", "items": {"$ref": f"#/components/schemas/{_name_of(code)}"}}
        for code in PARTS
    }
    return {
        **dict.fromkeys(amounts, _AMOUNT),
        **dict.fromkeys(numbers, _NUMBER),
        **dict.fromkeys(("progress_on", "call_until", "revised_on"), _DAY),
        **dict.fromkeys(("field", "investor"), _RECORD),
        "communes": {"type": "array", "items": {**_RECORD, "type": "object"}},
        "area": {"type": ["object", "null"], "description": "GeoJSON"},
        "status": _choice(ProjectStatus.values),
        "kind": _choice(["", *ProjectKind.values]),
        "group": _choice(["", *ProjectGroup.values]),
        "funding": _choice(["", *FundingType.values]),
        **rows,
    }


def _choice(values: list[str]) -> dict[str, Any]:
    return {"type": "string", "enum": values}


def _name_of(code: str) -> str:
    return f"Project{code.title()}"


def _object(columns: Any) -> dict[str, Any]:
    properties = {column.code: _described(column) for column in columns}
    return {"type": "object", "properties": properties}


def _described(column: Column) -> dict[str, Any]:
    return {**_KINDS.get(column.kind, TEXT), "description": str(column.description)}


def _filters() -> list[dict[str, Any]]:
    text = {
        "query": _("Words of the name, or a code"),
        "field": _("Code of the field of administration; narrower fields count"),
        "source": _("Code of the source of capital"),
        "commune": _("Code of the commune"),
        "investor": _("Code of the investor"),
    }
    described: dict[str, tuple[dict[str, Any], str]] = {
        **{name: (TEXT, label) for name, label in text.items()},
        "status": (_choice(ProjectStatus.values), _("Status")),
        "kind": (_choice(ProjectKind.values), _("Kind of project")),
        "group": (_choice(ProjectGroup.values), _("Group of projects")),
        "year": (NUMBER, _("A year in which the project runs")),
        "total_from": (NUMBER, _("Least total investment in đồng")),
        "total_to": (NUMBER, _("Largest total investment in đồng")),
        **paging(),
    }
    return [parameter(name, *rest) for name, rest in described.items()]


PROJECTS: Final = ApiPart(ENDPOINT, paths, schemas)
