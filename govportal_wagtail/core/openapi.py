"""Pieces of OpenAPI descriptions."""

from __future__ import annotations

from typing import Any


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
