"""The address of a search: its query string, read once and checked, and written again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_content_languages

from ..dates import read as date_of
from ..vietnamese import normalise
from .query import cleaned

__all__ = ["DATES", "DEFAULT_ORDER", "FILTERS", "ORDERS", "Question", "date_of"]

#: Parameters that narrow a result to one value each.
FILTERS: Final = ("category", "agency", "year", "site")
DATES: Final = ("from", "to")
ORDERS: Final[dict[str, str | Promise]] = {
    "relevance": _("By relevance"),
    "date": _("Newest first"),
}
DEFAULT_ORDER: Final = "relevance"
_LONGEST_VALUE: Final = 255


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asked; ``errors`` has a message for each date that is none.

    ``dates`` are as typed, so that a wrong one can be corrected.
    """

    text: str = ""
    kind: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    order: str = DEFAULT_ORDER
    across: bool = False
    language: str = ""
    errors: Mapping[str, str | Promise] = field(default_factory=dict)

    @classmethod
    def from_parameters(cls, parameters: QueryDict) -> Question:
        """Read a query string; what is not known is left out."""
        values = {name: _value(parameters.get(name, "")) for name in (*FILTERS, *DATES)}
        language = parameters.get("language", "")
        order = parameters.get("order", "")
        dates = {name: values[name] for name in DATES if values[name]}
        return cls(
            text=cleaned(parameters.get("query", "")),
            kind=_value(parameters.get("type", "")),
            chosen={name: values[name] for name in FILTERS if values[name]},
            dates=dates,
            order=order if order in ORDERS else DEFAULT_ORDER,
            across=parameters.get("across", "") == "1",
            language=language if language in get_content_languages() else "",
            errors=_errors(dates),
        )

    @property
    def types(self) -> tuple[str, ...] | None:
        """The kinds of content to look through; None for all."""
        return (self.kind,) if self.kind else None

    @property
    def filters(self) -> dict[str, str]:
        """What narrows the result, dates as ISO dates; not to be asked where there are errors."""
        days = {name: date_of(text) for name, text in self.dates.items()}
        return {**self.chosen, **{name: day.isoformat() for name, day in days.items() if day}}

    @property
    def narrows(self) -> bool:
        """Whether anything but the text decides what is found."""
        return bool(self.kind or self.chosen or self.dates)

    def choosing(self, name: str, value: str) -> Question:
        """Return the same question with one filter set; an empty value removes it."""
        if name in DATES:
            return replace(self, dates=_with(self.dates, name, value))
        chosen = _with(self.chosen, name, value)
        return replace(self, chosen=chosen)

    def of_kind(self, kind: str) -> Question:
        """Return the same question for one kind of content, whose categories are its own."""
        return replace(self, kind=kind, chosen=_with(self.chosen, "category", ""))

    def everywhere(self, *, across: bool) -> Question:
        """Return the same question for one site, or for all sites of the portal."""
        return replace(self, across=across, chosen=_with(self.chosen, "site", ""))

    def in_order(self, order: str) -> Question:
        """Return the same question with its result in another order."""
        return replace(self, order=order)

    def without_filters(self) -> Question:
        """Return the text alone, where it was asked."""
        return replace(self, kind="", chosen={}, dates={})

    def pairs(self, *, leave_out: Iterable[str] = ()) -> list[tuple[str, str]]:
        """Return the parameters as they stand in an address, in one order."""
        found = [
            ("query", self.text),
            ("type", self.kind),
            *((name, self.chosen.get(name, "")) for name in FILTERS),
            *((name, self.dates.get(name, "")) for name in DATES),
            ("order", self.order if self.order != DEFAULT_ORDER else ""),
            ("across", "1" if self.across else ""),
            ("language", self.language),
        ]
        skipped = set(leave_out)
        return [(name, value) for name, value in found if value and name not in skipped]

    def encode(self) -> str:
        """Return the query string with its question mark."""
        return f"?{urlencode(self.pairs())}"


def _errors(dates: Mapping[str, str]) -> dict[str, str | Promise]:
    days = {name: date_of(text) for name, text in dates.items()}
    errors: dict[str, str | Promise] = {
        name: _("Enter a date, for example 31/12/2026.") for name, day in days.items() if not day
    }
    first, last = days.get("from"), days.get("to")
    if first and last and first > last:
        errors["to"] = _("The last day is before the first day.")
    return errors


def _value(text: str) -> str:
    return normalise(text)[:_LONGEST_VALUE].strip()


def _with(values: Mapping[str, str], name: str, value: str) -> dict[str, str]:
    kept = {key: old for key, old in values.items() if key != name}
    return {**kept, name: value} if value else kept
