"""The language of pages outside the page tree, such as forms and the counting of time limits.

They have no translations of their own: one address speaks every language, by ``?language=en``.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from wagtail.models import Site

from .address_language import prefix_language

__all__ = ["language_of", "offered"]

#: The languages in which the package says everything that readers meet.
_SPOKEN: Final = {"vi": "Tiếng Việt", "en": "English", "ru": "Русский"}


def offered() -> dict[str, str]:
    """Name of each language that the package speaks and the settings allow, by its code."""
    allowed = dict(settings.LANGUAGES)
    return {code: name for code, name in _SPOKEN.items() if code in allowed}


def language_of(request: HttpRequest) -> str:
    """The language asked for, else that of the address or of the site, else the portal's."""
    known = offered()
    asked = request.GET.get("language", "")
    if asked in known:
        return asked
    named = prefix_language(request)
    if named in known:
        return named
    site = Site.find_for_request(request)
    own = site.root_page.locale.language_code if site else ""
    return own if own in known else translation.get_language()
