"""The public list of a library: filters with counts, order, pages, and its template context."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Count, F, Max, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..core.models import AdministrativeField, Agency
from ..core.pagination import page_of
from .list_query import DEFAULT_SORT, FACETS, SORTS, ListQuery
from .models import DocumentType, Normativity, RegisterEntry, Validity
from .models.register import RegisterQuerySet

#: Options of one facet that are shown at once; the rest is folded away.
SHOWN_OPTIONS = 40

_LOOKUPS = {
    "type": "doc_type__code",
    "issuer": "issuer__code",
    "field": "administrative_fields__code",
    "year": "year",
    "status": "status",
    "normativity": "normativity",
    "signer": "signer_key",
}
_HEADINGS: dict[str, str | Promise] = {
    "type": _("Document type"),
    "issuer": _("Issuing body"),
    "field": _("Field"),
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


def entries_of(library: Page) -> RegisterQuerySet:
    """Published documents of a library that its readers may see."""
    entries = RegisterEntry.objects.filter(library=library, locale_id=library.locale_id)
    return entries if library.get_view_restrictions().exists() else entries.public()


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
            entries = entries.filter(**{_LOOKUPS[name]: value})
    return entries


def ordered(entries: RegisterQuerySet, query: ListQuery) -> RegisterQuerySet:
    """Entries in the order asked for; by default the best match of a text stands first."""
    order = _ORDERS[query.sort]
    if query.text and query.sort == DEFAULT_SORT:
        return entries.order_by("rank", *order)  # type: ignore[misc]
    return entries.order_by(*order)


def facets_of(
    entries: RegisterQuerySet, query: ListQuery, *, hidden: set[str]
) -> list[dict[str, Any]]:
    """Each facet with its options; an option counts what all other filters leave."""
    facets = []
    for name in FACETS:
        if name in hidden:
            continue
        counts = _counts(matching(entries, query, leave_out=name), name)
        if len(counts) > 1 or name in query.chosen:
            options = _options(name, counts, query)
            facets.append(
                {
                    "code": name,
                    "label": _HEADINGS[name],
                    "options": options[:SHOWN_OPTIONS],
                    "more": len(options) > SHOWN_OPTIONS,
                }
            )
    return facets


def _counts(entries: QuerySet[Any], name: str) -> list[tuple[Any, str, int]]:
    """Value, label and number of documents of each option, most frequent first."""
    lookup = _LOOKUPS[name]
    entries = entries.exclude(**{f"{lookup}__isnull": True}) if name != "status" else entries
    rows = entries.order_by().values_list(lookup)
    if name == "signer":
        rows = rows.exclude(signer_key="").annotate(label=Max("signer"), n=Count("page_id"))
        return sorted(rows, key=lambda row: (-row[2], row[1]))
    counted = list(rows.annotate(n=Count("page_id")))
    labels = _labels(name, [value for value, _n in counted])
    triples = [(value, str(labels.get(value, value)), number) for value, number in counted]
    if name == "year":
        return sorted(triples, key=lambda row: -row[0])
    return sorted(triples, key=lambda row: (-row[2], row[1]))


def _labels(name: str, values: list[Any]) -> dict[Any, Any]:
    named: dict[str, Any] = {
        "type": DocumentType,
        "issuer": Agency,
        "field": AdministrativeField,
    }
    if name in named:
        records = named[name].objects.filter(code__in=values)
        return {record.code: record.localized_name for record in records}
    if name == "status":
        return dict(Validity.choices)
    return dict(Normativity.choices) if name == "normativity" else {}


def _options(
    name: str, counts: list[tuple[Any, str, int]], query: ListQuery
) -> list[dict[str, Any]]:
    chosen = query.chosen.get(name, "")
    options = []
    for value, label, number in counts:
        active = str(value) == chosen
        url = query.choosing(name, "" if active else str(value)).encode() or "?"
        options.append(
            {"value": value, "label": label, "count": number, "active": active, "url": url}
        )
    return options


def _active_filters(query: ListQuery, facets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    labels = {
        (facet["code"], str(option["value"])): option["label"]
        for facet in facets
        for option in facet["options"]
    }
    return [
        {
            "label": _HEADINGS[name],
            "value": labels.get((name, value), value),
            "remove_url": query.choosing(name, "").encode() or "?",
        }
        for name, value in query.chosen.items()
    ]


def list_context(library: Page, request: HttpRequest) -> dict[str, Any]:
    """Template context of a library's list; the number of queries does not depend on its size.

    Raises:
        Http404: for a page of the list that does not exist.
    """
    query = ListQuery.from_parameters(request.GET)
    base = entries_of(library)
    hidden = {"normativity"} if getattr(library, "scope", "") else set()
    found = RegisterEntry.objects.none() if query.errors else matching(base, query)
    entries = page_of(_with_line_data(ordered(found, query)), request) if not query.errors else None
    facets = facets_of(base, query, hidden=hidden) if not query.errors else []
    rows = list(entries.object_list) if entries else []
    return {
        "entries": entries,
        "facets": facets,
        "active_filters": _active_filters(query, facets),
        "query": query.text,
        "list_query": query,
        "errors": query.errors,
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
        **_links(library, query),
    }


def _links(library: Page, query: ListQuery) -> dict[str, Any]:
    """Where the filtered list can be taken away, unless the library is not public."""
    if library.get_view_restrictions().exists():
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


def _with_line_data(entries: RegisterQuerySet) -> QuerySet[RegisterEntry]:
    return entries.for_lists().prefetch_related("administrative_fields")


def _sorted_by(query: ListQuery, sort: str) -> str:
    return replace(query, sort=sort).encode() or "?"


def _columns(rows: list[RegisterEntry]) -> dict[str, bool]:
    names = ("symbol", "issued_on", "effective_on", "signer")
    shown = {name: any(getattr(row, name) for row in rows) for name in names}
    shown["fields"] = any(row.administrative_fields.all() for row in rows)
    return shown
