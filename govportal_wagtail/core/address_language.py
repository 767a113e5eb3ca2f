"""The language that an address names: ``/en/`` and ``/ru/`` on a host of several languages."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import is_language_prefix_patterns_used
from django.http import HttpRequest
from django.urls import get_urlconf
from django.utils import translation

__all__ = ["prefix_language", "uses_prefixes"]


def uses_prefixes(request: HttpRequest | None = None) -> bool:
    """Whether the project gives its addresses a language prefix (``i18n_patterns``)."""
    return _patterns(request)[0]


def prefix_language(request: HttpRequest) -> str:
    """Return the code of the language that the address of the request names.

    The portal's own where an address has no prefix; empty where the project uses no prefixes.
    """
    if not uses_prefixes(request):
        return ""
    return translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE


def _patterns(request: HttpRequest | None) -> tuple[bool, bool]:
    root_urlconf: str = settings.ROOT_URLCONF  # type: ignore[misc]
    urlconf = getattr(request, "urlconf", None) or get_urlconf() or root_urlconf
    used: tuple[bool, bool] = is_language_prefix_patterns_used(urlconf)
    return used
