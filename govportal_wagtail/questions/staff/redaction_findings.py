"""What looks personal in an answered question: each finding once, with where it stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.text import Truncator

from .. import delivery, publication
from ..models import Question, QuestionContent
from ..publication import Texts
from ..redaction import find_personal, find_words, fingerprint, redact
from ..redaction_html import find_personal_html, redact_html, words_of
from ..redaction_kinds import Known, PersonalKind, Span
from ..redaction_patterns import national_number

_AROUND = 40
#: Places of one finding that are shown.
_PLACES = 3


@dataclass(frozen=True, slots=True)
class Context:
    """A finding among the words around it."""

    before: str
    words: str
    after: str


@dataclass(slots=True)
class Finding:
    """One thing that looks personal, however often it stands there."""

    key: str
    kind: PersonalKind
    text: str
    is_askers: bool
    places: list[Context]
    is_hidden: bool = True
    count: int = 0

    @property
    def label(self) -> str:
        """What it is, in words."""
        return str(self.kind.label)

    @property
    def is_shortened(self) -> bool:
        """Whether it stands in more places than are shown."""
        return self.count > len(self.places)


@dataclass(frozen=True, slots=True)
class Original:
    """What was asked and answered, as it came."""

    title: str
    text: str
    answer: str
    known: tuple[Known, ...]

    @classmethod
    def of(cls, question: Question) -> Original:
        """The texts of an answered question; empty ones where they were erased."""
        content = QuestionContent.objects.filter(question=question.pk).first()
        reply = delivery.last_answer(question)
        return cls(
            title=content.title if content else "",
            text=content.text if content else "",
            answer=reply.body if reply else "",
            known=publication.known_of(question),
        )

    def findings(self) -> list[Finding]:
        """Everything that looks personal, in the order of the texts."""
        found: dict[str, Finding] = {}
        of_question = [(self.title, self._spans(self.title)), (self.text, self._spans(self.text))]
        answer = words_of(self.answer)
        of_answer = [(answer, find_personal_html(self.answer, self.known))]
        for words, spans in of_question:
            _add(found, words, spans, is_of_agency=False)
        for words, spans in of_answer:
            _add(found, words, spans, is_of_agency=True)
        return list(found.values())

    def redacted(self, hidden: Collection[str], further: Iterable[str] = ()) -> Texts:
        """The texts with the findings hidden whose keys are given, and with the further words."""
        further = [word for word in further if word.strip()]
        answer = words_of(self.answer)
        chosen = _chosen(find_personal_html(self.answer, self.known), hidden)
        return Texts(
            title=self._redacted(self.title, hidden, further),
            question=self._redacted(self.text, hidden, further),
            answer=redact_html(
                self.answer,
                [*chosen, *find_words(answer, further)],
                hides=lambda address: bool(
                    _chosen(find_personal(address, self.known), hidden)
                    or find_words(address, further)
                ),
            ),
        )

    def _spans(self, text: str) -> list[Span]:
        return find_personal(text, self.known)

    def _redacted(self, text: str, hidden: Collection[str], further: Iterable[str]) -> str:
        return redact(text, [*_chosen(self._spans(text), hidden), *find_words(text, further)])


def still_there(texts: Texts, known: Iterable[Known], decided: Collection[str]) -> list[Finding]:
    """What looks personal in the texts as they would be published and nobody decided on."""
    found: dict[str, Finding] = {}
    for _name, words in texts.each():
        _add(found, words, find_personal(words, list(known)), is_of_agency=False)
    return [each for each in found.values() if each.is_askers or each.key not in decided]


def _chosen(spans: Iterable[Span], hidden: Collection[str]) -> list[Span]:
    return [span for span in spans if span.is_askers or fingerprint(span.kind, span.text) in hidden]


def _add(
    found: dict[str, Finding], words: str, spans: Iterable[Span], *, is_of_agency: bool
) -> None:
    for span in spans:
        key = fingerprint(span.kind, span.text)
        known = found.get(key)
        if known is None:
            is_hidden = span.is_askers or not (is_of_agency and _is_of_office(span))
            known = Finding(key, span.kind, span.text, span.is_askers, [], is_hidden)
            found[key] = known
        known.is_askers = known.is_askers or span.is_askers
        known.is_hidden = known.is_hidden or span.is_askers
        known.count += 1
        if len(known.places) < _PLACES:
            known.places.append(_context(words, span))


def _is_of_office(span: Span) -> bool:
    """Whether it is how an office is reached: a mailbox of the state, a landline."""
    if span.kind == PersonalKind.EMAIL:
        return span.text.lower().endswith(".gov.vn")
    return span.kind == PersonalKind.PHONE and national_number(span.text).startswith("2")


def _context(words: str, span: Span) -> Context:
    before = words[max(0, span.start - _AROUND) : span.start]
    after = words[span.end : span.end + _AROUND]
    return Context(
        before=("…" if span.start > _AROUND else "") + _spaced(before),
        words=Truncator(span.text).chars(200),
        after=_spaced(after) + ("…" if span.end + _AROUND < len(words) else ""),
    )


def _spaced(text: str) -> str:
    """On one line; blanks at its ends stay, because a name may touch a comma."""
    return re.sub(r"\s+", " ", text)
