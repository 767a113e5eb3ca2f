"""Proposes topic and agency for a question, and says why; a person decides.

Words of the topics, names of agencies, also of those that were merged since, and whom the asker
named. Three queries and one for the text, however many topics and agencies there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from ..core.models import Agency, AgencyLevel
from ..core.vietnamese import normalise
from .complaint_signs import complaint_signs
from .models import Question, QuestionContent, QuestionTopic
from .phrases import Line, Phrase

__all__ = ["Suggestion", "complaint_signs", "suggestions", "topics_in"]

_MOST_TOPICS: Final = 3
_MOST_AGENCIES: Final = 5
#: A reader is told so many of the words that were found.
_MOST_WORDS: Final = 4
#: What the asker or the classifier chose weighs more than any word.
_CHOSEN: Final = 1000
_LONGEST_TEXT: Final = 50_000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a question may be about and who may answer it, best first, each with the reason."""

    topics: list[tuple[QuestionTopic, str]]
    agencies: list[tuple[Agency, str]]
    #: Why it may be a complaint or denunciation; None where nothing says so.
    complaint: str | None


class _Text:
    """What was typed, line by line: no phrase goes over the end of one."""

    def __init__(self, *parts: str) -> None:
        text = normalise("\n".join(parts)[:_LONGEST_TEXT])
        self._lines = [Line(line) for line in text.splitlines() if line.strip()]

    def has(self, phrase: Phrase) -> bool:
        return any(line.find(phrase) for line in self._lines)

    def has_typed(self, abbreviation: str) -> bool:
        """Letter by letter: "SYT" is a department, "syt" a slip of the pen."""
        return any(line.has_typed(abbreviation) for line in self._lines)


def suggestions(question: Question) -> Suggestion:
    """What the words of the question and what was chosen with it tell of topic and agency.

    A question whose text was erased has only what was chosen.
    """
    content = QuestionContent.objects.filter(question=question.pk).first()
    parts = (content.title, content.text) if content else ()
    text = _Text(*parts)
    found = _topics(text)
    if question.topic_id is not None and question.topic is not None:
        found = [each for each in found if each[1].pk != question.topic_id]
        found.insert(0, (_CHOSEN, question.topic, _("It was chosen with the question.")))
    topics = [(topic, why) for _weight, topic, why in found[:_MOST_TOPICS]]
    signs = complaint_signs("\n".join(parts))
    return Suggestion(
        topics=topics,
        agencies=_agencies(question, text, [topic for topic, _why in topics]),
        complaint=_("It says %(words)s.") % {"words": _quoted(signs)} if signs else None,
    )


def topics_in(text: str) -> list[tuple[QuestionTopic, str]]:
    """The topics that a text seems to be about, best first, each with the reason."""
    found = _topics(_Text(text))
    return [(topic, why) for _weight, topic, why in found[:_MOST_TOPICS]]


def _topics(text: _Text) -> list[tuple[int, QuestionTopic, str]]:
    """With weights, the heaviest first; topics of the same weight in their own order."""
    topics = QuestionTopic.objects.filter(is_active=True).select_related("agency", "field")
    found = []
    for topic in topics:
        hits = [each for each in _phrases_of(topic) if text.has(each)]
        if hits:
            # A longer phrase says more than a word.
            weight = sum(len(each) ** 2 for each in hits)
            why = _("It says %(words)s.") % {"words": _quoted([str(each) for each in hits])}
            found.append((weight, topic, why))
    return sorted(found, key=lambda each: -each[0])


def _phrases_of(topic: QuestionTopic) -> list[Phrase]:
    """Its words, its names, and the names of its field; each once."""
    names = [topic.name, topic.name_en, *_parts(topic.name)]
    if topic.field is not None:
        names.append(topic.field.name)
    lines = [line.strip(" ,;.") for line in topic.keywords.splitlines()]
    texts = {" ".join(normalise(each).casefold().split()): None for each in [*lines, *names]}
    return [phrase for phrase in map(Phrase, texts) if len(phrase)]


def _parts(name: str) -> Iterator[str]:
    """ "Đất đai, môi trường" is two things; a part of one short word alone says nothing."""
    pieces = name.replace(";", ",").replace(" - ", ",").split(",")
    if len(pieces) > 1:
        yield from (piece for piece in pieces if len(piece.split()) > 1)


def _agencies(
    question: Question, text: _Text, topics: Sequence[QuestionTopic]
) -> list[tuple[Agency, str]]:
    today = timezone.localdate()
    found: dict[int, tuple[Agency, str]] = {}
    register = _register()
    for agency, why in (
        *_asked(question),
        *_named(text, register),
        *_of_topics(topics),
    ):
        current = _current(agency, register, today)
        if current is None:
            continue
        if current.pk != agency.pk:
            why = _("%(why)s It took over from %(name)s.") % {"why": why, "name": agency}
        found.setdefault(current.pk, (current, why))
    return list(found.values())[:_MOST_AGENCIES]


def _register() -> dict[int, Agency]:
    """Every agency that a question here may be meant for, also those of the past."""
    agencies = Agency.objects.exclude(level=AgencyLevel.CENTRAL).order_by("name", "pk")
    return {agency.pk: agency for agency in agencies}


def _asked(question: Question) -> Iterator[tuple[Agency, str]]:
    if question.asked_agency is not None:
        yield question.asked_agency, _("The asker named it.")


def _named(text: _Text, register: dict[int, Agency]) -> Iterator[tuple[Agency, str]]:
    """Longer names first: who names the office of a committee does not mean the committee."""
    hits: list[tuple[int, Agency, str]] = []
    for agency in register.values():
        best = max(_names_in(text, agency), key=lambda name: len(name.split()), default="")
        if best:
            hits.append((len(best.split()), agency, best))
    for _size, agency, name in sorted(hits, key=lambda each: -each[0]):
        yield agency, _("It says %(words)s.") % {"words": _quoted([name])}


def _names_in(text: _Text, agency: Agency) -> Iterator[str]:
    for name in (agency.name, agency.short_name, agency.name_en, agency.short_name_en):
        phrase = Phrase(name)
        # A name of one word ("Thuế") is a word of the language as well.
        if len(phrase) > 1 and text.has(phrase):
            yield name
    if len(agency.abbreviation) > 1 and text.has_typed(agency.abbreviation):
        yield agency.abbreviation


def _of_topics(topics: Sequence[QuestionTopic]) -> Iterator[tuple[Agency, str]]:
    for topic in topics:
        if topic.agency is not None:
            yield topic.agency, _("It answers for the topic “%(topic)s”.") % {"topic": topic}


def _current(agency: Agency, register: dict[int, Agency], today: date) -> Agency | None:
    """The agency, or who took its duties over; None where nobody did."""
    seen: set[int] = set()
    step: Agency | None = agency
    while step is not None and not step.exists(on=today) and step.pk not in seen:
        seen.add(step.pk)
        step = register.get(step.successor_id) if step.successor_id else None
    return step if step is not None and step.exists(on=today) else None


def _quoted(found: Sequence[str]) -> str:
    return ", ".join(f"“{each}”" for each in found[:_MOST_WORDS])
