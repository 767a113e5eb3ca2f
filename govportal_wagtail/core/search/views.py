"""The public search page: everything that the installed apps have registered, with filters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from wagtail.models import Site

from ... import conf
from ..pagination import page_of
from . import log, presentation
from .question import Question
from .results import Results
from .standpoint import Standpoint

__all__ = ["results_page"]

#: Digits of a page number; what is longer is no page of a list.
_PAGE_DIGITS = 6


@require_safe
def results_page(request: HttpRequest) -> HttpResponse:
    """Search everything or one kind of content, by words or by the number of a document.

    Wrong dates are told at their fields. Any question is an address of its own and every asking of
    it is counted, so that results are not kept as whole pages.

    Raises:
        Http404: for a page beyond the result.
    """
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    asked = Question.from_parameters(request.GET)
    here = Standpoint.of(request, site, asked)
    with translation.override(here.language):
        context = _context(request, here, here.within_reach(asked))
        response = TemplateResponse(request, "govportal/search.html", context)
        response.render()
    response.headers["Content-Language"] = here.language
    if asked.text:
        patch_cache_control(response, no_cache=True)
    return response


def _context(request: HttpRequest, here: Standpoint, question: Question) -> dict[str, Any]:
    offset = _offset(request)
    results = None
    if question.text and not question.errors:
        results = here.search(question, limit=conf.PAGE_SIZE, offset=offset)
        _count(request, here, question, results, offset)
    found = _shown(request, here, question, results, offset) if results else {}
    return {
        "query": question.text,
        "address": request.build_absolute_uri(),
        "query_limit": conf.SEARCH_QUERY_LENGTH,
        "errors": question.errors,
        "dates": question.dates,
        "scopes": presentation.scopes(question, can_cross=bool(here.others)),
        "active_filters": presentation.active_filters(results, question),
        "clear_url": question.without_filters().encode(),
        "kept_by_words": question.pairs(leave_out={"query", *question.chosen, *question.dates}),
        "kept_by_dates": question.pairs(leave_out=("from", "to")),
        "results": results,
        "total": results.total if results else 0,
        "message": _message(question, results),
        "robots": "noindex, follow",
        **found,
    }


def _shown(
    request: HttpRequest, here: Standpoint, question: Question, results: Results, offset: int
) -> dict[str, Any]:
    """What there is to show of a result.

    Raises:
        Http404: for a page beyond it.
    """
    names = here.site_names() if question.across else {}
    lines = presentation.Lines.of(results, request, offset=offset, names=names)
    correction = replace(question.without_filters(), text=results.correction)
    return {
        "hits": page_of(lines, request),
        "kinds": presentation.kinds(results, question),
        "facets": presentation.facets(results, question),
        "orders": presentation.orders(question) if results.total > 1 else [],
        "correction_url": correction.encode() if results.correction else "",
        "ways_out": [] if results.total else _ways_out(here, question),
    }


def _ways_out(here: Standpoint, question: Question) -> list[dict[str, Any]]:
    """Wider questions that do find something, each with how much."""
    wider = []
    if question.narrows:
        wider.append((gettext("Without filters"), question.without_filters()))
    if here.others and not question.across:
        everywhere = question.without_filters().everywhere(across=True)
        wider.append((gettext("On all sites of the portal"), everywhere))
    counted = [(label, each, here.search(each, limit=1).total) for label, each in wider]
    return [
        {"label": label, "url": each.encode(), "count": count}
        for label, each, count in counted
        if count
    ]


def _count(
    request: HttpRequest, here: Standpoint, question: Question, results: Results, offset: int
) -> None:
    """Log what was typed; who turns a page or sets a filter has not typed anything new."""
    is_typed = request.method == "GET" and not offset and not question.narrows
    if is_typed and not log.is_robot(request):
        log.record(here.site, question.text, results.total)


def _offset(request: HttpRequest) -> int:
    """How many hits stand before the page that is asked for.

    Raises:
        Http404: for what is no number of a page.
    """
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdecimal() and 0 < len(text) <= _PAGE_DIGITS and int(text)):
        raise Http404
    return (int(text) - 1) * int(conf.PAGE_SIZE)


def _message(question: Question, results: Results | None) -> str:
    if not question.text:
        return gettext("Type words, or the number of a document, to search this portal.")
    if results is not None and not results.total:
        return gettext("Nothing was found for “%(query)s”.") % {"query": question.text}
    return ""
