"""What a published answer needs to be posted; above all, that nothing personal is in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from ..editorial import requirements
from ..editorial.registries import PageTiming, PublishRequirement, Shortfall
from .answer_html import has_text
from .models import Question, QuestionPageMixin
from .publication import Texts, confirmed_for, known_of, lacks_consent, unconfirmed
from .redaction_kinds import PersonalKind

#: No answer to everybody shows these; telephones and e-mails of offices may stand there.
_NEVER_PUBLIC: Final = frozenset(
    {
        PersonalKind.IDENTITY,
        PersonalKind.PASSPORT,
        PersonalKind.BIRTH,
        PersonalKind.INSURANCE,
        PersonalKind.PLATE,
    }
)
_FIELDS: Final = ("title", "question", "answer")


def is_answer(page: Page) -> bool:
    """Whether the page is a published answer, also one of a province's own kind."""
    return isinstance(page, QuestionPageMixin)


def check_texts(page: Any) -> Iterator[Shortfall]:
    """There is a question and an answer to it."""
    if not (page.question or "").strip():
        yield Shortfall("question", gettext_lazy("Write the question."), "", "no_question")
    if not has_text(page.answer or ""):
        yield Shortfall("answer", gettext_lazy("Write the answer."), "", "no_answer")


def check_agency(page: Any) -> Iterator[Shortfall]:
    """Somebody answers for the answer; an older one may name its source instead."""
    if page.agency_id is None and not (page.source or "").strip():
        message = gettext_lazy("Choose the agency that answered, or name the source.")
        yield Shortfall("agency", message, "", "no_agency")


def check_dates(page: Any) -> Iterator[Shortfall]:
    """Asked before it was answered, and answered before today is over."""
    if page.answered_on is None:
        yield Shortfall("answered_on", gettext_lazy("Say when it was answered."), "", "no_date")
        return
    if page.answered_on > timezone.localdate():
        message = gettext_lazy("The answer has a day that is still to come.")
        yield Shortfall("answered_on", message, "", "future_date")
    if page.asked_on is not None and page.asked_on > page.answered_on:
        message = gettext_lazy("The question has a later day than its answer.")
        yield Shortfall("asked_on", message, "", "asked_later")


def check_personal(page: Any) -> Iterator[Shortfall]:
    """Nothing personal is published that nobody confirmed as public (Law 91/2025/QH15)."""
    texts = Texts(page.title or "", page.question or "", page.answer or "", _FIELDS)
    question = Question.objects.filter(page=page.pk).first() if page.pk else None
    known = known_of(question) if question else ()
    confirmed = confirmed_for(page) if question else frozenset()
    for name, span in unconfirmed(texts, known, confirmed):
        if question is None and span.kind not in _NEVER_PUBLIC:
            continue
        values = {"text": span.text, "kind": span.kind.label}
        if span.is_askers:
            message = _("“%(text)s” (%(kind)s) is what the asker stated about themselves; hide it.")
        elif question is None:
            message = _("“%(text)s” looks personal (%(kind)s): hide it.")
        else:
            message = _(
                "“%(text)s” looks personal (%(kind)s): hide it, or confirm on the screen of the "
                "question that it is public."
            )
        yield Shortfall(name, message % values, "", "personal")


def check_consent(page: Any) -> Iterator[Shortfall]:
    """To what the board merely wants to publish the asker agrees (Law 91/2025/QH15, Article 9)."""
    question = Question.objects.filter(page=page.pk).first() if page.pk else None
    if question is not None and lacks_consent(question):
        message = gettext_lazy("The asker did not agree to a publication.")
        yield Shortfall("", message, "", "no_consent")


def check_files(page: Any) -> Iterator[Shortfall]:
    """Every file can be opened."""
    attached = [row.document_id for row in page.attachments.all()] if _has_files(page) else []
    article = requirements.ground_article(page, "technical_format")
    for facts in requirements.unreadable_files(attached):
        message = requirements.files_named(facts.document)
        yield Shortfall("attachments", message, article, "unreadable_file")


def check_citations(page: Any) -> Iterator[Shortfall]:
    """Every page that is cited can be read by the public."""
    if not hasattr(page, "citations"):
        return
    for row in page.citations.select_related("cited"):
        if not row.cited.live or row.cited.get_view_restrictions().exists():
            message = _("The public cannot read “%(title)s”, which is cited.")
            values = {"title": row.cited.title}
            yield Shortfall("citations", message % values, "", "unreadable_citation")


def _has_files(page: Any) -> bool:
    return hasattr(page, "attachments")


REQUIREMENTS: Final = (
    PublishRequirement(
        "question_texts", gettext_lazy("Question and answer"), is_answer, check_texts, 10
    ),
    PublishRequirement(
        "question_personal",
        gettext_lazy("Nothing personal that nobody confirmed as public"),
        is_answer,
        check_personal,
        15,
    ),
    PublishRequirement(
        "question_consent", gettext_lazy("The asker's consent"), is_answer, check_consent, 17
    ),
    PublishRequirement(
        "question_agency", gettext_lazy("The agency that answered"), is_answer, check_agency, 20
    ),
    PublishRequirement(
        "question_dates", gettext_lazy("Days that can be"), is_answer, check_dates, 50
    ),
    PublishRequirement(
        "question_citations",
        gettext_lazy("Cited documents that can be read"),
        is_answer,
        check_citations,
        70,
    ),
    PublishRequirement(
        "question_files", gettext_lazy("Files that can be read"), is_answer, check_files, 80
    ),
)
ANSWER_TIMING: Final = PageTiming(
    "question", is_answer, lambda page: "", lambda page: {}, lambda page: page.agency
)
