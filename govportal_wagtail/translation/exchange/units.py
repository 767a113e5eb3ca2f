"""What a translator's file holds: bundles of units, one unit for each text of a page."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class UnitState(TextChoices):
    """How far the translation of one text is."""

    NEW = "new", pgettext_lazy("state of a translated text", "not translated")
    TRANSLATED = "translated", pgettext_lazy("state of a translated text", "translated")
    MACHINE = (
        "machine",
        pgettext_lazy("state of a translated text", "machine translation, not reviewed"),
    )
    FINAL = "final", pgettext_lazy("state of a translated text", "final")


@dataclass(frozen=True)
class Unit:
    """One text to translate, with its translation so far.

    `id` is stable between exports: the path of the text and the key of its string. `source` and
    `target` are HTML with inline tags whose attributes are replaced by an id (`<a id="a1">`).
    `max_length` is the greatest number of visible characters that the field takes, None for any.
    """

    id: str
    path: str
    label: str
    source: str
    target: str = ""
    state: UnitState = UnitState.NEW
    note: str = ""
    max_length: int | None = None


@dataclass
class Bundle:
    """The units of one page or record in one pair of languages; `id` is the UUID of the job."""

    id: str
    source_language: str
    target_language: str
    title: str
    units: list[Unit] = field(default_factory=list)


@dataclass(frozen=True)
class FoundUnit:
    """One text as a translator's file holds it, before any check.

    `source` and `target` are None where the file has none; `state` is None where it says nothing.
    Tags are references to those of the exported unit (`Mark`) in XLIFF, and literal HTML in PO.
    """

    bundle_id: str
    unit_id: str
    source: Content | None
    target: Content | None
    state: UnitState | None = None


@dataclass(frozen=True)
class FoundFile:
    """The units of one bundle in a translator's file; a language that it does not name is ""."""

    bundle_id: str
    source_language: str
    target_language: str
    units: list[FoundUnit]


@dataclass(frozen=True)
class Mark:
    """A reference in a file to a tag of the exported text."""

    code: str
    role: MarkRole


class MarkRole(TextChoices):
    """Where a reference stands: at the beginning or end of a pair, or alone."""

    OPENING = "opening"
    CLOSING = "closing"
    SINGLE = "single"


# Literal HTML, or runs of plain text between references to tags.
Content = str | list[str | Mark]


class FileRefused(ValueError):
    """A file that cannot be taken at all; the text is translated and shown to the person."""
