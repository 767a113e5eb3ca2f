"""Answers of public forms: in the language of the site, kept by nobody, found by no search engine.

A page that shows something of a supplier must not stay in a cache or in an index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from ...core.form_language import language_of, offered


@contextmanager
def spoken(request: HttpRequest) -> Iterator[str]:
    """Everything inside the block speaks the language of the request."""
    language = language_of(request)
    with translation.override(language):
        yield language


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    is_indexed: bool = False,
) -> HttpResponse:
    """A page that is made for this one reader."""
    language = translation.get_language()
    everything = {
        "language": language,
        "languages_here": offered(),
        "robots": "" if is_indexed else "noindex, nofollow",
        **context,
    }
    response = render(request, template, everything, status=status)
    return private(response, is_indexed=is_indexed)


def private(response: HttpResponse, *, is_indexed: bool = False) -> HttpResponse:
    """Say that no cache keeps the answer and no search engine shows it."""
    response.headers["Content-Language"] = translation.get_language()
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    if not is_indexed:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def redirect_to(request: HttpRequest, name: str) -> HttpResponseRedirect:
    """On to another page after a form, in the same language."""
    address = reverse(name)
    if request.GET.get("language", "") in offered():
        address += f"?language={request.GET['language']}"
    response = HttpResponseRedirect(address)
    # 303: the reader's program asks for the next page with GET whatever it posted.
    response.status_code = 303
    private(response)
    return response


def remember(
    response: HttpResponse,
    request: HttpRequest,
    cookie: str,
    value: str,
    *,
    path: str,
    seconds: int,
) -> None:
    """Let the reader's browser carry a signed value for some minutes, on these pages only.

    No session: it would take all other pages of the portal out of the cache for this reader.
    """
    response.set_signed_cookie(
        cookie,
        value,
        salt=f"govportal.{cookie}",
        max_age=seconds,
        path=path,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def remembered(request: HttpRequest, cookie: str, *, seconds: int) -> str:
    """What the reader's browser carries; empty where it is missing, forged or too old."""
    try:
        found = request.get_signed_cookie(
            cookie, default="", salt=f"govportal.{cookie}", max_age=seconds
        )
    except signing.BadSignature:
        return ""
    return str(found)
