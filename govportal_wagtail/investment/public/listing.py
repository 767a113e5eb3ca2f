"""The public list of a register: filters with counts, order, pages, and its template context."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final, TypeVar

from django.http import Http404, HttpRequest, HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from ...core import caching, network
from ...core.pagination import page_of
from ...core.placeholders import without_placeholders
from ..models import ProjectEntry, ProjectIndexPage
from ..models.register import ProjectEntryQuerySet
from . import links
from .amount_bounds import bound_in_form
from .facets import Option, options_of
from .list_query import CALLS, FILTERS, LIST, SORTS, ProjectQuery
from .totals import totals_of

__all__ = ["entries_of", "is_open", "list_context", "public_register", "refusal"]

_Text = str | Promise
_Kept = TypeVar("_Kept")

HEADINGS: Final[dict[str, _Text]] = {
    "trang-thai": pgettext_lazy("project", "Status"),
    "linh-vuc": pgettext_lazy("project", "Field"),
    "nguon": gettext_lazy("Source of capital"),
    "xa": gettext_lazy("Commune"),
    "chu-dau-tu": gettext_lazy("Investor"),
    "loai": gettext_lazy("Kind of project"),
    "nhom": gettext_lazy("Group of projects"),
    "nam": gettext_lazy("Year in which it runs"),
}
_OTHER_NAMES: Final[dict[str, _Text]] = {
    "q": gettext_lazy("Words or code"),
    "tu": gettext_lazy("Total investment from"),
    "den": gettext_lazy("Total investment up to"),
    "sap-xep": gettext_lazy("Order of the list"),
    "xem": gettext_lazy("View"),
}
#: Options of one facet that are shown; the most frequent ones.
SHOWN_OPTIONS: Final = 30
#: Projects that a text finds and that a condition names one by one.
_MOST_NAMED: Final = 1000
#: Filters that stand in the form and not among the facets: they have too many values for links.
IN_FORM: Final = ("xa",)


def is_open(register: Page) -> bool:
    """Whether everybody may read the register."""
    return not register.get_view_restrictions().exists()


def entries_of(register: Page, *, open_to_all: bool | None = None) -> ProjectEntryQuerySet:
    """Published projects of a register, in its language, that its readers may see.

    ``open_to_all`` says whether anyone may read the register, where that is known already.
    """
    entries = ProjectEntry.objects.filter(locale_id=register.locale_id)
    reach = getattr(register, "reach", network.Reach.OWN)
    if reach == network.Reach.OWN:
        entries = entries.filter(register=register.pk)
    else:
        # What another site keeps to itself is not shown here, whoever may read this register.
        entries = entries.below(*network.branches(register, reach)).public()
    if open_to_all is None:
        open_to_all = is_open(register)
    return entries.public() if open_to_all else entries


def public_register(request: HttpRequest, register_id: int) -> ProjectIndexPage:
    """The register with this number.

    Raises:
        Http404: where it is missing, not live, not open to everybody, or of another site.
    """
    registers = without_placeholders(ProjectIndexPage.objects.live().public())
    register: ProjectIndexPage = get_object_or_404(registers, pk=register_id)
    site = Site.find_for_request(request)
    if site is None or not register.url_path.startswith(_branches_of(site, register)):
        raise Http404
    return register


def _branches_of(site: Site, register: Page) -> str:
    """The address path below which the pages of the site in the register's language lie."""
    root = site.root_page
    if root.locale_id != register.locale_id:
        root = root.get_translation_or_none(register.locale) or root
    return str(root.url_path)


def refusal(query: ProjectQuery) -> HttpResponseBadRequest:
    """The answer of feeds and downloads to filters that are not understood."""
    message = _("These filters are not understood: %(names)s") % {"names": ", ".join(query.errors)}
    return HttpResponseBadRequest(message, content_type="text/plain; charset=utf-8")


def list_context(
    register: ProjectIndexPage, request: HttpRequest, query: ProjectQuery
) -> dict[str, Any]:
    """Template context of a list; the number of queries does not depend on its size.

    Raises:
        Http404: for a page of the list that does not exist.
    """
    values = _asked(register, request, query)
    return values if query.errors else values | _found(register, request, query)


