"""Who may do what with a question now: the one place that screens, steps and addresses ask.

Three circles work on questions: the intake of the site (its board and editors) sorts them, the
agency that has one answers it, and its head and the board decide. Where an agency has nobody with
an account, the intake acts on its behalf. Who asked is for those who handle the question alone
(Law 91/2025/QH15, Article 9; Decree 224/2026/NĐ-CP, Article 10.3.b).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ..core.models import PortalSite, SiteRoleGroup
from ..editorial.access import agency_of
from ..editorial.recipients import EDITORS, OF_AGENCY, of_agency, with_roles
from ..editorial.roles import LEADING, roles_by_site, roles_on
from ..editorial.second_person import POLICY as SECOND_PERSON
from ..regulation.vocabulary import RoleCode
from . import timing
from .consents import consent_of
from .models import Question, Reply
from .vocabulary import REPLY_UNDER_WAY, Outcome, Publishing, QuestionState

#: Who receives and sorts the questions of a site; operators and contributors do not read them.
INTAKE: Final = frozenset(EDITORS)
#: Who answers for an agency.
ANSWERING: Final = frozenset(OF_AGENCY)
_HEAD: Final = frozenset({RoleCode.UNIT_HEAD})
_State = QuestionState


class Can(StrEnum):
    """What somebody may do with a question; the codes stand in addresses of screens."""

    CLASSIFY = "classify"
    ASSIGN = "assign"
    TRANSFER = "transfer"
    CLAIM = "claim"
    RELEASE = "release"
    SPLIT = "split"
    MERGE = "merge"
    OUT_OF_SCOPE = "out_of_scope"
    REFUSE = "refuse"
    FORWARD = "forward"
    ASK_INFORMATION = "ask_information"
    CLOSE_WITHOUT_REPLY = "close_without_reply"
    EXTEND = "extend"
    DRAFT = "draft"
    SUBMIT = "submit"
    SIGN = "sign"
    APPROVE = "approve"
    RETURN = "return"
    DECIDE_PUBLISHING = "decide_publishing"
    REDACT = "redact"
    SEE_PERSON = "see_person"
    #: Both for an asker who called, wrote or came.
    COMPLETE = "complete"
    WITHDRAW = "withdraw"
    ANONYMISE = "anonymise"


#: What the intake may do until an agency has the question.
_SORTING: Final = frozenset(
    {
        Can.CLASSIFY,
        Can.ASSIGN,
        Can.SPLIT,
        Can.MERGE,
        Can.OUT_OF_SCOPE,
        Can.REFUSE,
        Can.FORWARD,
        Can.ASK_INFORMATION,
    }
)
#: What the intake may do while an agency has it.
_SORTING_AGAIN: Final = (_SORTING - {Can.ASSIGN, Can.ASK_INFORMATION}) | {Can.TRANSFER}
#: What the agency may do with what it has.
_HANDLING: Final = frozenset(
    {Can.TRANSFER, Can.MERGE, Can.OUT_OF_SCOPE, Can.ASK_INFORMATION, Can.DRAFT}
)
#: What somebody who works on a question keeps others of the agency from.
_CLAIMED: Final = frozenset({Can.ASK_INFORMATION, Can.DRAFT, Can.SUBMIT})


def is_intake(user: Any, portal_site: PortalSite) -> bool:
    """Whether the user receives the questions of the site.

    For a component site without anybody who does, the portal's people do.
    """
    return _holds_or_stands_in(user, portal_site, INTAKE)


def may_enter(user: Any, portal_site: PortalSite) -> bool:
    """Whether the user may enter questions that came by telephone, letter or at the counter."""
    if not _is_active(user):
        return False
    return bool(roles_on(user, portal_site) & ANSWERING) or is_intake(user, portal_site)


def answers_for(user: Any, question: Question) -> bool:
    """Whether the user works on the answer: for the agency, or on behalf of one with nobody."""
    return _acts_for(user, question, ANSWERING)


def heads(user: Any, question: Question) -> bool:
    """Whether the user is head of the agency; the intake is where the agency has none."""
    return _acts_for(user, question, _HEAD)


def approves(user: Any, question: Question) -> bool:
    """Whether the user decides for the board of the site (board head or a deputy).

    For a component site with neither, those of the portal do.
    """
    return _holds_or_stands_in(user, question.portal_site, LEADING)


def visible_questions(user: Any) -> QuerySet[Question]:
    """The questions that the user may look at, with their text and without who asked.

    Those of the sites whose intake they belong to; those of component sites for the head of the
    portal's board, and for its intake where the component has none; those that their agency has
    to answer.
    """
    questions = Question.objects.all()
    if not _is_active(user):
        return questions.none()
    if user.is_superuser:
        return questions
    roles = roles_by_site(user)
    receiving = [site for site, held in roles.items() if held & INTAKE]
    leading = [site for site, held in roles.items() if held & LEADING]
    wanted = Q(portal_site__in=receiving) | Q(portal_site__portal__in=leading)
    if receiving:
        own = SiteRoleGroup.objects.filter(
            portal_site=OuterRef("portal_site"), role__in=INTAKE, group__user__is_active=True
        )
        wanted |= Q(~Exists(own), portal_site__portal__in=receiving)
    agency = agency_of(user)
    if agency is not None and _held_anywhere(user) & ANSWERING:
        wanted |= Q(agency=agency.pk)
    return questions.filter(wanted)


def may_see(user: Any, question: Question) -> bool:
    """Whether the user may look at the question."""
    return visible_questions(user).filter(pk=question.pk).exists()


def may_see_person(user: Any, question: Question) -> bool:
    """Whether the user may know who asked: the people of the agency that has the question.

    The intake while nobody has it, and where it acts on behalf of the agency.
    """
    if question.anonymised_at is not None or not _is_active(user):
        return False
    if question.state == _State.RECEIVED or question.agency_id is None:
        return is_intake(user, question.portal_site)
    return answers_for(user, question)


def can(user: Any, question: Question) -> frozenset[Can]:
    """What the user may do with the question now; buttons and steps both ask here."""
    if not _is_active(user):
        return frozenset()
    intake = is_intake(user, question.portal_site)
    answers = answers_for(user, question)
    found = _ALLOWED[_State(question.state)](user, question, intake, answers)
    if may_see_person(user, question):
        found = found | {Can.SEE_PERSON}
    if (intake or answers) and _is_withdrawable(question):
        found = found | {Can.WITHDRAW}
    if (intake or approves(user, question)) and _is_publishable(question):
        found = found | {Can.DECIDE_PUBLISHING}
    return frozenset(found)


def require(user: Any, question: Question, action: Can) -> None:
    """Let nobody by who may not.

    Raises:
        PermissionDenied: for a user who may not do it with the question now.
    """
    if action not in can(user, question):
        raise PermissionDenied(_("You may not do this with the question."))


def _is_active(user: Any) -> bool:
    return bool(getattr(user, "is_active", False) and getattr(user, "pk", None))


def _held_anywhere(user: Any) -> frozenset[str]:
    return frozenset().union(*roles_by_site(user).values())


def _holds_or_stands_in(user: Any, portal_site: PortalSite, roles: frozenset[Any]) -> bool:
    """Whether the user holds one of the roles; on the portal where its component has nobody."""
    if not _is_active(user):
        return False
    if user.is_superuser or roles_on(user, portal_site) & roles:
        return True
    if portal_site.portal_id is None or not roles_on(user, portal_site.portal) & roles:
        return False
    return not with_roles(portal_site, roles).exists()


def _acts_for(user: Any, question: Question, roles: frozenset[Any]) -> bool:
    """Whether the user holds one of the roles for the agency, or stands in for it.

    A role on any site counts: a commune answers on the portal with the people of its own site.
    """
    if not _is_active(user) or question.agency_id is None:
        return False
    if user.is_superuser:
        return True
    agency = agency_of(user)
    if agency is not None and agency.pk == question.agency_id and _held_anywhere(user) & roles:
        return True
    if not is_intake(user, question.portal_site) or question.agency is None:
        return False
    return not of_agency(question.agency, roles).exists()


def _while_received(user: Any, question: Question, intake: bool, answers: bool) -> set[Can]:
    found = _by_policy(question, set(_SORTING)) if intake else set()
    return found | (_claiming(user, question, leads=approves(user, question)) if intake else set())


def _while_assigned(user: Any, question: Question, intake: bool, answers: bool) -> set[Can]:
    found = _by_policy(question, set(_SORTING_AGAIN)) if intake else set()
    is_head = heads(user, question)
    if answers or is_head:
        found |= _HANDLING | _claiming(user, question, leads=is_head)
        if _under_way(question) is not None:
            found.add(Can.SUBMIT)
        if question.claimed_by_id not in (None, user.pk) and not is_head:
            found -= _CLAIMED
    return found | _extending(user, question, is_head)


def _while_waiting(user: Any, question: Question, intake: bool, answers: bool) -> set[Can]:
    if not (intake or answers):
        return set()
    asked = question.additions.filter(answered_at=None).last()
    if asked is None:
        return set()
    handles = answers or question.agency_id is None
    # Until the last day the asker may still complete it.
    is_over = asked.reply_until is None or asked.reply_until < timezone.localdate()
    return {Can.COMPLETE, Can.CLOSE_WITHOUT_REPLY} if handles and is_over else {Can.COMPLETE}


def _while_to_sign(user: Any, question: Question, intake: bool, answers: bool) -> set[Can]:
    is_head = heads(user, question)
    found = _extending(user, question, is_head)
    reply = _under_way(question)
    if reply is None:
        return found
    if is_head and _is_second_person(user, question, reply):
        found.add(Can.SIGN)
    # Who wrote it may take it back; otherwise a head who writes alone could only wait.
    if is_head or (answers and reply.written_by_id == user.pk):
        found.add(Can.RETURN)
    return found


def _while_to_approve(user: Any, question: Question, intake: bool, answers: bool) -> set[Can]:
    found = _extending(user, question, heads(user, question))
    reply = _under_way(question)
    if reply is None or not approves(user, question):
        return found
    found.add(Can.RETURN)
    if _is_second_person(user, question, reply):
        found.add(Can.APPROVE)
    return found


def _while_closed(user: Any, question: Question, intake: bool, answers: bool) -> set[Can]:
    found: set[Can] = set()
    if question.anonymised_at is not None:
        return found
    is_wanted = question.publishing in (Publishing.REQUIRED, Publishing.WANTED)
    if question.outcome == Outcome.ANSWERED and is_wanted and (intake or answers):
        found.add(Can.REDACT)
    if approves(user, question):
        found.add(Can.ANONYMISE)
    return found


_ALLOWED: Final = {
    _State.RECEIVED: _while_received,
    _State.ASSIGNED: _while_assigned,
    _State.WAITING: _while_waiting,
    _State.TO_SIGN: _while_to_sign,
    _State.TO_APPROVE: _while_to_approve,
    _State.CLOSED: _while_closed,
}


def _by_policy(question: Question, found: set[Can]) -> set[Can]:
    """What is not taken cannot be forwarded, and only where that is the rule is it not taken."""
    if timing.profile_of(question).policy("complaints", "forward") != "refuse":
        return found - {Can.REFUSE}
    return found - {Can.FORWARD} if question.is_complaint else found


def _claiming(user: Any, question: Question, *, leads: bool) -> set[Can]:
    holder = question.claimed_by_id
    if holder is None:
        return {Can.CLAIM}
    if holder == user.pk:
        return {Can.RELEASE}
    return {Can.CLAIM, Can.RELEASE} if leads else set()


def _extending(user: Any, question: Question, is_head: bool) -> set[Can]:
    """Who owes the answer does not grant the days; their head and the board do."""
    if question.answer_due_on is None or not (is_head or approves(user, question)):
        return set()
    running = timing.answer_deadline(question)
    return {Can.EXTEND} if running is not None and running.finished_on is None else set()


def _under_way(question: Question) -> Reply | None:
    return question.replies.filter(state__in=REPLY_UNDER_WAY).first()


def _is_second_person(user: Any, question: Question, reply: Reply) -> bool:
    """Nobody decides on what they wrote or signed, superusers included, unless it is waived."""
    if timing.profile_of(question).policy(SECOND_PERSON, "yes") == "no":
        return True
    return user.pk not in (reply.written_by_id, reply.signed_by_id)


def _is_withdrawable(question: Question) -> bool:
    """Whether the asker has something to take back: the question, or a consent to publish it."""
    if question.is_open or question.outcome != Outcome.ANSWERED:
        return question.is_open
    consent = consent_of(question)
    return consent is not None and consent.publishes


def _is_publishable(question: Question) -> bool:
    """Whether it may still be decided on publication: something is, or will be, to publish."""
    if question.page_id is not None or question.anonymised_at is not None:
        return False
    return question.is_open or question.outcome == Outcome.ANSWERED
