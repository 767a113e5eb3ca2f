"""The instruments that a rule points at, and what took their place and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .. import legal_basis
from ..legal_basis import NationalInstrument
from ..schema import Citation, Profile, Rule
from . import articles


@dataclass(frozen=True, slots=True)
class Link:
    """One instrument of a chain and whether it applies on the day."""

    instrument: NationalInstrument
    applies: bool


@dataclass(frozen=True, slots=True)
class CitedInstrument:
    """An instrument as it is cited, with its chain; the chain is empty where it is not known."""

    symbol: str
    subject: str
    article: str
    cited_articles: str
    note: str
    chain: tuple[Link, ...]

    @property
    def is_outdated(self) -> bool:
        """The cited instrument itself no longer applies."""
        return bool(self.chain) and not self.chain[0].applies

    @property
    def place(self) -> str:
        """Where the regulation cites it, in words; empty for its preamble."""
        return articles.label(self.article)


def chain_of(symbol: str, *, on: date) -> tuple[Link, ...]:
    """The instrument and what came after it, each with whether it applies on the day."""
    return tuple(Link(each, each.in_force(on=on)) for each in legal_basis.chain(symbol))


def cited_by_rule(profile: Profile, rule: Rule, *, on: date) -> list[CitedInstrument]:
    """The instruments that the rule names itself, and those cited at the rule's article."""
    wanted = list(rule.cites)
    wanted += [
        cite.symbol
        for cite in profile.cites
        if rule.article and cite.article and _covers(cite.article, rule.article)
    ]
    known: dict[str, Citation] = {}
    for cite in profile.cites:
        if cite.symbol not in known or _covers(cite.article, rule.article):
            known[cite.symbol] = cite
    return [_cited(known.get(symbol), symbol, on) for symbol in dict.fromkeys(wanted)]


def cited_by_profile(profile: Profile, *, on: date) -> list[CitedInstrument]:
    """Every citation of the regulation, those of its preamble first."""
    return [_cited(cite, cite.symbol, on) for cite in profile.cites]


@dataclass(frozen=True, slots=True)
class Citations:
    """One instrument with every place at which a regulation cites it."""

    symbol: str
    cites: tuple[CitedInstrument, ...]

    @property
    def chain(self) -> tuple[Link, ...]:
        """The instrument and what came after it."""
        return self.cites[0].chain

    @property
    def is_outdated(self) -> bool:
        """The cited instrument itself no longer applies."""
        return self.cites[0].is_outdated


def by_symbol(cited: Iterable[CitedInstrument]) -> list[Citations]:
    """The citations, all of one instrument together, in the order of the first of each."""
    groups: dict[str, list[CitedInstrument]] = {}
    for cite in cited:
        groups.setdefault(cite.symbol, []).append(cite)
    return [Citations(symbol, tuple(cites)) for symbol, cites in groups.items()]


def _covers(cited_at: str, article: str) -> bool:
    """Whether what is cited at ``13.1`` concerns a rule of ``13.1.c`` (or the other way round)."""
    cited = _plain_places(cited_at)
    return any(
        place == wanted or place.startswith(f"{wanted}.")
        for place in _plain_places(article)
        for wanted in cited
    )


def _plain_places(text: str) -> list[str]:
    parts = (part.strip().removeprefix("Điều").strip() for part in text.split(";"))
    return [part for part in parts if part]


def _cited(cite: Citation | None, symbol: str, on: date) -> CitedInstrument:
    chain = chain_of(symbol, on=on)
    subject = cite.subject if cite else (chain[0].instrument.title if chain else "")
    return CitedInstrument(
        symbol=symbol,
        subject=subject,
        article=cite.article if cite else "",
        cited_articles=cite.cited_articles if cite else "",
        note=cite.note if cite else "",
        chain=chain,
    )
