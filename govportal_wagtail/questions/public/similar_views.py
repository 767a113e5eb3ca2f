"""Answered questions that are like the one that is being typed.

What somebody types may name people. It is therefore posted, looked up and forgotten: it stands in
no address, no log of a server and no cache, as it would with the search for programs.
"""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from wagtail.models import Locale

from ... import conf
from ...core import rate_limits
from ...core.dates import written
from ...core.search import search
from ...core.search.results import Hit
from ...core.vietnamese import normalise
from ...editorial.public.slip_response import private, spoken
from .listing import SOURCE
from .place import place_of

LIMIT: Final = 5
_LONGEST: Final = 255
#: One word says too little of what somebody wants to know.
_FEWEST_WORDS: Final = 2


@sensitive_post_parameters()
@csrf_protect
@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """Titles and addresses of published answers; none for a text that says too little.

    Raises:
        Http404: on sites that are no portal sites.
    """
    place = place_of(request)
    rate = rate_limits.rate_of(conf.API_THROTTLE_RATE)
    if wait := rate_limits.seconds_to_wait(request, "similar-questions", rate):
        answer = private(JsonResponse({"items": []}, status=429))
        answer.headers["Retry-After"] = str(wait)
        return answer
    text = normalise(request.POST.get("text", ""))[:_LONGEST].strip()
    with spoken(request):
        hits: list[Hit] = []
        if len(text.split()) >= _FEWEST_WORDS:
            site = place.portal_site.site
            # Answers are in Vietnamese, whatever the language of the form.
            locale: Locale = site.root_page.locale
            hits = list(search(text, site=site, locale=locale, types=[SOURCE], limit=LIMIT).hits)
        return private(JsonResponse({"items": [_item(hit, request) for hit in hits]}))


def _item(hit: Hit, request: HttpRequest) -> dict[str, Any]:
    return {
        "title": hit.title,
        "url": hit.get_url(request),
        "date": written(hit.date),
    }
