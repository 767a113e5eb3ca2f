"""What the results page shows of a result: tabs, facets, filters in use, lines, ways out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, overload

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy

from ..dates import written
from ..registries import search_sources
from .question import DATES, FILTERS, ORDERS, Question, date_of
from .results import Facet, Hit, Option, PartHit, Results
from .scope import LABELS

__all__ = ["Line", "Lines", "active_filters", "facets", "kinds", "orders", "scopes"]

#: Options of one facet that are shown; the chosen one always is.
SHOWN_OPTIONS: Final = 40
_KINDS: Final = "type"
_HEADINGS: Final[dict[str, str | Promise]] = {
    **LABELS,
    "from": pgettext_lazy("filter", "From"),
    "to": pgettext_lazy("filter", "Until"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One hit with its addresses, and the name of its site where several are searched."""

    hit: Hit
    url: str
    site_name: str = ""

    @property
    def parts(self) -> list[tuple[PartHit, str]]:
        """The best parts of the page, each with its address."""
        return [(part, f"{self.url}{part.url_fragment}") for part in self.hit.parts]


class Lines(Sequence[Line]):
    """All lines of a result for a paginator; only those that were asked for are there."""

    def __init__(self, lines: Sequence[Line], *, offset: int, total: int) -> None:
        """``lines`` begin at ``offset``."""
        self._lines = lines
        self._offset = offset
        self._total = total

    @classmethod
    def of(
        cls, results: Results, request: HttpRequest, *, offset: int, names: Mapping[int, str]
    ) -> Lines:
        """Make lines of hits; ``names`` are those of sites, by key."""
        lines = [
            Line(hit, hit.get_url(request), names.get(hit.site_id or 0, "")) for hit in results.hits
        ]
        return cls(lines, offset=offset, total=results.total)

    def __len__(self) -> int:
        return self._total

    @overload
    def __getitem__(self, index: int) -> Line: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Line]: ...

    def __getitem__(self, index: int | slice) -> Line | Sequence[Line]:
        """Lines by their place in the whole result."""
        if isinstance(index, int):
            return self._lines[index - self._offset]
        start, stop, _step = index.indices(self._total)
        return self._lines[max(start - self._offset, 0) : max(stop - self._offset, 0)]


def kinds(results: Results, question: Question) -> list[dict[str, Any]]:
    """Return the kinds of content as tabs, the first for all; none where there is one at most."""
    options = sorted(_options(results, _KINDS), key=_place_of_kind)
    shown = [option for option in options if option.count or option.value == question.kind]
    if len(shown) < 2 and not question.kind:
        return []
    total = sum(option.count for option in options)
    tabs = [("", gettext("Everything"), total)]
    tabs += [(option.value, option.label, option.count) for option in shown]
    return [
        {
            "code": code,
            "label": label,
            "count": count,
            "url": question.of_kind(code).encode(),
            "active": code == question.kind,
        }
        for code, label, count in tabs
    ]


def facets(results: Results, question: Question) -> list[dict[str, Any]]:
    """Return the other facets, each with its options; those with nothing to choose are left out."""
    return [
        {
            "code": facet.name,
            "label": facet.label or _HEADINGS.get(facet.name, facet.name),
            "options": [_option(facet.name, option, question) for option in _shown(facet)],
            "more": len(facet.options) > SHOWN_OPTIONS,
        }
        for facet in results.facets
        if facet.name in FILTERS and _is_choice(facet, question)
    ]


def active_filters(results: Results | None, question: Question) -> list[dict[str, Any]]:
    """Return the filters in use, with what they are called and how each is removed."""
    found = {facet.name: facet for facet in (results.facets if results else ())}
    rows = []
    for name, value in question.chosen.items():
        facet = found.get(name)
        labels = {option.value: option.label for option in facet.options} if facet else {}
        heading = (facet.label if facet else "") or _HEADINGS[name]
        rows.append((name, heading, labels.get(value, value)))
    for name in DATES:
        text = question.dates.get(name, "")
        day = date_of(text)
        if text:
            rows.append((name, _HEADINGS[name], written(day) or text))
    return [
        {"label": label, "value": value, "remove_url": question.choosing(name, "").encode()}
        for name, label, value in rows
    ]


def orders(question: Question) -> list[dict[str, Any]]:
    """Return the orders a result may have, as links."""
    return [
        {
            "value": code,
            "label": label,
            "url": question.in_order(code).encode(),
            "active": code == question.order,
        }
        for code, label in ORDERS.items()
    ]


def scopes(question: Question, *, can_cross: bool) -> list[dict[str, Any]]:
    """Return the switch between this site and all sites of the portal; none without others."""
    if not can_cross:
        return []
    labels = ((False, gettext("This site")), (True, gettext("All sites of the portal")))
    return [
        {
            "label": label,
            "url": question.everywhere(across=across).encode(),
            "active": across == question.across,
        }
        for across, label in labels
    ]


def _options(results: Results, name: str) -> Iterable[Option]:
    return next((facet.options for facet in results.facets if facet.name == name), ())


def _place_of_kind(option: Option) -> tuple[int, str]:
    """Tabs keep their places, whatever is found."""
    source = search_sources.get(option.value)
    return (source.order if source else sys.maxsize, option.value)


def _is_choice(facet: Facet, question: Question) -> bool:
    return len(facet.options) > 1 or facet.name in question.chosen


def _shown(facet: Facet) -> list[Option]:
    return [
        option
        for position, option in enumerate(facet.options)
        if position < SHOWN_OPTIONS or option.is_active
    ]


def _option(name: str, option: Option, question: Question) -> dict[str, Any]:
    url = question.choosing(name, "" if option.is_active else option.value).encode()
    return {
        "value": option.value,
        "label": option.label,
        "count": option.count,
        "active": option.is_active,
        "url": url,
    }
