"""Which requests and answers the whole-page cache may serve and keep, and under which key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.conf.urls.i18n import is_language_prefix_patterns_used
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, get_urlconf
from django.utils import timezone, translation
from wagtail.models import Page, PageViewRestriction

from .. import __version__, conf
from . import caching

_TYPES = {
    "text/html",
    "text/plain",
    "application/atom+xml",
    "application/rss+xml",
    "application/xml",
}
#: What an answer may vary on and still be the same for everybody who gets the same key.
_HARMLESS_VARY = {"accept-encoding", "accept-language"}
_PRIVATE_DIRECTIVES = {"private", "no-store", "no-cache"}
_MAX_QUERY_LENGTH = 512
_MAX_QUERY_FIELDS = 16
_MAX_BODY_BYTES = 2 * 1024 * 1024
#: Marks that other sites add to links; they change nothing on the page.
_TRACKING = ("utm_", "fbclid", "gclid", "zarsrc", "zalo")
#: Must answer even when the database and the cache do not.
_NEVER = ("/healthz",)


class Slot:
    """The place of one request in the cache."""

    __slots__ = ("key", "storable")

    def __init__(self, key: str, *, storable: bool) -> None:
        """``storable`` is False for a request that may be served from, but not fill, the cache."""
        self.key = key
        self.storable = storable


def slot_for(request: HttpRequest) -> Slot | None:
    """Where the answer to a request is kept, or None where it must not be looked for."""
    if not _is_shared(request):
        return None
    query = _canonical_query(request)
    if query is None:
        return None
    site_id = caching.site_id_of(request)
    if site_id is None:
        return None
    text, is_marked = query
    parts = [
        caching.generation(site_id),
        request.scheme or "",
        request.get_host().lower(),
        get_script_prefix(),
        request.path,
        text,
        language_of(request),
        # The validity of documents changes by the day.
        timezone.localdate().isoformat(),
    ]
    digest = hashlib.sha256("\n".join(parts).encode(errors="replace")).hexdigest()
    key = f"govportal:{__version__}:page:{site_id}:{digest}"
    return Slot(key, storable=request.method == "GET" and not is_marked)


def language_of(request: HttpRequest) -> str:
    """The language in which the request will be answered.

    The cache stands before ``LocaleMiddleware``, so this decides as that middleware will.
    """
    if "django.middleware.locale.LocaleMiddleware" not in settings.MIDDLEWARE:
        return translation.get_language() or settings.LANGUAGE_CODE
    root_urlconf: str = settings.ROOT_URLCONF  # type: ignore[misc]
    urlconf = getattr(request, "urlconf", None) or get_urlconf() or root_urlconf
    has_prefixes, default_has_prefix = is_language_prefix_patterns_used(urlconf)
    if has_prefixes and not default_has_prefix:
        return translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    return translation.get_language_from_request(request, check_path=has_prefixes)


def may_store(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether an answer is the same for every anonymous reader."""
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        and "Content-Disposition" not in response.headers
        and response.headers.get("Content-Type", "").split(";")[0].strip() in _TYPES
        and _tokens(response, "Vary") <= _HARMLESS_VARY
        and not _tokens(response, "Cache-Control") & _PRIVATE_DIRECTIVES
        and not _used_csrf_token(request)
        and not getattr(request, "is_preview", False)
        and len(response.content) <= _MAX_BODY_BYTES
        and _page_allows(request)
    )


def pack(response: HttpResponse) -> tuple[bytes, list[tuple[str, str]]]:
    """What is kept of an answer."""
    return response.content, list(response.headers.items())


def unpack(stored: tuple[bytes, Iterable[tuple[str, str]]]) -> HttpResponse:
    """The answer that ``pack`` kept."""
    content, headers = stored
    return HttpResponse(content, headers=dict(headers))


def is_admin_path(path: str) -> bool:
    """Whether a path lies below one of ``GOVPORTAL_ADMIN_PREFIXES``."""
    return any(path.startswith(prefix) or path == prefix[:-1] for prefix in conf.ADMIN_PREFIXES)


def _is_shared(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and conf.PAGE_CACHE_SECONDS > 0
        and not settings.DEBUG
        and not getattr(request, "is_dummy", False)
        # The only thing that tells a person; its presence is enough, whatever it holds.
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and "Authorization" not in request.headers
        # Wagtail answers scripts with a page's second template, where it has one.
        and "X-Requested-With" not in request.headers
        and not request.path.startswith(_NEVER)
        and not is_admin_path(request.path)
    )


def _canonical_query(request: HttpRequest) -> tuple[str, bool] | None:
    """The query without marks and in one order, and whether it had marks; None if it is absurd."""
    raw = request.META.get("QUERY_STRING", "")
    if len(raw) > _MAX_QUERY_LENGTH:
        return None
    try:
        pairs = parse_qsl(raw, keep_blank_values=True, max_num_fields=_MAX_QUERY_FIELDS)
    except ValueError:
        return None
    kept = [pair for pair in pairs if not pair[0].startswith(_TRACKING)]
    kept.sort(key=lambda pair: pair[0])
    return urlencode(kept, errors="replace"), len(kept) < len(pairs)


def _tokens(response: HttpResponse, header: str) -> set[str]:
    values = response.headers.get(header, "").lower().split(",")
    return {value.split("=")[0].strip() for value in values} - {""}


def _used_csrf_token(request: HttpRequest) -> bool:
    return bool(
        request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or request.META.get("CSRF_COOKIE_USED")
    )


def _page_allows(request: HttpRequest) -> bool:
    """False for pages that say so and for pages with a view restriction at or above them."""
    route = getattr(request, "_wagtail_route_for_request", None)
    if route is None:
        return True
    page: Page = route[0]
    if not getattr(page, "page_cache_allowed", True):
        return False
    site_id = caching.site_id_of(request)
    if site_id is None:
        return False
    restricted = caching.remember(site_id, "restricted-paths", _restricted_paths)
    return not page.path.startswith(tuple(restricted))


def _restricted_paths() -> list[str]:
    return list(PageViewRestriction.objects.values_list("page__path", flat=True))
