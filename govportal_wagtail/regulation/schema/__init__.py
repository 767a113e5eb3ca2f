"""The shape of a profile: frozen records that a TOML file is read into."""

from __future__ import annotations

from .instrument import Citation, Instrument, Replacement
from .profile import SECTIONS, Profile
from .rules import (
    Body,
    Channel,
    Contact,
    ContentGroup,
    CreditLine,
    Cycle,
    DeadlineRule,
    DomainRule,
    LanguageRule,
    Policy,
    ProhibitedAct,
    RefusalGround,
    ReturnReason,
    RhythmRule,
    Role,
    Rule,
    SlipField,
    SourceRule,
    TranslationDuty,
    WorkflowStep,
)

__all__ = [
    "SECTIONS",
    "Body",
    "Channel",
    "Citation",
    "Contact",
    "ContentGroup",
    "CreditLine",
    "Cycle",
    "DeadlineRule",
    "DomainRule",
    "Instrument",
    "LanguageRule",
    "Policy",
    "Profile",
    "ProhibitedAct",
    "RefusalGround",
    "Replacement",
    "ReturnReason",
    "RhythmRule",
    "Role",
    "Rule",
    "SlipField",
    "SourceRule",
    "TranslationDuty",
    "WorkflowStep",
]
