"""Who is told of what happens to a question: the asker, its agency, intake and board."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from ..core.models import PortalSite
from ..editorial.recipients import OF_AGENCY, Recipient, heads, of_agency, people, with_roles
from ..regulation.vocabulary import RoleCode
from .models import Asker, Question, Reply

#: Of those who may sort questions, the first who are there are written to (``rights.INTAKE``).
INTAKE_ORDER: Final = (
    (RoleCode.FULL_TIME_EDITOR, RoleCode.BOARD_SECRETARY),
    (RoleCode.BOARD_MEMBER,),
    (RoleCode.BOARD_HEAD,),
    (RoleCode.BOARD_DEPUTY,),
)


def asker(question: Question) -> list[Recipient]:
    """The asker in their language; nobody where there is no e-mail address any more."""
    found = Asker.objects.filter(question=question).exclude(email="").values_list("email")
    return [Recipient(None, email, question.language) for (email,) in found]


def intake(portal_site: PortalSite | None) -> list[Recipient]:
    """Who classifies questions of the site; of the portal where a component has nobody."""
    while portal_site is not None:
        for roles in INTAKE_ORDER:
            if found := people(with_roles(portal_site, roles)):
                return found
        portal_site = portal_site.portal
    return []


def handling(question: Question) -> list[Recipient]:
    """Who works on the answer: who claimed it, else the agency; intake where nobody is there."""
    if question.claimed_by and question.claimed_by.is_active:
        return people([question.claimed_by])
    return of_the_agency(question)


def of_the_agency(question: Question, roles: Iterable[str] = OF_AGENCY) -> list[Recipient]:
    """People of the answering agency with one of the roles; intake where it has none."""
    found = people(of_agency(question.agency, roles)) if question.agency else []
    return found or intake(question.portal_site)


def signing(question: Question) -> list[Recipient]:
    """Who signs for the agency."""
    return of_the_agency(question, [RoleCode.UNIT_HEAD])


def approving(question: Question) -> list[Recipient]:
    """The board of the site: its head, else the deputies."""
    return heads(question.portal_site)


def writer(reply: Reply | None, question: Question) -> list[Recipient]:
    """Who wrote the reply; the agency where they are gone."""
    user: Any = reply.written_by if reply else None
    return people([user] if user else []) or handling(question)
