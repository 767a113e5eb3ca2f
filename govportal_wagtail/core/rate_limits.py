"""How often one address may call an interface for programs, counted in Django's cache.

No address is kept: callers are counted under a keyed hash that changes every day.
"""

from __future__ import annotations

import logging
import time
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .. import conf

logger = logging.getLogger(__name__)

_PREFIX: Final = "govportal:rate"
_SALT: Final = "govportal.rate.caller"
#: By its first letter, as Django REST framework reads rates.
_PERIODS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
#: One subscriber has at least so much of the address space.
_IPV6_BITS: Final = 64


def rate_of(text: str) -> tuple[int, int]:
    """Return number and seconds of a rate such as ``120/min``.

    Raises:
        ValueError: for anything else.
    """
    number, _slash, period = text.partition("/")
    seconds = _PERIODS.get(period[:1])
    if seconds is None or not number.isdecimal():
        raise ValueError(f"'{text}' is no rate such as 120/min")
    return int(number), seconds


def seconds_to_wait(request: HttpRequest, scope: str, rate: tuple[int, int]) -> int:
    """Count one more call and return how long the caller must wait; 0 where it need not.

    A cache that does not answer stops nobody.
    """
    allowed, period = rate
    now = int(time.time())
    key = f"{_PREFIX}:{scope}:{_caller(request)}:{period}:{now // period}"
    try:
        # The first of two that begin a period at once writes the row; both then count.
        cache.add(key, 0, period + 60)
        count = int(cache.incr(key))
    except ValueError:
        # It was thrown out between the two: a full cache must not stop anybody.
        return 0
    except Exception:
        logger.warning("Calls cannot be counted.", exc_info=True)
        return 0
    return period - now % period if count > allowed else 0


def address_of(request: HttpRequest) -> str:
    """Return the address a request comes from, as far as the proxies in front can be believed."""
    proxies: int = conf.PROXY_COUNT
    if proxies:
        # Only the last ones were written by proxies of ours; a caller may invent the others.
        parts = request.headers.get("X-Forwarded-For", "").split(",")
        return str(parts[-min(proxies, len(parts))]).strip()
    return str(request.META.get("REMOTE_ADDR", "")).strip()


def _caller(request: HttpRequest) -> str:
    text = address_of(request).split("%")[0]
    try:
        address = ip_address(text)
    except ValueError:
        address = None
    if isinstance(address, IPv6Address):
        # The same device writes itself in both ways.
        mapped = address.ipv4_mapped
        text = str(mapped or ip_network(f"{address}/{_IPV6_BITS}", strict=False))
    day = timezone.localdate().isoformat()
    digest: str = salted_hmac(_SALT, f"{day} {text}", algorithm="sha256").hexdigest()
    return digest[:32]