def _asked(register: ProjectIndexPage, request: HttpRequest, query: ProjectQuery) -> dict[str, Any]:
    """What the form shows again, with what is wrong in it."""
    return {
        "query": query,
        "errors": _named_errors(query),
        "field_errors": query.errors,
        "bounds": _bounds(request, query),
        "clear_url": ProjectQuery(view=query.view).encode() or register.get_url(request) or "?",
        "entries": None,
        "facets": [],
        "kept_parameters": _kept_parameters(query, ()),
    }


def _found(register: ProjectIndexPage, request: HttpRequest, query: ProjectQuery) -> dict[str, Any]:
    """The projects on one page of the list, with counts and totals of all that are found."""
    open_to_all = is_open(register)
    base, asked = _read_text_once(entries_of(register, open_to_all=open_to_all), query)
    found = query.ordered(asked.filtered(base))
    entries = page_of(
        found.select_related("field", "investor").prefetch_related("communes"), request
    )
    entries.object_list = network.address(entries.object_list, request)
    keep = _keeping(register, request, query, open_to_all=open_to_all)
    facets = [
        _facet(name, partial(_count, base, asked, name), query, keep)
        for name in FILTERS
        if not _is_fixed(name, query)
    ]
    form_facets = [each for each in facets if each["code"] in IN_FORM and each["options"]]
    return {
        "entries": entries,
        "facets": [_shown(each) for each in facets if _is_worth_showing(each)],
        "form_facets": form_facets,
        "active_filters": _active_filters(query, facets),
        "kept_parameters": _kept_parameters(query, [each["code"] for each in form_facets]),
        "totals": keep("totals", "", lambda: totals_of(asked.filtered(base))),
        "sort_options": _sort_options(query),
        "total": entries.paginator.count,
        **_ways_out(register, query, open_to_all=open_to_all),
    }


def _is_fixed(name: str, query: ProjectQuery) -> bool:
    return name == "trang-thai" and query.view == CALLS


def _keeping(
    register: Page, request: HttpRequest, query: ProjectQuery, *, open_to_all: bool
) -> Callable[[str, str, Callable[[], _Kept]], _Kept]:
    """Keeps what is counted over a whole register until its site changes, or the day."""
    site_id = caching.site_id_of(request)
    circumstances = (query.view == CALLS, open_to_all, timezone.localdate(), get_language())

    def keep(what: str, except_for: str, build: Callable[[], Any]) -> Any:
        rest = query.choosing(except_for, "") if except_for else query
        if site_id is None or rest.narrows():
            return build()
        key = "-".join(map(str, ("projects", what, register.pk, *circumstances)))
        return caching.remember(site_id, key, build)

    return keep


def _read_text_once(
    base: ProjectEntryQuerySet, query: ProjectQuery
) -> tuple[ProjectEntryQuerySet, ProjectQuery]:
    """The entries that the words of the query find, and the rest of the query.

    No index helps to find words inside of names, and counting every filter would look for them
    again; where they find very many, that costs less than to name all of these.
    """
    if not query.text:
        return base, query
    by_text = ProjectQuery(text=query.text).filtered(base).order_by()
    ids = list(by_text.values_list("pk", flat=True)[: _MOST_NAMED + 1])
    if len(ids) > _MOST_NAMED:
        return base, query
    return base.filter(pk__in=ids), replace(query, text="")


def _count(base: ProjectEntryQuerySet, asked: ProjectQuery, name: str) -> list[Option]:
    return options_of(asked.filtered(base, leave_out=name), name)


