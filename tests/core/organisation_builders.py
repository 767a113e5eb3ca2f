"""Builders of people, posts and boards, and files of agencies."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from govportal_wagtail.core.models import (
    Agency,
    BoardMember,
    EditorialBoard,
    Person,
    PortalSite,
    Post,
)
from govportal_wagtail.regulation.vocabulary import BodyKind, RoleCode
from tests import builders

_numbers = count(1)


def make_portal_site(agency: Agency | None = None, host: str = "localhost") -> PortalSite:
    """The provincial portal, or another site where the host is another one."""
    agency = agency or builders.make_agency()
    site = builders.make_site(host, site_name=f"Cổng {host}")
    return PortalSite.objects.create(site=site, agency=agency, body=BodyKind.PORTAL)


def make_person(name: str = "Lò Thị Mận", agency: Agency | None = None, **fields: Any) -> Person:
    """A person whom an agency keeps."""
    return Person.objects.create(name=name, agency=agency or builders.make_agency(), **fields)


def make_post(person: Person | None = None, **fields: Any) -> Post:
    """A post in the agency that keeps the person, unless told otherwise."""
    person = person or make_person()
    fields.setdefault("agency", person.agency)
    fields.setdefault("title", "Giám đốc")
    return Post.objects.create(person=person, **fields)


def make_board(portal_site: PortalSite | None = None, **fields: Any) -> EditorialBoard:
    """A board without members."""
    fields.setdefault("name", f"Ban Biên tập {next(_numbers)}")
    return EditorialBoard.objects.create(portal_site=portal_site or make_portal_site(), **fields)


def make_seat(board: EditorialBoard, person: Person | None = None, **fields: Any) -> BoardMember:
    """A seat on a board; of its head, unless told otherwise."""
    fields.setdefault("role", RoleCode.BOARD_HEAD)
    return BoardMember.objects.create(board=board, person=person or make_person(), **fields)


def tree_file(*units: dict[str, Any]) -> bytes:
    """A file that holds an organisation tree."""
    return json.dumps(list(units), ensure_ascii=False).encode()


def unit(name: str, *children: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """One unit of such a tree."""
    return {"tenDonVi": name, "children": list(children), **fields}


def table_file(*lines: str) -> bytes:
    """A CSV file of these lines."""
    return "\r\n".join(lines).encode()


def formset(prefix: str, *rows: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """What a browser sends for the rows of an inline panel."""
    data: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(rows),
        f"{prefix}-INITIAL_FORMS": initial,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }
    for number, row in enumerate(rows):
        values = {"id": "", "ORDER": number + 1, "DELETE": "", **row}
        data |= {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return data
