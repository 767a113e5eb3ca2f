"""Whether a document is in force on a given day, since when and because of what.

Pure: facts in, answers out, no database and no clock. The consequences of relations follow the
practice of the national database of legal documents: a whole replacement or repeal ends the
target, a partial one or an amendment ends it in part, a suspension holds until the suspending
document itself ends. An effect needs a published document that is no draft and that had not
ended before the day of the effect. Because that day must come later, what ends what is settled by
the order of the days and no circle of relations can run for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from .models.choices import RelationKind, RelationScope, Validity

__all__ = [
    "EFFECT_KINDS",
    "TIMELINE_KINDS",
    "ActingDocument",
    "Boundaries",
    "DocumentFacts",
    "IncomingRelation",
    "OwnEnding",
    "TimelineEvent",
    "ValidityFinding",
    "ValidityResult",
    "boundaries",
    "findings",
    "timeline",
    "validity_on",
]

_ENDING: Final = frozenset({RelationKind.REPLACES, RelationKind.REPEALS})
_SUSPENDING: Final = frozenset({RelationKind.SUSPENDS, RelationKind.SUSPENDS_EXECUTION})
#: Kinds of relation that change the validity of their target.
EFFECT_KINDS: Final = frozenset({RelationKind.AMENDS, *_ENDING, *_SUSPENDING})
#: Kinds of relation that are told in the history of their target.
TIMELINE_KINDS: Final = EFFECT_KINDS | {RelationKind.CORRECTS, RelationKind.CONSOLIDATES}
_EVENT_ORDER: Final = (
    "issued",
    "in_force",
    "resumed",
    "corrected",
    "amended",
    "consolidated",
    "partly_ended",
    "partly_suspended",
    "suspended",
    "expired",
    "repealed",
    "replaced",
)


@dataclass(frozen=True, slots=True)
class ActingDocument:
    """The document that does something to another one; ``key`` is the same in every language."""

    key: str
    symbol: str = ""
    type_name: str = ""
    title: str = ""
    url: str = ""
    issued_on: date | None = None
    effective_on: date | None = None
    ended_on: date | None = None
    is_published: bool = True
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class IncomingRelation:
    """What ``by`` does to the document in question; ``effective_on`` only where it says so."""

    kind: str
    by: ActingDocument
    scope: str = RelationScope.WHOLE
    effective_on: date | None = None
    articles: str = ""
    last_day: date | None = None

    @property
    def ended_on(self) -> date | None:
        """The first day on which the effect is over: after its last day or the acting document."""
        days = [self.last_day + timedelta(days=1)] if self.last_day else []
        return min([*days, *([self.by.ended_on] if self.by.ended_on else [])], default=None)

    @property
    def on(self) -> date | None:
        """The first day of the effect: its own, else that of the acting document."""
        return self.effective_on or self.by.effective_on or self.by.issued_on

    @property
    def is_whole(self) -> bool:
        """Whether the whole document is meant."""
        return self.scope != RelationScope.ARTICLES


@dataclass(frozen=True, slots=True)
class OwnEnding:
    """A whole replacement or repeal that the document in question itself declares."""

    target_key: str
    on: date


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a document says of itself. ``expires_on`` is the first day without effect."""

    key: str
    issued_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    is_draft: bool = False
    override: str = ""
    endings: tuple[OwnEnding, ...] = ()


