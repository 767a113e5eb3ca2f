"""What the page of one question shows: what was asked, by when, what happened."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from ...editorial.staff import item_words
from .. import events, rights, suggesting, timing
from ..consents import consent_of
from ..models import Asker, Question, QuestionContent, QuestionEvent
from ..rights import Can
from ..vocabulary import QuestionState
from . import access, columns, reply_panel, rules

_TOLD: Final = 10
#: Proposals of one kind; more of them are no help.
_PROPOSED: Final = 3
_NOBODY: Final = gettext_lazy("who receives questions")


def text_of(question: Question) -> str:
    """What was asked; empty after the personal data were erased."""
    try:
        return question.content.text
    except QuestionContent.DoesNotExist:
        return ""


def happened_since(question: Question, seen: int | None) -> list[str]:
    """What others did with the question since the page was shown, in words."""
    if not seen:
        return []
    found = QuestionEvent.objects.filter(question_id=question.pk, pk__gt=seen).order_by("pk")
    return [
        _("%(what)s (%(who)s)") % {"what": event.get_kind_display(), "who": event.by_name or "–"}
        for event in found[:_TOLD]
    ]


def waiting_for(question: Question) -> str:
    """Who is to act: the person who claimed it, the agency, the board, the asker."""
    if not question.is_open:
        return ""
    if question.claimed_by:
        return item_words.name_of(question.claimed_by)
    if question.state == QuestionState.RECEIVED:
        return str(_NOBODY)
    if question.state == QuestionState.WAITING:
        return pgettext("question", "the asker")
    if question.state == QuestionState.TO_APPROVE:
        return pgettext("question", "the editorial board")
    agency = str(question.agency or "")
    if question.state == QuestionState.TO_SIGN:
        return pgettext("question", "the head of %(agency)s") % {"agency": agency}
    return agency


def context(request: HttpRequest, question: Question, allowed: frozenset[Can]) -> dict[str, Any]:
    """All that the template shows, but for the forms; the asker only after a click."""
    user: Any = request.user
    files = list(question.files.filter(addition=None))
    return {
        "question": question,
        "asked_title": columns.title_of(question),
        "text": text_of(question),
        "files": files,
        "additions": question.additions.prefetch_related("files"),
        "due": columns.due(question),
        "deadlines": timing.explanation(question),
        "profile": timing.profile_of(question),
        "waiting_for": waiting_for(question),
        "is_mine": question.claimed_by_id == user.pk,
        "events": events.history(question),
        "may_split": Can.SPLIT in allowed,
        "may_see_person": Can.SEE_PERSON in allowed,
        "consent": consent_of(question),
        "has_no_mail": question.is_open and has_no_mail(question),
        "rating_comment": _comment_of(question),
        "entered_by": item_words.name_of(question.entered_by),
        "entered_later": timezone.localdate(question.received_at) != question.received_on,
        "same_as": access.visible_or_none(user, question.same_as_id),
        "part_of": access.visible_or_none(user, question.part_of_id),
        "parts": list(rights.visible_questions(user).filter(part_of=question.pk)),
        "duplicates": list(rights.visible_questions(user).filter(same_as=question.pk)),
        "proposals": proposals(question, allowed),
        "complaints": rules.complaints(question),
        **reply_panel.context(request, question, allowed),
    }


def has_no_mail(question: Question) -> bool:
    """Whether no message reaches the asker; whoever decides something has to tell them then."""
    return Asker.objects.filter(question=question.pk, email="").exists()


def _comment_of(question: Question) -> str:
    try:
        return question.content.rating_comment
    except QuestionContent.DoesNotExist:
        return ""


def proposals(question: Question, allowed: frozenset[Can]) -> dict[str, Any]:
    """What the words of the question suggest, as far as the user may follow it now."""
    if not allowed & {Can.CLASSIFY, Can.ASSIGN, Can.TRANSFER} or not text_of(question):
        return {}
    found = suggesting.suggestions(question)
    topics = [each for each in found.topics if each[0].pk != question.topic_id]
    agencies = [each for each in found.agencies if each[0].pk != question.agency_id]
    return {
        "topics": topics[:_PROPOSED] if Can.CLASSIFY in allowed else [],
        "agencies": agencies[:_PROPOSED] if Can.ASSIGN in allowed else [],
        "complaint": "" if question.is_complaint else found.complaint or "",
        "may_classify": Can.CLASSIFY in allowed,
    }
