"""The facts of a file in words, for editors."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .files import LABELS, Kind
from .models import FileFacts, InspectionState


def kind_label(facts: FileFacts | None) -> str:
    """What the file is, by its content; empty if that is not known."""
    return str(LABELS[Kind(facts.kind)]) if facts and facts.kind in set(Kind) else ""


def state_label(facts: FileFacts | None) -> str:
    """How far the reading of the file has come."""
    return str(InspectionState(facts.state).label) if facts else _("not inspected yet")


def signature_label(facts: FileFacts | None) -> str:
    """Whether there is a digital signature in the file; empty where the kind has none."""
    if facts is None or facts.is_signed is None:
        return ""
    if not facts.is_signed:
        return _("not signed")
    if facts.signature_intact is False:
        return _("signed, but changed after signing")
    return _("digitally signed")


def text_label(facts: FileFacts | None) -> str:
    """Whether the file has text that can be searched; empty where that is not known."""
    if facts is None or facts.has_text_layer is None:
        return ""
    if not facts.has_text_layer:
        return _("no text (scan)")
    return _("text, not complete") if facts.text_truncated else _("text")


def summary(facts: FileFacts) -> str:
    """The facts in one line."""
    pages: Any = facts.page_count
    parts = [
        kind_label(facts),
        ngettext("%(count)d page", "%(count)d pages", pages) % {"count": pages} if pages else "",
        signature_label(facts),
        text_label(facts),
        _("restricted by its author") if facts.is_encrypted else "",
        state_label(facts) if facts.state != InspectionState.DONE else "",
        facts.message,
    ]
    return "; ".join(part for part in parts if part)
