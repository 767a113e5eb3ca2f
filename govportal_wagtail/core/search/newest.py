"""The newest units that fulfil a condition, without looking at all of them where they are many.

The newest hundred of a word that half of all units have are soon met by going through the units by
date, and comparing their keys here. Of a rare word the index names the few there are, and the
database sorts them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from math import prod
from typing import Final

from ..models.search import SearchUnitQuerySet
from ..search_keys import AnyOf, Condition, Key, is_fulfilled, keys_of
from .statistics import Frequencies

__all__ = ["ByDate", "Met", "having", "share_of"]

#: A unit and the page that it is or belongs to.
Met = tuple[int, int]
#: So many units are gone through by date, and so many more than should be needed.
_WALKED: Final = 1_200
_MARGIN: Final = 1.5
_CHUNK: Final = 200
_ORDER: Final = ("-date", "-page_id", "position")


class ByDate:
    """Units in the order of their days, the newest first, read no further than is needed."""

    def __init__(self, units: SearchUnitQuerySet) -> None:
        """Nothing is read yet."""
        self._units = units.order_by(*_ORDER)
        self._keys: dict[int, set[str]] = {}

    def first(self, condition: Condition, count: int, share: float) -> list[Met]:
        """Return the newest units that fulfil a condition, at most so many.

        ``share`` is about which share of units does.
        """
        found = self._met(condition, count) if share * _WALKED > count * _MARGIN else None
        if found is None:
            found = list(self._units.led_by(condition).values_list("pk", "page_id")[:count])
        return found

    @cached_property
    def _newest(self) -> list[Met]:
        return list(self._units.values_list("pk", "page_id")[:_WALKED])

    def _met(self, condition: Condition, count: int) -> list[Met] | None:
        """What is met by going through units by date; None where that was not enough."""
        found: list[Met] = []
        for start in range(0, len(self._newest), _CHUNK):
            chunk = self._newest[start : start + _CHUNK]
            unread = [pk for pk, _page_id in chunk if pk not in self._keys]
            self._keys |= keys_of(unread, self._units.db)
            found += _having(chunk, condition, self._keys)
            if len(found) >= count:
                return found[:count]
        return found if len(self._newest) < _WALKED else None


def having(units: Sequence[Met], condition: Condition, alias: str) -> list[Met]:
    """Return those of these units that fulfil a condition, in their order."""
    return _having(units, condition, keys_of([pk for pk, _page_id in units], alias))


def share_of(condition: Condition, facts: Frequencies) -> float:
    """Return about which share of all units fulfils a condition."""
    if isinstance(condition, Key):
        return min(1.0, facts.count(condition.text) / max(facts.units, 1))
    shares = [share_of(each, facts) for each in condition.conditions]
    return max(shares) if isinstance(condition, AnyOf) else prod(shares)


def _having(
    units: Iterable[Met], condition: Condition, keys: Mapping[int, Collection[str]]
) -> list[Met]:
    return [unit for unit in units if is_fulfilled(condition, keys.get(unit[0], ()))]
