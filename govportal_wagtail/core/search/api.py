"""The search for programs: results and suggestions as JSON, read only, for what anyone may read."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from ... import conf
from .. import rate_limits
from ..registries import search_sources
from . import suggest
from .question import DATES, FILTERS, ORDERS, Question
from .results import Hit, Results
from .standpoint import Standpoint

__all__ = [
    "DEFAULT_LIMIT",
    "LARGEST_LIMIT",
    "LARGEST_OFFSET",
    "PARAMETERS",
    "search_api",
    "suggestions",
]

DEFAULT_LIMIT: Final = 20
LARGEST_LIMIT: Final = 50
#: Who wants more than this reads lists, not results of a search.
LARGEST_OFFSET: Final = 10_000
PARAMETERS: Final = (
    *("query", "type", *FILTERS, *DATES),
    *("order", "across", "language", "limit", "offset"),
)
_SUGGESTIONS: Final = 8
_NOT_UNDERSTOOD: Final = _("This value is not understood.")

Errors = dict[str, str | Promise]


@require_safe
def search_api(request: HttpRequest) -> JsonResponse:
    """Answer what is found, with counts by filter; 400 names what is wrong, 429 when to come back.

    The number of calls is limited by ``GOVPORTAL_API_THROTTLE_RATE`` for each address.
    """
    rate = rate_limits.rate_of(conf.API_THROTTLE_RATE)
    if wait := rate_limits.seconds_to_wait(request, "search-api", rate):
        answer = _refusal(429, gettext("Too many requests"))
        answer.headers["Retry-After"] = str(wait)
        return answer
    site = Site.find_for_request(request)
    if site is None:
        return _refusal(404, gettext("Not found"))
    question = Question.from_parameters(request.GET)
    errors: Errors = {**_errors(request, question), **question.errors}
    if errors:
        return _refusal(400, gettext("A parameter is not understood"), errors)
    limit, offset = (_number(request, name, 0) for name in ("limit", "offset"))
    here = Standpoint.of(request, site, question)
    with translation.override(here.language):
        question = here.within_reach(question)
        results = here.search(question, limit=limit or DEFAULT_LIMIT, offset=offset or 0)
        return _json(_described(request, here, results))


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Answer titles and numbers that begin as the text does, for a search box."""
    site = Site.find_for_request(request)
    if site is None:
        return _refusal(404, gettext("Not found"))
    question = Question.from_parameters(request.GET)
    here = Standpoint.of(request, site, question)
    question = here.within_reach(question)
    with translation.override(here.language):
        found = suggest(
            question.text,
            site=site,
            locale=here.locale,
            across=question.across,
            limit=_SUGGESTIONS,
        )
        rows = [
            {"label": each.label, "url": each.get_url(request), "kind": _kind(each.source)}
            for each in found
        ]
    return _json({"suggestions": rows})


def _described(request: HttpRequest, here: Standpoint, results: Results) -> dict[str, Any]:
    names = here.site_names()
    return {
        "meta": {
            "total_count": results.total,
            "total_is_capped": results.total_is_capped,
            "is_partial": results.is_partial,
            "correction": results.correction,
            "licence": conf.API_LICENCE,
        },
        "items": [_item(request, hit, names) for hit in results.hits],
        "facets": {
            facet.name: [
                {"value": option.value, "label": option.label, "count": option.count}
                for option in facet.options
            ]
            for facet in results.facets
        },
    }


def _item(request: HttpRequest, hit: Hit, names: dict[int, str]) -> dict[str, Any]:
    url = request.build_absolute_uri(hit.get_url(request))
    return {
        "id": hit.page_id,
        "type": hit.source,
        "title": hit.title,
        "number": hit.number,
        "kind": hit.label,
        "agency": hit.agency,
        "date": hit.date.isoformat() if hit.date else None,
        "site": names.get(hit.site_id or 0, ""),
        "url": url,
        "snippet_html": hit.snippet,
        "parts": [
            {
                "title": part.title,
                "url": f"{url}{part.url_fragment}",
                "snippet_html": part.snippet,
            }
            for part in hit.parts
        ],
    }


def _errors(request: HttpRequest, question: Question) -> Errors:
    """What is wrong with the parameters, dates apart, by the name of the parameter."""
    given = request.GET
    errors: Errors = {
        name: _("This parameter is not known.") for name in given if name not in PARAMETERS
    }
    if question.kind and search_sources.get(question.kind) is None:
        errors["type"] = _NOT_UNDERSTOOD
    for name in ("year", "agency", "site"):
        value = question.chosen.get(name, "")
        if value and not (value.isascii() and value.isdecimal() and len(value) <= 9):
            errors[name] = _NOT_UNDERSTOOD
    known = {"order": ORDERS, "across": ("0", "1"), "language": (question.language,)}
    for name, values in known.items():
        if given.get(name) and given[name] not in values:
            errors[name] = _NOT_UNDERSTOOD
    for name, smallest, largest in (("limit", 1, LARGEST_LIMIT), ("offset", 0, LARGEST_OFFSET)):
        number = _number(request, name, smallest)
        if number is None or not smallest <= number <= largest:
            text = gettext("Enter a whole number from %(smallest)s to %(largest)s.")
            errors[name] = text % {"smallest": smallest, "largest": largest}
    return errors


def _number(request: HttpRequest, name: str, default: int) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return default
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None


def _kind(source: str) -> str:
    found = search_sources.get(source)
    return str(found.label) if found else ""


def _refusal(status: int, message: str, errors: Errors | None = None) -> JsonResponse:
    said = {name: str(text) for name, text in (errors or {}).items()}
    return _json({"message": message, **({"errors": said} if said else {})}, status=status)


def _json(data: dict[str, Any], *, status: int = 200) -> JsonResponse:
    response = JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})
    # What was taken off the portal is not found any more, not even for a minute.
    patch_cache_control(response, no_cache=True)
    return response