@dataclass(frozen=True, slots=True)
class ValidityResult:
    """The state on a day: its code, its first day (None: unknown) and the relations behind it."""

    code: Validity
    since: date | None = None
    causes: tuple[IncomingRelation, ...] = ()
    is_override: bool = False


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """Something that happened, or will happen, to a document on a day."""

    on: date
    code: str
    relation: IncomingRelation | None = None


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The days from which the state of any day follows; what the register stores."""

    ended_on: date | None = None
    partly_ended_on: date | None = None
    suspended_from: date | None = None
    suspended_until: date | None = None


@dataclass(frozen=True, slots=True)
class ValidityFinding:
    """A relation that cannot be right, or cannot be dated: ``circular``, ``undated``, ``void``."""

    code: str
    relation: IncomingRelation


@dataclass(frozen=True, slots=True)
class _Period:
    start: date
    end: date | None
    relations: tuple[IncomingRelation, ...]

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class _Effects:
    ends: tuple[tuple[date, IncomingRelation], ...]
    parts: tuple[tuple[date, IncomingRelation], ...]
    suspensions: tuple[_Period, ...]


def validity_on(
    facts: DocumentFacts, relations: Iterable[IncomingRelation], day: date
) -> ValidityResult:
    """Return the state of a document on ``day``."""
    if facts.override:
        return ValidityResult(Validity(facts.override), is_override=True)
    if facts.is_draft:
        return ValidityResult(Validity.DRAFT)
    effects = _effects(facts, relations)
    ended_on = _ended_on(facts, effects)
    if ended_on and ended_on <= day:
        causes = tuple(relation for on, relation in effects.ends if on == ended_on)
        return ValidityResult(Validity.EXPIRED, ended_on, causes)
    if facts.effective_on is None:
        return ValidityResult(Validity.UNKNOWN)
    if facts.effective_on > day:
        return ValidityResult(Validity.NOT_YET)
    for period in effects.suspensions:
        if period.covers(day):
            since = max(period.start, facts.effective_on)
            causes = tuple(r for r in period.relations if _suspension_covers(r, day))
            return ValidityResult(Validity.SUSPENDED, since, causes)
    resumed = [p.end for p in effects.suspensions if p.end and p.end <= day]
    parts = [(on, relation) for on, relation in effects.parts if on <= day]
    starts = [facts.effective_on, *resumed]
    if parts:
        since = max([*starts, min(on for on, _ in parts)])
        return ValidityResult(Validity.PARTLY_EXPIRED, since, tuple(r for _, r in parts))
    return ValidityResult(Validity.IN_FORCE, max(starts))


def boundaries(
    facts: DocumentFacts, relations: Iterable[IncomingRelation], today: date
) -> Boundaries:
    """Return the days to store so that a query can tell the state of any day.

    The register has room for one suspension. Of several that do not touch each other it keeps the
    one that runs on ``today`` or comes next, else the last.
    """
    effects = _effects(facts, relations)
    parts = [on for on, _ in effects.parts]
    period = next(
        (p for p in effects.suspensions if p.end is None or p.end > today),
        effects.suspensions[-1] if effects.suspensions else None,
    )
    return Boundaries(
        ended_on=_ended_on(facts, effects),
        partly_ended_on=min(parts, default=None),
        suspended_from=period.start if period else None,
        suspended_until=period.end if period else None,
    )


def timeline(
    facts: DocumentFacts, relations: Iterable[IncomingRelation]
) -> tuple[TimelineEvent, ...]:
    """Return the dated events of a document's life, oldest first."""
    relations = tuple(relations)
    events = {
        TimelineEvent(on, code)
        for on, code in (
            (facts.issued_on, "issued"),
            (facts.effective_on, "in_force"),
            (facts.expires_on, "expired"),
        )
        if on
    }
    for relation in relations:
        on = relation.on
        if on and relation.kind in TIMELINE_KINDS and not _reason_against(facts, relation):
            events.add(TimelineEvent(on, _event_code(relation), relation))
    ended_on = _ended_on(facts, effects := _effects(facts, relations))
    for period in effects.suspensions:
        if period.end and (ended_on is None or period.end < ended_on):
            events.add(TimelineEvent(period.end, "resumed"))
    return tuple(
        sorted(events, key=lambda e: (e.on, _EVENT_ORDER.index(e.code), _relation_order(e)))
    )


