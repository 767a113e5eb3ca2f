"""Models of the translation app."""

from __future__ import annotations

from .events import TranslationEvent
from .translations import PageTranslation, PageTranslationQuerySet, TranslatedVersion

__all__ = ["PageTranslation", "PageTranslationQuerySet", "TranslatedVersion", "TranslationEvent"]
