"""Proposes what to hide in a question and its answer before they are published, and hides it.

It proposes, a person decides: what has the form of personal data is found, what only a reader
understands is not. Names become initials, everything else ``[đã ẩn]``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.crypto import salted_hmac

from . import redaction_known
from .redaction_kinds import HIDDEN, Known, PersonalKind, Span
from .redaction_names import initials, names
from .redaction_patterns import national_number, numbers_and_places

__all__ = [
    "HIDDEN",
    "Known",
    "PersonalKind",
    "Span",
    "find_personal",
    "find_words",
    "fingerprint",
    "join",
    "redact",
    "replacement",
]

_SALT: Final = "govportal.questions.kept"
#: A text in which so many rounds find still more is no prose; its lines are hidden as a whole.
_ROUNDS: Final = 6
_BETWEEN: Final = re.compile(r"[\s,;\-–]{0,3}")
_MARK: Final = re.compile(re.escape(HIDDEN))
_ONLY_LETTERS: Final = re.compile(r"[^\W\d_'’]+(?:['’\s][^\W\d_]*)*")


def find_personal(text: str, known: Iterable[Known | str] = ()) -> list[Span]:
    """What may be personal in the text, in its order, without overlaps.

    ``known`` is what is known to be personal, such as the asker's own name; plain words are taken
    as well. Once the findings are hidden, nothing more is found.
    """
    wanted = [
        each if isinstance(each, Known) else Known(PersonalKind.OTHER, each) for each in known
    ]
    spans = _search(text, wanted)
    # What stands beside hidden words may only then have the form of something personal.
    for round_ in itertools.count():
        shown, pieces = _pieces(text, spans)
        again = [_in_original(each, pieces, text) for each in _search(shown, wanted)]
        if round_ >= _ROUNDS:
            again = [_rest_of_line(text, each) for each in again]
        wider = join(text, [*spans, *again])
        if wider == spans:
            break
        spans = wider
    return spans


def find_words(text: str, words: Iterable[str]) -> list[Span]:
    """Where words that somebody typed stand in the text, whatever their case."""
    known = [Known(PersonalKind.OTHER, word) for word in words if word.strip()]
    found = list(redaction_known.occurrences(text, known, is_askers=False))
    for word in (each.text.strip() for each in known):
        pattern = re.compile(re.escape(word), re.IGNORECASE)
        found += [
            Span(match.start(), match.end(), PersonalKind.OTHER, match[0])
            for match in pattern.finditer(text)
            if not _inside_mark(text, match.start(), match.end())
        ]
    return join(text, found)


def redact(text: str, spans: Iterable[Span]) -> str:
    """The text with the spans hidden; everything else stays as it is."""
    return _pieces(text, join(text, spans))[0]


def replacement(span: Span) -> str:
    """What is shown in place of a finding."""
    if span.kind == PersonalKind.NAME and _ONLY_LETTERS.fullmatch(span.text):
        return initials(span.text)
    return HIDDEN


def join(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans in order; those that overlap, or are parts of one address, become one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        start, end = max(0, span.start), min(len(text), span.end)
        if start >= end:
            continue
        last = joined[-1] if joined else None
        if last is not None and _belong(text, last, start, span.kind):
            joined[-1] = _union(text, last, end, span)
        else:
            joined.append(Span(start, end, span.kind, text[start:end], span.is_askers))
    return joined


def fingerprint(kind: str, text: str) -> str:
    """By which a decision about a finding is remembered without its words."""
    plain = national_number(text) if kind == PersonalKind.PHONE else ""
    plain = plain or " ".join(text.casefold().split())
    return salted_hmac(_SALT, plain, algorithm="sha256").hexdigest()[:32]


def _search(text: str, known: Sequence[Known]) -> list[Span]:
    found = [
        *redaction_known.occurrences(text, known),
        *numbers_and_places(text),
        *names(text),
    ]
    marks = [(match.start(), match.end()) for match in _MARK.finditer(text)]
    outside = [
        span
        for span in found
        if not any(start <= span.start and span.end <= end for start, end in marks)
    ]
    return join(text, outside)


def _rest_of_line(text: str, span: Span) -> Span:
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end
    return Span(start, end, PersonalKind.OTHER, text[start:end], span.is_askers)


def _inside_mark(text: str, start: int, end: int) -> bool:
    return any(each.start() <= start and end <= each.end() for each in _MARK.finditer(text))


def _belong(text: str, last: Span, start: int, kind: PersonalKind) -> bool:
    if start < last.end:
        return True
    is_address = last.kind == kind == PersonalKind.ADDRESS
    return is_address and _BETWEEN.fullmatch(text[last.end : start]) is not None


def _union(text: str, last: Span, end: int, span: Span) -> Span:
    longer = span if span.end - span.start > last.end - last.start else last
    end = max(end, last.end)
    is_askers = last.is_askers or span.is_askers
    return Span(last.start, end, longer.kind, text[last.start : end], is_askers)


#: A piece of the redacted text: where it stands there, where in the original, whether hidden.
_Piece = tuple[int, int, int, int, bool]


def _pieces(text: str, spans: Sequence[Span]) -> tuple[str, list[_Piece]]:
    parts: list[str] = []
    pieces: list[_Piece] = []
    at = done = 0
    for span in [*spans, None]:
        until = len(text) if span is None else span.start
        for shown, start, end, is_hidden in (
            (text[done:until], done, until, False),
            *(((replacement(span), span.start, span.end, True),) if span else ()),
        ):
            parts.append(shown)
            pieces.append((at, at + len(shown), start, end, is_hidden))
            at += len(shown)
        done = span.end if span else until
    return "".join(parts), pieces


def _in_original(span: Span, pieces: Sequence[_Piece], text: str) -> Span:
    """The finding of the redacted text in the original; with all of what it touches."""
    starts, ends = [], []
    for start, end, from_, to, is_hidden in pieces:
        if end <= span.start or start >= span.end:
            continue
        starts.append(from_ if is_hidden else from_ + max(0, span.start - start))
        ends.append(to if is_hidden else to - max(0, end - span.end))
    first, last = min(starts), max(ends)
    return Span(first, last, span.kind, text[first:last], span.is_askers)
