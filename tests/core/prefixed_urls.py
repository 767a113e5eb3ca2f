"""Addresses with a language prefix for all languages but Vietnamese."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import get_language


def plain(request: HttpRequest) -> HttpResponse:
    """Answer with the active language."""
    return HttpResponse(get_language() or "")


urlpatterns = i18n_patterns(path("plain/", plain), prefix_default_language=False)
