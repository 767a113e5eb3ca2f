"""Models of the editorial app."""

from __future__ import annotations

from .afterwards import (
    Correction,
    CorrectionKind,
    PageReport,
    PageReporter,
    PageReview,
    ReportKind,
    ReportState,
    Takedown,
    TakedownMode,
    TakedownState,
)
from .events import EditorialEvent
from .items import Delegation, EditorialItem, ItemQuerySet, Verification
from .messages import MailState, Message, MessagePreference, Reminder
from .slips import SLIP_FEATURES, SlipAttachment, SlipCounter, SlipPhoto, SlipSender, SupplySlip
from .tasks import EditorialTask

__all__ = [
    "SLIP_FEATURES",
    "Correction",
    "CorrectionKind",
    "Delegation",
    "EditorialEvent",
    "EditorialItem",
    "EditorialTask",
    "ItemQuerySet",
    "MailState",
    "Message",
    "MessagePreference",
    "PageReport",
    "PageReporter",
    "PageReview",
    "Reminder",
    "ReportKind",
    "ReportState",
    "SlipAttachment",
    "SlipCounter",
    "SlipPhoto",
    "SlipSender",
    "SupplySlip",
    "Takedown",
    "TakedownMode",
    "TakedownState",
    "Verification",
]
