"""What public lists with filters share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from .registries import Label


class Narrowed(Protocol):
    """The query of a list, by which parameters it is narrowed."""

    @property
    def chosen(self) -> Mapping[str, str]:
        """The values by parameter."""

    def choosing(self, name: str, value: str) -> Any:
        """The same query with one filter set; an empty value removes it."""


def active_filters(
    query: Narrowed, facets: Iterable[Mapping[str, Any]], headings: Mapping[str, Label]
) -> list[dict[str, Any]]:
    """What narrows a list, in words, each with the address of the list without it."""
    labels = {
        (facet["code"], str(option["value"])): option["label"]
        for facet in facets
        for option in facet["options"]
    }
    return [
        {
            "label": headings[name],
            "value": labels.get((name, value), value),
            "remove_url": query.choosing(name, "").encode() or "?",
        }
        for name, value in query.chosen.items()
    ]
