"""Questions on their way to who answers: classified, assigned, passed on, or not taken.

Each step locks the question, looks at its state and the user's right again, acts and is logged,
all in one transaction; whoever comes second gets a ``QuestionError``. What becomes of complaints
and of questions out of scope is the regulation's word, quoted with its article; a person decides
which of them a question is.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..core.models import Agency
from ..editorial.ledger import name_of
from ..regulation.presentation import articles
from ..regulation.schema import Policy
from . import delivery, events, rights, timing
from .consents import consent_of
from .errors import QuestionError
from .joining import merge, split
from .models import Question, QuestionSettings, QuestionTopic
from .rights import Can
from .standing import close, lock, move, needed
from .vocabulary import Outcome, Publishing, QuestionEventKind, QuestionState

__all__ = [
    "assign",
    "claim",
    "classify",
    "complaints_are",
    "decide_publishing",
    "forward",
    "merge",
    "out_of_scope",
    "publishing_rule",
    "refuse",
    "release",
    "split",
    "transfer",
]

#: A question that no reply has been submitted for.
_IN_HAND = (QuestionState.RECEIVED, QuestionState.ASSIGNED)
_OPEN = tuple(state for state in QuestionState if state != QuestionState.CLOSED)


def complaints_are(question: Question) -> tuple[str, Policy | None]:
    """What the regulation does with complaints, and the rule that says so.

    ``refuse``, ``forward`` or ``accept``; ``forward``, without a rule, where it is silent.
    """
    profile = timing.profile_of(question)
    return profile.policy("complaints", "forward"), profile.policies.get("complaints")


def publishing_rule(question: Question) -> Policy | None:
    """The rule by which answers of a kind must be published; None where none must be."""
    rule = timing.profile_of(question).policies.get("publish_answer")
    return rule if rule and rule.value != "never_required" else None


def classify(
    question: Question, user: Any, *, topic: QuestionTopic | None, is_complaint: bool
) -> Question:
    """Say what the question is about, and whether it is a complaint or denunciation.

    Raises:
        QuestionError: where it is closed.
        PermissionDenied: for who does not classify it.
    """
    with transaction.atomic():
        lock(question, *_OPEN)
        rights.require(user, question, Can.CLASSIFY)
        question.topic, question.is_complaint = topic, is_complaint
        question.save(update_fields=["topic", "is_complaint"])
        events.record(
            QuestionEventKind.CLASSIFIED,
            question,
            user=user,
            topic=topic.code if topic else "",
            is_complaint=is_complaint,
        )
    return question


def assign(question: Question, user: Any, agency: Agency, reason: str = "") -> Question:
    """Give the question to the agency that answers it; the time limit for this is met.

    Raises:
        QuestionError: for an agency of the past, for a complaint that the regulation does not let
            the portal handle, or where the question was given to one already.
        PermissionDenied: for who does not assign it.
    """
    with transaction.atomic():
        lock(question, QuestionState.RECEIVED)
        rights.require(user, question, Can.ASSIGN)
        _check_agency(agency)
        policy, rule = complaints_are(question)
        if question.is_complaint and policy != "accept":
            raise QuestionError(_not_answered_here(policy, rule), code="complaint")
        move(question, QuestionState.ASSIGNED, agency=agency)
        timing.triaged(question, user)
        events.record(
            QuestionEventKind.ASSIGNED, question, user=user, agency=agency, reason=reason.strip()
        )
    return question


def transfer(question: Question, user: Any, agency: Agency, reason: str) -> Question:
    """Pass the question on to another agency; its clock runs on or starts anew by the regulation.

    A draft goes with it, and the new agency signs what it makes of it.

    Raises:
        QuestionError: without a reason, for an agency of the past or the same one, or where the
            question is not with an agency.
        PermissionDenied: for who may not pass it on.
    """
    reason = needed(reason)
    with transaction.atomic():
        lock(question, QuestionState.ASSIGNED)
        rights.require(user, question, Can.TRANSFER)
        _check_agency(agency)
        before = question.agency
        if before is not None and before.pk == agency.pk:
            raise QuestionError({"agency": _("The question is with this agency already.")})
        move(question, QuestionState.ASSIGNED, agency=agency)
        timing.transferred(question, user, reason)
        events.record(
            QuestionEventKind.TRANSFERRED,
            question,
            user=user,
            agency=agency,
            reason=reason,
            from_agency=before.pk if before else None,
            from_name=before.name if before else "",
        )
    return question


def claim(question: Question, user: Any) -> Question:
    """Say that one works on it; who leads may take it over from somebody else.

    Raises:
        QuestionError: where somebody else works on it, or it is closed.
        PermissionDenied: for who does not handle it.
    """
    with transaction.atomic():
        lock(question, *_OPEN)
        if question.claimed_by_id == user.pk:
            return question
        is_taken = question.claimed_by_id is not None
        if is_taken and Can.CLAIM not in rights.can(user, question):
            raise QuestionError(_("%(name)s works on it.") % {"name": name_of(question.claimed_by)})
        rights.require(user, question, Can.CLAIM)
        question.claimed_by = user
        question.save(update_fields=["claimed_by"])
        events.record(QuestionEventKind.CLAIMED, question, user=user, agency=question.agency)
    return question


def release(question: Question, user: Any) -> Question:
    """Let others work on it again.

    Raises:
        QuestionError: where nobody has claimed it.
        PermissionDenied: for who may not take it from whoever works on it.
    """
    with transaction.atomic():
        lock(question, *_OPEN)
        if question.claimed_by_id is None:
            raise QuestionError(_("Nobody has claimed it."))
        rights.require(user, question, Can.RELEASE)
        question.claimed_by = None
        question.save(update_fields=["claimed_by"])
        events.record(QuestionEventKind.RELEASED, question, user=user, agency=question.agency)
    return question


def out_of_scope(question: Question, user: Any, reason: str, where: str = "") -> Question:
    """Close what no agency here answers; the asker is told why, and where to ask instead.

    Without ``where`` it is what the settings of the site say. The article is that of the
    regulation (Lạng Sơn 40/2024, 9.6.a).

    Raises:
        QuestionError: without a reason, or where the question is not being handled.
        PermissionDenied: for who does not decide on it.
    """
    reason = needed(reason)
    with transaction.atomic():
        lock(question, *_IN_HAND)
        rights.require(user, question, Can.OUT_OF_SCOPE)
        policy = timing.profile_of(question).policies.get("out_of_scope")
        rule = policy or timing.rule(question, timing.OUT_OF_SCOPE)
        where = where.strip() or QuestionSettings.of(question).where_else
        _end(question, user, reason, Outcome.OUT_OF_SCOPE, referred_to=where)
        delivery.tell_of_end(
            question,
            QuestionEventKind.OUT_OF_SCOPE,
            user,
            reason,
            article=rule.article if rule else "",
            at_once=bool(policy and policy.value == "notify_at_once"),
            wording=rule.wording if rule else "",
        )
    return question


def refuse(question: Question, user: Any, reason: str = "") -> Question:
    """Do not take a complaint or denunciation, as the regulation has it (Lạng Sơn 40/2024, 9.6.c).

    The asker is told article and wording, and where such matters go by the settings of the site.

    Raises:
        QuestionError: where the regulation does not refuse them, or where the question is not
            being handled.
        PermissionDenied: for who does not decide on it.
    """
    with transaction.atomic():
        lock(question, *_IN_HAND)
        rights.require(user, question, Can.REFUSE)
        policy, rule = complaints_are(question)
        if policy != "refuse" or rule is None:
            raise QuestionError(
                _("The regulation does not say that complaints are not taken: forward it.")
            )
        reason = reason.strip() or rule.wording
        place = QuestionSettings.of(question).complaints_to
        _end(question, user, reason, Outcome.REFUSED, referred_to=place, is_complaint=True)
        delivery.tell_of_end(
            question,
            QuestionEventKind.REFUSED,
            user,
            reason,
            article=rule.article,
            wording=rule.wording,
        )
    return question


def forward(question: Question, user: Any, to: str, reason: str) -> Question:
    """Send the question on to an authority outside the portal that is competent for it.

    Of complaints and denunciations it is what the regulation asks for (Khánh Hòa draft, 5.2.i),
    and what is done where it is silent.

    Raises:
        QuestionError: without authority or reason, for a complaint that the regulation does not
            take, or where the question is not being handled.
        PermissionDenied: for who does not decide on it.
    """
    to = " ".join(to.split())
    if not to:
        raise QuestionError({"to": _("Name the authority to which it goes.")})
    reason = needed(reason)
    with transaction.atomic():
        lock(question, *_IN_HAND)
        rights.require(user, question, Can.FORWARD)
        policy, rule = complaints_are(question)
        if question.is_complaint and policy == "refuse":
            raise QuestionError(_not_answered_here(policy, rule), code="complaint")
        rule = rule if question.is_complaint and policy == "forward" else None
        _end(question, user, reason, Outcome.FORWARDED, referred_to=to)
        delivery.tell_of_end(
            question,
            QuestionEventKind.FORWARDED,
            user,
            reason,
            article=rule.article if rule else "",
            wording=rule.wording if rule else "",
            to=to,
        )
    return question


def decide_publishing(question: Question, user: Any, publishing: str, reason: str = "") -> Question:
    """Say whether question and answer are to be published.

    ``REQUIRED`` rests on the regulation and needs no consent, because what is published holds no
    personal data; what the board merely wants, the asker must have agreed to. Not publishing what
    the regulation may ask for takes a reason.

    Raises:
        QuestionError: where regulation or consent do not carry it, or the question ended otherwise
            than by an answer.
        PermissionDenied: for who does not decide on it.
    """
    reason = reason.strip()
    with transaction.atomic():
        lock(question)
        rights.require(user, question, Can.DECIDE_PUBLISHING)
        if question.outcome not in ("", Outcome.ANSWERED):
            raise QuestionError(_("Only what is answered can be published."))
        rule = publishing_rule(question)
        _check_publishing(question, publishing, rule, reason)
        question.publishing = publishing
        question.save(update_fields=["publishing"])
        events.record(
            QuestionEventKind.PUBLISHING,
            question,
            user=user,
            reason=reason,
            article=rule.article if rule and publishing != Publishing.WANTED else "",
            publishing=str(publishing),
        )
    return question


def _check_publishing(
    question: Question, publishing: str, rule: Policy | None, reason: str
) -> None:
    if publishing not in Publishing.values or publishing == Publishing.UNDECIDED:
        raise QuestionError({"publishing": _("Decide on the publication.")})
    if publishing == Publishing.REQUIRED and rule is None:
        raise QuestionError(
            {"publishing": _("The regulation does not ask for answers to be published.")}
        )
    if publishing == Publishing.NONE and rule is not None:
        needed(reason)
    if publishing == Publishing.WANTED:
        consent = consent_of(question)
        if consent is None or not consent.publishes:
            raise QuestionError({"publishing": _("The asker did not agree to a publication.")})


def _end(
    question: Question,
    user: Any,
    reason: str,
    outcome: Outcome,
    *,
    referred_to: str,
    **fields: Any,
) -> None:
    """Close what is not answered here: it was classified, and nothing else is owed."""
    timing.triaged(question, user)
    timing.cancel(question, user, reason)
    longest = Question._meta.get_field("referred_to").max_length
    place = " ".join(referred_to.split())[:longest]
    close(question, outcome, referred_to=place, **fields)


def _check_agency(agency: Agency) -> None:
    if not agency.exists(on=timezone.localdate()):
        raise QuestionError({"agency": _("This agency does not exist any more.")})


def _not_answered_here(policy: str, rule: Policy | None) -> str:
    """Why a complaint is not given to an agency, with the article where there is one."""
    if policy == "refuse" and rule is not None:
        return _("The regulation does not take complaints and denunciations (%(article)s).") % {
            "article": articles.label(rule.article)
        }
    return _("A complaint or denunciation is forwarded to the competent authority.")
