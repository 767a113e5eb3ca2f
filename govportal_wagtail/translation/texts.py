"""The texts of a page that are translated, and whether two versions of it say the same.

Which fields these are, is declared with the page types (``core.registries.translation_fields``);
wagtail-localize cuts them into strings.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments


@dataclass(frozen=True, slots=True)
class Text:
    """One string to be translated: where it stands, and what it says (HTML without attributes)."""

    path: str
    html: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one place of a page said and says; empty where there was, or is, nothing."""

    path: str
    before: str
    after: str


def texts_of(page: Page) -> list[Text]:
    """The strings of the page as it stands in the instance, in the order in which it shows them."""
    segments: list[Any] = extract_segments(page.specific)
    return [
        Text(each.path, each.string.data)
        for each in segments
        if isinstance(each, StringSegmentValue)
    ]


def digest_of(texts: list[Text]) -> str:
    """SHA-256 of texts and places, the same for the same texts on every database."""
    content = json.dumps([[each.path, each.html] for each in texts], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def changes(before: list[Text], after: list[Text]) -> list[Change]:
    """The places at which two versions differ, in the order of the newer one, the removed last."""
    old, new = _by_path(before), _by_path(after)
    paths = [*new, *(path for path in old if path not in new)]
    return [
        Change(path, "\n".join(old.get(path, [])), "\n".join(new.get(path, [])))
        for path in paths
        if old.get(path) != new.get(path)
    ]


def _by_path(texts: list[Text]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for each in texts:
        found[each.path].append(each.html)
    return found
