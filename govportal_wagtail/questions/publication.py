"""From an answered question to a page: redacted by a person, approved by a second one.

The page is a draft that goes through the editorial workflow of its site; nothing here makes it
public. Nothing personal comes into it: what the asker stated about themselves is refused, what
else looks personal has to be hidden or confirmed as public by whoever redacts. The question in its
own words stays where it is.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from ..core.models import PortalSite
from ..core.sites.resolution import sites_of
from ..core.vietnamese import normalise, slugify
from ..editorial.models import EditorialItem
from ..editorial.vocabulary import ItemState
from . import delivery, events, publication_files, redaction_known, rights
from .answer_html import clean_answer, has_text
from .consents import consent_of
from .errors import QuestionError
from .models import (
    Asker,
    Question,
    QuestionAttachment,
    QuestionCitation,
    QuestionEvent,
    QuestionIndexPage,
    QuestionPage,
    QuestionTopic,
    ReplyFile,
)
from .redaction import Known, find_personal, fingerprint
from .redaction_html import addresses_of, words_of
from .redaction_kinds import Span
from .rights import Can
from .standing import lock
from .vocabulary import Publishing, QuestionEventKind, QuestionState

_TITLE_LENGTH: Final = 255
_SLUG_LENGTH: Final = 90


@dataclass(frozen=True, slots=True)
class Citation:
    """A page on which the answer rests, or a part of it."""

    page: Page
    fragment: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """What is to be published, as it was typed last."""

    title: str
    question: str
    answer: str
    #: The names of the fields at which something is said of them.
    fields: tuple[str, str, str] = field(default=("title", "question_text", "answer"))

    def each(self) -> list[tuple[str, str]]:
        """The words of each text with the name of its field."""
        answer = "\n".join([words_of(self.answer), *addresses_of(self.answer)])
        return list(zip(self.fields, (self.title, self.question, answer), strict=True))


def index_page_for(portal_site: PortalSite, language: str = "") -> QuestionIndexPage | None:
    """The section of questions and answers of the site; None where it has none.

    The one in the language, else the one of the site's own language.
    """
    homes = [site.root_page for site in sites_of(portal_site)]
    found = [
        page
        for home in homes
        for page in QuestionIndexPage.objects.filter(path__startswith=home.path)
        .select_related("locale")
        .order_by("depth", "path")
    ]
    spoken = [page for page in found if page.locale.language_code == language]
    return next(iter([*spoken, *found]), None)


def prepare(
    question: Question,
    user: Any,
    title: str,
    question_text: str,
    answer_html: str,
    topic: QuestionTopic | None = None,
    citations: Iterable[Citation | Page] = (),
    files: Iterable[ReplyFile] = (),
    *,
    kept: Iterable[str] = (),
) -> QuestionPage:
    """Make the draft page of an answered question and hand it in to the editorial workflow.

    A page that was prepared before gets a new version. ``kept`` are the fingerprints of findings
    that were confirmed as public. ``files`` of the answer stay private until the page is posted.

    Raises:
        QuestionError: by field, where something is missing, something personal would be published,
            the asker took back the consent it rests on, or the page is in the workflow already.
        PermissionDenied: for a user who may not redact the question now.
    """
    texts = Texts(_line(title), normalise(question_text).strip(), clean_answer(answer_html))
    with transaction.atomic():
        lock(question, QuestionState.CLOSED)
        rights.require(user, question, Can.REDACT)
        if lacks_consent(question):
            raise QuestionError(_("The asker did not agree to a publication."))
        known, chosen, confirmed = known_of(question), list(files), frozenset(kept)
        _check(texts, known, confirmed)
        publication_files.check(question, chosen, known)
        page = _current_page(question) or _new_page(question, user)
        is_new = page.pk is None
        _fill(page, question, texts, topic)
        documents = publication_files.copy(question, chosen, known, user)
        _add_children(page, citations, documents)
        _hand_in(page, question, user, is_new=is_new)
        _log(question, user, page, texts, confirmed)
    return page


def _add_children(
    page: Any, citations: Iterable[Citation | Page], documents: Iterable[Any]
) -> None:
    page.citations = [_citation(each) for each in citations]
    page.attachments = [
        QuestionAttachment(document=document, title=document.title) for document in documents
    ]


def known_of(question: Question) -> tuple[Known, ...]:
    """What is known to be personal: what the asker stated about themselves."""
    asker = Asker.objects.filter(question=question.pk).first()
    return redaction_known.of_asker(asker)


def lacks_consent(question: Question) -> bool:
    """Whether the page rests on a consent that the asker has taken back.

    What the regulation requires needs none; of whom was anonymised the consent stood until then.
    """
    if question.publishing != Publishing.WANTED:
        return False
    consent = consent_of(question)
    return consent is not None and not consent.publishes


def confirmed_for(page: Page) -> frozenset[str]:
    """The fingerprints of the findings that were confirmed as public when the page was prepared."""
    question = Question.objects.filter(page=page.pk).values_list("pk", flat=True).first()
    if question is None:
        return frozenset()
    events_ = QuestionEvent.objects.filter(question_id=question, kind=QuestionEventKind.REDACTED)
    last = events_.order_by("-pk").first()
    return frozenset(last.details.get("kept", ())) if last else frozenset()


def unconfirmed(
    texts: Texts, known: Sequence[Known], confirmed: frozenset[str]
) -> list[tuple[str, Span]]:
    """What still looks personal and was not confirmed, by field; the asker's own always."""
    return [
        (name, span)
        for name, words in texts.each()
        for span in find_personal(words, known)
        if span.is_askers or fingerprint(span.kind, span.text) not in confirmed
    ]


