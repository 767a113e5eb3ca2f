"""The query string of a list of answers, read once: which words, which topic, agency and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from ... import conf
from ...core.vietnamese import normalise

__all__ = ["FILTERS", "ListQuery"]

#: Parameters that narrow a list, each with what the search calls it.
FILTERS: Final = {"topic": "category", "agency": "agency", "year": "year"}
_LONGEST_VALUE: Final = 80


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a reader asked of a list. A value that nothing has leaves nothing."""

    text: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_parameters(cls, parameters: QueryDict) -> ListQuery:
        """Read a query string; unknown parameters are ignored."""
        values = {name: _cleaned(parameters.get(name, ""))[:_LONGEST_VALUE] for name in FILTERS}
        return cls(
            text=_cleaned(parameters.get("query", ""))[: conf.SEARCH_QUERY_LENGTH],
            chosen={name: value for name, value in values.items() if value},
        )

    @property
    def narrows(self) -> bool:
        """Whether anything is left out of the list."""
        return bool(self.text or self.chosen)

    @property
    def filters(self) -> dict[str, str]:
        """What narrows the list, by the names that the search has for it."""
        return {FILTERS[name]: value for name, value in self.chosen.items()}

    def choosing(self, name: str, value: str) -> ListQuery:
        """The same question with one filter set; an empty value removes it."""
        chosen = {key: old for key, old in self.chosen.items() if key != name}
        if value:
            chosen[name] = value
        return replace(self, chosen=chosen)

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters as they stand in an address, in one order."""
        found = [("query", self.text)] if self.text else []
        return found + [(name, self.chosen[name]) for name in FILTERS if name in self.chosen]

    def encode(self) -> str:
        """The query string, with its question mark; empty for the bare list."""
        return f"?{urlencode(self.pairs())}" if self.pairs() else ""


def _cleaned(value: str) -> str:
    return normalise(value.replace("\x00", "")).strip()
