"""Security headers and the whole-page cache for anonymous readers.

``SecurityHeadersMiddleware`` stands before ``PageCacheMiddleware``, and both before Django's
``SessionMiddleware``: a page from the cache then costs no session, no user and no query, and still
carries the headers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from .. import conf
from . import caching, content_policy, page_cache

Handler = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS_POLICY = (
    "accelerometer=(), browsing-topics=(), camera=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), payment=(), usb=()"
)
_STATE_HEADER = "X-Portal-Cache"


class SecurityHeadersMiddleware:
    """Adds the headers that a view has not set itself."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with a content-security policy by the prefix of the address."""
        response = self.get_response(request)
        if getattr(request, "is_dummy", False):
            # A preview runs through all middleware with the public address of its page; the admin
            # request around it adds the headers of the admin, in whose frame it is shown.
            return response
        is_admin = page_cache.is_admin_path(request.path)
        policy = conf.CSP_ADMIN if is_admin else content_policy.public_policy()
        if policy:
            response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Referrer-Policy", _referrer_policy())
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        return response


class PageCacheMiddleware:
    """Serves whole public pages from the cache to readers without a session.

    Every answer says in ``X-Portal-Cache`` whether it came from the cache (hit), may be in it from
    now on (miss) or has nothing to do with it (bypass). Off while ``DEBUG`` is on.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from the cache where the request is anonymous and the page is known."""
        slot = page_cache.slot_for(request)
        if slot is None:
            return self._bypass(request)
        stored = caching.read(slot.key)
        if stored is not None:
            return _marked(_conditional(request, page_cache.unpack(stored)), "hit")
        response = self.get_response(request)
        if not page_cache.may_store(request, response):
            return _marked(response, "bypass")
        assert isinstance(response, HttpResponse)  # noqa: S101 - may_store has looked
        _add_validators(response)
        if slot.storable:
            caching.write(slot.key, page_cache.pack(response), conf.PAGE_CACHE_SECONDS)
        return _marked(_conditional(request, response), "miss")

    def _bypass(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (
            settings.SESSION_COOKIE_NAME in request.COOKIES
            and response.headers.get("Content-Type", "").startswith("text/html")
            and "Cache-Control" not in response.headers
        ):
            # What an editor sees is not for a shared cache in front of the portal.
            patch_cache_control(response, private=True, max_age=0)
        return _marked(response, "bypass")


def _referrer_policy() -> str:
    policy = settings.SECURE_REFERRER_POLICY or "strict-origin-when-cross-origin"
    return policy if isinstance(policy, str) else ",".join(policy)


def _add_validators(response: HttpResponse) -> None:
    """Let browsers and front caches keep the page but ask each time whether it has changed."""
    if "ETag" not in response.headers:
        digest = hashlib.sha256(response.content).hexdigest()[:32]
        response.headers["ETag"] = quote_etag(digest)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers.setdefault("Content-Length", str(len(response.content)))


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    return (
        get_conditional_response(request, etag=response.headers.get("ETag"), response=response)
        or response
    )


def _marked(response: HttpResponseBase, state: str) -> HttpResponseBase:
    response.headers[_STATE_HEADER] = state
    return response
