"""The language of a public page is that of its content, not that of the reader's browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from wagtail import hooks
from wagtail.models import Page

from . import page_cache

_SCOPE = "_govportal_language_scope"


class ContentLanguageMiddleware:
    """Shows public addresses in the portal's language; a page then switches to its own.

    Takes the place of Django's ``LocaleMiddleware``, which would show a Vietnamese page with
    English labels to a browser set to English, and would have to be part of the cache's key.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the default language, and leave no language behind for the next request."""
        with translation.override(settings.LANGUAGE_CODE):
            if page_cache.is_admin_path(request.path):
                # Wagtail switches to the language that the user prefers.
                return self.get_response(request)
            setattr(request, _SCOPE, True)
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "vi")
        return response


@hooks.register("before_serve_page")
def use_language_of_page(page: Page, request: HttpRequest, *args: Any) -> None:
    """Switch to the language of the page that is about to be served."""
    if getattr(request, _SCOPE, False):
        translation.activate(page.locale.language_code)
