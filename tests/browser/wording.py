"""Which of the texts that somebody sees are English messages of the portal, left untranslated."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import polib

from tests.browser.portal import ROOT

CATALOGUE = ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po"


def english_in(texts: Iterable[str]) -> set[str]:
    """The texts that are messages of the portal in English."""
    return {text for text in texts if is_english(text)}


def vietnamese_in(texts: Iterable[str]) -> set[str]:
    """The texts that are messages of the portal in Vietnamese."""
    return {text for text in texts if text in _vietnamese()}


def is_english(text: str) -> bool:
    """Whether the text, or what stands before its colon, is an English message of the portal."""
    pattern = _english()
    head, colon, _ = text.partition(":")
    return bool(pattern.fullmatch(text) or (colon and pattern.fullmatch(head)))


@cache
def _english() -> re.Pattern[str]:
    """Matches a whole text that is an English message of the portal, with anything filled in."""
    messages: set[str] = set()
    for entry in polib.pofile(str(CATALOGUE)):
        if entry.obsolete:
            continue
        messages |= {
            message
            for message in (entry.msgid, entry.msgid_plural)
            if message and message != entry.msgstr
        }
    alternatives = sorted(filter(None, map(_as_pattern, messages)), key=len, reverse=True)
    return re.compile("|".join(alternatives))


@cache
def _vietnamese() -> frozenset[str]:
    """The messages as they stand in the catalogue, but for what is the same in both."""
    messages = {entry.msgstr for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete}
    # The switch of languages has each in its own words.
    return frozenset(each for each in messages if not each.isascii()) - {"Tiếng Việt"}


def _as_pattern(message: str) -> str:
    parts = re.split(r"%\(\w+\)[sd]|\{\w+\}", message)
    if len(re.findall(r"[A-Za-z]", "".join(parts))) < 4:
        return ""
    return ".+".join(re.escape(" ".join(part.split()) and part) for part in parts)
