"""The instrument a profile stands for, and the instruments it cites."""

from __future__ import annotations

from datetime import date

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Replacement:
    """An older instrument that this one ended, and since when."""

    symbol: str
    on: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Instrument:
    """The decision by which a province regulated its portal."""

    symbol: str
    title: str
    issuer: str
    issued_on: date | None = None
    in_force_from: date | None = None
    #: The last day in force; None while nothing has ended it.
    in_force_to: date | None = None
    replaced_by: str = ""
    is_draft: bool = False
    replaces: tuple[Replacement, ...] = ()
    note: str = ""

    def in_force(self, *, on: date) -> bool:
        """Whether the instrument applies on the day; a draft never does."""
        if self.is_draft or self.in_force_from is None or on < self.in_force_from:
            return False
        return self.in_force_to is None or on <= self.in_force_to


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Citation:
    """One instrument that a regulation relies on, as it cites it."""

    symbol: str
    subject: str
    #: Where the regulation cites it, for example ``Điều 11.2``; empty for its preamble.
    article: str = ""
    #: The articles of the cited instrument.
    cited_articles: str = ""
    note: str = ""
