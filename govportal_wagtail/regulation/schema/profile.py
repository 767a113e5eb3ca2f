"""A whole profile: one instrument and its rules by section and key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..vocabulary import BodyKind, RoleCode
from . import rules as kinds
from .instrument import Citation, Instrument
from .rules import Rule

#: The sections of a profile in the order in which they are shown, and the record of each.
SECTIONS: dict[str, type[Rule]] = {
    "bodies": kinds.Body,
    "roles": kinds.Role,
    "policies": kinds.Policy,
    "domains": kinds.DomainRule,
    "languages": kinds.LanguageRule,
    "translation": kinds.TranslationDuty,
    "content": kinds.ContentGroup,
    "contacts": kinds.Contact,
    "channels": kinds.Channel,
    "slip": kinds.SlipField,
    "steps": kinds.WorkflowStep,
    "return_reasons": kinds.ReturnReason,
    "refusal_grounds": kinds.RefusalGround,
    "prohibited_acts": kinds.ProhibitedAct,
    "deadlines": kinds.DeadlineRule,
    "rhythm": kinds.RhythmRule,
    "sources": kinds.SourceRule,
    "credits": kinds.CreditLine,
    "cycles": kinds.Cycle,
}


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The rules of one regulation. An empty section means that the regulation is silent."""

    code: str
    title: str
    province: str
    #: The host name of the portal, for example ``camau.gov.vn``.
    host: str
    path: Path
    instrument: Instrument
    cites: tuple[Citation, ...] = ()
    #: The code of the profile that this one follows in time.
    succeeds: str = ""
    extends: str = ""
    note: str = ""
    #: Which file said it last, by ``section.key``.
    origins: Mapping[str, Path] = field(default_factory=dict)

    bodies: Mapping[str, kinds.Body] = field(default_factory=dict)
    roles: Mapping[str, kinds.Role] = field(default_factory=dict)
    policies: Mapping[str, kinds.Policy] = field(default_factory=dict)
    domains: Mapping[str, kinds.DomainRule] = field(default_factory=dict)
    languages: Mapping[str, kinds.LanguageRule] = field(default_factory=dict)
    translation: Mapping[str, kinds.TranslationDuty] = field(default_factory=dict)
    content: Mapping[str, kinds.ContentGroup] = field(default_factory=dict)
    contacts: Mapping[str, kinds.Contact] = field(default_factory=dict)
    channels: Mapping[str, kinds.Channel] = field(default_factory=dict)
    slip: Mapping[str, kinds.SlipField] = field(default_factory=dict)
    steps: Mapping[str, kinds.WorkflowStep] = field(default_factory=dict)
    return_reasons: Mapping[str, kinds.ReturnReason] = field(default_factory=dict)
    refusal_grounds: Mapping[str, kinds.RefusalGround] = field(default_factory=dict)
    prohibited_acts: Mapping[str, kinds.ProhibitedAct] = field(default_factory=dict)
    deadlines: Mapping[str, kinds.DeadlineRule] = field(default_factory=dict)
    rhythm: Mapping[str, kinds.RhythmRule] = field(default_factory=dict)
    sources: Mapping[str, kinds.SourceRule] = field(default_factory=dict)
    credits: Mapping[str, kinds.CreditLine] = field(default_factory=dict)
    cycles: Mapping[str, kinds.Cycle] = field(default_factory=dict)

    def section(self, name: str) -> Mapping[str, Any]:
        """The rules of a section by key.

        Raises:
            KeyError: for a name that is no section.
        """
        if name not in SECTIONS:
            raise KeyError(name)
        found: Mapping[str, Any] = getattr(self, name)
        return found

    def rules(self) -> Iterator[tuple[str, Rule]]:
        """Every rule with its section, in the order of the sections."""
        for name in SECTIONS:
            for rule in self.section(name).values():
                yield name, rule

    def find(self, address: str) -> Rule | None:
        """The rule at ``section.key``, or None."""
        name, _, key = address.partition(".")
        return self.section(name).get(key) if name in SECTIONS else None

    def deadlines_for(self, category: str) -> tuple[kinds.DeadlineRule, ...]:
        """The time limits of a kind of information, one per role.

        Where the regulation has none of its own, the one that expressly covers it; otherwise
        nothing: a rule of another province is never borrowed.
        """
        own = tuple(rule for rule in self.deadlines.values() if rule.category == category)
        return own or tuple(rule for rule in self.deadlines.values() if category in rule.covers)

    def deadline(self, category: str, role: str = "") -> kinds.DeadlineRule | None:
        """The time limit of a kind of information for a role.

        A rule without role holds for every role. None where the regulation is silent.
        """
        found = {rule.role: rule for rule in self.deadlines_for(category)}
        return found.get(role) or found.get("")

    def policy(self, key: str, default: str = "") -> str:
        """The regulation's answer to a question of ``vocabulary.POLICIES``, or the default."""
        found = self.policies.get(key)
        return found.value if found else default

    def workflow(self) -> tuple[kinds.WorkflowStep, ...]:
        """The steps in order."""
        return tuple(sorted(self.steps.values(), key=lambda step: step.order))

    def role_title(self, code: str) -> str:
        """What the regulation calls a role, or the common name of it."""
        role = self.roles.get(code)
        return role.title if role else str(RoleCode(code).label)

    def domains_for(self, body: BodyKind) -> tuple[kinds.DomainRule, ...]:
        """The rules for host names of a kind of body."""
        return tuple(rule for rule in self.domains.values() if rule.body == body)