def _facet(
    name: str, count: Callable[[], list[Option]], query: ProjectQuery, keep: Callable[..., Any]
) -> dict[str, Any]:
    """A filter with its options; an option counts what all other filters leave."""
    chosen = query.chosen.get(name, "")
    options: list[Option] = keep(name, name, count)
    if chosen and all(option.value != chosen for option in options):
        options = [*options, *options_of(None, name, chosen)]
    return {
        "code": name,
        "label": HEADINGS[name],
        "options": [
            {
                "value": option.value,
                "label": option.label,
                "count": option.number,
                "active": option.value == chosen,
                "url": query.choosing(name, "" if option.value == chosen else option.value).encode()
                or "?",
            }
            for option in options
        ],
    }


def _is_worth_showing(facet: Mapping[str, Any]) -> bool:
    options = facet["options"]
    is_chosen = any(option["active"] for option in options)
    return facet["code"] not in IN_FORM and (len(options) > 1 or is_chosen)


def _shown(facet: dict[str, Any]) -> dict[str, Any]:
    shown = [
        option
        for position, option in enumerate(facet["options"])
        if position < SHOWN_OPTIONS or option["active"]
    ]
    return {**facet, "options": shown, "more": len(shown) < len(facet["options"])}


def _active_filters(query: ProjectQuery, facets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What narrows the list, in words, each with the address of the list without it."""
    labels = {
        (facet["code"], option["value"]): option["label"]
        for facet in facets
        for option in facet["options"]
    }
    rows: list[tuple[_Text, str, str]] = []
    if query.text:
        rows.append((_OTHER_NAMES["q"], query.text, query.querystring(text="")))
    for name, value in query.chosen.items():
        without = query.choosing(name, "").encode()
        rows.append((HEADINGS[name], labels.get((name, value), value), without))
    for name, bound in (("tu", "lowest"), ("den", "highest")):
        dong = getattr(query, bound)
        if dong is not None:
            value = _("%(amount)s billion đồng") % {"amount": bound_in_form(dong)}
            rows.append((_OTHER_NAMES[name], value, query.querystring(**{bound: None})))
    return [{"label": name, "value": text, "remove_url": url or "?"} for name, text, url in rows]


def _kept_parameters(query: ProjectQuery, in_form: Sequence[str]) -> list[tuple[str, str]]:
    """What the form of the list sends along without showing it."""
    kept = [("xem", query.view)] if query.view else []
    kept += [(name, value) for name, value in query.chosen.items() if name not in in_form]
    return [*kept, ("sap-xep", query.sort)] if query.sort != ProjectQuery().sort else kept


def _sort_options(query: ProjectQuery) -> list[dict[str, Any]]:
    options = [
        {
            "value": code,
            "label": label,
            "url": query.querystring(sort=code) or "?",
            "active": code == query.sort,
        }
        for code, label in SORTS.items()
    ]
    if query.view == CALLS:
        # The default order of this view is another one, and nothing of a call is paid or built.
        options[0]["label"] = pgettext_lazy("order of projects", "By deadline")
        return [each for each in options if each["value"] not in ("giai-ngan", "tien-do")]
    return options


def _ways_out(
    register: ProjectIndexPage, query: ProjectQuery, *, open_to_all: bool
) -> dict[str, Any]:
    """Where the filtered list can be taken away, unless the register is not public."""
    if not open_to_all:
        return {"download_links": [], "feed_url": "", "money_url": ""}
    return {
        "download_links": links.download_links(register, query),
        "money_url": links.money_url(register, query),
        "feed_url": links.feed_url(register, query),
    }


def _named_errors(query: ProjectQuery) -> dict[str, str]:
    """What is wrong, with the name of the filter in which it is."""
    names = {**HEADINGS, **_OTHER_NAMES}
    return {name: f"{names[name]}: {message}" for name, message in query.errors.items()}


def _bounds(request: HttpRequest, query: ProjectQuery) -> dict[str, str]:
    """The bounds as the form shows them: what was typed, where it was not understood."""
    bounds = (("tu", query.lowest), ("den", query.highest))
    return {
        name: bound_in_form(dong) if dong is not None else request.GET.get(name, "")
        for name, dong in bounds
    }


def view_query(query: ProjectQuery, view: str = LIST) -> str:
    """The address of another view of the same projects."""
    return query.querystring(view=view) or "?"
