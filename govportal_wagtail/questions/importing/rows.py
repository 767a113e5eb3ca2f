"""One entry of an archive, read and checked: what it says, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from ...core.vietnamese import normalise
from .mapping import Mapping as FieldMapping

__all__ = ["CitedNumber", "Entry", "Reading", "read", "rich_text"]

_LONGEST_TITLE: Final = 255
_LONGEST_URL: Final = 500
_DATES: Final = ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%S")


@dataclass(frozen=True, slots=True)
class CitedNumber:
    """A document that an answer names by its number, with the part of it."""

    number: str
    part: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What an archive says of one question."""

    title: str
    question: str
    #: Rich text.
    answer: str
    answered_on: date
    asked_on: date | None = None
    topic: str = ""
    agency: str = ""
    tags: tuple[str, ...] = ()
    source_url: str = ""
    citations: tuple[CitedNumber, ...] = ()


@dataclass(slots=True)
class Reading:
    """An entry, or None where it cannot be used, and the errors by which it cannot."""

    entry: Entry | None = None
    title: str = ""
    errors: list[str] = field(default_factory=list)


def read(row: Any, mapping: FieldMapping) -> Reading:
    """Return what a row of the archive says."""
    if not isinstance(row, dict):
        return Reading(errors=[_("The row is not an object with named fields.")])
    given = {name: row.get(source) for name, source in mapping.fields.items()}
    title, answer = _text(given["title"]), _text(given["answer"])
    question = _text(given["question"]) or title
    reading = Reading(title=title)
    errors = reading.errors
    if not title:
        errors.append(_("The title is missing."))
    elif len(title) > _LONGEST_TITLE:
        errors.append(_("The title is longer than %(most)s characters.") % {"most": _LONGEST_TITLE})
    if not answer:
        errors.append(_("The answer is missing."))
    asked_on, answered_on = _days(given, errors)
    address = _text(given["source_url"])
    if address and not _is_address(address):
        errors.append(_("The address of the source is no address."))
    if not errors and answered_on is not None:
        reading.entry = Entry(
            title=title,
            question=question,
            answer=rich_text(answer),
            answered_on=answered_on,
            asked_on=asked_on,
            topic=_text(given["topic"]),
            agency=_text(given["agency"]),
            tags=tuple(dict.fromkeys(_tags(given["tags"]))),
            source_url=address,
            citations=tuple(dict.fromkeys(_citations(given["citations"], mapping.citation))),
        )
    return reading


def _days(given: dict[str, Any], errors: list[str]) -> tuple[date | None, date | None]:
    """The days of question and answer; what is wrong with them is added to the errors."""
    asked_on, answered_on = _day(given["asked_on"]), _day(given["answered_on"])
    if answered_on is None:
        errors.append(_("The day of the answer is missing or is no date."))
    elif answered_on > timezone.localdate():
        errors.append(_("The day of the answer is still to come."))
    if given["asked_on"] and asked_on is None:
        errors.append(_("The day of the question is no date."))
    if asked_on and answered_on and asked_on > answered_on:
        errors.append(_("The answer is older than the question."))
    return asked_on, answered_on


def rich_text(text: str) -> str:
    """Return plain text as paragraphs of rich text; nothing in it is markup."""
    lines = (line.strip() for line in text.split("\n"))
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _text(value: Any) -> str:
    return normalise(value).strip() if isinstance(value, str) else ""


def _day(value: Any) -> date | None:
    text = _text(value)
    for layout in _DATES:
        try:
            return datetime.strptime(text, layout).date()
        except ValueError:
            continue
    return None


def _is_address(text: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return False
    return len(text) <= _LONGEST_URL


def _tags(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else _text(value).split(","):
        if name := " ".join(_text(each).split())[:100]:
            yield name


def _citations(value: Any, names: Mapping[str, str]) -> Iterator[CitedNumber]:
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict) and (number := _text(each.get(names["number"]))):
            part, kind = _text(each.get(names["part"])), _text(each.get(names["kind"]))
            yield CitedNumber(number, part, kind)
        elif isinstance(each, str) and (number := _text(each)):
            yield CitedNumber(number)