def named_asker(page: Page) -> str:
    """The name of the asker, where they agreed to be published with it and it is still known.

    Read whenever the page is shown and kept nowhere, so that it disappears with the consent.
    """
    if page.pk is None:
        return ""
    found = Asker.objects.filter(
        question__page=page.pk,
        question__anonymised_at=None,
        agreed_to_publish_at__isnull=False,
        agreed_to_name_at__isnull=False,
    )
    return found.values_list("name", flat=True).first() or ""


def _check(texts: Texts, known: Sequence[Known], confirmed: frozenset[str]) -> None:
    errors: dict[str, list[str]] = {}
    if not texts.title:
        errors["title"] = [_("Write a title.")]
    elif len(texts.title) > _TITLE_LENGTH:
        errors["title"] = [_("The title is too long.")]
    if not texts.question:
        errors["question_text"] = [_("Write the question.")]
    if not has_text(texts.answer):
        errors["answer"] = [_("Write the answer.")]
    for name, span in unconfirmed(texts, known, confirmed):
        errors.setdefault(name, []).append(_refused(span))
    if errors:
        raise QuestionError(errors)


def _refused(span: Span) -> str:
    values = {"kind": span.kind.label, "text": span.text}
    if span.is_askers:
        message = _("“%(text)s” (%(kind)s) is what the asker stated about themselves; hide it.")
    else:
        message = _("“%(text)s” looks personal (%(kind)s): hide it, or confirm that it is public.")
    return message % values


def _current_page(question: Question) -> QuestionPage | None:
    """The page as it was written last; None before the first one, and after it was deleted."""
    page = QuestionPage.objects.filter(pk=question.page_id).first() if question.page_id else None
    if page is None:
        return None
    if page.workflow_in_progress or _is_waiting(page):
        message = _("The page is with the editorial board already; it has to be returned first.")
        raise QuestionError(message, code="moved")
    found: QuestionPage = page.get_latest_revision_as_object()
    return found


def _is_waiting(page: Page) -> bool:
    """Whether the board approved a version that is not posted yet."""
    waiting = (ItemState.APPROVED, ItemState.SCHEDULED)
    return EditorialItem.objects.filter(page=page.pk, state__in=waiting).exists()


def _new_page(question: Question, user: Any) -> QuestionPage:
    parent = index_page_for(question.portal_site, question.language)
    if parent is None:
        message = _("The site has no section of questions and answers. Ask its administrator.")
        raise QuestionError(message)
    page = QuestionPage(owner=user, live=False, has_unpublished_changes=True)
    page.locale = parent.locale
    page._govportal_section = parent  # type: ignore[attr-defined]
    return page


def _fill(
    page: QuestionPage, question: Question, texts: Texts, topic: QuestionTopic | None
) -> None:
    reply = delivery.last_answer(question)
    sent = reply.sent_at if reply and reply.sent_at else question.closed_at or timezone.now()
    page.title = page.draft_title = texts.title
    page.question, page.answer = texts.question, texts.answer
    page.topic = topic
    page.agency = (reply.agency if reply else None) or question.agency
    page.asked_on = question.received_on
    page.answered_on = timezone.localdate(sent)


def _hand_in(page: QuestionPage, question: Question, user: Any, *, is_new: bool) -> None:
    if is_new:
        parent = Page.objects.get(pk=page._govportal_section.pk)  # type: ignore[attr-defined]
        page.slug = _free_slug(parent, page.title)
        parent.add_child(instance=page)
        log(instance=page, action="wagtail.create", user=user)
        question.page = page
        question.save(update_fields=["page"])
    page.save_revision(user=user, clean=False, log_action=True)
    state = page.current_workflow_state
    if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(user)
        return
    workflow = page.get_workflow()
    if workflow is None:
        raise QuestionError(_("The site has no workflow. Ask its administrator to set it up."))
    workflow.start(page, user)


def _free_slug(parent: Page, title: str) -> str:
    # Wagtail's own loses the letter đ.
    base = slugify(title)[:_SLUG_LENGTH].strip("-") or "cau-hoi"
    taken = set(parent.get_children().values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in itertools.count(2))
    return next(each for each in itertools.chain([base], numbered) if each not in taken)


def _citation(each: Citation | Page) -> QuestionCitation:
    cited = each if isinstance(each, Citation) else Citation(each)
    return QuestionCitation(
        cited_id=cited.page.pk, fragment=cited.fragment.lstrip("#"), label=cited.label
    )


def _log(
    question: Question, user: Any, page: Page, texts: Texts, confirmed: frozenset[str]
) -> None:
    """How many of what stayed, and by which marks they are known again; none of the words."""
    stayed = [span for _name, words in texts.each() for span in find_personal(words)]
    events.record(
        QuestionEventKind.REDACTED,
        question,
        user=user,
        page=page.pk,
        stayed=dict(Counter(str(span.kind) for span in stayed)),
        kept=sorted(confirmed & {fingerprint(span.kind, span.text) for span in stayed}),
    )


def _line(text: str) -> str:
    return " ".join(normalise(text).split())