def findings(
    facts: DocumentFacts, relations: Iterable[IncomingRelation]
) -> tuple[ValidityFinding, ...]:
    """Return the relations whose effect was not counted although the document is published."""
    found = []
    for relation in relations:
        if relation.kind in EFFECT_KINDS and (reason := _reason_against(facts, relation)):
            if reason != "not_public":
                found.append(ValidityFinding(reason, relation))
        elif relation.kind in _ENDING and _is_mutual(facts, relation):
            found.append(ValidityFinding("circular", relation))
    return tuple(found)


def _effects(facts: DocumentFacts, relations: Iterable[IncomingRelation]) -> _Effects:
    ends, parts, periods = [], [], []
    for relation in relations:
        on = relation.on
        if relation.kind not in EFFECT_KINDS or on is None or _reason_against(facts, relation):
            continue
        if relation.kind in _SUSPENDING:
            # A suspension of some articles leaves the document itself in force.
            if relation.is_whole:
                periods.append(_Period(on, relation.ended_on, (relation,)))
        elif relation.kind in _ENDING and relation.is_whole:
            ends.append((on, relation))
        else:
            parts.append((on, relation))
    return _Effects(tuple(ends), tuple(parts), _merged(periods))


def _ended_on(facts: DocumentFacts, effects: _Effects) -> date | None:
    days = [on for on, _ in effects.ends]
    if facts.expires_on:
        days.append(facts.expires_on)
    return min(days, default=None)


def _reason_against(facts: DocumentFacts, relation: IncomingRelation) -> str:
    """Return why a relation has no effect; "" when it has."""
    by, on = relation.by, relation.on
    if by.key == facts.key:
        return "circular"
    if by.is_draft or not by.is_published:
        return "not_public"
    if on is None:
        return "undated"
    if by.ended_on and by.ended_on < on:
        return "void"
    if relation.kind in _SUSPENDING and relation.ended_on and relation.ended_on <= on:
        return "void"
    if relation.kind in _ENDING and relation.is_whole and _loses_to_own(facts, relation, on):
        return "circular"
    return ""


def _is_mutual(facts: DocumentFacts, relation: IncomingRelation) -> bool:
    return relation.is_whole and any(own.target_key == relation.by.key for own in facts.endings)


def _loses_to_own(facts: DocumentFacts, relation: IncomingRelation, on: date) -> bool:
    """Two documents cannot replace each other: the later replacement is believed."""
    if facts.is_draft:
        return False
    by = relation.by
    incoming = (on, by.issued_on or date.min, by.key)
    return any(
        own.target_key == by.key and (own.on, facts.issued_on or date.min, facts.key) > incoming
        for own in facts.endings
    )


def _merged(periods: Sequence[_Period]) -> tuple[_Period, ...]:
    merged: list[_Period] = []
    for period in sorted(periods, key=lambda p: (p.start, p.end is None, p.end or p.start)):
        last = merged[-1] if merged else None
        if last is None or (last.end is not None and last.end < period.start):
            merged.append(period)
            continue
        end = None if last.end is None or period.end is None else max(last.end, period.end)
        merged[-1] = _Period(last.start, end, (*last.relations, *period.relations))
    return tuple(merged)


def _suspension_covers(relation: IncomingRelation, day: date) -> bool:
    on, until = relation.on, relation.ended_on
    return on is not None and on <= day and (until is None or day < until)


def _event_code(relation: IncomingRelation) -> str:
    if relation.kind == RelationKind.AMENDS:
        return "amended"
    if relation.kind == RelationKind.CORRECTS:
        return "corrected"
    if relation.kind == RelationKind.CONSOLIDATES:
        return "consolidated"
    if relation.kind in _SUSPENDING:
        return "suspended" if relation.is_whole else "partly_suspended"
    if not relation.is_whole:
        return "partly_ended"
    return "replaced" if relation.kind == RelationKind.REPLACES else "repealed"


def _relation_order(event: TimelineEvent) -> tuple[str, str, str]:
    relation = event.relation
    if relation is None:
        return ("", "", "")
    return (relation.by.symbol, relation.by.key, relation.articles)
