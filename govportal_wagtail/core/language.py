"""The language of a public page is that of its content, not that of the reader's browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import translation
from wagtail import hooks
from wagtail.models import Page

from . import page_cache
from .address_language import prefix_language
from .placeholders import is_placeholder

_SCOPE = "_govportal_language_scope"


class ContentLanguageMiddleware:
    """Shows public addresses in the portal's language; a page then switches to its own.

    Takes the place of Django's ``LocaleMiddleware``, which would show a Vietnamese page with
    English labels to a browser set to English, and would have to be part of the cache's key.

    Where addresses carry the language (``/en/``), it is the language of the address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the default language, and leave no language behind for the next request."""
        with translation.override(prefix_language(request) or settings.LANGUAGE_CODE):
            if page_cache.is_admin_path(request.path):
                # Wagtail switches to the language that the user prefers.
                return self.get_response(request)
            setattr(request, _SCOPE, True)
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "vi")
        return response


@hooks.register("before_serve_page", order=-50)
def lead_to_own_address(page: Page, request: HttpRequest, *args: Any) -> HttpResponse | None:
    """Lead readers of an address in one language to the page in the language it is written in.

    A placeholder shows the text of its source; and below ``/en/`` Wagtail looks for Vietnamese
    pages as long as the English home page is not published.

    Raises:
        Http404: for a placeholder whose source is not published.
    """
    if is_placeholder(page):
        source = page.alias_of
        url = source.get_url(request) if source.live else None
        if url is None:
            raise Http404
        return HttpResponseRedirect(url)
    asked = prefix_language(request)
    if asked and asked != page.locale.language_code:
        url = page.get_url(request)
        if url and url != request.path:
            return HttpResponseRedirect(url)
    return None


@hooks.register("before_serve_page")
def use_language_of_page(page: Page, request: HttpRequest, *args: Any) -> None:
    """Switch to the language of the page that is about to be served."""
    if getattr(request, _SCOPE, False):
        translation.activate(page.locale.language_code)
