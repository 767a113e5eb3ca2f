"""Writes and reads the log of questions; never what the asker wrote or who they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..core.models import Agency
from ..editorial.access import agency_of
from ..editorial.ledger import name_of
from ..editorial.roles import SUPERUSER, role_of
from ..regulation.presentation import articles
from ..regulation.vocabulary import RoleCode
from .models import Question, QuestionEvent
from .signals import question_event
from .vocabulary import QuestionChannel, QuestionEventKind

_Kind = QuestionEventKind

#: What the asker is told of, in words for them; the rest is the business of the agencies.
_TOLD: Final[dict[str, str | Promise]] = {
    _Kind.ASKED: gettext_lazy("Your question was received."),
    _Kind.ENTERED: gettext_lazy("Your question was received."),
    _Kind.ASSIGNED: gettext_lazy("Your question went to %(agency)s, which will answer it."),
    _Kind.TRANSFERRED: gettext_lazy("Your question was handed over to %(agency)s."),
    _Kind.DIVIDED: gettext_lazy("You asked several things; each has become a question of its own."),
    _Kind.MERGED: gettext_lazy("Your question was joined with another one on the same matter."),
    _Kind.OUT_OF_SCOPE: gettext_lazy("Your question cannot be answered here."),
    _Kind.REFUSED: gettext_lazy("Your letter cannot be taken here."),
    _Kind.FORWARDED: gettext_lazy("Your letter was forwarded to the competent authority."),
    _Kind.INFORMATION_ASKED: gettext_lazy("You were asked to complete your question."),
    _Kind.INFORMATION_GIVEN: gettext_lazy("You completed your question."),
    _Kind.NO_REPLY: gettext_lazy("Your question was closed because it was not completed."),
    _Kind.EXTENDED: gettext_lazy("The time limit for the answer was extended."),
    _Kind.PROGRESS: gettext_lazy("You were told how far the matter is."),
    _Kind.ANSWERED: gettext_lazy("Your question was answered."),
    _Kind.WITHDRAWN: gettext_lazy("You withdrew your question."),
    _Kind.CONSENT: gettext_lazy("You changed what you agree to."),
    _Kind.RATED: gettext_lazy("You rated the answer."),
    _Kind.ANONYMISED: gettext_lazy("Your personal data were erased."),
}
#: The same where staff did it for an asker who called, wrote or came.
_TOLD_FOR_ASKER: Final[dict[str, str | Promise]] = {
    _Kind.INFORMATION_GIVEN: gettext_lazy(
        "What you told us to complete your question was entered for you."
    ),
    _Kind.WITHDRAWN: gettext_lazy("Your question was withdrawn for you, as you told us."),
}
_CONSENT_TAKEN_BACK: Final = gettext_lazy("You took back your consent to the publication.")
#: Steps whose reason is written for the asker; other reasons are between the agencies.
_WITH_REASON: Final = frozenset(
    {
        _Kind.TRANSFERRED,
        _Kind.OUT_OF_SCOPE,
        _Kind.REFUSED,
        _Kind.FORWARDED,
        _Kind.NO_REPLY,
        _Kind.EXTENDED,
    }
)
#: The line names the agency that has the question from then on, not the one of who gave it.
_TO_AGENCY: Final = frozenset({_Kind.ASSIGNED, _Kind.TRANSFERRED})


@dataclass(frozen=True, slots=True)
class PublicStep:
    """One step as the asker reads it."""

    at: datetime
    sentence: str
    reason: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the log as staff read it."""

    event: QuestionEvent
    at: datetime
    sentence: str
    #: Who did it: a name, or the asker, or the portal itself.
    by: str
    role: str
    agency: str
    reason: str
    #: The article in words.
    place: str
    #: How the asker told it, where staff entered it for them.
    channel: str


