"""What is checked in the translation of one text before it is taken."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from .figures import missing_figures
from .inline import CodeTable, Tag, has_forbidden, is_nested_right, pieces, plain_text
from .units import MarkRole, Unit

# Longer than any paragraph of a page: what is longer was put into one unit by mistake.
MAX_LENGTH: Final = 50_000

# A list of remarks is read by a person; what a file can hold has no bound.
_MOST = 5
_LONGEST_TAG = 40

_WORD = re.compile(r"[^\W\d_]{2,}")


class Severity(TextChoices):
    """Whether a text is refused or taken with a remark."""

    ERROR = "error", pgettext_lazy("severity of a remark on a translation", "error")
    WARNING = "warning", pgettext_lazy("severity of a remark on a translation", "warning")


@dataclass(frozen=True)
class Remark:
    """One remark on a translation, in words for the translator."""

    severity: Severity
    message: str


def check_target(unit: Unit, target: str, language: str) -> list[Remark]:
    """Return the remarks on the HTML string `target` as a translation of `unit` into `language`.

    Errors: length, characters, tags. Warnings: nothing translated, figures of the source missing.
    """
    if len(target) > MAX_LENGTH:
        return [_too_long(MAX_LENGTH, len(target))]
    errors = [*_length(unit, target), *_characters(unit, target), *_tags(unit, target)]
    if errors:
        return [Remark(Severity.ERROR, message) for message in errors]
    warnings = [*_unchanged(unit, target), *_figures(unit, target, language)]
    return [Remark(Severity.WARNING, message) for message in warnings]


def is_blank(text: str) -> bool:
    """Return True if a reader sees nothing of the HTML string `text`."""
    return not plain_text(text).strip()


def _too_long(limit: int, length: int) -> Remark:
    return Remark(Severity.ERROR, _length_message(limit, length))


def _length_message(limit: int, length: int) -> str:
    return _("The text has %(length)d characters; the field takes at most %(limit)d.") % {
        "length": length,
        "limit": limit,
    }


def _length(unit: Unit, target: str) -> list[str]:
    if unit.max_length is None:
        return []
    length = len(plain_text(target))
    return [_length_message(unit.max_length, length)] if length > unit.max_length else []


def _characters(unit: Unit, target: str) -> list[str]:
    if not has_forbidden(target) or target == unit.target:
        return []
    if _odd_characters(target) - _odd_characters(unit.source):
        return [_("The text has a control character. Type the text again.")]
    return []


def _odd_characters(text: str) -> Counter[str]:
    return Counter(character for character in text if has_forbidden(character))


def _tags(unit: Unit, target: str) -> list[str]:
    if is_nested_right(unit.source) and not is_nested_right(target):
        return [_("The tags are not closed in the order in which they were opened.")]
    table = CodeTable(unit.source, target)
    messages = [
        _("The tag %(tag)s of the source is missing.") % {"tag": code.opening[:_LONGEST_TAG]}
        for code in table.missing()
        if code.name
    ]
    messages += [
        _("The tag %(tag)s is not in the source, or is there less often.")
        % {"tag": code.opening[:_LONGEST_TAG]}
        for code in table.added()
        if code.name
    ]
    if messages:
        return list(dict.fromkeys(messages))[:_MOST]
    if _nests_in_itself(target) and not _nests_in_itself(unit.source):
        return [_("A tag stands inside another tag of the same kind.")]
    if len(_empty_links(target)) > len(_empty_links(unit.source)):
        return [_("A link has no text: put the words of the link between its tags.")]
    return []


def _nests_in_itself(text: str) -> bool:
    open_names: Counter[str] = Counter()
    for part in pieces(text):
        if not isinstance(part, Tag):
            continue
        if part.role == MarkRole.OPENING:
            if open_names[part.name]:
                return True
            open_names[part.name] += 1
        elif part.role == MarkRole.CLOSING:
            open_names[part.name] -= 1
    return False


def _empty_links(text: str) -> list[str]:
    """Return the opening tags of the links of `text` between whose tags there is no text."""
    empty: list[str] = []
    opening = ""
    for part in pieces(text):
        if isinstance(part, str):
            opening = "" if part.strip() else opening
        elif part.name == "a" and part.role == MarkRole.OPENING:
            opening = part.literal
        elif part.name == "a" and opening:
            empty.append(opening)
            opening = ""
    return empty


def _unchanged(unit: Unit, target: str) -> list[str]:
    source = plain_text(unit.source).strip()
    if source == plain_text(target).strip() and any(
        not word.isupper() for word in _WORD.findall(source)
    ):
        return [_("The translation is the same as the source.")]
    return []


def _figures(unit: Unit, target: str, language: str) -> list[str]:
    missing = missing_figures(plain_text(unit.source), plain_text(target), language)
    if not missing:
        return []
    more = " …" if len(missing) > _MOST else ""
    return [
        _("Figures or symbols of the source are missing: %(list)s.")
        % {"list": ", ".join(missing[:_MOST]) + more}
    ]
