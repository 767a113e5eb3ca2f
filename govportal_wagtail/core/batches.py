"""Long lists in pieces that every database takes as parameters of one query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar

__all__ = ["BATCH", "batched"]

ValueT = TypeVar("ValueT")
BATCH: Final = 500


def batched(values: Iterable[ValueT]) -> Iterator[list[ValueT]]:
    """Yield the values in order, in lists of at most ``BATCH``."""
    iterator = iter(values)
    while batch := list(islice(iterator, BATCH)):
        yield batch
