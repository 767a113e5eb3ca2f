"""What a search box anywhere on a page must know: ``{% load govportal_search %}``."""

from __future__ import annotations

from typing import TypedDict

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from ... import conf
from ..sites.gate import facts_of

register = template.Library()


class SearchBox(TypedDict):
    """Addresses of the results and of suggestions, and what the form sends along."""

    url: str
    suggest_url: str
    language: str
    limit: int


@register.simple_tag(takes_context=True)
def search_box(context: Context) -> SearchBox | None:
    """The search box of the current page; None where the project has no search page.

    ``language`` is set on pages in another language than that in which the site would answer.
    """
    try:
        url = reverse("govportal_core:search")
        suggest_url = reverse("govportal_core:search_suggestions")
    except NoReverseMatch:
        return None
    # Parts of a page are included with only what they are given; the context still has the request.
    request = context.get("request") or getattr(context, "request", None)
    facts = facts_of(request) if isinstance(request, HttpRequest) else None
    active = translation.get_language() or ""
    own = facts.language if facts else settings.LANGUAGE_CODE
    language = active if active != own else ""
    return SearchBox(
        url=url, suggest_url=suggest_url, language=language, limit=conf.SEARCH_QUERY_LENGTH
    )
