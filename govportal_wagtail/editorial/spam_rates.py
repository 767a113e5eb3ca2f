"""Counts what comes in by public forms, by range of addresses and by site, in Django's cache.

No address is kept: ranges are counted under a keyed hash that changes every day.
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

from ..core.rate_limits import address_of

_log = logging.getLogger(__name__)
_PREFIX: Final = "govportal:form"
_SALT: Final = "govportal.form.sender"
#: Neighbours share a range: one household or office, not one device.
_IPV4_BITS: Final = 24
_IPV6_BITS: Final = 56


class CacheDownError(Exception):
    """The cache does not answer, so that nothing can be counted."""


def range_of(request: HttpRequest) -> str:
    """The range of addresses from which a request comes, such as ``203.0.113.0/24``.

    Empty where that says nothing about the sender: no address, or one of this machine, as behind
    a proxy of which the settings do not tell.
    """
    try:
        address = ip_address(address_of(request).split("%")[0])
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.is_loopback or address.is_unspecified:
        return ""
    bits = _IPV4_BITS if address.version == 4 else _IPV6_BITS
    return str(ip_network(f"{address}/{bits}", strict=False))


def sender_key(request: HttpRequest) -> str:
    """A name for the range that holds for today and cannot be turned back into it."""
    found = range_of(request)
    if not found:
        return ""
    day = timezone.localdate().isoformat()
    digest: str = salted_hmac(_SALT, f"{day} {found}", algorithm="sha256").hexdigest()
    return digest[:32]


def add(name: str, rate: tuple[int, int]) -> int:
    """Count one more under a name; how many there are in the running period, this one included.

    Raises:
        CacheDownError: if the cache does not answer.
    """
    key = _key(name, rate[1])
    try:
        # The first of two that begin a period at once writes the row; both then count.
        cache.add(key, 0, rate[1] + 60)
        return int(cache.incr(key))
    except ValueError:
        # It was thrown out between the two: a full cache must not stop a form.
        return 1
    except Exception as error:
        _log.warning("What came in by a form cannot be counted.", exc_info=True)
        raise CacheDownError from error


def count(name: str, rate: tuple[int, int]) -> int:
    """How many were counted under a name in the running period.

    Raises:
        CacheDownError: if the cache does not answer.
    """
    try:
        return int(cache.get(_key(name, rate[1])) or 0)
    except Exception as error:
        _log.warning("What came in by a form cannot be counted.", exc_info=True)
        raise CacheDownError from error


def claim(name: str, seconds: int) -> bool:
    """Whether a name is used for the first time within so many seconds.

    Raises:
        CacheDownError: if the cache does not answer.
    """
    try:
        return bool(cache.add(f"{_PREFIX}:once:{name}", 1, seconds))
    except Exception as error:
        _log.warning("What came in by a form cannot be counted.", exc_info=True)
        raise CacheDownError from error


def keep(name: str, value: str, seconds: int) -> None:
    """Keep a short value.

    Raises:
        CacheDownError: if the cache does not answer.
    """
    try:
        cache.set(f"{_PREFIX}:{name}", value, seconds)
    except Exception as error:
        _log.warning("The cache could not be written.", exc_info=True)
        raise CacheDownError from error


def kept(name: str) -> str:
    """The value; empty where there is none, also where the cache does not answer."""
    try:
        return str(cache.get(f"{_PREFIX}:{name}") or "")
    except Exception:  # noqa: BLE001
        _log.warning("The cache could not be read.", exc_info=True)
        return ""


def seconds_left(rate: tuple[int, int]) -> int:
    """How long the running period still lasts."""
    return int(rate[1] - int(time.time()) % rate[1])


def _key(name: str, period: int) -> str:
    return f"{_PREFIX}:{name}:{period}:{int(time.time()) // period}"
