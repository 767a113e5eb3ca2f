"""What public pages keep in the cache, and how a change of content makes it stale at once.

Nothing is ever searched for and deleted. Each site has a token, its generation, which is part of
every key; a change of content replaces the token, so that older entries are no longer found and
expire by themselves. A second token covers all sites.

The generation is read before the database is, so that an answer computed while an editor publishes
is stored under the old generation and never served afterwards.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast

from django.core.cache import BaseCache, caches
from django.db import transaction
from django.http import HttpRequest
from wagtail.models import Site

from .. import __version__, conf
from . import network

logger = logging.getLogger(__name__)
ValueT = TypeVar("ValueT")

_PREFIX = f"govportal:{__version__}"
_ALL_SITES = "govportal:generation"
#: Menus and settings live longer than pages: they change only with the generation.
_DATA_SECONDS = 3600


def read(key: str) -> Any:
    """The stored value, or None; also None when the cache server does not answer."""
    return _read_many([key]).get(key)


def write(key: str, value: Any, seconds: int | None) -> None:
    """Store a value; a cache server that does not answer is logged, never an error page."""
    try:
        _cache().set(key, value, seconds)
    except Exception:
        logger.warning("The cache could not be written.", exc_info=True)


def generation(site_id: int) -> str:
    """The current generation of a site, a part of every key of its content."""
    keys = [_ALL_SITES, _site_key(site_id)]
    found = _read_many(keys)
    return "-".join(found.get(key) or _first_token(key) for key in keys)


def bump(site_id: int) -> None:
    """Make everything kept for one site stale once the running transaction commits."""
    transaction.on_commit(partial(_renew, _site_key(site_id)), robust=True)


def bump_all() -> None:
    """Make everything kept for any site stale once the running transaction commits."""
    transaction.on_commit(partial(_renew, _ALL_SITES), robust=True)


def bump_url_path(url_path: str) -> None:
    """The same for the sites that show the page at a tree address such as ``/home/news/``.

    A site shows its own pages and, in lists, those of its portal or of its components.
    """
    sites = {
        root.site_id for root in Site.get_site_root_paths() if url_path.startswith(root.root_path)
    }
    for site_id in sites.union(*(network.sites_that_show(site_id) for site_id in sites)):
        bump(site_id)


def remember(site_id: int, name: str, build: Callable[[], ValueT]) -> ValueT:
    """Plain data of a site, built once per generation.

    ``name`` must tell apart what ``build`` depends on besides the site's content, such as the
    language. Nothing is kept when ``GOVPORTAL_PAGE_CACHE_SECONDS`` is 0.
    """
    if not conf.PAGE_CACHE_SECONDS:
        return build()
    key = f"{_PREFIX}:data:{site_id}:{generation(site_id)}:{name}"
    stored = read(key)
    if stored is not None:
        # Kept in a tuple, so that an empty value is told from none.
        return cast(ValueT, stored[0])
    value = build()
    write(key, (value,), _DATA_SECONDS)
    return value


def site_id_of(request: HttpRequest) -> int | None:
    """The site a request is for, without a query once its host has been seen; None without one."""
    host_key = f"{_PREFIX}:host:{request.get_host()}:{request.get_port()}"
    found = _read_many([_ALL_SITES, host_key])
    token = found.get(_ALL_SITES) or _first_token(_ALL_SITES)
    stored = found.get(host_key)
    if stored is not None and stored[0] == token:
        return cast("int | None", stored[1])
    site = Site.find_for_request(request)
    site_id = site.pk if site else None
    write(host_key, (token, site_id), _DATA_SECONDS)
    return site_id


def _cache() -> BaseCache:
    return caches[conf.PAGE_CACHE_ALIAS]


def _site_key(site_id: int) -> str:
    return f"{_ALL_SITES}:{site_id}"


def _read_many(keys: list[str]) -> dict[str, Any]:
    try:
        return _cache().get_many(keys)
    except Exception:
        logger.warning("The cache could not be read.", exc_info=True)
        return {}


def _first_token(key: str) -> str:
    # A random token, not a counter: a counter that the cache evicted would start again at one and
    # bring entries of long ago back to life.
    token = secrets.token_hex(8)
    try:
        return str(_cache().get_or_set(key, token, None))
    except Exception:
        logger.warning("The cache could not be written.", exc_info=True)
        return token


def _renew(key: str) -> None:
    write(key, secrets.token_hex(8), None)
