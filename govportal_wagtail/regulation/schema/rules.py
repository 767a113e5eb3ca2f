"""One record per kind of rule; each carries the article it comes from."""

from __future__ import annotations

from datetime import date

from pydantic.dataclasses import dataclass

from ..vocabulary import (
    RECEIPT_EVENTS,
    Action,
    BodyKind,
    ChannelKind,
    CycleSubject,
    Direction,
    Event,
    Evidence,
    LanguageStatus,
    Naming,
    Period,
    ReturnPolicy,
    RoleCode,
    Unit,
)
from .instrument import STRICT


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Rule:
    """What every rule says of its origin."""

    #: The key of the rule in its section; filled in by the loader.
    key: str
    #: Điều, khoản and điểm as ``13.1.c``; several joined by ``; ``; empty where no text says it.
    article: str = ""
    #: The short official wording, where it is needed to act.
    wording: str = ""
    note: str = ""
    evidence: Evidence = Evidence.TEXT
    #: What the text leaves open and the software had to decide, for example ``anchors``.
    silent: tuple[str, ...] = ()
    #: Symbols of the instruments that this rule points at.
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, config=STRICT)
class DeadlineRule(Rule):
    """By when something must be done, counted from what event."""

    unit: Unit
    #: The kind of information; the key where it is not given.
    category: str = ""
    #: Whose time limit it is, for example ``issuer`` or ``affected``; empty for everybody.
    role: str = ""
    days: int | None = None
    #: Each of these events starts a time limit of its own.
    anchors: tuple[Event, ...] = ()
    direction: Direction = Direction.AFTER
    #: The time limit is a shortest period and not a longest one.
    is_minimum: bool = False
    #: A notice of progress with a promised date is enough.
    or_progress_notice: bool = False
    extendable_days: int | None = None
    #: Other categories for which the regulation has nothing of its own and that fall under this.
    covers: tuple[str, ...] = ()
    return_policy: ReturnPolicy | None = None
    title: str = ""

    def __post_init__(self) -> None:
        """Complete the category and refuse a time limit that says nothing.

        Raises:
            ValueError: for a counted unit without days or events, or days without a counted unit.
        """
        if not self.category:
            object.__setattr__(self, "category", self.key)
        counted = self.unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY)
        if counted and (not self.days or self.days < 1):
            raise ValueError("a time limit in days needs days of 1 or more")
        if counted and not self.anchors:
            raise ValueError("a time limit in days needs at least one event in anchors")
        if not counted and self.days is not None:
            raise ValueError(f"days cannot be given with the unit {self.unit.value}")

    @property
    def on_return(self) -> ReturnPolicy:
        """What happens to the clock on a return: as said, or by what starts the clock.

        No regulation says it. A limit counted from receipt starts anew with a complete dossier;
        one counted from issuance, approval or publication cannot.
        """
        if self.return_policy:
            return self.return_policy
        if self.anchors and set(self.anchors) <= RECEIPT_EVENTS:
            return ReturnPolicy.RESTART_ON_RESUBMISSION
        return ReturnPolicy.KEEP_ORIGINAL


@dataclass(frozen=True, kw_only=True, config=STRICT)
class RhythmRule(Rule):
    """How often new information must appear at least."""

    times: int
    per: Period
    #: ``portal`` or ``agency``: whose rhythm it is.
    scope: str = "portal"
    hours: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, config=STRICT)
class RefusalGround(Rule):
    """A lettered ground on which posting is refused."""

    letter: str
    #: The meaning across provinces, for example ``untrue``.
    code: str


@dataclass(frozen=True, kw_only=True, config=STRICT)
class ReturnReason(Rule):
    """A reason to send an item back for completion; the key is its code."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class ProhibitedAct(Rule):
    """An act that the regulation prohibits: a reason to remove, or to refuse where no list is."""

    letter: str = ""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class WorkflowStep(Rule):
    """One step of an item's way to the public page."""

    order: int
    action: Action
    roles: tuple[RoleCode, ...]
    title: str = ""
    is_optional: bool = False


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Channel(Rule):
    """A way in; ``purpose`` is ``supply`` or ``question``."""

    kind: ChannelKind
    purpose: str = "supply"
    address: str = ""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class SlipField(Rule):
    """A field of the supply slip."""

    title: str
    is_required: bool = True


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Policy(Rule):
    """An answer to one of the questions of ``vocabulary.POLICIES``."""

    value: str


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Role(Rule):
    """What the regulation calls the holder of a role; the key is a ``RoleCode``."""

    title: str
    duty: str = ""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Body(Rule):
    """Who governs, manages and operates; the key is ``governing_body``, ``operator``, ..."""

    title: str
    duty: str = ""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class DomainRule(Rule):
    """The host names of one kind of body."""

    body: BodyKind
    #: ``{name}`` is the body, ``{parent}`` the district, ``{province}`` the province's own label.
    pattern: str
    level: int
    naming: tuple[Naming, ...] = ()
    #: In which languages the label may be written.
    name_languages: tuple[str, ...] = ("vi",)
    #: The content language that is served there; empty for the site's own.
    language: str = ""
    is_encouraged: bool = False
    #: The last day on which such names were issued.
    until: date | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class LanguageRule(Rule):
    """A language of the portal; the key is its code."""

    status: LanguageStatus
    host: str = ""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class TranslationDuty(Rule):
    """What must, or should, exist in the foreign language."""

    title: str
    fields: tuple[str, ...] = ()
    #: Codes of the pages of a site that answer it, each with the pages directly below.
    parts: tuple[str, ...] = ()
    is_required: bool = True


@dataclass(frozen=True, kw_only=True, config=STRICT)
class SourceRule(Rule):
    """What must be stated about an item's origin."""

    #: ``all`` or ``quoted``.
    applies_to: str
    #: Any of ``author``, ``source``, ``provider``, ``posted_on``.
    requires: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class CreditLine(Rule):
    """Words that others must write when they reuse content; the wording is the text."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Cycle(Rule):
    """A duty that returns: ``times`` in every ``every`` periods."""

    subject: CycleSubject
    period: Period
    every: int = 1
    times: int = 1
    title: str = ""
    #: Role or body that owes it, and to whom it goes.
    by: str = ""
    to: str = ""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class ContentGroup(Rule):
    """A group of information that the portal or a component must carry."""

    title: str
    letter: str = ""
    bodies: tuple[BodyKind, ...] = (BodyKind.PORTAL,)
    #: Codes of the pages that setting up a site creates for it.
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Contact(Rule):
    """A contact that the regulation fixes or asks to be shown."""

    #: ``hotline``, ``mailbox``, ``website``, ``focal_officer`` or ``directory``.
    kind: str
    value: str = ""
    shown_in: str = ""
