"""The query string of a document list, read once and checked: what is wanted, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ... import conf
from ...core.dates import read
from ...core.vietnamese import normalise
from ..models import Normativity, Validity

#: Parameters that narrow a list to one value each, in the order in which facets are shown.
FACETS: tuple[str, ...] = (
    "type",
    "issuer",
    "field",
    "year",
    "status",
    "normativity",
    "signer",
)
SORTS: dict[str, str | Promise] = {
    "newest": _("Newest first"),
    "oldest": _("Oldest first"),
    "number": _("By number"),
    "recent": _("Recently published"),
}
DEFAULT_SORT = "newest"
LONGEST_VALUE = 255


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a reader asked of a list; values that cannot be understood are in ``errors``."""

    text: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    issued_from: date | None = None
    issued_to: date | None = None
    sort: str = DEFAULT_SORT
    errors: Mapping[str, str | Promise] = field(default_factory=dict)

    @classmethod
    def from_parameters(cls, parameters: QueryDict) -> ListQuery:
        """Read a query string; unknown parameters are ignored, wrong values are errors."""
        errors: dict[str, str | Promise] = {}
        chosen = {}
        for name in FACETS:
            value = _cleaned(parameters.get(name, ""))
            if value and _is_possible(name, value):
                chosen[name] = value
            elif value:
                errors[name] = _("This value is not understood.")
        dates = {name: _date(parameters, name, errors) for name in ("issued_from", "issued_to")}
        if (
            dates["issued_from"]
            and dates["issued_to"]
            and dates["issued_from"] > dates["issued_to"]
        ):
            errors["issued_to"] = _("The last day is before the first day.")
        sort = parameters.get("sort", DEFAULT_SORT)
        if sort not in SORTS:
            errors["sort"] = _("This value is not understood.")
        return cls(
            text=_cleaned(parameters.get("query", ""))[: conf.SEARCH_QUERY_LENGTH],
            chosen=chosen,
            sort=sort if sort in SORTS else DEFAULT_SORT,
            errors=errors,
            **dates,
        )

    def narrows(self, *, except_for: str = "") -> bool:
        """Whether anything is left out of the list, one facet not looked at."""
        others = self.chosen.keys() - {except_for}
        return bool(self.text or self.issued_from or self.issued_to or others)

    def choosing(self, name: str, value: str) -> ListQuery:
        """The same question with one facet set; an empty value removes it."""
        chosen = {key: old for key, old in self.chosen.items() if key != name}
        if value:
            chosen[name] = value
        return replace(self, chosen=chosen)

    def encode(self) -> str:
        """The canonical query string, with its question mark; empty for the bare list."""
        pairs: list[tuple[str, str]] = [("query", self.text)] if self.text else []
        pairs += [(name, self.chosen[name]) for name in FACETS if name in self.chosen]
        if self.issued_from:
            pairs.append(("issued_from", self.issued_from.isoformat()))
        if self.issued_to:
            pairs.append(("issued_to", self.issued_to.isoformat()))
        if self.sort != DEFAULT_SORT:
            pairs.append(("sort", self.sort))
        return f"?{urlencode(pairs)}" if pairs else ""


def _cleaned(value: str) -> str:
    return normalise(value.replace("\x00", "")).strip()


def _is_possible(name: str, value: str) -> bool:
    if len(value) > LONGEST_VALUE:
        return False
    if name == "year":
        return value.isascii() and value.isdigit() and len(value) == 4
    if name == "status":
        return value in Validity.values
    if name == "normativity":
        return value in Normativity.values
    return True


def _date(parameters: QueryDict, name: str, errors: dict[str, str | Promise]) -> date | None:
    text = _cleaned(parameters.get(name, ""))
    if not text:
        return None
    found = read(text)
    if found is None:
        errors[name] = _("This is not a date.")
    return found
