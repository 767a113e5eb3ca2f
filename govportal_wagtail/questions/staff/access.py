"""Who sees which screen of the questions, and for whom questions wait."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from ...core.access import scope
from ...core.models import Account, PortalSite, SiteRoleGroup, SiteState
from ...editorial.access import agency_of
from ...editorial.roles import LEADING, roles_by_site
from ...regulation.vocabulary import RoleCode
from .. import rights
from ..models import Addition, Question
from ..vocabulary import QuestionState

#: Who keeps the registers of a site.
KEEPING: Final = LEADING | {RoleCode.SITE_ADMIN}
_NAMED: Final = (
    *("portal_site__site", "portal_site__portal", "topic", "agency", "asked_agency"),
    *("claimed_by", "entered_by", "content", "page"),
)


def works_here(user: Any) -> bool:
    """Whether the user has to do with questions, and enters them; asked for the menu."""
    return _holds(user, rights.INTAKE | rights.ANSWERING)


def entered_sites(user: Any) -> QuerySet[PortalSite]:
    """The sites on which the user enters questions that came by another channel."""
    found = PortalSite.objects.exclude(state=SiteState.CLOSED).select_related("site", "agency")
    found = found.order_by("portal_id", "pk")
    if user.is_superuser:
        return found
    own = [
        site
        for site, held in roles_by_site(user).items()
        if held & (rights.INTAKE | rights.ANSWERING)
    ]
    return found.filter(Q(pk__in=own) | Q(pk__in=receiving_sites(user)))


def works_on_several(user: Any) -> bool:
    """Whether the user sees questions of several sites."""
    return bool(scope.managed_portal_sites(user).order_by()[1:2].exists())


def visible_or_none(user: Any, pk: int | None) -> Question | None:
    """A question to which another one leads, where the user may look at it."""
    return rights.visible_questions(user).filter(pk=pk).first() if pk else None


def question_for(user: Any, pk: int) -> Question:
    """One question with all that its page names.

    Raises:
        Http404: where there is none that the user may see.
    """
    found = rights.visible_questions(user).filter(pk=pk).select_related(*_NAMED).first()
    if found is None:
        raise Http404
    return found


def address_after(user: Any, question: Question) -> str:
    """Where the user goes after a step: what went to others may be out of sight now."""
    if rights.may_see(user, question):
        return reverse("questions:detail", args=[question.pk])
    return reverse("questions:index")


def waiting_for(user: Any) -> QuerySet[Question]:
    """Open questions on which the user may act now, and that nobody else has claimed.

    Who receives questions acts for agencies that have no account of their own.
    """
    found = rights.visible_questions(user).exclude(state=QuestionState.CLOSED)
    found = found.filter(Q(claimed_by=None) | Q(claimed_by=user.pk))
    if user.is_superuser:
        return found.filter(~Q(state=QuestionState.WAITING) | Q(_unanswered()))
    with_agency = Q(state=QuestionState.ASSIGNED)
    with_agency |= Q(state=QuestionState.WAITING) & Q(_unanswered())
    to_sign = Q(state=QuestionState.TO_SIGN)
    receiving, leading = receiving_sites(user), _leading_sites(user)
    wanted = Q(portal_site__in=receiving, state=QuestionState.RECEIVED)
    wanted |= Q(portal_site__in=leading, state=QuestionState.TO_APPROVE)
    wanted |= Q(portal_site__in=receiving) & (
        (with_agency & ~Q(_staffed(rights.ANSWERING)))
        | (to_sign & ~Q(_staffed({RoleCode.UNIT_HEAD})))
    )
    agency = agency_of(user)
    roles: frozenset[str] = frozenset().union(*roles_by_site(user).values())
    if agency is not None and roles & rights.ANSWERING:
        wanted |= Q(agency=agency.pk) & with_agency
    if agency is not None and RoleCode.UNIT_HEAD in roles:
        wanted |= Q(agency=agency.pk) & to_sign
    return found.filter(wanted)


def receiving_sites(user: Any) -> list[int]:
    """The sites whose questions the user receives (``rights.is_intake``), in two queries.

    A component site without anybody who receives them has the people of the portal.
    """
    if user.is_superuser:
        return list(PortalSite.objects.values_list("pk", flat=True))
    held = [site for site, roles in roles_by_site(user).items() if roles & rights.INTAKE]
    if not held:
        return []
    staffed = SiteRoleGroup.objects.filter(
        portal_site=OuterRef("pk"),
        role__in=list(rights.INTAKE),
        group__user__is_active=True,
    )
    below = PortalSite.objects.filter(~Exists(staffed), portal__in=held)
    return [*held, *below.values_list("pk", flat=True)]


def _leading_sites(user: Any) -> list[int]:
    """The sites for whose board the user decides."""
    return [site for site, roles in roles_by_site(user).items() if roles & LEADING]


def _holds(user: Any, roles: frozenset[Any]) -> bool:
    if not user.is_active:
        return False
    return bool(user.is_superuser or any(held & roles for held in roles_by_site(user).values()))


def _staffed(roles: Any) -> Exists:
    """The agency of the question has somebody with one of the roles."""
    people = Account.objects.filter(
        agency=OuterRef("agency"),
        locked_on=None,
        user__is_active=True,
        assignments__role__in=list(roles),
        assignments__ended_at=None,
    )
    return Exists(people)


def _unanswered() -> Exists:
    """The asker did not reply within the days that were given."""
    return Exists(
        Addition.objects.filter(
            question=OuterRef("pk"), answered_at=None, reply_until__lt=timezone.localdate()
        )
    )
