"""How often one address may call, counted without keeping the address."""

from __future__ import annotations

from typing import ClassVar

import pytest
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.test import RequestFactory, override_settings

from govportal_wagtail.core import rate_limits

RATE = (2, 86_400)
LISTENING_CACHE = {"default": {"BACKEND": "tests.core.test_rate_limits.ListeningCache"}}
DEAD_CACHE = {"default": {"BACKEND": "tests.core.test_rate_limits.DeadCache"}}


class DeadCache(BaseCache):
    """A cache whose server is down."""

    def __init__(self, *args: object) -> None:
        super().__init__({})

    def add(self, *args: object, **kwargs: object) -> bool:
        raise ConnectionError

    def incr(self, *args: object, **kwargs: object) -> int:
        raise ConnectionError

    def clear(self) -> None:
        """Nothing is in it."""


class ListeningCache(LocMemCache):
    """A cache that tells which keys were written."""

    keys: ClassVar[list[str]] = []

    def add(self, key, *args, **kwargs):
        """Write, and tell."""
        self.keys.append(key)
        return super().add(key, *args, **kwargs)


def call(address: str = "203.0.113.9", scope: str = "x", **headers: str) -> int:
    request = RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)
    return rate_limits.seconds_to_wait(request, scope, RATE)


class RateTests:
    @pytest.mark.parametrize(
        ("text", "rate"),
        [("120/min", (120, 60)), ("1/s", (1, 1)), ("20/hour", (20, 3600)), ("5/d", (5, 86_400))],
    )
    def test_is_read_as_rest_framework_writes_it(self, text, rate):
        assert rate_limits.rate_of(text) == rate

    @pytest.mark.parametrize("text", ["", "120", "/min", "x/min", "-1/min", "10/fortnight", "10/"])
    def test_anything_else_is_refused(self, text):
        with pytest.raises(ValueError, match="is no rate"):
            rate_limits.rate_of(text)


class WaitTests:
    def test_the_call_beyond_the_rate_waits_for_the_end_of_the_period(self):
        waits = [call() for _ in range(3)]
        assert waits[:2] == [0, 0]
        assert 0 < waits[2] <= RATE[1]

    def test_each_address_and_each_interface_is_counted_by_itself(self):
        assert [call(), call(), call("203.0.113.10"), call(scope="y")] == [0, 0, 0, 0]

    def test_addresses_of_one_subscriber_are_one_caller(self):
        calls = [call(f"2001:db8:1:2::{number}") for number in (1, 2, 3)]
        assert calls[:2] == [0, 0]
        assert calls[2]
        assert call("2001:db8:1:3::1") == 0

    def test_an_address_is_the_same_in_both_ways_of_writing_it(self):
        assert [call("203.0.113.9"), call("::ffff:203.0.113.9")] == [0, 0]
        assert call("203.0.113.9")
        assert call("::ffff:203.0.113.9")

    @pytest.mark.parametrize("address", ["", "unix:", "%%", "fe80::1%eth0"])
    def test_no_address_is_an_error(self, address):
        assert call(address) == 0

    def test_what_a_caller_says_of_itself_counts_only_behind_proxies(self, settings):
        said = {"X-Forwarded-For": "198.51.100.1, 203.0.113.50"}
        assert [bool(call(**said)) for _ in range(3)] == [False, False, True]
        settings.GOVPORTAL_PROXY_COUNT = 1
        assert call("203.0.113.9", **said) == 0

    @override_settings(CACHES=LISTENING_CACHE)
    def test_no_address_is_kept(self):
        assert call("203.0.113.77") == 0
        assert ListeningCache.keys
        assert not [key for key in ListeningCache.keys if "203.0.113" in key]

    @override_settings(CACHES=DEAD_CACHE)
    def test_a_cache_that_does_not_answer_stops_nobody(self):
        assert [call() for _ in range(5)] == [0] * 5
