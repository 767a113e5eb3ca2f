"""Instruments that regulations cite, and what replaced them when."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from .schema.instrument import STRICT
from .vocabulary import Evidence

FILE = Path(__file__).resolve().parent / "data" / "legal_basis.toml"


@dataclass(frozen=True, kw_only=True, config=STRICT)
class NationalInstrument:
    """A law, decree or circular with its life."""

    symbol: str
    title: str
    issued_on: date | None = None
    in_force_from: date | None = None
    #: The first day on which it no longer applies.
    ended_on: date | None = None
    replaced_by: tuple[str, ...] = ()
    evidence: Evidence = Evidence.TEXT
    note: str = ""

    def in_force(self, *, on: date) -> bool:
        """Whether it applies on the day, as far as its dates are known."""
        started = self.in_force_from is None or self.in_force_from <= on
        return started and (self.ended_on is None or on < self.ended_on)


@lru_cache(maxsize=1)
def instruments() -> dict[str, NationalInstrument]:
    """All known instruments by symbol."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8")).get("instruments", {})
    rows = {symbol: {**values, "symbol": symbol} for symbol, values in raw.items()}
    return TypeAdapter(dict[str, NationalInstrument]).validate_python(rows)


def chain(symbol: str) -> list[NationalInstrument]:
    """The cited instrument and everything that came after it, in order of time.

    Empty for an instrument that is not known.
    """
    found: list[NationalInstrument] = []
    waiting = [symbol]
    while waiting:
        known = instruments().get(waiting.pop(0))
        if known is not None and known not in found:
            found.append(known)
            waiting.extend(known.replaced_by)
    return found


def applicable(symbol: str, *, on: date) -> list[NationalInstrument]:
    """What of the chain applies on the day."""
    return [instrument for instrument in chain(symbol) if instrument.in_force(on=on)]
