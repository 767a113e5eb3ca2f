"""Plain BM25 over the same texts and questions, by a library that only this measure needs.

Two kinds of words: syllables as they stand, and syllables together with each two adjacent ones,
which carry the meaning of most Vietnamese words. Where diacritics are missing from questions, they
are taken off the texts as well; else nothing could match.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from search_corpus import DEPTH, SPELLINGS, Corpus, Metrics, measures

NAMES: Final = {"bm25": "BM25, syllables", "bm25_pairs": "BM25, syllables and pairs"}
_WORD: Final = re.compile(r"[^\W_]+")
_BATCH: Final = 500

Words = Callable[[str], list[str]]


class NoBaseline(Exception):
    """The library is not installed."""


def compute(corpus: Corpus) -> dict[str, dict[str, Metrics]]:
    """Return the measures of each baseline by spelling.

    Raises:
        NoBaseline: where the library is missing.
    """
    try:
        import bm25s  # noqa: F401, PLC0415
    except ImportError as error:
        raise NoBaseline(str(error)) from error
    found: dict[str, dict[str, Metrics]] = {}
    for name, words in (("bm25", _syllables), ("bm25_pairs", _with_pairs)):
        found[name] = _typed(corpus, words) | _stripped(corpus, words)
    return found


def _typed(corpus: Corpus, words: Words) -> dict[str, Metrics]:
    ask = _asking(corpus, words)
    return {"typed": ask([question.text for question in corpus.questions])}


def _stripped(corpus: Corpus, words: Words) -> dict[str, Metrics]:
    strip = SPELLINGS["stripped"]
    # What is written with half of its diacritics can only be looked up without any.
    questions = [strip(question.text) for question in corpus.questions]
    found = _asking(corpus, lambda text: words(strip(text)))(questions)
    return {"stripped": found, "half": found}


def _asking(corpus: Corpus, words: Words) -> Callable[[list[str]], Metrics]:
    import bm25s  # noqa: PLC0415

    keys = list(corpus.texts)
    retriever = bm25s.BM25()
    retriever.index([words(text) for text in corpus.texts.values()], show_progress=False)
    depth = min(DEPTH, len(keys))

    def ask(questions: Sequence[str]) -> Metrics:
        answers: list[list[str]] = []
        for start in range(0, len(questions), _BATCH):
            batch = [words(question) for question in questions[start : start + _BATCH]]
            found = retriever.retrieve(batch, k=depth, show_progress=False)
            # The library fills up with texts that have none of the words.
            answers += [
                [keys[index] for index, score in zip(row, scores, strict=True) if score > 0]
                for row, scores in zip(found.documents, found.scores, strict=True)
            ]
        return measures(corpus.questions, answers)

    return ask


def _syllables(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def _with_pairs(text: str) -> list[str]:
    syllables = _syllables(text)
    return syllables + [f"{first}_{second}" for first, second in pairwise(syllables)]
