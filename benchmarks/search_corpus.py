"""A corpus of labelled questions: reading it, its spellings, and how well answers fit.

The file is ``{"docs": [{"id", "text"}], "queries": [{"text", "rel": [ids]}]}``. A text usually is
one article: the name and number of its document on the first line, its heading on the second,
then the rest; an id usually is ``document@article``. Anything else is taken as it is: nothing of
a text is ever left out.
"""

from __future__ import annotations

import json
import random
import re
import statistics
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

#: How many answers are looked at.
DEPTH: Final = 20
_CUTS: Final = (1, 5, 10, 20)
_MRR_DEPTH: Final = 10
#: A longer line is prose, not a name or a heading.
_LONGEST_TITLE: Final = 255
_LONGEST_HEADING: Final = 400
_LABEL: Final = re.compile(r"\d{1,4}[a-zđ]?")

Metrics = dict[str, float]


class UnreadableCorpus(Exception):
    """The file is missing or not such a corpus; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Article:
    """One text of the corpus, as an article of a document."""

    key: str
    label: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Law:
    """A document and its articles; ``prefix`` is what their ids have in common, if anything."""

    title: str
    prefix: str
    articles: list[Article]


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the ids of the texts that answer it."""

    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Corpus:
    """All texts by id, and the questions that have an answer."""

    texts: dict[str, str]
    questions: list[Question]
    warnings: list[str] = field(default_factory=list)

    def laws(self) -> list[Law]:
        """Return the documents that the texts belong to, in the order of the file."""
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        shared = Counter(_first_line(text) for text in self.texts.values())
        for key, text in self.texts.items():
            groups[_group(key, text, shared)].append(key)
        return [
            _law(prefix, {key: self.texts[key] for key in keys})
            for (_kind, prefix), keys in groups.items()
        ]


def read(path: Path) -> Corpus:
    """Return the corpus of a file.

    Raises:
        UnreadableCorpus: if there is no such file, or it holds something else.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableCorpus(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise UnreadableCorpus(f"{path} is not JSON in UTF-8: {error}.") from error
    if not isinstance(data, dict):
        raise UnreadableCorpus(f"{path} is not an object with docs and queries.")
    warnings: list[str] = []
    texts: dict[str, str] = {}
    for row in _rows(data, "docs", path):
        key = str(_value(row, "id", (str, int), path))
        if key in texts:
            warnings.append(f"The id {key} comes twice; the first text counts.")
        texts.setdefault(key, str(_value(row, "text", (str,), path)))
    questions = [_question(row, path) for row in _rows(data, "queries", path)]
    answered = [question for question in questions if question.relevant]
    if not texts or not answered:
        raise UnreadableCorpus(f"{path} has no texts, or no question with an answer.")
    if len(answered) < len(questions):
        warnings.append(f"{len(questions) - len(answered)} questions without answer left out.")
    unknown = {key for question in answered for key in question.relevant} - texts.keys()
    if unknown:
        warnings.append(f"{len(unknown)} answers are not in the corpus and cannot be found.")
    return Corpus(texts, answered, warnings)


def _rows(data: Mapping[str, Any], name: str, path: Path) -> list[Any]:
    rows = data.get(name)
    if not isinstance(rows, list):
        raise UnreadableCorpus(f"{path} has no list “{name}”.")
    return rows


def _value(row: object, name: str, kinds: tuple[type, ...], path: Path) -> object:
    value = row.get(name) if isinstance(row, dict) else None
    if not isinstance(value, kinds):
        raise UnreadableCorpus(f"{path}: an entry has no usable “{name}”: {str(row)[:80]}")
    return value


def _question(row: object, path: Path) -> Question:
    relevant = _value(row, "rel", (list,), path)
    keys = frozenset(str(key) for key in relevant if isinstance(key, (str, int)))  # type: ignore[attr-defined]
    return Question(str(_value(row, "text", (str,), path)), keys)


# --- documents and articles -------------------------------------------------------------------


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _first_line(text: str) -> str:
    """The line that can be the name of a document: one that others follow, and a short one."""
    lines = _lines(text)
    return lines[0] if len(lines) > 1 and len(lines[0]) <= _LONGEST_TITLE else ""


def _group(key: str, text: str, shared: Mapping[str, int]) -> tuple[str, str]:
    prefix, at, _label = key.rpartition("@")
    if at and prefix:
        return "prefix", prefix
    title = _first_line(text)
    if title and shared[title] > 1:
        return "title", title
    return "alone", key


def _law(prefix: str, texts: Mapping[str, str]) -> Law:
    titles = Counter(title for text in texts.values() if (title := _first_line(text)))
    title = titles.most_common(1)[0][0] if titles else prefix
    articles: list[Article] = []
    taken: set[str] = set()
    free = map(str, count(1))
    for key, text in texts.items():
        label = key.rpartition("@")[2].casefold() if "@" in key else ""
        if not _LABEL.fullmatch(label) or label in taken:
            label = next(number for number in free if number not in taken)
        taken.add(label)
        heading, rest = _parts(text, title)
        articles.append(Article(key, label, heading, rest))
    return Law(title, prefix, articles)


def _parts(text: str, title: str) -> tuple[str, str]:
    """The heading and the rest of an article; a first line that is not the title stays."""
    lines = _lines(text)
    if len(lines) > 1 and lines[0] == title:
        lines = lines[1:]
    if len(lines) > 1 and len(lines[0]) <= _LONGEST_HEADING:
        return lines[0], "\n".join(lines[1:])
    return "", "\n".join(lines)


# --- spellings --------------------------------------------------------------------------------


def _stripped(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _half_stripped(text: str) -> str:
    """Half of the words of a question stripped, the same ones every time."""
    words = text.split()
    chosen = random.Random(text).sample(range(len(words)), k=len(words) // 2)
    for position in chosen:
        words[position] = _stripped(words[position])
    return " ".join(words)


#: Ways to write a question, by name.
SPELLINGS: Final[dict[str, Callable[[str], str]]] = {
    "typed": lambda text: text,
    "stripped": _stripped,
    "half": _half_stripped,
}


# --- measures ---------------------------------------------------------------------------------


def measures(questions: Sequence[Question], answers: Iterable[Sequence[str]]) -> Metrics:
    """Return recall at 1, 5, 10 and 20 and the mean reciprocal rank, of ids in order of rank.

    Recall is what was found of what could be: at 1 a question with three answers can have one.
    """
    recalls: dict[int, list[float]] = {cut: [] for cut in _CUTS}
    ranks: list[float] = []
    for question, found in zip(questions, answers, strict=True):
        for cut in _CUTS:
            hits = question.relevant.intersection(found[:cut])
            recalls[cut].append(len(hits) / min(len(question.relevant), cut))
        rank = next(
            (
                rank
                for rank, key in enumerate(found[:_MRR_DEPTH], start=1)
                if key in question.relevant
            ),
            0,
        )
        ranks.append(1 / rank if rank else 0.0)
    found_at = {f"r{cut}": statistics.fmean(values) for cut, values in recalls.items()}
    return {
        name: round(value, 4)
        for name, value in (found_at | {"mrr10": statistics.fmean(ranks)}).items()
    }