def record(
    kind: QuestionEventKind,
    question: Question,
    *,
    user: Any = None,
    agency: Agency | None = None,
    reason: str = "",
    article: str = "",
    secret: str = "",
    **details: Any,
) -> QuestionEvent:
    """Write one line of the log inside the transaction of its step, and tell the receivers.

    Without ``agency`` it is the user's; for a question that was just given to an agency it is that
    one. ``details`` must be what JSON can hold, and nothing of the asker or the text. ``secret``
    goes to the receivers only and is stored nowhere. Returns the line.
    """
    named = agency or (question.agency if kind in _TO_AGENCY else None) or agency_of(user)
    event = QuestionEvent.objects.create(
        question_id=question.pk,
        portal_site_id=question.portal_site_id,
        label=question.number,
        kind=kind,
        at=timezone.now(),
        by_id=getattr(user, "pk", None),
        by_name=name_of(user)[:255],
        agency_id=named.pk if named else None,
        agency_name=_stored_name(named),
        role=role_of(user, question.portal_site),
        reason=reason,
        article=article,
        profile=question.profile,
        details=details,
    )
    question_event.send(
        sender=QuestionEvent, event=event, question=question, user=user, secret=secret
    )
    return event


def _stored_name(agency: Agency | None) -> str:
    """The name in the language of the portal, whichever one the asker reads."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(agency or "")[:255]


def history(question: Question) -> list[HistoryLine]:
    """The whole log of the question for staff, in order; no text and no name of the asker."""
    return [_line(event) for event in _of(question)]


def public_steps(question: Question) -> list[PublicStep]:
    """What the asker is told of the way of their question, in order, without names of staff.

    Agencies have their names of today and of the language of the reader, as far as they exist.
    """
    told = [event for event in _of(question) if event.kind in _TOLD]
    named = {event.agency_id for event in told if event.kind in _TO_AGENCY and event.agency_id}
    agencies = Agency.objects.in_bulk(named)
    return [
        PublicStep(
            at=event.at,
            sentence=_sentence(event)
            % {"agency": agencies.get(event.agency_id or 0, event.agency_name) or _ANOTHER},
            reason=event.reason if event.kind in _WITH_REASON else "",
        )
        for event in told
    ]


def _sentence(event: QuestionEvent) -> str:
    if event.kind == _Kind.WITHDRAWN and event.details.get("was_open") is False:
        return str(_CONSENT_TAKEN_BACK)
    if event.by_id is not None and event.kind in _TOLD_FOR_ASKER:
        return str(_TOLD_FOR_ASKER[event.kind])
    return str(_TOLD[event.kind])


def _of(question: Question) -> list[QuestionEvent]:
    return list(QuestionEvent.objects.filter(question_id=question.pk).order_by("at", "pk"))


def _line(event: QuestionEvent) -> HistoryLine:
    return HistoryLine(
        event=event,
        at=event.at,
        sentence=str(event.get_kind_display()),
        by=event.by_name or _nobody(event.kind),
        role=_role(event.role),
        agency=event.agency_name,
        reason=event.reason,
        place=articles.label(event.article) if event.article else "",
        channel=_channel(event),
    )


def _channel(event: QuestionEvent) -> str:
    code = event.details.get("channel") if event.by_id else ""
    return str(QuestionChannel(code).label) if code in QuestionChannel.values else ""


#: What only askers do; without a user behind it another step was taken by the system.
_OF_ASKER: Final = frozenset(
    {
        _Kind.ASKED,
        _Kind.INFORMATION_GIVEN,
        _Kind.WITHDRAWN,
        _Kind.CONSENT,
        _Kind.RATED,
    }
)
_ASKER: Final = pgettext_lazy("question", "the asker")
_SYSTEM: Final = pgettext_lazy("question", "the portal itself")
_ANOTHER: Final = pgettext_lazy("question", "another agency")


def _nobody(kind: str) -> str:
    return str(_ASKER if kind in _OF_ASKER else _SYSTEM)


def _role(code: str) -> str:
    if code == SUPERUSER:
        return str(pgettext_lazy("question", "system administrator"))
    return str(RoleCode(code).label) if code in RoleCode.values else ""
