"""What the OpenAPI description of the read API says of posted weeks."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from ...core.openapi import DAY, NUMBER, TEXT, list_operation, one_operation, paging, parameter
from ...core.registries import ApiPart
from ..vocabulary import ItemStatus, Session
from .api import ENDPOINT, FIELDS

__all__ = ["WEEKS", "paths", "schemas"]

_CLOCK: Final = {"type": ["string", "null"], "pattern": "^[0-2][0-9]:[0-5][0-9]$"}
_RECORD: Final = {"type": "object", "properties": {"code": TEXT, "name": TEXT}}
_PEOPLE: Final = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": TEXT, "person": {"type": ["integer", "null"]}},
    },
}
_ITEM: Final[dict[str, Any]] = {
    "uid": {"type": "string", "format": "uuid"},
    "date": DAY,
    "session": {"type": "string", "enum": list(Session.values)},
    "starts_at": _CLOCK,
    "ends_at": _CLOCK,
    **dict.fromkeys(("content", "place"), TEXT),
    "chairs": _PEOPLE,
    "chairs_text": TEXT,
    "participants": _PEOPLE,
    **dict.fromkeys(("participants_text", "preparing", "requester"), TEXT),
    "status": {"type": "string", "enum": list(ItemStatus.values)},
    "is_busy": {"type": "boolean"},
    "reason": TEXT,
    "changed_at": {"type": "string", "format": "date-time"},
}
_SPECIAL: Final[dict[str, Any]] = {
    "monday": DAY,
    "schedule": {
        "type": "object",
        "properties": {"id": {"type": "integer"}, "title": TEXT, "agency": _RECORD},
    },
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/ScheduleItem"}},
}
_WEEK: Final = {"$ref": "#/components/schemas/ScheduleWeek"}


def paths() -> dict[str, Any]:
    """Return the addresses of posted weeks."""
    base = reverse(f"govportal_schedules_api:{ENDPOINT}:listing")
    return {
        base: list_operation(
            "listScheduleWeeks", _("Posted weeks of working schedules"), _filters(), _WEEK
        ),
        f"{base}{{id}}/": one_operation(
            "getScheduleWeek",
            _("One posted week with its items"),
            _("Number of the posted week"),
            _WEEK,
        ),
    }


def schemas() -> dict[str, Any]:
    """Return the shapes of a posted week and of an item."""
    fields = {field.name: _SPECIAL.get(field.name, TEXT) for field in FIELDS}
    week = {"id": {"type": "integer"}, "title": TEXT, **fields}
    return {
        "ScheduleWeek": {"type": "object", "properties": week},
        "ScheduleItem": {"type": "object", "properties": _ITEM},
    }


def _filters() -> list[dict[str, Any]]:
    described: dict[str, tuple[dict[str, Any], str]] = {
        "from": (DAY, _("Weeks that end on this day or later")),
        "until": (DAY, _("Weeks that begin on this day or earlier")),
        "agency": (NUMBER, _("Number of the agency")),
        **paging(),
    }
    return [parameter(name, *rest) for name, rest in described.items()]


WEEKS: Final = ApiPart("schedules", paths, schemas)
