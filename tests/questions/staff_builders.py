"""A portal with people who may enter the admin: intake, board, an agency with its people."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from django.urls import reverse

from govportal_wagtail.core.access import accounts
from govportal_wagtail.core.models import Agency
from govportal_wagtail.questions.models import Question
from govportal_wagtail.regulation.adoption import adopt
from govportal_wagtail.regulation.vocabulary import BodyKind, RoleCode
from tests.editorial.item_builders import browse
from tests.isolation.world import Place, make_place
from tests.questions.builders import make_answering_agency

_numbers = count(1)


@dataclass
class Desk:
    """A portal site, the agency that answers, and the people of both."""

    place: Place
    agency: Agency
    secretary: Any
    officer: Any
    head: Any
    board_head: Any

    @property
    def portal_site(self) -> Any:
        return self.place.portal_site


def make_person(place: Place, *roles: str, agency: Agency | None = None) -> Any:
    """A user of the admin with roles on the site, for an agency."""
    name = f"nguoi-{next(_numbers)}"
    return accounts.create_account(
        username=name,
        email=f"{name}@example.com",
        first_name="An",
        last_name=f"Nguyễn {name}",
        agency=agency or place.agency,
        portal_site=place.portal_site,
        roles=roles,
        user=None,
    ).user


def make_desk(profile: str = "camau-2026") -> Desk:
    """A provincial portal under the regulation with everybody who works on questions."""
    place = make_place("Portal", body=BodyKind.PORTAL, host="localhost")
    adopt(place.site, profile)
    agency = make_answering_agency()
    return Desk(
        place=place,
        agency=agency,
        secretary=make_person(place, RoleCode.BOARD_SECRETARY),
        officer=make_person(place, RoleCode.FOCAL_OFFICER, agency=agency),
        head=make_person(place, RoleCode.UNIT_HEAD, agency=agency),
        board_head=make_person(place, RoleCode.BOARD_HEAD),
    )


def detail(question: Question) -> str:
    """The address of a question's page."""
    return reverse("questions:detail", args=[question.pk])


def do(user: Any, question: Question, code: str, **data: Any) -> Any:
    """Send the form of an action by hand, as nobody is kept from doing."""
    return browse(user).post(reverse("questions:action", args=[question.pk, code]), data)
