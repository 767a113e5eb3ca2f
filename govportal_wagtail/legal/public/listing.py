"""The public list of a library: filters with counts, order, pages, and its template context."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ...core import caching, network
from ...core.lists import active_filters
from ...core.pagination import page_of
from ..models import RegisterEntry
from ..models.register import RegisterQuerySet
from .facets import SHOWN_OPTIONS, FoundByText, Option, by_value, options_of
from .list_query import DEFAULT_SORT, FACETS, SORTS, ListQuery

_HEADINGS: dict[str, str | Promise] = {
    "type": _("Document type"),
    "issuer": _("Issuing body"),
    "field": _("Field of administration"),
    "year": _("Year"),
    "status": _("Validity"),
    "normativity": _("Kind of document"),
    "signer": _("Signed by"),
}
_ORDERS = {
    "newest": (F("issued_on").desc(nulls_last=True), "-page_id"),
    "oldest": (F("issued_on").asc(nulls_last=True), "page_id"),
    "number": (F("year").desc(nulls_last=True), F("number").desc(nulls_last=True), "-page_id"),
    "recent": (F("published_at").desc(nulls_last=True), "-page_id"),
}


def entries_of(library: Page, *, is_open: bool | None = None) -> RegisterQuerySet:
    """Published documents of a library that its readers may see.

    ``is_open`` says whether anyone may read the library, where that is known already.
    """
    entries = RegisterEntry.objects.filter(locale_id=library.locale_id)
    reach = getattr(library, "reach", network.Reach.OWN)
    if reach == network.Reach.OWN:
        entries = entries.filter(library=library)
    else:
        # What another site keeps to itself is not shown here, whoever may read this library.
        entries = entries.filter(network.below_any(network.branches(library, reach))).public()
        scope = getattr(library, "scope", "")
        entries = entries.filter(normativity=scope) if scope else entries
    if is_open is None:
        is_open = not library.get_view_restrictions().exists()
    return entries.public() if is_open else entries


def matching(
    entries: RegisterQuerySet, query: ListQuery, *, leave_out: str = ""
) -> RegisterQuerySet:
    """Entries that match a query, optionally without one of its facets."""
    entries = entries.with_status(on=timezone.localdate())
    if query.text:
        entries = entries.search(query.text)
    if query.issued_from:
        entries = entries.filter(issued_on__gte=query.issued_from)
    if query.issued_to:
        entries = entries.filter(issued_on__lte=query.issued_to)
    for name, value in query.chosen.items():
        if name != leave_out:
            entries = by_value(entries, name, value)
    return entries


def ordered(entries: RegisterQuerySet, query: ListQuery) -> RegisterQuerySet:
    """Entries in the order asked for; by default the best match of a text stands first."""
    order = _ORDERS[query.sort]
    if query.text and query.sort == DEFAULT_SORT:
        return entries.order_by("rank", *order)  # type: ignore[misc]
    return entries.order_by(*order)


def facets_of(
    query: ListQuery, options_by_name: Callable[[str], list[Option]], *, hidden: set[str]
) -> list[dict[str, Any]]:
    """Each facet with its options; an option counts what all other filters leave."""
    facets = []
    for name in FACETS:
        if name in hidden:
            continue
        options = options_by_name(name)
        chosen = query.chosen.get(name, "")
        if len(options) > 1 or chosen:
            shown = [
                option
                for position, option in enumerate(options)
                if position < SHOWN_OPTIONS or option.value == chosen
            ]
            facets.append(
                {
                    "code": name,
                    "label": _HEADINGS[name],
                    "options": [_option(name, option, query) for option in shown],
                    "more": len(options) > SHOWN_OPTIONS,
                }
            )
    return facets


def _option(name: str, option: Option, query: ListQuery) -> dict[str, Any]:
    active = option.value == query.chosen.get(name, "")
    url = query.choosing(name, "" if active else option.value).encode() or "?"
    return {
        "value": option.value,
        "label": option.label,
        "count": option.number,
        "active": active,
        "url": url,
    }


def _counting(
    base: RegisterQuerySet, query: ListQuery, found: object, kept: Callable[..., list[Option]]
) -> Callable[[str], list[Option]]:
    """How to count a facet: from what a text found, from what is kept, or in the database."""

    def count(name: str) -> list[Option]:
        chosen = query.chosen.get(name, "")
        if isinstance(found, FoundByText) and name != "field":
            return found.options(name)
        if not query.narrows(except_for=name):
            options = kept(name, lambda: options_of(matching(base, ListQuery()), name))
            if not chosen or any(option.value == chosen for option in options):
                return options
        return options_of(matching(base, query, leave_out=name), name, chosen)

    return count


def _keeping(
    library: Page, request: HttpRequest, *, is_open: bool
) -> Callable[[str, Callable[[], list[Option]]], list[Option]]:
    """Keeps the counts of a whole library until its site changes, or the day."""
    site_id = caching.site_id_of(request)
    # Who may see what, the day that validity follows from, and the language of the labels.
    circumstances = ("open" if is_open else "closed", timezone.localdate(), get_language())

    def keep(name: str, build: Callable[[], list[Option]]) -> list[Option]:
        if site_id is None:
            return build()
        key = "-".join(map(str, ("facet", name, library.pk, *circumstances)))
        return caching.remember(site_id, key, build)

    return keep


def list_context(library: Page, request: HttpRequest) -> dict[str, Any]:
    """Template context of a library's list; the number of queries does not depend on its size.

    Raises:
        Http404: for a page of the list that does not exist.
    """
    query = ListQuery.from_parameters(request.GET)
    is_open = not library.get_view_restrictions().exists()
    entries, facets = None, []
    if not query.errors:
        base = entries_of(library, is_open=is_open)
        found = _found(base, query)
        entries = page_of(found, request)
        hidden = {"normativity"} if getattr(library, "scope", "") else set()
        kept = _keeping(library, request, is_open=is_open)
        facets = facets_of(query, _counting(base, query, found, kept), hidden=hidden)
    rows = network.address(entries.object_list, request) if entries else []
    if entries:
        entries.object_list = rows
    return {
        "entries": entries,
        "facets": facets,
        "active_filters": active_filters(query, facets, _HEADINGS),
        "query": query.text,
        "errors": _named_errors(query),
        "sort": query.sort,
        "sort_options": [
            {
                "value": code,
                "label": label,
                "url": _sorted_by(query, code),
                "active": code == query.sort,
            }
            for code, label in SORTS.items()
        ],
        "total": entries.paginator.count if entries else 0,
        "clear_url": library.get_url(request) or "?",
        "columns_shown": _columns(rows),
        **_links(library, query, is_open=is_open),
    }


def _found(base: RegisterQuerySet, query: ListQuery) -> RegisterQuerySet | FoundByText:
    if query.text:
        by_text = matching(base, replace(query, chosen={}))
        return FoundByText(ordered(by_text, query), query)
    return ordered(matching(base, query), query).for_lists().with_fields()


def _links(library: Page, query: ListQuery, *, is_open: bool) -> dict[str, Any]:
    """Where the filtered list can be taken away, unless the library is not public."""
    if not is_open:
        return {"export_links": [], "feed_url": ""}
    names = (("csv", "CSV"), ("json", "JSON"))
    address = "govportal_legal:list_export"
    return {
        "export_links": [
            {"label": label, "url": reverse(address, args=[library.pk, code]) + query.encode()}
            for code, label in names
        ],
        "feed_url": reverse("govportal_legal:list_feed", args=[library.pk]) + query.encode(),
    }


def _named_errors(query: ListQuery) -> dict[str, str]:
    """What is wrong, with the name of the filter in which it is."""
    names = _HEADINGS | {
        "issued_from": _("Issued from"),
        "issued_to": _("Issued until"),
        "sort": _("Order of the list"),
    }
    return {name: f"{names[name]}: {message}" for name, message in query.errors.items()}


def _sorted_by(query: ListQuery, sort: str) -> str:
    return replace(query, sort=sort).encode() or "?"


def _columns(rows: list[RegisterEntry]) -> dict[str, bool]:
    names = ("symbol", "issued_on", "effective_on", "signer")
    shown = {name: any(getattr(row, name) for row in rows) for name in names}
    shown["fields"] = any(row.administrative_fields.all() for row in rows)
    return shown
