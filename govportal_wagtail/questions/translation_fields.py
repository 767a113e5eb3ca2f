"""What of published questions and answers is translated."""

from __future__ import annotations

from typing import Final

from ..core.registries import TranslationFields
from .models import QuestionAttachment, QuestionCitation, QuestionIndexPage, QuestionPage

FIELDS: Final = (
    TranslationFields.of_page("question_index", lambda: QuestionIndexPage, translated=("lead",)),
    TranslationFields.of_page(
        "question",
        lambda: QuestionPage,
        translated=("question", "answer", "source", "citations", "attachments"),
        synchronised=(
            *("topic", "agency", "asked_on", "answered_on", "source_url"),
            *("is_faq", "is_featured", "faq_order"),
        ),
        # Tags are words of one language.
        untouched=("tags", "tagged_items"),
    ),
    TranslationFields(
        "question_citation",
        lambda: QuestionCitation,
        translated=("label",),
        synchronised=("cited", "fragment"),
    ),
    TranslationFields(
        "question_attachment",
        lambda: QuestionAttachment,
        translated=("title",),
        overridable=("document",),
    ),
)
