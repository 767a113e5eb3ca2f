"""Models of the translation app."""

from __future__ import annotations

from .events import TranslationEvent
from .mails import WeeklyMail
from .sections import SectionSelection
from .terms import GlossaryTerm
from .translations import PageTranslation, PageTranslationQuerySet, TranslatedVersion

__all__ = [
    "GlossaryTerm",
    "PageTranslation",
    "PageTranslationQuerySet",
    "SectionSelection",
    "TranslatedVersion",
    "TranslationEvent",
    "WeeklyMail",
]
