"""The models of the questions app."""

from __future__ import annotations

from .events import QuestionEvent
from .pages import (
    QuestionAttachment,
    QuestionCitation,
    QuestionIndexPage,
    QuestionIndexPageMixin,
    QuestionPage,
    QuestionPageMixin,
    QuestionTag,
)
from .personal import Addition, Asker, QuestionContent, QuestionFile
from .questions import Question, QuestionCounter, QuestionQuerySet
from .ratings import PageRating
from .replies import Reply, ReplyFile
from .settings import QuestionSettings
from .topics import ANSWER_FEATURES, QuestionTopic, ResponseTemplate

__all__ = [
    "ANSWER_FEATURES",
    "Addition",
    "Asker",
    "PageRating",
    "Question",
    "QuestionAttachment",
    "QuestionCitation",
    "QuestionContent",
    "QuestionCounter",
    "QuestionEvent",
    "QuestionFile",
    "QuestionIndexPage",
    "QuestionIndexPageMixin",
    "QuestionPage",
    "QuestionPageMixin",
    "QuestionQuerySet",
    "QuestionSettings",
    "QuestionTag",
    "QuestionTopic",
    "Reply",
    "ReplyFile",
    "ResponseTemplate",
]
